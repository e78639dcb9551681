//! Pairs that earlier checks bar.

use choucha::domain::PastCheck;
use choucha::frame::History;
use choucha::plan::rotation::pairs;
use choucha::plan::{Recusal, SameInspector};

use super::{check, day};

fn went(date: &str, department: &str, visit: &str, who: &[&str]) -> PastCheck {
    PastCheck {
        inspectors: who.iter().map(|who| (*who).to_owned()).collect(),
        ..check("91A", date, department, visit)
    }
}

fn barred(rules: &Recusal, checks: &[PastCheck]) -> Vec<String> {
    pairs(rules, &History::new(checks), day("2026-09-30"))
        .into_iter()
        .map(|(code, who)| format!("{code} {who}"))
        .collect()
}

#[test]
fn three_clean_checks_of_one_firm_in_a_year() {
    let rules = Recusal {
        same: Some(SameInspector { checks: 3, months: 12, results: vec!["未发现问题".into()] }),
        former_team_months: None,
        exempt: vec!["投诉举报".into()],
    };
    let mut checks = vec![
        went("2025-10-01", "甲", "", &["i1", "i2"]),
        went("2026-01-01", "甲", "v1", &["i1", "i2"]),
        went("2026-01-01", "乙", "v1", &["i1"]), // the same visit
        went("2026-05-01", "甲", "", &["i1", "i3"]),
    ];
    assert_eq!(barred(&rules, &checks), ["91A i1"]);
    checks[3].source = "投诉举报".into();
    assert!(barred(&rules, &checks).is_empty());
    checks[3].source = String::new();
    checks[3].result = "发现问题已责令改正".into();
    assert!(barred(&rules, &checks).is_empty());
    checks[3].result = "未发现问题".into();
    checks[0].date = day("2025-09-30"); // a year ago to the day: over
    assert!(barred(&rules, &checks).is_empty());
    checks[0].date = day("2026-10-01"); // after the cut-off
    assert!(barred(&rules, &checks).is_empty());
}

#[test]
fn the_last_team_does_not_go_twice_in_a_row() {
    let rules = Recusal { same: None, former_team_months: Some(12), exempt: vec![] };
    let checks = [
        went("2026-01-01", "甲", "", &["i1", "i2"]),
        went("2026-05-01", "甲", "", &["i3", "i4"]),
        went("2026-02-01", "乙", "", &["j1"]),
        went("2025-01-01", "丙", "", &["k1"]),
    ];
    assert_eq!(barred(&rules, &checks), ["91A i3", "91A i4", "91A j1"]);
    assert!(barred(&Recusal::default(), &checks).is_empty());
}
