//! The log from its entries: their form and order, what opens them, the tree
//! over them, every checkpoint, and the published files, in one pass.
//!
//! `pass` takes the batches that `batch` fetches and judges, entry by entry;
//! `tiles` and `checkpoints` hold the tree they grow against what is kept.

mod batch;
mod checkpoints;
mod pass;
mod tiles;

pub use pass::{Against, Read, forgotten, read};
