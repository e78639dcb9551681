//! A department after the draw: its inspectors, groups and their loads as they
//! stand, and who would come next (protocol §5).

use std::collections::BTreeSet;

use super::deal::{keyed, least};
use super::expert::EXPERTS;
use super::group::Groups;
use super::pool::{Need, Pool, RosterRow};
use crate::domain::Digest;
use crate::draw::PlanDocument;

/// Words of single inspectors where a visit's own stream is its groups':
/// stream 2⁶³ + visit.
const SINGLE: u64 = 1 << 63;

/// A department's loads.
#[derive(Debug)]
pub(super) struct Desk<'a> {
    pool: Pool<'a>,
    /// Visits of each inspector, or invitations of each expert.
    loads: Vec<u32>,
    groups: Option<(Groups<'a>, Vec<u32>)>,
}

/// Who goes: certificate numbers, and the group they were dealt as.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Crew {
    pub(super) members: BTreeSet<String>,
    pub(super) group: Option<String>,
}

impl<'a> Desk<'a> {
    /// Nobody has a visit yet.
    pub(super) fn new(plan: &PlanDocument, seed: &Digest, department: &str, roster: &'a [RosterRow]) -> Self {
        let pool = Pool::new(seed, department, roster, &plan.window);
        let loads = vec![0; pool.len()];
        let groups = plan.group_size(department).map(|size| {
            let groups = Groups::new(&pool, department, &plan.window, size);
            let loads = vec![0; groups.units.len()];
            (groups, loads)
        });
        Self { pool, loads, groups }
    }

    /// Whether all of a team are candidates.
    pub(super) fn serves(&self, need: &Need, team: &BTreeSet<String>) -> bool {
        let candidates = self.pool.candidates(need);
        let is =
            |member: &String| self.pool.find(member).is_some_and(|i| candidates.binary_search(&i).is_ok());
        team.iter().all(is)
    }

    /// Who leads a team: the least by (word, rank) of the visit, or of its group
    /// by grouping word.
    pub(super) fn lead(&self, need: &Need, team: &BTreeSet<String>) -> Option<String> {
        if let Some((groups, _)) = &self.groups {
            let team: Vec<u32> = team.iter().filter_map(|one| self.pool.find(one)).collect();
            return groups.lead_first(&self.pool, &team).into_iter().next();
        }
        keyed(&self.pool, need.visit, &self.pool.candidates(need), &self.loads)
            .filter(|(.., i)| team.contains(self.pool.name(*i)))
            .min_by_key(|(_, word, rank, _)| (*word, *rank))
            .map(|(.., i)| self.pool.name(i).to_owned())
    }

    /// Deals a team with the loads as they are; `None` where too few are left.
    /// Whoever stepped back from the visit is passed over, and so is a group
    /// with such a member.
    pub(super) fn deal(&self, need: &Need, recused: impl Fn(&str) -> bool) -> Option<Crew> {
        if let Some((groups, loads)) = &self.groups {
            let need = groups.need(&self.pool, need);
            let candidates = groups.units.candidates(&need);
            let free = |unit: &u32| !groups.members(*unit).iter().any(|i| recused(self.pool.name(*i)));
            let (.., unit) =
                keyed(&groups.units, need.visit, &candidates, loads).filter(|(.., unit)| free(unit)).min()?;
            let members = groups.members(unit).iter().map(|i| self.pool.name(*i).to_owned()).collect();
            return Some(Crew { members, group: Some(groups.units.name(unit).to_owned()) });
        }
        let candidates = self.pool.candidates(need);
        let free = keyed(&self.pool, need.visit, &candidates, &self.loads)
            .filter(|(.., i)| !recused(self.pool.name(*i)));
        let team = least(free, need.team.min(candidates.len() + 1));
        (team.len() == need.team).then(|| Crew {
            members: team.into_iter().map(|(.., i)| self.pool.name(i).to_owned()).collect(),
            group: None,
        })
    }

    /// Who takes one inspector's place on a team, whatever groups there are.
    pub(super) fn successor(&self, need: &Need, passed: impl Fn(&str) -> bool) -> Option<String> {
        let stream = if self.groups.is_some() { SINGLE + need.visit } else { need.visit };
        self.best(stream, &self.pool.candidates(need), passed)
    }

    /// The next expert asked along.
    pub(super) fn expert(&self, need: &Need, passed: impl Fn(&str) -> bool) -> Option<String> {
        self.best(EXPERTS + need.visit, &self.pool.experts(need), passed)
    }

    /// Whether an inspector may come along as an expert.
    pub(super) fn is_expert(&self, need: &Need, inspector: &str) -> bool {
        let candidates = self.pool.experts(need);
        self.pool.find(inspector).is_some_and(|i| candidates.binary_search(&i).is_ok())
    }

    fn best(&self, stream: u64, candidates: &[u32], passed: impl Fn(&str) -> bool) -> Option<String> {
        keyed(&self.pool, stream, candidates, &self.loads)
            .filter(|(.., i)| !passed(self.pool.name(*i)))
            .min()
            .map(|(.., i)| self.pool.name(i).to_owned())
    }

    /// One visit more or less for a group.
    pub(super) fn shift_group(&mut self, group: Option<&str>, by: i32) {
        let Some((groups, loads)) = &mut self.groups else { return };
        if let Some(unit) = group.and_then(|id| groups.units.find(id)) {
            let load = &mut loads[unit as usize];
            *load = load.saturating_add_signed(by);
        }
    }

    /// One visit more or less for each of these.
    pub(super) fn shift<'s>(&mut self, inspectors: impl IntoIterator<Item = &'s String>, by: i32) {
        for inspector in inspectors.into_iter().filter_map(|inspector| self.pool.find(inspector)) {
            let load = &mut self.loads[inspector as usize];
            *load = load.saturating_add_signed(by);
        }
    }
}
