//! 执法检查人员名录库.

use super::Tx;
use super::value::{Row, Value, args};
use crate::domain::inspector::State;
use crate::domain::{Inspector, Result};
use crate::text;

fn state_name(state: State) -> &'static str {
    match state {
        State::Active => "active",
        State::Leave => "leave",
        State::Suspended => "suspended",
        State::Revoked => "revoked",
    }
}

fn inspector(row: &Row) -> Result<Inspector> {
    let state = match row.text(11)?.as_str() {
        "active" => State::Active,
        "leave" => State::Leave,
        "suspended" => State::Suspended,
        "revoked" => State::Revoked,
        _ => return Err(text!("store-column", column = 11)),
    };
    let reviewed = match row.0.get(10) {
        Some(Value::Null) => None,
        _ => Some(i32::try_from(row.int(10)?).map_err(|_| text!("store-column", column = 10))?),
    };
    Ok(Inspector {
        certificate: row.text(0)?,
        name: row.text(1)?,
        sex: row.text(2)?,
        department: row.text(3)?,
        post: row.text(4)?,
        competences: row.list(5)?,
        areas: row.list(6)?,
        authority: row.text(7)?,
        valid_from: row.date(8)?,
        valid_to: row.date(9)?,
        reviewed,
        state,
        leave_from: row.maybe_date(12)?,
        leave_to: row.maybe_date(13)?,
        expert: row.flag(14)?,
    })
}

/// All, by certificate number.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Inspector>> {
    let mut all: Vec<_> = tx
        .rows(
            "SELECT certificate, name, sex, department, post, competences, areas, authority, valid_from, \
             valid_to, reviewed, state, leave_from, leave_to, expert FROM inspectors",
            args![],
        )?
        .iter()
        .map(inspector)
        .collect::<Result<_>>()?;
    all.sort_by(|a: &Inspector, b| a.certificate.cmp(&b.certificate));
    Ok(all)
}

/// How many.
pub fn count(tx: &mut Tx<'_>) -> Result<u64> {
    tx.row("SELECT COUNT(*) FROM inspectors", args![])?.map_or(Ok(0), |row| row.count(0))
}

/// Adds or replaces rows by certificate number.
pub fn put(tx: &mut Tx<'_>, rows: &[Inspector]) -> Result<()> {
    for row in rows {
        remove(tx, &row.certificate)?;
    }
    let values = rows.iter().map(|i| {
        args![
            &i.certificate,
            &i.name,
            &i.sex,
            &i.department,
            &i.post,
            i.competences.join(";"),
            i.areas.join(";"),
            &i.authority,
            i.valid_from,
            i.valid_to,
            i.reviewed.map(i64::from),
            state_name(i.state),
            i.leave_from,
            i.leave_to,
            i.expert,
        ]
    });
    tx.insert(
        "INSERT INTO inspectors (certificate, name, sex, department, post, competences, areas, authority, \
         valid_from, valid_to, reviewed, state, leave_from, leave_to, expert) VALUES ",
        "",
        values,
    )
    .map(drop)
}

/// Removes one by certificate number.
pub fn remove(tx: &mut Tx<'_>, certificate: &str) -> Result<()> {
    tx.run("DELETE FROM inspectors WHERE certificate = $1", args![certificate]).map(drop)
}
