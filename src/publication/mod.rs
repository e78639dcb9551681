//! 公示: the evidence bundle (protocol §6). `frozen` reads what was fixed,
//! `outcome` computes what the draw decides, `tables` writes it down in its
//! canonical bytes, `bundle` puts the folder together.

pub mod bundle;
pub mod frozen;
pub mod outcome;
pub mod public;
pub mod tables;

pub use frozen::FrozenFrame;
pub use outcome::{Outcome, outcome};
pub use tables::Opening;
