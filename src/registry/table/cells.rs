//! Delimited text cut into records and cells.
//!
//! A cell that begins with `"` runs to its closing quotation mark, doubled
//! ones standing for one, line ends included; what follows up to the next
//! delimiter is kept as written. A quotation mark elsewhere is a character like
//! any other. Lines end with LF or CRLF.

use std::borrow::Cow;

use crate::domain::Text;
use crate::text;

/// One record as it stands in the file.
pub(crate) struct Cells<'a, 'b> {
    /// The line it begins on.
    pub number: u64,
    /// How many lines it covers.
    pub lines: u64,
    /// The cells, unquoted, otherwise as written.
    pub cells: &'b [Cow<'a, str>],
}

impl Cells<'_, '_> {
    /// Whether no cell holds anything.
    pub fn blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    /// Why the cells cannot be told under `width` headings, if so.
    pub fn fault(&self, width: usize) -> Option<Text> {
        if let Some(misfit) = super::misfit(self.cells.len(), width, |i| self.cells[i].trim().is_empty()) {
            // Two stray quotation marks swallow the lines between them: say so.
            return Some(if self.lines > 1 {
                text!("registry-row-quote", lines = self.lines, fault = misfit)
            } else {
                misfit
            });
        }
        let broken = self.cells.iter().any(|cell| is_broken(cell.as_bytes()));
        broken.then(|| text!("registry-row-bytes"))
    }
}

/// Whether there is a NUL, or U+FFFD, which stands for what could not be
/// decoded. By bytes and places, as all that looks at every byte of a file:
/// iterators cost much in builds that do not inline them.
fn is_broken(bytes: &[u8]) -> bool {
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == 0 || bytes[at] == 0xef && bytes[at..].starts_with("\u{fffd}".as_bytes()) {
            return true;
        }
        at += 1;
    }
    false
}

/// How many bytes from `from` on belong to a plain run of a cell's text.
fn plain_run(bytes: &[u8], from: usize, delimiter: u8) -> usize {
    let mut at = from;
    while at < bytes.len() && bytes[at] != delimiter && bytes[at] != b'\n' {
        at += 1;
    }
    at - from
}

/// Goes through the records of a text that begins at a record's beginning.
/// Blank lines are passed over.
pub(crate) fn records<'a>(
    text: &'a str,
    delimiter: u8,
    first_line: u64,
    mut each: impl FnMut(Cells<'a, '_>) -> std::ops::ControlFlow<()>,
) {
    let bytes = text.as_bytes();
    let mut cells: Vec<Cow<'a, str>> = Vec::with_capacity(32);
    let mut line = first_line;
    let mut at = 0;
    while at < bytes.len() {
        let number = line;
        cells.clear();
        loop {
            let (cell, next) = if bytes.get(at) == Some(&b'"') {
                quoted(text, at, delimiter, &mut line)
            } else {
                let length = plain_run(bytes, at, delimiter);
                let mut cell = &text[at..at + length];
                if bytes.get(at + length) != Some(&delimiter) {
                    cell = cell.strip_suffix('\r').unwrap_or(cell);
                }
                (Cow::Borrowed(cell), at + length)
            };
            cells.push(cell);
            at = next + 1;
            if bytes.get(next) != Some(&delimiter) {
                break;
            }
        }
        line += 1;
        let record = Cells { number, lines: line - number, cells: &cells };
        if !record.blank() && each(record).is_break() {
            return;
        }
    }
}

/// A quoted cell beginning at `from`: its text and where its delimiter or line
/// end stands.
fn quoted<'a>(text: &'a str, from: usize, delimiter: u8, line: &mut u64) -> (Cow<'a, str>, usize) {
    let bytes = text.as_bytes();
    let mut at = from + 1;
    let mut doubled = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' if bytes.get(at + 1) == Some(&b'"') => {
                doubled = true;
                at += 1;
            }
            b'"' => break,
            b'\n' => *line += 1,
            _ => {}
        }
        at += 1;
    }
    let inside = &text[from + 1..at];
    let after = (at + 1).min(bytes.len());
    let length = plain_run(bytes, after, delimiter);
    let tail = &text[after..after + length];
    let tail = tail.strip_suffix('\r').unwrap_or(tail);
    let cell = match (doubled, tail.is_empty()) {
        (false, true) => Cow::Borrowed(inside),
        _ => Cow::Owned(inside.replace("\"\"", "\"") + tail),
    };
    (cell, after + length)
}

/// Where the last record ends within bytes that begin at a record's beginning
/// (after its line feed), and whether a quotation mark is open at the end.
/// Works on undecoded UTF-8 and GB18030: none of the bytes it looks for is
/// ever part of a longer character.
pub(super) fn last_end(bytes: &[u8], delimiter: u8) -> (usize, bool) {
    if !bytes.contains(&b'"') {
        return (bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1), false);
    }
    let (mut at, mut end, mut fresh) = (0, 0, true);
    while at < bytes.len() {
        match bytes[at] {
            b'"' if fresh => {
                // Inside quotes only the closing mark counts.
                loop {
                    at += 1;
                    match bytes.get(at) {
                        None => return (end, true),
                        Some(b'"') if bytes.get(at + 1) == Some(&b'"') => at += 1,
                        Some(b'"') => break,
                        Some(_) => {}
                    }
                }
                fresh = false;
            }
            b'\n' => {
                end = at + 1;
                fresh = true;
            }
            byte => fresh = byte == delimiter,
        }
        at += 1;
    }
    (end, false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::ops::ControlFlow;

    fn all(text: &str) -> Vec<(u64, Vec<String>)> {
        let mut out = Vec::new();
        records(text, b',', 1, |record| {
            out.push((record.number, record.cells.iter().map(|cell| cell.to_string()).collect()));
            ControlFlow::Continue(())
        });
        out
    }

    fn row(number: u64, cells: &[&str]) -> (u64, Vec<String>) {
        (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn cells_and_lines() {
        assert_eq!(
            all("a,b\r\n\r\n\"x\r\ny\",\"q\"\"z\"\n,\n1,5\" 管\nlast,\"t\"u"),
            [
                row(1, &["a", "b"]),
                row(3, &["x\r\ny", "q\"z"]),
                row(6, &["1", "5\" 管"]),
                row(7, &["last", "tu"]),
            ]
        );
        assert_eq!(all(""), []);
        assert_eq!(all("a,"), [row(1, &["a", ""])]);
        assert_eq!(all("\"open"), [row(1, &["open"])]);
    }

    #[test]
    fn ends_of_records() {
        assert_eq!(last_end(b"a,b\nc", b','), (4, false));
        assert_eq!(last_end(b"a,\"b\nc\"\nd", b','), (8, false));
        assert_eq!(last_end(b"a,b\"\nc\"\nd", b','), (8, false));
        assert_eq!(last_end(b"a\n\"b\nc", b','), (2, true));
        assert_eq!(last_end(b"abc", b','), (0, false));
    }

    proptest! {
        /// Cutting at any record end gives the same records as reading whole.
        #[test]
        fn cutting_changes_nothing(text in "[a,\"\n\r]{0,60}", at in 0usize..60) {
            let head = &text[..at.min(text.len())];
            let (end, _) = last_end(head.as_bytes(), b',');
            let mut parts = all(&text[..end]);
            let line = 1 + text[..end].matches('\n').count() as u64;
            records(&text[end..], b',', line, |record| {
                parts.push((record.number, record.cells.iter().map(|cell| cell.to_string()).collect()));
                ControlFlow::Continue(())
            });
            prop_assert_eq!(parts, all(&text));
        }
    }
}
