//! The fewest changes: a calendar that no longer holds is mended, and only
//! visits that must move do.
//!
//! A search that allows first no visit to move but those that cannot stay (a
//! member has no room there), then one more, then two: the first calendar found
//! has the fewest changes there can be, and among days that are equal in this
//! the mode's wish decides. The work is limited; past the limit visits are let
//! in by chains, which is quick but may move more than it must, and the answer
//! says that the fewest is not proven.

use std::collections::BTreeSet;

use super::board::{Board, NOWHERE};
use super::chain::{Marks, let_in};
use super::early::{Soon, deal};
use super::improve::Wish;
use super::kick::kick;
use super::problem::{Mode, Problem, Shortage};
use super::spread::Even;
use super::words::Words;
use crate::domain::Digest;

/// Options weighed before the search gives up proving the fewest: a second or
/// so of work.
const WORK: u64 = 4_000_000;

/// A mended calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rearranged {
    /// Each visit's day.
    pub days: Vec<u32>,
    /// The visits that had a day and have another, ascending.
    pub moved: Vec<u32>,
    /// No calendar moves fewer.
    pub proven: bool,
}

/// Mends a calendar: `before` has each visit's day so far, `None` for a visit
/// that is new or whose day is no longer one; `fixed` visits stay where
/// `before` puts them, come what may.
///
/// # Errors
/// As [`super::arrange`]; also [`Shortage::Stuck`] with the fixed visits that
/// stand where a member has no room for them.
pub fn rearrange(
    problem: &Problem,
    before: &[Option<u32>],
    fixed: &[bool],
    mode: Mode,
    key: &Digest,
) -> Result<Rearranged, Vec<Shortage>> {
    let shortages = problem.shortages();
    if !shortages.is_empty() {
        return Err(shortages);
    }
    let mut board = Board::new(problem);
    board.fixed = fixed.to_vec();
    let mut words = Words::new(key, 1);
    let mut wish: Box<dyn Wish> = match mode {
        Mode::Early => Box::new(Soon),
        Mode::Spread => Box::new(Even::new(problem, &mut words)),
    };
    let (mut pool, mut stuck) = (Vec::new(), Vec::new());
    for (visit, day) in (0u32..).zip(before) {
        match day {
            Some(day) if problem.open(visit, *day) => {
                board.put(visit, *day);
                wish.put(&board, visit, *day);
            }
            _ if fixed[visit as usize] => stuck.push(visit),
            _ => pool.push(visit),
        }
    }
    stuck.extend(crowded(problem, &board, before));
    if !stuck.is_empty() {
        stuck.sort_unstable();
        return Err(vec![Shortage::Stuck { visits: stuck }]);
    }
    let over = overfull(problem, &board);
    let untouched = board.day.clone();
    if over.is_empty() {
        // Most often each finds a day as it comes, and nobody else moves.
        let mut rest = pool.clone();
        deal(&mut board, wish.as_mut(), &mut rest, &mut words);
        if rest.is_empty() {
            return Ok(done(board.day, before, true));
        }
        for visit in pool.iter().filter(|visit| !rest.contains(visit)) {
            let day = board.lift(*visit);
            wish.lift(&board, *visit, day);
        }
    }
    let mut search = Search {
        board,
        wish,
        before,
        pool: pool.clone(),
        over,
        kept: vec![false; before.len()],
        gone: vec![false; before.len()],
        words,
        work: WORK,
    };
    pool.iter().for_each(|visit| search.gone[*visit as usize] = true);
    for more in 0..=before.len() {
        if search.with(more) {
            return Ok(done(search.board.day, before, true));
        }
        if search.work == 0 {
            break;
        }
    }
    let Search { mut words, work, .. } = search;
    if work > 0 {
        return Err(vec![Shortage::Stuck { visits: pool }]);
    }
    by_chains(problem, &untouched, fixed, &mut words).map(|days| done(days, before, false))
}

/// Fixed visits that stand where the fixed ones alone are too many for a member.
fn crowded(problem: &Problem, board: &Board<'_>, before: &[Option<u32>]) -> Vec<u32> {
    let over = |member: u32, day: u32| {
        let held = board.cell(member, day).iter().filter(|other| board.fixed[**other as usize]);
        held.count() > usize::from(problem.room.of(member, day))
    };
    (0u32..)
        .zip(before)
        .filter(|(visit, _)| board.fixed[*visit as usize])
        .filter(|(visit, day)| {
            day.is_some_and(|day| board.members(*visit).iter().any(|member| over(*member, day)))
        })
        .map(|(visit, _)| visit)
        .collect()
}

/// Inspectors with more visits on a day than they have room for.
fn overfull(problem: &Problem, board: &Board<'_>) -> BTreeSet<(u32, u32)> {
    let days = problem.room.days() as u32;
    let cells = (0..problem.room.inspectors() as u32)
        .flat_map(|inspector| (0..days).map(move |day| (inspector, day)));
    cells.filter(|(inspector, day)| board.free(*inspector, *day) < 0).collect()
}

fn done(days: Vec<u32>, before: &[Option<u32>], proven: bool) -> Rearranged {
    let moved = |visit: &u32| before[*visit as usize].is_some_and(|day| day != days[*visit as usize]);
    let moved = (0..days.len() as u32).filter(moved).collect();
    Rearranged { days, moved, proven }
}

/// The quick way: whatever is too much goes, and is let in again.
fn by_chains(
    problem: &Problem,
    days: &[u32],
    fixed: &[bool],
    words: &mut Words,
) -> Result<Vec<u32>, Vec<Shortage>> {
    let mut board = Board::new(problem);
    board.fixed = fixed.to_vec();
    let mut pool = Vec::new();
    for wanted in [true, false] {
        for (visit, day) in (0u32..).zip(days).filter(|(visit, _)| fixed[*visit as usize] == wanted) {
            if *day != NOWHERE && board.fits(visit, *day) {
                board.put(visit, *day);
            } else {
                pool.push(visit);
            }
        }
    }
    let mut marks = Marks::new(days.len());
    pool.retain(|visit| !let_in(&mut board, *visit, words, &mut marks));
    kick(&mut board, &mut pool, words, &mut marks, 1000);
    if pool.is_empty() { Ok(board.day) } else { Err(vec![Shortage::Stuck { visits: board.homeless() }]) }
}

struct Search<'a> {
    board: Board<'a>,
    wish: Box<dyn Wish>,
    before: &'a [Option<u32>],
    /// Visits without a day.
    pool: Vec<u32>,
    /// Over-full days of inspectors.
    over: BTreeSet<(u32, u32)>,
    /// Calendars in which this one moves have been searched already.
    kept: Vec<bool>,
    /// Has been taken off its day.
    gone: Vec<bool>,
    words: Words,
    work: u64,
}

impl Search<'_> {
    /// Whether there is a calendar with so many more visits moved; the board
    /// then holds it, otherwise what it held before.
    fn with(&mut self, more: usize) -> bool {
        if let Some((inspector, day)) = self.over.first().copied() {
            return more > 0 && self.relieve(inspector, day, more - 1);
        }
        if self.pool.is_empty() {
            return true;
        }
        let Some((place, options)) = self.hardest(more) else { return false };
        let visit = self.pool.swap_remove(place);
        for (_, _, _, day) in options {
            self.put(visit, day);
            if self.with(more) {
                return true;
            }
            self.lift(visit);
            if self.work == 0 {
                break;
            }
        }
        self.pool.push(visit);
        let last = self.pool.len() - 1;
        self.pool.swap(place, last);
        false
    }

    /// Takes one visit off an over-full day, each in turn.
    fn relieve(&mut self, inspector: u32, day: u32, more: usize) -> bool {
        let mut candidates: Vec<(i64, u64, u32)> = Vec::new();
        for visit in self.board.cell(inspector, day) {
            let at = *visit as usize;
            if !self.board.fixed[at] && !self.kept[at] && !self.gone[at] {
                candidates.push((-self.board.mixes(*visit, day), self.words.word(), *visit));
            }
        }
        candidates.sort_unstable();
        let mut found = false;
        let mut tried = Vec::new();
        for (_, _, visit) in candidates {
            self.lift(visit);
            self.gone[visit as usize] = true;
            self.pool.push(visit);
            found = self.with(more);
            if found {
                break;
            }
            let place = self.pool.iter().rposition(|other| *other == visit);
            place.map(|place| self.pool.swap_remove(place));
            self.gone[visit as usize] = false;
            self.put(visit, day);
            self.kept[visit as usize] = true;
            tried.push(visit);
            if self.work == 0 {
                break;
            }
        }
        for visit in tried {
            self.kept[visit as usize] = false;
        }
        found
    }

    /// The visit of the pool with the fewest days to choose from, and these
    /// days, best first; `None` when some visit has none.
    #[allow(clippy::type_complexity)]
    fn hardest(&mut self, more: usize) -> Option<(usize, Vec<(usize, i64, u64, u32)>)> {
        let mut best: Option<(usize, Vec<(usize, i64, u64, u32)>)> = None;
        for place in 0..self.pool.len() {
            let visit = self.pool[place];
            let old = self.before[visit as usize];
            let mut options = Vec::new();
            for day in 0..self.board.horizon {
                self.work = self.work.saturating_sub(1);
                if old == Some(day) || !self.board.problem.open(visit, day) {
                    continue;
                }
                let full =
                    self.board.members(visit).iter().filter(|m| self.board.free(**m, day) <= 0).count();
                if full > 0 && more == 0 {
                    continue;
                }
                options.push((full, 0, 0, day));
            }
            if options.is_empty() || self.work == 0 {
                return None;
            }
            if best.as_ref().is_none_or(|(_, least)| options.len() < least.len()) {
                best = Some((place, options));
            }
        }
        let (place, mut options) = best?;
        for (_, cost, word, day) in &mut options {
            *cost = self.wish.cost(&self.board, self.pool[place], *day);
            *word = self.words.word();
        }
        options.sort_unstable();
        Some((place, options))
    }

    fn put(&mut self, visit: u32, day: u32) {
        self.board.put(visit, day);
        self.wish.put(&self.board, visit, day);
        self.watch(visit, day);
    }

    fn lift(&mut self, visit: u32) {
        let day = self.board.lift(visit);
        self.wish.lift(&self.board, visit, day);
        self.watch(visit, day);
    }

    fn watch(&mut self, visit: u32, day: u32) {
        for member in self.board.members(visit) {
            if self.board.free(*member, day) < 0 {
                self.over.insert((*member, day));
            } else {
                self.over.remove(&(*member, day));
            }
        }
    }
}
