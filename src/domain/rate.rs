//! 比例: an exact decimal fraction between 0 and 1 (protocol §0). No floats.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Result;
use crate::text;

/// A rate in billionths, 0 to 1 000 000 000; exact for up to nine decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(u64);

impl Rate {
    /// Billionths in one.
    pub const ONE: u64 = 1_000_000_000;

    /// From billionths; `None` above 1.
    pub fn from_billionths(value: u64) -> Option<Self> {
        (value <= Self::ONE).then_some(Self(value))
    }

    /// The value in billionths.
    pub fn billionths(self) -> u64 {
        self.0
    }

    /// Reads the only spelling: `0`, `1`, or `0.` and up to nine digits, the
    /// last not 0.
    pub fn parse(value: &str) -> Result<Self> {
        let fault = || text!("rate-malformed", value = value);
        match value {
            "0" => return Ok(Self(0)),
            "1" => return Ok(Self(Self::ONE)),
            _ => {}
        }
        let digits = value.strip_prefix("0.").ok_or_else(fault)?;
        if digits.is_empty()
            || digits.len() > 9
            || digits.ends_with('0')
            || !digits.bytes().all(|c| c.is_ascii_digit())
        {
            return Err(fault());
        }
        format!("{digits:0<9}").parse().map(Self).map_err(|_| fault())
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => f.write_str("0"),
            Self::ONE => f.write_str("1"),
            n => f.write_str(format!("0.{n:09}").trim_end_matches('0')),
        }
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = String::deserialize(deserializer)?;
        Rate::parse(&value).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling() {
        for good in ["0", "1", "0.03", "0.000000001", "0.999999999", "0.1"] {
            assert_eq!(Rate::parse(good).unwrap().to_string(), good);
        }
        for bad in ["", "0.", "0.0", "0.30", "1.0", "00", "0.0000000001", "3%", ".3", "-0.1", "0,1", "2"] {
            assert!(Rate::parse(bad).is_err(), "{bad}");
        }
    }
}
