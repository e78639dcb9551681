//! Durable writes: beside, synced, renamed, folder synced.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::domain::{Result, Text};
use crate::text;

/// Called before and after every step of a durable write, so that tests can
/// make it fail (lost, or done but reported lost) or stop the program there.
pub type Point = Box<dyn Fn(&'static str) -> Result<()> + Send + Sync>;

/// No hook.
pub fn no_points() -> Point {
    Box::new(|_| Ok(()))
}

/// A file's fault as a text.
pub fn fault(path: &Path, error: &io::Error) -> Text {
    text!("witness-file", path = path, error = error)
}

fn at<T>(path: &Path, done: io::Result<T>) -> Result<T> {
    done.map_err(|error| fault(path, &error))
}

/// Reads a file; `None` where there is none.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        read => at(path, read).map(Some),
    }
}

/// Writes a file in place of an earlier one: after a crash it is the old one
/// or the new one, and once this returns, the new one for good.
pub fn write(path: &Path, bytes: &[u8], private: bool, point: &Point) -> Result<()> {
    let aside = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    if private {
        use std::os::unix::fs::OpenOptionsExt;
        // A file left by a crash keeps its mode, so it goes first.
        let _ = fs::remove_file(&aside);
        options.mode(0o600);
    }
    point("write")?;
    let mut file = at(&aside, options.open(&aside))?;
    at(&aside, file.write_all(bytes))?;
    point("sync")?;
    at(&aside, file.sync_all())?;
    point("rename")?;
    at(path, fs::rename(&aside, path))?;
    point("renamed")?;
    sync_folder(path)?;
    point("written")
}

/// Makes a folder.
pub fn make_folder(path: &Path) -> Result<()> {
    at(path, fs::create_dir_all(path))?;
    sync_folder(path)
}

/// Adds a line at the end of a file. A last line that a crash cut short is
/// ended first.
pub fn append(path: &Path, line: &str, point: &Point) -> Result<()> {
    point("journal")?;
    let new = !path.exists();
    let mut file = at(path, OpenOptions::new().read(true).append(true).create(true).open(path))?;
    let mut bytes = Vec::with_capacity(line.len() + 2);
    if at(path, file.seek(SeekFrom::End(0)))? > 0 {
        let mut last = [0];
        at(path, file.seek(SeekFrom::End(-1)).and_then(|_| file.read_exact(&mut last)))?;
        if last != *b"\n" {
            bytes.push(b'\n');
        }
    }
    bytes.extend_from_slice(line.as_bytes());
    bytes.push(b'\n');
    at(path, file.write_all(&bytes))?;
    at(path, file.sync_data())?;
    if new {
        sync_folder(path)?;
    }
    point("journaled")
}

/// Locks a file for this process alone; the system lets go of it when the
/// process ends in whatever way.
pub fn lock(path: &Path, wait: bool) -> Result<File> {
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(path);
    let file = at(path, file)?;
    if wait {
        at(path, file.lock())?;
        return Ok(file);
    }
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(text!("witness-locked", path = path)),
        Err(fs::TryLockError::Error(error)) => Err(fault(path, &error)),
    }
}

fn sync_folder(path: &Path) -> Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    #[cfg(unix)]
    at(&folder, File::open(&folder).and_then(|folder| folder.sync_all()))?;
    Ok(())
}
