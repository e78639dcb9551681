//! 行政主要负责人审批: the head signs off exactly one text of a plan.

use std::path::Path;

use serde::Serialize;

use super::office::Office;
use super::plans::{keep_text, read_plan};
use super::refusal::Done;
use crate::domain::grammar::check_text;
use crate::domain::{Digest, calendar};
use crate::record::details;
use crate::store::approvals::{self, Approval};
use crate::store::attempts;
use crate::text;

/// A sign-off recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Approved {
    /// 计划编号.
    pub plan: String,
    /// Digest of the text.
    pub sha256: Digest,
    /// Who signed off.
    pub head: String,
    /// When.
    pub at: String,
    /// 事后审批: the text was frozen before, as urgent.
    pub later: bool,
    /// It had been signed off before; nothing was changed.
    pub already: bool,
}

/// Records the sign-off of the plan in `file` by the one who acts. Signing the
/// same text again changes nothing; a changed text needs its own.
pub fn approve(office: &Office, file: &Path, note: &str) -> Done<Approved> {
    check_text(note)?;
    check_text(&office.by)?;
    if office.by.trim().is_empty() {
        return Err(text!("approve-nobody").into());
    }
    let text = read_plan(file)?;
    let plan = text.spec.plan.clone();
    let outcome = |approval: Approval, already| Approved {
        plan: approval.plan,
        sha256: approval.sha256,
        head: approval.head,
        at: calendar::write_instant(&approval.at),
        later: approval.later,
        already,
    };
    if let Some(before) = office.store.read(|tx| approvals::get(tx, &plan, &text.sha256))? {
        return Ok(outcome(before, true));
    }
    let approved = office.begin("approve", &plan, &[])?.commit(|tx| {
        let now = office.now();
        let frozen = attempts::of_plan(tx, &plan)?;
        let later = frozen.iter().any(|attempt| attempt.toml == text.sha256);
        keep_text(tx, &text, &now)?;
        let approval = Approval {
            plan: plan.clone(),
            sha256: text.sha256,
            head: office.by.clone(),
            note: note.to_owned(),
            at: now,
            later,
        };
        approvals::add(tx, &approval)?;
        let members = details([
            ("plan", plan.as_str().into()),
            ("toml", text.sha256.to_string().into()),
            ("later", later.into()),
        ])
        .hiding("head", office.by.as_str())
        .hiding("note", note);
        office.record_at(tx, &now, "approve", members)?;
        Ok(approval)
    })?;
    Ok(outcome(approved, false))
}
