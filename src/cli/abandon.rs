//! `choucha abandon`: an attempt is given up, with its reason.

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use crate::text;
use crate::workflow::abandon::abandon;

/// `abandon PLAN --why REASON`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 计划编号.
    #[arg(value_name = "PLAN")]
    plan: String,
    /// Why.
    #[arg(long, value_name = "REASON")]
    why: String,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let office = context.open()?;
        Ok(shown(abandon(&office, &self.plan, &self.why)?, |done, page| {
            let (plan, attempt, why) = (&done.plan, done.attempt, &done.reason);
            page.say(&text!("abandon-done", plan = plan, attempt = attempt, why = why));
            if done.drawn {
                page.say(&text!("abandon-drawn"));
            }
        }))
    }
}
