//! Dealing and levelling a department's teams (protocol §4), step by step as
//! the protocol tells it. What is faster than the letter: candidates that a
//! search has already reached are not looked at again from another visit with
//! the same list.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::barred::Opened;
use super::desk::Desk;
use super::visits::Visits;

/// What a department owes a visit, and whom it sends.
#[derive(Debug, Clone)]
pub struct Owed {
    /// The visit's number, from 1.
    pub visit: u64,
    /// Candidates before bars: a list of the desk.
    pub list: u32,
    /// Units that are needed: the team's size, or one group; experts asked for.
    pub needed: u32,
    /// Units of the desk barred from this entity, ascending.
    pub barred: Vec<u32>,
    /// Number of candidates.
    pub candidates: u32,
    /// The units that go, in no order; empty when too few candidates.
    pub members: Vec<u32>,
}

/// A department's teams.
#[derive(Debug)]
pub struct Teams<'a> {
    /// The department.
    pub desk: Desk<'a>,
    /// By visit, ascending.
    pub owed: Vec<Owed>,
    /// Visits each unit makes.
    pub load: Vec<u32>,
    /// Who comes along beyond the teams, where any part asks for experts.
    pub experts: Option<Invited<'a>>,
}

/// A department's experts.
#[derive(Debug)]
pub struct Invited<'a> {
    /// They, as units of a desk of their own.
    pub desk: Desk<'a>,
    /// By visit, ascending: visits that have a team and ask for experts.
    pub owed: Vec<Owed>,
    /// Visits each comes along to.
    pub load: Vec<u32>,
}

impl<'a> Teams<'a> {
    /// Deals and levels.
    pub fn form(mut desk: Desk<'a>, visits: &Visits, areas: &[String], opened: &Opened) -> Self {
        let mut owed = Vec::new();
        let own: Vec<Vec<usize>> = visits.sets.iter().map(|parts| desk.own(parts)).collect();
        for (number, visit) in (1..).zip(&visits.rows) {
            let area = (visit.area, areas[visit.area as usize].as_str());
            let Some((list, needed)) = desk.owes(area, &own[visit.set as usize]) else { continue };
            owed.push(Owed::new(&desk, number, list, needed, barred(&desk, opened, &visit.code)));
        }
        let load = vec![0; desk.units()];
        let mut teams = Self { desk, owed, load, experts: None };
        teams.deal();
        teams.level();
        teams.experts = teams.desk.of_experts().map(|desk| teams.invite(desk, visits, areas, opened));
        teams
    }

    /// Experts for the visits that have a team, in order.
    fn invite(&self, mut desk: Desk<'a>, visits: &Visits, areas: &[String], opened: &Opened) -> Invited<'a> {
        let (mut owed, mut load) = (Vec::new(), vec![0; desk.units()]);
        for to in self.owed.iter().filter(|owed| !owed.members.is_empty()) {
            let visit = &visits.rows[to.visit as usize - 1];
            let own = desk.own(&visits.sets[visit.set as usize]);
            let area = (visit.area, areas[visit.area as usize].as_str());
            let Some((list, needed)) = desk.owes(area, &own).filter(|(_, needed)| *needed > 0) else {
                continue;
            };
            let barred = barred(&desk, opened, &visit.code);
            let mut one = Owed::new(&desk, to.visit, list, needed, barred);
            one.members = desk.least(one.visit, list, &one.barred, &[], &load, needed as usize);
            one.members.sort_unstable();
            one.members.iter().for_each(|member| load[*member as usize] += 1);
            owed.push(one);
        }
        Invited { desk, owed, load }
    }

    fn deal(&mut self) {
        for owed in &mut self.owed {
            if owed.candidates < owed.needed {
                continue;
            }
            let needed = owed.needed as usize;
            owed.members = self.desk.least(owed.visit, owed.list, &owed.barred, &[], &self.load, needed);
            for member in &owed.members {
                self.load[*member as usize] += 1;
            }
        }
    }

    fn level(&mut self) {
        let mut level = Level::new(self);
        while let Some((_, _, top)) = level.open.first().copied() {
            match level.search(self, top) {
                Some(last) => level.hand_along(self, top, last),
                None => level.close(),
            }
        }
    }

    /// What is owed to a visit.
    pub fn of_visit(&self, visit: u64) -> Option<&Owed> {
        of_visit(&self.owed, visit)
    }

    /// The experts of a visit, ascending.
    pub fn experts_of(&self, visit: u64) -> &[u32] {
        let owed = self.experts.as_ref().and_then(|invited| of_visit(&invited.owed, visit));
        owed.map_or(&[], |owed| &owed.members)
    }
}

fn of_visit(owed: &[Owed], visit: u64) -> Option<&Owed> {
    owed.binary_search_by_key(&visit, |owed| owed.visit).ok().map(|index| &owed[index])
}

impl Owed {
    /// Without a team yet.
    pub fn new(desk: &Desk<'_>, visit: u64, list: u32, needed: u32, barred: Vec<u32>) -> Self {
        let list_of = &desk.lists[list as usize];
        let out = barred.iter().filter(|index| list_of.binary_search(index).is_ok()).count();
        let candidates = (list_of.len() - out) as u32;
        Self { visit, list, needed, barred, candidates, members: Vec::new() }
    }

    /// Whether an inspector is a candidate.
    pub fn has_candidate(&self, desk: &Desk<'_>, index: u32) -> bool {
        desk.lists[self.list as usize].binary_search(&index).is_ok() && !self.barred.contains(&index)
    }

    /// The team's inspectors, ascending.
    pub fn people(&self, desk: &Desk<'_>) -> Vec<u32> {
        let mut people: Vec<u32> = self.members.iter().flat_map(|unit| desk.people_of(*unit)).collect();
        people.sort_unstable();
        people
    }

    /// The team's lead.
    pub fn lead(&self, desk: &Desk<'_>) -> Option<u32> {
        if let Some(grouping) = &desk.grouping {
            return grouping.lead(&self.people(desk));
        }
        desk.lead(self.visit, &desk.lists[self.list as usize], &self.barred, &self.members)
    }

    /// Whether fewer than 2t candidates stood ready.
    pub fn narrow(&self) -> bool {
        u64::from(self.candidates) < 2 * u64::from(self.needed)
    }
}

/// The desk's units barred from an entity: a group where any member is.
pub fn barred(desk: &Desk<'_>, opened: &Opened, code: &str) -> Vec<u32> {
    let people = opened.of(code).filter_map(|inspector| desk.index(inspector));
    let set: BTreeSet<u32> = match &desk.grouping {
        None => people.collect(),
        Some(grouping) => people.filter_map(|one| grouping.of.get(&one)).map(|place| *place as u32).collect(),
    };
    set.into_iter().collect()
}

/// The state of the levelling.
struct Level {
    /// Open inspectors with load, as (load descending, rank).
    open: BTreeSet<(Reverse<u32>, u32, u32)>,
    closed: Vec<bool>,
    /// Indices of `owed` each inspector holds, ascending.
    held: Vec<Vec<u32>>,
    /// Each list in rank order, less those found closed.
    by_rank: Vec<Vec<u32>>,
    /// Per list, who in it this search has not reached yet; begun when met.
    left: BTreeMap<u32, Vec<u32>>,
    reached: Vec<bool>,
    order: Vec<u32>,
    parent: Vec<(u32, u32)>,
}

impl Level {
    fn new(teams: &Teams<'_>) -> Self {
        let count = teams.load.len();
        let rank = &teams.desk.rank;
        let mut held = vec![Vec::new(); count];
        for (index, owed) in (0..).zip(&teams.owed) {
            for member in &owed.members {
                held[*member as usize].push(index);
            }
        }
        let by_rank = (teams.desk.lists.iter())
            .map(|list| {
                let mut list = list.clone();
                list.sort_unstable_by_key(|index| rank[*index as usize]);
                list
            })
            .collect();
        let open = (0..)
            .zip(&teams.load)
            .filter(|(_, load)| **load > 0)
            .map(|(index, load): (u32, _)| (Reverse(*load), rank[index as usize], index))
            .collect();
        Self {
            open,
            closed: vec![false; count],
            held,
            by_rank,
            left: BTreeMap::new(),
            reached: vec![false; count],
            order: Vec::new(),
            parent: vec![(0, 0); count],
        }
    }

    /// Breadth first from `top`; the first inspector with a load lower by two.
    fn search(&mut self, teams: &Teams<'_>, top: u32) -> Option<u32> {
        self.left.clear();
        for index in self.order.drain(..) {
            self.reached[index as usize] = false;
        }
        let goal = teams.load[top as usize];
        self.reached[top as usize] = true;
        self.order.push(top);
        let mut queue = VecDeque::from([top]);
        while let Some(from) = queue.pop_front() {
            for visit in &self.held[from as usize] {
                let owed = &teams.owed[*visit as usize];
                let left = self.left.entry(owed.list).or_insert_with(|| {
                    let list = &mut self.by_rank[owed.list as usize];
                    list.retain(|index| !self.closed[*index as usize]);
                    list.clone()
                });
                let mut kept = 0;
                for place in 0..left.len() {
                    let to = left[place];
                    if self.reached[to as usize] {
                        continue;
                    }
                    if owed.members.contains(&to) || owed.barred.contains(&to) {
                        // Not by this visit, perhaps by another.
                        left[kept] = to;
                        kept += 1;
                        continue;
                    }
                    self.reached[to as usize] = true;
                    self.order.push(to);
                    self.parent[to as usize] = (from, *visit);
                    if teams.load[to as usize] + 2 <= goal {
                        return Some(to);
                    }
                    queue.push_back(to);
                }
                left.truncate(kept);
            }
        }
        None
    }

    /// Along the path each hands the visit it was reached by to the next.
    fn hand_along(&mut self, teams: &mut Teams<'_>, top: u32, last: u32) {
        let rank = &teams.desk.rank;
        for (index, gain) in [(top, false), (last, true)] {
            let load = &mut teams.load[index as usize];
            self.open.remove(&(Reverse(*load), rank[index as usize], index));
            *load = if gain { *load + 1 } else { *load - 1 };
            if *load > 0 {
                self.open.insert((Reverse(*load), rank[index as usize], index));
            }
        }
        let mut to = last;
        while to != top {
            let (from, visit) = self.parent[to as usize];
            for member in &mut teams.owed[visit as usize].members {
                if *member == from {
                    *member = to;
                }
            }
            let held = &mut self.held[from as usize];
            if let Ok(place) = held.binary_search(&visit) {
                held.remove(place);
            }
            let held = &mut self.held[to as usize];
            if let Err(place) = held.binary_search(&visit) {
                held.insert(place, visit);
            }
            to = from;
        }
    }

    /// No path: whoever was reached stays as it is.
    fn close(&mut self) {
        let order = std::mem::take(&mut self.order);
        for index in &order {
            self.reached[*index as usize] = false;
            self.closed[*index as usize] = true;
        }
        let closed = &self.closed;
        self.open.retain(|(_, _, index)| !closed[*index as usize]);
    }
}
