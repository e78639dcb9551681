//! The calendar: 60,000 visits of pairs, one in five joint (limit 5 s), in both
//! modes; how close the last day of 10,000 visits with pairs comes to the bound
//! (limit 1.1); and the gap to the best there is on small cases.
//!
//! `cargo bench --no-default-features --bench calendar [-- PART-OF-A-NAME]`
#![allow(missing_docs, clippy::unwrap_used)]

use std::time::Instant;

use choucha::domain::Digest;
use choucha::schedule::{Mode, Problem, Room, Visit, arrange, measure};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

#[path = "../tests/checker/schedule_oracle.rs"]
mod oracle;

struct Made {
    visits: usize,
    inspectors: usize,
    areas: u64,
    joint: u64,
    days: usize,
    capacity: u16,
    level: bool,
}

/// Visits of pairs, `joint` in a hundred with a second pair; each area has its
/// own inspectors. Levelled, as the matching leaves them, loads hardly differ,
/// and the bound leaves hardly a free place; else they differ as chance has it.
fn problem(made: &Made, seed: u64) -> Problem {
    let mut words = ChaCha20Rng::seed_from_u64(seed);
    let mut below = |n: u64| words.next_u64() % n;
    let mut loads = vec![0; made.inspectors];
    let visits = (0..made.visits)
        .map(|_| {
            let area = below(made.areas);
            let own = (made.inspectors as u64).div_ceil(made.areas).max(4);
            let first = area * made.inspectors as u64 / made.areas;
            let size = if below(100) < made.joint { 4 } else { 2 };
            let mut members: Vec<u32> = Vec::new();
            while members.len() < size {
                let mut draw = || ((first + below(own)) % made.inspectors as u64) as u32;
                let tries = if made.level { 40 } else { 1 };
                let member = (0..tries).map(|_| draw()).min_by_key(|m| loads[*m as usize]).unwrap();
                if !members.contains(&member) {
                    members.push(member);
                    loads[member as usize] += 1;
                }
            }
            members.sort_unstable();
            // Townships of the area.
            Visit { members, area: (area * 8 + below(8)) as u32 }
        })
        .collect();
    Problem { visits, room: Room::new(made.inspectors, made.days, made.capacity) }
}

fn wanted(name: &str) -> bool {
    !std::env::args().skip(1).any(|arg| !arg.starts_with('-') && !name.contains(&arg))
}

fn main() {
    for (name, mode, days) in [("60,000 early", Mode::Early, 120), ("60,000 spread", Mode::Spread, 60)] {
        if !wanted(name) {
            continue;
        }
        let made =
            Made { visits: 60_000, inspectors: 4000, areas: 50, joint: 20, days, capacity: 2, level: true };
        let problem = problem(&made, 1);
        let start = Instant::now();
        let found = arrange(&problem, mode, &Digest([1; 32])).unwrap();
        let took = start.elapsed();
        let figures = measure(&problem, &found);
        println!(
            "{name}: {took:.2?}; ratio to limit {:.3}; last day {} of bound {}; {} of {} inspector-days with \
             more than one area; visits a day {:?}",
            took.as_secs_f64() / 5.0,
            figures.last,
            figures.bound,
            figures.mixed,
            figures.busy,
            figures.range
        );
    }
    if wanted("60,000 large") {
        let problem = large();
        let start = Instant::now();
        let found = arrange(&problem, Mode::Spread, &Digest([1; 32])).unwrap();
        let took = start.elapsed().as_secs_f64();
        let figures = measure(&problem, &found);
        println!(
            "60,000 large: {took:.2} s; {} of {} inspector-days with more than one area; visits a day {:?}",
            figures.mixed, figures.busy, figures.range
        );
    }
    for (inspectors, capacity, joint) in [
        (150, 1, 0),
        (300, 1, 0),
        (300, 2, 0),
        (300, 3, 0),
        (1000, 1, 0),
        (1000, 2, 0),
        (3000, 1, 0),
        (5000, 2, 0),
        (300, 2, 20),
        (300, 1, 20),
        (1000, 2, 100),
    ] {
        for level in [false, true] {
            let loads = if level { "levelled" } else { "as drawn" };
            let name =
                format!("10,000 visits, {inspectors} inspectors, {capacity} a day, {joint} % joint, {loads}");
            if wanted(&name) {
                let made = Made { visits: 10_000, inspectors, areas: 1, joint, days: 400, capacity, level };
                to_bound(&name, &made);
            }
        }
    }
    if wanted("gap") {
        gap();
    }
}

/// A city's visits of seven or eight departments, a pair of each of 31, as the
/// joint bench has them.
fn large() -> Problem {
    let mut words = ChaCha20Rng::seed_from_u64(7);
    let mut below = |n: u64| words.next_u64() % n;
    let visits = (0..60_000)
        .map(|_| {
            let area = below(10) as u32;
            let mut members: Vec<u32> = Vec::new();
            let (first, departments) = (below(31), 7 + below(2));
            for department in 0..departments {
                let department = (first + department * 4) % 31;
                for _ in 0..2 {
                    // Six hundred of each department, a tenth of them in each area.
                    let member = (department * 600 + below(60) * 10) as u32 + area;
                    if !members.contains(&member) {
                        members.push(member);
                    }
                }
            }
            members.sort_unstable();
            Visit { members, area }
        })
        .collect();
    Problem { visits, room: Room::new(31 * 600, 53, 3) }
}

/// How close the last day comes to the bound.
fn to_bound(name: &str, made: &Made) {
    let (mut worst, mut figures, start) = (0.0f64, None, Instant::now());
    for seed in 0..3 {
        let problem = problem(made, seed);
        let found = arrange(&problem, Mode::Early, &Digest([seed as u8; 32])).unwrap();
        let now = measure(&problem, &found);
        let ratio = f64::from(now.last) / f64::from(now.bound);
        if ratio >= worst {
            (worst, figures) = (ratio, Some(now));
        }
    }
    let figures = figures.unwrap();
    println!(
        "{name}: worst of 3 last day {} on bound {}: {worst:.3} (limit 1.1); {:.2?} each",
        figures.last,
        figures.bound,
        start.elapsed() / 3
    );
}

/// Small cases against the best there is.
fn gap() {
    let (mut best, mut ours, mut worse, mut bound) = (0, 0, 0, 0);
    for seed in 0..500 {
        let made = Made {
            visits: 7 + (seed as usize % 3),
            inspectors: 5,
            areas: 1,
            joint: 25,
            days: 9,
            capacity: 1 + (seed % 2) as u16,
            level: seed % 3 == 0,
        };
        let problem = problem(&made, seed);
        let fewest = oracle::fewest_days(&problem).unwrap();
        let found = arrange(&problem, Mode::Early, &Digest([seed as u8; 32])).unwrap();
        let figures = measure(&problem, &found);
        best += fewest;
        ours += figures.last;
        bound += figures.bound;
        worse += u32::from(figures.last > fewest);
    }
    println!(
        "gap on 500 small cases: days {ours} against {best} at best ({bound} by the bound); {worse} cases worse; \
         gap {:.2} %",
        (f64::from(ours) / f64::from(best) - 1.0) * 100.0
    );
}
