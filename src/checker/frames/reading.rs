//! A frame as it is read.

use std::collections::HashMap;

use super::COLUMNS;
use super::worker::{Chunk, order_reason};
use crate::checker::drawn::{Listed, Omitted};
use crate::checker::leaves::Leaves;
use crate::checker::rows::header;
use crate::checker::tickets::Tickets;
use crate::checker::{Fault, Rule};
use crate::domain::Digest;
use crate::draw::document::Part;
use crate::text;

/// A frame as it is read, chunk by chunk.
pub(super) struct Reading<'a> {
    name: &'a str,
    draw: Option<(&'a Tickets, &'a mut Listed)>,
    areas: AreaIndex,
    leaves: Leaves,
    /// The code of the last row so far.
    last: String,
    /// Nothing was read yet.
    empty: bool,
    omitted: Option<Omitted>,
    /// What is wrong first.
    pub fault: Option<Fault>,
}

impl<'a> Reading<'a> {
    /// Of which nothing was read yet.
    pub fn new(name: &'a str, draw: Option<(&'a Tickets, &'a mut Listed)>) -> Self {
        let areas = AreaIndex::of(draw.as_ref().map(|(_, listed)| &**listed));
        let leaves = Leaves::default();
        Self { name, draw, areas, leaves, last: String::new(), empty: true, omitted: None, fault: None }
    }

    /// What the draw claims, to compare rows with.
    pub fn claims(&self) -> Option<(&'a Tickets, &Listed)> {
        self.draw.as_ref().map(|(tickets, listed)| (*tickets, &**listed))
    }

    /// The rows of a block, of the first one without the header.
    pub fn header<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        if !std::mem::take(&mut self.empty) {
            return bytes;
        }
        header(self.name, bytes, COLUMNS).unwrap_or_else(|found| {
            self.fault = Some(found);
            bytes
        })
    }

    /// The next rows, from this line on; how many, or `None` where one of them
    /// is at fault.
    pub fn take(&mut self, chunk: Chunk, line: u64) -> Option<u64> {
        let read = chunk.leaves.len() as u64;
        if let Some((first, end)) = chunk.ends {
            if !self.last.is_empty() && first <= self.last {
                let reason = order_reason(&first, &self.last);
                self.fault = Some(Fault::of_line(self.name, line, Rule::Plan, reason));
                return None;
            }
            self.last = end;
        }
        if let Some((index, rule, reason)) = chunk.fault {
            self.fault = Some(Fault::of_line(self.name, line + index, rule, reason));
            return None;
        }
        self.leaves.extend(chunk.leaves);
        if let Some((_, listed)) = self.draw.as_mut() {
            for (row, area) in chunk.seen {
                let area = self.areas.index(area, listed);
                listed.saw(row, area);
            }
        }
        self.omitted = self.omitted.take().or(chunk.omitted);
        Some(read)
    }

    /// Whether it is the frame of the plan: what is wrong, the most basic first.
    /// What the draw should list of it and does not.
    pub fn holds(self, part: &Part, digest: &Digest) -> Result<Option<Omitted>, Fault> {
        let plan_fault = |reason| Err(Fault::of_file(self.name, Rule::Plan, reason));
        if *digest != part.sha256 {
            return plan_fault(text!("checker-frame-digest", listed = part.sha256, found = *digest));
        }
        if self.empty {
            let reason = text!("checker-empty-file", expected = COLUMNS);
            return Err(Fault::of_line(self.name, 1, Rule::Grammar, reason));
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
        Ok(self.omitted)
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
