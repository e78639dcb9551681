//! What a witness did, in words, a JSON object a line; and the requests by
//! which a log contradicted itself.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::disk::{self, Point};
use crate::domain::{Digest, Result};
use crate::log::TreeHead;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// A checkpoint was cosigned.
    Cosigned,
    /// A log signed what contradicts what it had signed before.
    Refused,
}

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub time: u64,
    /// What happened.
    pub what: What,
    /// Which log.
    pub origin: String,
    /// The checkpoint's size.
    pub size: u64,
    /// The checkpoint's root.
    pub root: Digest,
    /// What a person should know.
    pub words: String,
    /// The evidence's name in `refused/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

/// Adds a line, durably.
pub(super) fn add(dir: &Path, entry: &Entry, point: &Point) -> Result<()> {
    let line = serde_json::to_string(entry).unwrap_or_default();
    disk::append(&dir.join("journal.jsonl"), &line, point)
}

/// All lines that can be read; a crash may have left part of one.
pub(super) fn read(dir: &Path) -> Result<Vec<Entry>> {
    let bytes = disk::read(&dir.join("journal.jsonl"))?.unwrap_or_default();
    let lines = bytes.split(|byte| *byte == b'\n');
    Ok(lines.filter_map(|line| serde_json::from_slice(line).ok()).collect())
}

/// The name under which a request is kept as evidence: one for each pair of
/// heads that contradict each other, so that repeating it fills no disk.
/// `None` when that is kept already.
pub(super) fn evidence(dir: &Path, origin: &str, heads: [TreeHead; 2]) -> Option<String> {
    let mut lines = vec![origin.to_owned()];
    for head in heads {
        lines.extend([head.size.to_string(), head.root.to_string()]);
    }
    let name = Digest::of_lines(&lines).to_string();
    (!dir.join("refused").join(&name).exists()).then_some(name)
}
