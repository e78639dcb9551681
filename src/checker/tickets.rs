//! 票号: SHA-256(seed ‖ `:` ‖ code) (protocol §3), recomputed here.

use sha2::{Digest as _, Sha256};

use crate::domain::Digest;

/// Hashes tickets under one seed; the seed's own block is compressed once.
#[derive(Debug, Clone)]
pub struct Tickets(Sha256);

impl Tickets {
    /// Under that seed.
    pub fn new(seed: &Digest) -> Self {
        Self(Sha256::new().chain_update(seed.hex()))
    }

    /// The ticket of a code.
    pub fn of(&self, code: &str) -> Digest {
        Digest(self.0.clone().chain_update(b":").chain_update(code).finalize().into())
    }
}
