//! What an import makes of one of the four smaller registers: compared with
//! what was there, then put in its place.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::{Bar, Date, Inspector, Item, PastCheck, Result, Text};
use crate::registry::items::{versions, withdraw};
use crate::store::{Tx, barred, history, inspectors, items};

/// What an import makes of a register.
pub(super) struct Difference<T> {
    /// Rows to add or replace.
    pub put: Vec<T>,
    /// Rows the files lack.
    pub gone: Vec<T>,
    /// Not there before.
    pub new: u64,
    /// There before, otherwise.
    pub changed: u64,
    /// There before, alike.
    pub unchanged: u64,
    /// What should be looked at.
    pub doubts: Vec<Text>,
}

/// Compares by key; a key that stands twice among the incoming is taken last.
/// `covered` says which rows before are gone when the files lack them.
pub(super) fn keyed<T: Clone + PartialEq, K: Ord>(
    incoming: &[T],
    before: &[T],
    key: impl Fn(&T) -> K,
    covered: impl Fn(&T) -> bool,
) -> Difference<T> {
    let incoming: BTreeMap<K, &T> = incoming.iter().map(|row| (key(row), row)).collect();
    let known: BTreeMap<K, &T> = before.iter().map(|row| (key(row), row)).collect();
    let mut out = Difference {
        put: Vec::new(),
        gone: Vec::new(),
        new: 0,
        changed: 0,
        unchanged: 0,
        doubts: Vec::new(),
    };
    for (key, row) in &incoming {
        match known.get(key) {
            Some(before) if before == row => {
                out.unchanged += 1;
                continue;
            }
            Some(_) => out.changed += 1,
            None => out.new += 1,
        }
        out.put.push((*row).clone());
    }
    let lacking = known.iter().filter(|(key, row)| !incoming.contains_key(key) && covered(row));
    out.gone = lacking.map(|(_, row)| (*row).clone()).collect();
    out
}

/// Items: every change of text is a new version; what is no longer listed ends
/// with the day before the import.
pub(super) fn list_versions(
    incoming: &[Item],
    before: &[Item],
    merge: bool,
    today: Date,
) -> Difference<Item> {
    let found = versions(before, incoming.to_vec(), today);
    let mut put: Vec<Item> = found.to_store().cloned().collect();
    let gone = if merge { Vec::new() } else { found.withdrawn.clone() };
    put.extend(gone.iter().map(|item| withdraw(item, today.pred_opt().unwrap_or(today))));
    Difference {
        put,
        gone,
        new: found.new.len() as u64,
        changed: (found.changed.len() + found.completed.len()) as u64,
        unchanged: found.unchanged.len() as u64,
        doubts: found.doubts,
    }
}

/// What the four smaller registers share.
pub(super) trait Kept: Serialize {
    fn put(tx: &mut Tx<'_>, rows: &[Self]) -> Result<()>
    where
        Self: Sized;
    fn remove(tx: &mut Tx<'_>, rows: &[Self]) -> Result<()>
    where
        Self: Sized;
}

impl Kept for Inspector {
    fn put(tx: &mut Tx<'_>, rows: &[Self]) -> Result<()> {
        inspectors::put(tx, rows)
    }
    fn remove(tx: &mut Tx<'_>, rows: &[Self]) -> Result<()> {
        rows.iter().try_for_each(|row| inspectors::remove(tx, &row.certificate))
    }
}

impl Kept for Item {
    fn put(tx: &mut Tx<'_>, rows: &[Self]) -> Result<()> {
        items::put(tx, rows)
    }
    /// Items end, but stay on record.
    fn remove(_: &mut Tx<'_>, _: &[Self]) -> Result<()> {
        Ok(())
    }
}

impl Kept for PastCheck {
    fn put(tx: &mut Tx<'_>, rows: &[Self]) -> Result<()> {
        history::put(tx, rows)
    }
    /// What happened stays on record.
    fn remove(_: &mut Tx<'_>, _: &[Self]) -> Result<()> {
        Ok(())
    }
}

impl Kept for Bar {
    fn put(tx: &mut Tx<'_>, rows: &[Self]) -> Result<()> {
        barred::put(tx, rows)
    }
    fn remove(tx: &mut Tx<'_>, rows: &[Self]) -> Result<()> {
        rows.iter().try_for_each(|row| barred::remove(tx, row))
    }
}
