//! `choucha reveal`: a commitment is opened, a public value comes in.

use std::path::PathBuf;

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use crate::domain::Digest;
use crate::text;
use crate::workflow::commit::OpeningFile;
use crate::workflow::reveal::{Given, reveal};

/// `reveal PLAN --source S --value V`, or `--opening FILE`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 计划编号.
    #[arg(value_name = "PLAN")]
    plan: String,
    /// The source.
    #[arg(long, value_name = "SOURCE", required_unless_present = "opening")]
    source: Option<String>,
    /// Its value.
    #[arg(long, value_name = "VALUE", required_unless_present = "opening", allow_hyphen_values = true)]
    value: Option<String>,
    /// Opens a commitment.
    #[arg(long, value_name = "HEX", conflicts_with = "opening")]
    nonce: Option<String>,
    /// What `commit` wrote.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["value", "signature"])]
    opening: Option<PathBuf>,
    /// A drand round's signature.
    #[arg(long, value_name = "HEX")]
    signature: Option<String>,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let given = match &self.opening {
            Some(path) => {
                let opening = OpeningFile::read(path)?;
                let other = self.source.as_ref().is_some_and(|source| *source != opening.source);
                if opening.plan != self.plan || other {
                    return Err(text!(
                        "opening-other",
                        path = path.as_path(),
                        plan = opening.plan,
                        source = opening.source
                    )
                    .into());
                }
                Given {
                    source: opening.source,
                    value: opening.value,
                    nonce: Some(opening.nonce),
                    signature: None,
                }
            }
            None => Given {
                source: self.source.clone().unwrap_or_default(),
                value: self.value.clone().unwrap_or_default(),
                nonce: self.nonce.as_deref().map(Digest::parse).transpose()?,
                signature: self.signature.clone(),
            },
        };
        let office = context.open()?;
        Ok(shown(reveal(&office, &self.plan, given)?, |done, page| {
            let (source, value) = (&done.source, &done.value);
            page.say(&if done.already {
                text!("reveal-already", source = source, value = value)
            } else {
                text!("reveal-done", source = source, value = value)
            });
            page.say(&if done.missing.is_empty() {
                text!("reveal-complete")
            } else {
                text!("reveal-missing", sources = done.missing.join(", "))
            });
        }))
    }
}
