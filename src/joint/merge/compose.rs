//! The joint plan's text, out of the drafts' own words.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::agree::Agreed;
use super::conflict::Conflict;
use super::make::{Choices, DraftText};
use crate::domain::calendar;
use crate::joint::write::{self, tables_of};
use crate::text;

/// The plan's text under a heading that names the drafts it comes from.
pub(super) fn compose(
    drafts: &[DraftText<'_>],
    choices: &Choices,
    agreed: &Agreed,
) -> Result<String, Conflict> {
    let mut table = head(drafts, choices, agreed);
    body(drafts, &agreed.names, &mut table)?;
    let mut heading = vec![lead_line(&table)];
    heading.extend(drafts.iter().map(|draft| {
        let departments: BTreeSet<&str> =
            draft.spec.parts.iter().map(|part| part.department.as_str()).collect();
        let departments = departments.into_iter().collect::<Vec<_>>().join("、");
        format!("  {} {departments} sha256 {}", draft.spec.plan, draft.sha256)
    }));
    Ok(write::plan(&table, &heading))
}

/// What holds for the whole plan: as the leading department's draft says, but
/// for what was agreed.
fn head(drafts: &[DraftText<'_>], choices: &Choices, agreed: &Agreed) -> Table {
    let leads = |draft: &&DraftText<'_>| draft.spec.parts.iter().any(|part| part.department == agreed.lead);
    let spec = drafts.iter().find(leads).or(drafts.first()).map(|draft| draft.spec);
    let mut out = Table::new();
    let mut put = |key: &str, value: Value| {
        out.insert(key.to_owned(), value);
    };
    if let Some(spec) = spec {
        put("plan", choices.plan.clone().unwrap_or_else(|| format!("{}-J", spec.plan)).into());
        put("title", choices.title.clone().unwrap_or_else(|| format!("{}（联合）", spec.title)).into());
        if !spec.organ.is_empty() {
            put("organ", spec.organ.clone().into());
        }
        put("year", i64::from(spec.year).into());
        if let Some(quarter) = spec.quarter {
            put("quarter", i64::from(quarter).into());
        }
        put("directed", spec.directed.into());
        put("cutoff", spec.cutoff.to_string().into());
        put("urgent", spec.urgent.into());
        put("sealed", spec.sealed.into());
    }
    put("window", Value::Array(agreed.window.iter().map(|day| day.to_string().into()).collect()));
    put("reveal_by", calendar::write_instant(&agreed.reveal_by).into());
    put("lead", agreed.lead.as_str().into());
    // The strictest draft decides how many witnesses must have it on file.
    let witnesses = drafts.iter().map(|draft| draft.spec.witnesses).max().unwrap_or(0);
    if let Ok(witnesses @ 1..) = i64::try_from(witnesses) {
        put("witnesses", witnesses.into());
    }
    if let Some(registry) = drafts.iter().find_map(|draft| draft.spec.registry) {
        put("registry", registry.to_string().into());
    }
    out
}

/// Sources, parts and plan-wide rules, as they stand in the drafts' texts.
fn body(drafts: &[DraftText<'_>], names: &[Vec<String>], out: &mut Table) -> Result<(), Conflict> {
    let (mut sources, mut parts, mut wording) = (Vec::new(), Vec::new(), Table::new());
    let mut named = BTreeSet::new();
    for (draft, names) in drafts.iter().zip(names) {
        let own: Table = draft.toml.trim_start_matches('\u{feff}').parse().map_err(|_| {
            Conflict::new(text!("joint-draft-unread", plan = &draft.spec.plan), text!("joint-mend-drafts"))
        })?;
        for source in tables_of(&own, "source") {
            if named.insert(source.get("name").map(ToString::to_string)) {
                sources.push(Value::Table(source.clone()));
            }
        }
        for (part, name) in tables_of(&own, "part").into_iter().zip(names) {
            parts.push(Value::Table(self::part(&own, part, name, draft)));
        }
        for key in ["recusal", "roster"] {
            if let Some(value) = own.get(key) {
                out.insert(key.to_owned(), value.clone());
            }
        }
        if let Some(Value::Table(readings)) = own.get("wording") {
            wording.extend(readings.clone());
        }
    }
    if !wording.is_empty() {
        out.insert("wording".into(), wording.into());
    }
    out.insert("source".into(), Value::Array(sources));
    out.insert("part".into(), Value::Array(parts));
    Ok(())
}

/// A part with its draft's plan-wide rules moved into it.
fn part(own: &Table, part: &Table, name: &str, draft: &DraftText<'_>) -> Table {
    let mut out = part.clone();
    out.insert("name".into(), name.into());
    let origin = [("plan", draft.spec.plan.clone()), ("sha256", draft.sha256.to_string())];
    let origin: Table = origin.into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect();
    out.insert("draft".into(), origin.into());
    let department = part.get("department").and_then(Value::as_str).unwrap_or_default().trim();
    let mut exclude: Vec<Value> = tables_of(part, "exclude").into_iter().cloned().map(Value::Table).collect();
    for rule in tables_of(own, "exclude") {
        let mut rule = rule.clone();
        let concerns = match rule.remove("departments") {
            None => true,
            Some(Value::Array(list)) => {
                list.is_empty() || list.iter().any(|one| one.as_str().map(str::trim) == Some(department))
            }
            Some(one) => one.as_str().map(str::trim) == Some(department),
        };
        if concerns {
            exclude.push(Value::Table(rule));
        }
    }
    if !exclude.is_empty() {
        out.insert("exclude".into(), Value::Array(exclude));
    }
    if let Some(Value::Table(wide)) = own.get("frequency") {
        let mut frequency = part.get("frequency").and_then(Value::as_table).cloned().unwrap_or_default();
        if frequency.remove("inherit") != Some(Value::Boolean(false)) {
            inherit(&mut frequency, wide);
        }
        out.insert("frequency".into(), frequency.into());
    }
    out
}

/// A part's own frequency rules with the plan's behind, as the plan itself
/// joins them.
fn inherit(own: &mut Table, wide: &Table) {
    for key in ["gap", "cap"] {
        let mut all: Vec<Value> = tables_of(own, key).into_iter().cloned().map(Value::Table).collect();
        all.extend(tables_of(wide, key).into_iter().cloned().map(Value::Table));
        if !all.is_empty() {
            own.insert(key.to_owned(), Value::Array(all));
        }
    }
    let list = |table: &Table| match table.get("exempt") {
        Some(Value::Array(list)) => list.clone(),
        Some(one) => vec![one.clone()],
        None => Vec::new(),
    };
    let mut exempt = list(own);
    let more: Vec<Value> = list(wide).into_iter().filter(|source| !exempt.contains(source)).collect();
    exempt.extend(more);
    if !exempt.is_empty() {
        own.insert("exempt".into(), Value::Array(exempt));
    }
    if let (None, Some(cover)) = (own.get("cover"), wide.get("cover")) {
        own.insert("cover".into(), cover.clone());
    }
}

/// The joint plan's text without a department; `None` where no other
/// department is left or it has no part. `lead` is the new one where the old
/// one leaves.
pub fn without_department(toml: &str, department: &str, lead: Option<&str>) -> Option<String> {
    let mut table: Table = toml.trim_start_matches('\u{feff}').parse().ok()?;
    let of = |part: &Table| part.get("department").and_then(Value::as_str).map(str::trim) == Some(department);
    let parts: Vec<Table> = tables_of(&table, "part").into_iter().cloned().collect();
    let left: Vec<Value> = parts.iter().filter(|part| !of(part)).cloned().map(Value::Table).collect();
    if left.is_empty() || left.len() == parts.len() {
        return None;
    }
    table.insert("part".into(), Value::Array(left));
    if let Some(lead) = lead {
        table.insert("lead".into(), lead.into());
    }
    let heading: Vec<String> = (toml.lines().take_while(|line| line.starts_with('#')))
        .map(|line| line.trim_start_matches('#').trim_start_matches(' ').to_owned())
        .collect();
    Some(write::plan(&table, &heading))
}

fn lead_line(table: &Table) -> String {
    let plan = table.get("plan").and_then(Value::as_str).unwrap_or_default();
    format!(
        "联合计划 {plan}，由下列各部门计划合成；各分项的内容由其部门审批，改动须由该部门重新报批、重新合成。"
    )
}
