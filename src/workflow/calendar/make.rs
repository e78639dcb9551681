//! All visits of a plan get their dates.

use std::collections::BTreeMap;

use super::super::office::Office;
use super::super::refusal::{Done, Refusal};
use super::ground::{Ground, same};
use super::keep::{Arranged, Making, keep, mode_of};
use crate::domain::grammar::check_text;
use crate::domain::{Date, Progress};
use crate::schedule::{Mode, arrange, measure};
use crate::store::calendars::DayState;
use crate::text;

/// How a calendar is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// How days are chosen.
    pub mode: Mode,
    /// Visits a day of an inspector, at least 1.
    pub capacity: u32,
    /// Inspectors with another capacity, by certificate number; 0 allowed.
    pub capacities: BTreeMap<String, u32>,
    /// Why a calendar that stands is made anew; empty: it is not.
    pub anew: String,
}

impl Default for Options {
    fn default() -> Self {
        Self { mode: Mode::Spread, capacity: 2, capacities: BTreeMap::new(), anew: String::new() }
    }
}

/// Makes the calendar of a plan's drawn attempt. A second time nothing changes,
/// unless it is asked for anew, with a reason; visits dated until today then
/// keep their dates.
///
/// # Errors
/// `attempt-none`, `attempt-abandoned`, `calendar-not-drawn`,
/// `calendar-capacity`, `calendar-inspector-unknown`, `calendar-exists`,
/// `calendar-no-days`, `calendar-impossible` with what is short.
pub fn make(office: &Office, plan: &str, options: &Options, progress: &dyn Progress) -> Done<Arranged> {
    if options.capacity == 0 || options.capacities.values().chain([&options.capacity]).any(|n| *n > 1000) {
        return Err(text!("calendar-capacity").into());
    }
    let anew = options.anew.trim();
    check_text(anew)?;
    let ground = Ground::of(office, plan)?;
    let roster = |name: &String| ground.visits.iter().any(|v| v.teams.values().flatten().any(|m| m == name));
    if let Some(unknown) = options.capacities.keys().find(|name| !roster(name)) {
        return Err(text!("calendar-inspector-unknown", inspector = unknown, plan = plan).into());
    }
    let today = office.now().date_naive();
    let current = ground.current();
    if let (Some(last), true) = (ground.versions.last(), anew.is_empty()) {
        let asked = mode_of(last) == options.mode
            && last.capacity == options.capacity
            && last.capacities == options.capacities;
        let stands = ground.visits.iter().all(|v| current.get(&v.number).is_some_and(|day| same(day, v)));
        if !asked || !stands {
            let (version, at) = (last.version, last.at);
            return Err(text!("calendar-exists", plan = plan, version = version, at = at).into());
        }
    }
    let mut dates: BTreeMap<u64, Option<Date>> = BTreeMap::new();
    let mut places = Vec::new();
    for (place, visit) in ground.visits.iter().enumerate().filter(|(_, visit)| !visit.given_up) {
        let before = current.get(&visit.number).filter(|day| day.state == DayState::Dated);
        let before = before.and_then(|day| day.date);
        let stays = before.is_some_and(|date| anew.is_empty() || date <= today);
        dates.insert(visit.number, before.filter(|_| stays));
        if !stays && !visit.teams.is_empty() {
            places.push(place);
        }
    }
    let days = ground.days(today.succ_opt().unwrap_or(today));
    let [first, last] = ground.document.window;
    if days.is_empty() && !places.is_empty() {
        return Err(text!("calendar-no-days", plan = plan, first = first, last = last, today = today).into());
    }
    let (problem, names) = ground.problem(office, &places, &days, options.capacity, &options.capacities)?;
    let key = office.nonce()?;
    progress.begin(text!("progress-calendar", visits = places.len()), 0);
    let found = arrange(&problem, options.mode, &key);
    progress.end();
    let found = found.map_err(|shortages| Refusal {
        text: text!("calendar-impossible", plan = plan, days = days.len(), capacity = options.capacity),
        faults: ground.words(&shortages, &names, &places),
    })?;
    for (place, day) in places.iter().zip(&found) {
        dates.insert(ground.visits[*place].number, days.get(*day as usize).copied());
    }
    let reason = if anew.is_empty() { "first" } else { anew };
    let making = Making {
        mode: options.mode,
        capacity: options.capacity,
        capacities: options.capacities.clone(),
        key,
        reason,
    };
    let mut done = keep(office, &ground, making, &dates)?;
    done.days = days.len() as u64;
    done.measures = (!places.is_empty()).then(|| measure(&problem, &found));
    Ok(done)
}
