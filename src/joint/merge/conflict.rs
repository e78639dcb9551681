//! What stands in the way of a merge, and what would mend it.

use crate::domain::Text;
use crate::text;

/// Something that stands in the way of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What.
    pub what: Text,
    /// What would mend it.
    pub mend: Text,
    /// Whether the coordinator may merge nevertheless.
    pub minor: bool,
}

impl Conflict {
    pub(super) fn new(what: Text, mend: Text) -> Self {
        Self { what, mend, minor: false }
    }

    /// In one sentence.
    pub fn text(&self) -> Text {
        text!("joint-conflict", what = self.what.clone(), mend = self.mend.clone())
    }
}
