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

/// Characters in a gram.
const GRAM: usize = 4;

/// The runs of four letters or digits of ASCII in a folded text, a word each:
/// any two digits stand in most codes, four in few.
pub fn grams(folded: &str) -> String {
    let mut out = String::new();
    for run in folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| run.len() >= GRAM) {
        for at in 0..=run.len() - GRAM {
            out.push_str(&run[at..at + GRAM]);
            out.push(' ');
        }
        out.push_str("0 ");
    }
    out
}

/// The phrase that finds a folded word of two characters or more.
pub fn phrase(word: &str) -> String {
    if word.len() >= GRAM && word.bytes().all(|c| c.is_ascii_alphanumeric()) {
        let grams = grams(word);
        return format!("grams : \"{}\"", grams.strip_suffix(" 0 ").unwrap_or(&grams));
    }
    // No quotation mark can come through: `kept` moved it away.
    let pairs = format!("pairs : \"{}\"", pairs(word).trim_end());
    // A number within it stands in few texts, its pairs of digits in most.
    let numbers = word.split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| run.len() >= GRAM);
    numbers.fold(pairs, |found, run| format!("{found} AND {}", phrase(run)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_a_text() {
        assert_eq!(pairs(&fold("市场 Ab")), "市场 0 ab ");
        assert_eq!(pairs("一"), "");
        assert_eq!(fold("ＡＢ\u{3000}\t〔2026〕"), "ab  〔2026〕");
        assert_eq!(phrase(&fold("a\" OR")).matches('"').count(), 2);
        assert_eq!(grams("ma0502-ab 一1234"), "ma05 a050 0502 0 1234 0 ");
        assert_eq!(phrase("ma0502"), "grams : \"ma05 a050 0502\"");
        assert_eq!(phrase("0000"), "grams : \"0000\"");
        assert_eq!(phrase("第12345店"), "pairs : \"第1 12 23 34 45 5店\" AND grams : \"1234 2345\"");
    }
}
