//! `choucha approve`: the head signs a plan off.

use std::path::PathBuf;

use serde_json::Value;

use super::context::{Context, said};
use super::failure::Failure;
use super::outcome::Outcome;
use super::page::Page;
use crate::domain::Text;
use crate::lang::Lang;
use crate::text;
use crate::workflow::approve::{Approved, approve};
use crate::workflow::plans::read_plan;
use crate::workflow::prepare::faults;

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
        let done = approve(&office, &self.file, &self.note)?;
        // Whoever signs decides; what the freeze would refuse is told in time.
        let faults = match done.later {
            true => Vec::new(),
            false => faults(&office, &read_plan(&self.file)?, &context.progress),
        };
        Ok(Box::new(SignedOff { lang: context.lang, done, faults }))
    }
}

struct SignedOff {
    lang: Lang,
    done: Approved,
    faults: Vec<Text>,
}

impl Outcome for SignedOff {
    fn json(&self) -> Value {
        let mut value = serde_json::to_value(&self.done).unwrap_or_default();
        value["faults"] = self.faults.iter().map(|text| said(self.lang, text)).collect();
        value
    }

    fn show(&self, page: &mut Page) {
        let Approved { plan, head, at, sha256, already, later } = &self.done;
        page.say(&match (already, later) {
            (true, _) => text!("approve-already", plan = plan, head = head, at = at, sha256 = *sha256),
            (_, true) => text!("approve-later", plan = plan, head = head, at = at, sha256 = *sha256),
            _ => text!("approve-done", plan = plan, head = head, at = at, sha256 = *sha256),
        });
        if !self.faults.is_empty() {
            page.say(&text!("approve-faults", count = self.faults.len()));
            page.list(&self.faults);
        }
    }
}
