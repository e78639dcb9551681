//! Documents by kind: put, got, taken off show.

use std::collections::BTreeMap;

use super::SCHEMA;
use super::pairs::{fold, pairs};
use crate::domain::{Date, Instant, Result};
use crate::draw::document::to_canonical;
use crate::publication::public::{Document, Kind};
use crate::store::Tx;
use crate::store::value::args;
use crate::text;

/// What an edition of the portal was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Entries of the log.
    pub position: u64,
    /// The day it was made for.
    pub day: Date,
    /// When.
    pub at: Instant,
}

/// The edition at hand; none before the first.
pub fn edition(tx: &mut Tx<'_>) -> Result<Option<Edition>> {
    tx.row("SELECT position, day, at FROM edition WHERE id = 1", args![])?
        .map(|row| Ok(Edition { position: row.count(0)?, day: row.date(1)?, at: row.instant(2)? }))
        .transpose()
}

/// Says what the documents stand for now.
pub fn set_edition(tx: &mut Tx<'_>, edition: &Edition) -> Result<()> {
    tx.run(
        "INSERT INTO edition (id, schema, position, day, at) VALUES (1, $1, $2, $3, $4)
         ON CONFLICT (id) DO UPDATE SET position = excluded.position, day = excluded.day, at = excluded.at",
        args![SCHEMA, edition.position, edition.day, &edition.at],
    )
    .map(drop)
}

/// Takes everything off: an edition is begun anew.
pub fn clear(tx: &mut Tx<'_>) -> Result<()> {
    tx.batch(
        "DELETE FROM docs; DELETE FROM facets; DELETE FROM labels; DELETE FROM edition;
         INSERT INTO words (words) VALUES ('delete-all');",
    )
}

/// A document with its place in lists, what narrows lists down to it, and the
/// text it is found by.
#[derive(Debug, Clone)]
pub struct Entry<D> {
    /// The document.
    pub doc: D,
    /// Place in lists, ascending by bytes; no control characters.
    pub sort: String,
    /// Facet and value.
    pub facets: Vec<(&'static str, String)>,
    /// The line a search shows for it; empty: not to be found by search.
    pub title: String,
    /// Text it is found by, beside the title.
    pub text: String,
}

impl<D: Document> Entry<D> {
    /// What tells this entry from another version of it: 32 hex characters over
    /// everything that is kept of it.
    pub fn mark(&self) -> Result<String> {
        let mut facets: Vec<String> =
            self.facets.iter().map(|(facet, value)| format!("{facet}={value}")).collect();
        facets.sort_unstable();
        facets.dedup();
        let body = to_canonical(&self.doc)?;
        let whole = [self.sort.as_str(), &facets.join("\u{1}"), &self.title, &self.text];
        let whole = [whole.join("\u{2}").as_bytes(), b"\x02", &body].concat();
        Ok(crate::domain::Digest::of(&whole).to_string()[..32].to_owned())
    }
}

/// Between sort and key in a place.
pub(super) const BREAK: char = '\u{1}';

/// A place in lists: orders by sort, then key.
pub fn place(sort: &str, key: &str) -> String {
    format!("{sort}{BREAK}{key}")
}

/// Where the ids of a kind begin; they end where the next one's begin.
pub(super) fn first_id(kind: Kind) -> u64 {
    Kind::ALL.iter().position(|one| *one == kind).map_or(0, |at| (at as u64 + 1) << 48)
}

/// The last id of a kind taken so far.
fn last_id(tx: &mut Tx<'_>, kind: Kind) -> Result<u64> {
    let first = first_id(kind);
    let row = tx.row(
        "SELECT COALESCE(MAX(id), $1) FROM docs WHERE id > $1 AND id < $2",
        args![first, first + (1 << 48)],
    )?;
    row.map_or(Ok(first), |row| row.count(0))
}

/// Ids of labels by kind, facet and value, made where they are missing.
struct Labels {
    kind: &'static str,
    known: BTreeMap<(&'static str, String), u64>,
    more: BTreeMap<u64, u64>,
}

impl Labels {
    fn id(&mut self, tx: &mut Tx<'_>, facet: &'static str, value: &str) -> Result<u64> {
        if let Some(id) = self.known.get(&(facet, value.to_owned())) {
            return Ok(*id);
        }
        let find = |tx: &mut Tx<'_>| {
            tx.row(
                "SELECT id FROM labels WHERE kind = $1 AND facet = $2 AND value = $3",
                args![self.kind, facet, value],
            )
        };
        let mut row = find(tx)?;
        if row.is_none() {
            tx.run(
                "INSERT INTO labels (kind, facet, value, total) VALUES ($1, $2, $3, 0)",
                args![self.kind, facet, value],
            )?;
            row = find(tx)?;
        }
        let id = row.map_or_else(|| Err(text!("store-column", column = 0)), |row| row.count(0))?;
        self.known.insert((facet, value.to_owned()), id);
        Ok(id)
    }
}

/// Writes documents, in place of those with the same key. Many at a time cost
/// less each; in the order of their places they cost least.
pub fn put<D: Document>(tx: &mut Tx<'_>, entries: Vec<Entry<D>>) -> Result<()> {
    let kind = D::KIND.name();
    let mut id = last_id(tx, D::KIND)?;
    // Before the first document of a kind there is none to replace.
    if id > first_id(D::KIND) {
        for entry in &entries {
            remove(tx, D::KIND, &entry.doc.key())?;
        }
    }
    let mut labels = Labels { kind, known: BTreeMap::new(), more: BTreeMap::new() };
    let every = labels.id(tx, "", "")?;
    let (mut docs, mut facets, mut words) = (Vec::new(), Vec::new(), Vec::new());
    for entry in entries {
        id += 1;
        let key = entry.doc.key();
        let place = place(&entry.sort, &key);
        let mark = entry.mark()?;
        let body = String::from_utf8_lossy(&to_canonical(&entry.doc)?).into_owned();
        let mut own = vec![every];
        for (facet, value) in &entry.facets {
            own.push(labels.id(tx, facet, value)?);
        }
        own.sort_unstable();
        own.dedup();
        for label in &own {
            *labels.more.entry(*label).or_default() += 1;
            if *label != every {
                facets.push((*label, place.clone(), id));
            }
        }
        let own = own.iter().map(u64::to_string).collect::<Vec<_>>().join(",");
        if !entry.title.is_empty() {
            words.push(args![id, pairs(&fold(&format!("{}\n{}", entry.title, entry.text)))]);
        }
        docs.push(args![id, kind, key, place, entry.title, own, mark, body]);
    }
    facets.sort_unstable();
    let facets = facets.into_iter().map(|(label, place, id)| args![label, place, id]);
    tx.insert(
        "INSERT INTO docs (id, kind, key, place, title, labels, mark, body) VALUES ",
        "",
        docs.into_iter(),
    )?;
    tx.insert("INSERT INTO facets (label, place, doc) VALUES ", "", facets)?;
    tx.insert("INSERT INTO words (rowid, pairs) VALUES ", "", words.into_iter())?;
    for (label, more) in labels.more {
        tx.run("UPDATE labels SET total = total + $2 WHERE id = $1", args![label, more])?;
    }
    Ok(())
}

/// Takes a document off show, and every trace of it.
pub fn remove(tx: &mut Tx<'_>, kind: Kind, key: &str) -> Result<()> {
    let row =
        tx.row("SELECT id, place, labels FROM docs WHERE kind = $1 AND key = $2", args![kind.name(), key])?;
    let Some(row) = row else { return Ok(()) };
    let (id, place) = (row.count(0)?, row.text(1)?);
    for label in row.text(2)?.split(',').filter_map(|label| label.parse::<u64>().ok()) {
        tx.run("DELETE FROM facets WHERE label = $1 AND place = $2", args![label, &place])?;
        tx.run("UPDATE labels SET total = total - 1 WHERE id = $1", args![label])?;
        tx.run("DELETE FROM labels WHERE id = $1 AND total = 0", args![label])?;
    }
    tx.run("DELETE FROM words WHERE rowid = $1", args![id])?;
    tx.run("DELETE FROM docs WHERE id = $1", args![id])?;
    Ok(())
}

pub(super) fn read<D: Document>(body: &str) -> Result<D> {
    serde_json::from_str(body).map_err(|error| text!("store-failed", error = error.to_string()))
}

/// The document with that key.
pub fn get<D: Document>(tx: &mut Tx<'_>, key: &str) -> Result<Option<D>> {
    body(tx, D::KIND, key)?.map(|body| read(&body)).transpose()
}

/// Its canonical JSON, as it is kept.
pub fn body(tx: &mut Tx<'_>, kind: Kind, key: &str) -> Result<Option<String>> {
    tx.row("SELECT body FROM docs WHERE kind = $1 AND key = $2", args![kind.name(), key])?
        .map(|row| row.text(0))
        .transpose()
}

/// The mark a document is kept under ([`Entry::mark`]).
pub fn mark(tx: &mut Tx<'_>, kind: Kind, key: &str) -> Result<Option<String>> {
    tx.row("SELECT mark FROM docs WHERE kind = $1 AND key = $2", args![kind.name(), key])?
        .map(|row| row.text(0))
        .transpose()
}

/// Everything kept of a document: place, title, facets with values in order,
/// canonical JSON.
pub fn labels_of(
    tx: &mut Tx<'_>,
    kind: Kind,
    key: &str,
) -> Result<Option<(String, String, Vec<(String, String)>, String)>> {
    let row = tx.row(
        "SELECT place, title, labels, body FROM docs WHERE kind = $1 AND key = $2",
        args![kind.name(), key],
    )?;
    let Some(row) = row else { return Ok(None) };
    let mut labels = Vec::new();
    for id in row.text(2)?.split(',').filter_map(|label| label.parse::<u64>().ok()) {
        if let Some(label) = tx.row("SELECT facet, value FROM labels WHERE id = $1", args![id])? {
            labels.push((label.text(0)?, label.text(1)?));
        }
    }
    labels.sort();
    labels.retain(|(facet, _)| !facet.is_empty());
    Ok(Some((row.text(0)?, row.text(1)?, labels, row.text(3)?)))
}
