//! The verdict on a bundle that holds: its figures, and what weakens it.

use std::collections::{BTreeMap, BTreeSet};

use super::amendments::Replay;
use super::log::Logged;
use super::teams::Teams;
use super::verdict::{DepartmentFacts, PartFacts, StratumFacts, Verdict};
use super::verify::{Drawn, Fixed, Matching};
use super::{ceremony, plan};
use crate::domain::Text;
use crate::draw::PlanDocument;
use crate::text;

/// Names of strata shown in one sentence; a part may have thousands.
const SHOWN: usize = 5;

/// Sums up.
pub fn weigh(
    fixed: &Fixed,
    drawn: &Drawn,
    matched: &Matching<'_>,
    replay: &Replay,
    logged: Option<Logged>,
) -> Verdict {
    let document = fixed.document();
    let parts = parts(document, drawn);
    let departments: Vec<DepartmentFacts> = matched.teams.iter().map(department).collect();
    let mut weaknesses = plan::weaknesses(document);
    weaknesses.extend(ceremony::weaknesses(document, &drawn.ceremony));
    parts.iter().for_each(|part| of_strata(part, &mut weaknesses));
    let short = departments.iter().map(|department| department.short).sum();
    let narrow = departments.iter().map(|department| department.narrow).sum();
    departments.iter().for_each(|department| of_department(department, &mut weaknesses));
    if replay.rows > 0 {
        weaknesses.push(text!(
            "checker-weak-amended",
            rows = replay.rows,
            substituted = replay.substituted,
            recused = replay.recused
        ));
    }
    match &logged {
        None => weaknesses.push(text!("checker-weak-no-log")),
        Some(logged) if logged.filed.is_empty() => weaknesses.push(text!("checker-weak-no-witness")),
        Some(_) => {}
    }
    let values: Vec<String> =
        drawn.ceremony.contributions.iter().map(|contribution| contribution.value.clone()).collect();
    Verdict {
        office: document.office.clone(),
        plan: document.plan.clone(),
        title: document.title.clone(),
        attempt: document.attempt,
        serial: document.serial,
        p: fixed.plan.p,
        seed: drawn.ceremony.seed,
        parts,
        departments,
        lead: document.lead().map(str::to_owned),
        led: led(document, matched),
        inspectors: drawn.roster.people.len() as u64,
        barred: drawn.barred.len() as u64,
        visits: drawn.visits.rows.len() as u64,
        short,
        narrow,
        amendments: replay.rows,
        live_visits: replay.visits - replay.given_up(),
        logged,
        weaknesses,
        by_hand: plan::by_hand(&fixed.plan, &values),
    }
}

/// The figures of each part.
fn parts(document: &PlanDocument, drawn: &Drawn) -> Vec<PartFacts> {
    let mut quotas = drawn.quotas.iter();
    let mut slots = drawn.listed.strata.iter();
    (document.parts.iter())
        .map(|part| {
            let strata: Vec<StratumFacts> = (part.strata.iter().zip(quotas.by_ref()).zip(slots.by_ref()))
                .map(|((stratum, quota), slot)| StratumFacts {
                    stratum: stratum.stratum.clone(),
                    rows: quota.size.rows,
                    eligible: quota.size.eligible,
                    selected: slot.selected as u64,
                    reserves: (slot.to - slot.from - slot.selected) as u64,
                })
                .collect();
            PartFacts {
                part: part.part.clone(),
                department: part.department.clone(),
                rows: part.rows,
                eligible: strata.iter().map(|stratum| stratum.eligible).sum(),
                excluded: part.excluded.clone(),
                strata,
            }
        })
        .collect()
}

/// Drawn visits by the department that leads them.
fn led(plan: &PlanDocument, matched: &Matching<'_>) -> BTreeMap<String, u64> {
    let mut sent: BTreeMap<u64, BTreeSet<&str>> = BTreeMap::new();
    for teams in &matched.teams {
        for owed in teams.owed.iter().filter(|owed| !owed.members.is_empty()) {
            sent.entry(owed.visit).or_default().insert(teams.desk.department);
        }
    }
    let mut out = BTreeMap::new();
    for departments in sent.values() {
        if let Some(leader) = plan.leader(|department| departments.contains(department)) {
            *out.entry(leader.to_owned()).or_default() += 1;
        }
    }
    out
}

fn department(teams: &Teams<'_>) -> DepartmentFacts {
    let mut candidate = vec![false; teams.load.len()];
    let mut met = vec![false; teams.desk.lists.len()];
    for owed in &teams.owed {
        if !std::mem::replace(&mut met[owed.list as usize], true) {
            teams.desk.lists[owed.list as usize].iter().for_each(|index| candidate[*index as usize] = true);
        }
    }
    let loads: Vec<u64> = (0..)
        .zip(candidate.iter().zip(&teams.load))
        .filter(|(_, (is, _))| **is)
        .flat_map(|(unit, (_, load))| vec![u64::from(*load); teams.desk.people_of(unit).len()])
        .collect();
    let asked = teams.experts.iter().flat_map(|invited| &invited.owed);
    let asked: Vec<(u64, u64)> = asked.map(|owed| (owed.needed.into(), owed.members.len() as u64)).collect();
    let grouping = teams.desk.grouping.as_ref();
    let short = teams.owed.iter().filter(|owed| owed.members.is_empty()).count() as u64;
    DepartmentFacts {
        department: teams.desk.department.to_owned(),
        teams: teams.owed.len() as u64 - short,
        short,
        narrow: teams.owed.iter().filter(|owed| owed.narrow()).count() as u64,
        candidates: loads.len() as u64,
        least: loads.iter().min().copied().unwrap_or(0),
        most: loads.iter().max().copied().unwrap_or(0),
        groups: grouping.map(|grouping| grouping.groups.len() as u64),
        ungrouped: grouping.map_or(0, |grouping| (grouping.words.len() - grouping.of.len()) as u64),
        experts_asked: asked.iter().map(|(asked, _)| asked).sum(),
        experts: asked.iter().map(|(_, came)| came).sum(),
        experts_short: asked.iter().filter(|(asked, came)| came < asked).count() as u64,
    }
}

/// Visits with few candidates or none, inspectors in no group, experts missing.
fn of_department(department: &DepartmentFacts, out: &mut Vec<Text>) {
    let (name, owed) = (&department.department, department.teams + department.short);
    if department.narrow > 0 {
        let narrow = department.narrow;
        out.push(match department.groups {
            None => text!("checker-weak-narrow", department = name, narrow = narrow, owed = owed),
            Some(_) => {
                text!("checker-weak-narrow-groups", department = name, narrow = narrow, owed = owed)
            }
        });
    }
    if department.short > 0 {
        let short = department.short;
        out.push(text!("checker-weak-short", department = name, short = short, owed = owed));
    }
    if department.ungrouped > 0 {
        let left = department.ungrouped;
        out.push(text!("checker-weak-ungrouped", department = name, left = left));
    }
    if department.experts_short > 0 {
        out.push(text!(
            "checker-weak-experts",
            department = name,
            visits = department.experts_short,
            missing = department.experts_asked - department.experts
        ));
    }
}

/// Strata that leave nothing to chance, and empty ones.
fn of_strata(part: &PartFacts, out: &mut Vec<Text>) {
    let whole = |stratum: &&StratumFacts| stratum.eligible > 0 && stratum.selected == stratum.eligible;
    let whole: Vec<&StratumFacts> = part.strata.iter().filter(whole).collect();
    if !whole.is_empty() {
        let entities: u64 = whole.iter().map(|stratum| stratum.eligible).sum();
        out.push(text!(
            "checker-weak-whole",
            part = &part.part,
            strata = whole.len(),
            entities = entities,
            names = names(&whole)
        ));
    }
    let empty: Vec<&StratumFacts> = part.strata.iter().filter(|stratum| stratum.eligible == 0).collect();
    if !empty.is_empty() {
        out.push(text!("checker-weak-empty", part = &part.part, strata = empty.len(), names = names(&empty)));
    }
}

fn names(strata: &[&StratumFacts]) -> String {
    let mut out: Vec<&str> = strata.iter().take(SHOWN).map(|stratum| stratum.stratum.as_str()).collect();
    if strata.len() > SHOWN {
        out.push("…");
    }
    out.join(" ")
}
