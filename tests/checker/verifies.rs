//! Whole bundles hold: the project's golden ones, the other implementation's,
//! and made-up ones of many shapes, amended and not.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use choucha::checker::{Verdict, verify};
use choucha::domain::progress::Quiet;
use choucha::draw::document::Round;
use choucha::lang::Lang;
use proptest::prelude::*;

use crate::sample::{Spec, bundle, write};

/// The golden bundles, and the shared one where it lies beside the project.
pub fn bundles() -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> = ["plain", "unopened", "drand", "sealed", "amended", "group", "experts"]
        .iter()
        .map(|name| Path::new("tests/golden").join(name))
        .collect();
    out.extend(Some(PathBuf::from("../shared/vectors/bundle")).filter(|dir| dir.is_dir()));
    out
}

fn holds(dir: &Path) -> Verdict {
    verify(dir, &Quiet).unwrap_or_else(|fault| panic!("{}: {fault}", dir.display()))
}

#[test]
fn golden_and_shared_bundles_hold() {
    for dir in bundles() {
        let verdict = holds(&dir);
        for lang in [Lang::Zh, Lang::En] {
            for text in verdict.texts().iter().chain(&verdict.weaknesses).chain(&verdict.by_hand) {
                assert!(lang.has(text.id), "{} has no words", text.id);
                assert!(!lang.say(text).contains("{$"), "{text}");
            }
        }
    }
}

fn weak(name: &str) -> Vec<&'static str> {
    holds(&Path::new("tests/golden").join(name)).weaknesses.iter().map(|text| text.id).collect()
}

#[test]
fn weaknesses_are_told() {
    assert!(weak("plain").contains(&"checker-weak-practice"));
    assert!(weak("unopened").contains(&"checker-weak-unopened"));
    assert!(weak("unopened").contains(&"checker-weak-attempts"));
    assert!(weak("sealed").contains(&"checker-weak-sealed"));
    assert!(weak("sealed").contains(&"checker-weak-short"));
    assert!(weak("sealed").contains(&"checker-weak-narrow"));
    assert!(weak("amended").contains(&"checker-weak-amended"));
    assert!(weak("amended").contains(&"checker-weak-unapproved"));
    assert!(weak("experts").contains(&"checker-weak-experts"));
    assert!(!weak("plain").contains(&"checker-weak-amended"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What the writer makes, the checker finds right: two implementations of
    /// one protocol, on bundles of many shapes.
    #[test]
    fn made_up_bundles_hold(
        seed in any::<u64>(),
        entities in 30usize..400,
        inspectors in 2usize..70,
        teams in prop::collection::vec(1u64..5, 4),
        rounds in prop::collection::vec(prop::sample::select(vec![Round::Up, Round::Down, Round::Fair]), 4),
        bars in 0usize..150,
        sealed in any::<bool>(),
        drand in any::<bool>(),
        unopened in any::<bool>(),
        substitutes in prop::collection::vec(1u64..12, 0..8),
        recusals in prop::collection::vec(1u64..12, 0..12),
        recusals_first in any::<bool>(),
        grouped in prop::sample::subsequence(vec!["市场监管局", "消防救援大队", "文化和旅游局"], 0..=3),
        experts in prop::sample::subsequence(vec![("p1", 1u64), ("p2", 2), ("p4", 2)], 0..=3),
        lead in prop::sample::select(vec![None, Some("消防救援大队"), Some("文化和旅游局")]),
        recuse_experts in any::<bool>(),
    ) {
        let departments = [("市场监管局", 100), ("消防救援大队", 50), ("文化和旅游局", 20), ("市场监管局", 60)];
        let parts = departments.iter().zip(teams).zip(rounds)
            .map(|(((name, share), team), round)| (*name, *share, round, team))
            .collect();
        let spec = Spec {
            seed, entities, inspectors, parts, bars: bars.min(entities), sealed, drand, unopened,
            substitutes, recusals, recusals_first, grouped, experts, lead, recuse_experts,
            ..Spec::default()
        };
        let sample = bundle(&spec);
        let dir = tempfile::tempdir().unwrap();
        write(&sample.files, dir.path());
        let verdict = verify(dir.path(), &Quiet);
        prop_assert!(verdict.is_ok(), "{}", verdict.unwrap_err());
        let verdict = verdict.unwrap();
        prop_assert_eq!(verdict.p, sample.ceremony.plan);
        prop_assert_eq!(verdict.visits, text_rows(&sample.files["visits.csv"]));
        prop_assert_eq!(verdict.amendments, text_rows(&sample.files["amendments.csv"]));
    }
}

fn text_rows(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64 - 1
}

#[test]
fn the_lead_department_leads_where_it_goes() {
    let dir = Path::new("tests/golden/experts");
    let verdict = holds(dir);
    let lead = verdict.lead.unwrap();
    let read = |name: &str| std::fs::read_to_string(dir.join(name)).unwrap();
    let teams = read("teams.csv");
    let mut led = BTreeMap::new();
    for visit in 1..=verdict.visits {
        // Parts stand in the order 市场监管局, 消防救援大队, 文化和旅游局.
        let sent = |department: &&str| teams.contains(&format!("\n{visit},{department},"));
        let order = [lead.as_str(), "市场监管局", "消防救援大队", "文化和旅游局"];
        if let Some(leader) = order.iter().find(|department| sent(department)) {
            *led.entry((*leader).to_owned()).or_insert(0) += 1;
        }
    }
    assert_eq!(verdict.led, led);
    assert!(led.len() > 1 && led[&lead] > 0);
    let visits = read("visits.csv");
    // A visit of parts of three departments is led by the lead department.
    let row = visits.lines().find(|line| line.ends_with(",p1;p2") || line.contains(",p1;p2;")).unwrap();
    let told = choucha::checker::explain(dir, row.split(',').nth(1).unwrap(), &Quiet).unwrap();
    assert!(told.given_up || told.leader.as_deref() == Some("消防救援大队"));
}
