//! A frame's rows, found by the blocks they lie in.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::ask::Indexed;
use super::facts::{PartFacts, RECORD, leading};
use crate::checker::absent::{RowAt, code_of};
use crate::checker::plan::frame;
use crate::checker::rows::unreadable;
use crate::checker::{Fault, Rule};
use crate::domain::Digest;
use crate::domain::merkle;
use crate::text;

/// What is found of a code.
pub(super) enum Sought {
    In(Box<RowAt>),
    /// It would stand between these.
    Between(Box<[Option<RowAt>; 2]>),
}

/// A frame's file, block by block.
pub(super) struct FrameRows<'a> {
    part: &'a PartFacts,
    name: String,
    file: File,
    /// [`RECORD`]s.
    blocks: Vec<u8>,
    /// Rows of a block.
    block: u64,
}

impl<'a> FrameRows<'a> {
    /// Opens a part's frame with its blocks.
    pub(super) fn open(indexed: &Indexed<'_>, part: &'a PartFacts, block: u64) -> Result<Self, Fault> {
        let name = frame(&part.part);
        let fault = |error: std::io::Error| unreadable(&name, &error);
        let mut blocks = Vec::new();
        indexed.open(&format!("{}.blocks", part.part))?.read_to_end(&mut blocks).map_err(fault)?;
        let file = File::open(indexed.bundle.join(&name)).map_err(fault)?;
        Ok(Self { part, name, file, blocks, block })
    }

    fn records(&self) -> std::slice::ChunksExact<'_, u8> {
        self.blocks.chunks_exact(RECORD as usize)
    }

    /// Where a block begins; behind the last, where the file ends.
    fn begins(&self, block: usize) -> u64 {
        self.records().nth(block).map_or(self.part.bytes, leading)
    }

    /// The rows of a block; none where there is no such block.
    fn text(&mut self, block: usize) -> Result<String, Fault> {
        let (from, to) = (self.begins(block), self.begins(block + 1));
        let mut bytes = vec![0; usize::try_from(to.saturating_sub(from)).unwrap_or(0)];
        let read = self.file.seek(SeekFrom::Start(from)).and_then(|_| self.file.read_exact(&mut bytes));
        read.map_err(|error| unreadable(&self.name, &error))?;
        String::from_utf8(bytes)
            .map_err(|_| Fault::of_file(&self.name, Rule::Grammar, text!("checker-not-utf8")))
    }

    /// A row with its path, held against the frame's root.
    fn row(&self, block: usize, text: &str, place: usize) -> Result<RowAt, Fault> {
        let leaves: Vec<Digest> =
            text.split_terminator('\n').map(|row| merkle::leaf(row.as_bytes())).collect();
        let heads: Vec<Digest> = self
            .records()
            .map(|record| {
                let mut head = [0; 32];
                head.copy_from_slice(&record[8..]);
                Digest(head)
            })
            .collect();
        let row = text.split_terminator('\n').nth(place).unwrap_or_default();
        let before: u64 = text.split_terminator('\n').take(place).map(|row| row.len() as u64 + 1).sum();
        let mut path = merkle::path(&leaves, place);
        path.extend(merkle::path(&heads, block));
        let index = block as u64 * self.block + place as u64;
        let leaf = merkle::leaf(row.as_bytes());
        if merkle::root_of_path(leaf, index, self.part.rows, &path) != Some(self.part.root) {
            return Err(Fault::of_file(&self.name, Rule::Bundle, text!("checker-changed-meanwhile")));
        }
        Ok(RowAt { row: row.to_owned(), index, offset: self.begins(block) + before, path })
    }

    /// The code's row, or the rows between which it would stand.
    pub(super) fn find(&mut self, code: &str) -> Result<Sought, Fault> {
        // The last block whose first code is not behind the one looked for.
        let (mut low, mut high) = (0, self.records().len());
        let mut first = [0; 64];
        while low < high {
            let middle = low + (high - low) / 2;
            let read = self
                .file
                .seek(SeekFrom::Start(self.begins(middle)))
                .and_then(|_| read_some(&mut self.file, &mut first));
            let read = read.map_err(|error| unreadable(&self.name, &error))?;
            let own = first[..read].split(|byte| *byte == b',').next().unwrap_or_default();
            if own <= code.as_bytes() {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let block = low.saturating_sub(1);
        let text = self.text(block)?;
        let rows = text.split_terminator('\n');
        let smaller = rows.clone().take_while(|row| code_of(row) < code).count();
        let next = rows.clone().nth(smaller);
        if next.is_some_and(|row| code_of(row) == code) {
            return Ok(Sought::In(Box::new(self.row(block, &text, smaller)?)));
        }
        let before = smaller.checked_sub(1).map(|place| self.row(block, &text, place)).transpose()?;
        let after = match next {
            Some(_) => Some(self.row(block, &text, smaller)?),
            None => {
                let following = self.text(block + 1)?;
                (!following.is_empty()).then(|| self.row(block + 1, &following, 0)).transpose()?
            }
        };
        Ok(Sought::Between(Box::new([before, after])))
    }
}

/// Reads until the buffer is full or the file ends.
fn read_some(file: &mut File, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}
