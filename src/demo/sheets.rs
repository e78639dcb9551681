//! Writes tables the way other people's programs do: CSV in GB18030 or UTF-8
//! with or without BOM, and workbooks whose bytes do not depend on the hour.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use crate::domain::{Result, Text};
use crate::text;

/// One row of cells.
pub(super) type Row = Vec<String>;

/// How a CSV is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// GB18030, commas, CRLF: the usual export.
    Gb18030,
    /// UTF-8 with BOM, commas, CRLF.
    Utf8Bom,
    /// UTF-8, tabs, LF.
    Tabs,
}

/// Writes a CSV file.
pub(super) fn write_csv(path: &Path, spelling: Spelling, headings: &[&str], rows: &[Row]) -> Result<()> {
    let mut out = Vec::new();
    if spelling == Spelling::Utf8Bom {
        out.extend_from_slice("\u{feff}".as_bytes());
    }
    let (delimiter, end) = match spelling {
        Spelling::Tabs => (b'\t', csv::Terminator::Any(b'\n')),
        _ => (b',', csv::Terminator::CRLF),
    };
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).terminator(end).from_writer(&mut out);
    writer.write_record(headings).map_err(|error| fault(path, error))?;
    for row in rows {
        writer.write_record(row).map_err(|error| fault(path, error))?;
    }
    writer.flush().map_err(|error| fault(path, error))?;
    drop(writer);
    if spelling == Spelling::Gb18030 {
        out = gb18030(&String::from_utf8_lossy(&out));
    }
    write(path, &out)
}

/// Looks each character up once: the encoder searches its table from end to
/// end for every one.
fn gb18030(text: &str) -> Vec<u8> {
    let mut known: BTreeMap<char, Vec<u8>> = BTreeMap::new();
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ..='\u{7f}' => out.push(c as u8),
            _ => {
                out.extend_from_slice(known.entry(c).or_insert_with(|| {
                    encoding_rs::GB18030.encode(c.encode_utf8(&mut [0; 4])).0.into_owned()
                }))
            }
        }
    }
    out
}

/// A workbook of one sheet. Columns named in `numbers` are written as numbers
/// where they read as one, as happens to every code that loses its format.
pub(super) fn write_xlsx(path: &Path, headings: &[&str], numbers: &[&str], rows: &[Row]) -> Result<()> {
    let mut book = Workbook::new();
    // Otherwise the hour of writing stands in the file.
    let made = ExcelDateTime::from_ymd(2026, 9, 30).map_err(|error| fault(path, error))?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let numeric: Vec<bool> = headings.iter().map(|heading| numbers.contains(heading)).collect();
    let sheet = book.add_worksheet_with_constant_memory().map_err(|error| fault(path, error))?;
    for (column, heading) in (0u16..).zip(headings) {
        sheet.write_string(0, column, *heading).map_err(|error| fault(path, error))?;
    }
    for (line, row) in (1u32..).zip(rows) {
        for ((column, cell), numeric) in (0u16..).zip(row).zip(&numeric) {
            let number = numeric.then(|| cell.parse::<u32>().ok()).flatten();
            match number {
                Some(number) => sheet.write_number(line, column, number),
                None => sheet.write_string(line, column, cell),
            }
            .map_err(|error| fault(path, error))?;
        }
    }
    let bytes = book.save_to_buffer().map_err(|error| fault(path, error))?;
    write(path, &bytes)
}

/// Writes a file's bytes.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).map_err(|error| fault(path, error))
}

fn fault(path: &Path, error: impl std::fmt::Display) -> Text {
    text!("demo-write", file = path, error = error.to_string())
}
