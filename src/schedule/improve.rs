//! Single moves and swaps that better what a mode wishes for.

use super::board::{Board, NOWHERE};
use super::words::Words;

/// Partners tried for a visit, divided by the square of its members.
const TRIES: usize = 8192;

/// What a mode wishes for, as costs. Told of every change, so that it can keep
/// counts of its own.
pub(super) trait Wish {
    /// What it costs to put a visit, which does not stand, on a day.
    fn cost(&self, board: &Board<'_>, visit: u32, day: u32) -> i64;
    /// The same for every day, areas left out.
    fn costs(&self, board: &Board<'_>, visit: u32, out: &mut Vec<i64>);
    /// What one area more on an inspector's day costs.
    fn area(&self) -> i64;
    /// A visit now stands on a day.
    fn put(&mut self, board: &Board<'_>, visit: u32, day: u32);
    /// A visit no longer stands on a day.
    fn lift(&mut self, board: &Board<'_>, visit: u32, day: u32);
}

/// The day that fits and costs least, equals by random word.
pub(super) fn cheapest(board: &Board<'_>, wish: &dyn Wish, visit: u32, words: &mut Words) -> Option<u32> {
    let mut costs = Vec::new();
    wish.costs(board, visit, &mut costs);
    let mut best: Option<(i64, u32)> = None;
    let mut equal = 1;
    for (day, cost) in (0..board.horizon).zip(costs) {
        if best.is_some_and(|(least, _)| least < cost) || !board.fits(visit, day) {
            continue;
        }
        let cost = cost + board.mixes(visit, day) * wish.area();
        equal = if best.is_some_and(|(least, _)| least == cost) { equal + 1 } else { 1 };
        if best.is_none_or(|(least, _)| cost < least || cost == least && words.takes(equal)) {
            best = Some((cost, day));
        }
    }
    best.map(|(_, day)| day)
}

/// So many rounds of moves and swaps, or fewer when nothing can be bettered.
/// With `to_the_end` it closes with moves until no single one is left.
pub(super) fn better(
    board: &mut Board<'_>,
    wish: &mut dyn Wish,
    words: &mut Words,
    rounds: usize,
    to_the_end: bool,
) {
    for _ in 0..rounds {
        if moves(board, wish, words) + swaps(board, wish) == 0 {
            return;
        }
    }
    // Each lowers a sum of whole numbers, so this comes to an end.
    while to_the_end && moves(board, wish, words) > 0 {}
}

fn moves(board: &mut Board<'_>, wish: &mut dyn Wish, words: &mut Words) -> usize {
    let mut moved = 0;
    for visit in 0..board.day.len() as u32 {
        if board.fixed[visit as usize] || board.day[visit as usize] == NOWHERE {
            continue;
        }
        let before = board.lift(visit);
        wish.lift(board, visit, before);
        let stays = wish.cost(board, visit, before);
        let day = cheapest(board, wish, visit, words)
            .filter(|day| wish.cost(board, visit, *day) < stays)
            .unwrap_or(before);
        moved += usize::from(day != before);
        board.put(visit, day);
        wish.put(board, visit, day);
    }
    moved
}

/// Swaps a visit, one of whose members has two areas that day, with one of
/// another day, where that costs less together.
fn swaps(board: &mut Board<'_>, wish: &mut dyn Wish) -> usize {
    let mut swapped = 0;
    for visit in 0..board.day.len() as u32 {
        if board.fixed[visit as usize] || board.day[visit as usize] == NOWHERE || !board.is_mixed(visit) {
            continue;
        }
        let area = board.area(visit);
        let mut partners: Vec<u32> = Vec::new();
        for member in board.members(visit) {
            for day in (0..board.horizon).filter(|day| *day != board.day[visit as usize]) {
                let cell = board.cell(*member, day);
                if cell.iter().any(|other| board.area(*other) == area) {
                    partners.extend(cell.iter().filter(|other| board.area(**other) != area));
                }
            }
        }
        partners.sort_unstable();
        partners.dedup();
        // Large teams have many partners and each takes long to try.
        let size = board.members(visit).len().max(1);
        let step = partners.len().div_ceil((TRIES / (size * size)).max(1)).max(1);
        for other in partners.into_iter().step_by(step) {
            if !board.fixed[other as usize] && swap(board, wish, visit, other) {
                swapped += 1;
                break;
            }
        }
    }
    swapped
}

fn swap(board: &mut Board<'_>, wish: &mut dyn Wish, one: u32, two: u32) -> bool {
    // Seen without moving anything; whoever is in both makes room for himself.
    let goes = |visit: u32, other: u32| {
        let (day, members) = (board.day[other as usize], board.members(other));
        board.members(visit).iter().all(|one| board.free(*one, day) > 0 || members.contains(one))
    };
    if !goes(one, two) || !goes(two, one) {
        return false;
    }
    let (first, second) = (take(board, wish, one), take(board, wish, two));
    let place = |board: &mut Board<'_>, wish: &mut dyn Wish, visit: u32, day: u32| {
        let cost = wish.cost(board, visit, day);
        board.put(visit, day);
        wish.put(board, visit, day);
        cost
    };
    let fits = first != second && {
        // Fitting must be looked at with the partner gone from its day.
        board.fits(one, second) && board.fits(two, first)
    };
    let before = place(board, wish, one, first) + place(board, wish, two, second);
    if !fits {
        return false;
    }
    take(board, wish, two);
    take(board, wish, one);
    let after = place(board, wish, one, second) + place(board, wish, two, first);
    if after < before {
        return true;
    }
    take(board, wish, two);
    take(board, wish, one);
    place(board, wish, one, first);
    place(board, wish, two, second);
    false
}

fn take(board: &mut Board<'_>, wish: &mut dyn Wish, visit: u32) -> u32 {
    let day = board.lift(visit);
    wish.lift(board, visit, day);
    day
}
