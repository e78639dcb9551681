//! `choucha results`: what became of visits, from the list to the report.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use super::page::Page;
use super::record::{self, Said};
use super::results_figures as figures;
use crate::domain::calendar::write_instant;
use crate::domain::{Date, Text};
use crate::results::{Finding, Limits, Objection, Outcome as Answered, State};
use crate::text;
use crate::workflow::results::{self as results, Chosen, Erased, Listed, Published, Touched, stands};

/// `results list|publish|correct|withdraw|object|answer|objections|erase|rules|figures|report`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Results of a plan.
    List {
        /// 计划编号.
        #[arg(value_name = "PLAN")]
        plan: String,
        /// One visit only.
        #[arg(value_name = "VISIT|CODE")]
        visit: Option<String>,
        /// In one state only.
        #[arg(long, value_name = "STATE", value_parser = State::ALL.map(State::slug))]
        state: Option<String>,
        /// Every version.
        #[arg(long)]
        all: bool,
    },
    /// 公示.
    Publish {
        /// 计划编号.
        #[arg(value_name = "PLAN")]
        plan: String,
        /// Numbers of visits, or codes of entities.
        #[arg(value_name = "VISIT|CODE")]
        visits: Vec<String>,
        /// Only this department's.
        #[arg(long, value_name = "DEPARTMENT")]
        department: Option<String>,
    },
    /// 更正.
    Correct {
        /// 计划编号.
        #[arg(value_name = "PLAN")]
        plan: String,
        /// Number of the visit, or code of the entity.
        #[arg(value_name = "VISIT|CODE")]
        visit: String,
        /// Why: told to the public.
        #[arg(long, value_name = "NOTICE")]
        why: String,
        /// The letter that asked for it.
        #[arg(long, value_name = "RECEIPT")]
        letter: Option<String>,
        /// Only tell what would be.
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        said: Box<Said>,
    },
    /// 撤销.
    Withdraw {
        /// 计划编号.
        #[arg(value_name = "PLAN")]
        plan: String,
        /// Number of the visit, or code of the entity.
        #[arg(value_name = "VISIT|CODE")]
        visit: String,
        /// The department.
        #[arg(long, value_name = "DEPARTMENT")]
        department: Option<String>,
        /// What is told to the public.
        #[arg(long, value_name = "TEXT")]
        notice: String,
    },
    /// 异议.
    Object {
        /// 计划编号.
        #[arg(value_name = "PLAN")]
        plan: String,
        /// Number of the visit, or code of the entity.
        #[arg(value_name = "VISIT|CODE")]
        visit: String,
        /// The department.
        #[arg(long, value_name = "DEPARTMENT")]
        department: Option<String>,
        /// 异议人.
        #[arg(long, value_name = "NAME", required_unless_present = "letter")]
        who: Option<String>,
        /// 异议事由.
        #[arg(long, value_name = "REASON", required_unless_present = "letter")]
        why: Option<String>,
        /// The day it came in.
        #[arg(long, value_name = "DAY")]
        received: Option<String>,
        /// The letter that it came by.
        #[arg(long, value_name = "RECEIPT", conflicts_with_all = ["who", "why", "received"])]
        letter: Option<String>,
    },
    /// 答复.
    Answer {
        /// The objection.
        #[arg(value_name = "NUMBER")]
        number: u64,
        /// What came of it.
        #[arg(long, value_name = "OUTCOME", value_parser = Answered::ALL.map(Answered::slug))]
        outcome: String,
        /// What the objector is told.
        #[arg(long, value_name = "TEXT")]
        text: String,
    },
    /// 异议 and their answers.
    Objections {
        /// 计划编号.
        #[arg(value_name = "PLAN")]
        plan: Option<String>,
        /// Unanswered only.
        #[arg(long)]
        open: bool,
    },
    /// 清除 of personal data.
    Erase {
        /// 计划编号.
        #[arg(value_name = "PLAN", required_unless_present = "expired")]
        plan: Option<String>,
        /// Number of the visit, or code of the entity.
        #[arg(value_name = "VISIT|CODE", required_unless_present = "expired", conflicts_with = "expired")]
        visit: Option<String>,
        /// The department.
        #[arg(long, value_name = "DEPARTMENT", conflicts_with = "expired")]
        department: Option<String>,
        /// By whose order.
        #[arg(long, value_name = "REASON", required_unless_present = "expired", conflicts_with = "expired")]
        why: Option<String>,
        /// All whose time on show is over.
        #[arg(long)]
        expired: bool,
        /// Only tell what would be.
        #[arg(long)]
        dry_run: bool,
    },
    /// Local deadlines.
    Rules {
        /// Rules to put in force.
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Completion and findings.
    Figures {
        /// 计划编号.
        #[arg(value_name = "PLAN")]
        plan: Option<String>,
    },
    /// 季度报告.
    Report(figures::Args),
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        match &self.command {
            Command::List { plan, visit, state, all } => {
                let office = context.open_to_read()?;
                let state = state.as_deref().and_then(State::parse);
                Ok(shown(results::list(&office, plan, visit.as_deref(), state, *all)?, show_list))
            }
            Command::Publish { plan, visits, department } => {
                let office = context.open()?;
                let chosen = Chosen { visits: visits.clone(), department: department.clone() };
                Ok(shown(results::publish(&office, plan, &chosen)?, show_published))
            }
            Command::Correct { plan, visit, why, letter, dry_run, said } => {
                let office = if *dry_run { context.open_to_read()? } else { context.open()? };
                let one = said.one(visit, *dry_run)?;
                let progress = &context.progress;
                let done = match letter {
                    Some(receipt) => results::correct_letter(&office, plan, &one, why, receipt, progress)?,
                    None => results::correct(&office, plan, &one, why, progress)?,
                };
                Ok(shown(done, record::show))
            }
            Command::Withdraw { plan, visit, department, notice } => {
                let office = context.open()?;
                let done = results::withdraw(&office, plan, visit, department.as_deref(), notice)?;
                Ok(shown(done, show_withdrawn))
            }
            Command::Object { plan, visit, department, who, why, received, letter } => {
                let received = record::day("--received", received.as_deref())?;
                let office = context.open()?;
                let of = (visit.as_str(), department.as_deref());
                let given = |said: &Option<String>| said.clone().unwrap_or_default();
                let one = match letter {
                    Some(receipt) => results::object_letter(&office, plan, of, receipt)?,
                    None => results::object(&office, plan, of, (&given(who), &given(why)), received)?,
                };
                let due = results::objections(&office, Some(plan), true)?;
                let due = due.into_iter().find(|(other, _)| other.number == one.number).map(|(_, due)| due);
                Ok(shown(json!({ "objection": &one, "due": due }), move |_, page| {
                    page.say(&text!("results-objected", number = one.number));
                    if let Some(due) = due {
                        page.say(&text!("results-objected-due", due = due, number = one.number));
                    }
                }))
            }
            Command::Answer { number, outcome, text } => {
                let office = context.open()?;
                let outcome = Answered::parse(outcome).unwrap_or(Answered::Rejected);
                Ok(shown(results::answer(&office, *number, outcome, text)?, show_answered))
            }
            Command::Objections { plan, open } => {
                let office = context.open_to_read()?;
                let all = results::objections(&office, plan.as_deref(), *open)?;
                let lines: Vec<Waiting> =
                    all.into_iter().map(|(objection, due)| Waiting { objection, due }).collect();
                Ok(shown(lines, |lines, page| show_objections(lines, page)))
            }
            Command::Erase { plan, visit, department, why, expired, dry_run } => {
                let office = if *dry_run { context.open_to_read()? } else { context.open()? };
                let given = |said: &Option<String>| said.clone().unwrap_or_default();
                let done = if *expired {
                    results::erase_expired(&office, plan.as_deref(), *dry_run, &context.progress)?
                } else {
                    let (plan, visit, why) = (given(plan), given(visit), given(why));
                    results::erase(&office, &plan, (&visit, department.as_deref()), &why, *dry_run)?
                };
                Ok(shown(done, show_erased))
            }
            Command::Rules { file } => {
                let rules = match file {
                    Some(file) => results::set_rules(&context.open()?, file)?,
                    None => results::rules(&context.open_to_read()?)?,
                };
                Ok(shown(rules, show_rules))
            }
            Command::Figures { plan } => {
                let office = context.open_to_read()?;
                let all = results::figures(&office, plan.as_deref(), &context.progress)?;
                Ok(shown(all, |all, page| figures::show(all, page)))
            }
            Command::Report(args) => args.run(context),
        }
    }
}

#[derive(serde::Serialize)]
struct Waiting {
    objection: Objection,
    due: Date,
}

fn outcome_text(outcome: Answered) -> Text {
    match outcome {
        Answered::Upheld => text!("results-outcome-upheld"),
        Answered::Partly => text!("results-outcome-partly"),
        Answered::Rejected => text!("results-outcome-rejected"),
    }
}

fn show_list(listed: &Listed, page: &mut Page) {
    if listed.results.is_empty() {
        page.say(&text!("results-list-none"));
        return;
    }
    let lang = page.lang;
    let rows: Vec<Vec<String>> = listed
        .results
        .iter()
        .map(|line| {
            let result = &line.result;
            let mut findings: Vec<&str> =
                result.items.iter().filter_map(|item| item.finding.map(Finding::words)).collect();
            findings.sort_unstable();
            findings.dedup();
            vec![
                result.visit.to_string(),
                result.code.clone(),
                result.department.clone(),
                result.version.to_string(),
                result.date.to_string(),
                findings.join("；"),
                match line.erased {
                    true => lang.say(&text!("results-state-erased", state = stands(result))),
                    false => lang.say(&stands(result)),
                },
                line.due.map(|due| due.to_string()).unwrap_or_default(),
            ]
        })
        .collect();
    page.table(
        &[
            text!("head-visit"),
            text!("head-code"),
            text!("head-department"),
            text!("head-version"),
            text!("head-date"),
            text!("head-finding"),
            text!("head-state"),
            text!("head-due"),
        ],
        rows,
    );
}

fn show_published(done: &Published, page: &mut Page) {
    if done.results.is_empty() {
        page.say(&text!("results-published-none", plan = &done.plan));
    } else {
        page.say(&text!("results-published", count = done.results.len()));
    }
    if done.late > 0 {
        page.say(&text!("results-published-late", count = done.late));
    }
    if done.legal > 0 {
        page.say(&text!("results-published-legal", count = done.legal));
    }
}

fn show_withdrawn(done: &Touched, page: &mut Page) {
    let (visit, department) = (done.visit.to_string(), &done.department);
    page.say(&text!("results-withdrawn", visit = visit, department = department, version = done.version));
}

fn show_answered(done: &Objection, page: &mut Page) {
    let outcome = done.answer.as_ref().map(|answer| outcome_text(answer.outcome));
    if let Some(outcome) = outcome {
        page.say(&text!("results-answered", number = done.number, outcome = outcome));
    }
    if done.answer.as_ref().is_some_and(|answer| answer.outcome != Answered::Rejected) {
        let (visit, department) = (done.visit.to_string(), &done.department);
        page.say(&text!("results-answered-next", plan = &done.plan, visit = visit, department = department));
    }
}

fn show_objections(lines: &[Waiting], page: &mut Page) {
    if lines.is_empty() {
        page.say(&text!("results-objections-none"));
        return;
    }
    let lang = page.lang;
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|Waiting { objection: one, due }| {
            let answer = one.answer.as_ref();
            vec![
                one.number.to_string(),
                one.plan.clone(),
                one.visit.to_string(),
                one.department.clone(),
                one.who.clone(),
                one.received.to_string(),
                due.to_string(),
                answer.map(|answer| lang.say(&outcome_text(answer.outcome))).unwrap_or_default(),
                answer.map(|answer| write_instant(&answer.at)).unwrap_or_default(),
            ]
        })
        .collect();
    page.table(
        &[
            text!("head-number"),
            text!("head-plan"),
            text!("head-visit"),
            text!("head-department"),
            text!("head-objector"),
            text!("head-received"),
            text!("head-due"),
            text!("head-outcome"),
            text!("head-answered"),
        ],
        rows,
    );
}

fn show_erased(done: &Erased, page: &mut Page) {
    if done.versions.is_empty() && done.evidence == 0 {
        page.say(&text!("results-erased-none"));
    } else {
        page.say(&text!("results-erased-done", count = done.versions.len(), evidence = done.evidence));
    }
    if done.under_way > 0 {
        page.say(&text!("results-erased-under-way", count = done.under_way));
    }
    if done.dry_run {
        page.say(&text!("import-dry-run"));
    }
}

fn show_rules(rules: &Limits, page: &mut Page) {
    page.say(&text!("results-rules-publish", days = rules.publish));
    page.say(&text!("results-rules-decision", days = rules.decision));
    page.say(&text!("results-rules-answer", days = rules.answer));
    for (department, days) in &rules.departments {
        page.say(&text!("results-rules-department", department = department, days = *days));
    }
}
