//! How far is counted, and what is shown of it.

use super::*;
use crate::publication::public::{Document, Notice, Officer};
use crate::store::portal::{Entry, Portal, put};

/// Tells numbers apart.
type Has = fn(u64) -> bool;

/// Counts little, so that few documents are too many.
const NEAR: Reach = Reach { few: 3, counted: 7, single: 4 };

fn entry<D: Document>(doc: D, title: String) -> Entry<D> {
    Entry {
        sort: doc.key(),
        doc,
        facets: vec![("company", "91640500MA00000017".into())],
        title,
        text: String::new(),
    }
}

/// So many notices and officers: of both every third is 丙, the others 甲乙.
fn portal(notices: u64, officers: u64) -> (tempfile::TempDir, Portal) {
    let dir = tempfile::tempdir().unwrap();
    let portal = Portal::open(&dir.path().join("public.db"), 1).unwrap();
    let title = |n: u64| if n.is_multiple_of(3) { format!("丙{n:02}") } else { format!("甲乙{n:02}") };
    let notice = |n: u64| {
        let doc = Notice {
            id: format!("n{n}"),
            plan: String::new(),
            department: String::new(),
            at: String::new(),
            notice: String::new(),
            seq: n,
        };
        entry(doc, title(n))
    };
    let officer = |n: u64| {
        let doc = Officer {
            certificate: format!("o{n}"),
            name: String::new(),
            department: String::new(),
            competences: Vec::new(),
            areas: Vec::new(),
            authority: String::new(),
            valid_from: String::new(),
            valid_to: String::new(),
            expert: false,
        };
        entry(doc, title(n))
    };
    portal.write(|tx| put(tx, (0..notices).map(notice).collect())).unwrap();
    portal.write(|tx| put(tx, (0..officers).map(officer).collect())).unwrap();
    (dir, portal)
}

/// What must be found: of each kind, in their order, the latest first and no
/// more than are counted.
fn expected(has: Has, kind: Option<Kind>, many: [u64; 2], most: u64) -> (Vec<String>, bool) {
    let (mut keys, mut more) = (Vec::new(), false);
    for one in ORDER.into_iter().filter(|one| kind.is_none_or(|kind| kind == *one)) {
        let (letter, many) = match one {
            Kind::Notice => ('n', many[0]),
            Kind::Officer => ('o', many[1]),
            _ => continue,
        };
        let own: Vec<String> = (0..many).rev().filter(|n| has(*n)).map(|n| format!("{letter}{n}")).collect();
        more |= own.len() as u64 > most;
        keys.extend(own.into_iter().take(most as usize));
    }
    (keys, more)
}

#[test]
fn what_is_counted_is_shown_page_by_page_and_more_is_said_where_there_is_more() {
    let words: [(&str, Has, u64); 4] = [
        ("甲乙", |n| !n.is_multiple_of(3), NEAR.counted),
        ("丙", |n| n.is_multiple_of(3), NEAR.single),
        ("甲乙 1", |n| !n.is_multiple_of(3) && (n / 10 == 1 || n % 10 == 1), NEAR.counted),
        ("丁", |_| false, NEAR.single),
    ];
    // Around every bound: few, what single characters count, what words count.
    for many in [[0, 0], [3, 0], [4, 1], [10, 9], [11, 12], [13, 2], [2, 13], [30, 30]] {
        let (_dir, portal) = portal(many[0], many[1]);
        for (words, has, most) in words {
            for kind in [None, Some(Kind::Notice), Some(Kind::Officer), Some(Kind::Plan)] {
                let (keys, more) = expected(has, kind, many, most);
                for limit in [1, 3, 50] {
                    for from in 0..keys.len() as u64 + 3 {
                        let found = portal.read(|tx| reaching(NEAR, tx, words, kind, [from, limit])).unwrap();
                        let said = (found.total, found.more);
                        assert_eq!(said, (keys.len() as u64, more), "{words} {kind:?} {many:?}");
                        let own: Vec<String> = found.items.iter().map(|hit| hit.key.clone()).collect();
                        let page: Vec<String> =
                            keys.iter().skip(from as usize).take(limit as usize).cloned().collect();
                        assert_eq!(own, page, "{words} {kind:?} {many:?} {from} {limit}");
                        assert_eq!(found.next(from, limit).is_some(), from + limit < found.total);
                    }
                }
            }
        }
    }
}

#[test]
fn a_companys_code_is_counted_as_far_and_no_page_begins_too_far_down() {
    let (_dir, portal) = portal(9, 5);
    let code = "91640500ma00000017";
    let found = portal.read(|tx| reaching(NEAR, tx, code, None, [0, 50])).unwrap();
    let pages: Vec<Hit> = (0..found.total)
        .flat_map(|from| portal.read(|tx| reaching(NEAR, tx, code, None, [from, 1])).unwrap().items)
        .collect();
    assert_eq!((found.total, found.more, &found.items), (7 + 5, true, &pages));
    let hits = |total| Hits { total, ..Hits::default() };
    assert_eq!(hits(FURTHEST + 100).next(FURTHEST - 30, 30), Some(FURTHEST));
    assert_eq!(hits(FURTHEST + 100).next(FURTHEST - 29, 30), None);
    assert_eq!(hits(60).next(30, 30), None);
    assert_eq!(hits(61).next(30, 30), Some(60));
    assert_eq!(hits(61).next(u64::MAX, 30), None);
}
