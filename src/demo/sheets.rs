//! Writes tables the way other people's programs do: CSV in GB18030 or UTF-8
//! with or without BOM, and workbooks whose bytes do not depend on the hour.

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
    let (delimiter, end): (u8, &[u8]) = match spelling {
        Spelling::Tabs => (b'\t', b"\n"),
        _ => (b',', b"\r\n"),
    };
    for (column, heading) in headings.iter().enumerate() {
        put_cell(&mut out, column, heading, delimiter);
    }
    out.extend_from_slice(end);
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            put_cell(&mut out, column, cell, delimiter);
        }
        out.extend_from_slice(end);
    }
    if spelling == Spelling::Gb18030 {
        out = gb18030(&String::from_utf8_lossy(&out));
    }
    write(path, &out)
}

/// Appends a cell behind its delimiter, quoted only where it must be.
fn put_cell(out: &mut Vec<u8>, column: usize, cell: &str, delimiter: u8) {
    if column > 0 {
        out.push(delimiter);
    }
    let bytes = cell.as_bytes();
    let mut at = 0;
    while at < bytes.len() && bytes[at] != delimiter && !matches!(bytes[at], b'"' | b'\r' | b'\n') {
        at += 1;
    }
    if at == bytes.len() {
        out.extend_from_slice(bytes);
    } else {
        out.push(b'"');
        out.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
        out.push(b'"');
    }
}

/// The encoder searches its tables for each 汉字; a county uses few of them, so
/// each is asked for once.
fn gb18030(text: &str) -> Vec<u8> {
    // By the character, its bytes as a number; 0 for one not asked for yet.
    let mut known = vec![0u32; 0x11_0000];
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c as u8);
            continue;
        }
        let at = c as usize;
        if known[at] == 0 {
            let mut utf8 = [0; 4];
            let (bytes, ..) = encoding_rs::GB18030.encode(c.encode_utf8(&mut utf8));
            known[at] = bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
        }
        let bytes = known[at].to_be_bytes();
        // Two bytes or four, none of them 0.
        out.extend_from_slice(if bytes[0] == 0 { &bytes[2..] } else { &bytes });
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
