//! A file's rows one after another: delimited files are never held whole, so a
//! history of millions of checks costs only what is kept of it.

use std::ops::ControlFlow;
use std::path::Path;

use crate::domain::{Progress, Result};
use crate::registry::Spec;
use crate::registry::headings::Headings;
use crate::registry::mapping::Mapping;
use crate::registry::table::{self, Blocks, Kind, Row, records};
use crate::text;

/// Goes through the rows below a file's headings, empty ones passed over.
/// `begin` may refuse the file for its headings.
pub(super) fn each_row(
    path: &Path,
    (spec, mapping): (&'static Spec, &Mapping),
    progress: &dyn Progress,
    begin: impl FnOnce(&Headings) -> Result<()>,
    mut each: impl FnMut(&Headings, &Row),
) -> Result<()> {
    let size = path.metadata().map_or(0, |meta| meta.len());
    let read =
        |count: u64| if count == 0 { Err(text!("registry-file-no-rows", file = path)) } else { Ok(()) };
    let kind = table::sniff(path)?;
    progress.begin(text!("registers-reading", file = path), size);
    if kind == Kind::Text {
        let mut blocks = Blocks::open(path)?;
        let (decode, delimiter) = (blocks.decode, blocks.delimiter);
        let mut block = blocks.next_block()?;
        let mut head = Vec::new();
        if let Some(first) = &block {
            let text = decode.decode(&first.bytes).unwrap_or_else(|_| decode.decode_lossy(&first.bytes));
            records(&text, delimiter, first.first_line, |record| {
                let cells = record.cells.iter().map(|cell| cell.to_string()).collect();
                head.push(Row { number: record.number, cells, fault: None });
                if head.len() < table::HEADER_WINDOW {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            });
        }
        let (headings, header) = headings(path, &head, (spec, mapping))?;
        begin(&headings)?;
        let mut count = 0;
        let mut row = Row::default();
        while let Some(this) = block {
            let text = decode.decode(&this.bytes).unwrap_or_else(|_| decode.decode_lossy(&this.bytes));
            records(&text, delimiter, this.first_line, |record| {
                if record.number > header {
                    row.number = record.number;
                    row.fault = record.fault(headings.width());
                    row.cells.clear();
                    row.cells.extend(record.cells.iter().map(|cell| cell.to_string()));
                    each(&headings, &row);
                    count += 1;
                }
                ControlFlow::Continue(())
            });
            progress.add(this.bytes.len() as u64);
            block = blocks.next_block()?;
        }
        read(count)?;
    } else {
        let (table, headings) = table::read(path, spec, mapping)?;
        begin(&headings)?;
        table.rows.iter().for_each(|row| each(&headings, row));
        progress.add(size);
    }
    progress.end();
    Ok(())
}

/// Finds the header row and the columns; gives the header's row number.
fn headings(
    path: &Path,
    head: &[Row],
    (spec, mapping): (&'static Spec, &Mapping),
) -> Result<(Headings, u64)> {
    let file = path.display().to_string();
    let known = |heading: &str| spec.column_of(heading, mapping).is_some();
    let at = table::find_header(head, known).ok_or_else(|| text!("registry-file-blank", file = &file))?;
    let cells = table::header_cells(&head[at])?;
    Ok((Headings::resolve(&file, &cells, spec, mapping)?, head[at].number))
}
