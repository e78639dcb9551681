//! What a plan would draw from: its frames out of the registry as it stands,
//! with everything the check and the freeze need.

use std::collections::{BTreeMap, BTreeSet};

use super::files;
use super::office::Office;
use super::planned::planned;
use super::plans::PlanText;
use super::refusal::{Done, Refusal};
use super::year;
use crate::domain::csv::split_line;
use crate::domain::{Bar, Digest, Inspector, Item, PastCheck, Planned, Progress, Rate, Result, Text};
use crate::draw::document::PlanDocument;
use crate::frame::{ALREADY_DRAWN, History, gather};
use crate::plan::wording::YearSoFar;
use crate::plan::{self, CheckInputs, CheckReport, Framed, PartReport};
use crate::registry::Registry;
use crate::store::{attempts, barred, history, inspectors, items, registries};
use crate::text;

/// A plan with its frames.
#[derive(Debug)]
pub struct Prepared {
    /// All versions on the item list.
    pub items: Vec<Item>,
    /// Earlier checks.
    pub history: Vec<PastCheck>,
    /// The roster.
    pub inspectors: Vec<Inspector>,
    /// The register of bars.
    pub bars: Vec<Bar>,
    /// Digest of the registry's manifest.
    pub registry: Digest,
    /// The parts' frames, in plan order.
    pub framed: Vec<Framed>,
    /// What would happen.
    pub report: CheckReport,
}

/// What a freeze would refuse of a plan as things stand, without refusing
/// anything: the check's faults, or why its frames cannot be made.
pub fn faults(office: &Office, text: &PlanText, progress: &dyn Progress) -> Vec<Text> {
    match prepare(office, text, progress) {
        Ok(prepared) => prepared.report.faults,
        Err(refusal) if refusal.faults.is_empty() => vec![refusal.text],
        Err(refusal) => refusal.faults,
    }
}

/// Gathers a plan's frames and checks it. Refuses a plan whose frames cannot
/// be made; faults of the check itself stand in its report.
pub fn prepare(office: &Office, text: &PlanText, progress: &dyn Progress) -> Done<Prepared> {
    let (version, items, history, inspectors, bars, all) = office.store.read(|tx| {
        Ok((
            registries::current(tx)?,
            items::list(tx)?,
            history::list(tx)?,
            inspectors::list(tx)?,
            barred::list(tx)?,
            attempts::list(tx)?,
        ))
    })?;
    let ledger = year::ledger_of(office, &text.spec)?;
    let year = year_so_far(office, &all, text)?;
    let version = version.ok_or_else(|| text!("registry-empty"))?;
    if let Some(said) = text.spec.registry.filter(|said| *said != version.manifest) {
        return Err(text!("plan-registry-differs", said = said, current = version.manifest).into());
    }
    let planned = planned(office, &all, &text.spec.plan)?;
    let faulty = |faults: Vec<Text>| Refusal {
        text: text!("plan-faults", plan = &text.spec.plan, count = faults.len()),
        faults,
    };
    let mut requests = plan::requests(&text.spec, &items).map_err(faulty)?;
    if let Some(ledger) = &ledger {
        year::exclude(&mut requests, ledger);
    }
    let registry = Registry::new(office.paths.registry());
    let manifest = registry.open(version.manifest)?;
    let indexed = History::new(&history).with_planned(&planned);
    let gathered = gather(&registry, &manifest, &requests, &indexed, progress)?;
    let framed = plan::framed(&text.spec, &items, gathered).map_err(faulty)?;
    let linked = ledger.as_ref().map(|ledger| year::so_far(ledger, &framed));
    let inputs = CheckInputs {
        items: &items,
        framed: &framed,
        inspectors: &inspectors,
        bars: &bars,
        history: &history,
        year: &year,
        linked: linked.as_ref(),
    };
    let mut report = plan::check(&text.spec, &inputs);
    if let Some(ledger) = &ledger {
        report.faults.extend(year::stale(&text.spec, &framed, ledger));
    }
    let held = |part: &PartReport| part.excluded.get(ALREADY_DRAWN).copied().filter(|rows| *rows > 0);
    for (part, rows) in report.parts.iter().filter_map(|part| Some((part, held(part)?))) {
        let (part, department) = (&part.part, &part.department);
        let plans = plans_of(&planned);
        report.warnings.push(text!(
            "plan-check-planned",
            part = part,
            department = department,
            rows = rows,
            plans = plans
        ));
    }
    let (unapproved, withdrawn) = super::joint::standing(office, text)?;
    report.warnings.extend(unapproved);
    report.faults.extend(withdrawn);
    Ok(Prepared { registry: version.manifest, items, history, inspectors, bars, framed, report })
}

/// The plans that have drawn visits, but those whose lists are secret.
fn plans_of(planned: &[Planned]) -> String {
    let named =
        planned.iter().filter(|visit| !visit.sealed).filter_map(|visit| visit.visit.split('/').next());
    named.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("、")
}

/// What was drawn of each item in the plan's year by attempts still in force,
/// other than this plan's own and those of the same year's plan: of each part, the share of its frame that its
/// quotas were.
fn year_so_far(
    office: &Office,
    all: &[attempts::Attempt],
    text: &PlanText,
) -> Result<BTreeMap<String, YearSoFar>> {
    let mut out: BTreeMap<String, YearSoFar> = BTreeMap::new();
    for attempt in all.iter().filter(|a| a.live() && a.seed.is_some() && a.plan != text.spec.plan) {
        let document = attempt.plan_document()?;
        let own_year = !text.spec.year_plan.is_empty() && year::link(&document) == Some(&text.spec.year_plan);
        if own_year || year_of(&document) != i64::from(text.spec.year) {
            continue;
        }
        let quotas =
            quotas(&files::read(&office.paths.attempts().join(attempt.folder()).join("quota.csv"))?)?;
        for part in &document.parts {
            let quota = quotas.get(&part.part).copied().unwrap_or_default();
            let share = u128::from(quota) * u128::from(Rate::ONE) / u128::from(part.rows.max(1));
            for item in &part.items {
                let so_far = out.entry(item.clone()).or_default();
                so_far.draws += 1;
                so_far.billionths += u64::try_from(share).unwrap_or(Rate::ONE);
            }
        }
    }
    Ok(out)
}

fn year_of(document: &PlanDocument) -> i64 {
    use chrono::Datelike;
    let said = document.more.get("year").and_then(serde_json::Value::as_i64);
    said.unwrap_or_else(|| i64::from(document.window[0].year()))
}

/// How many were selected in each part, from `quota.csv`.
fn quotas(bytes: &[u8]) -> Result<BTreeMap<String, u64>> {
    let mut out = BTreeMap::new();
    for line in String::from_utf8_lossy(bytes).lines().skip(1) {
        let [part, _, _, _, quota, _] = split_line(line)?;
        let quota: u64 = quota.parse().map_err(|_| text!("drawn-damaged", file = "quota.csv"))?;
        *out.entry(part.into_owned()).or_default() += quota;
    }
    Ok(out)
}
