//! The log's key files, and witnesses' cosignatures.

use std::path::Path;

use super::findings::Findings;
use super::story::Story;
use crate::domain::{Result, Text};
use crate::log::{Signature, SignedCheckpoint, SignerKey, VerifierKey};
use crate::store::{Store, tree};
use crate::text;
use crate::workflow::office::Paths;
use crate::workflow::{files, keyring};

/// Every key in force has its file, for its owner's eyes only, and no other
/// file lies beside them.
pub fn check(paths: &Paths, story: &Story, found: &mut Findings) -> Result<()> {
    let dir = paths.keys();
    let mut left = files::names(&dir)?;
    let mut origin = None;
    for tenure in story.keys.iter().filter(|tenure| !tenure.witness) {
        let Some(key) = found.look(VerifierKey::parse(&tenure.key)) else { continue };
        origin = Some(key.name().to_owned());
        let path = keyring::file(paths, &key);
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let stands = left.contains(&name);
        left.retain(|other| *other != name);
        if !stands && tenure.until.is_some() {
            continue;
        }
        let in_force = tenure.until.is_none();
        if in_force || stands {
            found.look(keyring::load(paths, &tenure.key));
        }
        if stands && !in_force {
            found.note(text!("fsck-key-unused", path = path.as_path()));
        }
        if stands && open_to_others(&path) {
            found.fault(text!("fsck-key-open", path = path.as_path()));
        }
    }
    for name in left {
        let path = dir.join(&name);
        if open_to_others(&path) {
            found.fault(text!("fsck-key-open", path = path.as_path()));
        }
        if files::left_aside(&name) {
            found.note(text!("fsck-left-aside", path = path.as_path()));
            continue;
        }
        let text = files::read(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let key = text.and_then(|text| SignerKey::parse(text.trim_end()).ok());
        match key.filter(|key| Some(key.verifier().name()) == origin.as_deref()) {
            // Made for a change of keys that was cut off.
            Some(key) if keyring::file(paths, key.verifier()) == path => {
                found.note(text!("fsck-key-unused", path = path.as_path()));
            }
            _ => found.fault(text!("fsck-key-stray", path = path.as_path())),
        }
    }
    Ok(())
}

#[cfg(unix)]
fn open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn open_to_others(_: &Path) -> bool {
    false
}

/// Every cosignature taken holds, over the tree the log has.
pub fn filings(store: &Store, story: &Story, found: &mut Findings) -> Result<()> {
    for ((size, key), filed) in &story.filed {
        let check = || -> Result<()> {
            let fault = |reason: Text| {
                text!("fsck-filing", seq = filed.seq, size = *size, key = key, reason = reason)
            };
            let known = story
                .keys
                .iter()
                .any(|tenure| tenure.witness && tenure.key == *key && tenure.since < filed.seq);
            if !known {
                return Err(fault(text!("fsck-filing-unknown")));
            }
            let row = store.read(|tx| tree::of_size(tx, *size))?;
            let row = row.ok_or_else(|| fault(text!("fsck-checkpoint-missing", size = *size)))?;
            if row.head.root != filed.root {
                return Err(fault(text!("fsck-filing-root", expected = row.head.root, found = filed.root)));
            }
            let witness = VerifierKey::parse(key).map_err(fault)?;
            let mut note = SignedCheckpoint::parse(row.note.as_bytes()).map_err(fault)?;
            note.add(Signature::parse(&filed.line).map_err(fault)?);
            let by = note.cosignatures(std::slice::from_ref(&witness)).map_err(fault)?;
            match by.first() {
                Some(by) if by.time == filed.time => Ok(()),
                Some(by) => Err(fault(text!("fsck-filing-time", expected = by.time, found = filed.time))),
                None => Err(fault(text!("fsck-filing-unsigned"))),
            }
        };
        found.look(check());
    }
    Ok(())
}
