//! What of a joint plan each department has approved, and what forbids its
//! freeze.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::domain::{Digest, Result, Text, calendar};
use crate::joint::same_part;
use crate::plan::PlanSpec;
use crate::store::approvals::{self, Approval};
use crate::store::joint::{self as joint_store, Withdrawal};
use crate::store::{Tx, attempts, plans};
use crate::text;
use crate::workflow::office::Office;
use crate::workflow::plans::PlanText;

/// The approvals of the drafts that a joint plan's parts come from, by part.
pub(super) fn of_drafts(tx: &mut Tx<'_>, spec: &PlanSpec) -> Result<BTreeMap<String, Approval>> {
    let mut out = BTreeMap::new();
    for part in &spec.parts {
        if let Some(draft) = &part.draft
            && let Some(approval) = approvals::get(tx, &draft.plan, &draft.sha256)?
        {
            out.insert(part.part.clone(), approval);
        }
    }
    Ok(out)
}

/// Each part's `draft` and `approval` for plan.json.
pub(in crate::workflow) fn members(
    office: &Office,
    spec: &PlanSpec,
) -> Result<BTreeMap<String, BTreeMap<String, Json>>> {
    let approved = office.store.read(|tx| of_drafts(tx, spec))?;
    let mut out: BTreeMap<String, BTreeMap<String, Json>> = BTreeMap::new();
    for part in &spec.parts {
        let Some(draft) = &part.draft else { continue };
        let own = out.entry(part.part.clone()).or_default();
        own.insert("draft".into(), json!({ "plan": draft.plan, "sha256": draft.sha256.to_string() }));
        if let Some(approval) = approved.get(&part.part) {
            let at = calendar::write_instant(&approval.at);
            own.insert("approval".into(), json!({ "by": approval.head, "at": at }));
        }
    }
    Ok(out)
}

/// `withdrawn` for plan.json: departments that left the plan before its
/// freeze, and when; nothing where none did. Why stays with the office.
pub(in crate::workflow) fn withdrawn(office: &Office, plan: &str) -> Result<Option<(String, Json)>> {
    let gone = office.store.read(|tx| joint_store::withdrawals(tx, plan))?;
    let tell = |gone: &Withdrawal| json!({ "department": gone.department, "at": calendar::write_instant(&gone.at), "text": gone.sha256.to_string() });
    let gone: Vec<Json> = gone.iter().map(tell).collect();
    Ok((!gone.is_empty()).then(|| ("withdrawn".to_owned(), gone.into())))
}

/// What of a plan's joint standing awaits approval, and what forbids its
/// freeze: a part that is not what its department approved, a window beyond
/// the draft's, a text somebody withdrew from, a draft that is frozen by
/// itself, or that stands in a joint plan.
pub(in crate::workflow) fn standing(office: &Office, text: &PlanText) -> Result<(Vec<Text>, Vec<Text>)> {
    office.store.read(|tx| {
        let (mut unapproved, mut faults) = (Vec::new(), Vec::new());
        let spec = &text.spec;
        for gone in joint_store::withdrawals(tx, &spec.plan)?.iter().filter(|gone| gone.sha256 == text.sha256)
        {
            faults.push(text!("joint-withdrawn", plan = &spec.plan, department = &gone.department));
        }
        let approved = of_drafts(tx, spec)?;
        for part in &spec.parts {
            let Some(draft) = &part.draft else { continue };
            let (name, department, plan) = (&part.part, &part.department, &draft.plan);
            if !approved.contains_key(name) {
                unapproved.push(text!("joint-unapproved", part = name, department = department, plan = plan));
            }
            if attempts::of_plan(tx, plan)?.last().is_some_and(|attempt| attempt.live()) {
                faults.push(text!("joint-draft-alone", part = name, plan = plan));
            }
            let Some(bytes) = plans::text(tx, &draft.sha256)? else { continue };
            let own = PlanSpec::parse(&String::from_utf8_lossy(&bytes), plan).ok();
            let Some(own) = own.filter(|own| own.parts.iter().any(|one| same_part(one, part))) else {
                faults.push(text!("joint-changed", part = name, department = department, plan = plan));
                continue;
            };
            let same = own.cutoff == spec.cutoff && own.sealed == spec.sealed && own.recusal == spec.recusal;
            if !same || own.roster != spec.roster {
                faults.push(text!("joint-changed-around", part = name, department = department, plan = plan));
            }
            if spec.window[0] < own.window[0] || spec.window[1] > own.window[1] {
                let (from, to) = (own.window[0], own.window[1]);
                faults.push(text!("joint-beyond", part = name, plan = plan, from = from, to = to));
            }
        }
        if let Some(joint) = merged_into(tx, &spec.plan)? {
            faults.push(text!("joint-merged", plan = &spec.plan, joint = joint));
        }
        Ok((unapproved, faults))
    })
}

/// Parts of a frozen text that their departments have not approved yet.
pub(in crate::workflow) fn unapproved(office: &Office, plan: &str, toml: &Digest) -> Result<Vec<Text>> {
    office.store.read(|tx| {
        let Some(bytes) = plans::text(tx, toml)? else { return Ok(Vec::new()) };
        let Ok(spec) = PlanSpec::parse(&String::from_utf8_lossy(&bytes), plan) else { return Ok(Vec::new()) };
        let approved = of_drafts(tx, &spec)?;
        let missing = spec.parts.iter().filter(|part| !approved.contains_key(&part.part));
        let told = missing.filter_map(|part| {
            let (name, department, plan) = (&part.part, &part.department, &part.draft.as_ref()?.plan);
            Some(text!("joint-unapproved", part = name, department = department, plan = plan))
        });
        Ok(told.collect())
    })
}

/// The joint plan whose last text has a part of this draft.
pub(in crate::workflow) fn merged_into(tx: &mut Tx<'_>, plan: &str) -> Result<Option<String>> {
    for row in plans::list(tx)?.into_iter().filter(|row| row.plan != plan) {
        let toml = String::from_utf8_lossy(&row.toml);
        // Most plans are not joint; these need not be read.
        if !toml.contains("draft") {
            continue;
        }
        let spec = PlanSpec::parse(&toml, &row.plan).ok();
        let drafts = spec.iter().flat_map(|spec| &spec.parts).filter_map(|part| part.draft.as_ref());
        if drafts.into_iter().any(|draft| draft.plan == plan) {
            return Ok(Some(row.plan));
        }
    }
    Ok(None)
}
