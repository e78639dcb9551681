//! One process at a time works on an office.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::files;
use crate::domain::{Instant, Result, Text, calendar};
use crate::text;

/// Who holds the office; written into the lock file for whoever comes next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Process id.
    pub pid: u32,
    /// The command.
    pub command: String,
    /// Since when.
    pub since: String,
}

/// How long to wait for whoever holds an office.
#[derive(Clone, Copy)]
pub struct Patience {
    /// At most; not at all by default.
    pub most: Duration,
    /// Told who holds it, once, before the waiting begins.
    pub tell: fn(&Text),
}

impl Default for Patience {
    fn default() -> Self {
        Self { most: Duration::ZERO, tell: |_| {} }
    }
}

/// The command of whoever holds an office for a moment without anybody having
/// asked for it just then: the portal bringing itself up to date.
pub const BACKGROUND: &str = "choucha serve";

/// How long everybody waits for that one at least: it comes to an end by itself,
/// and an officer's command must not fail because of it.
const BACKGROUND_WAIT: Duration = Duration::from_secs(60);

/// Between two attempts.
const PAUSE: Duration = Duration::from_millis(50);

/// The exclusive lock of an office; let go when dropped, and by the system
/// when the process ends in whatever way.
#[derive(Debug)]
pub struct Lock {
    file: File,
    /// The last holder, if it did not end in order.
    pub crashed: Option<Holder>,
}

impl Lock {
    /// Takes the lock or refuses, naming its holder.
    pub fn take(path: &Path, command: &str, at: &Instant) -> Result<Self> {
        Self::wait(path, command, at, &Patience::default())
    }

    /// Takes the lock, waiting for its holder to end as long as `patience`
    /// lasts; then refuses, naming the holder.
    pub fn wait(path: &Path, command: &str, at: &Instant, patience: &Patience) -> Result<Self> {
        let fault = |error: &std::io::Error| files::fault(path, error);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(|error| fault(&error))?;
        let (mut left, mut first) = (patience.most, true);
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) => {
                    if std::mem::take(&mut first) {
                        let mut holder = held(path);
                        if holder.id == "office-locked-unknown" {
                            // It has the lock and did not write its name yet.
                            std::thread::sleep(PAUSE);
                            holder = held(path);
                        }
                        if holder.arg("command").is_some_and(|who| who == BACKGROUND) {
                            left = left.max(BACKGROUND_WAIT);
                        }
                        if !left.is_zero() {
                            (patience.tell)(&holder);
                        }
                    }
                    if left.is_zero() {
                        return Err(held(path));
                    }
                    let pause = left.min(PAUSE);
                    std::thread::sleep(pause);
                    left -= pause;
                }
                Err(TryLockError::Error(error)) => return Err(fault(&error)),
            }
        }
        let crashed = holder(&mut file);
        let me = Holder {
            pid: std::process::id(),
            command: command.to_owned(),
            since: calendar::write_instant(at),
        };
        let line = serde_json::to_vec(&me).unwrap_or_default();
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(&line))
            .map_err(|error| fault(&error))?;
        Ok(Self { file, crashed })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // An empty file tells the next one that we ended in order.
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

fn holder(file: &mut File) -> Option<Holder> {
    let mut line = Vec::new();
    file.read_to_end(&mut line).ok()?;
    serde_json::from_slice(&line).ok()
}

fn held(path: &Path) -> Text {
    match File::open(path).ok().and_then(|mut file| holder(&mut file)) {
        Some(holder) => text!(
            "office-locked",
            pid = holder.pid.to_string(),
            command = holder.command,
            since = holder.since
        ),
        None => text!("office-locked-unknown"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_portal_is_waited_for_and_others_are_not() {
        let dir = tempfile::tempdir().unwrap();
        let (path, at) =
            (dir.path().join("office.lock"), calendar::parse_instant("2026-10-01T09:00:00+08:00").unwrap());
        let officer = Lock::take(&path, "choucha draw", &at).unwrap();
        assert_eq!(Lock::take(&path, "choucha freeze", &at).unwrap_err().id, "office-locked");
        drop(officer);
        let portal = Lock::take(&path, BACKGROUND, &at).unwrap();
        let over = std::thread::spawn(move || {
            std::thread::sleep(PAUSE * 4);
            drop(portal);
        });
        Lock::take(&path, "choucha freeze", &at).unwrap();
        over.join().unwrap();
    }
}
