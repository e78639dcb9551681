//! Firms visited too often in too short a time.

use std::collections::BTreeMap;

use chrono::Datelike;
use serde::Serialize;

use super::Thresholds;
use crate::domain::{Date, PastCheck};
use crate::frame::{VisitKey, visit_key};

/// A visit with its day: one that took place, or one that has its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dated<'a> {
    /// Entity code.
    pub code: &'a str,
    /// Day.
    pub date: Date,
    /// What tells it from other visits of the entity; a joint visit is one.
    pub visit: VisitKey<'a>,
}

impl<'a> Dated<'a> {
    /// Of an earlier check.
    pub fn of(check: &'a PastCheck) -> Self {
        Self { code: &check.code, date: check.date, visit: visit_key(check) }
    }
}

/// A time over which visits are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Span {
    /// One day.
    Day,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
}

/// More visits of one entity than the threshold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Alert {
    /// Entity code.
    pub code: String,
    /// Over which time.
    pub span: Span,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// Visits.
    pub visits: u32,
}

/// Entities with more visits on a day, in a week (Monday to Sunday) or in a
/// calendar month than the thresholds say, by time and code. Each visit counts
/// once, however many departments go; exempt sources are for the caller to
/// leave out ([`counting`]). Visits without a date cannot be counted.
pub fn alerts<'a>(dated: impl IntoIterator<Item = Dated<'a>>, thresholds: &Thresholds) -> Vec<Alert> {
    let mut all: Vec<Dated<'a>> = dated.into_iter().collect();
    all.sort_unstable_by_key(|visit| (visit.code, visit.visit, visit.date));
    all.dedup_by_key(|visit| (visit.code, visit.visit));
    let mut counts: BTreeMap<(Date, Date, Span, &str), u32> = BTreeMap::new();
    for visit in &all {
        for (span, from, to) in spans(visit.date) {
            *counts.entry((from, to, span, visit.code)).or_default() += 1;
        }
    }
    let most = |span| match span {
        Span::Day => thresholds.day,
        Span::Week => thresholds.week,
        Span::Month => thresholds.month,
    };
    (counts.into_iter())
        .filter(|((.., span, _), visits)| *visits > most(*span))
        .map(|((from, to, span, code), visits)| Alert { code: code.to_owned(), span, from, to, visits })
        .collect()
}

/// The checks that count towards an alert.
pub fn counting<'a>(history: &'a [PastCheck], thresholds: &Thresholds) -> Vec<Dated<'a>> {
    let counts = |check: &&PastCheck| !thresholds.exempt.contains(&check.source);
    history.iter().filter(counts).map(Dated::of).collect()
}

fn spans(day: Date) -> [(Span, Date, Date); 3] {
    let monday = day.week(chrono::Weekday::Mon);
    // Dates of the calendar are far from its ends; there a span is the day.
    let first = day.with_day(1).unwrap_or(day);
    let last =
        first.checked_add_months(chrono::Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(day);
    let week = (monday.checked_first_day().unwrap_or(day), monday.checked_last_day().unwrap_or(day));
    [(Span::Day, day, day), (Span::Week, week.0, week.1), (Span::Month, first, last)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::parse_date;

    fn check(date: &str, department: &str, visit: &str, source: &str) -> PastCheck {
        PastCheck {
            code: "A".into(),
            date: parse_date(date).unwrap(),
            department: department.into(),
            items: vec![],
            source: source.into(),
            result: String::new(),
            inspectors: vec![],
            visit: visit.into(),
        }
    }

    fn found(checks: &[PastCheck]) -> Vec<(Span, u32)> {
        let thresholds = Thresholds::default();
        alerts(counting(checks, &thresholds), &thresholds).into_iter().map(|a| (a.span, a.visits)).collect()
    }

    #[test]
    fn joint_visits_count_once_and_complaints_not_at_all() {
        let joint =
            [check("2026-10-12", "甲", "J1", "双随机抽查"), check("2026-10-12", "乙", "J1", "双随机抽查")];
        assert!(found(&joint).is_empty());
        let apart =
            [check("2026-10-12", "甲", "", "双随机抽查"), check("2026-10-12", "乙", "", "双随机抽查")];
        assert_eq!(found(&apart), [(Span::Day, 2)]);
        let complaint =
            [check("2026-10-12", "甲", "", "双随机抽查"), check("2026-10-12", "乙", "", "投诉举报")];
        assert!(found(&complaint).is_empty());
    }

    #[test]
    fn weeks_begin_on_monday_and_months_on_the_first() {
        // 2026-10-12 is a Monday.
        let week = ["2026-10-12", "2026-10-14", "2026-10-18"].map(|day| check(day, "甲", "", ""));
        assert_eq!(found(&week), [(Span::Week, 3)]);
        let apart = ["2026-10-11", "2026-10-12", "2026-10-18"].map(|day| check(day, "甲", "", ""));
        assert!(found(&apart).is_empty());
        let month =
            ["2026-10-01", "2026-10-08", "2026-10-20", "2026-10-31"].map(|day| check(day, "甲", "", ""));
        assert_eq!(found(&month), [(Span::Month, 4)]);
        let two =
            ["2026-09-30", "2026-10-08", "2026-10-20", "2026-10-31"].map(|day| check(day, "甲", "", ""));
        assert!(found(&two).is_empty());
    }
}
