//! 工作日: which days are worked, by the State Council's yearly notices.
//!
//! `data/workdays.csv` holds the days off and the make-up working days of every
//! notice from 2004 to 2026. For a year without a notice a stated fallback
//! holds: Saturdays, Sundays and the public holidays that stand on a fixed date
//! (《全国年节及纪念日放假办法》, as revised for 2025: 元旦 1 January, 劳动节 1–2 May,
//! 国庆节 1–3 October). 春节, 清明节, 端午节 and 中秋节 are then not known, nor any
//! make-up day: whoever uses such a year says so ([`Workdays::doubtful`]). An
//! office enters a new notice with [`Workdays::enter`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use chrono::{Datelike, Days, Weekday};

use super::{Date, Result, Text, calendar};
use crate::text;

/// What a notice says of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// 放假: a day off.
    Off,
    /// 上班: a Saturday or Sunday that is worked.
    Work,
}

impl Kind {
    /// As files write it.
    pub fn slug(self) -> &'static str {
        match self {
            Kind::Off => "off",
            Kind::Work => "work",
        }
    }

    /// Reads `off`, `work`, or 放假, 休, 上班, 班.
    pub fn parse(value: &str) -> Option<Self> {
        match value {
            "off" | "放假" | "休" => Some(Kind::Off),
            "work" | "上班" | "班" => Some(Kind::Work),
            _ => None,
        }
    }
}

/// One day of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeDay {
    /// The day.
    pub date: Date,
    /// Off or worked.
    pub kind: Kind,
    /// The holiday it belongs to: 春节.
    pub name: String,
}

/// A year's notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The year it is for. A few of its days may lie in the last days of the
    /// year before.
    pub year: i32,
    /// Its days, ascending.
    pub days: Vec<NoticeDay>,
}

/// The working days as far as notices tell, with the fallback beyond.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workdays {
    days: BTreeMap<Date, (Kind, String)>,
    years: BTreeSet<i32>,
}

/// From this day of December the next year's notice may speak of the days.
const NEXT_NOTICE: (u32, u32) = (12, 28);

impl Workdays {
    /// What ships: every notice from 2004 to 2026.
    pub fn official() -> Self {
        static OFFICIAL: OnceLock<Workdays> = OnceLock::new();
        OFFICIAL.get_or_init(read_official).clone()
    }

    /// Enters a notice. What was known of its year goes, and of the last days
    /// of December before it what the notice itself names.
    pub fn enter(&mut self, notice: &Notice) {
        self.days.retain(|date, _| date.year() != notice.year || eve(*date));
        for day in &notice.days {
            self.days.insert(day.date, (day.kind, day.name.clone()));
        }
        self.years.insert(notice.year);
    }

    /// Whether a notice for the year is known.
    pub fn has(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// Whether the day is worked.
    pub fn is_workday(&self, date: Date) -> bool {
        match self.days.get(&date) {
            Some((kind, _)) => *kind == Kind::Work,
            None if weekend(date) => false,
            None => self.years.contains(&date.year()) || fixed_holiday(date).is_none(),
        }
    }

    /// Whether a notice decides the day. Where it is false, the fallback does;
    /// so it is from 28 December on until the next year's notice is known,
    /// which may still move those days.
    pub fn known(&self, date: Date) -> bool {
        self.years.contains(&date.year()) && (!eve(date) || self.years.contains(&(date.year() + 1)))
    }

    /// The holiday that a day off or a make-up day belongs to.
    pub fn name(&self, date: Date) -> Option<&str> {
        match self.days.get(&date) {
            Some((_, name)) => Some(name),
            None if self.years.contains(&date.year()) => None,
            None => fixed_holiday(date),
        }
    }

    /// The years between two days (both included) whose days are not all
    /// decided by notices: what relies on them must say so.
    pub fn doubtful(&self, from: Date, to: Date) -> Vec<i32> {
        (from.year()..=to.year().min(from.year() + 1000))
            .filter(|year| {
                let eve = Date::from_ymd_opt(*year, NEXT_NOTICE.0, NEXT_NOTICE.1);
                !self.years.contains(year)
                    || eve.is_some_and(|eve| eve <= to && !self.years.contains(&(year + 1)))
            })
            .collect()
    }

    /// The working days between two days, both included, ascending.
    pub fn between(&self, from: Date, to: Date) -> Vec<Date> {
        from.iter_days().take_while(|date| *date <= to).filter(|date| self.is_workday(*date)).collect()
    }

    /// The first working day after a day.
    pub fn next(&self, date: Date) -> Date {
        self.add(date, 1)
    }

    /// The n-th working day after a day, which itself does not count: what "within
    /// n working days" ends on. For n = 0 the day itself.
    pub fn add(&self, date: Date, n: u32) -> Date {
        let mut date = date;
        for _ in 0..n {
            while let Some(next) = date.checked_add_days(Days::new(1)) {
                date = next;
                if self.is_workday(date) {
                    break;
                }
            }
        }
        date
    }
}

fn weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Whether the next year's notice may speak of the day.
fn eve(date: Date) -> bool {
    (date.month(), date.day()) >= NEXT_NOTICE
}

/// Public holidays on fixed dates, as the rule has stood since 2025.
fn fixed_holiday(date: Date) -> Option<&'static str> {
    match (date.month(), date.day()) {
        (1, 1) => Some("元旦"),
        (5, 1 | 2) => Some("劳动节"),
        (10, 1..=3) => Some("国庆节"),
        _ => None,
    }
}

fn read_official() -> Workdays {
    let mut out = Workdays { days: BTreeMap::new(), years: BTreeSet::new() };
    for line in include_str!("../../data/workdays.csv").lines().skip(1) {
        let mut fields = line.splitn(3, ',');
        let day = fields.next().and_then(|day| calendar::parse_date(day).ok());
        let kind = fields.next().and_then(Kind::parse);
        if let (Some(day), Some(kind), Some(name)) = (day, kind, fields.next()) {
            out.days.insert(day, (kind, name.to_owned()));
            if !eve(day) {
                out.years.insert(day.year());
            }
        }
    }
    out
}

/// Reads a notice from CSV text: header `date,kind,name` (or 日期,类别,名称), kinds
/// `off`/`work` (or 放假/上班). `file` is named in faults.
///
/// # Errors
/// Every fault found, each with its row: `workdays-header`, `workdays-fields`,
/// `workdays-date`, `workdays-kind`, `workdays-name`, `workdays-twice`,
/// `workdays-not-weekend` (a make-up day that is worked anyway),
/// `workdays-year` (a day outside the notice's year), `workdays-missing` (a
/// fixed public holiday that is not off), `workdays-empty`.
pub fn parse_notice(file: &str, content: &str) -> Result<Notice, Vec<Text>> {
    let content = content.strip_prefix('\u{feff}').unwrap_or(content);
    let mut lines = (1usize..).zip(content.lines().map(str::trim_end));
    let mut faults = Vec::new();
    let header = lines.next().map(|(_, line)| line).unwrap_or_default();
    if !matches!(header, "date,kind,name" | "日期,类别,名称") {
        return Err(vec![text!("workdays-header", file = file, value = header)]);
    }
    let mut days: BTreeMap<Date, NoticeDay> = BTreeMap::new();
    let mut rows: BTreeMap<Date, usize> = BTreeMap::new();
    for (row, line) in lines.filter(|(_, line)| !line.is_empty()) {
        let fields: Vec<&str> = line.split(',').map(str::trim).collect();
        let [date, kind, name] = fields[..] else {
            faults.push(text!("workdays-fields", file = file, row = row));
            continue;
        };
        let Ok(date) = calendar::parse_date(date) else {
            faults.push(text!("workdays-date", file = file, row = row, value = date));
            continue;
        };
        let Some(kind) = Kind::parse(kind) else {
            faults.push(text!("workdays-kind", file = file, row = row, value = kind));
            continue;
        };
        if name.is_empty() || super::grammar::check_text(name).is_err() {
            faults.push(text!("workdays-name", file = file, row = row));
        }
        if kind == Kind::Work && !weekend(date) {
            faults.push(text!("workdays-not-weekend", file = file, row = row, value = date));
        }
        if let Some(before) = rows.insert(date, row) {
            faults.push(text!("workdays-twice", file = file, row = row, value = date, before = before));
        }
        days.insert(date, NoticeDay { date, kind, name: name.to_owned() });
    }
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for date in days.keys() {
        *counts.entry(date.year()).or_default() += 1;
    }
    let Some(year) = counts.iter().max_by_key(|(_, count)| **count).map(|(year, _)| *year) else {
        if faults.is_empty() {
            faults.push(text!("workdays-empty", file = file));
        }
        return Err(faults);
    };
    for (date, row) in &rows {
        if date.year() != year && !(date.year() == year - 1 && date.month() == 12) {
            faults.push(text!(
                "workdays-year",
                file = file,
                row = *row,
                value = *date,
                year = year.to_string()
            ));
        }
    }
    for (month, day) in [(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)] {
        let Some(date) = Date::from_ymd_opt(year, month, day) else { continue };
        if days.get(&date).is_none_or(|found| found.kind != Kind::Off) {
            faults.push(text!("workdays-missing", file = file, value = date));
        }
    }
    if faults.is_empty() { Ok(Notice { year, days: days.into_values().collect() }) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(value: &str) -> Date {
        calendar::parse_date(value).unwrap()
    }

    #[test]
    fn the_notices_are_read_whole() {
        let official = Workdays::official();
        assert_eq!(official.years, (2004..=2026).collect());
        assert_eq!(official.days.len() + 1, include_str!("../../data/workdays.csv").lines().count());
        // Every make-up day is a weekend, every day of work off is one that would be worked.
        for (date, (kind, _)) in &official.days {
            assert!(*kind == Kind::Off || weekend(*date), "{date}");
        }
        // Working days of a year, as counted from the notices.
        for (year, worked) in [(2023, 249), (2024, 251), (2025, 248), (2026, 248)] {
            let [first, last] = [(1, 1), (12, 31)].map(|(m, d)| Date::from_ymd_opt(year, m, d).unwrap());
            assert_eq!(official.between(first, last).len(), worked, "{year}");
        }
    }

    #[test]
    fn well_known_days() {
        let official = Workdays::official();
        for (date, worked) in [
            ("2026-10-01", false),
            ("2026-10-07", false),
            ("2026-10-08", true),
            ("2026-10-10", true), // a Saturday made up for
            ("2026-10-11", false),
            ("2026-02-14", true),
            ("2026-02-23", false),
            ("2015-09-03", false), // the 70th anniversary
            ("2020-01-31", false), // the longer Spring Festival of 2020
            ("2007-12-29", true),  // by the notice for 2008
            ("2007-12-31", false),
        ] {
            assert_eq!(official.is_workday(day(date)), worked, "{date}");
        }
        assert_eq!(official.next(day("2026-09-30")), day("2026-10-08"));
        assert_eq!(official.add(day("2026-09-30"), 3), day("2026-10-10"));
        assert_eq!(official.add(day("2026-09-30"), 0), day("2026-09-30"));
        assert_eq!(official.name(day("2026-10-10")), Some("国庆节"));
    }

    #[test]
    fn the_fallback_says_that_it_is_one() {
        let mut official = Workdays::official();
        assert!(!official.known(day("2027-03-01")) && official.known(day("2026-12-01")));
        assert!(!official.known(day("2026-12-31")), "the notice for 2027 may still move it");
        for date in ["2027-01-01", "2027-05-02", "2027-10-03", "2027-03-06"] {
            assert!(!official.is_workday(day(date)), "{date}");
        }
        // New Year's Eve by the lunar calendar: nobody can know it is off.
        assert!(official.is_workday(day("2027-02-05")));
        assert_eq!(official.doubtful(day("2026-12-01"), day("2027-02-28")), [2026, 2027]);
        assert_eq!(official.doubtful(day("2026-10-01"), day("2026-12-20")), Vec::<i32>::new());
        let notice = parse_notice("n.csv", NOTICE).unwrap();
        official.enter(&notice);
        assert!(!official.is_workday(day("2027-02-05")) && official.is_workday(day("2027-02-20")));
        assert!(official.known(day("2026-12-31")) && official.known(day("2027-03-01")));
        assert_eq!(official.doubtful(day("2026-12-01"), day("2027-02-28")), Vec::<i32>::new());
    }

    const NOTICE: &str = "\u{feff}日期,类别,名称\r\n2027-01-01,放假,元旦\r\n2027-02-05,off,春节\r\n\
                          2027-02-20,上班,春节\r\n2027-05-01,off,劳动节\r\n2027-10-01,off,国庆节\r\n\
                          2027-10-02,off,国庆节\r\n2027-10-03,off,国庆节\r\n2026-12-31,off,元旦\r\n";

    #[test]
    fn wrong_notices_are_refused_row_by_row() {
        let ids = |content: &str| -> Vec<&str> {
            parse_notice("n.csv", content).unwrap_err().iter().map(|fault| fault.id).collect()
        };
        assert_eq!(ids(""), ["workdays-header"]);
        assert_eq!(ids("date,kind,name\n"), ["workdays-empty"]);
        let with = |line: &str| format!("{}{line}\n", NOTICE.replace('\r', ""));
        assert_eq!(ids(&with("2027-02-30,off,x")), ["workdays-date"]);
        assert_eq!(ids(&with("2027-02-08,frei,x")), ["workdays-kind"]);
        assert_eq!(ids(&with("2027-02-08,work,x")), ["workdays-not-weekend"]);
        assert_eq!(ids(&with("2027-02-05,off,x")), ["workdays-twice"]);
        assert_eq!(ids(&with("2027-02-08,off,")), ["workdays-name"]);
        assert_eq!(ids(&with("2027-02-08,off")), ["workdays-fields"]);
        assert_eq!(ids(&with("2028-02-08,off,x")), ["workdays-year"]);
        assert_eq!(ids(&with("").replace("2027-10-02,off,国庆节\n", "")), ["workdays-missing"]);
    }

    proptest! {
        #[test]
        fn adding_counts_working_days(start in 0u64..8000, n in 0u32..60) {
            let official = Workdays::official();
            let from = day("2004-01-01") + Days::new(start);
            let to = official.add(from, n);
            prop_assert_eq!(official.between(from + Days::new(1), to).len(), n as usize);
            prop_assert!(n == 0 || official.is_workday(to));
        }
    }
}
