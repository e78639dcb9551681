//! Files read into checked rows, many hands at once, in the files' own order.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::Step;
use super::check::{Checker, Rules};
use super::rows::Rows;
use super::spec::{ENTITIES, Layout};
use crate::domain::{Digest, Progress, Result};
use crate::registry::headings::Headings;
use crate::registry::mapping::Mapping;
use crate::registry::reject::Reject;
use crate::registry::table::{self, Blocks, Kind, Row, find_header, misfit, records, sniff};
use crate::text;

/// Rows of a sheet that one hand takes at a time.
const BATCH: usize = 1 << 14;

/// What an import tells of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// The file as it was named.
    pub file: String,
    /// Of the file's bytes.
    pub sha256: Digest,
    /// `UTF-8`, `UTF-8 BOM`, `GB18030`, `UTF-16LE`, `UTF-16BE`, `XLSX`, `XLS` or
    /// `Parquet`.
    pub encoding: &'static str,
    /// Rows read, empty ones not counted.
    pub rows: u64,
}

/// Where a row came from: file, then line; orders rows as they were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Origin {
    /// Place among the files.
    pub file: u32,
    /// Line or sheet row.
    pub row: u64,
}

/// Everything read.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    /// Checked rows, in reading order.
    pub parts: Vec<Rows>,
    /// Of each part, its file and each row's line.
    pub origins: Vec<(u32, Vec<u64>)>,
    /// Rows refused, with where they stood.
    pub rejects: Vec<(Origin, Reject)>,
    /// Rows read.
    pub read: u64,
    /// File by file.
    pub files: Vec<FileReport>,
}

impl Gathered {
    /// Where a row came from.
    pub fn origin(&self, at: super::rows::At) -> Origin {
        let (file, rows) = &self.origins[at.part as usize];
        Origin { file: *file, row: rows[at.row as usize] }
    }
}

/// What one hand made of one block.
#[derive(Default)]
struct Part {
    rows: Rows,
    numbers: Vec<u64>,
    rejects: Vec<Reject>,
    read: u64,
}

/// Reads all files. Each must be a table with the headings of entities; any
/// that is not fails the import as a whole, before anything is changed.
pub(crate) fn gather(
    files: &[PathBuf],
    mapping: &Mapping,
    rules: Rules<'_>,
    progress: &dyn Progress,
) -> Result<Gathered> {
    let bytes = files.iter().filter_map(|file| file.metadata().ok()).map(|meta| meta.len()).sum();
    let _step = Step::begin(progress, text!("registry-progress-read"), bytes);
    let mut out = Gathered::default();
    for path in files {
        let read = match sniff(path)? {
            Kind::Text => delimited(path, mapping, rules, progress),
            Kind::Parquet => parquet(path, mapping, rules, progress),
            kind => sheet(path, kind, mapping, rules, progress),
        };
        let (parts, sha256, encoding) = read?;
        let file = u32::try_from(out.files.len()).unwrap_or(u32::MAX);
        let rows = parts.iter().map(|part| part.read).sum();
        let name = path.display().to_string();
        if rows == 0 {
            return Err(text!("registry-file-no-rows", file = name));
        }
        out.files.push(FileReport { file: name, sha256, encoding, rows });
        out.read += rows;
        for part in parts {
            out.rejects
                .extend(part.rejects.into_iter().map(|reject| (Origin { file, row: reject.row }, reject)));
            out.parts.push(part.rows);
            out.origins.push((file, part.numbers));
        }
    }
    Ok(out)
}

type Read = (Vec<Part>, Digest, &'static str);

fn delimited(path: &Path, mapping: &Mapping, rules: Rules<'_>, progress: &dyn Progress) -> Result<Read> {
    let mut blocks = Blocks::open(path)?;
    let (decode, delimiter, encoding) = (blocks.decode, blocks.delimiter, blocks.encoding.name());
    let Some(first) = blocks.next_block()? else {
        return Err(text!("registry-file-blank", file = path));
    };
    let (layout, header) = {
        let text = decode.decode(&first.bytes).unwrap_or_else(|_| decode.decode_lossy(&first.bytes));
        let mut rows = Vec::new();
        records(&text, delimiter, first.first_line, |record| {
            let cells = record.cells.iter().map(|cell| cell.to_string()).collect();
            rows.push(Row { number: record.number, cells, fault: None });
            match rows.len() < table::HEADER_WINDOW {
                true => std::ops::ControlFlow::Continue(()),
                false => std::ops::ControlFlow::Break(()),
            }
        });
        layout(path, &rows, mapping)?
    };
    // Hands take blocks in turn; whoever reads the file holds the lock.
    let blocks = Mutex::new((blocks, Some(first), 0usize, None));
    let next = || -> Option<(usize, table::Block)> {
        let mut guard = blocks.lock().ok()?;
        let (blocks, first, count, fault) = &mut *guard;
        if fault.is_some() {
            return None;
        }
        let block = match first.take() {
            Some(first) => Ok(Some(first)),
            None => blocks.next_block(),
        };
        match block {
            Ok(block) => block.map(|block| {
                *count += 1;
                (*count, block)
            }),
            Err(error) => {
                *fault = Some(error);
                None
            }
        }
    };
    let mut parts: Vec<(usize, Part)> = (0..rayon::current_num_threads())
        .into_par_iter()
        .with_max_len(1)
        .flat_map_iter(|_| {
            let mut checker = Checker::new(&layout, rules);
            let (layout, next) = (&layout, &next);
            std::iter::from_fn(move || {
                let (at, block) = next()?;
                let text = decode.decode(&block.bytes).unwrap_or_else(|_| decode.decode_lossy(&block.bytes));
                let mut part = Part::default();
                records(&text, delimiter, block.first_line, |record| {
                    if record.number > header {
                        let fault = record.fault(layout.headings.width());
                        part.take(layout, &mut checker, record.number, record.cells, fault);
                    }
                    std::ops::ControlFlow::Continue(())
                });
                progress.add(block.bytes.len() as u64);
                part.rows.shrink();
                Some((at, part))
            })
        })
        .collect();
    parts.sort_by_key(|(at, _)| *at);
    let parts = parts.into_iter().map(|(_, part)| part).collect();
    let (blocks, _, _, fault) = blocks.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    match fault {
        Some(fault) => Err(fault),
        None => Ok((parts, blocks.digest(), encoding)),
    }
}

fn sheet(
    path: &Path,
    kind: Kind,
    mapping: &Mapping,
    rules: Rules<'_>,
    progress: &dyn Progress,
) -> Result<Read> {
    let (rows, encoding) = match kind {
        Kind::Xls => (table::read_sheet(path, kind)?, "XLS"),
        _ => (table::read_sheet(path, kind)?, "XLSX"),
    };
    let (layout, header) = layout(path, &rows, mapping)?;
    let width = layout.headings.width();
    let parts = rows
        .par_chunks(BATCH)
        .map(|rows| {
            let mut checker = Checker::new(&layout, rules);
            let mut part = Part::default();
            for row in rows.iter().filter(|row| row.number > header) {
                let blank = |i: usize| row.cells[i].trim().is_empty();
                if !(0..row.cells.len()).all(blank) {
                    let fault = misfit(row.cells.len(), width, blank);
                    part.take(&layout, &mut checker, row.number, &row.cells, fault);
                }
            }
            part
        })
        .collect();
    progress.add(path.metadata().map(|meta| meta.len()).unwrap_or(0));
    Ok((parts, digest(path)?, encoding))
}

fn parquet(path: &Path, mapping: &Mapping, rules: Rules<'_>, progress: &dyn Progress) -> Result<Read> {
    let known = |heading: &str| ENTITIES.column_of(heading, mapping).is_some();
    let columns = table::parquet_columns(path, known)?;
    let file = path.display().to_string();
    let layout = Layout::of(Headings::resolve(&file, &columns.headings, &ENTITIES, mapping)?)?;
    let batches = columns.height.div_ceil(BATCH);
    let parts = (0..batches)
        .into_par_iter()
        .map(|batch| {
            let mut checker = Checker::new(&layout, rules);
            let mut part = Part::default();
            let mut cells = Vec::new();
            for row in batch * BATCH..columns.height.min((batch + 1) * BATCH) {
                cells.clear();
                cells.extend(columns.cells(row));
                if cells.iter().any(|cell| !cell.trim().is_empty()) {
                    part.take(&layout, &mut checker, row as u64 + 2, &cells, None);
                }
            }
            part.rows.shrink();
            part
        })
        .collect();
    progress.add(path.metadata().map(|meta| meta.len()).unwrap_or(0));
    Ok((parts, digest(path)?, "Parquet"))
}

/// Finds the header row and lays the file out; gives the header's row number.
fn layout(path: &Path, rows: &[Row], mapping: &Mapping) -> Result<(Layout, u64)> {
    let file = path.display().to_string();
    let known = |heading: &str| ENTITIES.column_of(heading, mapping).is_some();
    let at = find_header(rows, known).ok_or_else(|| text!("registry-file-blank", file = &file))?;
    let headings = table::header_cells(&rows[at])?;
    let layout = Layout::of(Headings::resolve(&file, &headings, &ENTITIES, mapping)?)?;
    Ok((layout, rows[at].number))
}

impl Part {
    fn take<C: AsRef<str>>(
        &mut self,
        layout: &Layout,
        checker: &mut Checker<'_>,
        number: u64,
        cells: &[C],
        fault: Option<crate::domain::Text>,
    ) {
        self.read += 1;
        match fault {
            Some(fault) => self.rejects.push(Reject::of_row(layout.headings.file(), number, fault)),
            None => match checker.row(number, cells, &mut self.rows) {
                Ok(()) => self.numbers.push(number),
                Err(reject) => self.rejects.push(*reject),
            },
        }
    }
}

/// Of a file's bytes.
fn digest(path: &Path) -> Result<Digest> {
    let fault = |error| table::unreadable(path, &error);
    let mut file = std::fs::File::open(path).map_err(fault)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match std::io::Read::read(&mut file, &mut buffer) {
            Ok(0) => return Ok(Digest(hasher.finalize().into())),
            Ok(read) => hasher.update(&buffer[..read]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(fault(error)),
        }
    }
}
