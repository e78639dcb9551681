//! 抽取: the draw itself. Auditors read this first, with `PROTOCOL.md` beside
//! it. Nothing here knows of files, SQL, HTTP, clocks or the operating
//! system's randomness: the same inputs give the same bytes on any machine.

pub mod document;
pub mod drand;
pub mod seed;

pub use document::PlanDocument;
pub use seed::{Ceremony, Contribution};
