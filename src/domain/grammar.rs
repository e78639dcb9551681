//! The protocol's grammar for single fields (protocol §0). Writer and checker
//! both refuse everything else.

use unicode_normalization::is_nfc;

use super::Result;
use crate::text;

/// Text that may stand in any field: NFC, no control characters.
pub fn check_text(value: &str) -> Result<()> {
    if is_plain(value.as_bytes()) {
        return Ok(());
    }
    if value.chars().any(|c| (c as u32) < 0x20 || c == '\u{7f}') {
        return Err(text!("text-control", value = value.escape_debug().to_string()));
    }
    if !value.chars().all(is_settled) && !is_nfc(value) {
        return Err(text!("text-not-nfc", value = value));
    }
    Ok(())
}

/// Told by bytes: nothing but printable ASCII and [`is_settled`] characters,
/// which are nearly all there are.
fn is_plain(bytes: &[u8]) -> bool {
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let second = if at + 2 < bytes.len() { bytes[at + 1] } else { 0 };
        at += match byte {
            0x20..=0x7e => 1,
            0xe4 if second >= 0xb8 => 3,
            0xe5..=0xe9 => 3,
            // U+FF01–FF3F.
            0xef if second == 0xbc && bytes[at + 2] >= 0x81 => 3,
            _ => return false,
        };
    }
    true
}

/// ASCII, 汉字 of the main block and full-width forms stand for themselves in
/// normal form C, whatever stands beside them; nearly all text is made of
/// these, and asking the tables of Unicode costs more than all else here.
fn is_settled(c: char) -> bool {
    matches!(c, '\0'..='\u{7f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}')
}

/// Entity code: `[0-9A-Z-]{1,54}`.
pub fn check_code(value: &str) -> Result<()> {
    let ok = (1..=54).contains(&value.len())
        && value.bytes().all(|c| matches!(c, b'0'..=b'9' | b'A'..=b'Z' | b'-'));
    ok.then_some(()).ok_or_else(|| text!("code-malformed", value = value))
}

/// Part or source name, or a reason: `[a-z0-9-]{1,32}`.
pub fn check_slug(value: &str) -> Result<()> {
    let ok = (1..=32).contains(&value.len())
        && value.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'z' | b'-'));
    ok.then_some(()).ok_or_else(|| text!("slug-malformed", value = value))
}

/// Stratum, department, inspector, competence …: 1–64 bytes, none of `,;"`.
pub fn check_element(value: &str) -> Result<()> {
    check_text(value)?;
    let ok = (1..=64).contains(&value.len()) && !value.contains([',', ';', '"']);
    ok.then_some(()).ok_or_else(|| text!("element-malformed", value = value))
}

/// Area: digits.
pub fn check_area(value: &str) -> Result<()> {
    let ok = (1..=64).contains(&value.len()) && value.bytes().all(|c| c.is_ascii_digit());
    ok.then_some(()).ok_or_else(|| text!("area-malformed", value = value))
}

/// Area scope: digits, or `*`.
pub fn check_scope(value: &str) -> Result<()> {
    if value == "*" { Ok(()) } else { check_area(value) }
}

/// Whether a scope covers an area: `*`, or a prefix of it.
pub fn covers(scope: &str, area: &str) -> bool {
    scope == "*" || area.starts_with(scope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settled_characters_are_in_normal_form() {
        let settled: Vec<char> = ('\0'..='\u{ffff}').filter(|c| is_settled(*c)).collect();
        assert_eq!(settled.len(), 128 + 0x5200 + 94);
        for c in settled {
            assert!(
                unicode_normalization::is_nfc_quick(std::iter::once(c))
                    == unicode_normalization::IsNormalized::Yes
            );
            assert_eq!(unicode_normalization::char::canonical_combining_class(c), 0);
        }
    }

    #[test]
    fn what_is_plain_is_settled() {
        for c in '\0'..=char::MAX {
            let plain = is_plain(c.encode_utf8(&mut [0; 4]).as_bytes());
            assert!(!plain || is_settled(c) && !c.is_control(), "{c:?}");
        }
        assert!(is_plain("沙坡头区 No. 12，（一）".as_bytes()) && !is_plain("一\u{301}".as_bytes()));
    }

    #[test]
    fn fields() {
        assert!(check_text("宁夏，“甲”").is_ok());
        assert!(check_text("e\u{301}").is_err());
        assert!(check_text("a\u{7f}").is_err());
        assert!(check_code("91640300012705299X").is_ok());
        assert!(check_code(&"A".repeat(55)).is_err());
        assert!(check_code("91a").is_err());
        assert!(check_code("").is_err());
        assert!(check_slug("checked-recently").is_ok());
        assert!(check_slug("Leave").is_err());
        assert!(check_element("市场监管局").is_ok());
        assert!(check_element("a;b").is_err());
        assert!(check_scope("*").is_ok() && check_scope("64*").is_err());
        assert!(covers("6403", "640301") && covers("*", "1") && !covers("640301", "6403"));
    }
}
