//! The schema's versions: numbered files, each run once, in order.

use super::db::{Store, Tx};
use crate::domain::Result;
use crate::text;

/// In order; the numbers of the files may have gaps.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/sqlite/0001.sql"),
    include_str!("migrations/sqlite/0002.sql"),
    include_str!("migrations/sqlite/0003.sql"),
    include_str!("migrations/sqlite/0005.sql"),
    include_str!("migrations/sqlite/0006.sql"),
    include_str!("migrations/sqlite/0009.sql"),
];

/// The schema version this program knows.
pub const VERSION: u64 = MIGRATIONS.len() as u64;

/// Brings the schema up to [`VERSION`]; refuses a newer one.
pub(super) fn migrate(store: &Store) -> Result<()> {
    let found = store.read(version)?;
    if found > VERSION {
        return Err(text!("store-newer", found = found, known = VERSION));
    }
    for (number, sql) in (1u64..).zip(MIGRATIONS).filter(|(number, _)| *number > found) {
        store.write(|tx| {
            if number == 2 && !tx.rows("SELECT seq FROM entries LIMIT 1", Vec::new())?.is_empty() {
                return Err(text!("store-preview"));
            }
            if number == 1 {
                tx.batch("CREATE TABLE schema_version (version BIGINT PRIMARY KEY)")?;
            }
            tx.batch(sql)?;
            tx.run("INSERT INTO schema_version (version) VALUES ($1)", super::value::args![number]).map(drop)
        })?;
    }
    Ok(())
}

/// The version found: 0 for an empty database.
fn version(tx: &mut Tx<'_>) -> Result<u64> {
    let tables = tx.rows("SELECT name FROM sqlite_master WHERE type = 'table' LIMIT 1", Vec::new())?;
    if tables.is_empty() {
        return Ok(0);
    }
    let row = tx.row("SELECT COALESCE(MAX(version), 0) FROM schema_version", Vec::new());
    row.map_err(|error| match error.id {
        "store-damaged" => error,
        _ => text!("store-foreign"),
    })?
    .map_or(Ok(0), |row| row.count(0))
}
