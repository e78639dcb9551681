//! The whole check, in the order a careful reader would go.

use std::path::Path;

use super::{Fault, Verdict};
use crate::domain::Progress;

/// Checks a bundle folder against the protocol; names the first thing wrong.
pub fn verify(dir: &Path, progress: &dyn Progress) -> Result<Verdict, Fault> {
    todo!()
}
