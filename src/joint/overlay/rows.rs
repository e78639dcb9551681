//! A part's rows by the places that all parts share, of a frame just made or a
//! frozen one.

use crate::draw::FrameRows;
use crate::draw::document::{Part, Stratum};
use crate::plan::Framed;

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
