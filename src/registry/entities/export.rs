//! A state of the registry handed out as a table, as it can be imported again.

use std::path::Path;

use polars::prelude::*;

use super::spec::ENTITIES;
use super::store::Registry;
use crate::domain::entity::COLUMNS;
use crate::domain::{Digest, Result};
use crate::registry::table::write_rows;
use crate::text;

impl Registry {
    /// Writes every row of a state, by county and code, under the Chinese
    /// headings, as the file's ending says (`.csv`, `.xlsx`, `.parquet`).
    /// Importing it again changes nothing. Gives the number of rows.
    ///
    /// # Errors
    /// As [`Registry::partition`], and when the file cannot be written; the
    /// file then keeps what it had before.
    pub fn export(&self, digest: Digest, path: &Path) -> Result<u64> {
        let manifest = self.open(digest)?;
        let titles = &ENTITIES.titles()[..COLUMNS.len()];
        let mut count = 0;
        let rows = manifest.partitions.iter().flat_map(|partition| {
            let (rows, fault) = match self.partition(partition).and_then(rows_of) {
                Ok(rows) => (Some(rows), None),
                Err(fault) => (None, Some(Err(fault))),
            };
            rows.into_iter().flatten().map(Ok).chain(fault)
        });
        write_rows(path, titles, rows.inspect(|_| count += 1))?;
        Ok(count)
    }
}

fn rows_of(frame: DataFrame) -> Result<impl Iterator<Item = Vec<String>>> {
    let columns: Vec<StringChunked> = frame
        .columns()
        .iter()
        .map(|column| column.str().cloned())
        .collect::<PolarsResult<_>>()
        .map_err(|error| text!("registry-write-failed", file = "", error = error.to_string()))?;
    Ok((0..frame.height())
        .map(move |row| columns.iter().map(|column| column.get(row).unwrap_or("").to_owned()).collect()))
}
