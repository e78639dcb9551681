//! One entity's story, from a bundle that holds.
//!
//! `explanation` is what is told, `find` reads the frames for it, `siblings`
//! gathers Merkle paths while rows go by, `visit` is who comes.

mod explanation;
mod find;
mod siblings;
mod visit;

pub use explanation::{Explanation, InFrame};
pub use find::explain;
pub(super) use visit::visit_told;
