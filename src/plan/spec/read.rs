//! The plan's own fields, sources and plan-wide rules.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use super::part::{self, PlanWide};
use super::reader::{Reader, Table};
use super::{PlanSpec, Recusal, Review, RosterRules, SameInspector, SourceSpec, rules, source};
use crate::domain::grammar::check_element;
use crate::domain::{Date, Digest, Text};
use crate::plan::wording;
use crate::text;

const KEYS: &[&str] = &[
    "plan",
    "number",
    "title",
    "organ",
    "year",
    "quarter",
    "directed",
    "cutoff",
    "window",
    "urgent",
    "sealed",
    "reveal_by",
    "lead",
    "witnesses",
    "registry",
    "source",
    "part",
    "exclude",
    "frequency",
    "recusal",
    "roster",
    "wording",
];

/// Results that say nothing was found, in the national list's words.
const NO_PROBLEM: &str = "未发现问题";

impl PlanSpec {
    /// Reads a plan. `file` names it in messages. Every fault is collected,
    /// each with its line, field, value and remedy.
    pub fn parse(toml: &str, file: &str) -> Result<Self, Vec<Text>> {
        let toml = toml.strip_prefix('\u{feff}').unwrap_or(toml);
        let reader = Reader::new(file, toml);
        let document = reader.parse(toml);
        if !reader.is_sound() {
            // A torn document has fields missing that were written.
            return Err(reader.faults());
        }
        let table = Table::new(&reader, document.get_ref(), "", 0, KEYS);
        match read(&table) {
            Some(spec) if reader.is_sound() => Ok(spec),
            _ => Err(reader.faults()),
        }
    }
}

fn read(table: &Table<'_, '_>) -> Option<PlanSpec> {
    let plan = table.required("plan", "plan = \"2026Q4-001\"");
    if let Some(plan) = &plan {
        table.checked("plan", plan, check_number(plan));
    }
    let title = table.required("title", "title = \"2026年第四季度“双随机、一公开”抽查\"");
    if !table.has("cutoff") {
        table.missing("cutoff", "cutoff = \"2026-09-30\"");
    }
    let cutoff = table.date("cutoff");
    let window = window(table);
    if let (Some(cutoff), Some(window)) = (cutoff, window)
        && cutoff > window[1]
    {
        let reason = text!("plan-spec-cutoff", end = window[1]);
        table.refuse("cutoff", &cutoff.to_string(), reason);
    }
    if !table.has("reveal_by") {
        table.missing("reveal_by", "reveal_by = \"2026-10-05T09:00:00+08:00\"");
    }
    let reveal_by = table.instant("reveal_by");
    let year = year(table, window);
    let wide = PlanWide {
        year,
        exclude: table.tables("exclude", &rules::condition_and(&["reason", "departments"]), |table| {
            rules::exclude(&table)
        }),
        frequency: table.table("frequency", rules::FREQUENCY_KEYS, |t| Some(rules::frequency(&t, year))),
    };
    let sources = sources(table, reveal_by);
    let parts = parts(table, &wide);
    let lead = table.string("lead").or_else(|| parts.first().map(|part| part.department.clone()));
    if let Some(lead) = &lead
        && table.has("lead")
        && !parts.iter().any(|part| part.department == *lead)
    {
        table.refuse("lead", lead, text!("plan-spec-lead"));
    }
    let recusal = table.table("recusal", RECUSAL_KEYS, |table| Some(recusal(&table))).unwrap_or_default();
    let roster = table.table("roster", &["review", "leave_days"], |table| roster(&table));
    // All fields are read before any is missed, so that no fault hides another.
    let number = table.string("number").unwrap_or_default();
    let organ = table.string("organ").unwrap_or_default();
    let quarter = table.within("quarter", 1, 4).map(|quarter| quarter as u32);
    let (directed, urgent, sealed) = (table.flag("directed"), table.flag("urgent"), table.flag("sealed"));
    let witnesses = table.within("witnesses", 0, 20).unwrap_or(0);
    let wording = readings(table);
    let registry =
        table.string("registry").and_then(|hex| table.checked("registry", &hex, Digest::parse(&hex)));
    Some(PlanSpec {
        plan: plan?,
        number,
        title: title?,
        organ,
        year: year?,
        quarter,
        directed,
        cutoff: cutoff?,
        window: window?,
        urgent,
        sealed,
        reveal_by: reveal_by?,
        registry,
        lead: lead.unwrap_or_default(),
        witnesses,
        sources,
        parts,
        recusal,
        roster: roster.unwrap_or(RosterRules { review: Review::Kept, leave_days: 0 }),
        wording,
    })
}

/// The number also names the attempt's folder.
fn check_number(plan: &str) -> crate::domain::Result<()> {
    check_element(plan)?;
    let odd = |c: char| "/\\:*?<>|'".contains(c) || c.is_whitespace();
    if plan.starts_with('.') || plan.contains(odd) { Err(text!("plan-spec-number")) } else { Ok(()) }
}

fn year(table: &Table<'_, '_>, window: Option<[Date; 2]>) -> Option<i32> {
    match table.within("year", 2000, 2200) {
        Some(year) => i32::try_from(year).ok(),
        None => window.map(|window| window[0].year()),
    }
}

fn window(table: &Table<'_, '_>) -> Option<[Date; 2]> {
    let example = "window = [\"2026-10-08\", \"2026-12-20\"]";
    let Some(value) = table.get("window") else {
        table.missing("window", example);
        return None;
    };
    let days: Vec<Date> = match value.get_ref() {
        toml::de::DeValue::Array(days) if days.len() == 2 => {
            days.iter().filter_map(|day| table.date_of("window", day)).collect()
        }
        _ => {
            table.refuse("window", "", text!("plan-spec-window-two", example = example));
            return None;
        }
    };
    let [from, to] = <[Date; 2]>::try_from(days).ok()?;
    if from > to {
        table.refuse("window", &format!("{from} – {to}"), text!("plan-spec-window-order"));
        return None;
    }
    Some([from, to])
}

fn sources(table: &Table<'_, '_>, reveal_by: Option<crate::domain::Instant>) -> Vec<SourceSpec> {
    let before = table.reader.count();
    let mut names = BTreeSet::new();
    let sources = table.tables("source", source::KEYS, |table| {
        let source = source::read(&table, reveal_by)?;
        if !names.insert(source.source.clone()) {
            table.refuse("name", &source.source, text!("plan-spec-name-twice"));
        }
        Some(source)
    });
    let public = |source: &SourceSpec| matches!(source.kind, super::SourceSpecKind::Public { .. });
    if table.reader.count() == before && !sources.iter().any(public) {
        table.missing("source", "[[source]] name = \"lottery\" kind = \"public\" …");
    }
    sources
}

fn parts(table: &Table<'_, '_>, wide: &PlanWide) -> Vec<super::PartSpec> {
    let mut names = BTreeSet::new();
    if !table.has("part") {
        table.missing("part", "[[part]] name = \"p1\" …");
    }
    let mut matching: BTreeMap<String, (String, String)> = BTreeMap::new();
    table.tables("part", part::KEYS, |table| {
        let part = part::read(&table, wide)?;
        if !names.insert(part.part.clone()) {
            table.refuse("name", &part.part, text!("plan-spec-name-twice"));
        }
        let own = (part.matching.clone(), part.part.clone());
        let (first, name) = matching.entry(part.department.clone()).or_insert(own);
        if *first != part.matching {
            let department = &part.department;
            table.refuse(
                "matching",
                &part.matching,
                text!("plan-spec-matching", department = department, other = name.as_str()),
            );
        }
        Some(part)
    })
}

const RECUSAL_KEYS: &[&str] = &["same_inspector", "former_team_months", "exempt"];

fn recusal(table: &Table<'_, '_>) -> Recusal {
    let same = table.table("same_inspector", &["checks", "months", "results"], |table| {
        Some(SameInspector {
            checks: table.within("checks", 1, 1000).unwrap_or(3) as u32,
            months: table.within("months", 1, 600).unwrap_or(12) as u32,
            results: table.strings("results").unwrap_or_else(|| vec![NO_PROBLEM.to_owned()]),
        })
    });
    Recusal {
        same,
        former_team_months: table.within("former_team_months", 1, 600).map(|months| months as u32),
        exempt: table.strings("exempt").unwrap_or_default(),
    }
}

fn roster(table: &Table<'_, '_>) -> Option<RosterRules> {
    let review =
        table.choice("review", &[("kept", Review::Kept), ("all", Review::All), ("off", Review::Off)])?;
    Some(RosterRules { review, leave_days: table.within("leave_days", 0, 3660).unwrap_or(0) as u32 })
}

/// `[wording]`: the item list's words, and a reading of them that is read.
fn readings(table: &Table<'_, '_>) -> BTreeMap<String, String> {
    let keys: Vec<&str> = match table.get("wording").map(|value| value.get_ref()) {
        Some(toml::de::DeValue::Table(entries)) => entries.keys().map(|key| key.get_ref().as_ref()).collect(),
        _ => Vec::new(),
    };
    let read = table.table("wording", &keys, |table| {
        let mut out = BTreeMap::new();
        for (words, _) in table.entries() {
            if let Some(reading) = table.string(words)
                && table.checked(words, &reading, wording::parse(&reading)).is_some()
            {
                out.insert(words.to_owned(), reading);
            }
        }
        Some(out)
    });
    read.unwrap_or_default()
}
