//! Reads TOML so that every fault is told with its line, field and value, and
//! none hides another.
//!
//! `faults` collects them, `table` is a table with its path in the file,
//! `values` what may stand under a key, `near` the word that was meant.

mod faults;
mod near;
mod table;
mod values;

pub(super) use faults::Reader;
pub(super) use table::Table;
