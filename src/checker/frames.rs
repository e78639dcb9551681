//! frames/PART.csv (protocol §1 and §3): one pass over each, block by block and
//! line chunks in parallel. Every row is parsed, put into its stratum, hashed
//! as a leaf, and its ticket compared with the last one draw.csv lists.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::drawn::{Listed, Omitted};
use super::leaves::Leaves;
use super::plan::frame;
use super::quota::Size;
use super::rows::{Lines, LinesLf, clean, header, scan};
use super::strata::Strata;
use super::tickets::Tickets;
use super::{Fault, Rule, folder};
use crate::domain::csv::split_line;
use crate::domain::grammar::{check_area, check_code, check_slug};
use crate::domain::merkle;
use crate::domain::{Digest, Progress, Text};
use crate::draw::document::Part;
use crate::text;

/// The header.
pub const COLUMNS: &str = "code,name,area,class,stratum,excluded";

/// What a frame turned out to hold.
#[derive(Debug)]
pub struct FrameFacts {
    /// N and E by stratum, plan order.
    pub sizes: Vec<Size>,
    /// The first eligible row that draw.csv should list and does not.
    pub omitted: Option<Omitted>,
}

/// What each row is compared with.
pub struct Against<'a> {
    /// The part.
    pub part: &'a Part,
    /// Index of its first stratum in the whole plan.
    pub first_stratum: usize,
    /// Digest by SHA256SUMS.
    pub listed_digest: &'a Digest,
    /// The draw's claims; absent when they are already known to be wrong.
    pub draw: Option<(&'a Tickets, &'a mut Listed)>,
}

/// One row's fault: line within its chunk, rule, reason.
type RowFault = (u64, Rule, Text);

/// What a thread keeps between blocks.
#[derive(Default)]
struct Worker {
    strata: HashMap<String, HashMap<String, usize>>,
    sizes: Vec<Size>,
    excluded: BTreeMap<String, u64>,
}

/// What came out of one chunk of lines.
#[derive(Default)]
struct Chunk {
    leaves: Vec<Digest>,
    ends: Option<(String, String)>,
    seen: Vec<(usize, String)>,
    omitted: Option<Omitted>,
    fault: Option<RowFault>,
}

/// Reads a frame row by row, without comparing anything.
pub fn each(
    dir: &Path,
    part: &Part,
    take: impl FnMut(u64, [&str; 6]) -> Result<(), (Rule, Text)>,
) -> Result<u64, Fault> {
    scan::<6>(dir, &frame(&part.part), COLUMNS, take)
}

/// Checks one frame against the plan and the draw.
pub fn check(dir: &Path, against: Against<'_>, progress: &dyn Progress) -> Result<FrameFacts, Fault> {
    let Against { part, first_stratum, listed_digest, mut draw } = against;
    let name = frame(&part.part);
    let strata = Strata::new(part);
    let threads = rayon::current_num_threads();
    let mut workers: Vec<Worker> = Vec::new();
    workers.resize_with(threads * 2, || Worker {
        sizes: vec![Size::default(); part.strata.len()],
        ..Worker::default()
    });

    let mut lines = Lines::open(dir, &name)?;
    let mut hasher = Sha256::new();
    let mut leaves = Leaves::default();
    let mut areas = AreaIndex::of(draw.as_ref().map(|(_, listed)| &**listed));
    let mut fault: Option<Fault> = None;
    let mut omitted = None;
    let mut last = String::new();
    let mut empty = true;
    while let Some(block) = lines.block()? {
        let mut line = block.first;
        let mut body = &block.bytes[..];
        if std::mem::take(&mut empty) {
            match header(&name, body, COLUMNS) {
                Ok(rest) => body = rest,
                Err(found) => fault = Some(found),
            }
            line += 1;
        }
        if fault.is_some() {
            // Only the digest can still say something more basic.
            hasher.update(&block.bytes);
            continue;
        }
        let claims = draw.as_ref().map(|(tickets, listed)| (*tickets, &**listed));
        let (chunks, ()) = rayon::join(
            || {
                let pieces = cut(body, workers.len());
                (workers.par_iter_mut().zip(pieces))
                    .map(|(worker, piece)| worker.chunk(piece, part, &strata, first_stratum, claims))
                    .collect::<Vec<Chunk>>()
            },
            || hasher.update(&block.bytes),
        );
        for chunk in chunks {
            let read = chunk.leaves.len() as u64;
            if let Some((first, end)) = chunk.ends {
                if !last.is_empty() && first <= last {
                    fault = fault.or(Some(unordered(&name, line, &first, &last)));
                }
                last = end;
            }
            if let Some((index, rule, reason)) = chunk.fault {
                fault = fault.or(Some(Fault::of_line(&name, line + index, rule, reason)));
            }
            if fault.is_some() {
                break;
            }
            line += read;
            leaves.extend(chunk.leaves);
            if let Some((_, listed)) = draw.as_mut() {
                for (row, area) in chunk.seen {
                    let area = areas.index(area, listed);
                    listed.saw(row, area);
                }
            }
            omitted = omitted.or(chunk.omitted);
            progress.add(read);
        }
    }
    let read = Reading { digest: Digest(hasher.finalize().into()), empty, fault, leaves };
    folder::compare(&name, &read.digest, listed_digest)?;
    read.holds(&name, part)?;
    let (sizes, excluded) = sum(workers, part.strata.len());
    excluded_as_listed(&name, part, &excluded)?;
    Ok(FrameFacts { sizes, omitted })
}

/// A frame as it was read.
struct Reading {
    digest: Digest,
    empty: bool,
    fault: Option<Fault>,
    leaves: Leaves,
}

impl Reading {
    /// Whether it is the frame of the plan: what is wrong, the most basic first.
    fn holds(self, name: &str, part: &Part) -> Result<(), Fault> {
        let plan_fault = |reason| Err(Fault::of_file(name, Rule::Plan, reason));
        if self.digest != part.sha256 {
            return plan_fault(text!("checker-frame-digest", listed = part.sha256, found = self.digest));
        }
        if self.empty {
            let reason = text!("checker-empty-file", expected = COLUMNS);
            return Err(Fault::of_line(name, 1, Rule::Grammar, reason));
        }
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        if self.leaves.size() != part.rows {
            let found = self.leaves.size();
            return plan_fault(text!("checker-frame-rows", listed = part.rows, found = found));
        }
        let root = self.leaves.root();
        if root != part.root {
            return plan_fault(text!("checker-frame-root", listed = part.root, found = root));
        }
        Ok(())
    }
}

/// Rows excluded for each reason are as many as the plan says.
fn excluded_as_listed(name: &str, part: &Part, excluded: &BTreeMap<String, u64>) -> Result<(), Fault> {
    for reason in part.excluded.keys().chain(excluded.keys()) {
        let listed = part.excluded.get(reason).copied().unwrap_or(0);
        let found = excluded.get(reason).copied().unwrap_or(0);
        if listed != found {
            let reason = text!("checker-frame-excluded", reason = reason, listed = listed, found = found);
            return Err(Fault::of_file(name, Rule::Plan, reason));
        }
    }
    Ok(())
}

fn unordered(name: &str, line: u64, code: &str, before: &str) -> Fault {
    Fault::of_line(name, line, Rule::Plan, order_reason(code, before))
}

fn order_reason(code: &str, before: &str) -> Text {
    if code == before {
        text!("checker-frame-twice", code = code)
    } else {
        text!("checker-frame-order", code = code, before = before)
    }
}

fn sum(workers: Vec<Worker>, strata: usize) -> (Vec<Size>, BTreeMap<String, u64>) {
    let mut sizes = vec![Size::default(); strata];
    let mut excluded = BTreeMap::new();
    for worker in workers {
        for (sum, size) in sizes.iter_mut().zip(worker.sizes) {
            sum.rows += size.rows;
            sum.eligible += size.eligible;
        }
        for (reason, count) in worker.excluded {
            *excluded.entry(reason).or_insert(0) += count;
        }
    }
    (sizes, excluded)
}

/// Cuts lines into up to `pieces` runs of whole lines, about equally long.
fn cut(mut bytes: &[u8], pieces: usize) -> Vec<&[u8]> {
    let mut out = Vec::with_capacity(pieces);
    for left in (1..=pieces).rev() {
        let aim = bytes.len() / left;
        let end = if left == 1 {
            bytes.len()
        } else {
            bytes[aim..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |at| aim + at + 1)
        };
        let (piece, rest) = bytes.split_at(end);
        out.push(piece);
        bytes = rest;
    }
    out
}

impl Worker {
    fn chunk(
        &mut self,
        bytes: &[u8],
        part: &Part,
        strata: &Strata<'_>,
        first_stratum: usize,
        claims: Option<(&Tickets, &Listed)>,
    ) -> Chunk {
        let mut out = Chunk::default();
        let text = match clean(bytes) {
            Ok(text) => text,
            Err((index, reason)) => {
                out.fault = Some((index, Rule::Grammar, reason));
                return out;
            }
        };
        let (mut first, mut before) = ("", "");
        for (index, line) in text.lines_lf().enumerate() {
            match self.row(line, before, part, strata, first_stratum, claims, &mut out) {
                Ok(()) => {}
                Err((rule, reason)) => {
                    out.fault = Some((index as u64, rule, reason));
                    break;
                }
            }
            // A checked code holds neither quote nor comma: it is the line's beginning.
            before = line.split_once(',').map_or("", |(code, _)| code);
            if index == 0 {
                first = before;
            }
        }
        if !first.is_empty() {
            out.ends = Some((first.to_owned(), before.to_owned()));
        }
        out
    }

    #[allow(clippy::too_many_arguments)]
    fn row(
        &mut self,
        line: &str,
        before: &str,
        part: &Part,
        strata: &Strata<'_>,
        first_stratum: usize,
        claims: Option<(&Tickets, &Listed)>,
        out: &mut Chunk,
    ) -> Result<(), (Rule, Text)> {
        let grammar = |reason| (Rule::Grammar, reason);
        let fields = split_line::<6>(line).map_err(grammar)?;
        let [code, _, area, class, stratum, excluded] = &fields;
        check_code(code).map_err(grammar)?;
        if code.as_ref() <= before {
            return Err((Rule::Plan, order_reason(code, before)));
        }
        let known = self.strata.get(area.as_ref()).and_then(|classes| classes.get(class.as_ref()));
        let index = match known {
            Some(index) => *index,
            None => {
                check_area(area).map_err(grammar)?;
                let index = strata.find(area, class).map_err(|reason| (Rule::Plan, reason))?;
                let classes = self.strata.entry(area.to_string()).or_default();
                classes.insert(class.to_string(), index);
                index
            }
        };
        let own = &part.strata[index].stratum;
        if stratum.as_ref() != own {
            return Err((
                Rule::Plan,
                text!(
                    "checker-frame-stratum",
                    code = code.as_ref(),
                    found = stratum.as_ref(),
                    expected = own
                ),
            ));
        }
        self.sizes[index].rows += 1;
        if excluded.is_empty() {
            self.sizes[index].eligible += 1;
            if let Some((tickets, listed)) = claims
                && listed.lists(first_stratum + index)
            {
                let ticket = tickets.of(code);
                match listed.find(first_stratum + index, &ticket) {
                    Ok(row) => out.seen.push((row, area.to_string())),
                    Err(true) if out.omitted.is_none() => {
                        out.omitted =
                            Some(Omitted { stratum: first_stratum + index, ticket, code: code.to_string() });
                    }
                    Err(_) => {}
                }
            }
        } else if let Some(count) = self.excluded.get_mut(excluded.as_ref()) {
            *count += 1;
        } else {
            check_slug(excluded).map_err(grammar)?;
            self.excluded.insert(excluded.to_string(), 1);
        }
        out.leaves.push(merkle::leaf(line.as_bytes()));
        Ok(())
    }
}

/// Area names met in drawn rows, numbered.
struct AreaIndex(HashMap<String, u32>);

impl AreaIndex {
    fn of(listed: Option<&Listed>) -> Self {
        let areas = listed.map(|listed| &listed.areas[..]).unwrap_or_default();
        Self(areas.iter().zip(0..).map(|(area, index)| (area.clone(), index)).collect())
    }

    fn index(&mut self, area: String, listed: &mut Listed) -> u32 {
        if let Some(index) = self.0.get(&area) {
            return *index;
        }
        let index = listed.areas.len() as u32;
        listed.areas.push(area.clone());
        self.0.insert(area, index);
        index
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_whole_lines_and_all_of_them() {
        let text = b"a\nbb\nccc\n\nd\nlonger than all the others together\n";
        for pieces in 1..9 {
            let cut = cut(text, pieces);
            assert_eq!(cut.concat(), text);
            assert!(cut.iter().all(|piece| piece.is_empty() || piece.ends_with(b"\n")));
        }
    }
}
