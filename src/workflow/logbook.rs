//! The log as an office works with it: looking things up, proving an entry to
//! somebody, changing the key, forgetting personal data.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::files;
use super::keyring;
use super::office::Office;
use super::public_log::with_filings;
use super::refusal::Done;
use crate::domain::{Digest, Result, calendar};
use crate::log::{LogProof, VerifierKey};
use crate::record::{Entry, RESULTS, details};
use crate::store::keys::{self, Role};
use crate::store::{entries, tree};
use crate::text;

/// An entry for whoever works in the office: what it hides, told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// Its number.
    pub seq: u64,
    /// When.
    pub at: String,
    /// What.
    pub kind: String,
    /// What it is about; may be empty.
    pub subject: String,
    /// The entry as everybody sees it.
    pub body: Map<String, Json>,
    /// Hidden members opened; `None` for what was erased.
    pub hidden: BTreeMap<String, Option<String>>,
}

/// Entries from `from` on, at most `limit`.
pub fn show(office: &Office, from: u64, limit: u64) -> Done<Vec<Line>> {
    Ok(office.store.read(|tx| {
        let rows = entries::list(tx, from, limit)?;
        let mut secrets =
            entries::secrets_between(tx, from, from.saturating_add(limit))?.into_iter().peekable();
        rows.into_iter()
            .map(|row| {
                let entry = Entry::parse(row.body.as_bytes())?;
                let mut hidden: BTreeMap<String, Option<String>> = (entry.kind.hidden())
                    .filter(|m| entry.body.contains_key(*m))
                    .map(|m| (m.to_owned(), None))
                    .collect();
                while let Some((_, secret)) = secrets.next_if(|(seq, _)| *seq <= row.seq) {
                    hidden.insert(secret.member, Some(secret.value));
                }
                Ok(Line {
                    seq: row.seq,
                    at: calendar::write_instant(&row.at),
                    kind: row.kind,
                    subject: row.subject,
                    body: entry.body,
                    hidden,
                })
            })
            .collect::<Result<Vec<_>>>()
    })?)
}

/// The log's public face.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Face {
    /// Its origin.
    pub origin: String,
    /// Its verifier key.
    pub key: String,
    /// Keys it had before.
    pub former: Vec<String>,
    /// Entries.
    pub size: u64,
    /// Root of the tree.
    pub root: Digest,
    /// The signed checkpoint.
    pub checkpoint: String,
}

/// Who the log is and where it stands.
pub fn face(office: &Office) -> Done<Face> {
    Ok(office.store.read(|tx| {
        let all = keys::list(tx)?;
        let row = tree::latest(tx)?.ok_or_else(|| text!("record-no-signer"))?;
        let checkpoint = with_filings(&row, &keys::filings(tx)?)?.write();
        let own = |retired: bool| {
            all.iter()
                .filter(move |key| key.role == Role::Log && key.until.is_some() == retired)
                .map(|key| key.key.clone())
        };
        let key = own(false).next().ok_or_else(|| text!("record-no-signer"))?;
        let origin = VerifierKey::parse(&key)?.name().to_owned();
        let former = own(true).collect();
        Ok(Face { origin, key, former, size: row.head.size, root: row.head.root, checkpoint })
    })?)
}

/// The proof of one entry as a `.tlog-proof` (C2SP), and the entry's bytes.
///
/// # Errors
/// `log-index-outside` where there is no such entry.
pub fn prove(office: &Office, seq: u64) -> Done<(String, String)> {
    Ok(office.store.read(|tx| {
        let row = tree::latest(tx)?.ok_or_else(|| text!("record-no-signer"))?;
        let index = seq.checked_sub(1).filter(|index| *index < row.head.size);
        let index = index.ok_or_else(|| text!("log-index-outside", index = seq, size = row.head.size))?;
        let checkpoint = with_filings(&row, &keys::filings(tx)?)?;
        let path = crate::log::prove_inclusion(index, row.head.size, &mut tree::reader(tx, row.head))?;
        let body = entries::bodies(tx, seq, seq + 1)?.pop().unwrap_or_default();
        Ok((body, LogProof { extra: None, index, path, checkpoint }.write()))
    })?)
}

/// Gives the log a new key. The checkpoint over that entry is signed by both,
/// so that whoever knows the old one can follow; the old secret is then
/// destroyed. The new verifier key.
pub fn rotate(office: &Office) -> Done<String> {
    let old = face(office)?.key;
    let known = VerifierKey::parse(&old)?;
    keyring::load(&office.paths, &old)?;
    let new = keyring::make(&office.paths, known.name(), office.random())?;
    let vkey = new.verifier().to_string();
    let done = office.begin("key", known.name(), &[])?.commit(|tx| {
        let mut members =
            details([("role", "log".into()), ("act", "rotate".into()), ("key", vkey.as_str().into())]);
        members.insert("old", old.as_str().into());
        let seq = office.record(tx, "key", members)?;
        keys::add(tx, &vkey, Role::Log, seq)?;
        keys::retire(tx, &old, seq)
    });
    match done {
        // Whichever of the two is not in force serves nobody any longer.
        Ok(()) => keyring::tidy(office)?,
        Err(error) => {
            keyring::tidy(office)?;
            return Err(error.into());
        }
    }
    Ok(vkey)
}

/// Forgets what opens a commitment: the datum is gone, the log stays as it is,
/// and says that it was forgotten.
///
/// # Errors
/// `erase-nothing` where the entry hides no such member, or it was erased
/// before; `erase-department` for the department of a result.
pub fn erase(office: &Office, seq: u64, member: &str) -> Done<()> {
    let found = office.store.read(|tx| entries::secrets(tx, seq))?;
    if !found.iter().any(|secret| secret.member == member) {
        let known: Vec<&str> = found.iter().map(|secret| secret.member.as_str()).collect();
        return Err(text!("erase-nothing", entry = seq, member = member, known = known.join("、")).into());
    }
    // Whose result it is names nobody, and without it no result could be checked.
    let row = office.store.read(|tx| entries::list(tx, seq, 1))?;
    if member == "department" && row.iter().any(|row| RESULTS.contains(&row.kind.as_str())) {
        return Err(text!("erase-department", entry = seq).into());
    }
    office.begin("erase", "", &[])?.commit(|tx| {
        entries::forget(tx, seq, member)?;
        let members = details([("entry", seq.into()), ("member", member.into())]);
        office.record(tx, "erase", members).map(drop)
    })?;
    // What was deleted must not linger in the database's file.
    office.store.compact()?;
    files::sync_dir(&office.paths.dir)?;
    Ok(())
}
