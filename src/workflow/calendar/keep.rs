//! A version of a calendar is put down, with its journal entry.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::office::{Office, details};
use super::ground::Ground;
use crate::domain::csv::write_row;
use crate::domain::{Date, Digest, Result};
use crate::schedule::{Measures, Mode};
use crate::store::calendars::{self, Calendar, CalendarDay, DayState};

/// A calendar made or mended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Arranged {
    /// 计划编号.
    pub plan: String,
    /// Attempt.
    pub attempt: u64,
    /// Its version; 0 where nothing was made.
    pub version: u64,
    /// It stood already; nothing was changed.
    pub already: bool,
    /// How days were chosen.
    pub mode: Mode,
    /// Visits a day of an inspector.
    pub capacity: u32,
    /// Visits with a date.
    pub dated: u64,
    /// Visits without one, since nobody is there to go.
    pub undated: u64,
    /// Visits that had a date and have another.
    pub moved: Vec<Moved>,
    /// Visits that newly have a date.
    pub new: Vec<u64>,
    /// Visits given up, whose date is free again.
    pub cancelled: Vec<u64>,
    /// No calendar moves fewer; always so for one made anew.
    pub fewest: bool,
    /// First and last date.
    pub dates: Option<[Date; 2]>,
    /// Working days that were there to choose from.
    pub days: u64,
    /// What the calendar is worth; of one made anew.
    pub measures: Option<Measures>,
    /// Years whose working days are not all decided by a notice.
    pub doubtful: Vec<i32>,
    /// The plan is sealed.
    pub sealed: bool,
}

/// A visit that had a date and has another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// Its number.
    pub visit: u64,
    /// The date it had.
    pub from: Date,
    /// The date it has.
    pub to: Date,
}

/// How a version is made.
pub(super) struct Making<'a> {
    pub(super) mode: Mode,
    pub(super) capacity: u32,
    pub(super) capacities: BTreeMap<String, u32>,
    pub(super) key: Digest,
    pub(super) reason: &'a str,
}

/// As the database writes it.
pub(super) fn mode_slug(mode: Mode) -> &'static str {
    match mode {
        Mode::Early => "early",
        Mode::Spread => "spread",
    }
}

/// The mode of a version.
pub(super) fn mode_of(calendar: &Calendar) -> Mode {
    if calendar.mode == "early" { Mode::Early } else { Mode::Spread }
}

/// A version's days, visit by visit, against those of the one before.
#[derive(Default)]
struct Days {
    /// What it says anew.
    rows: Vec<CalendarDay>,
    /// All it says, as CSV.
    whole: Vec<u8>,
    dated: u64,
    undated: u64,
    moved: Vec<Moved>,
    new: Vec<u64>,
    cancelled: Vec<u64>,
}

impl Days {
    fn of(ground: &Ground, version: u64, dates: &BTreeMap<u64, Option<Date>>) -> Self {
        let current = ground.current();
        let mut out = Days { whole: b"visit,state,date,sequence,members\n".to_vec(), ..Days::default() };
        for visit in &ground.visits {
            let before = current.get(&visit.number).copied();
            let had = before.and_then(|day| day.date.filter(|_| day.state == DayState::Dated));
            let (state, date) = match dates.get(&visit.number).copied().flatten() {
                _ if visit.given_up => (DayState::Cancelled, before.and_then(|day| day.date)),
                Some(date) => (DayState::Dated, Some(date)),
                None => (DayState::Undated, None),
            };
            let members = match before {
                Some(before) if visit.given_up => before.members.clone(),
                _ => visit.members(),
            };
            match (state, had) {
                (DayState::Dated, Some(from)) => {
                    let to = date.filter(|to| *to != from);
                    out.moved.extend(to.map(|to| Moved { visit: visit.number, from, to }));
                }
                (DayState::Dated, None) => out.new.push(visit.number),
                (DayState::Cancelled, Some(_)) => out.cancelled.push(visit.number),
                _ => {}
            }
            out.dated += u64::from(state == DayState::Dated);
            out.undated += u64::from(state == DayState::Undated);
            let as_before = before.is_some_and(|before| {
                (before.state, before.date, &before.members) == (state, date, &members)
            });
            // Only a change of what people were told counts.
            let sequence = before.map_or(0, |before| before.sequence + u64::from(!as_before));
            let day = CalendarDay { visit: visit.number, version, state, date, sequence, members };
            write_row(
                &mut out.whole,
                &[
                    day.visit.to_string(),
                    format!("{state:?}").to_lowercase(),
                    date.map(|date| date.to_string()).unwrap_or_default(),
                    sequence.to_string(),
                    day.members.join(";"),
                ],
            );
            if !as_before {
                out.rows.push(day);
            }
        }
        out
    }
}

/// Puts down a version in which the visits have these dates (`None`: nobody to
/// go). Only what it says anew is kept as rows. Nothing new: no version.
pub(super) fn keep(
    office: &Office,
    ground: &Ground,
    making: Making<'_>,
    dates: &BTreeMap<u64, Option<Date>>,
) -> Result<Arranged> {
    let Making { mode, capacity, capacities, key, reason } = making;
    let version = ground.versions.last().map_or(0, |last| last.version) + 1;
    let Days { rows, whole, dated, undated, moved, new, cancelled } = Days::of(ground, version, dates);
    let used: Vec<Date> = dates.values().copied().flatten().collect();
    let mut arranged = Arranged {
        plan: ground.attempt.plan.clone(),
        attempt: ground.attempt.attempt,
        version,
        already: false,
        mode,
        capacity,
        dated,
        undated,
        moved,
        new,
        cancelled,
        fewest: true,
        dates: used.iter().min().zip(used.iter().max()).map(|(first, last)| [*first, *last]),
        days: 0,
        measures: None,
        doubtful: ground.doubtful(),
        sealed: ground.attempt.sealed,
    };
    if rows.is_empty() && ground.versions.last().is_some_and(|last| last.amended == ground.amended) {
        (arranged.version, arranged.already) = (version - 1, true);
        return Ok(arranged);
    }
    // Few dates could be guessed from a plain digest; under the key none can.
    let sha256 =
        Digest::of_lines(&["choucha/1 calendar", &key.to_string(), &Digest::of(&whole).to_string(), reason]);
    let calendar = Calendar {
        serial: ground.attempt.serial,
        version,
        mode: mode_slug(mode).to_owned(),
        capacity,
        capacities,
        key,
        sha256,
        amended: ground.amended,
        reason: reason.to_owned(),
        at: office.now(),
    };
    office.begin("calendar", &ground.attempt.plan, &[])?.commit(|tx| {
        calendars::add(tx, &calendar, &rows)?;
        let mut members = details([
            ("plan", ground.attempt.plan.as_str().into()),
            ("attempt", ground.attempt.attempt.into()),
            ("serial", ground.attempt.serial.into()),
            ("p", ground.attempt.p.to_string().into()),
            ("version", version.into()),
            ("calendar", sha256.to_string().into()),
        ]);
        // How many visits there are, and when they end, is secret while sealed.
        if !ground.attempt.sealed {
            members.insert("mode", mode_slug(mode).into());
            members.insert("capacity", capacity.into());
            members.insert("dated", dated.into());
            members.insert("moved", arranged.moved.len().into());
        }
        office.record_at(tx, &calendar.at, "calendar", members)
    })?;
    Ok(arranged)
}
