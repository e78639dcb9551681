//! Plans as texts, and what became of them.

use std::path::Path;

use serde::Serialize;

use super::files;
use super::office::Office;
use super::refusal::{Done, Refusal};
use crate::domain::{Digest, Instant, Result, calendar};
use crate::plan::PlanSpec;
use crate::store::approvals::{self, Approval};
use crate::store::attempts::{self, Attempt};
use crate::store::plans::{self, PlanRow};
use crate::store::{Tx, commitments, publications};
use crate::text;

/// A plan's text, read.
#[derive(Debug, Clone)]
pub struct PlanText {
    /// What it says.
    pub spec: PlanSpec,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Their digest.
    pub sha256: Digest,
}

/// Reads a plan from its file; every fault of it is told.
pub fn read_plan(file: &Path) -> Done<PlanText> {
    let bytes = files::read(file)?;
    let name = file.display().to_string();
    let toml = std::str::from_utf8(&bytes).map_err(|_| text!("plan-file-utf8", file = &name))?;
    let toml = toml.strip_prefix('\u{feff}').unwrap_or(toml);
    let spec = PlanSpec::parse(toml, &name).map_err(|faults| Refusal {
        text: text!("plan-file-faults", file = &name, count = faults.len()),
        faults,
    })?;
    let sha256 = Digest::of(&bytes);
    Ok(PlanText { spec, bytes, sha256 })
}

/// Keeps a plan's text in the office.
pub(super) fn keep_text(tx: &mut Tx<'_>, text: &PlanText, at: &Instant) -> Result<()> {
    plans::put(
        tx,
        &PlanRow {
            plan: text.spec.plan.clone(),
            title: text.spec.title.clone(),
            toml: text.bytes.clone(),
            sha256: text.sha256,
            at: *at,
        },
    )
}

/// Where an attempt stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Frozen, not drawn.
    Frozen,
    /// Drawn, not published.
    Drawn,
    /// Only digests are published.
    Sealed,
    /// Published.
    Published,
    /// Abandoned.
    Abandoned,
}

/// An attempt for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AttemptLine {
    /// Counts the office's attempts.
    pub serial: u64,
    /// Counts the plan's.
    pub attempt: u64,
    /// Where it stands.
    pub state: State,
    /// Digest of plan.json.
    pub p: Digest,
    /// When frozen.
    pub frozen_at: String,
    /// When drawn.
    pub drawn_at: Option<String>,
    /// The seed.
    pub seed: Option<Digest>,
    /// When abandoned.
    pub abandoned_at: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Its folder below the office.
    pub folder: String,
}

/// A sign-off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signed {
    /// 行政主要负责人.
    pub head: String,
    /// When.
    pub at: String,
    /// 事后审批: it came after the freeze.
    pub later: bool,
}

/// A plan for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanLine {
    /// 计划编号.
    pub plan: String,
    /// 标题.
    pub title: String,
    /// Digest of its last text.
    pub sha256: Digest,
    /// Who signed that text off, and when.
    pub approved: Option<Signed>,
    /// Sources whose commitment for the coming attempt came in.
    pub commitments: Vec<String>,
    /// Its attempts.
    pub attempts: Vec<AttemptLine>,
}

/// An attempt's line, by what was published of it.
pub(super) fn line(attempt: &Attempt, published: &[publications::Publication]) -> AttemptLine {
    let extent = published.iter().rfind(|p| p.serial == attempt.serial).map(|p| p.extent);
    let state = match (attempt.live(), attempt.seed, extent) {
        (false, ..) => State::Abandoned,
        (_, None, _) => State::Frozen,
        (_, _, None) => State::Drawn,
        (_, _, Some(publications::Extent::Sealed)) => State::Sealed,
        (_, _, Some(publications::Extent::Full)) => State::Published,
    };
    let write = |at: &Option<Instant>| at.as_ref().map(calendar::write_instant);
    AttemptLine {
        serial: attempt.serial,
        attempt: attempt.attempt,
        state,
        p: attempt.p,
        frozen_at: calendar::write_instant(&attempt.frozen_at),
        drawn_at: write(&attempt.drawn_at),
        seed: attempt.seed,
        abandoned_at: write(&attempt.abandoned_at),
        reason: attempt.reason.clone(),
        folder: format!("attempts/{}", attempt.folder()),
    }
}

/// All plans with their attempts.
pub fn list(office: &Office) -> Done<Vec<PlanLine>> {
    Ok(office.store.read(|tx| {
        let published = publications::list(tx)?;
        plans::list(tx)?.into_iter().map(|row| plan_line(tx, row, &published)).collect()
    })?)
}

fn plan_line(tx: &mut Tx<'_>, row: PlanRow, published: &[publications::Publication]) -> Result<PlanLine> {
    let approval: Option<Approval> = approvals::get(tx, &row.plan, &row.sha256)?;
    let attempts = attempts::of_plan(tx, &row.plan)?;
    let coming = attempts.len() as u64 + 1;
    Ok(PlanLine {
        approved: approval.map(|approval| Signed {
            head: approval.head,
            at: calendar::write_instant(&approval.at),
            later: approval.later,
        }),
        commitments: commitments::list(tx, &row.plan, coming)?.into_keys().collect(),
        attempts: attempts.iter().map(|attempt| line(attempt, published)).collect(),
        plan: row.plan,
        title: row.title,
        sha256: row.sha256,
    })
}

/// One plan with its attempts.
pub fn show(office: &Office, plan: &str) -> Done<PlanLine> {
    let found = office.store.read(|tx| {
        let published = publications::list(tx)?;
        plans::get(tx, plan)?.map(|row| plan_line(tx, row, &published)).transpose()
    })?;
    found.ok_or_else(|| text!("plan-unknown", plan = plan).into())
}

/// A plan's text, as last approved or frozen.
pub fn text(office: &Office, plan: &str) -> Done<String> {
    let found = office.store.read(|tx| plans::get(tx, plan))?;
    let row = found.ok_or_else(|| text!("plan-unknown", plan = plan))?;
    Ok(String::from_utf8_lossy(&row.toml).into_owned())
}

/// The plan's attempt in force: the last one, unless abandoned. Refuses with
/// `attempt-none` where nothing was frozen, `attempt-abandoned` where the last
/// one was given up.
pub(super) fn attempt_in_force(tx: &mut Tx<'_>, plan: &str) -> Result<Attempt> {
    let last = attempts::of_plan(tx, plan)?.pop().ok_or_else(|| text!("attempt-none", plan = plan))?;
    match &last.reason {
        None => Ok(last),
        Some(reason) => Err(text!("attempt-abandoned", plan = plan, attempt = last.attempt, reason = reason)),
    }
}
