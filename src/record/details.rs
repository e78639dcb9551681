//! The members of an entry beyond those all share, and what of them is hidden.

use serde_json::{Map, Value as Json};

use crate::domain::Digest;

/// A kind's own members: those told, and those only committed to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Details {
    pub(super) told: Map<String, Json>,
    pub(super) hidden: Vec<(String, String)>,
}

/// What opens one commitment of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// The member.
    pub member: String,
    /// The salt.
    pub salt: Digest,
    /// The datum.
    pub value: String,
}

impl Secret {
    /// The commitment it opens.
    pub fn commitment(&self) -> Digest {
        conceal(&self.salt, &self.value)
    }
}

/// A salted commitment: SHA-256 of the lines `choucha/1 private`, salt, value.
pub fn conceal(salt: &Digest, value: &str) -> Digest {
    Digest::of_lines(&["choucha/1 private".as_bytes(), &salt.hex(), value.as_bytes()])
}

/// Members that everybody may read.
pub fn details<const N: usize>(members: [(&str, Json); N]) -> Details {
    let told = members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Details { told, hidden: Vec::new() }
}

impl Details {
    /// One more member that everybody may read.
    pub fn insert(&mut self, name: &str, value: Json) {
        self.told.insert(name.to_owned(), value);
    }

    /// A member that names a person, a file, a free text: the entry will hold
    /// its commitment.
    pub fn hide(&mut self, name: &str, value: impl Into<String>) {
        self.hidden.push((name.to_owned(), value.into()));
    }

    /// The same, in a chain.
    #[must_use]
    pub fn hiding(mut self, name: &str, value: impl Into<String>) -> Self {
        self.hide(name, value);
        self
    }
}
