//! 来信: what the public says back — a complaint, an objection to a result, a
//! request for correction, a tip — and by when it is answered. Pure.
//!
//! Nothing of it is ever public. Whoever sent it follows it by its receipt
//! number, which nobody can guess; the log holds commitments, so that a
//! message received cannot be made away with.

mod message;
mod receipt;

pub use message::{LONGEST, Matter, Message, Outcome};
pub use receipt::Receipt;
