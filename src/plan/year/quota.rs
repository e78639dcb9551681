//! The year's number of a stratum.

use crate::domain::Rate;
use crate::draw::document::{Base, Round, Stratum};

/// The bases a stratum has had this year: at the draws so far, and now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bases {
    /// The smallest.
    pub least: u64,
    /// The largest.
    pub most: u64,
    /// The present one.
    pub now: u64,
}

impl Bases {
    /// Of the base now and those of earlier draws.
    pub fn new(now: u64, before: impl IntoIterator<Item = u64>) -> Self {
        let bases = Self { least: now, most: now, now };
        before.into_iter().fold(bases, |bases, base| Self {
            least: bases.least.min(base),
            most: bases.most.max(base),
            now,
        })
    }
}

/// What a year asks of a part's strata, in their order.
#[derive(Debug, Default)]
pub struct YearQuota {
    /// T of the exact rates, in units of 1/(2·10⁹·`parts`).
    fair: u128,
}

impl YearQuota {
    /// The next stratum's number: protocol §3 with the base that the rounding
    /// asks for, `min` and `max` as bounds of the number; the rate is taken as
    /// so many `parts`. Not lowered to what is eligible.
    pub fn next(&mut self, stratum: &Stratum, bases: Bases, parts: u64) -> u64 {
        let one = u128::from(Rate::ONE) * u128::from(parts.max(1));
        let of = |base: u64| u128::from(stratum.rate.map_or(0, Rate::billionths)) * u128::from(base);
        let size = match (stratum.count, stratum.round) {
            (Some(count), _) => u128::from(count),
            (None, Some(Round::Up)) => of(bases.most).div_ceil(one),
            (None, Some(Round::Down) | None) => of(bases.least) / one,
            (None, Some(Round::Fair)) => {
                let nearest = |sum: u128| (2 * sum + one) / (2 * one);
                let before = nearest(self.fair);
                self.fair += of(bases.now);
                nearest(self.fair) - before
            }
        };
        let size = u64::try_from(size).unwrap_or(u64::MAX);
        size.max(stratum.min.unwrap_or(0)).min(stratum.max.unwrap_or(u64::MAX))
    }

    /// Whether the number is one that may not be passed.
    pub fn is_ceiling(stratum: &Stratum) -> bool {
        stratum.count.is_some() || stratum.max.is_some() || stratum.round != Some(Round::Up)
    }

    /// The base of a stratum: all rows, or those that could be drawn were it not
    /// for the year's own draws.
    pub fn base(stratum: &Stratum, rows: u64, eligible: u64, drawn: u64) -> u64 {
        match stratum.base {
            Some(Base::Eligible) => (eligible + drawn).min(rows),
            Some(Base::All) | None => rows,
        }
    }
}
