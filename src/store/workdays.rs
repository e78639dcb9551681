//! Notices on working days that the office entered.

use super::Tx;
use super::value::args;
use crate::domain::workdays::{Kind, Notice, NoticeDay, Workdays};
use crate::domain::{Digest, Instant, Result};
use crate::text;

/// The notices entered, by year.
pub fn notices(tx: &mut Tx<'_>) -> Result<Vec<Notice>> {
    let mut out: Vec<Notice> = tx
        .rows("SELECT year FROM workday_notices ORDER BY year", args![])?
        .iter()
        .map(|row| Ok(Notice { year: row.int(0)? as i32, days: Vec::new() }))
        .collect::<Result<_>>()?;
    for row in tx.rows("SELECT year, date, kind, name FROM workdays ORDER BY year, date", args![])? {
        let year = row.int(0)?;
        let kind = Kind::parse(&row.text(2)?).ok_or_else(|| text!("store-column", column = 2))?;
        let day = NoticeDay { date: row.date(1)?, kind, name: row.text(3)? };
        if let Some(notice) = out.iter_mut().find(|notice| i64::from(notice.year) == year) {
            notice.days.push(day);
        }
    }
    Ok(out)
}

/// What ships, with the office's notices entered.
pub fn known(tx: &mut Tx<'_>) -> Result<Workdays> {
    let mut workdays = Workdays::official();
    notices(tx)?.iter().for_each(|notice| workdays.enter(notice));
    Ok(workdays)
}

/// Keeps a notice in place of an earlier one of its year.
pub fn put(tx: &mut Tx<'_>, notice: &Notice, sha256: &Digest, at: &Instant) -> Result<()> {
    let year = i64::from(notice.year);
    tx.run("DELETE FROM workdays WHERE year = $1", args![year])?;
    tx.run(
        "INSERT INTO workday_notices (year, sha256, at) VALUES ($1, $2, $3) \
         ON CONFLICT (year) DO UPDATE SET sha256 = excluded.sha256, at = excluded.at",
        args![year, sha256, at],
    )?;
    let rows = notice.days.iter().map(|day| args![year, day.date, day.kind.slug(), &day.name]);
    tx.insert("INSERT INTO workdays (year, date, kind, name) VALUES ", "", rows).map(drop)
}
