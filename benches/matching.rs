//! Second random: 100,000 visits × 5,000 inspectors in 50 areas with teams of
//! two (limit 1 s), and 2,000 × 300 with random eligibility (limit 50 ms).
//!
//! `cargo bench --no-default-features --bench matching [-- PART-OF-A-NAME]`
#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use choucha::domain::Digest;
use choucha::domain::calendar::parse_date;
use choucha::matching::{Need, Pool, RosterRow, match_department};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

fn inspector(number: usize, areas: Vec<String>) -> RosterRow {
    RosterRow {
        inspector: format!("{number:06}"),
        name: String::new(),
        department: "d".into(),
        areas,
        competences: vec![],
        valid_from: parse_date("2024-01-01").unwrap(),
        valid_to: parse_date("2027-01-01").unwrap(),
        available: "yes".into(),
    }
}

fn measure(name: &str, limit: Duration, roster: &[RosterRow], needs: &[Need]) {
    if std::env::args().skip(1).any(|arg| !arg.starts_with('-') && !name.contains(&arg)) {
        return;
    }
    let window = ["2026-10-08", "2026-12-20"].map(|day| parse_date(day).unwrap());
    let mut times = Vec::new();
    let mut spread = (0, 0);
    for round in 0..5u8 {
        let start = Instant::now();
        let pool = Pool::new(&Digest([round; 32]), "d", roster, &window);
        let deal = match_department(&pool, needs);
        times.push(start.elapsed());
        let mut loads = vec![0; roster.len()];
        for member in deal.teams.iter().flat_map(|team| &team.members) {
            loads[pool.find(member).unwrap() as usize] += 1;
        }
        spread = (*loads.iter().min().unwrap(), *loads.iter().max().unwrap());
    }
    times.sort();
    let ratio = times[2].as_secs_f64() / limit.as_secs_f64();
    println!(
        "{name}: median {:.2?}, worst {:.2?}; ratio to limit {ratio:.3}; loads {spread:?}",
        times[2], times[4]
    );
}

fn main() {
    let mut words = ChaCha20Rng::seed_from_u64(1);
    let mut below = |n: u64| words.next_u64() % n;
    let area = |n: u64| format!("64{n:04}");
    let roster: Vec<RosterRow> = (0..5000).map(|i| inspector(i, vec![area(below(50))])).collect();
    let need =
        |visit, area, barred| Need { visit, area, competences: BTreeSet::new(), team: 2, barred, experts: 0 };
    let needs: Vec<Need> = (1..=100_000).map(|visit| need(visit, area(below(50)), vec![])).collect();
    measure("100,000 × 5,000, one area each", Duration::from_secs(1), &roster, &needs);
    let roster: Vec<RosterRow> =
        (0..5000).map(|i| inspector(i, vec![area(below(50)), area(below(50))])).collect();
    // Half the visits in five areas: levelling has chains to find.
    let skew: Vec<Need> = (1..=100_000)
        .map(|visit| {
            let place = if below(2) == 0 { below(5) } else { below(50) };
            need(visit, area(place), vec![])
        })
        .collect();
    measure("100,000 × 5,000, two areas each, skewed", Duration::from_secs(1), &roster, &skew);
    let roster: Vec<RosterRow> = (0..300).map(|i| inspector(i, vec!["*".into()])).collect();
    let random: Vec<Need> = (1..=2000)
        .map(|visit| {
            let barred = (0..300).filter(|_| below(2) == 0).map(|i| format!("{i:06}")).collect();
            need(visit, area(1), barred)
        })
        .collect();
    measure("2,000 × 300, random eligibility", Duration::from_millis(50), &roster, &random);
}
