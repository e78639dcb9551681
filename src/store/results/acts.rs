//! 审核, 法制审核, 公示, 撤销.

use super::super::Tx;
use super::super::value::{Row, args};
use super::Key;
use crate::domain::{Instant, Result};
use crate::results::Act;
use crate::text;

/// What was decided of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActRow {
    /// The log's entry.
    pub entry: u64,
    /// The version.
    pub key: Key,
    /// What was decided.
    pub act: Act,
    /// Who.
    pub by: String,
    /// 审核意见; of a withdrawal the public notice. May be empty.
    pub note: String,
    /// When.
    pub at: Instant,
}

fn row(row: &Row) -> Result<ActRow> {
    Ok(ActRow {
        entry: row.count(0)?,
        key: (row.count(1)?, row.count(2)?, row.text(3)?, row.count(4)?),
        act: Act::parse(&row.text(5)?).ok_or_else(|| text!("store-column", column = 5))?,
        by: row.text(6)?,
        note: row.text(7)?,
        at: row.instant(8)?,
    })
}

/// An attempt's, by entry.
pub fn acts_of_attempt(tx: &mut Tx<'_>, serial: u64) -> Result<Vec<ActRow>> {
    let sql = "SELECT entry, serial, visit, department, version, act, by, note, at FROM result_acts \
               WHERE serial = $1 ORDER BY entry";
    tx.rows(sql, args![serial])?.iter().map(row).collect()
}

/// A visit's, by entry.
pub fn acts_of_visit(tx: &mut Tx<'_>, serial: u64, visit: u64) -> Result<Vec<ActRow>> {
    let sql = "SELECT entry, serial, visit, department, version, act, by, note, at FROM result_acts \
               WHERE serial = $1 AND visit = $2 ORDER BY entry";
    tx.rows(sql, args![serial, visit])?.iter().map(row).collect()
}

/// Adds one.
pub fn act(tx: &mut Tx<'_>, row: &ActRow) -> Result<()> {
    act_all(tx, std::slice::from_ref(row))
}

/// Adds many.
pub fn act_all(tx: &mut Tx<'_>, rows: &[ActRow]) -> Result<()> {
    let values = rows.iter().map(|row| {
        let (serial, visit, department, version) = &row.key;
        args![row.entry, *serial, *visit, department, *version, row.act.slug(), &row.by, &row.note, &row.at]
    });
    tx.insert(
        "INSERT INTO result_acts (entry, serial, visit, department, version, act, by, note, at) VALUES ",
        "",
        values,
    )
    .map(drop)
}
