//! The log's files (C2SP tlog-tiles) below `log/`: made from the database alone
//! and put out after each act, tiles before the checkpoint that needs them.
//! Being cut off is nothing special: the next act, or the next opening, goes
//! on where the published checkpoint stands.

use std::path::Path;

use rayon::prelude::*;

use super::files;
use super::office::Paths;
use crate::domain::Result;
use crate::log::{Bundle, Resource, Signature, SignedCheckpoint, TILE_WIDTH, Tile, TreeHead};
use crate::store::keys::Filing;
use crate::store::tree::CheckpointRow;
use crate::store::{Store, Tx, keys, tree};
use crate::text;

/// Name of the published checkpoint.
pub const CHECKPOINT: &str = "checkpoint";

/// A checkpoint with the cosignatures taken for it.
pub fn with_filings(row: &CheckpointRow, filings: &[Filing]) -> Result<SignedCheckpoint> {
    let mut note = SignedCheckpoint::parse(row.note.as_bytes())?;
    for filing in filings.iter().filter(|filing| filing.size == row.head.size) {
        note.add(Signature::parse(&filing.line)?);
    }
    Ok(note)
}

/// Brings `log/` up to the database's latest checkpoint.
///
/// # Errors
/// `record-set-back` where a later or another checkpoint was published than the
/// database has: it was replaced by an older or a foreign copy.
pub fn publish(paths: &Paths, store: &Store) -> Result<()> {
    let dir = paths.log();
    let latest = store.read(|tx| {
        let latest = tree::latest(tx)?;
        let filings = keys::filings(tx)?;
        latest.map(|row| Ok((with_filings(&row, &filings)?, row.head))).transpose()
    })?;
    let Some((note, head)) = latest else { return Ok(()) };
    let bytes = note.write();
    let published = published(&dir)?;
    if published.as_ref().is_some_and(|published| published.write() == bytes) {
        return Ok(());
    }
    let before = published.map_or_else(TreeHead::empty, |published| published.head());
    let stands = before.size == 0
        || store.read(|tx| tree::of_size(tx, before.size))?.is_some_and(|row| row.head == before);
    if !stands {
        return Err(text!("record-set-back", published = before.size, stored = head.size));
    }
    let mut wanted: Vec<Resource> = Vec::new();
    wanted.extend(Tile::between(before.size, head.size).into_iter().map(Resource::Tile));
    wanted.extend(Bundle::between(before.size, head.size).into_iter().map(Resource::Bundle));
    for wanted in wanted.chunks(256) {
        let files = store.read(|tx| {
            let read = |tx: &mut Tx<'_>, resource| Ok((resource, tree::resource(tx, resource)?));
            wanted.iter().map(|resource| read(tx, *resource)).collect::<Result<Vec<_>>>()
        })?;
        write_all(&dir, &files)?;
    }
    files::make_dir(&dir)?;
    files::write(&dir.join(CHECKPOINT), bytes.as_bytes())?;
    // What a full tile or bundle holds needs no part of it any longer.
    let full = |resource: &&Resource| match resource {
        Resource::Tile(tile) => tile.width == TILE_WIDTH,
        Resource::Bundle(bundle) => bundle.width == TILE_WIDTH,
    };
    for resource in wanted.iter().filter(full) {
        files::remove(&dir.join(format!("{}.p", resource.path())))?;
    }
    Ok(())
}

/// The checkpoint that was published; none where there is none to be read,
/// which makes everything be put out anew.
pub fn published(dir: &Path) -> Result<Option<SignedCheckpoint>> {
    let path = dir.join(CHECKPOINT);
    if !path.exists() {
        return Ok(None);
    }
    Ok(SignedCheckpoint::parse(&files::read(&path)?).ok())
}

fn write_all(dir: &Path, files: &[(Resource, Vec<u8>)]) -> Result<()> {
    let one = |(resource, bytes): &(Resource, Vec<u8>)| {
        let path = dir.join(resource.path());
        files::make_dir(files::parent(&path))?;
        files::write(&path, bytes)
    };
    // Syncing waits for the disk: many files wait together.
    if files.len() > 64 { files.par_iter().try_for_each(one) } else { files.iter().try_for_each(one) }
}
