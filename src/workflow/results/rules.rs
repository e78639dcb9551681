//! Local deadlines: shorter than the national ones, never longer.

use std::path::Path;

use super::super::files;
use super::super::office::{Office, details};
use super::super::refusal::Done;
use crate::domain::{Digest, Result};
use crate::results::Limits;
use crate::store::results;
use crate::text;

/// The rules in force; the national deadlines where the office has none of its
/// own.
pub fn rules(office: &Office) -> Done<Limits> {
    Ok(limits(office)?)
}

/// The same for other use cases.
pub fn limits(office: &Office) -> Result<Limits> {
    read(office.store.read(results::rules)?)
}

pub(super) fn read(toml: Option<Vec<u8>>) -> Result<Limits> {
    match toml {
        Some(bytes) => parse(&bytes, "result_rules"),
        None => Ok(Limits::default()),
    }
}

fn parse(bytes: &[u8], file: &str) -> Result<Limits> {
    let malformed = |error: String| text!("results-rules-malformed", file = file, error = error);
    let toml = std::str::from_utf8(bytes).map_err(|error| malformed(error.to_string()))?;
    let toml = toml.strip_prefix('\u{feff}').unwrap_or(toml);
    let table: toml::Table = toml::from_str(toml).map_err(|error| malformed(error.message().to_owned()))?;
    // What serde would say of these it says in English.
    let days = |value: &toml::Value| value.as_integer().is_some_and(|days| u32::try_from(days).is_ok());
    for (key, value) in &table {
        let fits = match (key.as_str(), value) {
            ("publish" | "decision" | "answer", value) => days(value),
            ("departments", toml::Value::Table(own)) => own.values().all(days),
            ("departments", _) => false,
            _ => return Err(text!("results-rules-unknown", file = file, key = key)),
        };
        if !fits {
            let own = value.as_table().and_then(|own| own.iter().find(|(_, value)| !days(value)));
            let key = own.map_or(key, |(key, _)| key);
            return Err(text!("results-rules-number", file = file, key = key));
        }
    }
    let limits: Limits =
        table.try_into().map_err(|error: toml::de::Error| malformed(error.message().to_owned()))?;
    limits.check()?;
    Ok(limits)
}

/// Puts the rules of a file in force; the same once more changes nothing.
///
/// # Errors
/// `results-rules-malformed`, `results-limit`.
pub fn set_rules(office: &Office, file: &Path) -> Done<Limits> {
    let bytes = files::read(file)?;
    let limits = parse(&bytes, &file.display().to_string())?;
    let before = office.store.read(results::rules)?;
    if before.as_ref() != Some(&bytes) {
        office.begin("result-rules", "", &[])?.commit(|tx| {
            let now = office.now();
            results::put_rules(tx, &bytes, &now)?;
            let members = details([("sha256", Digest::of(&bytes).to_string().into())]);
            office.record_at(tx, &now, "result-rules", members)
        })?;
    }
    Ok(limits)
}
