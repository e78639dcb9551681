//! A drand round as a public source: its signature is checked offline with the
//! chain's key (protocol §2).

use blst::BLST_ERROR;
use blst::min_sig::{PublicKey, Signature};

use crate::domain::{Digest, Result};
use crate::text;

/// A chain we hold the key of. Scheme `bls-unchained-g1-rfc9380`: a round's
/// message is SHA-256 of its number, so no earlier signature is needed.
#[derive(Debug)]
pub struct Chain {
    /// Name the network gives it.
    pub name: &'static str,
    /// Chain hash, hex.
    pub hash: &'static str,
    /// Group public key, hex.
    pub key: &'static str,
    /// Unix time of round 1.
    pub genesis: i64,
    /// Seconds between rounds.
    pub period: i64,
}

/// The chains known here; figures from the network's public chain information.
pub const CHAINS: &[Chain] = &[Chain {
    name: "quicknet",
    hash: "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
    key: "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
    genesis: 1_692_803_367,
    period: 3,
}];

const DST: &[u8] = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

/// The chain of that hash.
pub fn chain(hash: &Digest) -> Result<&'static Chain> {
    let hash = hash.to_string();
    CHAINS.iter().find(|chain| chain.hash == hash).ok_or_else(|| text!("drand-chain-unknown", chain = hash))
}

impl Chain {
    /// Unix time at which a round falls due.
    pub fn due(&self, round: u64) -> Option<i64> {
        let rounds = i64::try_from(round.checked_sub(1)?).ok()?;
        rounds.checked_mul(self.period)?.checked_add(self.genesis)
    }
}

/// Checks a round's signature and that the value is its randomness, SHA-256 of
/// the signature.
pub fn check(chain_hash: &Digest, round: u64, signature: &str, value: &str) -> Result<()> {
    let chain = chain(chain_hash)?;
    let fault = || text!("drand-signature", round = round);
    let key = PublicKey::key_validate(&from_hex(chain.key).ok_or_else(fault)?).map_err(|_| fault())?;
    let bytes = from_hex(signature).ok_or_else(fault)?;
    let point = Signature::sig_validate(&bytes, true).map_err(|_| fault())?;
    let message = Digest::of(&round.to_be_bytes());
    if point.verify(true, &message.0, DST, &[], &key, false) != BLST_ERROR::BLST_SUCCESS {
        return Err(fault());
    }
    if Digest::of(&bytes).to_string() != value {
        return Err(text!("drand-value", round = round, value = value));
    }
    Ok(())
}

fn from_hex(hex: &str) -> Option<Vec<u8>> {
    let lower = hex.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'));
    if !lower || !hex.len().is_multiple_of(2) {
        return None;
    }
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Round 1000 of quicknet, a published example of the network's clients.
    const SIGNATURE: &str =
        "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39";
    const RANDOMNESS: &str = "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd";

    #[test]
    fn a_real_round_holds_and_nothing_near_it() {
        let hash = Digest::parse(CHAINS[0].hash).unwrap();
        check(&hash, 1000, SIGNATURE, RANDOMNESS).unwrap();
        assert_eq!(check(&hash, 1001, SIGNATURE, RANDOMNESS).unwrap_err().id, "drand-signature");
        assert_eq!(
            check(&hash, 1000, &SIGNATURE.replace('b', "c"), RANDOMNESS).unwrap_err().id,
            "drand-signature"
        );
        assert_eq!(check(&hash, 1000, SIGNATURE, CHAINS[0].hash).unwrap_err().id, "drand-value");
        assert_eq!(
            check(&Digest([0; 32]), 1000, SIGNATURE, RANDOMNESS).unwrap_err().id,
            "drand-chain-unknown"
        );
        assert_eq!(CHAINS[0].due(1), Some(1_692_803_367));
    }
}
