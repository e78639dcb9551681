//! Parquet tables of text, whole numbers, decimals and truth values.

use std::fs::File;
use std::path::Path;

use polars::prelude::*;
use polars_io::prelude::*;

use super::Row;
use super::sheet::number_text;
use crate::domain::{Result, Text};
use crate::text;

/// A Parquet file's columns as text, each in one piece.
pub(crate) struct Columns {
    /// Their names.
    pub headings: Vec<String>,
    columns: Vec<StringChunked>,
    /// How many rows.
    pub height: usize,
}

impl Columns {
    /// One row's cells.
    pub fn cells(&self, row: usize) -> impl Iterator<Item = &str> {
        self.columns.iter().map(move |column| column.get(row).unwrap_or(""))
    }
}

/// Reads a Parquet file. Columns of types other than those above are left out,
/// unless they are known to be needed: then the file is refused.
pub(crate) fn columns(path: &Path, known: impl Fn(&str) -> bool) -> Result<Columns> {
    let frame = frame(path, known)?;
    let headings = frame.get_column_names().iter().map(|name| name.to_string()).collect();
    let columns = frame.columns().iter().map(|column| texts(path, column)).collect::<Result<_>>()?;
    Ok(Columns { headings, columns, height: frame.height() })
}

/// Reads a Parquet file as rows; its headings are row 1.
pub(crate) fn read(path: &Path, known: impl Fn(&str) -> bool) -> Result<Vec<Row>> {
    let columns = columns(path, known)?;
    let mut rows = Vec::with_capacity(columns.height + 1);
    rows.push(Row { number: 1, cells: columns.headings.clone(), fault: None });
    for row in 0..columns.height {
        let cells = columns.cells(row).map(str::to_owned).collect();
        rows.push(Row { number: row as u64 + 2, cells, fault: None });
    }
    Ok(rows)
}

/// Decodes the columns of the types the registry has a use for.
fn frame(path: &Path, known: impl Fn(&str) -> bool) -> Result<DataFrame> {
    let broken = |error: String| text!("registry-parquet-broken", file = path, error = error);
    let file: File = super::kind::open(path)?;
    // The decoder may panic on a damaged file; that is the file's fault.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut reader = ParquetReader::new(file);
        let schema = reader.schema().map_err(|error| broken(error.to_string()))?;
        let mut names = Vec::new();
        for field in schema.iter_values() {
            let plain = matches!(
                field.dtype,
                ArrowDataType::Utf8
                    | ArrowDataType::LargeUtf8
                    | ArrowDataType::Utf8View
                    | ArrowDataType::Int32
                    | ArrowDataType::Int64
                    | ArrowDataType::UInt32
                    | ArrowDataType::UInt64
                    | ArrowDataType::Float32
                    | ArrowDataType::Float64
                    | ArrowDataType::Boolean
                    | ArrowDataType::Null
            );
            if plain {
                names.push(field.name.to_string());
            } else if known(field.name.as_str()) {
                return Err(column_type(path, field.name.as_str()));
            }
        }
        reader.with_columns(Some(names)).finish().map_err(|error| broken(error.to_string()))
    }))
    .map_err(|_| broken("panic".to_owned()))?
}

fn column_type(path: &Path, column: &str) -> Text {
    text!("registry-parquet-type", file = path, column = column)
}

fn texts(path: &Path, column: &Column) -> Result<StringChunked> {
    let fault = |_| column_type(path, column.name());
    let name = column.name().clone();
    let texts = match column.dtype() {
        DataType::String => column.str().map_err(fault)?.clone(),
        DataType::Float32 | DataType::Float64 => {
            let values = column.cast(&DataType::Float64).map_err(fault)?;
            let values = values.f64().map_err(fault)?;
            StringChunked::from_iter_options(name, values.iter().map(|value| value.map(number_text)))
        }
        DataType::Boolean => {
            let values = column.bool().map_err(fault)?;
            let word = |yes| if yes { "是" } else { "否" };
            StringChunked::from_iter_options(name, values.iter().map(|value| value.map(word)))
        }
        _ => column.cast(&DataType::String).map_err(fault)?.str().map_err(fault)?.clone(),
    };
    Ok(texts.rechunk().into_owned())
}

/// Writes rows of text as Parquet (zstd), deterministically.
pub(crate) fn write(
    out: &mut (dyn std::io::Write + Send),
    headings: &[&str],
    rows: &mut dyn Iterator<Item = Vec<String>>,
) -> Result<(), String> {
    let mut columns: Vec<_> =
        headings.iter().map(|name| StringChunkedBuilder::new((*name).into(), 0)).collect();
    let mut height = 0;
    for row in rows {
        height += 1;
        let cells = row.iter().map(String::as_str).chain(std::iter::repeat(""));
        for (column, cell) in columns.iter_mut().zip(cells) {
            column.append_value(cell);
        }
    }
    let columns = columns.into_iter().map(|column| column.finish().into_series().into()).collect();
    let mut frame = DataFrame::new(height, columns).map_err(|error| error.to_string())?;
    ParquetWriter::new(out).finish(&mut frame).map(drop).map_err(|error| error.to_string())
}
