//! A calendar is mended with the fewest changes.

use std::collections::BTreeMap;

use super::super::office::Office;
use super::super::refusal::{Done, Refusal};
use super::ground::{Ground, works};
use super::keep::{Arranged, Making, keep, mode_of};
use crate::domain::grammar::check_text;
use crate::domain::{Date, Progress};
use crate::schedule::rearrange;
use crate::store::calendars::DayState;
use crate::text;

/// What changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Leaves, amendments, notices: only visits that must move do; new ones get
    /// dates, those given up lose theirs.
    Replan,
    /// A visit is moved to a day; others make room only where they must.
    Move {
        /// Number of the visit, or code of the entity.
        visit: String,
        /// The day.
        date: Date,
    },
}

/// Mends the calendar of a plan. Visits dated until today stay where they are,
/// except one that is moved by name.
///
/// # Errors
/// `reason-empty`, `calendar-none`, `calendar-visit-unknown`,
/// `calendar-visit-given-up`, `calendar-visit-no-team`, `calendar-date-window`,
/// `calendar-date-past`, `calendar-date-off`, `calendar-member-away`,
/// `calendar-no-days`, `calendar-impossible` with what is short.
pub fn change(
    office: &Office,
    plan: &str,
    change: &Change,
    why: &str,
    progress: &dyn Progress,
) -> Done<Arranged> {
    let why = why.trim();
    check_text(why)?;
    if why.is_empty() {
        return Err(text!("reason-empty").into());
    }
    let ground = Ground::of(office, plan)?;
    let Some(last) = ground.versions.last() else {
        return Err(text!("calendar-none", plan = plan).into());
    };
    let today = office.now().date_naive();
    let target = match change {
        Change::Replan => None,
        Change::Move { visit, date } => Some((wanted(&ground, visit, *date, today)?, *date)),
    };
    // Today's visits are under way; only a visit moved there joins them.
    let joins_today = target.is_some_and(|(_, date)| date == today);
    let from = if joins_today { today } else { today.succ_opt().unwrap_or(today) };
    let days = ground.days(from);
    let current = ground.current();
    let mut dates: BTreeMap<u64, Option<Date>> = BTreeMap::new();
    let (mut places, mut before, mut fixed) = (Vec::new(), Vec::new(), Vec::new());
    for (place, visit) in ground.visits.iter().enumerate().filter(|(_, visit)| !visit.given_up) {
        let dated = current.get(&visit.number).filter(|day| day.state == DayState::Dated);
        let date = dated.and_then(|day| day.date);
        dates.insert(visit.number, date);
        let moved = target.filter(|(number, _)| *number == visit.number).map(|(_, date)| date);
        if visit.teams.is_empty() {
            dates.insert(visit.number, date.filter(|date| *date <= today));
        } else if let Some(to) = moved {
            places.push(place);
            before.push(days.binary_search(&to).ok().map(|day| day as u32));
            fixed.push(true);
        } else if date.is_none_or(|date| date >= from) {
            places.push(place);
            before.push(date.and_then(|date| days.binary_search(&date).ok()).map(|day| day as u32));
            fixed.push(date == Some(today));
        }
    }
    let [first, end] = ground.document.window;
    if days.is_empty() && !places.is_empty() {
        return Err(text!("calendar-no-days", plan = plan, first = first, last = end, today = today).into());
    }
    let (mut problem, names) = ground.problem(office, &places, &days, last.capacity, &last.capacities)?;
    if joins_today {
        // Room today only for those who stand there already.
        let mut held = vec![0u16; names.len()];
        for (visit, _) in problem.visits.iter().zip(&fixed).filter(|(_, fixed)| **fixed) {
            visit.members.iter().for_each(|member| held[*member as usize] += 1);
        }
        for (who, held) in (0u32..).zip(held) {
            problem.room.set(who, 0, held);
        }
    }
    let key = office.nonce()?;
    progress.begin(text!("progress-calendar", visits = places.len()), 0);
    let mended = rearrange(&problem, &before, &fixed, mode_of(last), &key);
    progress.end();
    let mended = mended.map_err(|shortages| Refusal {
        text: text!("calendar-impossible", plan = plan, days = days.len(), capacity = last.capacity),
        faults: ground.words(&shortages, &names, &places),
    })?;
    for (place, day) in places.iter().zip(&mended.days) {
        dates.insert(ground.visits[*place].number, days.get(*day as usize).copied());
    }
    let making = Making {
        mode: mode_of(last),
        capacity: last.capacity,
        capacities: last.capacities.clone(),
        key,
        reason: why,
    };
    let mut done = keep(office, &ground, making, &dates)?;
    done.days = days.len() as u64;
    done.fewest = mended.proven;
    Ok(done)
}

/// The number of the visit that is to be moved, if it can go on that day.
fn wanted(ground: &Ground, visit: &str, date: Date, today: Date) -> Done<u64> {
    let visit = visit.trim();
    let by_code = ground.visits.iter().filter(|v| v.code == visit).max_by_key(|v| (!v.given_up, v.number));
    let found = by_code.or_else(|| {
        let number: usize = visit.parse().ok().filter(|_| visit.len() < 10)?;
        ground.visits.get(number.checked_sub(1)?)
    });
    let found = found.ok_or_else(|| text!("calendar-visit-unknown", visit = visit))?;
    let number = found.number.to_string();
    if found.given_up {
        return Err(text!("calendar-visit-given-up", visit = number).into());
    }
    if found.teams.is_empty() {
        return Err(text!("calendar-visit-no-team", visit = number).into());
    }
    let [first, last] = ground.document.window;
    if date < first || date > last {
        return Err(text!("calendar-date-window", date = date, first = first, last = last).into());
    }
    if date < today {
        return Err(text!("calendar-date-past", date = date, today = today).into());
    }
    if !ground.workdays.is_workday(date) {
        return Err(text!("calendar-date-off", date = date, next = ground.workdays.next(date)).into());
    }
    let away = |name: &String| ground.inspectors.get(name).is_none_or(|inspector| !works(inspector, date));
    if let Some(name) = found.members().iter().find(|name| away(name)) {
        return Err(text!("calendar-member-away", inspector = name, date = date, visit = number).into());
    }
    Ok(found.number)
}
