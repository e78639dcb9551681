//! Frames of several drafts laid over each other.
//!
//! An entity matters only by the strata it stands in, so entities of the same
//! strata are counted together: a *kind* is a sorted list of strata with the
//! number of entities that stand in exactly these. Two million entities of 400
//! frames come down to some thousand kinds, and every expectation is a sum
//! over kinds.

use std::collections::{BTreeMap, BTreeSet, HashMap};

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
    /// Kinds one behind the other: stratum · 2, and 1 where excluded.
    strata: Vec<u32>,
    ends: Vec<u32>,
    counts: Vec<u64>,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Chance {
    quota: u128,
    eligible: u64,
}

impl Chance {
    const NONE: Self = Self { quota: 0, eligible: 1 };

    fn exceeds(self, other: Self) -> bool {
        self.quota * u128::from(other.eligible) > other.quota * u128::from(self.eligible)
    }

    /// In units of 10⁻¹⁸, rounded down.
    fn small(self) -> u128 {
        self.quota * 1_000_000_000 / u128::from(self.eligible)
    }
}

const SMALL: u128 = 1_000_000_000_000_000_000;

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
        let mut overlay = Self {
            drafts,
            parts: parts.iter().map(|part| part.part.clone()).collect(),
            layers,
            strata: Vec::new(),
            ends: Vec::new(),
            counts: Vec::new(),
            places,
            place_ends,
            entities,
        };
        overlay.kinds(&of_entity, &ends);
        overlay
    }

    /// Counts entities of the same strata together.
    fn kinds(&mut self, of_entity: &[u32], ends: &[u32]) {
        let mut known: HashMap<&[u32], u32> = HashMap::new();
        for at in 1..ends.len() {
            let strata = &of_entity[ends[at - 1] as usize..ends[at] as usize];
            if strata.is_empty() {
                continue;
            }
            let kind = *known.entry(strata).or_insert_with(|| {
                self.strata.extend_from_slice(strata);
                self.ends.push(self.strata.len() as u32);
                self.counts.push(0);
                self.counts.len() as u32 - 1
            });
            self.counts[kind as usize] += 1;
        }
    }

    /// Every kind: its strata (· 2, and 1 where excluded) and its entities.
    fn each(&self) -> impl Iterator<Item = (&[u32], u64)> {
        (0..self.counts.len()).map(|kind| {
            let from = if kind == 0 { 0 } else { self.ends[kind - 1] };
            (&self.strata[from as usize..self.ends[kind] as usize], self.counts[kind])
        })
    }

    fn chance(&self, layer: u32) -> Chance {
        let layer = &self.layers[layer as usize];
        Chance { quota: layer.expected.billionths, eligible: layer.count.eligible.max(1) }
    }

    /// The greatest chance of a kind in each draft that may draw it, drafts
    /// ascending, and how many drafts have it in a frame.
    fn best(&self, strata: &[u32], wanted: &[bool], out: &mut Vec<(u32, Chance)>) -> u64 {
        out.clear();
        let (mut standing, mut last) = (0, u32::MAX);
        for id in strata {
            let draft = self.layers[(id / 2) as usize].draft;
            if !wanted[draft as usize] {
                continue;
            }
            if draft != last {
                standing += 1;
                last = draft;
            }
            if id % 2 == 1 {
                continue;
            }
            let chance = self.chance(id / 2);
            match out.last_mut() {
                Some((same, best)) if *same == draft => {
                    if chance.exceeds(*best) {
                        *best = chance;
                    }
                }
                _ => out.push((draft, chance)),
            }
        }
        standing
    }

    /// What a set of drafts comes to.
    pub fn figures(&self, drafts: &[u32]) -> Figures {
        let wanted = self.wanted(drafts);
        let mut out = Figures::default();
        // Chances are summed by their fraction, so that what is a whole number is one.
        let mut floor: BTreeMap<(u128, u64), u64> = BTreeMap::new();
        let mut apart: BTreeMap<(u128, u64), u64> = BTreeMap::new();
        let mut best = Vec::new();
        for (strata, n) in self.each() {
            let standing = self.best(strata, &wanted, &mut best);
            out.shared += if standing > 1 { n } else { 0 };
            out.drawable += if best.len() > 1 { n } else { 0 };
            let (mut most, mut missed) = (Chance::NONE, SMALL);
            for (_, chance) in &best {
                *apart.entry((chance.quota, chance.eligible)).or_default() += n;
                missed = missed * (SMALL - chance.small().min(SMALL)) / SMALL;
                if chance.exceeds(most) {
                    most = *chance;
                }
            }
            *floor.entry((most.quota, most.eligible)).or_default() += n;
            if best.len() == 1 {
                out.independent += Amount::share(n, most.quota, most.eligible);
            } else {
                out.independent += Amount(u128::from(n) * (SMALL - missed) / (SMALL / Amount::ONE));
            }
        }
        let sum = |shares: BTreeMap<(u128, u64), u64>| -> Amount {
            shares.into_iter().map(|((quota, eligible), n)| Amount::share(n, quota, eligible)).sum()
        };
        (out.floor, out.apart) = (sum(floor), sum(apart));
        out.selections = (self.layers.iter().filter(|layer| wanted[layer.draft as usize]))
            .map(|layer| Amount(layer.expected.billionths * (Amount::ONE / 1_000_000_000)))
            .sum();
        out.coincide = self.coincide(&wanted);
        out
    }

    /// Entities that stand in a frame of a draft.
    pub fn standing(&self, draft: u32) -> u64 {
        let own = |id: &u32| self.layers[(id / 2) as usize].draft == draft;
        self.each().filter(|(strata, _)| strata.iter().any(own)).map(|(_, n)| n).sum()
    }

    fn wanted(&self, drafts: &[u32]) -> Vec<bool> {
        (0..self.drafts).map(|draft| drafts.contains(&draft)).collect()
    }

    /// Whether any two strata of different parts that share an entity that can
    /// be drawn hold the same such entities.
    fn coincide(&self, wanted: &[bool]) -> bool {
        let mut together: HashMap<(u32, u32), u64> = HashMap::new();
        for (strata, n) in self.each() {
            let drawable =
                |id: &&u32| **id % 2 == 0 && wanted[self.layers[(**id / 2) as usize].draft as usize];
            let ids: Vec<u32> = strata.iter().filter(drawable).map(|id| id / 2).collect();
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
        let all = vec![true; self.drafts as usize];
        let mut found: BTreeMap<(u32, u32), (u64, Amount)> = BTreeMap::new();
        let mut best = Vec::new();
        for (strata, n) in self.each() {
            let standing: BTreeSet<u32> =
                strata.iter().map(|id| self.layers[(id / 2) as usize].draft).collect();
            let standing: Vec<u32> = standing.into_iter().collect();
            if standing.len() < 2 {
                continue;
            }
            self.best(strata, &all, &mut best);
            for (at, one) in standing.iter().enumerate() {
                for other in &standing[at + 1..] {
                    found.entry((*one, *other)).or_default().0 += n;
                }
            }
            for (at, (one, p)) in best.iter().enumerate() {
                for (other, q) in &best[at + 1..] {
                    let less = if p.exceeds(*q) { q } else { p };
                    found.entry((*one, *other)).or_default().1 += Amount::share(n, less.quota, less.eligible);
                }
            }
        }
        found.into_iter().map(|((one, other), (n, saved))| (one, other, n, saved)).collect()
    }

    /// How many visits each further draft would save beside a set, about.
    pub fn gains(&self, set: &[u32]) -> Vec<Amount> {
        let all = vec![true; self.drafts as usize];
        let mut out = vec![Amount::default(); self.drafts as usize];
        let mut best = Vec::new();
        for (strata, n) in self.each() {
            self.best(strata, &all, &mut best);
            let inside = best.iter().filter(|(draft, _)| set.contains(draft));
            let most = inside.fold(Chance::NONE, |most, (_, p)| if p.exceeds(most) { *p } else { most });
            if most.quota == 0 {
                continue;
            }
            for (draft, p) in best.iter().filter(|(draft, _)| !set.contains(draft)) {
                let less = if p.exceeds(most) { most } else { *p };
                out[*draft as usize] += Amount::share(n, less.quota, less.eligible);
            }
        }
        out
    }
}
