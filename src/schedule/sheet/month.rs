//! Months as weeks, Monday first.

use chrono::Datelike;

use super::{Event, Sheet};
use crate::domain::Date;

/// A day of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayCell<'a> {
    /// The day.
    pub date: Date,
    /// It lies in the window.
    pub inside: bool,
    /// It is worked.
    pub worked: bool,
    /// A notice decides that.
    pub known: bool,
    /// The holiday it is off for, or made up for.
    pub holiday: Option<&'a str>,
    /// Visits of the day, by number.
    pub events: Vec<&'a Event>,
}

/// A month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month<'a> {
    /// Its first day.
    pub first: Date,
    /// Weeks from Monday to Sunday; `None` before the first and after the last.
    pub weeks: Vec<[Option<DayCell<'a>>; 7]>,
}

impl Sheet {
    /// The months of the window.
    pub fn months(&self) -> Vec<Month<'_>> {
        let [from, to] = self.window;
        let dated = self.dated();
        let mut out = Vec::new();
        let mut first = from.with_day(1).unwrap_or(from);
        while first <= to {
            let mut weeks: Vec<[Option<DayCell<'_>>; 7]> = Vec::new();
            for date in first.iter_days().take_while(|date| date.month() == first.month()) {
                let place = date.weekday().num_days_from_monday() as usize;
                if place == 0 || weeks.is_empty() {
                    weeks.push(Default::default());
                }
                let start = dated.partition_point(|(day, _)| *day < date);
                let events = dated[start..].iter().take_while(|(day, _)| *day == date);
                let cell = DayCell {
                    date,
                    inside: from <= date && date <= to,
                    worked: self.workdays.is_workday(date),
                    known: self.workdays.known(date),
                    holiday: self.workdays.name(date),
                    events: events.map(|(_, event)| *event).collect(),
                };
                if let Some(week) = weeks.last_mut() {
                    week[place] = Some(cell);
                }
            }
            out.push(Month { first, weeks });
            let Some(next) = first.checked_add_months(chrono::Months::new(1)) else { break };
            first = next;
        }
        out
    }
}

impl Sheet {
    /// Headings of a printed week.
    pub fn weekdays() -> [crate::domain::Text; 7] {
        super::html::weekdays()
    }
}

impl DayCell<'_> {
    /// A few characters for a terminal: the day, what it is off for, and how
    /// many visits it has.
    pub fn short(&self, lang: crate::lang::Lang) -> String {
        let mark = super::html::mark(self, lang);
        let count = match self.events.len() {
            0 => String::new(),
            count => format!(" ×{count}"),
        };
        let sure = if self.known || !self.inside { "" } else { "?" };
        let off = if self.inside && !self.worked && mark.is_empty() { " -" } else { "" };
        let mark = if mark.is_empty() { mark } else { format!(" {mark}") };
        format!("{}{sure}{off}{mark}{count}", self.date.day())
    }
}
