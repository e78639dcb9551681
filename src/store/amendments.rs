//! Rows of amendments.csv with the proofs only the office keeps.

use super::Tx;
use super::value::args;
use crate::domain::{Digest, Instant, Result};

/// One row of amendments.csv.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmendmentRow {
    /// Counts from 1 within the attempt.
    pub seq: u64,
    /// `substitute` or `recuse`.
    pub kind: String,
    /// Visit number.
    pub visit: u64,
    /// Part; empty for `recuse`.
    pub part: String,
    /// Department.
    pub department: String,
    /// Who or what goes.
    pub old: String,
    /// Who or what comes; may be empty.
    pub new: String,
    /// Why.
    pub reason: String,
    /// When, as amendments.csv writes it.
    pub at: Instant,
    /// Digest and name of the proof handed in.
    pub proof: Option<(Digest, String)>,
}

/// An attempt's rows, by number.
pub fn list(tx: &mut Tx<'_>, serial: u64) -> Result<Vec<AmendmentRow>> {
    tx.rows(
        "SELECT seq, kind, visit, part, department, old, new, reason, at, proof, proof_name \
         FROM amendments WHERE serial = $1 ORDER BY seq",
        args![serial],
    )?
    .iter()
    .map(|row| {
        Ok(AmendmentRow {
            seq: row.count(0)?,
            kind: row.text(1)?,
            visit: row.count(2)?,
            part: row.text(3)?,
            department: row.text(4)?,
            old: row.text(5)?,
            new: row.text(6)?,
            reason: row.text(7)?,
            at: row.instant(8)?,
            proof: row.maybe_digest(9)?.zip(row.maybe(10)?),
        })
    })
    .collect()
}

/// Adds rows.
pub fn add(tx: &mut Tx<'_>, serial: u64, rows: &[AmendmentRow]) -> Result<()> {
    let values = rows.iter().map(|row| {
        let (proof, name) = row.proof.as_ref().map(|(digest, name)| (*digest, name.as_str())).unzip();
        args![
            serial,
            row.seq,
            &row.kind,
            row.visit,
            &row.part,
            &row.department,
            &row.old,
            &row.new,
            &row.reason,
            &row.at,
            proof,
            name,
        ]
    });
    tx.insert(
        "INSERT INTO amendments (serial, seq, kind, visit, part, department, old, new, reason, at, proof, \
         proof_name) VALUES ",
        "",
        values,
    )
    .map(drop)
}
