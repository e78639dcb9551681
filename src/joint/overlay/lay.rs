//! Lays the parts' rows over each other.

use super::chance::{Chance, ranks};
use super::kinds::{Kinds, best};
use super::rows::OverlayPart;
use crate::draw::document::Stratum;
use crate::frame::StratumRows;
use crate::plan::{Expected, expected};

/// A stratum of the overlay.
#[derive(Debug, Clone)]
pub(in crate::joint) struct Layer {
    pub(in crate::joint) draft: u32,
    pub(in crate::joint) part: u32,
    pub(in crate::joint) stratum: Stratum,
    pub(in crate::joint) count: StratumRows,
    pub(in crate::joint) expected: Expected,
}

/// The frames of some drafts over each other.
pub struct Overlay {
    pub(in crate::joint) drafts: u32,
    pub(in crate::joint) parts: Vec<String>,
    pub(in crate::joint) layers: Vec<Layer>,
    /// Kinds by every stratum.
    pub(super) full: Kinds,
    /// Kinds by one stratum a draft: that of its greatest chance.
    pub(super) best: Kinds,
    /// Strata of equal chance have one rank, greater chances greater ranks.
    pub(super) rank: Vec<u32>,
    /// The chance of each rank.
    pub(super) chances: Vec<Chance>,
    /// Eligible places of each stratum, strata one behind the other.
    places: Vec<u32>,
    place_ends: Vec<usize>,
    pub(in crate::joint) entities: usize,
}

impl Overlay {
    /// Lays parts over each other; `entities` is one more than the greatest
    /// place.
    pub fn new(entities: usize, drafts: u32, parts: &[OverlayPart<'_>]) -> Self {
        let Counted { layers, first, ends } = count(entities, parts);
        let mut place_ends: Vec<usize> = Vec::with_capacity(layers.len());
        for layer in &layers {
            place_ends.push(place_ends.last().copied().unwrap_or(0) + layer.count.eligible as usize);
        }
        let (of_entity, places) = fill(parts, &first, &ends, &place_ends);
        let (rank, chances) = ranks(&layers);
        let lists = ends.windows(2).map(|ends| (&of_entity[ends[0] as usize..ends[1] as usize], 1));
        let full = Kinds::new(lists);
        drop(of_entity);
        let best = best(&full, &layers, &rank);
        Self {
            drafts,
            parts: parts.iter().map(|part| part.part.clone()).collect(),
            layers,
            full,
            best,
            rank,
            chances,
            places,
            place_ends,
            entities,
        }
    }

    /// The draft a stratum is of.
    pub(super) fn draft(&self, id: u32) -> u32 {
        self.layers[(id / 2) as usize].draft
    }

    /// Rank of what can be drawn.
    pub(super) fn rank(&self, id: u32) -> Option<usize> {
        id.is_multiple_of(2).then(|| self.rank[(id / 2) as usize] as usize)
    }

    /// Places that a stratum can draw.
    pub(in crate::joint) fn places_of(&self, layer: usize) -> &[u32] {
        let from = if layer == 0 { 0 } else { self.place_ends[layer - 1] };
        &self.places[from..self.place_ends[layer]]
    }
}

/// What one look over all rows gives.
struct Counted {
    /// The strata of all parts, one behind the other.
    layers: Vec<Layer>,
    /// Each part's first.
    first: Vec<u32>,
    /// Where the strata of the entity before a place end, were those of all
    /// entities written one behind the other.
    ends: Vec<u32>,
}

fn count(entities: usize, parts: &[OverlayPart<'_>]) -> Counted {
    let mut layers: Vec<Layer> = Vec::new();
    let mut first = Vec::new();
    let mut ends = vec![0_u32; entities + 1];
    for (number, part) in (0..).zip(parts) {
        first.push(layers.len() as u32);
        let mut counts = vec![StratumRows::default(); part.strata.len()];
        for row in 0..part.rows.len() {
            let (place, stratum, eligible) = part.rows.row(row);
            ends[place as usize + 1] += 1;
            let count = &mut counts[stratum as usize];
            count.rows += 1;
            count.eligible += u64::from(eligible);
        }
        layers.extend(part.strata.iter().zip(counts).map(|(stratum, count)| Layer {
            draft: part.draft,
            part: number,
            stratum: stratum.clone(),
            count,
            expected: expected(stratum, count),
        }));
    }
    for at in 1..ends.len() {
        ends[at] += ends[at - 1];
    }
    Counted { layers, first, ends }
}

/// The strata of each entity (stratum · 2, and 1 where excluded), and the
/// eligible places of each stratum, each one behind the other.
fn fill(
    parts: &[OverlayPart<'_>],
    first: &[u32],
    ends: &[u32],
    place_ends: &[usize],
) -> (Vec<u32>, Vec<u32>) {
    let mut places = vec![0_u32; place_ends.last().copied().unwrap_or(0)];
    let mut next: Vec<usize> =
        (0..place_ends.len()).map(|at| if at == 0 { 0 } else { place_ends[at - 1] }).collect();
    let mut at: Vec<u32> = ends[..ends.len() - 1].to_vec();
    let mut of_entity = vec![0_u32; ends.last().copied().unwrap_or(0) as usize];
    // In order of parts, so that the strata of each entity ascend.
    for (part, first) in parts.iter().zip(first) {
        for row in 0..part.rows.len() {
            let (place, stratum, eligible) = part.rows.row(row);
            let layer = first + stratum;
            let slot = &mut at[place as usize];
            of_entity[*slot as usize] = layer * 2 + u32::from(!eligible);
            *slot += 1;
            if eligible {
                let next = &mut next[layer as usize];
                places[*next] = place;
                *next += 1;
            }
        }
    }
    (of_entity, places)
}
