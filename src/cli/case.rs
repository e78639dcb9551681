//! `choucha case`: 案卷, one visit's full record in one archive.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use crate::checker::case::check;
use crate::log::VerifierKey;
use crate::text;
use crate::workflow::case;

/// `case make|check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Gathers the record.
    Make {
        /// 计划编号.
        #[arg(value_name = "PLAN")]
        plan: String,
        /// Number of the visit, or code of the entity.
        #[arg(value_name = "VISIT")]
        visit: String,
        /// The archive, new.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Checks an archive, or its unpacked folder.
    Check {
        /// The archive or folder.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The log's key, from elsewhere.
        #[arg(long, value_name = "VKEY")]
        log_key: Option<String>,
    },
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        match &self.command {
            Command::Make { plan, visit, file } => {
                let office = context.open()?;
                let made = case::case(&office, plan, visit, file)?;
                let file = file.clone();
                Ok(shown(made, move |made, page| {
                    let (visit, code, files) = (made.visit, &made.code, made.files);
                    page.say(&text!(
                        "case-made",
                        visit = visit,
                        code = code,
                        files = files,
                        file = file.as_path()
                    ));
                    page.say(&text!("case-private"));
                }))
            }
            Command::Check { file, log_key } => {
                let key = log_key.as_deref().map(VerifierKey::parse).transpose()?;
                let found = check(&case::read(file)?, key.as_ref())?;
                let told = json!({
                    "holds": true, "plan": found.plan, "visit": found.visit, "origin": found.origin, "key": found.key,
                    "entry": found.entry.0, "at": found.entry.1, "files": found.files, "documents": found.documents,
                });
                let pinned = key.is_some();
                Ok(shown(told, move |_, page| {
                    page.say(&text!(
                        "case-holds",
                        plan = &found.plan,
                        visit = found.visit,
                        files = found.files,
                        documents = found.documents
                    ));
                    let (entry, at) = (found.entry.0, &found.entry.1);
                    page.say(&text!("case-on-record", origin = &found.origin, entry = entry, at = at));
                    if !pinned {
                        page.say(&text!("case-key", key = &found.key));
                    }
                }))
            }
        }
    }
}
