//! 来信: taken in at any time, also while another process holds the office; put
//! on record, answered and erased by the office.
//!
//! A message counts as received once it stands in `inbox.db`: its receipt is
//! given then. The next time the office is open its commitment goes on record
//! ([`settle`]), so that it cannot be made away with afterwards. An answer is
//! written down first and given once its entry stands; an answer cut off in
//! between is settled the same way.

use std::collections::BTreeMap;

use chrono::FixedOffset;
use serde::Serialize;

use super::office::{Office, Paths, details};
use super::refusal::Done;
use crate::domain::calendar::write_instant;
use crate::domain::{Date, Digest, Instant, Result, Text, Workdays};
use crate::inbox::{Matter, Message, Outcome, Receipt};
use crate::results::Limits;
use crate::store::inbox::{self, Answer, Handled, Kept};
use crate::store::results::LetterRow;
use crate::store::{Store, entries, results, workdays};
use crate::text;

/// Most messages taken in on one day, from everybody: a flood must not fill the
/// disk, nor bury what is earnest.
pub const DAILY: u64 = 2000;

/// The open inbox.
#[derive(Debug)]
pub struct Inbox {
    store: Store,
}

/// What answers are due by: the office's own limits, its working days, its time.
#[derive(Debug, Clone)]
pub struct Deadlines {
    /// The office's offset: by it a message came in on one day or the next. None:
    /// not known yet, the machine's own.
    pub offset: Option<FixedOffset>,
    /// The limits in force.
    pub limits: Limits,
    /// Working days.
    pub workdays: Workdays,
}

impl Default for Deadlines {
    /// The national limits and the official notices.
    fn default() -> Self {
        Self { offset: None, limits: Limits::default(), workdays: Workdays::official() }
    }
}

impl Deadlines {
    /// An office's.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn of(office: &Office) -> Result<Self> {
        Ok(Self {
            offset: Some(*office.now().offset()),
            limits: super::results::limits(office)?,
            workdays: office.store.read(workdays::known)?,
        })
    }
}

/// What the sender is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Received {
    /// The number to follow it by.
    pub receipt: String,
    /// Last day for the answer.
    pub due: String,
}

/// Where a message stands, as its sender sees it: nothing of what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The receipt number.
    pub receipt: String,
    /// What it is.
    pub matter: Matter,
    /// When it came in.
    pub at: String,
    /// Last day for the answer.
    pub due: String,
    /// The log's entry that records it; none yet.
    pub entry: Option<u64>,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// The answer.
    pub answer: Option<String>,
    /// When it was answered.
    pub answered_at: Option<String>,
    /// The log's entry of the answer.
    pub answer_entry: Option<u64>,
    /// Its content was erased.
    pub erased: bool,
    /// It became an objection, or led to a correction, that is being dealt with.
    pub handled: Option<Handled>,
}

/// A message as the office sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// Where it stands.
    #[serde(flatten)]
    pub standing: Standing,
    /// What it says.
    pub message: Message,
    /// Working days left; negative once late. None: answered.
    pub left: Option<i64>,
}

impl Inbox {
    /// Opens an office's inbox; needs no lock.
    pub fn open(paths: &Paths) -> Result<Self> {
        Ok(Self { store: inbox::open(&paths.inbox())? })
    }

    /// Takes a message in; its answer is due by `deadlines`.
    ///
    /// # Errors
    /// Each fault of [`Message::checked`]; `inbox-full` after [`DAILY`] on a day.
    pub fn receive(
        &self,
        message: Message,
        now: &Instant,
        deadlines: &Deadlines,
        random: &Digest,
    ) -> Done<Received> {
        let message = message
            .checked()
            .map_err(|faults| super::Refusal { text: text!("inbox-faults", count = faults.len()), faults })?;
        let (receipt, content) = (Receipt::new(random), message.digest()?);
        let now = &deadlines.offset.map_or(*now, |offset| now.with_timezone(&offset));
        let due = deadlines.limits.answer_due(now.date_naive(), &deadlines.workdays);
        let kept = Kept {
            receipt,
            message,
            at: *now,
            due,
            content,
            entry: None,
            answer: None,
            erased: None,
            handled: None,
        };
        self.store.write(|tx| {
            let morning = *now - chrono::Duration::hours(24);
            if inbox::since(tx, &morning)? >= DAILY {
                return Err(text!("inbox-full"));
            }
            inbox::put(tx, &kept)
        })?;
        Ok(Received { receipt: kept.receipt.to_string(), due: due.to_string() })
    }

    /// Where a message stands.
    ///
    /// # Errors
    /// `inbox-receipt`, `inbox-unknown`.
    pub fn standing(&self, receipt: &str) -> Done<Standing> {
        Ok(standing(&self.get(receipt)?))
    }

    fn get(&self, receipt: &str) -> Done<Kept> {
        let receipt = Receipt::parse(receipt)?;
        let found = self.store.read(|tx| inbox::get(tx, &receipt))?;
        Ok(found.ok_or_else(|| text!("inbox-unknown", receipt = receipt.to_string()))?)
    }
}

fn standing(kept: &Kept) -> Standing {
    let answer = kept.answer.as_ref().filter(|answer| answer.entry.is_some());
    Standing {
        receipt: kept.receipt.to_string(),
        matter: kept.message.matter,
        at: write_instant(&kept.at),
        due: kept.due.to_string(),
        entry: kept.entry,
        outcome: answer.map(|answer| answer.outcome),
        answer: answer.map(|answer| answer.text.clone()),
        answered_at: answer.map(|answer| write_instant(&answer.at)),
        answer_entry: answer.and_then(|answer| answer.entry),
        erased: kept.erased.is_some(),
        handled: kept.handled,
    }
}

/// Entries of a kind by the digest of the receipt they are about.
fn recorded(office: &Office, kind: &str) -> Result<BTreeMap<Digest, u64>> {
    let rows = office.store.read(|tx| entries::of_kind(tx, kind))?;
    rows.iter()
        .map(|row| {
            let entry = crate::record::Entry::parse(row.body.as_bytes())?;
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
    let answered = recorded(office, "inbox-answer")?;
    for kept in waiting.iter().filter(|kept| kept.answer.as_ref().is_some_and(|a| a.entry.is_none())) {
        let entry = answered.get(&kept.receipt.digest()).copied();
        let answer = kept.answer.clone().filter(|_| entry.is_some()).map(|answer| Answer { entry, ..answer });
        inbox.store.write(|tx| inbox::set_answer(tx, &kept.receipt, answer.as_ref()))?;
    }
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
fn give(office: &Office, inbox: &Inbox, kept: &Kept, answer: Answer) -> Done<()> {
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

/// A letter that waits for an answer, to become an objection or a correction.
///
/// # Errors
/// `inbox-receipt`, `inbox-unknown`, `inbox-answered`, `inbox-is-objection`.
pub(super) fn unanswered(office: &Office, receipt: &str) -> Done<Kept> {
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
/// there on [`settle`] gives it.
///
/// # Errors
/// `inbox-letter-gone` where the letter is not there.
pub(super) fn prepare(office: &Office, receipt: &Digest, outcome: Outcome, words: &str) -> Done<()> {
    let inbox = Inbox::open(&office.paths)?;
    let kept = inbox.store.read(inbox::list)?.into_iter().find(|kept| kept.receipt.digest() == *receipt);
    let kept = kept.ok_or_else(|| text!("inbox-letter-gone"))?;
    let answer = Answer { outcome, text: words.to_owned(), at: office.now(), entry: None };
    Ok(inbox.store.write(|tx| inbox::set_answer(tx, &kept.receipt, Some(&answer)))?)
}

/// Who wrote letters, and their receipt numbers, by the digest of these.
pub(super) fn senders(office: &Office) -> Result<BTreeMap<Digest, (String, String)>> {
    if !office.paths.inbox().exists() {
        return Ok(BTreeMap::new());
    }
    let all = Inbox::open(&office.paths)?.store.read(inbox::list)?;
    Ok(all
        .into_iter()
        .map(|kept| (kept.receipt.digest(), (kept.message.name, kept.receipt.to_string())))
        .collect())
}

fn received(kept: &Kept) -> crate::record::Details {
    details([
        ("receipt", kept.receipt.digest().to_string().into()),
        ("matter", kept.message.matter.slug().into()),
        ("received", write_instant(&kept.at).into()),
        ("due", kept.due.to_string().into()),
    ])
    .hiding("content", kept.content.to_string())
}

/// What came in, the most urgent first; `all`: answered ones as well, at the end.
pub fn list(office: &Office, all: bool) -> Done<Vec<Letter>> {
    settle(office)?;
    if !office.paths.inbox().exists() {
        return Ok(Vec::new());
    }
    let workdays = office.store.read(workdays::known)?;
    let today = office.now().date_naive();
    let kept = Inbox::open(&office.paths)?.store.read(inbox::list)?;
    let mut out: Vec<Letter> = kept.iter().map(|kept| letter(kept, &workdays, today)).collect();
    out.retain(|letter| all || letter.left.is_some());
    out.sort_by_key(|letter| {
        (letter.left.is_none(), letter.standing.due.clone(), letter.standing.at.clone())
    });
    Ok(out)
}

fn letter(kept: &Kept, workdays: &Workdays, today: Date) -> Letter {
    let left = if today <= kept.due {
        workdays.between(today, kept.due).iter().filter(|day| **day > today).count() as i64
    } else {
        -(workdays.between(kept.due, today).iter().filter(|day| **day > kept.due).count().max(1) as i64)
    };
    let standing = standing(kept);
    let left = Some(left).filter(|_| standing.outcome.is_none());
    Letter { standing, message: kept.message.clone(), left }
}

/// One message.
///
/// # Errors
/// `inbox-receipt`, `inbox-unknown`.
pub fn show(office: &Office, receipt: &str) -> Done<Letter> {
    settle(office)?;
    let kept = Inbox::open(&office.paths)?.get(receipt)?;
    let workdays = office.store.read(workdays::known)?;
    Ok(letter(&kept, &workdays, office.now().date_naive()))
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
            super::results::answer(office, number, outcome, words)?;
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

fn forget(office: &Office, inbox: &Inbox, kept: &Kept) -> Result<()> {
    inbox.store.write(|tx| inbox::erase(tx, &kept.receipt, &office.now()))?;
    // What was erased must not linger in the file.
    inbox.store.compact()
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

/// For `fsck`: every message on record stands as it came in, and none was
/// answered otherwise than the log says.
pub fn faults(office: &Office) -> Result<Vec<Text>> {
    let (came, answered, erased) =
        (recorded(office, "inbox")?, recorded(office, "inbox-answer")?, recorded(office, "inbox-erase")?);
    if came.is_empty() && !office.paths.inbox().exists() {
        return Ok(Vec::new());
    }
    let mut kept = BTreeMap::new();
    for one in Inbox::open(&office.paths)?.store.read(inbox::list)? {
        kept.insert(one.receipt.digest(), one);
    }
    let opened = |seq: u64, member: &str| -> Result<Option<String>> {
        let secrets = office.store.read(|tx| entries::secrets(tx, seq))?;
        Ok(secrets.into_iter().find(|secret| secret.member == member).map(|secret| secret.value))
    };
    let mut out = Vec::new();
    for (receipt, seq) in &came {
        let Some(one) = kept.get(receipt) else {
            out.push(text!("inbox-gone", seq = *seq));
            continue;
        };
        let number = one.receipt.to_string();
        let says = if erased.contains_key(receipt) { one.content } else { one.message.digest()? };
        let was = opened(*seq, "content")?;
        if was.is_some_and(|was| was != says.to_string()) || says != one.content || one.entry != Some(*seq) {
            out.push(text!("inbox-altered", receipt = number, seq = *seq));
        }
    }
    for (digest, one) in &kept {
        let number = one.receipt.to_string();
        if one.entry.is_some() && !came.contains_key(digest) {
            out.push(text!("inbox-unrecorded", receipt = &number));
        }
        match (&one.answer, answered.get(digest)) {
            (None, Some(seq)) => out.push(text!("inbox-answer-gone", receipt = number, seq = *seq)),
            (Some(answer), Some(seq)) => {
                let was = opened(*seq, "answer")?;
                let says = Digest::of(answer.text.as_bytes()).to_string();
                if !erased.contains_key(digest) && was.is_some_and(|was| was != says) {
                    out.push(text!("inbox-answer-altered", receipt = number, seq = *seq));
                }
            }
            (Some(answer), None) if answer.entry.is_some() => {
                out.push(text!("inbox-answer-unrecorded", receipt = number));
            }
            _ => {}
        }
        if one.erased.is_some() != erased.contains_key(digest) {
            out.push(text!("inbox-erased-unrecorded", receipt = one.receipt.to_string()));
        }
    }
    Ok(out)
}
