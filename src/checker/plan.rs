//! plan.json (protocol §1), beyond what reading it strictly already refuses.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::folder::{Folder, read};
use super::{Fault, Rule, groups_file};
use crate::domain::calendar::parse_instant;
use crate::domain::grammar::check_text;
use crate::domain::{Digest, Text};
use crate::draw::PlanDocument;
use crate::draw::document::{Form, SourceKind};
use crate::draw::drand;
use crate::text;

const FILE: &str = "plan.json";

/// The frozen plan and P.
#[derive(Debug)]
pub struct Plan {
    /// The document.
    pub document: PlanDocument,
    /// SHA-256 of its bytes.
    pub p: Digest,
}

/// A part's frame within the bundle.
pub fn frame(part: &str) -> String {
    format!("frames/{part}.csv")
}

/// Reads plan.json and checks that the folder holds exactly its frames.
pub fn open(dir: &Path, folder: &Folder) -> Result<Plan, Fault> {
    let plan = load(dir)?;
    let expected: BTreeSet<String> = plan.document.parts.iter().map(|part| frame(&part.part)).collect();
    let found: BTreeSet<&String> = folder.sums.keys().filter(|name| name.starts_with("frames/")).collect();
    if let Some(name) = expected.iter().find(|name| !found.contains(name)) {
        return Err(Fault::of_file(name, Rule::Bundle, text!("checker-missing")));
    }
    if let Some(name) = found.iter().find(|name| !expected.contains(**name)) {
        return Err(Fault::of_file(name.as_str(), Rule::Bundle, text!("checker-frame-unplanned")));
    }
    let fault = |reason| Err(Fault::of_file(groups_file::FILE, Rule::Bundle, reason));
    match (plan.document.has_groups(), folder.sums.contains_key(groups_file::FILE)) {
        (true, false) => return fault(text!("checker-missing")),
        (false, true) => return fault(text!("checker-groups-unplanned")),
        _ => {}
    }
    Ok(plan)
}

/// Reads plan.json alone.
pub fn load(dir: &Path) -> Result<Plan, Fault> {
    let bytes = read(dir, FILE)?;
    let at = |reason| Fault::of_file(FILE, Rule::Plan, reason);
    check_json(&bytes).map_err(|reason| Fault::of_file(FILE, Rule::Grammar, reason))?;
    let document = PlanDocument::parse(&bytes).map_err(at)?;
    for source in &document.sources {
        drand_after_reveal(&document, &source.kind).map_err(at)?;
    }
    Ok(Plan { document, p: Digest::of(&bytes) })
}

/// Grammar of the bundle's JSON (protocol §0): ASCII keys, integers below 2⁵³,
/// texts as everywhere.
pub fn check_json(bytes: &[u8]) -> Result<(), Text> {
    let value: Value =
        serde_json::from_slice(bytes).map_err(|error| text!("json-malformed", error = error.to_string()))?;
    check_value(&value)
}

fn check_value(value: &Value) -> Result<(), Text> {
    match value {
        Value::String(value) => check_text(value),
        Value::Number(number) => match number.as_u64() {
            Some(n) if n < 1 << 53 => Ok(()),
            _ => Err(text!("checker-number", value = number.to_string())),
        },
        Value::Array(values) => values.iter().try_for_each(check_value),
        Value::Object(members) => members.iter().try_for_each(|(key, value)| {
            if !key.is_ascii() {
                return Err(text!("checker-json-key", key = key));
            }
            check_text(key)?;
            check_value(value)
        }),
        Value::Null | Value::Bool(_) => Ok(()),
    }
}

/// A drand round's time is arithmetic: it must lie after `reveal_by`, whatever
/// `when` says.
fn drand_after_reveal(plan: &PlanDocument, kind: &SourceKind) -> Result<(), Text> {
    let SourceKind::Public { form: Form::Drand { drand, round }, .. } = kind else {
        return Ok(());
    };
    let due = drand::chain(drand)?
        .due(*round)
        .ok_or_else(|| text!("checker-drand-round", round = round.to_string()))?;
    if due <= plan.reveal_by()?.timestamp() {
        return Err(text!("checker-drand-early", round = round.to_string(), reveal_by = &plan.reveal_by));
    }
    Ok(())
}

/// What about the plan weakens the draw though it breaks no rule.
pub fn weaknesses(plan: &PlanDocument) -> Vec<Text> {
    let mut out = Vec::new();
    let flag = |name: &str| plan.more.get(name).is_some_and(|value| *value == Value::Bool(true));
    if flag("practice") {
        out.push(text!("checker-weak-practice"));
    }
    let approved = plan.more.get("approval").is_some_and(Value::is_object);
    match (approved, flag("urgent")) {
        (true, _) => {}
        (false, true) => out.push(text!("checker-weak-urgent")),
        (false, false) => out.push(text!("checker-weak-unapproved")),
    }
    earlier(plan, &mut out);
    for source in &plan.sources {
        match &source.kind {
            SourceKind::Sealed { .. } => out.push(text!("checker-weak-sealed", source = &source.source)),
            SourceKind::Public { when, form: Form::Drand { drand, round }, .. } => {
                let due = drand::chain(drand).ok().and_then(|chain| chain.due(*round));
                let said = parse_instant(when).ok().map(|when| when.timestamp());
                if due != said {
                    out.push(text!(
                        "checker-weak-drand-when",
                        source = &source.source,
                        when = when,
                        due = due
                            .and_then(|due| chrono::DateTime::from_timestamp(due, 0))
                            .map_or_else(String::new, |due| due.format("%Y-%m-%dT%H:%M:%SZ").to_string())
                    ));
                }
            }
            _ => {}
        }
    }
    out
}

/// Earlier attempts of the same plan, as the office itself lists them.
fn earlier(plan: &PlanDocument, out: &mut Vec<Text>) {
    let none = Vec::new();
    let listed = plan.more.get("earlier").and_then(Value::as_array).unwrap_or(&none);
    let text_of = |entry: &Value, key: &str| match entry.get(key) {
        Some(Value::String(value)) => value.clone(),
        Some(value) => value.to_string(),
        None => String::new(),
    };
    for entry in listed {
        let (attempt, at) = (text_of(entry, "attempt"), text_of(entry, "at"));
        let reason = text_of(entry, "reason");
        match text_of(entry, "outcome").as_str() {
            "abandoned" => {
                out.push(text!(
                    "checker-weak-earlier-abandoned",
                    attempt = attempt,
                    at = at,
                    reason = reason
                ));
            }
            _ => out.push(text!("checker-weak-earlier-drawn", attempt = attempt, at = at, reason = reason)),
        }
    }
    if plan.attempt > listed.len() as u64 + 1 {
        out.push(text!("checker-weak-attempts", attempt = plan.attempt, listed = listed.len()));
    }
}

/// What only a reader can check: that the plan was out in time, and that each
/// public value is the one announced.
pub fn by_hand(plan: &Plan, values: &[String]) -> Vec<Text> {
    let document = &plan.document;
    let mut out = vec![text!("checker-hand-plan", p = plan.p, reveal_by = &document.reveal_by)];
    if let Some(previous) = &document.previous {
        out.push(text!("checker-hand-previous", serial = document.serial - 1, previous = previous));
    }
    for (source, value) in document.sources.iter().zip(values) {
        match &source.kind {
            SourceKind::Public { form: Form::Drand { .. }, .. } => {}
            SourceKind::Public { describe, when, .. } => out.push(text!(
                "checker-hand-public",
                source = &source.source,
                value = value,
                describe = describe,
                when = when
            )),
            SourceKind::Commitment { .. } | SourceKind::Sealed { .. } => {}
        }
    }
    out
}
