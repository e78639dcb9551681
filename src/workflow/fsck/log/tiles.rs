//! The tree's tiles and entry bundles against the stored and the published ones.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::batch::Batch;
use super::pass::Pass;
use crate::domain::{Result, Text};
use crate::log::{TILE_WIDTH, Tile, write_bundle};
use crate::store::entries::RawEntry;
use crate::store::{Store, tree};
use crate::text;

impl Pass<'_, '_> {
    /// Tiles that became full against the stored and the published ones.
    pub(super) fn tiles(&mut self, store: &Store) -> Result<()> {
        let mut full: BTreeMap<u8, Vec<(Tile, Vec<u8>)>> = BTreeMap::new();
        for (tile, bytes) in self.tiles.take_tiles() {
            if tile.width == TILE_WIDTH {
                full.entry(tile.level).or_default().push((tile, bytes));
            } else {
                self.partial.insert(tile.level, (tile, bytes));
            }
        }
        for (level, tiles) in full {
            self.stored.insert(level, tiles.last().map_or(0, |(tile, _)| tile.index + 1));
            self.compare(store, level, &tiles)?;
        }
        Ok(())
    }

    /// What is left of each level when there are no more entries.
    pub(super) fn last_tiles(&mut self, store: &Store) -> Result<()> {
        let size = self.tree.size();
        for (level, (tile, bytes)) in std::mem::take(&mut self.partial) {
            if Tile::at(tile.level, tile.index, size) == Some(tile) {
                self.stored.insert(level, tile.index + 1);
                self.compare(store, level, &[(tile, bytes)])?;
            }
        }
        Ok(())
    }

    fn compare(&mut self, store: &Store, level: u8, tiles: &[(Tile, Vec<u8>)]) -> Result<()> {
        let Some((first, _)) = tiles.first() else { return Ok(()) };
        if self.whole {
            let rows = store.read(|tx| tree::tiles(tx, u64::from(level), first.index, tiles.len() as u64))?;
            let rows: BTreeMap<u64, Vec<u8>> =
                rows.into_iter().map(|(_, number, bytes)| (number, bytes)).collect();
            for (tile, bytes) in tiles {
                if let Some(fault) = tile_fault(*tile, bytes, rows.get(&tile.index)) {
                    self.found.fault(fault);
                }
            }
        }
        if let Some(published) = &mut self.published {
            let paths: Vec<(String, &[u8])> =
                tiles.iter().map(|(tile, bytes)| (tile.path(), bytes.as_slice())).collect();
            published.hold(&paths, self.found);
        }
        Ok(())
    }

    /// The batch's entry bundles against the published ones.
    pub(super) fn bundles(&mut self, batch: &Batch) {
        let (Some(published), true) = (&mut self.published, self.whole) else { return };
        let first = batch.rows.first().map_or(0, |row| row.seq) - 1;
        let chunks: Vec<(u64, &[RawEntry])> =
            (first / u64::from(TILE_WIDTH)..).zip(batch.rows.chunks(usize::from(TILE_WIDTH))).collect();
        let bundles: Vec<(String, Vec<u8>)> = (chunks.par_iter())
            .filter_map(|(index, rows)| {
                let place = crate::log::Bundle { index: *index, width: rows.len() as u16 };
                let bodies: Vec<&str> = rows.iter().map(|row| row.body.as_str()).collect();
                Some((place.path(), write_bundle(&bodies).ok()?))
            })
            .collect();
        let paths: Vec<(String, &[u8])> =
            bundles.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())).collect();
        published.hold(&paths, self.found);
    }

    /// Tiles of a larger tree than there is.
    pub(super) fn surplus(&mut self, store: &Store) -> Result<()> {
        let rows = store.read(|tx| {
            let mut out = Vec::new();
            for level in tree::tile_levels(tx)? {
                let next = u8::try_from(level).ok().and_then(|level| self.stored.get(&level)).copied();
                out.extend(tree::tiles(tx, level, next.unwrap_or(0), 8)?);
            }
            Ok(out)
        })?;
        for (level, number, _) in rows.into_iter().filter(|_| self.whole) {
            self.found.fault(text!("fsck-tile-surplus", level = level, number = number));
        }
        Ok(())
    }
}

/// How a stored tile differs from the tree's.
fn tile_fault(tile: Tile, bytes: &[u8], stored: Option<&Vec<u8>>) -> Option<Text> {
    let path = tile.path();
    let Some(stored) = stored else { return Some(text!("fsck-tile-missing", path = path)) };
    if stored.len() != bytes.len() {
        let (expected, found) = (bytes.len() / 32, stored.len() / 32);
        return Some(text!("fsck-tile-width", path = path, expected = expected, found = found));
    }
    let place = stored.chunks(32).zip(bytes.chunks(32)).position(|(stored, bytes)| stored != bytes)? as u64;
    Some(match tile.level {
        0 => text!("fsck-leaf", seq = tile.index * u64::from(TILE_WIDTH) + place + 1, path = path),
        _ => text!("fsck-tile-differs", path = path, place = place + 1),
    })
}
