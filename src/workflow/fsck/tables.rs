//! Tables against the story, row by row and in both directions.

use std::collections::BTreeMap;

use crate::domain::{Digest, Result, Text};
use crate::store::whole::{self, Whole};
use crate::store::{Row, Tx, Value};
use crate::text;

use super::findings::Findings;

/// What a column should hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// This.
    Is(String),
    /// NULL.
    Null,
    /// Something, the log does not say what.
    Any,
    /// Bytes with this digest.
    Bytes(Digest),
}

impl Wanted {
    /// The datum, or anything where it was erased.
    pub fn opened(value: Option<&str>) -> Self {
        value.map_or(Wanted::Any, |value| Wanted::Is(value.to_owned()))
    }

    /// The datum, or NULL.
    pub fn maybe(value: Option<impl ToString>) -> Self {
        value.map_or(Wanted::Null, |value| Wanted::Is(value.to_string()))
    }

    fn holds(&self, found: &Value) -> bool {
        match (self, found) {
            (Wanted::Any, found) => *found != Value::Null,
            (Wanted::Null, found) => *found == Value::Null,
            (Wanted::Is(wanted), Value::Text(found)) => wanted == found,
            (Wanted::Is(wanted), Value::Int(found)) => *wanted == found.to_string(),
            (Wanted::Bytes(wanted), Value::Blob(found)) => *wanted == Digest::of(found),
            _ => false,
        }
    }

    fn shown(&self) -> String {
        match self {
            Wanted::Is(value) => value.clone(),
            Wanted::Bytes(digest) => digest.to_string(),
            Wanted::Null => "NULL".to_owned(),
            Wanted::Any => "*".to_owned(),
        }
    }
}

impl<T: ToString + ?Sized> From<&T> for Wanted {
    fn from(value: &T) -> Self {
        Wanted::Is(value.to_string())
    }
}

/// A column's value for people; bytes by their digest.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => Digest::of(bytes).to_string(),
    }
}

/// Rows a table should have: key → the columns after the key.
pub type Expected = BTreeMap<Vec<String>, Vec<Wanted>>;

/// A row's key.
pub fn key(parts: &[&dyn std::fmt::Display]) -> Vec<String> {
    parts.iter().map(|part| part.to_string()).collect()
}

/// A table's name for people.
pub fn table_name(table: &'static str) -> Text {
    match table {
        "office" => text!("fsck-table-office"),
        "registry_versions" => text!("fsck-table-registry"),
        "texts" => text!("fsck-table-texts"),
        "plans" => text!("fsck-table-plans"),
        "approvals" => text!("fsck-table-approvals"),
        "attempts" => text!("fsck-table-attempts"),
        "attempt_files" => text!("fsck-table-files"),
        "commitments" => text!("fsck-table-commitments"),
        "sealed" => text!("fsck-table-sealed"),
        "salts" => text!("fsck-table-salts"),
        "contributions" => text!("fsck-table-contributions"),
        "amendments" => text!("fsck-table-amendments"),
        "publications" => text!("fsck-table-publications"),
        "log_keys" => text!("fsck-table-keys"),
        "calendars" | "calendar_days" => text!("fsck-table-calendars"),
        "workday_notices" | "workdays" => text!("fsck-table-workdays"),
        "joint_rules" => text!("fsck-table-joint-rules"),
        "withdrawals" => text!("fsck-table-withdrawals"),
        "results" => text!("fsck-table-results"),
        "result_items" => text!("fsck-table-result-items"),
        "result_evidence" => text!("fsck-table-result-evidence"),
        "result_states" => text!("fsck-table-result-states"),
        "result_acts" => text!("fsck-table-result-acts"),
        "result_rules" => text!("fsck-table-result-rules"),
        "objections" => text!("fsck-table-objections"),
        "objection_answers" => text!("fsck-table-answers"),
        "result_letters" => text!("fsck-table-letters"),
        "result_erasures" => text!("fsck-table-erasures"),
        "witness_places" => text!("fsck-table-places"),
        _ => text!("fsck-table-filings"),
    }
}

/// Reads a table.
pub fn read(tx: &mut Tx<'_>, table: Whole) -> Result<Vec<Row>> {
    whole::rows(tx, table)
}

/// Holds a table against what it should be. `secret` ones are not shown.
pub fn hold(table: Whole, rows: &[Row], mut expected: Expected, secret: bool, found: &mut Findings) {
    let name = || table_name(table.name);
    for row in rows {
        let id: Vec<String> = row.0.iter().take(table.keys).map(shown).collect();
        let Some(wanted) = expected.remove(&id) else {
            found.fault(text!("fsck-row-surplus", table = name(), row = id.join(" / ")));
            continue;
        };
        let columns = table.columns.iter().zip(&row.0).skip(table.keys);
        for ((column, value), wanted) in columns.zip(&wanted) {
            if wanted.holds(value) {
                continue;
            }
            let row = id.join(" / ");
            found.fault(if secret {
                text!("fsck-row-secret", table = name(), row = row, column = *column)
            } else {
                text!(
                    "fsck-row-differs",
                    table = name(),
                    row = row,
                    column = *column,
                    expected = wanted.shown(),
                    found = shown(value)
                )
            });
        }
    }
    for id in expected.into_keys() {
        found.fault(text!("fsck-row-missing", table = name(), row = id.join(" / ")));
    }
}
