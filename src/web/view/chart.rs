//! Charts as numbers. Widths and heights are attributes of SVG: the page's
//! policy allows no style on an element.

use super::grouped;

/// One row of bars.
#[derive(Debug, Clone)]
pub struct BarRow {
    /// What it is.
    pub label: String,
    /// Where its label leads; empty: nowhere.
    pub href: String,
    /// The number drawn as the whole bar.
    pub value: u64,
    /// A part of it, drawn darker.
    pub part: Option<u64>,
    /// Both numbers for people; filled by [`Bars::new`].
    pub words: (String, String),
    /// Whether it stands for problems.
    pub bad: bool,
    /// Full width in hundredths of a percent; filled by [`Bars::new`].
    pub width: u64,
    /// The part's width, likewise.
    pub part_width: u64,
}

/// Rows of bars: a table of numbers, each drawn beside it.
#[derive(Debug, Clone)]
pub struct Bars {
    /// What it shows.
    pub caption: String,
    /// Heading of the labels.
    pub head: String,
    /// Heading of the numbers.
    pub values: String,
    /// Heading of the parts; empty where there are none.
    pub parts: String,
    /// Its rows.
    pub rows: Vec<BarRow>,
}

impl Bars {
    /// Measures the rows against the longest.
    pub fn new(caption: String, head: String, values: String, parts: String, rows: Vec<BarRow>) -> Self {
        let most = rows.iter().map(|row| row.value).max().unwrap_or(0).max(1);
        let share = |value: u64| {
            // A bar that stands for something is seen.
            let width = u64::try_from(u128::from(value) * 10_000 / u128::from(most)).unwrap_or(10_000);
            if value > 0 { width.max(50) } else { 0 }
        };
        let rows = rows
            .into_iter()
            .map(|row| BarRow {
                width: share(row.value),
                part_width: share(row.part.unwrap_or(0)),
                words: (grouped(row.value), row.part.map(grouped).unwrap_or_default()),
                ..row
            })
            .collect();
        Self { caption, head, values, parts, rows }
    }
}

impl BarRow {
    /// A row.
    pub fn new(label: impl Into<String>, value: u64) -> Self {
        Self {
            label: label.into(),
            href: String::new(),
            value,
            part: None,
            words: Default::default(),
            bad: false,
            width: 0,
            part_width: 0,
        }
    }
}

/// A stratum's tickets in equal classes, and the cut-off among them.
#[derive(Debug, Clone)]
pub struct Plot {
    /// What it shows, in a sentence that says all that is to be seen.
    pub alt: String,
    /// Words below.
    pub caption: String,
    /// Words for the smallest ticket.
    pub low: String,
    /// Words for the largest.
    pub high: String,
    /// Words for the line.
    pub cut: String,
    /// Place of the cut-off in 64 classes × 100; none where all or none are selected.
    pub at: Option<u64>,
    /// Per class: x, height of all, height of the selected; of 6400 × 1000.
    pub bars: Vec<(u64, u64, u64)>,
    /// The same as a table: what opens it, the headings of classes, of all and of
    /// the selected.
    pub table: (String, String, String, String),
    /// Its rows: how the class's tickets begin, all, selected.
    pub classes: Vec<(String, u64, u64)>,
}

impl Plot {
    /// Heights for the classes' numbers: all, selected.
    pub fn measure(classes: impl Iterator<Item = (u64, u64)> + Clone) -> Vec<(u64, u64, u64)> {
        let most = classes.clone().map(|(all, _)| all).max().unwrap_or(0).max(1);
        let tall = |n: u64| u64::try_from(u128::from(n) * 960 / u128::from(most)).unwrap_or(960);
        (0..).zip(classes).map(|(at, (all, selected))| (at * 100, tall(all), tall(selected))).collect()
    }

    /// The bars as one path: of all tickets, or of those selected.
    pub fn path(&self, selected: bool) -> String {
        let mut out = String::new();
        for (x, all, drawn) in &self.bars {
            let height = if selected { *drawn } else { *all };
            if height > 0 {
                out.push_str(&format!("M{x} 1000v-{height}h92v{height}z"));
            }
        }
        out
    }

    /// Classes with how their tickets begin: `00–03`.
    pub fn named(classes: impl Iterator<Item = (u64, u64)>) -> Vec<(String, u64, u64)> {
        let name = |at: u32| format!("{:02x}–{:02x}", at * 4, at * 4 + 3);
        (0..).zip(classes).map(|(at, (all, selected))| (name(at), all, selected)).collect()
    }

    /// Where a ticket (64 hex characters) lies among 64 classes, × 100.
    pub fn place(ticket: &str) -> Option<u64> {
        let first = u64::from_str_radix(ticket.get(..8)?, 16).ok()?;
        Some((first * 6400) >> 32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tickets_find_their_place() {
        assert_eq!(Plot::place(&"0".repeat(64)), Some(0));
        assert_eq!(Plot::place(&"f".repeat(64)), Some(6399));
        assert_eq!(Plot::place(&format!("80{}", "0".repeat(62))), Some(3200));
        assert_eq!(Plot::place("zz"), None);
    }

    #[test]
    fn classes_are_named_by_their_first_digits() {
        let named = Plot::named((0..64).map(|n| (n, 0)));
        assert_eq!((named[0].0.as_str(), named[63].0.as_str()), ("00–03", "fc–ff"));
    }

    #[test]
    fn bars_that_stand_for_something_are_seen() {
        let rows = vec![BarRow::new("a", 1_000_000), BarRow::new("b", 1), BarRow::new("c", 0)];
        let bars = Bars::new(String::new(), String::new(), String::new(), String::new(), rows);
        assert_eq!(bars.rows.iter().map(|row| row.width).collect::<Vec<_>>(), [10_000, 50, 0]);
        assert_eq!(Plot::measure([(0, 0), (4, 1)].into_iter()), [(0, 0, 0), (100, 960, 240)]);
    }
}
