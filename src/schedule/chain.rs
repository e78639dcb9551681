//! Chains: a visit is let in, and visits change between two days in turn.

use super::board::{Board, NOWHERE};
use super::words::Words;

/// Pairs of days tried for one visit.
const TRIES: usize = 12;
/// Visits that may change in one chain.
const LONGEST: usize = 600;

/// Lets a visit in where no day has room for all its members: on a day a where
/// few have none, each of whom has room on a day b. Whether it worked; if not,
/// nothing has changed.
pub(super) fn let_in(board: &mut Board<'_>, visit: u32, words: &mut Words, marks: &mut Marks) -> bool {
    let mut firsts: Vec<(usize, u64, u32)> = Vec::new();
    for day in 0..board.horizon {
        if board.problem.open(visit, day) {
            let full = board.members(visit).iter().filter(|member| board.free(**member, day) <= 0).count();
            firsts.push((full, words.word(), day));
        }
    }
    firsts.sort_unstable();
    let mut tries = 0;
    for (full, _, first) in firsts {
        if full == 0 {
            board.put(visit, first);
            return true;
        }
        let from = words.below(board.horizon as usize) as u32;
        for step in 0..board.horizon {
            let second = (from + step) % board.horizon;
            let room = |member: &u32| board.free(*member, first) > 0 || board.free(*member, second) > 0;
            if second == first || !board.members(visit).iter().all(room) {
                continue;
            }
            if chain(board, visit, [first, second], words, marks) {
                return true;
            }
            tries += 1;
            if tries >= TRIES {
                return false;
            }
            if tries % 4 == 0 {
                break; // another first day
            }
        }
    }
    false
}

/// Which visits a chain has moved already.
#[derive(Debug)]
pub(super) struct Marks {
    seen: Vec<u32>,
    now: u32,
}

impl Marks {
    pub(super) fn new(visits: usize) -> Self {
        Self { seen: vec![0; visits], now: 0 }
    }
}

fn chain(board: &mut Board<'_>, visit: u32, days: [u32; 2], words: &mut Words, marks: &mut Marks) -> bool {
    marks.now += 1;
    let now = marks.now;
    marks.seen[visit as usize] = now;
    let mut log: Vec<(u32, u32)> = vec![(visit, NOWHERE)];
    board.put(visit, days[0]);
    let mut over: Vec<(u32, u32)> = board.members(visit).iter().map(|member| (*member, days[0])).collect();
    while let Some((inspector, day)) = over.pop() {
        if board.free(inspector, day) >= 0 {
            continue;
        }
        let other = if day == days[0] { days[1] } else { days[0] };
        // The visit whose other members are least troubled by the change.
        let mut best: Option<(usize, u32)> = None;
        let mut equal = 1;
        for candidate in board.cell(inspector, day) {
            if marks.seen[*candidate as usize] == now
                || board.fixed[*candidate as usize]
                || !board.problem.open(*candidate, other)
            {
                continue;
            }
            let full = |member: &&u32| board.free(**member, other) <= 0;
            let trouble = board.members(*candidate).iter().filter(full).count();
            equal = if best.is_some_and(|(least, _)| least == trouble) { equal + 1 } else { 1 };
            if best.is_none_or(|(least, _)| trouble < least || trouble == least && words.takes(equal)) {
                best = Some((trouble, *candidate));
            }
        }
        let Some((_, moved)) = best.filter(|_| log.len() < LONGEST) else {
            for (visit, back) in log.into_iter().rev() {
                board.lift(visit);
                if back != NOWHERE {
                    board.put(visit, back);
                }
            }
            return false;
        };
        marks.seen[moved as usize] = now;
        log.push((moved, board.lift(moved)));
        board.put(moved, other);
        over.push((inspector, day));
        over.extend(board.members(moved).iter().map(|member| (*member, other)));
    }
    true
}
