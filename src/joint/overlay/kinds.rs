//! Entities that stand in the same strata, counted together.

use std::collections::HashMap;

use super::lay::Layer;

/// Lists of strata with the number of entities that have exactly these:
/// stratum · 2, and 1 where excluded.
#[derive(Debug, Default)]
pub(super) struct Kinds {
    strata: Vec<u32>,
    ends: Vec<u32>,
    counts: Vec<u64>,
}

impl Kinds {
    /// Counts lists together, each with how many entities have it.
    pub(super) fn new<'l>(lists: impl Iterator<Item = (&'l [u32], u64)>) -> Self {
        let mut out = Self::default();
        let mut known: HashMap<&[u32], u32> = HashMap::new();
        for (strata, n) in lists.filter(|(strata, _)| !strata.is_empty()) {
            let kind = *known.entry(strata).or_insert_with(|| {
                out.strata.extend_from_slice(strata);
                out.ends.push(out.strata.len() as u32);
                out.counts.push(0);
                out.counts.len() as u32 - 1
            });
            out.counts[kind as usize] += n;
        }
        out
    }

    /// Each kind with its number of entities.
    pub(super) fn each(&self) -> impl Iterator<Item = (&[u32], u64)> {
        (0..self.counts.len()).map(|kind| {
            let from = if kind == 0 { 0 } else { self.ends[kind - 1] };
            (&self.strata[from as usize..self.ends[kind] as usize], self.counts[kind])
        })
    }
}

/// Of each draft only the stratum of its greatest chance; where it can draw
/// none of a kind, that the kind stands in its frames.
pub(super) fn best(full: &Kinds, layers: &[Layer], rank: &[u32]) -> Kinds {
    // Strata of one draft and one rank go by the first of them.
    let mut first: HashMap<(u32, u32), u32> = HashMap::new();
    let mut of_draft: HashMap<u32, u32> = HashMap::new();
    for (at, layer) in (0..).zip(layers) {
        first.entry((layer.draft, rank[at as usize])).or_insert(at);
        of_draft.entry(layer.draft).or_insert(at);
    }
    let (mut lists, mut ends) = (Vec::new(), vec![0]);
    for (strata, _) in full.each() {
        // Parts stand by draft, and strata ascend.
        for own in strata.chunk_by(|a, b| layers[(a / 2) as usize].draft == layers[(b / 2) as usize].draft) {
            let draft = layers[(own[0] / 2) as usize].draft;
            let most = own.iter().filter(|id| id.is_multiple_of(2)).map(|id| rank[(id / 2) as usize]).max();
            lists.push(match most {
                Some(most) => first[&(draft, most)] * 2,
                None => of_draft[&draft] * 2 + 1,
            });
        }
        ends.push(lists.len());
    }
    Kinds::new(ends.windows(2).zip(&full.counts).map(|(ends, n)| (&lists[ends[0]..ends[1]], *n)))
}
