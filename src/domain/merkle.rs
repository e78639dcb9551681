//! The RFC 6962 Merkle tree hash, over frames' data lines (protocol §1) and,
//! later, over the log's entries.

use sha2::{Digest as _, Sha256};

use super::Digest;

/// Leaf hash: SHA-256(0x00 ‖ data).
pub fn leaf(data: &[u8]) -> Digest {
    Digest(Sha256::new().chain_update([0]).chain_update(data).finalize().into())
}

/// Interior node: SHA-256(0x01 ‖ left ‖ right).
pub fn node(left: &Digest, right: &Digest) -> Digest {
    Digest(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
}

/// Builds a tree head leaf by leaf, holding only the right edge: the heads of
/// the complete subtrees, largest first.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    edge: Vec<Digest>,
    size: u64,
}

impl Tree {
    /// Adds the hash of the next leaf.
    pub fn push(&mut self, leaf: Digest) {
        let mut head = leaf;
        let mut size = self.size;
        while size & 1 == 1 {
            // An odd count has a complete subtree of this height on the edge.
            if let Some(left) = self.edge.pop() {
                head = node(&left, &head);
            }
            size >>= 1;
        }
        self.edge.push(head);
        self.size += 1;
    }

    /// Leaves so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The tree head; of no leaves, SHA-256 of nothing.
    pub fn root(&self) -> Digest {
        let mut heads = self.edge.iter().rev();
        match heads.next() {
            None => Digest::of(b""),
            Some(last) => heads.fold(*last, |right, left| node(left, &right)),
        }
    }
}

/// The inclusion path of leaf `index`, leaf to root (RFC 6962 §2.1.1).
/// `index` must be below the number of leaves.
pub fn path(leaves: &[Digest], index: usize) -> Vec<Digest> {
    let mut out = Vec::new();
    let (mut from, mut to) = (0, leaves.len());
    while to - from > 1 {
        let split = from + (to - from).next_power_of_two() / 2;
        if index < split {
            out.push(head(&leaves[split..to]));
            to = split;
        } else {
            out.push(head(&leaves[from..split]));
            from = split;
        }
    }
    out.reverse();
    out
}

fn head(leaves: &[Digest]) -> Digest {
    let mut tree = Tree::default();
    leaves.iter().for_each(|leaf| tree.push(*leaf));
    tree.root()
}

/// Recomputes the root from a leaf and its path (RFC 9162 §2.1.3.2); `None`
/// when the path cannot belong to that index and size.
pub fn root_of_path(leaf: Digest, index: u64, size: u64, path: &[Digest]) -> Option<Digest> {
    if index >= size {
        return None;
    }
    let (mut fnode, mut snode, mut hash) = (index, size - 1, leaf);
    for sibling in path {
        if snode == 0 {
            return None;
        }
        if fnode & 1 == 1 || fnode == snode {
            hash = node(sibling, &hash);
            while fnode & 1 == 0 && fnode != 0 {
                fnode >>= 1;
                snode >>= 1;
            }
        } else {
            hash = node(&hash, sibling);
        }
        fnode >>= 1;
        snode >>= 1;
    }
    (snode == 0).then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_the_root_and_only_theirs() {
        for size in 1..70usize {
            let leaves: Vec<Digest> = (0..size).map(|i| leaf(&[i as u8])).collect();
            let root = head(&leaves);
            for index in 0..size {
                let path = path(&leaves, index);
                let at = |i: usize, n: usize| root_of_path(leaves[index], i as u64, n as u64, &path);
                assert_eq!(at(index, size), Some(root));
                assert_ne!(at(index + 1, size), Some(root));
                assert_ne!(root_of_path(leaf(b"x"), index as u64, size as u64, &path), Some(root));
            }
        }
    }

    #[test]
    fn known_heads() {
        assert_eq!(Tree::default().root(), Digest::of(b""));
        assert_eq!(
            head(&[leaf(b"")]).to_string(),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
    }
}
