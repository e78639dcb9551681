//! What may happen after the draw.

use std::collections::{BTreeMap, BTreeSet};

use super::row::{Amendment, Kind};
use super::state::{LiveVisit, State, StratumList};
use crate::domain::Result;
use crate::text;

impl State<'_> {
    /// Replays rows written before, and refuses any that the rules do not give.
    pub fn replay(&mut self, rows: &[Amendment]) -> Result<()> {
        let mut rest = rows;
        while let Some(first) = rest.first() {
            let done = match first.kind {
                Kind::Substitute => self.substitute(first.visit, &first.reason, &first.at)?,
                Kind::Recuse => vec![self.recuse(first.visit, &first.old, &first.reason, &first.at)?],
            };
            if !rest.starts_with(&done) {
                return Err(text!("amend-replay", seq = rows.len() - rest.len() + 1));
            }
            rest = &rest[done.len()..];
        }
        Ok(())
    }

    /// The visited entity has ceased to exist or left the scope: for each part
    /// of the visit, in plan order, the next reserve of its stratum takes over.
    pub fn substitute(&mut self, number: u64, reason: &str, at: &str) -> Result<Vec<Amendment>> {
        let index = self.live(number)?;
        let gone = self.visits[index].clone();
        self.visits[index].given_up = true;
        for department in gone.teams.keys() {
            self.unseat(number, department);
            self.part_experts(number, department, |_| false);
        }
        let mut rows = Vec::new();
        let mut touched = BTreeSet::new();
        for part in gone.parts {
            let new = self.next_reserve(part, &gone.code);
            if let Some(new) = &new {
                touched.insert(self.join(new, part));
            }
            rows.push(Amendment {
                kind: Kind::Substitute,
                visit: number,
                part: self.plan.parts[part].part.clone(),
                department: self.plan.parts[part].department.clone(),
                old: gone.code.clone(),
                new: new.unwrap_or_default(),
                reason: reason.to_owned(),
                at: at.to_owned(),
            });
        }
        for number in touched {
            self.deal_new(number);
        }
        Ok(rows)
    }

    /// An inspector steps back from a visit; the least loaded candidate left
    /// takes over. A group keeps the visit with one of its members changed; an
    /// expert's place is taken by an expert.
    pub fn recuse(&mut self, number: u64, inspector: &str, reason: &str, at: &str) -> Result<Amendment> {
        let index = self.live(number)?;
        let visit = &self.visits[index];
        let on = |teams: &BTreeMap<String, BTreeSet<String>>| {
            let found = teams.iter().find(|(_, team)| team.contains(inspector));
            found.map(|(department, _)| department.clone())
        };
        let (member, expert) = (on(&visit.teams), on(&visit.experts));
        let is_expert = member.is_none();
        let department = (member.or(expert))
            .ok_or_else(|| text!("amend-not-on-team", visit = number, inspector = inspector))?;
        self.recused.insert((number, department.clone(), inspector.to_owned()));
        let need = self.need(number, &department);
        let visit = &self.visits[index];
        let beside = if is_expert { &visit.experts } else { &visit.teams };
        let passed = |one: &str| {
            beside.get(&department).is_some_and(|team| team.contains(one))
                || self.is_recused(number, &department, one)
        };
        let new = self.desks.get(department.as_str()).and_then(|desk| {
            if is_expert { desk.expert(&need, passed) } else { desk.successor(&need, passed) }
        });
        if let Some(desk) = self.desks.get_mut(department.as_str()) {
            desk.shift([&inspector.to_owned()], -1);
            desk.shift(&new, 1);
        }
        let visit = &mut self.visits[index];
        let teams = if is_expert { &mut visit.experts } else { &mut visit.teams };
        if let Some(team) = teams.get_mut(&department) {
            team.remove(inspector);
            team.extend(new.clone());
        }
        Ok(Amendment {
            kind: Kind::Recuse,
            visit: number,
            part: String::new(),
            department,
            old: inspector.to_owned(),
            new: new.unwrap_or_default(),
            reason: reason.to_owned(),
            at: at.to_owned(),
        })
    }

    /// Index of a visit that still stands.
    fn live(&self, number: u64) -> Result<usize> {
        let index = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
        let visit = index.and_then(|index| self.visits.get(index));
        match (index, visit) {
            (Some(index), Some(visit)) if !visit.given_up => Ok(index),
            (Some(_), Some(_)) => Err(text!("amend-given-up", visit = number)),
            _ => Err(text!("amend-no-visit", visit = number)),
        }
    }

    /// The next unused reserve of the stratum in which `code` was drawn for the
    /// part. Reserves whose entity was itself given up are passed over.
    fn next_reserve(&mut self, part: usize, code: &str) -> Option<String> {
        let stands =
            |list: &&StratumList| list.selected.iter().chain(&list.reserves).any(|drawn| drawn == code);
        let list = self.strata[part].iter().find(stands)?;
        let gone = |code: &String| self.visits.iter().any(|visit| visit.given_up && visit.code == *code);
        let used = |code: &String| self.used.contains(&(part, code.clone()));
        let new = list.reserves.iter().find(|code| !used(code) && !gone(code))?.clone();
        self.used.insert((part, new.clone()));
        Some(new)
    }

    /// Adds a part to the visit of an entity, or makes its visit; the number.
    fn join(&mut self, code: &str, part: usize) -> u64 {
        let standing = self.visits.iter().position(|visit| visit.code == code && !visit.given_up);
        let index = standing.unwrap_or_else(|| {
            self.visits.push(LiveVisit::of(code, BTreeSet::new()));
            self.visits.len() - 1
        });
        self.visits[index].parts.insert(part);
        index as u64 + 1
    }
}
