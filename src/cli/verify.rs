//! `choucha verify`: whether a published bundle holds.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::context::{Context, said};
use super::failure::Failure;
use super::outcome::Outcome;
use super::page::Page;
use crate::checker::{Earlier, Logged, Options, Verdict, earlier, verify_with};
use crate::lang::Lang;
use crate::log::VerifierKey;
use crate::text;

/// `verify BUNDLE`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The bundle's folder.
    #[arg(value_name = "BUNDLE")]
    bundle: PathBuf,
    /// What was published of it earlier.
    #[arg(long, value_name = "FOLDER|SHA256SUMS")]
    sealed: Option<PathBuf>,
    /// The office's log key, from elsewhere.
    #[arg(long, value_name = "VKEY")]
    log_key: Option<String>,
    /// A newer copy of the whole log.
    #[arg(long, value_name = "DIR")]
    log: Option<PathBuf>,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let log_key = self.log_key.as_deref().map(VerifierKey::parse).transpose()?;
        let options = Options { log_key, log: self.log.clone() };
        let verdict = verify_with(&self.bundle, &options, &context.progress)?;
        let before = self.sealed.as_deref().map(|published| self.earlier(published)).transpose()?;
        Ok(Box::new(Verified(context.lang, verdict, before)))
    }

    fn earlier(&self, published: &Path) -> Result<Earlier, Failure> {
        earlier(&self.bundle, published).map_err(|fault| {
            // What it is to be held against may itself be in disorder.
            let found = !Path::new(&fault.file).starts_with(published);
            Failure { found, ..fault.into() }
        })
    }
}

struct Verified(Lang, Verdict, Option<Earlier>);

impl Outcome for Verified {
    fn json(&self) -> Value {
        let Self(lang, verdict, before) = self;
        let texts = |texts: &[crate::domain::Text]| -> Vec<Value> {
            texts.iter().map(|text| said(*lang, text)).collect()
        };
        json!({
            "holds": true,
            "office": verdict.office,
            "plan": verdict.plan,
            "title": verdict.title,
            "attempt": verdict.attempt,
            "serial": verdict.serial,
            "p": verdict.p,
            "seed": verdict.seed,
            "parts": verdict.parts.iter().map(|part| json!({
                "part": part.part,
                "department": part.department,
                "rows": part.rows,
                "eligible": part.eligible,
                "excluded": part.excluded,
                "strata": part.strata.iter().map(|s| json!({
                    "stratum": s.stratum,
                    "rows": s.rows,
                    "eligible": s.eligible,
                    "selected": s.selected,
                    "reserves": s.reserves,
                })).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "departments": verdict.departments.iter().map(|d| json!({
                "department": d.department,
                "teams": d.teams,
                "short": d.short,
                "narrow": d.narrow,
                "candidates": d.candidates,
                "least": d.least,
                "most": d.most,
                "groups": d.groups,
                "ungrouped": d.ungrouped,
                "experts_asked": d.experts_asked,
                "experts": d.experts,
                "experts_short": d.experts_short,
            })).collect::<Vec<_>>(),
            "lead": verdict.lead,
            "led": verdict.led,
            "inspectors": verdict.inspectors,
            "visits": verdict.visits,
            "short": verdict.short,
            "narrow": verdict.narrow,
            "amendments": verdict.amendments,
            "live_visits": verdict.live_visits,
            "weaknesses": texts(&verdict.weaknesses),
            "by_hand": texts(&verdict.by_hand),
            "log": verdict.logged.as_ref().map(Logged::to_json),
            "sealed": before.as_ref().map(|before| json!({
                "sums": before.sums,
                "same": before.same,
                "amendments": before.amendments,
                "since": before.since,
            })),
        })
    }

    fn show(&self, page: &mut Page) {
        for text in self.1.texts() {
            page.say(&text);
        }
        if let Some(before) = &self.2 {
            page.say(&text!(
                "verify-sealed",
                same = before.same,
                amendments = before.amendments,
                since = before.since,
                sums = before.sums
            ));
        }
        for (heading, list) in
            [(text!("verify-weaknesses"), &self.1.weaknesses), (text!("verify-by-hand"), &self.1.by_hand)]
        {
            if !list.is_empty() {
                page.blank();
                page.say(&heading);
                page.list(list);
            }
        }
    }
}
