//! Frames of several drafts laid over each other.
//!
//! An entity matters only by the strata it stands in, so entities of the same
//! strata are counted together: a *kind* is a sorted list of strata with the
//! number of entities that stand in exactly these. Two million entities of 400
//! frames come down to some thousand kinds, and every expectation is a sum
//! over kinds.

use std::cmp::Ordering;
use std::collections::HashMap;

use serde::Serialize;

use super::Amount;
use crate::draw::FrameRows;
use crate::draw::document::{Part, Stratum};
use crate::frame::StratumRows;
use crate::plan::{Expected, Framed, expected};

/// One part's rows, by the places all parts share.
pub trait Rows: Sync {
    /// How many.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Place of the entity, ascending with `row`; its stratum; whether it may
    /// be drawn.
    fn row(&self, row: usize) -> (u32, u32, bool);
}

impl Rows for Framed {
    fn len(&self) -> usize {
        self.frame.len()
    }
    fn row(&self, row: usize) -> (u32, u32, bool) {
        // The pool holds fewer than 2³² rows.
        (self.frame.place(row) as u32, self.frame.stratum(row) as u32, self.frame.is_eligible(row))
    }
}

/// A frozen frame with the places of its rows.
#[derive(Debug)]
pub struct Placed<'a> {
    /// Place of each row.
    pub places: Vec<u32>,
    /// The rows.
    pub rows: &'a FrameRows,
}

impl Rows for Placed<'_> {
    fn len(&self) -> usize {
        self.places.len()
    }
    fn row(&self, row: usize) -> (u32, u32, bool) {
        (self.places[row], self.rows.strata[row], self.rows.eligible[row])
    }
}

/// Gives each code of some frames its place in byte order; the number of
/// codes, and each frame with its places.
pub fn place<'a>(frames: &[&'a FrameRows]) -> (usize, Vec<Placed<'a>>) {
    let mut all: Vec<&[u8]> = Vec::with_capacity(frames.iter().map(|frame| frame.codes.len()).sum());
    for frame in frames {
        all.extend((0..frame.codes.len()).map(|row| frame.codes.bytes(row)));
    }
    all.sort_unstable();
    all.dedup();
    let placed = frames.iter().map(|frame| {
        let mut at = 0;
        let places = (0..frame.codes.len()).map(|row| {
            let code = frame.codes.bytes(row);
            // Both stand in byte order, and every code is among all.
            while all[at] < code {
                at += 1;
            }
            at as u32
        });
        Placed { places: places.collect(), rows: frame }
    });
    let placed = placed.collect();
    (all.len(), placed)
}

/// One part of one draft.
pub struct OverlayPart<'a> {
    /// Which draft.
    pub draft: u32,
    /// The part's slug.
    pub part: String,
    /// Its strata, in plan order.
    pub strata: &'a [Stratum],
    /// Its rows.
    pub rows: &'a dyn Rows,
}

impl<'a> OverlayPart<'a> {
    /// Of a frame just made.
    pub fn framed(draft: u32, framed: &'a Framed) -> Self {
        Self { draft, part: framed.frame.part().to_owned(), strata: &framed.strata, rows: framed }
    }

    /// Of a frozen one.
    pub fn frozen(draft: u32, part: &'a Part, rows: &'a Placed<'a>) -> Self {
        Self { draft, part: part.part.clone(), strata: &part.strata, rows }
    }
}

/// A stratum of the overlay.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    pub(super) draft: u32,
    pub(super) part: u32,
    pub(super) stratum: Stratum,
    pub(super) count: StratumRows,
    pub(super) expected: Expected,
}

/// The frames of some drafts over each other.
pub struct Overlay {
    pub(super) drafts: u32,
    pub(super) parts: Vec<String>,
    pub(super) layers: Vec<Layer>,
    /// Kinds by every stratum.
    full: Kinds,
    /// Kinds by one stratum a draft: that of its greatest chance.
    best: Kinds,
    /// Strata of equal chance have one rank, greater chances greater ranks.
    rank: Vec<u32>,
    /// The chance of each rank.
    chances: Vec<Chance>,
    /// Eligible places of each stratum, strata one behind the other.
    pub(super) places: Vec<u32>,
    pub(super) place_ends: Vec<usize>,
    pub(super) entities: usize,
}

/// What a set of drafts comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Figures {
    /// Entities that stand in frames of at least two of the drafts.
    pub shared: u64,
    /// Of them, those that at least two drafts may draw.
    pub drawable: u64,
    /// Quotas of all parts added up.
    pub selections: Amount,
    /// Visits where every draft is drawn and carried out on its own.
    pub apart: Amount,
    /// Visits where every draft is drawn with a seed of its own, and an entity
    /// that several happen to draw is visited once.
    pub independent: Amount,
    /// Σ over entities of its greatest chance in any draft: no way to draw has
    /// fewer visits.
    pub floor: Amount,
    /// Whether one seed for all gives exactly the floor: strata that share an
    /// entity that can be drawn hold the same ones.
    pub coincide: bool,
}

/// A chance as quota in billionths over eligible rows, compared exactly.
#[derive(Debug, Clone, Copy)]
struct Chance {
    quota: u128,
    eligible: u64,
}

impl Chance {
    fn of(layer: &Layer) -> Self {
        Self { quota: layer.expected.billionths, eligible: layer.count.eligible.max(1) }
    }

    fn order(&self, other: &Self) -> Ordering {
        (self.quota * u128::from(other.eligible)).cmp(&(other.quota * u128::from(self.eligible)))
    }

    /// In units of 2⁻⁶³, rounded down.
    fn small(self) -> u64 {
        let quota = self.quota.min(u128::from(self.eligible) * 1_000_000_000);
        // quota < 2³²·10⁹ < 2⁶², so this fits, and is at most 2⁶³.
        u64::try_from((quota << 63) / (u128::from(self.eligible) * 1_000_000_000)).unwrap_or(SMALL)
    }
}

/// One, in units of 2⁻⁶³.
const SMALL: u64 = 1 << 63;

/// From units of 2⁻⁶³.
fn amount(small: u128) -> Amount {
    let (whole, rest) = (small >> 63, small & u128::from(SMALL - 1));
    Amount(whole * Amount::ONE + ((rest * Amount::ONE) >> 63))
}

/// Lists of strata with the number of entities that have exactly these:
/// stratum · 2, and 1 where excluded.
#[derive(Debug, Default)]
struct Kinds {
    strata: Vec<u32>,
    ends: Vec<u32>,
    counts: Vec<u64>,
}

impl Kinds {
    fn new<'l>(lists: impl Iterator<Item = (&'l [u32], u64)>) -> Self {
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

    fn each(&self) -> impl Iterator<Item = (&[u32], u64)> {
        (0..self.counts.len()).map(|kind| {
            let from = if kind == 0 { 0 } else { self.ends[kind - 1] };
            (&self.strata[from as usize..self.ends[kind] as usize], self.counts[kind])
        })
    }
}

impl Overlay {
    /// Lays parts over each other; `entities` is one more than the greatest
    /// place.
    pub fn new(entities: usize, drafts: u32, parts: &[OverlayPart<'_>]) -> Self {
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
        let mut place_ends: Vec<usize> = Vec::with_capacity(layers.len());
        for layer in &layers {
            place_ends.push(place_ends.last().copied().unwrap_or(0) + layer.count.eligible as usize);
        }
        let mut places = vec![0_u32; place_ends.last().copied().unwrap_or(0)];
        let mut next: Vec<usize> =
            (0..layers.len()).map(|at| if at == 0 { 0 } else { place_ends[at - 1] }).collect();
        // In order of parts, so that the strata of each entity ascend.
        let mut at: Vec<u32> = ends[..entities].to_vec();
        let mut of_entity = vec![0_u32; ends[entities] as usize];
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

    fn draft(&self, id: u32) -> u32 {
        self.layers[(id / 2) as usize].draft
    }

    /// Rank of what can be drawn.
    fn rank(&self, id: u32) -> Option<usize> {
        id.is_multiple_of(2).then(|| self.rank[(id / 2) as usize] as usize)
    }

    /// The expectation of so many entities of each rank, each fraction as a
    /// whole, so that what is a whole number is one.
    fn sum(&self, counts: &[u64]) -> Amount {
        counts
            .iter()
            .zip(&self.chances)
            .map(|(n, chance)| Amount::share(*n, chance.quota, chance.eligible))
            .sum()
    }

    /// What a set of drafts comes to.
    pub fn figures(&self, drafts: &[u32]) -> Figures {
        let wanted = self.wanted(drafts);
        let small: Vec<u64> = self.chances.iter().map(|chance| chance.small()).collect();
        let mut out = Figures::default();
        let (mut floor, mut apart) = (vec![0; small.len()], vec![0; small.len()]);
        let mut independent = 0_u128;
        for (strata, n) in self.best.each() {
            let (mut standing, mut drawing, mut most, mut missed) = (0_u32, 0_u32, None, SMALL);
            for id in strata.iter().filter(|id| wanted[self.draft(**id) as usize]) {
                standing += 1;
                let Some(rank) = self.rank(*id) else { continue };
                drawing += 1;
                apart[rank] += n;
                missed = ((u128::from(missed) * u128::from(SMALL - small[rank])) >> 63) as u64;
                most = most.max(Some(rank));
            }
            out.shared += if standing > 1 { n } else { 0 };
            out.drawable += if drawing > 1 { n } else { 0 };
            if let Some(rank) = most {
                floor[rank] += n;
            }
            independent += u128::from(n) * u128::from(SMALL - missed);
        }
        (out.floor, out.apart, out.independent) = (self.sum(&floor), self.sum(&apart), amount(independent));
        out.selections = (self.layers.iter().filter(|layer| wanted[layer.draft as usize]))
            .map(|layer| Amount(layer.expected.billionths * (Amount::ONE / 1_000_000_000)))
            .sum();
        out.coincide = self.coincide(&wanted);
        out
    }

    /// For each draft its entities, and its expected visits alone.
    pub fn alone(&self) -> Vec<(u64, Amount)> {
        let mut counts = vec![(0, vec![0; self.chances.len()]); self.drafts as usize];
        for (strata, n) in self.best.each() {
            for id in strata {
                let count = &mut counts[self.draft(*id) as usize];
                count.0 += n;
                if let Some(rank) = self.rank(*id) {
                    count.1[rank] += n;
                }
            }
        }
        counts.into_iter().map(|(entities, ranks)| (entities, self.sum(&ranks))).collect()
    }

    fn wanted(&self, drafts: &[u32]) -> Vec<bool> {
        (0..self.drafts).map(|draft| drafts.contains(&draft)).collect()
    }

    /// Whether any two strata of different parts that share an entity that can
    /// be drawn hold the same such entities.
    fn coincide(&self, wanted: &[bool]) -> bool {
        let mut together: HashMap<(u32, u32), u64> = HashMap::new();
        let mut ids: Vec<u32> = Vec::new();
        for (strata, n) in self.full.each() {
            ids.clear();
            let drawable =
                strata.iter().filter(|id| id.is_multiple_of(2) && wanted[self.draft(**id) as usize]);
            ids.extend(drawable.map(|id| id / 2));
            for (at, one) in ids.iter().enumerate() {
                for other in &ids[at + 1..] {
                    let eligible = |layer: u32| self.layers[layer as usize].count.eligible;
                    if eligible(*one) != eligible(*other) {
                        return false;
                    }
                    *together.entry((*one, *other)).or_default() += n;
                }
            }
        }
        together.iter().all(|((one, _), n)| self.layers[*one as usize].count.eligible == *n)
    }

    /// Drafts that share entities, and about how many visits a merge of the
    /// two would save: `(first, second, entities, saved)`, first < second.
    pub fn pairs(&self) -> Vec<(u32, u32, u64, Amount)> {
        let small: Vec<u64> = self.chances.iter().map(|chance| chance.small()).collect();
        let size = self.drafts as usize;
        let mut found = vec![(0_u64, 0_u128); size * size];
        for (strata, n) in self.best.each() {
            for (at, one) in strata.iter().enumerate() {
                for other in &strata[at + 1..] {
                    let pair = &mut found[self.draft(*one) as usize * size + self.draft(*other) as usize];
                    pair.0 += n;
                    if let (Some(one), Some(other)) = (self.rank(*one), self.rank(*other)) {
                        pair.1 += u128::from(n) * u128::from(small[one.min(other)]);
                    }
                }
            }
        }
        (found.into_iter().enumerate())
            .filter(|(_, (n, _))| *n > 0)
            .map(|(at, (n, saved))| ((at / size) as u32, (at % size) as u32, n, amount(saved)))
            .collect()
    }

    /// How many visits each further draft would save beside a set, about.
    pub fn gains(&self, set: &[u32]) -> Vec<Amount> {
        let small: Vec<u64> = self.chances.iter().map(|chance| chance.small()).collect();
        let inside = self.wanted(set);
        let mut out = vec![0_u128; self.drafts as usize];
        for (strata, n) in self.best.each() {
            let own = strata.iter().filter(|id| inside[self.draft(**id) as usize]);
            let Some(most) = own.filter_map(|id| self.rank(*id)).max() else { continue };
            for id in strata.iter().filter(|id| !inside[self.draft(**id) as usize]) {
                if let Some(rank) = self.rank(*id) {
                    out[self.draft(*id) as usize] += u128::from(n) * u128::from(small[rank.min(most)]);
                }
            }
        }
        out.into_iter().map(amount).collect()
    }
}

/// Ranks the strata by their chance, exactly.
fn ranks(layers: &[Layer]) -> (Vec<u32>, Vec<Chance>) {
    let mut order: Vec<u32> = (0..layers.len() as u32).collect();
    let chance = |layer: &u32| Chance::of(&layers[*layer as usize]);
    order.sort_by(|a, b| chance(a).order(&chance(b)));
    let (mut rank, mut chances) = (vec![0; layers.len()], Vec::<Chance>::new());
    for layer in &order {
        let own = chance(layer);
        if chances.last().is_none_or(|last| last.order(&own).is_ne()) {
            chances.push(own);
        }
        rank[*layer as usize] = chances.len() as u32 - 1;
    }
    (rank, chances)
}

/// Of each draft only the stratum of its greatest chance; where it can draw
/// none of a kind, that the kind stands in its frames.
fn best(full: &Kinds, layers: &[Layer], rank: &[u32]) -> Kinds {
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
