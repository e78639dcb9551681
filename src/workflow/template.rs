//! A plan to start from, filled with what the office knows.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, NaiveTime};

use super::office::Office;
use super::refusal::Done;
use crate::domain::department::may_be_same;
use crate::domain::{Date, Inspector, Instant, Item};
use crate::lang::Lang;
use crate::plan::{Fill, template, year_template};
use crate::store::{inspectors, items, plans};

/// The template's text. The dates lead from today to the end of next quarter:
/// the frame as of yesterday, a week for approval and commitments, the public
/// value on the evening of the last of them.
pub fn new_plan(office: &Office, lang: Lang) -> Done<String> {
    Ok(template(lang, &fill(office)?))
}

/// The template of a year's plan, of the year of the next quarter that can
/// still be drawn.
pub fn new_year(office: &Office, lang: Lang) -> Done<String> {
    let mut fill = fill(office)?;
    let year = fill.window[0].year();
    let known = office.store.read(plans::list)?;
    let taken = |plan: &str| {
        known.iter().any(|row| row.plan.strip_prefix(plan).is_some_and(|rest| rest.starts_with("-Q")))
    };
    fill.plan = (1..).map(|n| format!("{year}-Y{n:02}")).find(|plan| !taken(plan)).unwrap_or_default();
    Ok(year_template(lang, &fill))
}

fn fill(office: &Office) -> Done<Fill> {
    let now = office.now();
    let today = now.date_naive();
    let (known, roster, list) =
        office.store.read(|tx| Ok((plans::list(tx)?, inspectors::list(tx)?, items::list(tx)?)))?;
    let reveal_day = today + Days::new(7);
    let window = [reveal_day + Days::new(3), quarter_end(reveal_day + Days::new(45))];
    let (year, quarter) = (window[0].year(), window[0].month0() / 3 + 1);
    let number = known.len() + 1;
    let free = |n: usize| format!("{year}Q{quarter}-{n:03}");
    let plan = (1..).map(free).find(|plan| known.iter().all(|row| row.plan != *plan)).unwrap_or_default();
    let (department, item) = match to_begin(&list, today, &roster, &office.row.name) {
        Some((department, item)) => (department, Some(item)),
        None => (String::new(), None),
    };
    Ok(Fill {
        plan,
        number: format!("〔{year}〕{number}号"),
        organ: office.row.name.clone(),
        department,
        items: item.map(|item| item.code.clone()).into_iter().collect(),
        area: Some(office.row.area.clone()).filter(|area| !area.is_empty()).unwrap_or_else(|| "*".into()),
        cutoff: today.pred_opt().unwrap_or(today),
        window,
        reveal_by: at(&now, reveal_day, 17, 0),
        when: at(&now, reveal_day, 21, 30),
    })
}

/// A department with an item to begin with: the first by code that is in force on
/// a day and that somebody on the roster inspects, the office's own department
/// before others. Without a roster, whom the item names.
fn to_begin<'a>(
    list: &'a [Item],
    day: Date,
    roster: &[Inspector],
    office: &str,
) -> Option<(String, &'a Item)> {
    let departments: BTreeSet<&str> = roster.iter().map(|inspector| inspector.department.as_str()).collect();
    let now: Vec<&Item> = list.iter().filter(|item| item.valid_from <= day && day <= item.valid_to).collect();
    let first = |own: bool| {
        let fits = |item: &Item, name: &str| item.is_of(name) && (!own || may_be_same(name, office));
        now.iter().find_map(|item| {
            let name = departments.iter().find(|name| fits(item, name))?;
            Some(((*name).to_owned(), *item))
        })
    };
    first(true).or_else(|| first(false)).or_else(|| {
        let item = *now.first()?;
        let named = departments.first().map_or(item.section.as_str(), |name| name);
        Some((named.to_owned(), item))
    })
}

fn at(now: &Instant, day: Date, hour: u32, minute: u32) -> Instant {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    day.and_time(time).and_local_timezone(*now.offset()).single().unwrap_or(*now)
}

/// The last day of a day's quarter.
fn quarter_end(day: Date) -> Date {
    let (year, next) = match day.month0() / 3 {
        3 => (day.year() + 1, 1),
        quarter => (day.year(), quarter * 3 + 4),
    };
    NaiveDate::from_ymd_opt(year, next, 1).and_then(|first| first.pred_opt()).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_end_where_they_should() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(quarter_end(day(2026, 1, 1)), day(2026, 3, 31));
        assert_eq!(quarter_end(day(2026, 6, 30)), day(2026, 6, 30));
        assert_eq!(quarter_end(day(2026, 12, 31)), day(2026, 12, 31));
        assert_eq!(quarter_end(day(2028, 2, 29)), day(2028, 3, 31));
    }
}
