//! What earlier checks rule out, and who is due for covering.

use chrono::Months;
use rayon::prelude::*;

use super::history::{VisitKey, visit_key};
use super::{
    ALREADY_DRAWN, CAP_ALL, CAP_REACHED, CHECKED_RECENTLY, COVERED, CoverMode, Gathered, History,
    ITEM_FREQUENCY, NO_CLASS, Period, Request, Who,
};
use crate::domain::grammar::{check_element, check_slug};
use crate::domain::{Date, PastCheck, Planned, Result};
use crate::text;

/// Rows handled by one thread at a time.
const BLOCK: usize = 1 << 14;

/// A request's frequency rules with their dates worked out.
pub(super) struct Rules<'a> {
    request: &'a Request,
    history: &'a History<'a>,
    caps: Vec<Limit>,
    cover: Option<(Who, Date)>,
    /// Number of [`ALREADY_DRAWN`]; 0 where nothing is planned.
    planned: u8,
    reasons: Vec<String>,
}

/// A gap or cap with its dates.
#[derive(Debug, Clone, Copy)]
struct Limit {
    /// Number of its reason.
    reason: u8,
    /// Whose checks count.
    who: Who,
    /// After this day; planned visits up to `until`.
    after: Date,
    until: Date,
    /// So many are enough.
    enough: u32,
}

/// What is known of one entity.
#[derive(Clone, Copy)]
struct Known<'k> {
    checks: &'k [&'k PastCheck],
    planned: &'k [&'k Planned],
}

impl<'a> Rules<'a> {
    /// Works out the dates; refuses a period before the calendar.
    pub(super) fn new(request: &'a Request, history: &'a History<'a>) -> Result<Self> {
        let mut reasons = vec![String::new()];
        for rule in &request.exclude {
            check_slug(&rule.reason)?;
            reasons.push(rule.reason.clone());
        }
        let mut found = Vec::new();
        for gap in &request.frequency.gaps {
            found.push((0, CHECKED_RECENTLY, gap.who, back(request.cutoff, gap.months)?, Date::MAX, 1));
        }
        for cap in &request.frequency.caps {
            let (after, until) = match cap.period {
                Period::Months(months) => (back(request.cutoff, months)?, Date::MAX),
                Period::Year(year) => {
                    let before = Date::from_ymd_opt(year, 1, 1).and_then(|day| day.pred_opt());
                    before
                        .zip(Date::from_ymd_opt(year, 12, 31))
                        .ok_or_else(|| text!("frame-period", months = 12))?
                }
            };
            let (rank, reason) = match cap.who {
                Who::Department => (1, CAP_REACHED),
                Who::All => (2, CAP_ALL),
                Who::Items => (3, ITEM_FREQUENCY),
            };
            found.push((rank, reason, cap.who, after, until, cap.max));
        }
        found.sort_by_key(|(rank, ..)| *rank); // stable: the documented order
        let mut caps = Vec::new();
        for (_, reason, who, after, until, enough) in found {
            if reasons.last().is_none_or(|last| last != reason) {
                reasons.push(reason.to_owned());
            }
            caps.push(Limit { reason: number(reasons.len() - 1)?, who, after, until, enough });
        }
        let mut planned = 0;
        if !history.planned().is_empty() {
            reasons.push(ALREADY_DRAWN.to_owned());
            planned = number(reasons.len() - 1)?;
        }
        let cover = match &request.frequency.cover {
            Some(cover) => Some((cover.who, back(request.cutoff, cover.years.saturating_mul(12))?)),
            None => None,
        };
        if cover.is_some() {
            reasons.push(COVERED.to_owned());
        }
        number(reasons.len())?;
        Ok(Self { request, history, caps, cover, planned, reasons })
    }

    /// Excludes and marks rows. `newcomers` stands beside the rows when there
    /// is a covering rule.
    pub(super) fn apply(self, rows: &mut Gathered, newcomers: &[bool]) -> Result<()> {
        let marks = self.marks(rows)?;
        let places = &rows.rows;
        let pool = &rows.pool;
        let unchanged = self.caps.is_empty() && self.cover.is_none();
        if !unchanged {
            let blocks =
                (rows.excluded.par_chunks_mut(BLOCK)).zip(rows.class.par_chunks_mut(BLOCK)).enumerate();
            blocks.for_each(|(block, (excluded, classes))| {
                let from = block * BLOCK;
                let (all, planned) = (self.history.all(), self.history.planned());
                let first = pool.code(places[from] as usize);
                let mut at = all.partition_point(|check| check.code.as_str() < first);
                let mut next = planned.partition_point(|visit| visit.code.as_str() < first);
                for (i, (excluded, class)) in excluded.iter_mut().zip(classes).enumerate() {
                    let code = pool.code(places[from + i] as usize);
                    while all.get(at).is_some_and(|check| check.code.as_str() < code) {
                        at += 1;
                    }
                    let end = at + all[at..].iter().take_while(|check| check.code == code).count();
                    while planned.get(next).is_some_and(|visit| visit.code.as_str() < code) {
                        next += 1;
                    }
                    let last = next + planned[next..].iter().take_while(|visit| visit.code == code).count();
                    let known = Known { checks: &all[at..end], planned: &planned[next..last] };
                    let newcomer = newcomers.get(from + i).is_some_and(|newcomer| *newcomer);
                    self.judge(known, newcomer, excluded, class, &marks);
                }
            });
        }
        rows.reasons = self.reasons;
        rows.tidy();
        Ok(())
    }

    fn judge(&self, known: Known<'_>, newcomer: bool, excluded: &mut u8, class: &mut u16, marks: &[u16]) {
        if *excluded == 0 && !(known.checks.is_empty() && known.planned.is_empty()) {
            // What a secret list adds goes by the common reasons, or those
            // would tell who is on it.
            let open = |limit: &&Limit| self.count(known, limit, false) >= limit.enough;
            let all = |limit: &&Limit| self.count(known, limit, true) >= limit.enough;
            if let Some(reached) = self.caps.iter().find(open) {
                *excluded = reached.reason;
            } else if self.caps.iter().any(|limit| all(&limit)) {
                *excluded = self.planned;
            }
        }
        let Some((who, after)) = self.cover else { return };
        let limit = Limit { reason: 0, who, after, until: Date::MAX, enough: 1 };
        let due = !newcomer && self.count(known, &limit, true) == 0;
        if due && !marks.is_empty() {
            *class = marks[usize::from(*class)];
        } else if !due && marks.is_empty() && *excluded == 0 {
            // COVERED is the last reason; there are fewer than 256.
            *excluded = (self.reasons.len() - 1) as u8;
        }
    }

    /// Checks that count, after a day and up to the cut-off date, and planned
    /// visits not yet carried out; without `announced` only those of secret
    /// lists. Rows of one visit number are one check; without a number, those
    /// of one department on one day are.
    fn count(&self, known: Known<'_>, limit: &Limit, announced: bool) -> u32 {
        let concerns = |department: &str, items: &[String]| match limit.who {
            Who::Department => department == self.request.department,
            Who::All => true,
            Who::Items => items.iter().any(|item| self.request.items.contains(item)),
        };
        let exempt = |check: &PastCheck| self.request.frequency.exempt.contains(&check.source);
        let mut seen: Vec<VisitKey<'_>> = Vec::new();
        for check in known.checks {
            let counts = check.date > limit.after
                && check.date <= self.request.cutoff
                && concerns(&check.department, &check.items)
                && !exempt(check);
            if counts && !seen.contains(&visit_key(check)) {
                seen.push(visit_key(check));
            }
        }
        let planned = known.planned.iter().filter(|visit| {
            let within = visit.window[1] > limit.after && visit.window[0] <= limit.until;
            // A visit stands in the history as soon as one of those who went
            // has entered it; until then each still owes it.
            let done = |department: &str| {
                let [from, to] = visit.window;
                let carried = |check: &&&PastCheck| {
                    check.department == department && check.date >= from && check.date <= to && !exempt(check)
                };
                known.checks.iter().any(|check| carried(&check) && check.date <= self.request.cutoff)
            };
            let owed = |(department, items): &(String, Vec<String>)| {
                concerns(department, items) && !done(department)
            };
            let all_owed = || !visit.departments.iter().any(|(department, _)| done(department));
            (announced || visit.sealed)
                && within
                && match limit.who {
                    Who::All => all_owed(),
                    _ => visit.departments.iter().any(owed),
                }
        });
        u32::try_from(seen.len() + planned.count()).unwrap_or(u32::MAX)
    }

    /// For each class its covering class; empty without such a rule.
    fn marks(&self, rows: &mut Gathered) -> Result<Vec<u16>> {
        let Some(CoverMode::Mark(suffix)) = self.request.frequency.cover.as_ref().map(|cover| &cover.mode)
        else {
            return Ok(Vec::new());
        };
        let mut marks = Vec::new();
        for i in 0..rows.classes.len() {
            let class = &rows.classes[i];
            let marked = if class == NO_CLASS {
                suffix.trim_start_matches('-').to_owned()
            } else {
                format!("{class}{suffix}")
            };
            check_element(&marked)?;
            let at = match rows.classes.iter().position(|known| *known == marked) {
                Some(at) => at,
                None => {
                    rows.classes.push(marked);
                    rows.classes.len() - 1
                }
            };
            marks.push(u16::try_from(at).map_err(|_| text!("frame-classes"))?);
        }
        Ok(marks)
    }
}

fn back(day: Date, months: u32) -> Result<Date> {
    day.checked_sub_months(Months::new(months)).ok_or_else(|| text!("frame-period", months = months))
}

fn number(value: usize) -> Result<u8> {
    u8::try_from(value).map_err(|_| text!("frame-reasons"))
}
