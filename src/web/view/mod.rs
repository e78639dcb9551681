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
    fn thousands() {
        assert_eq!(super::grouped(0), "0");
        assert_eq!(super::grouped(999), "999");
        assert_eq!(super::grouped(1_234_567), "1,234,567");
    }
}
