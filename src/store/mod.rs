//! The only SQL: the office's state in one SQLite file beside its folders.
//!
//! [`Store`] opens and migrates; [`Store::write`] is a named transaction,
//! [`Store::read`] a consistent look. Queries stand by noun, one file each, as
//! functions over a [`Tx`]. SQL texts are plain enough for PostgreSQL (`$1…`;
//! TEXT, BIGINT, BLOB; no engine's own functions), so a second engine needs a
//! second migrations folder and a second arm in `db.rs`, not other queries.
//!
//! What can fail: the disk is full, the file is damaged, another program holds
//! the database. Each comes out as a text of its own; a transaction that
//! fails has changed nothing, unless it says `store-commit-unknown`, when the
//! database itself must be asked.

pub mod amendments;
pub mod approvals;
pub mod attempts;
pub mod barred;
pub mod calendars;
pub mod commitments;
mod db;
pub mod entries;
pub mod history;
pub mod inbox;
pub mod inspectors;
pub mod items;
pub mod joint;
pub mod keys;
pub mod office;
pub mod plans;
pub mod portal;
pub mod publications;
pub mod registries;
pub mod results;
mod schema;
pub mod tree;
mod value;
pub mod whole;
pub mod workdays;

pub use db::{Point, Store, Tx, no_points};
pub use schema::VERSION;
pub use value::{Row, Value};
