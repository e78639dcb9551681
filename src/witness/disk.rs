//! Durable writes: beside, synced, renamed, folder synced.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::domain::{Result, Text};
use crate::text;

/// So often, and so long apart, a lock is tried before it counts as held.
const LOOKS: usize = 10;
const LOOK: Duration = Duration::from_millis(20);

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

/// A file locked for this process alone. Let go when dropped, and by the system
/// when the process ends in whatever way.
pub struct Lock(File);

impl Lock {
    /// Takes the lock, waiting for its holder as long as need be.
    pub fn wait(path: &Path) -> Result<Self> {
        let file = lock_file(path)?;
        at(path, file.lock())?;
        Ok(Self(file))
    }

    /// Takes the lock, or refuses with `witness-locked`. Someone who only looks
    /// whether it is held holds it for a moment, which is waited out.
    pub fn take(path: &Path) -> Result<Self> {
        let file = lock_file(path)?;
        for _ in 0..LOOKS {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(fs::TryLockError::WouldBlock) => std::thread::sleep(LOOK),
                Err(fs::TryLockError::Error(error)) => return Err(fault(path, &error)),
            }
        }
        Err(text!("witness-locked", path = path))
    }

    /// Whether someone holds it.
    pub fn held(path: &Path) -> bool {
        let Ok(file) = File::open(path) else { return false };
        let looked = file.try_lock_shared();
        let _ = file.unlock();
        matches!(looked, Err(fs::TryLockError::WouldBlock))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing is not enough: a program started at this moment by another
        // thread holds a copy of the file until it is loaded.
        let _ = self.0.unlock();
    }
}

fn lock_file(path: &Path) -> Result<File> {
    at(path, OpenOptions::new().write(true).create(true).truncate(false).open(path))
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
