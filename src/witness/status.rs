//! What a witness knows, for its operator.

use std::path::Path;

use serde::Serialize;

use super::journal::{self, Entry, What};
use super::keeper::{remembered, time_words};
use super::{disk, folder};
use crate::domain::{Digest, Result};

/// A witness at a glance.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// Its name.
    pub name: String,
    /// Its public key.
    pub key: String,
    /// Whether it is at work right now.
    pub running: bool,
    /// The logs it watches, in the order they were added.
    pub logs: Vec<Watching>,
    /// Cosignatures given so far.
    pub cosigned: usize,
    /// What it refused because a log contradicted itself, latest last.
    pub refused: Vec<Entry>,
}

/// A log and its last checkpoint.
#[derive(Debug, Clone, Serialize)]
pub struct Watching {
    /// Its name.
    pub origin: String,
    /// Its keys.
    pub keys: Vec<String>,
    /// Entries, when last cosigned.
    pub size: Option<u64>,
    /// The root then.
    pub root: Option<Digest>,
    /// When, in UTC.
    pub at: Option<String>,
}

/// Reads the folder without disturbing a witness at work.
///
/// # Errors
/// `witness-missing`, `witness-memory-broken`, `witness-file`.
pub fn status(dir: &Path) -> Result<Status> {
    let key = folder::public(dir)?;
    let mut logs: Vec<Watching> = Vec::new();
    for log in folder::watched_keys(dir)? {
        let origin = log.name();
        if let Some(known) = logs.iter_mut().find(|known| known.origin == origin) {
            known.keys.push(log.to_string());
            continue;
        }
        let latest = remembered(dir, origin, &key)?;
        let head = latest.as_ref().map(|(signed, _)| signed.head());
        logs.push(Watching {
            origin: origin.to_owned(),
            keys: vec![log.to_string()],
            size: head.map(|head| head.size),
            root: head.map(|head| head.root),
            at: latest.map(|(_, time)| time_words(time)),
        });
    }
    let mut refused = journal::read(dir)?;
    let all = refused.len();
    refused.retain(|entry| entry.what == What::Refused);
    let running = disk::Lock::held(&dir.join("lock"));
    let cosigned = all - refused.len();
    Ok(Status { name: key.name().to_owned(), key: key.to_string(), running, logs, cosigned, refused })
}
