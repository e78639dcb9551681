//! How many a stratum will draw, as far as it can be known without the seed.

use crate::domain::Rate;
use crate::draw::document::{Base, Round, Stratum};
use crate::frame::StratumRows;

/// One stratum's expectation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Expected {
    /// Number drawn; for `fair` rounding the nearest to its expectation.
    pub quota: u64,
    /// Whether the seed may make it one more or less.
    pub fair: bool,
    /// Expectation in billionths, all bounds applied.
    pub billionths: u128,
    /// Unrounded size in billionths with `min` and `max`, before exclusions
    /// leave too few: what the plan means to draw.
    pub meant: u128,
}

impl Expected {
    /// Chance of each eligible row to be drawn, in billionths, rounded down.
    pub fn chance(&self, eligible: u64) -> u32 {
        let chance = self.billionths.checked_div(u128::from(eligible)).unwrap_or(0);
        u32::try_from(chance.min(u128::from(Rate::ONE))).unwrap_or(0)
    }
}

/// The quota of protocol §3; exact but for `fair`, whose offset comes with the
/// seed. Where a `fair` quota meets its bounds the expectation is that of the
/// unrounded size within the bounds.
pub fn expected(stratum: &Stratum, count: StratumRows) -> Expected {
    const ONE: u128 = Rate::ONE as u128;
    let base = match stratum.base {
        Some(Base::Eligible) => count.eligible,
        Some(Base::All) | None => count.rows,
    };
    let exact = match (stratum.count, stratum.rate) {
        (Some(count), _) => u128::from(count) * ONE,
        (None, rate) => u128::from(rate.map_or(0, Rate::billionths)) * u128::from(base),
    };
    let whole = |value: Option<u64>, none: u128| value.map_or(none, |value| u128::from(value) * ONE);
    let bound = |value: u128| value.max(whole(stratum.min, 0)).min(whole(stratum.max, u128::MAX));
    let eligible = u128::from(count.eligible) * ONE;
    let rounded = match stratum.round {
        Some(Round::Up) => exact.div_ceil(ONE) * ONE,
        Some(Round::Down) => exact / ONE * ONE,
        Some(Round::Fair) | None => exact,
    };
    let billionths = bound(rounded).min(eligible);
    Expected {
        quota: u64::try_from((billionths + ONE / 2) / ONE).unwrap_or(u64::MAX),
        fair: billionths % ONE != 0,
        billionths,
        meant: bound(exact),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Digest;
    use crate::draw::document::Part;
    use crate::draw::quota::{Count, quotas};
    use proptest::prelude::*;

    proptest! {
        /// The check tells what the draw will do.
        #[test]
        fn agrees_with_the_draw(
            rate in 0..=Rate::ONE,
            sized in prop::option::of(0u64..50),
            round in prop::sample::select(vec![Round::Up, Round::Down, Round::Fair]),
            base in prop::sample::select(vec![Base::All, Base::Eligible]),
            rows in 0u64..5000, excluded in 0u64..100,
            min in prop::option::of(0u64..20), max in prop::option::of(20u64..60),
        ) {
            let eligible = rows.saturating_sub(excluded);
            let stratum = Stratum {
                stratum: "s".into(), areas: vec!["*".into()], classes: vec![],
                rate: Rate::from_billionths(rate).filter(|_| sized.is_none()),
                round: Some(round).filter(|_| sized.is_none()),
                base: Some(base).filter(|_| sized.is_none()),
                count: sized, min, max, reserves: 0,
            };
            let expected = expected(&stratum, StratumRows { rows, eligible });
            let part = Part {
                part: "p".into(), department: "d".into(), items: vec![], competences: vec![], team: 2, rows,
                sha256: Digest::of(b""), root: Digest::of(b""), excluded: Default::default(),
                scope: serde_json::json!({}), strata: vec![stratum], more: Default::default(),
            };
            let drawn = quotas(&part, &Digest::of(b"seed"), &[Count { rows, eligible }])[0];
            if expected.fair {
                prop_assert!(drawn.abs_diff(expected.quota) <= 1, "{drawn} {expected:?}");
            } else {
                prop_assert_eq!(drawn, expected.quota);
            }
        }
    }
}
