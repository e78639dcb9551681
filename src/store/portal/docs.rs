//! Documents by kind: put, got, listed by page, narrowed down, searched.

use super::SCHEMA;
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

/// A document with its place in lists, what narrows lists down to it, and the
/// text it is found by.
#[derive(Debug, Clone)]
pub struct Entry<D> {
    /// The document.
    pub doc: D,
    /// Place in lists, ascending by bytes.
    pub sort: String,
    /// Facet and value.
    pub facets: Vec<(&'static str, String)>,
    /// The line a search shows for it; empty: not to be found by search.
    pub title: String,
    /// Text it is found by, beside the title.
    pub text: String,
}

/// A character for each place between words.
fn pairs(text: &str) -> String {
    let chars: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
    let mut out = String::with_capacity(text.len() * 3);
    for pair in chars.windows(2) {
        if pair.iter().all(|c| c.is_alphanumeric()) {
            out.extend(pair);
            out.push(' ');
        } else {
            // A break: no phrase reaches across it.
            out.push_str("¦ ");
        }
    }
    out
}

/// Writes documents, in place of those with the same key.
pub fn put<D: Document>(tx: &mut Tx<'_>, entries: Vec<Entry<D>>) -> Result<()> {
    let kind = D::KIND.name();
    let keys: Vec<String> = entries.iter().map(|entry| entry.doc.key()).collect();
    for key in &keys {
        remove(tx, D::KIND, key)?;
    }
    let (mut docs, mut facets, mut words) = (Vec::new(), Vec::new(), Vec::new());
    for (entry, key) in entries.into_iter().zip(keys) {
        let body = String::from_utf8_lossy(&to_canonical(&entry.doc)?).into_owned();
        for (facet, value) in entry.facets {
            facets.push(args![kind, facet, value, &entry.sort, &key]);
        }
        if !entry.title.is_empty() {
            words.push(args![kind, &key, &entry.title, pairs(&format!("{}\n{}", entry.title, entry.text))]);
        }
        docs.push(args![kind, key, entry.sort, body]);
    }
    tx.insert("INSERT INTO docs (kind, key, sort, body) VALUES ", "", docs.into_iter())?;
    let same = " ON CONFLICT DO NOTHING";
    tx.insert("INSERT INTO facets (kind, facet, value, sort, key) VALUES ", same, facets.into_iter())?;
    tx.insert("INSERT INTO words (kind, key, title, pairs) VALUES ", "", words.into_iter())?;
    Ok(())
}

/// Takes a document off show, and every trace of it.
pub fn remove(tx: &mut Tx<'_>, kind: Kind, key: &str) -> Result<()> {
    let gone = tx.run("DELETE FROM docs WHERE kind = $1 AND key = $2", args![kind.name(), key])?;
    if gone > 0 {
        tx.run("DELETE FROM facets WHERE kind = $1 AND key = $2", args![kind.name(), key])?;
        tx.run("DELETE FROM words WHERE kind = $1 AND key = $2", args![kind.name(), key])?;
    }
    Ok(())
}

fn read<D: Document>(body: &str) -> Result<D> {
    serde_json::from_str(body).map_err(|error| text!("store-failed", error = error.to_string()))
}

/// The document with that key.
pub fn get<D: Document>(tx: &mut Tx<'_>, key: &str) -> Result<Option<D>> {
    tx.row("SELECT body FROM docs WHERE kind = $1 AND key = $2", args![D::KIND.name(), key])?
        .map(|row| read(&row.text(0)?))
        .transpose()
}

/// A place in a list: stays good while documents come and go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Where.
    pub sort: String,
    /// And which.
    pub key: String,
}

/// A facet and the value wanted.
pub type Filter = (String, String);

/// A list wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// All must hold.
    pub filters: Vec<Filter>,
    /// After this place; from the beginning where none.
    pub after: Option<Cursor>,
    /// At most so many.
    pub limit: u64,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// How many there are in the whole list.
    pub total: u64,
    /// Where the next page begins; none on the last.
    pub next: Option<Cursor>,
}

/// Lists documents of a kind.
pub fn list<D: Document>(tx: &mut Tx<'_>, wanted: &Listing) -> Result<Page<D>> {
    let _ = (tx, wanted);
    Err(text!("store-failed", error = "list"))
}

/// How many documents of a kind there are for each value of a facet, most first.
pub fn facet_counts(tx: &mut Tx<'_>, kind: Kind, facet: &str) -> Result<Vec<(String, u64)>> {
    tx.rows(
        "SELECT value, COUNT(*) FROM facets WHERE kind = $1 AND facet = $2 GROUP BY value ORDER BY 2 DESC, 1",
        args![kind.name(), facet],
    )?
    .iter()
    .map(|row| Ok((row.text(0)?, row.count(1)?)))
    .collect()
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// Its key.
    pub key: String,
    /// Its line.
    pub title: String,
}

/// Finds documents by any substring of their text; several words must all be
/// there. `kind`: only of that kind.
pub fn search(tx: &mut Tx<'_>, words: &str, kind: Option<Kind>, from: u64, limit: u64) -> Result<Page<Hit>> {
    let _ = (tx, words, kind, from, limit);
    Err(text!("store-failed", error = "search"))
}
