//! The calendar's rules on cases of chance, and the search against trying
//! everything.

use choucha::domain::Digest;
use choucha::schedule::{Mode, Problem, Room, Shortage, Visit, arrange, measure, rearrange};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::schedule_oracle::{fewest_changes, fewest_days};

/// Visits of two to four members out of so many inspectors.
fn visits(words: &mut ChaCha20Rng, count: usize, inspectors: u64, areas: u64, joint: u64) -> Vec<Visit> {
    let mut below = |n: u64| words.next_u64() % n;
    (0..count)
        .map(|_| {
            let size = if below(100) < joint { 4 } else { 2 };
            let mut members: Vec<u32> = Vec::new();
            while members.len() < size.min(inspectors as usize) {
                let member = below(inspectors) as u32;
                if !members.contains(&member) {
                    members.push(member);
                }
            }
            members.sort_unstable();
            Visit { members, area: below(areas) as u32 }
        })
        .collect()
}

/// Room with leaves: some days of some inspectors are closed.
fn room(words: &mut ChaCha20Rng, inspectors: usize, days: usize, capacity: u16, closed: u64) -> Room {
    let mut room = Room::new(inspectors, days, capacity);
    for inspector in 0..inspectors as u32 {
        for day in 0..days as u32 {
            if words.next_u64() % 100 < closed {
                room.set(inspector, day, 0);
            }
        }
    }
    room
}

fn holds(problem: &Problem, days: &[u32]) -> bool {
    let mut left = problem.room.clone();
    problem.visits.iter().zip(days).all(|(visit, day)| {
        visit.members.iter().all(|member| {
            let free = (*day as usize) < left.days() && left.of(*member, *day) > 0;
            if free {
                left.set(*member, *day, left.of(*member, *day) - 1);
            }
            free
        })
    })
}

fn key(n: u64) -> Digest {
    Digest::of(&n.to_be_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_visit_gets_a_day_on_which_all_are_free(
        seed: u64, count in 0usize..60, inspectors in 4usize..12, days in 1usize..30,
        capacity in 0u16..4, closed in 0u64..40, joint in 0u64..60,
    ) {
        let mut words = ChaCha20Rng::seed_from_u64(seed);
        let visits = visits(&mut words, count, inspectors as u64, 4, joint);
        let problem = Problem { visits, room: room(&mut words, inspectors, days, capacity, closed) };
        for mode in [Mode::Early, Mode::Spread] {
            match arrange(&problem, mode, &key(seed)) {
                Ok(found) => {
                    prop_assert_eq!(found.len(), count);
                    prop_assert!(holds(&problem, &found));
                    prop_assert_eq!(&found, &arrange(&problem, mode, &key(seed)).unwrap(), "the same key");
                    prop_assert!(problem.shortages().is_empty());
                    let figures = measure(&problem, &found);
                    prop_assert!(figures.last >= figures.bound, "the bound holds");
                    // A calendar that holds is left as it is.
                    let before: Vec<_> = found.iter().copied().map(Some).collect();
                    let again = rearrange(&problem, &before, &vec![false; count], mode, &key(9)).unwrap();
                    prop_assert!(again.moved.is_empty() && again.days == found && again.proven);
                }
                Err(shortages) => {
                    prop_assert!(!shortages.is_empty());
                    let stuck = matches!(shortages[0], Shortage::Stuck { .. });
                    prop_assert_eq!(problem.shortages().is_empty(), stuck);
                }
            }
        }
    }

    /// No visit of an early calendar can by itself go earlier, unless a member
    /// would have one more area on that day than it saves.
    #[test]
    fn an_early_calendar_leaves_no_single_move(seed: u64, count in 1usize..50, capacity in 1u16..4) {
        let mut words = ChaCha20Rng::seed_from_u64(seed);
        let problem = Problem {
            visits: visits(&mut words, count, 8, 3, 20),
            room: room(&mut words, 8, 60, capacity, 10),
        };
        let found = arrange(&problem, Mode::Early, &key(seed)).unwrap();
        let areas = |days: &[u32]| -> usize {
            let mut all = std::collections::BTreeSet::new();
            for (visit, day) in problem.visits.iter().zip(days) {
                all.extend(visit.members.iter().map(|member| (*member, *day, visit.area)));
            }
            all.len()
        };
        let busy = |days: &[u32]| measure(&problem, days).busy as usize;
        let excess = |days: &[u32]| areas(days) - busy(days);
        for visit in 0..count {
            for day in 0..found[visit] {
                let mut moved = found.clone();
                moved[visit] = day;
                prop_assert!(!holds(&problem, &moved) || excess(&moved) > excess(&found), "{visit} → {day}");
            }
        }
    }

    #[test]
    fn the_fewest_visits_move(
        seed: u64, count in 1usize..7, days in 2usize..5, capacity in 1u16..3, act in 0u8..3,
    ) {
        let mut words = ChaCha20Rng::seed_from_u64(seed);
        let mut problem =
            Problem { visits: visits(&mut words, count, 5, 3, 20), room: Room::new(5, days, capacity) };
        let Ok(found) = arrange(&problem, Mode::Spread, &key(seed)) else { return Ok(()) };
        let mut before: Vec<_> = found.into_iter().map(Some).collect();
        let mut fixed = vec![false; count];
        let mut pick = |n: usize| (words.next_u64() % n as u64) as usize;
        match act {
            // Somebody goes on leave.
            0 => {
                let (who, from) = (pick(5) as u32, pick(days));
                (from..days.min(from + 2)).for_each(|day| problem.room.set(who, day as u32, 0));
            }
            // A visit is moved.
            1 => {
                let visit = pick(count);
                before[visit] = Some(pick(days) as u32);
                fixed[visit] = true;
            }
            // A new visit comes in.
            _ => {
                problem.visits.push(Visit { members: vec![0, 1], area: 9 });
                before.push(None);
                fixed.push(false);
            }
        }
        let best = fewest_changes(&problem, &before, &fixed);
        match rearrange(&problem, &before, &fixed, Mode::Spread, &key(seed ^ 1)) {
            Ok(done) => {
                prop_assert!(holds(&problem, &done.days));
                prop_assert_eq!(Some(done.moved.len()), best);
                prop_assert!(done.proven);
                for visit in 0..fixed.len() {
                    prop_assert!(!fixed[visit] || Some(done.days[visit]) == before[visit]);
                }
            }
            Err(shortages) => prop_assert_eq!(best, None, "{:?}", shortages),
        }
    }

    #[test]
    fn small_cases_come_close_to_the_best(seed: u64, count in 1usize..9, capacity in 1u16..3) {
        let mut words = ChaCha20Rng::seed_from_u64(seed);
        let problem = Problem {
            visits: visits(&mut words, count, 5, 2, 20),
            room: room(&mut words, 5, 12, capacity, 15),
        };
        if let Some(best) = fewest_days(&problem) {
            let found = arrange(&problem, Mode::Early, &key(seed)).unwrap();
            prop_assert_eq!(measure(&problem, &found).last, best);
        } else {
            prop_assert!(arrange(&problem, Mode::Early, &key(seed)).is_err());
        }
    }
}

/// 10,000 visits of pairs: the last day is at most 1.1 × the bound, levelled
/// as the matching leaves the loads or not, with few days or many.
#[test]
fn ten_thousand_visits_end_within_a_tenth_of_the_bound() {
    let cases = [(150, 1), (150, 2), (300, 1), (300, 2), (300, 3), (700, 1), (700, 2), (1500, 1), (3000, 2)];
    for seed in 0..18u64 {
        let (inspectors, capacity) = cases[seed as usize % cases.len()];
        let mut words = ChaCha20Rng::seed_from_u64(seed);
        let mut all = visits(&mut words, 10_000, inspectors as u64, 20, 0);
        if seed % 2 == 0 {
            level(&mut words, &mut all, inspectors);
        }
        let problem = Problem { visits: all, room: Room::new(inspectors, 250, capacity) };
        let most = problem.loads().iter().max().unwrap().div_ceil(u64::from(capacity)) as u32;
        let found = arrange(&problem, Mode::Early, &key(seed)).unwrap();
        let figures = measure(&problem, &found);
        assert_eq!(figures.bound, most);
        assert!(figures.last * 10 <= most * 11, "seed {seed}: {} days on a bound of {most}", figures.last);
        assert!(holds(&problem, &found));
    }
}

/// Hands visits of the most loaded to the least loaded until loads differ by
/// one at most.
fn level(words: &mut ChaCha20Rng, visits: &mut [Visit], inspectors: usize) {
    let mut loads = vec![0u64; inspectors];
    visits.iter().flat_map(|visit| &visit.members).for_each(|member| loads[*member as usize] += 1);
    let average = visits.iter().map(|visit| visit.members.len()).sum::<usize>() as u64 / inspectors as u64;
    let turn = words.next_u64() as usize % inspectors;
    for visit in visits {
        for place in 0..visit.members.len() {
            if loads[visit.members[place] as usize] > average + 1 {
                let free = |i: &usize| loads[*i] <= average && !visit.members.contains(&(*i as u32));
                let Some(to) = (turn..inspectors).chain(0..turn).find(free) else { continue };
                loads[visit.members[place] as usize] -= 1;
                loads[to] += 1;
                visit.members[place] = to as u32;
            }
        }
        visit.members.sort_unstable();
    }
}

/// Where there is room, a leave moves whom it concerns and nobody else, also
/// among many; and new visits find their days between the others.
#[test]
fn among_many_a_leave_moves_only_whom_it_concerns() {
    let mut words = ChaCha20Rng::seed_from_u64(3);
    let mut problem = Problem { visits: visits(&mut words, 3000, 200, 20, 10), room: Room::new(200, 50, 2) };
    for mode in [Mode::Spread, Mode::Early] {
        let found = arrange(&problem, mode, &key(1)).unwrap();
        let mut before: Vec<_> = found.into_iter().map(Some).collect();
        let mut later = problem.clone();
        (0..12).for_each(|day| later.room.set(7, day, 0));
        let concerned: Vec<u32> = (0u32..)
            .zip(before.iter().zip(&later.visits))
            .filter(|(_, (day, visit))| visit.members.contains(&7) && day.unwrap() < 12)
            .map(|(visit, _)| visit)
            .collect();
        assert!(concerned.len() > 3);
        for _ in 0..400 {
            later
                .visits
                .push(Visit { members: vec![words.next_u32() % 100, 100 + words.next_u32() % 100], area: 1 });
            before.push(None);
        }
        let done = rearrange(&later, &before, &vec![false; before.len()], mode, &key(2)).unwrap();
        assert!(holds(&later, &done.days) && done.proven);
        assert_eq!(done.moved, concerned);
    }
    // Too much to prove anything: a calendar comes all the same, and says so.
    problem.room = Room::new(200, problem.bound() as usize, 2);
    let found = arrange(&problem, Mode::Early, &key(1)).unwrap();
    let before: Vec<_> = found.iter().map(|day| Some(*day).filter(|day| day % 3 > 0)).collect();
    let done = rearrange(&problem, &before, &vec![false; 3000], Mode::Early, &key(2)).unwrap();
    assert!(holds(&problem, &done.days));
}

#[test]
fn spread_is_even_for_each_and_for_all() {
    for seed in 0..4 {
        let mut words = ChaCha20Rng::seed_from_u64(seed);
        let problem =
            Problem { visits: visits(&mut words, 1500, 60, 10, 15), room: room(&mut words, 60, 48, 3, 5) };
        let found = arrange(&problem, Mode::Spread, &key(seed)).unwrap();
        let figures = measure(&problem, &found);
        assert!(figures.range[1] - figures.range[0] <= 6, "{figures:?}");
        for (inspector, load) in (0u32..).zip(problem.loads()) {
            let on = |from: u32, to: u32| {
                let mine = problem.visits.iter().zip(&found).filter(|(v, _)| v.members.contains(&inspector));
                mine.filter(|(_, day)| (from..to).contains(*day)).count() as u64
            };
            let open = |from: u32, to: u32| {
                problem.room.row(inspector)[from as usize..to as usize].iter().filter(|r| **r > 0).count()
                    as u64
            };
            // Every sixth of the window has its share of the visits, give or take three.
            for from in (0..48).step_by(8) {
                let share = load * open(from, from + 8) / open(0, 48);
                assert!(on(from, from + 8).abs_diff(share) <= 3, "inspector {inspector} from {from}");
            }
        }
        // Room for three a day, fifty-odd visits in forty-odd days: two must do.
        assert!(figures.most <= 2 || figures.busy > 2000, "{figures:?}");
    }
}

#[test]
fn a_team_stays_in_one_area_where_it_can() {
    // One pair, two a day, six visits in three areas: three days, one area each.
    let visits = |areas: &[u32]| areas.iter().map(|a| Visit { members: vec![0, 1], area: *a }).collect();
    for seed in 0..20 {
        let problem = Problem { visits: visits(&[1, 2, 3, 3, 2, 1]), room: Room::new(2, 3, 2) };
        for mode in [Mode::Early, Mode::Spread] {
            let found = arrange(&problem, mode, &key(seed)).unwrap();
            assert_eq!(measure(&problem, &found).mixed, 0, "{mode:?} {found:?}");
        }
        // An odd number in each of two areas: the last day goes before the area.
        let problem = Problem { visits: visits(&[1, 2, 2, 1, 2, 1]), room: Room::new(2, 9, 2) };
        let figures = measure(&problem, &arrange(&problem, Mode::Early, &key(seed)).unwrap());
        assert_eq!((figures.last, figures.mixed), (3, 2)); // both of the pair
    }
}

#[test]
fn what_cannot_be_is_told() {
    let visit = |members: &[u32]| Visit { members: members.to_vec(), area: 0 };
    let none = Problem { visits: vec![], room: Room::new(0, 0, 1) };
    assert_eq!(arrange(&none, Mode::Early, &key(0)), Ok(vec![]));
    assert_eq!(arrange(&none, Mode::Spread, &key(0)), Ok(vec![]));
    // No working day at all.
    let empty = Problem { visits: vec![visit(&[0, 1])], room: Room::new(2, 0, 1) };
    assert_eq!(arrange(&empty, Mode::Spread, &key(0)), Err(vec![Shortage::NoCommonDay { visit: 0 }]));
    // No capacity.
    let idle = Problem { visits: vec![visit(&[0, 1])], room: Room::new(2, 3, 0) };
    let found = arrange(&idle, Mode::Early, &key(0)).unwrap_err();
    assert_eq!(found[0], Shortage::Overloaded { inspector: 0, load: 1, days: 0, room: 0 });
    // Too many visits, and members who never have a day in common.
    let mut tight =
        Problem { visits: vec![visit(&[0, 1]), visit(&[0, 2]), visit(&[0, 2])], room: Room::new(3, 2, 1) };
    tight.room.set(1, 0, 0);
    let found = arrange(&tight, Mode::Spread, &key(0)).unwrap_err();
    assert_eq!(found, [Shortage::Overloaded { inspector: 0, load: 3, days: 2, room: 2 }]);
    tight.room.set(0, 1, 0);
    let found = arrange(&tight, Mode::Spread, &key(0)).unwrap_err();
    assert!(found.contains(&Shortage::NoCommonDay { visit: 0 }), "{found:?}");
    // Everybody has room enough, three pairs of three people do not go into two days.
    let odd =
        Problem { visits: vec![visit(&[0, 1]), visit(&[1, 2]), visit(&[0, 2])], room: Room::new(3, 2, 1) };
    for mode in [Mode::Early, Mode::Spread] {
        let found = arrange(&odd, mode, &key(0)).unwrap_err();
        assert!(matches!(&found[..], [Shortage::Stuck { visits }] if visits.len() == 1), "{found:?}");
    }
    let before = [Some(0), Some(1), None];
    assert!(rearrange(&odd, &before, &[false; 3], Mode::Early, &key(0)).is_err());
}

/// Who knows everything but the key cannot tell the date: over the keys each
/// day is about as likely, and of two visits of one team either may be first.
#[test]
fn dates_come_from_the_key_alone() {
    let visit = |members: &[u32], area| Visit { members: members.to_vec(), area };
    let alone = Problem { visits: vec![visit(&[0, 1], 0)], room: Room::new(2, 10, 2) };
    let mut counts = [0u32; 10];
    for n in 0..1000 {
        counts[arrange(&alone, Mode::Spread, &key(n)).unwrap()[0] as usize] += 1;
    }
    assert!(counts.iter().all(|count| (65..140).contains(count)), "{counts:?}");
    for mode in [Mode::Early, Mode::Spread] {
        let mut words = ChaCha20Rng::seed_from_u64(1);
        let mut all = visits(&mut words, 40, 8, 2, 20);
        all.push(visit(&[2, 5], 1));
        all.insert(0, visit(&[2, 5], 1));
        let problem = Problem { visits: all, room: Room::new(8, 40, 2) };
        let (mut first, mut last, mut seen) = (0, 0, std::collections::BTreeSet::new());
        for n in 0..400 {
            let found = arrange(&problem, mode, &key(n)).unwrap();
            first += u32::from(found[0] < found[41]);
            last += u32::from(found[0] > found[41]);
            seen.insert(found[0]);
        }
        assert!(first.abs_diff(last) < 70, "{mode:?}: {first} against {last}");
        let used = if mode == Mode::Early { problem.bound() as usize } else { 40 };
        assert!(seen.len() * 10 >= used * 9, "{mode:?}: {} of {used} days", seen.len());
    }
}
