//! Asking the index.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use super::blocks::{FrameRows, Sought};
use super::facts::{Facts, PartFacts, TICKET, leading, proofs};
use crate::checker::absent::{NotIn, RowAt};
use crate::checker::explain::{Explanation, InFrame};
use crate::checker::plan::frame;
use crate::checker::rows::unreadable;
use crate::checker::told::{self, VisitTold};
use crate::checker::{Fault, Rule};
use crate::domain::Digest;
use crate::domain::csv::split_line;
use crate::domain::grammar::check_code;

/// A bundle with its index.
#[derive(Debug, Clone, Copy)]
pub struct Indexed<'a> {
    /// The bundle's folder.
    pub bundle: &'a Path,
    /// The index's.
    pub index: &'a Path,
}

impl Indexed<'_> {
    /// Tells what became of one entity, as [`explain`](super::super::explain()) would;
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

    /// A file of the index.
    pub(super) fn open(&self, name: &str) -> Result<File, Fault> {
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
        let own = leading(&ticket.0);
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
            let (begins, line) = line_from(&mut file, middle, middle > low).map_err(fault)?;
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
                Ordering::Equal => return Ok(serde_json::from_str(told.trim_end()).ok()),
                Ordering::Less => low = begins + line.len() as u64,
                Ordering::Greater if middle == low => break,
                Ordering::Greater => high = middle,
            }
        }
        Ok(None)
    }
}

/// The line that begins at a place, or, with `next`, the first one that begins
/// at or behind it; empty at the end. With where it begins.
fn line_from(file: &mut File, from: u64, next: bool) -> std::io::Result<(u64, Vec<u8>)> {
    let from = if next { from - 1 } else { from };
    file.seek(SeekFrom::Start(from))?;
    let mut reader = BufReader::with_capacity(4096, file);
    let mut begins = from;
    if next {
        let mut rest = Vec::new();
        begins += reader.read_until(b'\n', &mut rest)? as u64;
    }
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?;
    Ok((begins, line))
}
