//! Lists of documents: by page, narrowed down, counted.

use super::docs::{BREAK, place, read};
use crate::domain::Result;
use crate::publication::public::{Document, Kind};
use crate::store::value::args;
use crate::store::{Row, Tx};

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
///
/// Without filter, or with one, the total is kept and the page is read from an
/// index; with several the rarest is walked through and the others looked up.
pub fn list<D: Document>(tx: &mut Tx<'_>, wanted: &Listing) -> Result<Page<D>> {
    let kind = D::KIND;
    let after = wanted.after.as_ref().map(|at| place(&at.sort, &at.key)).unwrap_or_default();
    let mut labels = Vec::new();
    for (facet, value) in &wanted.filters {
        match label(tx, kind, facet, value)? {
            Some(found) => labels.push(found),
            None => return Ok(Page { items: Vec::new(), total: 0, next: None }),
        }
    }
    labels.sort_unstable_by_key(|(id, total)| (*total, *id));
    labels.dedup();
    // One more than wanted tells whether there is a next page.
    let limit = wanted.limit.min(1 << 32) + 1;
    let (rows, total) = match labels.as_slice() {
        [] => {
            let rows = tx.rows(
                "SELECT place, body FROM docs WHERE kind = $1 AND place > $2 ORDER BY place LIMIT $3",
                args![kind.name(), after, limit],
            )?;
            (rows, count(tx, kind)?)
        }
        [(id, total)] => {
            let rows = tx.rows(
                "SELECT f.place, d.body FROM facets f CROSS JOIN docs d ON d.id = f.doc \
                 WHERE f.label = $1 AND f.place > $2 ORDER BY f.place LIMIT $3",
                args![*id, after, limit],
            )?;
            (rows, *total)
        }
        [(rarest, _), (other, _)] => {
            let rows = tx.rows(
                "SELECT f.place, d.body FROM facets f CROSS JOIN docs d ON d.id = f.doc \
                 WHERE f.label = $1 AND f.place > $2 \
                 AND EXISTS (SELECT 1 FROM facets g WHERE g.label = $4 AND g.place = f.place) \
                 ORDER BY f.place LIMIT $3",
                args![*rarest, after, limit, *other],
            )?;
            let total = tx.row(
                "SELECT COUNT(*) FROM facets f WHERE f.label = $1 \
                 AND EXISTS (SELECT 1 FROM facets g WHERE g.label = $2 AND g.place = f.place)",
                args![*rarest, *other],
            )?;
            (rows, total.map_or(Ok(0), |row| row.count(0))?)
        }
        [(rarest, _), others @ ..] => several(tx, *rarest, others, &after, limit)?,
    };
    page(rows, total, wanted.limit)
}

/// Walks through one label's places, keeping those that have the others too.
fn several(
    tx: &mut Tx<'_>,
    rarest: u64,
    others: &[(u64, u64)],
    after: &str,
    limit: u64,
) -> Result<(Vec<Row>, u64)> {
    // The others' ids as JSON: their number may vary, the statement does not.
    let others = format!("[{}]", others.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>().join(","));
    let rows = tx.rows(
        "SELECT f.place, d.body FROM facets f CROSS JOIN docs d ON d.id = f.doc \
         WHERE f.label = $1 AND f.place > $2 AND NOT EXISTS (SELECT 1 FROM json_each($4) o \
           WHERE NOT EXISTS (SELECT 1 FROM facets g WHERE g.label = o.value AND g.place = f.place)) \
         ORDER BY f.place LIMIT $3",
        args![rarest, after, limit, &others],
    )?;
    let total = tx.row(
        "SELECT COUNT(*) FROM facets f WHERE f.label = $1 AND NOT EXISTS (SELECT 1 FROM json_each($2) o \
           WHERE NOT EXISTS (SELECT 1 FROM facets g WHERE g.label = o.value AND g.place = f.place))",
        args![rarest, &others],
    )?;
    Ok((rows, total.map_or(Ok(0), |row| row.count(0))?))
}

fn page<D: Document>(mut rows: Vec<Row>, total: u64, limit: u64) -> Result<Page<D>> {
    let more = rows.len() as u64 > limit;
    if more {
        rows.pop();
    }
    let next = match rows.last() {
        Some(last) if more => {
            let place = last.text(0)?;
            let (sort, key) = place.split_once(BREAK).unwrap_or((&place, ""));
            Some(Cursor { sort: sort.to_owned(), key: key.to_owned() })
        }
        _ => None,
    };
    let items = rows.iter().map(|row| read(&row.text(1)?)).collect::<Result<_>>()?;
    Ok(Page { items, total, next })
}

fn label(tx: &mut Tx<'_>, kind: Kind, facet: &str, value: &str) -> Result<Option<(u64, u64)>> {
    tx.row(
        "SELECT id, total FROM labels WHERE kind = $1 AND facet = $2 AND value = $3 AND facet <> ''",
        args![kind.name(), facet, value],
    )?
    .map(|row| Ok((row.count(0)?, row.count(1)?)))
    .transpose()
}

/// How many documents of a kind there are.
pub fn count(tx: &mut Tx<'_>, kind: Kind) -> Result<u64> {
    let row =
        tx.row("SELECT total FROM labels WHERE kind = $1 AND facet = '' AND value = ''", args![kind.name()])?;
    row.map_or(Ok(0), |row| row.count(0))
}

/// How many documents of a kind there are for each value of a facet, most first.
pub fn facet_counts(tx: &mut Tx<'_>, kind: Kind, facet: &str) -> Result<Vec<(String, u64)>> {
    tx.rows(
        "SELECT value, total FROM labels WHERE kind = $1 AND facet = $2 ORDER BY total DESC, value",
        args![kind.name(), facet],
    )?
    .iter()
    .map(|row| Ok((row.text(0)?, row.count(1)?)))
    .collect()
}

/// The keys of all documents of a kind that have a facet's value (all of the
/// kind where the facet is empty), in the order of lists.
pub fn keys(tx: &mut Tx<'_>, kind: Kind, facet: &str, value: &str) -> Result<Vec<String>> {
    Ok(marks(tx, kind, facet, value)?.into_iter().map(|(key, _)| key).collect())
}

/// The same with their marks.
pub fn marks(tx: &mut Tx<'_>, kind: Kind, facet: &str, value: &str) -> Result<Vec<(String, String)>> {
    let rows = if facet.is_empty() {
        tx.rows("SELECT key, mark FROM docs WHERE kind = $1 ORDER BY place", args![kind.name()])?
    } else {
        let Some((id, _)) = label(tx, kind, facet, value)? else { return Ok(Vec::new()) };
        tx.rows(
            "SELECT d.key, d.mark FROM facets f CROSS JOIN docs d ON d.id = f.doc WHERE f.label = $1 \
             ORDER BY f.place",
            args![id],
        )?
    };
    rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
}
