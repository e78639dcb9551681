//! Keys of the log and of its witnesses, and what witnesses filed.

use super::Tx;
use super::value::{Row, args};
use crate::domain::Result;

/// Whose key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The office's own log.
    Log,
    /// A witness: justice bureau, superior department.
    Witness,
}

impl Role {
    /// As it stands in the table and in entries.
    pub fn name(self) -> &'static str {
        match self {
            Role::Log => "log",
            Role::Witness => "witness",
        }
    }
}

/// One key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// Verifier key, `name+id+base64`.
    pub key: String,
    /// Whose.
    pub role: Role,
    /// The entry that brought it.
    pub since: u64,
    /// The entry that retired it.
    pub until: Option<u64>,
}

fn key(row: &Row) -> Result<KeyRow> {
    let role = if row.text(1)? == "log" { Role::Log } else { Role::Witness };
    let until = if row.0.get(3) == Some(&super::Value::Null) { None } else { Some(row.count(3)?) };
    Ok(KeyRow { key: row.text(0)?, role, since: row.count(2)?, until })
}

/// All, in the order they came.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<KeyRow>> {
    tx.rows("SELECT key, role, since, until FROM log_keys ORDER BY since, key", args![])?
        .iter()
        .map(key)
        .collect()
}

/// Those of a role that are in force.
pub fn in_force(tx: &mut Tx<'_>, role: Role) -> Result<Vec<KeyRow>> {
    Ok(list(tx)?.into_iter().filter(|key| key.role == role && key.until.is_none()).collect())
}

/// A key comes into force with an entry; one retired before may come again.
pub fn add(tx: &mut Tx<'_>, key: &str, role: Role, since: u64) -> Result<()> {
    tx.run(
        "INSERT INTO log_keys (key, role, since, until) VALUES ($1, $2, $3, NULL) \
         ON CONFLICT (key) DO UPDATE SET since = excluded.since, until = NULL",
        args![key, role.name(), since],
    )
    .map(drop)
}

/// A key is retired by an entry.
pub fn retire(tx: &mut Tx<'_>, key: &str, until: u64) -> Result<()> {
    tx.run("UPDATE log_keys SET until = $2 WHERE key = $1", args![key, until]).map(drop)
}

/// Where a witness is asked; empty where only by files.
pub fn set_place(tx: &mut Tx<'_>, key: &str, url: &str) -> Result<()> {
    tx.run(
        "INSERT INTO witness_places (key, url) VALUES ($1, $2) \
         ON CONFLICT (key) DO UPDATE SET url = excluded.url",
        args![key, url],
    )
    .map(drop)
}

/// Where a witness is asked.
pub fn place(tx: &mut Tx<'_>, key: &str) -> Result<String> {
    tx.row("SELECT url FROM witness_places WHERE key = $1", args![key])?
        .map_or(Ok(String::new()), |row| row.text(0))
}

/// A cosignature taken: 备案.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filing {
    /// Size of the checkpoint.
    pub size: u64,
    /// The witness.
    pub key: String,
    /// Its clock, seconds since 1970-01-01T00:00:00Z.
    pub time: u64,
    /// Its line in the note.
    pub line: String,
}

/// Takes a cosignature.
pub fn file(tx: &mut Tx<'_>, filing: &Filing) -> Result<()> {
    tx.run(
        "INSERT INTO filings (size, key, time, line) VALUES ($1, $2, $3, $4)",
        args![filing.size, &filing.key, filing.time, &filing.line],
    )
    .map(drop)
}

/// Every cosignature, by size, then witness.
pub fn filings(tx: &mut Tx<'_>) -> Result<Vec<Filing>> {
    tx.rows("SELECT size, key, time, line FROM filings ORDER BY size, key", args![])?
        .iter()
        .map(|row| {
            Ok(Filing { size: row.count(0)?, key: row.text(1)?, time: row.count(2)?, line: row.text(3)? })
        })
        .collect()
}
