//! Kicks: a visit takes a day by force; who is put out may not come back there
//! for a while (a tabu search over calendars that lack a few visits).

use super::board::Board;
use super::chain::{Marks, let_in};
use super::words::Words;

/// Tries to give every homeless visit a day below the horizon; those still
/// without are left in `pool`. It ends when so many kicks in a row (`patience`
/// and a quarter of the homeless visits) have not brought their
/// number to a new least.
pub(super) fn kick(
    board: &mut Board<'_>,
    pool: &mut Vec<u32>,
    words: &mut Words,
    marks: &mut Marks,
    patience: usize,
) {
    let days = board.problem.room.days();
    // Until which kick a visit may not return to a day.
    let mut barred: Vec<u32> = vec![0; board.day.len() * days];
    let (mut least, mut since) = (pool.len(), 0);
    for now in 1.. {
        if pool.len() < least {
            (least, since) = (pool.len(), 0);
        }
        since += 1;
        if pool.is_empty() || since > patience + least / 4 {
            return;
        }
        let place = words.below(pool.len());
        let visit = pool[place];
        let mut best: Option<(usize, u32)> = None;
        let mut equal = 1;
        for day in 0..board.horizon {
            if barred[visit as usize * days + day as usize] > now || !board.problem.open(visit, day) {
                continue;
            }
            let Some(out) = put_out(board, visit, day, None).map(|out| out.len()) else { continue };
            equal = if best.is_some_and(|(least, _)| least == out) { equal + 1 } else { 1 };
            if best.is_none_or(|(least, _)| out < least || out == least && words.takes(equal)) {
                best = Some((out, day));
            }
        }
        let Some((_, day)) = best else { continue };
        let Some(out) = put_out(board, visit, day, Some(words)) else { continue };
        pool.swap_remove(place);
        let while_ = pool.len() as u32 * 6 / 10 + words.below(10) as u32;
        for other in &out {
            board.lift(*other);
            barred[*other as usize * days + day as usize] = now + while_ + 1;
        }
        board.put(visit, day);
        for other in out {
            if !let_in(board, other, words, marks) {
                pool.push(other);
            }
        }
    }
}

/// Who has to leave a day so that a visit fits; `None` where those are fixed.
/// With words, which of several goes is left to them.
fn put_out(board: &Board<'_>, visit: u32, day: u32, mut words: Option<&mut Words>) -> Option<Vec<u32>> {
    let mut out: Vec<u32> = Vec::new();
    for member in board.members(visit) {
        let cell = board.cell(*member, day);
        let leaving = cell.iter().filter(|other| out.contains(other)).count() as i32;
        if board.free(*member, day) + leaving > 0 {
            continue;
        }
        let start = words.as_mut().map_or(0, |words| words.below(cell.len().max(1)));
        let turned = cell[start.min(cell.len())..].iter().chain(&cell[..start.min(cell.len())]);
        let movable = |other: &&u32| !board.fixed[**other as usize] && !out.contains(other);
        out.push(*turned.copied().collect::<Vec<_>>().iter().find(movable)?);
    }
    Some(out)
}
