//! The portal's database by itself: search finds exactly substrings, lists page
//! through exactly what is there.

use std::collections::BTreeMap;

use choucha::publication::public::{Document, Kind, Notice};
use choucha::store::portal::{self, Cursor, Entry, Listing, Portal};
use proptest::prelude::*;

fn notice(id: &str) -> Notice {
    Notice {
        id: id.into(),
        plan: String::new(),
        department: String::new(),
        at: String::new(),
        notice: String::new(),
        seq: 1,
    }
}

fn entry(id: &str, title: &str, text: &str) -> Entry<Notice> {
    Entry { doc: notice(id), sort: id.into(), facets: Vec::new(), title: title.into(), text: text.into() }
}

fn memory() -> (tempfile::TempDir, Portal) {
    let dir = tempfile::tempdir().unwrap();
    let portal = Portal::open(&dir.path().join("public.db"), 1).unwrap();
    (dir, portal)
}

fn keys(portal: &Portal, query: &str) -> Vec<String> {
    let page = portal.read(|tx| portal::search(tx, query, None, 0, 10_000)).unwrap();
    let mut keys: Vec<String> = page.items.into_iter().map(|hit| hit.key).collect();
    assert_eq!(keys.len() as u64, page.total);
    keys.sort();
    keys
}

/// Few characters, so that texts have much in common: Chinese of all planes,
/// letters of both widths, marks, what FTS and LIKE take for syntax.
fn line() -> impl Strategy<Value = String> {
    let alphabet: Vec<char> =
        "市场监管局〔2026〕1号 AaＡb-_\"'*():^%\\.é\u{301}ßİς𠮷😀\u{e001}\n·".chars().collect();
    prop::collection::vec(prop::sample::select(alphabet), 0..14).prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn search_finds_exactly_substrings(
        texts in prop::collection::vec((line(), line()), 1..25),
        queries in prop::collection::vec((line(), any::<prop::sample::Index>(), 0..10usize, 2..6usize), 1..20),
    ) {
        let (_dir, portal) = memory();
        let all: Vec<Entry<Notice>> = texts
            .iter()
            .enumerate()
            .map(|(i, (title, text))| entry(&format!("{i:03}"), title, text))
            .collect();
        portal.write(|tx| portal::put(tx, all)).unwrap();
        for (query, which, from, length) in queries {
            // Half of the queries are cut out of a text.
            let source = format!("{}\n{}", texts[which.index(texts.len())].0, texts[which.index(texts.len())].1);
            let cut: String = source.chars().skip(from).take(length).collect();
            for query in [query, cut] {
                let folded = portal::fold(&query);
                let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).take(8).collect();
                let kept = |text: &str| text.chars().map(|c| if ('\u{e000}'..='\u{f8ff}').contains(&c) { '\u{fffd}' } else { c }).collect::<String>();
                let expected: Vec<String> = texts
                    .iter()
                    .enumerate()
                    .filter(|(_, (title, text))| {
                        let whole = kept(&portal::fold(&format!("{title}\n{text}")));
                        !title.is_empty() && !words.is_empty() && words.iter().all(|word| if word.chars().count() > 1 {
                            whole.contains(&kept(word))
                        } else {
                            // SQLite's LIKE folds ASCII letters only.
                            title.to_ascii_lowercase().contains(&word.to_ascii_lowercase())
                        })
                    })
                    .map(|(i, _)| format!("{i:03}"))
                    .collect();
                if words.iter().filter(|word| word.chars().count() == 1).count() > 2 {
                    continue;
                }
                prop_assert_eq!(keys(&portal, &query), expected, "{:?}", query);
            }
        }
    }

    #[test]
    fn lists_hold_what_a_map_holds(
        acts in prop::collection::vec((0..30u32, 0..4u32, 0..3u32, any::<bool>()), 1..60),
        limit in 1..6u64,
    ) {
        let (_dir, portal) = memory();
        let mut model: BTreeMap<(String, String), (String, String)> = BTreeMap::new();
        for (key, one, two, put) in acts {
            let (key, sort) = (format!("{key}"), format!("{:02}", (key * 7) % 11));
            model.retain(|(_, own), _| *own != key);
            if put {
                let mut new = entry(&key, "标题", "");
                new.sort = sort.clone();
                new.facets = vec![("one", one.to_string()), ("two", two.to_string()), ("two", two.to_string())];
                portal.write(|tx| portal::put(tx, vec![new])).unwrap();
                model.insert((sort, key), (one.to_string(), two.to_string()));
            } else {
                portal.write(|tx| portal::remove(tx, Kind::Notice, &key)).unwrap();
            }
        }
        let mut filters = vec![(None, None)];
        for one in 0..4 {
            filters.push((Some(one.to_string()), None));
            filters.extend((0..3).map(|two: u32| (Some(one.to_string()), Some(two.to_string()))));
        }
        for (one, two) in filters {
            let expected: Vec<&(String, String)> = model
                .iter()
                .filter(|(_, own)| one.as_ref().is_none_or(|one| *one == own.0) && two.as_ref().is_none_or(|two| *two == own.1))
                .map(|(place, _)| place)
                .collect();
            let mut wanted = Listing { limit, ..Listing::default() };
            wanted.filters.extend(one.map(|one| ("one".to_owned(), one)));
            wanted.filters.extend(two.map(|two| ("two".to_owned(), two)));
            let mut found = Vec::new();
            loop {
                let page = portal.read(|tx| portal::list::<Notice>(tx, &wanted)).unwrap();
                prop_assert_eq!(page.total, expected.len() as u64);
                found.extend(page.items.iter().map(Document::key));
                let Some(next) = page.next else { break };
                wanted.after = Some(next);
            }
            let expected: Vec<String> = expected.iter().map(|(_, key)| key.clone()).collect();
            prop_assert_eq!(found, expected);
        }
        let counts = portal.read(|tx| portal::facet_counts(tx, Kind::Notice, "one")).unwrap();
        prop_assert_eq!(counts.iter().map(|(_, n)| n).sum::<u64>(), model.len() as u64);
        prop_assert!(counts.iter().all(|(value, n)| model.values().filter(|own| own.0 == *value).count() as u64 == *n));
    }
}

#[test]
fn a_page_goes_on_where_it_stood_while_documents_come_and_go() {
    let (_dir, portal) = memory();
    let all = |ids: &[&str]| ids.iter().map(|id| entry(id, "", "")).collect::<Vec<_>>();
    portal.write(|tx| portal::put(tx, all(&["b", "d", "f", "h"]))).unwrap();
    let page = |after: Option<Cursor>| {
        portal
            .read(|tx| portal::list::<Notice>(tx, &Listing { limit: 2, after, ..Listing::default() }))
            .unwrap()
    };
    let first = page(None);
    assert_eq!(first.items.iter().map(Document::key).collect::<Vec<_>>(), ["b", "d"]);
    portal.write(|tx| portal::put(tx, all(&["a", "e"]))).unwrap();
    portal.write(|tx| portal::remove(tx, Kind::Notice, "d")).unwrap();
    let second = page(first.next);
    assert_eq!(second.items.iter().map(Document::key).collect::<Vec<_>>(), ["e", "f"]);
    assert_eq!((second.total, page(second.next).items.len()), (5, 1));
}

#[test]
fn what_is_no_query_finds_nothing_and_breaks_nothing() {
    let (_dir, portal) = memory();
    portal.write(|tx| portal::put(tx, vec![entry("1", "市场监管局 100%", "AND NEAR")])).unwrap();
    for query in [
        "",
        "   ",
        "\"\"",
        "市 场 监 管",
        "pairs:市场",
        "NOT",
        "a OR b",
        "*",
        "^^",
        "市场* 监管",
        "\u{0}\u{0}",
    ] {
        let _ = keys(&portal, query);
    }
    assert_eq!(keys(&portal, "AND"), ["1"]);
    assert_eq!(keys(&portal, "NEAR 监管"), ["1"]);
    assert_eq!(keys(&portal, "0%"), ["1"]);
    assert_eq!(keys(&portal, "%"), ["1"]);
    assert_eq!(keys(&portal, "_").len(), 0);
    assert_eq!(keys(&portal, "局100").len(), 0);
    let long = "市场".repeat(10_000);
    assert_eq!(keys(&portal, &long).len(), 0);
}
