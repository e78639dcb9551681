//! `choucha plan year`: a year's plan over its quarters.

use std::path::PathBuf;

use serde_json::Value;

use super::context::{Context, said};
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use super::page::Page;
use crate::lang::Lang;
use crate::plan::year::QUARTERS;
use crate::text;
use crate::workflow::files;
use crate::workflow::year::{PartYear, YearReport, quarter_plan, year_table};

/// `plan year FILE [--quarter N [-o OUT]]`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The year's plan.
    #[arg(value_name = "YEAR.toml")]
    file: PathBuf,
    /// Make this quarter's plan.
    #[arg(long, value_name = "1-4", value_parser = clap::value_parser!(u32).range(1..=4))]
    quarter: Option<u32>,
    /// Where to write it.
    #[arg(short, long, value_name = "FILE", requires = "quarter")]
    out: Option<PathBuf>,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let office = context.open_to_read()?;
        let Some(quarter) = self.quarter else {
            let report = year_table(&office, &self.file, &context.progress)?;
            return Ok(Box::new(Table(context.lang, report)));
        };
        if let Some(out) = self.out.as_ref().filter(|out| out.exists()) {
            return Err(text!("file-exists", path = out.as_path()).into());
        }
        let made = quarter_plan(&office, &self.file, quarter, context.lang, &context.progress)?;
        if let Some(out) = &self.out {
            files::write(out, made.toml.as_bytes())?;
        }
        let (out, lang) = (self.out.clone(), context.lang);
        let mut value = serde_json::to_value(&made).unwrap_or_default();
        value["file"] = serde_json::json!(self.out);
        value["year"] = Table(lang, made.year.clone()).json();
        Ok(shown(value, move |_, page| match &out {
            Some(out) => {
                notes(&made.year, page);
                let count: u64 = made.parts.values().sum();
                let plan = made.plan.as_str();
                page.say(&text!(
                    "plan-year-made",
                    quarter = quarter,
                    plan = plan,
                    file = out.as_path(),
                    count = count
                ));
            }
            None => page.line(made.toml.trim_end()),
        }))
    }
}

struct Table(Lang, YearReport);

impl Outcome for Table {
    fn json(&self) -> Value {
        let Self(lang, report) = self;
        let mut value = serde_json::to_value(report).unwrap_or_default();
        value["notes"] = report.notes.iter().map(|text| said(*lang, text)).collect();
        value
    }

    fn show(&self, page: &mut Page) {
        let Self(_, report) = self;
        let plan = report.plan.as_str();
        page.say(&match report.quarter {
            5.. => text!("plan-year-all-drawn", plan = plan, year = report.year),
            quarter => text!("plan-year-title", plan = plan, year = report.year, quarter = quarter),
        });
        page.say(&text!("plan-year-legend"));
        for part in &report.parts {
            page.blank();
            show(part, page);
        }
        page.blank();
        notes(report, page);
    }
}

fn show(part: &PartYear, page: &mut Page) {
    let weights = part.weights.map(|weight| weight.to_string()).join(":");
    let quarters = match part.each {
        true => text!("plan-year-each", weights = weights),
        false => text!("plan-year-yearly", weights = weights),
    };
    page.say(&text!("plan-year-part", part = &part.part, department = &part.department, quarters = quarters));
    let cell = |drawn: u64, planned: u64| match (drawn, planned) {
        (0, 0) => "0".to_owned(),
        (0, planned) => format!("+{planned}"),
        (drawn, 0) => drawn.to_string(),
        (drawn, planned) => format!("{drawn}+{planned}"),
    };
    let mut rows = Vec::new();
    let mut sums = ([0; QUARTERS], [0; QUARTERS], 0, 0, 0);
    for year in &part.strata {
        let mut row = vec![year.stratum.clone(), year.rows.to_string(), year.quota.to_string()];
        for k in 0..QUARTERS {
            row.push(cell(year.drawn[k], year.planned[k]));
            sums.0[k] += year.drawn[k];
            sums.1[k] += year.planned[k];
        }
        row.push(year.drawn.iter().sum::<u64>().to_string());
        row.push(year.left.to_string());
        sums = (sums.0, sums.1, sums.2 + year.rows, sums.3 + year.quota, sums.4 + year.left);
        rows.push(row);
    }
    let mut total = vec![page.lang.say(&text!("head-total")), sums.2.to_string(), sums.3.to_string()];
    total.extend((0..QUARTERS).map(|k| cell(sums.0[k], sums.1[k])));
    total.extend([sums.0.iter().sum::<u64>().to_string(), sums.4.to_string()]);
    rows.push(total);
    page.table(
        &[
            text!("head-stratum"),
            text!("head-rows"),
            text!("head-year-quota"),
            text!("head-quarter", quarter = 1),
            text!("head-quarter", quarter = 2),
            text!("head-quarter", quarter = 3),
            text!("head-quarter", quarter = 4),
            text!("head-drawn"),
            text!("head-left"),
        ],
        rows,
    );
}

fn notes(report: &YearReport, page: &mut Page) {
    let open: Vec<_> = report.open.iter().map(|plan| text!("plan-year-open", plan = plan.as_str())).collect();
    if !(report.notes.is_empty() && open.is_empty()) {
        page.say(&text!("plan-year-notes", count = report.notes.len() + open.len()));
        page.list(&report.notes);
        page.list(&open);
    }
}
