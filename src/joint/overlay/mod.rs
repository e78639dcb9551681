//! Frames of several drafts laid over each other.
//!
//! An entity matters only by the strata it stands in, so entities of the same
//! strata are counted together: a *kind* is a sorted list of strata with the
//! number of entities that stand in exactly these. Two million entities of 400
//! frames come down to some thousand kinds, and every expectation is a sum
//! over kinds.
//!
//! `rows` is what is laid, `lay` lays it, `kinds` counts alike entities together,
//! `chance` compares exactly how likely strata draw, `figures` sums up.

mod chance;
mod figures;
mod kinds;
mod lay;
mod rows;

pub use figures::Figures;
pub(super) use lay::Layer;
pub use lay::Overlay;
pub use rows::{OverlayPart, Placed, Rows, place};
