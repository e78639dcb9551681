//! What a calendar stands on: visits with their teams, working days, room.

use std::collections::{BTreeMap, BTreeSet};

use super::super::amend::standing;
use super::super::files;
use super::super::office::Office;
use super::super::plans::attempt_in_force;
use super::super::refusal::Done;
use crate::domain::csv::split_line;
use crate::domain::inspector::State;
use crate::domain::{Date, Digest, Inspector, Result, Workdays};
use crate::draw::PlanDocument;
use crate::publication::bundle::frame_file;
use crate::schedule::{Problem, Room, Shortage, Visit};
use crate::store::attempts::{self, Attempt};
use crate::store::calendars::{self, Calendar, CalendarDay, DayState};
use crate::store::{amendments, inspectors, workdays};
use crate::text;

/// A visit as it stands after the amendments.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    pub(super) number: u64,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) area: String,
    pub(super) given_up: bool,
    /// Certificate numbers by department; where the draw's team still stands,
    /// its lead first.
    pub(super) teams: BTreeMap<String, Vec<String>>,
}

impl Standing {
    /// Everybody who goes, in byte order.
    pub(super) fn members(&self) -> Vec<String> {
        let all: BTreeSet<&String> = self.teams.values().flatten().collect();
        all.into_iter().cloned().collect()
    }
}

/// All a calendar of an attempt stands on.
pub(super) struct Ground {
    pub(super) attempt: Attempt,
    pub(super) document: PlanDocument,
    pub(super) visits: Vec<Standing>,
    pub(super) workdays: Workdays,
    pub(super) inspectors: BTreeMap<String, Inspector>,
    pub(super) amended: u64,
    pub(super) versions: Vec<Calendar>,
    /// Everything ever said of the visits, by visit and version.
    pub(super) said: Vec<CalendarDay>,
}

impl Ground {
    /// Reads it. Refuses a plan without a drawn attempt in force
    /// (`calendar-not-drawn`) and files that are not what was drawn.
    pub(super) fn of(office: &Office, plan: &str) -> Done<Self> {
        let (attempt, recorded, rows, workdays, people, versions, said) = office.store.read(|tx| {
            let attempt = attempt_in_force(tx, plan)?;
            let serial = attempt.serial;
            let recorded = attempts::files(tx, serial)?;
            let rows = amendments::list(tx, serial)?;
            let (workdays, people) = (workdays::known(tx)?, inspectors::list(tx)?);
            let (versions, said) = (calendars::versions(tx, serial)?, calendars::days(tx, serial)?);
            Ok((attempt, recorded, rows, workdays, people, versions, said))
        })?;
        if attempt.seed.is_none() {
            return Err(text!("calendar-not-drawn", plan = plan, attempt = attempt.attempt).into());
        }
        let document = attempt.plan_document()?;
        let folder = office.paths.attempts().join(attempt.folder());
        let read = |name: &str| -> Result<Vec<u8>> {
            let bytes = files::read(&folder.join(name))?;
            let wanted = recorded.iter().find(|file| file.name == name).map(|file| file.sha256);
            if wanted == Some(Digest::of(&bytes)) {
                Ok(bytes)
            } else {
                Err(text!("drawn-damaged", file = name))
            }
        };
        let mut visits = drawn(&read)?;
        if !rows.is_empty() {
            amend(&mut visits, standing(office, &attempt, &rows)?);
        }
        describe(&mut visits, &document, &read)?;
        Ok(Self {
            attempt,
            document,
            visits,
            workdays,
            inspectors: people.into_iter().map(|who| (who.certificate.clone(), who)).collect(),
            amended: rows.len() as u64,
            versions,
            said,
        })
    }

    /// What holds of each visit: the last row said of it.
    pub(super) fn current(&self) -> BTreeMap<u64, &CalendarDay> {
        self.said.iter().map(|day| (day.visit, day)).collect()
    }

    /// Working days of the window from a day on.
    pub(super) fn days(&self, from: Date) -> Vec<Date> {
        let [first, last] = self.document.window;
        self.workdays.between(first.max(from), last)
    }

    /// Years of the window whose days a notice does not decide.
    pub(super) fn doubtful(&self) -> Vec<i32> {
        self.workdays.doubtful(self.document.window[0], self.document.window[1])
    }

    /// The visits of these places as a problem of the search, with the
    /// inspectors by number.
    pub(super) fn problem(
        &self,
        office: &Office,
        places: &[usize],
        days: &[Date],
        capacity: u32,
        capacities: &BTreeMap<String, u32>,
    ) -> Result<(Problem, Vec<String>)> {
        let names: BTreeSet<String> = places.iter().flat_map(|place| self.visits[*place].members()).collect();
        let names: Vec<String> = names.into_iter().collect();
        let number = |name: &String| names.binary_search(name).ok().map(|i| i as u32);
        let mut areas: BTreeMap<&str, u32> = BTreeMap::new();
        let visits = places.iter().map(|place| {
            let visit = &self.visits[*place];
            let next = areas.len() as u32;
            let area = *areas.entry(&visit.area).or_insert(next);
            Visit { members: visit.members().iter().filter_map(number).collect(), area }
        });
        let visits = visits.collect();
        let mut room = Room::new(names.len(), days.len(), 0);
        for (name, who) in names.iter().zip(0u32..) {
            let limit = capacities.get(name).copied().unwrap_or(capacity);
            for (day, date) in (0u32..).zip(days) {
                if self.inspectors.get(name).is_some_and(|inspector| works(inspector, *date)) {
                    room.set(who, day, u16::try_from(limit).unwrap_or(u16::MAX));
                }
            }
        }
        if let (Some(first), Some(last)) = (days.first(), days.last()) {
            let taken =
                office.store.read(|tx| calendars::elsewhere(tx, self.attempt.serial, *first, *last))?;
            for (date, members) in taken {
                let Ok(day) = days.binary_search(&date) else { continue };
                for who in members.iter().filter_map(number) {
                    room.set(who, day as u32, room.of(who, day as u32).saturating_sub(1));
                }
            }
        }
        Ok((Problem { visits, room }, names))
    }

    /// Why there is no calendar, in words, with what would mend it.
    pub(super) fn words(
        &self,
        shortages: &[Shortage],
        names: &[String],
        places: &[usize],
    ) -> Vec<crate::domain::Text> {
        const MOST: usize = 20;
        let mut out = Vec::new();
        for shortage in shortages.iter().take(MOST) {
            out.push(match shortage {
                Shortage::Overloaded { inspector, load, days: 0, .. } => {
                    let name = &names[*inspector as usize];
                    text!("calendar-away", inspector = name, load = *load)
                }
                Shortage::Overloaded { inspector, load, days, room } => text!(
                    "calendar-overloaded",
                    inspector = &names[*inspector as usize],
                    load = *load,
                    days = *days,
                    room = *room,
                    needed = load.div_ceil(*days)
                ),
                Shortage::NoCommonDay { visit } => {
                    let visit = &self.visits[places[*visit as usize]];
                    let members = visit.members().join(", ");
                    text!("calendar-no-common-day", visit = visit.number.to_string(), members = members)
                }
                Shortage::Stuck { visits } => {
                    let some: Vec<String> = (visits.iter().take(10))
                        .map(|visit| self.visits[places[*visit as usize]].number.to_string())
                        .collect();
                    text!("calendar-stuck", count = visits.len(), visits = some.join(", "))
                }
            });
        }
        if shortages.len() > MOST {
            out.push(text!("calendar-more", count = shortages.len() - MOST));
        }
        out
    }
}

/// Whether an inspector can go on a day: certified, in office, not on leave.
pub(super) fn works(inspector: &Inspector, date: Date) -> bool {
    let away = match (inspector.leave_from, inspector.leave_to) {
        (None, None) => inspector.state == State::Leave,
        (from, to) => from.is_none_or(|from| from <= date) && to.is_none_or(|to| date <= to),
    };
    let out = matches!(inspector.state, State::Suspended | State::Revoked);
    !away && !out && inspector.valid_from <= date && date <= inspector.valid_to
}

/// The visits and teams that were drawn.
fn drawn(read: &dyn Fn(&str) -> Result<Vec<u8>>) -> Result<Vec<Standing>> {
    let damaged = |file: &str| text!("drawn-damaged", file = file);
    let visits = String::from_utf8(read("visits.csv")?).map_err(|_| damaged("visits.csv"))?;
    let mut out = Vec::new();
    for line in visits.lines().skip(1) {
        let [number, code, ..] = split_line::<4>(line)?;
        let number: u64 = number.parse().map_err(|_| damaged("visits.csv"))?;
        if number != out.len() as u64 + 1 {
            return Err(damaged("visits.csv"));
        }
        out.push(Standing {
            number,
            code: code.into_owned(),
            name: String::new(),
            area: String::new(),
            given_up: false,
            teams: BTreeMap::new(),
        });
    }
    let teams = String::from_utf8(read("teams.csv")?).map_err(|_| damaged("teams.csv"))?;
    for line in teams.lines().skip(1) {
        let [visit, department, inspector, _] = split_line::<4>(line)?;
        let place = visit.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let standing = place.and_then(|place| out.get_mut(place)).ok_or_else(|| damaged("teams.csv"))?;
        standing.teams.entry(department.into_owned()).or_default().push(inspector.into_owned());
    }
    Ok(out)
}

/// Brings the visits to where the amendments left them.
fn amend(visits: &mut Vec<Standing>, live: Vec<crate::matching::amend::LiveVisit>) {
    for (number, visit) in (1u64..).zip(live) {
        let place = number as usize - 1;
        if visits.len() == place {
            visits.push(Standing {
                number,
                code: visit.code,
                name: String::new(),
                area: String::new(),
                given_up: false,
                teams: BTreeMap::new(),
            });
        }
        let standing = &mut visits[place];
        standing.given_up = visit.given_up;
        if visit.given_up {
            continue; // who would have gone is remembered
        }
        standing.teams.retain(|department, _| visit.teams.contains_key(department));
        for (department, members) in visit.teams {
            let team = standing.teams.entry(department).or_default();
            if team.iter().collect::<BTreeSet<_>>() != members.iter().collect() {
                *team = members.into_iter().collect();
            }
        }
    }
}

/// Adds names and areas, from the frames: their rows stand in byte order of
/// the codes, so each is found without reading the others.
fn describe(
    visits: &mut [Standing],
    document: &PlanDocument,
    read: &dyn Fn(&str) -> Result<Vec<u8>>,
) -> Result<()> {
    for part in &document.parts {
        let file = frame_file(&part.part);
        let bytes = read(&file)?;
        for visit in visits.iter_mut().filter(|visit| visit.area.is_empty()) {
            let Some(line) = row_of(&bytes, &visit.code) else { continue };
            let line = std::str::from_utf8(line).map_err(|_| text!("drawn-damaged", file = &file))?;
            let [_, name, area, ..] = split_line::<6>(line)?;
            (visit.name, visit.area) = (name.into_owned(), area.into_owned());
        }
    }
    Ok(())
}

/// The line of a sorted CSV file that begins with a code.
pub(in crate::workflow) fn row_of<'a>(bytes: &'a [u8], code: &str) -> Option<&'a [u8]> {
    let after = |from: usize| bytes[from..].iter().position(|b| *b == b'\n').map(|i| from + i + 1);
    let (mut low, mut high) = (after(0)?, bytes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        // The line that the middle lies in.
        let start = bytes[low..middle].iter().rposition(|b| *b == b'\n').map_or(low, |i| low + i + 1);
        let end = after(start).unwrap_or(bytes.len());
        let line = bytes[start..end].strip_suffix(b"\n").unwrap_or(&bytes[start..end]);
        let found = line.split(|b| *b == b',').next().unwrap_or_default();
        match found.cmp(code.as_bytes()) {
            std::cmp::Ordering::Equal => return Some(line),
            std::cmp::Ordering::Less => low = end,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

/// Whether a visit's row still fits it.
pub(super) fn same(day: &CalendarDay, visit: &Standing) -> bool {
    let state = match (visit.given_up, visit.teams.is_empty()) {
        (true, _) => DayState::Cancelled,
        (false, true) => DayState::Undated,
        (false, false) => DayState::Dated,
    };
    day.state == state && (visit.given_up || day.members == visit.members())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_in_sorted_files() {
        let file = b"code,name\nA,x\nB2,y\nC,zz\nD,\n";
        for (code, line) in [("A", "A,x"), ("B2", "B2,y"), ("C", "C,zz"), ("D", "D,")] {
            assert_eq!(row_of(file, code), Some(line.as_bytes()), "{code}");
        }
        for code in ["0", "B", "B3", "E", ""] {
            assert_eq!(row_of(file, code), None, "{code}");
        }
        assert_eq!(row_of(b"code\n", "A"), None);
    }
}
