//! visits.csv (protocol §3): every entity selected in at least one part, by
//! ascending ticket, one visit for all its parts.

use std::collections::HashMap;
use std::path::Path;

use super::drawn::Listed;
use super::rows::{grammar, number, scan};
use super::tickets::Tickets;
use super::{Fault, Rule};
use crate::domain::Digest;
use crate::domain::grammar::check_code;
use crate::draw::PlanDocument;
use crate::text;

/// File name.
pub const FILE: &str = "visits.csv";
/// Its header.
pub const COLUMNS: &str = "visit,code,ticket,parts";

/// A drawn visit; its number is its place, from 1.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The entity.
    pub code: Box<str>,
    /// Its ticket.
    pub ticket: Digest,
    /// Its area's index in [`Listed::areas`].
    pub area: u32,
    /// Its parts' index in [`Visits::sets`].
    pub set: u32,
}

/// All drawn visits.
#[derive(Debug, Default)]
pub struct Visits {
    /// In order.
    pub rows: Vec<Visit>,
    /// The distinct sets of parts, each in plan order.
    pub sets: Vec<Vec<usize>>,
}

impl Visits {
    /// The visit of a ticket, from 0.
    pub fn find(&self, ticket: &Digest) -> Option<usize> {
        self.rows.binary_search_by(|visit| visit.ticket.cmp(ticket)).ok()
    }
}

/// One selection: ticket, part, row of draw.csv.
type Selected = (Digest, u32, u32);

/// Compares visits.csv with the selection.
pub fn open(dir: &Path, plan: &PlanDocument, seed: &Digest, listed: &Listed) -> Result<Visits, Fault> {
    let selected = selected(plan, listed);
    let tickets = Tickets::new(seed);
    let mut groups = selected.chunk_by(|a, b| a.0 == b.0);
    let mut out = Visits::default();
    let mut known: HashMap<Vec<usize>, u32> = HashMap::new();
    let read = scan::<4>(dir, FILE, COLUMNS, |_, [visit, code, ticket, parts]| {
        let wrong = |reason| Err((Rule::Entities, reason));
        let expected = out.rows.len() as u64 + 1;
        if number(visit)? != expected {
            return wrong(text!("checker-visit-number", found = visit, expected = expected));
        }
        check_code(code).map_err(grammar)?;
        let claimed = Digest::parse(ticket).map_err(grammar)?;
        let recomputed = tickets.of(code);
        if claimed != recomputed {
            return wrong(text!("checker-visit-ticket", code = code, found = claimed, ticket = recomputed));
        }
        if selected.binary_search_by(|row| row.0.cmp(&claimed)).is_err() {
            return wrong(text!("checker-visit-unselected", code = code));
        }
        let group = match groups.next() {
            Some(group) if group[0].0 == claimed => group,
            // Selected, but not next: the next one is missing here, or this one stands twice.
            Some(group) => return wrong(text!("checker-visit-order", code = code, ticket = group[0].0)),
            None => return wrong(text!("checker-visit-twice", code = code)),
        };
        let set: Vec<usize> = group.iter().map(|row| row.1 as usize).collect();
        let names: Vec<&str> = set.iter().map(|part| plan.parts[*part].part.as_str()).collect();
        let names = names.join(";");
        if parts != names {
            return wrong(text!("checker-visit-parts", code = code, found = parts, expected = names));
        }
        let next = out.sets.len() as u32;
        let set = *known.entry(set).or_insert_with_key(|set| {
            out.sets.push(set.clone());
            next
        });
        out.rows.push(Visit {
            code: code.into(),
            ticket: claimed,
            area: listed.area(group[0].2 as usize),
            set,
        });
        Ok(())
    })?;
    match groups.next() {
        None => Ok(out),
        Some(group) => Err(Fault::of_line(
            FILE,
            read + 2,
            Rule::Entities,
            text!("checker-visit-lacks", ticket = group[0].0),
        )),
    }
}

fn selected(plan: &PlanDocument, listed: &Listed) -> Vec<Selected> {
    use rayon::slice::ParallelSliceMut;
    let mut out = Vec::new();
    let mut stratum = 0;
    for (index, part) in plan.parts.iter().enumerate() {
        for _ in &part.strata {
            let from = listed.strata[stratum].from as u32;
            for (row, ticket) in (from..).zip(listed.selected(stratum)) {
                out.push((*ticket, index as u32, row));
            }
            stratum += 1;
        }
    }
    out.par_sort_unstable();
    out
}
