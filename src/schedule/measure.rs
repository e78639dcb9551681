//! What a calendar is worth.

use std::collections::{BTreeMap, BTreeSet};

use super::problem::Problem;

/// A calendar's figures.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Measures {
    /// Days from the first to the last used, both counted.
    pub last: u32,
    /// What no calendar can do without ([`Problem::bound`]).
    pub bound: u32,
    /// Days of inspectors with at least one visit.
    pub busy: u64,
    /// Of them, those with more than one area.
    pub mixed: u64,
    /// Visits on the day that has fewest, and on the one that has most.
    pub range: [u64; 2],
    /// The most visits any inspector has on one day.
    pub most: u64,
}

/// Measures a calendar. `days` has a day for each visit.
pub fn measure(problem: &Problem, days: &[u32]) -> Measures {
    let mut cells: BTreeMap<(u32, u32), (u64, BTreeSet<u32>)> = BTreeMap::new();
    let mut totals = vec![0u64; problem.room.days()];
    for (visit, day) in problem.visits.iter().zip(days) {
        totals[*day as usize] += 1;
        for member in &visit.members {
            let cell = cells.entry((*member, *day)).or_default();
            cell.0 += 1;
            cell.1.insert(visit.area);
        }
    }
    Measures {
        last: days.iter().max().map_or(0, |last| last + 1),
        bound: problem.bound(),
        busy: cells.len() as u64,
        mixed: cells.values().filter(|(_, areas)| areas.len() > 1).count() as u64,
        range: [totals.iter().min().copied().unwrap_or(0), totals.iter().max().copied().unwrap_or(0)],
        most: cells.values().map(|(visits, _)| *visits).max().unwrap_or(0),
    }
}
