//! 年度计划: what the year asks, what its quarters have drawn, and the next
//! quarter's plan. Nothing is kept of a year's plan but what its quarters'
//! frozen plans say (`year_plan` in plan.json), so an attempt counts exactly
//! while it is in force.
//!
//! `drawn` reads what the draws before took, `look` lays the year over it,
//! `quarter` writes the next plan, `hold` says at its freeze whether its numbers
//! still hold.

mod drawn;
mod hold;
mod look;
mod quarter;

pub(super) use drawn::{ledger_of, link};
pub(super) use hold::{exclude, so_far, stale};
pub use look::{PartYear, YearReport, year_table};
pub use quarter::{QuarterPlan, quarter_plan};
