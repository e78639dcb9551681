//! Drafts merged into a joint plan's file.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::drafts::Drafts;
use super::standing::of_drafts;
use crate::domain::{Digest, Progress, Result, Text, calendar};
use crate::joint::{self, Choices, DraftText, Merged};
use crate::store::attempts;
use crate::text;
use crate::workflow::files;
use crate::workflow::office::Office;
use crate::workflow::refusal::{Done, Refusal};

/// A joint plan written.
#[derive(Debug, Clone, Serialize)]
pub struct MergeDone {
    /// 计划编号.
    pub plan: String,
    /// Where it was written.
    pub file: PathBuf,
    /// Digest of its text.
    pub sha256: Digest,
    /// 牵头部门.
    pub lead: String,
    /// Its window.
    pub window: [calendar::Date; 2],
    /// Its parts: name, department, draft, whether the head approved that.
    pub parts: Vec<(String, String, String, bool)>,
    /// What was passed over.
    pub passed: Vec<Text>,
}

/// Merges drafts into a joint plan's file, which must not exist yet. Every
/// conflict is told at once.
pub fn merge(
    office: &Office,
    files: &[PathBuf],
    choices: &Choices,
    out: &Path,
    progress: &dyn Progress,
) -> Done<MergeDone> {
    if out.exists() {
        return Err(text!("file-exists", path = out).into());
    }
    let drafts = Drafts::of(office, files, progress)?;
    let texts: Vec<DraftText<'_>> = (drafts.texts.iter())
        .map(|text| DraftText {
            spec: &text.spec,
            toml: std::str::from_utf8(&text.bytes).unwrap_or_default(),
            sha256: text.sha256,
        })
        .collect();
    let mut faults = Vec::new();
    for text in &drafts.texts {
        faults.extend(frozen(office, &text.spec.plan)?);
    }
    let merged = joint::merge(&texts, &drafts.drafts(), choices);
    let Merged { toml, spec, passed } = match merged {
        Ok(merged) if faults.is_empty() => merged,
        Ok(_) => return Err(conflicts(faults)),
        Err(found) => {
            faults.extend(found.iter().map(joint::Conflict::text));
            return Err(conflicts(faults));
        }
    };
    files::write(out, toml.as_bytes())?;
    let approved = office.store.read(|tx| of_drafts(tx, &spec))?;
    let parts = spec.parts.iter().map(|part| {
        let draft = part.draft.as_ref().map(|draft| draft.plan.clone()).unwrap_or_default();
        (part.part.clone(), part.department.clone(), draft, approved.contains_key(&part.part))
    });
    Ok(MergeDone {
        plan: spec.plan.clone(),
        file: out.to_owned(),
        sha256: Digest::of(toml.as_bytes()),
        lead: spec.lead.clone(),
        window: spec.window,
        parts: parts.collect(),
        passed: passed.iter().map(joint::Conflict::text).collect(),
    })
}

fn conflicts(faults: Vec<Text>) -> Refusal {
    Refusal { text: text!("joint-conflicts", count = faults.len()), faults }
}

/// A plan whose attempt is in force can be merged no more.
fn frozen(office: &Office, plan: &str) -> Result<Option<Text>> {
    let last = office.store.read(|tx| attempts::of_plan(tx, plan))?.pop();
    let live = last.filter(|attempt| attempt.live());
    Ok(live.map(|attempt| text!("joint-draft-frozen", plan = plan, attempt = attempt.attempt)))
}
