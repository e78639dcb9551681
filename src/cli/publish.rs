//! `choucha publish`: the evidence bundle is handed out.

use std::path::PathBuf;

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use crate::store::publications::Extent;
use crate::text;
use crate::workflow::publish::{Options, publish};

/// `publish PLAN DIR`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 计划编号.
    #[arg(value_name = "PLAN")]
    plan: String,
    /// Where to.
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// Digests and plan.json only.
    #[arg(long)]
    sealed: bool,
    /// Everything, also of a sealed plan.
    #[arg(long, conflicts_with = "sealed")]
    disclose: bool,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let office = context.open()?;
        let options = Options { sealed: self.sealed, disclose: self.disclose };
        Ok(shown(publish(&office, &self.plan, &self.dir, options, &context.progress)?, |done, page| {
            let (files, folder, plan) = (done.files, done.folder.as_path(), &done.plan);
            page.say(&match (done.already, done.extent) {
                (true, _) => text!("publish-already", files = files, folder = folder),
                (_, Extent::Full) => text!("publish-done", files = files, folder = folder),
                (_, Extent::Sealed) => text!("publish-sealed", files = files, folder = folder, plan = plan),
            });
            page.say(&text!("publish-sums", sums = done.sums));
            if done.extent == Extent::Full {
                page.say(&text!("publish-next", folder = folder));
            }
        }))
    }
}
