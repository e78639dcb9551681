//! Appending: leaves come one by one, tiles come out.

use super::reader::{TileReader, TileSource};
use super::tile::{TILE_WIDTH, Tile, complete};
use super::tree::fold;
use super::{Node, TreeHead};
use crate::domain::{Digest, Result};
use crate::text;

/// A tree that holds only its right edge, and hands out the tiles that change.
/// Eight levels of at most 255 hashes: about 64 KiB at most.
#[derive(Debug, Clone, Default)]
pub struct Appender {
    size: u64,
    /// The hashes of each level's partial tile, below 256 each.
    edge: Vec<Vec<Digest>>,
    full: Vec<(Tile, Vec<u8>)>,
    /// The size when tiles were last taken.
    taken: u64,
}

impl Appender {
    /// The tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes up a tree where it was left, from its partial tiles.
    ///
    /// # Errors
    /// Those of [`TileReader`]: the tiles must belong to that head.
    pub fn resume(head: TreeHead, source: impl TileSource) -> Result<Self> {
        let mut reader = TileReader::new(head, source);
        let mut edge = Vec::new();
        let mut hashes = head.size;
        while hashes > 0 {
            let level = edge.len() as u8;
            let tile = Tile::at(level, hashes / u64::from(TILE_WIDTH), head.size);
            edge.push(tile.map(|tile| reader.tile(tile)).transpose()?.unwrap_or_default());
            hashes /= u64::from(TILE_WIDTH);
        }
        Ok(Self { size: head.size, edge, full: Vec::new(), taken: head.size })
    }

    /// Adds the next leaf's hash.
    pub fn push(&mut self, leaf: Digest) {
        let mut hash = leaf;
        for level in 0_u8.. {
            if self.edge.len() == usize::from(level) {
                self.edge.push(Vec::new());
            }
            let hashes = &mut self.edge[usize::from(level)];
            hashes.push(hash);
            if hashes.len() < usize::from(TILE_WIDTH) {
                break;
            }
            let index = self.size >> (8 * (u32::from(level) + 1));
            self.full.push((Tile { level, index, width: TILE_WIDTH }, bytes(hashes)));
            hash = complete(hashes).unwrap_or(hash);
            hashes.clear();
        }
        self.size += 1;
    }

    /// Leaves so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Size and root so far.
    pub fn head(&self) -> TreeHead {
        // Each level's partial tile, from the top, in complete subtrees.
        let mut heads = Vec::new();
        for hashes in self.edge.iter().rev() {
            for Node { level, index } in super::tree::cover(0, hashes.len() as u64) {
                let first = (index << level) as usize;
                heads.extend(complete(&hashes[first..first + (1 << level)]));
            }
        }
        fold(&heads).map_or_else(TreeHead::empty, |root| TreeHead { size: self.size, root })
    }

    /// The tiles that are new since they were last taken, with their bytes:
    /// full ones in the order they were completed, then the partial ones.
    pub fn take_tiles(&mut self) -> Vec<(Tile, Vec<u8>)> {
        let mut out = std::mem::take(&mut self.full);
        let grown = self.size > self.taken;
        for (level, hashes) in (0_u8..).zip(&self.edge) {
            let shift = 8 * u32::from(level);
            if grown && !hashes.is_empty() && self.size >> shift != self.taken >> shift {
                let index = self.size >> (shift + 8);
                out.push((Tile { level, index, width: hashes.len() as u16 }, bytes(hashes)));
            }
        }
        self.taken = self.size;
        out
    }

    /// Adds an entry's bytes, hashed as a leaf.
    ///
    /// # Errors
    /// `log-entry-too-long` above 65,535 bytes, which no bundle could hold.
    pub fn push_entry(&mut self, entry: &[u8]) -> Result<()> {
        if entry.len() > usize::from(u16::MAX) {
            return Err(text!("log-entry-too-long", length = entry.len()));
        }
        self.push(crate::domain::merkle::leaf(entry));
        Ok(())
    }
}

fn bytes(hashes: &[Digest]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}
