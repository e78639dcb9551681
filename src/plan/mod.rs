//! 计划: what a section officer writes, what the item list allows, and what of
//! it is fixed before the seed can be known.
//!
//! The way of a plan: [`template()`] → the officer's TOML → [`PlanSpec::parse`]
//! → [`requests`] to the frame → [`framed`] (strata with quotas) → [`check()`]
//! (what would happen, what is wrong) → at the freeze, the frames' bytes,
//! [`roster::write`], [`barred::write`] and [`document::document`].

pub mod barred;
mod check;
pub mod document;
mod expect;
mod frames;
pub mod items;
pub mod roster;
pub mod rotation;
mod spec;
mod strata;
mod template;
pub mod wording;

pub use check::{CheckInputs, CheckReport, DepartmentReport, PartReport, StratumReport, check};
pub use expect::{Expected, expected};
pub use frames::{Framed, framed, requests};
pub use spec::{
    By, DraftRef, Level, PartSpec, PlanSpec, QuotaSpec, Recusal, Review, RosterRules, SameInspector, Size,
    SourceSpec, SourceSpecKind, StrataRule,
};
pub use template::{Fill, template};
