//! What is wrong with a code, as exactly as can be said without guessing.

use crate::domain::code::{credit_check_char, registration_check_digit};
use crate::domain::{Result, Text, grammar};
use crate::registry::clean;
use crate::text;

/// Nothing, or reason and remedy.
type Checked = Result<(), (Text, Text)>;

/// 统一社会信用代码 or 15-digit 注册号.
pub(super) fn firm_code(code: &str) -> Checked {
    let original = || text!("registry-remedy-licence");
    if code.is_empty() {
        return Err((text!("registry-code-empty"), original()));
    }
    if clean::lost_digits(code) {
        return Err((text!("registry-code-number"), text!("registry-remedy-number")));
    }
    let digits = code.bytes().all(|c| c.is_ascii_digit());
    match code.len() {
        18 if code.is_ascii() => match credit_check_char(&code[..17]) {
            Some(expected) if code.ends_with(expected) => Ok(()),
            Some(_) if digits && code.ends_with("000") => {
                Err((text!("registry-code-number"), text!("registry-remedy-number")))
            }
            Some(expected) => {
                let found = &code[17..];
                Err((text!("registry-code-check", expected = expected, found = found), original()))
            }
            None => Err((letter_fault(code), original())),
        },
        15 if digits => match registration_check_digit(&code[..14]) {
            Some(expected) if code.ends_with(expected) => Ok(()),
            expected => {
                let expected = expected.unwrap_or('?');
                let found = &code[14..];
                Err((text!("registry-registration-check", expected = expected, found = found), original()))
            }
        },
        _ => {
            let length = code.chars().count();
            Err((text!("registry-code-length", length = length), original()))
        }
    }
}

/// Names the first character that no 统一社会信用代码 has; where it is one of
/// the letters left out for looking like a digit, says which check character
/// the code would need with that digit, without guessing that it is meant.
fn letter_fault(code: &str) -> Text {
    let alike = |c: char| match c {
        'I' => Some('1'),
        'O' => Some('0'),
        'Z' => Some('2'),
        'S' => Some('5'),
        'V' => Some('U'),
        _ => None,
    };
    let legal = |c: char| c.is_ascii_digit() || (c.is_ascii_uppercase() && alike(c).is_none());
    let Some((at, letter)) = code.chars().enumerate().find(|(_, c)| !legal(*c)) else {
        return text!("registry-code-length", length = code.len());
    };
    let read: String = code.chars().map(|c| alike(c).unwrap_or(c)).collect();
    match (alike(letter), credit_check_char(&read[..17])) {
        (Some(like), Some(expected)) => {
            text!("registry-code-alike", position = at + 1, letter = letter, like = like, expected = expected)
        }
        _ => text!("registry-code-letter", position = at + 1, letter = letter),
    }
}

/// Codes of equipment, projects, premises, case files.
pub(super) fn object_code(code: &str) -> Checked {
    if code.is_empty() {
        return Err((text!("registry-code-empty"), text!("registry-remedy-original")));
    }
    if clean::lost_digits(code) {
        return Err((text!("registry-code-number"), text!("registry-remedy-number")));
    }
    grammar::check_code(code).map_err(|reason| (reason, text!("registry-remedy-object-code")))
}
