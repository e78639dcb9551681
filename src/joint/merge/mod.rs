//! Several drafts become one joint plan.
//!
//! The joint plan's text is made from the drafts' own words: each part stands
//! in it as its department wrote it, with the draft's plan-wide rules moved
//! into it and, as `draft`, the draft's number and digest, by which the
//! department head's approval of the draft is found again. [`same_part`] tells
//! whether a part is still what was approved.
//!
//! `make` goes the way: `alike` and `agree` say what stands in the way of it in
//! the drafts' words, `entities` what in their frames, `compose` writes the plan.

mod agree;
mod alike;
mod compose;
mod conflict;
mod entities;
mod make;

pub use compose::without_department;
pub use conflict::Conflict;
pub use make::{Choices, DraftText, Merged, merge, same_part};
