//! A quarter's plan, written from the year's.

use toml::{Table, Value};

use crate::domain::calendar::write_instant;
use crate::domain::{Digest, Result};
use crate::draw::document::Stratum;
use crate::text;

use super::Dates;

/// Members of a year's plan that a quarter's does not have.
const OF_THE_YEAR: [&str; 3] = ["quarters", "weights", "each"];

/// The text of a quarter's plan: the year's own, with the quarter's dates and
/// the strata as they stand, each with its number. `parts` are the parts that
/// draw, by slug, with their strata and numbers.
pub fn quarter_toml(
    year: &Table,
    plan: &str,
    title: &str,
    dates: &Dates,
    basis: &Digest,
    parts: &[(&str, Vec<(&Stratum, u64)>)],
) -> Result<String> {
    let mut table = year.clone();
    let number = table.get("plan").and_then(Value::as_str).unwrap_or_default().to_owned();
    let [from, to] = dates.window.map(|day| Value::from(day.to_string()));
    table.remove("dates");
    table.insert("year_plan".into(), number.into());
    table.insert("year_basis".into(), basis.to_string().into());
    table.insert("plan".into(), plan.into());
    table.insert("title".into(), title.into());
    table.insert("quarter".into(), i64::from(dates.quarter).into());
    table.insert("cutoff".into(), dates.cutoff.to_string().into());
    table.insert("window".into(), Value::Array(vec![from, to]));
    table.insert("reveal_by".into(), write_instant(&dates.reveal_by).into());
    for source in tables(&mut table, "source") {
        let public = source.get("kind").and_then(Value::as_str) == Some("public");
        if public && !source.contains_key("when") {
            source.insert("when".into(), write_instant(&dates.when).into());
        }
    }
    let drawing = |own: &Table| {
        let name = own.get("name").and_then(Value::as_str);
        parts.iter().find(|(part, _)| Some(*part) == name)
    };
    for part in tables(&mut table, "part") {
        let Some((_, strata)) = drawing(part) else { continue };
        let strata =
            strata.iter().map(|(stratum, count)| written(stratum, *count)).collect::<Result<Vec<_>>>()?;
        OF_THE_YEAR.iter().for_each(|key| drop(part.remove(*key)));
        part.insert("strata".into(), Value::Array(strata));
    }
    match table.get_mut("part") {
        Some(Value::Array(all)) => {
            all.retain(|part| part.as_table().is_some_and(|part| drawing(part).is_some()))
        }
        _ => return Err(text!("plan-no-parts")),
    }
    toml::to_string(&table).map_err(|error| text!("plan-year-write", reason = error.to_string()))
}

/// The tables of an array; a table alone becomes an array of one.
fn tables<'a>(table: &'a mut Table, key: &str) -> impl Iterator<Item = &'a mut Table> {
    let value = table.entry(key.to_owned()).or_insert_with(|| Value::Array(Vec::new()));
    if value.is_table() {
        *value = Value::Array(vec![value.clone()]);
    }
    value.as_array_mut().into_iter().flatten().filter_map(Value::as_table_mut)
}

fn written(stratum: &Stratum, count: u64) -> Result<Value> {
    let whole = |value: u64| i64::try_from(value).map_err(|_| text!("plan-year-write", reason = value));
    let list = |values: &[String]| Value::Array(values.iter().map(|value| value.as_str().into()).collect());
    let mut out = Table::new();
    out.insert("name".into(), stratum.stratum.as_str().into());
    out.insert("areas".into(), list(&stratum.areas));
    if !stratum.classes.is_empty() {
        out.insert("classes".into(), list(&stratum.classes));
    }
    out.insert("count".into(), whole(count)?.into());
    // Reserves stand in for those drawn from their own stratum.
    let reserves = if count > 0 { stratum.reserves } else { 0 };
    out.insert("reserves".into(), whole(reserves)?.into());
    Ok(Value::Table(out))
}
