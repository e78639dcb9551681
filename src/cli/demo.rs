//! `choucha demo`: a made-up county from its files to a verified bundle.

use std::path::PathBuf;

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use crate::demo::{DemoSize, Options, tell};
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
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        if let Some(option) = context.office.typed {
            return Err(text!("demo-option", option = option).into());
        }
        let options =
            Options { dir: &self.dir, force: self.force, size: DemoSize::COUNTY, lang: context.lang };
        let told = tell(options, &|step| context.notice(step), &context.progress)?;
        Ok(shown(told, |told, page| page.line(told.page(page.lang).trim_end())))
    }
}
