//! What drafts come to, drawn apart and together: sums over kinds.

use std::collections::HashMap;

use serde::Serialize;

use super::chance::{SMALL, amount};
use super::lay::Overlay;
use crate::joint::Amount;

/// What a set of drafts comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Figures {
    /// Entities that stand in frames of at least two of the drafts.
    pub shared: u64,
    /// Of them, those that at least two drafts may draw.
    pub drawable: u64,
    /// Quotas of all parts added up.
    pub selections: Amount,
    /// Visits where every draft is drawn and carried out on its own.
    pub apart: Amount,
    /// Visits where every draft is drawn with a seed of its own, and an entity
    /// that several happen to draw is visited once.
    pub independent: Amount,
    /// Σ over entities of its greatest chance in any draft: no way to draw has
    /// fewer visits.
    pub floor: Amount,
    /// Whether one seed for all gives exactly the floor: strata that share an
    /// entity that can be drawn hold the same ones.
    pub coincide: bool,
}

impl Overlay {
    /// The expectation of so many entities of each rank, each fraction as a
    /// whole, so that what is a whole number is one.
    fn sum(&self, counts: &[u64]) -> Amount {
        counts
            .iter()
            .zip(&self.chances)
            .map(|(n, chance)| Amount::share(*n, chance.quota, chance.eligible))
            .sum()
    }

    /// What a set of drafts comes to.
    pub fn figures(&self, drafts: &[u32]) -> Figures {
        let wanted = self.wanted(drafts);
        let small: Vec<u64> = self.chances.iter().map(|chance| chance.small()).collect();
        let mut out = Figures::default();
        let (mut floor, mut apart) = (vec![0; small.len()], vec![0; small.len()]);
        let mut independent = 0_u128;
        for (strata, n) in self.best.each() {
            let (mut standing, mut drawing, mut most, mut missed) = (0_u32, 0_u32, None, SMALL);
            for id in strata.iter().filter(|id| wanted[self.draft(**id) as usize]) {
                standing += 1;
                let Some(rank) = self.rank(*id) else { continue };
                drawing += 1;
                apart[rank] += n;
                missed = ((u128::from(missed) * u128::from(SMALL - small[rank])) >> 63) as u64;
                most = most.max(Some(rank));
            }
            out.shared += if standing > 1 { n } else { 0 };
            out.drawable += if drawing > 1 { n } else { 0 };
            if let Some(rank) = most {
                floor[rank] += n;
            }
            independent += u128::from(n) * u128::from(SMALL - missed);
        }
        (out.floor, out.apart, out.independent) = (self.sum(&floor), self.sum(&apart), amount(independent));
        out.selections = (self.layers.iter().filter(|layer| wanted[layer.draft as usize]))
            .map(|layer| Amount(layer.expected.billionths * (Amount::ONE / 1_000_000_000)))
            .sum();
        out.coincide = self.coincide(&wanted);
        out
    }

    /// For each draft its entities, and its expected visits alone.
    pub fn alone(&self) -> Vec<(u64, Amount)> {
        let mut counts = vec![(0, vec![0; self.chances.len()]); self.drafts as usize];
        for (strata, n) in self.best.each() {
            for id in strata {
                let count = &mut counts[self.draft(*id) as usize];
                count.0 += n;
                if let Some(rank) = self.rank(*id) {
                    count.1[rank] += n;
                }
            }
        }
        counts.into_iter().map(|(entities, ranks)| (entities, self.sum(&ranks))).collect()
    }

    fn wanted(&self, drafts: &[u32]) -> Vec<bool> {
        (0..self.drafts).map(|draft| drafts.contains(&draft)).collect()
    }

    /// Whether any two strata of different parts that share an entity that can
    /// be drawn hold the same such entities.
    fn coincide(&self, wanted: &[bool]) -> bool {
        let mut together: HashMap<(u32, u32), u64> = HashMap::new();
        let mut ids: Vec<u32> = Vec::new();
        for (strata, n) in self.full.each() {
            ids.clear();
            let drawable =
                strata.iter().filter(|id| id.is_multiple_of(2) && wanted[self.draft(**id) as usize]);
            ids.extend(drawable.map(|id| id / 2));
            for (at, one) in ids.iter().enumerate() {
                for other in &ids[at + 1..] {
                    let eligible = |layer: u32| self.layers[layer as usize].count.eligible;
                    if eligible(*one) != eligible(*other) {
                        return false;
                    }
                    *together.entry((*one, *other)).or_default() += n;
                }
            }
        }
        together.iter().all(|((one, _), n)| self.layers[*one as usize].count.eligible == *n)
    }

    /// Drafts that share entities, and about how many visits a merge of the
    /// two would save: `(first, second, entities, saved)`, first < second.
    pub fn pairs(&self) -> Vec<(u32, u32, u64, Amount)> {
        let small: Vec<u64> = self.chances.iter().map(|chance| chance.small()).collect();
        let size = self.drafts as usize;
        let mut found = vec![(0_u64, 0_u128); size * size];
        for (strata, n) in self.best.each() {
            for (at, one) in strata.iter().enumerate() {
                for other in &strata[at + 1..] {
                    let pair = &mut found[self.draft(*one) as usize * size + self.draft(*other) as usize];
                    pair.0 += n;
                    if let (Some(one), Some(other)) = (self.rank(*one), self.rank(*other)) {
                        pair.1 += u128::from(n) * u128::from(small[one.min(other)]);
                    }
                }
            }
        }
        (found.into_iter().enumerate())
            .filter(|(_, (n, _))| *n > 0)
            .map(|(at, (n, saved))| ((at / size) as u32, (at % size) as u32, n, amount(saved)))
            .collect()
    }

    /// How many visits each further draft would save beside a set, about.
    pub fn gains(&self, set: &[u32]) -> Vec<Amount> {
        let small: Vec<u64> = self.chances.iter().map(|chance| chance.small()).collect();
        let inside = self.wanted(set);
        let mut out = vec![0_u128; self.drafts as usize];
        for (strata, n) in self.best.each() {
            let own = strata.iter().filter(|id| inside[self.draft(**id) as usize]);
            let Some(most) = own.filter_map(|id| self.rank(*id)).max() else { continue };
            for id in strata.iter().filter(|id| !inside[self.draft(**id) as usize]) {
                if let Some(rank) = self.rank(*id) {
                    out[self.draft(*id) as usize] += u128::from(n) * u128::from(small[rank.min(most)]);
                }
            }
        }
        out.into_iter().map(amount).collect()
    }
}
