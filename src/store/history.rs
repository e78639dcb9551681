//! 检查历史.

use super::Tx;
use super::value::args;
use crate::domain::{PastCheck, Result};

/// All, by code, date, department.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<PastCheck>> {
    let mut all: Vec<_> = tx
        .rows(
            "SELECT code, date, department, source, visit, items, result, inspectors FROM history",
            args![],
        )?
        .iter()
        .map(|row| {
            Ok(PastCheck {
                code: row.text(0)?,
                date: row.date(1)?,
                department: row.text(2)?,
                source: row.text(3)?,
                visit: row.text(4)?,
                items: row.list(5)?,
                result: row.text(6)?,
                inspectors: row.list(7)?,
            })
        })
        .collect::<Result<_>>()?;
    all.sort_by(|a: &PastCheck, b| key(a).cmp(&key(b)));
    Ok(all)
}

/// What makes two records of a past check the same one.
pub fn key(check: &PastCheck) -> (&str, crate::domain::Date, &str, &str, &str, &[String]) {
    (&check.code, check.date, &check.department, &check.source, &check.visit, &check.items)
}

/// How many.
pub fn count(tx: &mut Tx<'_>) -> Result<u64> {
    tx.row("SELECT COUNT(*) FROM history", args![])?.map_or(Ok(0), |row| row.count(0))
}

/// Adds rows; one already there takes the new result and inspectors. No key
/// ([`key`]) may stand twice among them.
pub fn put(tx: &mut Tx<'_>, rows: &[PastCheck]) -> Result<()> {
    let values = rows.iter().map(|check| {
        args![
            &check.code,
            check.date,
            &check.department,
            &check.source,
            &check.visit,
            check.items.join(";"),
            &check.result,
            check.inspectors.join(";"),
        ]
    });
    tx.insert(
        "INSERT INTO history (code, date, department, source, visit, items, result, inspectors) VALUES ",
        " ON CONFLICT (code, date, department, source, visit, items) \
         DO UPDATE SET result = excluded.result, inspectors = excluded.inspectors",
        values,
    )
    .map(drop)
}
