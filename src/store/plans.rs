//! Plans by number, with the text last approved or frozen.

use super::Tx;
use super::value::{Row, args};
use crate::domain::{Digest, Instant, Result};

/// A plan known to the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRow {
    /// 计划编号.
    pub plan: String,
    /// 标题.
    pub title: String,
    /// The TOML text.
    pub toml: Vec<u8>,
    /// Its digest.
    pub sha256: Digest,
    /// When it came in.
    pub at: Instant,
}

fn plan(row: &Row) -> Result<PlanRow> {
    Ok(PlanRow {
        plan: row.text(0)?,
        title: row.text(1)?,
        toml: row.blob(2)?,
        sha256: row.digest(3)?,
        at: row.instant(4)?,
    })
}

/// The plan of that number.
pub fn get(tx: &mut Tx<'_>, number: &str) -> Result<Option<PlanRow>> {
    tx.row(
        "SELECT plans.plan, plans.title, texts.toml, plans.sha256, plans.at FROM plans \
         JOIN texts ON texts.sha256 = plans.sha256 WHERE plans.plan = $1",
        args![number],
    )?
    .map(|row| plan(&row))
    .transpose()
}

/// All, by number.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<PlanRow>> {
    let mut all: Vec<_> = tx
        .rows(
            "SELECT plans.plan, plans.title, texts.toml, plans.sha256, plans.at FROM plans \
             JOIN texts ON texts.sha256 = plans.sha256",
            args![],
        )?
        .iter()
        .map(plan)
        .collect::<Result<_>>()?;
    all.sort_by(|a: &PlanRow, b| a.plan.cmp(&b.plan));
    Ok(all)
}

/// Keeps a plan's text; earlier texts stay.
pub fn put(tx: &mut Tx<'_>, row: &PlanRow) -> Result<()> {
    tx.run(
        "INSERT INTO texts (sha256, toml) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING",
        args![row.sha256, row.toml.as_slice()],
    )?;
    tx.run(
        "INSERT INTO plans (plan, title, sha256, at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (plan) DO UPDATE SET title = excluded.title, sha256 = excluded.sha256, at = excluded.at",
        args![&row.plan, &row.title, row.sha256, &row.at],
    )
    .map(drop)
}

/// A text by its digest.
pub fn text(tx: &mut Tx<'_>, sha256: &Digest) -> Result<Option<Vec<u8>>> {
    tx.row("SELECT toml FROM texts WHERE sha256 = $1", args![sha256])?.map(|row| row.blob(0)).transpose()
}
