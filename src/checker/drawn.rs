//! draw.csv, held compactly: a ticket stands for its code, which is compared
//! with it while reading, so 36 bytes a row suffice whatever was drawn.

use std::path::Path;

use super::quota::Quota;
use super::rows::{grammar, number, scan};
use super::strata::Strata;
use super::tickets::Tickets;
use super::{Fault, Rule};
use crate::domain::grammar::check_code;
use crate::domain::{Digest, Text};
use crate::draw::PlanDocument;
use crate::text;

/// File name.
pub const FILE: &str = "draw.csv";
const COLUMNS: &str = "part,stratum,rank,code,ticket,outcome";

/// No row of the frame has been found for this one yet.
const UNSEEN: u32 = u32::MAX;

/// What draw.csv lists, stratum by stratum in plan order.
#[derive(Debug)]
pub struct Listed {
    /// Tickets in the file's order; row `i` stands in line `i + 2`.
    pub tickets: Vec<Digest>,
    /// By row, its area's index in `areas`, once its frame row was met.
    area: Vec<u32>,
    /// The areas met.
    pub areas: Vec<String>,
    /// One per stratum of the whole plan, in plan order.
    pub strata: Vec<Slot>,
}

/// A stratum's rows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Slot {
    /// Index of the first row.
    pub from: usize,
    /// Index after the last row.
    pub to: usize,
    /// Rows called selected; they come first.
    pub selected: usize,
}

/// An eligible row whose ticket is below the last listed one of its stratum,
/// yet is not listed.
#[derive(Debug, Clone)]
pub struct Omitted {
    /// Index of the stratum in the whole plan.
    pub stratum: usize,
    /// Its ticket.
    pub ticket: Digest,
    /// Its code.
    pub code: String,
}

impl Listed {
    /// Reads draw.csv: order, ranks, tickets; not yet whether the right rows are listed.
    pub fn load(dir: &Path, plan: &PlanDocument, seed: &Digest) -> Result<Self, Fault> {
        let names: Vec<(&str, &str)> = (plan.parts.iter())
            .flat_map(|part| part.strata.iter().map(|stratum| (part.part.as_str(), stratum.stratum.as_str())))
            .collect();
        let tickets = Tickets::new(seed);
        let mut out = Self {
            tickets: Vec::new(),
            area: Vec::new(),
            areas: Vec::new(),
            strata: vec![Slot::default(); names.len()],
        };
        let mut current = 0;
        scan::<6>(dir, FILE, COLUMNS, |_, [part, stratum, rank, code, ticket, outcome]| {
            let wrong = |reason| Err((Rule::Entities, reason));
            let at = out.tickets.len();
            while names.get(current).is_some_and(|name| *name != (part, stratum)) {
                current += 1;
                if let Some(slot) = out.strata.get_mut(current) {
                    (slot.from, slot.to) = (at, at);
                }
            }
            let Some(slot) = out.strata.get_mut(current) else {
                return wrong(if names.contains(&(part, stratum)) {
                    text!("checker-draw-order", part = part, stratum = stratum)
                } else {
                    text!("checker-draw-stratum", part = part, stratum = stratum)
                });
            };
            let expected = slot.to - slot.from + 1;
            if number(rank)? != expected as u64 {
                return wrong(text!("checker-draw-rank", found = rank, expected = expected));
            }
            check_code(code).map_err(grammar)?;
            let claimed = Digest::parse(ticket).map_err(grammar)?;
            let recomputed = tickets.of(code);
            if claimed != recomputed {
                return wrong(text!(
                    "checker-draw-ticket",
                    code = code,
                    found = claimed,
                    ticket = recomputed
                ));
            }
            if slot.to > slot.from && out.tickets.last().is_some_and(|before| *before >= claimed) {
                return wrong(text!("checker-draw-descends", code = code));
            }
            match outcome {
                "selected" if slot.selected == slot.to - slot.from => slot.selected += 1,
                "selected" => return wrong(text!("checker-draw-late", code = code)),
                "reserve" => {}
                _ => return wrong(text!("checker-draw-outcome", found = outcome)),
            }
            slot.to += 1;
            out.tickets.push(claimed);
            Ok(())
        })?;
        // Strata after the last row's are empty, at the end.
        let end = out.tickets.len();
        for slot in out.strata.iter_mut().skip(current + 1) {
            (slot.from, slot.to) = (end, end);
        }
        out.area = vec![UNSEEN; end];
        Ok(out)
    }

    /// Where a ticket is listed in a stratum: its row; `Err(true)` when it is
    /// not though it is below the stratum's last listed one.
    pub fn find(&self, stratum: usize, ticket: &Digest) -> Result<usize, bool> {
        let Some(slot) = self.strata.get(stratum) else { return Err(false) };
        let rows = &self.tickets[slot.from..slot.to];
        match rows.last() {
            Some(last) if ticket <= last => {
                rows.binary_search(ticket).map(|at| slot.from + at).map_err(|_| true)
            }
            _ => Err(false),
        }
    }

    /// Whether the stratum lists anything, so that tickets need be hashed at all.
    pub fn lists(&self, stratum: usize) -> bool {
        self.strata.get(stratum).is_some_and(|slot| slot.to > slot.from)
    }

    /// Notes the area of a row whose frame row was met.
    pub fn saw(&mut self, row: usize, area: u32) {
        self.area[row] = area;
    }

    /// Area index of a row.
    pub fn area(&self, row: usize) -> u32 {
        self.area[row]
    }

    /// Selected rows of the stratum.
    pub fn selected(&self, stratum: usize) -> &[Digest] {
        let slot = self.strata[stratum];
        &self.tickets[slot.from..slot.from + slot.selected]
    }

    /// Compares what is listed with what the frames and quotas demand.
    pub fn check(
        &self,
        dir: &Path,
        plan: &PlanDocument,
        quotas: &[Quota],
        omitted: Option<&Omitted>,
    ) -> Result<(), Fault> {
        let names = plan.parts.iter().flat_map(|part| part.strata.iter().map(move |stratum| (part, stratum)));
        for ((slot, quota), (part, stratum)) in self.strata.iter().zip(quotas).zip(names) {
            let listed = (slot.to - slot.from) as u64;
            let wrong =
                |row: usize, reason| Err(Fault::of_line(FILE, row as u64 + 2, Rule::Entities, reason));
            if listed != quota.listed() {
                let row = slot.from + listed.min(quota.listed()) as usize;
                return wrong(
                    row,
                    text!(
                        "checker-draw-count",
                        part = &part.part,
                        stratum = &stratum.stratum,
                        listed = listed,
                        expected = quota.listed()
                    ),
                );
            }
            if slot.selected as u64 != quota.quota {
                let row = slot.from + (slot.selected as u64).min(quota.quota) as usize;
                return wrong(
                    row,
                    text!(
                        "checker-draw-selected",
                        part = &part.part,
                        stratum = &stratum.stratum,
                        found = slot.selected,
                        expected = quota.quota
                    ),
                );
            }
        }
        let strange = self.area.iter().position(|area| *area == UNSEEN);
        let place = omitted.map(|omitted| {
            let slot = self.strata[omitted.stratum];
            slot.from + self.tickets[slot.from..slot.to].partition_point(|ticket| *ticket < omitted.ticket)
        });
        match (omitted, place, strange) {
            (Some(omitted), Some(place), strange) if strange.is_none_or(|row| place <= row) => {
                let reason = text!("checker-draw-omits", code = &omitted.code, ticket = omitted.ticket);
                Err(Fault::of_line(FILE, place as u64 + 2, Rule::Entities, reason))
            }
            (_, _, Some(row)) => Err(self.strange(dir, plan, row)?),
            _ => Ok(()),
        }
    }

    /// Why a listed row has no eligible row of its stratum in the frame: only
    /// now are draw.csv and the frame read again for its code.
    fn strange(&self, dir: &Path, plan: &PlanDocument, row: usize) -> Result<Fault, Fault> {
        let mut code = String::new();
        scan::<6>(dir, FILE, COLUMNS, |line, fields| {
            if line == row as u64 + 2 {
                code = fields[3].to_owned();
            }
            Ok(())
        })?;
        let mut stratum =
            self.strata.iter().position(|slot| (slot.from..slot.to).contains(&row)).unwrap_or(0);
        let mut reason = None;
        for part in &plan.parts {
            if stratum < part.strata.len() {
                reason = Some(why_not(dir, part, &part.strata[stratum].stratum, &code)?);
                break;
            }
            stratum -= part.strata.len();
        }
        let reason = reason.unwrap_or_else(|| text!("checker-draw-unknown", code = code));
        Ok(Fault::of_line(FILE, row as u64 + 2, Rule::Entities, reason))
    }
}

fn why_not(dir: &Path, part: &crate::draw::document::Part, stratum: &str, code: &str) -> Result<Text, Fault> {
    let strata = Strata::new(part);
    let mut reason = text!("checker-draw-unknown", code = code);
    super::frames::each(dir, part, |_, [row_code, _, area, class, _, excluded]| {
        if row_code == code {
            let own = strata.find(area, class).ok().map(|index| &part.strata[index].stratum);
            if own.is_some_and(|own| own != stratum) {
                reason =
                    text!("checker-draw-elsewhere", code = code, stratum = own.map_or("", String::as_str));
            } else {
                reason = text!("checker-draw-excluded", code = code, excluded = excluded);
            }
        }
        Ok(())
    })?;
    Ok(reason)
}
