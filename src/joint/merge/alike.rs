//! What must be the same in all drafts.

use std::collections::{BTreeMap, BTreeSet};

use super::conflict::Conflict;
use super::make::DraftText;
use crate::plan::PlanSpec;
use crate::text;

/// Finds all that is not.
pub(super) fn alike(drafts: &[DraftText<'_>], found: &mut Vec<Conflict>) {
    alone(drafts, found);
    fields(drafts, found);
    readings(drafts, found);
}

/// A draft stands once in the plan, and in no other.
fn alone(drafts: &[DraftText<'_>], found: &mut Vec<Conflict>) {
    let mut numbers = BTreeSet::new();
    for draft in drafts {
        if !numbers.insert(&draft.spec.plan) {
            let what = text!("joint-draft-twice", plan = &draft.spec.plan);
            found.push(Conflict::new(what, text!("joint-mend-twice")));
        }
        // The merged plan would not be one of the year's draws any more.
        if !draft.spec.year_plan.is_empty() {
            let what = text!("joint-of-year", plan = &draft.spec.plan, year_plan = &draft.spec.year_plan);
            found.push(Conflict::new(what, text!("joint-mend-year")));
        }
    }
}

/// What the whole plan says must be said by all.
fn fields(drafts: &[DraftText<'_>], found: &mut Vec<Conflict>) {
    type Field = (&'static str, fn(&PlanSpec) -> String);
    let fields: [Field; 9] = [
        ("cutoff", |spec| spec.cutoff.to_string()),
        ("registry", |spec| spec.registry.map(|digest| digest.to_string()).unwrap_or_default()),
        ("year", |spec| spec.year.to_string()),
        ("quarter", |spec| spec.quarter.map(|quarter| quarter.to_string()).unwrap_or_default()),
        ("directed", |spec| spec.directed.to_string()),
        ("sealed", |spec| spec.sealed.to_string()),
        ("urgent", |spec| spec.urgent.to_string()),
        ("recusal", |spec| recusal(spec)),
        ("roster", |spec| format!("{:?}, leave_days {}", spec.roster.review, spec.roster.leave_days)),
    ];
    for (field, value) in fields {
        let mut values: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for draft in drafts {
            values.entry(value(draft.spec)).or_default().push(&draft.spec.plan);
        }
        if field == "registry" {
            values.remove(""); // A draft that does not say goes with any.
        }
        if values.len() > 1 {
            let each = values.iter().map(|(value, plans)| {
                let value = if value.is_empty() { "–" } else { value };
                format!("{} {value}", plans.join("、"))
            });
            let values = each.collect::<Vec<_>>().join("；");
            let mend = match field {
                "cutoff" => text!("joint-mend-cutoff"),
                "registry" => text!("joint-mend-registry"),
                "sealed" => text!("joint-mend-sealed"),
                _ => text!("joint-mend-same", field = field),
            };
            found.push(Conflict::new(text!("joint-differs", field = field, values = values), mend));
        }
    }
}

/// The same words are read the same.
fn readings(drafts: &[DraftText<'_>], found: &mut Vec<Conflict>) {
    let mut readings: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    for draft in drafts {
        for (words, reading) in &draft.spec.wording {
            let (first, known) = *readings.entry(words).or_insert((&draft.spec.plan, reading));
            if known != reading {
                let (second, other) = (&draft.spec.plan, reading);
                let what = text!(
                    "joint-wording",
                    words = words,
                    first = first,
                    one = known,
                    second = second,
                    other = other
                );
                found.push(Conflict::new(what, text!("joint-mend-same", field = "wording")));
            }
        }
    }
}

fn recusal(spec: &PlanSpec) -> String {
    let same = spec.recusal.same.as_ref().map_or_else(String::new, |same| {
        format!("same_inspector {}/{} {}", same.checks, same.months, same.results.join("、"))
    });
    let former = spec
        .recusal
        .former_team_months
        .map_or_else(String::new, |months| format!(" former_team_months {months}"));
    format!("{same}{former} {}", spec.recusal.exempt.join("、")).trim().to_owned()
}
