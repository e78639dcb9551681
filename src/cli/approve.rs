//! `choucha approve`: the head signs a plan off.

use std::path::PathBuf;

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use crate::text;
use crate::workflow::approve::approve;

/// `approve PLAN.toml --by NAME`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The plan's file.
    #[arg(value_name = "PLAN.toml")]
    file: PathBuf,
    /// 审批意见 or 文号.
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        if !context.office.named {
            // The head's name is part of the record, not whoever is logged in.
            return Err(text!("approve-nobody").into());
        }
        let office = context.open()?;
        Ok(shown(approve(&office, &self.file, &self.note)?, |done, page| {
            let (plan, head, at, sha256) = (&done.plan, &done.head, &done.at, done.sha256);
            page.say(&match (done.already, done.later) {
                (true, _) => text!("approve-already", plan = plan, head = head, at = at, sha256 = sha256),
                (_, true) => text!("approve-later", plan = plan, head = head, at = at, sha256 = sha256),
                _ => text!("approve-done", plan = plan, head = head, at = at, sha256 = sha256),
            });
        }))
    }
}
