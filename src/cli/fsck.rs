//! `choucha fsck`: everything is recomputed from the log and compared.

use std::path::PathBuf;

use serde_json::Value;

use super::context::{Context, said};
use super::failure::{DONE, Failure, OFFICE};
use super::outcome::Outcome;
use super::page::Page;
use crate::lang::Lang;
use crate::text;
use crate::workflow::fsck::{Fsck, fsck};

/// `fsck`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A checkpoint somebody kept.
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
}

struct Shown(Lang, Fsck);

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let office = context.open_to_read()?;
        Ok(Box::new(Shown(context.lang, fsck(&office, self.checkpoint.as_deref(), &context.progress)?)))
    }
}

impl Outcome for Shown {
    fn json(&self) -> Value {
        let Self(lang, found) = self;
        let mut value = serde_json::to_value(found).unwrap_or_default();
        for (name, texts) in [("faults", &found.faults), ("notes", &found.notes)] {
            value[name] = texts.iter().map(|text| said(*lang, text)).collect();
        }
        value
    }

    fn show(&self, page: &mut Page) {
        let found = &self.1;
        match found.root {
            Some(root) => page.say(&text!("fsck-read", entries = found.entries, root = root)),
            None => page.say(&text!("fsck-read-broken", entries = found.entries)),
        }
        if found.faults.is_empty() {
            page.say(&text!("fsck-in-order"));
        } else {
            page.say(&text!("fsck-faults", count = found.faults.len()));
            page.list(&found.faults);
        }
        if !found.notes.is_empty() {
            page.blank();
            page.say(&text!("fsck-notes"));
            page.list(&found.notes);
        }
    }

    fn code(&self) -> u8 {
        if self.1.faults.is_empty() { DONE } else { OFFICE }
    }
}
