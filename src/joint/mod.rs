//! 联合: many departments, one visit.
//!
//! Before the draw: [`Overlay`] lays the frames of several drafts over each
//! other, [`suggest()`] tells which drafts belong together and what it saves,
//! [`merge()`] makes the joint plan's text or tells every conflict. After it:
//! [`report::report`] holds what was drawn against visits apart and against the
//! floor, [`chart::svg`] draws it, [`alerts::alerts`] names the firms visited
//! too often.
//!
//! Everything here is pure: no files, no clock; numbers are integers, and the
//! decimals shown are exact to the last but the thousandth of a millionth
//! (see [`Amount`]).

pub mod alerts;
mod amount;
pub mod chart;
pub mod list;
mod merge;
mod overlay;
pub mod report;
mod rules;
mod similar;
pub mod simulate;
mod suggest;
mod write;

pub use amount::Amount;
pub use merge::{Choices, Conflict, DraftText, Merged, merge, same_part, without_department};
pub use overlay::{Figures, Overlay, OverlayPart, Placed, Rows as OverlayRows, place};
pub use rules::{Must, Rules, Thresholds};
pub use similar::{Similar, similar};
pub use suggest::{Draft, DraftLine, Proposal, Suggestion, suggest};
