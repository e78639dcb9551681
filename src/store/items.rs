//! 抽查事项清单: every version ever in force.

use super::Tx;
use super::value::args;
use crate::domain::{Item, Result};
use crate::draw::document::to_canonical;
use crate::text;

/// All versions, by code and version.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Item>> {
    let mut all: Vec<Item> = tx
        .rows("SELECT code, sheet FROM items", args![])?
        .iter()
        .map(|row| {
            serde_json::from_str(&row.text(1)?).map_err(|error| {
                text!("store-item", code = row.text(0).unwrap_or_default(), error = error.to_string())
            })
        })
        .collect::<Result<_>>()?;
    all.sort_by(|a, b| (&a.code, a.version).cmp(&(&b.code, b.version)));
    Ok(all)
}

/// How many codes.
pub fn count(tx: &mut Tx<'_>) -> Result<u64> {
    tx.row("SELECT COUNT(DISTINCT code) FROM items", args![])?.map_or(Ok(0), |row| row.count(0))
}

/// Adds or replaces versions.
pub fn put(tx: &mut Tx<'_>, rows: &[Item]) -> Result<()> {
    for item in rows {
        let sheet = String::from_utf8_lossy(&to_canonical(item)?).into_owned();
        tx.run("DELETE FROM items WHERE code = $1 AND version = $2", args![&item.code, item.version])?;
        tx.run(
            "INSERT INTO items (code, version, sheet) VALUES ($1, $2, $3)",
            args![&item.code, item.version, sheet],
        )?;
    }
    Ok(())
}
