//! That an entity stands in no row of a frame: rows are in byte order of codes,
//! so of two rows next to each other one is smaller than its code and the other
//! larger, or it would stand before the first or behind the last.

use serde_json::{Value, json};

use crate::domain::{Digest, Result, merkle};
use crate::text;

/// A row of a frame, with what proves that it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowAt {
    /// The row as it stands in the file, without LF: the Merkle leaf's data.
    pub row: String,
    /// Leaf index, from 0.
    pub index: u64,
    /// Bytes of the file before it.
    pub offset: u64,
    /// Inclusion path, leaf to root (RFC 6962).
    pub path: Vec<Digest>,
}

/// A frame an entity does not stand in, and the rows between which its code would.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotIn {
    /// Part.
    pub part: String,
    /// 部门.
    pub department: String,
    /// Rows of the frame, as plan.json gives them: a path alone does not tell how many there are.
    pub size: u64,
    /// Its root, as plan.json gives it.
    pub root: Digest,
    /// The last row whose code is smaller; none at the frame's beginning.
    pub before: Option<RowAt>,
    /// The first row whose code is larger; none at its end.
    pub after: Option<RowAt>,
}

/// A row's code: it needs no quotes, so it is the line's beginning.
pub fn code_of(row: &str) -> &str {
    row.split(',').next().unwrap_or_default()
}

impl NotIn {
    /// Whether the code stands between these rows and nothing else does. That
    /// the frame is in order at all is what verifying the whole bundle finds.
    ///
    /// # Errors
    /// `checker-absent-path`: a row does not lead to the root at its place;
    /// `checker-absent-order`: the code does not lie between them;
    /// `checker-absent-gap`: they are not next to each other, or not at the end.
    pub fn check(&self, code: &str) -> Result<()> {
        for row in self.before.iter().chain(&self.after) {
            let leaf = merkle::leaf(row.row.as_bytes());
            if merkle::root_of_path(leaf, row.index, self.size, &row.path) != Some(self.root) {
                return Err(text!("checker-absent-path", part = &self.part, index = row.index.to_string()));
            }
        }
        let smaller = self.before.as_ref().is_none_or(|row| code_of(&row.row) < code);
        let larger = self.after.as_ref().is_none_or(|row| code < code_of(&row.row));
        if !smaller || !larger {
            return Err(text!("checker-absent-order", part = &self.part, code = code));
        }
        let next = self.before.as_ref().map_or(0, |row| row.index + 1);
        if next != self.after.as_ref().map_or(self.size, |row| row.index) {
            return Err(text!("checker-absent-gap", part = &self.part, code = code));
        }
        Ok(())
    }

    /// For machines.
    pub fn to_json(&self) -> Value {
        let row = |row: &Option<RowAt>| row.as_ref().map(|at| row_json(&at.row, at));
        json!({
            "part": self.part,
            "department": self.department,
            "size": self.size,
            "root": self.root,
            "before": row(&self.before),
            "after": row(&self.after),
        })
    }
}

fn row_json(row: &str, at: &RowAt) -> Value {
    json!({ "row": shown(row), "index": at.index, "offset": at.offset, "path": at.path })
}

/// A row as it is handed on; `null` where it is left out and read from the
/// frame's file instead.
pub fn shown(row: &str) -> Option<&str> {
    (!row.is_empty()).then_some(row)
}
