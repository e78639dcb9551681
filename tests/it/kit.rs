//! What tests share: folders, the program as somebody runs it, what it says.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, OnceLock, PoisonError};

use serde_json::Value;
use tempfile::TempDir;

/// Where tests put their folders: in memory where there is such a place, for
/// syncing costs nothing there and tests that sync ten thousand times do not
/// wait for a disk. Who chose a place has his reasons.
fn place() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() && std::env::var_os("TMPDIR").is_none() { memory } else { std::env::temp_dir() }
}

/// A folder for a test that syncs a great deal.
pub fn quick_dir() -> TempDir {
    tempfile::tempdir_in(place()).unwrap()
}

/// A folder for as long as this process lasts. Nothing runs when it ends, so
/// the next one clears it away: whoever gets its lock knows that it was left.
pub fn kept_dir() -> PathBuf {
    static HELD: Mutex<Vec<File>> = Mutex::new(Vec::new());
    const PREFIX: &str = "choucha-kept-";
    let place = place();
    for entry in fs::read_dir(&place).unwrap().flatten() {
        if entry.file_name().to_string_lossy().starts_with(PREFIX)
            && File::open(entry.path().join("lock")).is_ok_and(|lock| lock.try_lock().is_ok())
        {
            // Another may be at it too.
            fs::remove_dir_all(entry.path()).ok();
        }
    }
    let dir = tempfile::Builder::new().prefix(PREFIX).tempdir_in(place).unwrap().keep();
    let lock = File::create(dir.join("lock.new")).unwrap();
    lock.lock().unwrap();
    // Held before anybody can find it.
    fs::rename(dir.join("lock.new"), dir.join("lock")).unwrap();
    HELD.lock().unwrap_or_else(PoisonError::into_inner).push(lock);
    dir
}

/// Copies a folder with all below it. The database of an office just closed
/// takes its empty side files away meanwhile: they are not missed.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else if let Err(error) = fs::copy(entry.path(), &target) {
            let side = [".db-wal", ".db-shm"].iter().any(|end| target.to_string_lossy().ends_with(end));
            assert!(side && error.kind() == ErrorKind::NotFound, "{}: {error}", entry.path().display());
        }
    }
}

/// A folder that is expensive to fill: filled once in this process, and copied
/// for every test that asks.
pub struct Fixture {
    made: OnceLock<PathBuf>,
    fill: fn(&Path),
}

impl Fixture {
    pub const fn new(fill: fn(&Path)) -> Self {
        Self { made: OnceLock::new(), fill }
    }

    /// The folder itself, to be read only.
    pub fn path(&self) -> &Path {
        self.made.get_or_init(|| {
            let dir = kept_dir().join("made");
            fs::create_dir(&dir).unwrap();
            (self.fill)(&dir);
            dir
        })
    }

    /// A copy of its own.
    pub fn fresh(&self) -> TempDir {
        let dir = quick_dir();
        copy(self.path(), dir.path());
        dir
    }
}

/// The program in a folder, in Chinese, with nothing of the surroundings.
pub fn choucha(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_choucha"));
    command.current_dir(dir).env("LANG", "zh_CN.UTF-8").env("RUST_BACKTRACE", "0");
    for name in ["LC_ALL", "LC_MESSAGES", "CHOUCHA_OFFICE", "CHOUCHA_AT", "CHOUCHA_BY"] {
        command.env_remove(name);
    }
    command
}

/// The one object of a run with `--json`.
#[track_caller]
pub fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("no object: {}", String::from_utf8_lossy(&output.stderr)))
}
