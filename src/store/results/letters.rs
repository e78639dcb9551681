//! Letters of the public that became an objection or a correction.

use super::super::Tx;
use super::super::value::{Row, args};
use super::Key;
use crate::domain::{Digest, Result};

/// What a letter became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterRow {
    /// The log's entry: of the objection, or of the correction.
    pub entry: u64,
    /// Digest of its receipt number.
    pub receipt: Digest,
    /// The objection; none: a correction.
    pub objection: Option<u64>,
    /// The version objected to, or the version that corrects.
    pub key: Key,
}

fn row(row: &Row) -> Result<LetterRow> {
    Ok(LetterRow {
        entry: row.count(0)?,
        receipt: row.digest(1)?,
        objection: row.maybe_count(2)?,
        key: (row.count(3)?, row.count(4)?, row.text(5)?, row.count(6)?),
    })
}

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT entry, receipt, objection, serial, visit, department, version FROM result_letters ",
            $condition,
            " ORDER BY entry"
        )
    };
}

/// All, by entry.
pub fn letters(tx: &mut Tx<'_>) -> Result<Vec<LetterRow>> {
    tx.rows(select!(""), args![])?.iter().map(row).collect()
}

/// Those to an attempt's results, by entry.
pub fn letters_of_attempt(tx: &mut Tx<'_>, serial: u64) -> Result<Vec<LetterRow>> {
    tx.rows(select!("WHERE serial = $1"), args![serial])?.iter().map(row).collect()
}

/// The letter that an objection came by.
pub fn letter_of_objection(tx: &mut Tx<'_>, number: u64) -> Result<Option<LetterRow>> {
    tx.rows(select!("WHERE objection = $1"), args![number])?.last().map(row).transpose()
}

/// Says what a letter became.
pub fn add_letter(tx: &mut Tx<'_>, one: &LetterRow) -> Result<()> {
    let (serial, visit, department, version) = &one.key;
    tx.run(
        "INSERT INTO result_letters (entry, receipt, objection, serial, visit, department, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![one.entry, one.receipt, one.objection, *serial, *visit, department, *version],
    )
    .map(drop)
}
