//! 更正: a further version of a result that was made public. It passes review
//! like the first, and takes its place once it is public itself.

use super::super::inbox;
use super::super::office::Office;
use super::super::refusal::Done;
use super::ground::Ground;
use super::publish::one_of;
use super::record::{One, Recorded, rows_of, take};
use crate::domain::grammar::check_text;
use crate::domain::{Digest, Progress};
use crate::results::State;
use crate::store::results;
use crate::text;

/// Records a correction: what `one` says is new, the rest stays as it was. `why`
/// is told to the public with it.
///
/// # Errors
/// `results-notice-missing`, `results-not-public`, `results-which`,
/// `results-second` where a correction is under way, and those of `record`.
pub fn correct(office: &Office, plan: &str, one: &One, why: &str, progress: &dyn Progress) -> Done<Recorded> {
    correct_with(office, plan, one, why, None, progress)
}

/// Records the correction that a letter asks for: once it is public, the letter
/// is answered with the reason told to the public.
///
/// # Errors
/// `inbox-receipt`, `inbox-unknown`, `inbox-answered`, `inbox-is-objection`, and
/// those of [`correct`].
pub fn correct_letter(
    office: &Office,
    plan: &str,
    one: &One,
    why: &str,
    receipt: &str,
    progress: &dyn Progress,
) -> Done<Recorded> {
    if one.dry_run {
        return correct(office, plan, one, why, progress);
    }
    let letter = inbox::unanswered(office, receipt)?;
    let done = correct_with(office, plan, one, why, Some(letter.receipt.digest()), progress)?;
    inbox::settle(office)?;
    Ok(done)
}

fn correct_with(
    office: &Office,
    plan: &str,
    one: &One,
    why: &str,
    letter: Option<Digest>,
    progress: &dyn Progress,
) -> Done<Recorded> {
    let why = why.trim();
    check_text(why)?;
    if why.is_empty() {
        return Err(text!("results-notice-missing").into());
    }
    let ground = Ground::of(office, plan)?;
    let public = |state: State| state.open_for_correction();
    let before = one_of(&ground, &one.visit, one.department.as_deref(), public)?
        .ok_or_else(|| text!("results-not-public", visit = one.visit.trim()))?;
    let mut one = one.clone();
    one.department = Some(before.result.department.clone());
    // A correction sent back is recorded again as a correction.
    let last = ground.versions(before.result.visit, &before.result.department).next_back();
    let before = last.filter(|last| last.result.state == State::Returned).unwrap_or(before);
    if office.store.read(|tx| results::erased(tx, &before.key()))? {
        let visit = before.result.visit.to_string();
        return Err(text!("results-erased", visit = visit, department = &before.result.department).into());
    }
    // So is the letter it answers.
    let returned = before.result.state == State::Returned;
    let earlier = office.store.read(|tx| results::letters_of_attempt(tx, ground.attempt.serial))?;
    let earlier =
        earlier.into_iter().rfind(|row| returned && row.objection.is_none() && row.key == before.key());
    let letter = letter.or(earlier.map(|row| row.receipt));
    let rows = rows_of(&ground, &one, Some(&before.result))?;
    take(office, &ground, (&one, Some((&before.result, why))), &rows, letter, progress)
}
