//! Amendments (protocol §5): nothing drawn is edited; what happened after it is
//! added, in order, and anyone can replay it. `PROTOCOL.md` §5 says how the
//! cases are settled that the rule leaves open.

use std::collections::{BTreeMap, BTreeSet};

use super::deal::Team;
use super::desk::{Crew, Desk};
use super::pool::{Need, RosterRow};
use crate::domain::{Digest, Result};
use crate::draw::{PlanDocument, Visit};
use crate::text;

/// A row of `amendments.csv`; its `seq` is its place, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// What happened.
    pub kind: Kind,
    /// The visit it happened to.
    pub visit: u64,
    /// Part that a substitute serves; empty for a recusal.
    pub part: String,
    /// Department concerned.
    pub department: String,
    /// Entity given up, or inspector stepping back.
    pub old: String,
    /// Who takes over; empty when nobody can.
    pub new: String,
    /// Why, in words.
    pub reason: String,
    /// When, RFC 3339.
    pub at: String,
}

/// The two kinds of amendment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A reserve takes the place of an entity that has ceased to exist.
    Substitute,
    /// An inspector steps back (回避).
    Recuse,
}

impl Kind {
    /// As written in `amendments.csv`.
    pub fn slug(self) -> &'static str {
        match self {
            Kind::Substitute => "substitute",
            Kind::Recuse => "recuse",
        }
    }
}

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
    plan: &'a PlanDocument,
    strata: Vec<Vec<StratumList>>,
    areas: BTreeMap<String, String>,
    barred: BTreeMap<String, Vec<String>>,
    desks: BTreeMap<&'a str, Desk<'a>>,
    visits: Vec<LiveVisit>,
    used: BTreeSet<(usize, String)>,
    recused: BTreeSet<(u64, String, String)>,
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
    fn of(code: &str, parts: BTreeSet<usize>) -> Self {
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

    /// Deals the teams a visit newly needs, departments in byte order. A team
    /// already there stays while it still serves all its department's parts.
    fn deal_new(&mut self, number: u64) {
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

    /// Whether an inspector stepped back from a visit before.
    fn is_recused(&self, number: u64, department: &str, inspector: &str) -> bool {
        self.recused.contains(&(number, department.to_owned(), inspector.to_owned()))
    }

    fn need(&self, number: u64, department: &str) -> Need {
        let visit = &self.visits[number as usize - 1];
        let parts: Vec<usize> = visit.parts.iter().copied().collect();
        let area = self.areas.get(&visit.code).map(String::as_str).unwrap_or_default();
        let barred = self.barred.get(&visit.code).cloned().unwrap_or_default();
        Need::of(self.plan, number, &parts, department, area, barred)
    }

    fn seat(&mut self, number: u64, department: &str, crew: Crew) {
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

    fn unseat(&mut self, number: u64, department: &str) {
        let visit = &mut self.visits[number as usize - 1];
        let members = visit.teams.remove(department).unwrap_or_default();
        let group = visit.groups.remove(department);
        if let Some(desk) = self.desks.get_mut(department) {
            desk.shift(&members, -1);
            desk.shift_group(group.as_deref(), -1);
        }
    }

    fn join_experts(&mut self, number: u64, department: &str, experts: impl IntoIterator<Item = String>) {
        for expert in experts {
            if let Some(desk) = self.desks.get_mut(department) {
                desk.shift([&expert], 1);
            }
            let there = &mut self.visits[number as usize - 1].experts;
            there.entry(department.to_owned()).or_default().insert(expert);
        }
    }

    /// Sends a visit's experts home but those who stay.
    fn part_experts(&mut self, number: u64, department: &str, stays: impl Fn(&str) -> bool) {
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
