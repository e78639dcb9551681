//! What a joint draw saved; firms visited too often.

use std::collections::BTreeMap;

use super::files;
use super::joint::rules;
use super::office::Office;
use super::planned::{of_attempt, planned};
use super::plans::attempt_in_force;
use super::refusal::Done;
use crate::domain::csv::{split_line, split_list};
use crate::domain::{Date, PastCheck, Progress, Result};
use crate::frame::VisitKey;
use crate::joint::alerts::{Alert, Dated, alerts, counting};
use crate::joint::report::{Input, Report, report};
use crate::joint::{Rules, Thresholds};
use crate::publication::bundle::{Frozen, frame_file};
use crate::store::attempts::Attempt;
use crate::store::calendars::{self, CalendarDay, DayState};
use crate::store::{attempts, history};
use crate::text;

/// The report of the plan's drawn attempt in force, with `seeds` simulated
/// draws and the `top` most burdened entities. Changes nothing.
pub fn joint_report(
    office: &Office,
    plan: &str,
    seeds: u64,
    top: usize,
    progress: &dyn Progress,
) -> Done<Report> {
    let (attempt, all, checks) =
        office.store.read(|tx| Ok((attempt_in_force(tx, plan)?, attempts::list(tx)?, history::list(tx)?)))?;
    if attempt.seed.is_none() {
        return Err(text!("amend-not-drawn", plan = plan, attempt = attempt.attempt).into());
    }
    let Rules { alert, .. } = rules(office)?;
    let folder = office.paths.attempts().join(attempt.folder());
    progress.begin(text!("progress-frozen"), 0);
    let frozen = Frozen::read(&attempt.p, |name| files::read(&folder.join(name)))?;
    let visits = visits(&files::read(&folder.join("visits.csv"))?, &frozen)?;
    progress.end();
    let mut drawn = planned(office, &all, plan)?;
    drawn.extend(of_attempt(office, &attempt, attempt.sealed)?);
    let ours: Vec<Alert> = {
        let codes: std::collections::BTreeSet<&str> = visits.iter().map(|(code, ..)| code.as_str()).collect();
        let [_, to] = frozen.plan.window;
        let coming = coming(office, &all, office.now().date_naive())?;
        let found = recent(&checks, &coming, &alert, to);
        found.into_iter().filter(|alert| codes.contains(alert.code.as_str())).collect()
    };
    let mut report = report(
        Input {
            plan: &frozen.plan,
            p: attempt.p.to_string(),
            frames: frozen.frames.iter().map(|frame| &frame.rows).collect(),
            visits: &visits,
            seeds,
            history: &checks,
            planned: &drawn,
            thresholds: &alert,
            alerts: ours,
            top,
        },
        progress,
    );
    let codes: Vec<&str> = report.burdened.iter().map(|one| one.code.as_str()).collect();
    let names = names(&codes, |name| files::read(&folder.join(name)), &frozen)?;
    for one in &mut report.burdened {
        one.name = names.get(&one.code).cloned().unwrap_or_default();
    }
    Ok(report)
}

/// visits.csv with the areas of the entities.
fn visits(bytes: &[u8], frozen: &Frozen) -> Result<Vec<(String, String, Vec<usize>)>> {
    let damaged = || text!("drawn-damaged", file = "visits.csv");
    let text = std::str::from_utf8(bytes).map_err(|_| damaged())?;
    (text.lines().skip(1))
        .map(|line| {
            let [_, code, _, parts] = split_line(line)?;
            let parts: Vec<usize> = split_list(&parts)
                .map(|part| frozen.plan.part(part).map(|(place, _)| place).ok_or_else(damaged))
                .collect::<Result<_>>()?;
            let frame = &frozen.frames[*parts.first().ok_or_else(damaged)?];
            let row = frame.find(&code).ok_or_else(damaged)?;
            Ok((code.into_owned(), frame.area(row).to_owned(), parts))
        })
        .collect()
}

/// Names of a few entities, from the frames.
fn names(
    codes: &[&str],
    read: impl Fn(&str) -> Result<Vec<u8>>,
    frozen: &Frozen,
) -> Result<BTreeMap<String, String>> {
    let mut out = BTreeMap::new();
    for part in &frozen.plan.parts {
        if out.len() == codes.len() {
            break;
        }
        let bytes = read(&frame_file(&part.part))?;
        let text = String::from_utf8_lossy(&bytes);
        for line in text.lines().skip(1) {
            let code = line.split(',').next().unwrap_or_default();
            if codes.contains(&code) && !out.contains_key(code) {
                let [code, name, ..]: [std::borrow::Cow<'_, str>; 6] = split_line(line)?;
                out.insert(code.into_owned(), name.into_owned());
            }
        }
    }
    Ok(out)
}

/// A visit that has its date and has not taken place: entity, day, and what
/// tells it from others.
pub(super) type Coming = (String, Date, String);

/// The visits of all drawn attempts in force that calendars put on a day from
/// `today` on.
pub(super) fn coming(office: &Office, all: &[Attempt], today: Date) -> Result<Vec<Coming>> {
    let mut out = Vec::new();
    for attempt in all.iter().filter(|attempt| attempt.live() && attempt.seed.is_some()) {
        let days = office.store.read(|tx| calendars::days(tx, attempt.serial))?;
        // By visit and version: the last row of a visit holds.
        let last: BTreeMap<u64, &CalendarDay> = days.iter().map(|day| (day.visit, day)).collect();
        let dated =
            |day: &&&CalendarDay| day.state == DayState::Dated && day.date.is_some_and(|date| date >= today);
        if !last.values().any(|day| dated(&day)) {
            continue;
        }
        let bytes = files::read(&office.paths.attempts().join(attempt.folder()).join("visits.csv"))?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for line in text.lines().skip(1) {
            let [visit, code, ..]: [std::borrow::Cow<'_, str>; 4] = split_line(line)?;
            let day = visit.parse().ok().and_then(|visit: u64| last.get(&visit)).filter(dated);
            if let Some(date) = day.and_then(|day| day.date) {
                out.push((code.into_owned(), date, format!("{}/{visit}", attempt.serial)));
            }
        }
    }
    Ok(out)
}

/// Alerts of the two months up to a day, and of what is to come by then: whoever
/// looks wants to know what goes on, not what went on years ago.
pub(super) fn recent(
    checks: &[PastCheck],
    coming: &[Coming],
    thresholds: &Thresholds,
    until: Date,
) -> Vec<Alert> {
    let since = until.checked_sub_months(chrono::Months::new(2)).unwrap_or(until);
    let counted = counting(checks, thresholds).into_iter();
    let coming =
        coming.iter().map(|(code, date, visit)| Dated { code, date: *date, visit: VisitKey::Number(visit) });
    let within = |visit: &Dated<'_>| visit.date >= since && visit.date <= until;
    let mut found = alerts(counted.chain(coming).filter(within), thresholds);
    found.sort_by(|a, b| (b.to, b.visits).cmp(&(a.to, a.visits)).then_with(|| a.code.cmp(&b.code)));
    found
}
