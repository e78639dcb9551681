//! Tables as offices keep them: CSV in UTF-8 (with or without BOM), GB18030 or
//! UTF-16, `.xlsx` (and the older `.xls`), and Parquet, told apart by their
//! content, never by their name.
//!
//! Three things can go wrong and each has its own place: a file that is no
//! table at all is refused as a whole ([`read_table`]'s error, naming file and
//! remedy); a row that cannot be told apart into its cells carries its
//! [`Row::fault`] and is rejected by the importer; everything else is the
//! importer's judgement of the cells.
//!
//! Rows without any filled cell are not rows: they are passed over and not
//! counted as read.

mod cells;
mod delimited;
mod encoding;
mod header;
mod kind;
mod parquet;
mod sheet;
mod write;

pub use encoding::Encoding;
pub use write::write_table;

pub(crate) use cells::records;
pub(crate) use delimited::{Block, Blocks};
pub(crate) use header::{WINDOW as HEADER_WINDOW, find as find_header, trimmed as header_cells};
pub(crate) use kind::{Kind, sniff, unreadable};
pub(crate) use parquet::{columns as parquet_columns, write as write_parquet};
pub(crate) use sheet::read as read_sheet;
pub(crate) use write::write_rows;

use std::path::Path;

use super::headings::{Headings, Spec};
use super::mapping::Mapping;
use crate::domain::{Result, Text};
use crate::text;

/// A table read whole: for rosters, item lists and the like. (Entities have a
/// faster way of their own.)
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The file as it was named, for messages.
    pub file: String,
    /// The header row's cells, as written.
    pub headings: Vec<String>,
    /// The rows below it that have any filled cell.
    pub rows: Vec<Row>,
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// The line on which the row begins, or the sheet's row; the file's first
    /// is 1. In Parquet the headings count as 1.
    pub number: u64,
    /// As many cells as there are headings, unless there is a fault. As
    /// written: nothing is cleaned yet. Numbers of a sheet that had lost
    /// digits show as `9.164030001270529E17`.
    pub cells: Vec<String>,
    /// Why the cells cannot be trusted to stand under their headings.
    pub fault: Option<Text>,
}

/// Reads any table; the header row is the first of the first ten rows with the
/// most filled cells. Fails when the file is no table or has no rows.
pub fn read_table(path: &Path) -> Result<Table> {
    read_with(path, |_| false)
}

/// Reads a register's table and finds its columns; the header row is the one
/// among the first ten rows that has the most headings the register knows.
pub fn read(path: &Path, spec: &'static Spec, mapping: &Mapping) -> Result<(Table, Headings)> {
    let table = read_with(path, |heading| spec.column_of(heading, mapping).is_some())?;
    let headings = Headings::resolve(&table.file, &table.headings, spec, mapping)?;
    Ok((table, headings))
}

fn read_with(path: &Path, known: impl Fn(&str) -> bool) -> Result<Table> {
    let file = path.display().to_string();
    let mut rows = match sniff(path)? {
        Kind::Text => delimited::read(path)?,
        kind @ (Kind::Xlsx | Kind::Xls) => read_sheet(path, kind)?,
        Kind::Parquet => parquet::read(path, &known)?,
    };
    rows.retain(|row| row.fault.is_some() || row.cells.iter().any(|cell| !cell.trim().is_empty()));
    let at = find_header(&rows, known).ok_or_else(|| text!("registry-file-blank", file = &file))?;
    let headings = header::trimmed(&rows[at])?;
    rows.drain(..=at);
    if rows.is_empty() {
        return Err(text!("registry-file-no-rows", file = &file));
    }
    for row in &mut rows {
        fit(row, headings.len());
    }
    Ok(Table { file, headings, rows })
}

/// Brings a row to the header's width: cut where surplus cells are empty. Sheets
/// leave off empty cells, but come here with all rows of one width; a short
/// delimited row cannot be told from a shifted one and is at fault.
fn fit(row: &mut Row, width: usize) {
    if row.fault.is_none() {
        row.fault = misfit(row.cells.len(), width, |i| row.cells[i].trim().is_empty());
    }
    if row.fault.is_none() {
        row.cells.resize(width, String::new());
    }
}

/// The fault of a row that has `cells` cells under `width` headings.
pub(crate) fn misfit(cells: usize, width: usize, blank: impl Fn(usize) -> bool) -> Option<Text> {
    let surplus = cells > width && (width..cells).any(|i| !blank(i));
    (cells < width || surplus).then(|| text!("registry-row-ragged", cells = cells, headings = width))
}
