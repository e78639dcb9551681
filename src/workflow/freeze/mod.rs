//! 冻结: everything the draw depends on is fixed before its seed can be known.
//!
//! `act` goes the way; `before` is what stood before this attempt, `pledges` the
//! commitments it is drawn by, `inputs` the files the draw reads, `members` what
//! the office adds to plan.json.

mod act;
mod before;
mod inputs;
mod members;
mod pledges;

pub use act::{Frozen, PartFrozen, freeze};
