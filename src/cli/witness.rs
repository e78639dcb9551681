//! `choucha witness`: runs a witness. It opens no office.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::{Value, json};

use super::context::Context;
use super::failure::{DONE, Failure, REFUSED};
use super::outcome::{Outcome, shown};
use super::page::Page;
use crate::domain::Result as Done;
use crate::log::witness::Response;
use crate::log::{Policy, VerifierKey};
use crate::text;
use crate::witness::{self, Point, Status, Witness, service};
use crate::workflow::clock::system_now;
use crate::workflow::files;
use crate::workflow::office::system_random;

/// `witness init|add-log|drop-log|serve|sign|status`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// A new witness with a key of its own.
    Init {
        /// Its folder.
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// Its name.
        #[arg(long, value_name = "NAME")]
        name: String,
    },
    /// Logs to watch.
    AddLog {
        /// Its folder.
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// The logs' public keys.
        #[arg(value_name = "VKEY", required_unless_present = "policy")]
        keys: Vec<String>,
        /// A policy whose logs to watch.
        #[arg(long, value_name = "FILE")]
        policy: Option<PathBuf>,
    },
    /// A log's key to believe no longer.
    DropLog {
        /// Its folder.
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// The key.
        #[arg(value_name = "VKEY")]
        key: String,
    },
    /// The service.
    Serve {
        /// Its folder.
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// Where to listen.
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8400")]
        listen: String,
    },
    /// One request that came as a file.
    Sign {
        /// Its folder.
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// The request.
        #[arg(value_name = "REQUEST")]
        request: PathBuf,
        /// Where the answer goes.
        #[arg(short, long, value_name = "RESPONSE")]
        output: PathBuf,
    },
    /// What it knows.
    Status {
        /// Its folder.
        #[arg(value_name = "DIR")]
        dir: PathBuf,
    },
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        match &self.command {
            Command::Init { dir, name } => {
                let mut seed = [0; 32];
                system_random()(&mut seed)?;
                let key = witness::init(dir, name, &seed, &point())?;
                let made = json!({ "witness": name, "folder": dir, "key": key.to_string() });
                let (dir, name) = (dir.clone(), name.clone());
                Ok(shown(made, move |_, page| {
                    page.say(&text!("witness-init", name = &name, folder = dir.as_path()));
                    page.say(&text!("witness-init-key"));
                    page.line(&format!("  {key}"));
                    page.say(&text!("witness-init-next", folder = dir.as_path()));
                }))
            }
            Command::AddLog { dir, keys, policy } => {
                let mut all: Vec<VerifierKey> =
                    keys.iter().map(|key| VerifierKey::parse(key)).collect::<Done<_>>()?;
                if let Some(file) = policy {
                    let policy = String::from_utf8(files::read(file)?);
                    let policy = policy.map_err(|_| text!("log-policy-character"))?;
                    all.extend(Policy::parse(&policy)?.logs.into_iter().map(|log| log.key));
                }
                let new = witness::add_logs(dir, &all, &point())?;
                Ok(watching(dir, &new)?)
            }
            Command::DropLog { dir, key } => {
                witness::drop_log(dir, &VerifierKey::parse(key)?, &point())?;
                Ok(watching(dir, &[])?)
            }
            Command::Serve { dir, listen } => {
                let witness = Witness::open(dir, context.lang, point())?;
                let name = witness.key().name().to_owned();
                service::serve(witness, listen, seconds, context.lang, |address| {
                    let address = address.to_string();
                    context.notice(&text!("witness-serving", name = &name, address = address));
                })?;
                Ok(shown(json!({ "witness": name }), move |_, page| {
                    page.say(&text!("witness-stopped", name = &name));
                }))
            }
            Command::Sign { dir, request, output } => {
                if output.exists() {
                    return Err(text!("file-exists", path = output.as_path()).into());
                }
                let body = files::read(request)?;
                let mut witness = Witness::open(dir, context.lang, point())?;
                let answer = witness.answer(&body, seconds())?;
                files::write(output, answer.write_file().as_bytes())?;
                Ok(Box::new(Signed { answer, output: output.clone() }))
            }
            Command::Status { dir } => Ok(shown(witness::status(dir)?, show)),
        }
    }
}

/// The office's hook serves the witness too.
fn point() -> Point {
    Box::new(files::point)
}

fn seconds() -> u64 {
    u64::try_from(system_now().timestamp()).unwrap_or(0)
}

fn watching(dir: &Path, new: &[VerifierKey]) -> Done<Box<dyn Outcome>> {
    let keys: Vec<String> = witness::watched_keys(dir)?.iter().map(ToString::to_string).collect();
    let new: Vec<String> = new.iter().map(ToString::to_string).collect();
    Ok(shown(json!({ "keys": keys, "new": new }), move |_, page| {
        page.say(&text!("witness-watching", count = keys.len(), new = new.len()));
        for key in &keys {
            page.line(&format!("  {key}"));
        }
    }))
}

/// An answer written to a file.
struct Signed {
    answer: Response,
    output: PathBuf,
}

impl Outcome for Signed {
    fn json(&self) -> Value {
        json!({ "status": self.answer.status(), "answer": self.answer.body(), "file": self.output })
    }

    fn show(&self, page: &mut Page) {
        page.say(&match &self.answer {
            Response::Cosigned(_) => text!("witness-signed"),
            Response::Conflict(latest) => text!("witness-sign-conflict", latest = *latest),
            Response::Refused(status, words) => {
                text!("witness-sign-refused", status = u32::from(*status), words = words)
            }
        });
        page.say(&text!("witness-sign-answer", file = self.output.as_path()));
    }

    fn code(&self) -> u8 {
        if self.answer.status() == 200 { DONE } else { REFUSED }
    }
}

fn show(status: &Status, page: &mut Page) {
    let state = if status.running { text!("witness-running") } else { text!("witness-idle") };
    page.say(&text!("witness-status", name = &status.name, state = state, cosigned = status.cosigned));
    page.line(&format!("  {}", status.key));
    if status.logs.is_empty() {
        page.say(&text!("witness-no-logs"));
    }
    page.table(
        &[
            text!("witness-head-log"),
            text!("witness-head-keys"),
            text!("witness-head-size"),
            text!("witness-head-at"),
        ],
        status.logs.iter().map(|log| {
            vec![
                log.origin.clone(),
                log.keys.len().to_string(),
                log.size.map(|size| size.to_string()).unwrap_or_default(),
                log.at.clone().unwrap_or_default(),
            ]
        }),
    );
    if !status.refused.is_empty() {
        page.say(&text!("witness-status-refused", count = status.refused.len()));
        for entry in &status.refused {
            page.line(&format!("  - {}", entry.words));
        }
    }
}
