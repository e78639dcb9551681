//! The way of a joint plan: drafts approved, merged, left by one, frozen,
//! drawn, reported; and what counts elsewhere meanwhile.

use std::fs;
use std::path::{Path, PathBuf};

use choucha::checker::verify;
use choucha::domain::progress::Quiet;
use choucha::joint::Choices;
use choucha::joint::chart::svg;
use choucha::lang::Lang;
use choucha::workflow::abandon::abandon;
use choucha::workflow::approve::approve;
use choucha::workflow::draw::draw;
use choucha::workflow::freeze::freeze;
use choucha::workflow::joint::{Suggesting, merge, rules, set_rules, suggest, withdraw};
use choucha::workflow::joint_report::joint_report;
use choucha::workflow::plans::read_plan;
use choucha::workflow::prepare::prepare;
use choucha::workflow::publish::{self, publish};
use choucha::workflow::reveal::{Given, reveal};
use choucha::workflow::status::status;
use choucha::workflow::{Office, Refusal};

use crate::tiny::{APPROVED, COMMITTED, DRAWN, DUE, FROZEN, LOTTERY, REVEAL_BY, at, set_up};

pub fn draft_file(dir: &Path, plan: &str, department: &str, item: &str, rate: &str) -> PathBuf {
    let text = format!(
        r#"plan = "{plan}"
title = "虚构的抽查"
cutoff = "2026-09-30"
window = ["2026-10-12", "2026-12-20"]
reveal_by = "{REVEAL_BY}"

[frequency]
cap = [{{ max = 1, year = true, who = "all" }}]

[[source]]
name = "lottery"
kind = "public"
describe = "虚构的号码"
when = "{DUE}"
form = {{ count = 3, width = 2 }}

[[part]]
name = "{}"
department = "{department}"
items = ["{item}"]
scope = {{ areas = ["640502"] }}
strata = [{{ by = "class", rate = "{rate}", reserves = 1 }}]
"#,
        plan.to_lowercase()
    );
    let file = dir.join(format!("{plan}.toml"));
    fs::write(&file, text).unwrap();
    file
}

struct Story {
    office: Office,
    drafts: Vec<PathBuf>,
    joint: PathBuf,
}

fn drafts(dir: &Path) -> Story {
    let office = set_up(dir);
    let drafts = vec![
        draft_file(dir, "M", "市场监管局", "SC-1", "20%"),
        draft_file(dir, "F", "消防救援大队", "XF-1", "30%"),
        draft_file(dir, "W", "文化和旅游局", "XF-1", "10%"),
    ];
    Story { office, drafts, joint: dir.join("联合.toml") }
}

fn merged(dir: &Path) -> Story {
    let story = drafts(dir);
    let choices = Choices { plan: Some("J".into()), ..Choices::default() };
    merge(&story.office, &story.drafts, &choices, &story.joint, &Quiet).unwrap();
    story
}

#[track_caller]
fn refused<T: std::fmt::Debug>(done: Result<T, Refusal>) -> (&'static str, Vec<&'static str>) {
    let refusal = done.unwrap_err();
    (refusal.text.id, refusal.faults.iter().map(|fault| fault.id).collect())
}

fn draw_it(office: &mut Office, plan: &str) {
    at(office, DRAWN);
    let given = Given { source: "lottery".into(), value: LOTTERY.into(), ..Given::default() };
    reveal(office, plan, given).unwrap();
    draw(office, plan, &Quiet).unwrap();
}

#[test]
fn three_departments_become_two_and_every_firm_is_visited_once() {
    let dir = tempfile::tempdir().unwrap();
    let Story { mut office, drafts, joint } = merged(dir.path());
    let how = Suggesting { seeds: 8, top: 20, rules: None };
    let found = suggest(&office, &drafts, &how, &Quiet).unwrap();
    assert_eq!((found.proposals.len(), found.seeds), (4, 0), "same strata: nothing to simulate");
    assert_eq!(found.proposals[0].plans, ["M", "F", "W"]);

    at(&mut office, APPROVED);
    approve(&office, &joint, "同意").unwrap();
    assert_eq!(refused(freeze(&office, &joint, false, &Quiet)).0, "freeze-parts-unapproved");
    approve(&office, &drafts[0], "同意").unwrap();
    approve(&office, &drafts[1], "").unwrap();
    assert_eq!(
        refused(freeze(&office, &joint, false, &Quiet)),
        ("freeze-parts-unapproved", vec!["joint-unapproved"])
    );
    // A draft within a joint plan is not frozen by itself.
    assert_eq!(refused(freeze(&office, &drafts[1], false, &Quiet)), ("plan-faults", vec!["joint-merged"]));

    at(&mut office, COMMITTED);
    let before = fs::read(&joint).unwrap();
    let (out, who) = (&joint, "文化和旅游局");
    assert_eq!(refused(withdraw(&office, out, "市场监管局", None, "")).0, "joint-withdraw-lead");
    assert_eq!(refused(withdraw(&office, out, "公安局", None, "")).0, "joint-withdraw-unknown");
    let done = withdraw(&office, out, who, None, "另行检查").unwrap();
    assert_eq!(done.departments, ["市场监管局", "消防救援大队"]);
    assert_eq!(refused(withdraw(&office, out, "消防救援大队", None, "")).0, "joint-withdraw-last");
    // The text it left is never frozen, the new one is not approved yet.
    let old = dir.path().join("旧.toml");
    fs::write(&old, before).unwrap();
    assert_eq!(refused(freeze(&office, &old, true, &Quiet)), ("plan-faults", vec!["joint-withdrawn"]));
    at(&mut office, FROZEN);
    assert_eq!(refused(freeze(&office, out, false, &Quiet)).0, "freeze-unapproved");
    approve(&office, out, "同意").unwrap();

    // A part that no longer says what its department approved.
    let text = fs::read_to_string(out).unwrap();
    let changed = dir.path().join("改.toml");
    fs::write(&changed, text.replace("30%", "25%")).unwrap();
    assert_eq!(refused(freeze(&office, &changed, true, &Quiet)), ("plan-faults", vec!["joint-changed"]));
    fs::write(&changed, text.replace("2026-12-20", "2026-12-31")).unwrap();
    assert_eq!(refused(freeze(&office, &changed, true, &Quiet)).1, ["joint-beyond", "joint-beyond"]);

    freeze(&office, out, false, &Quiet).unwrap();
    assert_eq!(refused(withdraw(&office, out, "消防救援大队", None, "")).0, "joint-withdraw-frozen");
    draw_it(&mut office, "J");
    let plan = fs::read_to_string(office.paths.attempts().join("J-1/plan.json")).unwrap();
    let plan: serde_json::Value = serde_json::from_str(&plan).unwrap();
    for (part, draft) in plan["parts"].as_array().unwrap().iter().zip(["M", "F"]) {
        assert_eq!(part["draft"]["plan"], draft);
        assert_eq!(part["approval"]["by"], "经办人");
    }
    assert_eq!(plan["approval"]["by"], "经办人");
    assert!(plan["approval"].get("note").is_none());
    assert_eq!(plan["withdrawn"][0]["department"], who);
    assert_eq!((&plan["lead"], plan["withdrawn"].as_array().unwrap().len()), (&"市场监管局".into(), 1));

    // 20 % and 30 % of two classes of 20: 12 firms instead of 8 + 12.
    let report = joint_report(&office, "J", 10, 5, &Quiet).unwrap();
    assert_eq!((report.merged, report.duties, report.saved), (12, 20, 8));
    assert!(report.coincide && report.floor.rounded(3) == "12.000" && report.apart.rounded(0) == "20");
    assert!(report.independent.0 > report.floor.0 && report.independent < report.apart);
    assert_eq!(report.by_departments.into_iter().collect::<Vec<_>>(), [(1, 4), (2, 8)]);
    assert_eq!((report.areas.len(), report.areas[0].saved), (1, 8));
    let saved: Vec<String> = report.departments.iter().map(|line| line.saved.rounded(1)).collect();
    assert_eq!(saved, ["4.0", "4.0"]);
    assert!(report.burdened.len() == 5 && report.burdened[0].name.contains("虚构公司"));
    assert_eq!(
        joint_report(&office, "J", 10, 5, &Quiet).unwrap().apart,
        report.apart,
        "always the same figures"
    );

    let bundle = dir.path().join("bundle");
    publish(&office, "J", &bundle, publish::Options::default(), &Quiet).unwrap();
    verify(&bundle, &Quiet).unwrap();
    let status = status(&office, &Quiet).unwrap();
    assert!(
        !status.damaged && status.awaits.iter().any(|text| text.id == "status-merged"),
        "{:?}",
        status.awaits
    );
}

#[test]
fn visits_drawn_elsewhere_count_before_they_are_carried_out() {
    let dir = tempfile::tempdir().unwrap();
    let Story { mut office, drafts, .. } = drafts(dir.path());
    at(&mut office, APPROVED);
    for draft in &drafts {
        approve(&office, draft, "").unwrap();
    }
    at(&mut office, FROZEN);
    freeze(&office, &drafts[0], false, &Quiet).unwrap();
    let rows = |office: &Office, reason: &str| {
        let text = read_plan(&drafts[1]).unwrap();
        let report = prepare(office, &text, &Quiet).unwrap().report;
        let told = report.warnings.iter().any(|text| text.id == "plan-check-planned");
        (report.parts[0].excluded.get(reason).copied().unwrap_or_default(), told)
    };
    // One check stands in the history, and the year allows one.
    assert_eq!(rows(&office, "cap-all"), (1, false));
    assert_eq!(rows(&office, "already-drawn"), (0, false));
    draw_it(&mut office, "M");
    assert_eq!((rows(&office, "cap-all"), rows(&office, "already-drawn")), ((1, true), (8, true)));
    // Given up, its visits count no more.
    abandon(&office, "M", "演示").unwrap();
    assert_eq!(rows(&office, "already-drawn"), (0, false));
}

#[test]
fn rules_are_kept_and_a_frozen_draft_is_not_merged() {
    let dir = tempfile::tempdir().unwrap();
    let Story { mut office, drafts, joint } = drafts(dir.path());
    let file = dir.path().join("规定.toml");
    fs::write(&file, "[[must]]\nbasis = \"某局〔2026〕1号\"\nshare = \"50%\"\n[alert]\nday = 2\n").unwrap();
    set_rules(&office, &file).unwrap();
    assert_eq!((rules(&office).unwrap().must.len(), rules(&office).unwrap().alert.day), (1, 2));
    let how = Suggesting { seeds: 8, top: 2, rules: None };
    let found = suggest(&office, &drafts, &how, &Quiet).unwrap();
    assert_eq!(found.proposals[0].must.as_deref(), Some("某局〔2026〕1号"));
    assert_eq!((found.proposals.len(), found.left_out), (2, 2));

    at(&mut office, APPROVED);
    approve(&office, &drafts[0], "").unwrap();
    at(&mut office, FROZEN);
    freeze(&office, &drafts[0], false, &Quiet).unwrap();
    let done = merge(&office, &drafts, &Choices::default(), &joint, &Quiet);
    assert_eq!(refused(done), ("joint-conflicts", vec!["joint-draft-frozen"]));
    assert!(!joint.exists());
    let done = merge(&office, &drafts[1..], &Choices::default(), &joint, &Quiet).unwrap();
    assert_eq!(done.parts.len(), 2);
    assert_eq!(refused(merge(&office, &drafts[1..], &Choices::default(), &joint, &Quiet)).0, "file-exists");
}

/// Tags of an SVG close in order and nothing is left unescaped.
fn well_formed(svg: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = svg;
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('>'), "a stray > before {}", &rest[at..]);
        let end = rest.find('>').unwrap();
        let tag = &rest[at + 1..end];
        assert!(!tag.contains('<') && tag.matches('"').count().is_multiple_of(2), "{tag}");
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(name);
        }
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{open:?}");
    let entities = svg.match_indices('&').all(|(at, _)| {
        ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"].iter().any(|known| svg[at..].starts_with(known))
    });
    assert!(entities, "an unescaped &");
}

#[test]
fn the_chart_is_well_formed_and_says_what_it_shows() {
    let dir = tempfile::tempdir().unwrap();
    let Story { mut office, drafts, joint } = drafts(dir.path());
    let choices =
        Choices { plan: Some("J".into()), title: Some("<一&二> \"三\"".into()), ..Choices::default() };
    merge(&office, &drafts[..2], &choices, &joint, &Quiet).unwrap();
    at(&mut office, FROZEN);
    freeze(&office, &joint, true, &Quiet).unwrap();
    assert_eq!(refused(joint_report(&office, "J", 5, 5, &Quiet)).0, "amend-not-drawn");
    draw_it(&mut office, "J");
    let report = joint_report(&office, "J", 5, 5, &Quiet).unwrap();
    for (lang, word) in [(Lang::Zh, "联合抽取"), (Lang::En, "Joint draw")] {
        let svg = svg(&report, lang);
        well_formed(&svg);
        assert!(
            svg.contains(word)
                && svg.contains("<title")
                && svg.contains("<desc")
                && svg.contains("&lt;一&amp;二&gt;")
        );
    }
    let csv = String::from_utf8(report.csv()).unwrap();
    assert!(csv.starts_with("section,key,name,visits,apart,saved\ntotal,merged,,12,20,8\n"), "{csv}");
    assert!(
        csv.lines().any(|line| line.starts_with("area,640502,宁夏回族自治区中卫市沙坡头区,12,20,8")),
        "{csv}"
    );
}
