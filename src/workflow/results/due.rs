//! What is due and what is late, for `status`: counted, not read, so that plans
//! long done cost next to nothing.

use super::super::amend::standing;
use super::super::files;
use super::super::office::Office;
use crate::domain::csv::{split_line, split_list};
use crate::domain::{Date, Digest, Result, Text};
use crate::draw::PlanDocument;
use crate::results::State;
use crate::store::attempts::{self, Attempt};
use crate::store::results::{self, Waiting};
use crate::store::{amendments, workdays};
use crate::text;

/// What of a drawn attempt's results awaits somebody, and what is wrong.
#[derive(Debug, Default)]
pub struct Due {
    /// Due.
    pub awaits: Vec<Text>,
    /// Late.
    pub wrong: Vec<Text>,
}

/// Looks at an attempt: results waiting for review, 法制审核, publication; sent
/// back and not recorded again; objections; visits past the window without a
/// result.
pub fn due(office: &Office, attempt: &Attempt) -> Result<Due> {
    let today = office.now().date_naive();
    let (waiting, mut objections, letters) = office.store.read(|tx| {
        Ok((
            results::waiting(tx, attempt.serial)?,
            results::objections_of_attempt(tx, attempt.serial)?,
            results::letters_of_attempt(tx, attempt.serial)?,
        ))
    })?;
    // What came by letter is due as the letter is, and counted there.
    objections
        .retain(|one| one.answer.is_none() && letters.iter().all(|row| row.objection != Some(one.number)));
    let mut out = Due::default();
    let plan = &attempt.plan;
    let document = attempt.plan_document()?;
    let last = document.window[1];
    if today > last {
        let missing = missing(office, attempt, &document)?;
        if missing > 0 {
            out.wrong.push(text!("status-results-missing", plan = plan, count = missing, last = last));
        }
    }
    if waiting.is_empty() && objections.is_empty() {
        return Ok(out);
    }
    let limits = super::rules::limits(office)?;
    let workdays = office.store.read(workdays::known)?;
    let mut late = 0;
    // How many, and the first day one of them is due.
    let mut first = |wanted: &dyn Fn(&Waiting) -> bool| {
        let due = |one: &Waiting| {
            limits.due_from((&one.department, one.decision), (one.decided, one.corrected), &workdays)
        };
        let dues: Vec<Date> = waiting.iter().filter(|one| wanted(one)).map(due).collect();
        late += dues.iter().filter(|due| **due < today).count();
        dues.iter().min().map(|first| (dues.len(), *first))
    };
    if let Some((count, due)) = first(&|one| one.state == State::Recorded) {
        out.awaits.push(text!("status-results-review", plan = plan, count = count, due = due));
    }
    if let Some((count, due)) = first(&|one| one.state == State::Returned) {
        out.awaits.push(text!("status-results-returned", plan = plan, count = count, due = due));
    }
    if let Some((count, due)) = first(&|one| one.state == State::Accepted && one.major) {
        out.awaits.push(text!("status-results-legal", plan = plan, count = count, due = due));
    }
    let ready = |one: &Waiting| one.state == State::Cleared || one.state == State::Accepted && !one.major;
    if let Some((count, due)) = first(&ready) {
        out.awaits.push(text!("status-results-publish", plan = plan, count = count, due = due));
    }
    if late > 0 {
        out.wrong.push(text!("status-results-late", plan = plan, count = late));
    }
    let open: Vec<Date> = objections.iter().map(|one| limits.answer_due(one.received, &workdays)).collect();
    if let Some(first) = open.iter().min() {
        out.awaits.push(text!("status-results-objections", plan = plan, count = open.len(), due = *first));
        let late = open.iter().filter(|due| **due < today).count();
        if late > 0 {
            out.wrong.push(text!("status-results-objections-late", plan = plan, count = late));
        }
    }
    Ok(out)
}

/// Departments' parts of visits that stand and have no result.
fn missing(office: &Office, attempt: &Attempt, document: &PlanDocument) -> Result<u64> {
    let amended = office.store.read(|tx| amendments::list(tx, attempt.serial))?;
    if amended.iter().any(|row| row.kind == "substitute") {
        let told = office.store.read(|tx| results::told(tx, attempt.serial))?;
        let visits = standing(office, attempt, &amended).map_err(|refusal| refusal.text)?;
        let parts = (1u64..).zip(visits).filter(|(_, visit)| !visit.given_up).flat_map(|(number, visit)| {
            departments(document, visit.parts.into_iter())
                .into_iter()
                .map(move |own| (number, own.to_owned()))
        });
        return Ok(parts.filter(|part| !told.contains(part)).count() as u64);
    }
    // Every visit stands as it was drawn, and results are of these alone.
    let (told, recorded) = office
        .store
        .read(|tx| Ok((results::told_count(tx, attempt.serial)?, attempts::files(tx, attempt.serial)?)))?;
    const VISITS: &str = "visits.csv";
    let bytes = files::read(&office.paths.attempts().join(attempt.folder()).join(VISITS))?;
    let damaged = || text!("drawn-damaged", file = VISITS);
    if !recorded.iter().any(|file| file.name == VISITS && file.sha256 == Digest::of(&bytes)) {
        return Err(damaged());
    }
    let mut due = 0;
    for line in std::str::from_utf8(&bytes).map_err(|_| damaged())?.lines().skip(1) {
        let [_, _, _, parts] = split_line(line)?;
        let parts = split_list(&parts).filter_map(|part| document.part(part).map(|(at, _)| at));
        due += departments(document, parts).len() as u64;
    }
    Ok(due.saturating_sub(told))
}

/// The departments of parts, each once.
fn departments(document: &PlanDocument, parts: impl Iterator<Item = usize>) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for part in parts.filter_map(|part| document.parts.get(part)) {
        if !out.contains(&part.department.as_str()) {
            out.push(&part.department);
        }
    }
    out
}
