//! From a frozen plan and a seed to everything the draw decides.

use std::collections::{BTreeMap, BTreeSet};

use super::bundle::GROUPS;
use super::frozen::FrozenFrame;
use super::tables::{self, Opening};
use crate::domain::Digest;
use crate::draw::document::PlanDocument;
use crate::draw::selection::{StratumDraw, select};
use crate::draw::{Ceremony, FrameRows, Visit, visits};
use crate::matching::amend::{Drawn, State, StratumList};
use crate::matching::{Group, Groups, Need, Pool, RosterRow, Short, Team, invite, match_department};

/// Everything a draw decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// By part, then stratum, in plan order.
    pub draws: Vec<Vec<StratumDraw>>,
    /// One visit an entity.
    pub visits: Vec<Visit>,
    /// Area of each visit's entity.
    pub areas: Vec<String>,
    /// `(department, team)`, departments in byte order, then visits.
    pub teams: Vec<(String, Team)>,
    /// `(department, short)`, likewise.
    pub short: Vec<(String, Short)>,
    /// Groups of each department matched by groups, departments in byte order,
    /// then group ids.
    pub groups: Vec<(String, Vec<Group>)>,
    /// Barred pairs opened because their entity has a visit.
    pub openings: Vec<Opening>,
}

/// Draws, merges and matches. `frames` by part in plan order; `openings` are
/// all barred pairs, of which only those with a visit come back.
pub fn outcome(
    plan: &PlanDocument,
    ceremony: &Ceremony,
    frames: &[FrozenFrame],
    roster: &[RosterRow],
    openings: &[Opening],
) -> Outcome {
    let draws: Vec<Vec<StratumDraw>> = plan
        .parts
        .iter()
        .zip(frames)
        .map(|(part, frame)| select(part, &ceremony.seed, &frame.rows))
        .collect();
    let mut selected = Vec::new();
    let mut area_of: BTreeMap<&str, &str> = BTreeMap::new();
    for (part, (frame, strata)) in frames.iter().zip(&draws).enumerate() {
        for stratum in strata {
            for drawn in stratum.drawn.iter().take(stratum.quota as usize) {
                let code = frame.rows.codes.get(drawn.row);
                selected.push((drawn.ticket, code, part));
                area_of.insert(code, frame.area(drawn.row));
            }
        }
    }
    let visits = visits::merge(selected);
    let areas: Vec<String> = visits
        .iter()
        .map(|visit| area_of.get(visit.code.as_str()).copied().unwrap_or_default().to_owned())
        .collect();
    let visited: BTreeSet<&str> = visits.iter().map(|visit| visit.code.as_str()).collect();
    let openings: Vec<Opening> =
        openings.iter().filter(|opening| visited.contains(opening.code.as_str())).cloned().collect();
    let (mut teams, mut short, mut groups) = (Vec::new(), Vec::new(), Vec::new());
    let mut needs = needs(plan, &visits, &areas, &openings);
    let departments: BTreeSet<&str> = plan.parts.iter().map(|part| part.department.as_str()).collect();
    for department in departments {
        let needs = needs.remove(department).unwrap_or_default();
        let pool = Pool::new(&ceremony.seed, department, roster, &plan.window);
        let mut deal = match plan.group_size(department) {
            None => match_department(&pool, &needs),
            Some(size) => {
                let own = Groups::new(&pool, department, &plan.window, size);
                groups.push((department.to_owned(), own.list(&pool)));
                own.match_visits(&pool, &needs)
            }
        };
        invite(&pool, &needs, &mut deal);
        teams.extend(deal.teams.into_iter().map(|team| (department.to_owned(), team)));
        short.extend(deal.short.into_iter().map(|short| (department.to_owned(), short)));
    }
    Outcome { draws, visits, areas, teams, short, groups, openings }
}

/// What each department owes by visit.
fn needs<'a>(
    plan: &'a PlanDocument,
    visits: &[Visit],
    areas: &[String],
    openings: &[Opening],
) -> BTreeMap<&'a str, Vec<Need>> {
    let mut barred: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for opening in openings {
        barred.entry(&opening.code).or_default().push(opening.inspector.clone());
    }
    let mut needs: BTreeMap<&str, Vec<Need>> = BTreeMap::new();
    for (visit, area) in visits.iter().zip(areas) {
        let departments: BTreeSet<&str> =
            visit.parts.iter().map(|part| plan.parts[*part].department.as_str()).collect();
        for department in departments {
            let barred = barred.get(visit.code.as_str()).cloned().unwrap_or_default();
            needs.entry(department).or_default().push(Need::of(
                plan,
                visit.number,
                &visit.parts,
                department,
                area,
                barred,
            ));
        }
    }
    needs
}

impl Outcome {
    /// The state that amendments start from. `openings` are all barred pairs:
    /// a substitute may bring in an entity that had no visit.
    pub fn state<'a>(
        &self,
        plan: &'a PlanDocument,
        seed: &Digest,
        frames: &[FrozenFrame],
        roster: &'a [RosterRow],
        openings: &[Opening],
    ) -> State<'a> {
        let mut drawn = Drawn { visits: self.visits.clone(), teams: self.teams.clone(), ..Drawn::default() };
        for (frame, strata) in frames.iter().zip(&self.draws) {
            let mut lists = Vec::with_capacity(strata.len());
            for stratum in strata {
                let codes = stratum.drawn.iter().map(|drawn| frame.rows.codes.get(drawn.row).to_owned());
                let mut selected: Vec<String> = codes.collect();
                let reserves = selected.split_off(selected.len().min(stratum.quota as usize));
                lists.push(StratumList { selected, reserves });
                for row in stratum.drawn.iter().map(|drawn| drawn.row) {
                    drawn.areas.insert(frame.rows.codes.get(row).to_owned(), frame.area(row).to_owned());
                }
            }
            drawn.strata.push(lists);
        }
        for opening in openings {
            drawn.barred.entry(opening.code.clone()).or_default().push(opening.inspector.clone());
        }
        State::new(plan, seed, roster, drawn)
    }

    /// The computed files by name, amendments.csv still without rows.
    pub fn files(&self, plan: &PlanDocument, frames: &[FrozenFrame]) -> BTreeMap<&'static str, Vec<u8>> {
        let rows: Vec<&FrameRows> = frames.iter().map(|frame| &frame.rows).collect();
        let mut files = BTreeMap::from([
            ("quota.csv", tables::quota(plan, &self.draws)),
            ("draw.csv", tables::draw(plan, &rows, &self.draws)),
            ("visits.csv", tables::visits(plan, &self.visits)),
            ("opened.csv", tables::opened(&self.openings)),
            ("short.csv", tables::short(&self.short)),
            ("teams.csv", tables::teams(&self.teams)),
            ("amendments.csv", tables::amendments(&[])),
        ]);
        if plan.has_groups() {
            files.insert(GROUPS, tables::groups(&self.groups));
        }
        files
    }
}
