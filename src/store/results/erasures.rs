//! Personal data of results erased.

use super::super::Tx;
use super::super::value::{Row, Value, args};
use super::Key;
use crate::domain::{Digest, Instant, Result};
use crate::results::ERASED;
use crate::text;

/// A statement about one version, `$1` to `$4` its key.
macro_rules! of_version {
    ($before:literal) => {
        of_version!($before, "")
    };
    ($before:literal, $after:literal) => {
        concat!($before, " WHERE serial = $1 AND visit = $2 AND department = $3 AND version = $4", $after)
    };
}

/// Why personal data were erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EraseReason {
    /// Its time on show is over.
    Expired,
    /// Somebody entitled to it ordered it.
    Ordered,
}

impl EraseReason {
    /// As tables and entries write it.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Ordered => "ordered",
        }
    }

    fn parse(slug: &str) -> Option<Self> {
        [Self::Expired, Self::Ordered].into_iter().find(|one| one.slug() == slug)
    }
}

/// One version's erasure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// The version.
    pub key: Key,
    /// Why.
    pub reason: EraseReason,
    /// By whose order; may be empty.
    pub note: String,
    /// Who did it.
    pub by: String,
    /// When.
    pub at: Instant,
    /// The log's entry.
    pub entry: u64,
}

fn row(row: &Row) -> Result<Erasure> {
    Ok(Erasure {
        key: (row.count(0)?, row.count(1)?, row.text(2)?, row.count(3)?),
        reason: EraseReason::parse(&row.text(4)?).ok_or_else(|| text!("store-column", column = 4))?,
        note: row.text(5)?,
        by: row.text(6)?,
        at: row.instant(7)?,
        entry: row.count(8)?,
    })
}

/// Of an attempt's results, by entry.
pub fn erasures(tx: &mut Tx<'_>, serial: u64) -> Result<Vec<Erasure>> {
    tx.rows(
        "SELECT serial, visit, department, version, reason, note, by, at, entry FROM result_erasures \
         WHERE serial = $1 ORDER BY entry",
        args![serial],
    )?
    .iter()
    .map(row)
    .collect()
}

/// Whether a version's personal data were erased.
pub fn erased(tx: &mut Tx<'_>, (serial, visit, department, version): &Key) -> Result<bool> {
    let found = tx.row(
        of_version!("SELECT entry FROM result_erasures"),
        args![*serial, *visit, department, *version],
    )?;
    Ok(found.is_some())
}

/// Forgets what opens the commitments to a version's personal data; run first,
/// while the rows still say which entries they are.
const FORGET: [&str; 4] = [
    of_version!(
        "DELETE FROM private WHERE member IN ('by', 'result') AND seq IN (SELECT entry FROM results",
        ")"
    ),
    of_version!(
        "DELETE FROM private WHERE member IN ('by', 'note') AND seq IN (SELECT entry FROM result_acts",
        ")"
    ),
    of_version!(
        "DELETE FROM private WHERE member IN ('by', 'objection') AND seq IN (SELECT entry FROM objections",
        ")"
    ),
    "DELETE FROM private WHERE member IN ('by', 'answer') AND seq IN (SELECT w.entry FROM objection_answers w \
     JOIN objections o ON o.number = w.number \
     WHERE o.serial = $1 AND o.visit = $2 AND o.department = $3 AND o.version = $4)",
];

/// Empties columns of a version's rows.
const EMPTY: [&str; 3] = [
    of_version!("UPDATE result_items SET note = ''"),
    of_version!("UPDATE result_evidence SET name = ''"),
    of_version!("UPDATE result_acts SET by = '', note = CASE act WHEN 'withdraw' THEN note ELSE '' END"),
];

/// The same, saying (`$5`) where something stood that may not be empty.
const BLANK: [&str; 3] = [
    of_version!(
        "UPDATE results SET inspectors = '', present = '', recorded_by = '', \
         late = CASE WHEN late IS NULL THEN NULL ELSE $5 END"
    ),
    of_version!(
        "UPDATE objection_answers SET by = '', answer = $5 WHERE number IN (SELECT number FROM objections",
        ")"
    ),
    of_version!("UPDATE objections SET by = '', who = $5, reason = $5"),
];

/// Erases a version's personal data, and forgets what opens the commitments to
/// them in the log. What was found, when, and public notices stay.
pub fn erase(tx: &mut Tx<'_>, one: &Erasure) -> Result<()> {
    let (serial, visit, department, version) = &one.key;
    let key = || args![*serial, *visit, department, *version];
    let with = |more: Vec<Value>| [key(), more].concat();
    tx.run(
        "INSERT INTO result_erasures (serial, visit, department, version, reason, note, by, at, entry) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        with(args![one.reason.slug(), &one.note, &one.by, &one.at, one.entry]),
    )?;
    for sql in FORGET.into_iter().chain(EMPTY) {
        tx.run(sql, key())?;
    }
    for sql in BLANK {
        tx.run(sql, with(args![ERASED]))?;
    }
    Ok(())
}

/// How many digests of evidence there are.
pub fn evidence_count(tx: &mut Tx<'_>) -> Result<u64> {
    tx.row("SELECT COUNT(DISTINCT sha256) FROM result_evidence", args![])?.map_or(Ok(0), |row| row.count(0))
}

/// Digests of evidence behind one, in order, at most `limit`.
pub fn evidence_after(tx: &mut Tx<'_>, after: &str, limit: u64) -> Result<Vec<Digest>> {
    tx.rows(
        "SELECT DISTINCT sha256 FROM result_evidence WHERE sha256 > $1 ORDER BY sha256 LIMIT $2",
        args![after, limit],
    )?
    .iter()
    .map(|row| row.digest(0))
    .collect()
}

/// Whether any version names that evidence.
pub fn evidence_known(tx: &mut Tx<'_>, digest: &Digest) -> Result<bool> {
    Ok(tx.row("SELECT 1 FROM result_evidence WHERE sha256 = $1 LIMIT 1", args![digest])?.is_some())
}

/// Digests of evidence that only erased versions and no amendment name.
pub fn left_evidence(tx: &mut Tx<'_>) -> Result<Vec<Digest>> {
    tx.rows(
        "SELECT DISTINCT v.sha256 FROM result_erasures e JOIN result_evidence v ON v.serial = e.serial \
         AND v.visit = e.visit AND v.department = e.department AND v.version = e.version \
         WHERE NOT EXISTS (SELECT 1 FROM result_evidence o LEFT JOIN result_erasures f ON f.serial = o.serial \
         AND f.visit = o.visit AND f.department = o.department AND f.version = o.version \
         WHERE o.sha256 = v.sha256 AND f.entry IS NULL) \
         AND NOT EXISTS (SELECT 1 FROM amendments a WHERE a.proof = v.sha256) ORDER BY v.sha256",
        args![],
    )?
    .iter()
    .map(|row| row.digest(0))
    .collect()
}
