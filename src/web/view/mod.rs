//! The few forms that every page is put together of, so that all pages look,
//! read and print alike. `page` is the whole, `block` its parts, `chart` the
//! drawn ones, `sheet` the frame around a page.

mod block;
mod chart;
mod page;
mod sheet;

pub use block::{
    Block, Cell, CheckBox, Entry, Facts, Field, Input, Piece, Search, Sheet, Table, cell, cells, code, link,
};
pub use chart::{BarRow, Bars, Plot};
pub use page::{Feed, Page};
pub use sheet::render;

/// Whether a text is a day or a minute of one, as machines read them too:
/// `2026-10-09`, `2026-10-09 15:30`.
pub fn dated(text: &str) -> bool {
    let pattern = match text.len() {
        10 => "0000-00-00",
        16 => "0000-00-00 00:00",
        _ => return false,
    };
    let like = |(own, wanted): (u8, u8)| if wanted == b'0' { own.is_ascii_digit() } else { own == wanted };
    text.bytes().zip(pattern.bytes()).all(like)
}

/// A text as runs, each a day (`2026-10-09`) or what stands between, so that no
/// line breaks within a day.
pub fn runs(text: &str) -> Vec<(bool, &str)> {
    let mut out = Vec::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(at) = rest[from..].find("20").map(|at| at + from) {
        let end = at + 10;
        let alone = |next: Option<char>| !next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
        let day = rest.get(at..end).is_some_and(dated);
        if day && alone(rest[..at].chars().next_back()) && alone(rest[end..].chars().next()) {
            if at > 0 {
                out.push((false, &rest[..at]));
            }
            out.push((true, &rest[at..end]));
            (rest, from) = (&rest[end..], 0);
        } else {
            from = at + 2;
        }
    }
    if !rest.is_empty() {
        out.push((false, rest));
    }
    out
}

/// A number for people: thousands set apart by commas.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Whether a text holds Chinese characters, so that an English page says so.
pub fn chinese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}'))
}

#[cfg(test)]
mod tests {
    #[test]
    fn days_stay_whole() {
        let (to, days) = (super::runs("2026-10-12 至 2026-12-20"), super::runs("自2026-10-12起"));
        assert_eq!(to, [(true, "2026-10-12"), (false, " 至 "), (true, "2026-12-20")]);
        assert_eq!(days, [(false, "自"), (true, "2026-10-12"), (false, "起")]);
        for plain in ["", "20", "2020202020", "DT-2026-10-12", "2026-10-123", "二〇二六年20甲乙丙丁"]
        {
            assert!(super::runs(plain).iter().all(|(day, _)| !day), "{plain}");
            assert_eq!(super::runs(plain).iter().map(|(_, run)| *run).collect::<String>(), plain);
        }
    }

    #[test]
    fn thousands() {
        assert_eq!(super::grouped(0), "0");
        assert_eq!(super::grouped(999), "999");
        assert_eq!(super::grouped(1_234_567), "1,234,567");
    }
}
