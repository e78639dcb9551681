//! The files below `log/`: each tile and bundle of the tree, the checkpoint,
//! and nothing foreign.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::findings::Findings;
use crate::domain::Result;
use crate::log::{Bundle, Resource, Tile};
use crate::store::tree::CheckpointRow;
use crate::store::{Store, keys, tree};
use crate::text;
use crate::workflow::files;
use crate::workflow::public_log::{CHECKPOINT, with_filings};

/// The folder, with the files nobody has asked for yet.
#[derive(Debug)]
pub struct Published {
    dir: PathBuf,
    left: BTreeSet<String>,
}

impl Published {
    pub fn new(dir: &Path) -> Result<Self> {
        Ok(Self { dir: dir.to_owned(), left: files::tree(dir)?.into_iter().collect() })
    }

    /// Holds files against what they should be.
    pub fn hold(&mut self, wanted: &[(String, &[u8])], found: &mut Findings) {
        let dir = &self.dir;
        let faults: Vec<_> = (wanted.par_iter())
            .filter_map(|(path, bytes)| match std::fs::read(dir.join(path)) {
                Ok(stands) if stands == *bytes => None,
                Ok(_) => Some(text!("fsck-published-differs", path = path)),
                Err(_) => Some(text!("fsck-published-missing", path = path)),
            })
            .collect();
        faults.into_iter().for_each(|fault| found.fault(fault));
        for (path, _) in wanted {
            self.left.remove(path);
        }
    }

    /// The checkpoint, and what is left: parts of what has grown since stay
    /// until it is full, anything else is foreign.
    pub fn end(
        &mut self,
        store: &Store,
        size: u64,
        last: Option<CheckpointRow>,
        found: &mut Findings,
    ) -> Result<()> {
        if let Some(row) = last {
            let filings = store.read(keys::filings)?;
            match with_filings(&row, &filings) {
                Ok(note) => self.hold(&[(CHECKPOINT.to_owned(), note.write().as_bytes())], found),
                Err(reason) => found.fault(reason),
            }
        }
        for path in std::mem::take(&mut self.left) {
            let within = match Resource::parse(&path) {
                Ok(Resource::Tile(tile)) => {
                    Tile::at(tile.level, tile.index, size).is_some_and(|full| tile.width <= full.width)
                }
                Ok(Resource::Bundle(Bundle { index, width })) => {
                    Tile::at(0, index, size).is_some_and(|full| width <= full.width)
                }
                Err(_) if files::left_aside(&path) => {
                    found.note(text!("fsck-left-aside", path = self.dir.join(&path).as_path()));
                    continue;
                }
                Err(_) => false,
            };
            if !within {
                found.fault(text!("fsck-published-foreign", path = path));
                continue;
            }
            let part = Resource::parse(&path)?;
            match store.read(|tx| tree::resource(tx, part)) {
                Ok(bytes) => self.hold(&[(path, &bytes)], found),
                Err(reason) => found.fault(reason),
            }
        }
        Ok(())
    }
}
