//! A plan, from the freeze on.

use super::super::{Attempt, Plan, PlanFigures, PlanPart, Stage, Step};
use super::ItemNames;
use crate::draw::PlanDocument;

/// One attempt as the log tells it.
#[derive(Debug, Clone)]
pub struct AttemptInput<'a> {
    /// plan.json.
    pub document: &'a PlanDocument,
    /// Its digest.
    pub p: String,
    /// Frozen before its approval.
    pub urgent: bool,
    /// Secret until the visits.
    pub sealed: bool,
    /// When it was frozen.
    pub frozen_at: String,
    /// When it was drawn; empty while not.
    pub drawn_at: String,
    /// When it was abandoned; empty where not.
    pub abandoned_at: String,
    /// When its text was approved; empty while not.
    pub approved_at: String,
    /// Its bundle was handed out in full.
    pub disclosed: bool,
}

/// What a plan is made from.
#[derive(Debug)]
pub struct PlanInput<'a> {
    /// Its attempts, the first first; at least one.
    pub attempts: Vec<AttemptInput<'a>>,
    /// Its entries in the log, the first first.
    pub timeline: Vec<Step>,
    /// Names of the items.
    pub items: &'a ItemNames<'a>,
    /// What came of it, as far as that is public.
    pub figures: PlanFigures,
}

/// How far an attempt has come; `due` results are to come, `published` of them
/// are on show.
pub fn stage(attempt: &AttemptInput<'_>, due: u64, published: u64) -> Stage {
    if !attempt.abandoned_at.is_empty() {
        Stage::Abandoned
    } else if attempt.drawn_at.is_empty() {
        Stage::Frozen
    } else if !attempt.disclosed {
        if attempt.sealed { Stage::Sealed } else { Stage::Drawn }
    } else if published == 0 {
        Stage::Disclosed
    } else if published < due {
        Stage::Results
    } else {
        Stage::Completed
    }
}

/// Makes a plan's page; `None` where it was never frozen.
pub fn plan(input: PlanInput<'_>) -> Option<Plan> {
    let last = input.attempts.last()?;
    let document = last.document;
    let mut departments: Vec<String> = document.parts.iter().map(|part| part.department.clone()).collect();
    departments.sort();
    departments.dedup();
    let parts = document.parts.iter().map(|part| PlanPart {
        part: part.part.clone(),
        department: part.department.clone(),
        items: input.items.named(&part.items, document.cutoff),
        rows: part.rows,
        team: part.team,
    });
    let attempts = input.attempts.iter().map(|one| Attempt {
        attempt: one.document.attempt,
        serial: one.document.serial,
        p: one.p.clone(),
        frozen_at: one.frozen_at.clone(),
        drawn_at: one.drawn_at.clone(),
        abandoned_at: one.abandoned_at.clone(),
        disclosed: one.disclosed,
    });
    Some(Plan {
        plan: document.plan.clone(),
        title: document.title.clone(),
        stage: stage(last, input.figures.due, input.figures.published),
        joint: departments.len() > 1,
        lead: document.lead().unwrap_or_default().to_owned(),
        departments,
        from: document.window[0].to_string(),
        to: document.window[1].to_string(),
        cutoff: document.cutoff.to_string(),
        sealed: last.sealed,
        urgent: last.urgent,
        approved_at: last.approved_at.clone(),
        reveal_by: document.reveal_by.clone(),
        parts: parts.collect(),
        attempts: attempts.collect(),
        figures: input.figures,
        timeline: input.timeline,
    })
}
