//! 记录: what the log's entries say. An entry is the leaf of the log's tree,
//! one canonical JSON object, public from the first byte; `ENTRIES.md` beside
//! this file documents each kind, and a test holds it against [`KINDS`].
//!
//! Personal data never stand in an entry. A member that would name a person, a
//! file or a free text holds a salted commitment ([`conceal`]) instead; the
//! office keeps salt and value apart, can show them to whoever may know, and
//! can erase them by forgetting, while the log stays as it is.
//!
//! The room is pure: bytes in, bytes out. Who may write what is `workflow`'s,
//! how entries become a tree is `log`'s.

mod details;
mod entry;
mod kinds;
pub mod proofs;
mod terms;

pub use details::{Details, Secret, conceal, details};
pub use entry::{Composed, Entry, LONGEST, compose};
pub use kinds::{Form, KINDS, Kind, Member, RESULTS, kind};
pub use terms::{MEMBER as LOG_MEMBER, Terms};
