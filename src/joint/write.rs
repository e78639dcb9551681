//! Writes a plan's TOML from its table, in the order the template has.

use std::fmt::Write as _;

use toml::{Table, Value};

/// The plan's own keys in order; what is a table or a list of tables follows.
const HEAD: &[&str] = &[
    "plan",
    "number",
    "title",
    "organ",
    "year",
    "quarter",
    "directed",
    "cutoff",
    "window",
    "reveal_by",
    "urgent",
    "sealed",
    "lead",
    "registry",
];
const PART: &[&str] = &[
    "name",
    "department",
    "draft",
    "items",
    "team",
    "matching",
    "competences",
    "experts",
    "class_from",
    "scope",
    "class",
    "exclude",
    "frequency",
];

/// The whole text; `heading` are comment lines without their `#`.
pub(super) fn plan(table: &Table, heading: &[String]) -> String {
    let mut out = String::new();
    for line in heading {
        let _ = writeln!(out, "# {line}");
    }
    if !heading.is_empty() {
        out.push('\n');
    }
    let (tables, plain): (Vec<_>, Vec<_>) =
        table.iter().partition(|(_, value)| value.is_table() || is_tables(value));
    keys(&mut out, plain, HEAD);
    let order = ["source", "frequency", "exclude", "recusal", "roster", "wording"];
    let place = |key: &str| order.iter().position(|known| *known == key).unwrap_or(order.len());
    let mut tables: Vec<_> = tables.into_iter().filter(|(key, _)| *key != "part").collect();
    tables.sort_by_key(|(key, _)| place(key));
    for (key, value) in tables {
        match value {
            Value::Table(table) => section(&mut out, &format!("[{}]", name(key)), table, &[]),
            Value::Array(list) => {
                for table in list.iter().filter_map(Value::as_table) {
                    section(&mut out, &format!("[[{}]]", name(key)), table, &["name", "kind", "describe"]);
                }
            }
            _ => {}
        }
    }
    for part in tables_of(table, "part") {
        let mut plain = part.clone();
        let strata = plain.remove("strata");
        section(&mut out, "[[part]]", &plain, PART);
        let strata: Vec<Value> = match strata {
            Some(Value::Array(list)) => list,
            Some(one) => vec![one],
            None => Vec::new(),
        };
        for rule in strata.iter().filter_map(Value::as_table) {
            section(
                &mut out,
                "[[part.strata]]",
                rule,
                &["name", "by", "level", "areas", "classes", "rate", "count"],
            );
        }
    }
    out
}

/// The tables under a key; a table alone is one.
pub(super) fn tables_of<'t>(table: &'t Table, key: &str) -> Vec<&'t Table> {
    match table.get(key) {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_table).collect(),
        Some(Value::Table(one)) => vec![one],
        _ => Vec::new(),
    }
}

fn is_tables(value: &Value) -> bool {
    value.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(Value::is_table))
}

fn section(out: &mut String, head: &str, table: &Table, order: &[&str]) {
    let _ = writeln!(out, "\n{head}");
    keys(out, table.iter().collect(), order);
}

fn keys(out: &mut String, mut entries: Vec<(&String, &Value)>, order: &[&str]) {
    let place = |key: &str| order.iter().position(|known| *known == key).unwrap_or(order.len());
    entries.sort_by_key(|(key, _)| place(key));
    for (key, value) in entries {
        let _ = match value.as_array().filter(|list| list.len() > 1 && is_tables(value)) {
            Some(list) => {
                let lines: Vec<String> = list.iter().map(|one| format!("  {},\n", inline(one))).collect();
                writeln!(out, "{} = [\n{}]", name(key), lines.concat())
            }
            None => writeln!(out, "{} = {}", name(key), inline(value)),
        };
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::Table(table) if table.is_empty() => "{}".to_owned(),
        Value::Table(table) => {
            let entries: Vec<String> =
                table.iter().map(|(key, value)| format!("{} = {}", name(key), inline(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::Array(list) => format!("[{}]", list.iter().map(inline).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// A key as it must be written.
fn name(key: &str) -> String {
    let bare = !key.is_empty() && key.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_'));
    if bare { key.to_owned() } else { Value::String(key.to_owned()).to_string() }
}
