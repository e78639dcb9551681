//! The log and the letters brought together: what came in since goes on record,
//! and what was cut off in between is finished or taken back.

use std::collections::BTreeMap;

use super::receive::Inbox;
use crate::domain::calendar::write_instant;
use crate::domain::{Digest, Result};
use crate::inbox::Outcome;
use crate::record::{Details, Entry};
use crate::store::inbox::{self, Answer, Handled, Kept};
use crate::store::results::LetterRow;
use crate::store::{entries, results};
use crate::workflow::office::{Office, details};
use crate::workflow::refusal::Done;

/// Entries of a kind by the digest of the receipt they are about.
pub(super) fn recorded(office: &Office, kind: &str) -> Result<BTreeMap<Digest, u64>> {
    let rows = office.store.read(|tx| entries::of_kind(tx, kind))?;
    rows.iter()
        .map(|row| {
            let entry = Entry::parse(row.body.as_bytes())?;
            Ok((entry.digest("receipt").unwrap_or(Digest([0; 32])), row.seq))
        })
        .collect()
}

/// Puts on record what came in since, and settles answers that were cut off;
/// how many messages were new.
pub fn settle(office: &Office) -> Done<u64> {
    if !office.paths.inbox().exists() {
        return Ok(0);
    }
    let inbox = Inbox::open(&office.paths)?;
    let open = |kept: &Kept| kept.entry.is_none() || kept.answer.as_ref().is_some_and(|a| a.entry.is_none());
    let all = inbox.store.read(inbox::list)?;
    let erased = recorded(office, "inbox-erase")?;
    let unfinished = |kept: &&Kept| kept.erased.is_none() && erased.contains_key(&kept.receipt.digest());
    for kept in all.iter().filter(unfinished) {
        forget(office, &inbox, kept)?;
    }
    let became = became(office)?;
    let linked = |kept: &Kept| became.get(&kept.receipt.digest());
    let (handled, waiting): (Vec<Kept>, Vec<Kept>) =
        (all.into_iter().filter(|kept| open(kept) || kept.answer.is_none() && linked(kept).is_some()))
            .partition(|kept| kept.entry.is_some() && linked(kept).is_some());
    for kept in &handled {
        if let Some(row) = linked(kept) {
            follow(office, &inbox, kept, row)?;
        }
    }
    if waiting.is_empty() {
        return Ok(0);
    }
    finish(office, &inbox, &waiting)?;
    put_on_record(office, &inbox, &waiting)
}

/// Answers cut off before they stood: given where the log has them, else gone.
fn finish(office: &Office, inbox: &Inbox, waiting: &[Kept]) -> Done<()> {
    let answered = recorded(office, "inbox-answer")?;
    for kept in waiting.iter().filter(|kept| kept.answer.as_ref().is_some_and(|a| a.entry.is_none())) {
        let entry = answered.get(&kept.receipt.digest()).copied();
        let answer = kept.answer.clone().filter(|_| entry.is_some()).map(|answer| Answer { entry, ..answer });
        inbox.store.write(|tx| inbox::set_answer(tx, &kept.receipt, answer.as_ref()))?;
    }
    Ok(())
}

/// What came in since, each with an entry of its own; how many were new.
fn put_on_record(office: &Office, inbox: &Inbox, waiting: &[Kept]) -> Done<u64> {
    let before = recorded(office, "inbox")?;
    let (known, new): (Vec<&Kept>, Vec<&Kept>) = (waiting.iter().filter(|kept| kept.entry.is_none()))
        .partition(|kept| before.contains_key(&kept.receipt.digest()));
    let mut numbers: Vec<(&Kept, u64)> =
        known.into_iter().filter_map(|kept| Some((kept, *before.get(&kept.receipt.digest())?))).collect();
    // One act each: every entry has a checkpoint of its own.
    for kept in &new {
        let entry =
            office.begin("inbox", "", &[])?.commit(|tx| office.record(tx, "inbox", received(kept)))?;
        numbers.push((kept, entry));
    }
    inbox
        .store
        .write(|tx| numbers.iter().try_for_each(|(kept, entry)| inbox::logged(tx, &kept.receipt, *entry)))?;
    Ok(new.len() as u64)
}

/// What the log says of a message: nothing that it says.
fn received(kept: &Kept) -> Details {
    details([
        ("receipt", kept.receipt.digest().to_string().into()),
        ("matter", kept.message.matter.slug().into()),
        ("received", write_instant(&kept.at).into()),
        ("due", kept.due.to_string().into()),
    ])
    .hiding("content", kept.content.to_string())
}

/// What letters became, by the digest of the receipt: the last that is known.
fn became(office: &Office) -> Result<BTreeMap<Digest, LetterRow>> {
    let rows = office.store.read(results::letters)?;
    Ok(rows.into_iter().map(|row| (row.receipt, row)).collect())
}

/// Brings a letter that became something else up to it: answered with the
/// objection, or once the correction is public.
fn follow(office: &Office, inbox: &Inbox, kept: &Kept, row: &LetterRow) -> Done<()> {
    let handled = Handled { objection: row.objection, entry: row.entry };
    if kept.handled != Some(handled) {
        inbox.store.write(|tx| inbox::set_handled(tx, &kept.receipt, handled))?;
    }
    let pending = kept.answer.as_ref().filter(|answer| answer.entry.is_none());
    match row.objection {
        Some(number) => {
            let objection = office.store.read(|tx| results::objection(tx, number))?;
            let answered = objection.is_some_and(|one| one.answer.is_some());
            match pending {
                // The objection's answer stands, the letter's was cut off before it did.
                Some(answer) if answered => give(office, inbox, kept, answer.clone())?,
                Some(_) => inbox.store.write(|tx| inbox::set_answer(tx, &kept.receipt, None))?,
                None => {}
            }
        }
        None => {
            // An answer of its own, cut off: it stands if the log has it.
            let given = recorded(office, "inbox-answer")?.get(&kept.receipt.digest()).copied();
            if let Some(answer) = pending {
                let answer = given.map(|entry| Answer { entry: Some(entry), ..answer.clone() });
                inbox.store.write(|tx| inbox::set_answer(tx, &kept.receipt, answer.as_ref()))?;
            }
            if given.is_some() {
                return Ok(());
            }
            let version = office.store.read(|tx| results::of_visit(tx, row.key.0, row.key.1))?;
            let version = version.into_iter().find(|one| one.key() == row.key).map(|one| one.result);
            if let Some(version) = version.filter(|version| version.published_at.is_some()) {
                let text = version.notice.unwrap_or_default();
                give(
                    office,
                    inbox,
                    kept,
                    Answer { outcome: Outcome::Upheld, text, at: office.now(), entry: None },
                )?;
            }
        }
    }
    Ok(())
}

/// Puts an answer on record, and then on show for whoever wrote. One that came
/// on record before is not given twice.
pub(super) fn give(office: &Office, inbox: &Inbox, kept: &Kept, answer: Answer) -> Done<()> {
    let entry = match recorded(office, "inbox-answer")?.get(&kept.receipt.digest()) {
        Some(entry) => *entry,
        None => {
            inbox.store.write(|tx| inbox::set_answer(tx, &kept.receipt, Some(&answer)))?;
            office.begin("inbox-answer", "", &[])?.commit(|tx| {
                let members = details([
                    ("receipt", kept.receipt.digest().to_string().into()),
                    ("outcome", answer.outcome.slug().into()),
                ]);
                let words = Digest::of(answer.text.as_bytes()).to_string();
                office.record(tx, "inbox-answer", members.hiding("answer", words))
            })?
        }
    };
    let answer = Answer { entry: Some(entry), ..answer };
    Ok(inbox.store.write(|tx| inbox::set_answer(tx, &kept.receipt, Some(&answer)))?)
}

/// Erases what a message says, once that is on record.
pub(super) fn forget(office: &Office, inbox: &Inbox, kept: &Kept) -> Result<()> {
    inbox.store.write(|tx| inbox::erase(tx, &kept.receipt, &office.now()))?;
    // What was erased must not linger in the file.
    inbox.store.compact()
}
