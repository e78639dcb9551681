//! Rules of the second random (protocol §4): the fast matching against the
//! protocol's plain text, against brute force, and its chances.

use std::collections::{BTreeMap, BTreeSet};

use choucha::domain::calendar::parse_date;
use choucha::domain::{Date, Digest};
use choucha::matching::{Need, Pool, RosterRow, match_department};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::draw::seed;

fn window() -> [Date; 2] {
    [parse_date("2026-10-08").unwrap(), parse_date("2026-12-20").unwrap()]
}

fn inspector(number: usize, areas: &[&str]) -> RosterRow {
    RosterRow {
        inspector: format!("虚证{number:05}"),
        name: format!("检查员{number}"),
        department: "市场监管局".into(),
        areas: areas.iter().map(|area| (*area).to_owned()).collect(),
        competences: vec!["类别1".into()],
        valid_from: parse_date("2024-01-01").unwrap(),
        valid_to: parse_date("2027-01-01").unwrap(),
        available: "yes".into(),
    }
}

fn need(visit: u64, area: &str, team: usize) -> Need {
    Need { visit, area: area.into(), competences: BTreeSet::new(), team, barred: vec![], experts: 0 }
}

/// A department as eligibility alone: for each visit the inspectors who may
/// not go.
fn random_needs(visits: &[Vec<usize>], team: usize) -> Vec<Need> {
    let barred = |list: &Vec<usize>| list.iter().map(|i| format!("虚证{i:05}")).collect();
    visits
        .iter()
        .zip(1..)
        .map(|(list, number)| Need { barred: barred(list), ..need(number, "640502", team) })
        .collect()
}

/// The protocol's text, word by word: names, maps and the plain search.
fn plain(seed: &Digest, roster: &[RosterRow], needs: &[Need]) -> BTreeMap<u64, BTreeSet<usize>> {
    let key = Digest::of_lines(&["choucha/1 match", &seed.to_string(), "市场监管局"]);
    let stream = |id: u64, n: usize| -> Vec<u64> {
        let mut rng = ChaCha20Rng::from_seed(key.0);
        rng.set_stream(id);
        (0..n).map(|_| rng.next_u64()).collect()
    };
    let ranks = stream(u64::MAX, roster.len());
    let rank = |i: usize| (ranks[i], &roster[i].inspector);
    let candidates: Vec<Vec<usize>> = (needs.iter())
        .map(|need| {
            (0..roster.len())
                .filter(|i| {
                    let row = &roster[*i];
                    !need.barred.contains(&row.inspector)
                        && row.areas.iter().any(|scope| scope == "*" || need.area.starts_with(scope.as_str()))
                })
                .collect()
        })
        .collect();
    let mut loads = vec![0usize; roster.len()];
    let mut teams: Vec<BTreeSet<usize>> = Vec::new();
    for (need, list) in needs.iter().zip(&candidates) {
        let words = stream(need.visit, list.len());
        let mut order: Vec<usize> = (0..list.len()).collect();
        order.sort_by_key(|j| (loads[list[*j]], words[*j], rank(list[*j])));
        let team: BTreeSet<usize> = if list.len() < need.team {
            BTreeSet::new()
        } else {
            order[..need.team].iter().map(|j| list[*j]).collect()
        };
        team.iter().for_each(|i| loads[*i] += 1);
        teams.push(team);
    }
    let mut closed = BTreeSet::new();
    'again: loop {
        let mut order: Vec<usize> = (0..roster.len()).filter(|i| loads[*i] > 0).collect();
        order.sort_by_key(|i| (usize::MAX - loads[*i], rank(*i)));
        for a in order {
            if closed.contains(&a) {
                continue;
            }
            let mut reached = BTreeMap::from([(a, None)]);
            let mut queue = vec![a];
            let mut at = 0;
            while at < queue.len() {
                let x = queue[at];
                at += 1;
                for v in (0..teams.len()).filter(|v| teams[*v].contains(&x)).collect::<Vec<_>>() {
                    let mut list = candidates[v].clone();
                    list.sort_by_key(|y| rank(*y));
                    for y in list {
                        if teams[v].contains(&y) || reached.contains_key(&y) || closed.contains(&y) {
                            continue;
                        }
                        reached.insert(y, Some((v, x)));
                        queue.push(y);
                        if loads[y] + 2 <= loads[a] {
                            loads[a] -= 1;
                            loads[y] += 1;
                            let mut taker = y;
                            while let Some((v, giver)) = reached[&taker] {
                                teams[v].remove(&giver);
                                teams[v].insert(taker);
                                taker = giver;
                            }
                            continue 'again;
                        }
                    }
                }
            }
            closed.extend(reached.into_keys());
        }
        break;
    }
    needs
        .iter()
        .zip(teams)
        .filter(|(_, team)| !team.is_empty())
        .map(|(need, team)| (need.visit, team))
        .collect()
}

fn fast(seed: &Digest, roster: &[RosterRow], needs: &[Need]) -> BTreeMap<u64, BTreeSet<usize>> {
    let window = window();
    let pool = Pool::new(seed, "市场监管局", roster, &window);
    let place = |name: &String| roster.iter().position(|row| row.inspector == *name).unwrap();
    match_department(&pool, needs)
        .teams
        .iter()
        .map(|team| (team.visit, team.members.iter().map(place).collect()))
        .collect()
}

/// Least possible Σ load² by trying every team of every visit.
fn brute(candidates: &[Vec<usize>], team: usize, loads: &mut Vec<u64>) -> u64 {
    let Some((list, rest)) = candidates.split_first() else { return loads.iter().map(|n| n * n).sum() };
    if list.len() < team {
        return brute(rest, team, loads);
    }
    let mut best = u64::MAX;
    for mask in 0u32..1 << list.len() {
        if mask.count_ones() as usize != team {
            continue;
        }
        let chosen = || list.iter().enumerate().filter(|(j, _)| mask & (1 << j) != 0).map(|(_, i)| *i);
        chosen().for_each(|i| loads[i] += 1);
        best = best.min(brute(rest, team, loads));
        chosen().for_each(|i| loads[i] -= 1);
    }
    best
}

proptest! {
    #[test]
    fn the_fast_matching_is_the_protocols(
        visits in prop::collection::vec(prop::collection::vec(0..12usize, 0..11), 1..60),
        team in 1..4usize,
        number in any::<u64>(),
    ) {
        let roster: Vec<RosterRow> = (0..12).map(|i| inspector(i, &["*"])).collect();
        let needs = random_needs(&visits, team);
        prop_assert_eq!(fast(&seed(number), &roster, &needs), plain(&seed(number), &roster, &needs));
    }

    #[test]
    fn the_fast_matching_is_the_protocols_over_areas(
        scopes in prop::collection::vec(prop::collection::vec(0..5usize, 1..3), 6..25),
        areas in prop::collection::vec(0..5usize, 1..150),
        team in 1..4usize,
        number in any::<u64>(),
    ) {
        let names = ["640501", "640502", "640521", "640522", "*"];
        let roster: Vec<RosterRow> = scopes.iter().enumerate()
            .map(|(i, scope)| inspector(i, &scope.iter().map(|s| names[*s]).collect::<Vec<_>>())).collect();
        // Skewed, so that levelling has something to do.
        let needs: Vec<Need> = areas.iter().zip(1..).map(|(area, number)| need(number, names[(*area).min(3)], team)).collect();
        prop_assert_eq!(fast(&seed(number), &roster, &needs), plain(&seed(number), &roster, &needs));
    }

    #[test]
    fn loads_are_as_even_as_eligibility_allows(
        visits in prop::collection::vec(prop::collection::vec(0..5usize, 0..4), 1..7),
        team in 1..3usize,
        number in any::<u64>(),
    ) {
        let roster: Vec<RosterRow> = (0..5).map(|i| inspector(i, &["*"])).collect();
        let needs = random_needs(&visits, team);
        let mut loads = [0u64; 5];
        fast(&seed(number), &roster, &needs).values().flatten().for_each(|i| loads[*i] += 1);
        let candidates: Vec<Vec<usize>> = visits.iter().map(|barred| (0..5).filter(|i| !barred.contains(i)).collect()).collect();
        prop_assert_eq!(loads.iter().map(|n| n * n).sum::<u64>(), brute(&candidates, team, &mut vec![0; 5]));
    }
}

#[test]
fn each_candidate_rule_excludes_by_itself() {
    let change: [fn(&mut RosterRow); 7] = [
        |row| row.department = "消防救援大队".into(),
        |row| row.available = "leave".into(),
        |row| row.valid_from = parse_date("2026-10-09").unwrap(),
        |row| row.valid_to = parse_date("2026-12-19").unwrap(),
        |row| row.competences.clear(),
        |row| row.areas = vec!["640521".into(), "6405020".into()],
        |row| row.inspector = "虚证00009".into(),
    ];
    let need = Need {
        competences: BTreeSet::from(["类别1".to_owned()]),
        barred: vec!["虚证00009".into()],
        ..need(1, "640502", 1)
    };
    let candidates = |row: &RosterRow| {
        let (roster, window) = (std::slice::from_ref(row), window());
        Pool::new(&seed(1), "市场监管局", roster, &window).candidates(&need).len()
    };
    let fit = RosterRow {
        valid_from: window()[0],
        valid_to: window()[1],
        areas: vec!["640521".into(), "6405".into()],
        ..inspector(1, &[])
    };
    assert_eq!(candidates(&fit), 1);
    for (rule, change) in change.iter().enumerate() {
        let mut row = fit.clone();
        change(&mut row);
        assert_eq!(candidates(&row), 0, "rule {rule}");
    }
}

#[test]
fn interchangeable_inspectors_and_their_pairs_have_equal_chances_over_10_000_seeds() {
    let roster: Vec<RosterRow> = (0..6).map(|i| inspector(i, &["*"])).collect();
    let needs: Vec<Need> = (1..=4).map(|visit| need(visit, "640502", 2)).collect();
    let mut first = [0u64; 6];
    let mut leads = [0u64; 6];
    let mut loads = [0u64; 6];
    let mut pairs = BTreeMap::new();
    let window = window();
    for number in 0..10_000 {
        let seed = seed(number);
        let pool = Pool::new(&seed, "市场监管局", &roster, &window);
        let teams = match_department(&pool, &needs).teams;
        for team in &teams {
            let members: Vec<usize> = team.members.iter().map(|name| name[6..].parse().unwrap()).collect();
            members.iter().for_each(|i| loads[*i] += 1);
            if team.visit == 1 {
                members.iter().for_each(|i| first[*i] += 1);
                leads[members[0]] += 1;
                *pairs.entry(members.iter().copied().collect::<BTreeSet<_>>()).or_insert(0u64) += 1;
            }
        }
    }
    let chi = |observed: &[u64], expected: f64| -> f64 {
        observed.iter().map(|n| (*n as f64 - expected).powi(2) / expected).sum()
    };
    // 99.9 % quantiles: 20.5 for 5 degrees of freedom, 36.1 for 14.
    assert!(chi(&first, 20_000.0 / 6.0) < 20.5);
    assert!(chi(&leads, 10_000.0 / 6.0) < 20.5);
    assert!(chi(&loads, 80_000.0 / 6.0) < 20.5);
    assert_eq!(pairs.len(), 15);
    assert!(chi(&pairs.into_values().collect::<Vec<_>>(), 10_000.0 / 15.0) < 36.1);
}
