//! `choucha explain`: what became of one entity, and why.

use std::path::PathBuf;

use serde_json::Value;

use super::context::{Context, said};
use super::failure::Failure;
use super::outcome::Outcome;
use super::page::Page;
use crate::checker::{Explanation, explain};
use crate::domain::{Digest, Text};
use crate::lang::Lang;
use crate::text;

/// `explain BUNDLE CODE`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The bundle's folder.
    #[arg(value_name = "BUNDLE")]
    bundle: PathBuf,
    /// The entity's code.
    #[arg(value_name = "CODE")]
    code: String,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let explanation = explain(&self.bundle, &self.code, &context.progress)?;
        Ok(Box::new(Explained(context.lang, explanation)))
    }
}

struct Explained(Lang, Explanation);

impl Outcome for Explained {
    fn json(&self) -> Value {
        self.1.to_json(&|text| said(self.0, text))
    }

    fn show(&self, page: &mut Page) {
        for text in &self.1.texts {
            page.say(text);
        }
        for frame in &self.1.frames {
            let proves = text!(
                "explain-path",
                part = &frame.part,
                row = &frame.row,
                index = frame.index.to_string(),
                size = frame.size.to_string(),
                root = frame.root
            );
            path(page, &proves, &frame.path);
        }
        for gap in &self.1.absent {
            for row in gap.before.iter().chain(&gap.after) {
                let proves = text!(
                    "explain-between",
                    part = &gap.part,
                    row = &row.row,
                    index = row.index.to_string(),
                    size = gap.size.to_string(),
                    root = gap.root
                );
                path(page, &proves, &row.path);
            }
        }
        if let Some(logged) = &self.1.logged {
            let proves = text!(
                "explain-log",
                entry = logged.freeze.0.to_string(),
                at = &logged.freeze.1,
                origin = &logged.origin,
                size = logged.size.to_string(),
                root = logged.root
            );
            path(page, &proves, &logged.path);
        }
    }
}

/// What a Merkle path proves, and its nodes, leaf to root.
fn path(page: &mut Page, proves: &Text, nodes: &[Digest]) {
    page.blank();
    page.say(proves);
    for node in nodes {
        page.line(&format!("  {node}"));
    }
}
