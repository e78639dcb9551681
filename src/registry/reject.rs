//! Rows that could not be taken: which, why, and what to do about it.

use std::path::Path;

use super::table::write_table;
use crate::domain::{Result, Text};
use crate::lang::Lang;
use crate::text;

/// One rejected row. A row is rejected once, with all its faults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// The file as it was named.
    pub file: String,
    /// The line or sheet row on which it begins; the file's first is 1.
    pub row: u64,
    /// The heading of the cell at fault; several joined by `、`.
    pub column: String,
    /// What the cell says; several joined by `、`.
    pub value: String,
    /// Why it is refused.
    pub reason: Text,
    /// What to do.
    pub remedy: Text,
}

/// One fault of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The heading of the cell.
    pub column: String,
    /// What the cell says.
    pub value: String,
    /// Why it is refused.
    pub reason: Text,
    /// What to do.
    pub remedy: Text,
}

impl Fault {
    /// A fault of one cell.
    pub fn new(column: impl Into<String>, value: impl Into<String>, reason: Text, remedy: Text) -> Self {
        Self { column: column.into(), value: value.into(), reason, remedy }
    }
}

impl Reject {
    /// Rejects a row for all its faults; `None` when it has none.
    pub fn of(file: &str, row: u64, faults: Vec<Fault>) -> Option<Self> {
        let mut faults = faults.into_iter();
        let first = faults.next()?;
        let mut out = Self {
            file: file.to_owned(),
            row,
            column: first.column,
            value: first.value,
            reason: first.reason,
            remedy: first.remedy,
        };
        for next in faults {
            out.column = out.column + "、" + &next.column;
            out.value = out.value + "、" + &next.value;
            out.reason = text!("registry-and", first = out.reason, second = next.reason);
            if out.remedy != next.remedy {
                out.remedy = text!("registry-and", first = out.remedy, second = next.remedy);
            }
        }
        Some(out)
    }

    /// Rejects a row whose cells cannot be told apart.
    pub fn of_row(file: &str, row: u64, fault: Text) -> Self {
        Self {
            file: file.to_owned(),
            row,
            column: String::new(),
            value: String::new(),
            reason: fault,
            remedy: text!("registry-remedy-row"),
        }
    }
}

/// Writes the rejects file (`.csv`, `.xlsx` or `.parquet`): 文件、行、列、值、
/// 原因、处理办法, in the reader's language.
pub fn write_rejects(path: &Path, rejects: &[Reject], lang: Lang) -> Result<()> {
    let headings = [
        text!("registry-rejects-file"),
        text!("registry-rejects-row"),
        text!("registry-rejects-column"),
        text!("registry-rejects-value"),
        text!("registry-rejects-reason"),
        text!("registry-rejects-remedy"),
    ]
    .map(|heading| lang.say(&heading));
    let rows = rejects.iter().map(|reject| {
        vec![
            reject.file.clone(),
            reject.row.to_string(),
            reject.column.clone(),
            reject.value.clone(),
            lang.say(&reject.reason),
            lang.say(&reject.remedy),
        ]
    });
    write_table(path, &headings.each_ref().map(String::as_str), rows)
}
