//! A frame's Merkle root (protocol §1) from its leaf hashes, in parallel.

use rayon::prelude::*;

use crate::domain::Digest;
use crate::domain::merkle::Tree;

/// Leaves grouped into aligned subtrees that are hashed in parallel: a full
/// group's head is one leaf of the tree above it, and the last, unfilled group
/// is the right edge, exactly as RFC 6962 splits.
#[derive(Debug, Default)]
pub struct Leaves {
    waiting: Vec<Digest>,
    heads: Tree,
}

impl Leaves {
    const GROUP: usize = 1 << 10;

    /// Adds the next leaves.
    pub fn extend(&mut self, leaves: Vec<Digest>) {
        self.waiting.extend(leaves);
        let full = self.waiting.len() / Self::GROUP * Self::GROUP;
        let heads: Vec<Digest> = self.waiting[..full].par_chunks(Self::GROUP).map(group).collect();
        heads.into_iter().for_each(|head| self.heads.push(head));
        self.waiting.drain(..full);
    }

    /// Leaves so far.
    pub fn size(&self) -> u64 {
        self.heads.size() * Self::GROUP as u64 + self.waiting.len() as u64
    }

    /// The tree head.
    pub fn root(mut self) -> Digest {
        if self.waiting.is_empty() {
            return self.heads.root();
        }
        self.heads.push(group(&self.waiting));
        self.heads.root()
    }
}

fn group(leaves: &[Digest]) -> Digest {
    let mut tree = Tree::default();
    leaves.iter().for_each(|leaf| tree.push(*leaf));
    tree.root()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::merkle;

    #[test]
    fn grouped_leaves_have_the_root_of_the_plain_tree() {
        for size in [0, 1, 2, 1023, 1024, 1025, 2048, 3000, 3072, 5000, 7 * 1024 + 1] {
            let leaves: Vec<Digest> = (0..size).map(|i: u32| merkle::leaf(&i.to_be_bytes())).collect();
            let mut grouped = Leaves::default();
            leaves.chunks(700).for_each(|chunk| grouped.extend(chunk.to_vec()));
            assert_eq!(grouped.size(), u64::from(size));
            assert_eq!(grouped.root(), group(&leaves), "{size}");
        }
    }
}
