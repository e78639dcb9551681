//! Attempts: frozen, then drawn, perhaps abandoned; never removed.

use super::Tx;
use super::value::{Row, args};
use crate::domain::{Digest, Instant, Result};
use crate::draw::document::PlanDocument;

/// One attempt.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// Counts the office's attempts.
    pub serial: u64,
    /// 计划编号.
    pub plan: String,
    /// Counts the plan's attempts.
    pub attempt: u64,
    /// Digest of the TOML text frozen.
    pub toml: Digest,
    /// The bytes of plan.json.
    pub document: Vec<u8>,
    /// Their digest, P.
    pub p: Digest,
    /// Frozen before its approval.
    pub urgent: bool,
    /// Stays secret until disclosed.
    pub sealed: bool,
    /// When frozen.
    pub frozen_at: Instant,
    /// The seed, once drawn.
    pub seed: Option<Digest>,
    /// When drawn.
    pub drawn_at: Option<Instant>,
    /// Why abandoned.
    pub reason: Option<String>,
    /// When abandoned.
    pub abandoned_at: Option<Instant>,
}

/// A file of an attempt's folder as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptFile {
    /// Path inside the folder.
    pub name: String,
    /// Its digest.
    pub sha256: Digest,
    /// Its length.
    pub bytes: u64,
}

impl Attempt {
    /// The name of its folder below `attempts/`.
    pub fn folder(&self) -> String {
        folder(&self.plan, self.attempt)
    }

    /// plan.json, read.
    pub fn plan_document(&self) -> Result<PlanDocument> {
        PlanDocument::parse(&self.document)
    }

    /// Neither drawn nor abandoned.
    pub fn open(&self) -> bool {
        self.seed.is_none() && self.reason.is_none()
    }

    /// Still in force: not abandoned.
    pub fn live(&self) -> bool {
        self.reason.is_none()
    }
}

/// The folder name of an attempt: the plan's number with what no file system
/// takes replaced, and eight characters of its digest where that happened.
pub fn folder(plan: &str, attempt: u64) -> String {
    let tame = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '〔' | '〕' | '（' | '）');
    let name: String = plan.chars().map(|c| if tame(c) { c } else { '_' }).take(60).collect();
    if name == plan {
        format!("{name}-{attempt}")
    } else {
        format!("{name}-{}-{attempt}", &Digest::of(plan.as_bytes()).to_string()[..8])
    }
}

fn attempt(row: &Row) -> Result<Attempt> {
    Ok(Attempt {
        serial: row.count(0)?,
        plan: row.text(1)?,
        attempt: row.count(2)?,
        toml: row.digest(3)?,
        document: row.blob(4)?,
        p: row.digest(5)?,
        urgent: row.flag(6)?,
        sealed: row.flag(7)?,
        frozen_at: row.instant(8)?,
        seed: row.maybe_digest(9)?,
        drawn_at: row.maybe_instant(10)?,
        reason: row.maybe(11)?,
        abandoned_at: row.maybe_instant(12)?,
    })
}

/// All, by serial.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Attempt>> {
    tx.rows(
        "SELECT serial, plan, attempt, toml, document, p, urgent, sealed, frozen_at, seed, drawn_at, \
         reason, abandoned_at FROM attempts ORDER BY serial",
        args![],
    )?
    .iter()
    .map(attempt)
    .collect()
}

/// A plan's attempts, by number.
pub fn of_plan(tx: &mut Tx<'_>, plan: &str) -> Result<Vec<Attempt>> {
    tx.rows(
        "SELECT serial, plan, attempt, toml, document, p, urgent, sealed, frozen_at, seed, drawn_at, \
         reason, abandoned_at FROM attempts WHERE plan = $1 ORDER BY attempt",
        args![plan],
    )?
    .iter()
    .map(attempt)
    .collect()
}

/// The office's last attempt.
pub fn last(tx: &mut Tx<'_>) -> Result<Option<Attempt>> {
    tx.row(
        "SELECT serial, plan, attempt, toml, document, p, urgent, sealed, frozen_at, seed, drawn_at, \
         reason, abandoned_at FROM attempts ORDER BY serial DESC LIMIT 1",
        args![],
    )?
    .map(|row| attempt(&row))
    .transpose()
}

/// Records a freeze.
pub fn add(tx: &mut Tx<'_>, attempt: &Attempt) -> Result<()> {
    tx.run(
        "INSERT INTO attempts (serial, plan, attempt, toml, document, p, urgent, sealed, frozen_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            attempt.serial,
            &attempt.plan,
            attempt.attempt,
            attempt.toml,
            attempt.document.as_slice(),
            attempt.p,
            attempt.urgent,
            attempt.sealed,
            &attempt.frozen_at,
        ],
    )
    .map(drop)
}

/// Records the draw; the schema refuses a second seed.
pub fn set_drawn(tx: &mut Tx<'_>, serial: u64, seed: &Digest, at: &Instant) -> Result<()> {
    tx.run("UPDATE attempts SET seed = $2, drawn_at = $3 WHERE serial = $1", args![serial, seed, at])
        .map(drop)
}

/// Records why it was abandoned.
pub fn set_abandoned(tx: &mut Tx<'_>, serial: u64, reason: &str, at: &Instant) -> Result<()> {
    tx.run("UPDATE attempts SET reason = $2, abandoned_at = $3 WHERE serial = $1", args![serial, reason, at])
        .map(drop)
}

/// Keeps what files of its folder should be; one already there is replaced.
pub fn put_files(tx: &mut Tx<'_>, serial: u64, files: &[AttemptFile]) -> Result<()> {
    let values = files.iter().map(|file| args![serial, &file.name, file.sha256, file.bytes]);
    tx.insert(
        "INSERT INTO attempt_files (serial, name, sha256, bytes) VALUES ",
        " ON CONFLICT (serial, name) DO UPDATE SET sha256 = excluded.sha256, bytes = excluded.bytes",
        values,
    )
    .map(drop)
}

/// What files of its folder should be, by name.
pub fn files(tx: &mut Tx<'_>, serial: u64) -> Result<Vec<AttemptFile>> {
    let mut all: Vec<_> = tx
        .rows("SELECT name, sha256, bytes FROM attempt_files WHERE serial = $1", args![serial])?
        .iter()
        .map(|row| Ok(AttemptFile { name: row.text(0)?, sha256: row.digest(1)?, bytes: row.count(2)? }))
        .collect::<Result<_>>()?;
    all.sort_by(|a: &AttemptFile, b| a.name.cmp(&b.name));
    Ok(all)
}
