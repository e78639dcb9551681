//! What lies on disk beside the log: the registry's partitions, each attempt's
//! folder, each bundle handed out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use super::findings::Findings;
use super::story::{HandedOut, Story};
use crate::domain::{Digest, Progress, Result, merkle};
use crate::draw::Ceremony;
use crate::log::{SignedCheckpoint, check_inclusion};
use crate::publication::bundle;
use crate::record::Entry;
use crate::record::proofs::{CHECKPOINT, PROOFS, Proofs};
use crate::registry::{Manifest, Registry};
use crate::store::attempts::{self, AttemptFile};
use crate::store::{Store, publications, tree};
use crate::text;
use crate::workflow::files;
use crate::workflow::office::Paths;

/// Every version's manifest and partitions by their digests; what no version
/// names is only told.
pub fn registry(paths: &Paths, story: &Story, found: &mut Findings, progress: &dyn Progress) -> Result<()> {
    let registry = Registry::new(paths.registry());
    let (mut objects, mut manifests) = (BTreeSet::new(), BTreeSet::new());
    for (number, version) in (1u64..).zip(&story.versions) {
        manifests.insert(version.manifest);
        let Some(manifest): Option<Manifest> = found.look(registry.open(version.manifest)) else { continue };
        if manifest.rows() != version.rows {
            let (expected, rows) = (version.rows, manifest.rows());
            found.fault(text!("fsck-manifest-rows", version = number, expected = expected, found = rows));
        }
        let before = (number > 1).then(|| story.versions[number as usize - 2].manifest);
        if manifest.previous != before {
            found.fault(text!("fsck-manifest-previous", version = number));
        }
        objects.extend(manifest.partitions.iter().map(|partition| partition.sha256));
    }
    progress.begin(text!("progress-check-registry"), objects.len() as u64);
    let damaged: Vec<_> = (objects.par_iter())
        .filter_map(|sha256| {
            let path = registry.object_path(*sha256);
            progress.add(1);
            match files::digest(&path) {
                Ok(digest) if digest == *sha256 => None,
                Ok(digest) => {
                    Some(text!("fsck-file-differs", path = path.as_path(), expected = sha256, found = digest))
                }
                Err(reason) => Some(reason),
            }
        })
        .collect();
    damaged.into_iter().for_each(|fault| found.fault(fault));
    progress.end();
    let mut known: BTreeSet<_> = objects.iter().map(|digest| registry.object_path(*digest)).collect();
    known.extend(manifests.iter().map(|digest| registry.manifest_path(*digest)));
    for file in files::tree(&paths.registry())? {
        let path = paths.registry().join(&file);
        if !known.contains(&path) {
            found.note(text!("fsck-registry-orphan", path = path.as_path()));
        }
    }
    Ok(())
}

/// What files of each attempt should be, by the database (held against the
/// entries before).
pub type Recorded = BTreeMap<u64, (String, Vec<AttemptFile>)>;

/// Reads it.
pub fn recorded(store: &Store, story: &Story) -> Result<Recorded> {
    store.read(|tx| {
        let of = |(serial, frozen): (&u64, &super::story::Frozen)| {
            let folder = attempts::folder(&frozen.plan, frozen.attempt);
            Ok((*serial, (folder, attempts::files(tx, *serial)?)))
        };
        story.attempts.iter().map(of).collect()
    })
}

/// Every file of every attempt, and nothing else beside them.
pub fn attempts(
    paths: &Paths,
    store: &Store,
    story: &Story,
    recorded: &Recorded,
    found: &mut Findings,
    progress: &dyn Progress,
) -> Result<()> {
    progress.begin(text!("progress-attempts"), recorded.len() as u64);
    let mut left: BTreeSet<String> = files::names(&paths.attempts())?.into_iter().collect();
    for (serial, (folder, wanted)) in recorded {
        left.remove(folder);
        let dir = paths.attempts().join(folder);
        let mut beside: BTreeSet<String> = files::tree(&dir)?.into_iter().collect();
        for file in wanted {
            beside.remove(&file.name);
            let path = dir.join(&file.name);
            let bytes = std::fs::metadata(&path).map_or(0, |meta| meta.len());
            match files::digest(&path) {
                Err(reason) => found.fault(reason),
                Ok(digest) if digest != file.sha256 => found.fault(text!(
                    "fsck-file-differs",
                    path = path.as_path(),
                    expected = file.sha256,
                    found = digest
                )),
                Ok(_) if bytes != file.bytes => found.fault(text!(
                    "fsck-file-length",
                    path = path.as_path(),
                    expected = file.bytes,
                    found = bytes
                )),
                Ok(_) => {}
            }
        }
        for name in beside {
            foreign(&dir.join(name), found);
        }
        seed(store, story, *serial, &dir, found)?;
        progress.add(1);
    }
    for name in left {
        foreign(&paths.attempts().join(name), found);
    }
    progress.end();
    Ok(())
}

pub fn foreign(path: &Path, found: &mut Findings) {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if files::left_aside(&name) {
        found.note(text!("fsck-left-aside", path = path));
    } else {
        found.fault(text!("fsck-folder-foreign", path = path));
    }
}

/// The seed of a sealed draw stands in no entry, but in its ceremony.json,
/// whose digest does.
fn seed(store: &Store, story: &Story, serial: u64, dir: &Path, found: &mut Findings) -> Result<()> {
    let drawn = story.attempts.get(&serial).and_then(|frozen| frozen.drawn.as_ref());
    let Some(said) = drawn.and_then(|drawn| drawn.files.get("ceremony.json")) else { return Ok(()) };
    let Ok(bytes) = files::read(&dir.join("ceremony.json")) else { return Ok(()) };
    if Digest::of(&bytes) != *said {
        return Ok(());
    }
    let ceremony = Ceremony::parse(&bytes)?;
    let row = store.read(attempts::list)?.into_iter().find(|row| row.serial == serial);
    if row.is_some_and(|row| row.seed != Some(ceremony.seed)) {
        found.fault(text!("fsck-seed", serial = serial));
    }
    Ok(())
}

/// Every bundle whose folder is still there, as it was handed out last.
pub fn bundles(
    store: &Store,
    story: &Story,
    recorded: &Recorded,
    found: &mut Findings,
    progress: &dyn Progress,
) -> Result<()> {
    let mut last: BTreeMap<String, &HandedOut> = BTreeMap::new();
    let rows = store.read(publications::list)?;
    for (out, row) in story.handed_out.iter().zip(&rows) {
        let folder = story.opened(out.stamp.seq, "folder").unwrap_or(&row.folder);
        last.insert(folder.to_owned(), out);
    }
    progress.begin(text!("progress-fsck-bundles"), last.len() as u64);
    for (folder, out) in last {
        let dir = Path::new(&folder);
        if dir.is_dir() {
            bundle_files(dir, out, recorded, found)?;
            bundle_log(store, dir, found);
        } else {
            found.note(text!("fsck-bundle-gone", folder = &folder));
        }
        progress.add(1);
    }
    progress.end();
    Ok(())
}

fn bundle_files(dir: &Path, out: &HandedOut, recorded: &Recorded, found: &mut Findings) -> Result<()> {
    let now: BTreeMap<String, Digest> = (recorded.get(&out.serial).into_iter())
        .flat_map(|(_, files)| files.iter().map(|file| (file.name.clone(), file.sha256)))
        .collect();
    let path = dir.join("SHA256SUMS");
    let Some(sums) = found.look(files::read(&path)) else { return Ok(()) };
    let mut ahead = false;
    if Digest::of(&sums) != out.sums {
        if sums != bundle::sums(&now) {
            let (expected, digest) = (out.sums, Digest::of(&sums));
            found.fault(text!(
                "fsck-file-differs",
                path = path.as_path(),
                expected = expected,
                found = digest
            ));
            return Ok(());
        }
        ahead = true;
    }
    let mut left: BTreeSet<String> = files::tree(dir)?.into_iter().collect();
    for known in ["SHA256SUMS", CHECKPOINT, PROOFS] {
        left.remove(known);
    }
    for line in String::from_utf8_lossy(&sums).lines() {
        let Some((hex, name)) = line.split_once("  ") else { continue };
        left.remove(name);
        if out.extent == "sealed" && name != "plan.json" && !dir.join(name).exists() {
            continue;
        }
        let path = dir.join(name);
        match files::digest(&path) {
            Err(reason) => found.fault(reason),
            Ok(digest) if digest.to_string() == hex => {}
            // A publication that was cut off had put this one there already.
            Ok(digest) if now.get(name) == Some(&digest) => ahead = true,
            Ok(digest) => {
                found.fault(text!("fsck-file-differs", path = path.as_path(), expected = hex, found = digest))
            }
        }
    }
    for name in left {
        if now.contains_key(&name) {
            ahead = true;
        } else {
            foreign(&dir.join(name), found);
        }
    }
    if ahead {
        found.note(text!("fsck-bundle-ahead", folder = dir));
    }
    Ok(())
}

/// The bundle's `log/`: a checkpoint of this very log, and entries that are in
/// it.
fn bundle_log(store: &Store, dir: &Path, found: &mut Findings) {
    let (checkpoint, proofs) = (dir.join(CHECKPOINT), dir.join(PROOFS));
    if !checkpoint.exists() || !proofs.exists() {
        found.note(text!("fsck-bundle-log-missing", folder = dir));
        return;
    }
    let check = || -> Result<()> {
        let note = SignedCheckpoint::parse(&files::read(&checkpoint)?)?;
        let head = note.head();
        let row = store.read(|tx| tree::of_size(tx, head.size))?;
        if row.is_none_or(|row| row.head != head) {
            return Err(text!("fsck-bundle-checkpoint", size = head.size));
        }
        let bytes = files::read(&proofs)?;
        let proofs: Proofs = crate::draw::document::parse_canonical(&bytes)?;
        // Proofs are written before the checkpoint they lead to: cut off between,
        // they lead to a later one, and publishing again mends it.
        for proven in &proofs.entries {
            let seq = Entry::parse(proven.body.as_bytes())?.seq;
            let leaf = merkle::leaf(proven.body.as_bytes());
            if check_inclusion(leaf, seq.saturating_sub(1), &head, &proven.proof).is_err() {
                return Err(text!("fsck-bundle-proof", seq = seq));
            }
        }
        Ok(())
    };
    if let Err(reason) = check() {
        found.fault(text!("fsck-bundle-log", folder = dir, reason = reason));
    }
}
