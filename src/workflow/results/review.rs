//! 审核, and 法制审核 of major decisions: never by who recorded.

use serde::Serialize;

use super::super::office::Office;
use super::super::refusal::Done;
use super::acts::{Chosen, Touched, choose, decide};
use super::ground::Ground;
use crate::results::{Act, State};
use crate::store::results::ResultRow;
use crate::text;

/// Which review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// 审核.
    Review,
    /// 法制审核, of what was accepted and is a major decision.
    Legal,
}

/// A review done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reviewed {
    /// 计划编号.
    pub plan: String,
    /// Attempt.
    pub attempt: u64,
    /// Which review.
    pub kind: Kind,
    /// Passed, or sent back.
    pub passed: bool,
    /// The results.
    pub results: Vec<Touched>,
    /// Left out of all that wait, because the reviewer recorded them.
    pub own: u64,
}

/// Accepts results or sends them back to who recorded them. Without visits named,
/// all that wait for it but those the reviewer recorded.
///
/// # Errors
/// `results-review-own`, `results-note-missing` (sent back without a reason),
/// `results-not-now`, `results-none`, `results-not-drawn`.
pub fn review(
    office: &Office,
    plan: &str,
    chosen: &Chosen,
    (kind, passed): (Kind, bool),
    note: &str,
) -> Done<Reviewed> {
    let note = note.trim();
    if !passed && note.is_empty() {
        return Err(text!("results-note-missing").into());
    }
    let ground = Ground::of(office, plan)?;
    let (name, act, waiting) = match (kind, passed) {
        (Kind::Review, true) => ("review", Act::Accept, State::Recorded),
        (Kind::Review, false) => ("review", Act::Return, State::Recorded),
        (Kind::Legal, true) => ("legal-review", Act::Clear, State::Accepted),
        (Kind::Legal, false) => ("legal-review", Act::Refuse, State::Accepted),
    };
    let waits = |row: &ResultRow| {
        row.result.state == waiting && row.result.state.after(act, row.result.major).is_some()
    };
    let mut rows = choose(&ground, chosen, act, waits)?;
    let own = rows.iter().filter(|row| row.result.recorded_by == office.by).count() as u64;
    if chosen.visits.is_empty() {
        rows.retain(|row| row.result.recorded_by != office.by);
    } else if let Some(row) = rows.iter().find(|row| row.result.recorded_by == office.by) {
        let (visit, department) = (row.result.visit.to_string(), &row.result.department);
        return Err(
            text!("results-review-own", by = &office.by, visit = visit, department = department).into()
        );
    }
    let results = decide(office, &ground, (name, act), &rows, note, |_, members| {
        members.insert("outcome", act.slug().into());
        members.hide("note", note);
    })?;
    Ok(Reviewed { plan: plan.to_owned(), attempt: ground.attempt.attempt, kind, passed, results, own })
}
