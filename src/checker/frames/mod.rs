//! frames/PART.csv (protocol §1 and §3): one pass over each, block by block and
//! line chunks in parallel. Every row is parsed, put into its stratum, hashed
//! as a leaf, and its ticket compared with the last one draw.csv lists.
//!
//! `check` goes through a frame's blocks, `worker` through the rows of a chunk,
//! `reading` puts chunks together in their order.

mod check;
mod reading;
mod worker;

pub use check::{Against, FrameFacts, check, each};

/// The header.
pub const COLUMNS: &str = "code,name,area,class,stratum,excluded";
