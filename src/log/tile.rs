//! C2SP tlog-tiles: the tree cut into tiles of height 8, the entries into
//! bundles of 256. All of them are immutable files under fixed names.

use super::tree::Node;
use crate::domain::{Digest, Result, merkle};
use crate::text;

/// Hashes in a full tile, entries in a full bundle.
pub const TILE_WIDTH: u16 = 256;

/// A tile's height; level `L` of tiles holds the tree's levels `8L` to `8L+7`.
const HEIGHT: u32 = 8;

/// Up to 256 consecutive hashes of the tree's level `8 · level`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tile {
    /// Tile level; 0 holds leaf hashes. Below 8 in any log that can exist.
    pub level: u8,
    /// Counted from 0 within the level.
    pub index: u64,
    /// Hashes: 1 to 256; fewer than 256 is a partial tile.
    pub width: u16,
}

/// Up to 256 consecutive entries, each behind its length in two bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bundle {
    /// Counted from 0.
    pub index: u64,
    /// Entries: 1 to 256.
    pub width: u16,
}

/// What a tiled log consists of besides its checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resource {
    /// `tile/<L>/<N>[.p/<W>]`.
    Tile(Tile),
    /// `tile/entries/<N>[.p/<W>]`.
    Bundle(Bundle),
}

impl Tile {
    /// The tiles a log of `new` leaves has that it did not have at `old`
    /// leaves: lower levels first, then left to right.
    pub fn between(old: u64, new: u64) -> Vec<Tile> {
        let mut tiles = Vec::new();
        for level in 0..=u8::MAX {
            let shift = u32::from(level) * HEIGHT;
            let (Some(before), Some(after)) = (old.checked_shr(shift), new.checked_shr(shift)) else { break };
            if after == 0 {
                break;
            }
            tiles.extend(pieces(before, after).map(|(index, width)| Tile { level, index, width }));
        }
        tiles
    }

    /// The tile that holds a node in a tree of `size` leaves; `None` when the
    /// tree has no such complete subtree.
    pub fn holding(node: Node, size: u64) -> Option<Tile> {
        let end = node.index.checked_add(1)?.checked_mul(1_u64.checked_shl(node.level.into())?)?;
        if end > size {
            return None;
        }
        let level = node.level / HEIGHT as u8;
        let first = node.index << (u32::from(node.level) % HEIGHT);
        Tile::at(level, first / u64::from(TILE_WIDTH), size)
    }

    /// The tile of that place as a tree of `size` leaves has it.
    pub fn at(level: u8, index: u64, size: u64) -> Option<Tile> {
        let hashes = size.checked_shr(u32::from(level) * HEIGHT)?;
        let width = hashes.checked_sub(index.checked_mul(TILE_WIDTH.into())?)?.min(TILE_WIDTH.into());
        (width > 0).then_some(Tile { level, index, width: width as u16 })
    }

    /// Where the head of this tile stands once it is full.
    pub fn parent(&self, size: u64) -> Option<Tile> {
        Tile::at(self.level.checked_add(1)?, self.index / u64::from(TILE_WIDTH), size)
    }

    /// Its name, such as `tile/0/x001/x234/067.p/8`.
    pub fn path(&self) -> String {
        format!("tile/{}/{}", self.level, tail(self.index, self.width))
    }

    /// Its hashes out of its bytes, which must be exactly `32 · width`.
    ///
    /// # Errors
    /// `log-tile-length`.
    pub fn hashes(&self, bytes: &[u8]) -> Result<Vec<Digest>> {
        let (hashes, rest) = bytes.as_chunks::<32>();
        if hashes.len() != usize::from(self.width) || !rest.is_empty() {
            let expected = usize::from(self.width) * 32;
            return Err(text!(
                "log-tile-length",
                path = self.path(),
                expected = expected,
                length = bytes.len()
            ));
        }
        Ok(hashes.iter().map(|hash| Digest(*hash)).collect())
    }
}

/// A tile's hashes and, above them, those of every complete subtree within the
/// tile, each computed once.
#[derive(Debug)]
pub(super) struct Heads(Vec<Vec<Digest>>);

impl Heads {
    /// Over a tile's hashes.
    pub fn over(hashes: Vec<Digest>) -> Self {
        let mut levels = vec![hashes];
        while let Some(below) = levels.last().filter(|below| below.len() > 1) {
            let (pairs, _) = below.as_chunks::<2>();
            levels.push(pairs.iter().map(|[left, right]| merkle::node(left, right)).collect());
        }
        Self(levels)
    }

    /// The tile's own hashes.
    pub fn hashes(&self) -> &[Digest] {
        self.0.first().map(Vec::as_slice).unwrap_or_default()
    }

    /// The head of a full tile.
    pub fn top(&self) -> Option<Digest> {
        self.0.get(HEIGHT as usize)?.first().copied()
    }

    /// The hash of a node the tile holds.
    pub fn at(&self, node: Node) -> Option<Digest> {
        let within = u32::from(node.level) % HEIGHT;
        let place = node.index % u64::from(TILE_WIDTH >> within);
        self.0.get(within as usize)?.get(place as usize).copied()
    }
}

/// The head over 2ⁿ hashes.
pub(super) fn complete(hashes: &[Digest]) -> Option<Digest> {
    match hashes {
        [] => None,
        [hash] => Some(*hash),
        _ => {
            let (left, right) = hashes.split_at(hashes.len() / 2);
            Some(merkle::node(&complete(left)?, &complete(right)?))
        }
    }
}

impl Bundle {
    /// The bundles a log of `new` entries has that it did not have at `old`.
    pub fn between(old: u64, new: u64) -> Vec<Bundle> {
        pieces(old, new).map(|(index, width)| Bundle { index, width }).collect()
    }

    /// The bundle of entry `entry` in a log of `size` entries.
    pub fn holding(entry: u64, size: u64) -> Option<Bundle> {
        let tile = Tile::holding(Node { level: 0, index: entry }, size)?;
        Some(Bundle { index: tile.index, width: tile.width })
    }

    /// Its first entry's number.
    pub fn first(&self) -> u64 {
        self.index.saturating_mul(TILE_WIDTH.into())
    }

    /// Its name, such as `tile/entries/x001/234`.
    pub fn path(&self) -> String {
        format!("tile/entries/{}", tail(self.index, self.width))
    }
}

impl Resource {
    /// Its name.
    pub fn path(&self) -> String {
        match self {
            Resource::Tile(tile) => tile.path(),
            Resource::Bundle(bundle) => bundle.path(),
        }
    }

    /// Reads a name in its one spelling.
    ///
    /// # Errors
    /// `log-path-malformed`.
    pub fn parse(path: &str) -> Result<Self> {
        read_path(path)
            .filter(|resource| resource.path() == path)
            .ok_or_else(|| text!("log-path-malformed", path = path))
    }
}

fn read_path(path: &str) -> Option<Resource> {
    let (level, place) = path.strip_prefix("tile/")?.split_once('/')?;
    let (place, width) = match place.split_once(".p/") {
        Some((place, width)) => (place, width.parse().ok().filter(|width| (1..TILE_WIDTH).contains(width))?),
        None => (place, TILE_WIDTH),
    };
    let mut index = 0_u64;
    for step in place.split('/') {
        let digits = step.strip_prefix('x').unwrap_or(step);
        index = index.checked_mul(1000)?.checked_add(digits.parse::<u16>().ok()?.into())?;
    }
    if level == "entries" {
        return Some(Resource::Bundle(Bundle { index, width }));
    }
    let level = level.parse().ok().filter(|level| *level < 64)?;
    Some(Resource::Tile(Tile { level, index, width }))
}

/// `<N>[.p/<W>]`.
fn tail(index: u64, width: u16) -> String {
    let mut out = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        out = format!("x{:03}/{out}", rest % 1000);
        rest /= 1000;
    }
    if width < TILE_WIDTH {
        out.push_str(&format!(".p/{width}"));
    }
    out
}

/// Index and width of what holds the elements `old..new`, in pieces of 256.
fn pieces(old: u64, new: u64) -> impl Iterator<Item = (u64, u16)> {
    let width = u64::from(TILE_WIDTH);
    let first = old / width;
    let last = if new > old { new.div_ceil(width) } else { first };
    (first..last).map(move |index| (index, (new - index * width).min(width) as u16))
}

/// Entries as a bundle's bytes.
///
/// # Errors
/// `log-entry-too-long` above 65,535 bytes; `log-bundle-width` unless 1 to 256.
pub fn write_bundle<B: AsRef<[u8]>>(entries: &[B]) -> Result<Vec<u8>> {
    if entries.is_empty() || entries.len() > usize::from(TILE_WIDTH) {
        return Err(text!("log-bundle-width", width = entries.len()));
    }
    let mut out = Vec::new();
    for entry in entries {
        let entry = entry.as_ref();
        let length =
            u16::try_from(entry.len()).map_err(|_| text!("log-entry-too-long", length = entry.len()))?;
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(entry);
    }
    Ok(out)
}

/// The entries of a bundle, which must be exactly `width`.
///
/// # Errors
/// `log-bundle-broken`.
pub fn parse_bundle(bytes: &[u8], width: u16) -> Result<Vec<&[u8]>> {
    let broken = || text!("log-bundle-broken", expected = u32::from(width));
    let mut rest = bytes;
    let mut out = Vec::with_capacity(width.into());
    while let Some((length, after)) = rest.split_first_chunk::<2>() {
        let (entry, after) = after.split_at_checked(u16::from_be_bytes(*length).into()).ok_or_else(broken)?;
        out.push(entry);
        rest = after;
    }
    if rest.is_empty() && out.len() == usize::from(width) { Ok(out) } else { Err(broken()) }
}
