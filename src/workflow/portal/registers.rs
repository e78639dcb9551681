//! Items and officers: few, so they are made whole and compared.

use std::collections::BTreeSet;

use super::shelve;
use crate::domain::{Inspector, Item, Result};
use crate::publication::public::{Document, make};
use crate::store::Tx;
use crate::store::portal::{self, Entry};

/// Makes a kind's documents (those with a facet's value; all where the facet is
/// empty) be exactly these; what is the same already is not written. The keys of
/// what was written, and of what was removed.
pub(super) fn sync<D: Document>(
    tx: &mut Tx<'_>,
    facet: &str,
    value: &str,
    entries: Vec<Entry<D>>,
) -> Result<Synced> {
    let before = portal::keys(tx, D::KIND, facet, value)?;
    let now: BTreeSet<String> = entries.iter().map(|entry| entry.doc.key()).collect();
    let mut out = Synced::default();
    let before: BTreeSet<String> = before.into_iter().collect();
    for key in before.difference(&now) {
        portal::remove(tx, D::KIND, key)?;
        out.removed.push(key.clone());
    }
    let mut changed = Vec::new();
    for entry in entries {
        if before.is_empty() || !same(tx, &entry)? {
            out.made.push(entry.doc.key());
            changed.push(entry);
        }
    }
    portal::put(tx, changed)?;
    Ok(out)
}

/// What became of a kind's documents.
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

/// Whether a document stands there already with the same place, title and facets.
pub(super) fn same<D: Document>(tx: &mut Tx<'_>, entry: &Entry<D>) -> Result<bool> {
    let key = entry.doc.key();
    let Some((place, title, labels, body)) = portal::labels_of(tx, D::KIND, &key)? else { return Ok(false) };
    let mut own: Vec<(String, String)> =
        entry.facets.iter().map(|(facet, value)| ((*facet).to_owned(), value.clone())).collect();
    own.sort();
    own.dedup();
    Ok(body.as_bytes() == crate::draw::document::to_canonical(&entry.doc)?
        && title == entry.title
        && labels == own
        && place == portal::place(&entry.sort, &key))
}

pub(super) fn items(tx: &mut Tx<'_>, items: &[Item]) -> Result<Synced> {
    sync(tx, "", "", make::item_pages(items).into_iter().map(shelve::item).collect())
}

pub(super) fn officers(tx: &mut Tx<'_>, all: &[Inspector]) -> Result<Synced> {
    let mut entries: Vec<_> = all.iter().map(make::officer).map(shelve::officer).collect();
    entries.sort_by(|a, b| a.sort.cmp(&b.sort));
    sync(tx, "", "", entries)
}
