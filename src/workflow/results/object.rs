//! 异议 to results that were made public, and their answers.

use std::collections::BTreeMap;

use serde_json::json;

use super::super::inbox;
use super::super::office::Office;
use super::super::refusal::Done;
use super::ground::{Ground, members};
use super::publish::one_of;
use crate::domain::grammar::check_text;
use crate::domain::{Date, Digest, Result, Workdays};
use crate::draw::document::to_canonical;
use crate::results::{Answer, BY_LETTER, Limits, Objection, Outcome, State};
use crate::store::results::LetterRow;
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

fn said(value: &str, missing: crate::domain::Text) -> Result<&str> {
    let value = value.trim();
    check_text(value)?;
    if value.is_empty() { Err(missing) } else { Ok(value) }
}

/// Enters an objection to a result that is or was public. Who objects and why
/// stays in the office.
///
/// # Errors
/// `results-not-public`, `results-which`, `results-objection-empty`,
/// `results-future`, `results-objection-early`.
pub fn object(
    office: &Office,
    plan: &str,
    of: (&str, Option<&str>),
    (who, reason): (&str, &str),
    received: Option<Date>,
) -> Done<Objection> {
    let missing = || text!("results-objection-empty");
    let (who, reason) = (said(who, missing())?, said(reason, missing())?);
    let today = office.now().date_naive();
    let received = received.unwrap_or(today);
    if received > today {
        return Err(text!("results-future", date = received, today = today).into());
    }
    enter(office, plan, of, (who, reason, received), None)
}

/// Enters the objection that a letter is. Who wrote and why stays in the inbox;
/// the answer is due as the letter's is, and answers both.
///
/// # Errors
/// `inbox-receipt`, `inbox-unknown`, `inbox-answered`, `inbox-is-objection`, and
/// those of [`object`].
pub fn object_letter(
    office: &Office,
    plan: &str,
    of: (&str, Option<&str>),
    receipt: &str,
) -> Done<Objection> {
    let letter = inbox::unanswered(office, receipt)?;
    let what = (BY_LETTER, BY_LETTER, letter.at.date_naive());
    let one = enter(office, plan, of, what, Some(letter.receipt.digest()))?;
    inbox::settle(office)?;
    Ok(one)
}

fn enter(
    office: &Office,
    plan: &str,
    (visit, department): (&str, Option<&str>),
    (who, reason, received): (&str, &str, Date),
    letter: Option<Digest>,
) -> Done<Objection> {
    let ground = Ground::of(office, plan)?;
    let public = |state| matches!(state, State::Published | State::Superseded | State::Withdrawn);
    let row = one_of(&ground, visit, department, public)?
        .ok_or_else(|| text!("results-not-public", visit = visit.trim()))?;
    // Of any version: people also object to what was corrected since.
    let first = (ground.versions(row.result.visit, &row.result.department))
        .filter_map(|version| version.result.published_at)
        .min()
        .map(|at| at.date_naive());
    if let Some(published) = first.filter(|first| received < *first) {
        return Err(text!("results-objection-early", received = received, published = published).into());
    }
    let now = office.now();
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
        if let Some(receipt) = letter {
            members.insert("letter", receipt.to_string().into());
        }
        let entry = office.record_at(tx, &now, "object", members)?;
        results::add_objection(tx, serial, &one, entry)?;
        if let Some(receipt) = letter {
            results::add_letter(
                tx,
                &LetterRow { entry, receipt, objection: Some(number), key: key.clone() },
            )?;
        }
        Ok(one)
    })?)
}

/// Answers an objection, once; and the letter that it came by.
///
/// # Errors
/// `results-objection-unknown`, `results-objection-answered`,
/// `results-answer-empty`, `inbox-letter-gone`.
pub fn answer(office: &Office, number: u64, outcome: Outcome, words: &str) -> Done<Objection> {
    let words = said(words, text!("results-answer-empty"))?;
    let (found, letter) = office
        .store
        .read(|tx| Ok((results::objection(tx, number)?, results::letter_of_objection(tx, number)?)))?;
    let mut one = found.ok_or_else(|| text!("results-objection-unknown", number = number))?;
    if let Some(before) = &one.answer {
        return Err(text!("results-objection-answered", number = number, at = before.at).into());
    }
    let attempts = office.store.read(|tx| attempts::of_plan(tx, &one.plan))?;
    let attempt = attempts.into_iter().find(|attempt| attempt.attempt == one.attempt);
    let attempt = attempt.ok_or_else(|| text!("attempt-none", plan = &one.plan))?;
    let key = (attempt.serial, one.visit, one.department.clone(), one.version);
    let mut kept = words;
    if let Some(letter) = &letter {
        inbox::prepare(office, &letter.receipt, told(outcome), words)?;
        kept = BY_LETTER;
    }
    let now = office.now();
    let answer = Answer { outcome, text: kept.to_owned(), by: office.by.clone(), at: now };
    office.begin("answer", &one.plan, &[])?.commit(|tx| {
        let mut members = members(&attempt, &key, false);
        members.insert("number", number.into());
        members.insert("outcome", outcome.slug().into());
        members.hide("answer", kept);
        let entry = office.record_at(tx, &now, "answer", members)?;
        results::answer(tx, number, &answer, entry)
    })?;
    if letter.is_some() {
        inbox::settle(office)?;
    }
    one.answer = Some(answer);
    Ok(one)
}

/// An objection's outcome as the letter's.
fn told(outcome: Outcome) -> crate::inbox::Outcome {
    match outcome {
        Outcome::Upheld => crate::inbox::Outcome::Upheld,
        Outcome::Partly => crate::inbox::Outcome::Partly,
        Outcome::Rejected => crate::inbox::Outcome::Rejected,
    }
}

/// All objections with the last day for each answer, by number; those of one
/// plan only, or those unanswered only. Of one that came by letter `who` holds
/// the letter's sender and receipt number.
pub fn objections(office: &Office, plan: Option<&str>, open: bool) -> Done<Vec<(Objection, Date)>> {
    let (all, workdays, limits): (Vec<Objection>, Workdays, Limits) = office.store.read(|tx| {
        let limits = super::rules::read(results::rules(tx)?)?;
        Ok((results::objections(tx)?, workdays::known(tx)?, limits))
    })?;
    let letters = office.store.read(results::letters)?;
    let senders = if letters.is_empty() { Default::default() } else { inbox::senders(office)? };
    let by: BTreeMap<u64, Digest> =
        letters.into_iter().filter_map(|row| Some((row.objection?, row.receipt))).collect();
    let wanted =
        |one: &Objection| plan.is_none_or(|plan| one.plan == plan) && !(open && one.answer.is_some());
    let all = all.into_iter().filter(wanted);
    Ok(all
        .map(|mut one| {
            let due = limits.answer_due(one.received, &workdays);
            if let Some((name, receipt)) = by.get(&one.number).and_then(|receipt| senders.get(receipt)) {
                one.who = format!("{}（{receipt}）", if name.is_empty() { BY_LETTER } else { name });
            }
            (one, due)
        })
        .collect())
}
