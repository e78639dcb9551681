//! 核对: the whole log is recomputed from its entries, all state replayed from
//! them, and both held against the database, the published files, the
//! registry, the attempts' folders and every bundle handed out.
//!
//! | file | what |
//! |---|---|
//! | `log` | entries, their openings, tree, tiles, checkpoints, in one pass |
//! | `published` | the files below `log/` |
//! | `story` | the state that follows from the entries alone |
//! | `state` | what each table should hold by it; `planned` the calendar's and joint plans'; `tables` compares |
//! | `results` | what visits found, told attempt by attempt; `results_tables` compares |
//! | `evidence` | documents and recordings handed in |
//! | `keys` | key files; witnesses' cosignatures |
//! | `folders` | registry, attempts, bundles |
//!
//! Nothing is repaired: which copy is right, the witnesses and whoever kept a
//! checkpoint know, not this program.

mod evidence;
mod findings;
mod folders;
mod keys;
mod log;
mod planned;
mod published;
mod results;
mod results_tables;
mod state;
mod story;
mod tables;

use std::path::Path;

use serde::Serialize;

use super::files;
use super::office::Office;
use super::refusal::Done;
use crate::domain::{Digest, Instant, Progress, Text};
use crate::log::SignedCheckpoint;
use crate::store::Store;
use findings::Findings;

/// What `fsck` found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fsck {
    /// Entries of the log.
    pub entries: u64,
    /// The root over them; none where one is missing between.
    pub root: Option<Digest>,
    /// What does not hold: where, what was expected, what was found.
    pub faults: Vec<Text>,
    /// What is in order and yet worth knowing.
    pub notes: Vec<Text>,
}

/// Looks an office through. `kept` is a checkpoint that somebody outside has
/// kept: the log must continue it.
///
/// # Errors
/// Only where nothing can be looked at: `kept` is no checkpoint, the database
/// cannot be read. Everything else is a fault found.
pub fn fsck(office: &Office, kept: Option<&Path>, progress: &dyn Progress) -> Done<Fsck> {
    let kept = kept.map(|path| SignedCheckpoint::parse(&files::read(path)?)).transpose()?;
    let (paths, store, now) = (&office.paths, &office.store, office.now());
    let mut found = Findings::default();
    found.look(store.quick_check());
    if let Some(reason) = &office.unpublished {
        found.fault(reason.clone());
    }
    let folder = paths.log();
    let against = log::Against { folder: Some(&folder), kept: kept.as_ref(), acts: true };
    let read = match log::read(store, &now, against, &mut found, progress) {
        Ok(read) => read,
        Err(reason) => {
            found.fault(reason);
            return Ok(closed(0, None, found));
        }
    };
    let log::Read { entries, head, mut story } = read;
    let looked = results_tables::check(store, &mut story, &mut found, progress);
    found.look(looked);
    log::forgotten(&story, &mut found);
    let story = &story;
    let looked = keys::check(paths, story, &mut found);
    found.look(looked);
    let looked = keys::filings(store, story, &mut found);
    found.look(looked);
    let looked = state::check(store, story, &mut found);
    found.look(looked);
    let looked = folders::registry(paths, story, &mut found, progress);
    found.look(looked);
    if let Some(recorded) = found.look(folders::recorded(store, story)) {
        let looked = folders::attempts(paths, store, story, &recorded, &mut found, progress);
        found.look(looked);
        let looked = evidence::check(paths, store, story, &mut found, progress);
        found.look(looked);
        let looked = folders::bundles(store, story, &recorded, &mut found, progress);
        found.look(looked);
    }
    if let Some(faults) = found.look(super::inbox::faults(office)) {
        faults.into_iter().for_each(|fault| found.fault(fault));
    }
    Ok(closed(entries, head.map(|head| head.root), found))
}

fn closed(entries: u64, root: Option<Digest>, found: Findings) -> Fsck {
    let (faults, notes) = found.close();
    Fsck { entries, root, faults, notes }
}

/// The log's part alone, of a database that need be no office's; `acts` where
/// each act has a checkpoint of its own.
///
/// # Errors
/// Where the database cannot be read.
pub fn log_part(
    store: &Store,
    now: &Instant,
    folder: Option<&Path>,
    acts: bool,
    progress: &dyn Progress,
) -> Done<Fsck> {
    let mut found = Findings::default();
    let against = log::Against { folder, kept: None, acts };
    let read = log::read(store, now, against, &mut found, progress)?;
    log::forgotten(&read.story, &mut found);
    Ok(closed(read.entries, read.head.map(|head| head.root), found))
}
