//! What makes [`explain`](super::explain()) quick on a frame of any length: found
//! once, when the bundle is checked, and kept beside it. Each answer is the
//! slow one's to the letter; a row's Merkle path is checked against the root
//! again each time.
//!
//! Files: `facts.json`; `PART.blocks`, of every so many ([`BLOCK`]) rows of a frame where
//! they begin (8 bytes, big-endian) and the head of their tree (32 bytes);
//! `PART.N.tickets`, the first 8 bytes of each eligible ticket of the N-th
//! stratum, ascending; `visits`, lines of code, tab and facts, by code.
//!
//! `facts` is what these hold, `make` makes them, `ask` answers from them,
//! `blocks` finds a frame's rows by them.

mod ask;
mod blocks;
mod facts;
mod make;

pub use ask::Indexed;
pub use facts::BLOCK;
pub use make::index;
