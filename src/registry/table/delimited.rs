//! Delimited text in blocks that end between records, so that many hands can
//! parse them at once and no file need fit into memory.

use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::Row;
use super::cells::{last_end, records};
use super::encoding::{Encoding, unknown};
use super::kind::{open, unreadable};
use crate::domain::{Digest, Result};
use crate::text;

/// Bytes to a block, about.
const BLOCK: usize = 8 << 20;
/// No record is longer; a quotation mark that opens one is a stray one.
const RECORD: usize = 1 << 20;
/// Bytes looked at to tell encoding and delimiter.
const SAMPLE: usize = 256 << 10;

/// Some whole records as they stand in the file.
pub(crate) struct Block {
    /// The bytes, without BOM.
    pub bytes: Vec<u8>,
    /// The line of the first byte.
    pub first_line: u64,
}

/// A delimited file, block by block.
pub(crate) struct Blocks {
    path: PathBuf,
    reader: Box<dyn Read + Send>,
    /// Of the bytes as they stand in the file; `None` when known already.
    hasher: Option<Sha256>,
    digest: Option<Digest>,
    carry: Vec<u8>,
    line: u64,
    ended: bool,
    /// What the file is written in.
    pub encoding: Encoding,
    /// What the blocks are decoded from: UTF-8 once the file was recoded.
    pub decode: Encoding,
    /// `,`, tab or `;`.
    pub delimiter: u8,
}

impl Blocks {
    /// Opens a file and tells encoding and delimiter.
    pub fn open(path: &Path) -> Result<Self> {
        let mut file = open(path)?;
        let fault = |error| unreadable(path, &error);
        let mut head = Vec::new();
        file.by_ref().take(SAMPLE as u64).read_to_end(&mut head).map_err(fault)?;
        let encoding = match Encoding::of_bom(&head) {
            Some(encoding) => encoding,
            None => {
                let sample = beyond_ascii(&mut file, &head).map_err(fault)?;
                if head.contains(&0) || sample.contains(&0) {
                    return Err(text!("registry-file-binary", file = path));
                }
                Encoding::of_sample(&sample).ok_or_else(|| unknown(path))?
            }
        };
        let wide = matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be);
        let bare_cr = !wide && !head.contains(&b'\n') && head.contains(&b'\r');
        file.seek(SeekFrom::Start(0)).map_err(fault)?;
        let mut this = Self {
            path: path.to_owned(),
            reader: Box::new(Cursor::new(Vec::new())),
            hasher: Some(Sha256::new()),
            digest: None,
            carry: Vec::new(),
            line: 1,
            ended: false,
            encoding,
            decode: encoding,
            delimiter: b',',
        };
        if wide || bare_cr {
            // Rare enough to be read whole: lines end in more than one byte, or
            // in a carriage return alone.
            let mut whole = Vec::new();
            file.read_to_end(&mut whole).map_err(fault)?;
            this.digest = Some(Digest::of(&whole));
            this.hasher = None;
            let decoded = encoding.decode_lossy(&whole[encoding.bom()..]).into_owned();
            let decoded = if decoded.contains('\n') { decoded } else { decoded.replace('\r', "\n") };
            this.delimiter = delimiter(&decoded);
            this.decode = Encoding::Utf8;
            this.reader = Box::new(Cursor::new(decoded.into_bytes()));
        } else {
            let bom = encoding.bom();
            this.delimiter = delimiter(&encoding.decode_lossy(&head[bom..]));
            let mut skipped = vec![0; bom];
            file.read_exact(&mut skipped).map_err(fault)?;
            if let Some(hasher) = &mut this.hasher {
                hasher.update(&skipped);
            }
            this.reader = Box::new(file);
        }
        Ok(this)
    }

    /// The next block, or `None` at the end.
    pub fn next_block(&mut self) -> Result<Option<Block>> {
        let mut bytes = std::mem::take(&mut self.carry);
        loop {
            if self.ended {
                if bytes.is_empty() {
                    return Ok(None);
                }
                let (end, open) = last_end(&bytes, self.delimiter);
                if open {
                    return Err(self.stray_quote(&bytes[..end]));
                }
                let block = Block { first_line: self.line, bytes };
                self.line += newlines(&block.bytes);
                return Ok(Some(block));
            }
            let from = bytes.len();
            bytes.reserve(BLOCK);
            let read = self
                .reader
                .by_ref()
                .take(BLOCK as u64)
                .read_to_end(&mut bytes)
                .map_err(|error| unreadable(&self.path, &error))?;
            if let Some(hasher) = &mut self.hasher {
                hasher.update(&bytes[from..]);
            }
            self.ended = read < BLOCK;
            if self.ended {
                continue;
            }
            let (end, open) = last_end(&bytes, self.delimiter);
            if bytes.len() - end > RECORD {
                let before = &bytes[..end];
                return Err(if open {
                    self.stray_quote(before)
                } else {
                    let line = self.line + newlines(before);
                    text!("registry-record-long", file = self.path.as_path(), line = line)
                });
            }
            self.carry = bytes.split_off(end);
            let block = Block { first_line: self.line, bytes };
            self.line += newlines(&block.bytes);
            return Ok(Some(block));
        }
    }

    /// The digest of the whole file; call it after the last block.
    pub fn digest(mut self) -> Digest {
        match (self.digest, self.hasher.take()) {
            (Some(digest), _) => digest,
            (None, Some(hasher)) => Digest(hasher.finalize().into()),
            (None, None) => Digest::of(b""),
        }
    }

    fn stray_quote(&self, before: &[u8]) -> crate::domain::Text {
        let line = self.line + newlines(before);
        text!("registry-quote-open", file = self.path.as_path(), line = line)
    }
}

/// Reads a file whole.
pub(super) fn read(path: &Path) -> Result<Vec<Row>> {
    let mut blocks = Blocks::open(path)?;
    let mut rows = Vec::new();
    while let Some(block) = blocks.next_block()? {
        let text = match blocks.decode.decode(&block.bytes) {
            Ok(text) => text,
            Err(_) => blocks.decode.decode_lossy(&block.bytes),
        };
        records(&text, blocks.delimiter, block.first_line, |record| {
            let cells: Vec<String> = record.cells.iter().map(|cell| cell.to_string()).collect();
            let broken = cells.iter().any(|cell| cell.contains(['\u{fffd}', '\0']));
            let fault = broken.then(|| text!("registry-row-bytes"));
            rows.push(Row { number: record.number, cells, fault });
            ControlFlow::Continue(())
        });
    }
    Ok(rows)
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// A stretch of the file around its first byte beyond ASCII, to judge the
/// encoding by; of an all-ASCII file, nothing.
fn beyond_ascii(file: &mut File, head: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut window = head.to_vec();
    loop {
        if let Some(at) = window.iter().position(|byte| !byte.is_ascii()) {
            let begin = window[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
            window.drain(..begin);
            file.take(SAMPLE as u64).read_to_end(&mut window)?;
            return Ok(window);
        }
        window.clear();
        if file.by_ref().take(SAMPLE as u64).read_to_end(&mut window)? == 0 {
            return Ok(window);
        }
    }
}

/// The delimiter by which the first lines fall into the most equal pieces.
fn delimiter(head: &str) -> u8 {
    let score = |delimiter: u8| {
        let mut widths = std::collections::BTreeMap::new();
        let mut seen = 0;
        records(head, delimiter, 1, |record| {
            *widths.entry(record.cells.len() - 1).or_insert(0usize) += 1;
            seen += 1;
            if seen < 50 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        widths.into_iter().map(|(width, times)| width * times).max().unwrap_or(0)
    };
    let mut best = (b',', score(b','));
    for candidate in [b'\t', b';'] {
        let score = score(candidate);
        if score > best.1 {
            best = (candidate, score);
        }
    }
    best.0
}
