//! One seed for several departments: their visits come down to the floor, and
//! no department's own sample is any different for it.

use std::collections::BTreeMap;

use choucha::domain::{Digest, Rate};
use choucha::draw::document::{Base, Part, Round, Stratum};
use choucha::draw::selection::Codes;
use choucha::draw::{FrameRows, select, visits};
use choucha::joint::{Amount, Overlay, OverlayPart, place};

fn stratum(name: &str, rate: u64, round: Round) -> Stratum {
    Stratum {
        stratum: name.into(),
        areas: vec![],
        classes: vec![],
        rate: Rate::from_billionths(rate),
        round: Some(round),
        base: Some(Base::All),
        count: None,
        min: None,
        max: None,
        reserves: 0,
    }
}

fn part(name: &str, strata: Vec<Stratum>) -> Part {
    let zero = Digest([0; 32]);
    Part {
        part: name.into(),
        department: name.into(),
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

/// A part over the entities that have a stratum in it.
fn frame(entities: u32, of: impl Fn(u32) -> Option<u32>) -> FrameRows {
    let mut rows = FrameRows { codes: Codes::default(), ..FrameRows::default() };
    for number in 0..entities {
        if let Some(stratum) = of(number) {
            rows.codes.push(&format!("91640500{number:010}"));
            rows.strata.push(stratum);
            rows.eligible.push(!number.is_multiple_of(11));
        }
    }
    rows
}

/// Spreads numbers so that classes, areas and tags have nothing to do with
/// each other.
fn mix(number: u32, what: u32) -> u32 {
    let mut x = u64::from(number) << 32 | u64::from(what);
    for _ in 0..3 {
        x = (x ^ x >> 29).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    (x >> 40) as u32
}

/// A class as a county has them: half A, a third B, an eighth C, few D.
fn class(number: u32) -> u32 {
    match mix(number, 1) % 100 {
        0..50 => 0,
        50..85 => 1,
        85..97 => 2,
        _ => 3,
    }
}

fn by_class(name: &str, rates: [u64; 4]) -> Part {
    let strata = ["A", "B", "C", "D"].iter().zip(rates);
    part(name, strata.map(|(class, rate)| stratum(class, rate * 1_000_000, Round::Up)).collect())
}

fn floor(parts: &[Part], frames: &[FrameRows]) -> (Amount, bool) {
    let (entities, placed) = place(&frames.iter().collect::<Vec<_>>());
    let laid: Vec<OverlayPart<'_>> = (0..)
        .zip(parts)
        .zip(&placed)
        .map(|((draft, part), rows)| OverlayPart::frozen(draft, part, rows))
        .collect();
    let overlay = Overlay::new(entities, parts.len() as u32, &laid);
    let figures = overlay.figures(&(0..parts.len() as u32).collect::<Vec<_>>());
    (figures.floor, figures.coincide)
}

fn seed(number: u64) -> Digest {
    Digest::of(format!("种子 {number}").as_bytes())
}

/// Visits of all parts under one seed.
fn drawn(parts: &[Part], frames: &[FrameRows], number: u64) -> u64 {
    let seed = seed(number);
    let mut selected = Vec::new();
    for (at, (part, frame)) in parts.iter().zip(frames).enumerate() {
        for stratum in select(part, &seed, frame) {
            let chosen = stratum.drawn.iter().take(stratum.quota as usize);
            selected.extend(chosen.map(|drawn| (drawn.ticket, frame.codes.get(drawn.row).to_owned(), at)));
        }
    }
    let borrowed = selected.iter().map(|(ticket, code, part)| (*ticket, code.as_str(), *part)).collect();
    visits::merge(borrowed).len() as u64
}

#[test]
fn on_frames_that_share_strata_the_visits_are_the_floor() {
    let parts = [
        by_class("a", [10, 30, 100, 300]),
        by_class("b", [30, 50, 150, 400]),
        by_class("c", [5, 200, 20, 1000]),
    ];
    let frames = [0, 1, 2].map(|_| frame(2000, |number| Some(class(number))));
    let (floor, coincide) = floor(&parts, &frames);
    assert!(coincide);
    for number in 0..40 {
        assert_eq!(Amount::whole(drawn(&parts, &frames, number)), floor, "seed {number}");
    }
}

/// How far the mean of visits over seeds lies above the floor, in hundredths
/// of a percent.
fn above(parts: &[Part], frames: &[FrameRows], seeds: u64) -> i64 {
    let (floor, coincide) = floor(parts, frames);
    assert!(!coincide);
    let mean = Amount::mean((0..seeds).map(|number| drawn(parts, frames, number)).sum(), seeds);
    (mean.0 as i128 * 10_000 / floor.0 as i128) as i64 - 10_000
}

#[test]
fn on_frames_whose_scopes_and_strata_differ_they_come_within_one_percent_of_it() {
    // A by class over all, B by county over two fifths, C in one stratum over
    // three tenths, D by class at other rates over B's firms and as many more.
    let some = |number, what, percent| mix(number, what) % 100 < percent;
    let county = |number| mix(number, 2) % 3;
    let thirds = || (0..3).map(|n| stratum(&n.to_string(), 50_000_000, Round::Up)).collect();
    let parts = [
        by_class("a", [10, 30, 100, 300]),
        part("b", thirds()),
        part("c", vec![stratum("all", 80_000_000, Round::Fair)]),
        by_class("d", [30, 50, 150, 400]),
    ];
    let n = 2000;
    let frames = [
        frame(n, |number| Some(class(number))),
        frame(n, |number| some(number, 3, 40).then(|| county(number))),
        frame(n, |number| some(number, 4, 30).then_some(0)),
        frame(n, |number| (some(number, 3, 40) || some(number, 5, 20)).then(|| class(number))),
    ];
    let far = above(&parts, &frames, 300);
    assert!((-100..=100).contains(&far), "{far} hundredths of a percent");
}

/// Where two departments draw the same firms at the very same rate but by
/// other strata, each stratum's cut-off wanders by itself, and the visits lie
/// above the floor by about the share of such firms times 1/√(π·quota): two
/// percent with quotas of a dozen, within one from some hundreds on.
#[test]
fn equal_rates_in_other_strata_need_larger_quotas_for_one_percent() {
    let some = |number, what, percent| mix(number, what) % 100 < percent;
    let county = |number| mix(number, 2) % 3;
    let parts = [
        part("b", (0..3).map(|n| stratum(&n.to_string(), 50_000_000, Round::Up)).collect()),
        part("c", vec![stratum("all", 50_000_000, Round::Up)]),
    ];
    let far = |n, seeds| {
        let frames = [
            frame(n, |number| some(number, 3, 40).then(|| county(number))),
            frame(n, |number| some(number, 4, 30).then_some(0)),
        ];
        above(&parts, &frames, seeds)
    };
    let few = far(2000, 200);
    assert!((100..=350).contains(&few), "{few}");
    let many = far(40_000, 12);
    assert!((-20..=100).contains(&many), "{many}");
}

/// Each department's sample is a simple random sample of each of its strata,
/// whoever draws beside it.
#[test]
fn each_parts_own_sample_keeps_its_size_and_equal_chances() {
    const SEEDS: u64 = 10_000;
    let parts = [
        part("a", vec![stratum("x", 100_000_000, Round::Up), stratum("y", 300_000_000, Round::Down)]),
        part("b", vec![stratum("all", 200_000_000, Round::Up)]),
    ];
    let frames = [frame(50, |number| Some(number % 2)), frame(60, |number| (number > 20).then_some(0))];
    let mut counts: Vec<Vec<u64>> = frames.iter().map(|frame| vec![0; frame.codes.len()]).collect();
    for number in 0..SEEDS {
        let seed = seed(number);
        for ((part, frame), counts) in parts.iter().zip(&frames).zip(&mut counts) {
            let sizes = frame.counts(part.strata.len());
            for (stratum, size) in select(part, &seed, frame).iter().zip(sizes) {
                let exact = stratum.count == size && stratum.drawn.len() as u64 == stratum.quota;
                assert!(exact && stratum.quota > 0, "seed {number}");
                stratum.drawn.iter().for_each(|drawn| counts[drawn.row] += 1);
            }
        }
    }
    for ((part, frame), counts) in parts.iter().zip(&frames).zip(&counts) {
        let quotas: Vec<u64> = select(part, &seed(0), frame).iter().map(|stratum| stratum.quota).collect();
        for (at, quota) in quotas.into_iter().enumerate() {
            let own: Vec<f64> = (0..counts.len())
                .filter(|row| frame.strata[*row] as usize == at && frame.eligible[*row])
                .map(|row| counts[row] as f64)
                .collect();
            let n = own.len() as f64;
            let p = quota as f64 / n;
            let expected = SEEDS as f64 * p;
            // Without replacement each draw's counts are bound together, which
            // (n−1)/n makes good: chi-square with n−1 degrees of freedom.
            let square: f64 = own.iter().map(|count| (count - expected).powi(2)).sum();
            let chi = square / (expected * (1.0 - p)) * (n - 1.0) / n;
            let far = (chi - (n - 1.0)) / (2.0 * (n - 1.0)).sqrt();
            assert!(far.abs() < 4.0, "{} stratum {at}: {far} standard deviations", part.part);
        }
        let excluded = (0..counts.len()).filter(|row| !frame.eligible[*row]);
        assert_eq!(excluded.map(|row| counts[row]).sum::<u64>(), 0);
    }
}
