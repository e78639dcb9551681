//! What may stand under a key, in the kinds that plans are written of.

use toml::Spanned;
use toml::de::DeValue;

use super::table::Table;
use crate::domain::calendar::{parse_date, parse_instant};
use crate::domain::grammar::check_text;
use crate::domain::{Date, Instant};
use crate::text;

impl Table<'_, '_> {
    pub(in crate::plan::spec) fn string(&self, key: &str) -> Option<String> {
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

    pub(in crate::plan::spec) fn required(&self, key: &str, example: &str) -> Option<String> {
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
    pub(in crate::plan::spec) fn strings(&self, key: &str) -> Option<Vec<String>> {
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

    pub(in crate::plan::spec) fn number(&self, key: &str) -> Option<u64> {
        let value = self.get(key)?;
        let found = whole(value);
        if found.is_none() {
            self.mistyped(key, value, "3");
        }
        found
    }

    /// A list of whole numbers; one alone is a list of one.
    pub(in crate::plan::spec) fn numbers(&self, key: &str) -> Option<Vec<u64>> {
        let value = self.get(key)?;
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
    pub(in crate::plan::spec) fn within(&self, key: &str, from: u64, to: u64) -> Option<u64> {
        let found = self.number(key)?;
        if (from..=to).contains(&found) {
            return Some(found);
        }
        self.refuse(key, &found.to_string(), text!("plan-spec-bounds", from = from, to = to));
        None
    }

    pub(in crate::plan::spec) fn flag(&self, key: &str) -> bool {
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
    pub(in crate::plan::spec) fn date(&self, key: &str) -> Option<Date> {
        let value = self.get(key)?;
        self.date_of(key, value)
    }

    pub(in crate::plan::spec) fn date_of(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Date> {
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
    pub(in crate::plan::spec) fn instant(&self, key: &str) -> Option<Instant> {
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
    pub(in crate::plan::spec) fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Option<T> {
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
}

fn whole(value: &Spanned<DeValue<'_>>) -> Option<u64> {
    match value.get_ref() {
        DeValue::Integer(number) => u64::from_str_radix(number.as_str(), number.radix()).ok(),
        _ => None,
    }
}
