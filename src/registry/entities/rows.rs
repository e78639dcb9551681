//! Rows kept close together: one run of text and where its fields end. Three
//! million firms fit where a million allocations would not.

use std::borrow::Borrow;

use crate::domain::entity::COLUMNS;

use super::spec::FIELDS;

/// Text beyond which no further row is put into one [`Rows`]; offsets are
/// 32-bit.
const FULL: usize = 1 << 30;

/// Rows of the registry's columns.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    text: String,
    ends: Vec<u32>,
}

/// A row under way: fields are appended in column order.
pub(crate) struct Draft<'a> {
    rows: &'a mut Rows,
    text: usize,
    ends: usize,
}

impl Rows {
    /// Whether a further row belongs into another `Rows`.
    pub fn is_full(&self) -> bool {
        self.text.len() >= FULL
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.ends.len() / FIELDS
    }

    /// Begins a row; without [`Draft::keep`] nothing stays.
    pub fn draft(&mut self) -> Draft<'_> {
        Draft { text: self.text.len(), ends: self.ends.len(), rows: self }
    }

    /// Appends a row whole.
    pub fn push<'f>(&mut self, fields: impl IntoIterator<Item = &'f str>) {
        let mut draft = self.draft();
        fields.into_iter().for_each(|field| draft.push(field));
        draft.keep();
    }

    /// One field of a row.
    pub fn field(&self, row: usize, column: usize) -> &str {
        let at = row * FIELDS + column;
        let from = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.text[from..self.ends[at] as usize]
    }

    /// A row's fields in column order.
    pub fn row(&self, row: usize) -> [&str; FIELDS] {
        std::array::from_fn(|column| self.field(row, column))
    }

    /// Gives back what was reserved beyond need.
    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

impl Draft<'_> {
    /// Appends the next field.
    pub fn push(&mut self, field: &str) {
        self.rows.text.push_str(field);
        self.end();
    }

    /// Appends nothing: the next field is empty, or was written in pieces.
    pub fn end(&mut self) {
        // `is_full` keeps this far from the end of 32 bits.
        self.rows.ends.push(u32::try_from(self.rows.text.len()).unwrap_or(u32::MAX));
    }

    /// Keeps the row.
    pub fn keep(mut self) {
        debug_assert_eq!(self.rows.ends.len() - self.ends, COLUMNS.len());
        self.text = self.rows.text.len();
        self.ends = self.rows.ends.len();
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        self.rows.text.truncate(self.text);
        self.rows.ends.truncate(self.ends);
    }
}

/// A row somewhere among many [`Rows`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct At {
    /// Which of the `Rows`.
    pub part: u32,
    /// Which row of it.
    pub row: u32,
}

impl At {
    /// The row's field.
    pub fn field<P: Borrow<Rows>>(self, parts: &[P], column: usize) -> &str {
        parts[self.part as usize].borrow().field(self.row as usize, column)
    }

    /// The row's fields.
    pub fn fields<P: Borrow<Rows>>(self, parts: &[P]) -> [&str; FIELDS] {
        parts[self.part as usize].borrow().row(self.row as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_not_kept_leaves_nothing() {
        let mut rows = Rows::default();
        rows.push(["x"; FIELDS]);
        let mut draft = rows.draft();
        draft.push("gone");
        drop(draft);
        rows.push(std::array::from_fn::<_, FIELDS, _>(|i| if i == 3 { "企业" } else { "" }));
        assert_eq!(rows.len(), 2);
        assert_eq!(rows.row(0), ["x"; FIELDS]);
        assert_eq!((rows.field(1, 2), rows.field(1, 3), rows.field(1, 18)), ("", "企业", ""));
    }
}
