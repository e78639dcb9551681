//! One department's inspectors and the random words it deals by (protocol §4).
//! Inspectors are numbered within the department, in byte order. What a desk
//! deals are its *units*: the inspectors themselves, or its groups, which are
//! numbered in byte order of their ids.

use std::collections::{BTreeSet, HashMap};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::grouping::{self, Grouping};
use super::roster::{Person, Roster};
use crate::domain::grammar::covers;
use crate::domain::{Date, Digest};
use crate::draw::PlanDocument;

/// A department that owes teams.
#[derive(Debug, Clone)]
pub struct Desk<'a> {
    /// Its name.
    pub department: &'a str,
    /// Its inspectors on the roster.
    pub people: Vec<&'a Person>,
    /// Place in rank order, by unit.
    pub rank: Vec<u32>,
    /// The distinct lists of candidate units, each in byte order, before bars.
    pub lists: Vec<Vec<u32>>,
    /// The groups that are its units; `None` where inspectors are.
    pub grouping: Option<Grouping>,
    plan: &'a PlanDocument,
    calls: Calls,
    keystream: ChaCha20Rng,
    interned: HashMap<Vec<u32>, u32>,
    known: HashMap<(u32, Vec<usize>), (u32, u32)>,
}

/// Whom a desk calls on, and the streams of words it does so by: visit v has
/// the stream v behind the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Calls {
    /// Teams: streams from 0.
    Teams,
    /// Single inspectors of a department matched by groups, once somebody
    /// steps back: streams from 2⁶³.
    Single,
    /// Experts: streams from 2⁶².
    Experts,
}

impl Calls {
    fn first(self) -> u64 {
        match self {
            Calls::Teams => 0,
            Calls::Single => 1 << 63,
            Calls::Experts => 1 << 62,
        }
    }

    /// What `available` must say.
    fn available(self) -> &'static str {
        if self == Calls::Experts { "expert" } else { "yes" }
    }
}

/// Words of a stream at ascending places; far ones are jumped to.
struct Words {
    stream: ChaCha20Rng,
    next: u64,
}

impl Words {
    /// A jump costs about as much as this many words.
    const JUMP: u64 = 48;

    fn new(stream: ChaCha20Rng) -> Self {
        Self { stream, next: 0 }
    }

    /// The word at a place not before any asked for earlier.
    fn at(&mut self, place: u64) -> u64 {
        if place >= self.next + Self::JUMP {
            // Two 32-bit words of the keystream make one of ours.
            self.stream.set_word_pos(2 * u128::from(place));
            self.next = place;
        }
        while self.next < place {
            self.stream.next_u64();
            self.next += 1;
        }
        self.next = place + 1;
        self.stream.next_u64()
    }
}

/// Why an inspector is not a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// Of another department.
    Department,
    /// `available` is not `yes`, or for an expert not `expert`.
    Unavailable,
    /// The certificate does not hold on both ends of the window.
    Certificate,
    /// Lacks a competence.
    Competence(String),
    /// No scope covers the area.
    Area,
}

impl<'a> Desk<'a> {
    /// Of one department; `people` are its rows of the roster.
    pub fn new(plan: &'a PlanDocument, roster: &'a Roster, department: &'a str, seed: &Digest) -> Self {
        let people: Vec<&Person> =
            roster.people.iter().filter(|person| person.department == department).collect();
        let key = Digest::of_lines(&["choucha/1 match", &seed.to_string(), department]);
        let keystream = ChaCha20Rng::from_seed(key.0);
        let mut desk = Self {
            department,
            people,
            rank: Vec::new(),
            lists: Vec::new(),
            grouping: None,
            plan,
            calls: Calls::Teams,
            keystream,
            interned: HashMap::new(),
            known: HashMap::new(),
        };
        if let Some(size) = plan.group_size(department) {
            let ready: Vec<(u32, &Person)> = (0..)
                .zip(desk.people.iter().copied())
                .filter(|(_, person)| desk.unready(person).is_none())
                .collect();
            let mut words = desk.stream(grouping::STREAM);
            let words = std::iter::repeat_with(move || words.next_u64());
            desk.grouping = Some(Grouping::new(department, &ready, words, size));
        }
        desk.rank = desk.ranks();
        desk
    }

    /// The place of each unit in rank order.
    fn ranks(&self) -> Vec<u32> {
        let mut stream = self.stream(u64::MAX);
        let mut order: Vec<(u64, u32)> =
            (0..self.units() as u32).map(|index| (stream.next_u64(), index)).collect();
        order.sort_unstable();
        let mut rank = vec![0; order.len()];
        for (place, (_, index)) in (0..).zip(order) {
            rank[index as usize] = place;
        }
        rank
    }

    /// How many units there are.
    pub fn units(&self) -> usize {
        self.grouping.as_ref().map_or(self.people.len(), |grouping| grouping.groups.len())
    }

    /// The inspectors of a unit, ascending.
    pub fn people_of(&self, unit: u32) -> Vec<u32> {
        match &self.grouping {
            Some(grouping) => grouping.groups[unit as usize].members.clone(),
            None => vec![unit],
        }
    }

    /// The id of a unit that is a group.
    pub fn group(&self, unit: u32) -> Option<&str> {
        let group = self.grouping.as_ref()?.groups.get(unit as usize);
        group.map(|group| group.id.as_str())
    }

    /// A desk of the same inspectors one by one: itself where they are so
    /// already.
    pub fn singly(&self) -> Self {
        if self.grouping.is_none() { self.clone() } else { self.calling(Calls::Single) }
    }

    /// The department's experts; `None` where no part asks for any.
    pub fn of_experts(&self) -> Option<Self> {
        let mut own = self.plan.parts.iter().filter(|part| part.department == self.department);
        own.any(|part| part.experts() > 0).then(|| self.calling(Calls::Experts))
    }

    fn calling(&self, calls: Calls) -> Self {
        let mut desk = Self {
            people: self.people.clone(),
            rank: Vec::new(),
            lists: Vec::new(),
            grouping: None,
            keystream: self.keystream.clone(),
            interned: HashMap::new(),
            known: HashMap::new(),
            calls,
            ..*self
        };
        desk.rank = desk.ranks();
        desk
    }

    /// The words of a visit's candidates.
    fn visit_stream(&self, visit: u64) -> ChaCha20Rng {
        self.stream(self.calls.first() + visit)
    }

    /// A stream of the department's keystream, from its beginning.
    fn stream(&self, number: u64) -> ChaCha20Rng {
        let mut stream = self.keystream.clone();
        stream.set_stream(number);
        stream.set_word_pos(0);
        stream
    }

    /// The parts of this department among some of the plan's.
    pub fn own(&self, parts: &[usize]) -> Vec<usize> {
        parts.iter().copied().filter(|part| self.plan.parts[*part].department == self.department).collect()
    }

    /// Candidate units by everything but bars, and how many are needed, for the
    /// department's own parts of a visit; `None` when it has none.
    pub fn owes(&mut self, area: (u32, &str), own: &[usize]) -> Option<(u32, u32)> {
        if own.is_empty() {
            return None;
        }
        let key = (area.0, own.to_vec());
        if let Some(known) = self.known.get(&key) {
            return Some(*known);
        }
        let parts = own.iter().map(|part| &self.plan.parts[*part]);
        let needed = match (self.calls, &self.grouping) {
            (_, Some(_)) => 1,
            (Calls::Experts, None) => parts.map(|part| part.experts()).max().unwrap_or(0),
            (_, None) => parts.map(|part| part.team).max().unwrap_or(0),
        };
        let fits = |index: &u32| self.unfit(self.people[*index as usize], area.1, own).is_none();
        let list: Vec<u32> = match &self.grouping {
            None => (0..self.people.len() as u32).filter(fits).collect(),
            // A group may go where each of its members may.
            Some(grouping) => (0..)
                .zip(&grouping.groups)
                .filter(|(_, group)| group.members.iter().all(fits))
                .map(|(unit, _)| unit)
                .collect(),
        };
        let next = self.lists.len() as u32;
        let id = *self.interned.entry(list).or_insert_with_key(|list| {
            self.lists.push(list.clone());
            next
        });
        let found = (id, u32::try_from(needed).unwrap_or(u32::MAX));
        self.known.insert(key, found);
        Some(found)
    }

    /// Why an inspector is no candidate for a visit in that area, bars aside.
    pub fn unfit(&self, person: &Person, area: &str, own: &[usize]) -> Option<Unfit> {
        if let Some(unready) = self.unready(person) {
            return Some(unready);
        }
        let needed: BTreeSet<&String> =
            own.iter().flat_map(|part| &self.plan.parts[*part].competences).collect();
        if let Some(missing) = needed.into_iter().find(|needed| !person.competences.contains(needed)) {
            return Some(Unfit::Competence(missing.clone()));
        }
        if !person.areas.iter().any(|scope| covers(scope, area)) {
            return Some(Unfit::Area);
        }
        None
    }

    /// Why an inspector cannot be called on for any visit.
    pub fn unready(&self, person: &Person) -> Option<Unfit> {
        if person.department != self.department {
            return Some(Unfit::Department);
        }
        if person.available != self.calls.available() {
            return Some(Unfit::Unavailable);
        }
        let holds = |day: Date| person.valid_from <= day && day <= person.valid_to;
        let certified = self.plan.window.iter().all(|day| holds(*day));
        (!certified).then_some(Unfit::Certificate)
    }

    /// The department's number of an inspector.
    pub fn index(&self, inspector: &str) -> Option<u32> {
        let found = self.people.binary_search_by(|person| person.inspector.as_str().cmp(inspector));
        found.ok().map(|index| index as u32)
    }

    /// An inspector's certificate number.
    pub fn name(&self, index: u32) -> &'a str {
        &self.people[index as usize].inspector
    }

    /// The `needed` candidates least by (load, word, rank), in no order.
    /// `passed` are candidates who may not be taken but keep their place in the
    /// numbering of words. Words are asked for only where loads do not decide.
    pub fn least(
        &self,
        visit: u64,
        list: u32,
        barred: &[u32],
        passed: &[u32],
        load: &[u32],
        needed: usize,
    ) -> Vec<u32> {
        let all = &self.lists[list as usize];
        let mut unbarred = Vec::new();
        let candidates = if barred.is_empty() {
            all
        } else {
            unbarred.extend(all.iter().copied().filter(|index| !barred.contains(index)));
            &unbarred
        };
        // Those passed over weigh more than anybody and are never reached.
        let mut weighted = Vec::new();
        let load = if passed.is_empty() {
            load
        } else {
            weighted.extend_from_slice(load);
            passed.iter().for_each(|index| weighted[*index as usize] = u32::MAX);
            &weighted
        };
        let mut taken: Vec<u32> = Vec::with_capacity(needed);
        let mut tied: Vec<(u32, u32)> = Vec::with_capacity(candidates.len());
        let mut above = None;
        while taken.len() < needed {
            // The least load above those already taken, and everybody with it.
            let loads = candidates.iter().map(|index| load[*index as usize]);
            let limit = match above {
                None => loads.min(),
                Some(above) => loads.filter(|own| *own > above).min(),
            };
            let Some(limit) = limit.filter(|limit| *limit < u32::MAX) else { break };
            tied.clear();
            for (place, index) in (0..).zip(candidates) {
                if load[*index as usize] == limit {
                    tied.push((place, *index));
                }
            }
            let left = needed - taken.len();
            if tied.len() > left {
                self.least_words(visit, &tied, left, &mut taken);
            } else {
                taken.extend(tied.iter().map(|(_, index)| *index));
            }
            above = Some(limit);
        }
        taken
    }

    /// Of candidates at ascending places, the `left` least by (word, rank).
    fn least_words(&self, visit: u64, tied: &[(u32, u32)], left: usize, taken: &mut Vec<u32>) {
        let mut words = Words::new(self.visit_stream(visit));
        let mut best: Vec<(u64, u32, u32)> = Vec::with_capacity(left + 1);
        let mut worst = u64::MAX;
        for (place, index) in tied {
            let word = words.at(u64::from(*place));
            if word > worst {
                continue;
            }
            let entry = (word, self.rank[*index as usize], *index);
            best.insert(best.partition_point(|other| *other < entry), entry);
            best.truncate(left);
            if let (true, Some(last)) = (best.len() == left, best.last()) {
                worst = last.0;
            }
        }
        taken.extend(best.into_iter().map(|entry| entry.2));
    }

    /// The inspector of a team least by (word, rank), where units are
    /// inspectors; `places` are the candidates before bars.
    pub fn lead(&self, visit: u64, places: &[u32], barred: &[u32], members: &[u32]) -> Option<u32> {
        let mut stream = self.visit_stream(visit);
        let mut best = None;
        for member in members {
            let place = places.binary_search(member).ok()?;
            let skipped =
                barred.iter().filter(|index| *index < member && places.binary_search(index).is_ok());
            // Two 32-bit words of the keystream make one of ours.
            stream.set_word_pos(2 * (place - skipped.count()) as u128);
            let entry = (stream.next_u64(), self.rank[*member as usize], *member);
            best = best.filter(|other| *other <= entry).or(Some(entry));
        }
        best.map(|entry| entry.2)
    }
}
