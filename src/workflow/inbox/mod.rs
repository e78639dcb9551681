//! 来信: taken in at any time, also while another process holds the office; put
//! on record, answered and erased by the office.
//!
//! | file | what |
//! |---|---|
//! | `receive` | taking in, with a receipt, by the deadlines in force |
//! | `standing` | where a message stands, for its sender and for the office |
//! | `settle` | what came in goes on record; what was cut off is finished |
//! | `desk` | the office reads, answers, erases |
//! | `became` | letters that become objections or corrections |
//! | `faults` | the letters against the log |
//!
//! A message counts as received once it stands in `inbox.db`: its receipt is
//! given then. The next time the office is open its commitment goes on record
//! ([`settle()`]), so that it cannot be made away with afterwards. An answer is
//! written down first and given once its entry stands; an answer cut off in
//! between is settled the same way.

mod became;
mod desk;
mod faults;
mod receive;
mod settle;
mod standing;

pub(super) use became::{prepare, senders, unanswered};
pub(super) use desk::awaits;
pub use desk::{answer, enter, erase, list, show};
pub(super) use faults::faults;
pub use receive::{DAILY, Deadlines, Inbox, Received};
pub use settle::settle;
pub use standing::{Letter, Standing};
