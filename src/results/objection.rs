//! 异议: somebody objects to a result, and is answered.

use serde::{Deserialize, Serialize};

use crate::domain::{Date, Instant};

/// Stands for who objects, why and what he is answered where the objection came
/// by letter: these words stay in the inbox alone.
pub const BY_LETTER: &str = "来信";

/// An objection to one version of a result. Who objects and why is private.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// Counts the office's.
    pub number: u64,
    /// 计划编号.
    pub plan: String,
    /// The attempt drawn.
    pub attempt: u64,
    /// Number of the visit.
    pub visit: u64,
    /// The department whose result it is.
    pub department: String,
    /// The version objected to.
    pub version: u64,
    /// 异议人; private.
    pub who: String,
    /// 异议事由; private.
    pub reason: String,
    /// The day it came in, from which the answer's deadline runs.
    pub received: Date,
    /// Who entered it; private.
    pub by: String,
    /// When.
    pub at: Instant,
    /// The answer.
    pub answer: Option<Answer>,
}

/// The answer to an objection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What came of it.
    pub outcome: Outcome,
    /// What the objector is told; private.
    pub text: String,
    /// Who answered; private.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// What came of an objection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 成立: the result is to be corrected or withdrawn.
    Upheld,
    /// 部分成立.
    Partly,
    /// 不成立.
    Rejected,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Upheld, Self::Partly, Self::Rejected];

    /// As tables and entries write it.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::Partly => "partly",
            Self::Rejected => "rejected",
        }
    }

    /// Reads [`Self::slug`].
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.slug() == slug)
    }
}
