//! From drafts to the joint plan, or to every conflict at once.

use super::agree::Agreed;
use super::alike::alike;
use super::compose::compose;
use super::conflict::Conflict;
use super::entities::{caps, classes};
use crate::domain::{Date, Digest, Instant};
use crate::joint::suggest::Draft;
use crate::plan::{PartSpec, PlanSpec};
use crate::text;

/// A draft's text.
#[derive(Debug, Clone, Copy)]
pub struct DraftText<'a> {
    /// What it says.
    pub spec: &'a PlanSpec,
    /// Its text.
    pub toml: &'a str,
    /// The digest of its bytes.
    pub sha256: Digest,
}

/// What the coordinator chose where drafts differ.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    /// Number of the joint plan; the lead's draft with `-J` by default.
    pub plan: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its window; the days all drafts have in common by default.
    pub window: Option<[Date; 2]>,
    /// End of the reveals, where the drafts name different ones.
    pub reveal_by: Option<Instant>,
    /// 牵头部门; that of the first draft by default.
    pub lead: Option<String>,
    /// Rename parts whose names clash.
    pub rename: bool,
    /// Merge in spite of differing classes and of caps that only some drafts
    /// keep.
    pub nevertheless: bool,
}

/// A joint plan.
#[derive(Debug, Clone)]
pub struct Merged {
    /// Its text.
    pub toml: String,
    /// What it says.
    pub spec: PlanSpec,
    /// Conflicts that were passed over.
    pub passed: Vec<Conflict>,
}

/// Merges drafts, or tells every conflict. `framed` are the drafts with their
/// frames, in the same order; empty where there are none, and then nothing is
/// said about entities.
pub fn merge(
    drafts: &[DraftText<'_>],
    framed: &[Draft<'_>],
    choices: &Choices,
) -> Result<Merged, Vec<Conflict>> {
    let mut found = Vec::new();
    if drafts.is_empty() {
        return Err(vec![Conflict::new(text!("joint-no-drafts"), text!("joint-mend-drafts"))]);
    }
    alike(drafts, &mut found);
    let agreed = Agreed::of(drafts, choices, &mut found);
    let mut passed = Vec::new();
    classes(framed, &mut passed);
    caps(framed, &mut passed);
    if !found.is_empty() || !(passed.is_empty() || choices.nevertheless) {
        found.append(&mut passed);
        return Err(found);
    }
    let toml = compose(drafts, choices, &agreed).map_err(|fault| vec![fault])?;
    let spec = PlanSpec::parse(&toml, "joint").map_err(|faults| {
        faults.into_iter().map(|fault| Conflict::new(fault, text!("joint-mend-drafts"))).collect::<Vec<_>>()
    })?;
    let own = drafts.iter().flat_map(|draft| &draft.spec.parts);
    if let Some((part, _)) = own.zip(&spec.parts).find(|(own, part)| !same_part(own, part)) {
        // Never so; but what is frozen must be what was approved.
        let what = text!("joint-part-changed", part = &part.part);
        return Err(vec![Conflict::new(what, text!("joint-mend-drafts"))]);
    }
    Ok(Merged { toml, spec, passed })
}

/// Whether a part says the same in two plans, whatever its name there.
pub fn same_part(one: &PartSpec, other: &PartSpec) -> bool {
    let bare = |part: &PartSpec| {
        let mut part = part.clone();
        part.part.clear();
        part.line = 0;
        part.draft = None;
        part.strata.iter_mut().for_each(|rule| rule.line = 0);
        part
    };
    bare(one) == bare(other)
}
