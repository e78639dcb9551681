//! Workbooks: the first sheet with any filled cell.
//!
//! Cells keep their meaning, not their looks: dates become `YYYY-MM-DD`, whole
//! numbers their digits. A spreadsheet keeps 15 digits; longer numbers show in
//! scientific form so that the importer can say that digits were lost.

use std::io::{Read, Seek};
use std::path::Path;

use calamine::{Data, DataRef, DataType, Reader, Xls, Xlsx};

use super::{Kind, Row};
use crate::domain::Result;
use crate::text;

/// Largest whole number a cell surely holds exactly.
const EXACT: f64 = 999_999_999_999_999.0;

/// Reads the rows of the first non-empty sheet.
pub(crate) fn read(path: &Path, kind: Kind) -> Result<Vec<Row>> {
    let file = std::io::BufReader::new(super::kind::open(path)?);
    let broken = |error: String| text!("registry-sheet-broken", file = path, error = error);
    // A damaged workbook must not take the program down with it.
    let rows = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| match kind {
        Kind::Xls => binary(file),
        _ => xlsx(file),
    }))
    .map_err(|_| broken("panic".to_owned()))?
    .map_err(broken)?;
    rows.ok_or_else(|| text!("registry-sheet-blank", file = path))
}

fn xlsx<R: Read + Seek>(file: R) -> Result<Option<Vec<Row>>, String> {
    let mut book: Xlsx<R> = Xlsx::new(file).map_err(|error| error.to_string())?;
    for name in book.sheet_names() {
        let mut cells = match book.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            // Chart sheets have no cells.
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(error.to_string()),
        };
        let mut rows: Vec<Row> = Vec::new();
        while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
            let (row, column) = cell.get_position();
            put(&mut rows, row, column, written(cell.get_value()));
        }
        if !rows.is_empty() {
            return Ok(Some(level(rows)));
        }
    }
    Ok(None)
}

fn binary<R: Read + Seek>(file: R) -> Result<Option<Vec<Row>>, String> {
    let mut book: Xls<R> = Xls::new(file).map_err(|error| error.to_string())?;
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(|error| error.to_string())?;
        let (first_row, first_column) = range.start().unwrap_or((0, 0));
        let mut rows: Vec<Row> = Vec::new();
        for (row, column, value) in range.used_cells() {
            put(&mut rows, first_row + row as u32, first_column + column as u32, written::<Data>(value));
        }
        if !rows.is_empty() {
            return Ok(Some(level(rows)));
        }
    }
    Ok(None)
}

fn put(rows: &mut Vec<Row>, row: u32, column: u32, text: String) {
    if text.trim().is_empty() {
        return;
    }
    let number = u64::from(row) + 1;
    if rows.last().is_none_or(|last| last.number != number) {
        rows.push(Row { number, ..Row::default() });
    }
    if let Some(last) = rows.last_mut() {
        let column = column as usize;
        if last.cells.len() <= column {
            last.cells.resize(column + 1, String::new());
        }
        last.cells[column] = text;
    }
}

/// Sheets leave off empty cells at a row's end: all rows get one width.
fn level(mut rows: Vec<Row>) -> Vec<Row> {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    rows.iter_mut().for_each(|row| row.cells.resize(width, String::new()));
    rows
}

/// What a cell says.
trait Written: DataType {
    fn text(&self) -> Option<String>;
}

impl Written for Data {
    fn text(&self) -> Option<String> {
        match self {
            Data::String(text) => Some(text.clone()),
            Data::Bool(yes) => Some(truth(*yes)),
            Data::DateTimeIso(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl Written for DataRef<'_> {
    fn text(&self) -> Option<String> {
        match self {
            DataRef::String(text) => Some(text.clone()),
            DataRef::SharedString(text) => Some((*text).to_owned()),
            DataRef::Bool(yes) => Some(truth(*yes)),
            DataRef::DateTimeIso(text) => Some(text.clone()),
            _ => None,
        }
    }
}

fn truth(yes: bool) -> String {
    if yes { "是" } else { "否" }.to_owned()
}

fn written<D: Written>(value: &D) -> String {
    if let Some(text) = value.text() {
        return text;
    }
    if let Some(whole) = value.get_int() {
        return whole.to_string();
    }
    if let Some(number) = value.get_float() {
        return number_text(number);
    }
    if let Some(moment) = value.get_datetime() {
        if moment.is_datetime() && moment.as_f64() >= 1.0 {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            return match (hour, minute, second) {
                (0, 0, 0) => date,
                _ => format!("{date} {hour:02}:{minute:02}:{second:02}"),
            };
        }
        return number_text(moment.as_f64());
    }
    // Empty cells, and errors such as #N/A: nothing to read.
    String::new()
}

/// The digits of a whole number as far as they are sure, else its shortest
/// decimal form, scientific when large.
pub(super) fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() <= EXACT {
        format!("{number:.0}")
    } else if number.abs() > EXACT {
        format!("{number:E}")
    } else {
        // Fifteen digits are what the cell shows: 0.3, not 0.30000000000000004.
        let shown = format!("{number:.14e}").parse().unwrap_or(number);
        shown.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::number_text;

    #[test]
    fn numbers() {
        assert_eq!(number_text(110_108_000_000_016.0), "110108000000016");
        assert_eq!(number_text(916_403_000_127_052_990.0), "9.164030001270529E17");
        assert_eq!(number_text(0.5), "0.5");
        assert_eq!(number_text(0.1 + 0.2), "0.3");
        assert_eq!(number_text(-3.0), "-3");
    }
}
