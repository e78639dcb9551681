//! First random, 抽取检查对象: the smallest eligible tickets of each stratum
//! (protocol §3).
//!
//! Hashing is all the work there is: the tickets that can matter are those
//! below a per-stratum bound a little above the expected cut-off, so all others
//! cost one comparison and are forgotten. A bound that proves too tight (by
//! eight standard deviations of chance) is lifted for its stratum.

use rayon::prelude::*;

use super::document::Part;
use super::quota::{Count, quotas};
use super::ticket::{Tickets, digest};
use crate::domain::Digest;

/// Entity codes one behind the other, in byte order.
#[derive(Debug, Clone, Default)]
pub struct Codes {
    bytes: Vec<u8>,
    ends: Vec<u64>,
}

impl Codes {
    /// Adds a code behind the others.
    pub fn push(&mut self, code: &str) {
        self.bytes.extend_from_slice(code.as_bytes());
        self.ends.push(self.bytes.len() as u64);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The bytes of the code in that row, counted from 0.
    pub fn bytes(&self, row: usize) -> &[u8] {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.bytes[start as usize..self.ends[row] as usize]
    }

    /// The code in that row.
    pub fn get(&self, row: usize) -> &str {
        // Only whole strings are pushed, so this never falls back.
        std::str::from_utf8(self.bytes(row)).unwrap_or_default()
    }
}

/// What the draw needs of a frame.
#[derive(Debug, Clone, Default)]
pub struct FrameRows {
    /// Codes in byte order.
    pub codes: Codes,
    /// Index of each row's stratum in plan order.
    pub strata: Vec<u32>,
    /// Whether each row may be drawn (`excluded` is empty).
    pub eligible: Vec<bool>,
}

impl FrameRows {
    /// N and E of each stratum.
    pub fn counts(&self, strata: usize) -> Vec<Count> {
        let mut counts = vec![Count::default(); strata];
        for (stratum, eligible) in self.strata.iter().zip(&self.eligible) {
            let count = &mut counts[*stratum as usize];
            count.rows += 1;
            count.eligible += u64::from(*eligible);
        }
        counts
    }
}

/// One stratum's outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StratumDraw {
    /// N and E.
    pub count: Count,
    /// How many are selected; the drawn ones behind them are reserves.
    pub quota: u64,
    /// Reserves asked for; fewer stand in `drawn` where the stratum runs out.
    pub reserves: u64,
    /// By ascending ticket: rank 1 first.
    pub drawn: Vec<Drawn>,
}

/// An entity drawn, as selected or as reserve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawn {
    /// Row of the frame, from 0.
    pub row: usize,
    /// Its ticket.
    pub ticket: Digest,
}

/// Draws one part from its frame, stratum by stratum in plan order.
pub fn select(part: &Part, seed: &Digest, frame: &FrameRows) -> Vec<StratumDraw> {
    select_within(part, seed, frame, bound)
}

fn select_within(
    part: &Part,
    seed: &Digest,
    frame: &FrameRows,
    bound: fn(u64, u64) -> u64,
) -> Vec<StratumDraw> {
    let counts = frame.counts(part.strata.len());
    let quotas = quotas(part, seed, &counts);
    let wanted: Vec<u64> = (part.strata.iter().zip(&quotas).zip(&counts))
        .map(|((stratum, quota), count)| quota.saturating_add(stratum.reserves).min(count.eligible))
        .collect();
    let tickets = Tickets::new(seed);
    let bounds: Vec<u64> =
        wanted.iter().zip(&counts).map(|(wanted, count)| bound(*wanted, count.eligible)).collect();
    let mut drawn = below(frame, &tickets, &bounds);
    let tight: Vec<bool> =
        drawn.iter().zip(&wanted).map(|(drawn, wanted)| (drawn.len() as u64) < *wanted).collect();
    if tight.contains(&true) {
        let lifted: Vec<u64> = tight.iter().map(|tight| if *tight { u64::MAX } else { 0 }).collect();
        for (stratum, all) in
            below(frame, &tickets, &lifted).into_iter().enumerate().filter(|(i, _)| tight[*i])
        {
            drawn[stratum] = all;
        }
    }
    drawn.par_iter_mut().for_each(|drawn| drawn.sort_unstable_by_key(|drawn| (drawn.ticket, drawn.row)));
    let strata = part.strata.iter().zip(counts).zip(quotas).zip(wanted).zip(drawn);
    strata
        .map(|((((stratum, count), quota), wanted), mut drawn)| {
            drawn.truncate(usize::try_from(wanted).unwrap_or(usize::MAX));
            StratumDraw { count, quota, reserves: stratum.reserves, drawn }
        })
        .collect()
}

/// A bound on the tickets' first 64 bits that `wanted` of `eligible` uniform
/// tickets stay below, but for a chance of eight standard deviations.
fn bound(wanted: u64, eligible: u64) -> u64 {
    if wanted == 0 || eligible == 0 {
        return 0;
    }
    let generous = u128::from(wanted) + 8 * u128::from(wanted.isqrt()) + 32;
    u64::try_from((generous << 64) / u128::from(eligible)).unwrap_or(u64::MAX)
}

/// Every eligible row whose ticket is within its stratum's bound, by stratum.
fn below(frame: &FrameRows, tickets: &Tickets, bounds: &[u64]) -> Vec<Vec<Drawn>> {
    const CHUNK: usize = 1 << 16;
    let chunks: Vec<Vec<(u32, Drawn)>> = (0..frame.codes.len().div_ceil(CHUNK))
        .into_par_iter()
        .map(|chunk| {
            let from = chunk * CHUNK;
            let mut kept = Vec::new();
            for row in from..frame.codes.len().min(from + CHUNK) {
                let stratum = frame.strata[row];
                let bound = bounds[stratum as usize];
                if !frame.eligible[row] || bound == 0 {
                    continue;
                }
                let state = tickets.state(frame.codes.bytes(row));
                if u64::from(state[0]) << 32 | u64::from(state[1]) <= bound {
                    kept.push((stratum, Drawn { row, ticket: digest(state) }));
                }
            }
            kept
        })
        .collect();
    let mut strata = vec![Vec::new(); bounds.len()];
    for (stratum, drawn) in chunks.into_iter().flatten() {
        strata[stratum as usize].push(drawn);
    }
    strata
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::Rate;
    use crate::draw::document::{Base, Round, Stratum};

    #[test]
    fn a_bound_that_proves_too_tight_is_lifted() {
        let stratum = |name: &str, rate| Stratum {
            stratum: name.into(),
            areas: vec![],
            classes: vec![],
            rate: Rate::from_billionths(rate),
            round: Some(Round::Up),
            base: Some(Base::All),
            count: None,
            min: None,
            max: None,
            reserves: 2,
        };
        let zero = Digest([0; 32]);
        let part = Part {
            part: "p1".into(),
            department: "d".into(),
            items: vec![],
            competences: vec![],
            team: 2,
            rows: 0,
            sha256: zero,
            root: zero,
            excluded: BTreeMap::new(),
            scope: serde_json::Value::Null,
            strata: vec![stratum("a", 30_000_000), stratum("b", Rate::ONE), stratum("c", 0)],
            more: BTreeMap::new(),
        };
        let mut frame = FrameRows::default();
        for number in 0..3000u32 {
            frame.codes.push(&format!("{number:06}"));
            frame.strata.push(number % 3);
            frame.eligible.push(number % 7 != 0);
        }
        let seed = Digest::of(b"seed");
        let plain = select(&part, &seed, &frame);
        assert_eq!(plain.iter().map(|draw| draw.drawn.len()).collect::<Vec<_>>(), [32, 857, 2]);
        // Half the expected cut-off leaves the first stratum short, and the others as they are.
        let tight = |wanted, eligible| {
            if wanted == 32 { bound(wanted, eligible) / 6 } else { bound(wanted, eligible) }
        };
        assert_eq!(select_within(&part, &seed, &frame, tight), plain);
        assert_eq!(select_within(&part, &seed, &frame, |_, _| 1), plain);
    }
}
