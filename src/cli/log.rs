//! `choucha log`: the record nobody can rewrite.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use crate::checker::{audit, continues};
use crate::domain::{Instant, calendar};
use crate::log::{SignedCheckpoint, VerifierKey};
use crate::text;
#[cfg(feature = "office")]
use crate::workflow::{files, filing, logbook};

/// `log show|key|check|proof|witness|file|request|take|rotate|erase`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// A published log, checked as a whole.
    Check {
        /// Its folder.
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// The log's key, from elsewhere.
        #[arg(long, value_name = "VKEY")]
        key: Option<String>,
        /// A checkpoint kept earlier.
        #[arg(long, value_name = "FILE")]
        since: Option<PathBuf>,
    },
    /// Entries, newest last.
    #[cfg(feature = "office")]
    Show {
        /// From this one on.
        #[arg(long, value_name = "N")]
        from: Option<u64>,
        /// So many.
        #[arg(long, value_name = "N", default_value_t = 20)]
        count: u64,
    },
    /// The log's key and checkpoint.
    #[cfg(feature = "office")]
    Key,
    /// The proof of one entry.
    #[cfg(feature = "office")]
    Proof {
        /// Its number.
        #[arg(value_name = "N")]
        entry: u64,
        /// Where the proof goes; the entry beside it.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// The witnesses; with a key, one more.
    #[cfg(feature = "office")]
    Witness {
        /// Its public key.
        #[arg(value_name = "VKEY")]
        key: Option<String>,
        /// Where it is asked.
        #[arg(long, value_name = "URL", requires = "key")]
        url: Option<String>,
        /// Let it go, by name or key.
        #[arg(long, value_name = "NAME", conflicts_with = "key")]
        retire: Option<String>,
    },
    /// The checkpoint is filed with every witness.
    #[cfg(feature = "office")]
    File,
    /// What a witness on another network is to be shown.
    #[cfg(feature = "office")]
    Request {
        /// Its name.
        #[arg(value_name = "WITNESS")]
        witness: String,
        /// The file.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// A witness's answer.
    #[cfg(feature = "office")]
    Take {
        /// The file.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// A new key.
    #[cfg(feature = "office")]
    Rotate,
    /// Personal data forgotten.
    #[cfg(feature = "office")]
    Erase {
        /// The entry.
        #[arg(value_name = "N")]
        entry: u64,
        /// The member.
        #[arg(value_name = "MEMBER")]
        member: String,
    },
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        match &self.command {
            Command::Check { dir, key, since } => check(context, dir, key.as_deref(), since.as_deref()),
            #[cfg(feature = "office")]
            command => office(context, command),
        }
    }
}

fn check(
    context: &Context,
    dir: &std::path::Path,
    key: Option<&str>,
    since: Option<&std::path::Path>,
) -> Result<Box<dyn Outcome>, Failure> {
    let key = key.map(VerifierKey::parse).transpose()?;
    let earlier = since
        .map(|file| {
            let bytes = std::fs::read(file).map_err(|error| {
                text!("checker-log-tile", path = file.display().to_string(), error = error)
            })?;
            SignedCheckpoint::parse(&bytes).map(|note| note.head())
        })
        .transpose()?;
    let sizes: Vec<u64> = earlier.iter().map(|head| head.size).collect();
    let found = audit(dir, key.as_ref(), &sizes, &context.progress)?;
    if let (Some(earlier), Some(root)) = (&earlier, found.roots.first()) {
        continues(earlier, root)?;
    }
    let at = |at: &Instant| calendar::write_instant(at);
    let attempts: Vec<_> = found
        .attempts
        .iter()
        .map(|a| {
            json!({
                "serial": a.serial, "plan": a.plan, "attempt": a.attempt, "p": a.p, "frozen": a.frozen,
                "drawn": a.drawn, "abandoned": a.abandoned, "amendments": a.amendments,
                "published": a.published.map(|(entry, sums)| json!({ "entry": entry, "sums": sums })),
            })
        })
        .collect();
    let told = json!({
        "holds": true, "origin": found.origin, "key": found.key, "size": found.size, "root": found.root,
        "from": found.span.map(|(from, _)| at(&from)), "to": found.span.map(|(_, to)| at(&to)),
        "continues": earlier.map(|head| head.size), "attempts": attempts,
    });
    Ok(shown(told, move |_, page| {
        page.say(&text!("log-check-holds", origin = &found.origin, size = found.size, root = found.root));
        if let Some((from, to)) = found.span {
            page.say(&text!("log-check-span", from = from, to = to));
        }
        page.say(&text!("log-check-key", key = &found.key));
        if let Some(earlier) = earlier {
            page.say(&text!("log-check-continues", size = earlier.size));
        }
        let abandoned = found.attempts.iter().filter(|attempt| attempt.abandoned.is_some()).count();
        page.say(&text!("log-check-attempts", attempts = found.attempts.len(), abandoned = abandoned));
        for a in &found.attempts {
            let state = match (a.abandoned, a.published, a.drawn) {
                (Some(entry), ..) => text!("log-attempt-abandoned", entry = entry),
                (_, Some((entry, _)), _) => text!("log-attempt-published", entry = entry),
                (_, _, Some(entry)) => text!("log-attempt-drawn", entry = entry),
                _ => text!("log-attempt-frozen", entry = a.frozen),
            };
            page.say(&text!(
                "log-attempt",
                serial = a.serial,
                plan = &a.plan,
                attempt = a.attempt,
                amendments = a.amendments,
                state = state
            ));
        }
        page.blank();
        page.say(&text!("log-check-keep"));
    }))
}

#[cfg(feature = "office")]
fn office(context: &Context, command: &Command) -> Result<Box<dyn Outcome>, Failure> {
    match command {
        Command::Check { dir, key, since } => check(context, dir, key.as_deref(), since.as_deref()),
        Command::Show { from, count } => {
            let office = context.open_to_read()?;
            let size = logbook::face(&office)?.size;
            let from = from.unwrap_or_else(|| size.saturating_sub(count.saturating_sub(1)).max(1));
            let lines = logbook::show(&office, from, *count)?;
            Ok(shown(lines, |lines, page| {
                if lines.is_empty() {
                    page.say(&text!("log-show-none"));
                }
                for line in lines {
                    let (seq, at, subject) = (line.seq, &line.at, &line.subject);
                    let name = crate::workflow::pending::step_name(&line.kind);
                    page.say(&text!("log-show-line", seq = seq, at = at, name = name, subject = subject));
                    for (member, value) in &line.body {
                        if ["seq", "at", "kind", "plan"].contains(&member.as_str()) {
                            continue;
                        }
                        match line.hidden.get(member) {
                            Some(Some(told)) => {
                                page.say(&text!("log-show-hidden", member = member, value = told))
                            }
                            Some(None) => page.say(&text!("log-show-erased", member = member)),
                            None => {
                                let plain = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                                page.say(&text!("log-show-member", member = member, value = plain));
                            }
                        }
                    }
                }
            }))
        }
        Command::Key => {
            let office = context.open_to_read()?;
            Ok(shown(logbook::face(&office)?, |face, page| {
                page.say(&text!("log-key-origin-is", origin = &face.origin));
                page.line(&format!("  {}", face.key));
                for former in &face.former {
                    page.say(&text!("log-key-former", key = former));
                }
                page.say(&text!("log-key-stands", size = face.size, root = face.root));
                page.say(&text!("log-key-give"));
            }))
        }
        Command::Proof { entry, output } => {
            let office = context.open_to_read()?;
            let (body, proof) = logbook::prove(&office, *entry)?;
            let beside = output.with_extension("entry.json");
            files::write(&beside, body.as_bytes())?;
            files::write(output, proof.as_bytes())?;
            let made = json!({ "entry": entry, "proof": output, "body": beside });
            let output = output.clone();
            Ok(shown(made, move |_, page| {
                page.say(&text!("log-proof-written", file = output.as_path(), entry = beside.as_path()));
            }))
        }
        Command::Witness { key: None, retire: None, .. } => {
            let office = context.open_to_read()?;
            Ok(shown(filing::witnesses(&office)?, |witnesses, page| {
                if witnesses.is_empty() {
                    page.say(&text!("log-witness-none"));
                }
                for line in witnesses {
                    let (name, key) = (&line.name, &line.key);
                    let place = if line.url.is_empty() {
                        text!("log-witness-files")
                    } else {
                        text!("log-witness-url", url = &line.url)
                    };
                    page.say(&text!(
                        "log-witness-line",
                        name = name,
                        place = place,
                        size = line.size,
                        at = &line.at
                    ));
                    page.line(&format!("  {key}"));
                }
            }))
        }
        Command::Witness { retire: Some(who), .. } => {
            let office = context.open()?;
            let name = filing::retire_witness(&office, who)?;
            Ok(shown(json!({ "retired": &name }), move |_, page| {
                page.say(&text!("log-witness-retired", name = &name));
            }))
        }
        Command::Witness { key: Some(key), url, .. } => {
            let office = context.open()?;
            let new = filing::add_witness(&office, key, url.as_deref().unwrap_or_default())?;
            let name = VerifierKey::parse(key)?.name().to_owned();
            Ok(shown(json!({ "witness": &name, "new": new }), move |_, page| {
                page.say(&if new {
                    text!("log-witness-added", name = &name)
                } else {
                    text!("log-witness-known", name = &name)
                });
            }))
        }
        Command::File => {
            let office = context.open()?;
            let filed = filing::file(&office, filing::PATIENCE)?;
            let refused = filed.by.is_empty() && filed.before.is_empty();
            if refused {
                let text = text!("log-file-nobody", size = filed.size);
                return Err(crate::workflow::Refusal { text, faults: filed.refused }.into());
            }
            Ok(shown(filed, |filed, page| {
                if !filed.by.is_empty() {
                    page.say(&text!("log-filed", size = filed.size, by = filed.by.join("、")));
                }
                if !filed.before.is_empty() {
                    page.say(&text!("log-filed-before", by = filed.before.join("、")));
                }
                page.list(&filed.refused);
            }))
        }
        Command::Request { witness, file } => {
            let office = context.open()?;
            let size = filing::request(&office, witness, file)?;
            let (witness, file) = (witness.clone(), file.clone());
            Ok(shown(json!({ "witness": &witness, "file": &file, "size": size }), move |_, page| {
                page.say(&text!("log-requested", name = &witness, file = file.as_path(), size = size));
            }))
        }
        Command::Take { file } => {
            let office = context.open()?;
            let (name, size) = filing::take(&office, file)?;
            Ok(shown(json!({ "witness": &name, "size": size }), move |_, page| {
                page.say(&text!("log-filed", size = size, by = &name));
            }))
        }
        Command::Rotate => {
            let office = context.open()?;
            let key = logbook::rotate(&office)?;
            Ok(shown(json!({ "key": &key }), move |_, page| {
                page.say(&text!("log-rotated"));
                page.line(&format!("  {key}"));
                page.say(&text!("log-rotated-next"));
            }))
        }
        Command::Erase { entry, member } => {
            let office = context.open()?;
            logbook::erase(&office, *entry, member)?;
            let (entry, member) = (*entry, member.clone());
            Ok(shown(json!({ "entry": entry, "member": &member }), move |_, page| {
                page.say(&text!("log-erased", entry = entry, member = &member));
            }))
        }
    }
}
