//! The rows of one part, before and after they have strata.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::Pool;

/// One part's rows in scope, classed and with their exclusions, in byte order
/// of code; not yet in strata.
#[derive(Debug, Clone)]
pub struct Gathered {
    pub(super) part: String,
    pub(super) pool: Arc<Pool>,
    /// Places in the pool, ascending.
    pub(super) rows: Vec<u32>,
    pub(super) classes: Vec<String>,
    pub(super) class: Vec<u16>,
    /// `reasons[0]` is empty: not excluded.
    pub(super) reasons: Vec<String>,
    pub(super) excluded: Vec<u8>,
}

/// Rows of one area and one class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The rows' area.
    pub area: String,
    /// Their class.
    pub class: String,
    /// How many.
    pub rows: u64,
    /// How many of them can be drawn.
    pub eligible: u64,
}

/// A stratum as the frame sees it (protocol §1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// Its name.
    pub stratum: String,
    /// Area scopes; a prefix covers, `*` for all.
    pub areas: Vec<String>,
    /// Classes; empty for any.
    pub classes: Vec<String>,
}

/// 抽样框 of one part: rows in byte order of code, each in one stratum.
#[derive(Debug, Clone)]
pub struct Frame {
    pub(super) gathered: Gathered,
    pub(super) layers: Vec<Layer>,
    pub(super) stratum: Vec<u32>,
}

/// One row as it stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// Entity code.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its area.
    pub area: &'a str,
    /// Its class in this part.
    pub class: &'a str,
    /// Name of its stratum.
    pub stratum: &'a str,
    /// Reason slug, or empty.
    pub excluded: &'a str,
}

impl Gathered {
    /// Slug of the part.
    pub fn part(&self) -> &str {
        &self.part
    }

    /// Rows in scope.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nothing is in scope.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows' areas and classes with their numbers, by area and class.
    pub fn cells(&self) -> Vec<Cell> {
        let mut counts: HashMap<(u32, u16), (u64, u64)> = HashMap::new();
        for i in 0..self.rows.len() {
            let count = counts.entry(self.key(i)).or_default();
            count.0 += 1;
            count.1 += u64::from(self.is_eligible(i));
        }
        let mut cells: Vec<Cell> = (counts.into_iter())
            .map(|((area, class), (rows, eligible))| Cell {
                area: self.pool.area_of(area).to_owned(),
                class: self.classes[usize::from(class)].clone(),
                rows,
                eligible,
            })
            .collect();
        cells.sort_by(|a, b| (&a.area, &a.class).cmp(&(&b.area, &b.class)));
        cells
    }

    /// Excluded rows by reason.
    pub fn excluded(&self) -> BTreeMap<String, u64> {
        let mut counts = vec![0_u64; self.reasons.len()];
        self.excluded.iter().for_each(|reason| counts[usize::from(*reason)] += 1);
        (self.reasons.iter().zip(counts).skip(1))
            .filter(|(_, count)| *count > 0)
            .map(|(reason, count)| (reason.clone(), count))
            .collect()
    }

    /// Entity code of row `i`.
    pub fn code(&self, i: usize) -> &str {
        self.pool.code(self.rows[i] as usize)
    }

    /// Area of row `i`.
    pub fn area(&self, i: usize) -> &str {
        self.pool.area(self.rows[i] as usize)
    }

    /// Class of row `i`.
    pub fn class(&self, i: usize) -> &str {
        &self.classes[usize::from(self.class[i])]
    }

    /// Whether row `i` can be drawn.
    pub fn is_eligible(&self, i: usize) -> bool {
        self.excluded[i] == 0
    }

    /// Why row `i` cannot be drawn; empty when it can.
    pub fn reason(&self, i: usize) -> &str {
        &self.reasons[usize::from(self.excluded[i])]
    }

    pub(super) fn key(&self, i: usize) -> (u32, u16) {
        (self.pool.area_number(self.rows[i] as usize), self.class[i])
    }

    /// Gives reasons of one name one number and drops classes nobody has.
    pub(super) fn tidy(&mut self) {
        let mut reasons: Vec<String> = Vec::new();
        let mut numbers = Vec::with_capacity(self.reasons.len());
        for reason in self.reasons.drain(..) {
            let at = reasons.iter().position(|known| *known == reason).unwrap_or(reasons.len());
            if at == reasons.len() {
                reasons.push(reason);
            }
            numbers.push(at as u8); // no more than there were, which fitted
        }
        self.reasons = reasons;
        self.excluded.iter_mut().for_each(|reason| *reason = numbers[usize::from(*reason)]);
        let mut used = vec![false; self.classes.len()];
        self.class.iter().for_each(|class| used[usize::from(*class)] = true);
        let mut kept = 0_u16;
        let numbers: Vec<u16> = (used.iter())
            .map(|used| {
                let number = kept;
                kept += u16::from(*used);
                number
            })
            .collect();
        let mut used = used.into_iter();
        self.classes.retain(|_| used.next().unwrap_or_default());
        self.class.iter_mut().for_each(|class| *class = numbers[usize::from(*class)]);
    }
}

impl Frame {
    /// The rows without their strata.
    pub fn gathered(&self) -> &Gathered {
        &self.gathered
    }

    /// Slug of the part.
    pub fn part(&self) -> &str {
        self.gathered.part()
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.gathered.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.gathered.is_empty()
    }

    /// The strata, in plan order.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// Entity code of row `i`.
    pub fn code(&self, i: usize) -> &str {
        self.gathered.code(i)
    }

    /// Place of row `i`'s stratum among [`Frame::layers`].
    pub fn stratum(&self, i: usize) -> usize {
        self.stratum[i] as usize
    }

    /// Whether row `i` can be drawn.
    pub fn is_eligible(&self, i: usize) -> bool {
        self.gathered.is_eligible(i)
    }

    /// The pool that all parts of a plan share.
    pub fn pool(&self) -> &Arc<Pool> {
        &self.gathered.pool
    }

    /// Place of row `i` in the pool: the same for one entity in all parts.
    pub fn place(&self, i: usize) -> usize {
        self.gathered.rows[i] as usize
    }

    /// Row `i` as it stands in the file.
    pub fn row(&self, i: usize) -> Row<'_> {
        let rows = &self.gathered;
        let place = self.place(i);
        Row {
            code: rows.pool.code(place),
            name: rows.pool.name(place),
            area: rows.pool.area(place),
            class: rows.class(i),
            stratum: &self.layers[self.stratum(i)].stratum,
            excluded: rows.reason(i),
        }
    }

    /// All rows, in byte order of code.
    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.len()).map(|i| self.row(i))
    }

    /// N and E of each stratum.
    pub fn counts(&self) -> Vec<super::StratumRows> {
        let mut counts = vec![super::StratumRows::default(); self.layers.len()];
        for i in 0..self.len() {
            let count = &mut counts[self.stratum(i)];
            count.rows += 1;
            count.eligible += u64::from(self.is_eligible(i));
        }
        counts
    }
}
