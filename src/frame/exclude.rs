//! What earlier checks rule out, and who is due for covering.

use chrono::Months;
use rayon::prelude::*;

use super::history::{VisitKey, visit_key};
use super::{
    CAP_ALL, CAP_REACHED, CHECKED_RECENTLY, COVERED, CoverMode, DRAWN_THIS_YEAR, Gathered, History,
    ITEM_FREQUENCY, NO_CLASS, Period, Request, Who,
};
use crate::domain::grammar::{check_element, check_slug};
use crate::domain::{Date, PastCheck, Result};
use crate::text;

/// Rows handled by one thread at a time.
const BLOCK: usize = 1 << 14;

/// A request's frequency rules with their dates worked out.
pub(super) struct Rules<'a> {
    request: &'a Request,
    history: &'a History<'a>,
    /// Reason number, whose checks count, after which day, how many are enough.
    caps: Vec<(u8, Who, Date, u32)>,
    cover: Option<(Who, Date)>,
    /// Reason number of those drawn this year.
    drawn: u8,
    reasons: Vec<String>,
}

impl<'a> Rules<'a> {
    /// Works out the dates; refuses a period before the calendar.
    pub(super) fn new(request: &'a Request, history: &'a History<'a>) -> Result<Self> {
        let mut reasons = vec![String::new()];
        for rule in &request.exclude {
            check_slug(&rule.reason)?;
            reasons.push(rule.reason.clone());
        }
        let drawn = number(reasons.len())?;
        if !request.drawn.is_empty() {
            reasons.push(DRAWN_THIS_YEAR.to_owned());
        }
        let mut found = Vec::new();
        for gap in &request.frequency.gaps {
            found.push((0, CHECKED_RECENTLY, gap.who, back(request.cutoff, gap.months)?, 1));
        }
        for cap in &request.frequency.caps {
            let after = match cap.period {
                Period::Months(months) => back(request.cutoff, months)?,
                Period::Year(year) => Date::from_ymd_opt(year, 1, 1)
                    .and_then(|day| day.pred_opt())
                    .ok_or_else(|| text!("frame-period", months = 12))?,
            };
            let (rank, reason) = match cap.who {
                Who::Department => (1, CAP_REACHED),
                Who::All => (2, CAP_ALL),
                Who::Items => (3, ITEM_FREQUENCY),
            };
            found.push((rank, reason, cap.who, after, cap.max));
        }
        found.sort_by_key(|(rank, ..)| *rank); // stable: the documented order
        let mut caps = Vec::new();
        for (_, reason, who, after, enough) in found {
            if reasons.last().is_none_or(|last| last != reason) {
                reasons.push(reason.to_owned());
            }
            caps.push((number(reasons.len() - 1)?, who, after, enough));
        }
        let cover = match &request.frequency.cover {
            Some(cover) => Some((cover.who, back(request.cutoff, cover.years.saturating_mul(12))?)),
            None => None,
        };
        if cover.is_some() {
            reasons.push(COVERED.to_owned());
        }
        number(reasons.len())?;
        Ok(Self { request, history, caps, cover, drawn, reasons })
    }

    /// Excludes and marks rows. `newcomers` stands beside the rows when there
    /// is a covering rule.
    pub(super) fn apply(self, rows: &mut Gathered, newcomers: &[bool]) -> Result<()> {
        let marks = self.marks(rows)?;
        let places = &rows.rows;
        let pool = &rows.pool;
        let unchanged = self.caps.is_empty() && self.cover.is_none() && self.request.drawn.is_empty();
        if !unchanged {
            let blocks =
                (rows.excluded.par_chunks_mut(BLOCK)).zip(rows.class.par_chunks_mut(BLOCK)).enumerate();
            blocks.for_each(|(block, (excluded, classes))| {
                let from = block * BLOCK;
                let all = self.history.all();
                let mut at =
                    all.partition_point(|check| check.code.as_str() < pool.code(places[from] as usize));
                for (i, (excluded, class)) in excluded.iter_mut().zip(classes).enumerate() {
                    let code = pool.code(places[from + i] as usize);
                    while all.get(at).is_some_and(|check| check.code.as_str() < code) {
                        at += 1;
                    }
                    let end = at + all[at..].iter().take_while(|check| check.code == code).count();
                    if *excluded == 0 && self.drawn(code) {
                        *excluded = self.drawn;
                    }
                    let newcomer = newcomers.get(from + i).is_some_and(|newcomer| *newcomer);
                    self.judge(&all[at..end], newcomer, excluded, class, &marks);
                }
            });
        }
        rows.reasons = self.reasons;
        rows.tidy();
        Ok(())
    }

    fn drawn(&self, code: &str) -> bool {
        self.request.drawn.binary_search_by(|drawn| drawn.as_str().cmp(code)).is_ok()
    }

    fn judge(
        &self,
        checks: &[&PastCheck],
        newcomer: bool,
        excluded: &mut u8,
        class: &mut u16,
        marks: &[u16],
    ) {
        if *excluded == 0 && !checks.is_empty() {
            let reached =
                self.caps.iter().find(|(_, who, after, enough)| self.count(checks, *who, *after) >= *enough);
            if let Some((reason, ..)) = reached {
                *excluded = *reason;
            }
        }
        let Some((who, after)) = self.cover else { return };
        let due = !newcomer && self.count(checks, who, after) == 0;
        if due && !marks.is_empty() {
            *class = marks[usize::from(*class)];
        } else if !due && marks.is_empty() && *excluded == 0 {
            // COVERED is the last reason; there are fewer than 256.
            *excluded = (self.reasons.len() - 1) as u8;
        }
    }

    /// Checks that count, after a day and up to the cut-off date. Rows of one
    /// visit number are one check; without a number, those of one department
    /// on one day are.
    fn count(&self, checks: &[&PastCheck], who: Who, after: Date) -> u32 {
        let mut seen: Vec<VisitKey<'_>> = Vec::new();
        for check in checks {
            let counts = check.date > after
                && check.date <= self.request.cutoff
                && match who {
                    Who::Department => check.department == self.request.department,
                    Who::All => true,
                    Who::Items => check.items.iter().any(|item| self.request.items.contains(item)),
                }
                && !self.request.frequency.exempt.contains(&check.source);
            if counts && !seen.contains(&visit_key(check)) {
                seen.push(visit_key(check));
            }
        }
        u32::try_from(seen.len()).unwrap_or(u32::MAX)
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
