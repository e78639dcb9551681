//! The log's formats and proofs: published vectors, other implementations as
//! oracles, properties, and lists of tampered inputs.

mod keys;
mod notes;
mod policy;
mod tiles;
mod tree;
mod witness;

use choucha::domain::{Digest, Result, Text, merkle};
use choucha::log::{Appender, Node, TreeHead};

/// Reads hashes out of leaves kept in memory, the slow and plain way.
pub fn hashes(leaves: &[Digest]) -> impl FnMut(Node) -> Result<Digest> + '_ {
    |node| {
        let from = (node.index << node.level) as usize;
        let range = leaves.get(from..from + (1 << node.level)).ok_or_else(|| Text::new("outside"))?;
        Ok(head(range).root)
    }
}

/// The head over leaves, as RFC 6962 §2.1 defines it.
pub fn head(leaves: &[Digest]) -> TreeHead {
    fn mth(leaves: &[Digest]) -> Digest {
        match leaves {
            [] => Digest::of(b""),
            [leaf] => *leaf,
            _ => {
                let split = leaves.len().next_power_of_two() / 2;
                merkle::node(&mth(&leaves[..split]), &mth(&leaves[split..]))
            }
        }
    }
    TreeHead { size: leaves.len() as u64, root: mth(leaves) }
}

/// Leaves like those of other leaves' numbers.
pub fn leaves(count: usize) -> Vec<Digest> {
    (0..count).map(|number| merkle::leaf(format!("entry {number}").as_bytes())).collect()
}

/// All tiles of a log of these leaves, by name.
pub fn tiled(leaves: &[Digest]) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut appender = Appender::new();
    leaves.iter().for_each(|leaf| appender.push(*leaf));
    appender.take_tiles().into_iter().map(|(tile, bytes)| (tile.path(), bytes)).collect()
}

/// The reason's id.
pub fn id<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
    result.unwrap_err().id
}
