//! Lists of documents: by page, narrowed down, counted.

use super::docs::{BREAK, place, read};
use super::sets::{Both, Lack, Sets};
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

/// Labels carried by no more documents than these are walked through; of more,
/// [`Sets`] are asked.
const FEW: u64 = 1000;

/// A page of a list, or what must be made first.
pub type Found<D> = std::result::Result<Page<D>, Lack>;

/// Lists documents of a kind.
///
/// Without filter, or with one, the total is kept and the page is read from an
/// index; with several the rarest is walked through where it is short, and what
/// all have in common is found from their sets where it is not. Sets are made
/// for this once: a server asks [`super::Portal::list`].
pub fn list<D: Document>(tx: &mut Tx<'_>, wanted: &Listing) -> Result<Page<D>> {
    match found(tx, None, wanted)? {
        Ok(page) => Ok(page),
        Err(_) => Err(crate::text!("store-busy")),
    }
}

/// The same from the sets at hand, where there are any.
pub(super) fn found<D: Document>(tx: &mut Tx<'_>, sets: Option<&Sets>, wanted: &Listing) -> Result<Found<D>> {
    let kind = D::KIND;
    let after = wanted.after.as_ref().map(|at| place(&at.sort, &at.key)).unwrap_or_default();
    let mut labels = Vec::new();
    for (facet, value) in &wanted.filters {
        match label(tx, kind, facet, value)? {
            Some(found) => labels.push(found),
            None => return Ok(Ok(Page { items: Vec::new(), total: 0, next: None })),
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
        [(rarest, total), others @ ..] if *total <= FEW => several(tx, *rarest, others, &after, limit)?,
        many => {
            let ids: Vec<u64> = many.iter().map(|(id, _)| *id).collect();
            let both = match sets {
                None => Sets::once(tx, kind, &ids)?,
                Some(sets) => match sets.get(tx, kind, &ids)? {
                    Ok(both) => both,
                    Err(lack) => return Ok(Err(lack)),
                },
            };
            (common(tx, kind, &both, &after, limit)?, both.total())
        }
    };
    page(rows, total, wanted.limit).map(Ok)
}

/// The documents that stand in all sets, after a place.
fn common(tx: &mut Tx<'_>, kind: Kind, both: &Both, after: &str, limit: u64) -> Result<Vec<Row>> {
    let mut rank = 0;
    if !after.is_empty() {
        let row = tx.row(
            "SELECT id FROM docs WHERE kind = $1 AND place > $2 ORDER BY place LIMIT 1",
            args![kind.name(), after],
        )?;
        let Some(row) = row else { return Ok(Vec::new()) };
        rank = both.order.rank(row.count(0)?).unwrap_or(usize::MAX);
    }
    let ids = both.from(rank, usize::try_from(limit).unwrap_or(usize::MAX));
    let ids = serde_json::to_string(&ids).unwrap_or_default();
    tx.rows(
        "SELECT d.place, d.body FROM json_each($1) j CROSS JOIN docs d ON d.id = j.value ORDER BY j.key",
        args![ids],
    )
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

/// The same where there are no more than `most` values; none where there are more.
pub fn facet_choices(
    tx: &mut Tx<'_>,
    kind: Kind,
    facet: &str,
    most: u64,
) -> Result<Option<Vec<(String, u64)>>> {
    let row = tx.row(
        "SELECT COUNT(*) FROM (SELECT 1 FROM labels WHERE kind = $1 AND facet = $2 LIMIT $3)",
        args![kind.name(), facet, most + 1],
    )?;
    let many = row.map_or(Ok(0), |row| row.count(0))? > most;
    if many { Ok(None) } else { facet_counts(tx, kind, facet).map(Some) }
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

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::super::{Entry, Portal, put, remove};
    use super::*;
    use crate::publication::public::Notice;
    use crate::store::portal::{Edition, set_edition};

    fn portal(many: u64, readers: usize) -> (tempfile::TempDir, Portal) {
        let dir = tempfile::tempdir().unwrap();
        let portal = Portal::open(&dir.path().join("public.db"), readers).unwrap();
        let entry = |n: u64| Entry {
            doc: Notice {
                id: format!("{n}"),
                plan: String::new(),
                department: String::new(),
                at: String::new(),
                notice: String::new(),
                seq: n,
            },
            // Not the order in which they are put.
            sort: format!("{:06}", n.wrapping_mul(7919) % 10_007),
            facets: vec![
                ("half", (n % 2).to_string()),
                ("third", (n % 3).to_string()),
                ("never", (n % 2 + 2).to_string()),
                ("seldom", (n % 601).to_string()),
            ],
            title: String::new(),
            text: String::new(),
        };
        portal.write(|tx| put(tx, (0..many).map(entry).collect())).unwrap();
        (dir, portal)
    }

    fn turn(portal: &Portal, position: u64) {
        let at = crate::domain::calendar::parse_instant("2026-10-20T09:00:00+08:00").unwrap();
        let edition = Edition { position, day: at.date_naive(), at };
        portal.write(|tx| set_edition(tx, &edition)).unwrap();
    }

    fn filters(all: &[(&str, &str)]) -> Vec<Filter> {
        all.iter().map(|(facet, value)| ((*facet).to_owned(), (*value).to_owned())).collect()
    }

    /// Every page of a list, as the server reads it.
    fn pages(portal: &Portal, filters: &[Filter]) -> (Vec<String>, u64) {
        let (mut keys, mut after) = (Vec::new(), None);
        loop {
            let wanted = Listing { filters: filters.to_vec(), after: after.take(), limit: 97 };
            let page = loop {
                match portal.read(|tx| portal.list::<Notice>(tx, &wanted)).unwrap() {
                    Ok(page) => break page,
                    Err(lack) => portal.fill(&lack).unwrap(),
                }
            };
            keys.extend(page.items.into_iter().map(|doc| doc.id));
            after = page.next;
            if after.is_none() {
                return (keys, page.total);
            }
        }
    }

    /// The same by walking through the rarest label.
    fn walked(portal: &Portal, filters: &[Filter]) -> Vec<String> {
        portal
            .read(|tx| {
                let mut labels = Vec::new();
                for (facet, value) in filters {
                    labels.extend(label(tx, Kind::Notice, facet, value)?);
                }
                let (rows, total) = several(tx, labels[0].0, &labels[1..], "", 1 << 32)?;
                assert_eq!(rows.len() as u64, total);
                rows.iter().map(|row| Ok(read::<Notice>(&row.text(1)?)?.id)).collect()
            })
            .unwrap()
    }

    #[test]
    fn sets_find_what_a_walk_finds() {
        let (_dir, portal) = portal(6500, 2);
        turn(&portal, 1);
        let all = [
            filters(&[("half", "0"), ("third", "1")]),
            filters(&[("third", "2"), ("half", "1"), ("never", "3")]),
            filters(&[("half", "0"), ("never", "3")]),
            filters(&[("half", "0"), ("half", "1")]),
            filters(&[("half", "1"), ("third", "0"), ("seldom", "7")]),
        ];
        let check = || {
            for filters in &all {
                let (keys, total) = pages(&portal, filters);
                let walked = walked(&portal, filters);
                assert_eq!((keys.len() as u64, &keys), (total, &walked), "{filters:?}");
                let once = Listing { filters: filters.clone(), after: None, limit: 1 << 20 };
                let once = portal.read(|tx| list::<Notice>(tx, &once)).unwrap();
                assert_eq!(
                    once.items.iter().map(|doc| &doc.id).collect::<Vec<_>>(),
                    walked.iter().collect::<Vec<_>>()
                );
            }
        };
        check();
        assert_eq!(pages(&portal, &all[2]).1, 0);
        // Another edition: nothing is told from the one before.
        let gone: Vec<String> = pages(&portal, &all[0]).0.into_iter().step_by(3).collect();
        portal.write(|tx| gone.iter().try_for_each(|key| remove(tx, Kind::Notice, key))).unwrap();
        turn(&portal, 2);
        check();
        let (keys, _) = pages(&portal, &all[0]);
        assert!(gone.iter().all(|key| !keys.contains(key)));
    }

    #[test]
    fn a_place_that_is_gone_goes_on_behind_it() {
        let (_dir, portal) = portal(6500, 2);
        turn(&portal, 1);
        let filters = filters(&[("half", "0"), ("third", "1")]);
        let (keys, _) = pages(&portal, &filters);
        let wanted = Listing { filters: filters.clone(), after: None, limit: 10 };
        let next = portal.read(|tx| portal.list::<Notice>(tx, &wanted)).unwrap().unwrap().next;
        portal.write(|tx| remove(tx, Kind::Notice, &keys[9])).unwrap();
        turn(&portal, 2);
        let wanted = Listing { filters: filters.clone(), after: next, limit: 10 };
        let lack = portal.read(|tx| portal.list::<Notice>(tx, &wanted)).unwrap().unwrap_err();
        portal.fill(&lack).unwrap();
        let page = portal.read(|tx| portal.list::<Notice>(tx, &wanted)).unwrap().unwrap();
        assert_eq!(page.items.first().map(|doc| &doc.id), keys.get(10));
        let last = Some(Cursor { sort: "~".into(), key: String::new() });
        let behind = Listing { filters, after: last, limit: 10 };
        let page = portal.read(|tx| portal.list::<Notice>(tx, &behind)).unwrap().unwrap();
        assert!(page.items.is_empty() && page.next.is_none() && page.total > 0);
    }

    #[test]
    fn many_who_lack_the_same_are_all_answered() {
        let (_dir, portal) = portal(6500, 8);
        turn(&portal, 1);
        let barrier = Barrier::new(8);
        let filters = filters(&[("half", "1"), ("third", "1")]);
        let expected = walked(&portal, &filters);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    barrier.wait();
                    assert_eq!(pages(&portal, &filters).0, expected);
                });
            }
        });
    }
}
