//! The office itself.

use super::Tx;
use super::value::args;
use crate::domain::{Instant, Result};

/// The office's one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeRow {
    /// 单位名称.
    pub name: String,
    /// A practice office: its clock may be set.
    pub practice: bool,
    /// Offset in which instants are written: `+08:00`.
    pub utc: String,
    /// Its own area, a GB/T 2260 code without closing zeros; may be empty.
    pub area: String,
    /// When it was set up.
    pub created: Instant,
}

/// The office, if it was set up.
pub fn get(tx: &mut Tx<'_>) -> Result<Option<OfficeRow>> {
    tx.row("SELECT name, practice, utc, area, created FROM office WHERE id = 1", args![])?
        .map(|row| {
            Ok(OfficeRow {
                name: row.text(0)?,
                practice: row.flag(1)?,
                utc: row.text(2)?,
                area: row.text(3)?,
                created: row.instant(4)?,
            })
        })
        .transpose()
}

/// Sets it up.
pub fn create(tx: &mut Tx<'_>, office: &OfficeRow) -> Result<()> {
    tx.run(
        "INSERT INTO office (id, name, practice, utc, area, created) VALUES (1, $1, $2, $3, $4, $5)",
        args![&office.name, office.practice, &office.utc, &office.area, &office.created],
    )
    .map(drop)
}
