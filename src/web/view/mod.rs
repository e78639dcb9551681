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

/// Whether a text holds Chinese characters, so that an English page says so.
pub fn chinese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}'))
}
