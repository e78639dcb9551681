//! What is fixed at the freeze: roster, bars, plan.json.

use std::collections::{BTreeMap, BTreeSet};

use choucha::domain::inspector::State;
use choucha::domain::progress::Quiet;
use choucha::domain::{Bar, Digest, Inspector};
use choucha::draw::document::{FileDigest, PlanDocument};
use choucha::plan::barred::{self, mark};
use choucha::plan::document::{Inputs, document};
use choucha::plan::{Review, RosterRules, roster};
use serde_json::json;

use super::*;

const WINDOW: [&str; 2] = ["2026-10-08", "2026-12-20"];

fn rules() -> RosterRules {
    RosterRules { review: Review::Kept, leave_days: 0 }
}

fn available(change: impl FnOnce(&mut Inspector), rules: &RosterRules) -> String {
    let mut row = inspector(1, "甲");
    change(&mut row);
    roster::list(&[row], &[], rules, WINDOW.map(day))[0].available.to_owned()
}

#[test]
fn the_first_reason_stands() {
    let rules = rules();
    assert_eq!(available(|_| (), &rules), "yes");
    assert_eq!(available(|row| row.state = State::Revoked, &rules), "revoked");
    assert_eq!(available(|row| row.state = State::Suspended, &rules), "suspended");
    assert_eq!(available(|row| row.expert = true, &rules), "expert");
    assert_eq!(available(|row| row.state = State::Leave, &rules), "leave");
    let leave = |from: &str, to: &str, days: u32| {
        let change = |row: &mut Inspector| {
            row.leave_from = Some(day(from));
            row.leave_to = Some(day(to));
            row.state = State::Leave;
        };
        available(change, &RosterRules { leave_days: days, ..rules })
    };
    assert_eq!(leave("2026-09-01", "2026-10-07", 0), "yes");
    assert_eq!(leave("2026-09-01", "2026-10-08", 0), "leave");
    assert_eq!(leave("2026-12-20", "2027-02-01", 0), "leave");
    assert_eq!(leave("2026-12-21", "2027-02-01", 0), "yes");
    assert_eq!(leave("2026-10-08", "2026-10-12", 5), "yes");
    assert_eq!(leave("2026-10-08", "2026-10-13", 5), "leave");
    assert_eq!(available(|row| row.reviewed = Some(2025), &rules), "yes");
    assert_eq!(available(|row| row.reviewed = Some(2024), &rules), "unreviewed");
    assert_eq!(
        available(|row| row.reviewed = Some(2024), &RosterRules { review: Review::Off, ..rules }),
        "yes"
    );
    let all = RosterRules { review: Review::All, ..rules };
    assert_eq!(available(|_| (), &all), "unreviewed");
    assert_eq!(available(|row| row.valid_from = day("2026-03-01"), &all), "yes", "none was due");
}

#[test]
fn a_department_that_keeps_reviews_needs_them_of_all() {
    let mut rows = vec![inspector(1, "甲"), inspector(2, "甲"), inspector(3, "乙")];
    rows[0].reviewed = Some(2025);
    let listed = roster::list(&rows, &[], &rules(), WINDOW.map(day));
    assert_eq!(listed.iter().map(|row| row.available).collect::<Vec<_>>(), ["yes", "unreviewed", "yes"]);
}

#[test]
fn the_roster_is_canonical() {
    let mut rows = vec![inspector(2, "甲"), inspector(1, "甲"), inspector(3, "乙")];
    rows[1].name = "欧阳,某".into();
    rows[1].competences.push("食品".into());
    rows[1].areas = vec!["640502".into(), "6401".into()];
    rows[1].valid_to = day("9999-12-31");
    let (bytes, count) = roster::write(&rows, &["甲"], &rules(), WINDOW.map(day)).unwrap();
    assert_eq!(count, 2);
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "inspector,name,department,areas,competences,valid_from,valid_to,available\n\
         宁0001,\"欧阳,某\",甲,640502;6401,综合;食品,2024-01-01,9999-12-31,yes\n\
         宁0002,人2,甲,*,综合,2024-01-01,2028-12-31,yes\n"
    );
    let write = |rows: &[Inspector]| roster::write(rows, &[], &rules(), WINDOW.map(day)).unwrap_err();
    assert_eq!(write(&[rows[0].clone(), rows[0].clone()]).id, "plan-roster-twice");
    rows[1].competences[0] = "食;品".into();
    assert_eq!(ids(vec![write(&rows)]), ["plan-roster-row:element-malformed"]);
}

#[test]
fn bars_are_hidden_and_open() {
    let bar = |code: &str, inspector: &str, until: &str| Bar {
        code: code.into(),
        inspector: inspector.into(),
        reason: "亲属".into(),
        until: day(until),
    };
    let bars = [
        bar("91B", "宁1", "9999-12-31"),
        bar("91A", "宁2", "2026-10-08"),
        bar("91A", "宁1", "2026-10-07"),
        bar("91A", "宁2", "9999-12-31"),
    ];
    let pairs = barred::in_force(&bars, day("2026-10-08"));
    assert_eq!(pairs.len(), 2);
    let mut next = 0_u8;
    let mut salt = || {
        next += 1;
        Ok(Digest([next; 32]))
    };
    let (bytes, openings) = barred::write(&pairs, &mut salt).unwrap();
    let expected = format!(
        "code,mark\n91A,{}\n91B,{}\n",
        mark(&Digest([1; 32]), "宁2", "91A"),
        mark(&Digest([2; 32]), "宁1", "91B")
    );
    assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    assert_eq!(
        openings.iter().map(|o| (o.code.as_str(), o.inspector.as_str())).collect::<Vec<_>>(),
        [("91A", "宁2"), ("91B", "宁1")]
    );
    // The mark by hand: printf 'choucha/1 barred\nSALT\nINSPECTOR\nCODE\n' | sha256sum
    let lines = format!("choucha/1 barred\n{}\n宁2\n91A\n", openings[0].salt);
    assert_eq!(mark(&openings[0].salt, "宁2", "91A"), Digest::of(lines.as_bytes()));
    assert_eq!(barred::write(&pairs, &mut || Ok(Digest([0; 32]))).unwrap_err().id, "plan-barred-salt");
    let odd = BTreeSet::from([("91a".to_owned(), "宁1".to_owned())]);
    assert_eq!(
        ids(vec![barred::write(&odd, &mut || Ok(Digest([0; 32]))).unwrap_err()]),
        ["plan-barred-pair:code-malformed"]
    );
    assert_eq!(barred::write(&BTreeSet::new(), &mut || Ok(Digest([0; 32]))).unwrap().0, b"code,mark\n");
}

#[test]
fn only_bars_that_can_matter_are_kept() {
    let rows = [firm(1, "640502", "A")];
    let spec = spec(&plan("strata = [{ name = \"全部\", rate = \"3%\" }]"));
    let framed = frames(&spec, &[item("X1", "不低于3%")], &rows, &[]);
    let people = [inspector(1, "市场监管局")];
    let listed = roster::list(&people, &[], &rules(), WINDOW.map(day));
    let pair = |code: &str, who: &str| (code.to_owned(), who.to_owned());
    let pairs =
        BTreeSet::from([pair(&rows[0].code, "宁0001"), pair(&rows[0].code, "宁0009"), pair("91X", "宁0001")]);
    assert_eq!(barred::relevant(pairs, &framed, &listed), BTreeSet::from([pair(&rows[0].code, "宁0001")]));
}

#[test]
fn the_document_holds_what_was_decided() {
    let part = "scope = { areas = [\"沙坡头区\"] }\nexclude = [{ reason = \"low\", classes = [\"B\"] }]\nstrata = [{ by = \"class\", rate = \"3%\", reserves = 1 }]";
    let text = plan(part)
        .replace("[[source]]", "number = \"〔2026〕1号\"\nsealed = true\n\n[[source]]\nname = \"observer\"\nkind = \"commitment\"\n\n[[source]]")
        .replace("[[part]]", "[wording]\n\"按上级部署\" = \"不低于3%\"\n\n[[part]]");
    let spec = spec(&text);
    let items = [item("X1", "按上级部署")];
    let rows: Vec<_> = (0..20).map(|n| firm(n, "640502", ["A", "B"][n as usize % 2])).collect();
    let framed = frames(&spec, &items, &rows, &[]);
    let mut bytes = Vec::new();
    let written = framed[0].frame.write(&mut bytes, &Quiet).unwrap();
    let inputs = |commitments| {
        Inputs {
            office: "示例县市场监督管理局",
            serial: 1,
            previous: None,
            attempt: 1,
            registry: Digest::of(b"manifest"),
            items: &items,
            frames: &[(&framed[0], written.clone())],
            roster: FileDigest { rows: 0, sha256: Digest::of(b"") },
            barred: FileDigest { rows: 0, sha256: Digest::of(b"") },
            commitments,
            parts: &BTreeMap::new(),
            more: BTreeMap::from([("practice".to_owned(), json!(true))]),
        }
        .into_document(&spec)
    };
    let none = BTreeMap::new();
    assert_eq!(inputs(&none).unwrap_err().id, "plan-document-commitment");
    let known = BTreeMap::from([("observer".to_owned(), Digest::of(b"c"))]);
    let plan = inputs(&known).unwrap();
    let canonical = plan.to_bytes().unwrap();
    assert_eq!(PlanDocument::parse(&canonical).unwrap(), plan);
    assert!(String::from_utf8(canonical).unwrap().contains("\"wording\":[[\"按上级部署\",\"不低于3%\"]]"));
    let part = &plan.parts[0];
    assert_eq!((part.rows, part.sha256, part.excluded["low"]), (20, Digest::of(&bytes), 10));
    assert_eq!(part.competences, ["综合"]);
    assert_eq!(part.strata.len(), 2);
    assert_eq!(part.more["versions"], json!([1]));
    assert_eq!(part.scope["within"]["areas"], json!(["640502"]));
    assert_eq!(plan.more["number"], json!("〔2026〕1号"));
    assert_eq!((&plan.more["sealed"], &plan.more["practice"]), (&json!(true), &json!(true)));
    assert!(!plan.more.contains_key("urgent"));
}

trait IntoDocument {
    fn into_document(self, spec: &PlanSpec) -> Result<PlanDocument>;
}

impl IntoDocument for Inputs<'_> {
    fn into_document(self, spec: &PlanSpec) -> Result<PlanDocument> {
        document(spec, self)
    }
}
