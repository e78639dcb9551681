//! `choucha joint report`: what a joint draw saved.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::context::Context;
use super::failure::Failure;
use super::outcome::Outcome;
use super::page::Page;
use crate::joint::chart::svg;
use crate::joint::report::Report;
use crate::lang::Lang;
use crate::text;
use crate::workflow::files;
use crate::workflow::joint_report::joint_report;

/// `joint report PLAN`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 计划编号.
    #[arg(value_name = "PLAN")]
    plan: String,
    /// How.
    #[arg(long, value_name = "text|json|csv|svg", default_value = "text", value_parser = ["text", "json", "csv", "svg"])]
    format: String,
    /// Where to write it; printed where none is given.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Simulated draws.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    seeds: u64,
    /// Entities shown.
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let office = context.open()?;
        let report = joint_report(&office, &self.plan, self.seeds, self.top, &context.progress)?;
        let bytes = match self.format.as_str() {
            "json" => Some(format!("{}\n", serde_json::to_string_pretty(&report).unwrap_or_default())),
            "csv" => Some(String::from_utf8_lossy(&report.csv()).into_owned()),
            "svg" => Some(svg(&report, context.lang)),
            _ if self.output.is_some() => {
                let mut page = Page::new(context.lang);
                show(&report, &mut page);
                Some(page.as_str().to_owned())
            }
            _ => None,
        };
        if let (Some(file), Some(text)) = (&self.output, &bytes) {
            files::write(file, text.as_bytes())?;
        }
        Ok(Box::new(Reported { lang: context.lang, report, text: bytes, file: self.output.clone() }))
    }
}

struct Reported {
    lang: Lang,
    report: Report,
    text: Option<String>,
    file: Option<PathBuf>,
}

impl Outcome for Reported {
    fn json(&self) -> Value {
        let mut value = serde_json::to_value(&self.report).unwrap_or_default();
        if let Some(file) = &self.file {
            value["file"] = json!(file);
        } else {
            value["svg"] = svg(&self.report, self.lang).into();
        }
        value
    }

    fn show(&self, page: &mut Page) {
        match (&self.file, &self.text) {
            (Some(file), _) => page.say(&text!("joint-report-written", file = file.as_path())),
            (None, Some(text)) => page.line(text.trim_end()),
            (None, None) => show(&self.report, page),
        }
    }
}

fn show(report: &Report, page: &mut Page) {
    page.line(&format!("{}  {}", report.plan, report.title));
    if report.sealed {
        page.say(&text!("joint-report-sealed"));
    }
    page.say(&text!(
        "joint-report-saved",
        merged = report.merged,
        duties = report.duties,
        saved = report.saved
    ));
    page.table(
        &[
            text!("joint-head-apart"),
            text!("joint-head-independent"),
            text!("joint-head-merged"),
            text!("joint-head-floor"),
        ],
        [vec![
            format!("≈{}", report.apart.rounded(1)),
            format!("≈{}", report.independent.rounded(1)),
            report.merged.to_string(),
            report.floor.rounded(3),
        ]],
    );
    page.say(&if report.coincide {
        text!("joint-report-coincide", seeds = report.seeds)
    } else {
        text!("joint-report-differ", seeds = report.seeds)
    });
    page.blank();
    page.table(
        &[
            text!("head-department"),
            text!("head-visits"),
            text!("joint-head-joint"),
            text!("joint-head-saved"),
        ],
        report.departments.iter().map(|line| {
            vec![
                line.department.clone(),
                line.visits.to_string(),
                line.joint.to_string(),
                line.saved.rounded(1),
            ]
        }),
    );
    page.blank();
    page.table(
        &[text!("head-area"), text!("head-visits"), text!("joint-head-duties"), text!("joint-head-saved")],
        report.areas.iter().map(|line| {
            vec![
                format!("{} {}", line.area, line.name),
                line.visits.to_string(),
                line.duties.to_string(),
                line.saved.to_string(),
            ]
        }),
    );
    page.blank();
    page.table(
        &[text!("joint-head-k"), text!("joint-head-entities")],
        report.by_departments.iter().map(|(k, entities)| vec![k.to_string(), entities.to_string()]),
    );
    page.blank();
    page.table(
        &[
            text!("head-code"),
            text!("head-name"),
            text!("joint-head-past"),
            text!("joint-head-planned"),
            text!("joint-head-k"),
        ],
        report.burdened.iter().map(|one| {
            vec![
                one.code.clone(),
                one.name.clone(),
                one.past.to_string(),
                one.planned.to_string(),
                one.departments.to_string(),
            ]
        }),
    );
    if !report.alerts.is_empty() {
        page.blank();
        page.say(&text!("joint-alerts", count = report.alerts.len()));
        super::joint::alerts(&report.alerts, page);
    }
}
