//! What the joint plan has of its own: its days, its lead, its parts' names,
//! and what of the drafts' sources forbids them.

use std::collections::{BTreeMap, BTreeSet};

use super::conflict::Conflict;
use super::make::{Choices, DraftText};
use crate::domain::{Date, Instant, calendar};
use crate::plan::{PartSpec, SourceSpecKind};
use crate::text;

/// What the drafts have in common or the coordinator chose.
pub(super) struct Agreed {
    /// The window.
    pub window: [Date; 2],
    /// End of the reveals.
    pub reveal_by: Instant,
    /// 牵头部门.
    pub lead: String,
    /// Each draft's parts by the names they get.
    pub names: Vec<Vec<String>>,
}

impl Agreed {
    /// Settles all of it; what cannot be settled is a conflict, and its value
    /// here of no use.
    pub fn of(drafts: &[DraftText<'_>], choices: &Choices, found: &mut Vec<Conflict>) -> Self {
        let window = window(drafts, choices, found);
        let reveal_by = reveal_by(drafts, choices, found);
        sources(drafts, reveal_by, found);
        let names = names(drafts, choices.rename, found);
        Self { window, reveal_by, lead: lead(drafts, choices, found), names }
    }
}

fn window(drafts: &[DraftText<'_>], choices: &Choices, found: &mut Vec<Conflict>) -> [Date; 2] {
    let show = |[from, to]: [Date; 2]| format!("{from} – {to}");
    let windows = drafts.iter().map(|draft| draft.spec.window);
    let common = windows.reduce(|[a, b], [c, d]| [a.max(c), b.min(d)]).unwrap_or_default();
    let window = choices.window.unwrap_or(common);
    if choices.window.is_none() && common[0] > common[1] {
        let each = drafts.iter().map(|draft| format!("{} {}", draft.spec.plan, show(draft.spec.window)));
        let windows = each.collect::<Vec<_>>().join("；");
        found.push(Conflict::new(text!("joint-windows", windows = windows), text!("joint-mend-window")));
    }
    if let Some([from, to]) = choices.window {
        if from > to {
            found.push(Conflict::new(
                text!("joint-window-order", from = from, to = to),
                text!("joint-mend-window"),
            ));
        }
        for draft in drafts.iter().filter(|draft| from < draft.spec.window[0] || to > draft.spec.window[1]) {
            let what = text!(
                "joint-window-outside",
                plan = &draft.spec.plan,
                window = show(draft.spec.window),
                chosen = show([from, to])
            );
            found.push(Conflict::new(what, text!("joint-mend-window")));
        }
    }
    window
}

fn reveal_by(drafts: &[DraftText<'_>], choices: &Choices, found: &mut Vec<Conflict>) -> Instant {
    let earliest = drafts.iter().map(|draft| draft.spec.reveal_by).min().unwrap_or_default();
    if let Some(chosen) = choices.reveal_by {
        return chosen;
    }
    if drafts.iter().any(|draft| draft.spec.reveal_by != earliest) {
        let each = drafts
            .iter()
            .map(|draft| format!("{} {}", draft.spec.plan, calendar::write_instant(&draft.spec.reveal_by)));
        let values = each.collect::<Vec<_>>().join("；");
        let mend = text!("joint-mend-reveal", earliest = earliest);
        found.push(Conflict::new(text!("joint-differs", field = "reveal_by", values = values), mend));
    }
    earliest
}

/// Sources of one name must be one source; a commitment made for a draft's
/// number opens for no other.
fn sources(drafts: &[DraftText<'_>], reveal_by: Instant, found: &mut Vec<Conflict>) {
    let mut known: BTreeMap<&str, (&str, &SourceSpecKind)> = BTreeMap::new();
    for draft in drafts {
        let plan = draft.spec.plan.as_str();
        for source in &draft.spec.sources {
            let name = source.source.as_str();
            let (first, kind) = *known.entry(name).or_insert((plan, &source.kind));
            if *kind != source.kind {
                let what = text!("joint-source-differs", source = name, first = first, second = plan);
                found.push(Conflict::new(what, text!("joint-mend-source", source = name)));
            }
            match &source.kind {
                SourceSpecKind::Commitment(Some(_)) | SourceSpecKind::Sealed(Some(_)) => {
                    let what = text!("joint-commitment-given", source = name, plan = plan);
                    found.push(Conflict::new(what, text!("joint-mend-commitment")));
                }
                SourceSpecKind::Public { when, .. } if *when <= reveal_by => {
                    let what = text!(
                        "joint-source-early",
                        source = name,
                        plan = plan,
                        when = *when,
                        reveal_by = reveal_by
                    );
                    found.push(Conflict::new(what, text!("joint-mend-early")));
                }
                _ => {}
            }
        }
    }
}

/// The names parts get: their own, or where they clash and may be renamed the
/// draft's place before it.
fn names(drafts: &[DraftText<'_>], rename: bool, found: &mut Vec<Conflict>) -> Vec<Vec<String>> {
    let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for draft in drafts {
        for part in &draft.spec.parts {
            owners.entry(&part.part).or_default().push(&draft.spec.plan);
        }
    }
    let mut taken: BTreeSet<String> = owners.keys().map(|name| (*name).to_owned()).collect();
    if !rename {
        for (name, plans) in owners.iter().filter(|(_, plans)| plans.len() > 1) {
            let what = text!("joint-part-twice", part = *name, plans = plans.join("、"));
            found.push(Conflict::new(what, text!("joint-mend-part")));
        }
    }
    (1..)
        .zip(drafts)
        .map(|(number, draft): (usize, _)| {
            let fresh = |part: &PartSpec| {
                if owners[part.part.as_str()].len() < 2 {
                    return part.part.clone();
                }
                let mut name = String::new();
                for tail in 0.. {
                    let more = if tail == 0 { String::new() } else { format!("-{tail}") };
                    // At most 32 characters (protocol §0); a slug is ASCII.
                    let own: String = part.part.chars().take(20).collect();
                    name = format!("d{number}-{own}{more}");
                    if taken.insert(name.clone()) {
                        break;
                    }
                }
                name
            };
            draft.spec.parts.iter().map(fresh).collect()
        })
        .collect()
}

/// The department that leads: one of those that take part.
fn lead(drafts: &[DraftText<'_>], choices: &Choices, found: &mut Vec<Conflict>) -> String {
    let departments: BTreeSet<&str> =
        drafts.iter().flat_map(|draft| &draft.spec.parts).map(|part| part.department.as_str()).collect();
    let first = drafts.first().map(|draft| draft.spec.lead.clone());
    let lead = choices.lead.clone().or(first).unwrap_or_default();
    if !departments.contains(lead.as_str()) {
        let known = departments.into_iter().collect::<Vec<_>>().join("、");
        found.push(Conflict::new(text!("joint-lead", lead = &lead), text!("joint-mend-lead", known = known)));
    }
    lead
}
