//! Where the seed comes from (protocol §2), and how its values are spelt.

use serde::{Deserialize, Serialize};

use crate::domain::Digest;

/// A source of the seed (protocol §2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Slug, unique in the plan.
    pub source: String,
    /// Its kind.
    #[serde(flatten)]
    pub kind: SourceKind,
}

/// The kinds of source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum SourceKind {
    /// A participant's commitment, opened before `reveal_by`.
    Commitment {
        /// Its digest.
        commitment: Digest,
    },
    /// A value nobody controls.
    Public {
        /// For people: where the value is announced.
        describe: String,
        /// When it falls due.
        when: String,
        /// Its only spelling.
        form: Form,
    },
    /// The office's own commitment, opened when the bundle is disclosed.
    Sealed {
        /// Its digest.
        commitment: Digest,
    },
}

/// The only spelling of a public value (protocol §2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Form {
    /// Numbers in announced order, zero-padded, joined by one space.
    Numbers {
        /// How many.
        count: u64,
        /// Digits of each.
        width: u64,
    },
    /// One decimal number.
    Decimal {
        /// Digits after the point.
        decimals: u64,
    },
    /// The randomness of a drand round.
    Drand {
        /// Hash of the chain.
        drand: Digest,
        /// Round number.
        round: u64,
    },
}

impl Form {
    /// Whether a value has this form's only spelling.
    pub fn admits(&self, value: &str) -> bool {
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|c| c.is_ascii_digit());
        match self {
            Form::Numbers { count, width } => {
                value.split(' ').count() as u64 == *count
                    && value.split(' ').all(|number| digits(number) && number.len() as u64 == *width)
            }
            Form::Decimal { decimals } => {
                let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
                digits(whole)
                    && (whole == "0" || !whole.starts_with('0'))
                    && fraction.len() as u64 == *decimals
                    && value.contains('.') == (*decimals > 0)
                    && fraction.bytes().all(|c| c.is_ascii_digit())
            }
            Form::Drand { .. } => Digest::parse(value).is_ok(),
        }
    }
}
