//! Draws with other seeds, for what no formula gives exactly.
//!
//! The tickets are the protocol's own; only the seeds are made up, and by a
//! fixed rule, so that everyone gets the same figures. Not the draw's code: a
//! simulation hashes each entity once for all parts and keeps 64 bits.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Amount;
use super::overlay::{Layer, Overlay};
use crate::domain::{Digest, Progress, Rate};
use crate::draw::document::{Base, Round};
use crate::draw::quota::round_offset;
use crate::draw::ticket::Tickets;
use crate::text;

/// Which drafts drew how many entities together, over some seeds.
#[derive(Debug, Clone, Default)]
pub struct Together {
    /// Entities by the set of drafts that drew them (bit = draft).
    counts: BTreeMap<u128, u64>,
    seeds: u64,
}

/// Most drafts that can be simulated at once.
pub const MOST: u32 = 128;

impl Together {
    /// The mean number of visits of a set of drafts that share a seed.
    pub fn visits(&self, drafts: &[u32]) -> Amount {
        let set = drafts.iter().fold(0_u128, |set, draft| set | 1 << (draft % MOST));
        let total = self.counts.iter().filter(|(mask, _)| *mask & set != 0).map(|(_, n)| n).sum();
        Amount::mean(total, self.seeds)
    }

    /// How many seeds.
    pub fn seeds(&self) -> u64 {
        self.seeds
    }
}

/// A seed of a simulation: of the lines `choucha/1 simulation`, root, what,
/// number. Never a draw's seed, whose first line is another.
pub fn seed(root: &str, what: &str, number: u64) -> Digest {
    Digest::of_lines(&["choucha/1 simulation", root, what, &number.to_string()])
}

/// Draws all drafts with one seed for all, `seeds` times. `code` gives the
/// code at a place.
pub fn together<'a>(
    overlay: &Overlay,
    code: &(dyn Fn(usize) -> &'a [u8] + Sync),
    root: &str,
    seeds: u64,
    progress: &dyn Progress,
) -> Together {
    progress.begin(text!("joint-simulating"), seeds);
    let mut out = Together { seeds, ..Together::default() };
    for number in 0..seeds {
        let seed = seed(root, "together", number);
        for mask in masks(overlay, code, &|_| seed) {
            *out.counts.entry(mask).or_default() += 1;
        }
        progress.add(1);
    }
    progress.end();
    out
}

/// Draws every draft with a seed of its own, `seeds` times: the mean number
/// of visits where each draft is carried out by itself, and where an entity
/// that several happened to draw is visited once.
pub fn independent<'a>(
    overlay: &Overlay,
    code: &(dyn Fn(usize) -> &'a [u8] + Sync),
    root: &str,
    seeds: u64,
    progress: &dyn Progress,
) -> (Amount, Amount) {
    progress.begin(text!("joint-simulating"), seeds);
    let (mut apart, mut once) = (0, 0);
    for number in 0..seeds {
        let own = |draft: u32| seed(root, &format!("draft {draft}"), number);
        for mask in masks(overlay, code, &own) {
            apart += u64::from(mask.count_ones());
            once += 1;
        }
        progress.add(1);
    }
    progress.end();
    (Amount::mean(apart, seeds), Amount::mean(once, seeds))
}

/// The drafts that drew each entity drawn at all. Where all share a seed each
/// entity is hashed once, else each for every part that may draw it.
fn masks<'a>(
    overlay: &Overlay,
    code: &(dyn Fn(usize) -> &'a [u8] + Sync),
    seed: &dyn Fn(u32) -> Digest,
) -> Vec<u128> {
    let drafts = overlay.drafts.min(MOST);
    let seeds: Vec<Digest> = (0..drafts).map(seed).collect();
    let shared = seeds.windows(2).all(|two| two[0] == two[1]);
    let all: Vec<u64> = match seeds.first() {
        Some(seed) if shared => {
            let tickets = Tickets::new(seed);
            (0..overlay.entities).into_par_iter().map(|place| first(&tickets, code(place))).collect()
        }
        _ => Vec::new(),
    };
    let mut masks = vec![0_u128; overlay.entities];
    for (draft, seed) in (0..).zip(&seeds) {
        let tickets = Tickets::new(seed);
        let drawn: Vec<Vec<u32>> = quotas(overlay, draft, seed)
            .into_par_iter()
            .map(|(layer, quota)| {
                let places = overlay.places_of(layer);
                let ticket = |place: u32| match all.get(place as usize) {
                    Some(ticket) => *ticket,
                    None => first(&tickets, code(place as usize)),
                };
                smallest(places.iter().map(|place| (ticket(*place), *place)).collect(), quota)
            })
            .collect();
        for place in drawn.into_iter().flatten() {
            masks[place as usize] |= 1 << draft;
        }
    }
    masks.retain(|mask| *mask != 0);
    masks
}

/// The first 64 bits of a code's ticket.
fn first(tickets: &Tickets, code: &[u8]) -> u64 {
    tickets.ticket(code).0[..8].iter().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

/// The places with the smallest tickets.
fn smallest(mut all: Vec<(u64, u32)>, quota: usize) -> Vec<u32> {
    if quota > 0 && quota < all.len() {
        all.select_nth_unstable(quota - 1);
    }
    all.truncate(quota);
    all.into_iter().map(|(_, place)| place).collect()
}

/// Strata of a draft with their quotas under a seed (protocol §3).
fn quotas(overlay: &Overlay, draft: u32, seed: &Digest) -> Vec<(usize, usize)> {
    let mut sums: BTreeMap<u32, u128> = BTreeMap::new();
    let own = overlay.layers.iter().enumerate().filter(|(_, layer)| layer.draft == draft);
    own.map(|(at, layer)| {
        let sum = sums.entry(layer.part).or_default();
        let offset = round_offset(seed, &overlay.parts[layer.part as usize]);
        (at, quota(layer, sum, offset) as usize)
    })
    .collect()
}

fn quota(layer: &Layer, sum: &mut u128, offset: u64) -> u64 {
    const ONE: u128 = Rate::ONE as u128;
    let (Some(rate), Some(Round::Fair)) = (layer.stratum.rate, layer.stratum.round) else {
        return layer.expected.quota;
    };
    let base = match layer.stratum.base {
        Some(Base::Eligible) => layer.count.eligible,
        _ => layer.count.rows,
    };
    let floor = |sum: u128| {
        let (whole, rest) = (sum / ONE, sum % ONE);
        whole + u128::from((rest << 64) + u128::from(offset) * ONE >= ONE << 64)
    };
    let before = floor(*sum);
    *sum += u128::from(rate.billionths()) * u128::from(base);
    let size = u64::try_from(floor(*sum) - before).unwrap_or(u64::MAX);
    let raised = size.max(layer.stratum.min.unwrap_or(0));
    raised.min(layer.stratum.max.unwrap_or(u64::MAX)).min(layer.count.eligible)
}
