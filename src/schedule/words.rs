//! Random words of a key: the only thing that decides between equals.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::domain::Digest;

/// A stream of words under a key.
#[derive(Debug)]
pub(super) struct Words(ChaCha20Rng);

impl Words {
    /// Stream 0 orders visits, 1 decides all else.
    pub(super) fn new(key: &Digest, stream: u64) -> Self {
        let mut rng = ChaCha20Rng::from_seed(key.0);
        rng.set_stream(stream);
        Self(rng)
    }

    /// The next word.
    pub(super) fn word(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number below `n` (at least 1); uneven by less than n in 2⁶⁴.
    pub(super) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.word()) * n as u128) >> 64) as usize
    }

    /// Whether the `seen`-th of several equals replaces the one kept so far,
    /// so that in the end each is kept with equal chance.
    pub(super) fn takes(&mut self, seen: usize) -> bool {
        self.below(seen) == 0
    }
}
