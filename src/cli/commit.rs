//! `choucha commit`: a participant binds themselves to a value.

use std::path::PathBuf;

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use crate::domain::Digest;
use crate::text;
use crate::workflow::commit::{Committed, make, register, registrable};
use crate::workflow::office::system_random;

/// `commit PLAN --source S`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 计划编号.
    #[arg(value_name = "PLAN")]
    plan: String,
    /// The source.
    #[arg(long, value_name = "SOURCE")]
    source: String,
    /// The value; a random one where none is given.
    #[arg(long, value_name = "VALUE", conflicts_with = "commitment")]
    value: Option<String>,
    /// The nonce; a random one where none is given.
    #[arg(long, value_name = "HEX", conflicts_with = "commitment", requires = "value")]
    nonce: Option<String>,
    /// A commitment made elsewhere, to be registered.
    #[arg(long, value_name = "HEX")]
    commitment: Option<String>,
    /// The attempt it is for.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    attempt: Option<u64>,
    /// Where to write the opening.
    #[arg(long, value_name = "FILE", conflicts_with = "commitment")]
    opening: Option<PathBuf>,
    /// In place of one registered before.
    #[arg(long)]
    replace: bool,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let nonce = self.nonce.as_deref().map(Digest::parse).transpose()?;
        let given = self.commitment.as_deref().map(Digest::parse).transpose()?;
        let file =
            self.opening.clone().unwrap_or_else(|| PathBuf::from(format!("{}.opening.json", self.source)));
        let making = |attempt| {
            make(&self.plan, attempt, &self.source, self.value.as_deref(), nonce, &file, &system_random())
        };
        let done = if context.office.stands() {
            let office = context.open()?;
            let (coming, before) = registrable(&office, &self.plan, &self.source)?;
            if let Some(attempt) = self.attempt.filter(|attempt| *attempt != coming) {
                return Err(text!("commit-attempt", attempt = attempt, coming = coming).into());
            }
            if let (None, Some(before), false, false) = (given, before, self.replace, file.exists()) {
                // Refused before an opening is written that would open nothing.
                return Err(text!("commit-second", source = &self.source, before = before).into());
            }
            let (commitment, opening) = match given {
                Some(given) => (given, None),
                None => making(coming).map(|made| (made.commitment, made.opening))?,
            };
            let done = register(&office, &self.plan, &self.source, commitment, self.replace)?;
            Committed { opening, ..done }
        } else {
            match (self.attempt, given) {
                (_, Some(_)) => {
                    let path = context.office.dir.as_path();
                    return Err(text!("office-missing", path = path).into());
                }
                (None, _) => return Err(text!("commit-needs-attempt").into()),
                (Some(attempt), None) => making(attempt)?,
            }
        };
        Ok(shown(done, |done, page| {
            let (source, plan, attempt) = (&done.source, &done.plan, done.attempt);
            if let Some(opening) = &done.opening {
                page.say(&text!("commit-made", path = opening.as_path()));
            }
            page.say(&match (done.registered, done.already) {
                (true, true) => text!("commit-already", source = source, plan = plan, attempt = attempt),
                (true, false) => text!("commit-registered", source = source, plan = plan, attempt = attempt),
                _ => text!("commit-hand-in", source = source, plan = plan, attempt = attempt),
            });
            page.line(&done.commitment.to_string());
        }))
    }
}
