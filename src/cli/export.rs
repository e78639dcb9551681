//! `choucha export`: a register becomes a file.

use std::path::PathBuf;

use serde::Serialize;

use super::context::Context;
use super::failure::Failure;
use super::import::{REGISTERS, register};
use super::outcome::{Outcome, shown};
use crate::text;
use crate::workflow::import::export;

/// `export REGISTER FILE`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which register.
    #[arg(value_name = "REGISTER", value_parser = REGISTERS)]
    register: String,
    /// The file; its ending says the kind.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Serialize)]
struct Exported {
    register: &'static str,
    file: PathBuf,
    rows: u64,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let office = context.open_to_read()?;
        let register = register(&self.register);
        let rows = export(&office, register, &self.file)?;
        let done = Exported { register: register.name(), file: self.file.clone(), rows };
        Ok(shown(done, |done, page| {
            page.say(&text!("export-done", rows = done.rows, file = done.file.as_path()));
        }))
    }
}
