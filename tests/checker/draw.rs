//! Rules of the first random (protocol §3), as properties.

use std::collections::BTreeMap;

use choucha::domain::code::credit_check_char;
use choucha::domain::{Digest, Rate};
use choucha::draw::document::{Base, Part, Round, Stratum};
use choucha::draw::quota::{Count, quotas, round_offset};
use choucha::draw::selection::{FrameRows, select};
use choucha::draw::visits::merge;
use proptest::prelude::*;

fn stratum(index: usize, rate: Option<&str>, round: Round) -> Stratum {
    Stratum {
        stratum: format!("s{index}"),
        areas: vec![],
        classes: vec![],
        rate: rate.map(|rate| Rate::parse(rate).unwrap()),
        round: rate.map(|_| round),
        base: rate.map(|_| Base::All),
        count: rate.is_none().then_some(3),
        min: None,
        max: None,
        reserves: 2,
    }
}

pub fn part(strata: Vec<Stratum>) -> Part {
    let zero = Digest([0; 32]);
    Part {
        part: "p1".into(),
        department: "市场监管局".into(),
        items: vec![],
        competences: vec![],
        team: 2,
        rows: 0,
        sha256: zero,
        root: zero,
        excluded: BTreeMap::new(),
        scope: serde_json::Value::Null,
        strata,
        more: BTreeMap::new(),
    }
}

pub fn seed(number: u64) -> Digest {
    Digest::of(&number.to_be_bytes())
}

fn code(number: usize) -> String {
    let first = format!("91640502{number:09}");
    format!("{first}{}", credit_check_char(&first).unwrap())
}

/// Chi-square of observed counts against one expectation.
fn chi_square(observed: impl IntoIterator<Item = u64>, expected: f64) -> f64 {
    observed.into_iter().map(|n| (n as f64 - expected).powi(2) / expected).sum()
}

prop_compose! {
    fn any_rate()(billionths in prop_oneof![Just(0), Just(1_000_000_000), 0..=1_000_000_000u64, (1..1000u64).prop_map(|n| n * 1_000_000)]) -> Rate {
        Rate::from_billionths(billionths).unwrap()
    }
}

proptest! {
    #[test]
    fn quotas_are_exact(
        rates in prop::collection::vec((any_rate(), 0..3u8, any::<bool>(), 0..100_000u64, 0..=100u64, prop::option::of(0..50u64), prop::option::of(0..50u64)), 1..12),
        number in any::<u64>(),
    ) {
        let rounds = [Round::Up, Round::Down, Round::Fair];
        let strata = rates.iter().enumerate().map(|(i, (rate, round, all, _, _, min, max))| Stratum {
            rate: Some(*rate),
            round: Some(rounds[usize::from(*round)]),
            base: Some(if *all { Base::All } else { Base::Eligible }),
            min: *min,
            max: *max,
            ..stratum(i, Some("0"), Round::Up)
        }).collect();
        let counts: Vec<Count> = rates.iter().map(|(_, _, _, rows, share, ..)| Count { rows: *rows, eligible: rows * share / 100 }).collect();
        let (part, seed) = (part(strata), seed(number));
        let given = quotas(&part, &seed, &counts);
        // The running sum in units of 10⁻⁹·2⁻⁶⁴, all in one wide integer.
        let unit = 1_000_000_000u128 << 64;
        let u = u128::from(round_offset(&seed, "p1")) * 1_000_000_000;
        let mut sum = 0u128;
        for ((stratum, count), quota) in part.strata.iter().zip(&counts).zip(given) {
            let base = if stratum.base == Some(Base::All) { count.rows } else { count.eligible };
            let exact = u128::from(stratum.rate.unwrap().billionths()) * u128::from(base);
            let raw = match stratum.round.unwrap() {
                Round::Up => exact.div_ceil(1_000_000_000),
                Round::Down => exact / 1_000_000_000,
                Round::Fair => {
                    let before = ((sum << 64) + u) / unit;
                    sum += exact;
                    ((sum << 64) + u) / unit - before
                }
            };
            let mut expected = raw as u64;
            if let Some(min) = stratum.min { expected = expected.max(min); }
            if let Some(max) = stratum.max { expected = expected.min(max); }
            prop_assert_eq!(quota, expected.min(count.eligible));
        }
    }

    #[test]
    fn the_smallest_eligible_tickets_are_drawn_in_order(
        rows in prop::collection::vec((0..3u32, any::<bool>()), 0..400),
        rates in prop::array::uniform3(any_rate()),
        number in any::<u64>(),
    ) {
        let strata = rates.iter().enumerate().map(|(i, rate)| Stratum { rate: Some(*rate), ..stratum(i, Some("0"), Round::Up) }).collect();
        let (part, seed) = (part(strata), seed(number));
        let mut frame = FrameRows::default();
        for (i, (stratum, eligible)) in rows.iter().enumerate() {
            frame.codes.push(&code(i));
            frame.strata.push(*stratum);
            frame.eligible.push(*eligible);
        }
        for (index, draw) in select(&part, &seed, &frame).iter().enumerate() {
            let mut plain: Vec<(Digest, String)> = rows.iter().enumerate()
                .filter(|(_, (stratum, eligible))| *stratum == index as u32 && *eligible)
                .map(|(i, _)| (Digest::of(format!("{seed}:{}", code(i)).as_bytes()), code(i)))
                .collect();
            plain.sort();
            let rows_here = rows.iter().filter(|(stratum, _)| *stratum == index as u32).count() as u64;
            let exact = (u128::from(rates[index].billionths()) * u128::from(rows_here)).div_ceil(1_000_000_000) as u64;
            prop_assert_eq!(draw.quota, exact.min(plain.len() as u64));
            plain.truncate((draw.quota + 2) as usize);
            let drawn: Vec<(Digest, String)> = draw.drawn.iter().map(|d| (d.ticket, frame.codes.get(d.row).to_owned())).collect();
            prop_assert_eq!(drawn, plain);
        }
    }

    #[test]
    fn a_visit_serves_every_part_that_selected_its_entity(picks in prop::collection::vec((0..30usize, 0..4usize), 0..80)) {
        let seed = seed(7);
        let codes: Vec<String> = (0..30).map(code).collect();
        let ticket = |code: &str| Digest::of(format!("{seed}:{code}").as_bytes());
        let mut unique = picks.clone();
        unique.sort_unstable();
        unique.dedup();
        let visits = merge(unique.iter().rev().map(|(e, p)| (ticket(&codes[*e]), codes[*e].as_str(), *p)).collect());
        prop_assert!(visits.iter().zip(1..).all(|(visit, number)| visit.number == number));
        prop_assert!(visits.windows(2).all(|pair| pair[0].ticket < pair[1].ticket));
        let served: Vec<(usize, usize)> = codes.iter().enumerate()
            .flat_map(|(e, code)| visits.iter().filter(|v| v.code == *code).flat_map(|v| v.parts.clone()).map(move |p| (e, p)).collect::<Vec<_>>())
            .collect();
        prop_assert_eq!(served, unique);
    }
}

#[test]
fn entities_of_a_stratum_have_equal_chances_over_10_000_seeds() {
    let part = part(vec![Stratum { count: Some(5), ..stratum(0, None, Round::Up) }]);
    let mut frame = FrameRows::default();
    for number in 0..40 {
        frame.codes.push(&code(number));
        frame.strata.push(0);
        frame.eligible.push(true);
    }
    let mut hits = [0u64; 40];
    let mut pairs = BTreeMap::new();
    for number in 0..10_000 {
        let draw = select(&part, &seed(number), &frame);
        let rows: Vec<usize> = draw[0].drawn[..5].iter().map(|drawn| drawn.row).collect();
        rows.iter().for_each(|row| hits[*row] += 1);
        for a in &rows {
            rows.iter().filter(|b| a < b).for_each(|b| *pairs.entry((*a, *b)).or_insert(0u64) += 1);
        }
    }
    // 39 and 779 degrees of freedom: both bounds lie beyond the 99.9 % quantile
    // (72.1 and 908); the sampling without replacement only narrows the first.
    assert!(chi_square(hits, 1250.0) < 73.0);
    assert_eq!(pairs.len(), 780);
    assert!(chi_square(pairs.into_values(), 100_000.0 / 780.0) < 909.0);
}

#[test]
fn fair_rounding_is_exact_in_expectation_and_within_one_over_the_part() {
    let rates = ["0.013", "0.2", "0.777", "0.5", "0.031"];
    let counts: Vec<Count> = [10, 13, 9, 7, 23].iter().map(|n| Count { rows: *n, eligible: *n }).collect();
    let part = part(rates.iter().enumerate().map(|(i, rate)| stratum(i, Some(rate), Round::Fair)).collect());
    let exact: Vec<f64> =
        rates.iter().zip(&counts).map(|(rate, c)| rate.parse::<f64>().unwrap() * c.rows as f64).collect();
    let total: f64 = exact.iter().sum();
    let mut sums = [0u64; 5];
    let seeds = 10_000;
    for number in 0..seeds {
        let given = quotas(&part, &seed(number), &counts);
        for ((sum, quota), exact) in sums.iter_mut().zip(&given).zip(&exact) {
            assert!((*quota as f64 - exact).abs() < 1.0);
            *sum += quota;
        }
        assert!((given.iter().sum::<u64>() as f64 - total).abs() < 1.0);
    }
    for (sum, exact) in sums.iter().zip(exact) {
        // Four standard errors of a Bernoulli mean, whose deviation is at most ½.
        assert!((*sum as f64 / seeds as f64 - exact).abs() < 4.0 * 0.5 / (seeds as f64).sqrt());
    }
}
