//! Reading tiles nobody vouches for, as the Go checksum database's clients do:
//! the partial tiles must give the checkpoint's root, every full tile the hash
//! its parent has for it. What is handed out is proven to be in the tree.

use std::collections::BTreeMap;

use super::tile::{Bundle, Resource, Tile, complete, parse_bundle};
use super::tree::{HashReader, Node, TreeHead, cover, fold};
use crate::domain::{Digest, Result, merkle};
use crate::text;

/// Where tiles and bundles come from: a folder, a table, a server.
pub trait TileSource {
    /// The bytes of a tile or bundle. Errors where it has none.
    fn fetch(&mut self, resource: Resource) -> Result<Vec<u8>>;

    /// Told of each tile and bundle that was proven to belong to the tree, for
    /// sources that keep what they fetched.
    fn verified(&mut self, _resource: Resource, _bytes: &[u8]) {}
}

impl<F: FnMut(Resource) -> Result<Vec<u8>>> TileSource for F {
    fn fetch(&mut self, resource: Resource) -> Result<Vec<u8>> {
        self(resource)
    }
}

/// Tiles kept in memory besides the right edge; 8 MiB.
const KEPT: usize = 1024;

/// Reads hashes and entries of one tree out of tiles.
#[derive(Debug)]
pub struct TileReader<S> {
    head: TreeHead,
    source: S,
    /// The tiles that give the root, once they have.
    edge: BTreeMap<Tile, Vec<Digest>>,
    kept: BTreeMap<Tile, Vec<Digest>>,
    opened: bool,
}

impl<S: TileSource> TileReader<S> {
    /// For the tree of a checkpoint one trusts. Fetches nothing yet.
    pub fn new(head: TreeHead, source: S) -> Self {
        Self { head, source, edge: BTreeMap::new(), kept: BTreeMap::new(), opened: false }
    }

    /// The tree it reads.
    pub fn head(&self) -> TreeHead {
        self.head
    }

    /// A tile's hashes, proven.
    ///
    /// # Errors
    /// `log-tile-outside` for a tile the tree has not; `log-tile-length`,
    /// `log-tile-root` (the edge does not give the root), `log-tile-wrong`
    /// (not what its parent says); what the source says.
    pub fn tile(&mut self, tile: Tile) -> Result<Vec<Digest>> {
        self.open()?;
        if Tile::at(tile.level, tile.index, self.head.size) != Some(tile) {
            return Err(text!("log-tile-outside", path = tile.path(), size = self.head.size));
        }
        // Up to the first proven tile, and down again.
        let mut wanted = vec![tile];
        let mut hashes = loop {
            let lowest = wanted.last().copied().unwrap_or(tile);
            if let Some(hashes) = self.edge.get(&lowest).or_else(|| self.kept.get(&lowest)) {
                break hashes.clone();
            }
            let outside = || text!("log-tile-outside", path = lowest.path(), size = self.head.size);
            wanted.push(lowest.parent(self.head.size).ok_or_else(outside)?);
        };
        wanted.pop();
        while let Some(child) = wanted.pop() {
            let (found, bytes) = self.fetch_tile(child)?;
            let said = hashes.get((child.index % 256) as usize).copied();
            if complete(&found) != said || said.is_none() {
                return Err(text!("log-tile-wrong", path = child.path()));
            }
            self.source.verified(Resource::Tile(child), &bytes);
            if self.kept.len() >= KEPT {
                self.kept.clear();
            }
            self.kept.insert(child, found.clone());
            hashes = found;
        }
        Ok(hashes)
    }

    /// The entries of a bundle, each proven against its leaf.
    ///
    /// # Errors
    /// `log-tile-outside`, `log-bundle-broken`, `log-bundle-wrong` naming the
    /// first entry that is not the one the tree holds; those of [`Self::tile`].
    pub fn bundle(&mut self, bundle: Bundle) -> Result<Vec<Vec<u8>>> {
        let leaves = self.tile(Tile { level: 0, index: bundle.index, width: bundle.width })?;
        let resource = |width| Resource::Bundle(Bundle { index: bundle.index, width });
        let bytes = self.source.fetch(resource(bundle.width)).or_else(|fault| {
            if bundle.width == super::TILE_WIDTH {
                return Err(fault);
            }
            // A log may drop a partial bundle once it has the full one.
            let bytes = self.source.fetch(resource(super::TILE_WIDTH)).map_err(|_| fault)?;
            let entries = parse_bundle(&bytes, super::TILE_WIDTH)?;
            super::write_bundle(&entries[..usize::from(bundle.width)])
        })?;
        let entries = parse_bundle(&bytes, bundle.width)?;
        for (entry, (number, leaf)) in entries.iter().zip((bundle.first()..).zip(&leaves)) {
            if merkle::leaf(entry) != *leaf {
                return Err(text!("log-bundle-wrong", path = bundle.path(), index = number));
            }
        }
        let entries = entries.into_iter().map(<[u8]>::to_vec).collect();
        self.source.verified(Resource::Bundle(bundle), &bytes);
        Ok(entries)
    }

    /// One entry, proven.
    ///
    /// # Errors
    /// `log-index-outside`; those of [`Self::bundle`].
    pub fn entry(&mut self, index: u64) -> Result<Vec<u8>> {
        let outside = || text!("log-index-outside", index = index, size = self.head.size);
        let bundle = Bundle::holding(index, self.head.size).ok_or_else(outside)?;
        let mut entries = self.bundle(bundle)?;
        Ok(entries.swap_remove((index - bundle.first()) as usize))
    }

    /// Fetches the tiles of the right edge and holds them against the root.
    fn open(&mut self) -> Result<()> {
        if self.opened {
            return Ok(());
        }
        let size = self.head.size;
        let wrong = || text!("log-tile-root", size = size);
        let nodes = cover(0, size);
        let mut fetched = BTreeMap::new();
        let mut heads = Vec::with_capacity(nodes.len());
        for node in nodes {
            let tile = Tile::holding(node, size).ok_or_else(wrong)?;
            if !fetched.contains_key(&tile) {
                fetched.insert(tile, self.fetch_tile(tile)?);
            }
            let hashes = fetched.get(&tile).map(|(hashes, _)| hashes.as_slice()).unwrap_or_default();
            heads.push(Tile::hash_in(hashes, node).ok_or_else(wrong)?);
        }
        if fold(&heads).unwrap_or(TreeHead::empty().root) != self.head.root {
            return Err(wrong());
        }
        for (tile, (hashes, bytes)) in fetched {
            self.source.verified(Resource::Tile(tile), &bytes);
            self.edge.insert(tile, hashes);
        }
        self.opened = true;
        Ok(())
    }

    fn fetch_tile(&mut self, tile: Tile) -> Result<(Vec<Digest>, Vec<u8>)> {
        let bytes = self.source.fetch(Resource::Tile(tile)).or_else(|fault| {
            if tile.width == super::TILE_WIDTH {
                return Err(fault);
            }
            // A log may drop a partial tile once it has the full one.
            let full = Tile { width: super::TILE_WIDTH, ..tile };
            let mut bytes = self.source.fetch(Resource::Tile(full)).map_err(|_| fault)?;
            full.hashes(&bytes)?;
            bytes.truncate(usize::from(tile.width) * 32);
            Ok(bytes)
        })?;
        Ok((tile.hashes(&bytes)?, bytes))
    }
}

impl<S: TileSource> HashReader for TileReader<S> {
    fn read_hashes(&mut self, nodes: &[Node]) -> Result<Vec<Digest>> {
        self.open()?;
        let size = self.head.size;
        let mut last: Option<(Tile, Vec<Digest>)> = None;
        let mut out = Vec::with_capacity(nodes.len());
        for node in nodes {
            let missing = || text!("log-hash-missing", level = u32::from(node.level), index = node.index);
            let tile = Tile::holding(*node, size).ok_or_else(missing)?;
            if last.as_ref().is_none_or(|(held, _)| *held != tile) {
                last = Some((tile, self.tile(tile)?));
            }
            let hashes = last.as_ref().map(|(_, hashes)| hashes.as_slice()).unwrap_or_default();
            out.push(Tile::hash_in(hashes, *node).ok_or_else(missing)?);
        }
        Ok(out)
    }
}
