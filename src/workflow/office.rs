//! An office's folder, opened by one process at a time.

use std::path::{Path, PathBuf};

use super::clock::{Clock, parse_offset, system_now};
use super::files;
use super::keyring;
use super::lock::{Lock, Patience};
use super::pending::{Interrupted, settle};
use super::public_log;
use crate::domain::{Digest, Instant, Result, Text, area};
use crate::log::SignerKey;
use crate::record::Details;
pub use crate::record::details;
use crate::store::keys::Role;
use crate::store::office::OfficeRow;
use crate::store::{Store, Tx, entries, keys as log_keys, office, tree};
use crate::text;

/// Fills bytes with randomness nobody can predict.
pub type Random = Box<dyn Fn(&mut [u8]) -> Result<()> + Send + Sync>;

/// The operating system's randomness.
pub fn system_random() -> Random {
    Box::new(|bytes| {
        getrandom::fill(bytes).map_err(|error| text!("random-failed", error = error.to_string()))
    })
}

/// How an office is opened.
pub struct Opening {
    /// Its folder.
    pub dir: PathBuf,
    /// Who acts; recorded in the journal.
    pub by: String,
    /// The command, for whoever finds the office locked.
    pub command: String,
    /// The moment set, for practice offices only.
    pub at: Option<Instant>,
    /// Where nonces, salts and keys come from.
    pub random: Random,
    /// Put the log's files out after each act; otherwise when the office is
    /// closed, or before a bundle refers to them.
    pub eager: bool,
    /// How long to wait for another process to leave the office.
    pub patience: Patience,
}

impl Opening {
    /// Opens with the system's clock and randomness.
    pub fn new(dir: &Path, by: &str, command: &str) -> Self {
        Self {
            dir: dir.to_owned(),
            by: by.to_owned(),
            command: command.to_owned(),
            at: None,
            random: system_random(),
            eager: true,
            patience: Patience::default(),
        }
    }
}

/// What an office is set up with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// 单位名称.
    pub name: String,
    /// A practice office, whose clock may be set.
    pub practice: bool,
    /// Offset in which instants are written.
    pub utc: String,
    /// Its own area, code or name: what 全县 means in imports; may be empty.
    pub area: String,
}

impl Setup {
    /// An office that works in earnest, by Beijing time.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            practice: false,
            utc: super::clock::BEIJING.to_owned(),
            area: String::new(),
        }
    }
}

/// The places in an office's folder.
#[derive(Debug, Clone)]
pub struct Paths {
    /// The folder.
    pub dir: PathBuf,
}

impl Paths {
    /// The database.
    pub fn database(&self) -> PathBuf {
        self.dir.join("office.db")
    }
    /// The lock file.
    pub fn lock(&self) -> PathBuf {
        self.dir.join("office.lock")
    }
    /// The interruption record.
    pub fn pending(&self) -> PathBuf {
        self.dir.join("pending.json")
    }
    /// Files of a step under way.
    pub fn staging(&self) -> PathBuf {
        self.dir.join("staging")
    }
    /// The registry of objects.
    pub fn registry(&self) -> PathBuf {
        self.dir.join("registry")
    }
    /// The log's secret keys.
    pub fn keys(&self) -> PathBuf {
        self.dir.join("keys")
    }
    /// The log's files, public as they are (C2SP tlog-tiles).
    pub fn log(&self) -> PathBuf {
        self.dir.join("log")
    }
    /// Documents handed in, each named by its digest.
    pub fn evidence(&self) -> PathBuf {
        self.dir.join("evidence")
    }
    /// 来信.
    pub fn inbox(&self) -> PathBuf {
        self.dir.join("inbox.db")
    }
    /// Public documents and bundles, made from all the rest: a cache that can
    /// be deleted at any time.
    pub fn portal(&self) -> PathBuf {
        self.dir.join("portal")
    }
    /// One folder an attempt.
    pub fn attempts(&self) -> PathBuf {
        self.dir.join("attempts")
    }
}

/// An office, open and locked.
pub struct Office {
    /// Its places.
    pub paths: Paths,
    /// Its state.
    pub store: Store,
    /// Its one row.
    pub row: OfficeRow,
    /// Who acts.
    pub by: String,
    /// What an interrupted step left, settled on opening.
    pub interrupted: Option<Interrupted>,
    /// Why the log's files could not be put out on opening. The office can
    /// still be looked at; [`Office::begin`] tries again, and refuses.
    pub unpublished: Option<Text>,
    clock: Clock,
    random: Random,
    eager: bool,
    _lock: Lock,
}

impl std::fmt::Debug for Office {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Office").field("dir", &self.paths.dir).field("row", &self.row).finish_non_exhaustive()
    }
}

/// Names an office's folder may hold before it is set up.
const OWN: [&str; 6] = ["office.db", "office.db-wal", "office.db-shm", "office.lock", "staging", "keys"];

impl Office {
    /// Sets up an office in an empty or missing folder. Doing it again after
    /// an interruption finishes it.
    pub fn init(opening: Opening, setup: &Setup) -> Result<Self> {
        let Setup { name, practice, utc, area } = setup;
        let (name, practice, utc) = (name.as_str(), *practice, utc.as_str());
        let offset = parse_offset(utc)?;
        let area = if area.is_empty() { String::new() } else { area::resolve(area, None)? };
        crate::domain::grammar::check_text(name)?;
        if name.trim().is_empty() {
            return Err(text!("office-name-empty"));
        }
        if opening.at.is_some() && !practice {
            return Err(text!("clock-not-practice"));
        }
        let paths = Paths { dir: opening.dir.clone() };
        if !paths.database().exists()
            && let Some(foreign) = files::names(&paths.dir)?.iter().find(|name| !OWN.contains(&name.as_str()))
        {
            return Err(text!("office-folder-taken", path = paths.dir.as_path(), name = foreign));
        }
        files::make_dir(&paths.dir)?;
        let clock = Clock { fixed: opening.at, offset };
        files::watch_registry();
        let lock = Lock::take(&paths.lock(), &opening.command, &clock.now())?;
        let store = Store::open(&paths.database(), true, files::point)?;
        if let Some(row) = store.read(office::get)? {
            return Err(text!("office-exists", path = paths.dir.as_path(), name = row.name));
        }
        let row =
            OfficeRow { name: name.to_owned(), practice, utc: utc.to_owned(), area, created: clock.now() };
        let key = keyring::first(&paths, name, &opening.random)?;
        let office = Self {
            paths,
            store,
            row,
            by: opening.by,
            interrupted: None,
            unpublished: None,
            clock,
            random: opening.random,
            eager: opening.eager,
            _lock: lock,
        };
        office.store.write(|tx| {
            office::create(tx, &office.row)?;
            let details = details([
                ("office", name.into()),
                ("practice", practice.into()),
                ("utc", utc.into()),
                ("area", office.row.area.as_str().into()),
                ("key", key.verifier().to_string().into()),
            ]);
            let at = &office.row.created;
            let seq = entries::append(tx, at, "init", office.signed(details), &mut || office.nonce())?;
            log_keys::add(tx, &key.verifier().to_string(), Role::Log, seq)?;
            tree::seal(tx, std::slice::from_ref(&key)).map(drop)
        })?;
        files::make_dir(&office.paths.attempts())?;
        public_log::publish(&office.paths, &office.store)?;
        Ok(office)
    }

    /// Opens an office: takes its lock, checks its schema, settles what an
    /// interrupted step left.
    pub fn open(opening: Opening) -> Result<Self> {
        let paths = Paths { dir: opening.dir.clone() };
        if !paths.database().is_file() {
            return Err(text!("office-missing", path = paths.dir.as_path()));
        }
        files::watch_registry();
        let since = system_now().with_timezone(&parse_offset(super::clock::BEIJING)?);
        let lock = Lock::wait(&paths.lock(), &opening.command, &since, &opening.patience)?;
        let store = Store::open(&paths.database(), false, files::point)?;
        let crashed = lock.crashed.is_some() || paths.pending().exists();
        if crashed {
            store.quick_check()?;
        }
        let row =
            store.read(office::get)?.ok_or_else(|| text!("office-unfinished", path = paths.dir.as_path()))?;
        if opening.at.is_some() && !row.practice {
            return Err(text!("clock-not-practice"));
        }
        let mut clock = Clock { fixed: opening.at, offset: parse_offset(&row.utc)? };
        if row.practice && clock.fixed.is_none() {
            // A practice office may have been played through in the future;
            // its clock then stands where it was left.
            let last = store.read(entries::last).ok().flatten().map(|entry| entry.at);
            clock.fixed = last.filter(|last| *last > clock.now());
        }
        let interrupted = settle(&paths, &store)?;
        // A log that was rewritten or set back must stay open to inspection.
        let unpublished = public_log::publish(&paths, &store).err();
        Ok(Self {
            paths,
            store,
            row,
            by: opening.by,
            interrupted,
            unpublished,
            clock,
            random: opening.random,
            eager: opening.eager,
            _lock: lock,
        })
    }

    /// What time it is here.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Sets a practice office's clock; others refuse.
    pub fn set_clock(&mut self, at: Instant) -> Result<()> {
        if !self.row.practice {
            return Err(text!("clock-not-practice"));
        }
        self.clock.fixed = Some(at);
        Ok(())
    }

    /// Where randomness comes from.
    pub(super) fn random(&self) -> &Random {
        &self.random
    }

    /// A fresh random nonce or salt.
    pub fn nonce(&self) -> Result<Digest> {
        let mut bytes = [0; 32];
        (self.random)(&mut bytes)?;
        Ok(Digest(bytes))
    }

    /// Writes the log's entry of a change, in its transaction; [`Step::commit`]
    /// makes it a leaf and signs the checkpoint. The entry's number.
    ///
    /// [`Step::commit`]: super::pending::Step::commit
    pub fn record(&self, tx: &mut Tx<'_>, kind: &'static str, details: Details) -> Result<u64> {
        self.record_at(tx, &self.now(), kind, details)
    }

    /// The same, at the very moment that the state carries.
    pub fn record_at(
        &self,
        tx: &mut Tx<'_>,
        at: &Instant,
        kind: &'static str,
        details: Details,
    ) -> Result<u64> {
        entries::append(tx, at, kind, self.signed(details), &mut || self.nonce())
    }

    /// Writes the entries of an act that concerns several things, at one moment;
    /// the first one's number. Each but the last must say `more`.
    pub fn record_all(
        &self,
        tx: &mut Tx<'_>,
        at: &Instant,
        kind: &'static str,
        all: Vec<Details>,
    ) -> Result<u64> {
        let count = all.len() as u64;
        let all = all.into_iter().map(|details| (*at, kind, self.signed(details))).collect();
        let last = entries::append_all(tx, all, &mut || self.nonce())?;
        Ok(last + 1 - count)
    }

    /// Who acts stands in each entry, as a commitment.
    fn signed(&self, details: Details) -> Details {
        details.hiding("by", self.by.as_str())
    }

    /// The keys that sign the checkpoint of a transaction: those in force, and
    /// those it retires.
    pub(super) fn signers(&self, tx: &mut Tx<'_>) -> Result<Vec<SignerKey>> {
        keyring::signers(&self.paths, tx)
    }

    /// Puts the log's files out, unless they are left for later.
    pub(super) fn publish_log_if_eager(&self) -> Result<()> {
        if self.eager { self.publish_log() } else { Ok(()) }
    }

    /// Puts the log's files out as far as the database has it.
    pub fn publish_log(&self) -> Result<()> {
        public_log::publish(&self.paths, &self.store)
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        // What fails here the next opening does.
        if !self.eager {
            let _ = self.publish_log();
        }
    }
}
