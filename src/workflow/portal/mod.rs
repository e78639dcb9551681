//! The portal's edition: public documents made from the office, brought up to
//! date whenever its log grows or a day passes.
//!
//! [`refresh`] asks the log what happened since the edition at hand and makes
//! anew what that touches, in one write transaction: readers see the edition
//! before or the one after, never a mixture. Bundles are put out below
//! `portal/bundles/` before any document names them. `portal/` holds nothing
//! that cannot be made again.
//!
//! [`explain()`] answers a company at once from an index of its frames kept beside
//! the bundle (`portal/index/`).
//!
//! Facets that lists can be narrowed down by stand in [`shelve`].

mod bundles;
mod changes;
mod companies;
mod explain;
mod face;
mod plan;
mod refresh;
mod registers;
mod results;
pub mod shelve;

pub use explain::{explain, index_dir};
pub use refresh::{Refreshed, bundle_dir, open, refresh};
