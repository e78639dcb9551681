//! Results for whoever works in the office.

use std::collections::BTreeSet;

use serde::Serialize;

use super::super::office::Office;
use super::super::refusal::Done;
use super::ground::Ground;
use crate::domain::{Date, Text, calendar};
use crate::results::{State, VisitResult};
use crate::store::results::{self, Key, ResultRow};
use crate::text;

/// A result with its deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What was recorded and where it stands.
    #[serde(flatten)]
    pub result: VisitResult,
    /// The last day to make it public in time, or what takes its place; none
    /// once that is done.
    pub due: Option<Date>,
    /// The log's entry.
    pub entry: u64,
    /// Its personal data were erased.
    pub erased: bool,
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

/// Where a version stands, for people: a major decision that was accepted still
/// waits for 法制审核.
pub fn stands(result: &VisitResult) -> Text {
    match (result.state, result.major) {
        (State::Accepted, true) => text!("results-state-legal"),
        (state, _) => state_text(state),
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
    let gone = office.store.read(|tx| results::erasures(tx, ground.attempt.serial))?;
    let gone: BTreeSet<Key> = gone.into_iter().map(|one| one.key).collect();
    let last = |row: &ResultRow| {
        let versions = ground.versions(row.result.visit, &row.result.department);
        versions.last().is_some_and(|last| last.entry == row.entry)
    };
    let results = rows
        .into_iter()
        .filter(|row| number.is_none_or(|number| row.result.visit == number))
        .filter(|row| state.is_none_or(|state| row.result.state == state))
        .map(|row| Line {
            due: (row.result.state.under_way() || row.result.state == State::Returned && last(row))
                .then(|| ground.limits.due(&row.result, &ground.workdays)),
            erased: gone.contains(&row.key()),
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
