//! Amendments (protocol §5): nothing drawn is edited; what happened after it is
//! added, in order, and anyone can replay it. `PROTOCOL.md` §5 says how the
//! cases are settled that the rule leaves open.

use std::collections::{BTreeMap, BTreeSet};

use super::deal::{Team, keyed, least};
use super::pool::{Need, Pool, RosterRow};
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
    pools: BTreeMap<&'a str, (Pool<'a>, Vec<u32>)>,
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
    /// Certificate numbers by department, in byte order.
    pub teams: BTreeMap<String, BTreeSet<String>>,
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
        let mut pools: BTreeMap<&str, (Pool<'_>, Vec<u32>)> = BTreeMap::new();
        for part in &plan.parts {
            pools.entry(&part.department).or_insert_with(|| {
                let pool = Pool::new(seed, &part.department, roster, &plan.window);
                let loads = vec![0; pool.len()];
                (pool, loads)
            });
        }
        let visits = drawn.visits.into_iter().map(|visit| LiveVisit {
            code: visit.code,
            parts: visit.parts.into_iter().collect(),
            given_up: false,
            teams: BTreeMap::new(),
        });
        let mut state = Self {
            plan,
            strata: drawn.strata,
            areas: drawn.areas,
            barred: drawn.barred,
            pools,
            visits: visits.collect(),
            used: BTreeSet::new(),
            recused: BTreeSet::new(),
        };
        for (department, team) in drawn.teams {
            state.seat(team.visit, &department, team.members);
        }
        state
    }

    /// Visits by number, from 1; those behind the drawn ones came by
    /// substitution.
    pub fn visits(&self) -> &[LiveVisit] {
        &self.visits
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
    /// takes over.
    pub fn recuse(&mut self, number: u64, inspector: &str, reason: &str, at: &str) -> Result<Amendment> {
        let index = self.live(number)?;
        let department = (self.visits[index].teams.iter())
            .find(|(_, team)| team.contains(inspector))
            .map(|(department, _)| department.clone())
            .ok_or_else(|| text!("amend-not-on-team", visit = number, inspector = inspector))?;
        self.recused.insert((number, department.clone(), inspector.to_owned()));
        let new = self.successor(number, &department);
        let mut team = self.unseat(number, &department);
        team.remove(inspector);
        team.extend(new.clone());
        self.seat(number, &department, team);
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
            self.visits.push(LiveVisit {
                code: code.to_owned(),
                parts: BTreeSet::new(),
                given_up: false,
                teams: BTreeMap::new(),
            });
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
            let Some((pool, _)) = self.pools.get(department.as_str()) else { continue };
            let candidates = pool.candidates(&need);
            if seated.is_some_and(|team| team.len() >= need.team && all_in(pool, &candidates, team)) {
                continue;
            }
            self.unseat(number, &department);
            let Some((pool, loads)) = self.pools.get(department.as_str()) else { continue };
            let free = keyed(pool, number, &candidates, loads)
                .filter(|(.., i)| !self.is_recused(number, &department, pool.name(*i)));
            let team = least(free, need.team);
            if team.len() == need.team {
                let team: Vec<String> = team.into_iter().map(|(.., i)| pool.name(i).to_owned()).collect();
                self.seat(number, &department, team);
            }
        }
    }

    /// Whether an inspector stepped back from a visit before.
    fn is_recused(&self, number: u64, department: &str, inspector: &str) -> bool {
        self.recused.contains(&(number, department.to_owned(), inspector.to_owned()))
    }

    /// Who takes the place of a recused inspector.
    fn successor(&self, number: u64, department: &str) -> Option<String> {
        let need = self.need(number, department);
        let (pool, loads) = self.pools.get(department)?;
        let candidates = pool.candidates(&need);
        let team = self.visits[number as usize - 1].teams.get(department)?;
        keyed(pool, number, &candidates, loads)
            .filter(|(.., i)| {
                !team.contains(pool.name(*i)) && !self.is_recused(number, department, pool.name(*i))
            })
            .min()
            .map(|(.., i)| pool.name(i).to_owned())
    }

    fn need(&self, number: u64, department: &str) -> Need {
        let visit = &self.visits[number as usize - 1];
        let parts: Vec<usize> = visit.parts.iter().copied().collect();
        let area = self.areas.get(&visit.code).map(String::as_str).unwrap_or_default();
        let barred = self.barred.get(&visit.code).cloned().unwrap_or_default();
        Need::of(self.plan, number, &parts, department, area, barred)
    }

    fn seat(&mut self, number: u64, department: &str, team: impl IntoIterator<Item = String>) {
        let team: BTreeSet<String> = team.into_iter().collect();
        self.shift(department, &team, 1);
        self.visits[number as usize - 1].teams.insert(department.to_owned(), team);
    }

    fn unseat(&mut self, number: u64, department: &str) -> BTreeSet<String> {
        let team = self.visits[number as usize - 1].teams.remove(department).unwrap_or_default();
        self.shift(department, &team, -1);
        team
    }

    fn shift(&mut self, department: &str, team: &BTreeSet<String>, by: i32) {
        let Some((pool, loads)) = self.pools.get_mut(department) else { return };
        for inspector in team.iter().filter_map(|inspector| pool.find(inspector)) {
            let load = &mut loads[inspector as usize];
            *load = load.saturating_add_signed(by);
        }
    }
}

/// Whether every member of a team is among the candidates (in byte order).
fn all_in(pool: &Pool<'_>, candidates: &[u32], team: &BTreeSet<String>) -> bool {
    team.iter().all(|member| pool.find(member).is_some_and(|i| candidates.binary_search(&i).is_ok()))
}
