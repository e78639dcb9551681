//! Writing files so that a crash leaves the old one or the new one: beside,
//! synced, renamed, folder synced. Everything in an office's folder that is not
//! the database is written through here.
//!
//! Every durable write passes [`point`] twice, before and after, where tests
//! stop the program (`CHOUCHA_CRASH_AT=n` aborts at the n-th point) or make the
//! write fail (`CHOUCHA_FAIL_AT=n`, once): before, it is lost; after, it is
//! done and reported lost. Tests within the process [`inject`] the same.

use std::cell::Cell;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::domain::{Digest, Result, Text};
use crate::text;

/// Counts a durable write; returns an error, or never returns, where a test
/// asked for it.
pub fn point(what: &'static str) -> Result<()> {
    injected(what)?;
    static COUNT: AtomicU64 = AtomicU64::new(0);
    static AT: OnceLock<(Option<u64>, Option<u64>)> = OnceLock::new();
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let (crash, fail) = *AT.get_or_init(|| (number("CHOUCHA_CRASH_AT"), number("CHOUCHA_FAIL_AT")));
    if crash.is_none() && fail.is_none() {
        return Ok(());
    }
    let count = Some(COUNT.fetch_add(1, Ordering::SeqCst) + 1);
    if count == crash {
        // As `kill -9` would: nothing is unwound, nothing flushed.
        std::process::abort();
    }
    if count == fail { Err(text!("file-injected", place = what)) } else { Ok(()) }
}

/// What a test within the process makes of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Injected {
    /// Nothing; the points are counted.
    Nothing,
    /// The n-th point from now fails, once.
    Fail(u64),
    /// From the n-th point on every one fails, as if the process had ended
    /// there; until [`inject`] is called again.
    Crash(u64),
}

thread_local! {
    static INJECTED: Cell<(Injected, u64)> = const { Cell::new((Injected::Nothing, 0)) };
}

/// Sets what points on this thread do from now on; how many were passed since
/// the last call.
pub fn inject(injected: Injected) -> u64 {
    INJECTED.replace((injected, 0)).1
}

fn injected(what: &'static str) -> Result<()> {
    let (injected, before) = INJECTED.get();
    let count = before + 1;
    INJECTED.set((injected, count));
    match injected {
        Injected::Fail(at) if count == at => Err(text!("file-injected", place = what)),
        Injected::Crash(at) if count >= at => Err(text!("file-injected", place = what)),
        _ => Ok(()),
    }
}

/// A durable write between its two points.
fn durable<T>(what: &'static str, act: impl FnOnce() -> Result<T>) -> Result<T> {
    point(what)?;
    let done = act()?;
    point(what)?;
    Ok(done)
}

/// Has writes of the rooms below pass [`point`] too.
pub(super) fn watch_registry() {
    crate::registry::at_writes(|| point("registry").map_err(|fault| io::Error::other(fault.to_string())));
}

/// A write's error as a text: a full disk and missing rights have their own.
pub fn fault(path: &Path, error: &io::Error) -> Text {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            text!("file-disk-full", path = path)
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            text!("file-denied", path = path)
        }
        io::ErrorKind::NotFound => text!("file-not-found", path = path),
        _ => text!("file-failed", path = path, error = error),
    }
}

fn at<T>(path: &Path, done: io::Result<T>) -> Result<T> {
    done.map_err(|error| fault(path, &error))
}

/// The digest of a file of any size.
pub fn digest(path: &Path) -> Result<Digest> {
    let mut file = at(path, File::open(path))?;
    hash(path, &mut file, |_| Ok(()))
}

/// Copies a file of any size, synced, to its very name; the digest of what was
/// copied.
pub fn copy(from: &Path, to: &Path) -> Result<Digest> {
    let mut file = at(from, File::open(from))?;
    let mut stream = Stream::create(to)?;
    let digest = hash(from, &mut file, |piece| at(to, stream.write_all(piece)))?;
    stream.finish()?;
    Ok(digest)
}

/// The same for a file that only its owner may read.
pub fn copy_private(from: &Path, to: &Path) -> Result<Digest> {
    let digest = copy(from, to)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        at(to, fs::set_permissions(to, fs::Permissions::from_mode(0o600)))?;
    }
    Ok(digest)
}

/// Hashes a file piece by piece, handing each on.
fn hash(path: &Path, file: &mut File, mut piece: impl FnMut(&[u8]) -> Result<()>) -> Result<Digest> {
    use sha2::Digest as _;
    let mut hasher = sha2::Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match at(path, file.read(&mut buffer))? {
            0 => return Ok(Digest(hasher.finalize().into())),
            read => {
                hasher.update(&buffer[..read]);
                piece(&buffer[..read])?;
            }
        }
    }
}

/// Reads a whole file.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    at(path, fs::read(path))
}

/// Writes a file in place of an earlier one, all or nothing.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let aside = beside(path, "new");
    write_synced(&aside, bytes, false)?;
    rename(&aside, path)
}

/// Writes a file that must not exist yet, readable by its owner only.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    if path.exists() {
        return Err(text!("file-exists", path = path));
    }
    let aside = beside(path, "new");
    write_synced(&aside, bytes, true)?;
    // A link, not a rename: it fails where the name was taken meanwhile.
    let linked = durable("link", || match fs::hard_link(&aside, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(text!("file-exists", path = path)),
        linked => at(path, linked).and_then(|()| sync_dir(parent(path))),
    });
    let removed = remove(&aside);
    linked.and(removed)
}

/// Writes and syncs a file at its very name, for folders staged as a whole.
pub fn write_synced(path: &Path, bytes: &[u8], private: bool) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    if private {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = private;
    durable("write", || {
        let mut file = at(path, options.open(path))?;
        at(path, file.write_all(bytes))?;
        at(path, file.sync_all())
    })
}

/// A file written and synced piece by piece, for what does not fit memory.
#[derive(Debug)]
pub struct Stream {
    file: io::BufWriter<File>,
    path: PathBuf,
}

impl Stream {
    /// Begins the file at its very name.
    pub fn create(path: &Path) -> Result<Self> {
        point("write")?;
        let file = at(path, File::create(path))?;
        Ok(Self { file: io::BufWriter::with_capacity(1 << 20, file), path: path.to_owned() })
    }

    /// Syncs it.
    pub fn finish(mut self) -> Result<()> {
        at(&self.path, self.file.flush())?;
        at(&self.path, self.file.get_ref().sync_all())?;
        point("write")
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Renames and syncs the folder.
pub fn rename(from: &Path, to: &Path) -> Result<()> {
    durable("rename", || {
        at(to, fs::rename(from, to))?;
        sync_dir(parent(to))
    })
}

/// Makes a folder and those above it.
pub fn make_dir(path: &Path) -> Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    durable("folder", || {
        at(path, fs::create_dir_all(path))?;
        sync_dir(parent(path))
    })
}

/// Removes a file or a folder with all in it, if it is there.
pub fn remove(path: &Path) -> Result<()> {
    let Ok(kind) = path.symlink_metadata() else { return Ok(()) };
    durable("remove", || {
        at(path, if kind.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) })?;
        sync_dir(parent(path))
    })
}

/// Syncs a folder's list of names.
pub fn sync_dir(dir: &Path) -> Result<()> {
    #[cfg(unix)]
    at(dir, File::open(dir).and_then(|dir| dir.sync_all()))?;
    #[cfg(not(unix))]
    let _ = dir;
    Ok(())
}

/// The names in a folder, sorted; none where there is no such folder.
pub fn names(dir: &Path) -> Result<Vec<String>> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => at(dir, entries)?,
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(at(dir, entry)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// Every file below a folder as paths with `/`, sorted.
pub fn tree(dir: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for name in names(dir)? {
        let path = dir.join(&name);
        if path.is_dir() {
            files.extend(tree(&path)?.into_iter().map(|file| format!("{name}/{file}")));
        } else {
            files.push(name);
        }
    }
    files.sort();
    Ok(files)
}

/// Moves all below `from` to the same places below `to`, where files already
/// there are replaced. Doing it again after a crash finishes it.
pub fn install(from: &Path, to: &Path) -> Result<()> {
    for name in names(from)? {
        let (source, target) = (from.join(&name), to.join(&name));
        if source.is_dir() && target.is_dir() {
            install(&source, &target)?;
            remove(&source)?;
        } else {
            make_dir(parent(&target))?;
            rename(&source, &target)?;
        }
    }
    Ok(())
}

/// Whether a name is one of those written aside, left by an interruption.
pub fn left_aside(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.starts_with('.') && name.contains(".choucha-")
}

/// The folder a path lies in.
pub fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    }
}

/// A hidden name beside a path.
pub fn beside(path: &Path, what: &str) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    parent(path).join(format!(".{name}.choucha-{what}"))
}

/// Writes a folder outside the office that appears as a whole, by paths with
/// `/`. Takes a missing or an empty folder, or an earlier export, which holds
/// nothing but files of these names and `.ics` files in its folders.
pub fn write_folder(dir: &Path, all: &std::collections::BTreeMap<String, Vec<u8>>) -> Result<()> {
    let found = tree(dir)?;
    let ours = |name: &str| all.contains_key(name) || name.contains('/') && name.ends_with(".ics");
    if let Some(foreign) = found.iter().find(|name| !ours(name)) {
        return Err(text!("calendar-folder-taken", path = dir, name = foreign));
    }
    let aside = beside(dir, "new");
    remove(&aside)?;
    for (name, bytes) in all {
        let path = aside.join(name);
        at(parent(&path), fs::create_dir_all(parent(&path)))?;
        at(&path, fs::write(&path, bytes))?;
    }
    if dir.exists() {
        remove(dir)?;
    }
    make_dir(parent(dir))?;
    rename(&aside, dir)
}
