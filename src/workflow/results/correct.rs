//! 更正: a further version of a result that was made public. It passes review
//! like the first, and takes its place once it is public itself.

use super::super::office::Office;
use super::super::refusal::Done;
use super::ground::Ground;
use super::publish::one_of;
use super::record::{One, Recorded, rows_of, take};
use crate::domain::Progress;
use crate::domain::grammar::check_text;
use crate::results::State;
use crate::text;

/// Records a correction: what `one` says is new, the rest stays as it was. `why`
/// is told to the public with it.
///
/// # Errors
/// `results-notice-missing`, `results-not-public`, `results-which`,
/// `results-second` where a correction is under way, and those of `record`.
pub fn correct(office: &Office, plan: &str, one: &One, why: &str, progress: &dyn Progress) -> Done<Recorded> {
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
    let rows = rows_of(&ground, &one, Some(&before.result))?;
    take(office, &ground, (&one, Some((&before.result, why))), &rows, progress)
}
