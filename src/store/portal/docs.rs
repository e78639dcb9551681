//! Documents by kind: put, got, taken off show.

use std::collections::BTreeMap;

use super::SCHEMA;
use super::pairs::{fold, grams, pairs};
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
        Ok(self.mark_and_body()?.0)
    }

    /// The same with the document's canonical JSON.
    fn mark_and_body(&self) -> Result<(String, String)> {
        let mut facets: Vec<String> =
            self.facets.iter().map(|(facet, value)| format!("{facet}={value}")).collect();
        facets.sort_unstable();
        facets.dedup();
        let body = to_canonical(&self.doc)?;
        let whole = [self.sort.as_str(), &facets.join("\u{1}"), &self.title, &self.text];
        let whole = [whole.join("\u{2}").as_bytes(), b"\x02", &body].concat();
        let mark = crate::domain::Digest::of(&whole).to_string()[..32].to_owned();
        Ok((mark, String::from_utf8_lossy(&body).into_owned()))
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

/// A facet and its value, as labels name them.
type Label = (String, String);

/// Counts so many more documents to each label, made where it is missing; their
/// ids. Two statements, however many labels there are.
fn label_ids(tx: &mut Tx<'_>, kind: &str, more: &BTreeMap<Label, u64>) -> Result<BTreeMap<Label, u64>> {
    let rows = more.iter().map(|((facet, value), more)| args![kind, facet, value, *more]);
    tx.insert(
        "INSERT INTO labels (kind, facet, value, total) VALUES ",
        " ON CONFLICT (kind, facet, value) DO UPDATE SET total = total + excluded.total",
        rows,
    )?;
    let wanted: Vec<&Label> = more.keys().collect();
    let wanted = serde_json::to_string(&wanted).unwrap_or_default();
    tx.rows(
        "SELECT l.facet, l.value, l.id FROM json_each($2) j CROSS JOIN labels l \
         ON l.kind = $1 AND l.facet = j.value ->> 0 AND l.value = j.value ->> 1",
        args![kind, wanted],
    )?
    .iter()
    .map(|row| Ok(((row.text(0)?, row.text(1)?), row.count(2)?)))
    .collect()
}

/// Writes documents, in place of those with the same key. Many at a time cost
/// less each; in the order of their places they cost least.
pub fn put<D: Document>(tx: &mut Tx<'_>, entries: Vec<Entry<D>>) -> Result<()> {
    let kind = D::KIND.name();
    let mut id = last_id(tx, D::KIND)?;
    // Before the first document of a kind there is none to replace.
    if id > first_id(D::KIND) {
        let keys: Vec<String> = entries.iter().map(|entry| entry.doc.key()).collect();
        let keys = serde_json::to_string(&keys).unwrap_or_default();
        let there = tx.rows(
            "SELECT d.key FROM json_each($2) j CROSS JOIN docs d ON d.kind = $1 AND d.key = j.value",
            args![kind, keys],
        )?;
        for row in there {
            remove(tx, D::KIND, &row.text(0)?)?;
        }
    }
    // The label that every document carries comes first among its own.
    let own: Vec<Vec<Label>> = (entries.iter())
        .map(|entry| {
            let facets = entry.facets.iter().map(|(facet, value)| ((*facet).to_owned(), value.clone()));
            let mut own: Vec<Label> = std::iter::once(Label::default()).chain(facets).collect();
            own.sort_unstable();
            own.dedup();
            own
        })
        .collect();
    let mut more: BTreeMap<Label, u64> = BTreeMap::new();
    for label in own.iter().flatten() {
        match more.get_mut(label) {
            Some(count) => *count += 1,
            None => drop(more.insert(label.clone(), 1)),
        }
    }
    let ids = label_ids(tx, kind, &more)?;
    let (mut docs, mut facets, mut words) = (Vec::new(), Vec::new(), Vec::new());
    for (entry, own) in entries.into_iter().zip(own) {
        id += 1;
        let key = entry.doc.key();
        let place = place(&entry.sort, &key);
        let (mark, body) = entry.mark_and_body()?;
        let mut labels = String::new();
        for label in &own {
            let known = ids.get(label).ok_or_else(|| text!("store-column", column = 2))?;
            labels.push_str(&format!("{}{known}", if labels.is_empty() { "" } else { "," }));
            if !label.0.is_empty() {
                facets.push((*known, place.clone(), id));
            }
        }
        if !entry.title.is_empty() {
            let folded = fold(&format!("{}\n{}", entry.title, entry.text));
            words.push(args![id, pairs(&folded), grams(&folded)]);
        }
        docs.push(args![id, kind, key, place, entry.title, labels, mark, body]);
    }
    facets.sort_unstable();
    let facets = facets.into_iter().map(|(label, place, id)| args![label, place, id]);
    tx.insert(
        "INSERT INTO docs (id, kind, key, place, title, labels, mark, body) VALUES ",
        "",
        docs.into_iter(),
    )?;
    tx.insert("INSERT INTO facets (label, place, doc) VALUES ", "", facets)?;
    tx.insert("INSERT INTO words (rowid, pairs, grams) VALUES ", "", words.into_iter())?;
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
pub type Kept = (String, String, Vec<(String, String)>, String);

/// Everything kept of a document.
pub fn labels_of(tx: &mut Tx<'_>, kind: Kind, key: &str) -> Result<Option<Kept>> {
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
