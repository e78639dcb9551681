//! One entity's rows and their Merkle paths, out of frames of any size, in the
//! time of reading a thousand lines: what a portal gives to whoever checks just
//! himself. Nothing is verified but that each frame has the root plan.json
//! fixed; whoever asks recomputes all else (`web/assets/check/COMPANY.md`).

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::plan::{frame, load};
use super::rows::unreadable;
use super::{Fault, Rule};
use crate::domain::grammar::check_code;
use crate::domain::merkle::{self, Tree};
use crate::domain::{Digest, Progress};
use crate::text;

/// Rows of a group: what one question reads. A power of two, so that a full
/// group is a subtree of the frame's tree.
const GROUP: u64 = 1 << 10;

/// The frames of one published bundle, ready to be asked. It holds some 80
/// bytes for each thousand rows; make one per bundle and keep it.
#[derive(Debug)]
pub struct Lookup {
    dir: PathBuf,
    frames: Vec<Index>,
}

/// Where a frame's groups begin.
#[derive(Debug)]
struct Index {
    part: String,
    rows: u64,
    /// Byte offset of each group, and at last of the file's end.
    offsets: Vec<u64>,
    /// First code of each group.
    codes: Vec<Box<str>>,
    /// Tree head of each group.
    heads: Vec<Digest>,
}

/// A row of a frame and the way to its root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The line, without LF.
    pub row: String,
    /// Its place among the data lines, from 0.
    pub index: u64,
    /// Inclusion path, leaf to root (RFC 6962).
    pub path: Vec<Digest>,
}

/// Where an entity stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Present {
    /// The part.
    pub part: String,
    /// Its row.
    #[serde(flatten)]
    pub row: Row,
}

/// Where it does not: the rows between which it would.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Absent {
    /// The part.
    pub part: String,
    /// The last row of a smaller code; `None` when there is none.
    pub before: Option<Row>,
    /// The first row of a larger code; `None` when there is none.
    pub after: Option<Row>,
}

/// An entity's places in all frames of a draw, in plan order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Places {
    /// Its code.
    pub code: String,
    /// The frames it stands in.
    pub frames: Vec<Present>,
    /// The frames it does not stand in.
    pub absent: Vec<Absent>,
}

impl Lookup {
    /// Reads the frames once. A frame without the root that plan.json fixed is
    /// a fault.
    pub fn open(dir: &Path, progress: &dyn Progress) -> Result<Self, Fault> {
        let document = load(dir)?.document;
        progress.begin(text!("checker-doing-frames"), document.parts.iter().map(|part| part.rows).sum());
        let mut frames = Vec::with_capacity(document.parts.len());
        for part in &document.parts {
            let index = Index::read(dir, &part.part, progress)?;
            let found = index.root();
            if found != part.root {
                let reason = text!("checker-frame-root", listed = part.root, found = found);
                return Err(Fault::of_file(frame(&part.part), Rule::Plan, reason));
            }
            frames.push(index);
        }
        progress.end();
        Ok(Self { dir: dir.to_path_buf(), frames })
    }

    /// Where an entity stands and where not. A fault when the code is none, or
    /// when a frame is no longer what it was.
    pub fn find(&self, code: &str) -> Result<Places, Fault> {
        check_code(code).map_err(|reason| Fault::of_file(".", Rule::Grammar, reason))?;
        let mut out = Places { code: code.to_owned(), frames: Vec::new(), absent: Vec::new() };
        for index in &self.frames {
            let part = index.part.clone();
            match index.place(&self.dir, code)? {
                Ok(row) => out.frames.push(Present { part, row }),
                Err([before, after]) => out.absent.push(Absent { part, before, after }),
            }
        }
        Ok(out)
    }
}

/// The code at a line's beginning; it needs no quotes.
fn code_of(line: &str) -> &str {
    line.split_once(',').map_or(line, |(code, _)| code)
}

impl Index {
    fn read(dir: &Path, part: &str, progress: &dyn Progress) -> Result<Self, Fault> {
        let name = frame(part);
        let fault = |error: std::io::Error| unreadable(&name, &error);
        let mut file = BufReader::with_capacity(1 << 18, File::open(dir.join(&name)).map_err(fault)?);
        let mut line = Vec::new();
        let mut offset = file.read_until(b'\n', &mut line).map_err(fault)? as u64;
        let mut out = Self {
            part: part.to_owned(),
            rows: 0,
            offsets: Vec::new(),
            codes: Vec::new(),
            heads: Vec::new(),
        };
        let mut group = Tree::default();
        loop {
            line.clear();
            let read = file.read_until(b'\n', &mut line).map_err(fault)? as u64;
            if group.size() == GROUP || read == 0 && group.size() > 0 {
                progress.add(group.size());
                out.heads.push(std::mem::take(&mut group).root());
            }
            if read == 0 {
                break;
            }
            let row = line.strip_suffix(b"\n").unwrap_or(&line);
            if group.size() == 0 {
                out.offsets.push(offset);
                out.codes.push(code_of(&String::from_utf8_lossy(row)).into());
            }
            group.push(merkle::leaf(row));
            offset += read;
            out.rows += 1;
        }
        out.offsets.push(offset);
        Ok(out)
    }

    fn root(&self) -> Digest {
        let mut tree = Tree::default();
        self.heads.iter().for_each(|head| tree.push(*head));
        tree.root()
    }

    /// The row of a code, or else its neighbours.
    fn place(&self, dir: &Path, code: &str) -> Result<Result<Row, [Option<Row>; 2]>, Fault> {
        // The group that begins with the code or before it; the first when none does.
        let group = self.codes.partition_point(|first| **first <= *code).saturating_sub(1);
        if self.heads.is_empty() {
            return Ok(Err([None, None]));
        }
        let own_group = self.lines(dir, group)?;
        let lines = &own_group.0;
        let within = lines.partition_point(|line| code_of(line) < code);
        let index = group as u64 * GROUP + within as u64;
        if lines.get(within).is_some_and(|line| code_of(line) == code) {
            return Ok(Ok(self.row(group, &own_group, within)));
        }
        let neighbour = |index: Option<u64>| -> Result<Option<Row>, Fault> {
            let Some(index) = index.filter(|index| *index < self.rows) else { return Ok(None) };
            let (own, within) = ((index / GROUP) as usize, (index % GROUP) as usize);
            if own == group {
                return Ok(Some(self.row(group, &own_group, within)));
            }
            Ok(Some(self.row(own, &self.lines(dir, own)?, within)))
        };
        Ok(Err([neighbour(index.checked_sub(1))?, neighbour(Some(index))?]))
    }

    /// The lines of a group, held against its tree head, with their leaves.
    fn lines(&self, dir: &Path, group: usize) -> Result<(Vec<String>, Vec<Digest>), Fault> {
        let name = frame(&self.part);
        let fault = |error: std::io::Error| unreadable(&name, &error);
        let mut file = File::open(dir.join(&name)).map_err(fault)?;
        file.seek(SeekFrom::Start(self.offsets[group])).map_err(fault)?;
        let mut bytes = Vec::new();
        let length = self.offsets[group + 1] - self.offsets[group];
        file.take(length).read_to_end(&mut bytes).map_err(fault)?;
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<String> = text.split_terminator('\n').map(str::to_owned).collect();
        let leaves: Vec<Digest> = lines.iter().map(|line| merkle::leaf(line.as_bytes())).collect();
        let mut tree = Tree::default();
        leaves.iter().for_each(|leaf| tree.push(*leaf));
        if tree.root() != self.heads[group] {
            return Err(Fault::of_file(name, Rule::Bundle, text!("checker-changed-meanwhile")));
        }
        Ok((lines, leaves))
    }

    /// A row with its path: within its group, then over the groups' heads.
    fn row(&self, group: usize, (lines, leaves): &(Vec<String>, Vec<Digest>), within: usize) -> Row {
        let mut path = merkle::path(leaves, within);
        path.extend(merkle::path(&self.heads, group));
        Row { row: lines[within].clone(), index: group as u64 * GROUP + within as u64, path }
    }
}
