//! Versions of the registry of objects; its rows lie in Parquet partitions.

use super::Tx;
use super::value::{Row, args};
use crate::domain::{Digest, Instant, Result};

/// One version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryVersion {
    /// Counts from 1.
    pub version: u64,
    /// Digest of its manifest.
    pub manifest: Digest,
    /// Entities in it.
    pub rows: u64,
    /// JSON: names and digests of the files it came from.
    pub files: String,
    /// When it came in.
    pub at: Instant,
}

fn version(row: &Row) -> Result<RegistryVersion> {
    Ok(RegistryVersion {
        version: row.count(0)?,
        manifest: row.digest(1)?,
        rows: row.count(2)?,
        files: row.text(3)?,
        at: row.instant(4)?,
    })
}

/// The current version.
pub fn current(tx: &mut Tx<'_>) -> Result<Option<RegistryVersion>> {
    tx.row(
        "SELECT version, manifest, rows, files, at FROM registry_versions ORDER BY version DESC LIMIT 1",
        args![],
    )?
    .map(|row| version(&row))
    .transpose()
}

/// All versions, oldest first.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<RegistryVersion>> {
    tx.rows("SELECT version, manifest, rows, files, at FROM registry_versions ORDER BY version", args![])?
        .iter()
        .map(version)
        .collect()
}

/// Makes a manifest the current version; returns its number.
pub fn add(tx: &mut Tx<'_>, manifest: &Digest, rows: u64, files: &str, at: &Instant) -> Result<u64> {
    let number = current(tx)?.map_or(0, |version| version.version) + 1;
    tx.run(
        "INSERT INTO registry_versions (version, manifest, rows, files, at) VALUES ($1, $2, $3, $4, $5)",
        args![number, manifest, rows, files, at],
    )?;
    Ok(number)
}
