//! Reading the frozen inputs of an attempt back: the frames, the roster and
//! the barred pairs, strictly and against their digests. What was frozen is
//! what is drawn.

use std::borrow::Cow::Borrowed;
use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::domain::calendar::parse_date;
use crate::domain::csv::{split_line, split_list};
use crate::domain::{Digest, Result};
use crate::draw::FrameRows;
use crate::draw::document::Part;
use crate::matching::RosterRow;
use crate::text;

/// A frame read back: what the draw needs, and each row's area.
#[derive(Debug, Default)]
pub struct FrozenFrame {
    /// Codes, strata, eligibility.
    pub rows: FrameRows,
    areas: Vec<String>,
    area: Vec<u32>,
}

impl FrozenFrame {
    /// The area of a row.
    pub fn area(&self, row: usize) -> &str {
        &self.areas[self.area[row] as usize]
    }

    /// The row of a code.
    pub fn find(&self, code: &str) -> Option<usize> {
        let codes = &self.rows.codes;
        let (mut low, mut high) = (0, codes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if codes.bytes(middle) < code.as_bytes() { low = middle + 1 } else { high = middle }
        }
        (low < codes.len() && codes.bytes(low) == code.as_bytes()).then_some(low)
    }
}

/// Reads `frames/PART.csv` and refuses it unless its digest is the plan's.
pub fn read_frame(part: &Part, bytes: &[u8]) -> Result<FrozenFrame> {
    let file = format!("frames/{}.csv", part.part);
    check_digest(&file, bytes, &part.sha256)?;
    let data = strip_header(&file, bytes, "code,name,area,class,stratum,excluded")?;
    let strata: BTreeMap<&str, u32> =
        part.strata.iter().zip(0..).map(|(stratum, index)| (stratum.stratum.as_str(), index)).collect();
    let chunks: Vec<Result<Chunk<'_>>> =
        split_chunks(data).par_iter().map(|lines| read_chunk(&file, lines, &strata)).collect();
    let mut frame = FrozenFrame::default();
    let mut areas: BTreeMap<&str, u32> = BTreeMap::new();
    for chunk in chunks {
        for (code, area, stratum, eligible) in chunk? {
            frame.rows.codes.push(code);
            frame.rows.strata.push(stratum);
            frame.rows.eligible.push(eligible);
            let index = match frame.area.last() {
                Some(last) if frame.areas[*last as usize] == area => *last,
                _ => *areas.entry(area).or_insert_with(|| {
                    frame.areas.push(area.to_owned());
                    frame.areas.len() as u32 - 1
                }),
            };
            frame.area.push(index);
        }
    }
    if frame.rows.codes.len() as u64 != part.rows {
        return Err(text!("frozen-rows", file = file));
    }
    Ok(frame)
}

type Chunk<'a> = Vec<(&'a str, &'a str, u32, bool)>;

fn read_chunk<'a>(file: &str, lines: &'a str, strata: &BTreeMap<&str, u32>) -> Result<Chunk<'a>> {
    let mut out = Chunk::new();
    let mut last = ("", 0);
    for line in lines.lines() {
        let fault = || text!("frozen-row", file = file, line = line);
        // Of these fields only the name and the class can be quoted; without a
        // quote the line is cut from its two ends and nothing is copied.
        let (code, area, stratum, excluded) = if line.contains('"') {
            match split_line(line)? {
                [Borrowed(code), _, Borrowed(area), _, Borrowed(stratum), Borrowed(excluded)] => {
                    (code, area, stratum, excluded)
                }
                _ => return Err(fault()),
            }
        } else {
            let (code, rest) = line.split_once(',').ok_or_else(fault)?;
            let mut tail = rest.rsplitn(5, ',');
            let (Some(excluded), Some(stratum), Some(_), Some(area)) =
                (tail.next(), tail.next(), tail.next(), tail.next())
            else {
                return Err(fault());
            };
            (code, area, stratum, excluded)
        };
        if stratum != last.0 {
            last = (stratum, *strata.get(stratum).ok_or_else(fault)?);
        }
        out.push((code, area, last.1, excluded.is_empty()));
    }
    Ok(out)
}

/// Cuts text at line ends into pieces worth a thread's while.
fn split_chunks(mut data: &str) -> Vec<&str> {
    const CHUNK: usize = 4 << 20;
    let mut chunks = Vec::new();
    while data.len() > CHUNK {
        let cut = data.as_bytes()[CHUNK..].iter().position(|byte| *byte == b'\n');
        let (chunk, rest) = data.split_at(cut.map_or(data.len(), |cut| CHUNK + cut + 1));
        chunks.push(chunk);
        data = rest;
    }
    chunks.push(data);
    chunks
}

/// Reads `roster.csv` against its digest.
pub fn read_roster(bytes: &[u8], sha256: &Digest) -> Result<Vec<RosterRow>> {
    let file = "roster.csv";
    check_digest(file, bytes, sha256)?;
    let header = "inspector,name,department,areas,competences,valid_from,valid_to,available";
    let list = |field: &str| split_list(field).map(str::to_owned).collect();
    (strip_header(file, bytes, header)?.lines())
        .map(|line| {
            let [inspector, name, department, areas, competences, from, to, available] = split_line(line)?;
            Ok(RosterRow {
                inspector: inspector.into_owned(),
                name: name.into_owned(),
                department: department.into_owned(),
                areas: list(&areas),
                competences: list(&competences),
                valid_from: parse_date(&from)?,
                valid_to: parse_date(&to)?,
                available: available.into_owned(),
            })
        })
        .collect()
}

fn check_digest(file: &str, bytes: &[u8], expected: &Digest) -> Result<()> {
    if Digest::of(bytes) == *expected { Ok(()) } else { Err(text!("frozen-digest", file = file)) }
}

fn strip_header<'a>(file: &str, bytes: &'a [u8], header: &str) -> Result<&'a str> {
    let text = std::str::from_utf8(bytes).map_err(|_| text!("frozen-utf8", file = file))?;
    let rest = text.strip_prefix(header).and_then(|rest| rest.strip_prefix('\n'));
    rest.ok_or_else(|| text!("frozen-header", file = file, header = header))
}
