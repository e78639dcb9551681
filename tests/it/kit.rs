//! What tests share: folders, the program as somebody runs it, what it says.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

/// A folder in memory where there is such a place: syncing costs nothing there,
/// and tests that sync ten thousand times do not wait for a disk.
pub fn quick_dir() -> TempDir {
    let memory = Path::new("/dev/shm");
    // Who chose a place has his reasons.
    let chosen = std::env::var_os("TMPDIR").is_some();
    if memory.is_dir() && !chosen { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
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
    made: OnceLock<TempDir>,
    fill: fn(&Path),
}

impl Fixture {
    pub const fn new(fill: fn(&Path)) -> Self {
        Self { made: OnceLock::new(), fill }
    }

    /// The folder itself, to be read only.
    pub fn path(&self) -> &Path {
        let made = self.made.get_or_init(|| {
            let dir = quick_dir();
            (self.fill)(dir.path());
            dir
        });
        made.path()
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
