//! A plan's documents: `page` is its own, `draw` that of a draw with the bundles
//! it was handed out in, `visits` the visits with their results; `filed` lets the
//! bundles follow the log.

mod draw;
mod filed;
mod page;
mod visits;

pub(super) use filed::filed;
pub(super) use page::plan;

use crate::domain::{Instant, calendar};

/// A moment as documents write it; empty where there is none yet.
fn moment(at: Option<&Instant>) -> String {
    at.map(calendar::write_instant).unwrap_or_default()
}
