//! Some entries at a time, each looked at by itself.

use rayon::prelude::*;

use crate::domain::{Digest, Result, Text, merkle};
use crate::log::TILE_WIDTH;
use crate::record::{Entry, Secret};
use crate::store::entries::RawEntry;
use crate::store::tree::CheckpointRow;
use crate::store::{Store, entries, tree};
use crate::text;

/// Entries at a time: whole bundles.
const BATCH: u64 = 32 * TILE_WIDTH as u64;

/// Some entries with what opens them and the checkpoints over them.
pub(super) struct Batch {
    pub(super) rows: Vec<RawEntry>,
    secrets: Vec<(u64, Secret)>,
    pub(super) checkpoints: Vec<CheckpointRow>,
}

pub(super) fn fetch(store: &Store, from: u64) -> Result<Batch> {
    store.read(|tx| {
        let rows = entries::raw(tx, from, BATCH)?;
        let end = rows.last().map_or(from, |row| row.seq + 1);
        let secrets = entries::secrets_between(tx, from, end)?;
        let mut checkpoints = tree::checkpoints(tx, from, BATCH)?;
        checkpoints.retain(|row| row.head.size < end);
        Ok(Batch { rows, secrets, checkpoints })
    })
}

/// An entry looked at by itself.
pub(super) struct Judged {
    pub(super) entry: Option<Entry>,
    pub(super) leaf: Digest,
    pub(super) missing: Vec<&'static str>,
    pub(super) faults: Vec<Text>,
}

impl Batch {
    /// What opens an entry.
    pub(super) fn secrets(&self, seq: u64) -> impl Iterator<Item = &Secret> {
        let from = self.secrets.partition_point(|(of, _)| *of < seq);
        self.secrets[from..].iter().take_while(move |(of, _)| *of == seq).map(|(_, secret)| secret)
    }

    /// All of them.
    pub(super) fn judge(&self) -> Vec<Judged> {
        self.rows.par_iter().map(|row| self.judge_one(row)).collect()
    }

    fn judge_one(&self, row: &RawEntry) -> Judged {
        let seq = row.seq;
        let leaf = merkle::leaf(row.body.as_bytes());
        let (mut missing, mut faults) = (Vec::new(), Vec::new());
        let entry = match Entry::parse(row.body.as_bytes()) {
            Ok(entry) => entry,
            Err(reason) => {
                faults.push(text!("fsck-entry-form", seq = seq, reason = reason));
                return Judged { entry: None, leaf, missing, faults };
            }
        };
        for (column, inside, outside) in [
            ("seq", &*entry.seq.to_string(), &*seq.to_string()),
            ("at", entry.text("at"), &row.at),
            ("kind", entry.kind.name, &row.kind),
            ("subject", entry.subject(), &row.subject),
        ] {
            if inside != outside {
                faults.push(text!(
                    "fsck-entry-column",
                    seq = seq,
                    column = column,
                    expected = inside,
                    found = outside
                ));
            }
        }
        let hidden: Vec<&'static str> =
            entry.kind.hidden().filter(|member| entry.body.contains_key(*member)).collect();
        for member in &hidden {
            match self.secrets(seq).find(|secret| secret.member == *member) {
                None => missing.push(*member),
                Some(secret) if Some(secret.commitment()) == entry.digest(member) => {}
                Some(_) => faults.push(text!("fsck-private-wrong", seq = seq, member = *member)),
            }
        }
        for stray in self.secrets(seq).filter(|secret| !hidden.contains(&secret.member.as_str())) {
            faults.push(text!("fsck-private-stray", seq = seq, member = &stray.member));
        }
        Judged { entry: Some(entry), leaf, missing, faults }
    }
}
