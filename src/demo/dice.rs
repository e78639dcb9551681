//! Repeatable chance for made-up data. Only raw keystream words are used, so
//! the demo's bytes never depend on how a library samples.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// The one seed of everything made up here.
const SEED: [u8; 32] = *b"choucha demo: a made-up county 1";

/// A stream of choices. Each table of the county has a stream of its own, so
/// that a longer one does not change the others.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// The choices of one table.
    pub fn new(stream: u64) -> Self {
        let mut rng = ChaCha8Rng::from_seed(SEED);
        rng.set_stream(stream);
        Self(rng)
    }

    /// A number below `n` (0 for `n` = 0).
    pub fn below(&mut self, n: u64) -> u64 {
        let wide = u128::from(self.0.next_u64()) * u128::from(n);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// True `share` times of a thousand.
    pub fn permille(&mut self, share: u64) -> bool {
        self.below(1000) < share
    }

    /// One of a list that is not empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[usize::try_from(self.below(list.len() as u64)).unwrap_or(0)]
    }

    /// One of a list by weight; the last where the weights run out.
    pub fn weighted<T: Copy>(&mut self, list: &[(T, u64)]) -> T {
        let mut at = self.below(list.iter().map(|(_, weight)| weight).sum());
        for (value, weight) in list {
            match at.checked_sub(*weight) {
                None => return *value,
                Some(rest) => at = rest,
            }
        }
        list[list.len() - 1].0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_what_it_was() {
        let mut dice = Dice::new(1);
        let drawn: Vec<u64> = (0..6).map(|_| dice.below(1000)).collect();
        assert_eq!(drawn, DRAWN);
        let weights = [("never", 0), ("always", 7)];
        assert!((0..100).all(|_| dice.weighted(&weights) == "always"));
        assert!((0..100).all(|_| dice.below(3) < 3));
    }

    const DRAWN: [u64; 6] = [0, 74, 212, 336, 443, 940];
}
