//! What makes [`explain`](super::explain()) quick on a frame of any length: found
//! once, when the bundle is checked, and kept beside it. Each answer is the
//! slow one's to the letter; a row's Merkle path is checked against the root
//! again each time.
//!
//! Files: `facts.json`; `PART.blocks`, of every so many ([`BLOCK`]) rows of a frame where
//! they begin (8 bytes, big-endian) and the head of their tree (32 bytes);
//! `PART.N.tickets`, the first 8 bytes of each eligible ticket of the N-th
//! stratum, ascending; `visits`, lines of code, tab and facts, by code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::absent::{NotIn, RowAt, code_of};
use super::explain::{Explanation, InFrame, visit_told};
use super::frames::COLUMNS;
use super::log::{self, Logged};
use super::plan::frame;
use super::rows::{digest, each_line, grammar, unreadable};
use super::tickets::Tickets;
use super::told::{self, VisitTold};
use super::verify::{Drawn, Fixed, amended, matching};
use super::{Fault, Rule};
use crate::domain::csv::split_line;
use crate::domain::grammar::check_code;
use crate::domain::merkle::{self, Tree};
use crate::domain::{Digest, Progress};
use crate::record::proofs::PROOFS;
use crate::text;

/// Rows whose tree's head is kept, as a rule.
pub const BLOCK: u64 = 256;
/// Bytes kept of each.
const RECORD: u64 = 40;
/// Bytes kept of a ticket.
const TICKET: u64 = 8;

/// What is small enough to be read whole.
#[derive(Debug, Serialize, Deserialize)]
struct Facts {
    block: u64,
    plan: String,
    p: Digest,
    seed: Digest,
    logged: Option<Logged>,
    /// Of `log/`'s proofs, which may be written anew.
    proofs: Option<Digest>,
    parts: Vec<PartFacts>,
}

#[derive(Debug, Serialize, Deserialize)]
struct PartFacts {
    part: String,
    department: String,
    rows: u64,
    root: Digest,
    /// Bytes of the frame.
    bytes: u64,
    strata: Vec<StratumFacts>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StratumFacts {
    stratum: String,
    rows: u64,
    eligible: u64,
    quota: u64,
    listed: u64,
    cutoff: Option<Digest>,
}

fn proofs(dir: &Path, fixed_log: bool) -> Result<Option<Digest>, Fault> {
    fixed_log.then(|| digest(dir, PROOFS)).transpose()
}

/// Checks a bundle and makes the index's files, by name. `block` is a power of
/// two, so that every block's head is a node of the frame's own tree.
///
/// # Errors
/// The first thing wrong with the bundle.
pub fn index(dir: &Path, block: u64, progress: &dyn Progress) -> Result<BTreeMap<String, Vec<u8>>, Fault> {
    let block = block.max(1).next_power_of_two();
    let fixed = Fixed::read(dir)?;
    let drawn = Drawn::check(dir, &fixed, progress)?;
    let matched = matching(dir, &fixed, &drawn, progress)?;
    let replay = amended(&fixed, &drawn, &matched)?;
    let logged = log::check(dir, &fixed, &drawn, &matched.claims, None)?;
    let document = fixed.document();
    let mut out = BTreeMap::new();
    let mut facts = Facts {
        block,
        plan: document.plan.clone(),
        p: fixed.plan.p,
        seed: drawn.ceremony.seed,
        logged,
        proofs: proofs(dir, fixed.folder.log)?,
        parts: Vec::new(),
    };
    let mut first = 0;
    let mut visits: BTreeMap<String, String> = BTreeMap::new();
    let tickets = Tickets::new(&drawn.ceremony.seed);
    for part in &document.parts {
        let strata: BTreeMap<&str, usize> =
            part.strata.iter().zip(0..).map(|(stratum, place)| (stratum.stratum.as_str(), place)).collect();
        let mut sorted: Vec<Vec<u64>> = vec![Vec::new(); part.strata.len()];
        let mut blocks: Vec<u8> = Vec::new();
        let mut tree = Tree::default();
        let mut at = COLUMNS.len() as u64 + 1;
        let mut begins = at;
        each_line(dir, &frame(&part.part), COLUMNS, |_, row| {
            if tree.size() == block {
                blocks.extend(begins.to_be_bytes());
                blocks.extend(std::mem::take(&mut tree).root().0);
                begins = at;
            }
            tree.push(merkle::leaf(row.as_bytes()));
            at += row.len() as u64 + 1;
            let [code, _, _, _, stratum, excluded] = split_line::<6>(row).map_err(grammar)?;
            if excluded.is_empty() {
                let ticket = tickets.of(&code);
                if let Some(place) = strata.get(&*stratum) {
                    sorted[*place].push(head(&ticket));
                }
                if let Some(number) = replay.find(&drawn, &ticket).filter(|_| !visits.contains_key(&*code)) {
                    let told = visit_told(document, &drawn, &matched, &replay, number);
                    let told = serde_json::to_string(&told).unwrap_or_default();
                    visits.insert(code.into_owned(), told);
                }
            }
            Ok(())
        })?;
        if tree.size() > 0 {
            blocks.extend(begins.to_be_bytes());
            blocks.extend(tree.root().0);
        }
        out.insert(format!("{}.blocks", part.part), blocks);
        for (place, tickets) in sorted.iter_mut().enumerate() {
            tickets.sort_unstable();
            let bytes = tickets.iter().flat_map(|ticket| ticket.to_be_bytes()).collect();
            out.insert(format!("{}.{place}.tickets", part.part), bytes);
        }
        let figures = part.strata.iter().zip(&drawn.quotas[first..]).zip(first..);
        facts.parts.push(PartFacts {
            part: part.part.clone(),
            department: part.department.clone(),
            rows: part.rows,
            root: part.root,
            bytes: at,
            strata: figures
                .map(|((stratum, quota), place)| StratumFacts {
                    stratum: stratum.stratum.clone(),
                    rows: quota.size.rows,
                    eligible: quota.size.eligible,
                    quota: quota.quota,
                    listed: quota.listed(),
                    cutoff: drawn.listed.selected(place).last().copied(),
                })
                .collect(),
        });
        first += part.strata.len();
    }
    let lines: String = visits.iter().map(|(code, told)| format!("{code}\t{told}\n")).collect();
    out.insert("visits".to_owned(), lines.into_bytes());
    out.insert("facts.json".to_owned(), serde_json::to_vec(&facts).unwrap_or_default());
    Ok(out)
}

/// The first 8 bytes of a ticket.
fn head(ticket: &Digest) -> u64 {
    ticket.0.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// A bundle with its index.
#[derive(Debug, Clone, Copy)]
pub struct Indexed<'a> {
    /// The bundle's folder.
    pub bundle: &'a Path,
    /// The index's.
    pub index: &'a Path,
}

impl Indexed<'_> {
    /// Tells what became of one entity, as [`explain`](super::explain()) would;
    /// `None` where only that can tell: the index is missing or of another state
    /// of the bundle, or two tickets begin alike.
    ///
    /// # Errors
    /// A code that is none; a frame that cannot be read.
    pub fn explain(&self, code: &str) -> Result<Option<Explanation>, Fault> {
        let code = code.trim().to_ascii_uppercase();
        check_code(&code).map_err(|reason| Fault::of_file(".", Rule::Grammar, reason))?;
        let Ok(bytes) = std::fs::read(self.index.join("facts.json")) else { return Ok(None) };
        let Ok(facts) = serde_json::from_slice::<Facts>(&bytes) else { return Ok(None) };
        if proofs(self.bundle, facts.logged.is_some())? != facts.proofs {
            return Ok(None);
        }
        let mut out = told::begun(code, &facts.seed, (&facts.plan, &facts.p), facts.logged.clone());
        let mut absent: BTreeSet<&str> = BTreeSet::new();
        for part in &facts.parts {
            let mut rows = FrameRows::open(self, part, facts.block)?;
            let row = match rows.find(&out.code)? {
                Sought::In(row) => *row,
                Sought::Between(ends) => {
                    let [before, after] = *ends;
                    let gap = NotIn {
                        part: part.part.clone(),
                        department: part.department.clone(),
                        size: part.rows,
                        root: part.root,
                        before,
                        after,
                    };
                    told::absent(&mut out, gap)?;
                    absent.insert(&part.department);
                    continue;
                }
            };
            let Some((found, figures, name)) = self.in_frame(part, row, &out)? else {
                return Ok(None);
            };
            if out.frames.is_empty() {
                told::who(&mut out, name);
            }
            told::frame(&found, Some(figures), &mut out.texts);
            out.frames.push(found);
        }
        if told::frames_told(&mut out, absent) {
            let visit = self.visit(&out.code)?;
            told::visit(&mut out, visit);
        }
        Ok(Some(out))
    }

    fn open(&self, name: &str) -> Result<File, Fault> {
        File::open(self.index.join(name)).map_err(|error| unreadable(name, &error))
    }

    #[allow(clippy::type_complexity)]
    fn in_frame(
        &self,
        part: &PartFacts,
        found: RowAt,
        about: &Explanation,
    ) -> Result<Option<(InFrame, [u64; 3], String)>, Fault> {
        let name_of = frame(&part.part);
        let fields =
            split_line::<6>(&found.row).map_err(|reason| Fault::of_file(&name_of, Rule::Grammar, reason))?;
        let [_, name, _, _, stratum, excluded] = fields.map(std::borrow::Cow::into_owned);
        let Some(place) = part.strata.iter().position(|own| own.stratum == stratum) else { return Ok(None) };
        let facts = &part.strata[place];
        let rank = if excluded.is_empty() {
            match self.rank(part, place, facts.eligible, &about.ticket)? {
                Some(rank) => Some(rank),
                None => return Ok(None),
            }
        } else {
            None
        };
        let found = InFrame {
            part: part.part.clone(),
            department: part.department.clone(),
            stratum,
            excluded,
            rank,
            cutoff: facts.cutoff,
            // What is listed are the least tickets, as was checked.
            outcome: match rank {
                Some(rank) if rank <= facts.quota => "selected",
                Some(rank) if rank <= facts.listed => "reserve",
                _ => "",
            },
            row: found.row,
            index: found.index,
            offset: found.offset,
            size: part.rows,
            path: found.path,
            root: part.root,
        };
        Ok(Some((found, [facts.rows, facts.eligible, facts.quota], name)))
    }

    /// Place of a ticket among its stratum's, from 1; `None` where another one
    /// begins with the same bytes.
    fn rank(
        &self,
        part: &PartFacts,
        stratum: usize,
        eligible: u64,
        ticket: &Digest,
    ) -> Result<Option<u64>, Fault> {
        let name = format!("{}.{stratum}.tickets", part.part);
        let mut file = self.open(&name)?;
        let mut at = |place: u64| -> Result<u64, Fault> {
            let mut bytes = [0; TICKET as usize];
            file.seek(SeekFrom::Start(place * TICKET))
                .and_then(|_| file.read_exact(&mut bytes))
                .map_err(|error| unreadable(&name, &error))?;
            Ok(u64::from_be_bytes(bytes))
        };
        let own = head(ticket);
        let (mut low, mut high) = (0, eligible);
        while low < high {
            let middle = low + (high - low) / 2;
            if at(middle)? < own {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let alone = low < eligible && at(low)? == own && (low + 1 == eligible || at(low + 1)? != own);
        Ok(alone.then_some(low + 1))
    }

    /// The visit's facts, from lines in order of codes.
    fn visit(&self, code: &str) -> Result<Option<VisitTold>, Fault> {
        let fault = |error: std::io::Error| unreadable("visits", &error);
        let mut file = self.open("visits")?;
        let end = file.seek(SeekFrom::End(0)).map_err(fault)?;
        let (mut low, mut high) = (0, end);
        // Halves the bytes until no line begins in the first half.
        while low < high {
            let middle = low + (high - low) / 2;
            let (begins, line) = line_from(&mut file, if middle == low { low } else { middle }, middle > low)
                .map_err(fault)?;
            if line.is_empty() || begins >= high {
                if middle == low {
                    break;
                }
                high = middle;
                continue;
            }
            let text = String::from_utf8_lossy(&line);
            let (own, told) = text.split_once('\t').unwrap_or((&text, ""));
            match own.cmp(code) {
                std::cmp::Ordering::Equal => return Ok(serde_json::from_str(told.trim_end()).ok()),
                std::cmp::Ordering::Less => low = begins + line.len() as u64,
                std::cmp::Ordering::Greater if middle == low => break,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        Ok(None)
    }
}

/// What is found of a code.
enum Sought {
    In(Box<RowAt>),
    /// It would stand between these.
    Between(Box<[Option<RowAt>; 2]>),
}

/// A frame's file, block by block.
struct FrameRows<'a> {
    part: &'a PartFacts,
    name: String,
    file: File,
    /// [`RECORD`]s.
    blocks: Vec<u8>,
    /// Rows of a block.
    block: u64,
}

impl<'a> FrameRows<'a> {
    fn open(indexed: &Indexed<'_>, part: &'a PartFacts, block: u64) -> Result<Self, Fault> {
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
        self.records().nth(block).map_or(self.part.bytes, |record| {
            record.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
        })
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
    fn find(&mut self, code: &str) -> Result<Sought, Fault> {
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

/// The line that begins at a place, or, with `next`, the first one that begins
/// at or behind it; empty at the end. With where it begins.
fn line_from(file: &mut File, from: u64, next: bool) -> std::io::Result<(u64, Vec<u8>)> {
    let from = if next { from - 1 } else { from };
    file.seek(SeekFrom::Start(from))?;
    let mut reader = std::io::BufReader::with_capacity(4096, file);
    let mut begins = from;
    if next {
        let mut rest = Vec::new();
        begins += std::io::BufRead::read_until(&mut reader, b'\n', &mut rest)? as u64;
    }
    let mut line = Vec::new();
    std::io::BufRead::read_until(&mut reader, b'\n', &mut line)?;
    Ok((begins, line))
}
