//! Items and officers: few, so they are made whole and compared.

use std::collections::BTreeMap;

use super::shelve;
use crate::domain::{Inspector, Item, Result};
use crate::publication::public::{Document, make};
use crate::store::Tx;
use crate::store::portal::{self, Entry};

/// Documents written at a time.
const PIECE: usize = 20_000;

/// Makes a kind's documents (those with a facet's value; all where the facet is
/// empty) be exactly these; what is the same already is not written.
pub(super) fn sync<D: Document>(
    tx: &mut Tx<'_>,
    facet: &str,
    value: &str,
    entries: Vec<Entry<D>>,
) -> Result<Synced> {
    let mut before: BTreeMap<String, String> =
        portal::marks(tx, D::KIND, facet, value)?.into_iter().collect();
    let mut out = Synced::default();
    let mut changed = Vec::new();
    for entry in entries {
        let key = entry.doc.key();
        if before.remove(&key).is_none_or(|mark| !entry.mark().is_ok_and(|own| own == mark)) {
            out.made.push(key);
            changed.push(entry);
        }
    }
    for key in before.into_keys() {
        portal::remove(tx, D::KIND, &key)?;
        out.removed.push(key);
    }
    while !changed.is_empty() {
        let rest = changed.split_off(changed.len().min(PIECE));
        portal::put(tx, std::mem::replace(&mut changed, rest))?;
    }
    Ok(out)
}

/// Keys of the documents that were written or removed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Synced {
    /// Written.
    pub made: Vec<String>,
    /// Removed.
    pub removed: Vec<String>,
}

/// Writes one document unless it stands there already; whether it was written.
pub(super) fn put_one<D: Document>(tx: &mut Tx<'_>, entry: Entry<D>) -> Result<bool> {
    if same(tx, &entry)? {
        return Ok(false);
    }
    portal::put(tx, vec![entry])?;
    Ok(true)
}

/// Whether a document stands there already with the same place, title, text and facets.
pub(super) fn same<D: Document>(tx: &mut Tx<'_>, entry: &Entry<D>) -> Result<bool> {
    Ok(portal::mark(tx, D::KIND, &entry.doc.key())? == Some(entry.mark()?))
}

pub(super) fn items(tx: &mut Tx<'_>, items: &[Item]) -> Result<Synced> {
    sync(tx, "", "", make::item_pages(items).into_iter().map(shelve::item).collect())
}

pub(super) fn officers(tx: &mut Tx<'_>, all: &[Inspector]) -> Result<Synced> {
    let mut entries: Vec<_> = all.iter().map(make::officer).map(shelve::officer).collect();
    entries.sort_by(|a, b| a.sort.cmp(&b.sort));
    sync(tx, "", "", entries)
}
