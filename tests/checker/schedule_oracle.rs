//! Calendars by trying everything: what the search is held against, here and
//! in `benches/calendar.rs`. Only for small cases.

use choucha::schedule::{Problem, Room, Visit};

/// The fewest days any calendar uses, counted from the first; `None` where
/// there is none.
pub fn fewest_days(problem: &Problem) -> Option<u32> {
    (0..=problem.room.days() as u32).find(|horizon| {
        let mut room = problem.room.clone();
        place(problem, &mut room, *horizon, 0)
    })
}

fn place(problem: &Problem, room: &mut Room, horizon: u32, visit: usize) -> bool {
    let Some(Visit { members, .. }) = problem.visits.get(visit) else { return true };
    for day in 0..horizon {
        if members.iter().all(|m| room.of(*m, day) > 0) {
            members.iter().for_each(|m| room.set(*m, day, room.of(*m, day) - 1));
            let done = place(problem, room, horizon, visit + 1);
            members.iter().for_each(|m| room.set(*m, day, room.of(*m, day) + 1));
            if done {
                return true;
            }
        }
    }
    false
}

/// The fewest visits that must leave their day; `None` where nothing helps.
#[allow(dead_code)]
pub fn fewest_changes(problem: &Problem, before: &[Option<u32>], fixed: &[bool]) -> Option<usize> {
    fn go(
        p: &Problem,
        room: &mut Room,
        b: &[Option<u32>],
        fixed: &[bool],
        visit: usize,
        best: &mut Option<usize>,
        so_far: usize,
    ) {
        if best.is_some_and(|best| so_far >= best) {
            return;
        }
        let Some(Visit { members, .. }) = p.visits.get(visit) else {
            *best = Some(so_far);
            return;
        };
        for day in 0..p.room.days() as u32 {
            let stays = b[visit] == Some(day);
            if fixed[visit] && !stays || !members.iter().all(|m| room.of(*m, day) > 0) {
                continue;
            }
            members.iter().for_each(|m| room.set(*m, day, room.of(*m, day) - 1));
            let more = usize::from(!stays && b[visit].is_some());
            go(p, room, b, fixed, visit + 1, best, so_far + more);
            members.iter().for_each(|m| room.set(*m, day, room.of(*m, day) + 1));
        }
    }
    let mut best = None;
    go(problem, &mut problem.room.clone(), before, fixed, 0, &mut best, 0);
    best
}
