//! Joint inspections: local rules, and who left which joint plan.

use super::Tx;
use super::value::args;
use crate::domain::{Digest, Instant, Result};

/// A department that left a joint plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// 计划编号 of the joint plan.
    pub plan: String,
    /// Digest of the text it withdrew from.
    pub sha256: Digest,
    /// Department.
    pub department: String,
    /// Why; may be empty.
    pub reason: String,
    /// When.
    pub at: Instant,
}

/// The text of the rules in force.
pub fn rules(tx: &mut Tx<'_>) -> Result<Option<Vec<u8>>> {
    tx.row("SELECT toml FROM joint_rules ORDER BY number DESC LIMIT 1", args![])?
        .map(|row| row.blob(0))
        .transpose()
}

/// Puts rules in force; earlier ones stay.
pub fn put_rules(tx: &mut Tx<'_>, toml: &[u8], at: &Instant) -> Result<()> {
    let last = tx.row("SELECT COALESCE(MAX(number), 0) FROM joint_rules", args![])?;
    let number = last.map_or(Ok(0), |row| row.count(0))? + 1;
    tx.run(
        "INSERT INTO joint_rules (number, toml, sha256, at) VALUES ($1, $2, $3, $4)",
        args![number, toml, Digest::of(toml), at],
    )
    .map(drop)
}

/// Records a withdrawal; one already there stays.
pub fn withdraw(tx: &mut Tx<'_>, row: &Withdrawal) -> Result<()> {
    tx.run(
        "INSERT INTO withdrawals (plan, sha256, department, reason, at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (plan, sha256, department) DO NOTHING",
        args![&row.plan, row.sha256, &row.department, &row.reason, &row.at],
    )
    .map(drop)
}

/// Who left a joint plan, by time.
pub fn withdrawals(tx: &mut Tx<'_>, plan: &str) -> Result<Vec<Withdrawal>> {
    tx.rows(
        "SELECT plan, sha256, department, reason, at FROM withdrawals WHERE plan = $1 ORDER BY at, department",
        args![plan],
    )?
    .iter()
    .map(|row| {
        Ok(Withdrawal {
            plan: row.text(0)?,
            sha256: row.digest(1)?,
            department: row.text(2)?,
            reason: row.text(3)?,
            at: row.instant(4)?,
        })
    })
    .collect()
}
