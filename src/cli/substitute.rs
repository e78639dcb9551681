//! `choucha substitute`: a reserve takes the place of an entity that has gone.

use std::path::PathBuf;

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use super::page::Page;
use crate::text;
use crate::workflow::amend::{Act, Amended, amend};

/// `substitute PLAN VISIT --why REASON --proof FILE`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 计划编号.
    #[arg(value_name = "PLAN")]
    plan: String,
    /// Number of the visit, or code of the entity.
    #[arg(value_name = "VISIT|CODE")]
    visit: String,
    /// Why.
    #[arg(long, value_name = "REASON")]
    why: String,
    /// The document that proves it.
    #[arg(long, value_name = "FILE")]
    proof: PathBuf,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let office = context.open()?;
        let act = Act::Substitute { visit: &self.visit, proof: &self.proof };
        Ok(shown(amend(&office, &self.plan, act, &self.why, &context.progress)?, show))
    }
}

/// Tells an amendment's rows and the teams it touched.
pub(super) fn show(done: &Amended, page: &mut Page) {
    for row in &done.rows {
        let (seq, visit, part, old, new) = (row.seq, row.visit.to_string(), &row.part, &row.old, &row.new);
        page.say(&match (row.kind, new.is_empty()) {
            ("recuse", false) => text!("amend-recused", seq = seq, visit = visit, old = old, new = new),
            ("recuse", true) => text!("amend-recused-none", seq = seq, visit = visit, old = old),
            (_, false) => {
                text!("amend-substituted", seq = seq, visit = visit, part = part, old = old, new = new)
            }
            (_, true) => {
                text!("amend-substituted-none", seq = seq, visit = visit, part = part, old = old)
            }
        });
    }
    if let Some(proof) = done.proof {
        page.say(&text!("amend-proof", digest = proof));
    }
    for (visit, code, department, members) in &done.teams {
        page.say(&text!(
            "amend-team",
            visit = visit.to_string(),
            code = code,
            department = department,
            members = members.join(", ")
        ));
    }
    for (visit, code, department, experts) in &done.experts {
        page.say(&text!(
            "amend-experts",
            visit = visit.to_string(),
            code = code,
            department = department,
            experts = experts.join(", ")
        ));
    }
    page.say(&text!("amend-next", plan = &done.plan));
}
