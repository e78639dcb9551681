//! 两库: registries of what can be inspected and of who inspects.
//!
//! Files come in as [`table`]s; their columns are found under the usual
//! [`headings`] or by a [`mapping`]; cells are [`clean`]ed and checked; every row
//! is either [`taken`] or a [`reject`]. Objects of inspection ([`entities`]) are
//! kept as content-addressed partitions under a [`manifest`]; the smaller
//! registers ([`inspectors`], [`items`], [`history`], [`barred`]) are read here and
//! kept by the office.

mod aside;
pub mod barred;
pub mod clean;
pub mod entities;
pub mod headings;
pub mod history;
pub mod inspectors;
pub mod items;
pub mod manifest;
pub mod mapping;
mod register;
pub mod reject;
pub mod results;
pub mod table;
pub mod taken;

pub(crate) use aside::at_writes;
pub use entities::{FileReport, ImportOptions, ImportReport, Registry};
pub use headings::{Headings, Record, Spec};
pub use manifest::{Manifest, Partition};
pub use mapping::Mapping;
pub use register::Defaults;
pub use reject::{Fault, Reject, write_rejects};
pub use table::{Row, Table, read_table, write_table};
pub use taken::Taken;
