//! What stands after the amendments so far.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::Digest;
use crate::draw::{PlanDocument, Visit};
use crate::matching::deal::Team;
use crate::matching::desk::{Crew, Desk};
use crate::matching::pool::{Need, RosterRow};

/// The drawn of one stratum, by ascending ticket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StratumList {
    /// Codes selected.
    pub selected: Vec<String>,
    /// Codes in reserve, in order.
    pub reserves: Vec<String>,
}

/// What stands after the amendments so far.
#[derive(Debug)]
pub struct State<'a> {
    pub(super) plan: &'a PlanDocument,
    pub(super) strata: Vec<Vec<StratumList>>,
    pub(super) areas: BTreeMap<String, String>,
    pub(super) barred: BTreeMap<String, Vec<String>>,
    pub(super) desks: BTreeMap<&'a str, Desk<'a>>,
    pub(super) visits: Vec<LiveVisit>,
    pub(super) used: BTreeSet<(usize, String)>,
    pub(super) recused: BTreeSet<(u64, String, String)>,
}

/// A visit as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveVisit {
    /// Entity code.
    pub code: String,
    /// Parts it serves, indices in plan order.
    pub parts: BTreeSet<usize>,
    /// Given up: its entity was substituted.
    pub given_up: bool,
    /// Certificate numbers by department, in byte order; experts not among them.
    pub teams: BTreeMap<String, BTreeSet<String>>,
    /// 专家 by department, where any come along.
    pub experts: BTreeMap<String, BTreeSet<String>>,
    /// Id of the group that holds the visit, by department matched by groups;
    /// it holds it still when a member has stepped back.
    pub groups: BTreeMap<String, String>,
}

impl LiveVisit {
    pub(super) fn of(code: &str, parts: BTreeSet<usize>) -> Self {
        Self {
            code: code.to_owned(),
            parts,
            given_up: false,
            teams: BTreeMap::new(),
            experts: BTreeMap::new(),
            groups: BTreeMap::new(),
        }
    }
}

/// What [`State::new`] starts from.
#[derive(Debug, Default)]
pub struct Drawn {
    /// By part, then stratum, in plan order.
    pub strata: Vec<Vec<StratumList>>,
    /// Area of every code in `strata`.
    pub areas: BTreeMap<String, String>,
    /// Inspectors barred from each code.
    pub barred: BTreeMap<String, Vec<String>>,
    /// The drawn visits, by number.
    pub visits: Vec<Visit>,
    /// The dealt teams by department.
    pub teams: Vec<(String, Team)>,
}

impl<'a> State<'a> {
    /// The state right after the draw.
    pub fn new(plan: &'a PlanDocument, seed: &Digest, roster: &'a [RosterRow], drawn: Drawn) -> Self {
        let mut desks = BTreeMap::new();
        for part in &plan.parts {
            let department = part.department.as_str();
            desks.entry(department).or_insert_with(|| Desk::new(plan, seed, department, roster));
        }
        let visits = drawn.visits.into_iter();
        let visits = visits.map(|visit| LiveVisit::of(&visit.code, visit.parts.into_iter().collect()));
        let mut state = Self {
            plan,
            strata: drawn.strata,
            areas: drawn.areas,
            barred: drawn.barred,
            desks,
            visits: visits.collect(),
            used: BTreeSet::new(),
            recused: BTreeSet::new(),
        };
        for (department, team) in drawn.teams {
            let members = team.members.into_iter().collect();
            state.seat(team.visit, &department, Crew { members, group: team.group });
            state.join_experts(team.visit, &department, team.experts);
        }
        state
    }

    /// Visits by number, from 1; those behind the drawn ones came by
    /// substitution.
    pub fn visits(&self) -> &[LiveVisit] {
        &self.visits
    }

    /// The lead of each department's team of a visit; departments without a
    /// team are left out.
    pub fn leads(&self, number: u64) -> BTreeMap<String, String> {
        let visit = usize::try_from(number).ok().and_then(|n| self.visits.get(n.checked_sub(1)?));
        let teams = visit.into_iter().flat_map(|visit| &visit.teams).filter(|(_, team)| !team.is_empty());
        teams
            .filter_map(|(department, team)| {
                let desk = self.desks.get(department.as_str())?;
                Some((department.clone(), desk.lead(&self.need(number, department), team)?))
            })
            .collect()
    }

    /// The area of an entity drawn, as its frame gives it.
    pub fn area(&self, code: &str) -> &str {
        self.areas.get(code).map(String::as_str).unwrap_or_default()
    }

    /// What a department's team of a visit must be.
    pub(super) fn need(&self, number: u64, department: &str) -> Need {
        let visit = &self.visits[number as usize - 1];
        let parts: Vec<usize> = visit.parts.iter().copied().collect();
        let area = self.area(&visit.code);
        let barred = self.barred.get(&visit.code).cloned().unwrap_or_default();
        Need::of(self.plan, number, &parts, department, area, barred)
    }

    /// Whether an inspector stepped back from a visit before.
    pub(super) fn is_recused(&self, number: u64, department: &str, inspector: &str) -> bool {
        self.recused.contains(&(number, department.to_owned(), inspector.to_owned()))
    }
}
