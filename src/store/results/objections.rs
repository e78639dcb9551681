//! 异议 and their answers.

use super::super::Tx;
use super::super::value::{Row, args};
use crate::domain::Result;
use crate::results::{Answer, Objection, Outcome};
use crate::text;

fn row(row: &Row) -> Result<Objection> {
    let answer = match row.maybe(11)? {
        None => None,
        Some(outcome) => Some(Answer {
            outcome: Outcome::parse(&outcome).ok_or_else(|| text!("store-column", column = 11))?,
            text: row.text(12)?,
            by: row.text(13)?,
            at: row.instant(14)?,
        }),
    };
    Ok(Objection {
        number: row.count(0)?,
        plan: row.text(1)?,
        attempt: row.count(2)?,
        visit: row.count(3)?,
        department: row.text(4)?,
        version: row.count(5)?,
        who: row.text(6)?,
        reason: row.text(7)?,
        received: row.date(8)?,
        by: row.text(9)?,
        at: row.instant(10)?,
        answer,
    })
}

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT o.number, a.plan, a.attempt, o.visit, o.department, o.version, o.who, o.reason, o.received, \
             o.by, o.at, w.outcome, w.answer, w.by, w.at FROM objections o \
             JOIN attempts a ON a.serial = o.serial \
             LEFT JOIN objection_answers w ON w.number = o.number ",
            $condition,
            " ORDER BY o.number"
        )
    };
}

/// All, by number.
pub fn objections(tx: &mut Tx<'_>) -> Result<Vec<Objection>> {
    tx.rows(select!(""), args![])?.iter().map(row).collect()
}

/// The one of that number.
pub fn objection(tx: &mut Tx<'_>, number: u64) -> Result<Option<Objection>> {
    tx.rows(select!("WHERE o.number = $1"), args![number])?.first().map(row).transpose()
}

/// Those to an attempt's results, by number.
pub fn objections_of_attempt(tx: &mut Tx<'_>, serial: u64) -> Result<Vec<Objection>> {
    tx.rows(select!("WHERE o.serial = $1"), args![serial])?.iter().map(row).collect()
}

/// The last one's number; 0 where there is none.
pub fn last_objection(tx: &mut Tx<'_>) -> Result<u64> {
    tx.row("SELECT COALESCE(MAX(number), 0) FROM objections", args![])?.map_or(Ok(0), |row| row.count(0))
}

/// Adds one, unanswered.
pub fn add_objection(tx: &mut Tx<'_>, serial: u64, one: &Objection, entry: u64) -> Result<()> {
    tx.run(
        "INSERT INTO objections (number, serial, visit, department, version, who, reason, received, by, at, \
         entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            one.number,
            serial,
            one.visit,
            &one.department,
            one.version,
            &one.who,
            &one.reason,
            one.received,
            &one.by,
            &one.at,
            entry,
        ],
    )
    .map(drop)
}

/// Answers one.
pub fn answer(tx: &mut Tx<'_>, number: u64, answer: &Answer, entry: u64) -> Result<()> {
    tx.run(
        "INSERT INTO objection_answers (number, outcome, answer, by, at, entry) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![number, answer.outcome.slug(), &answer.text, &answer.by, &answer.at, entry],
    )
    .map(drop)
}
