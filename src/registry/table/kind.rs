//! What a file is, by its first bytes; names lie (a `.csv` that is a PDF, an
//! `.xls` that is a web page).

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::domain::{Result, Text};
use crate::text;

/// The kinds of table files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Delimited text.
    Text,
    /// Office Open XML workbook.
    Xlsx,
    /// The binary workbook before it.
    Xls,
    /// Apache Parquet.
    Parquet,
}

/// Opens a file and tells its kind; refuses folders, empty files and what is
/// known to be something else, each with its remedy.
pub(crate) fn sniff(path: &Path) -> Result<Kind> {
    let mut file = open(path)?;
    let mut head = [0; 512];
    let mut filled = 0;
    loop {
        match file.read(&mut head[filled..]) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(unreadable(path, &error)),
        }
    }
    of_bytes(path, &head[..filled])
}

/// Opens a regular file for reading.
pub(crate) fn open(path: &Path) -> Result<File> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let meta = file.metadata().map_err(|error| unreadable(path, &error))?;
    if meta.is_dir() {
        return Err(text!("registry-file-folder", file = path));
    }
    Ok(file)
}

/// The error of a file that cannot be opened or read.
pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> Text {
    if error.kind() == std::io::ErrorKind::NotFound {
        text!("registry-file-missing", file = path)
    } else {
        text!("registry-file-unreadable", file = path, error = error)
    }
}

fn of_bytes(path: &Path, head: &[u8]) -> Result<Kind> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    if head.is_empty() {
        return Err(text!("registry-file-empty", file = path));
    }
    if starts(b"PK\x03\x04") {
        return Ok(Kind::Xlsx);
    }
    if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Ok(Kind::Xls);
    }
    if starts(b"PAR1") {
        return Ok(Kind::Parquet);
    }
    let other = if starts(b"%PDF") {
        Some("PDF")
    } else if starts(b"\x1f\x8b") {
        Some("GZIP")
    } else if starts(b"Rar!") || starts(b"7z\xbc\xaf\x27\x1c") {
        Some("RAR/7Z")
    } else if starts(b"\x89PNG") || starts(b"\xff\xd8\xff") {
        Some("PNG/JPEG")
    } else if starts(b"SQLite format 3\0") {
        Some("SQLite")
    } else {
        let text = String::from_utf8_lossy(head).trim_start_matches('\u{feff}').trim_start().to_lowercase();
        let html = ["<html", "<!doctype html", "<table", "<?xml", "<meta", "<head"];
        html.iter().any(|tag| text.starts_with(tag)).then_some("HTML/XML")
    };
    match other {
        Some(kind) => Err(text!("registry-file-kind", file = path, kind = kind)),
        None => Ok(Kind::Text),
    }
}
