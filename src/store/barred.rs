//! 回避: pairs that may not meet, and the salts that hide them in bundles.

use super::Tx;
use super::value::args;
use crate::domain::{Bar, Digest, Result};

/// All, by code and inspector.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Bar>> {
    let mut all: Vec<_> = tx
        .rows("SELECT code, inspector, reason, until FROM barred", args![])?
        .iter()
        .map(|row| {
            Ok(Bar { code: row.text(0)?, inspector: row.text(1)?, reason: row.text(2)?, until: row.date(3)? })
        })
        .collect::<Result<_>>()?;
    all.sort();
    Ok(all)
}

/// How many.
pub fn count(tx: &mut Tx<'_>) -> Result<u64> {
    tx.row("SELECT COUNT(*) FROM barred", args![])?.map_or(Ok(0), |row| row.count(0))
}

/// Adds rows; a pair barred for the same reason already takes the new day.
pub fn put(tx: &mut Tx<'_>, rows: &[Bar]) -> Result<()> {
    let values = rows.iter().map(|bar| args![&bar.code, &bar.inspector, &bar.reason, bar.until]);
    tx.insert(
        "INSERT INTO barred (code, inspector, reason, until) VALUES ",
        " ON CONFLICT (code, inspector, reason) DO UPDATE SET until = excluded.until",
        values,
    )
    .map(drop)
}

/// Removes a row.
pub fn remove(tx: &mut Tx<'_>, bar: &Bar) -> Result<()> {
    tx.run(
        "DELETE FROM barred WHERE code = $1 AND inspector = $2 AND reason = $3",
        args![&bar.code, &bar.inspector, &bar.reason],
    )
    .map(drop)
}

/// Keeps an attempt's salts: (code, inspector, salt).
pub fn keep_salts<'a>(
    tx: &mut Tx<'_>,
    serial: u64,
    salts: impl Iterator<Item = (&'a str, &'a str, Digest)>,
) -> Result<()> {
    let values = salts.map(|(code, inspector, salt)| args![serial, code, inspector, salt]);
    tx.insert("INSERT INTO salts (serial, code, inspector, salt) VALUES ", "", values).map(drop)
}

/// An attempt's salts, by code and inspector.
pub fn salts(tx: &mut Tx<'_>, serial: u64) -> Result<Vec<(String, String, Digest)>> {
    let mut all: Vec<_> = tx
        .rows("SELECT code, inspector, salt FROM salts WHERE serial = $1", args![serial])?
        .iter()
        .map(|row| Ok((row.text(0)?, row.text(1)?, row.digest(2)?)))
        .collect::<Result<_>>()?;
    all.sort();
    Ok(all)
}
