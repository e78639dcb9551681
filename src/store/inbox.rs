//! 来信: messages of the public, in a database of their own.

use std::path::Path;

use super::value::{Row, args};
use super::{Store, Tx, no_points};
use crate::domain::{Date, Digest, Instant, Result};
use crate::inbox::{Matter, Message, Outcome, Receipt};
use crate::text;

/// A message kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its receipt number.
    pub receipt: Receipt,
    /// What came in; its texts are empty once erased.
    pub message: Message,
    /// When.
    pub at: Instant,
    /// Last day for the answer.
    pub due: Date,
    /// Digest of the message.
    pub content: Digest,
    /// The log's entry; none until it is there.
    pub entry: Option<u64>,
    /// The answer.
    pub answer: Option<Answer>,
    /// When its content was erased.
    pub erased: Option<Instant>,
    /// What it became beyond a letter.
    pub handled: Option<Handled>,
}

/// A letter that became an objection, or a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Handled {
    /// The objection's number; none: a correction.
    pub objection: Option<u64>,
    /// The log's entry of it.
    pub entry: u64,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What came of it.
    pub outcome: Outcome,
    /// In words, for who wrote.
    pub text: String,
    /// When.
    pub at: Instant,
    /// The log's entry; none while it is being given.
    pub entry: Option<u64>,
}

/// Opens the file, making it where it is missing.
pub fn open(path: &Path) -> Result<Store> {
    let store = Store::connect(path, true, no_points)?;
    store.write(|tx| {
        let there = tx.rows("SELECT name FROM sqlite_master WHERE name = 'messages'", args![])?;
        if there.is_empty() {
            return tx.batch(include_str!("inbox.sql"));
        }
        // A file from before letters could become anything else.
        let known =
            tx.rows("SELECT name FROM pragma_table_info('messages') WHERE name = 'handling'", args![])?;
        if known.is_empty() {
            tx.batch(
                "ALTER TABLE messages ADD COLUMN handled TEXT CHECK (handled IN ('object', 'correct'));
                 ALTER TABLE messages ADD COLUMN handling BIGINT;
                 ALTER TABLE messages ADD COLUMN objection BIGINT;",
            )?;
        }
        Ok(())
    })?;
    Ok(store)
}

fn kept(row: &Row) -> Result<Kept> {
    let foreign = |column: usize| text!("store-column", column = column);
    let answer = match row.maybe(10)? {
        None => None,
        Some(outcome) => Some(Answer {
            outcome: Outcome::parse(&outcome).ok_or_else(|| foreign(10))?,
            text: row.text(11)?,
            at: row.instant(12)?,
            entry: row.maybe_count(13)?,
        }),
    };
    Ok(Kept {
        receipt: Receipt::parse(&row.text(0)?)?,
        message: Message {
            matter: Matter::parse(&row.text(1)?).ok_or_else(|| foreign(1))?,
            about: row.text(2)?,
            text: row.text(3)?,
            name: row.text(4)?,
            contact: row.text(5)?,
        },
        at: row.instant(6)?,
        due: row.date(7)?,
        content: row.digest(8)?,
        entry: row.maybe_count(9)?,
        answer,
        erased: row.maybe_instant(14)?,
        handled: match row.maybe_count(15)? {
            Some(entry) => Some(Handled { objection: row.maybe_count(16)?, entry }),
            None => None,
        },
    })
}

/// All, in the order they came in.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Kept>> {
    tx.rows(
        "SELECT receipt, matter, about, text, name, contact, at, due, content, entry, outcome, answer, answered, closed, erased, handling, objection
         FROM messages ORDER BY at, receipt",
        args![],
    )?
    .iter()
    .map(kept)
    .collect()
}

/// The one with that receipt.
pub fn get(tx: &mut Tx<'_>, receipt: &Receipt) -> Result<Option<Kept>> {
    tx.row(
        "SELECT receipt, matter, about, text, name, contact, at, due, content, entry, outcome, answer, answered, closed, erased, handling, objection
         FROM messages WHERE receipt = $1",
        args![receipt.bare()],
    )?
    .map(|row| kept(&row))
    .transpose()
}

/// How many came in since a moment.
pub fn since(tx: &mut Tx<'_>, at: &Instant) -> Result<u64> {
    tx.row("SELECT COUNT(*) FROM messages WHERE at >= $1", args![at])?.map_or(Ok(0), |row| row.count(0))
}

/// Keeps a message that came in.
pub fn put(tx: &mut Tx<'_>, new: &Kept) -> Result<()> {
    let m = &new.message;
    tx.run(
        "INSERT INTO messages (receipt, matter, about, text, name, contact, at, due, content)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            new.receipt.bare(),
            m.matter.slug(),
            &m.about,
            &m.text,
            &m.name,
            &m.contact,
            &new.at,
            new.due,
            new.content
        ],
    )
    .map(drop)
}

/// Says which entry of the log records it.
pub fn logged(tx: &mut Tx<'_>, receipt: &Receipt, entry: u64) -> Result<()> {
    tx.run("UPDATE messages SET entry = $2 WHERE receipt = $1", args![receipt.bare(), entry]).map(drop)
}

/// Says what it became.
pub fn set_handled(tx: &mut Tx<'_>, receipt: &Receipt, handled: Handled) -> Result<()> {
    let what = if handled.objection.is_some() { "object" } else { "correct" };
    tx.run(
        "UPDATE messages SET handled = $2, handling = $3, objection = $4 WHERE receipt = $1",
        args![receipt.bare(), what, handled.entry, handled.objection],
    )
    .map(drop)
}

/// Writes an answer, or takes one back that never came on record.
pub fn set_answer(tx: &mut Tx<'_>, receipt: &Receipt, answer: Option<&Answer>) -> Result<()> {
    tx.run(
        "UPDATE messages SET outcome = $2, answer = $3, answered = $4, closed = $5 WHERE receipt = $1",
        args![
            receipt.bare(),
            answer.map(|a| a.outcome.slug()),
            answer.map(|a| a.text.clone()),
            answer.map(|a| crate::domain::calendar::write_instant(&a.at)),
            answer.and_then(|a| a.entry).map(|entry| entry as i64),
        ],
    )
    .map(drop)
}

/// Erases what it says.
pub fn erase(tx: &mut Tx<'_>, receipt: &Receipt, at: &Instant) -> Result<()> {
    tx.run(
        "UPDATE messages SET about = '', text = '', name = '', contact = '', answer = CASE WHEN answer IS NULL THEN NULL ELSE '' END, erased = $2 WHERE receipt = $1",
        args![receipt.bare(), at],
    )
    .map(drop)
}
