//! What can be asked and done about results.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use super::figures;
use super::show::{self, Waiting};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::outcome::{Outcome, shown};
use crate::cli::record::{self, Said};
use crate::results::{Outcome as Answered, State};
use crate::text;
use crate::workflow::results::{self, Chosen};

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
    pub(in crate::cli) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        match &self.command {
            Command::List { plan, visit, state, all } => {
                let office = context.open_to_read()?;
                let state = state.as_deref().and_then(State::parse);
                Ok(shown(results::list(&office, plan, visit.as_deref(), state, *all)?, show::list))
            }
            Command::Publish { plan, visits, department } => {
                let office = context.open()?;
                let chosen = Chosen { visits: visits.clone(), department: department.clone() };
                Ok(shown(results::publish(&office, plan, &chosen)?, show::published))
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
                Ok(shown(done, show::withdrawn))
            }
            Command::Object { plan, visit, department, who, why, received, letter } => {
                let received = record::day("--received", received.as_deref())?;
                let office = context.open()?;
                let of = (visit.as_str(), department.as_deref());
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
                Ok(shown(results::answer(&office, *number, outcome, text)?, show::answered))
            }
            Command::Objections { plan, open } => {
                let office = context.open_to_read()?;
                let all = results::objections(&office, plan.as_deref(), *open)?;
                let lines: Vec<Waiting> =
                    all.into_iter().map(|(objection, due)| Waiting { objection, due }).collect();
                Ok(shown(lines, |lines, page| show::objections(lines, page)))
            }
            Command::Erase { plan, visit, department, why, expired, dry_run } => {
                let office = if *dry_run { context.open_to_read()? } else { context.open()? };
                let done = if *expired {
                    results::erase_expired(&office, plan.as_deref(), *dry_run, &context.progress)?
                } else {
                    let (plan, visit, why) = (given(plan), given(visit), given(why));
                    results::erase(&office, &plan, (&visit, department.as_deref()), &why, *dry_run)?
                };
                Ok(shown(done, show::erased))
            }
            Command::Rules { file } => {
                let rules = match file {
                    Some(file) => results::set_rules(&context.open()?, file)?,
                    None => results::rules(&context.open_to_read()?)?,
                };
                Ok(shown(rules, show::rules))
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

/// What was said; nothing where it was not.
fn given(said: &Option<String>) -> String {
    said.clone().unwrap_or_default()
}
