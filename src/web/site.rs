//! What all answers are made from: the portal's database, the office's public
//! folders, and the edition at hand.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::Notify;

use super::cache::Cache;
use super::inbox::Desk;
use super::lists::export::Makings;
use crate::domain::{Result, calendar};
use crate::publication::public::{Kind, OfficeFace};
use crate::store::Tx;
use crate::store::portal::{self, Lack, Portal};
use crate::text;
use crate::workflow::Paths;

/// How a portal is set up.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where it is reached from outside, `https://host`, without a slash at the
    /// end; empty where unknown. For feeds and the sitemap.
    pub base: String,
    /// The office whose inbox takes messages in; none: they are not taken in.
    pub office: Option<PathBuf>,
    /// A proxy of ours stands before it and says whom a request comes from.
    pub proxied: bool,
    /// Rendered into plain files: no search, no filters of several fields.
    pub plain: bool,
}

/// The edition that is being shown.
#[derive(Debug, Clone, Default)]
pub struct Now {
    /// Counts the editions since the start: part of what answers are kept by.
    pub number: u64,
    /// Entries of the log it was made from.
    pub position: u64,
    /// When it was made, RFC 3339; empty before the first.
    pub at: String,
    /// The office; none before the first edition.
    pub face: Option<OfficeFace>,
}

/// The portal's database, which can be let go wherever the last answer ends:
/// closing it blocks, which threads that serve must not.
#[derive(Debug)]
pub struct Held(Option<Portal>);

impl Held {
    /// The database.
    ///
    /// # Errors
    /// Never while the site stands.
    pub fn open(&self) -> Result<&Portal> {
        self.0.as_ref().ok_or_else(|| text!("store-busy"))
    }

    /// Looks, on one of the readers.
    ///
    /// # Errors
    /// Those of the database and of `look`.
    pub fn read<T>(&self, look: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.open()?.read(look)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(portal) = self.0.take() {
            let _ = std::thread::spawn(move || drop(portal)).join();
        }
    }
}

/// Everything that answers are made from.
#[derive(Debug)]
pub struct Site {
    /// Public documents.
    pub portal: Held,
    /// The office's places; of these only what is public is read.
    pub paths: Paths,
    /// Bundles handed out, a folder each, named by the digest of SHA256SUMS.
    pub bundles: PathBuf,
    /// The log's public files.
    pub log: PathBuf,
    /// Lists as files, made when first asked for; this process's own.
    pub exports: PathBuf,
    /// Those being made.
    pub makings: Makings,
    /// How it is set up.
    pub options: Options,
    /// What was made already.
    pub cache: Cache,
    /// Told when something that lists lacked was made.
    pub filled: Notify,
    /// Where messages are handed in.
    pub desk: Option<Desk>,
    counts: Mutex<BTreeMap<(Kind, &'static str), Counts>>,
    now: RwLock<Arc<Now>>,
}

/// More values of a facet than these are typed in, not chosen.
const CHOICES: u64 = 300;

/// Values of a facet with how many documents have each, most first.
pub type Counts = Arc<Option<Vec<(String, u64)>>>;

impl Site {
    /// A site over the open portal of an office's folder.
    ///
    /// # Errors
    /// Those of the portal's database, `web-base` for a base that is none.
    pub fn new(portal: Portal, paths: Paths, mut options: Options) -> Result<Self> {
        while options.base.ends_with('/') {
            options.base.pop();
        }
        let host = options.base.strip_prefix("https://").or_else(|| options.base.strip_prefix("http://"));
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]%@".contains(c);
        if !options.base.is_empty() && !host.is_some_and(|host| !host.is_empty() && host.chars().all(plain)) {
            return Err(text!("web-base", base = options.base));
        }
        let desk = options.office.as_deref().map(|office| Desk::open(office, options.proxied)).transpose()?;
        let site = Self {
            desk,
            portal: Held(Some(portal)),
            bundles: paths.portal().join("bundles"),
            exports: exports(&paths.portal().join("exports")),
            makings: Makings::default(),
            log: paths.log(),
            paths,
            options,
            cache: Cache::default(),
            filled: Notify::new(),
            counts: Mutex::default(),
            now: RwLock::default(),
        };
        site.turn()?;
        Ok(site)
    }

    /// Takes up the edition that the database holds now; what was made of the
    /// one before is forgotten.
    ///
    /// # Errors
    /// Those of the database.
    pub fn turn(&self) -> Result<()> {
        let (edition, face) =
            self.portal.read(|tx| Ok((portal::edition(tx)?, portal::get::<OfficeFace>(tx, "")?)))?;
        let before = self.now();
        let next = Now {
            number: before.number + 1,
            position: edition.as_ref().map_or(0, |edition| edition.position),
            at: edition.as_ref().map(|edition| calendar::write_instant(&edition.at)).unwrap_or_default(),
            face,
        };
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        self.cache.clear();
        self.portal.open()?.forget();
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).clear();
        // Old files of lists; whoever reads one holds it open.
        let _ = std::fs::remove_dir_all(&self.exports);
        Ok(())
    }

    /// Makes what a list lacks, or waits until somebody else has; on a thread
    /// that may wait for long.
    ///
    /// # Errors
    /// Those of the database.
    pub fn fill(&self, lack: &Lack) -> Result<()> {
        let filled = self.portal.open()?.fill(lack);
        self.filled.notify_waiters();
        filled
    }

    /// The same where that needs no waiting. `false`: [`Site::filled`] tells when
    /// it is worth asking again.
    ///
    /// # Errors
    /// Those of the database.
    pub fn try_fill(&self, lack: &Lack) -> Result<bool> {
        let filled = self.portal.open()?.try_fill(lack);
        if !matches!(filled, Ok(false)) {
            self.filled.notify_waiters();
        }
        filled
    }

    /// The values of a facet, counted once an edition; none where there are more
    /// than can be chosen from.
    ///
    /// # Errors
    /// Those of the database.
    pub fn choices(&self, tx: &mut Tx<'_>, kind: Kind, facet: &'static str) -> Result<Counts> {
        let known = |site: &Self| {
            let counts = site.counts.lock().unwrap_or_else(PoisonError::into_inner);
            counts.get(&(kind, facet)).map(Arc::clone)
        };
        if let Some(counts) = known(self) {
            return Ok(counts);
        }
        let counts = Arc::new(portal::facet_choices(tx, kind, facet, CHOICES)?);
        let mut all = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert((kind, facet), Arc::clone(&counts));
        Ok(counts)
    }

    /// The edition being shown.
    pub fn now(&self) -> Arc<Now> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A process's own folder of lists as files: another one that serves the same
/// office has editions and unfinished files of its own. What processes long gone
/// left behind is cleared away.
fn exports(all: &Path) -> PathBuf {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    for entry in std::fs::read_dir(all).into_iter().flatten().flatten() {
        let touched = entry.metadata().and_then(|meta| meta.modified());
        if touched.is_ok_and(|at| at.elapsed().is_ok_and(|since| since > DAY)) {
            let path = entry.path();
            let _ = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
        }
    }
    all.join(std::process::id().to_string())
}
