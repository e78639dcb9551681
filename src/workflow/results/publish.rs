//! 公示 of results, and 撤销.

use serde::Serialize;

use super::super::office::Office;
use super::super::refusal::Done;
use super::acts::{Chosen, Touched, choose, decide, flag};
use super::ground::Ground;
use crate::domain::Text;
use crate::results::{Act, State};
use crate::store::results::ResultRow;
use crate::text;

/// Results made public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Published {
    /// 计划编号.
    pub plan: String,
    /// Attempt.
    pub attempt: u64,
    /// The results.
    pub results: Vec<Touched>,
    /// How many of them after the last day allowed.
    pub late: u64,
    /// Major decisions left out, because 法制审核 has not passed them.
    pub legal: u64,
}

/// Makes reviewed results public: those of the visits named, or all that are
/// ready. The version public before is superseded.
///
/// # Errors
/// `results-needs-legal` (a major decision named that 法制审核 has not passed),
/// `results-not-now`, `results-none`, `results-not-drawn`.
pub fn publish(office: &Office, plan: &str, chosen: &Chosen) -> Done<Published> {
    let ground = Ground::of(office, plan)?;
    let ready = |row: &ResultRow| row.result.state.after(Act::Publish, row.result.major).is_some();
    let rows = choose(&ground, chosen, Act::Publish, ready)?;
    let legal = match chosen.visits.is_empty() {
        true => ground.latest().iter().filter(|row| awaits_legal(row)).count() as u64,
        false => 0,
    };
    let today = office.now().date_naive();
    let overdue = |row: &ResultRow| today > ground.limits.due(&row.result, &ground.workdays);
    let late = rows.iter().filter(|row| overdue(row)).count() as u64;
    let results = decide(office, &ground, ("publish-results", Act::Publish), &rows, "", |row, members| {
        members.insert("late", flag(overdue(row)));
    })?;
    // Letters that asked for a correction are answered by it. Whatever goes wrong
    // there, the results are public: who opens the inbox next is told, or it is mended.
    let _ = super::super::inbox::settle(office);
    Ok(Published { plan: plan.to_owned(), attempt: ground.attempt.attempt, results, late, legal })
}

/// A major decision that was accepted and not yet passed by 法制审核.
pub(super) fn awaits_legal(row: &ResultRow) -> bool {
    row.result.major && row.result.state == State::Accepted
}

/// Takes a public result off show; the notice stays in its place.
///
/// # Errors
/// `results-notice-missing`, `results-not-public`, `results-which`.
pub fn withdraw(
    office: &Office,
    plan: &str,
    visit: &str,
    department: Option<&str>,
    notice: &str,
) -> Done<Touched> {
    let notice = notice.trim();
    if notice.is_empty() {
        return Err(text!("results-notice-missing").into());
    }
    let ground = Ground::of(office, plan)?;
    let row = public(&ground, visit, department)?;
    let mut done = decide(office, &ground, ("withdraw", Act::Withdraw), &[row], notice, |_, members| {
        members.hide("notice", notice);
    })?;
    Ok(done.remove(0))
}

/// The public result of a visit: the department's, or the only one's.
pub(super) fn public<'g>(
    ground: &'g Ground,
    visit: &str,
    department: Option<&str>,
) -> crate::domain::Result<&'g ResultRow> {
    one_of(ground, visit, department, |state| state == State::Published)?
        .ok_or_else(|| not_public(ground, visit, department))
}

/// Why there is no public result to act on: it was withdrawn, or never was one.
fn not_public(ground: &Ground, visit: &str, department: Option<&str>) -> Text {
    match one_of(ground, visit, department, |state| state == State::Withdrawn) {
        Ok(Some(row)) => {
            let (visit, department) = (row.result.visit.to_string(), &row.result.department);
            text!("results-withdrawn-already", visit = visit, department = department)
        }
        _ => text!("results-not-public", visit = visit.trim()),
    }
}

/// The last version of a visit in such a state: the department's, or the only
/// one's.
pub(super) fn one_of<'g>(
    ground: &'g Ground,
    visit: &str,
    department: Option<&str>,
    wanted: impl Fn(State) -> bool,
) -> crate::domain::Result<Option<&'g ResultRow>> {
    let number = ground.find(visit)?.number;
    let mut found: Vec<&ResultRow> = Vec::new();
    for row in ground.rows.iter().filter(|row| {
        row.result.visit == number
            && department.is_none_or(|own| own == row.result.department)
            && wanted(row.result.state)
    }) {
        match found.iter_mut().find(|known| known.result.department == row.result.department) {
            Some(known) => *known = row,
            None => found.push(row),
        }
    }
    if found.len() > 1 {
        let all: Vec<&str> = found.iter().map(|row| row.result.department.as_str()).collect();
        return Err(text!("results-which", visit = number.to_string(), departments = all.join("、")));
    }
    Ok(found.pop())
}
