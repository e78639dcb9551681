//! `choucha recuse`: an inspector steps back from a visit.

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use super::substitute::show;
use crate::workflow::amend::{Act, amend};

/// `recuse PLAN VISIT INSPECTOR --why REASON`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 计划编号.
    #[arg(value_name = "PLAN")]
    plan: String,
    /// Number of the visit, or code of the entity.
    #[arg(value_name = "VISIT|CODE")]
    visit: String,
    /// 执法证号.
    #[arg(value_name = "INSPECTOR")]
    inspector: String,
    /// Why.
    #[arg(long, value_name = "REASON")]
    why: String,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let office = context.open()?;
        let act = Act::Recuse { visit: &self.visit, inspector: &self.inspector };
        Ok(shown(amend(&office, &self.plan, act, &self.why, &context.progress)?, show))
    }
}
