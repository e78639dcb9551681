//! Letters that become objections or corrections: what `results` needs of them.

use std::collections::BTreeMap;

use super::receive::Inbox;
use super::settle::settle;
use crate::domain::{Digest, Result};
use crate::inbox::Outcome;
use crate::store::inbox::{self, Answer, Kept};
use crate::text;
use crate::workflow::office::Office;
use crate::workflow::refusal::Done;

/// A letter that waits for an answer, to become an objection or a correction.
///
/// # Errors
/// `inbox-receipt`, `inbox-unknown`, `inbox-answered`, `inbox-is-objection`.
pub(in crate::workflow) fn unanswered(office: &Office, receipt: &str) -> Done<Kept> {
    settle(office)?;
    let kept = Inbox::open(&office.paths)?.get(receipt)?;
    if let Some(given) = &kept.answer {
        return Err(text!("inbox-answered", receipt = kept.receipt.to_string(), at = given.at).into());
    }
    if let Some(number) = kept.handled.and_then(|handled| handled.objection) {
        return Err(text!("inbox-is-objection", receipt = kept.receipt.to_string(), number = number).into());
    }
    Ok(kept)
}

/// Writes down what a letter is answered, before the objection it became is; from
/// there on [`settle()`] gives it.
///
/// # Errors
/// `inbox-letter-gone` where the letter is not there.
pub(in crate::workflow) fn prepare(
    office: &Office,
    receipt: &Digest,
    outcome: Outcome,
    words: &str,
) -> Done<()> {
    let inbox = Inbox::open(&office.paths)?;
    let kept = inbox.store.read(inbox::list)?.into_iter().find(|kept| kept.receipt.digest() == *receipt);
    let kept = kept.ok_or_else(|| text!("inbox-letter-gone"))?;
    let answer = Answer { outcome, text: words.to_owned(), at: office.now(), entry: None };
    Ok(inbox.store.write(|tx| inbox::set_answer(tx, &kept.receipt, Some(&answer)))?)
}

/// Who wrote letters, and their receipt numbers, by the digest of these.
pub(in crate::workflow) fn senders(office: &Office) -> Result<BTreeMap<Digest, (String, String)>> {
    if !office.paths.inbox().exists() {
        return Ok(BTreeMap::new());
    }
    let all = Inbox::open(&office.paths)?.store.read(inbox::list)?;
    Ok(all
        .into_iter()
        .map(|kept| (kept.receipt.digest(), (kept.message.name, kept.receipt.to_string())))
        .collect())
}
