//! Frames: scope, classes, exclusions, bytes.

use std::collections::BTreeMap;

use choucha::domain::csv::split_line;
use choucha::domain::entity::Entity;
use choucha::domain::merkle::{leaf, node};
use choucha::domain::progress::Quiet;
use choucha::domain::{Digest, PastCheck};
use choucha::frame::{
    Cap, ClassColumn, Condition, Cover, CoverMode, Exclude, Frame, Gap, Gathered, Layer, Period, Reclass,
    Request, Who,
};
use proptest::prelude::*;

use super::*;

fn one(rows: &[Entity], request: Request, checks: &[PastCheck]) -> Gathered {
    gather(&[table(rows)], &[request], checks).unwrap().pop().unwrap()
}

fn all() -> Vec<Layer> {
    vec![Layer { stratum: "全部".into(), areas: vec!["*".into()], classes: vec![] }]
}

fn whole(gathered: Gathered) -> Frame {
    gathered.stratify(&all()).unwrap()
}

/// Code → class and reason.
fn seen(gathered: Gathered) -> Vec<(String, String)> {
    whole(gathered).iter().map(|row| (row.class.to_owned(), row.excluded.to_owned())).collect()
}

fn list(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

#[test]
fn a_scope_takes_what_it_says() {
    let mut rows: Vec<Entity> = (0..8).map(|n| firm(n, "640502001", "A")).collect();
    rows[0].status = "注销".into();
    rows[1].area = "640521".into();
    rows[2].kind = "有限责任公司(自然人独资)".into();
    rows[3].tags = "食品经营;重点监管".into();
    rows[4].industry = "F5211".into();
    rows[5].founded = "2026-08-01".into();
    rows[6].founded = String::new();
    rows[7].office = "城关所".into();
    let taken = |within: Condition, except: Vec<Condition>| {
        let request = Request { scope: choucha::frame::Scope { within, except }, ..request("p1") };
        let gathered = one(&rows, request, &[]);
        (0..gathered.len()).map(|i| gathered.code(i)[16..].parse().unwrap()).collect::<Vec<u32>>()
    };
    let c = Condition::default;
    assert_eq!(taken(c(), vec![]), [0, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(taken(Condition { status: list(&["存续*"]), ..c() }, vec![]), [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(taken(Condition { areas: list(&["640502"]), ..c() }, vec![]), [0, 2, 3, 4, 5, 6, 7]);
    assert_eq!(taken(Condition { kinds: list(&["有限责任公司*"]), ..c() }, vec![]), [2]);
    assert_eq!(taken(Condition { tags: list(&["食品经营"]), ..c() }, vec![]), [3]);
    assert_eq!(taken(Condition { tags: list(&["经营"]), ..c() }, vec![]), [0; 0]);
    assert_eq!(taken(Condition { tags: list(&["-"]), ..c() }, vec![]), [0, 1, 2, 4, 5, 6, 7]);
    assert_eq!(taken(Condition { industries: list(&["F52"]), ..c() }, vec![]), [4]);
    assert_eq!(
        taken(Condition { founded_before: Some(day("2026-07-01")), ..c() }, vec![]),
        [0, 1, 2, 3, 4, 6, 7]
    );
    assert_eq!(taken(Condition { founded_since: Some(day("2026-07-01")), ..c() }, vec![]), [5]);
    assert_eq!(taken(Condition { offices: list(&["城关所"]), ..c() }, vec![]), [7]);
    assert_eq!(taken(Condition { codes: vec![rows[3].code.clone()], ..c() }, vec![]), [3]);
    let except = Condition { tags: list(&["重点监管"]), ..c() };
    assert_eq!(taken(Condition { areas: list(&["640502"]), ..c() }, vec![except]), [0, 2, 4, 5, 6, 7]);
}

#[test]
fn classes_come_from_columns_and_rules() {
    let mut rows: Vec<Entity> = (0..4).map(|n| firm(n, "640502", "A")).collect();
    rows[1].class = String::new();
    rows[2].office = "城关所".into();
    rows[3].founded = "2026-08-01".into();
    let plain = seen(one(&rows, request("p1"), &[]));
    assert_eq!(plain.iter().map(|(class, _)| class.as_str()).collect::<Vec<_>>(), ["A", "-", "A", "A"]);
    let made = Request {
        class_from: vec![ClassColumn::Office, ClassColumn::Class],
        classes: vec![Reclass {
            class: "新设".into(),
            when: Condition { founded_since: Some(day("2026-01-01")), ..Condition::default() },
        }],
        ..request("p1")
    };
    let made = seen(one(&rows, made, &[]));
    assert_eq!(
        made.iter().map(|(class, _)| class.as_str()).collect::<Vec<_>>(),
        ["-/A", "-/-", "城关所/A", "新设"]
    );
}

#[test]
fn exclusions_follow_their_order_and_count_visits_once() {
    let rows: Vec<Entity> = (0..9).map(|n| firm(n, "640502", "A")).collect();
    let code = |n: usize| rows[n].code.as_str();
    let own = "市场监管局";
    let mut exempt = check(code(4), "2026-09-01", own, "");
    exempt.source = "投诉举报".into();
    let mut on_item = check(code(7), "2025-06-01", "税务局", "");
    on_item.items = vec!["X1".into()];
    let checks = vec![
        check(code(0), "2026-03-30", own, ""), // exactly six months ago: over
        check(code(1), "2026-03-31", own, ""),
        // Two visits in the year, one of them by two departments together.
        check(code(2), "2026-01-05", own, "v1"),
        check(code(2), "2026-01-05", "消防", "v1"),
        check(code(2), "2026-02-05", "消防", "v2"),
        // Joint visits alone: one.
        check(code(3), "2026-01-05", own, "v3"),
        check(code(3), "2026-01-06", "消防", "v3"),
        exempt,
        check(code(5), "2026-10-01", own, ""), // after the cut-off
        check(code(6), "2025-12-31", "消防", ""),
        check(code(6), "2025-12-30", "消防", ""),
        on_item,
        // Two rows of one department and day: one visit.
        check(code(8), "2026-01-05", "消防", ""),
        check(code(8), "2026-01-05", "消防", ""),
    ];
    let mut wanted = request("p1");
    wanted.exclude = vec![Exclude {
        reason: "reciprocal".into(),
        when: Condition { codes: vec![code(1).into()], ..Condition::default() },
    }];
    let month = |max, who| Cap { max, period: Period::Months(12), who };
    wanted.frequency.exempt = vec!["投诉举报".into()];
    wanted.frequency.gaps = vec![Gap { months: 6, who: Who::Department }];
    wanted.frequency.caps = vec![
        Cap { max: 1, period: Period::Months(24), who: Who::Items },
        Cap { max: 2, period: Period::Year(2026), who: Who::All },
        month(3, Who::Department),
    ];
    let reasons: Vec<String> =
        seen(one(&rows, wanted.clone(), &checks)).into_iter().map(|(_, reason)| reason).collect();
    assert_eq!(reasons, ["", "reciprocal", "cap-all", "", "", "", "", "item-frequency", ""]);
    wanted.exclude.clear();
    let again = one(&rows, wanted.clone(), &checks);
    assert_eq!(again.reason(1), "checked-recently");
    assert_eq!(
        again.excluded(),
        BTreeMap::from([
            ("cap-all".to_owned(), 1),
            ("checked-recently".to_owned(), 1),
            ("item-frequency".to_owned(), 1)
        ])
    );
    // The department's cap comes before everyone's.
    wanted.frequency.caps = vec![month(1, Who::All), month(1, Who::Department)];
    let last = one(&rows, wanted, &checks);
    assert_eq!([0, 2, 6, 8].map(|i| last.reason(i)), ["cap-reached", "cap-reached", "cap-all", "cap-all"]);
}

#[test]
fn those_due_for_covering_show_it_in_their_class() {
    let mut rows: Vec<Entity> = (0..4).map(|n| firm(n, "640502", "A")).collect();
    rows[2].founded = "2025-01-01".into();
    rows[3].class = String::new();
    let checks = [check(&rows[0].code, "2024-01-01", "市场监管局", "")];
    let mut wanted = request("p1");
    let cover = |mode, newcomers| Some(Cover { years: 3, who: Who::Department, mode, newcomers });
    wanted.frequency.cover = cover(CoverMode::Mark("-覆盖".into()), false);
    let classes = |request: &Request| {
        seen(one(&rows, request.clone(), &checks)).into_iter().map(|(class, _)| class).collect::<Vec<_>>()
    };
    assert_eq!(classes(&wanted), ["A", "A-覆盖", "A", "覆盖"]);
    wanted.frequency.cover = cover(CoverMode::Mark("-覆盖".into()), true);
    assert_eq!(classes(&wanted), ["A", "A-覆盖", "A-覆盖", "覆盖"]);
    wanted.frequency.cover = cover(CoverMode::Exclude, false);
    let reasons: Vec<_> = seen(one(&rows, wanted, &checks)).into_iter().map(|(_, reason)| reason).collect();
    assert_eq!(reasons, ["covered", "", "covered", ""]);
}

#[test]
fn rows_outside_the_grammar_are_refused_by_name() {
    let spoil = |change: fn(&mut Entity)| {
        let mut row = firm(1, "640502", "A");
        change(&mut row);
        gather(&[table(&[row])], &[request("p1")], &[]).unwrap_err()
    };
    let reason = |fault: Text| {
        assert_eq!(fault.id, "frame-row");
        ids(vec![fault]).remove(0)
    };
    assert_eq!(reason(spoil(|row| row.name = "甲\u{7}".into())), "frame-row:text-control");
    assert_eq!(reason(spoil(|row| row.name = "e\u{301}".into())), "frame-row:text-not-nfc");
    assert_eq!(reason(spoil(|row| row.code = "abc".into())), "frame-row:code-malformed");
    assert_eq!(reason(spoil(|row| row.area = String::new())), "frame-row:area-malformed");
    assert_eq!(reason(spoil(|row| row.class = "A;B".into())), "frame-row:element-malformed");
    let rows = [firm(1, "640502", "A"), firm(1, "640521", "A")];
    assert_eq!(gather(&[table(&rows)], &[request("p1")], &[]).unwrap_err().id, "frame-code-twice");
}

#[test]
fn faults_of_strata_are_all_told() {
    let rows = [firm(1, "640502", "A"), firm(2, "640502", "B"), firm(3, "640521", "C")];
    let layer = |stratum: &str, areas: &[&str], classes: &[&str]| Layer {
        stratum: stratum.into(),
        areas: list(areas),
        classes: list(classes),
    };
    let stratify = |layers: &[Layer]| ids(one(&rows, request("p1"), &[]).stratify(layers).unwrap_err());
    assert_eq!(stratify(&[]), ["frame-no-layer"; 3]);
    assert_eq!(
        stratify(&[layer("甲", &["6405"], &[]), layer("乙", &["640521"], &["C"])]),
        ["frame-two-layers"]
    );
    assert_eq!(
        stratify(&[layer("甲", &["640502"], &[]), layer("甲", &["640521"], &[])]),
        ["frame-layer-twice"]
    );
    assert_eq!(
        stratify(&[layer("甲;", &["6x"], &[]), layer("乙", &["*"], &[])]),
        ["frame-layer:element-malformed"]
    );
}

#[test]
fn parts_share_one_pool() {
    let rows = [firm(1, "640502", "A"), firm(2, "640521", "B"), firm(3, "640502", "C")];
    let mut second = request("p2");
    second.scope.within.areas = list(&["640521"]);
    let frames: Vec<Frame> = (gather(&[table(&rows[..2]), table(&rows[2..])], &[request("p1"), second], &[])
        .unwrap())
    .into_iter()
    .map(whole)
    .collect();
    assert_eq!(frames.iter().map(Frame::len).collect::<Vec<_>>(), [3, 1]);
    assert_eq!(frames[0].place(1), frames[1].place(0));
    assert_eq!(frames[0].pool().find(&rows[1].code), Some(1));
    assert_eq!(frames[0].pool().find("9"), None);
}

#[test]
fn an_empty_frame_is_a_header() {
    let frame = whole(one(&[], request("p1"), &[]));
    let mut out = Vec::new();
    let digest = frame.write(&mut out, &Quiet).unwrap();
    assert_eq!(out, b"code,name,area,class,stratum,excluded\n");
    assert_eq!(digest.root, Digest::of(b""));
    assert_eq!((digest.rows, digest.strata[0].rows), (0, 0));
}

#[test]
fn a_frame_that_cannot_be_written_says_so() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("disk full"))
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let frame = whole(one(&[firm(1, "640502", "A")], request("p1"), &[]));
    assert_eq!(frame.write(&mut Full, &Quiet).unwrap_err().id, "frame-write");
}

/// RFC 6962 by its definition: split at the largest power of two below.
fn naive_root(lines: &[&str]) -> Digest {
    match lines {
        [] => Digest::of(b""),
        [one] => leaf(one.as_bytes()),
        many => {
            let split = many.len().next_power_of_two() / 2;
            node(&naive_root(&many[..split]), &naive_root(&many[split..]))
        }
    }
}

#[test]
fn large_frames_cross_the_blocks() {
    let rows: Vec<Entity> = (0..150_000).rev().map(|n| firm(n, "640502", "A")).collect();
    let checks: Vec<PastCheck> =
        rows.iter().step_by(7).map(|row| check(&row.code, "2026-09-01", "市场监管局", "")).collect();
    let mut wanted = request("p1");
    wanted.frequency.gaps = vec![Gap { months: 6, who: Who::Department }];
    let frame = whole(one(&rows, wanted, &checks));
    let mut out = Vec::new();
    let digest = frame.write(&mut out, &Quiet).unwrap();
    assert_eq!(digest.sha256, Digest::of(&out));
    let text = String::from_utf8(out).unwrap();
    let lines: Vec<&str> = text.lines().skip(1).collect();
    assert_eq!(lines.len(), rows.len());
    assert_eq!(naive_root(&lines), digest.root);
    assert_eq!(digest.excluded["checked-recently"], checks.len() as u64);
}

fn entities() -> impl Strategy<Value = Vec<Entity>> {
    let name = "[\u{4e00}-\u{4e20}a-z ,\"]{0,8}";
    let row =
        (0u32..10_000, prop::sample::select(vec!["640502", "640502001", "640521", "6501"]), "[A-D]?", name);
    prop::collection::vec(row, 0..60).prop_map(|rows| {
        let rows: BTreeMap<u32, Entity> = rows
            .into_iter()
            .map(|(n, area, class, name)| (n, Entity { name, ..firm(n, area, &class) }))
            .collect();
        rows.into_values().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn bytes_depend_on_content_alone(rows in entities(), shuffle in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>()) {
        let checks: Vec<PastCheck> = rows.iter().step_by(3).map(|row| check(&row.code, "2026-09-01", "市场监管局", "")).collect();
        let mut wanted = request("p1");
        wanted.frequency.gaps = vec![Gap { months: 6, who: Who::Department }];
        let bytes = |tables: &[DataFrame], checks: &[PastCheck]| {
            let frame = whole(gather(tables, std::slice::from_ref(&wanted), checks).unwrap().remove(0));
            let mut out = Vec::new();
            let digest = frame.write(&mut out, &Quiet).unwrap();
            (out, digest)
        };
        let (out, digest) = bytes(&[table(&rows)], &checks);
        // Another order of rows, checks and partitions.
        let mut other = rows.clone();
        if !other.is_empty() {
            other.rotate_left(shuffle.index(rows.len()));
            other.reverse();
        }
        let cut = if other.is_empty() { 0 } else { cut.index(other.len()) };
        let reversed: Vec<PastCheck> = checks.iter().rev().cloned().collect();
        prop_assert_eq!(&(out.clone(), digest.clone()), &bytes(&[table(&other[cut..]), table(&other[..cut])], &reversed));

        // The file reads back, sorted and unique, with the counts the plan will tell.
        let text = String::from_utf8(out).unwrap();
        let lines: Vec<&str> = text.strip_suffix('\n').unwrap().split('\n').skip(1).collect();
        prop_assert_eq!(lines.len() as u64, digest.rows);
        prop_assert_eq!(naive_root(&lines), digest.root);
        let mut last = String::new();
        let mut excluded = 0;
        for (line, row) in lines.iter().zip(&rows) {
            let fields = split_line::<6>(line).unwrap();
            prop_assert!(fields[0].as_ref() > last.as_str());
            last = fields[0].to_string();
            prop_assert_eq!(&fields[0], &row.code);
            prop_assert_eq!(&fields[1], &row.name);
            excluded += u64::from(!fields[5].is_empty());
        }
        prop_assert_eq!(excluded, digest.excluded.values().sum::<u64>());
        prop_assert_eq!(digest.strata[0].eligible, digest.rows - excluded);
    }
}

/// Visits that other plans have drawn fill a cap before they take place; those
/// of secret lists go by the common reasons.
#[test]
fn planned_visits_count_until_they_are_carried_out() {
    use choucha::domain::Planned;
    use choucha::frame::{ALREADY_DRAWN, CAP_ALL, CHECKED_RECENTLY, Cap, Gap, Period, Who, gather_tables};

    let rows: Vec<_> = (0..9).map(|n| firm(n, "640502", "A")).collect();
    let planned = |n: u32, from: &str, to: &str, department: &str, sealed| Planned {
        code: firm(n, "640502", "A").code,
        visit: format!("P/1#{n}"),
        window: [day(from), day(to)],
        departments: vec![(department.to_owned(), vec!["X1".to_owned()])],
        sealed,
    };
    let visits = [
        planned(1, "2026-10-08", "2026-12-20", "消防救援大队", false),
        planned(2, "2026-10-08", "2026-12-20", "消防救援大队", true),
        // Next year's does not fill this year's cap.
        planned(3, "2027-01-04", "2027-03-31", "消防救援大队", false),
        // Carried out, with the history as witness: one visit, not two.
        planned(4, "2026-09-01", "2026-09-30", "消防救援大队", false),
        // A complaint within the window is not that visit.
        planned(5, "2026-09-01", "2026-09-30", "消防救援大队", false),
        planned(6, "2026-10-08", "2026-12-20", "市场监管局", false),
        // The window ended before the period began.
        planned(7, "2025-10-01", "2025-12-31", "消防救援大队", false),
    ];
    let code = |n| firm(n, "640502", "A").code;
    let mut checks = vec![
        check(&code(4), "2026-09-10", "消防救援大队", ""),
        check(&code(5), "2026-09-10", "消防救援大队", ""),
    ];
    checks[1].source = "投诉举报".into();
    let with = |max, period, who| {
        let mut request = request("p1");
        request.frequency.exempt = vec!["投诉举报".into()];
        request.frequency.caps = vec![Cap { max, period, who }];
        request
    };
    let excluded = |request: Request| {
        let read = |_: usize| Ok(table(&rows));
        let history = History::new(&checks).with_planned(&visits);
        let rows = gather_tables(1, &read, &[request], &history, &Quiet).unwrap().remove(0);
        (0..9).filter(|i| !rows.is_eligible(*i)).map(|i| (i, rows.reason(i).to_owned())).collect::<Vec<_>>()
    };
    let said = |list: &[(usize, &str)]| list.iter().map(|(n, r)| (*n, (*r).to_owned())).collect::<Vec<_>>();
    let year = excluded(with(1, Period::Year(2026), Who::All));
    let expected = [(1, ALREADY_DRAWN), (2, CAP_ALL), (4, CAP_ALL), (5, ALREADY_DRAWN), (6, ALREADY_DRAWN)];
    assert_eq!(year, said(&expected));
    assert_eq!(excluded(with(2, Period::Year(2026), Who::All)), vec![]);
    let own = excluded(with(1, Period::Months(12), Who::Department));
    assert_eq!(own, said(&[(6, ALREADY_DRAWN)]));
    let items = excluded(with(1, Period::Months(6), Who::Items));
    let expected = [
        (1, ALREADY_DRAWN),
        (2, "item-frequency"),
        (3, ALREADY_DRAWN),
        (5, ALREADY_DRAWN),
        (6, ALREADY_DRAWN),
    ];
    assert_eq!(items, said(&expected));
    let mut gap = request("p1");
    gap.frequency.gaps = vec![Gap { months: 6, who: Who::Department }];
    assert_eq!(excluded(gap), said(&[(6, ALREADY_DRAWN)]));
    let mut recent = request("p1");
    recent.frequency.gaps = vec![Gap { months: 6, who: Who::All }];
    assert!(excluded(recent).contains(&(4, CHECKED_RECENTLY.to_owned())));
}
