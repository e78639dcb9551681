//! Use cases, one a file: where database, files, clock and randomness meet.
//!
//! [`Office`] is the open office. Every step that changes it goes through
//! [`pending::Step`]: prepared aside, done in one transaction with its journal
//! entry, then put in place; a crash anywhere leaves the office before or
//! after the step, and the next command says which.

pub mod abandon;
pub mod amend;
pub mod approve;
mod bundle_log;
pub mod calendar;
pub mod case;
pub mod clock;
pub mod commit;
mod compare;
pub mod draw;
pub mod files;
pub mod filing;
pub mod freeze;
pub mod fsck;
pub mod import;
pub mod inbox;
pub mod joint;
pub mod joint_report;
mod keyring;
pub mod lock;
pub mod logbook;
pub mod office;
pub mod pending;
pub mod planned;
pub mod plans;
pub mod portal;
pub mod prepare;
pub mod public_log;
pub mod publish;
pub mod refusal;
pub mod results;
pub mod reveal;
pub mod status;
pub mod template;
pub mod workdays;
pub mod year;

pub use office::{Office, Opening, Paths};
pub use refusal::{Done, Refusal};
