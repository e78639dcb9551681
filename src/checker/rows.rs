//! Reading the bundle's CSV files block by block: never more than a few MiB in
//! memory, whatever the file's length, and only the one spelling of protocol
//! §0. Lines are counted from 1, the header being line 1.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, is_nfc_quick};

use super::{Fault, Rule};
use crate::domain::csv::split_line;
use crate::domain::grammar::check_text;
use crate::domain::{Digest, Text};
use crate::text;

/// Bytes read at a time.
const BLOCK: usize = 4 << 20;
/// A longer line is refused, so that no file can fill the memory.
const LONGEST: usize = 1 << 20;

/// A file of lines, as blocks of whole lines after its header.
pub struct Lines {
    name: String,
    file: File,
    carry: Vec<u8>,
    ended: bool,
    /// Number of the next line to be handed out.
    pub next: u64,
}

/// Whole lines, each with its LF.
pub struct Block {
    /// The bytes, as read.
    pub bytes: Vec<u8>,
    /// Number of the first line.
    pub first: u64,
}

impl Lines {
    /// Opens a file of the bundle.
    pub fn open(dir: &Path, name: &str) -> Result<Self, Fault> {
        let file = File::open(dir.join(name)).map_err(|error| unreadable(name, &error))?;
        Ok(Self { name: name.to_owned(), file, carry: Vec::new(), ended: false, next: 1 })
    }

    /// The next block; `None` at the end. A missing last LF is told by the
    /// block's last byte, so that the bytes still reach the hasher.
    pub fn block(&mut self) -> Result<Option<Block>, Fault> {
        let mut bytes = std::mem::take(&mut self.carry);
        while !self.ended {
            bytes.reserve(BLOCK);
            let read = (&mut self.file).take(BLOCK as u64).read_to_end(&mut bytes);
            self.ended = read.map_err(|error| unreadable(&self.name, &error))? < BLOCK;
            if self.ended {
                break;
            }
            if let Some(last) = bytes.iter().rposition(|b| *b == b'\n') {
                self.carry = bytes.split_off(last + 1);
                break;
            }
            if bytes.len() > LONGEST {
                let reason = text!("checker-line-long", limit = LONGEST);
                return Err(Fault::of_line(&self.name, self.next, Rule::Grammar, reason));
            }
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        let first = self.next;
        self.next += bytes.iter().filter(|b| **b == b'\n').count() as u64;
        Ok(Some(Block { bytes, first }))
    }
}

/// A file that cannot be read at all.
pub fn unreadable(name: &str, error: &std::io::Error) -> Fault {
    Fault::of_file(name, Rule::Bundle, text!("checker-unreadable", error = error))
}

/// Whether bytes are UTF-8 lines without control characters in NFC. On a fault:
/// the index of the line within `bytes` and the reason.
pub fn clean(bytes: &[u8]) -> Result<&str, (u64, Text)> {
    let line_of = |at: usize| bytes[..at].iter().filter(|b| **b == b'\n').count() as u64;
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Err((line_of(error.valid_up_to()), text!("checker-not-utf8"))),
    };
    if !bytes.is_empty() && !bytes.ends_with(b"\n") {
        return Err((line_of(bytes.len()), text!("checker-no-last-lf")));
    }
    let mut control = false;
    for byte in bytes {
        control |= (*byte < 0x20 && *byte != b'\n') || *byte == 0x7f;
    }
    if control || !text.chars().all(plainly_nfc) {
        for (index, line) in text.lines_lf().enumerate() {
            if line.ends_with('\r') {
                return Err((index as u64, text!("checker-crlf")));
            }
            if line.starts_with('\u{feff}') {
                return Err((index as u64, text!("checker-bom")));
            }
            check_text(line).map_err(|reason| (index as u64, reason))?;
        }
    }
    Ok(text)
}

/// Characters that stay in NFC whatever stands beside them: most of what names
/// are written in is told by range alone, the rest looked up.
fn plainly_nfc(c: char) -> bool {
    matches!(
        u32::from(c),
        0..=0x2ff | 0x2010..=0x2027 | 0x3001..=0x3029 | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xff01..=0xff60
    ) || canonical_combining_class(c) == 0 && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes
}

/// `str::lines` that ends lines at LF only and keeps CR.
pub trait LinesLf {
    /// Lines without their LF.
    fn lines_lf(&self) -> impl Iterator<Item = &str>;
}

impl LinesLf for str {
    fn lines_lf(&self) -> impl Iterator<Item = &str> {
        self.split_terminator('\n')
    }
}

/// Takes the header off the first block; what remains are data lines.
pub fn header<'a>(name: &str, bytes: &'a [u8], expected: &str) -> Result<&'a [u8], Fault> {
    let at = |reason| Fault::of_line(name, 1, Rule::Grammar, reason);
    let end = bytes.iter().position(|b| *b == b'\n').map_or(bytes.len(), |end| end + 1);
    let (first, rest) = bytes.split_at(end);
    if first.starts_with("\u{feff}".as_bytes()) {
        return Err(at(text!("checker-bom")));
    }
    let line = clean(first).map_err(|(_, reason)| at(reason))?;
    if line.strip_suffix('\n') != Some(expected) {
        let found: String = line.chars().take(200).collect();
        return Err(at(text!("checker-header", expected = expected, found = found.trim_end())));
    }
    Ok(rest)
}

/// Reads a whole CSV file row by row; `take` gets each line's number and fields.
pub fn scan<const N: usize>(
    dir: &Path,
    name: &str,
    columns: &str,
    mut take: impl FnMut(u64, [&str; N]) -> Result<(), (Rule, Text)>,
) -> Result<u64, Fault> {
    each_line(dir, name, columns, |line, row| {
        let fields = split_line::<N>(row).map_err(grammar)?;
        take(line, std::array::from_fn(|i| fields[i].as_ref()))
    })
}

/// Reads a whole CSV file line by line after its header; returns the number of
/// data lines.
pub fn each_line(
    dir: &Path,
    name: &str,
    columns: &str,
    mut take: impl FnMut(u64, &str) -> Result<(), (Rule, Text)>,
) -> Result<u64, Fault> {
    let mut lines = Lines::open(dir, name)?;
    let mut rows = 0;
    let mut first = true;
    while let Some(block) = lines.block()? {
        let mut line = block.first;
        let mut bytes = &block.bytes[..];
        if std::mem::take(&mut first) {
            bytes = header(name, bytes, columns)?;
            line += 1;
        }
        let text = clean(bytes)
            .map_err(|(index, reason)| Fault::of_line(name, line + index, Rule::Grammar, reason))?;
        for row in text.lines_lf() {
            take(line, row).map_err(|(rule, reason)| Fault::of_line(name, line, rule, reason))?;
            line += 1;
            rows += 1;
        }
    }
    if first {
        return Err(Fault::of_line(name, 1, Rule::Grammar, text!("checker-empty-file", expected = columns)));
    }
    Ok(rows)
}

/// SHA-256 of a file.
pub fn digest(dir: &Path, name: &str) -> Result<Digest, Fault> {
    use sha2::{Digest as _, Sha256};
    let mut file = File::open(dir.join(name)).map_err(|error| unreadable(name, &error))?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(Digest(hasher.finalize().into())),
            Ok(n) => hasher.update(&buffer[..n]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(unreadable(name, &error)),
        }
    }
}

/// A number in its one spelling: decimal, no leading zero, no sign, below 2⁵³.
pub fn number(value: &str) -> Result<u64, (Rule, Text)> {
    let plain = !value.is_empty()
        && value.bytes().all(|c| c.is_ascii_digit())
        && (value == "0" || !value.starts_with('0'));
    (value.parse().ok())
        .filter(|n| plain && *n < 1 << 53)
        .ok_or_else(|| (Rule::Grammar, text!("checker-number", value = value)))
}

/// A grammar fault of one field.
pub fn grammar(reason: Text) -> (Rule, Text) {
    (Rule::Grammar, reason)
}
