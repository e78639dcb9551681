//! 轮换: pairs that earlier checks bar.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Months;

use crate::domain::{Date, PastCheck};
use crate::frame::{History, VisitKey, visit_key};

use super::barred::Pair;
use super::{Recusal, SameInspector};

/// The pairs the plan's rotation rules bar on the cut-off date: an inspector
/// who found nothing at one firm so many times within so many months, and the
/// members of a department's last team there.
pub fn pairs(rules: &Recusal, history: &History<'_>, cutoff: Date) -> BTreeSet<Pair> {
    let mut out = BTreeSet::new();
    for checks in history.all().chunk_by(|a, b| a.code == b.code) {
        let counted: Vec<&PastCheck> = (checks.iter().copied())
            .filter(|check| check.date <= cutoff && !rules.exempt.contains(&check.source))
            .collect();
        if let Some(same) = &rules.same {
            out.extend(too_often(same, &counted, cutoff));
        }
        if let Some(months) = rules.former_team_months {
            out.extend(former_team(months, &counted, cutoff));
        }
    }
    out
}

/// The first day that no longer counts.
fn since(cutoff: Date, months: u32) -> Date {
    cutoff.checked_sub_months(Months::new(months)).unwrap_or(Date::MIN)
}

/// A visit counts when none of its rows found anything.
fn too_often(rule: &SameInspector, checks: &[&PastCheck], cutoff: Date) -> Vec<Pair> {
    let after = since(cutoff, rule.months);
    let mut visits: BTreeMap<(&str, VisitKey<'_>), bool> = BTreeMap::new();
    for check in checks.iter().filter(|check| check.date > after) {
        for inspector in &check.inspectors {
            let clean = visits.entry((inspector, visit_key(check))).or_insert(true);
            *clean &= rule.results.contains(&check.result);
        }
    }
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for ((inspector, _), _) in visits.iter().filter(|(_, clean)| **clean) {
        *counts.entry(inspector).or_default() += 1;
    }
    let Some(code) = checks.first().map(|check| &check.code) else { return Vec::new() };
    counts
        .into_iter()
        .filter(|(_, count)| *count >= rule.checks)
        .map(|(inspector, _)| (code.clone(), inspector.to_owned()))
        .collect()
}

fn former_team(months: u32, checks: &[&PastCheck], cutoff: Date) -> Vec<Pair> {
    let after = since(cutoff, months);
    // By date, so the last of each department stays.
    let last: BTreeMap<&str, VisitKey<'_>> = (checks.iter())
        .filter(|check| check.date > after && !check.inspectors.is_empty())
        .map(|check| (check.department.as_str(), visit_key(check)))
        .collect();
    checks
        .iter()
        .filter(|check| check.date > after && last.get(check.department.as_str()) == Some(&visit_key(check)))
        .flat_map(|check| check.inspectors.iter().map(|inspector| (check.code.clone(), inspector.clone())))
        .collect()
}
