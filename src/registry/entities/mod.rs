//! 检查对象名录库: files read, cleaned, checked, each object once, kept as
//! content-addressed Parquet partitions by county under a manifest.
//!
//! `read` → `check` (`areas`: where it lies) → `merge` → `import` (compare, write) ; `store` keeps,
//! `export` hands out again.

mod areas;
mod check;
mod codes;
mod export;
mod import;
mod merge;
mod pick;
mod read;
mod rows;
mod spec;
mod store;
mod words;

use crate::domain::{Progress, Text};

pub use import::{ImportOptions, ImportReport};
pub use read::FileReport;
pub use spec::ENTITIES;
pub use store::Registry;
pub use words::{FIRM, class as class_word, object as object_word, status as status_word};

/// A step somebody watches; it ends however it ends.
struct Step<'a>(&'a dyn Progress);

impl<'a> Step<'a> {
    fn begin(progress: &'a dyn Progress, what: Text, total: u64) -> Self {
        progress.begin(what, total);
        Self(progress)
    }
}

impl Drop for Step<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}
