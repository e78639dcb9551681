//! Telling doubles apart: the same again is merged, the same key with other
//! content refused.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{Kept, Line, Place};
use crate::text;

/// Where each key was first seen.
pub(crate) struct Keyed<'a> {
    files: &'a [PathBuf],
    seen: BTreeMap<String, (usize, Place)>,
}

impl<'a> Keyed<'a> {
    /// Nothing seen yet; the files are for messages.
    pub fn new(files: &'a [PathBuf]) -> Self {
        Self { files, seen: BTreeMap::new() }
    }

    /// Takes a value under its key: new, or merged when it was there
    /// already, or refused with a fault of `column` when something else was.
    pub fn keep<T: PartialEq>(
        &mut self,
        rows: &mut Vec<T>,
        value: T,
        (key, column): (String, &str),
        (place, line): (Place, &Line<'_>),
    ) -> Kept {
        match self.seen.get(&key) {
            None => {
                self.seen.insert(key, (rows.len(), place));
                rows.push(value);
                Kept::New
            }
            Some((first, _)) if rows[*first] == value => Kept::Merged,
            Some((_, first)) => {
                let file = self.files[first.file].as_path();
                let reason = text!("registers-twice", file = file, row = first.row);
                Kept::Refused(line.fault(column, reason, text!("registers-remedy-twice")))
            }
        }
    }
}
