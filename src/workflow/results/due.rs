//! What is due and what is late, for `status`.

use std::collections::BTreeSet;

use super::super::office::Office;
use super::ground::Ground;
use super::publish::awaits_legal;
use crate::domain::{Date, Result, Text};
use crate::results::State;
use crate::store::attempts::Attempt;
use crate::store::results::{self, ResultRow};
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
    let (counts, mut objections, letters) = office.store.read(|tx| {
        Ok((
            results::counts(tx, attempt.serial)?,
            results::objections_of_attempt(tx, attempt.serial)?,
            results::letters_of_attempt(tx, attempt.serial)?,
        ))
    })?;
    // What came by letter is due as the letter is, and counted there.
    objections.retain(|one| letters.iter().all(|row| row.objection != Some(one.number)));
    let mut out = Due::default();
    let plan = &attempt.plan;
    let over = today > attempt.plan_document()?.window[1];
    // A plan that is under way and has nothing to wait for costs nothing.
    let waiting = counts.keys().any(|state| state.under_way() || *state == State::Returned);
    let open = objections.iter().any(|one| one.answer.is_none());
    if !waiting && !open && !over {
        return Ok(out);
    }
    let ground = Ground::of_attempt(office, attempt.clone())?;
    let latest = ground.latest();
    let by = |rows: &[&&ResultRow]| {
        let dues = rows.iter().map(|row| ground.limits.due(&row.result, &ground.workdays));
        let dues: Vec<Date> = dues.collect();
        let late = dues.iter().filter(|due| **due < today).count();
        (dues.iter().min().copied().unwrap_or(today), late)
    };
    let of = |wanted: &dyn Fn(&ResultRow) -> bool| -> Vec<&&ResultRow> {
        latest.iter().filter(|row| wanted(row)).collect()
    };
    let recorded = of(&|row| row.result.state == State::Recorded);
    let returned = of(&|row| row.result.state == State::Returned);
    let legal = of(&awaits_legal);
    let ready = of(&|row| {
        row.result.state == State::Cleared || row.result.state == State::Accepted && !row.result.major
    });
    let mut late = 0;
    if !recorded.is_empty() {
        let (due, over) = by(&recorded);
        late += over;
        out.awaits.push(text!("status-results-review", plan = plan, count = recorded.len(), due = due));
    }
    if !returned.is_empty() {
        let (due, over) = by(&returned);
        late += over;
        out.awaits.push(text!("status-results-returned", plan = plan, count = returned.len(), due = due));
    }
    if !legal.is_empty() {
        let (due, over) = by(&legal);
        late += over;
        out.awaits.push(text!("status-results-legal", plan = plan, count = legal.len(), due = due));
    }
    if !ready.is_empty() {
        let (due, over) = by(&ready);
        late += over;
        out.awaits.push(text!("status-results-publish", plan = plan, count = ready.len(), due = due));
    }
    if late > 0 {
        out.wrong.push(text!("status-results-late", plan = plan, count = late));
    }
    let open: Vec<Date> = (objections.iter().filter(|one| one.answer.is_none()))
        .map(|one| ground.limits.answer_due(one.received, &ground.workdays))
        .collect();
    if let Some(first) = open.iter().min() {
        out.awaits.push(text!("status-results-objections", plan = plan, count = open.len(), due = *first));
        let late = open.iter().filter(|due| **due < today).count();
        if late > 0 {
            out.wrong.push(text!("status-results-objections-late", plan = plan, count = late));
        }
    }
    if over {
        let told: BTreeSet<(u64, &str)> =
            latest.iter().map(|row| (row.result.visit, row.result.department.as_str())).collect();
        let missing = (ground.visits.iter().filter(|visit| !visit.given_up))
            .flat_map(|visit| {
                let number = visit.number;
                visit.departments(&ground.document).into_iter().map(move |(name, _)| (number, name))
            })
            .filter(|part| !told.contains(part))
            .count();
        if missing > 0 {
            let last = ground.document.window[1];
            out.wrong.push(text!("status-results-missing", plan = plan, count = missing, last = last));
        }
    }
    Ok(out)
}
