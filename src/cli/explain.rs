//! `choucha explain`: what became of one entity, and why.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::context::{Context, said};
use super::failure::Failure;
use super::outcome::Outcome;
use super::page::Page;
use super::verify::logged;
use crate::checker::{Explanation, explain};
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

/// What stands for a department.
fn of<'a, T>(list: &'a [(String, T)], department: &str) -> Option<&'a T> {
    list.iter().find(|(own, _)| own == department).map(|(_, value)| value)
}

fn people(list: &[(String, String)]) -> Vec<Value> {
    list.iter().map(|(inspector, name)| json!({ "inspector": inspector, "name": name })).collect()
}

impl Outcome for Explained {
    fn json(&self) -> Value {
        let Self(lang, e) = self;
        json!({
            "code": e.code,
            "name": e.name,
            "ticket": e.ticket,
            "frames": e.frames.iter().map(|f| json!({
                "part": f.part,
                "department": f.department,
                "stratum": f.stratum,
                "excluded": f.excluded,
                "rank": f.rank,
                "cutoff": f.cutoff,
                "outcome": f.outcome,
                "row": f.row,
                "index": f.index,
                "size": f.size,
                "path": f.path,
                "root": f.root,
            })).collect::<Vec<_>>(),
            "visit": e.visit,
            "given_up": e.given_up,
            "teams": e.teams.iter().map(|(department, members)| json!({
                "department": department,
                "group": of(&e.groups, department),
                "members": people(members),
                "experts": people(of(&e.experts, department).map_or(&[], Vec::as_slice)),
            })).collect::<Vec<_>>(),
            "leader": e.leader,
            "log": e.logged.as_ref().map(logged),
            "command": e.command,
            "story": e.texts.iter().map(|text| said(*lang, text)).collect::<Vec<_>>(),
        })
    }

    fn show(&self, page: &mut Page) {
        for text in &self.1.texts {
            page.say(text);
        }
        for frame in &self.1.frames {
            page.blank();
            page.say(&text!(
                "explain-path",
                part = &frame.part,
                row = &frame.row,
                index = frame.index.to_string(),
                size = frame.size.to_string(),
                root = frame.root
            ));
            for node in &frame.path {
                page.line(&format!("  {node}"));
            }
        }
        if let Some(logged) = &self.1.logged {
            page.blank();
            page.say(&text!(
                "explain-log",
                entry = logged.freeze.0.to_string(),
                at = &logged.freeze.1,
                origin = &logged.origin,
                size = logged.size.to_string(),
                root = logged.root
            ));
            for node in &logged.path {
                page.line(&format!("  {node}"));
            }
        }
    }
}
