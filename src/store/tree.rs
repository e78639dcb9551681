//! The log's tree in the database: tiles, and the checkpoints signed over it.

use super::value::args;
use super::{Tx, entries};
use crate::domain::{Result, merkle};
use crate::log::{
    Appender, Bundle, Resource, SignedCheckpoint, SignerKey, Tile, TileReader, TreeHead, write_bundle,
};
use crate::text;

/// A checkpoint as it was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointRow {
    /// Size and root.
    pub head: TreeHead,
    /// The signed note, without cosignatures.
    pub note: String,
}

fn checkpoint(row: &super::Row) -> Result<CheckpointRow> {
    let head = TreeHead { size: row.count(0)?, root: row.digest(1)? };
    Ok(CheckpointRow { head, note: row.text(2)? })
}

/// The latest checkpoint; none before the first entry.
pub fn latest(tx: &mut Tx<'_>) -> Result<Option<CheckpointRow>> {
    tx.row("SELECT size, root, note FROM checkpoints ORDER BY size DESC LIMIT 1", args![])?
        .map(|row| checkpoint(&row))
        .transpose()
}

/// The checkpoint of that size.
pub fn of_size(tx: &mut Tx<'_>, size: u64) -> Result<Option<CheckpointRow>> {
    tx.row("SELECT size, root, note FROM checkpoints WHERE size = $1", args![size])?
        .map(|row| checkpoint(&row))
        .transpose()
}

/// Every checkpoint from `from` on, at most `limit`, by size.
pub fn checkpoints(tx: &mut Tx<'_>, from: u64, limit: u64) -> Result<Vec<CheckpointRow>> {
    tx.rows(
        "SELECT size, root, note FROM checkpoints WHERE size >= $1 ORDER BY size LIMIT $2",
        args![from, limit],
    )?
    .iter()
    .map(checkpoint)
    .collect()
}

/// A tile's bytes: the row may have grown since, its first hashes are the same.
pub fn tile(tx: &mut Tx<'_>, tile: Tile) -> Result<Vec<u8>> {
    let row = tx.row(
        "SELECT hashes FROM tiles WHERE level = $1 AND number = $2",
        args![u64::from(tile.level), tile.index],
    )?;
    let mut bytes = row.map_or(Ok(Vec::new()), |row| row.blob(0))?;
    let wanted = usize::from(tile.width) * 32;
    if bytes.len() < wanted {
        return Err(text!("record-tile-missing", path = tile.path()));
    }
    bytes.truncate(wanted);
    Ok(bytes)
}

/// A bundle's bytes, made of its entries.
pub fn bundle(tx: &mut Tx<'_>, bundle: Bundle) -> Result<Vec<u8>> {
    let from = bundle.first() + 1;
    let bodies = entries::bodies(tx, from, from + u64::from(bundle.width))?;
    if bodies.len() != usize::from(bundle.width) {
        return Err(text!("record-entries-missing", from = from, count = u64::from(bundle.width)));
    }
    write_bundle(&bodies)
}

/// Either, as a reader of the tree asks for them.
pub fn resource(tx: &mut Tx<'_>, wanted: Resource) -> Result<Vec<u8>> {
    match wanted {
        Resource::Tile(wanted) => tile(tx, wanted),
        Resource::Bundle(wanted) => bundle(tx, wanted),
    }
}

/// Reads hashes and entries of the tree with that head, each proven.
pub fn reader<'t>(
    tx: &'t mut Tx<'_>,
    head: TreeHead,
) -> TileReader<impl FnMut(Resource) -> Result<Vec<u8>> + 't> {
    TileReader::new(head, move |wanted| resource(tx, wanted))
}

/// Ends a transaction that wrote entries: they become leaves of the tree, and
/// the checkpoint over it is signed in the same transaction, so that no state
/// stands without its entry and no entry without its checkpoint. Without new
/// entries nothing happens.
pub fn seal(tx: &mut Tx<'_>, signers: &[SignerKey]) -> Result<Option<TreeHead>> {
    const BATCH: u64 = 10_000;
    let before = latest(tx)?.map_or_else(TreeHead::empty, |row| row.head);
    let count = entries::count(tx)?;
    if count == before.size {
        return Ok(None);
    }
    let mut tree = Appender::resume(before, |wanted| resource(tx, wanted))?;
    let written = std::mem::take(&mut tx.leaves);
    while tree.size() < count {
        let from = tree.size() + 1;
        // What this transaction wrote was hashed when it was; the rest is read.
        let known = match written.binary_search_by_key(&from, |(seq, _)| *seq) {
            Ok(first) => &written[first..],
            Err(_) => &[],
        };
        if known.is_empty() {
            let bodies = entries::bodies(tx, from, (from + BATCH).min(count + 1))?;
            if bodies.is_empty() {
                return Err(text!("record-entries-missing", from = from, count = 1u64));
            }
            bodies.iter().for_each(|body| tree.push(merkle::leaf(body.as_bytes())));
        }
        let known = known.iter().zip(from..).take_while(|((seq, _), next)| seq == next);
        known.for_each(|((_, leaf), _)| tree.push(*leaf));
        let tiles = tree.take_tiles();
        let rows = tiles.into_iter().map(|(tile, bytes)| args![u64::from(tile.level), tile.index, bytes]);
        tx.insert(
            "INSERT INTO tiles (level, number, hashes) VALUES ",
            " ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes",
            rows,
        )?;
    }
    let head = tree.head();
    let (first, others) = signers.split_first().ok_or_else(|| text!("record-no-signer"))?;
    let mut signed = SignedCheckpoint::sign(head, first)?;
    others.iter().try_for_each(|other| signed.sign_also(other))?;
    tx.run(
        "INSERT INTO checkpoints (size, root, note) VALUES ($1, $2, $3)",
        args![head.size, head.root, signed.write()],
    )?;
    Ok(Some(head))
}

/// Every tile there is as `(level, number, bytes)`, from `(level, number)` on,
/// at most `limit`.
pub fn tiles(tx: &mut Tx<'_>, level: u64, number: u64, limit: u64) -> Result<Vec<(u64, u64, Vec<u8>)>> {
    tx.rows(
        "SELECT level, number, hashes FROM tiles WHERE level = $1 AND number >= $2 ORDER BY number LIMIT $3",
        args![level, number, limit],
    )?
    .iter()
    .map(|row| Ok((row.count(0)?, row.count(1)?, row.blob(2)?)))
    .collect()
}

/// The levels there are tiles of.
pub fn tile_levels(tx: &mut Tx<'_>) -> Result<Vec<u64>> {
    tx.rows("SELECT DISTINCT level FROM tiles ORDER BY level", args![])?
        .iter()
        .map(|row| row.count(0))
        .collect()
}
