//! What the index holds.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::checker::Fault;
use crate::checker::log::Logged;
use crate::checker::rows::digest;
use crate::domain::Digest;
use crate::record::proofs::PROOFS;

/// Rows whose tree's head is kept, as a rule.
pub const BLOCK: u64 = 256;
/// Bytes kept of each.
pub(super) const RECORD: u64 = 40;
/// Bytes kept of a ticket.
pub(super) const TICKET: u64 = 8;

/// What is small enough to be read whole.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Facts {
    pub block: u64,
    pub plan: String,
    pub p: Digest,
    pub seed: Digest,
    pub logged: Option<Logged>,
    /// Of `log/`'s proofs, which may be written anew.
    pub proofs: Option<Digest>,
    pub parts: Vec<PartFacts>,
}

/// A part's.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PartFacts {
    pub part: String,
    pub department: String,
    pub rows: u64,
    pub root: Digest,
    /// Bytes of the frame.
    pub bytes: u64,
    pub strata: Vec<StratumFacts>,
}

/// A stratum's.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StratumFacts {
    pub stratum: String,
    pub rows: u64,
    pub eligible: u64,
    pub quota: u64,
    pub listed: u64,
    pub cutoff: Option<Digest>,
}

/// The digest of the proofs of a bundle that stands in a log.
pub(super) fn proofs(dir: &Path, logged: bool) -> Result<Option<Digest>, Fault> {
    logged.then(|| digest(dir, PROOFS)).transpose()
}

/// The number that the first 8 bytes write, big-endian.
pub(super) fn leading(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}
