//! 检查结果: every version ever recorded, where each stands, what was decided of
//! it, objections, and the local rules on deadlines.

mod acts;
mod counts;
mod erasures;
mod letters;
mod objections;

pub use acts::{ActRow, act, act_all, acts_of_attempt, acts_of_visit};
pub use counts::{Waiting, made_public, told, told_count, waiting};
pub use erasures::{
    EraseReason, Erasure, erase, erased, erasures, evidence_after, evidence_count, evidence_known,
    left_evidence,
};
pub use letters::{LetterRow, add_letter, letter_of_objection, letters, letters_of_attempt};
pub use objections::{add_objection, answer, last_objection, objection, objections, objections_of_attempt};

use std::collections::BTreeMap;

use super::Tx;
use super::value::{Row, args};
use crate::domain::{Date, Digest, Instant, Result};
use crate::results::{Disposal, Evidence, EvidenceKind, Finding, ItemResult, State, VisitResult};
use crate::text;

/// Names one version: serial of the attempt, visit, department, version.
pub type Key = (u64, u64, String, u64);

/// A version of a result with its place in the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultRow {
    /// Serial of the attempt.
    pub serial: u64,
    /// The log's entry that it was recorded by.
    pub entry: u64,
    /// What was recorded.
    pub result: VisitResult,
}

impl ResultRow {
    /// What names it.
    pub fn key(&self) -> Key {
        let result = &self.result;
        (self.serial, result.visit, result.department.clone(), result.version)
    }
}

/// The queries of the versions, their items and their evidence under one
/// condition.
macro_rules! versions {
    ($tx:expr, $condition:literal, $args:expr) => {{
        let head = $tx.rows(
            concat!(
                "SELECT r.serial, r.visit, r.department, r.version, a.plan, a.attempt, r.code, r.date, r.late, \
                 r.method, r.inspectors, r.present, r.rights_told, r.major, r.decision, r.decided, \
                 r.recorded_by, r.recorded_at, r.notice, r.entry, s.state, s.published_at \
                 FROM results r JOIN attempts a ON a.serial = r.serial \
                 JOIN result_states s ON s.serial = r.serial AND s.visit = r.visit \
                 AND s.department = r.department AND s.version = r.version WHERE ",
                $condition,
                " ORDER BY r.serial, r.visit, r.department, r.version"
            ),
            $args,
        )?;
        let items = $tx.rows(
            concat!(
                "SELECT i.serial, i.visit, i.department, i.version, i.item, i.checked, i.finding, i.disposal, \
                 i.note FROM result_items i JOIN results r ON r.serial = i.serial AND r.visit = i.visit \
                 AND r.department = i.department AND r.version = i.version \
                 JOIN attempts a ON a.serial = r.serial WHERE ",
                $condition,
                " ORDER BY i.serial, i.visit, i.department, i.version, i.number"
            ),
            $args,
        )?;
        let evidence = $tx.rows(
            concat!(
                "SELECT e.serial, e.visit, e.department, e.version, e.sha256, e.name, e.kind, e.at \
                 FROM result_evidence e JOIN results r ON r.serial = e.serial AND r.visit = e.visit \
                 AND r.department = e.department AND r.version = e.version \
                 JOIN attempts a ON a.serial = r.serial WHERE ",
                $condition,
                " ORDER BY e.serial, e.visit, e.department, e.version, e.number"
            ),
            $args,
        )?;
        put_together(&head, &items, &evidence)
    }};
}

fn key(row: &Row) -> Result<Key> {
    Ok((row.count(0)?, row.count(1)?, row.text(2)?, row.count(3)?))
}

fn put_together(head: &[Row], items: &[Row], evidence: &[Row]) -> Result<Vec<ResultRow>> {
    let mut of: BTreeMap<Key, (Vec<ItemResult>, Vec<Evidence>)> = BTreeMap::new();
    for row in items {
        of.entry(key(row)?).or_default().0.push(item(row)?);
    }
    for row in evidence {
        of.entry(key(row)?).or_default().1.push(proof(row)?);
    }
    head.iter()
        .map(|row| {
            let key = key(row)?;
            let (items, evidence) = of.remove(&key).unwrap_or_default();
            let (serial, visit, department, version) = key;
            let result = VisitResult {
                plan: row.text(4)?,
                attempt: row.count(5)?,
                visit,
                code: row.text(6)?,
                department,
                version,
                date: row.date(7)?,
                late: row.maybe(8)?,
                method: row.text(9)?,
                inspectors: row.list(10)?,
                present: row.text(11)?,
                rights_told: row.flag(12)?,
                items,
                evidence,
                major: row.flag(13)?,
                decision: row.flag(14)?,
                decided: row.date(15)?,
                recorded_by: row.text(16)?,
                recorded_at: row.instant(17)?,
                notice: row.maybe(18)?,
                state: State::parse(&row.text(20)?).ok_or_else(|| text!("store-column", column = 20))?,
                published_at: row.maybe_instant(21)?,
            };
            Ok(ResultRow { serial, entry: row.count(19)?, result })
        })
        .collect()
}

fn item(row: &Row) -> Result<ItemResult> {
    let finding = row.maybe(6)?.map(|code| Finding::parse(&code)).transpose()?;
    let disposal = row.maybe(7)?.map(|code| Disposal::parse(&code)).transpose()?;
    Ok(ItemResult { item: row.text(4)?, checked: row.flag(5)?, finding, disposal, note: row.text(8)? })
}

fn proof(row: &Row) -> Result<Evidence> {
    let kind = EvidenceKind::parse(&row.text(6)?).ok_or_else(|| text!("store-column", column = 6))?;
    Ok(Evidence { digest: row.digest(4)?, name: row.text(5)?, kind, at: row.instant(7)? })
}

/// Every version of an attempt's results, by visit, department, version.
pub fn of_attempt(tx: &mut Tx<'_>, serial: u64) -> Result<Vec<ResultRow>> {
    versions!(tx, "r.serial = $1", args![serial])
}

/// Those of some of its visits, from the first to the last.
pub fn of_visits(tx: &mut Tx<'_>, serial: u64, (from, to): (i64, i64)) -> Result<Vec<ResultRow>> {
    versions!(tx, "r.serial = $1 AND r.visit >= $2 AND r.visit <= $3", args![serial, from, to])
}

/// Every version of every result of a plan, by attempt, visit, department,
/// version.
pub fn of_plan(tx: &mut Tx<'_>, plan: &str) -> Result<Vec<VisitResult>> {
    Ok(versions!(tx, "a.plan = $1", args![plan])?.into_iter().map(|row| row.result).collect())
}

/// Every version of one visit's results, by department and version.
pub fn of_visit(tx: &mut Tx<'_>, serial: u64, visit: u64) -> Result<Vec<ResultRow>> {
    versions!(tx, "r.serial = $1 AND r.visit = $2", args![serial, visit])
}

/// Days of the visits and results of all plans between two days, for figures
/// of a quarter: attempts that have any.
pub fn serials_between(tx: &mut Tx<'_>, from: Date, to: Date) -> Result<Vec<u64>> {
    tx.rows(
        "SELECT DISTINCT serial FROM results WHERE date >= $1 AND date <= $2 ORDER BY serial",
        args![from, to],
    )?
    .iter()
    .map(|row| row.count(0))
    .collect()
}

/// Adds versions as recorded, waiting for review.
pub fn add(tx: &mut Tx<'_>, rows: &[ResultRow]) -> Result<()> {
    let head = rows.iter().map(|ResultRow { serial, entry, result: r }| {
        args![
            *serial,
            r.visit,
            &r.department,
            r.version,
            &r.code,
            r.date,
            r.late.as_deref(),
            &r.method,
            r.inspectors.join(";"),
            &r.present,
            r.rights_told,
            r.major,
            r.decision,
            r.decided,
            &r.recorded_by,
            &r.recorded_at,
            r.notice.as_deref(),
            *entry,
        ]
    });
    tx.insert(
        "INSERT INTO results (serial, visit, department, version, code, date, late, method, inspectors, \
         present, rights_told, major, decision, decided, recorded_by, recorded_at, notice, entry) VALUES ",
        "",
        head,
    )?;
    let items = rows.iter().flat_map(|ResultRow { serial, result: r, .. }| {
        (1u64..).zip(&r.items).map(move |(number, item)| {
            args![
                *serial,
                r.visit,
                &r.department,
                r.version,
                number,
                &item.item,
                item.checked,
                item.finding.map(Finding::code),
                item.disposal.map(Disposal::code),
                &item.note,
            ]
        })
    });
    tx.insert(
        "INSERT INTO result_items (serial, visit, department, version, number, item, checked, finding, \
         disposal, note) VALUES ",
        "",
        items,
    )?;
    let evidence = rows.iter().flat_map(|ResultRow { serial, result: r, .. }| {
        (1u64..).zip(&r.evidence).map(move |(number, one)| {
            args![
                *serial,
                r.visit,
                &r.department,
                r.version,
                number,
                one.digest,
                &one.name,
                one.kind.slug(),
                &one.at,
            ]
        })
    });
    tx.insert(
        "INSERT INTO result_evidence (serial, visit, department, version, number, sha256, name, kind, at) \
         VALUES ",
        "",
        evidence,
    )?;
    let states = rows.iter().map(|ResultRow { serial, result: r, .. }| {
        args![*serial, r.visit, &r.department, r.version, State::Recorded.slug(), None::<String>]
    });
    tx.insert(
        "INSERT INTO result_states (serial, visit, department, version, state, published_at) VALUES ",
        "",
        states,
    )
    .map(drop)
}

/// Says where a version stands from now on.
pub fn set_state(tx: &mut Tx<'_>, key: &Key, state: State, published_at: Option<&Instant>) -> Result<()> {
    let (serial, visit, department, version) = key;
    tx.run(
        "UPDATE result_states SET state = $5, published_at = COALESCE($6, published_at) \
         WHERE serial = $1 AND visit = $2 AND department = $3 AND version = $4",
        args![*serial, *visit, department, *version, state.slug(), published_at],
    )
    .map(drop)
}

/// The text of the rules on deadlines in force.
pub fn rules(tx: &mut Tx<'_>) -> Result<Option<Vec<u8>>> {
    tx.row("SELECT toml FROM result_rules ORDER BY number DESC LIMIT 1", args![])?
        .map(|row| row.blob(0))
        .transpose()
}

/// Puts rules in force; earlier ones stay.
pub fn put_rules(tx: &mut Tx<'_>, toml: &[u8], at: &Instant) -> Result<()> {
    let last = tx.row("SELECT COALESCE(MAX(number), 0) FROM result_rules", args![])?;
    let number = last.map_or(Ok(0), |row| row.count(0))? + 1;
    tx.run(
        "INSERT INTO result_rules (number, toml, sha256, at) VALUES ($1, $2, $3, $4)",
        args![number, toml, Digest::of(toml), at],
    )
    .map(drop)
}
