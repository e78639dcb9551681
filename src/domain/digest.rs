//! SHA-256 values in their one spelling: 64 lower-case hex characters
//! (protocol §0).

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use super::Result;
use crate::text;

/// A SHA-256 digest, seed or nonce; compares as bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// SHA-256 of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// SHA-256 of lines, each ended by LF (protocol §2: "lines").
    pub fn of_lines<S: AsRef<[u8]>>(lines: &[S]) -> Self {
        let mut hasher = Sha256::new();
        for line in lines {
            hasher.update(line.as_ref());
            hasher.update(b"\n");
        }
        Self(hasher.finalize().into())
    }

    /// Reads exactly 64 lower-case hex characters.
    pub fn parse(hex: &str) -> Result<Self> {
        let fault = || text!("digest-malformed", value = hex);
        let bytes = hex.as_bytes();
        if bytes.len() != 64 {
            return Err(fault());
        }
        let mut out = [0; 32];
        for (byte, pair) in out.iter_mut().zip(bytes.chunks_exact(2)) {
            let nibble = |c: u8| match c {
                b'0'..=b'9' => Some(c - b'0'),
                b'a'..=b'f' => Some(c - b'a' + 10),
                _ => None,
            };
            match (nibble(pair[0]), nibble(pair[1])) {
                (Some(high), Some(low)) => *byte = high << 4 | low,
                _ => return Err(fault()),
            }
        }
        Ok(Self(out))
    }

    /// The 64 hex characters as bytes.
    pub fn hex(&self) -> [u8; 64] {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        let mut out = [0; 64];
        for (pair, byte) in out.chunks_exact_mut(2).zip(self.0) {
            pair[0] = HEX[usize::from(byte >> 4)];
            pair[1] = HEX[usize::from(byte & 15)];
        }
        out
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.hex().iter().try_for_each(|c| write!(f, "{}", char::from(*c)))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hex = String::deserialize(deserializer)?;
        Digest::parse(&hex).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling() {
        let hex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Digest::of(b""), Digest::parse(hex).unwrap());
        assert_eq!(Digest::of(b"").to_string(), hex);
        assert!(Digest::parse(&hex.to_uppercase()).is_err());
        assert!(Digest::parse(&hex[1..]).is_err());
        assert!(Digest::parse(&format!("{hex} ")).is_err());
    }

    #[test]
    fn lines_end_with_lf_each() {
        assert_eq!(Digest::of_lines(&["a", ""]), Digest::of(b"a\n\n"));
    }
}
