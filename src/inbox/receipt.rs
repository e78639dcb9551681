//! Receipt numbers: sixty random bits, easy to read out over a telephone.

use std::fmt;

use crate::domain::{Digest, Result};
use crate::text;

/// Digits and letters that cannot be taken for one another (no I, L, O, U).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A receipt number, `7K2M-94QX-B0TE`: knowing it is the right to see what
/// became of a message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Receipt(String);

impl Receipt {
    /// Of random bytes.
    pub fn new(random: &Digest) -> Self {
        let chars = random.0.iter().take(12).map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
        Self(chars.collect())
    }

    /// Reads one as people write it: any case, with or without dashes and
    /// spaces, O for 0, I or L for 1, full-width forms.
    ///
    /// # Errors
    /// `inbox-receipt`.
    pub fn parse(text: &str) -> Result<Self> {
        let mut out = String::with_capacity(12);
        for c in text.chars().flat_map(char::to_uppercase) {
            let c = match c {
                '\u{ff10}'..='\u{ff3a}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
                other => other,
            };
            match c {
                '-' | '—' | '－' | ' ' | '\u{3000}' => {}
                'O' => out.push('0'),
                'I' | 'L' => out.push('1'),
                c if c.is_ascii() && ALPHABET.contains(&(c as u8)) => out.push(c),
                _ => return Err(text!("inbox-receipt", value = text)),
            }
        }
        if out.len() == 12 { Ok(Self(out)) } else { Err(text!("inbox-receipt", value = text)) }
    }

    /// What the log says instead of it: SHA-256 of the lines `choucha/1 receipt`
    /// and the number.
    pub fn digest(&self) -> Digest {
        Digest::of_lines(&["choucha/1 receipt", &self.0])
    }

    /// Without dashes, as it is kept.
    pub fn bare(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, rest) = self.0.split_at(4);
        let (second, third) = rest.split_at(4);
        write!(f, "{first}-{second}-{third}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_may_write_it_their_way() {
        let receipt = Receipt::new(&Digest([
            0, 1, 33, 66, 31, 30, 29, 8, 9, 10, 11, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0,
        ]));
        assert_eq!(receipt.to_string(), "0112-ZYX8-9ABC");
        for way in ["0112zyx89abc", " o1i2 zyx8-9abc", "０１１２－ＺＹＸ８－９ＡＢＣ", "Ol12ZYX89ABC"]
        {
            assert_eq!(Receipt::parse(way), Ok(receipt.clone()), "{way}");
        }
        for wrong in ["", "0112ZYX89AB", "0112ZYX89ABCD", "0112ZYX89ABU", "回执"] {
            assert_eq!(Receipt::parse(wrong).unwrap_err().id, "inbox-receipt");
        }
    }
}
