//! Evenly over the window.

use super::board::Board;
use super::chain::{Marks, let_in};
use super::early::{deal, hardest_first};
use super::improve::{Wish, better};
use super::kick::kick;
use super::problem::{Problem, Shortage};
use super::words::Words;
use crate::domain::Digest;

/// What the first visit on a day costs; the second costs three times as much.
const UNIT: i64 = 1 << 20;
/// One area more on an inspector's day: less than a second visit on a day
/// instead of the first, more than what is left to chance.
const AREA: i64 = UNIT * 3 / 2;
/// How much everybody together counts beside each one.
const ALL: i64 = 4;

/// The window is halved and halved again down to its days; an inspector's
/// visits in a block cost visits² ÷ its days with room, a sum that is least
/// when each block has its share. Everybody together counts as one more
/// inspector, in units of an average day.
///
/// The halving begins at a day of chance and goes round, so that no day is
/// always an edge, and one visit alone may be anywhere.
#[derive(Debug)]
pub(super) struct Even {
    /// Blocks of one inspector; one stands behind the larger one it is part of.
    width: usize,
    /// The larger block of each; of the whole, itself.
    above: Vec<u32>,
    /// The block that is one day.
    leaf: Vec<u32>,
    visits: Vec<i64>,
    /// `UNIT` ÷ days with room.
    share: Vec<i64>,
    all: usize,
}

impl Even {
    pub(super) fn new(problem: &Problem, words: &mut Words) -> Self {
        let days = problem.room.days();
        let phase = words.below(days.max(1));
        let (mut above, mut leaf) = (Vec::new(), vec![0; days]);
        // All days lie equally deep: sums over their blocks can be compared.
        let depth = usize::BITS - days.saturating_sub(1).leading_zeros();
        let mut open = vec![(0, 0..days, depth)];
        while let Some((parent, block, below)) = open.pop() {
            let place = above.len() as u32;
            above.push(parent);
            let middle = block.start + block.len() / 2;
            match below.checked_sub(1) {
                None => block.for_each(|day| leaf[(day + phase) % days] = place),
                Some(below) if block.len() < 2 => open.push((place, block, below)),
                Some(below) => {
                    open.extend([(place, block.start..middle, below), (place, middle..block.end, below)]);
                }
            }
        }
        let (width, all) = (above.len(), problem.room.inspectors());
        let cells = vec![0; width * (all + 1)];
        let mut even = Self { width, above, leaf, visits: cells.clone(), share: cells, all };
        for inspector in 0..all as u32 {
            for (day, room) in (0u32..).zip(problem.room.row(inspector)) {
                if *room > 0 {
                    even.each(inspector as usize, day, |even, place| even.share[place] += 1);
                }
            }
        }
        for day in 0..days as u32 {
            even.each(all, day, |even, place| even.share[place] += 1);
        }
        let average = (problem.visits.len() / days.max(1)).max(ALL as usize) as i64;
        for (place, share) in even.share.iter_mut().enumerate() {
            let unit = if place >= width * all { UNIT * ALL / average } else { UNIT };
            *share = unit / (*share).max(1);
        }
        even
    }

    fn each(&mut self, inspector: usize, day: u32, act: impl Fn(&mut Self, usize)) {
        let mut place = self.leaf[day as usize];
        loop {
            act(self, inspector * self.width + place as usize);
            if place == 0 {
                return;
            }
            place = self.above[place as usize];
        }
    }

    /// What one visit more would cost an inspector, day by day.
    fn add(&self, inspector: usize, down: &mut [i64], out: &mut [i64]) {
        let base = inspector * self.width;
        for place in 0..self.width {
            let above = if place == 0 { 0 } else { down[self.above[place] as usize] };
            down[place] = above + (2 * self.visits[base + place] + 1) * self.share[base + place];
        }
        out.iter_mut().zip(&self.leaf).for_each(|(sum, leaf)| *sum += down[*leaf as usize]);
    }

    /// The same for one day.
    fn one(&self, inspector: usize, day: u32) -> i64 {
        let (base, mut place, mut sum) = (inspector * self.width, self.leaf[day as usize], 0);
        loop {
            let at = base + place as usize;
            sum += (2 * self.visits[at] + 1) * self.share[at];
            if place == 0 {
                return sum;
            }
            place = self.above[place as usize];
        }
    }

    fn change(&mut self, board: &Board<'_>, visit: u32, day: u32, by: i64) {
        for member in board.members(visit) {
            self.each(*member as usize, day, |even, place| even.visits[place] += by);
        }
        self.each(self.all, day, |even, place| even.visits[place] += by);
    }
}

impl Wish for Even {
    fn cost(&self, board: &Board<'_>, visit: u32, day: u32) -> i64 {
        let everybody = board.members(visit).iter().map(|m| *m as usize).chain([self.all]);
        everybody.map(|inspector| self.one(inspector, day)).sum::<i64>() + board.mixes(visit, day) * AREA
    }
    fn costs(&self, board: &Board<'_>, visit: u32, out: &mut Vec<i64>) {
        out.resize(self.leaf.len(), 0);
        let mut down = vec![0; self.width];
        for inspector in board.members(visit).iter().map(|m| *m as usize).chain([self.all]) {
            self.add(inspector, &mut down, out);
        }
    }
    fn area(&self) -> i64 {
        AREA
    }
    fn put(&mut self, board: &Board<'_>, visit: u32, day: u32) {
        self.change(board, visit, day, 1);
    }
    fn lift(&mut self, board: &Board<'_>, visit: u32, day: u32) {
        self.change(board, visit, day, -1);
    }
}

pub(super) fn spread(problem: &Problem, key: &Digest) -> Result<Vec<u32>, Vec<Shortage>> {
    let mut board = Board::new(problem);
    let mut words = Words::new(key, 1);
    let mut marks = Marks::new(problem.visits.len());
    let mut pool = hardest_first(problem, key);
    let mut even = Even::new(problem, &mut words);
    deal(&mut board, &mut even, &mut pool, &mut words);
    if !pool.is_empty() {
        pool.retain(|visit| !let_in(&mut board, *visit, &mut words, &mut marks));
        kick(&mut board, &mut pool, &mut words, &mut marks, 1000);
        if !pool.is_empty() {
            return Err(vec![Shortage::Stuck { visits: board.homeless() }]);
        }
        // Chains moved visits behind its back.
        even = Even::new(problem, &mut words);
        for visit in 0..board.day.len() as u32 {
            even.change(&board, visit, board.day[visit as usize], 1);
        }
    }
    better(&mut board, &mut even, &mut words, 4, false);
    Ok(board.day)
}
