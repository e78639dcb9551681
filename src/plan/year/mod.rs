//! 年度计划: a year's items laid over four quarters.
//!
//! A year's plan is written like any plan, with the year's rates; `plan year`
//! makes of it one plan a quarter whose strata have explicit numbers. The rules
//! (settled here, the protocol draws what a `count` says):
//!
//! - **The year's number of a stratum** is the protocol's own rounding of rate ×
//!   base. The registry changes during the year, and with it the base N at each
//!   draw's cut-off date. A minimum (`up`) goes by the *largest* base any draw
//!   of the year and the present frame have had, a ceiling (`down`) by the
//!   *smallest*, an exact rate (`fair`) by the present one, rounded to the
//!   nearest over the part's running sum. So a minimum is reached and a ceiling
//!   kept at whichever of these dates somebody measures.
//! - **Until quarter k** ⌊T·Wₖ/W⌋ are due, T running over the part's strata and W
//!   over the quarters' weights ([`until`]): no stratum is off its share by a whole
//!   firm, neither is the part, and with even weights no stratum's quarters
//!   differ by more than one.
//! - **A quarter draws** what is due until then less what was drawn, so what
//!   an abandoned or late draw left, and what the registry's changes add, rolls
//!   on. Who was drawn once in the year stands in later frames as
//!   [`crate::frame::DRAWN_THIS_YEAR`]. A draw without replacement in several
//!   goes is one draw of as many: with an unchanged registry each firm of a
//!   stratum has the same chance over the year.
//! - **What was drawn** counts in the stratum it was drawn in. A substitute
//!   takes the place of the one that is gone; without a reserve left the place
//!   is free again.
//! - **Wordings with a number of draws** (每年2次各10%) are kept draw by draw: each
//!   takes its rate of its own quarter's base and nothing rolls on ([`Pace`]).

mod ledger;
mod pace;
mod quota;
mod sheet;
mod spread;
mod write;

pub use ledger::{Ledger, StratumDraw, basis};
pub use pace::{Pace, pace};
pub use quota::{Bases, YearQuota};
pub use sheet::{Laid, PartInput, StratumInput, StratumYear, lay};
pub use spread::{share, until};
pub use write::quarter_toml;

/// Quarters of a year.
pub const QUARTERS: usize = 4;

/// When a quarter's plan runs, where the year's plan does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dates {
    /// 1 to 4.
    pub quarter: u32,
    /// 截止日期.
    pub cutoff: crate::domain::Date,
    /// First and last day of the inspections.
    pub window: [crate::domain::Date; 2],
    /// End of the reveals.
    pub reveal_by: crate::domain::Instant,
    /// When public values fall due.
    pub when: crate::domain::Instant,
}
