//! `choucha plan`: what is planned, before and after it is fixed.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Value, json};

use super::context::{Context, said};
use super::failure::{DONE, Failure, REFUSED};
use super::outcome::{Outcome, shown};
use super::page::Page;
use crate::domain::Text;
use crate::lang::Lang;
use crate::plan::CheckReport;
use crate::text;
use crate::workflow::files;
use crate::workflow::plans::{self, PlanLine, Signed, State};
use crate::workflow::prepare::prepare;
use crate::workflow::template::{new_plan, new_year};

/// `plan new|check|year|list|show`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// A plan to start from.
    New {
        /// Where to write it; printed where none is given.
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// A year's plan.
        #[arg(long)]
        year: bool,
    },
    /// A year over its quarters.
    Year(super::year::Args),
    /// What a plan would do.
    Check {
        /// The plan's file.
        #[arg(value_name = "PLAN.toml")]
        file: PathBuf,
    },
    /// All plans.
    List,
    /// One plan.
    Show {
        /// 计划编号.
        #[arg(value_name = "PLAN")]
        plan: String,
        /// Its text, as last approved or frozen.
        #[arg(long)]
        toml: bool,
    },
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        match &self.command {
            Command::Year(args) => args.run(context),
            Command::New { file, year } => {
                let office = context.open_to_read()?;
                let toml =
                    if *year { new_year(&office, context.lang)? } else { new_plan(&office, context.lang)? };
                if let Some(file) = file {
                    if file.exists() {
                        return Err(text!("file-exists", path = file.as_path()).into());
                    }
                    files::write(file, toml.as_bytes())?;
                }
                let new = json!({ "file": file, "toml": toml });
                let (file, year) = (file.clone(), *year);
                Ok(shown(new, move |_, page| match &file {
                    Some(file) if year => page.say(&text!("plan-new-year", file = file.as_path())),
                    Some(file) => page.say(&text!("plan-new", file = file.as_path())),
                    None => page.line(toml.trim_end()),
                }))
            }
            Command::Check { file } => {
                let office = context.open_to_read()?;
                let plan = plans::read_plan(file)?;
                let report = prepare(&office, &plan, &context.progress)?.report;
                Ok(Box::new(Checked(context.lang, plan.spec.plan, report)))
            }
            Command::List => {
                let plans = plans::list(&context.open_to_read()?)?;
                Ok(shown(json!({ "plans": plans }), move |_, page| list(&plans, page)))
            }
            Command::Show { plan, toml: true } => {
                let toml = plans::text(&context.open_to_read()?, plan)?;
                let shown_toml = json!({ "plan": plan, "toml": toml });
                Ok(shown(shown_toml, move |_, page| page.line(toml.trim_end())))
            }
            Command::Show { plan, toml: false } => {
                let plan = plans::show(&context.open_to_read()?, plan)?;
                Ok(shown(plan, show))
            }
        }
    }
}

/// What a plan would do.
struct Checked(Lang, String, CheckReport);

impl Outcome for Checked {
    fn json(&self) -> Value {
        let Self(lang, plan, report) = self;
        let mut value = serde_json::to_value(report).unwrap_or_default();
        value["plan"] = plan.as_str().into();
        value["warnings"] = report.warnings.iter().map(|text| said(*lang, text)).collect();
        value["faults"] = report.faults.iter().map(|text| said(*lang, text)).collect();
        value
    }

    fn show(&self, page: &mut Page) {
        let Self(_, plan, report) = self;
        for part in &report.parts {
            page.say(&text!(
                "check-part",
                part = &part.part,
                department = &part.department,
                rows = part.rows,
                eligible = part.eligible,
                quota = part.quota
            ));
            let excluded =
                part.excluded.iter().map(|(slug, rows)| format!("{} {rows}", reason(page.lang, slug)));
            let excluded: Vec<String> = excluded.collect();
            if !excluded.is_empty() {
                page.say(&text!("check-excluded", list = excluded.join(", ")));
            }
            page.table(
                &[
                    text!("head-stratum"),
                    text!("head-rate"),
                    text!("head-rows"),
                    text!("head-eligible"),
                    text!("head-selected"),
                    text!("head-reserves"),
                ],
                part.strata.iter().map(|stratum| {
                    let about = if stratum.fair { "≈" } else { "" };
                    vec![
                        stratum.stratum.clone(),
                        stratum.rate.clone(),
                        stratum.rows.to_string(),
                        stratum.eligible.to_string(),
                        format!("{about}{}", stratum.quota),
                        stratum.reserves.to_string(),
                    ]
                }),
            );
            page.blank();
        }
        page.say(&text!("check-visits", visits = report.visits, selections = report.selections));
        page.table(
            &[
                text!("head-department"),
                text!("head-visits"),
                text!("head-inspectors"),
                text!("head-duties"),
                text!("head-load"),
            ],
            report.departments.iter().map(|department| {
                vec![
                    department.department.clone(),
                    department.visits.to_string(),
                    department.inspectors.to_string(),
                    department.duties.to_string(),
                    format!("{}.{}", department.load_tenths / 10, department.load_tenths % 10),
                ]
            }),
        );
        page.blank();
        if !report.warnings.is_empty() {
            page.say(&text!("plan-warnings", count = report.warnings.len()));
            page.list(&report.warnings);
        }
        if report.faults.is_empty() {
            page.say(&text!("check-good", plan = plan));
        } else {
            page.say(&text!("check-faults", count = report.faults.len()));
            page.list(&report.faults);
        }
    }

    fn code(&self) -> u8 {
        if self.2.faults.is_empty() { DONE } else { REFUSED }
    }
}

/// Why rows are excluded: a plan's own reasons go by their slug.
fn reason(lang: Lang, slug: &str) -> String {
    let id = format!("reason-{slug}");
    if lang.has(&id) { lang.say_id(&id) } else { slug.to_owned() }
}

/// Where an attempt stands, in words.
pub(super) fn state(state: State) -> Text {
    match state {
        State::Frozen => text!("state-frozen"),
        State::Drawn => text!("state-drawn"),
        State::Sealed => text!("state-sealed"),
        State::Published => text!("state-published"),
        State::Abandoned => text!("state-abandoned"),
    }
}

fn list(plans: &[PlanLine], page: &mut Page) {
    if plans.is_empty() {
        page.say(&text!("plan-list-empty"));
        return;
    }
    let lang = page.lang;
    page.table(
        &[
            text!("head-plan"),
            text!("head-title"),
            text!("head-approved"),
            text!("head-attempts"),
            text!("head-state"),
        ],
        plans.iter().map(|plan| {
            let last = plan.attempts.last();
            vec![
                plan.plan.clone(),
                plan.title.clone(),
                plan.approved.as_ref().map(|signed| signed.head.clone()).unwrap_or_default(),
                plan.attempts.len().to_string(),
                last.map(|attempt| lang.say(&state(attempt.state))).unwrap_or_default(),
            ]
        }),
    );
}

fn show(plan: &PlanLine, page: &mut Page) {
    page.line(&format!("{}  {}", plan.plan, plan.title));
    page.say(&text!("plan-show-text", sha256 = plan.sha256));
    page.say(&match &plan.approved {
        Some(Signed { head, at, later: false }) => text!("plan-show-approved", head = head, at = at),
        Some(Signed { head, at, later: true }) => text!("plan-show-approved-later", head = head, at = at),
        None => text!("plan-show-unapproved"),
    });
    if !plan.commitments.is_empty() {
        page.say(&text!("plan-show-commitments", sources = plan.commitments.join(", ")));
    }
    for attempt in &plan.attempts {
        page.blank();
        page.say(&text!(
            "plan-show-attempt",
            attempt = attempt.attempt,
            serial = attempt.serial,
            state = state(attempt.state)
        ));
        page.say(&text!("plan-show-frozen", at = &attempt.frozen_at, p = attempt.p));
        if let (Some(at), Some(seed)) = (&attempt.drawn_at, attempt.seed) {
            page.say(&text!("plan-show-drawn", at = at, seed = seed));
        }
        if let (Some(at), Some(reason)) = (&attempt.abandoned_at, &attempt.reason) {
            page.say(&text!("plan-show-abandoned", at = at, reason = reason));
        }
        page.say(&text!("plan-show-folder", folder = &attempt.folder));
    }
}
