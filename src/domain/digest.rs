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

/// What a byte stands for as a lower-case hex character; 16 for none.
const NIBBLE: [u8; 256] = {
    let mut of = [16; 256];
    let mut value = 0;
    while value < 16 {
        of[b"0123456789abcdef"[value as usize] as usize] = value;
        value += 1;
    }
    of
};

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
        let bytes: &[u8; 64] = hex.as_bytes().try_into().map_err(|_| fault())?;
        let mut out = [0; 32];
        let mut strange = 0;
        let mut i = 0;
        while i < 32 {
            let (high, low) = (NIBBLE[usize::from(bytes[2 * i])], NIBBLE[usize::from(bytes[2 * i + 1])]);
            strange |= high | low;
            out[i] = high << 4 | low & 15;
            i += 1;
        }
        if strange > 15 { Err(fault()) } else { Ok(Self(out)) }
    }

    /// The 64 hex characters as bytes.
    pub fn hex(&self) -> [u8; 64] {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        let mut out = [0; 64];
        let mut i = 0;
        while i < 32 {
            out[2 * i] = HEX[usize::from(self.0[i] >> 4)];
            out[2 * i + 1] = HEX[usize::from(self.0[i] & 15)];
            i += 1;
        }
        out
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.hex()).unwrap_or_default())
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
