//! Conditions, exclusions and frequency rules.

use super::reader::Table;
use crate::domain::area;
use crate::domain::grammar::{check_code, check_scope, check_slug};
use crate::frame::{Cap, Condition, Cover, CoverMode, Exclude, Frequency, Gap, Period, Reclass, Who};
use crate::text;

/// The keys of a condition.
const CONDITION: [&str; 13] = [
    "areas",
    "kinds",
    "objects",
    "industries",
    "tags",
    "licences",
    "status",
    "classes",
    "offices",
    "authorities",
    "codes",
    "founded_before",
    "founded_since",
];

/// The keys of a condition and what a table has besides.
pub(super) fn condition_and(more: &[&'static str]) -> Vec<&'static str> {
    [&CONDITION, more].concat()
}

pub(super) const FREQUENCY_KEYS: &[&str] = &["exempt", "gap", "cap", "cover", "inherit"];

/// An exclusion and, where it is plan-wide, the departments it concerns.
pub(super) type WideExclude = (Exclude, Vec<String>);

pub(super) fn condition(table: &Table<'_, '_>) -> Condition {
    let list = |key| table.strings(key).unwrap_or_default();
    let codes = list("codes");
    for code in &codes {
        table.checked("codes", code, check_code(code));
    }
    let industries =
        list("industries").into_iter().map(|code| code.trim_end_matches('*').to_owned()).collect();
    Condition {
        areas: areas(table, "areas", None),
        kinds: list("kinds"),
        objects: list("objects"),
        industries,
        tags: list("tags"),
        licences: list("licences"),
        status: list("status"),
        classes: list("classes"),
        offices: list("offices"),
        authorities: list("authorities"),
        codes,
        founded_before: table.date("founded_before"),
        founded_since: table.date("founded_since"),
    }
}

/// Areas by code or name; `*` for all.
pub(super) fn areas(table: &Table<'_, '_>, key: &str, within: Option<&str>) -> Vec<String> {
    let resolve = |name: String| match name.as_str() {
        "*" => Some(name),
        _ => table.checked(key, &name, area::resolve(&name, within)),
    };
    let out: Vec<String> = table.strings(key).unwrap_or_default().into_iter().filter_map(resolve).collect();
    for area in &out {
        table.checked(key, area, check_scope(area));
    }
    out
}

pub(super) fn exclude(table: &Table<'_, '_>) -> Option<WideExclude> {
    let reason = table.required("reason", "reason = \"reciprocal\"")?;
    table.checked("reason", &reason, check_slug(&reason))?;
    let when = condition(table);
    if when.is_empty() {
        table.reader.refuse(table.line(), &table.field("*"), &reason, text!("plan-spec-no-condition"));
        return None;
    }
    Some((Exclude { reason, when }, table.strings("departments").unwrap_or_default()))
}

pub(super) fn class(table: &Table<'_, '_>) -> Option<Reclass> {
    let class = table.required("name", "name = \"新设\"")?;
    table.checked("name", &class, crate::domain::grammar::check_element(&class))?;
    let when = condition(table);
    if when.is_empty() {
        table.reader.refuse(table.line(), &table.field("*"), &class, text!("plan-spec-no-condition"));
        return None;
    }
    Some(Reclass { class, when })
}

const WHO: &[(&str, Who)] = &[
    ("department", Who::Department),
    ("all", Who::All),
    ("items", Who::Items),
    ("本部门", Who::Department),
    ("所有部门", Who::All),
    ("本事项", Who::Items),
];

/// `year` is what a cap by calendar year counts.
pub(super) fn frequency(table: &Table<'_, '_>, year: Option<i32>) -> Frequency {
    let gaps = table.tables("gap", &["months", "who"], |table| {
        if !table.has("months") {
            table.missing("months", "months = 6");
        }
        Some(Gap { months: table.within("months", 1, 600)? as u32, who: table.choice("who", WHO)? })
    });
    let caps = table.tables("cap", &["max", "months", "year", "who"], |table| {
        if !table.has("max") {
            table.missing("max", "max = 2");
        }
        let max = table.within("max", 1, 1000)? as u32;
        let period = match (table.flag("year"), table.has("months")) {
            (true, false) => Period::Year(year?),
            (false, true) => Period::Months(table.within("months", 1, 600)? as u32),
            (false, false) => Period::Months(12),
            (true, true) => {
                table.refuse("months", "", text!("plan-spec-not-both", other = "year"));
                return None;
            }
        };
        Some(Cap { max, period, who: table.choice("who", WHO)? })
    });
    let cover = table.table("cover", &["years", "who", "mark", "exclude", "newcomers"], |table| {
        if !table.has("years") {
            table.missing("years", "years = 3");
        }
        let mark = table.string("mark").unwrap_or_else(|| "-覆盖".to_owned());
        let mode = if table.flag("exclude") { CoverMode::Exclude } else { CoverMode::Mark(mark) };
        Some(Cover {
            years: table.within("years", 1, 50)? as u32,
            who: table.choice("who", WHO)?,
            mode,
            newcomers: table.flag("newcomers"),
        })
    });
    Frequency { exempt: table.strings("exempt").unwrap_or_default(), gaps, caps, cover }
}
