//! 票号: one entity's ticket is SHA-256(seed ‖ `:` ‖ code) (protocol §3).

use sha2::block_api::compress256;

use crate::domain::Digest;

/// SHA-256's initial hash value (FIPS 180-4 §5.3.3).
const INITIAL: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// Longest entity code: with `:`, the padding bit and the length it fills the
/// second block exactly.
pub const CODE_MAX: usize = 54;

/// Makes tickets for one seed. The seed's 64 hex characters are exactly one
/// block, compressed here once; each ticket costs one further block.
#[derive(Debug, Clone)]
pub struct Tickets {
    midstate: [u32; 8],
}

impl Tickets {
    /// Prepares a seed.
    pub fn new(seed: &Digest) -> Self {
        let mut midstate = INITIAL;
        compress256(&mut midstate, &[seed.hex()]);
        Self { midstate }
    }

    /// The ticket of a code of at most [`CODE_MAX`] bytes.
    ///
    /// # Panics
    /// On a longer code, which the protocol's grammar does not admit.
    pub fn ticket(&self, code: &[u8]) -> Digest {
        digest(self.state(code))
    }

    /// The ticket as SHA-256's eight words; word order is byte order.
    pub(super) fn state(&self, code: &[u8]) -> [u32; 8] {
        let mut block = [0u8; 64];
        block[0] = b':';
        block[1..=code.len()].copy_from_slice(code);
        block[code.len() + 1] = 0x80;
        let bits = (64 + 1 + code.len() as u64) * 8;
        block[56..].copy_from_slice(&bits.to_be_bytes());
        let mut state = self.midstate;
        compress256(&mut state, &[block]);
        state
    }
}

pub(super) fn digest(state: [u32; 8]) -> Digest {
    let mut bytes = [0; 32];
    for (four, word) in bytes.chunks_exact_mut(4).zip(state) {
        four.copy_from_slice(&word.to_be_bytes());
    }
    Digest(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_ticket_is_a_plain_sha256(seed in prop::array::uniform32(any::<u8>()), code in "[0-9A-Z-]{1,54}") {
            let seed = Digest(seed);
            let plain = Digest::of(format!("{seed}:{code}").as_bytes());
            prop_assert_eq!(Tickets::new(&seed).ticket(code.as_bytes()), plain);
        }
    }
}
