//! 抽样框: who can be drawn, who cannot this time and why, and in which stratum.
//!
//! Two steps, because strata may be expanded from what is really there:
//!
//! 1. [`gather`] reads the registry's partitions once for all parts of a plan,
//!    keeps the rows in a part's [`Scope`] on the cut-off date, gives each its
//!    class and, where a rule excludes it, the first applicable reason. Codes,
//!    names and areas stand once in a [`Pool`] that all parts share.
//! 2. [`Gathered::stratify`] puts each row into exactly one [`Layer`]
//!    (protocol §1) and yields the [`Frame`], whose canonical bytes, digest and
//!    RFC 6962 root [`Frame::write`] makes in one pass.
//!
//! **Reasons of exclusion**, the first that applies stands in the file:
//!
//! 1. the plan's own `exclude` rules in their order, by their slug
//!    (`class`, `reciprocal`, …);
//! 2. [`CHECKED_RECENTLY`]: the gap after the last check is not over;
//! 3. [`CAP_REACHED`]: the part's department has been there often enough;
//! 4. [`CAP_ALL`]: all departments together have;
//! 5. [`ITEM_FREQUENCY`]: the part's items have been checked there often
//!    enough by their own wording;
//! 6. [`ALREADY_DRAWN`]: not yet, but with a visit that another current plan
//!    of the office has drawn and not yet carried out;
//! 7. [`COVERED`]: checked within the years that a covering plan must cover.
//!
//! **Classes.** A registry row without class stands as [`NO_CLASS`] (`-`), so
//! that a stratum can name it. A stratum is decided by area and class alone
//! (protocol §1), so whatever else shall decide it (a tag, a founding date, the
//! supervising office, years without a check) is first made a class, by
//! [`Request::class_from`], [`Request::classes`] and [`Cover`].

mod condition;
mod exclude;
mod gather;
mod history;
mod pool;
mod request;
mod rows;
mod stratify;
mod table;
mod write;

pub use condition::Condition;
pub use gather::{columns, gather, gather_tables};
pub use history::{History, VisitKey, visit_key};
pub use pool::Pool;
pub use request::{
    ALREADY_DRAWN, CAP_ALL, CAP_REACHED, CHECKED_RECENTLY, COVERED, Cap, ClassColumn, Cover, CoverMode,
    Exclude, Frequency, Gap, ITEM_FREQUENCY, NO_CLASS, Period, Reclass, Request, Scope, Who,
};
pub use rows::{Cell, Frame, Gathered, Layer, Row};
pub use write::{FrameDigest, StratumRows};
