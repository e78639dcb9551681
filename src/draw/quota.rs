//! How many are drawn from each stratum (protocol §3). Exact integers only.

use super::document::{Base, Part, Round, Stratum};
use crate::domain::{Digest, Rate};

/// Rows of a stratum, and those of them not excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// N, all rows.
    pub rows: u64,
    /// E, rows with empty `excluded`.
    pub eligible: u64,
}

/// u of `fair` rounding, in units of 2⁻⁶⁴: the first 8 bytes of SHA-256 of the
/// lines `choucha/1 round`, seed, part.
pub fn round_offset(seed: &Digest, part: &str) -> u64 {
    let digest = Digest::of_lines(&["choucha/1 round", &seed.to_string(), part]);
    digest.0[..8].iter().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

/// The quota of every stratum of a part, in plan order. `counts` stand in the
/// same order.
pub fn quotas(part: &Part, seed: &Digest, counts: &[Count]) -> Vec<u64> {
    let offset = round_offset(seed, &part.part);
    let mut fair = 0;
    let strata = part.strata.iter().zip(counts);
    strata.map(|(stratum, count)| quota(stratum, *count, offset, &mut fair)).collect()
}

/// `fair` is the running sum T, in billionths, over the part's fair strata.
fn quota(stratum: &Stratum, count: Count, offset: u64, fair: &mut u128) -> u64 {
    const ONE: u128 = Rate::ONE as u128;
    let base = match stratum.base {
        Some(Base::Eligible) => count.eligible,
        Some(Base::All) | None => count.rows,
    };
    let size = match (stratum.count, stratum.rate) {
        (Some(count), _) => u128::from(count),
        (None, rate) => {
            let exact = u128::from(rate.map_or(0, Rate::billionths)) * u128::from(base);
            match stratum.round {
                Some(Round::Up) => exact.div_ceil(ONE),
                Some(Round::Down) | None => exact / ONE,
                Some(Round::Fair) => {
                    let before = floor_with(*fair, offset);
                    *fair += exact;
                    floor_with(*fair, offset) - before
                }
            }
        }
    };
    let size = u64::try_from(size).unwrap_or(u64::MAX);
    let raised = size.max(stratum.min.unwrap_or(0));
    raised.min(stratum.max.unwrap_or(u64::MAX)).min(count.eligible)
}

/// ⌊T + u⌋ for T in billionths and u in units of 2⁻⁶⁴. Whole units of T are
/// split off first, so nothing overflows.
fn floor_with(billionths: u128, offset: u64) -> u128 {
    const ONE: u128 = Rate::ONE as u128;
    let (whole, rest) = (billionths / ONE, billionths % ONE);
    // rest/10⁹ + u/2⁶⁴ ≥ 1, both sides times 10⁹·2⁶⁴
    whole + u128::from((rest << 64) + u128::from(offset) * ONE >= ONE << 64)
}
