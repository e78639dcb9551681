//! The portal's database: a file of its own that holds public documents and
//! nothing else. It can be deleted at any time and made again.
//!
//! One writer ([`crate::workflow`]'s refresh), several readers. Its SQL need
//! not run on a second engine: it is a cache, and full text is every engine's
//! own.

mod docs;
mod list;
mod pairs;
mod search;
mod sets;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

pub use docs::{
    Edition, Entry, Kept, body, clear, edition, get, labels_of, mark, place, put, remove, set_edition,
};
pub use list::{Cursor, Filter, Found, Listing, Page, count, facet_choices, facet_counts, keys, list, marks};
pub use pairs::fold;
pub use search::{COUNTED, FURTHEST, Hit, Hits, SINGLE_LIMIT, search, tidy};
pub use sets::Lack;

use sets::{AT_ONCE, Sets};

use super::value::args;
use super::{Store, Tx, no_points};
use crate::domain::{Result, Text};
use crate::publication::public::Document;

/// Version of `schema.sql`; a file of another one is made anew.
const SCHEMA: u64 = 4;

/// The open database.
#[derive(Debug)]
pub struct Portal {
    writer: Store,
    readers: Vec<Store>,
    next: AtomicUsize,
    /// Readers of their own for what takes long, so that no page waits for it.
    lanes: Vec<Store>,
    /// Likewise for whole lists, which take longer.
    long: Vec<Store>,
    sets: Sets,
}

impl Portal {
    /// Opens or makes the file, with `readers` connections for reading. A file
    /// that is damaged or of another version is removed and begun anew.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn open(path: &Path, readers: usize) -> Result<Self> {
        let open = || -> Result<Self> {
            let writer = Store::connect(path, true, no_points)?;
            let tables = writer
                .read(|tx| tx.rows("SELECT name FROM sqlite_master WHERE name = 'edition'", args![]))?;
            if tables.is_empty() {
                writer.write(|tx| tx.batch(include_str!("schema.sql")))?;
            } else if writer.read(schema)? != SCHEMA {
                return Err(crate::text!("store-foreign"));
            }
            let some = |many: usize| -> Result<Vec<Store>> {
                let reader = || {
                    let reader = Store::connect(path, false, no_points)?;
                    // Readers share the system's own cache of the file.
                    reader
                        .read(|tx| tx.batch("PRAGMA mmap_size = 2147418112; PRAGMA cache_size = -16384"))?;
                    Ok(reader)
                };
                (0..many).map(|_| reader()).collect()
            };
            let slow = readers.clamp(1, AT_ONCE);
            let (readers, lanes, long) = (some(readers.max(1))?, some(slow)?, some(slow)?);
            // What is taken off show must not linger in the file; a refresh that
            // writes much should not write each page many times.
            writer.read(|tx| tx.batch("PRAGMA secure_delete = ON; PRAGMA cache_size = -262144"))?;
            Ok(Self { writer, readers, next: AtomicUsize::new(0), lanes, long, sets: Sets::default() })
        };
        open().or_else(|error: Text| {
            if !matches!(error.id, "store-damaged" | "store-foreign") {
                return Err(error);
            }
            for suffix in ["", "-wal", "-shm"] {
                let mut name = path.as_os_str().to_owned();
                name.push(suffix);
                let _ = std::fs::remove_file(name);
            }
            open()
        })
    }

    /// Looks, on one of the readers.
    pub fn read<T>(&self, look: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.one_of(&self.readers).read(look)
    }

    /// Looks for long, on a reader that no page waits for.
    ///
    /// # Errors
    /// Those of the database and of `look`.
    pub fn long<T>(&self, look: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.one_of(&self.long).read(look)
    }

    fn one_of<'a>(&'a self, readers: &'a [Store]) -> &'a Store {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        readers.get(turn % readers.len().max(1)).unwrap_or(&self.writer)
    }

    /// Lists documents; says what it lacks for that where that would take long:
    /// [`Portal::fill`] or [`Portal::try_fill`] makes it, and `tx` should be let go
    /// before.
    ///
    /// # Errors
    /// Those of the database.
    pub fn list<D: Document>(&self, tx: &mut Tx<'_>, wanted: &Listing) -> Result<Found<D>> {
        list::found(tx, Some(&self.sets), wanted)
    }

    /// Makes what a list lacks, or waits until somebody else has made it.
    ///
    /// # Errors
    /// Those of the database.
    pub fn fill(&self, lack: &Lack) -> Result<()> {
        self.sets.fill(&self.lanes, lack)
    }

    /// Makes what a list lacks, where that needs no waiting; `false`: somebody
    /// else is making it or too many are at work. It is worth asking again when
    /// somebody's `fill` or `try_fill` has come to its end.
    ///
    /// # Errors
    /// Those of the database.
    pub fn try_fill(&self, lack: &Lack) -> Result<bool> {
        self.sets.try_fill(&self.lanes, lack)
    }

    /// Forgets what was made of the edition before.
    pub fn forget(&self) {
        self.sets.clear();
    }

    /// Changes documents, all or none.
    pub fn write<T>(&self, act: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.writer.write(act)
    }
}

fn schema(tx: &mut Tx<'_>) -> Result<u64> {
    tx.row("SELECT schema FROM edition WHERE id = 1", args![])?.map_or(Ok(0), |row| row.count(0))
}
