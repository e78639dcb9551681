//! What the office does with its letters: reads, answers and erases them.

use super::receive::{Deadlines, Inbox, Received};
use super::settle::{forget, give, settle};
use super::standing::Letter;
use crate::domain::{Result, Text};
use crate::inbox::{Message, Outcome};
use crate::store::inbox::{self, Answer, Kept};
use crate::store::workdays;
use crate::text;
use crate::workflow::office::{Office, details};
use crate::workflow::refusal::Done;

/// What came in, the most urgent first; `all`: answered ones as well, at the end.
pub fn list(office: &Office, all: bool) -> Done<Vec<Letter>> {
    settle(office)?;
    if !office.paths.inbox().exists() {
        return Ok(Vec::new());
    }
    let workdays = office.store.read(workdays::known)?;
    let today = office.now().date_naive();
    let kept = Inbox::open(&office.paths)?.store.read(inbox::list)?;
    let mut out: Vec<Letter> = kept.iter().map(|kept| Letter::of(kept, &workdays, today)).collect();
    out.retain(|letter| all || letter.left.is_some());
    out.sort_by_key(|letter| {
        (letter.left.is_none(), letter.standing.due.clone(), letter.standing.at.clone())
    });
    Ok(out)
}

/// One message.
///
/// # Errors
/// `inbox-receipt`, `inbox-unknown`.
pub fn show(office: &Office, receipt: &str) -> Done<Letter> {
    settle(office)?;
    let kept = Inbox::open(&office.paths)?.get(receipt)?;
    let workdays = office.store.read(workdays::known)?;
    Ok(Letter::of(&kept, &workdays, office.now().date_naive()))
}

/// Takes in what came by letter, telephone or in person.
pub fn enter(office: &Office, message: Message) -> Done<Received> {
    let deadlines = Deadlines::of(office)?;
    let received =
        Inbox::open(&office.paths)?.receive(message, &office.now(), &deadlines, &office.nonce()?)?;
    settle(office)?;
    Ok(received)
}

/// Answers a message, once.
///
/// # Errors
/// `inbox-receipt`, `inbox-unknown`, `inbox-answered`, `inbox-answer-empty`; of a
/// letter that became an objection, which is answered with it,
/// `inbox-objection-outcome` for what cannot come of one.
pub fn answer(office: &Office, receipt: &str, outcome: Outcome, words: &str) -> Done<Letter> {
    settle(office)?;
    let inbox = Inbox::open(&office.paths)?;
    let kept = inbox.get(receipt)?;
    let words = words.trim();
    if words.is_empty() {
        return Err(text!("inbox-answer-empty").into());
    }
    if let Some(given) = &kept.answer {
        return Err(text!("inbox-answered", receipt = kept.receipt.to_string(), at = given.at).into());
    }
    match kept.handled.and_then(|handled| handled.objection) {
        Some(number) => {
            let outcome = crate::results::Outcome::parse(outcome.slug())
                .ok_or_else(|| text!("inbox-objection-outcome", number = number))?;
            crate::workflow::results::answer(office, number, outcome, words)?;
        }
        None => {
            let answer = Answer { outcome, text: words.to_owned(), at: office.now(), entry: None };
            give(office, &inbox, &kept, answer)?;
        }
    }
    show(office, receipt)
}

/// Erases what an answered message says; that it was there and answered stays.
///
/// # Errors
/// `inbox-receipt`, `inbox-unknown`, `inbox-unanswered`.
pub fn erase(office: &Office, receipt: &str) -> Done<Letter> {
    settle(office)?;
    let inbox = Inbox::open(&office.paths)?;
    let kept = inbox.get(receipt)?;
    if kept.answer.as_ref().is_none_or(|answer| answer.entry.is_none()) {
        return Err(text!("inbox-unanswered", receipt = kept.receipt.to_string()).into());
    }
    if kept.erased.is_none() {
        office.begin("inbox-erase", "", &[])?.commit(|tx| {
            let members = details([("receipt", kept.receipt.digest().to_string().into())]);
            office.record(tx, "inbox-erase", members).map(drop)
        })?;
        forget(office, &inbox, &kept)?;
    }
    show(office, receipt)
}

/// For `status`: what waits for an answer, and what is late.
pub fn awaits(office: &Office) -> Result<Vec<Text>> {
    if !office.paths.inbox().exists() {
        return Ok(Vec::new());
    }
    let today = office.now().date_naive();
    let kept = Inbox::open(&office.paths)?.store.read(inbox::list)?;
    let open: Vec<&Kept> = kept.iter().filter(|kept| kept.answer.is_none()).collect();
    let late = open.iter().filter(|kept| kept.due < today).count();
    let mut out = Vec::new();
    if late > 0 {
        out.push(text!("inbox-late", count = late));
    }
    if let Some(next) = open.iter().filter(|kept| kept.due >= today).map(|kept| kept.due).min() {
        out.push(text!("inbox-awaits", count = open.len() - late, due = next));
    }
    Ok(out)
}
