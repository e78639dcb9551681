//! As early as can be.

use super::board::Board;
use super::chain::{Marks, let_in};
use super::improve::{Wish, better};
use super::kick::kick;
use super::problem::{Problem, Shortage};
use super::words::Words;
use crate::domain::Digest;

/// One area more on an inspector's day weighs as much as so many days later,
/// but never a day beyond the last one.
const AREA: i64 = 1000;

/// First the area, then the day.
#[derive(Debug)]
pub(super) struct Soon;

impl Wish for Soon {
    fn cost(&self, board: &Board<'_>, visit: u32, day: u32) -> i64 {
        board.mixes(visit, day) * AREA + i64::from(day)
    }
    fn costs(&self, board: &Board<'_>, _: u32, out: &mut Vec<i64>) {
        out.extend(0..board.problem.room.days() as i64);
    }
    fn area(&self) -> i64 {
        AREA
    }
    fn put(&mut self, _: &Board<'_>, _: u32, _: u32) {}
    fn lift(&mut self, _: &Board<'_>, _: u32, _: u32) {}
}

pub(super) fn early(problem: &Problem, key: &Digest) -> Result<Vec<u32>, Vec<Shortage>> {
    let mut board = Board::new(problem);
    let mut words = Words::new(key, 1);
    let mut marks = Marks::new(problem.visits.len());
    let mut pool = hardest_first(problem, key);
    let days = problem.room.days() as u32;
    for horizon in problem.bound()..=days {
        board.horizon = horizon;
        deal(&mut board, &mut Soon, &mut pool, &mut words);
        pool.retain(|visit| !let_in(&mut board, *visit, &mut words, &mut marks));
        // Few days are worth fighting for each; and behind the last there is none.
        let patience = if horizon < 20 || horizon == days { 1000 } else { 100 };
        kick(&mut board, &mut pool, &mut words, &mut marks, patience);
        if pool.is_empty() {
            break;
        }
    }
    if !pool.is_empty() {
        return Err(vec![Shortage::Stuck { visits: board.homeless() }]);
    }
    better(&mut board, &mut Soon, &mut words, 6, true);
    Ok(board.day)
}

/// The visits whose members have least room to spare first, equals by random
/// word.
pub(super) fn hardest_first(problem: &Problem, key: &Digest) -> Vec<u32> {
    let mut words = Words::new(key, 0);
    let loads = problem.loads();
    let tight: Vec<u64> = (0u32..)
        .zip(&loads)
        .map(|(inspector, load)| {
            let room: u64 = problem.room.row(inspector).iter().map(|room| u64::from(*room)).sum();
            load * 1000 / room.max(1)
        })
        .collect();
    let of = |visit: &u32| {
        let members = &problem.visits[*visit as usize].members;
        members.iter().map(|member| tight[*member as usize]).max().unwrap_or(0)
    };
    let mut order: Vec<u32> = (0..problem.visits.len() as u32).collect();
    order.sort_by_cached_key(|visit| (std::cmp::Reverse(of(visit)), words.word()));
    order
}

/// Puts what fits where it costs least; the rest stays in the pool.
pub(super) fn deal(board: &mut Board<'_>, wish: &mut dyn Wish, pool: &mut Vec<u32>, words: &mut Words) {
    pool.retain(|visit| {
        let Some(day) = super::improve::cheapest(board, wish, *visit, words) else { return true };
        board.put(*visit, day);
        wish.put(board, *visit, day);
        false
    });
}
