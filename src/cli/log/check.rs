//! A published log, checked as a whole.

use std::path::Path;

use serde_json::json;

use crate::checker::{audit, continues};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::outcome::{Outcome, shown};
use crate::domain::{Instant, calendar};
use crate::log::{SignedCheckpoint, VerifierKey};
use crate::text;

/// Checks the log in a folder, by its key and against an earlier checkpoint
/// where they are given.
pub(super) fn check(
    context: &Context,
    dir: &Path,
    key: Option<&str>,
    since: Option<&Path>,
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
