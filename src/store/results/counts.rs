//! Results counted, without reading what they say.

use std::collections::BTreeSet;

use super::super::Tx;
use super::super::value::args;
use crate::domain::{Date, Result};
use crate::results::State;
use crate::text;

/// A version that waits for somebody: what its deadline follows from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The department.
    pub department: String,
    /// Where it stands.
    pub state: State,
    /// A major decision.
    pub major: bool,
    /// A penalty or licence decision.
    pub decision: bool,
    /// Day of the decision.
    pub decided: Date,
    /// When the correction was recorded; none: no correction.
    pub corrected: Option<Date>,
}

/// An attempt's last versions that are not public yet: under way, or sent back.
pub fn waiting(tx: &mut Tx<'_>, serial: u64) -> Result<Vec<Waiting>> {
    tx.rows(
        "SELECT r.department, s.state, r.major, r.decision, r.decided, r.notice IS NOT NULL, r.recorded_at \
         FROM result_states s JOIN results r ON r.serial = s.serial AND r.visit = s.visit \
         AND r.department = s.department AND r.version = s.version \
         WHERE s.serial = $1 AND s.state IN ('recorded', 'returned', 'accepted', 'cleared') \
         AND NOT EXISTS (SELECT 1 FROM results l WHERE l.serial = s.serial AND l.visit = s.visit \
         AND l.department = s.department AND l.version > s.version)",
        args![serial],
    )?
    .iter()
    .map(|row| {
        let recorded = row.instant(6)?.date_naive();
        Ok(Waiting {
            department: row.text(0)?,
            state: State::parse(&row.text(1)?).ok_or_else(|| text!("store-column", column = 1))?,
            major: row.flag(2)?,
            decision: row.flag(3)?,
            decided: row.date(4)?,
            corrected: row.flag(5)?.then_some(recorded),
        })
    })
    .collect()
}

/// How many departments' results of visits an attempt has.
pub fn told_count(tx: &mut Tx<'_>, serial: u64) -> Result<u64> {
    let found = tx.row(
        "SELECT COUNT(*) FROM (SELECT DISTINCT visit, department FROM results WHERE serial = $1)",
        args![serial],
    )?;
    found.map_or(Ok(0), |row| row.count(0))
}

/// Which departments have a result of which visits.
pub fn told(tx: &mut Tx<'_>, serial: u64) -> Result<BTreeSet<(u64, String)>> {
    tx.rows("SELECT DISTINCT visit, department FROM results WHERE serial = $1", args![serial])?
        .iter()
        .map(|row| Ok((row.count(0)?, row.text(1)?)))
        .collect()
}

/// Publications, of these corrections, and withdrawals from one day to another.
pub fn made_public(tx: &mut Tx<'_>, from: Date, to: Date) -> Result<[u64; 3]> {
    let rows = tx.rows(
        "SELECT a.act, COUNT(*), SUM(EXISTS (SELECT 1 FROM result_acts b WHERE b.serial = a.serial \
         AND b.visit = a.visit AND b.department = a.department AND b.act = 'publish' AND b.entry < a.entry)) \
         FROM result_acts a WHERE a.act IN ('publish', 'withdraw') \
         AND substr(a.at, 1, 10) >= $1 AND substr(a.at, 1, 10) <= $2 GROUP BY a.act",
        args![from, to],
    )?;
    let mut out = [0; 3];
    for row in &rows {
        if row.text(0)? == "publish" {
            (out[0], out[1]) = (row.count(1)?, row.count(2)?);
        } else {
            out[2] = row.count(1)?;
        }
    }
    Ok(out)
}
