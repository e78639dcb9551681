//! Taking in: at any time, without the office's lock.

use chrono::FixedOffset;
use serde::Serialize;

use super::standing::Standing;
use crate::domain::{Digest, Instant, Result, Workdays};
use crate::inbox::{Message, Receipt};
use crate::results::Limits;
use crate::store::inbox::{self, Kept};
use crate::store::{Store, workdays};
use crate::text;
use crate::workflow::office::{Office, Paths};
use crate::workflow::refusal::{Done, Refusal};
use crate::workflow::results;

/// Most messages taken in within 24 hours, from everybody: a flood must not fill the
/// disk, nor bury what is earnest.
pub const DAILY: u64 = 2000;

/// The open inbox.
#[derive(Debug)]
pub struct Inbox {
    pub(super) store: Store,
}

/// What answers are due by: the office's own limits, its working days, its time.
#[derive(Debug, Clone)]
pub struct Deadlines {
    /// The office's offset: by it a message came in on one day or the next. None:
    /// not known yet, the machine's own.
    pub offset: Option<FixedOffset>,
    /// The limits in force.
    pub limits: Limits,
    /// Working days.
    pub workdays: Workdays,
}

impl Default for Deadlines {
    /// The national limits and the official notices.
    fn default() -> Self {
        Self { offset: None, limits: Limits::default(), workdays: Workdays::official() }
    }
}

impl Deadlines {
    /// An office's.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn of(office: &Office) -> Result<Self> {
        Ok(Self {
            offset: Some(*office.now().offset()),
            limits: results::limits(office)?,
            workdays: office.store.read(workdays::known)?,
        })
    }
}

/// What the sender is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Received {
    /// The number to follow it by.
    pub receipt: String,
    /// Last day for the answer.
    pub due: String,
}

impl Inbox {
    /// Opens an office's inbox; needs no lock.
    pub fn open(paths: &Paths) -> Result<Self> {
        Ok(Self { store: inbox::open(&paths.inbox())? })
    }

    /// Takes a message in; its answer is due by `deadlines`.
    ///
    /// # Errors
    /// Each fault of [`Message::checked`]; `inbox-full` after [`DAILY`] in a day.
    pub fn receive(
        &self,
        message: Message,
        now: &Instant,
        deadlines: &Deadlines,
        random: &Digest,
    ) -> Done<Received> {
        let message = message
            .checked()
            .map_err(|faults| Refusal { text: text!("inbox-faults", count = faults.len()), faults })?;
        let (receipt, content) = (Receipt::new(random), message.digest()?);
        let now = &deadlines.offset.map_or(*now, |offset| now.with_timezone(&offset));
        let due = deadlines.limits.answer_due(now.date_naive(), &deadlines.workdays);
        let kept = Kept {
            receipt,
            message,
            at: *now,
            due,
            content,
            entry: None,
            answer: None,
            erased: None,
            handled: None,
        };
        self.store.write(|tx| {
            let day_ago = *now - chrono::Duration::hours(24);
            if inbox::since(tx, &day_ago)? >= DAILY {
                return Err(text!("inbox-full"));
            }
            inbox::put(tx, &kept)
        })?;
        Ok(Received { receipt: kept.receipt.to_string(), due: due.to_string() })
    }

    /// Where a message stands.
    ///
    /// # Errors
    /// `inbox-receipt`, `inbox-unknown`.
    pub fn standing(&self, receipt: &str) -> Done<Standing> {
        Ok(Standing::of(&self.get(receipt)?))
    }

    /// A message by its receipt.
    pub(super) fn get(&self, receipt: &str) -> Done<Kept> {
        let receipt = Receipt::parse(receipt)?;
        let found = self.store.read(|tx| inbox::get(tx, &receipt))?;
        Ok(found.ok_or_else(|| text!("inbox-unknown", receipt = receipt.to_string()))?)
    }
}
