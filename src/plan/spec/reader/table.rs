//! A table with its path in the file: its keys, and the tables below it.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::faults::Reader;
use super::near::nearest;
use crate::domain::{Result, Text};
use crate::text;

/// A table with its path in the file.
#[derive(Clone, Copy)]
pub(in crate::plan::spec) struct Table<'r, 't> {
    pub(in crate::plan::spec) reader: &'r Reader<'r>,
    table: &'r DeTable<'t>,
    path: &'r str,
    at: usize,
}

impl<'r, 't> Table<'r, 't> {
    /// Takes a table, refusing keys it does not know.
    pub(in crate::plan::spec) fn new(
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

    pub(in crate::plan::spec) fn field(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    pub(in crate::plan::spec) fn line(&self) -> u64 {
        self.reader.line(self.at)
    }

    pub(in crate::plan::spec) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(in crate::plan::spec) fn get(&self, key: &str) -> Option<&'r Spanned<DeValue<'t>>> {
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    pub(in crate::plan::spec) fn entries(&self) -> impl Iterator<Item = (&'r str, &'r Spanned<DeValue<'t>>)> {
        self.table.iter().map(|(name, value)| (name.get_ref().as_ref(), value))
    }

    /// Line of a key, or of the table where it is absent.
    pub(in crate::plan::spec) fn line_of(&self, key: &str) -> u64 {
        self.get(key).map_or(self.line(), |value| self.reader.line(value.span().start))
    }

    /// The key is required: `example` shows what to write.
    pub(in crate::plan::spec) fn missing(&self, key: &str, example: &str) {
        self.reader.fault(text!(
            "plan-spec-missing",
            file = self.reader.file,
            line = self.line(),
            field = self.field(key),
            example = example
        ));
    }

    /// The key's value is not of the kind wanted.
    pub(super) fn mistyped(&self, key: &str, value: &Spanned<DeValue<'_>>, example: &str) {
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
    pub(in crate::plan::spec) fn refuse(&self, key: &str, value: &str, reason: Text) {
        self.reader.refuse(self.line_of(key), &self.field(key), value, reason);
    }

    /// Runs a check and collects its fault.
    pub(in crate::plan::spec) fn checked<T>(&self, key: &str, value: &str, result: Result<T>) -> Option<T> {
        result.map_err(|reason| self.refuse(key, value, reason)).ok()
    }

    /// A table under a key.
    pub(in crate::plan::spec) fn table<T>(
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
    pub(in crate::plan::spec) fn tables<T>(
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
