//! The report before anything is fixed.

use std::collections::BTreeMap;

use choucha::domain::entity::Entity;
use choucha::domain::{Inspector, Item, PastCheck};
use choucha::lang::Lang;
use choucha::plan::wording::YearSoFar;
use choucha::plan::{CheckInputs, CheckReport, check as run};

use super::*;

struct Case {
    toml: String,
    items: Vec<Item>,
    rows: Vec<Entity>,
    inspectors: Vec<Inspector>,
    checks: Vec<PastCheck>,
    year: BTreeMap<String, YearSoFar>,
}

impl Case {
    fn new(part: &str) -> Self {
        Self {
            toml: plan(part),
            items: vec![item("X1", "不低于3%")],
            rows: (0..100).map(|n| firm(n, "640502", "A")).collect(),
            inspectors: (0..8).map(|n| inspector(n, "市场监管局")).collect(),
            checks: vec![],
            year: BTreeMap::new(),
        }
    }

    fn plain() -> Self {
        Self::new("strata = [{ name = \"全部\", rate = \"3%\", reserves = 1 }]")
    }

    fn run(&self) -> CheckReport {
        let spec = spec(&self.toml);
        // Items that may not be used still let the rest be looked at.
        let usable = [item("X1", "不低于3%")];
        let items = if requests(&spec, &self.items).is_ok() { &self.items[..] } else { &usable };
        let framed = frames(&spec, items, &self.rows, &self.checks);
        let report = run(
            &spec,
            &CheckInputs {
                linked: None,
                items: &self.items,
                framed: &framed,
                inspectors: &self.inspectors,
                bars: &[],
                history: &self.checks,
                year: &self.year,
            },
        );
        for lang in [Lang::Zh, Lang::En] {
            for text in report.warnings.iter().chain(&report.faults) {
                let said = lang.say(text);
                assert!(!said.contains('{') && said != text.to_string(), "{said}");
            }
        }
        report
    }

    fn warnings(&self) -> Vec<String> {
        let report = self.run();
        assert_eq!(ids(report.faults), Vec::<String>::new());
        ids(report.warnings)
    }

    fn faults(&self) -> Vec<String> {
        ids(self.run().faults)
    }
}

#[test]
fn what_an_item_leaves_unstated_is_told_once() {
    let mut case = Case::plain();
    case.items[0].procedure.archive.clear();
    case.items[0].method.clear();
    let report = case.run();
    let told: Vec<_> = report.warnings.iter().filter(|text| text.id == "plan-check-unstated").collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].arg("missing").unwrap(), "检查方式、归档方式");
}

#[test]
fn a_sound_plan_has_nothing_against_it() {
    let report = Case::plain().run();
    assert_eq!((ids(report.warnings), ids(report.faults)), (vec![], vec![]));
    let part = &report.parts[0];
    assert_eq!((part.rows, part.eligible, part.quota), (100, 100, 3));
    assert_eq!((part.strata[0].rate.as_str(), part.strata[0].reserves), ("3%", 1));
    let department = &report.departments[0];
    assert_eq!(
        (department.visits, department.inspectors, department.duties, department.load_tenths),
        (3, 8, 6, 7)
    );
    assert_eq!((report.visits, report.selections), (3, 3));
}

#[test]
fn each_warning_by_its_own_reason() {
    let with = |part: &str, change: fn(&mut Case)| {
        let mut case = Case::new(part);
        change(&mut case);
        case.warnings()
    };
    let whole = |more: &str| format!("{more}\nstrata = [{{ name = \"全部\", rate = \"3%\" }}]");
    assert_eq!(with("strata = [{ rates = { A = \"3%\", D = \"30%\" } }]", |_| ()), ["plan-check-empty"]);
    assert_eq!(with("strata = [{ name = \"全部\", rate = \"100%\" }]", |_| ()), ["plan-check-all-drawn"]);
    assert_eq!(
        with("strata = [{ name = \"全部\", rate = \"3%\", reserves = 98 }]", |_| ()),
        ["plan-check-reserves"]
    );
    assert_eq!(with(&whole("scope = { status = [\"存续\", \"吊销\"] }"), |_| ()), ["plan-check-status"]);
    assert_eq!(with(&whole("team = 1"), |_| ()), ["plan-check-team"]);
    assert_eq!(
        with(&whole(""), |case| case.items[0].subject = "生态环境局".into()),
        ["plan-check-not-theirs"]
    );
    assert_eq!(
        with(&whole(""), |case| case.items[0].subject = "区市场监督管理部门".into()),
        Vec::<String>::new()
    );
    assert_eq!(
        with(&whole("exclude = [{ reason = \"low\", classes = [\"A\"] }]"), |_| ()),
        ["plan-check-all-excluded", "plan-check-none-drawn", "plan-check-short:plan-wording-below"]
    );
    assert_eq!(
        with("strata = [{ name = \"全部\", rate = \"3%\", round = \"down\" }]", |_| ()),
        ["plan-check-rounding"]
    );
    let plain = |change: fn(&mut Case)| {
        let mut case = Case::plain();
        change(&mut case);
        case.warnings()
    };
    assert_eq!(
        plain(|case| case.toml = case.toml.replace("2026-09-30", "2026-10-08")),
        ["plan-check-cutoff"]
    );
    assert_eq!(
        plain(|case| case.toml = case.toml.replace("2026-10-05T21:15", "2026-10-09T21:15")),
        ["plan-check-when"]
    );
    assert_eq!(
        plain(|case| case.toml = case
            .toml
            .replace("2026-10-05T21:15", "2026-10-10T21:15")
            .replace("2026-10-05T09:00", "2026-10-10T09:00")),
        ["plan-check-reveal", "plan-check-when"]
    );
    assert_eq!(plain(|case| case.checks = vec![check("91A", "2026-10-01", "甲", "")]), ["plan-check-later"]);
    assert_eq!(
        plain(|case| case.inspectors.iter_mut().take(2).for_each(|row| row.valid_to = day("2026-11-01"))),
        ["plan-check-certificates"]
    );
    assert_eq!(plain(|case| case.inspectors.truncate(3)), ["plan-check-thin"]);
}

#[test]
fn missing_people_are_named_by_area_and_competence() {
    let mut case = Case::plain();
    case.items[0].competences = vec!["综合".into(), "特种设备".into()];
    case.inspectors[0].competences.push("特种设备".into());
    let report = case.run();
    assert_eq!(ids(report.warnings.clone()), ["plan-check-few"]);
    let warning = &report.warnings[0];
    assert_eq!(warning.arg("competence").unwrap(), "特种设备");
    assert_eq!(warning.arg("have").unwrap(), "1");
    assert!(warning.arg("areas").unwrap().contains("沙坡头区"), "{warning}");
    case.items[0].competences.clear();
    case.inspectors.iter_mut().for_each(|row| row.areas = vec!["640521".into()]);
    assert_eq!(case.warnings(), ["plan-check-few-area"]);
}

#[test]
fn two_parts_share_visits_and_people() {
    let mut case = Case::plain();
    case.toml += r#"
[[part]]
name = "p2"
department = "市场监管局"
items = ["X2"]
strata = [{ name = "全部", rate = "5%" }]

[[part]]
name = "p3"
department = "消防"
items = ["X3"]
strata = [{ name = "全部", rate = "4%" }]
"#;
    case.items.extend([item("X2", "不低于3%"), item("X3", "不低于3%")]);
    case.items[2].subject = "县级以上消防救援机构".into();
    case.inspectors.extend((20..26).map(|n| inspector(n, "消防")));
    let report = case.run();
    assert_eq!(ids(report.warnings), Vec::<String>::new());
    assert_eq!((report.selections, report.visits), (12, 5), "the greatest of 3, 5 and 4");
    let visits: Vec<_> = report.departments.iter().map(|d| (d.department.as_str(), d.visits)).collect();
    assert_eq!(visits, [("市场监管局", 5), ("消防", 4)]);
    // Nobody has the competences of both parts.
    case.items[1].competences = vec!["食品".into()];
    for row in case.inspectors.iter_mut().take(4) {
        row.competences = vec!["食品".into()];
    }
    assert_eq!(case.warnings(), ["plan-check-together"]);
}

#[test]
fn each_fault_by_its_own_reason() {
    let with = |change: fn(&mut Case)| {
        let mut case = Case::plain();
        change(&mut case);
        case.faults()
    };
    assert_eq!(with(|case| case.items[0].rate = "不低于5%".into()), ["plan-check-bounds:plan-wording-below"]);
    assert_eq!(with(|case| case.items[0].rate = "不超过2%".into()), ["plan-check-bounds:plan-wording-above"]);
    assert!(
        with(|case| {
            case.items[0].rate = "不超过2%".into();
            case.items[0].key = true;
        })
        .is_empty()
    );
    assert_eq!(
        with(|case| {
            case.items[0].rate = "每年2次各3%".into();
            case.year.insert("X1".into(), YearSoFar { draws: 2, billionths: 60_000_000 });
        }),
        ["plan-check-bounds:plan-wording-often"]
    );
    assert_eq!(
        with(|case| case.items[0].rate = "A类不超过1%".into()),
        Vec::<String>::new(),
        "no stratum of class A alone"
    );
    let mut case = Case::new("strata = [{ by = \"class\", rate = \"3%\" }]");
    case.items[0].rate = "A类不超过1%".into();
    assert_eq!(case.faults(), ["plan-check-bounds:plan-wording-above"]);
    assert_eq!(with(|case| case.items[0].rate = "适当".into()), ["plan-item-wording:plan-wording-unknown"]);
    assert_eq!(with(|case| case.items[0].published_on = None), ["plan-item-unpublished"]);
    assert_eq!(with(|case| case.items[0].published_on = Some(day("2026-10-09"))), ["plan-item-unpublished"]);
    assert_eq!(with(|case| case.items[0].approved_on = None), ["plan-item-unapproved"]);
    assert_eq!(with(|case| case.items[0].valid_to = day("2026-11-01")), ["plan-item-ends"]);
    assert_eq!(with(|case| case.items[0].valid_from = day("2026-11-01")), ["plan-item-invalid"]);
    assert_eq!(with(|case| case.items[0].code = "X9".into()), ["plan-item-unknown"]);
    assert_eq!(with(|case| case.rows.clear()), ["plan-check-empty-part"]);
    // A newer version that is not yet published does not stand in the way.
    assert!(
        with(|case| {
            let newer = Item { version: 2, published_on: None, ..case.items[0].clone() };
            case.items.push(newer);
        })
        .is_empty()
    );
}

#[test]
fn rates_by_class_are_weighed_together() {
    // 1 % of 50 and 5 % of 50 are 3 % of all.
    let mut case = Case::new("strata = [{ rates = { A = \"1%\", B = \"5%\" } }]");
    case.rows.iter_mut().skip(50).for_each(|row| row.class = "B".into());
    assert_eq!(case.faults(), Vec::<String>::new());
    case.rows[50].class = "A".into();
    assert_eq!(case.faults(), ["plan-check-bounds:plan-wording-below"]);
    // In an earlier quarter the rest may follow.
    case.toml = case.toml.replace("quarter = 4", "quarter = 2");
    assert_eq!(case.faults(), Vec::<String>::new());
}

#[test]
fn groups_that_cannot_be_formed_or_cannot_go_are_told() {
    let groups = |team: u32| {
        Case::new(&format!(
            "matching = \"group\"\nteam = {team}\nstrata = [{{ name = \"全部\", rate = \"3%\", reserves = 1 }}]"
        ))
    };
    assert_eq!(groups(2).warnings(), Vec::<String>::new());
    // Eight inspectors make one group of five or more.
    assert_eq!(groups(5).warnings(), ["plan-check-groups-thin"]);
    assert_eq!(groups(9).warnings(), ["plan-check-groups-left", "plan-check-groups-none"]);
    // One who serves the county, pooled with others who do not.
    let mut case = groups(4);
    case.inspectors.iter_mut().zip(["640521", "640522"].iter().cycle()).for_each(|(one, area)| {
        one.areas = vec![(*area).to_owned()];
    });
    assert_eq!(case.warnings(), ["plan-check-groups-none"]);
    case.inspectors[..5].iter_mut().for_each(|one| one.areas = vec!["640502".into(), "640521".into()]);
    case.inspectors[5..].iter_mut().for_each(|one| one.areas = vec!["640521".into()]);
    assert_eq!(case.warnings(), ["plan-check-groups-left", "plan-check-groups-thin"]);
    // All are pooled, and one of them does not serve the county.
    let areas = ["6405", "6405", "6405", "6405", "640502", "640502", "640502", "640521"];
    for (one, area) in case.inspectors.iter_mut().zip(areas) {
        one.areas = vec![area.to_owned()];
    }
    assert_eq!(case.warnings(), ["plan-check-groups-unsure"]);
}

#[test]
fn missing_experts_are_told() {
    let mut case = Case::new("experts = 2\nstrata = [{ name = \"全部\", rate = \"3%\", reserves = 1 }]");
    assert_eq!(case.warnings(), ["plan-check-experts"]);
    case.inspectors[0].expert = true;
    assert_eq!(case.warnings(), ["plan-check-experts"]);
    case.inspectors[1].expert = true;
    assert_eq!(case.warnings(), Vec::<String>::new());
    case.inspectors[1].areas = vec!["640521".into()];
    assert_eq!(case.warnings(), ["plan-check-experts"]);
}
