//! Making the index, from a bundle that holds.

use std::collections::BTreeMap;
use std::path::Path;

use super::facts::{Facts, PartFacts, StratumFacts, leading, proofs};
use crate::checker::Fault;
use crate::checker::explain::visit_told;
use crate::checker::frames::COLUMNS;
use crate::checker::log;
use crate::checker::plan::frame;
use crate::checker::rows::{each_line, grammar};
use crate::checker::tickets::Tickets;
use crate::checker::verify::{Drawn, Fixed, amended, matching};
use crate::domain::csv::split_line;
use crate::domain::merkle::{self, Tree};
use crate::domain::{Digest, Progress};
use crate::draw::document::Part;

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
    let tickets = Tickets::new(&drawn.ceremony.seed);
    let mut visits: BTreeMap<String, String> = BTreeMap::new();
    let mut first = 0;
    for part in &document.parts {
        let mut rows = gather(dir, part, block, |code| {
            let ticket = tickets.of(code);
            if let Some(number) = replay.find(&drawn, &ticket).filter(|_| !visits.contains_key(code)) {
                let told = visit_told(document, &drawn, &matched, &replay, number);
                visits.insert(code.to_owned(), serde_json::to_string(&told).unwrap_or_default());
            }
            ticket
        })?;
        out.insert(format!("{}.blocks", part.part), rows.blocks);
        for (place, heads) in rows.heads.iter_mut().enumerate() {
            heads.sort_unstable();
            let bytes = heads.iter().flat_map(|head| head.to_be_bytes()).collect();
            out.insert(format!("{}.{place}.tickets", part.part), bytes);
        }
        facts.parts.push(part_facts(part, first, rows.bytes, &drawn));
        first += part.strata.len();
    }
    let lines: String = visits.iter().map(|(code, told)| format!("{code}\t{told}\n")).collect();
    out.insert("visits".to_owned(), lines.into_bytes());
    out.insert("facts.json".to_owned(), serde_json::to_vec(&facts).unwrap_or_default());
    Ok(out)
}

/// What one pass over a frame gathers.
struct Gathered {
    /// Where blocks begin, and their heads.
    blocks: Vec<u8>,
    /// The first bytes of eligible tickets, by stratum, as they come.
    heads: Vec<Vec<u64>>,
    /// Bytes of the frame.
    bytes: u64,
}

/// Reads a frame; `ticket` is asked for each eligible code's.
fn gather(
    dir: &Path,
    part: &Part,
    block: u64,
    mut ticket: impl FnMut(&str) -> Digest,
) -> Result<Gathered, Fault> {
    let strata: BTreeMap<&str, usize> =
        part.strata.iter().zip(0..).map(|(stratum, place)| (stratum.stratum.as_str(), place)).collect();
    let mut heads: Vec<Vec<u64>> = vec![Vec::new(); part.strata.len()];
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
            let ticket = ticket(&code);
            if let Some(place) = strata.get(&*stratum) {
                heads[*place].push(leading(&ticket.0));
            }
        }
        Ok(())
    })?;
    if tree.size() > 0 {
        blocks.extend(begins.to_be_bytes());
        blocks.extend(tree.root().0);
    }
    Ok(Gathered { blocks, heads, bytes: at })
}

/// A part's facts; `first` is the place of its first stratum in the whole plan.
fn part_facts(part: &Part, first: usize, bytes: u64, drawn: &Drawn) -> PartFacts {
    let figures = part.strata.iter().zip(&drawn.quotas[first..]).zip(first..);
    PartFacts {
        part: part.part.clone(),
        department: part.department.clone(),
        rows: part.rows,
        root: part.root,
        bytes,
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
    }
}
