//! What the year's draws have drawn, out of their frozen plans and files.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::csv::split_line;
use crate::domain::{Digest, Result};
use crate::draw::document::PlanDocument;
use crate::plan::PlanSpec;
use crate::plan::year::{Ledger, StratumDraw};
use crate::store::amendments;
use crate::store::attempts::{self, Attempt};
use crate::store::publications::{self, Extent};
use crate::text;
use crate::workflow::files;
use crate::workflow::office::Office;

/// The year's plan that a frozen plan was made from.
pub(in crate::workflow) fn link(document: &PlanDocument) -> Option<&str> {
    document.more.get("year_plan").and_then(serde_json::Value::as_str)
}

/// What the draws of a plan's year have drawn, other than its own; `None` for a
/// plan on its own.
pub(in crate::workflow) fn ledger_of(office: &Office, spec: &PlanSpec) -> Result<Option<Ledger>> {
    if spec.year_plan.is_empty() {
        return Ok(None);
    }
    ledger(office, &spec.year_plan, Some(spec)).map(Some)
}

/// The year's draws in force: of attempts frozen with this `year_plan` and not
/// abandoned; `but` is left out.
pub(super) fn ledger(office: &Office, year_plan: &str, but: Option<&PlanSpec>) -> Result<Ledger> {
    let (all, published) = office.store.read(|tx| Ok((attempts::list(tx)?, publications::list(tx)?)))?;
    let mut out = Ledger::default();
    for attempt in
        all.iter().filter(|attempt| attempt.live() && but.is_none_or(|spec| spec.plan != attempt.plan))
    {
        let document = attempt.plan_document()?;
        if link(&document) != Some(year_plan) {
            continue;
        }
        if attempt.seed.is_none() {
            out.open.push(attempt.plan.clone());
            continue;
        }
        if attempt.sealed && !published.iter().any(|p| p.serial == attempt.serial && p.extent == Extent::Full)
        {
            out.secret.push(attempt.plan.clone());
        }
        let quarter = document.more.get("quarter").and_then(serde_json::Value::as_u64).unwrap_or(1);
        enter(office, attempt, u32::try_from(quarter).unwrap_or(1).clamp(1, 4), &mut out)?;
    }
    Ok(out)
}

fn enter(office: &Office, attempt: &Attempt, quarter: u32, out: &mut Ledger) -> Result<()> {
    let (recorded, amended) = office
        .store
        .read(|tx| Ok((attempts::files(tx, attempt.serial)?, amendments::list(tx, attempt.serial)?)))?;
    let folder = office.paths.attempts().join(attempt.folder());
    let file = |name: &'static str| {
        let bytes = files::read(&folder.join(name))?;
        let holds = recorded.iter().any(|file| file.name == name && file.sha256 == Digest::of(&bytes));
        let text = String::from_utf8(bytes).ok().filter(|_| holds);
        text.ok_or_else(|| text!("drawn-damaged", file = name))
    };
    // Who holds a place of which part and stratum; who was drawn at all.
    let mut home: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut places: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for line in file("draw.csv")?.lines().skip(1) {
        let [part, stratum, _, code, _, outcome] = split_line(line)?;
        if outcome == "selected" {
            places.entry((part.to_string(), stratum.to_string())).or_default().insert(code.to_string());
            out.codes.entry(part.to_string()).or_default().insert(code.to_string());
        }
        home.insert((part.into_owned(), code.into_owned()), stratum.into_owned());
    }
    for row in amended.iter().filter(|row| row.kind == "substitute") {
        let Some(stratum) = home.get(&(row.part.clone(), row.old.clone())) else { continue };
        let place = places.entry((row.part.clone(), stratum.clone())).or_default();
        place.remove(&row.old);
        if !row.new.is_empty() {
            place.insert(row.new.clone());
            out.codes.entry(row.part.clone()).or_default().insert(row.new.clone());
        }
    }
    for line in file("quota.csv")?.lines().skip(1) {
        let [part, stratum, rows, eligible, _, _] = split_line(line)?;
        let number = |value: &str| value.parse().map_err(|_| text!("drawn-damaged", file = "quota.csv"));
        let (rows, eligible) = (number(&rows)?, number(&eligible)?);
        let (part, stratum) = (part.into_owned(), stratum.into_owned());
        let drawn = places.get(&(part.clone(), stratum.clone())).map_or(0, BTreeSet::len) as u64;
        out.strata.push(StratumDraw { quarter, part, stratum, rows, eligible, drawn });
    }
    Ok(())
}
