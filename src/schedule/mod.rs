//! 检查日历: every visit gets a day on which all its members are free.
//!
//! A visit is a set of inspectors, whatever their departments; a day has room
//! for so many visits of each inspector (none on leave). Giving visits days is
//! colouring the edges of a hypergraph with capacities: no method is known that
//! is quick and always best, so this is a search, measured against the bound
//! no calendar can beat ([`Problem::bound`]).
//!
//! - [`arrange`] makes a calendar from nothing: *early*, with as few days as it
//!   can, or *spread* evenly over the window;
//! - [`rearrange`] mends one with the fewest changes.
//!
//! **How.** Visits are dealt greedily, the hardest first. What finds no day is
//! let in by a *chain*: it takes a day, and along a path of inspectors visits
//! change between that day and another (for pairs this is Kempe's chain, which
//! with capacities loses little). What still finds none *kicks* others out,
//! which may not come back for a while. Only when that fails does the early
//! mode take one day more. Afterwards single moves and swaps better what is
//! wished for: one area a day, earlier days, evenness.
//!
//! **What decides.** Nothing depends on the order or the names of visits,
//! inspectors and days but through random words of a 32-byte key: two visits of
//! the same team in the same area have equal chances of any two dates, and who
//! lacks the key cannot work a date out. Days are numbered from 0; nothing here
//! knows of files, clocks, floats or unordered maps, and only [`sheet`], which puts
//! a calendar on paper, of dates.

mod board;
mod chain;
mod early;
mod improve;
mod kick;
mod measure;
mod problem;
mod rearrange;
pub mod sheet;
mod spread;
mod words;

pub use measure::{Measures, measure};
pub use problem::{Mode, Problem, Room, Shortage, Visit};
pub use rearrange::{Rearranged, rearrange};

use crate::domain::Digest;

/// Makes a calendar: each visit's day.
///
/// # Errors
/// Everything that makes it impossible on its face ([`Problem::shortages`]), or
/// [`Shortage::Stuck`] with the visits for which the search found no day.
pub fn arrange(problem: &Problem, mode: Mode, key: &Digest) -> Result<Vec<u32>, Vec<Shortage>> {
    let shortages = problem.shortages();
    if !shortages.is_empty() {
        return Err(shortages);
    }
    match mode {
        Mode::Early => early::early(problem, key),
        Mode::Spread => spread::spread(problem, key),
    }
}
