//! Where bundles were handed out.

use super::Tx;
use super::value::args;
use crate::domain::{Digest, Instant, Result};
use crate::text;

/// How much of a bundle is handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Extent {
    /// SHA256SUMS and plan.json: the rest after the visits.
    Sealed,
    /// Everything.
    Full,
}

/// One handing-out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Serial of the attempt.
    pub serial: u64,
    /// How much.
    pub extent: Extent,
    /// Where to.
    pub folder: String,
    /// Digest of SHA256SUMS.
    pub sums: Digest,
    /// When.
    pub at: Instant,
}

/// All, in order.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Publication>> {
    tx.rows("SELECT serial, extent, folder, sums, at FROM publications ORDER BY number", args![])?
        .iter()
        .map(|row| {
            Ok(Publication {
                serial: row.count(0)?,
                extent: match row.text(1)?.as_str() {
                    "sealed" => Extent::Sealed,
                    "full" => Extent::Full,
                    _ => return Err(text!("store-column", column = 1)),
                },
                folder: row.text(2)?,
                sums: row.digest(3)?,
                at: row.instant(4)?,
            })
        })
        .collect()
}

/// Records one.
pub fn add(tx: &mut Tx<'_>, publication: &Publication) -> Result<()> {
    let number = tx
        .row("SELECT COALESCE(MAX(number), 0) FROM publications", args![])?
        .map_or(Ok(0), |row| row.count(0))?
        + 1;
    let extent = match publication.extent {
        Extent::Sealed => "sealed",
        Extent::Full => "full",
    };
    tx.run(
        "INSERT INTO publications (number, serial, extent, folder, sums, at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![number, publication.serial, extent, &publication.folder, publication.sums, &publication.at],
    )
    .map(drop)
}
