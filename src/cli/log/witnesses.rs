//! The witnesses, and what is filed with them.

use std::path::Path;

use serde_json::json;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::outcome::{Outcome, shown};
use crate::log::VerifierKey;
use crate::text;
use crate::workflow::{Refusal, filing};

/// Those there are.
pub(super) fn list(context: &Context) -> Result<Box<dyn Outcome>, Failure> {
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
            page.say(&text!("log-witness-line", name = name, place = place, size = line.size, at = &line.at));
            page.line(&format!("  {key}"));
        }
    }))
}

/// One more.
pub(super) fn add(context: &Context, key: &str, url: Option<&str>) -> Result<Box<dyn Outcome>, Failure> {
    let office = context.open()?;
    let new = filing::add_witness(&office, key, url.unwrap_or_default())?;
    let name = VerifierKey::parse(key)?.name().to_owned();
    Ok(shown(json!({ "witness": &name, "new": new }), move |_, page| {
        page.say(&if new {
            text!("log-witness-added", name = &name)
        } else {
            text!("log-witness-known", name = &name)
        });
    }))
}

/// One less, by name or key.
pub(super) fn retire(context: &Context, who: &str) -> Result<Box<dyn Outcome>, Failure> {
    let office = context.open()?;
    let name = filing::retire_witness(&office, who)?;
    Ok(shown(json!({ "retired": &name }), move |_, page| {
        page.say(&text!("log-witness-retired", name = &name));
    }))
}

/// The checkpoint is filed with all of them.
pub(super) fn file(context: &Context) -> Result<Box<dyn Outcome>, Failure> {
    let office = context.open()?;
    let filed = filing::file(&office, filing::PATIENCE)?;
    let refused = filed.by.is_empty() && filed.before.is_empty();
    if refused {
        let text = text!("log-file-nobody", size = filed.size);
        return Err(Refusal { text, faults: filed.refused }.into());
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

/// What one on another network is to be shown.
pub(super) fn request(context: &Context, witness: &str, file: &Path) -> Result<Box<dyn Outcome>, Failure> {
    let office = context.open()?;
    let size = filing::request(&office, witness, file)?;
    let (witness, file) = (witness.to_owned(), file.to_owned());
    Ok(shown(json!({ "witness": &witness, "file": &file, "size": size }), move |_, page| {
        page.say(&text!("log-requested", name = &witness, file = file.as_path(), size = size));
    }))
}

/// Its answer.
pub(super) fn take(context: &Context, file: &Path) -> Result<Box<dyn Outcome>, Failure> {
    let office = context.open()?;
    let (name, size) = filing::take(&office, file)?;
    Ok(shown(json!({ "witness": &name, "size": size }), move |_, page| {
        page.say(&text!("log-filed", size = size, by = &name));
    }))
}
