//! An inclusion path without the whole tree.

use crate::domain::Digest;
use crate::domain::merkle::Tree;

/// Gathers an inclusion path while the leaves go by: the tree of each sibling's
/// range holds only its right edge.
pub(super) struct Siblings {
    index: u64,
    /// Leaf to root, with the ranges they cover.
    ranges: Vec<(u64, u64, Tree)>,
}

impl Siblings {
    /// The siblings of a leaf in a tree of so many.
    pub fn new(index: u64, size: u64) -> Self {
        let mut ranges = Vec::new();
        let (mut from, mut to) = (0, size);
        while to.saturating_sub(from) > 1 {
            let split = from + (to - from).next_power_of_two() / 2;
            if index < split {
                ranges.push((split, to, Tree::default()));
                to = split;
            } else {
                ranges.push((from, split, Tree::default()));
                from = split;
            }
        }
        ranges.reverse();
        Self { index, ranges }
    }

    /// The next leaf.
    pub fn leaf(&mut self, index: u64, leaf: Digest) {
        if index == self.index {
            return;
        }
        if let Some((.., tree)) = self.ranges.iter_mut().find(|(from, to, _)| (*from..*to).contains(&index)) {
            tree.push(leaf);
        }
    }

    /// The path, leaf to root.
    pub fn path(&self) -> Vec<Digest> {
        self.ranges.iter().map(|(.., tree)| tree.root()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::merkle;

    #[test]
    fn gathered_paths_are_the_trees_own() {
        for size in 1..40u64 {
            let leaves: Vec<Digest> = (0..size).map(|i| merkle::leaf(&i.to_be_bytes())).collect();
            for index in 0..size {
                let mut siblings = Siblings::new(index, size);
                (0..).zip(&leaves).for_each(|(at, leaf)| siblings.leaf(at, *leaf));
                assert_eq!(siblings.path(), merkle::path(&leaves, index as usize));
            }
        }
    }
}
