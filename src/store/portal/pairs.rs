//! Text as neighbouring pairs of characters, so that an index of words finds
//! any substring of two characters or more, Chinese or not.

use unicode_normalization::UnicodeNormalization;

/// A text as it is compared: compatibility forms (full-width letters) and
/// capitals made one; every white space and control character one space.
pub fn fold(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c })
        .collect()
}

/// A character as the index's tokenizer keeps it within a word: it splits at
/// ASCII characters that are no letters or digits, so these are moved to the
/// private use area (whose own characters become one).
fn kept(c: char) -> char {
    match c {
        '\u{e000}'..='\u{f8ff}' => '\u{fffd}',
        c if c.is_ascii() && !c.is_ascii_alphanumeric() => {
            char::from_u32(0xe000 + u32::from(c)).unwrap_or('\u{fffd}')
        }
        c => c,
    }
}

/// The pairs of a folded text, a word each; `0`, a word too short to be a pair, where
/// there is a space, so that no phrase reaches across it.
pub fn pairs(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len() * 3);
    let mut before = None;
    for c in folded.chars() {
        match (before, c) {
            (_, ' ') => out.push_str("0 "),
            (Some(before), c) => {
                out.push(kept(before));
                out.push(kept(c));
                out.push(' ');
            }
            (None, _) => {}
        }
        before = (c != ' ').then_some(c);
    }
    out
}

/// The phrase that finds a folded word of two characters or more.
pub fn phrase(word: &str) -> String {
    // No quotation mark can come through: `kept` moved it away.
    format!("\"{}\"", pairs(word).trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_a_text() {
        assert_eq!(pairs(&fold("市场 Ab")), "市场 0 ab ");
        assert_eq!(pairs("一"), "");
        assert_eq!(fold("ＡＢ\u{3000}\t〔2026〕"), "ab  〔2026〕");
        assert!(!phrase(&fold("a\" OR b*")).trim_matches('"').contains('"'));
    }
}
