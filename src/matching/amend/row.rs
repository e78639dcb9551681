//! What is written down of an amendment.

/// A row of `amendments.csv`; its `seq` is its place, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// What happened.
    pub kind: Kind,
    /// The visit it happened to.
    pub visit: u64,
    /// Part that a substitute serves; empty for a recusal.
    pub part: String,
    /// Department concerned.
    pub department: String,
    /// Entity given up, or inspector stepping back.
    pub old: String,
    /// Who takes over; empty when nobody can.
    pub new: String,
    /// Why, in words.
    pub reason: String,
    /// When, RFC 3339.
    pub at: String,
}

/// The two kinds of amendment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A reserve takes the place of an entity that has ceased to exist.
    Substitute,
    /// An inspector steps back (回避).
    Recuse,
}

impl Kind {
    /// As written in `amendments.csv`.
    pub fn slug(self) -> &'static str {
        match self {
            Kind::Substitute => "substitute",
            Kind::Recuse => "recuse",
        }
    }
}
