//! 异议 to results that were made public, and their answers.

use serde_json::json;

use super::super::office::Office;
use super::super::refusal::Done;
use super::ground::Ground;
use super::publish::one_of;
use crate::domain::grammar::check_text;
use crate::domain::{Date, Digest, Result, Workdays};
use crate::draw::document::to_canonical;
use crate::results::{Answer, Limits, Objection, Outcome, State};
use crate::store::{attempts, results, workdays};
use crate::text;

/// What the log commits to: who objects, why, and since when.
///
/// # Errors
/// Only where a value has no canonical form.
pub(in crate::workflow) fn digest(one: &Objection) -> Result<Digest> {
    let value = json!({ "who": one.who, "reason": one.reason, "received": one.received.to_string() });
    Ok(Digest::of(&to_canonical(&value)?))
}

fn said(value: &str) -> Result<&str> {
    let value = value.trim();
    check_text(value)?;
    if value.is_empty() { Err(text!("results-objection-empty")) } else { Ok(value) }
}

/// Enters an objection to a result that is or was public. Who objects and why
/// stays in the office.
///
/// # Errors
/// `results-not-public`, `results-which`, `results-objection-empty`,
/// `results-future`.
pub fn object(
    office: &Office,
    plan: &str,
    (visit, department): (&str, Option<&str>),
    (who, reason): (&str, &str),
    received: Option<Date>,
) -> Done<Objection> {
    let (who, reason) = (said(who)?, said(reason)?);
    let ground = Ground::of(office, plan)?;
    let public = |state| matches!(state, State::Published | State::Superseded | State::Withdrawn);
    let row = one_of(&ground, visit, department, public)?
        .ok_or_else(|| text!("results-not-public", visit = visit.trim()))?;
    let now = office.now();
    let (today, received) = (now.date_naive(), received.unwrap_or(now.date_naive()));
    if received > today {
        return Err(text!("results-future", date = received, today = today).into());
    }
    let (serial, version) = (row.serial, row.result.version);
    let key = row.key();
    Ok(office.begin("object", plan, &[])?.commit(|tx| {
        let number = results::last_objection(tx)? + 1;
        let one = Objection {
            number,
            plan: plan.to_owned(),
            attempt: ground.attempt.attempt,
            visit: row.result.visit,
            department: row.result.department.clone(),
            version,
            who: who.to_owned(),
            reason: reason.to_owned(),
            received,
            by: office.by.clone(),
            at: now,
            answer: None,
        };
        let mut members = ground.entry(&key, false);
        members.insert("number", number.into());
        members.hide("objection", digest(&one)?.to_string());
        let entry = office.record_at(tx, &now, "object", members)?;
        results::add_objection(tx, serial, &one, entry)?;
        Ok(one)
    })?)
}

/// Answers an objection, once.
///
/// # Errors
/// `results-objection-unknown`, `results-objection-answered`,
/// `results-objection-empty`.
pub fn answer(office: &Office, number: u64, outcome: Outcome, words: &str) -> Done<Objection> {
    let words = said(words)?;
    let all = office.store.read(results::objections)?;
    let found = all.into_iter().find(|one| one.number == number);
    let mut one = found.ok_or_else(|| text!("results-objection-unknown", number = number))?;
    if let Some(before) = &one.answer {
        return Err(text!("results-objection-answered", number = number, at = before.at).into());
    }
    let attempts = office.store.read(|tx| attempts::of_plan(tx, &one.plan))?;
    let attempt = attempts.into_iter().find(|attempt| attempt.attempt == one.attempt);
    let attempt = attempt.ok_or_else(|| text!("attempt-none", plan = &one.plan))?;
    let ground = Ground::of_attempt(office, attempt)?;
    let key = (ground.attempt.serial, one.visit, one.department.clone(), one.version);
    let now = office.now();
    let answer = Answer { outcome, text: words.to_owned(), by: office.by.clone(), at: now };
    office.begin("answer", &one.plan, &[])?.commit(|tx| {
        let mut members = ground.entry(&key, false);
        members.insert("number", number.into());
        members.insert("outcome", outcome.slug().into());
        members.hide("answer", words);
        let entry = office.record_at(tx, &now, "answer", members)?;
        results::answer(tx, number, &answer, entry)
    })?;
    one.answer = Some(answer);
    Ok(one)
}

/// All objections with the last day for each answer, by number; those of one
/// plan only, or those unanswered only.
pub fn objections(office: &Office, plan: Option<&str>, open: bool) -> Done<Vec<(Objection, Date)>> {
    let (all, workdays, limits): (Vec<Objection>, Workdays, Limits) = office.store.read(|tx| {
        let limits = super::rules::read(results::rules(tx)?)?;
        Ok((results::objections(tx)?, workdays::known(tx)?, limits))
    })?;
    let wanted =
        |one: &Objection| plan.is_none_or(|plan| one.plan == plan) && !(open && one.answer.is_some());
    let all = all.into_iter().filter(wanted);
    Ok(all
        .map(|one| {
            let due = limits.answer_due(one.received, &workdays);
            (one, due)
        })
        .collect())
}
