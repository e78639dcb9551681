//! 检查日历: visits get dates, keep them, and lose them.
//!
//! `make` arranges all visits anew, `change` mends a calendar with the fewest
//! changes when somebody goes on leave, an amendment came or a visit is moved;
//! `agenda` reads it for people. Every version is kept with its reason.
//!
//! **What is secret.** Each version draws a fresh key of 32 bytes from the
//! system's randomness, which stays in the office's database. Between days
//! that are equally good the key alone decides, so from all that is ever
//! published (the bundle with its seed, the journal) no date can be worked out,
//! also by those who know who is visited by whom: for them a visit lies on any
//! day of the window on which its members work (in the early mode: of the first
//! so many). The journal gets a digest made with that key; of sealed plans it
//! gets nothing else. What this does not hide: who holds one inspector's dates
//! knows that on other days he is freer.

mod agenda;
mod change;
mod ground;
mod keep;
mod make;

pub use agenda::{Agenda, AgendaDay, Undated, agenda, undated};
pub use change::{Change, change};
pub(super) use ground::row_of;
pub use keep::{Arranged, Moved};
pub use make::{Options, make};
