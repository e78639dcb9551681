//! 抽取: the draw itself. Auditors read this first, with `PROTOCOL.md` beside
//! it. Nothing here knows of files, SQL, HTTP, clocks or the operating
//! system's randomness: the same inputs give the same bytes on any machine.

pub mod crew;
pub mod document;
pub mod drand;
pub mod grouping;
pub mod quota;
pub mod seed;
pub mod selection;
pub mod ticket;
pub mod visits;

pub use document::PlanDocument;
pub use seed::{Ceremony, Contribution};
pub use selection::{FrameRows, select};
pub use visits::Visit;
