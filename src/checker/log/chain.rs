//! From the plan's log key to the checkpoint, and from the checkpoint to every
//! entry shown.

use std::collections::BTreeMap;
use std::path::Path;

use super::{bytes, fault};
use crate::checker::Fault;
use crate::domain::{Digest, Text, merkle};
use crate::draw::document::parse_canonical;
use crate::log::{SignedCheckpoint, TreeHead, VerifierKey, check_consistency, check_inclusion};
use crate::record::proofs::{CHECKPOINT, Opening, PROOFS, Proofs};
use crate::record::{Entry, Secret, Terms};
use crate::text;

/// An entry proven to be in the log.
#[derive(Debug)]
pub struct Proven {
    /// What it says.
    pub entry: Entry,
    /// Its leaf hash.
    pub leaf: Digest,
    /// Its path to the root.
    pub path: Vec<Digest>,
}

/// The log as the bundle shows it, proven.
#[derive(Debug)]
pub struct Chain {
    /// The checkpoint's head.
    pub head: TreeHead,
    /// The key that signed it.
    pub key: VerifierKey,
    /// Entries by number.
    pub entries: BTreeMap<u64, Proven>,
    /// Openings by entry and member, each fitting its commitment.
    pub openings: BTreeMap<(u64, String), String>,
    /// Filings: checkpoint and path of the freeze; proven consistent, signed by
    /// the log.
    pub filed: Vec<(SignedCheckpoint, Vec<Digest>)>,
}

impl Chain {
    /// Reads `log/` and proves all of it.
    pub fn open(dir: &Path, terms: &Terms, pinned: Option<&VerifierKey>) -> Result<Self, Fault> {
        Self::of(&bytes(dir, CHECKPOINT)?, &bytes(dir, PROOFS)?, terms, pinned)
    }

    /// The same, of the two files' bytes.
    pub fn of(
        checkpoint: &[u8],
        proofs: &[u8],
        terms: &Terms,
        pinned: Option<&VerifierKey>,
    ) -> Result<Self, Fault> {
        let of_checkpoint = |reason| fault(CHECKPOINT, reason);
        let of_proofs = |reason| fault(PROOFS, reason);
        let note = SignedCheckpoint::parse(checkpoint).map_err(of_checkpoint)?;
        let proofs: Proofs = parse_canonical(proofs).map_err(of_proofs)?;
        let head = note.head();
        let entries = entries(&proofs, &head).map_err(of_proofs)?;
        let keys = keys(&proofs, terms, &head, &entries).map_err(of_proofs)?;
        if let Some(pinned) = pinned.filter(|pinned| !keys.contains(pinned)) {
            let (named, given) = (&terms.key, pinned.to_string());
            return Err(of_checkpoint(text!("checker-log-pinned", named = named, given = given)));
        }
        let key = keys.last().cloned().ok_or_else(|| of_checkpoint(text!("record-no-signer")))?;
        if note.checkpoint().origin != key.name() {
            let (found, origin) = (&note.checkpoint().origin, key.name());
            return Err(of_checkpoint(text!("checker-log-origin", found = found, origin = origin)));
        }
        note.check_signed(std::slice::from_ref(&key)).map_err(of_checkpoint)?;
        let openings = openings(&proofs.openings, &entries).map_err(of_proofs)?;
        let filed = filed(&proofs, &keys, &head).map_err(of_proofs)?;
        Ok(Self { head, key, entries, openings, filed })
    }

    /// Entries in order.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &Entry)> {
        self.entries.iter().map(|(seq, proven)| (*seq, &proven.entry))
    }
}

fn entries(proofs: &Proofs, head: &TreeHead) -> Result<BTreeMap<u64, Proven>, Text> {
    let mut out: BTreeMap<u64, Proven> = BTreeMap::new();
    for shown in &proofs.entries {
        let entry = Entry::parse(shown.body.as_bytes())?;
        let seq = entry.seq;
        let before = out.last_key_value();
        if seq == 0 || before.is_some_and(|(last, _)| *last >= seq) {
            return Err(text!("checker-log-order", seq = seq));
        }
        if before.is_some_and(|(_, last)| last.entry.at > entry.at) {
            return Err(text!("checker-log-clock", seq = seq, at = entry.at));
        }
        let leaf = merkle::leaf(shown.body.as_bytes());
        check_inclusion(leaf, seq - 1, head, &shown.proof).map_err(|reason| {
            text!("checker-log-entry", seq = seq, kind = entry.kind.name, reason = reason)
        })?;
        out.insert(seq, Proven { entry, leaf, path: shown.proof.clone() });
    }
    Ok(out)
}

/// The keys that vouch for the log, from the plan's to the one in force, each
/// handed over in a checkpoint that both signed.
fn keys(
    proofs: &Proofs,
    terms: &Terms,
    head: &TreeHead,
    entries: &BTreeMap<u64, Proven>,
) -> Result<Vec<VerifierKey>, Text> {
    let mut keys = vec![terms.log_key()?];
    for earlier in &proofs.rotations {
        let note = SignedCheckpoint::parse(earlier.checkpoint.as_bytes())?;
        let old = &keys[keys.len() - 1];
        let handed = entries.values().map(|proven| &proven.entry).find(|entry| {
            entry.kind.name == "key" && entry.text("act") == "rotate" && entry.text("old") == old.to_string()
        });
        let handed = handed.ok_or_else(|| text!("checker-log-rotation", old = old.to_string()))?;
        let new = VerifierKey::parse(handed.text("key"))?;
        if new.name() != old.name() || handed.seq > note.head().size {
            return Err(text!("checker-log-rotation", old = old.to_string()));
        }
        // Both must have signed, so that neither alone can hand over.
        for key in [old, &new] {
            note.check_signed(std::slice::from_ref(key))?;
        }
        check_consistency(&note.head(), head, &earlier.consistency)?;
        keys.push(new);
    }
    Ok(keys)
}

fn openings(
    given: &[Opening],
    entries: &BTreeMap<u64, Proven>,
) -> Result<BTreeMap<(u64, String), String>, Text> {
    let mut out = BTreeMap::new();
    for Opening { seq, member, salt, value } in given {
        let secret = Secret { member: member.clone(), salt: *salt, value: value.clone() };
        let committed = entries.get(seq).and_then(|proven| proven.entry.digest(member));
        let first = !out.contains_key(&(*seq, member.clone()));
        if committed != Some(secret.commitment()) || !first {
            return Err(text!("checker-log-opening", seq = *seq, member = member));
        }
        out.insert((*seq, secret.member), secret.value);
    }
    Ok(out)
}

fn filed(
    proofs: &Proofs,
    keys: &[VerifierKey],
    head: &TreeHead,
) -> Result<Vec<(SignedCheckpoint, Vec<Digest>)>, Text> {
    let mut out = Vec::with_capacity(proofs.filed.len());
    for filed in &proofs.filed {
        let note = SignedCheckpoint::parse(filed.checkpoint.as_bytes())?;
        note.check_signed(keys)?;
        check_consistency(&note.head(), head, &filed.consistency)?;
        out.push((note, filed.inclusion.clone()));
    }
    Ok(out)
}
