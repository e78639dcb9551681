//! What a use case answers when it does not do what was asked.

use crate::domain::Text;

/// The reason, and where there are several faults behind it, each of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Why; its id is stable.
    pub text: Text,
    /// Every single fault; empty where the reason says all.
    pub faults: Vec<Text>,
}

/// What use cases return.
pub type Done<T> = std::result::Result<T, Refusal>;

impl From<Text> for Refusal {
    fn from(text: Text) -> Self {
        Self { text, faults: Vec::new() }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.text)?;
        self.faults.iter().try_for_each(|fault| write!(f, "\n{fault}"))
    }
}

impl std::error::Error for Refusal {}
