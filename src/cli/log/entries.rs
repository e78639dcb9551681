//! The log's entries, its key, the proof of one entry.

use std::path::Path;

use serde_json::json;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::outcome::{Outcome, shown};
use crate::text;
use crate::workflow::pending::step_name;
use crate::workflow::{files, logbook};

/// Entries, newest last.
pub(super) fn show(context: &Context, from: Option<u64>, count: u64) -> Result<Box<dyn Outcome>, Failure> {
    let office = context.open_to_read()?;
    let size = logbook::face(&office)?.size;
    let from = from.unwrap_or_else(|| size.saturating_sub(count.saturating_sub(1)).max(1));
    let lines = logbook::show(&office, from, count)?;
    Ok(shown(lines, |lines, page| {
        if lines.is_empty() {
            page.say(&text!("log-show-none"));
        }
        for line in lines {
            let (seq, at, subject) = (line.seq, &line.at, &line.subject);
            let name = step_name(&line.kind);
            page.say(&text!("log-show-line", seq = seq, at = at, name = name, subject = subject));
            for (member, value) in &line.body {
                if ["seq", "at", "kind", "plan"].contains(&member.as_str()) {
                    continue;
                }
                match line.hidden.get(member) {
                    Some(Some(told)) => page.say(&text!("log-show-hidden", member = member, value = told)),
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

/// The log's key and checkpoint.
pub(super) fn key(context: &Context) -> Result<Box<dyn Outcome>, Failure> {
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

/// The proof of one entry.
pub(super) fn proof(context: &Context, entry: u64, output: &Path) -> Result<Box<dyn Outcome>, Failure> {
    let office = context.open_to_read()?;
    let (body, proof) = logbook::prove(&office, entry)?;
    let beside = output.with_extension("entry.json");
    files::write(&beside, body.as_bytes())?;
    files::write(output, proof.as_bytes())?;
    let made = json!({ "entry": entry, "proof": output, "body": beside });
    let output = output.to_owned();
    Ok(shown(made, move |_, page| {
        page.say(&text!("log-proof-written", file = output.as_path(), entry = beside.as_path()));
    }))
}

/// A new key.
pub(super) fn rotate(context: &Context) -> Result<Box<dyn Outcome>, Failure> {
    let office = context.open()?;
    let key = logbook::rotate(&office)?;
    Ok(shown(json!({ "key": &key }), move |_, page| {
        page.say(&text!("log-rotated"));
        page.line(&format!("  {key}"));
        page.say(&text!("log-rotated-next"));
    }))
}

/// Personal data forgotten.
pub(super) fn erase(context: &Context, entry: u64, member: &str) -> Result<Box<dyn Outcome>, Failure> {
    let office = context.open()?;
    logbook::erase(&office, entry, member)?;
    let member = member.to_owned();
    Ok(shown(json!({ "entry": entry, "member": &member }), move |_, page| {
        page.say(&text!("log-erased", entry = entry, member = &member));
    }))
}
