//! Telling somebody how far a long step has come, without knowing who watches.

use super::Text;

/// Watches steps that may take over a second. Implementations must cope with
/// calls from several threads.
pub trait Progress: Sync {
    /// A step begins; `total` is in units of its own, 0 when unknown.
    fn begin(&self, what: Text, total: u64);
    /// So many units more are done.
    fn add(&self, units: u64);
    /// The step has ended.
    fn end(&self);
}

/// Nobody watches.
#[derive(Debug, Clone, Copy)]
pub struct Quiet;

impl Progress for Quiet {
    fn begin(&self, _: Text, _: u64) {}
    fn add(&self, _: u64) {}
    fn end(&self) {}
}
