//! `choucha freeze`: a plan is fixed.

use std::path::PathBuf;

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use super::page::Page;
use crate::text;
use crate::workflow::freeze::{Frozen, freeze};

/// `freeze PLAN.toml`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The plan's file.
    #[arg(value_name = "PLAN.toml")]
    file: PathBuf,
    /// Before the head's approval.
    #[arg(long)]
    urgent: bool,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let office = context.open()?;
        Ok(shown(freeze(&office, &self.file, self.urgent, &context.progress)?, show))
    }
}

fn show(done: &Frozen, page: &mut Page) {
    let (plan, attempt, serial) = (&done.plan, done.attempt, done.serial);
    page.say(&text!("freeze-done", plan = plan, attempt = attempt, serial = serial));
    page.say(&text!("freeze-p", p = done.p));
    page.blank();
    page.table(
        &[
            text!("head-part"),
            text!("head-department"),
            text!("head-strata"),
            text!("head-rows"),
            text!("head-excluded"),
        ],
        done.parts.iter().map(|part| {
            vec![
                part.part.clone(),
                part.department.clone(),
                part.strata.to_string(),
                part.rows.to_string(),
                part.excluded.values().sum::<u64>().to_string(),
            ]
        }),
    );
    page.blank();
    page.say(&text!("freeze-people", inspectors = done.inspectors, barred = done.barred));
    if done.urgent {
        page.say(&text!("freeze-urgent"));
    }
    if !done.warnings.is_empty() {
        page.say(&text!("plan-warnings", count = done.warnings.len()));
        page.list(&done.warnings);
    }
    page.say(&text!("freeze-next", plan = plan, reveal_by = &done.reveal_by));
}
