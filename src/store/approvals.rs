//! 审批: sign-offs, each of exactly one text.

use super::Tx;
use super::value::{Row, args};
use crate::domain::{Digest, Instant, Result};

/// A sign-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// 计划编号.
    pub plan: String,
    /// Digest of the TOML text approved.
    pub sha256: Digest,
    /// 行政主要负责人.
    pub head: String,
    /// 审批意见 or 文号; may be empty.
    pub note: String,
    /// When.
    pub at: Instant,
    /// 事后审批: given after an urgent plan was frozen.
    pub later: bool,
}

fn approval(row: &Row) -> Result<Approval> {
    Ok(Approval {
        plan: row.text(0)?,
        sha256: row.digest(1)?,
        head: row.text(2)?,
        note: row.text(3)?,
        at: row.instant(4)?,
        later: row.flag(5)?,
    })
}

/// The sign-off of exactly that text.
pub fn get(tx: &mut Tx<'_>, plan: &str, sha256: &Digest) -> Result<Option<Approval>> {
    tx.row(
        "SELECT plan, sha256, head, note, at, later FROM approvals WHERE plan = $1 AND sha256 = $2",
        args![plan, sha256],
    )?
    .map(|row| approval(&row))
    .transpose()
}

/// Records a sign-off.
pub fn add(tx: &mut Tx<'_>, approval: &Approval) -> Result<()> {
    tx.run(
        "INSERT INTO approvals (plan, sha256, head, note, at, later) VALUES ($1, $2, $3, $4, $5, $6)",
        args![&approval.plan, approval.sha256, &approval.head, &approval.note, &approval.at, approval.later],
    )
    .map(drop)
}
