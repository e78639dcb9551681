//! A calendar for people: who goes where, on which day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::files;
use super::super::office::Office;
use super::super::refusal::Done;
use super::ground::Ground;
use super::keep::mode_slug;
use crate::domain::{Digest, Result};
use crate::schedule::sheet::{Event, Member, Sheet};
use crate::store::amendments;
use crate::store::attempts::Attempt;
use crate::store::calendars::{self, DayState};
use crate::text;

/// One version of a calendar, as it was made.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct AgendaDay {
    /// Counts from 1.
    pub version: u64,
    /// When.
    pub at: String,
    /// Why.
    pub reason: String,
    /// What it says anew.
    pub rows: u64,
}

/// A plan's calendar.
#[derive(Debug, Clone)]
pub struct Agenda {
    /// What is on it.
    pub sheet: Sheet,
    /// Its versions.
    pub versions: Vec<AgendaDay>,
    /// Visits whose row no longer fits them: amended since.
    pub stale: Vec<u64>,
}

/// Reads a plan's calendar.
///
/// # Errors
/// `attempt-none`, `attempt-abandoned`, `calendar-not-drawn`, `calendar-none`.
pub fn agenda(office: &Office, plan: &str) -> Done<Agenda> {
    let ground = Ground::of(office, plan)?;
    let (Some(first), Some(last)) = (ground.versions.first(), ground.versions.last()) else {
        return Err(text!("calendar-none", plan = plan).into());
    };
    let stamps: BTreeMap<u64, _> = ground.versions.iter().map(|v| (v.version, v.at)).collect();
    let current = ground.current();
    let mut gone: BTreeMap<u64, BTreeSet<&str>> = BTreeMap::new();
    for day in &ground.said {
        gone.entry(day.visit).or_default().extend(day.members.iter().map(String::as_str));
    }
    let member = |certificate: &str| Member {
        certificate: certificate.to_owned(),
        name: ground.inspectors.get(certificate).map(|i| i.name.clone()).unwrap_or_default(),
    };
    let (mut events, mut stale) = (Vec::new(), Vec::new());
    for visit in &ground.visits {
        let Some(day) = current.get(&visit.number) else {
            stale.extend((!visit.given_up).then_some(visit.number));
            continue;
        };
        if !super::ground::same(day, visit) {
            stale.push(visit.number);
        }
        // Who goes, as the calendar has it, in the order of the team.
        let mut teams: Vec<(String, Vec<Member>)> = Vec::new();
        let mut left: BTreeSet<&str> = day.members.iter().map(String::as_str).collect();
        for (department, team) in &visit.teams {
            let team: Vec<Member> =
                team.iter().filter(|m| left.remove(m.as_str())).map(|m| member(m)).collect();
            if !team.is_empty() {
                teams.push((department.clone(), team));
            }
        }
        for rest in left {
            let department = ground.inspectors.get(rest).map(|i| i.department.clone()).unwrap_or_default();
            match teams.iter_mut().find(|(name, _)| *name == department) {
                Some((_, team)) => team.push(member(rest)),
                None => teams.push((department, vec![member(rest)])),
            }
        }
        let former = gone.remove(&visit.number).unwrap_or_default().into_iter();
        let former = former.filter(|m| !day.members.iter().any(|other| other == m)).map(member).collect();
        let uid = Digest::of_lines(&["choucha/1 visit", &first.key.to_string(), &visit.number.to_string()]);
        events.push(Event {
            visit: visit.number,
            uid: format!("{}@choucha", &uid.to_string()[..32]),
            sequence: day.sequence,
            stamp: stamps.get(&day.version).copied().unwrap_or(last.at),
            date: day.date.filter(|_| day.state != DayState::Undated),
            cancelled: day.state == DayState::Cancelled,
            code: visit.code.clone(),
            name: visit.name.clone(),
            area: visit.area.clone(),
            teams,
            former,
        });
    }
    let sheet = Sheet {
        office: office.row.name.clone(),
        plan: ground.attempt.plan.clone(),
        title: ground.document.title.clone(),
        window: ground.document.window,
        version: last.version,
        made: last.at,
        mode: mode_slug(super::keep::mode_of(last)).to_owned(),
        sealed: ground.attempt.sealed,
        workdays: Arc::new(ground.workdays.clone()),
        events,
    };
    let mut rows: BTreeMap<u64, u64> = BTreeMap::new();
    ground.said.iter().for_each(|day| *rows.entry(day.version).or_default() += 1);
    let versions = ground.versions.iter().map(|v| AgendaDay {
        version: v.version,
        at: crate::domain::calendar::write_instant(&v.at),
        reason: v.reason.clone(),
        rows: rows.get(&v.version).copied().unwrap_or(0),
    });
    Ok(Agenda { sheet, versions: versions.collect(), stale })
}

/// How a drawn attempt's calendar stands, for `status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undated {
    /// There is a calendar.
    pub made: bool,
    /// Visits without a date; without a calendar, all that were drawn.
    pub visits: u64,
    /// Amendments came since its last version.
    pub stale: bool,
}

/// Counts a drawn attempt's visits without a date, from what is recorded.
pub fn undated(office: &Office, attempt: &Attempt) -> Result<Undated> {
    let (last, amended, days) = office.store.read(|tx| {
        let last = calendars::versions(tx, attempt.serial)?.pop();
        let amended = amendments::list(tx, attempt.serial)?.len() as u64;
        Ok((last, amended, calendars::days(tx, attempt.serial)?))
    })?;
    if let Some(last) = last {
        let now: BTreeMap<u64, DayState> = days.iter().map(|day| (day.visit, day.state)).collect();
        let visits = now.values().filter(|state| **state == DayState::Undated).count() as u64;
        return Ok(Undated { made: true, visits, stale: last.amended < amended });
    }
    let path = office.paths.attempts().join(attempt.folder()).join("visits.csv");
    // A damaged file is told of elsewhere.
    let lines = files::read(&path).map_or(0, |bytes| bytes.iter().filter(|b| **b == b'\n').count() as u64);
    Ok(Undated { made: false, visits: lines.saturating_sub(1), stale: false })
}
