//! Level: hand visits on until no chain of hand-overs evens the loads out
//! further (protocol §4; optimal semi-matching, Harvey et al. 2006).
//!
//! The order of the protocol's search is kept exactly; three observations make
//! it fast:
//! - Visits of one class have the same candidates, so once a search has passed
//!   over a class, only the few it had to leave out (team-mates of the visit at
//!   hand) are left for the class's next visit. A search therefore costs the
//!   candidates of the classes it meets, not of every visit.
//! - Failing searches only close inspectors. When no open inspector is two
//!   below the highest open load, all searches to come would fail, so they are
//!   not made.
//! - Along a path only the first load falls and the last rises.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::pool::{Classes, Pool};

const NONE: u32 = u32::MAX;

/// Levels the loads in place. `teams[k]` is the team of the k-th need, empty
/// where it is short.
pub(super) fn level(pool: &Pool<'_>, classes: &Classes, teams: &mut [Vec<u32>], loads: &mut [u32]) {
    let mut held = vec![Vec::new(); pool.len()];
    for (visit, team) in teams.iter().enumerate() {
        team.iter().for_each(|inspector| held[*inspector as usize].push(visit as u32));
    }
    // Open inspectors, highest load first, then by rank.
    let mut open: BTreeSet<(Reverse<u32>, u32, u32)> =
        (0..pool.len() as u32).map(|i| (Reverse(loads[i as usize]), pool.rank[i as usize], i)).collect();
    let mut search = Search::new(pool.len(), classes);
    // Failures leave `open`, so the first one is always where the protocol goes
    // on, from the top or from behind the last failure.
    while let (Some(&(Reverse(load), _, from)), Some(&(Reverse(lowest), ..))) = (open.first(), open.last()) {
        if load == 0 || lowest + 2 > load {
            break;
        }
        match search.run(from, classes, teams, loads, &held) {
            Some(to) => {
                for inspector in [from, to] {
                    open.remove(&(
                        Reverse(loads[inspector as usize]),
                        pool.rank[inspector as usize],
                        inspector,
                    ));
                }
                search.hand_over(from, to, teams, &mut held);
                loads[from as usize] -= 1;
                loads[to as usize] += 1;
                for inspector in [from, to] {
                    open.insert((
                        Reverse(loads[inspector as usize]),
                        pool.rank[inspector as usize],
                        inspector,
                    ));
                }
            }
            None => {
                for inspector in search.close_reached() {
                    open.remove(&(
                        Reverse(loads[*inspector as usize]),
                        pool.rank[*inspector as usize],
                        *inspector,
                    ));
                }
            }
        }
    }
}

/// One breadth-first search and what it reuses from search to search.
struct Search {
    closed: Vec<bool>,
    /// Search in which an inspector was last reached.
    reached: Vec<u32>,
    /// Who was reached, in order.
    queue: Vec<u32>,
    /// The visit by which an inspector was reached, and from whom.
    by: Vec<(u32, u32)>,
    /// Search in which a class was last met.
    met: Vec<u32>,
    /// Per class, candidates in rank order this search has still to reach.
    left: Vec<Vec<u32>>,
    number: u32,
}

impl Search {
    fn new(inspectors: usize, classes: &Classes) -> Self {
        Self {
            closed: vec![false; inspectors],
            reached: vec![0; inspectors],
            queue: Vec::new(),
            by: vec![(NONE, NONE); inspectors],
            met: vec![0; classes.lists.len()],
            left: vec![Vec::new(); classes.lists.len()],
            number: 0,
        }
    }

    /// Searches from `from` for an inspector with a load two below; `None`
    /// when there is none.
    fn run(
        &mut self,
        from: u32,
        classes: &Classes,
        teams: &[Vec<u32>],
        loads: &[u32],
        held: &[Vec<u32>],
    ) -> Option<u32> {
        self.number += 1;
        self.queue.clear();
        self.queue.push(from);
        self.reached[from as usize] = self.number;
        let enough = loads[from as usize].checked_sub(2)?;
        let mut at = 0;
        while let Some(&inspector) = self.queue.get(at) {
            at += 1;
            for &visit in &held[inspector as usize] {
                let class = classes.of[visit as usize] as usize;
                if self.met[class] != self.number {
                    self.met[class] = self.number;
                    self.left[class].clear();
                    self.left[class].extend_from_slice(&classes.ranked[class]);
                }
                let (reached, closed, queue, by, number) =
                    (&mut self.reached, &self.closed, &mut self.queue, &mut self.by, self.number);
                let mut found = None;
                self.left[class].retain(|&candidate| {
                    if found.is_some() {
                        return true;
                    }
                    let place = candidate as usize;
                    if reached[place] == number || closed[place] {
                        return false;
                    }
                    if teams[visit as usize].contains(&candidate) {
                        return true;
                    }
                    reached[place] = number;
                    by[place] = (visit, inspector);
                    queue.push(candidate);
                    if loads[place] <= enough {
                        found = Some(candidate);
                    }
                    false
                });
                if found.is_some() {
                    return found;
                }
            }
        }
        None
    }

    /// Along the path to `to`, each hands the visit to the next.
    fn hand_over(&self, from: u32, to: u32, teams: &mut [Vec<u32>], held: &mut [Vec<u32>]) {
        let mut taker = to;
        while taker != from {
            let (visit, giver) = self.by[taker as usize];
            if let Some(seat) = teams[visit as usize].iter_mut().find(|seat| **seat == giver) {
                *seat = taker;
            }
            if let Ok(place) = held[giver as usize].binary_search(&visit) {
                held[giver as usize].remove(place);
            }
            if let Err(place) = held[taker as usize].binary_search(&visit) {
                held[taker as usize].insert(place, visit);
            }
            taker = giver;
        }
    }

    /// Closes all that the last search reached, and names them.
    fn close_reached(&mut self) -> &[u32] {
        for inspector in &self.queue {
            self.closed[*inspector as usize] = true;
        }
        &self.queue
    }
}
