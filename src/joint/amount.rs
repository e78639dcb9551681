//! Expected numbers without floating point.

use std::fmt;

use serde::{Serialize, Serializer};

/// An expected number of visits in units of 10⁻¹⁵, rounded down once for each
/// kind of summand; shown with six decimals, which no such rounding reaches
/// below a thousand million summands. Written as text in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Amount(pub u128);

impl Amount {
    /// One visit.
    pub const ONE: u128 = 1_000_000_000_000_000;

    /// So many visits.
    pub fn whole(value: u64) -> Self {
        Self(u128::from(value) * Self::ONE)
    }

    /// `n · quota / eligible`, the quota in billionths.
    pub fn share(n: u64, quota: u128, eligible: u64) -> Self {
        // n, eligible < 2³², quota < 2³²·10⁹: below 2¹¹⁴.
        let value = u128::from(n) * quota * (Self::ONE / 1_000_000_000);
        Self(value.checked_div(u128::from(eligible)).unwrap_or(0))
    }

    /// `total / of`, for a mean over `of` draws.
    pub fn mean(total: u64, of: u64) -> Self {
        Self((u128::from(total) * Self::ONE).checked_div(u128::from(of)).unwrap_or(0))
    }

    /// The difference, never below nothing.
    #[must_use]
    pub fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// With so many decimals (at most 15), rounded half up.
    pub fn rounded(self, decimals: u32) -> String {
        let unit = 10_u128.pow(15 - decimals.min(15));
        let value = (self.0 + unit / 2) / unit;
        let one = 10_u128.pow(decimals.min(15));
        match decimals {
            0 => value.to_string(),
            _ => format!("{}.{:0width$}", value / one, value % one, width = decimals as usize),
        }
    }

    /// What part of another it is, in tenths of a percent, rounded down.
    pub fn permille(self, of: Self) -> u64 {
        u64::try_from((self.0 * 1000).checked_div(of.0).unwrap_or(0)).unwrap_or(u64::MAX)
    }
}

impl std::ops::Add for Amount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::ops::AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl std::iter::Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), |sum, amount| sum + amount)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rounded(6))
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
