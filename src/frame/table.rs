//! A partition's columns, each distinct value once, so that a condition is
//! decided per value and not per row.

use std::collections::HashMap;

use polars::prelude::DataFrame;

use super::condition::{any_covers, any_fits, any_listed};
use super::{ClassColumn, Condition, Request};
use crate::domain::Result;
use crate::text;

/// One column: distinct values, and each row's.
#[derive(Debug, Default)]
pub(super) struct Column<'a> {
    pub(super) values: Vec<&'a str>,
    pub(super) ids: Vec<u32>,
    /// Of columns that hold lists, what the values are made of.
    lists: Option<Lists<'a>>,
}

/// The words of joined lists, each once: few, where the lists are many.
#[derive(Debug, Default)]
struct Lists<'a> {
    words: Vec<&'a str>,
    /// The words of each distinct value, one value behind the other.
    of: Vec<u32>,
    ends: Vec<usize>,
}

impl<'a> Lists<'a> {
    fn new(values: &[&'a str]) -> Self {
        let mut out = Self::default();
        let mut known: HashMap<&str, u32> = HashMap::new();
        for value in values {
            // An empty value is the one word that a list never holds.
            for word in value.split(';').filter(|word| !word.is_empty() || value.is_empty()) {
                let next = out.words.len() as u32;
                let id = *known.entry(word).or_insert(next);
                if id == next {
                    out.words.push(word);
                }
                out.of.push(id);
            }
            out.ends.push(out.of.len());
        }
        out
    }

    /// For each value whether a word of it fits.
    fn decide(&self, fits: impl Fn(&str) -> bool) -> Vec<bool> {
        let fits: Vec<bool> = self.words.iter().map(|word| fits(word)).collect();
        let mut from = 0;
        (self.ends.iter())
            .map(|end| {
                self.of[std::mem::replace(&mut from, *end)..*end].iter().any(|word| fits[*word as usize])
            })
            .collect()
    }
}

/// The columns that some request asks for.
#[derive(Debug)]
pub(super) struct Table<'a> {
    pub(super) rows: usize,
    pub(super) codes: Vec<&'a str>,
    pub(super) names: Vec<&'a str>,
    pub(super) area: Column<'a>,
    columns: HashMap<&'static str, Column<'a>>,
}

/// Names of the columns some request asks for, `code`, `name` and `area` too.
pub(super) fn needed(requests: &[Request]) -> Vec<&'static str> {
    let mut out = vec!["code", "name", "area"];
    let mut add = |column| {
        if !out.contains(&column) {
            out.push(column);
        }
    };
    for request in requests {
        let conditions = (std::iter::once(&request.scope.within).chain(&request.scope.except))
            .chain(request.classes.iter().map(|class| &class.when))
            .chain(request.exclude.iter().map(|exclude| &exclude.when));
        conditions.flat_map(Condition::columns).for_each(&mut add);
        request.class_from.iter().map(|column| column.name()).for_each(&mut add);
        if request.frequency.cover.as_ref().is_some_and(|cover| !cover.newcomers) {
            add("founded");
        }
    }
    out
}

impl ClassColumn {
    /// The registry's column.
    pub fn name(self) -> &'static str {
        match self {
            ClassColumn::Class => "class",
            ClassColumn::Office => "office",
            ClassColumn::Kind => "kind",
            ClassColumn::Object => "object",
            ClassColumn::Industry => "industry",
        }
    }
}

fn strings<'a>(frame: &'a DataFrame, name: &str) -> Result<impl Iterator<Item = &'a str>> {
    let column = (frame.column(name).and_then(|column| column.str()))
        .map_err(|error| text!("frame-column", column = name, error = error.to_string()))?;
    Ok(column.iter().map(Option::unwrap_or_default))
}

fn distinct<'a>(values: impl Iterator<Item = &'a str>) -> Column<'a> {
    let mut column = Column::default();
    let mut known: HashMap<&str, u32> = HashMap::new();
    let mut last = ("", u32::MAX);
    for value in values {
        if last.1 == u32::MAX || last.0 != value {
            let next = column.values.len() as u32; // a partition has fewer than 2³² rows
            let id = *known.entry(value).or_insert(next);
            if id == next {
                column.values.push(value);
            }
            last = (value, id);
        }
        column.ids.push(last.1);
    }
    column
}

impl<'a> Table<'a> {
    pub(super) fn new(frame: &'a DataFrame, needed: &[&'static str]) -> Result<Self> {
        let mut columns = HashMap::new();
        for name in needed.iter().filter(|name| !matches!(**name, "code" | "name" | "area")) {
            let mut column = distinct(strings(frame, name)?);
            if matches!(*name, "tags" | "licences") {
                column.lists = Some(Lists::new(&column.values));
            }
            columns.insert(*name, column);
        }
        Ok(Self {
            rows: frame.height(),
            codes: strings(frame, "code")?.collect(),
            names: strings(frame, "name")?.collect(),
            area: distinct(strings(frame, "area")?),
            columns,
        })
    }

    pub(super) fn column(&self, name: &str) -> Option<&Column<'a>> {
        if name == "area" { Some(&self.area) } else { self.columns.get(name) }
    }

    /// Decides a condition for each distinct value of the columns it names.
    pub(super) fn decide<'t>(&'t self, condition: &'t Condition) -> Decided<'t> {
        let mut columns = Vec::new();
        for name in condition.columns() {
            let Some(column) = self.column(name) else { continue };
            let admits = |value: &str| condition.admits(name, value);
            let fits: Vec<bool> = match &column.lists {
                Some(lists) => lists.decide(admits),
                None => column.values.iter().map(|value| admits(value)).collect(),
            };
            if fits.iter().any(|fits| !fits) {
                columns.push((column.ids.as_slice(), fits));
            }
        }
        let mut codes: Vec<&str> = condition.codes.iter().map(String::as_str).collect();
        codes.sort_unstable();
        Decided { columns, rows: &self.codes, codes }
    }
}

/// A condition decided for one table.
#[derive(Debug)]
pub(super) struct Decided<'t> {
    columns: Vec<(&'t [u32], Vec<bool>)>,
    rows: &'t [&'t str],
    codes: Vec<&'t str>,
}

impl Decided<'_> {
    pub(super) fn holds(&self, row: usize) -> bool {
        self.columns.iter().all(|(ids, fits)| fits[ids[row] as usize])
            && (self.codes.is_empty() || self.codes.binary_search(&self.rows[row]).is_ok())
    }
}

impl Condition {
    /// The columns it asks for, `code` aside.
    pub(super) fn columns(&self) -> impl Iterator<Item = &'static str> {
        let founded = self.founded_before.is_some() || self.founded_since.is_some();
        [
            (!self.areas.is_empty(), "area"),
            (!self.kinds.is_empty(), "kind"),
            (!self.objects.is_empty(), "object"),
            (!self.industries.is_empty(), "industry"),
            (!self.tags.is_empty(), "tags"),
            (!self.licences.is_empty(), "licences"),
            (!self.status.is_empty(), "status"),
            (!self.classes.is_empty(), "class"),
            (!self.offices.is_empty(), "office"),
            (!self.authorities.is_empty(), "authority"),
            (founded, "founded"),
        ]
        .into_iter()
        .filter_map(|(asked, name)| asked.then_some(name))
    }

    /// Whether a value of one column fits.
    fn admits(&self, column: &str, value: &str) -> bool {
        match column {
            "area" => any_covers(&self.areas, value),
            "kind" => any_fits(&self.kinds, value),
            "object" => any_fits(&self.objects, value),
            "industry" => any_covers(&self.industries, value),
            "tags" => any_listed(&self.tags, value),
            "licences" => any_listed(&self.licences, value),
            "status" => any_fits(&self.status, value),
            "class" => any_fits(&self.classes, value),
            "office" => any_fits(&self.offices, value),
            "authority" => any_fits(&self.authorities, value),
            _ => self.admits_founded(value),
        }
    }

    /// Registry dates are `YYYY-MM-DD`, so their byte order is that of days.
    fn admits_founded(&self, value: &str) -> bool {
        let before = self.founded_before.is_none_or(|day| value < day.to_string().as_str());
        let since = self.founded_since.is_none_or(|day| value >= day.to_string().as_str());
        before && since
    }

    /// Whether it asks nothing.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty() && self.columns().next().is_none()
    }
}
