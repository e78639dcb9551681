//! Strata out of rules and rows.

use choucha::domain::entity::Entity;
use choucha::domain::grammar::covers;
use choucha::draw::document::{Round, Stratum};
use choucha::plan::{Framed, PlanSpec, framed, requests};
use proptest::prelude::*;

use super::*;

fn rows() -> Vec<Entity> {
    let cells = [
        ("640502", "A"),
        ("640502", "B"),
        ("640521001", "A"),
        ("640521002", "C"),
        ("640522", ""),
        ("640522", "K"),
    ];
    cells
        .iter()
        .enumerate()
        .flat_map(|(i, (area, class))| (0..10).map(move |n| firm(i as u32 * 100 + n, area, class)))
        .collect()
}

fn strata(part: &str) -> Vec<Stratum> {
    frames(&spec(&plan(part)), &[item("X1", "不低于3%")], &rows(), &[]).remove(0).strata
}

fn faults_of(part: &str) -> Vec<String> {
    let spec = spec(&plan(part));
    let items = [item("X1", "不低于3%")];
    let gathered = gather(&[table(&rows())], &requests(&spec, &items).unwrap(), &[]).unwrap();
    ids(framed(&spec, &items, gathered).unwrap_err())
}

fn names(strata: &[Stratum]) -> Vec<&str> {
    strata.iter().map(|stratum| stratum.stratum.as_str()).collect()
}

#[test]
fn rules_expand_over_what_is_there() {
    let by_both = strata("strata = [{ by = \"area+class\", rate = \"3%\", reserves = 1 }]");
    assert_eq!(names(&by_both), ["640502/A", "640502/B", "640521/A", "640521/C", "640522/-", "640522/K"]);
    assert_eq!((by_both[2].areas[0].as_str(), by_both[2].classes[0].as_str()), ("640521", "A"));
    let by_town = strata("strata = [{ by = \"area\", level = \"township\", rate = \"3%\" }]");
    assert_eq!(names(&by_town), ["640502", "640521001", "640521002", "640522"]);
    assert!(by_town[0].classes.is_empty());
    let by_city = strata("strata = [{ by = \"area\", level = \"city\", rate = \"3%\" }]");
    assert_eq!(names(&by_city), ["6405"]);
    let by_class = strata("strata = [{ rates = { A = \"1%\", D = \"30%\", \"*\" = \"3%\" } }]");
    assert_eq!(names(&by_class), ["-", "A", "B", "C", "D", "K"]);
    assert_eq!(by_class[1].areas, ["*"]);
    assert_eq!(by_class[1].rate.unwrap().to_string(), "0.01");
    assert_eq!(by_class[2].rate.unwrap().to_string(), "0.03");
}

#[test]
fn the_first_rule_that_fits_has_the_row() {
    let mixed = strata(
        r#"scope = { areas = ["6405"] }
strata = [
  { name = "重点", classes = ["K"], count = 2 },
  { name = "沙坡头", areas = ["沙坡头区"], rate = "5%" },
  { by = "class", classes = ["A"], rate = "1%" },
  { name = "其余", rate = "3%" },
]"#,
    );
    assert_eq!(names(&mixed), ["重点", "沙坡头", "A", "其余"]);
    // Where a rule's own words would hold others' rows, its areas and classes are spelt out.
    assert_eq!(
        (mixed[0].areas.as_slice(), mixed[0].classes.as_slice()),
        (&["6405".to_owned()][..], &["K".to_owned()][..])
    );
    assert_eq!(mixed[1].areas, ["640502"]);
    assert_eq!(mixed[2].areas, ["640521001"]);
    assert_eq!(mixed[3].areas, ["640521002", "640522"]);
    assert_eq!(mixed[3].classes, ["-", "C"]);
    assert_eq!((mixed[0].count, mixed[0].rate, mixed[0].round, mixed[0].base), (Some(2), None, None, None));
}

#[test]
fn rounding_follows_words() {
    let round = |words: &str, rate: &str, more: &str| {
        let spec = spec(&plan(&format!("strata = [{{ name = \"全部\", rate = \"{rate}\"{more} }}]")));
        let mut item = item("X1", words);
        item.key = false;
        frames(&spec, &[item], &rows(), &[]).remove(0).strata[0].round.unwrap()
    };
    assert_eq!(round("不低于3%", "3%", ""), Round::Up);
    assert_eq!(round("不超过10%", "3%", ""), Round::Down);
    assert_eq!(round("3%", "3%", ""), Round::Fair);
    assert_eq!(round("不定期", "3%", ""), Round::Up);
    assert_eq!(round("不低于3%", "不超过5%", ""), Round::Down);
    assert_eq!(round("不超过10%", "3%", ", round = \"fair\""), Round::Fair);
}

#[test]
fn each_fault_of_strata() {
    assert_eq!(faults_of("strata = [{ rates = { A = \"1%\" } }]"), ["plan-strata-unclaimed"; 4]);
    assert_eq!(
        faults_of(
            "strata = [{ name = \"全部\", rate = \"3%\" }, { name = \"重点\", classes = [\"K\"], count = 1 }]"
        ),
        ["plan-strata-unreached"]
    );
    assert_eq!(
        faults_of(
            "strata = [{ by = \"class\", classes = [\"A\"], rate = \"3%\" }, { by = \"class\", areas = [\"640522\"], rate = \"3%\" }, { name = \"A\", rate = \"1%\" }]"
        ),
        ["frame-layer-twice"]
    );
    // A row of a whole county beside rows of its townships cannot be told apart from them.
    let spec = spec(&plan("strata = [{ by = \"area\", level = \"township\", rate = \"3%\" }]"));
    let items = [item("X1", "不低于3%")];
    let rows = [firm(1, "640502", "A"), firm(2, "640502001", "A")];
    let gathered = gather(&[table(&rows)], &requests(&spec, &items).unwrap(), &[]).unwrap();
    assert_eq!(ids(framed(&spec, &items, gathered).unwrap_err()), ["plan-strata-overlap"]);
}

#[test]
fn covering_strata_stand_apart() {
    let part = r#"strata = [{ rates = { "A-覆盖" = "20%", "*" = "3%" } }]
frequency = { cover = { years = 3 } }"#;
    let spec = spec(&plan(part));
    let rows: Vec<Entity> = (0..10).map(|n| firm(n, "640502", "A")).collect();
    let checks: Vec<_> =
        rows[..4].iter().map(|row| check(&row.code, "2025-01-01", "市场监管局", "")).collect();
    let framed = frames(&spec, &[item("X1", "不低于3%")], &rows, &checks).remove(0);
    assert_eq!(names(&framed.strata), ["A", "A-覆盖"]);
    assert_eq!(framed.frame.counts().iter().map(|count| count.rows).collect::<Vec<_>>(), [4, 6]);
    assert_eq!(framed.strata[1].rate.unwrap().to_string(), "0.2");
}

#[test]
fn an_items_own_frequency_reaches_the_frame() {
    let spec = spec(&plan("strata = [{ name = \"全部\", rate = \"3%\" }]"));
    let mut item = item("X1", "不低于3%");
    item.frequency = "每2年不超过1次".into();
    let rows = rows();
    let mut past = check(&rows[0].code, "2025-01-01", "税务局", "");
    past.items = vec!["X1".into()];
    let framed = frames(&spec, &[item], &rows, &[past]).remove(0);
    assert_eq!(framed.frame.row(0).excluded, "item-frequency");
}

/// Rules as an officer might write them, narrow ones first.
fn parts() -> impl Strategy<Value = String> {
    let narrow = prop::sample::select(vec![
        "",
        "{ name = \"甲\", classes = [\"A\"], rate = \"1%\" },",
        "{ name = \"甲\", areas = [\"640502\"], classes = [\"A\", \"B\"], count = 3 },",
        "{ by = \"class\", name = \"乙\", areas = [\"640521\"], rate = \"5%\" },",
        "{ by = \"area\", name = \"乙\", classes = [\"C\"], level = \"city\", rate = \"5%\" },",
    ]);
    let wide = prop::sample::select(vec![
        "{ name = \"其余\", rate = \"3%\" }",
        "{ by = \"class\", name = \"其余\", rate = \"3%\" }",
        "{ by = \"area+class\", name = \"其余\", rate = \"3%\" }",
        "{ by = \"area\", level = \"city\", name = \"其余\", rate = \"3%\" }",
    ]);
    (narrow, wide).prop_map(|(narrow, wide)| format!("strata = [{narrow}{wide}]"))
}

fn lie_in_one(spec: &PlanSpec, rows: &[Entity]) -> Result<Option<Framed>, TestCaseError> {
    let items = [item("X1", "不低于3%")];
    let gathered = gather(&[table(rows)], &requests(spec, &items).unwrap(), &[]).unwrap();
    match framed(spec, &items, gathered) {
        // Narrow rules that meet no row, and areas that no prefix can part.
        Err(faults) => {
            for id in ids(faults) {
                prop_assert!(id == "plan-strata-overlap" || id == "plan-strata-unreached", "{}", id);
            }
            Ok(None)
        }
        Ok(mut framed) => Ok(Some(framed.remove(0))),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn every_row_lies_in_exactly_one_stratum(
        part in parts(),
        cells in prop::collection::vec((prop::sample::select(vec!["640502", "640521001", "640521002", "640522"]), "[A-D]?"), 0..40),
    ) {
        let rows: Vec<Entity> = cells.iter().enumerate().map(|(n, (area, class))| firm(n as u32, area, class)).collect();
        let spec = spec(&plan(&part));
        if let Some(framed) = lie_in_one(&spec, &rows)? {
            for row in framed.frame.iter() {
                let holding: Vec<&str> = framed.strata.iter()
                    .filter(|s| s.areas.iter().any(|scope| covers(scope, row.area)))
                    .filter(|s| s.classes.is_empty() || s.classes.iter().any(|class| class == row.class))
                    .map(|s| s.stratum.as_str())
                    .collect();
                prop_assert_eq!(holding, vec![row.stratum]);
            }
        }
    }
}
