//! The bundle's `log/` (PROTOCOL.md §7): that every act of the attempt stands
//! in the office's log, in the order it must have, under a checkpoint the
//! office signed and its witnesses saw.
//!
//! `chain` holds the proofs against the checkpoint and the checkpoint against
//! the keys, `story` what the entries say against the bundle's files; `audit`
//! reads a whole log.

mod audit;
mod chain;
mod story;

pub use audit::{Attempt as LoggedAttempt, Audit, audit, continues};
pub(in crate::checker) use chain::{Chain, Proven};
pub(in crate::checker) use story::differs;

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::folder::read;
use super::rows::unreadable;
use super::verify::Drawn;
use super::{Fault, Rule, acts, verify::Fixed};
use crate::domain::{Digest, Progress, Text};
use crate::log::{TreeHead, VerifierKey};
use crate::record::Terms;
use crate::record::proofs::{CHECKPOINT, PROOFS};
use crate::text;

/// What the log says of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logged {
    /// The log's origin.
    pub origin: String,
    /// The key that signed the checkpoint.
    pub key: String,
    /// Entries under the checkpoint.
    pub size: u64,
    /// Its root.
    pub root: Digest,
    /// Number and time of the freeze.
    pub freeze: (u64, String),
    /// Number and time of the publication of this very bundle.
    pub publication: (u64, String),
    /// Witnesses that had the freeze on file in time, with their seconds since
    /// 1970.
    pub filed: Vec<(String, u64)>,
    /// Cosignatures the plan demands.
    pub needed: u64,
    /// Path of the freeze's entry to the root.
    pub path: Vec<Digest>,
    /// Entries that the bundle shows.
    pub entries: u64,
}

impl Logged {
    /// For machines.
    pub fn to_json(&self) -> Value {
        json!({
            "origin": self.origin,
            "key": self.key,
            "size": self.size,
            "root": self.root,
            "freeze": { "entry": self.freeze.0, "at": self.freeze.1, "path": self.path },
            "publication": { "entry": self.publication.0, "at": self.publication.1 },
            "needed": self.needed,
            "filed": self.filed.iter()
                .map(|(name, time)| json!({ "witness": name, "time": time })).collect::<Vec<_>>(),
            "entries": self.entries,
        })
    }

    /// Witnesses with their times, in a line.
    pub fn witnesses(&self) -> String {
        let at = |time: u64| {
            let moment = i64::try_from(time).ok().and_then(|time| chrono::DateTime::from_timestamp(time, 0));
            moment.map_or_else(|| time.to_string(), |at| at.format("%Y-%m-%dT%H:%M:%SZ").to_string())
        };
        let each: Vec<String> =
            self.filed.iter().map(|(name, time)| format!("{name} {}", at(*time))).collect();
        each.join("; ")
    }
}

/// A fault of the log's.
fn fault(file: &str, reason: Text) -> Fault {
    Fault::of_file(file, Rule::Log, reason)
}

/// Checks `log/`; `None` where the plan names no log. `pinned` is a log key that
/// whoever checks has from elsewhere.
pub fn check(
    dir: &Path,
    fixed: &Fixed,
    drawn: &Drawn,
    rows: &[acts::Row],
    pinned: Option<&VerifierKey>,
) -> Result<Option<Logged>, Fault> {
    let document = fixed.document();
    let terms = Terms::of(document).map_err(|reason| fault("plan.json", reason))?;
    let Some(terms) = terms else {
        return match pinned {
            Some(_) => Err(fault("plan.json", text!("checker-log-unnamed"))),
            None => Ok(None),
        };
    };
    if !fixed.folder.log {
        return Err(fault("log", text!("checker-log-missing")));
    }
    exactly(dir)?;
    let chain = chain::Chain::open(dir, &terms, pinned)?;
    story::Story { dir, fixed, drawn, rows, terms: &terms, chain: &chain }.check().map(Some)
}

/// Holds what a bundle shows against a newer copy of the whole log: the bundle's
/// checkpoint is part of it, and nothing came after that the bundle lacks.
pub fn within(
    whole: &Path,
    fixed: &Fixed,
    logged: &Logged,
    pinned: Option<&VerifierKey>,
    progress: &dyn Progress,
) -> Result<(), Fault> {
    let audited = audit(whole, pinned, &[logged.size], progress)?;
    let of_log = |reason| fault("log", reason);
    let here = TreeHead { size: logged.size, root: logged.root };
    let there = audited.roots.first().copied().unwrap_or(audited.root);
    continues(&here, &there).map_err(of_log)?;
    let serial = fixed.document().serial;
    let attempt = audited.attempts.iter().find(|attempt| attempt.serial == serial);
    let attempt = attempt.ok_or_else(|| of_log(text!("checker-log-no-freeze", serial = serial)))?;
    if let Some(seq) = attempt.abandoned {
        return Err(of_log(text!("checker-log-since-abandoned", seq = seq)));
    }
    if attempt.amended > logged.publication.0 {
        return Err(of_log(text!("checker-log-since-amended", seq = attempt.amended)));
    }
    Ok(())
}

/// `log/` holds its two files and nothing else.
fn exactly(dir: &Path) -> Result<(), Fault> {
    let failed = |error: std::io::Error| unreadable("log", &error);
    let mut found = Vec::new();
    for entry in fs::read_dir(dir.join("log")).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = format!("log/{}", entry.file_name().to_string_lossy());
        if !entry.file_type().map_err(failed)?.is_file() {
            return Err(fault(&name, text!("checker-not-a-file")));
        }
        if name != CHECKPOINT && name != PROOFS {
            return Err(fault(&name, text!("checker-unknown-file")));
        }
        found.push(name);
    }
    match [CHECKPOINT, PROOFS].into_iter().find(|name| !found.iter().any(|found| found == name)) {
        Some(missing) => Err(fault(missing, text!("checker-missing"))),
        None => Ok(()),
    }
}

fn bytes(dir: &Path, name: &str) -> Result<Vec<u8>, Fault> {
    read(dir, name).map_err(|found| Fault { rule: Rule::Log, ..found })
}
