//! The plan of one quarter.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::look::{Looked, YearReport, look};
use crate::domain::Progress;
use crate::lang::Lang;
use crate::plan::year::{basis, quarter_toml};
use crate::text;
use crate::workflow::office::Office;
use crate::workflow::refusal::Done;

/// A quarter's plan.
#[derive(Debug, Clone, Serialize)]
pub struct QuarterPlan {
    /// Its number.
    pub plan: String,
    /// Its text.
    pub toml: String,
    /// Numbers drawn, by part.
    pub parts: BTreeMap<String, u64>,
    /// The year it stands in.
    pub year: YearReport,
}

/// The plan of one quarter (1 to 4), out of the registry as it stands.
///
/// # Errors
/// `plan-year-open`: an earlier draw is frozen and not drawn; `plan-year-drawn`:
/// the quarter was drawn already; `plan-year-nothing`: nothing is due;
/// `plan-year-ended`: the quarter is over; the year plan's own faults.
pub fn quarter_plan(
    office: &Office,
    file: &Path,
    quarter: u32,
    lang: Lang,
    progress: &dyn Progress,
) -> Done<QuarterPlan> {
    let Looked { report, raw, spec, dates, framed, ledger } = look(office, file, Some(quarter), progress)?;
    let plan = quarter_number(&spec.plan, quarter);
    if let Some(open) = report.open.first() {
        return Err(text!("plan-year-open", plan = open.as_str()).into());
    }
    if ledger.strata.iter().any(|draw| draw.quarter == quarter) {
        return Err(text!("plan-year-drawn", plan = plan.as_str(), quarter = quarter).into());
    }
    let at = quarter as usize - 1;
    let mut counts = BTreeMap::new();
    let mut parts = Vec::new();
    for (framed, part) in framed.iter().zip(&report.parts) {
        let planned = |name: &str| {
            part.strata.iter().find(|year| year.stratum == name).map_or(0, |year| year.planned[at])
        };
        let strata: Vec<_> =
            framed.strata.iter().map(|stratum| (stratum, planned(&stratum.stratum))).collect();
        let total: u64 = strata.iter().map(|(_, count)| count).sum();
        if total > 0 {
            counts.insert(part.part.clone(), total);
            parts.push((part.part.as_str(), strata));
        }
    }
    if parts.is_empty() {
        return Err(text!("plan-year-nothing", plan = spec.plan.as_str(), quarter = quarter).into());
    }
    let title = match lang {
        Lang::Zh => format!("{}（第{}季度）", spec.title, ["一", "二", "三", "四"][at]),
        Lang::En => format!("{}, quarter {quarter}", spec.title),
    };
    let frames = framed.iter().filter(|framed| counts.contains_key(framed.frame.part()));
    let rows = frames.flat_map(|framed| framed.frame.counts());
    let numbers = parts.iter().flat_map(|(part, strata)| strata.iter().map(move |own| (*part, own)));
    let numbers = numbers
        .zip(rows)
        .map(|((part, (stratum, count)), rows)| (part, stratum.stratum.as_str(), rows.rows, *count));
    let basis = basis(&spec.plan, numbers, &ledger);
    let mut toml = quarter_toml(&raw, &plan, &title, &dates, &basis, &parts)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let head = text!("plan-year-head", plan = spec.plan.as_str(), quarter = quarter, file = name);
    toml.insert_str(0, &format!("# {}\n", lang.say(&head)));
    Ok(QuarterPlan { plan, toml, parts: counts, year: report })
}

/// The number of a quarter's plan.
pub(super) fn quarter_number(year_plan: &str, quarter: u32) -> String {
    format!("{year_plan}-Q{quarter}")
}
