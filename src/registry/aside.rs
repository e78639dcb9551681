//! Files appear whole or not at all: written aside in the same folder, synced,
//! renamed, the folder synced.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// How names of files still being written end.
pub(crate) const ENDING: &str = ".aside";

/// Writes a file whole. When it fails the name keeps what it had before.
pub(crate) fn write(path: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    put(path, fill)?;
    sync_folder(&folder_of(path))
}

/// Like [`write`], of bytes, the folder left to be synced by the caller after
/// many.
pub(crate) fn place(path: &Path, bytes: &[u8]) -> io::Result<()> {
    put(path, |file| io::Write::write_all(file, bytes))
}

/// Called before and after each write becomes lasting.
static POINT: OnceLock<fn() -> io::Result<()>> = OnceLock::new();

/// Has a function called before and after each write becomes lasting: tests of what an
/// interruption leaves stop the program there. The first one set stays.
pub(crate) fn at_writes(point: fn() -> io::Result<()>) {
    let _ = POINT.set(point);
}

fn put(path: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let folder = folder_of(path);
    let name = path.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let mut aside_name = std::ffi::OsString::from(".");
    aside_name.push(name);
    aside_name.push(ENDING);
    let aside = folder.join(aside_name);
    let written = (|| {
        let mut file = File::create(&aside)?;
        fill(&mut file)?;
        file.sync_all()?;
        drop(file);
        POINT.get().map_or(Ok(()), |point| point())?;
        fs::rename(&aside, path)?;
        POINT.get().map_or(Ok(()), |point| point())
    })();
    if written.is_err() {
        // Best effort: what stays behind is cleaned at the next import.
        let _ = fs::remove_file(&aside);
    }
    written
}

/// Makes renames within a folder lasting.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Removes what interrupted writers left in a folder; tells how many.
pub(crate) fn clean(folder: &Path) -> io::Result<u64> {
    let mut removed = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let stale = path
            .file_name()
            .and_then(|name| name.to_str())
            .is_some_and(|name| name.starts_with('.') && name.ends_with(ENDING));
        if stale && path.is_file() {
            fs::remove_file(&path)?;
            removed += 1;
        }
    }
    Ok(removed)
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}
