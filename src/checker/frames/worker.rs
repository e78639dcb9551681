//! The rows of a chunk.

use std::collections::{BTreeMap, HashMap};

use crate::checker::Rule;
use crate::checker::drawn::{Listed, Omitted};
use crate::checker::quota::Size;
use crate::checker::rows::{LinesLf, clean};
use crate::checker::strata::Strata;
use crate::checker::tickets::Tickets;
use crate::domain::csv::split_line;
use crate::domain::grammar::{check_area, check_code, check_slug};
use crate::domain::{Digest, Text, merkle};
use crate::draw::document::Part;
use crate::text;

/// One row's fault: line within its chunk, rule, reason.
type RowFault = (u64, Rule, Text);

/// What a thread keeps between blocks.
#[derive(Default)]
pub(super) struct Worker {
    strata: HashMap<String, HashMap<String, usize>>,
    sizes: Vec<Size>,
    excluded: BTreeMap<String, u64>,
}

/// What came out of one chunk of lines.
#[derive(Default)]
pub(super) struct Chunk {
    pub leaves: Vec<Digest>,
    /// The first and the last code.
    pub ends: Option<(String, String)>,
    /// Rows of draw.csv met, with their areas.
    pub seen: Vec<(usize, String)>,
    pub omitted: Option<Omitted>,
    pub fault: Option<RowFault>,
}

impl Worker {
    /// For so many strata.
    pub fn new(strata: usize) -> Self {
        Self { sizes: vec![Size::default(); strata], ..Self::default() }
    }

    /// Checks the lines of a chunk.
    pub fn chunk(
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

/// Why a code may not stand behind another.
pub(super) fn order_reason(code: &str, before: &str) -> Text {
    if code == before {
        text!("checker-frame-twice", code = code)
    } else {
        text!("checker-frame-order", code = code, before = before)
    }
}

/// N and E by stratum, and rows by reason of exclusion, of all workers.
pub(super) fn sum(workers: Vec<Worker>, strata: usize) -> (Vec<Size>, BTreeMap<String, u64>) {
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
pub(super) fn cut(mut bytes: &[u8], pieces: usize) -> Vec<&[u8]> {
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
