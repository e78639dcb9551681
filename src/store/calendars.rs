//! 检查日历: every version ever made, and what each says of a visit.

use std::collections::BTreeMap;

use super::Tx;
use super::value::{Row, args};
use crate::domain::{Date, Digest, Instant, Result};
use crate::text;

/// A version of an attempt's calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Serial of the attempt.
    pub serial: u64,
    /// Counts from 1.
    pub version: u64,
    /// `early` or `spread`.
    pub mode: String,
    /// Visits a day of an inspector.
    pub capacity: u32,
    /// Inspectors with another capacity.
    pub capacities: BTreeMap<String, u32>,
    /// What decided between equal days; never leaves the office.
    pub key: Digest,
    /// Keyed digest of what it says.
    pub sha256: Digest,
    /// Rows of amendments it knows of.
    pub amended: u64,
    /// Why it was made.
    pub reason: String,
    /// When.
    pub at: Instant,
}

/// Whether a visit has a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DayState {
    /// It has.
    Dated,
    /// It has none: nobody is there to go.
    Undated,
    /// It was given up; the date is the one it had.
    Cancelled,
}

/// What a version says of a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarDay {
    /// The visit's number.
    pub visit: u64,
    /// The version that says so.
    pub version: u64,
    /// Whether it has a date.
    pub state: DayState,
    /// The date.
    pub date: Option<Date>,
    /// Counts the changes.
    pub sequence: u64,
    /// Certificate numbers in byte order.
    pub members: Vec<String>,
}

fn calendar(row: &Row) -> Result<Calendar> {
    let capacities = serde_json::from_str(&row.text(4)?).map_err(|_| text!("store-column", column = 4))?;
    Ok(Calendar {
        serial: row.count(0)?,
        version: row.count(1)?,
        mode: row.text(2)?,
        capacity: u32::try_from(row.count(3)?).unwrap_or(u32::MAX),
        capacities,
        key: row.digest(5)?,
        sha256: row.digest(6)?,
        amended: row.count(7)?,
        reason: row.text(8)?,
        at: row.instant(9)?,
    })
}

/// An attempt's versions, in order.
pub fn versions(tx: &mut Tx<'_>, serial: u64) -> Result<Vec<Calendar>> {
    tx.rows(
        "SELECT serial, version, mode, capacity, capacities, key, sha256, amended, reason, at \
         FROM calendars WHERE serial = $1 ORDER BY version",
        args![serial],
    )?
    .iter()
    .map(calendar)
    .collect()
}

fn day(row: &Row) -> Result<CalendarDay> {
    Ok(CalendarDay {
        visit: row.count(0)?,
        version: row.count(1)?,
        state: match row.text(2)?.as_str() {
            "dated" => DayState::Dated,
            "undated" => DayState::Undated,
            "cancelled" => DayState::Cancelled,
            _ => return Err(text!("store-column", column = 2)),
        },
        date: row.maybe_date(3)?,
        sequence: row.count(4)?,
        members: row.list(5)?,
    })
}

/// Everything ever said of an attempt's visits, by visit and version: the last
/// row of a visit holds.
pub fn days(tx: &mut Tx<'_>, serial: u64) -> Result<Vec<CalendarDay>> {
    tx.rows(
        "SELECT visit, version, state, date, sequence, members FROM calendar_days \
         WHERE serial = $1 ORDER BY visit, version",
        args![serial],
    )?
    .iter()
    .map(day)
    .collect()
}

/// Dates, with the members that go, of the other plans' visits between two
/// days: what an inspector's capacity is already used for.
pub fn elsewhere(tx: &mut Tx<'_>, serial: u64, from: Date, to: Date) -> Result<Vec<(Date, Vec<String>)>> {
    tx.rows(
        "SELECT d.date, d.members FROM calendar_days d JOIN attempts a ON a.serial = d.serial \
         WHERE d.serial <> $1 AND a.reason IS NULL AND d.state = 'dated' AND d.date >= $2 AND d.date <= $3 \
         AND d.version = (SELECT MAX(e.version) FROM calendar_days e \
                          WHERE e.serial = d.serial AND e.visit = d.visit)",
        args![serial, from, to],
    )?
    .iter()
    .map(|row| Ok((row.date(0)?, row.list(1)?)))
    .collect()
}

/// Adds a version with what it says anew.
pub fn add(tx: &mut Tx<'_>, calendar: &Calendar, days: &[CalendarDay]) -> Result<()> {
    let serial = calendar.serial;
    let capacities = serde_json::to_string(&calendar.capacities).unwrap_or_default();
    tx.run(
        "INSERT INTO calendars (serial, version, mode, capacity, capacities, key, sha256, amended, reason, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            serial,
            calendar.version,
            &calendar.mode,
            calendar.capacity,
            capacities,
            calendar.key,
            calendar.sha256,
            calendar.amended,
            &calendar.reason,
            &calendar.at,
        ],
    )?;
    let rows = days.iter().map(|day| {
        let state = match day.state {
            DayState::Dated => "dated",
            DayState::Undated => "undated",
            DayState::Cancelled => "cancelled",
        };
        args![serial, day.visit, day.version, state, day.date, day.sequence, day.members.join(";")]
    });
    tx.insert(
        "INSERT INTO calendar_days (serial, visit, version, state, date, sequence, members) VALUES ",
        "",
        rows,
    )
    .map(drop)
}
