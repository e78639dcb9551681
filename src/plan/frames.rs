//! From the plan's words to frames with strata and quotas.

use crate::domain::{Item, Text};
use crate::draw::document::{Round, Stratum};
use crate::frame::{Cap, Frame, Gathered, Period, Request, Who};
use crate::text;

use super::items::{ItemInForce, in_force};
use super::strata::expand;
use super::{PartSpec, PlanSpec};

/// A part's frame with its strata as plan.json will have them.
#[derive(Debug, Clone)]
pub struct Framed {
    /// Rows, each in one stratum.
    pub frame: Frame,
    /// The strata, in the same order as the frame's layers.
    pub strata: Vec<Stratum>,
}

/// What the parts ask of the registry, for [`crate::frame::gather_tables`].
/// `items` are all versions on the list; those in force serve, and where their
/// own wording caps the checks of one entity (每2年不超过1次) the frame keeps to
/// it. Faults: see [`super::items::in_force`].
pub fn requests(spec: &PlanSpec, items: &[Item]) -> Result<Vec<Request>, Vec<Text>> {
    let (mut out, mut faults) = (Vec::new(), Vec::new());
    for part in &spec.parts {
        let (items, found) = in_force(spec, part, items);
        faults.extend(found);
        out.push(request(spec, part, &items));
    }
    if faults.is_empty() { Ok(out) } else { Err(faults) }
}

fn request(spec: &PlanSpec, part: &PartSpec, items: &[ItemInForce<'_>]) -> Request {
    let mut frequency = part.frequency.clone();
    for item in items {
        for times in [item.rate.entity_cap(), item.frequency.entity_cap()].into_iter().flatten() {
            if let Some(max) = times.max {
                let cap = Cap { max, period: Period::Months(times.months), who: Who::Items };
                if !frequency.caps.contains(&cap) {
                    frequency.caps.push(cap);
                }
            }
        }
    }
    Request {
        part: part.part.clone(),
        department: part.department.clone(),
        items: part.items.clone(),
        cutoff: spec.cutoff,
        scope: part.scope.clone(),
        class_from: part.class_from.clone(),
        classes: part.classes.clone(),
        exclude: part.exclude.clone(),
        drawn: Vec::new(),
        frequency,
    }
}

/// Puts gathered rows into strata. Every fault of every part is collected.
pub fn framed(spec: &PlanSpec, items: &[Item], gathered: Vec<Gathered>) -> Result<Vec<Framed>, Vec<Text>> {
    let (mut out, mut faults) = (Vec::new(), Vec::new());
    if gathered.len() != spec.parts.len() {
        return Err(vec![text!("plan-parts-frames", parts = spec.parts.len(), frames = gathered.len())]);
    }
    for (part, gathered) in spec.parts.iter().zip(gathered) {
        let (items, found) = in_force(spec, part, items);
        faults.extend(found);
        let made = expand(part, &gathered.cells(), round(&items)).and_then(|strata| {
            let (layers, strata): (Vec<_>, Vec<_>) = strata.into_iter().unzip();
            Ok(Framed { frame: gathered.stratify(&layers)?, strata })
        });
        match made {
            Ok(framed) => out.push(framed),
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() { Ok(out) } else { Err(faults) }
}

/// The rounding that the items of a part ask for: a minimum on any of them
/// rounds up, else a ceiling down, else an exact rate fairly.
fn round(items: &[ItemInForce<'_>]) -> Option<Round> {
    let asked: Vec<Round> = items.iter().filter_map(|item| item.rate.round()).collect();
    [Round::Up, Round::Down, Round::Fair].into_iter().find(|round| asked.contains(round))
}
