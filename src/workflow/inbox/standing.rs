//! Where a message stands: as its sender sees it, and as the office does.

use serde::Serialize;

use crate::domain::calendar::write_instant;
use crate::domain::{Date, Workdays};
use crate::inbox::{Matter, Message, Outcome};
use crate::store::inbox::{Handled, Kept};

/// Where a message stands, as its sender sees it: nothing of what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The receipt number.
    pub receipt: String,
    /// What it is.
    pub matter: Matter,
    /// When it came in.
    pub at: String,
    /// Last day for the answer.
    pub due: String,
    /// The log's entry that records it; none yet.
    pub entry: Option<u64>,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// The answer.
    pub answer: Option<String>,
    /// When it was answered.
    pub answered_at: Option<String>,
    /// The log's entry of the answer.
    pub answer_entry: Option<u64>,
    /// Its content was erased.
    pub erased: bool,
    /// It became an objection, or led to a correction, that is being dealt with.
    pub handled: Option<Handled>,
}

impl Standing {
    /// Of a message as kept; an answer counts once it is on record.
    pub(super) fn of(kept: &Kept) -> Self {
        let answer = kept.answer.as_ref().filter(|answer| answer.entry.is_some());
        Self {
            receipt: kept.receipt.to_string(),
            matter: kept.message.matter,
            at: write_instant(&kept.at),
            due: kept.due.to_string(),
            entry: kept.entry,
            outcome: answer.map(|answer| answer.outcome),
            answer: answer.map(|answer| answer.text.clone()),
            answered_at: answer.map(|answer| write_instant(&answer.at)),
            answer_entry: answer.and_then(|answer| answer.entry),
            erased: kept.erased.is_some(),
            handled: kept.handled,
        }
    }
}

/// A message as the office sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// Where it stands.
    #[serde(flatten)]
    pub standing: Standing,
    /// What it says.
    pub message: Message,
    /// Working days left; negative once late. None: answered.
    pub left: Option<i64>,
}

impl Letter {
    /// Of a message as kept.
    pub(super) fn of(kept: &Kept, workdays: &Workdays, today: Date) -> Self {
        let left = if today <= kept.due {
            workdays.between(today, kept.due).iter().filter(|day| **day > today).count() as i64
        } else {
            -(workdays.between(kept.due, today).iter().filter(|day| **day > kept.due).count().max(1) as i64)
        };
        let standing = Standing::of(kept);
        let left = Some(left).filter(|_| standing.outcome.is_none());
        Self { standing, message: kept.message.clone(), left }
    }
}
