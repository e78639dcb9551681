//! What an import took and what it did not.

use super::reject::Reject;

/// The rows of a register after reading, cleaning and checking. Nothing is
/// lost: `read == rows.len() + merged + rejects.len()`. "Taken" in reports
/// means `rows.len() + merged`: a merged row ended in a row that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken<T> {
    /// The rows that stand.
    pub rows: Vec<T>,
    /// The rows refused.
    pub rejects: Vec<Reject>,
    /// Rows read, those without any filled cell not counted.
    pub read: u64,
    /// Rows that said nothing new and went into another.
    pub merged: u64,
}

impl<T> Default for Taken<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), rejects: Vec::new(), read: 0, merged: 0 }
    }
}

impl<T> Taken<T> {
    /// Counts a row and takes it.
    pub fn take(&mut self, row: T) {
        self.read += 1;
        self.rows.push(row);
    }

    /// Counts a row and refuses it.
    pub fn refuse(&mut self, reject: Reject) {
        self.read += 1;
        self.rejects.push(reject);
    }

    /// Counts a row that went into one already taken.
    pub fn merge(&mut self) {
        self.read += 1;
        self.merged += 1;
    }

    /// Whether every row read is accounted for.
    pub fn adds_up(&self) -> bool {
        self.read == self.rows.len() as u64 + self.merged + self.rejects.len() as u64
    }
}
