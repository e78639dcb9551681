//! Expectations before any draw, held against sums over single entities and
//! against simulated draws.

use choucha::domain::item::JointItem;
use choucha::domain::progress::Quiet;
use choucha::domain::{Digest, Item};
use choucha::frame::{History, gather_tables};
use choucha::joint::{
    Amount, Choices, Conflict, Draft, DraftText, Overlay, OverlayPart, Rules, merge, same_part, similar,
    suggest, without_department,
};
use choucha::plan::{Framed, PlanSpec, framed, requests};
use proptest::prelude::*;

use crate::plan::{firm, ids, item, spec, table};

/// A draft of one department.
pub fn draft(number: &str, department: &str, more: &str, part: &str) -> String {
    format!(
        r#"plan = "{number}"
title = "第四季度抽查"
quarter = 4
cutoff = "2026-09-30"
reveal_by = "2026-10-05T09:00:00+08:00"
{more}

[[source]]
name = "lottery"
kind = "public"
describe = "双色球"
when = "2026-10-05T21:15:00+08:00"
form = {{ count = 7, width = 2 }}

[[part]]
name = "{}"
department = "{department}"
items = ["X1"]
{part}
"#,
        number.to_lowercase()
    )
}

const WINDOW: &str = "window = [\"2026-10-08\", \"2026-12-20\"]";

/// Frames of some drafts over 900 firms in three counties, in one pool.
fn frames(specs: &[PlanSpec], items: &[Item]) -> Vec<Vec<Framed>> {
    let rows: Vec<_> = (0..900)
        .map(|n| {
            let area = ["640502", "640521", "640522"][n as usize % 3];
            firm(n, area, ["A", "B", "C"][(n / 3) as usize % 3])
        })
        .collect();
    let asked: Vec<_> = specs.iter().flat_map(|spec| requests(spec, items).unwrap()).collect();
    let read = |_: usize| Ok(table(&rows));
    let gathered = gather_tables(1, &read, &asked, &History::new(&[]), &Quiet).unwrap();
    let mut gathered = gathered.into_iter();
    specs
        .iter()
        .map(|spec| framed(spec, items, gathered.by_ref().take(spec.parts.len()).collect()).unwrap())
        .collect()
}

fn items() -> Vec<Item> {
    vec![item("X1", "")]
}

#[test]
fn figures_are_the_sums_over_entities() {
    let specs = [
        spec(&draft(
            "A",
            "甲局",
            WINDOW,
            "strata = [{ by = \"class\", rates = { A = \"1%\", B = \"3%\", C = \"10%\" } }]",
        )),
        spec(&draft(
            "B",
            "乙局",
            WINDOW,
            "scope = { areas = [\"640502\", \"640521\"] }\nstrata = [{ by = \"area\", rate = \"7%\" }]",
        )),
        spec(&draft(
            "C",
            "丙局",
            WINDOW,
            "scope = { areas = [\"640522\"] }\nstrata = [{ name = \"all\", rate = \"5%\", round = \"fair\" }]",
        )),
    ];
    let framed = frames(&specs, &items());
    let parts: Vec<_> = (0..).zip(&framed).map(|(at, own)| OverlayPart::framed(at, &own[0])).collect();
    let overlay = Overlay::new(900, 3, &parts);
    // 300 firms of each class and each county. A: quotas 3, 9, 30; B: 21 of each 300; C: 15 of 300.
    let one = overlay.figures(&[0]);
    assert_eq!((one.apart, one.floor), (Amount::whole(42), Amount::whole(42)));
    assert_eq!(one.independent.rounded(6), "42.000000");
    assert!(one.coincide && one.shared == 0);
    let all = overlay.figures(&[0, 1, 2]);
    assert_eq!((all.shared, all.drawable, all.apart), (900, 900, Amount::whole(42 + 42 + 15)));
    let mut thousandths = 0;
    let mut missed = 0_u64;
    for n in 0..900_u64 {
        let county = if n % 3 == 2 { 50 } else { 70 };
        let class = [10, 30, 100][(n / 3) as usize % 3];
        thousandths += county.max(class);
        missed += (1000 - county) * (1000 - class);
    }
    assert_eq!(all.floor, Amount::mean(thousandths, 1000));
    assert_eq!(all.independent.rounded(9), Amount::mean(900 * 1_000_000 - missed, 1_000_000).rounded(9));
    assert!(!all.coincide && all.selections == all.apart);
    // B and C share nobody.
    let apart = overlay.figures(&[1, 2]);
    assert!(apart.shared == 0 && apart.coincide && apart.floor == apart.apart);
    let pairs: Vec<_> = overlay.pairs().into_iter().map(|(a, b, n, _)| (a, b, n)).collect();
    assert_eq!(pairs, [(0, 1, 600), (0, 2, 300)]);
    let gains = overlay.gains(&[0]);
    assert_eq!((gains[1] + gains[2]).rounded(6), all.apart.less(all.floor).rounded(6));
}

fn suggestion(specs: &[PlanSpec], items: &[Item], rules: &Rules) -> choucha::joint::Suggestion {
    let framed = frames(specs, items);
    let drafts: Vec<Draft<'_>> =
        specs.iter().zip(&framed).map(|(spec, framed)| Draft { spec, framed }).collect();
    suggest(&drafts, items, rules, 24, 20, &Quiet).unwrap()
}

#[test]
fn proposals_are_ranked_and_what_must_be_joint_is_marked() {
    let strata = "strata = [{ by = \"class\", rates = { A = \"1%\", B = \"3%\", C = \"10%\" } }]";
    let far = "window = [\"2027-01-04\", \"2027-01-20\"]\nyear = 2026";
    let specs = [
        spec(&draft("A", "市场监管局", WINDOW, strata)),
        spec(&draft("B", "消防救援大队", WINDOW, strata)),
        spec(&draft(
            "C",
            "文化和旅游局",
            WINDOW,
            "scope = { areas = [\"640522\"] }\nstrata = [{ name = \"all\", rate = \"5%\" }]",
        )),
        spec(&draft(
            "D",
            "生态环境局",
            far,
            "scope = { areas = [\"640522\"] }\nstrata = [{ name = \"all\", rate = \"4%\" }]",
        )),
    ];
    let found = suggestion(&specs, &items(), &Rules::default());
    let plans = |at: usize| found.proposals[at].plans.join("+");
    assert_eq!(plans(0), "A+B+C");
    assert!(!found.proposals[0].exact && found.proposals[0].merged >= found.proposals[0].figures.floor);
    assert_eq!(plans(1), "A+B");
    let pair = &found.proposals[1];
    assert!(pair.exact && pair.merged == Amount::whole(42) && pair.saved == Amount::whole(42));
    assert_eq!(pair.window.map(|window| window[1].to_string()), Some("2026-12-20".to_owned()));
    assert!(pair.must.is_none() && pair.obstacles.is_empty(), "{:?}", pair.obstacles);
    // The same item on both sides.
    let reasons: Vec<&str> = pair.similar[0].2.reasons.iter().map(|reason| reason.id).collect();
    assert_eq!(reasons, ["joint-same-object", "joint-same-method", "joint-same-competence"]);
    let last = found.proposals.iter().filter(|p| p.plans.contains(&"D".to_owned()));
    for proposal in last {
        assert!(
            proposal.obstacles.iter().any(|text| text.id == "joint-windows-apart"),
            "{:?}",
            proposal.plans
        );
        assert_eq!(proposal.window, None);
    }
    assert!(found.seeds > 0 && found.left_out == 0);

    let rules = Rules::parse("[[must]]\nbasis = \"某规定\"\nshare = \"100%\"\nentities = 300", "r").unwrap();
    let found = suggestion(&specs, &items(), &rules);
    let must = |plans: &str| {
        let proposal = found.proposals.iter().find(|p| p.plans.join("+") == plans).unwrap();
        proposal.must.clone()
    };
    assert_eq!(must("A+B").as_deref(), Some("某规定"));
    assert_eq!(must("A+C").as_deref(), Some("某规定"), "all of C's firms are A's");
    let none = Rules::parse("[[must]]\nentities = 901\nsimilar = true", "r").unwrap();
    assert!(suggestion(&specs, &items(), &none).proposals.iter().all(|p| p.must.is_none()));
}

#[test]
fn rules_with_faults_are_refused_and_empty_drafts_propose_nothing() {
    let id = |toml: &str| Rules::parse(toml, "r").unwrap_err().id;
    assert_eq!(id("[[must]]\nbasis = \"x\""), "joint-rules-empty");
    assert_eq!(id("[alert]\ndaily = 3"), "joint-rules-malformed");
    assert_eq!(id("[[must]]\nshare = \"许多\""), "plan-wording-rate");
    assert_eq!(id("must = 3"), "joint-rules-malformed");
    let rules = Rules::parse("[alert]\nweek = 5", "r").unwrap();
    assert_eq!((rules.alert.day, rules.alert.week, rules.alert.month), (1, 5, 3));
    let nobody = "scope = { areas = [\"11\"] }\nstrata = [{ name = \"all\", rate = \"5%\" }]";
    let specs = [spec(&draft("A", "甲局", WINDOW, nobody)), spec(&draft("B", "乙局", WINDOW, nobody))];
    let found = suggestion(&specs, &items(), &Rules::default());
    assert!(found.proposals.is_empty() && found.drafts.iter().all(|draft| draft.entities == 0));
}

#[test]
fn items_are_similar_by_their_words_or_by_a_list() {
    let with = |object: &str, category: &str, method: &str| Item {
        object: object.into(),
        category: category.into(),
        method: method.into(),
        competences: vec![],
        ..item("X1", "")
    };
    let score = |a: &Item, b: &Item| similar(("甲局", a), ("乙局", b)).map(|found| found.score);
    let site = "现场检查";
    assert_eq!(score(&with("加工厂", "安全", site), &with("加工厂、仓库", "安全", site)), Some(85));
    assert_eq!(score(&with("加工厂", "安全", ""), &with("仓库", "安全", "")), None);
    assert_eq!(
        score(&with("特种设备", "", site), &with("特种设备使用单位", "", "现场检查、书面检查")),
        Some(55)
    );
    // By the general list, whatever their words for category.
    let (a, b) = (with("餐饮服务提供者", "食品安全", site), with("餐饮服务提供者", "消防安全", site));
    let found = similar(("沙坡头区市场监管局", &a), ("区消防救援大队", &b)).unwrap();
    assert_eq!((found.score, found.field.as_str()), (100, "餐饮服务"));
    // By the office's own list.
    let own = |item: Item| Item {
        joint: Some(JointItem {
            field: "沙漠旅游".into(), initiator: "甲局".into(), participants: vec![]
        }),
        ..item
    };
    let found =
        similar(("甲局", &own(with("骆驼", "", ""))), ("乙局", &own(with("沙漠车", "", "")))).unwrap();
    assert_eq!((found.score, found.field.as_str()), (100, "沙漠旅游"));
}

fn merged(texts: &[String], choices: &Choices) -> Result<choucha::joint::Merged, Vec<Conflict>> {
    let specs: Vec<PlanSpec> = texts.iter().map(|text| spec(text)).collect();
    let drafts: Vec<DraftText<'_>> = specs
        .iter()
        .zip(texts)
        .map(|(spec, toml)| DraftText { spec, toml, sha256: Digest::of(toml.as_bytes()) })
        .collect();
    merge(&drafts, &[], choices)
}

const PLAIN: &str = "strata = [{ by = \"class\", rates = { A = \"1%\", \"*\" = { rate = \"不低于3%\", min = 1 } }, reserves = 2 }]";

#[test]
fn parts_say_the_same_in_the_joint_plan() {
    let wide = r#"window = ["2026-10-08", "2026-12-20"]
[frequency]
exempt = ["复查"]
gap = [{ months = 6 }]
cap = [{ max = 2, year = true, who = "all" }]
cover = { years = 3 }
[[exclude]]
reason = "young"
founded_since = "2026-07-01"
departments = ["甲局"]
[[exclude]]
reason = "foreign"
tags = ["外企"]
departments = ["丁局"]
[wording]
"按上级部署" = "不低于3%""#;
    let a = draft(
        "A",
        "甲局",
        wide,
        &format!("frequency = {{ exempt = [\"投诉\"], gap = [{{ months = 3, who = \"all\" }}] }}\n{PLAIN}"),
    );
    let b = draft(
        "B",
        "乙局",
        "window = [\"2026-11-01\", \"2026-12-31\"]",
        &format!(
            "scope = {{ areas = [\"中卫\"], except = [{{ tags = [\"学校\"] }}] }}\ncompetences = [\"综合\"]\n[[part.exclude]]\nreason = \"own\"\nclasses = [\"D\"]\n[[part.strata]]\n{}",
            "by = \"area+class\"\nlevel = \"township\"\nrate = \"2‰\""
        ),
    );
    let texts = [a, b];
    let done = merged(&texts, &Choices { lead: Some("乙局".into()), ..Choices::default() }).unwrap();
    assert_eq!((done.spec.plan.as_str(), done.spec.lead.as_str()), ("B-J", "乙局"));
    assert_eq!(done.spec.window.map(|day| day.to_string()), ["2026-11-01", "2026-12-20"]);
    let originals: Vec<PlanSpec> = texts.iter().map(|text| spec(text)).collect();
    for (original, part) in originals.iter().zip(&done.spec.parts) {
        assert!(same_part(&original.parts[0], part), "{:#?}\n{part:#?}", original.parts[0]);
        let origin = part.draft.as_ref().unwrap();
        assert_eq!(origin.plan, original.plan);
    }
    assert_eq!(done.spec.parts[0].exclude.len(), 1, "another department's rule stays behind");
    assert_eq!((done.spec.sources.len(), done.spec.wording.len()), (1, 1));
    // What is written can be read, and leaves nothing of a department that left.
    let left = without_department(&done.toml, "甲局", None).unwrap();
    let left = spec(&left);
    assert_eq!((left.parts.len(), left.parts[0].department.as_str()), (1, "乙局"));
    assert!(same_part(&originals[1].parts[0], &left.parts[0]));
    assert_eq!(without_department(&done.toml, "丙局", None), None);
}

#[test]
fn every_conflict_is_told_at_once_with_what_would_mend_it() {
    let a = draft(
        "A",
        "甲局",
        "window = [\"2026-10-08\", \"2026-10-31\"]\nsealed = true\n[roster]\nleave_days = 3",
        PLAIN,
    );
    let b = draft(
        "B",
        "乙局",
        "window = [\"2026-11-01\", \"2026-12-31\"]\n[recusal]\nformer_team_months = 6",
        PLAIN,
    )
    .replace("cutoff = \"2026-09-30\"", "cutoff = \"2026-08-31\"")
    .replace("T09:00:00", "T10:00:00")
    .replace("双色球", "大乐透")
    .replace("name = \"b\"", "name = \"a\"")
        + "\n";
    let commitment = format!(
        "[[source]]\nname = \"w\"\nkind = \"commitment\"\ncommitment = \"{}\"\n\n[[part]]",
        "ab".repeat(32)
    );
    let b = b.replace("[[part]]", &commitment);
    let found = merged(&[a.clone(), b.clone()], &Choices { lead: Some("丁局".into()), ..Choices::default() })
        .unwrap_err();
    assert!(found.iter().all(|conflict| !conflict.minor && conflict.text().id == "joint-conflict"));
    let fields: Vec<_> = found.iter().filter_map(|conflict| conflict.what.arg("field")).collect();
    assert_eq!(fields, ["cutoff", "sealed", "recusal", "roster", "reveal_by"]);
    let told = ids(found.into_iter().map(|conflict| conflict.what).collect());
    for id in
        ["joint-windows", "joint-source-differs", "joint-commitment-given", "joint-part-twice", "joint-lead"]
    {
        assert!(told.iter().any(|one| one == id), "{id} of {told:?}");
    }
    // A chosen window must lie within every draft's own.
    let b = draft("B", "乙局", "window = [\"2026-10-20\", \"2026-12-31\"]", PLAIN);
    let a = draft("A", "甲局", "window = [\"2026-10-08\", \"2026-10-31\"]", PLAIN);
    let window = |from: &str, to: &str| {
        let window = Some([from, to].map(|day| day.parse().unwrap()));
        merged(&[a.clone(), b.clone()], &Choices { window, ..Choices::default() })
    };
    assert_eq!(window("2026-10-20", "2026-11-10").unwrap_err()[0].what.id, "joint-window-outside");
    assert!(window("2026-10-21", "2026-10-30").is_ok());
    assert_eq!(
        merged(&[a.clone(), a.clone()], &Choices::default()).unwrap_err()[0].what.id,
        "joint-draft-twice"
    );
    // Clashing part names are renamed where that is asked for.
    let twin = draft("C", "丙局", "window = [\"2026-10-08\", \"2026-10-31\"]", PLAIN)
        .replace("name = \"c\"", "name = \"a\"");
    let renamed = merged(&[a, twin], &Choices { rename: true, ..Choices::default() }).unwrap();
    let names: Vec<_> = renamed.spec.parts.iter().map(|part| part.part.as_str()).collect();
    assert_eq!(names, ["d1-a", "d2-a"]);
}

#[test]
fn differing_classes_stop_a_merge_unless_asked() {
    let texts = [
        draft("A", "甲局", WINDOW, PLAIN),
        draft(
            "B",
            "乙局",
            WINDOW,
            &format!("class = [{{ name = \"重点\", areas = [\"640502\"] }}]\n{PLAIN}"),
        ),
    ];
    let specs: Vec<PlanSpec> = texts.iter().map(|text| spec(text)).collect();
    let framed = frames(&specs, &items());
    let drafts: Vec<Draft<'_>> =
        specs.iter().zip(&framed).map(|(spec, framed)| Draft { spec, framed }).collect();
    let own: Vec<DraftText<'_>> = (specs.iter().zip(&texts))
        .map(|(spec, toml)| DraftText { spec, toml, sha256: Digest::of(toml.as_bytes()) })
        .collect();
    let found = merge(&own, &drafts, &Choices::default()).unwrap_err();
    assert_eq!((found.len(), found[0].what.id, found[0].minor), (1, "joint-classes", true));
    assert_eq!(found[0].what.arg("count").as_deref(), Some("300"));
    let done = merge(&own, &drafts, &Choices { nevertheless: true, ..Choices::default() }).unwrap();
    assert_eq!(done.passed.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The floor is the least, visits apart the most, and the rest between.
    #[test]
    fn figures_keep_their_order(rates in prop::collection::vec((1u32..100, 0usize..3), 2..5)) {
        let specs: Vec<PlanSpec> = rates.iter().enumerate().map(|(at, (rate, scope))| {
            let scope = [
                "scope = { areas = [\"6405\"] }",
                "scope = { areas = [\"640502\"] }",
                "scope = { areas = [\"640502\", \"640522\"] }",
            ][*scope];
            let strata = ["by = \"class\"", "by = \"area\"", "name = \"all\""][at % 3];
            spec(&draft(&format!("P{at}"), &format!("部门{at}"), WINDOW, &format!("{scope}\nstrata = [{{ {strata}, rate = \"{rate}%\" }}]")))
        }).collect();
        let framed = frames(&specs, &items());
        let parts: Vec<_> = (0..).zip(&framed).map(|(at, own)| OverlayPart::framed(at, &own[0])).collect();
        let overlay = Overlay::new(900, specs.len() as u32, &parts);
        let all: Vec<u32> = (0..specs.len() as u32).collect();
        let figures = overlay.figures(&all);
        let slack = Amount(1000);
        prop_assert!(figures.floor <= figures.independent + slack);
        prop_assert!(figures.independent <= figures.apart + slack);
        prop_assert!(figures.drawable <= figures.shared);
        for draft in &all {
            prop_assert!(overlay.figures(&[*draft]).floor <= figures.floor);
        }
    }
}

/// A cap that one department keeps for all is no use when another draws the
/// firm all the same.
#[test]
fn a_cap_only_one_draft_keeps_stops_a_merge() {
    let cap = format!("{WINDOW}\n[frequency]\ncap = [{{ max = 1, months = 12, who = \"all\" }}]");
    let texts = [draft("A", "甲局", &cap, PLAIN), draft("B", "乙局", WINDOW, PLAIN)];
    let specs: Vec<PlanSpec> = texts.iter().map(|text| spec(text)).collect();
    let rows: Vec<_> = (0..30).map(|n| firm(n, "640502", "A")).collect();
    let checks: Vec<_> =
        (0..4).map(|n| crate::plan::check(&rows[n].code, "2026-05-01", "丙局", "")).collect();
    let asked: Vec<_> = specs.iter().flat_map(|spec| requests(spec, &items()).unwrap()).collect();
    let read = |_: usize| Ok(table(&rows));
    let mut gathered = gather_tables(1, &read, &asked, &History::new(&checks), &Quiet).unwrap().into_iter();
    let framed: Vec<_> = specs
        .iter()
        .map(|spec| framed(spec, &items(), gathered.by_ref().take(1).collect()).unwrap())
        .collect();
    let drafts: Vec<Draft<'_>> =
        specs.iter().zip(&framed).map(|(spec, framed)| Draft { spec, framed }).collect();
    let own: Vec<DraftText<'_>> = (specs.iter().zip(&texts))
        .map(|(spec, toml)| DraftText { spec, toml, sha256: Digest::of(toml.as_bytes()) })
        .collect();
    let found = merge(&own, &drafts, &Choices::default()).unwrap_err();
    assert_eq!((found.len(), found[0].what.id, found[0].mend.id), (1, "joint-caps", "joint-mend-caps"));
    assert_eq!(found[0].what.arg("count").as_deref(), Some("4"));
}

#[test]
fn the_strictest_draft_decides_how_many_witnesses_there_must_be() {
    let with = |number: &str, department: &str, witnesses: &str| {
        draft(number, department, &format!("{WINDOW}\n{witnesses}"), PLAIN)
    };
    let strict = merged(
        &[with("A", "甲局", "witnesses = 1"), with("B", "乙局", "witnesses = 2")],
        &Choices::default(),
    );
    assert_eq!(strict.unwrap().spec.witnesses, 2);
    let none = merged(&[with("A", "甲局", ""), with("B", "乙局", "")], &Choices::default()).unwrap();
    assert_eq!((none.spec.witnesses, none.toml.contains("witnesses")), (0, false));
}
