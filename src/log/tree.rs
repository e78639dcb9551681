//! The tree's geometry and its two proofs (RFC 6962 §2.1; checked as RFC 9162
//! §2.1.3.2 and §2.1.4.2 write it down).

use crate::domain::{Digest, Result, merkle};
use crate::text;

/// No log is larger, so that sizes fit the signed integers other clients use.
pub const LARGEST: u64 = i64::MAX as u64;

/// A log's size and the Merkle tree hash of its leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TreeHead {
    /// Leaves.
    pub size: u64,
    /// RFC 6962 tree hash; of no leaves, SHA-256 of nothing.
    pub root: Digest,
}

impl TreeHead {
    /// The head of the tree without leaves.
    pub fn empty() -> Self {
        Self { size: 0, root: Digest::of(b"") }
    }
}

/// A complete subtree: the leaves `index · 2^level` up to, not including,
/// `(index + 1) · 2^level`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// 0 for a leaf.
    pub level: u8,
    /// Counted from 0 within the level.
    pub index: u64,
}

/// Where the hashes of complete subtrees come from: a table, or tiles.
pub trait HashReader {
    /// The hash of each node, in the order asked. Errors where one is missing.
    fn read_hashes(&mut self, nodes: &[Node]) -> Result<Vec<Digest>>;
}

impl<F: FnMut(Node) -> Result<Digest>> HashReader for F {
    fn read_hashes(&mut self, nodes: &[Node]) -> Result<Vec<Digest>> {
        nodes.iter().map(|node| self(*node)).collect()
    }
}

/// The tree hash of the first `size` leaves.
pub fn root(size: u64, reader: &mut (impl HashReader + ?Sized)) -> Result<Digest> {
    if size == 0 {
        return Ok(TreeHead::empty().root);
    }
    let heads = read(&[(0, size)], reader)?;
    heads.first().copied().ok_or_else(|| text!("log-hash-missing", level = 0_u32, index = 0_u64))
}

/// The inclusion proof of leaf `index` in the tree of the first `size` leaves,
/// from the leaf up. At most 63 hashes.
///
/// # Errors
/// `log-index-outside`; what the reader says.
pub fn prove_inclusion(
    index: u64,
    size: u64,
    reader: &mut (impl HashReader + ?Sized),
) -> Result<Vec<Digest>> {
    if index >= size {
        return Err(text!("log-index-outside", index = index, size = size));
    }
    let mut ranges = Vec::new();
    let (mut from, mut to) = (0, size);
    while to - from > 1 {
        let split = split(from, to);
        if index < split {
            ranges.push((split, to));
            to = split;
        } else {
            ranges.push((from, split));
            from = split;
        }
    }
    ranges.reverse();
    read(&ranges, reader)
}

/// The proof that the first `old` of `new` leaves stand unchanged. Empty when
/// `old` is 0 or `new`. At most 63 hashes.
///
/// # Errors
/// `log-sizes-swapped`; what the reader says.
pub fn prove_consistency(old: u64, new: u64, reader: &mut (impl HashReader + ?Sized)) -> Result<Vec<Digest>> {
    if old > new {
        return Err(text!("log-sizes-swapped", old = old, new = new));
    }
    if old == 0 {
        return Ok(Vec::new());
    }
    let mut ranges = Vec::new();
    let (mut from, mut to) = (0, new);
    // Whether the subtree looked at begins where the old tree does: then the
    // old root itself is the hash that both trees share.
    let mut whole = true;
    while old != to {
        let split = split(from, to);
        if old <= split {
            ranges.push((split, to));
            to = split;
        } else {
            ranges.push((from, split));
            from = split;
            whole = false;
        }
    }
    if !whole {
        ranges.push((from, to));
    }
    ranges.reverse();
    read(&ranges, reader)
}

/// Holds a leaf hash against a tree head.
///
/// # Errors
/// `log-index-outside`, `log-inclusion-wrong`.
pub fn check_inclusion(leaf: Digest, index: u64, head: &TreeHead, proof: &[Digest]) -> Result<()> {
    if index >= head.size {
        return Err(text!("log-index-outside", index = index, size = head.size));
    }
    match merkle::root_of_path(leaf, index, head.size, proof) {
        Some(root) if root == head.root => Ok(()),
        _ => Err(text!("log-inclusion-wrong", index = index, size = head.size)),
    }
}

/// Holds a larger tree head against an earlier one.
///
/// # Errors
/// `log-sizes-swapped`, `log-forked` (one size, two roots), `log-empty-root`,
/// `log-consistency-wrong`.
pub fn check_consistency(old: &TreeHead, new: &TreeHead, proof: &[Digest]) -> Result<()> {
    let wrong = || text!("log-consistency-wrong", old = old.size, new = new.size);
    if old.size > new.size {
        return Err(text!("log-sizes-swapped", old = old.size, new = new.size));
    }
    for head in [old, new] {
        if head.size == 0 && *head != TreeHead::empty() {
            return Err(text!("log-empty-root", root = head.root));
        }
    }
    if old.size == new.size && old.root != new.root {
        return Err(text!("log-forked", size = old.size, old = old.root, new = new.root));
    }
    if old.size == 0 || old.size == new.size {
        return if proof.is_empty() { Ok(()) } else { Err(wrong()) };
    }
    let mut hashes = proof.iter().copied();
    // A complete old tree is a node of the new one, and not sent.
    let first = if old.size.is_power_of_two() { Some(old.root) } else { hashes.next() };
    let first = first.ok_or_else(wrong)?;
    let (mut fnode, mut snode) = (old.size - 1, new.size - 1);
    let shift = fnode.trailing_ones();
    fnode >>= shift;
    snode >>= shift;
    let (mut before, mut after) = (first, first);
    for hash in hashes {
        if snode == 0 {
            return Err(wrong());
        }
        if fnode & 1 == 1 || fnode == snode {
            before = merkle::node(&hash, &before);
            after = merkle::node(&hash, &after);
            while fnode & 1 == 0 && fnode != 0 {
                fnode >>= 1;
                snode >>= 1;
            }
        } else {
            after = merkle::node(&after, &hash);
        }
        fnode >>= 1;
        snode >>= 1;
    }
    if snode == 0 && before == old.root && after == new.root { Ok(()) } else { Err(wrong()) }
}

/// The complete subtrees that make up the leaves `from..to`, largest first;
/// `from` is 0 or a split of the tree.
pub(super) fn cover(from: u64, to: u64) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut at = from;
    while at < to {
        let level = at.trailing_zeros().min((to - at).ilog2());
        nodes.push(Node { level: level as u8, index: at >> level });
        at += 1 << level;
    }
    nodes
}

/// The head over complete subtrees, largest first.
pub(super) fn fold(heads: &[Digest]) -> Option<Digest> {
    let (last, rest) = heads.split_last()?;
    Some(rest.iter().rev().fold(*last, |right, left| merkle::node(left, &right)))
}

/// Where RFC 6962 splits the leaves `from..to`, at least two.
fn split(from: u64, to: u64) -> u64 {
    from + (1 << (to - from - 1).ilog2())
}

/// The tree hash of each range, all nodes read in one go.
fn read(ranges: &[(u64, u64)], reader: &mut (impl HashReader + ?Sized)) -> Result<Vec<Digest>> {
    let covers: Vec<Vec<Node>> = ranges.iter().map(|(from, to)| cover(*from, *to)).collect();
    let nodes: Vec<Node> = covers.concat();
    let hashes = reader.read_hashes(&nodes)?;
    let mut at = 0;
    let mut out = Vec::with_capacity(covers.len());
    for cover in &covers {
        let head = hashes.get(at..at + cover.len()).and_then(fold);
        at += cover.len();
        let Node { level, index } = cover.first().copied().unwrap_or(Node { level: 0, index: 0 });
        out.push(head.ok_or_else(|| text!("log-hash-missing", level = u32::from(level), index = index))?);
    }
    Ok(out)
}
