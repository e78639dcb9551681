//! Writing tables for people: CSV that spreadsheets open (UTF-8 with BOM),
//! `.xlsx`, Parquet.

use std::io::{BufWriter, Write};
use std::path::Path;

use rust_xlsxwriter::Workbook;

use crate::domain::{Result, Text};
use crate::registry::aside;
use crate::text;

/// Rows a sheet holds, headings included.
const SHEET_ROWS: u32 = 1_048_576;

/// Writes a table in the form its name's ending says (`.csv`, `.xlsx`,
/// `.parquet`): aside first, then put in place whole, so that no half-written
/// file ever bears the name. All cells are text; codes keep their digits.
pub fn write_table(path: &Path, headings: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<()> {
    write_rows(path, headings, rows.map(Ok))
}

/// [`write_table`] of rows that may fail to come; then nothing is put in place.
pub(crate) fn write_rows(
    path: &Path,
    headings: &[&str],
    rows: impl Iterator<Item = Result<Vec<String>>>,
) -> Result<()> {
    let mut failed = None;
    let written = write_until(path, headings, rows, &mut failed);
    match failed {
        Some(fault) => Err(fault),
        None => written,
    }
}

fn write_until(
    path: &Path,
    headings: &[&str],
    rows: impl Iterator<Item = Result<Vec<String>>>,
    failed: &mut Option<Text>,
) -> Result<()> {
    // A row that fails ends the rows and, before the file gets its name, the
    // writing.
    let failed = std::cell::RefCell::new(failed);
    let mut rows = rows.map_while(|row| row.map_err(|fault| **failed.borrow_mut() = Some(fault)).ok());
    let whole = || match failed.borrow().is_some() {
        true => Err(std::io::Error::other("rows")),
        false => Ok(()),
    };
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
    match ending.as_str() {
        "csv" => aside::write(path, |file| {
            let mut out = BufWriter::new(file);
            out.write_all(b"\xef\xbb\xbf")?;
            write_record(&mut out, headings.iter().copied())?;
            for row in &mut rows {
                write_record(&mut out, row.iter().map(String::as_str))?;
            }
            whole()?;
            out.flush()
        }),
        "parquet" => aside::write(path, |file| {
            crate::registry::table::write_parquet(file, headings, &mut rows)
                .map_err(std::io::Error::other)?;
            whole()
        }),
        "xlsx" => {
            let mut book = Workbook::new();
            sheet(&mut book, path, headings, &mut rows)?;
            aside::write(path, |file| {
                whole()?;
                book.save_to_writer(file).map_err(std::io::Error::other)
            })
        }
        _ => return Err(text!("registry-write-ending", file = path)),
    }
    .map_err(|error| text!("registry-write-failed", file = path, error = error))
}

fn sheet(
    book: &mut Workbook,
    path: &Path,
    headings: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<()> {
    let fault = |error: rust_xlsxwriter::XlsxError| {
        text!("registry-write-failed", file = path, error = error.to_string())
    };
    let sheet = book.add_worksheet_with_constant_memory().map_err(fault)?;
    for (column, heading) in (0u16..).zip(headings) {
        sheet.write_string(0, column, *heading).map_err(fault)?;
    }
    for (row, cells) in (1u32..).zip(rows) {
        if row >= SHEET_ROWS {
            return Err(text!("registry-write-rows", file = path, rows = SHEET_ROWS));
        }
        for (column, cell) in (0u16..).zip(&cells) {
            if !cell.is_empty() {
                sheet.write_string(row, column, cell).map_err(fault)?;
            }
        }
    }
    Ok(())
}

fn write_record<'a>(
    out: &mut impl Write,
    cells: impl Iterator<Item = &'a str> + Clone,
) -> std::io::Result<()> {
    // A single empty cell would read back as an empty line.
    let lone = cells.clone().take(2).eq([""]);
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            out.write_all(b",")?;
        }
        if lone || cell.contains([',', ';', '\t', '"', '\n', '\r']) {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    out.write_all(b"\r\n")
}
