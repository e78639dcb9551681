//! `choucha verify`: whether a published bundle holds.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::context::{Context, said};
use super::failure::Failure;
use super::outcome::Outcome;
use super::page::Page;
use crate::checker::{Verdict, verify};
use crate::lang::Lang;
use crate::text;

/// `verify BUNDLE`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The bundle's folder.
    #[arg(value_name = "BUNDLE")]
    bundle: PathBuf,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let verdict = verify(&self.bundle, &context.progress)?;
        Ok(Box::new(Verified(context.lang, verdict)))
    }
}

struct Verified(Lang, Verdict);

impl Outcome for Verified {
    fn json(&self) -> Value {
        let Self(lang, verdict) = self;
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
        })
    }

    fn show(&self, page: &mut Page) {
        for text in self.1.texts() {
            page.say(&text);
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
