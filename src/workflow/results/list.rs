//! Results for whoever works in the office.

use serde::Serialize;

use super::super::office::Office;
use super::super::refusal::Done;
use super::ground::Ground;
use crate::domain::{Date, Text, calendar};
use crate::results::{State, VisitResult};
use crate::text;

/// A result with its deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What was recorded and where it stands.
    #[serde(flatten)]
    pub result: VisitResult,
    /// The last day to make it public in time; none once it is.
    pub due: Option<Date>,
    /// The log's entry.
    pub entry: u64,
}

/// Results of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// 计划编号.
    pub plan: String,
    /// Attempt.
    pub attempt: u64,
    /// What time it is here.
    pub at: String,
    /// The results, by visit, department, version.
    pub results: Vec<Line>,
}

/// A state's name for people.
pub fn state_text(state: State) -> Text {
    match state {
        State::Recorded => text!("results-state-recorded"),
        State::Returned => text!("results-state-returned"),
        State::Accepted => text!("results-state-accepted"),
        State::Cleared => text!("results-state-cleared"),
        State::Published => text!("results-state-published"),
        State::Superseded => text!("results-state-superseded"),
        State::Withdrawn => text!("results-state-withdrawn"),
    }
}

/// A plan's results: the last version of each, or every one; of one visit, in
/// one state.
///
/// # Errors
/// `results-plan-undrawn`, `results-not-drawn`.
pub fn list(
    office: &Office,
    plan: &str,
    visit: Option<&str>,
    state: Option<State>,
    all: bool,
) -> Done<Listed> {
    let ground = Ground::of(office, plan)?;
    let number = visit.map(|visit| ground.find(visit).map(|visit| visit.number)).transpose()?;
    let rows = if all || state.is_some() { ground.rows.iter().collect() } else { ground.latest() };
    let results = rows
        .into_iter()
        .filter(|row| number.is_none_or(|number| row.result.visit == number))
        .filter(|row| state.is_none_or(|state| row.result.state == state))
        .map(|row| Line {
            due: row.result.state.under_way().then(|| ground.limits.due(&row.result, &ground.workdays)),
            result: row.result.clone(),
            entry: row.entry,
        })
        .collect();
    Ok(Listed {
        plan: plan.to_owned(),
        attempt: ground.attempt.attempt,
        at: calendar::write_instant(&office.now()),
        results,
    })
}
