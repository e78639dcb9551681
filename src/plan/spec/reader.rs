//! Reads TOML so that every fault is told with its line, field and value, and
//! none hides another.

use std::cell::RefCell;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::calendar::{parse_date, parse_instant};
use crate::domain::grammar::check_text;
use crate::domain::{Date, Instant, Result, Text};
use crate::text;

/// The file under the reader, and what is wrong with it so far.
pub(super) struct Reader<'a> {
    file: &'a str,
    /// Byte offsets at which lines begin.
    lines: Vec<usize>,
    faults: RefCell<Vec<Text>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: &'a str, toml: &str) -> Self {
        let lines = std::iter::once(0).chain(toml.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file, lines, faults: RefCell::default() }
    }

    pub(super) fn line(&self, at: usize) -> u64 {
        self.lines.partition_point(|start| *start <= at) as u64
    }

    pub(super) fn fault(&self, fault: Text) {
        self.faults.borrow_mut().push(fault);
    }

    /// A value that reads as its type but cannot stand, with the reason.
    pub(super) fn refuse(&self, line: u64, field: &str, value: &str, reason: Text) {
        self.fault(text!(
            "plan-spec-value",
            file = self.file,
            line = line,
            field = field,
            value = value,
            reason = reason
        ));
    }

    pub(super) fn faults(self) -> Vec<Text> {
        self.faults.into_inner()
    }

    pub(super) fn count(&self) -> usize {
        self.faults.borrow().len()
    }

    pub(super) fn is_sound(&self) -> bool {
        self.count() == 0
    }

    /// The document's tables; syntax faults are collected too.
    pub(super) fn parse<'t>(&self, toml: &'t str) -> Spanned<DeTable<'t>> {
        let (table, errors) = DeTable::parse_recoverable(toml);
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            let line = self.line(at);
            let words = toml.lines().nth(line.saturating_sub(1) as usize).unwrap_or_default().trim();
            self.fault(if error.message().contains("duplicate key") {
                text!("plan-spec-twice", file = self.file, line = line, words = words)
            } else {
                text!("plan-spec-syntax", file = self.file, line = line, words = words)
            });
        }
        table
    }
}

/// A table with its path in the file.
#[derive(Clone, Copy)]
pub(super) struct Table<'r, 't> {
    pub(super) reader: &'r Reader<'r>,
    table: &'r DeTable<'t>,
    path: &'r str,
    at: usize,
}

impl<'r, 't> Table<'r, 't> {
    /// Takes a table, refusing keys it does not know.
    pub(super) fn new(
        reader: &'r Reader<'r>,
        table: &'r DeTable<'t>,
        path: &'r str,
        at: usize,
        known: &[&str],
    ) -> Self {
        let out = Self { reader, table, path, at };
        for (key, _) in table {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                let (file, line) = (reader.file, reader.line(key.span().start));
                let field = out.field(name);
                let fault = match nearest(name, known) {
                    Some(near) => {
                        text!("plan-spec-unknown-near", file = file, line = line, field = field, near = near)
                    }
                    None => text!(
                        "plan-spec-unknown",
                        file = file,
                        line = line,
                        field = field,
                        known = known.join(", ")
                    ),
                };
                reader.fault(fault);
            }
        }
        out
    }

    pub(super) fn field(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    pub(super) fn line(&self) -> u64 {
        self.reader.line(self.at)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(super) fn get(&self, key: &str) -> Option<&'r Spanned<DeValue<'t>>> {
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = (&'r str, &'r Spanned<DeValue<'t>>)> {
        self.table.iter().map(|(name, value)| (name.get_ref().as_ref(), value))
    }

    /// Line of a key, or of the table where it is absent.
    pub(super) fn line_of(&self, key: &str) -> u64 {
        self.get(key).map_or(self.line(), |value| self.reader.line(value.span().start))
    }

    /// The key is required: `example` shows what to write.
    pub(super) fn missing(&self, key: &str, example: &str) {
        self.reader.fault(text!(
            "plan-spec-missing",
            file = self.reader.file,
            line = self.line(),
            field = self.field(key),
            example = example
        ));
    }

    /// The key's value is not of the kind wanted.
    fn mistyped(&self, key: &str, value: &Spanned<DeValue<'_>>, example: &str) {
        self.reader.fault(text!(
            "plan-spec-type",
            file = self.reader.file,
            line = self.reader.line(value.span().start),
            field = self.field(key),
            value = show(value.get_ref()),
            example = example
        ));
    }

    /// The key's value cannot stand.
    pub(super) fn refuse(&self, key: &str, value: &str, reason: Text) {
        self.reader.refuse(self.line_of(key), &self.field(key), value, reason);
    }

    /// Runs a check and collects its fault.
    pub(super) fn checked<T>(&self, key: &str, value: &str, result: Result<T>) -> Option<T> {
        result.map_err(|reason| self.refuse(key, value, reason)).ok()
    }

    pub(super) fn string(&self, key: &str) -> Option<String> {
        let value = self.get(key)?;
        let found = self.plain(value);
        if found.is_none() {
            self.mistyped(key, value, "\"…\"");
        }
        let found = found?;
        self.checked(key, &found, check_text(&found)).map(|()| found)
    }

    /// Text, or what people forget to quote: whole and decimal numbers.
    fn plain(&self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        match value.get_ref() {
            DeValue::String(text) => Some(text.trim().to_owned()),
            DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
            DeValue::Float(number) => Some(number.as_str().to_owned()),
            _ => None,
        }
    }

    pub(super) fn required(&self, key: &str, example: &str) -> Option<String> {
        if !self.has(key) {
            self.missing(key, example);
        }
        let found = self.string(key)?;
        if found.is_empty() {
            self.missing(key, example);
            return None;
        }
        Some(found)
    }

    /// A list of text; one text alone is a list of one.
    pub(super) fn strings(&self, key: &str) -> Option<Vec<String>> {
        let value = self.get(key)?;
        let items = match value.get_ref() {
            DeValue::Array(items) => items.iter().map(|item| self.plain(item)).collect::<Option<Vec<_>>>(),
            _ => self.plain(value).map(|one| vec![one]),
        };
        let Some(items) = items else {
            self.mistyped(key, value, "[\"…\", \"…\"]");
            return None;
        };
        for item in &items {
            if item.is_empty() {
                self.refuse(key, item, text!("plan-spec-empty"));
            }
            self.checked(key, item, check_text(item));
        }
        Some(items.into_iter().filter(|item| !item.is_empty()).collect())
    }

    pub(super) fn number(&self, key: &str) -> Option<u64> {
        let value = self.get(key)?;
        let found = match value.get_ref() {
            DeValue::Integer(number) => u64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        if found.is_none() {
            self.mistyped(key, value, "3");
        }
        found
    }

    /// A list of whole numbers; one alone is a list of one.
    pub(super) fn numbers(&self, key: &str) -> Option<Vec<u64>> {
        let value = self.get(key)?;
        let whole = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
            DeValue::Integer(number) => u64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        let found = match value.get_ref() {
            DeValue::Array(items) => items.iter().map(whole).collect(),
            _ => whole(value).map(|one| vec![one]),
        };
        if found.is_none() {
            self.mistyped(key, value, "[1, 3]");
        }
        found
    }

    /// A number within bounds.
    pub(super) fn within(&self, key: &str, from: u64, to: u64) -> Option<u64> {
        let found = self.number(key)?;
        if (from..=to).contains(&found) {
            return Some(found);
        }
        self.refuse(key, &found.to_string(), text!("plan-spec-bounds", from = from, to = to));
        None
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        match self.get(key).map(|value| (value, value.get_ref())) {
            None => false,
            Some((_, DeValue::Boolean(value))) => *value,
            Some((value, _)) => {
                self.mistyped(key, value, "true");
                false
            }
        }
    }

    /// A day, quoted or as TOML's own date.
    pub(super) fn date(&self, key: &str) -> Option<Date> {
        let value = self.get(key)?;
        self.date_of(key, value)
    }

    pub(super) fn date_of(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Date> {
        match value.get_ref() {
            DeValue::String(text) => self.checked(key, text, parse_date(text.trim())),
            DeValue::Datetime(date) if date.time.is_none() => {
                let words = date.to_string();
                self.checked(key, &words, parse_date(&words))
            }
            _ => {
                self.mistyped(key, value, "\"2026-09-30\"");
                None
            }
        }
    }

    /// A moment with its offset, quoted or as TOML's own.
    pub(super) fn instant(&self, key: &str) -> Option<Instant> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => self.checked(key, text, parse_instant(text.trim())),
            DeValue::Datetime(at) => {
                let words = at.to_string();
                self.checked(key, &words, parse_instant(&words))
            }
            _ => {
                self.mistyped(key, value, "\"2026-10-05T09:00:00+08:00\"");
                None
            }
        }
    }

    /// One of several words; the first is meant where the key is absent.
    pub(super) fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        if !self.has(key) {
            return choices.first().map(|(_, value)| *value);
        }
        let word = self.string(key)?;
        let found = choices.iter().find(|(known, _)| *known == word).map(|(_, value)| *value);
        if found.is_none() {
            let known = choices.iter().map(|(known, _)| *known).collect::<Vec<_>>().join(", ");
            self.refuse(key, &word, text!("plan-spec-choice", known = known));
        }
        found
    }

    /// A table under a key.
    pub(super) fn table<T>(
        &self,
        key: &str,
        known: &[&str],
        read: impl FnOnce(Table<'_, 't>) -> Option<T>,
    ) -> Option<T> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => {
                let path = self.field(key);
                read(Table::new(self.reader, table, &path, value.span().start, known))
            }
            _ => {
                self.mistyped(key, value, "{ … }");
                None
            }
        }
    }

    /// The tables of an array; a table alone is an array of one. What cannot
    /// be read has left its fault and is passed over.
    pub(super) fn tables<T>(
        &self,
        key: &str,
        known: &[&str],
        mut read: impl FnMut(Table<'_, 't>) -> Option<T>,
    ) -> Vec<T> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let mut one = |item: &Spanned<DeValue<'t>>, number: usize| match item.get_ref() {
            DeValue::Table(table) => {
                let path = format!("{}[{number}]", self.field(key));
                read(Table::new(self.reader, table, &path, item.span().start, known))
            }
            _ => {
                self.mistyped(key, item, "{ … }");
                None
            }
        };
        match value.get_ref() {
            DeValue::Array(items) => {
                items.iter().enumerate().filter_map(|(i, item)| one(item, i + 1)).collect()
            }
            _ => one(value, 1).into_iter().collect(),
        }
    }
}

/// A value as it may be quoted in a message.
fn show(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(at) => at.to_string(),
        DeValue::Array(_) => "[…]".to_owned(),
        DeValue::Table(_) => "{…}".to_owned(),
    }
}

/// The known word nearest to another, unless all are far.
fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let (distance, near) = known.iter().map(|near| (distance(word, near), *near)).min()?;
    (distance <= 2 + near.len() / 6 && distance < near.len()).then_some(near)
}

/// Edit distance, by bytes; keys are short.
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = (diagonal + usize::from(x != y)).min(above + 1).min(row[j] + 1);
            diagonal = above;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_not() {
        assert_eq!(nearest("reserve", &["rate", "reserves"]), Some("reserves"));
        assert_eq!(nearest("titel", &["title", "team"]), Some("title"));
        assert_eq!(nearest("备选", &["rate", "reserves"]), None);
        assert_eq!(nearest("xyz", &["min", "max"]), None);
    }
}
