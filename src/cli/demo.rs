//! `choucha demo`: a made-up county from its files to a verified bundle.

use std::path::PathBuf;

use serde::Serialize;

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use crate::demo::{CarriedOut, DemoSize, Options, Told, carry_out, tell};
use crate::text;

/// `demo [DIR]`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where everything goes.
    #[arg(value_name = "DIR", default_value = "office-demo")]
    dir: PathBuf,
    /// Make a demo's folder anew.
    #[arg(long)]
    force: bool,
    /// Carry out some of the visits as well.
    #[arg(long)]
    results: bool,
}

#[derive(Serialize)]
struct Done {
    #[serde(flatten)]
    told: Told,
    carried: Option<CarriedOut>,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        if let Some(option) = context.office.typed {
            return Err(text!("demo-option", option = option).into());
        }
        let options =
            Options { dir: &self.dir, force: self.force, size: DemoSize::COUNTY, lang: context.lang };
        let told = tell(options, &|step| context.notice(step), &context.progress)?;
        let carried = match self.results {
            true => Some(carry_out(&self.dir, &|step| context.notice(step), &context.progress)?),
            false => None,
        };
        Ok(shown(Done { told, carried }, |done, page| {
            page.line(done.told.page(page.lang).trim_end());
            if let Some(carried) = &done.carried {
                page.blank();
                page.say(&text!(
                    "demo-results",
                    recorded = carried.recorded,
                    published = carried.published,
                    corrected = carried.corrected.to_string(),
                    withdrawn = carried.withdrawn.to_string()
                ));
            }
        }))
    }
}
