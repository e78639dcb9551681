//! A plan is frozen as its next attempt.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::before::Before;
use super::inputs::write_inputs;
use super::members::{more, terms};
use super::pledges::pledges;
use crate::domain::{Digest, Progress, Text};
use crate::draw::document::PlanDocument;
use crate::draw::seed::commitment;
use crate::frame::FrameDigest;
use crate::plan::Framed;
use crate::plan::document::{Inputs, document};
use crate::record::details;
use crate::store::attempts::{self, Attempt, folder};
use crate::store::{barred, commitments};
use crate::text;
use crate::workflow::draw::file;
use crate::workflow::office::Office;
use crate::workflow::plans::{PlanText, keep_text, read_plan};
use crate::workflow::prepare::prepare;
use crate::workflow::refusal::{Done, Refusal};
use crate::workflow::{files, joint};

/// A plan frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Frozen {
    /// 计划编号.
    pub plan: String,
    /// Counts the plan's attempts.
    pub attempt: u64,
    /// Counts the office's.
    pub serial: u64,
    /// Digest of plan.json.
    pub p: Digest,
    /// Frozen before its approval.
    pub urgent: bool,
    /// Stays secret until disclosed.
    pub sealed: bool,
    /// Its folder below the office.
    pub folder: String,
    /// Each part's figures.
    pub parts: Vec<PartFrozen>,
    /// Inspectors on the roster.
    pub inspectors: u64,
    /// Barred pairs.
    pub barred: u64,
    /// Participants have until then to open their commitments.
    pub reveal_by: String,
    /// What should be looked at.
    pub warnings: Vec<Text>,
}

/// One part's figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartFrozen {
    /// Slug.
    pub part: String,
    /// Department.
    pub department: String,
    /// Rows of the frame.
    pub rows: u64,
    /// Excluded rows by reason.
    pub excluded: BTreeMap<String, u64>,
    /// Strata.
    pub strata: u64,
}

/// Freezes the plan in `file` as its next attempt. `urgent` freezes it before
/// the head's approval, which is then due afterwards and marked so.
///
/// # Errors
/// `freeze-open`, `freeze-drawn` (abandon first), `freeze-unapproved`,
/// `freeze-changed` (another text was approved), `freeze-late`,
/// `freeze-commitments`, `freeze-sealed-given`, `freeze-nothing`,
/// `registry-empty`, a damaged registry, the plan's own faults.
pub fn freeze(office: &Office, file: &Path, urgent: bool, progress: &dyn Progress) -> Done<Frozen> {
    let text = read_plan(file)?;
    let plan = text.spec.plan.as_str();
    let before = Before::of(office, &text)?;
    let urgent = approved(office, &text, &before, urgent)?;
    let parts = joint::members(office, &text.spec)?;
    let withdrawn = joint::withdrawn(office, plan)?;
    let now = office.now();
    if now >= text.spec.reveal_by {
        return Err(text!("freeze-late", reveal_by = text.spec.reveal_by, now = now).into());
    }
    let (mut pledged, secrets) = pledges(office, &text, &before)?;

    let prepared = prepare(office, &text, progress)?;
    if !prepared.report.faults.is_empty() {
        let faults = prepared.report.faults;
        return Err(Refusal { text: text!("plan-faults", plan = plan, count = faults.len()), faults });
    }
    if prepared.report.selections == 0 {
        return Err(text!("freeze-nothing", plan = plan).into());
    }

    let attempt_folder = folder(plan, before.attempt);
    let step = office.begin("freeze", plan, &[])?;
    let written = write_inputs(&step, &attempt_folder, office, &text, &prepared, progress)?;
    pledged.extend(secrets.iter().map(|(source, secret)| {
        let digest = commitment(plan, before.attempt, source, &secret.0, &secret.1);
        (source.clone(), digest)
    }));
    let frames: Vec<(&Framed, FrameDigest)> = prepared.framed.iter().zip(written.frames).collect();
    let document = document(
        &text.spec,
        Inputs {
            office: &office.row.name,
            serial: before.serial,
            previous: before.previous,
            attempt: before.attempt,
            registry: prepared.registry,
            items: &prepared.items,
            frames: &frames,
            roster: written.roster,
            barred: written.barred,
            commitments: &pledged,
            parts: &parts,
            more: more(office, &before, urgent, terms(office, &text)?).into_iter().chain(withdrawn).collect(),
        },
    )?;
    let bytes = document.to_bytes()?;
    let p = Digest::of(&bytes);
    files::write_synced(&step.stage(&format!("attempts/{attempt_folder}/plan.json"))?, &bytes, false)?;
    let mut recorded = written.files;
    recorded.push(self::file("plan.json", &bytes));

    let now = office.now();
    step.commit(|tx| {
        keep_text(tx, &text, &now)?;
        let attempt = Attempt {
            serial: before.serial,
            plan: plan.to_owned(),
            attempt: before.attempt,
            toml: text.sha256,
            document: bytes,
            p,
            urgent,
            sealed: text.spec.sealed,
            frozen_at: now,
            seed: None,
            drawn_at: None,
            reason: None,
            abandoned_at: None,
        };
        attempts::add(tx, &attempt)?;
        attempts::put_files(tx, before.serial, &recorded)?;
        let salts = written.salts.iter().map(|o| (o.code.as_str(), o.inspector.as_str(), o.salt));
        barred::keep_salts(tx, before.serial, salts)?;
        for (source, (nonce, value)) in &secrets {
            commitments::seal(tx, before.serial, source, nonce, value)?;
        }
        let mut members = details([
            ("plan", plan.into()),
            ("attempt", before.attempt.into()),
            ("serial", before.serial.into()),
            ("p", p.to_string().into()),
            ("toml", text.sha256.to_string().into()),
            ("registry", prepared.registry.to_string().into()),
            ("urgent", urgent.into()),
            ("sealed", text.spec.sealed.into()),
        ]);
        if let Some(previous) = before.previous {
            members.insert("previous", previous.to_string().into());
        }
        office.record_at(tx, &now, "freeze", members)
    })?;
    Ok(frozen(&document, p, urgent, &attempt_folder, prepared.report.warnings))
}

/// Whether it is frozen before its approval, which only what is urgent may be.
fn approved(office: &Office, text: &PlanText, before: &Before, urgent: bool) -> Done<bool> {
    let plan = text.spec.plan.as_str();
    let urgent = urgent || text.spec.urgent;
    if !urgent && before.approval.is_none() {
        return Err(before.unapproved(plan).into());
    }
    let unapproved = joint::standing(office, text)?.0;
    if !urgent && !unapproved.is_empty() {
        return Err(Refusal { text: text!("freeze-parts-unapproved", plan = plan), faults: unapproved });
    }
    Ok(before.approval.is_none() || !unapproved.is_empty())
}

fn frozen(document: &PlanDocument, p: Digest, urgent: bool, folder: &str, warnings: Vec<Text>) -> Frozen {
    let parts = document.parts.iter().map(|part| PartFrozen {
        part: part.part.clone(),
        department: part.department.clone(),
        rows: part.rows,
        excluded: part.excluded.clone(),
        strata: part.strata.len() as u64,
    });
    Frozen {
        plan: document.plan.clone(),
        attempt: document.attempt,
        serial: document.serial,
        p,
        urgent,
        sealed: document.more.contains_key("sealed"),
        folder: format!("attempts/{folder}"),
        parts: parts.collect(),
        inspectors: document.roster.rows,
        barred: document.barred.rows,
        reveal_by: document.reveal_by.clone(),
        warnings,
    }
}
