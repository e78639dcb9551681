//! Who goes where when a visit changes; every desk's loads follow.

use std::collections::BTreeSet;

use super::state::State;
use crate::matching::desk::Crew;
use crate::matching::pool::Need;

impl State<'_> {
    /// Deals the teams a visit newly needs, departments in byte order. A team
    /// already there stays while it still serves all its department's parts.
    pub(super) fn deal_new(&mut self, number: u64) {
        let visit = &self.visits[number as usize - 1];
        let departments: BTreeSet<String> =
            visit.parts.iter().map(|part| self.plan.parts[*part].department.clone()).collect();
        for department in departments {
            let need = self.need(number, &department);
            let seated = self.visits[number as usize - 1].teams.get(&department);
            let Some(desk) = self.desks.get(department.as_str()) else { continue };
            if !seated.is_some_and(|team| team.len() >= need.team && desk.serves(&need, team)) {
                self.unseat(number, &department);
                let Some(desk) = self.desks.get(department.as_str()) else { continue };
                if let Some(crew) = desk.deal(&need, |one| self.is_recused(number, &department, one)) {
                    self.seat(number, &department, crew);
                }
            }
            self.ask_experts(number, &department, &need);
        }
    }

    /// Experts of a visit whose parts have changed: who still may come stays,
    /// then as many are asked as are missing; none where there is no team.
    fn ask_experts(&mut self, number: u64, department: &str, need: &Need) {
        let Some(desk) = self.desks.get(department) else { return };
        let visit = &self.visits[number as usize - 1];
        let has_team = visit.teams.contains_key(department);
        let there = visit.experts.get(department).cloned().unwrap_or_default();
        let staying: BTreeSet<String> =
            there.into_iter().filter(|one| has_team && desk.is_expert(need, one)).collect();
        self.part_experts(number, department, |one| staying.contains(one));
        let asked = if has_team { need.experts } else { 0 };
        for _ in staying.len()..asked {
            let there = self.visits[number as usize - 1].experts.get(department);
            let passed = |one: &str| {
                there.is_some_and(|there| there.contains(one)) || self.is_recused(number, department, one)
            };
            let Some(new) = self.desks.get(department).and_then(|desk| desk.expert(need, passed)) else {
                break;
            };
            self.join_experts(number, department, [new]);
        }
    }

    pub(super) fn seat(&mut self, number: u64, department: &str, crew: Crew) {
        if let Some(desk) = self.desks.get_mut(department) {
            desk.shift(&crew.members, 1);
            desk.shift_group(crew.group.as_deref(), 1);
        }
        let visit = &mut self.visits[number as usize - 1];
        visit.teams.insert(department.to_owned(), crew.members);
        if let Some(group) = crew.group {
            visit.groups.insert(department.to_owned(), group);
        }
    }

    pub(super) fn unseat(&mut self, number: u64, department: &str) {
        let visit = &mut self.visits[number as usize - 1];
        let members = visit.teams.remove(department).unwrap_or_default();
        let group = visit.groups.remove(department);
        if let Some(desk) = self.desks.get_mut(department) {
            desk.shift(&members, -1);
            desk.shift_group(group.as_deref(), -1);
        }
    }

    pub(super) fn join_experts(
        &mut self,
        number: u64,
        department: &str,
        experts: impl IntoIterator<Item = String>,
    ) {
        for expert in experts {
            if let Some(desk) = self.desks.get_mut(department) {
                desk.shift([&expert], 1);
            }
            let there = &mut self.visits[number as usize - 1].experts;
            there.entry(department.to_owned()).or_default().insert(expert);
        }
    }

    /// Sends a visit's experts home but those who stay.
    pub(super) fn part_experts(&mut self, number: u64, department: &str, stays: impl Fn(&str) -> bool) {
        let there = &mut self.visits[number as usize - 1].experts;
        let (staying, parted): (BTreeSet<String>, BTreeSet<String>) =
            there.remove(department).unwrap_or_default().into_iter().partition(|one| stays(one));
        if !staying.is_empty() {
            there.insert(department.to_owned(), staying);
        }
        if let Some(desk) = self.desks.get_mut(department) {
            desk.shift(&parted, -1);
        }
    }
}
