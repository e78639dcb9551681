//! Whether there would be groups for what is drawn, and experts where some are
//! asked for. Which groups come out is for the random words to say; how many
//! there are of each kind is not.

use std::collections::BTreeSet;

use crate::domain::area;
use crate::domain::grammar::covers;
use crate::draw::grouping::{Set, sets};
use crate::plan::PlanSpec;
use crate::plan::roster::{EXPERT, Listed};
use crate::text;

use super::CheckReport;
use super::people::{Need, pairs, warn, warn_together};

/// A department's inspectors as groups would be cut of them.
struct Kinds<'a> {
    people: Vec<&'a Listed<'a>>,
    sets: Vec<Set>,
    size: usize,
}

impl Kinds<'_> {
    /// Groups that can surely go to an area with some competences, and whether
    /// others may, as chance puts them together.
    fn serving(&self, competences: &[String], area: &str) -> (usize, bool) {
        let (mut sure, mut perhaps) = (0, false);
        for set in &self.sets {
            let able = set.members.iter().filter(|place| {
                let inspector = self.people[**place].inspector;
                competences.iter().all(|needed| inspector.competences.contains(needed))
                    && inspector.areas.iter().any(|scope| covers(scope, area))
            });
            match able.count() {
                all if all == set.members.len() => sure += all / self.size,
                some => perhaps |= some >= self.size,
            }
        }
        (sure, perhaps)
    }
}

/// How many groups a department matched by groups would have, and what is
/// wrong with them; `None` where it is matched visit by visit.
pub(super) fn groups(
    spec: &PlanSpec,
    department: &str,
    needs: &[&Need],
    roster: &[Listed<'_>],
    report: &mut CheckReport,
) -> Option<u64> {
    let grouped = spec.parts.iter().any(|part| part.department == department && !part.matching.is_empty());
    if !grouped {
        return None;
    }
    let size = needs.iter().map(|need| need.team).max().unwrap_or(1);
    let size = usize::try_from(size).unwrap_or(usize::MAX).max(1);
    let people: Vec<&Listed<'_>> =
        roster.iter().filter(|row| row.certified(department, spec.window)).collect();
    let kinds =
        people.iter().map(|row| (row.inspector.areas.as_slice(), row.inspector.competences.as_slice()));
    let (sets, left) = sets(kinds, size);
    let left = left.iter().map(|place| people[*place].inspector);
    let who = left.map(|inspector| format!("{} {}", inspector.name, inspector.certificate)).collect();
    warn(report, who, |count, who| {
        text!("plan-check-groups-left", department = department, count = count, size = size, who = who)
    });
    let kinds = Kinds { people, sets, size };
    needs.iter().for_each(|need| few(need, &kinds, report));
    together(needs, &kinds, report);
    Some(kinds.sets.iter().map(|set| (set.members.len() / size) as u64).sum())
}

/// Areas where a part has no group that can go there, or only by chance, or one.
fn few(need: &Need, kinds: &Kinds<'_>, report: &mut CheckReport) {
    let (mut none, mut unsure, mut thin) = (Vec::new(), Vec::new(), Vec::new());
    for place in &need.areas {
        match kinds.serving(&need.competences, place) {
            (0, false) => none.push(area::name(place)),
            (0, true) => unsure.push(area::name(place)),
            (1, false) => thin.push(area::name(place)),
            _ => {}
        }
    }
    let (part, size) = (&need.part, kinds.size);
    warn(report, none, |count, areas| {
        text!("plan-check-groups-none", part = part, count = count, areas = areas, size = size)
    });
    warn(report, unsure, |count, areas| {
        text!("plan-check-groups-unsure", part = part, count = count, areas = areas)
    });
    warn(report, thin, |count, areas| {
        text!("plan-check-groups-thin", part = part, count = count, areas = areas)
    });
}

/// A visit that two parts draw needs a group with the competences of both.
fn together(needs: &[&Need], kinds: &Kinds<'_>, report: &mut CheckReport) {
    let lacks = |competences: &[String], area: &str| kinds.serving(competences, area) == (0, false);
    for (first, second) in pairs(needs) {
        let all: BTreeSet<&String> = first.competences.iter().chain(&second.competences).collect();
        let all: Vec<String> = all.into_iter().cloned().collect();
        warn_together(report, (first, second), &all, |area| {
            lacks(&all, area) && !lacks(&first.competences, area) && !lacks(&second.competences, area)
        });
    }
}

/// Areas with fewer experts than a part asks for.
pub(super) fn experts(spec: &PlanSpec, need: &Need, roster: &[Listed<'_>], report: &mut CheckReport) {
    if need.experts == 0 {
        return;
    }
    let able: Vec<&Listed<'_>> = (roster.iter())
        .filter(|row| {
            row.available == EXPERT
                && row.holds(&need.department, spec.window)
                && need.competences.iter().all(|needed| row.inspector.competences.contains(needed))
        })
        .collect();
    let few = |area: &&String| {
        let covering = able.iter().filter(|row| row.inspector.areas.iter().any(|scope| covers(scope, area)));
        (covering.count() as u64) < need.experts
    };
    let areas = need.areas.iter().filter(few).map(|area| area::name(area)).collect();
    warn(report, areas, |count, areas| {
        text!("plan-check-experts", part = &need.part, count = count, areas = areas, experts = need.experts)
    });
}
