//! What every table should hold, by the entries.
//!
//! | file | tables |
//! |---|---|
//! | `all` | each in its turn |
//! | `office` | the office, its registries, keys, witnesses' places and filings |
//! | `plans` | plans, their texts and approvals, sources promised |
//! | `attempts` | attempts, their files, what their seeds and marks were made from |
//! | `after` | amendments, publications |
//! | `registers` | the registers whose rows stay out of the log |

mod after;
mod all;
mod attempts;
mod office;
mod plans;
mod registers;

pub use all::{Documents, check, text_at};
