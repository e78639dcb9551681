//! Visits drawn by plans in force: what other plans must reckon with before
//! they stand in the history.

use std::collections::{BTreeMap, BTreeSet};

use super::files;
use super::office::Office;
use crate::domain::csv::{split_line, split_list};
use crate::domain::{Planned, Result};
use crate::store::amendments;
use crate::store::attempts::Attempt;
use crate::store::publications::{self, Extent};
use crate::text;

/// The visits of every drawn attempt in force but those of one plan, after
/// their amendments. Those of a sealed plan are marked as long as it is not
/// disclosed.
pub fn planned(office: &Office, attempts: &[Attempt], except: &str) -> Result<Vec<Planned>> {
    let disclosed = office.store.read(publications::list)?;
    let mut out = Vec::new();
    for attempt in attempts.iter().filter(|a| a.live() && a.seed.is_some() && a.plan != except) {
        let open = disclosed.iter().any(|p| p.serial == attempt.serial && p.extent == Extent::Full);
        out.extend(of_attempt(office, attempt, attempt.sealed && !open)?);
    }
    Ok(out)
}

/// The visits of one drawn attempt, after its amendments, by code.
pub fn of_attempt(office: &Office, attempt: &Attempt, sealed: bool) -> Result<Vec<Planned>> {
    let path = office.paths.attempts().join(attempt.folder()).join("visits.csv");
    let bytes = files::read(&path)?;
    let damaged = || text!("drawn-damaged", file = "visits.csv");
    let text = std::str::from_utf8(&bytes).map_err(|_| damaged())?;
    let mut visits: BTreeMap<String, (String, BTreeSet<String>)> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let [number, code, _, parts] = split_line(line)?;
        let parts = split_list(&parts).map(str::to_owned).collect();
        visits.insert(code.into_owned(), (number.into_owned(), parts));
    }
    for row in office.store.read(|tx| amendments::list(tx, attempt.serial))? {
        if row.kind != "substitute" {
            continue;
        }
        if let Some((_, parts)) = visits.get_mut(&row.old) {
            parts.remove(&row.part);
        }
        if !row.new.is_empty() {
            let number = format!("+{}", row.seq);
            visits.entry(row.new).or_insert_with(|| (number, BTreeSet::new())).1.insert(row.part);
        }
    }
    let document = attempt.plan_document()?;
    let departments = |parts: &BTreeSet<String>| {
        let mut out: Vec<(String, Vec<String>)> = Vec::new();
        for part in document.parts.iter().filter(|part| parts.contains(&part.part)) {
            match out.iter_mut().find(|(department, _)| *department == part.department) {
                Some((_, items)) => items.extend(part.items.iter().cloned()),
                None => out.push((part.department.clone(), part.items.clone())),
            }
        }
        out
    };
    let live = visits.into_iter().filter(|(_, (_, parts))| !parts.is_empty());
    Ok(live
        .map(|(code, (number, parts))| Planned {
            code,
            visit: format!("{}/{}#{number}", attempt.plan, attempt.attempt),
            window: document.window,
            departments: departments(&parts),
            sealed,
        })
        .collect())
}
