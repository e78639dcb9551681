//! Reading the officer's TOML.

use choucha::domain::calendar::parse_instant;
use choucha::domain::{Digest, Rate};
use choucha::draw::document::{Base, Form, Round};
use choucha::frame::{Cap, CoverMode, Gap, Period, Who};
use choucha::lang::Lang;
use choucha::plan::{By, Fill, Level, PlanSpec, Review, Size, SourceSpecKind, template};
use proptest::prelude::*;

use super::{day, faults, plan, spec};

const STRATA: &str = "strata = [{ name = \"全部\", rate = \"3%\" }]";

fn fill() -> Fill {
    Fill {
        plan: "2026Q4-001".into(),
        number: "〔2026〕1号".into(),
        organ: "示例县\"双随机\"办公室".into(),
        department: "市场监管局".into(),
        items: vec!["X1".into(), "X2".into()],
        area: "沙坡头区".into(),
        cutoff: day("2026-09-30"),
        window: [day("2026-10-08"), day("2026-12-20")],
        reveal_by: parse_instant("2026-10-05T09:00:00+08:00").unwrap(),
        when: parse_instant("2026-10-05T21:15:00+08:00").unwrap(),
    }
}

#[test]
fn the_template_is_valid_as_it_stands() {
    for lang in [Lang::Zh, Lang::En] {
        let text = template(lang, &fill());
        assert!(!text.contains('@'), "a place is left unfilled");
        let spec = spec(&text);
        assert_eq!((spec.plan.as_str(), spec.year, spec.quarter), ("2026Q4-001", 2026, Some(4)));
        assert_eq!(spec.organ, "示例县\"双随机\"办公室");
        assert_eq!(spec.parts[0].items, ["X1", "X2"]);
        assert_eq!(spec.parts[0].scope.within.areas, ["640502"]);
        assert_eq!(spec.lead, "市场监管局");
        assert_eq!(spec.parts[0].strata[0].by, By { area: Some(Level::County), class: true });
        assert_eq!(spec.sources.len(), 2);
        assert!(spec.recusal.same.is_some());
        // What is commented out is valid as well, once the marks are gone.
        let uncommented: String = text
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(code)
                    if code.starts_with("[[")
                        || code.split_once(" = ").is_some_and(|(key, _)| {
                            key.trim_matches('"').chars().all(|c| c.is_ascii_lowercase() || c == '_')
                        }) =>
                {
                    code
                }
                _ => line,
            })
            .flat_map(|line| [line, "\n"])
            .collect();
        assert!(uncommented.lines().count() > 40 && uncommented != text);
        let spec = PlanSpec::parse(&uncommented, "计划.toml").unwrap_or_else(|faults| panic!("{faults:#?}"));
        assert!(spec.parts[0].frequency.cover.is_some());
        assert_eq!(spec.parts[0].classes[0].class, "新设");
    }
}

#[test]
fn a_whole_plan_is_read() {
    let commitment = Digest::of(b"x");
    let text = plan("").replace(
        "[[part]]",
        &format!(
            r#"[[source]]
name = "observer-1"
kind = "commitment"
commitment = "{commitment}"

[[source]]
name = "beacon"
kind = "public"
describe = "quicknet"
when = "2026-10-05T21:15:00+08:00"
form = {{ drand = "quicknet" }}

[[source]]
name = "own"
kind = "sealed"

[[exclude]]
reason = "reciprocal"
departments = ["消防"]
tags = ["甲"]

[[exclude]]
reason = "for-all"
offices = ["城关所"]

[frequency]
exempt = ["复查"]
gap = [{{ months = 6 }}]
cap = [{{ max = 2, year = true, who = "所有部门" }}]

[recusal]
same_inspector = {{ checks = 2, months = 6 }}
former_team_months = 12

[roster]
review = "off"
leave_days = 5

[wording]
"按上级部署" = "不低于3%"

[[part]]"#
        ),
    ) + r#"
team = 3
competences = []
class_from = ["office", "class"]
class = [{ name = "新设", founded_since = 2026-01-01 }]
exclude = [{ reason = "own", classes = ["A"] }]
[part.scope]
areas = ["宁夏中卫", "640521"]
kinds = "个体*"
except = [{ tags = ["乙"] }]
[part.frequency]
exempt = ["企业申请"]
cap = [{ max = 1, months = 24, who = "items" }]
cover = { years = 3 }
[[part.strata]]
name = "重点"
classes = ["K"]
count = 2
[[part.strata]]
by = "class"
base = "eligible"
min = 1
reserves = 2
rate = 0.03
rates = { A = "1%", B = { rate = "不超过5%", min = 0, max = 9 } }
"#;
    let spec = spec(&text);
    let kinds: Vec<_> = spec.sources.iter().map(|source| &source.kind).collect();
    assert_eq!(*kinds[1], SourceSpecKind::Commitment(Some(commitment)));
    assert_eq!(*kinds[3], SourceSpecKind::Sealed(None));
    let SourceSpecKind::Public { when, form: Form::Drand { round, .. }, .. } = kinds[2] else { panic!() };
    let chain = &choucha::draw::drand::CHAINS[0];
    assert!(chain.due(*round).unwrap() >= when.timestamp());
    assert!(chain.due(*round - 1).unwrap() < when.timestamp());

    let part = &spec.parts[0];
    assert_eq!(part.team, 3);
    assert_eq!(part.competences, Some(vec![]));
    assert_eq!(part.scope.within.areas, ["6405", "640521"]);
    assert_eq!(part.scope.within.status[0], "存续*");
    assert_eq!(part.classes[0].when.founded_since, Some(day("2026-01-01")));
    assert_eq!(part.exclude.iter().map(|rule| rule.reason.as_str()).collect::<Vec<_>>(), ["own", "for-all"]);
    assert_eq!(part.frequency.exempt, ["企业申请", "复查"]);
    assert_eq!(part.frequency.gaps, [Gap { months: 6, who: Who::Department }]);
    assert_eq!(
        part.frequency.caps,
        [
            Cap { max: 1, period: Period::Months(24), who: Who::Items },
            Cap { max: 2, period: Period::Year(2026), who: Who::All }
        ]
    );
    assert_eq!(part.frequency.cover.as_ref().unwrap().mode, CoverMode::Mark("-覆盖".into()));
    let [key, rest] = part.strata.as_slice() else { panic!() };
    assert_eq!(key.quota.as_ref().unwrap().size, Size::Count(2));
    let rate = |words| Rate::parse(words).unwrap();
    let others = rest.quota.as_ref().unwrap();
    assert_eq!(
        (others.size, others.base, others.min, others.reserves),
        (Size::Rate(rate("0.03"), None), Base::Eligible, Some(1), 2)
    );
    assert_eq!(rest.rates["A"].size, Size::Rate(rate("0.01"), None));
    let b = &rest.rates["B"];
    assert_eq!(
        (b.size, b.min, b.max, b.base),
        (Size::Rate(rate("0.05"), Some(Round::Down)), Some(0), Some(9), Base::Eligible)
    );
    assert_eq!(spec.roster.review, Review::Off);
    assert_eq!(spec.recusal.same.as_ref().unwrap().results, ["未发现问题"]);
    assert_eq!(spec.wording["按上级部署"], "不低于3%");
}

#[test]
fn each_fault_is_told_by_its_own_reason_with_its_line() {
    let good = plan(STRATA);
    spec(&good);
    let swap = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        faults(&good.replacen(from, to, 1))
    };
    let cases = [
        ("title =", "titel =", "plan-spec-unknown-near"),
        ("title =", "标题 = \"甲\"\ntitle =", "plan-spec-syntax"),
        ("title =", "\"标题\" = \"甲\"\ntitle =", "plan-spec-unknown"),
        ("title = \"第四季度抽查\"", "", "plan-spec-missing"),
        ("title = \"第四季度抽查\"", "title = [1]", "plan-spec-type"),
        ("\"第四季度抽查\"", "\"a\\u0007b\"", "plan-spec-value:text-control"),
        ("title =", "plan = \"2\"\ntitle =", "plan-spec-twice"),
        ("2026Q4-001", "2026/4", "plan-spec-value:plan-spec-number"),
        ("2026Q4-001", "..", "plan-spec-value:plan-spec-number"),
        ("quarter = 4", "quarter = 5", "plan-spec-value:plan-spec-bounds"),
        ("quarter = 4", "quarter = \"4\"", "plan-spec-type"),
        ("quarter = 4", "urgent = \"no\"", "plan-spec-type"),
        ("cutoff = \"2026-09-30\"", "cutoff = \"2026-9-30\"", "plan-spec-value:date-malformed"),
        ("cutoff = \"2026-09-30\"", "cutoff = \"2026-12-21\"", "plan-spec-value:plan-spec-cutoff"),
        ("\"2026-12-20\"]", "\"2026-10-01\"]", "plan-spec-value:plan-spec-window-order"),
        (", \"2026-12-20\"]", "]", "plan-spec-value:plan-spec-window-two"),
        ("2026-10-05T09:00:00+08:00", "2026-10-05 09:00", "plan-spec-value:instant-malformed"),
        ("2026-10-05T21:15:00+08:00", "2026-10-05T09:00:00+08:00", "plan-spec-value:plan-spec-early"),
        ("kind = \"public\"", "kind = \"lottery\"", "plan-spec-value:plan-spec-choice"),
        (
            "describe = \"双色球\"",
            "describe = \"双色球\"\ncommitment = \"00\"",
            "plan-spec-value:plan-spec-not-here",
        ),
        ("count = 7, ", "", "plan-spec-value:plan-spec-form"),
        ("count = 7, width = 2", "drand = \"mainnet\"", "plan-spec-value:plan-spec-choice"),
        ("count = 7, width = 2", "drand = \"quicknet\", round = 99000000", "plan-spec-value:plan-spec-round"),
        ("name = \"lottery\"", "name = \"彩票\"", "plan-spec-value:slug-malformed"),
        ("items = [\"X1\"]", "items = []", "plan-spec-missing"),
        ("items = [\"X1\"]", "items = [\"X;1\"]", "plan-spec-value:element-malformed"),
        ("items = [\"X1\"]", "items = [\"X1\"]\nteam = 0", "plan-spec-value:plan-spec-bounds"),
        ("items = [\"X1\"]", "items = [\"X1\"]\nmatching = \"grouped\"", "plan-spec-value:plan-spec-choice"),
        ("items = [\"X1\"]", "items = [\"X1\"]\nclass_from = [\"name\"]", "plan-spec-value:plan-spec-choice"),
        (
            "items = [\"X1\"]",
            "items = [\"X1\"]\nscope = { areas = [\"沙坡头县区\"] }",
            "plan-spec-value:area-",
        ),
        (
            "items = [\"X1\"]",
            "items = [\"X1\"]\nexclude = [{ reason = \"x\" }]",
            "plan-spec-value:plan-spec-no-condition",
        ),
        (
            "items = [\"X1\"]",
            "items = [\"X1\"]\nfrequency = { cap = [{ max = 1, year = true, months = 3 }] }",
            "plan-spec-value:plan-spec-not-both",
        ),
        ("title =", "lead = \"消防\"\ntitle =", "plan-spec-value:plan-spec-lead"),
        ("title =", "wording = { \"甲\" = \"乙\" }\ntitle =", "plan-spec-value:plan-wording-unknown"),
        ("rate = \"3%\"", "rate = \"3%\", reserve = 2", "plan-spec-unknown-near"),
        ("rate = \"3%\"", "rate = \"3%-5%\"", "plan-spec-value:plan-wording-rate"),
        ("rate = \"3%\"", "rate = \"3%\", count = 3", "plan-spec-value:plan-spec-not-both"),
        ("rate = \"3%\"", "rate = \"3%\", min = 3, max = 2", "plan-spec-value:plan-spec-min-max"),
        ("rate = \"3%\"", "rate = \"3%\", round = \"nearest\"", "plan-spec-value:plan-spec-choice"),
        ("rate = \"3%\"", "rate = \"3%\", level = \"city\"", "plan-spec-value:plan-spec-level"),
        ("rate = \"3%\"", "rates = { A = \"3%\" }, by = \"area\"", "plan-spec-value:plan-spec-rates-by"),
        ("rate = \"3%\"", "rate = \"3%\", rates = { \"*\" = \"3%\" }", "plan-spec-value:plan-spec-not-both"),
        ("rate = \"3%\"", "reserves = 1", "plan-spec-missing"),
        ("name = \"全部\", ", "", "plan-spec-missing"),
        (STRATA, "", "plan-spec-missing"),
    ];
    for (from, to, expected) in cases {
        let found = swap(from, to);
        assert!(found[0].starts_with(expected), "{to}: {found:?}");
        // A misspelt key is missing as well.
        let more = usize::from(to == "titel =");
        assert_eq!(found.len(), 1 + more, "{to}: {found:?}");
    }
    // The same name twice, no public source.
    let twice = format!("{good}\n{}", &good[good.find("[[part]]").unwrap()..]);
    assert_eq!(faults(&twice), ["plan-spec-value:plan-spec-name-twice"]);
    let start = good.find("[[source]]").unwrap();
    let without = format!("{}{}", &good[..start], &good[good.find("[[part]]").unwrap()..]);
    assert_eq!(faults(&without), ["plan-spec-missing"]);
    let line = PlanSpec::parse(&good.replacen("quarter = 4", "quarter = 9", 1), "计划.toml").unwrap_err();
    assert_eq!(line[0].arg("line").unwrap(), "3");
    assert_eq!(line[0].arg("field").unwrap(), "quarter");
    assert_eq!(line[0].arg("value").unwrap(), "9");
}

#[test]
fn no_fault_hides_another() {
    let text = plan("team = 0\nscope = { arear = [\"x\"], areas = [\"没有的地方\"] }\nstrata = [{ rates = { A = \"三成\", B = \"200%\" } }]")
        .replace("quarter = 4", "quarter = 7")
        .replace("title", "titel");
    let found = PlanSpec::parse(&text, "计划.toml").unwrap_err();
    let fields: Vec<String> = found.iter().filter_map(|fault| fault.arg("field")).collect();
    for field in [
        "titel",
        "title",
        "quarter",
        "part[1].team",
        "part[1].scope.arear",
        "part[1].scope.areas",
        "part[1].strata[1].rates.A",
        "part[1].strata[1].rates.B",
    ] {
        assert!(fields.iter().any(|known| known == field), "{field} in {fields:?}");
    }
    // In words, in both languages.
    for lang in [Lang::Zh, Lang::En] {
        assert!(found.iter().all(|fault| !lang.say(fault).contains("{$")));
    }
}

#[test]
fn empty_and_strange_files() {
    assert!(faults("").iter().all(|id| id == "plan-spec-missing"));
    assert_eq!(faults("\u{feff}= 3"), ["plan-spec-syntax"]);
    assert!(!faults("part = 3\nsource = \"x\"").is_empty());
    let crlf = plan(STRATA).replace('\n', "\r\n");
    spec(&format!("\u{feff}{crlf}"));
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(at in any::<prop::sample::Index>(), junk in "[\\[\\]={}\"a-z0-9%,. \n#]{0,6}") {
        let good = template(Lang::Zh, &fill());
        let mut at = at.index(good.len());
        while !good.is_char_boundary(at) { at -= 1; }
        let _ = PlanSpec::parse(&format!("{}{junk}{}", &good[..at], &good[at..]), "x");
        let _ = PlanSpec::parse(&good[..at], "x");
    }
}

#[test]
fn groups_and_experts() {
    let one = spec(&plan(&format!("matching = \"group\"\nexperts = 2\n{STRATA}")));
    assert_eq!((one.parts[0].matching.as_str(), one.parts[0].experts), ("group", 2));
    let none = spec(&plan(&format!("matching = \"single\"\n{STRATA}")));
    assert_eq!((none.parts[0].matching.as_str(), none.parts[0].experts), ("", 0));
    assert_eq!(faults(&plan(&format!("matching = \"pairs\"\n{STRATA}"))).len(), 1);
    assert_eq!(faults(&plan(&format!("experts = 51\n{STRATA}"))).len(), 1);
    // A department has one way for all its parts.
    let second =
        "[[part]]\nname = \"p9\"\ndepartment = \"市场监管局\"\nitems = [\"X1\"]\nmatching = \"group\"\n";
    let mixed = format!("{}\n{second}{STRATA}\n", plan(STRATA));
    let said = faults(&mixed);
    assert!(said.len() == 1 && said[0].contains("plan-spec-matching"), "{said:?}");
}
