//! One row of a register, its faults collected while it is read.

use std::path::PathBuf;

use super::rows::each_row;
use super::{Defaults, open_ended, since_ever};
use crate::domain::{Date, Progress, Result, Text, area, code, grammar};
use crate::registry::{Fault, Headings, Mapping, Record, Spec, Taken, clean};
use crate::text;

/// A row whose faults are being collected.
pub(crate) struct Line<'a> {
    record: Record<'a>,
    headings: &'a Headings,
    defaults: &'a Defaults,
    mapping: &'a Mapping,
    faults: Vec<Fault>,
}

/// What became of a faultless value.
pub(crate) enum Kept {
    /// It stands.
    New,
    /// It went into one that stood already.
    Merged,
    /// It cannot stand beside another.
    Refused(Fault),
}

/// Where a row stands, for messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Which of the files, from 0.
    pub file: usize,
    /// Line or sheet row.
    pub row: u64,
}

/// What to read and how.
pub(crate) struct Source<'a> {
    pub files: &'a [PathBuf],
    pub spec: &'static Spec,
    pub mapping: &'a Mapping,
    pub defaults: &'a Defaults,
    pub progress: &'a dyn Progress,
    /// Of these columns a file must have one; none are asked for when empty.
    pub either: &'static [&'static str],
}

/// Reads a register's files row by row: `convert` makes a value of a row,
/// collecting faults; `keep` puts a faultless value among the rows, merges it
/// into one of them, or refuses it.
pub(crate) fn read_rows<T>(
    source: &Source<'_>,
    convert: impl Fn(&mut Line<'_>) -> T,
    mut keep: impl FnMut(&mut Vec<T>, T, Place, &Line<'_>) -> Kept,
) -> Result<Taken<T>> {
    let mut taken = Taken::default();
    for (file, path) in source.files.iter().enumerate() {
        let suits = |headings: &Headings| match source.either.last() {
            Some(last) if !source.either.iter().any(|name| headings.has(name)) => {
                Err(headings.missing(&[*last]))
            }
            _ => Ok(()),
        };
        each_row(path, (source.spec, source.mapping), source.progress, suits, |headings, row| {
            let record = match headings.record(row) {
                Ok(record) => record,
                Err(reject) => return taken.refuse(*reject),
            };
            let mut line = Line {
                record,
                headings,
                defaults: source.defaults,
                mapping: source.mapping,
                faults: Vec::new(),
            };
            let value = convert(&mut line);
            if line.faults.is_empty() {
                match keep(&mut taken.rows, value, Place { file, row: row.number }, &line) {
                    Kept::New => taken.read += 1,
                    Kept::Merged => taken.merge(),
                    Kept::Refused(fault) => line.faults.push(fault),
                }
            }
            if let Some(reject) = record.reject(line.faults) {
                taken.refuse(reject);
            }
        })?;
    }
    Ok(taken)
}

impl<'a> Line<'a> {
    /// What the import takes for granted.
    pub fn defaults(&self) -> &'a Defaults {
        self.defaults
    }

    /// A fault of a column.
    pub fn fault(&self, column: &str, reason: Text, remedy: Text) -> Fault {
        self.record.fault(column, reason, remedy)
    }

    /// Collects a fault of a column.
    pub fn refuse(&mut self, column: &str, reason: Text, remedy: Text) {
        let fault = self.fault(column, reason, remedy);
        self.faults.push(fault);
    }

    /// The value, or its fault collected and the default.
    pub fn or_refuse<T: Default>(&mut self, column: &str, value: Result<T>, remedy: Text) -> T {
        value.unwrap_or_else(|reason| {
            self.refuse(column, reason, remedy);
            T::default()
        })
    }

    /// Whether the file has a column.
    pub fn has(&self, column: &str) -> bool {
        self.headings.has(column)
    }

    /// A list of any texts, which may be empty.
    pub fn list(&self, column: &str) -> Vec<String> {
        clean::list(self.record.raw(column))
    }

    /// A cell's text.
    pub fn text(&self, column: &str) -> String {
        self.record.text(column)
    }

    /// A cell's text that must not be empty.
    pub fn required(&mut self, column: &str) -> String {
        let value = self.text(column);
        if value.is_empty() {
            self.refuse(column, text!("registers-empty"), text!("registers-remedy-empty"));
        }
        value
    }

    /// A long text: its paragraphs are kept, each cleaned, empty ones dropped.
    pub fn paragraphs(&self, column: &str) -> String {
        let raw = self.record.raw(column);
        if !raw.contains(['\n', '\r']) {
            return clean::text(raw);
        }
        let lines = raw.split(['\n', '\r']).map(clean::text).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    }

    /// A name as the protocol's files hold it: not empty, 1–64 bytes, none of
    /// `,;"`.
    pub fn element(&mut self, column: &str) -> String {
        let value = self.required(column);
        if !value.is_empty() {
            self.check_element(column, &value);
        }
        value
    }

    fn check_element(&mut self, column: &str, value: &str) {
        if let Err(reason) = grammar::check_element(value) {
            self.refuse(column, reason, text!("registers-remedy-element"));
        }
    }

    /// A list of such names, which may be empty.
    pub fn elements(&mut self, column: &str) -> Vec<String> {
        let list = clean::list(self.record.raw(column));
        for element in &list {
            self.check_element(column, element);
        }
        list
    }

    /// 执法证号: without spaces, letters in capitals.
    pub fn certificate(&mut self, column: &str) -> String {
        let value = clean::code(self.record.raw(column));
        if value.is_empty() {
            self.refuse(column, text!("registers-empty"), text!("registers-remedy-empty"));
        } else {
            self.check_certificate(column, &value);
        }
        value
    }

    /// A list of certificates, which may be empty.
    pub fn certificates(&mut self, column: &str) -> Vec<String> {
        let mut list: Vec<String> = Vec::new();
        for value in clean::list(self.record.raw(column)) {
            let value = clean::code(&value);
            self.check_certificate(column, &value);
            if !list.contains(&value) {
                list.push(value);
            }
        }
        list
    }

    fn check_certificate(&mut self, column: &str, value: &str) {
        if clean::lost_digits(value) {
            self.refuse(column, text!("registers-digits-lost"), text!("registers-remedy-digits"));
        } else {
            self.check_element(column, value);
        }
    }

    /// The code of an object: in grammar, and with the right check character
    /// where it is plainly meant as 统一社会信用代码 or 注册号.
    pub fn object(&mut self, column: &str) -> String {
        let value = clean::code(self.record.raw(column));
        let value = self.mapping.code(&value).unwrap_or(value);
        if value.is_empty() {
            self.refuse(column, text!("registers-empty"), text!("registers-remedy-empty"));
        } else if clean::lost_digits(&value) {
            self.refuse(column, text!("registers-digits-lost"), text!("registers-remedy-digits"));
        } else if let Err(reason) = grammar::check_code(&value) {
            self.refuse(column, reason, text!("registers-remedy-code"));
        } else if meant_as_business(&value)
            && !code::is_credit_code(&value)
            && !code::is_registration_number(&value)
        {
            self.refuse(column, text!("registers-code-check"), text!("registers-remedy-code"));
        }
        value
    }

    /// A day, or `None` where the cell is empty.
    pub fn date(&mut self, column: &str) -> Option<Date> {
        let value = self.text(column);
        if matches!(value.as_str(), "" | "-" | "/" | "无") {
            return None;
        }
        let date = clean::date(&value).map(Some);
        self.or_refuse(column, date, text!("registers-remedy-date"))
    }

    /// A day that must be said.
    pub fn required_date(&mut self, column: &str) -> Date {
        let faults = self.faults.len();
        let date = self.date(column);
        if date.is_none() && self.faults.len() == faults {
            self.refuse(column, text!("registers-empty"), text!("registers-remedy-empty"));
        }
        date.unwrap_or_default()
    }

    /// The last day something holds, of a day or a span; for ever where the
    /// cell is empty.
    pub fn last_day(&mut self, column: &str) -> Date {
        let value = self.text(column);
        if matches!(value.as_str(), "" | "-" | "/" | "无") {
            return open_ended();
        }
        let last = super::span(&value).map(|(_, last)| last);
        self.or_refuse(column, last, text!("registers-remedy-date"))
    }

    /// From when to when something holds, of one column or two. What is not
    /// said has held for ever and will.
    pub fn validity(&mut self, both: &str, from: &str, to: &str) -> (Date, Date) {
        let value = self.text(both);
        let (mut first, mut last) = (None, None);
        if !value.is_empty() {
            let span = super::span(&value).map(|(first, last)| (first, Some(last)));
            (first, last) = self.or_refuse(both, span, text!("registers-remedy-span"));
        }
        first = self.date(from).or(first);
        last = self.date(to).or(last);
        let (first, last) = (first.unwrap_or_else(since_ever), last.unwrap_or_else(open_ended));
        self.ordered(if self.text(to).is_empty() { both } else { to }, first, last);
        (first, last)
    }

    /// Collects a fault where the last day is before the first.
    pub fn ordered(&mut self, column: &str, first: Date, last: Date) {
        if first > last {
            self.refuse(
                column,
                text!("registers-order", first = first, last = last),
                text!("registers-remedy-order"),
            );
        }
    }

    /// Area scopes by code or name; 全县 and the like, and nothing at all, mean
    /// the office's area, or everywhere where it has none.
    pub fn areas(&mut self, column: &str) -> Vec<String> {
        let own = self.defaults.area.as_deref();
        let mut out: Vec<String> = Vec::new();
        for value in clean::list(self.record.raw(column)) {
            let scope = match whole(&value, own) {
                Some(scope) => scope,
                None => {
                    let value = self.mapping.area(&value).unwrap_or(&value);
                    let found = area::resolve(value, own.map(reach));
                    self.or_refuse(column, found, text!("registers-remedy-area"))
                }
            };
            if !out.contains(&scope) {
                out.push(scope);
            }
        }
        if out.is_empty() {
            out.push(own.unwrap_or("*").to_owned());
        }
        out
    }
}

/// A county's office means its neighbours' names too: names are looked for in
/// its city first.
fn reach(own: &str) -> &str {
    own.get(..4).unwrap_or(own)
}

/// What a word for the whole means, if it is one.
fn whole(value: &str, own: Option<&str>) -> Option<String> {
    let digits = |count: usize| own.map_or("*", |own| own.get(..count).unwrap_or(own)).to_owned();
    match value {
        "*" | "全国" => Some("*".to_owned()),
        "全省" | "全自治区" => Some(digits(2)),
        // A county-level city speaks of itself.
        "全市" | "市直" | "市本级" => {
            let itself = own.and_then(area::by_code).is_some_and(|area| area.name.ends_with('市'));
            Some(if itself { digits(9) } else { digits(4) })
        }
        "全县" | "全区" | "全旗" | "全州" | "全盟" | "全部" | "全域" | "全辖区" | "全部区域" | "所有"
        | "不限" | "辖区" | "本辖区" | "本行政区域" | "本区域" | "辖区内" => {
            Some(digits(9))
        }
        _ => None,
    }
}

/// Whether a code has the looks of 统一社会信用代码 (18 characters, an authority's
/// and a kind's sign, six digits that begin like a province's) or of 注册号.
fn meant_as_business(value: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|c| c.is_ascii_digit());
    match value.len() {
        18 if !value.contains('-') => digits(&value[2..8]) && area::by_code(&value[2..4]).is_some(),
        15 => digits(value) && area::by_code(&value[..2]).is_some(),
        _ => false,
    }
}
