//! Reading tiles nobody vouches for, as the Go checksum database's clients do:
//! the partial tiles must give the checkpoint's root, every full tile the hash
//! its parent has for it. What is handed out is proven to be in the tree.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::tile::{Bundle, Heads, Resource, Tile, parse_bundle};
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

/// Tiles kept in memory besides the right edge; 16 MiB.
const KEPT: usize = 1024;

/// Reads hashes and entries of one tree out of tiles.
#[derive(Debug)]
pub struct TileReader<S> {
    head: TreeHead,
    source: S,
    /// The tiles that give the root, once they have.
    edge: BTreeMap<Tile, Heads>,
    kept: BTreeMap<Tile, Heads>,
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
        Ok(self.heads(tile)?.hashes().to_vec())
    }

    /// A tile with what stands above its hashes, proven.
    fn heads(&mut self, tile: Tile) -> Result<&Heads> {
        self.open()?;
        let size = self.head.size;
        let outside = || text!("log-tile-outside", path = tile.path(), size = size);
        if Tile::at(tile.level, tile.index, size) != Some(tile) {
            return Err(outside());
        }
        // Up to the first proven tile, and down again.
        let mut wanted = Vec::new();
        let mut lowest = tile;
        while self.held(lowest).is_none() {
            wanted.push(lowest);
            lowest = lowest.parent(size).ok_or_else(outside)?;
        }
        while let Some(child) = wanted.pop() {
            let top = Node { level: child.level * 8 + 8, index: child.index };
            let said = child.parent(size).and_then(|parent| self.held(parent)?.at(top));
            let (heads, bytes) = self.fetch_tile(child)?;
            if said.is_none() || heads.top() != said {
                return Err(text!("log-tile-wrong", path = child.path()));
            }
            self.source.verified(Resource::Tile(child), &bytes);
            if self.kept.len() >= KEPT {
                self.kept.clear();
            }
            self.kept.insert(child, heads);
        }
        self.held(tile).ok_or_else(outside)
    }

    fn held(&self, tile: Tile) -> Option<&Heads> {
        self.edge.get(&tile).or_else(|| self.kept.get(&tile))
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
            let (held, _) = match fetched.entry(tile) {
                Entry::Occupied(held) => held.into_mut(),
                Entry::Vacant(place) => place.insert(self.fetch_tile(tile)?),
            };
            heads.push(held.at(node).ok_or_else(wrong)?);
        }
        if fold(&heads).unwrap_or(TreeHead::empty().root) != self.head.root {
            return Err(wrong());
        }
        for (tile, (heads, bytes)) in fetched {
            self.source.verified(Resource::Tile(tile), &bytes);
            self.edge.insert(tile, heads);
        }
        self.opened = true;
        Ok(())
    }

    fn fetch_tile(&mut self, tile: Tile) -> Result<(Heads, Vec<u8>)> {
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
        Ok((Heads::over(tile.hashes(&bytes)?), bytes))
    }
}

impl<S: TileSource> HashReader for TileReader<S> {
    fn read_hashes(&mut self, nodes: &[Node]) -> Result<Vec<Digest>> {
        self.open()?;
        let size = self.head.size;
        let mut out = Vec::with_capacity(nodes.len());
        for node in nodes {
            let missing = || text!("log-hash-missing", level = u32::from(node.level), index = node.index);
            let tile = Tile::holding(*node, size).ok_or_else(missing)?;
            out.push(self.heads(tile)?.at(*node).ok_or_else(missing)?);
        }
        Ok(out)
    }
}
