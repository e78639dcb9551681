//! How likely strata draw an entity, compared exactly.

use std::cmp::Ordering;

use super::lay::Layer;
use crate::joint::Amount;

/// A chance as quota in billionths over eligible rows, compared exactly.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chance {
    pub(super) quota: u128,
    pub(super) eligible: u64,
}

impl Chance {
    /// A stratum's.
    pub(super) fn of(layer: &Layer) -> Self {
        Self { quota: layer.expected.billionths, eligible: layer.count.eligible.max(1) }
    }

    /// Which is greater.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        (self.quota * u128::from(other.eligible)).cmp(&(other.quota * u128::from(self.eligible)))
    }

    /// In units of 2⁻⁶³, rounded down.
    pub(super) fn small(self) -> u64 {
        let quota = self.quota.min(u128::from(self.eligible) * 1_000_000_000);
        // quota < 2³²·10⁹ < 2⁶², so this fits, and is at most 2⁶³.
        u64::try_from((quota << 63) / (u128::from(self.eligible) * 1_000_000_000)).unwrap_or(SMALL)
    }
}

/// One, in units of 2⁻⁶³.
pub(super) const SMALL: u64 = 1 << 63;

/// From units of 2⁻⁶³.
pub(super) fn amount(small: u128) -> Amount {
    let (whole, rest) = (small >> 63, small & u128::from(SMALL - 1));
    Amount(whole * Amount::ONE + ((rest * Amount::ONE) >> 63))
}

/// Ranks the strata by their chance, exactly.
pub(super) fn ranks(layers: &[Layer]) -> (Vec<u32>, Vec<Chance>) {
    let mut order: Vec<u32> = (0..layers.len() as u32).collect();
    let chance = |layer: &u32| Chance::of(&layers[*layer as usize]);
    order.sort_by(|a, b| chance(a).order(&chance(b)));
    let (mut rank, mut chances) = (vec![0; layers.len()], Vec::<Chance>::new());
    for layer in &order {
        let own = chance(layer);
        if chances.last().is_none_or(|last| last.order(&own).is_ne()) {
            chances.push(own);
        }
        rank[*layer as usize] = chances.len() as u32 - 1;
    }
    (rank, chances)
}
