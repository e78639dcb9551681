//! Cleaning of cells: one spelling for what people and programs spell in many.
//!
//! Cleaning never guesses: it removes what carries no meaning (full-width
//! forms, stray and zero-width spaces, control characters, the tricks by which
//! spreadsheets are made to keep digits) and leaves judgement to the checks.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use crate::domain::{Date, Result, calendar};
use crate::text;

/// Text in its one spelling: NFC; full-width letters, digits and signs made
/// half-width, Chinese punctuation left as it is; runs of any spaces, tabs and
/// line ends made one space, none at the ends; control and zero-width
/// characters removed.
pub fn text(value: &str) -> String {
    text_cow(value).into_owned()
}

/// [`text()`], borrowing what is clean already.
pub fn text_cow(value: &str) -> Cow<'_, str> {
    if is_clean(value.as_bytes()) { Cow::Borrowed(value) } else { Cow::Owned(scrub(value)) }
}

/// A name of a firm: [`text()`], and brackets in the full-width form of the
/// business licence wherever the name has Chinese in it, so that （集团） and
/// (集团) are one.
pub fn name_cow(value: &str) -> Cow<'_, str> {
    let value = text_cow(value);
    if has_bracket(value.as_bytes()) && value.chars().any(is_han) {
        Cow::Owned(value.replace('(', "（").replace(')', "）"))
    } else {
        value
    }
}

/// A code: every space removed, letters in capitals, dashes made `-`, and the
/// wrappings `'123` and `="123"` of spreadsheets taken off. A whole number in
/// scientific form whose digits are all there is written out.
pub fn code(value: &str) -> String {
    code_cow(value).into_owned()
}

/// [`code`], borrowing what is clean already.
pub fn code_cow(value: &str) -> Cow<'_, str> {
    if is_code(value.as_bytes()) {
        return Cow::Borrowed(value);
    }
    let mut out: String = scrub(value)
        .chars()
        .filter(|c| *c != ' ')
        .map(|c| match c {
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '－' | '−' => '-',
            c => c.to_ascii_uppercase(),
        })
        .collect();
    // ="…" and marks that keep digits, in whatever order they were put on.
    let inner = loop {
        let quoted = out.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(&out);
        let inner = quoted.trim_start_matches(['\'', '‘', '’', '`']).trim_end_matches(['\'', '’']);
        if inner.len() == out.len() {
            break inner;
        }
        out = inner.to_owned();
    };
    let out = inner.strip_suffix(".0").filter(|digits| all_digits(digits)).unwrap_or(inner).to_owned();
    Cow::Owned(written_out(&out).unwrap_or(out))
}

/// Whether a code shows that a spreadsheet kept it as a number and lost
/// digits: `9.16403E+17`.
pub fn lost_digits(code: &str) -> bool {
    let Some((mantissa, exponent)) = code.split_once('E') else { return false };
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    whole.len() == 1
        && all_digits(whole)
        && all_digits(fraction)
        && exponent.len() <= 2
        && all_digits(exponent)
}

/// `1.10108000000016E+14` with as many digits as the number has, and no more
/// than a spreadsheet keeps.
fn written_out(code: &str) -> Option<String> {
    if !lost_digits(code) {
        return None;
    }
    let (mantissa, exponent) = code.split_once('E')?;
    let exponent: usize = exponent.trim_start_matches('+').parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.')?;
    (exponent <= 14 && fraction.len() == exponent).then(|| format!("{whole}{fraction}"))
}

/// A date in any of the usual spellings: `2026-1-5`, `2026/01/05`, `2026.1.5`,
/// `20260105`, `2026年1月5日`, each with or without a time of day after it, a
/// spreadsheet's day number (five digits), and 长期, 永久, 无固定期限 for
/// 9999-12-31. Orders other than year, month, day are refused, not guessed.
pub fn date(value: &str) -> Result<Date> {
    date_of(value).ok_or_else(|| text!("registry-date", value = value))
}

fn date_of(value: &str) -> Option<Date> {
    if let Ok(date) = calendar::parse_date(value) {
        return Some(date);
    }
    let clean = text(value);
    let clean = clean.trim_start_matches('\'');
    if matches!(clean, "长期" | "长期有效" | "永久" | "永久有效" | "无固定期限" | "无期限")
    {
        return calendar::parse_date(calendar::OPEN_ENDED).ok();
    }
    if let Some(days) = clean.strip_suffix(".0").or(Some(clean)).filter(|days| all_digits(days)) {
        return match days.len() {
            // Day 1 is 1900-01-01, and a leap day 1900-02-29 is counted that
            // never was: from day 61 on the count begins on 1899-12-30.
            5 => Date::from_ymd_opt(1899, 12, 30)?.checked_add_days(chrono::Days::new(days.parse().ok()?)),
            8 => ymd(&days[..4], &days[4..6], &days[6..]),
            _ => None,
        };
    }
    let day = match clean.split_once('日') {
        Some((day, rest)) => time_of_day(rest).then_some(day)?,
        None => match clean.find([' ', 'T']) {
            Some(at) => time_of_day(&clean[at + 1..]).then_some(&clean[..at])?,
            None => clean,
        },
    };
    // `2026年 1月 5日` and `2026 - 1 - 5` reach here with their spaces.
    let mut pieces = day.split(['-', '/', '.', '年', '月', '－']).map(str::trim);
    let (year, month, day) = (pieces.next()?, pieces.next()?, pieces.next()?);
    if pieces.next().is_some_and(|rest| !rest.is_empty()) {
        return None;
    }
    ymd(year, month, day)
}

fn ymd(year: &str, month: &str, day: &str) -> Option<Date> {
    let short = |piece: &str| (1..=2).contains(&piece.len()) && all_digits(piece);
    if year.len() != 4 || !all_digits(year) || !short(month) || !short(day) {
        return None;
    }
    Date::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).filter(|_| year >= "1000")
}

/// Whether what stands after a date is a time of day, or nothing.
fn time_of_day(rest: &str) -> bool {
    rest.trim().bytes().all(|c| c.is_ascii_digit() || matches!(c, b':' | b'.' | b'+' | b'Z' | b' '))
}

/// A list in one cell, cut at `；;、,，|` and line ends; elements cleaned, empty
/// ones dropped, each once, in the order written.
pub fn list(value: &str) -> Vec<String> {
    if is_single(value.as_bytes()) && is_clean(value.as_bytes()) {
        return if value.is_empty() { Vec::new() } else { vec![value.to_owned()] };
    }
    let mut out: Vec<String> = Vec::new();
    for element in value.split(['；', ';', '、', ',', '，', '|', '｜', '\n']) {
        let element = text(element);
        if !element.is_empty() && !out.contains(&element) {
            out.push(element);
        }
    }
    out
}

fn all_digits(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|c| c.is_ascii_digit())
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

// What follows goes by bytes and places: iterators over characters cost much
// in builds that do not inline them, and every cell comes through here.

fn has_bracket(bytes: &[u8]) -> bool {
    let mut at = 0;
    while at < bytes.len() && bytes[at] != b'(' && bytes[at] != b')' {
        at += 1;
    }
    at < bytes.len()
}

fn is_code(bytes: &[u8]) -> bool {
    let mut at = 0;
    while at < bytes.len() && matches!(bytes[at], b'0'..=b'9' | b'A'..=b'Z' | b'-') {
        at += 1;
    }
    at == bytes.len()
}

/// Whether surely nothing cuts a list here; 、 begins with the byte E3, the
/// full-width ones with EF.
pub(super) fn is_single(bytes: &[u8]) -> bool {
    let mut at = 0;
    while at < bytes.len() && !matches!(bytes[at], b';' | b',' | b'|' | b'\n' | 0xe3 | 0xef) {
        at += 1;
    }
    at == bytes.len()
}

/// Whether [`text()`] would change nothing, told by bytes for the characters
/// that make up nearly all real cells; `false` when unsure.
fn is_clean(bytes: &[u8]) -> bool {
    if bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ') {
        return false;
    }
    let mut at = 0;
    let mut space = false;
    while at < bytes.len() {
        let byte = bytes[at];
        match byte {
            b' ' if space => return false,
            b' '..=b'~' => at += 1,
            // U+4000–9FFF.
            0xe4..=0xe9 => at += 3,
            // U+3001–3011: 、。〈〉《》「」『』【】 and the like.
            0xe3 if bytes.get(at + 1) == Some(&0x80) && matches!(bytes.get(at + 2), Some(0x81..=0x91)) => {
                at += 3
            }
            // U+FF08 （, U+FF09 ）, U+FF0C ，, U+FF1A ：, U+FF1B ；.
            0xef if matches!(bytes.get(at + 1..at + 3), Some([0xbc, 0x88 | 0x89 | 0x8c | 0x9a | 0x9b])) => {
                at += 3
            }
            _ => return false,
        }
        space = byte == b' ';
    }
    true
}

fn scrub(value: &str) -> String {
    let normal: Cow<'_, str> =
        if is_nfc(value) { Cow::Borrowed(value) } else { Cow::Owned(value.nfc().collect()) };
    let mut out = String::with_capacity(normal.len());
    let mut space = false;
    for c in normal.chars() {
        let c = match c {
            // Full-width letters, digits and signs; not Chinese punctuation
            // （），：；？！, which is at home in Chinese text.
            '０'..='９'
            | 'Ａ'..='Ｚ'
            | 'ａ'..='ｚ'
            | '＂'..='＇'
            | '＊'..='＋'
            | '－'..='／'
            | '＜'..='＞'
            | '＠'
            | '［'..='｀'
            | '｛'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '￥' => '¥',
            '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' => ' ',
            c if c.is_whitespace() || c == '\u{3164}' || c == '\u{2800}' => ' ',
            c if c.is_control() || invisible(c) => continue,
            c => c,
        };
        if c == ' ' {
            space = true;
            continue;
        }
        if space && !out.is_empty() {
            out.push(' ');
        }
        space = false;
        out.push(c);
    }
    // Taking out an invisible character may bring a letter and its mark
    // together.
    if is_nfc(&out) { out } else { out.nfc().collect() }
}

/// Characters that show nothing: zero-width, direction marks, soft hyphen, BOM,
/// variation selectors, and non-characters.
fn invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{fffe}'..='\u{ffff}'
            | '\u{e0000}'..='\u{e007f}'
            | '\u{e0100}'..='\u{e01ef}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::grammar;
    use proptest::prelude::*;

    #[test]
    fn texts() {
        assert_eq!(text("　宁夏\u{200b}某某（集团）有限公司 "), "宁夏某某（集团）有限公司");
        assert_eq!(text("Ａ座１２－３号\r\n  二层\u{a0}"), "A座12-3号 二层");
        assert_eq!(text("e\u{301}"), "é");
        assert_eq!(text("e\u{200b}\u{301}"), "é");
        assert_eq!(text("\u{feff}\u{0}a\u{7f}"), "a");
        assert_eq!(text(" \t　"), "");
        assert_eq!(name_cow("某某(集团)有限公司"), "某某（集团）有限公司");
        assert_eq!(name_cow("ABC (China)"), "ABC (China)");
    }

    #[test]
    fn codes() {
        assert_eq!(code(" ９１６４0300 01270529 9x "), "91640300012705299X");
        assert_eq!(code("'110108000000016"), "110108000000016");
        assert_eq!(code("=\"110108000000016\""), "110108000000016");
        assert_eq!(code("110108000000016.0"), "110108000000016");
        assert_eq!(code("1.10108000000016E+14"), "110108000000016");
        assert_eq!(code("9.16403E+17"), "9.16403E+17");
        assert!(lost_digits("9.16403E+17") && !lost_digits("91640300MA75E12345"));
        assert_eq!(code("ab—1"), "AB-1");
    }

    #[test]
    fn dates() {
        for good in [
            "2026-1-5",
            "2026/01/05",
            "2026.1.5",
            "20260105",
            "2026年1月5日",
            "2026年01月05日 ",
            "46027",
            "46027.0",
            "2026-01-05 00:00:00",
            "2026-01-05T08:30:00.000+08:00",
            "２０２６－０１－０５",
            "2026/1/5 8:30",
            "'2026-01-05",
        ] {
            assert_eq!(date(good).unwrap().to_string(), "2026-01-05", "{good}");
        }
        assert_eq!(date("长期").unwrap().to_string(), calendar::OPEN_ENDED);
        for bad in [
            "",
            "2026-02-30",
            "5/1/2026",
            "26-1-5",
            "2026",
            "2026年",
            "2026-1",
            "2026-1-5-7",
            "昨天",
            "0000-00-00",
        ] {
            assert_eq!(date(bad).unwrap_err().id, "registry-date", "{bad}");
        }
    }

    #[test]
    fn lists() {
        assert_eq!(list("食品；药品、 食品,|ａ"), ["食品", "药品", "a"]);
        assert!(list(" ；").is_empty());
    }

    proptest! {
        #[test]
        fn cleaned_text_is_grammatical_and_stays(value in any::<String>()) {
            let once = text(&value);
            grammar::check_text(&once).unwrap();
            prop_assert_eq!(&text(&once), &once);
            prop_assert_eq!(scrub(&once), once);
        }

        #[test]
        fn what_is_borrowed_is_clean(value in "[ a-z宁夏（），、Ａ。\u{3000}\u{200b}]{0,12}") {
            prop_assert_eq!(text_cow(&value).into_owned(), scrub(&value));
        }

        #[test]
        fn one_element_is_a_list_like_any_other(value in "[ a-z宁夏（），、；｜|;Ａ\n\u{3000}]{0,8}") {
            let cut = [value.as_str(), ";"].concat();
            prop_assert_eq!(list(&value), list(&cut));
        }

        #[test]
        fn codes_stay(value in "[0-9A-Za-z\\- '=\".+E]{0,20}") {
            let once = code(&value);
            prop_assert_eq!(code(&once), once);
        }
    }
}
