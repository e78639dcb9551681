//! Which results an act concerns, and doing it: one step, one entry each.

use serde::Serialize;
use serde_json::Value as Json;

use super::super::office::Office;
use super::super::refusal::Done;
use super::ground::Ground;
use super::list::state_text;
use super::publish::awaits_legal;
use crate::domain::grammar::check_text;
use crate::domain::{Result, Text};
use crate::results::{Act, State};
use crate::store::results::{self, ActRow, ResultRow};
use crate::text;

/// Results chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Numbers of visits, or codes of entities; none: all that wait for it.
    pub visits: Vec<String>,
    /// Only this department's.
    pub department: Option<String>,
}

/// A result that an act concerned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Touched {
    /// The visit.
    pub visit: u64,
    /// The department.
    pub department: String,
    /// The version.
    pub version: u64,
    /// Where it stands now.
    pub state: State,
    /// A major decision, which 法制审核 has to pass.
    pub major: bool,
}

/// What may not be done now.
fn not_now(row: &ResultRow, act: Act) -> Text {
    let result = &row.result;
    let (visit, department, version) = (result.visit.to_string(), &result.department, result.version);
    if act == Act::Publish && result.major && result.state == State::Accepted {
        return text!("results-needs-legal", visit = visit, department = department, version = version);
    }
    text!(
        "results-not-now",
        visit = visit,
        department = department,
        version = version,
        state = state_text(result.state),
        act = act_text(act)
    )
}

/// An act's name for people.
pub(super) fn act_text(act: Act) -> Text {
    match act {
        Act::Accept => text!("results-act-accept"),
        Act::Return => text!("results-act-return"),
        Act::Clear => text!("results-act-clear"),
        Act::Refuse => text!("results-act-refuse"),
        Act::Publish => text!("results-act-publish"),
        Act::Withdraw => text!("results-act-withdraw"),
    }
}

/// The results an act concerns: of visits named, every department's last
/// version that can have it, and at least one; of all, those that wait for it.
pub(super) fn choose<'g>(
    ground: &'g Ground,
    chosen: &Chosen,
    act: Act,
    waits: impl Fn(&ResultRow) -> bool,
) -> Result<Vec<&'g ResultRow>> {
    let own = |row: &&&ResultRow| chosen.department.as_ref().is_none_or(|one| *one == row.result.department);
    let latest = ground.latest();
    if chosen.visits.is_empty() {
        return Ok(latest.iter().filter(own).filter(|row| waits(row)).copied().collect());
    }
    let mut out: Vec<&ResultRow> = Vec::new();
    for wanted in &chosen.visits {
        let number = ground.find(wanted)?.number;
        let of_visit: Vec<&ResultRow> =
            latest.iter().filter(own).filter(|row| row.result.visit == number).copied().collect();
        // What waits for 法制审核 is the reason worth telling, if it is one.
        let legal = of_visit.iter().find(|row| act == Act::Publish && awaits_legal(row));
        let first = legal.or(of_visit.first());
        let first = first.ok_or_else(|| text!("results-none", visit = number.to_string()))?;
        let can = |row: &&&ResultRow| row.result.state.after(act, row.result.major).is_some();
        let able: Vec<&ResultRow> = of_visit.iter().filter(can).copied().collect();
        if able.is_empty() {
            return Err(not_now(first, act));
        }
        for row in able {
            if !out.iter().any(|known| known.entry == row.entry) {
                out.push(row);
            }
        }
    }
    Ok(out)
}

/// Does an act to results at once. `more` adds a row's own members to its entry.
pub(super) fn decide(
    office: &Office,
    ground: &Ground,
    (kind, act): (&'static str, Act),
    rows: &[&ResultRow],
    note: &str,
    own: impl Fn(&ResultRow, &mut crate::record::Details),
) -> Done<Vec<Touched>> {
    check_text(note)?;
    let mut touched = Vec::new();
    for row in rows {
        let result = &row.result;
        let state = result.state.after(act, result.major).ok_or_else(|| not_now(row, act))?;
        let (visit, department, version) = (result.visit, result.department.clone(), result.version);
        touched.push(Touched { visit, department, version, state, major: result.major });
    }
    if rows.is_empty() {
        return Ok(touched);
    }
    let now = office.now();
    office.begin(kind, &ground.attempt.plan, &[])?.commit(|tx| {
        let count = rows.len();
        let entries = rows
            .iter()
            .enumerate()
            .map(|(at, row)| {
                let mut members = ground.entry(&row.key(), at + 1 < count);
                own(row, &mut members);
                members
            })
            .collect();
        let first = office.record_all(tx, &now, kind, entries)?;
        let done: Vec<ActRow> = (first..)
            .zip(rows)
            .map(|(entry, row)| ActRow {
                entry,
                key: row.key(),
                act,
                by: office.by.clone(),
                note: note.to_owned(),
                at: now,
            })
            .collect();
        results::act_all(tx, &done)?;
        for (row, touched) in rows.iter().zip(&touched) {
            let public = (act == Act::Publish).then_some(&now);
            if let Some(before) = ground.public_before(row).filter(|_| act == Act::Publish) {
                results::set_state(tx, &before.key(), State::Superseded, None)?;
            }
            results::set_state(tx, &row.key(), touched.state, public)?;
        }
        Ok(())
    })?;
    Ok(touched)
}

/// A member's yes or no.
pub(super) fn flag(yes: bool) -> Json {
    Json::Bool(yes)
}
