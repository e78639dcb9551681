//! More of the portal's answers: who stood in no frame, names left out, long
//! lists as files, every stratum's plot; searches that find too much.

use std::path::Path;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use choucha::checker::{NotIn, RowAt};
use choucha::domain::{Digest, calendar};
use choucha::publication::public::{Draw, DrawPart, DrawStratum, Notice, Officer};
use choucha::store::portal::{self, COUNTED, Entry, FURTHEST, SINGLE_LIMIT};
use choucha::web::{Options, oneshot};
use choucha::workflow::portal::bundle_dir;
use serde_json::Value;

use crate::front::Front;
use crate::portal::privacy::{MARK, told};
use crate::tiny::code;

impl Front {
    fn draw(&self) -> Draw {
        self.site.portal.read(|tx| portal::get(tx, "1")).unwrap().unwrap()
    }
}

fn row(value: &Value, whole: &dyn Fn(u64) -> String) -> Option<RowAt> {
    value.as_object()?;
    let offset = value["offset"].as_u64().unwrap();
    let row = value["row"].as_str().map_or_else(|| whole(offset), str::to_owned);
    assert_eq!(row, whole(offset), "the row lies where it is said to lie");
    let path = value["path"].as_array().unwrap();
    let path = path.iter().map(|digest| Digest::parse(digest.as_str().unwrap()).unwrap()).collect();
    Some(RowAt { row, index: value["index"].as_u64().unwrap(), offset, path })
}

#[test]
fn any_code_is_told_where_it_does_not_stand_and_nobody_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let (office, _portal) = told(dir.path());
    let front = Front::new(&office, Options::default());
    let bundle = bundle_dir(&office.paths, &Digest::parse(&front.draw().bundle).unwrap());
    let mut named = 0;
    // Firms 4 and 5 are natural persons; strangers stand before, between and behind.
    let strangers = ["1", "ZZ", "91640502XT00000040", "91640502XT0000005"].map(str::to_owned);
    for asked in (1..=8).map(code).chain(strangers) {
        let path = format!("/api/v1/draws/1/companies/{asked}");
        let said = front.text(&path);
        assert!(!said.contains(MARK), "{asked}: {said}");
        let said: Value = serde_json::from_str(&said).unwrap();
        let frames = said["frames"].as_array().unwrap();
        let absent = said["absent"].as_array().unwrap();
        assert_eq!(frames.len() + absent.len(), front.draw().parts.len(), "{asked}");
        assert!(!frames.is_empty() || said["name"] == "");
        for frame in frames {
            let person = [code(4), code(5)].contains(&asked);
            assert_eq!(frame["row"].is_null(), person, "{asked}");
            named += u64::from(!person);
        }
        for gap in absent {
            let part = gap["part"].as_str().unwrap();
            let file = std::fs::read_to_string(bundle.join(format!("frames/{part}.csv"))).unwrap();
            let whole = |offset: u64| file[offset as usize..].lines().next().unwrap().to_owned();
            let not_in = NotIn {
                part: part.to_owned(),
                department: gap["department"].as_str().unwrap().to_owned(),
                size: gap["size"].as_u64().unwrap(),
                root: Digest::parse(gap["root"].as_str().unwrap()).unwrap(),
                before: row(&gap["before"], &whole),
                after: row(&gap["after"], &whole),
            };
            not_in.check(&asked).unwrap();
        }
    }
    assert!(named > 0);
    let masked = front.json(&format!("/api/v1/draws/1/companies/{}", code(5)));
    assert!(masked["name"].as_str().unwrap().contains('*'), "{}", masked["name"]);
    for path in
        [format!("/companies/{}", code(4)), format!("/companies/{}", code(5)), "/companies.csv".into()]
    {
        assert!(!front.text(&path).contains(MARK), "{path}");
    }
    // No code, no draw.
    for path in ["/api/v1/draws/1/companies/%E7%94%B2", "/api/v1/draws/9/companies/1"] {
        assert_eq!(front.get(path).0, StatusCode::NOT_FOUND, "{path}");
    }
}

/// An office whose one draw's part has many strata, and many notices.
fn stuffed(dir: &Path) -> Front {
    let front = Front::new(&crate::office::drawn(dir), Options::default());
    let stratum = |n: u64| DrawStratum {
        stratum: format!("层{n}"),
        eligible: 100 + n,
        rate: "0.1".into(),
        selected: if n.is_multiple_of(10) { 0 } else { 10 },
        reserves: 0,
        cutoff: format!("1{}", "0".repeat(63)),
        next: format!("2{}", "0".repeat(63)),
        tickets: vec![choucha::publication::public::Bar { tickets: 2, selected: 0 }; 64],
    };
    let part = DrawPart {
        part: "p-1".into(),
        department: "虚构局".into(),
        items: Vec::new(),
        rows: 70,
        root: "0".repeat(64),
        excluded: vec![
            choucha::publication::public::Excluded { reason: "cap-all".into(), rows: 1 },
            choucha::publication::public::Excluded { reason: "our-own-rule".into(), rows: 2 },
        ],
        strata: (1..=70).map(stratum).collect(),
    };
    let few = DrawPart { part: "p-2".into(), strata: (1..=2).map(stratum).collect(), ..part.clone() };
    let draw = Draw {
        serial: 7,
        plan: "P".into(),
        title: "题".into(),
        attempt: 1,
        abandoned: false,
        p: String::new(),
        seed: String::new(),
        sources: Vec::new(),
        frozen_at: String::new(),
        drawn_at: String::new(),
        disclosed_at: String::new(),
        bundle: "0".repeat(64),
        files: Vec::new(),
        parts: vec![part, few],
        visits: 0,
        shared: Vec::new(),
        selections: 0,
        workload: Vec::new(),
        amendments: Vec::new(),
    };
    let notice = |n: u64| Entry {
        doc: Notice {
            id: format!("1-{n}-1"),
            plan: ["甲", "乙"][n as usize % 2].into(),
            department: ["子", "丑", "寅"][n as usize % 3].into(),
            at: "2026-10-20T09:00:00+08:00".into(),
            notice: format!("因故\"撤销\",{n}"),
            seq: n,
        },
        sort: format!("{n:06}"),
        facets: vec![
            ("plan", ["甲", "乙"][n as usize % 2].into()),
            ("department", ["子", "丑", "寅"][n as usize % 3].into()),
        ],
        title: String::new(),
        text: String::new(),
    };
    let entry =
        Entry { doc: draw, sort: "7".into(), facets: Vec::new(), title: String::new(), text: String::new() };
    let written = front.site.portal.open().unwrap().write(|tx| {
        portal::put(tx, vec![entry])?;
        portal::put(tx, (0..7000).map(notice).collect())?;
        let at = calendar::parse_instant("2026-10-30T09:00:00+08:00")?;
        portal::set_edition(tx, &portal::Edition { position: 999, day: at.date_naive(), at })
    });
    written.unwrap();
    front.site.turn().unwrap();
    front
}

#[test]
fn every_stratum_with_a_choice_has_its_plot_and_reasons_have_words() {
    let dir = tempfile::tempdir().unwrap();
    let front = stuffed(dir.path());
    let page = front.text("/draws/7");
    assert_eq!(page.matches("<figure").count(), 3 + 2);
    assert!(page.contains("href=\"/draws/7/strata/p-1\"") && !page.contains("/strata/p-2"));
    assert!(page.contains("各部门检查合计已达次数上限") && page.contains("“our-own-rule”（本计划自定"));
    assert!(front.text("/en/draws/7").contains("a rule of this plan"));
    // 70 strata, every tenth without a choice.
    let (mut path, mut seen, mut pages) = ("/draws/7/strata/p-1".to_owned(), 0, 0);
    loop {
        let html = front.text(&path);
        assert!(html.len() < 200_000, "{}", html.len());
        seen += html.matches("<figure").count();
        pages += 1;
        let next = html.split("rel=\"next\"").next().filter(|before| before.len() < html.len());
        let Some(before) = next else { break };
        path = before.rsplit("href=\"").next().unwrap().split('"').next().unwrap().replace("&#38;", "&");
    }
    assert_eq!((seen, pages), (63, 3));
    assert_eq!(front.text("/draws/7/strata/p-2").matches("<figure").count(), 2);
    for none in [
        "/draws/7/strata/x",
        "/draws/8/strata/p-1",
        "/draws/7/strata/p-1?from=63",
        "/draws/7/strata/p-1?from=x",
    ] {
        assert_eq!(front.get(none).0, StatusCode::NOT_FOUND, "{none}");
    }
    assert!(front.text("/sitemap.xml").contains("/en/draws/7/strata/p-1</loc>"));
}

#[test]
fn long_lists_are_whole_in_every_form_and_several_filters_count() {
    let dir = tempfile::tempdir().unwrap();
    let front = stuffed(dir.path());
    for (filter, expected) in
        [("", 7000), ("?plan=%E7%94%B2", 3500), ("?plan=%E7%94%B2&department=%E5%AD%90", 1167)]
    {
        for round in 0..2 {
            let csv = front.text(&format!("/notices.csv{filter}"));
            assert_eq!(csv.lines().count(), expected + 1, "{filter} {round}");
            assert!(csv.ends_with("\r\n") && csv.contains("\"因故\"\"撤销\"\",0\""));
            let json = front.json(&format!("/notices.json{filter}"));
            assert_eq!(json.as_array().unwrap().len(), expected, "{filter} {round}");
        }
        let (status, headers, body) = front.get(&format!("/notices.xlsx{filter}"));
        assert!(status == StatusCode::OK && body.starts_with(b"PK"), "{filter}");
        assert!(headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains("notices.xlsx"));
        // Pages of the open data together hold the same.
        let (mut after, mut keys) = (String::new(), Vec::new());
        loop {
            let start = if filter.is_empty() { "?" } else { "&" };
            let page = front.json(&format!("/api/v1/notices{filter}{start}limit=200{after}"));
            assert_eq!(page["total"], expected);
            keys.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].to_string()));
            let Some(next) = page["next"].as_str() else { break };
            after = format!("&after={next}");
        }
        let many = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!((many, keys.len()), (expected, expected), "{filter}");
    }
    // Made already: sent like any file, in parts where wanted.
    let request =
        Request::get("/notices.csv").header(header::RANGE, "bytes=0-2").body(Body::empty()).unwrap();
    let (status, _, body) = front.ask(request);
    assert_eq!((status, body.as_slice()), (StatusCode::PARTIAL_CONTENT, &b"\xef\xbb\xbf"[..]));
    // Nothing is left lying about.
    let left: Vec<_> =
        std::fs::read_dir(&front.site.exports).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().ends_with(".aside")), "{left:?}");
}

/// Whoever comes when nothing is counted yet, as after each edition, waits for
/// it; nobody is sent away, however many come at once.
#[test]
fn many_who_narrow_down_long_lists_at_once_are_all_answered() {
    let dir = tempfile::tempdir().unwrap();
    let front = stuffed(dir.path());
    for round in 0..2 {
        let answers = front.runtime.block_on(async {
            let mut asking = tokio::task::JoinSet::new();
            for at in 0..300 {
                let (plan, department) = (["甲", "乙"][at % 2], ["子", "丑", "寅"][at / 2 % 3]);
                let page = ["/notices", "/en/notices", "/api/v1/notices", "/notices.csv"][at / 6 % 4];
                let path = format!("{page}?plan={}&department={}", escape(plan), escape(department));
                let router = front.router.clone();
                asking.spawn(async move {
                    let request = Request::get(&path).body(Body::empty()).unwrap();
                    let response = oneshot(router, request).await;
                    (path, response.status())
                });
            }
            asking.join_all().await
        });
        for (path, status) in &answers {
            assert_eq!(*status, StatusCode::OK, "{round} {path}");
        }
        // The next edition.
        front.site.turn().unwrap();
    }
}

fn escape(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn many_who_ask_for_one_long_list_at_once_all_get_it() {
    let dir = tempfile::tempdir().unwrap();
    let front = stuffed(dir.path());
    let answers = front.runtime.block_on(async {
        let mut asking = tokio::task::JoinSet::new();
        for at in 0..24 {
            let router = front.router.clone();
            let path = ["/notices.csv", "/notices.json", "/notices.xlsx"][at % 3];
            asking.spawn(async move {
                let request = Request::get(path).body(Body::empty()).unwrap();
                let response = oneshot(router, request).await;
                (path, response.status(), to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
            });
        }
        asking.join_all().await
    });
    for path in ["/notices.csv", "/notices.json", "/notices.xlsx"] {
        let own: Vec<_> = answers.iter().filter(|(asked, ..)| *asked == path).collect();
        assert_eq!(own.len(), 8);
        for (_, status, body) in &own {
            assert_eq!((*status, body), (StatusCode::OK, &own[0].2), "{path}");
        }
    }
}

/// Puts more notices than are counted, all of them 甲乙, and officers; both 丙丁
/// where they are no more than that.
fn crowded(dir: &Path) -> Front {
    let front = Front::new(&crate::office::drawn(dir), Options::default());
    let text = |n: u64| if n < 6000 { "丙丁".to_owned() } else { String::new() };
    let notice = |n: u64| Entry {
        doc: Notice {
            id: format!("1-{n}-1"),
            plan: String::new(),
            department: String::new(),
            at: String::new(),
            notice: String::new(),
            seq: n,
        },
        sort: format!("{n:06}"),
        facets: Vec::new(),
        title: format!("甲乙{n}"),
        text: text(n),
    };
    let officer = |n: u64| Entry {
        doc: Officer {
            certificate: format!("F{n}"),
            name: String::new(),
            department: String::new(),
            competences: Vec::new(),
            areas: Vec::new(),
            authority: String::new(),
            valid_from: String::new(),
            valid_to: String::new(),
            expert: false,
        },
        sort: format!("{n:06}"),
        facets: Vec::new(),
        title: format!("员{n}"),
        text: text(n),
    };
    let written = front.site.portal.open().unwrap().write(|tx| {
        portal::put(tx, (0..COUNTED + 40).map(notice).collect())?;
        portal::put(tx, (0..6000).map(officer).collect())?;
        let at = calendar::parse_instant("2026-10-30T09:00:00+08:00")?;
        portal::set_edition(tx, &portal::Edition { position: 999, day: at.date_naive(), at })
    });
    written.unwrap();
    front.site.turn().unwrap();
    front
}

/// A number of four to six digits as pages write it.
fn grouped(number: u64) -> String {
    format!("{},{:03}", number / 1000, number % 1000)
}

#[test]
fn a_search_that_finds_too_much_says_so_and_ends_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let front = crowded(dir.path());
    let escape = |text: &str| text.bytes().map(|b| format!("%{b:02X}")).collect::<String>();
    let page = |words: &str, kind: &str, from: u64| {
        front.text(&format!("/search?q={}&kind={kind}&from={from}", escape(words)))
    };
    let hits =
        |html: &str| html.matches("href=\"/notices/").count() + html.matches("href=\"/officers/").count();
    let goes_on = |html: &str| html.contains("rel=\"next\"");
    // More than are counted: said on every page, the last one a page with what is left.
    let first = page("甲乙", "", 0);
    assert!(first.contains(&format!("找到 {} 条以上", grouped(COUNTED))) && goes_on(&first), "{first}");
    assert_eq!(hits(&first), 30);
    let last = page("甲乙", "", 9990);
    assert!(last.contains(&format!("找到 {} 条以上", grouped(COUNTED))) && !goes_on(&last), "{last}");
    assert_eq!(hits(&last), 10);
    let behind = page("甲乙", "", FURTHEST);
    assert_eq!((hits(&behind), goes_on(&behind)), (0, false));
    assert!(behind.contains("条以上") && behind.contains("rel=\"prev\""), "{behind}");
    assert_eq!(front.get(&format!("/search?q=a&from={}", FURTHEST + 1)).0, StatusCode::BAD_REQUEST);
    // Single characters are counted less far.
    let single = page("甲", "notices", 0);
    assert!(single.contains(&format!("找到 {} 条以上", grouped(SINGLE_LIMIT))), "{single}");
    let single = page("甲", "notices", SINGLE_LIMIT - 10);
    assert_eq!((hits(&single), goes_on(&single)), (10, false));
    // All are counted, but no page begins that far down: the last one says so.
    let first = page("丙丁", "", 0);
    assert!(first.contains("找到 12,000 条") && !first.contains("以上") && goes_on(&first), "{first}");
    let last = page("丙丁", "", 9990);
    assert!(last.contains("找到 12,000 条，最多翻到这里") && !goes_on(&last), "{last}");
    assert_eq!(hits(&last), 30);
    let english = front.text(&format!("/en/search?q={}&from=9990", escape("丙丁")));
    assert!(english.contains("paging ends here"), "{english}");
    // One kind of them is no more than can be paged through.
    let own = page("丙丁", "officers", 5970);
    assert!(own.contains("找到 6,000 条") && !own.contains("最多翻到") && !goes_on(&own), "{own}");
    // The open data, all the way.
    for (words, total, more, reached) in [("甲乙", COUNTED, true, COUNTED), ("丙丁", 12_000, false, 10_200)]
    {
        let (mut from, mut keys) = (Some(0), Vec::new());
        while let Some(at) = from {
            let found = front.json(&format!("/api/v1/search?q={}&limit=200&from={at}", escape(words)));
            assert_eq!((&found["total"], &found["more"]), (&total.into(), &more.into()), "{words} {at}");
            keys.extend(found["items"].as_array().unwrap().iter().map(|hit| hit["key"].to_string()));
            from = found["next"].as_u64();
        }
        assert_eq!(keys.len() as u64, reached, "{words}");
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len() as u64, reached, "{words}");
    }
}
