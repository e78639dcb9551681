//! 承诺 before the freeze, contributions after it, and the office's own
//! sealed sources.

use std::collections::BTreeMap;

use super::Tx;
use super::value::args;
use crate::domain::{Digest, Instant, Result};
use crate::draw::seed::Contribution;

/// The commitments registered for an attempt, by source.
pub fn list(tx: &mut Tx<'_>, plan: &str, attempt: u64) -> Result<BTreeMap<String, Digest>> {
    tx.rows(
        "SELECT source, commitment FROM commitments WHERE plan = $1 AND attempt = $2",
        args![plan, attempt],
    )?
    .iter()
    .map(|row| Ok((row.text(0)?, row.digest(1)?)))
    .collect()
}

/// Plans and attempts that commitments were registered for.
pub fn attempts(tx: &mut Tx<'_>) -> Result<Vec<(String, u64)>> {
    tx.rows("SELECT DISTINCT plan, attempt FROM commitments ORDER BY plan, attempt", args![])?
        .iter()
        .map(|row| Ok((row.text(0)?, row.count(1)?)))
        .collect()
}

/// Registers a commitment, in place of an earlier one.
pub fn put(
    tx: &mut Tx<'_>,
    plan: &str,
    attempt: u64,
    source: &str,
    commitment: &Digest,
    at: &Instant,
) -> Result<()> {
    tx.run(
        "INSERT INTO commitments (plan, attempt, source, commitment, at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (plan, attempt, source) DO UPDATE SET commitment = excluded.commitment, at = excluded.at",
        args![plan, attempt, source, commitment, at],
    )
    .map(drop)
}

/// Keeps a sealed source's nonce and value.
pub fn seal(tx: &mut Tx<'_>, serial: u64, source: &str, nonce: &Digest, value: &str) -> Result<()> {
    tx.run(
        "INSERT INTO sealed (serial, source, nonce, value) VALUES ($1, $2, $3, $4)",
        args![serial, source, nonce, value],
    )
    .map(drop)
}

/// The sealed sources of an attempt: source → (nonce, value).
pub fn sealed(tx: &mut Tx<'_>, serial: u64) -> Result<BTreeMap<String, (Digest, String)>> {
    tx.rows("SELECT source, nonce, value FROM sealed WHERE serial = $1", args![serial])?
        .iter()
        .map(|row| Ok((row.text(0)?, (row.digest(1)?, row.text(2)?))))
        .collect()
}

/// What sources contributed so far, by source.
pub fn contributions(tx: &mut Tx<'_>, serial: u64) -> Result<BTreeMap<String, Contribution>> {
    tx.rows("SELECT source, value, nonce, signature FROM contributions WHERE serial = $1", args![serial])?
        .iter()
        .map(|row| {
            let source = row.text(0)?;
            let contribution = Contribution {
                source: source.clone(),
                value: row.text(1)?,
                nonce: row.maybe_digest(2)?,
                signature: row.maybe(3)?,
            };
            Ok((source, contribution))
        })
        .collect()
}

/// Records a contribution; the schema refuses a second one.
pub fn contribute(tx: &mut Tx<'_>, serial: u64, given: &Contribution, at: &Instant) -> Result<()> {
    tx.run(
        "INSERT INTO contributions (serial, source, value, nonce, signature, at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![serial, &given.source, &given.value, given.nonce, given.signature.as_ref(), at],
    )
    .map(drop)
}
