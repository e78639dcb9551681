//! `choucha status`: what is where, what awaits whom, what is wrong.

use serde_json::Value;

use super::context::{Context, said};
use super::failure::{DONE, Failure, OFFICE};
use super::outcome::Outcome;
use super::page::Page;
use super::plan::state;
use crate::lang::Lang;
use crate::text;
use crate::workflow::status::{Status, status};

/// `status`.
#[derive(Debug, clap::Args)]
pub struct Args {}

struct Shown(Lang, Status);

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let office = context.open_to_read()?;
        Ok(Box::new(Shown(context.lang, status(&office, &context.progress)?)))
    }
}

impl Outcome for Shown {
    fn json(&self) -> Value {
        let Self(lang, status) = self;
        let mut value = serde_json::to_value(status).unwrap_or_default();
        for (name, texts) in [("awaits", &status.awaits), ("wrong", &status.wrong), ("next", &status.next)] {
            value[name] = texts.iter().map(|text| said(*lang, text)).collect();
        }
        value
    }

    fn show(&self, page: &mut Page) {
        let status = &self.1;
        page.say(&text!("status-office", office = &status.office, at = &status.at));
        if status.practice {
            page.say(&text!("status-practice"));
        }
        match &status.registry {
            Some(registry) => page.say(&text!(
                "status-registry",
                rows = registry.rows,
                version = registry.version,
                at = &registry.at,
                manifest = registry.manifest
            )),
            None => page.say(&text!("status-no-registry")),
        }
        page.say(&text!(
            "status-counts",
            inspectors = status.inspectors,
            items = status.items,
            history = status.history,
            barred = status.barred
        ));
        if let Some(head) = status.head {
            page.say(&text!("status-journal", entries = status.entries, head = head));
        }
        let lang = page.lang;
        let rows: Vec<Vec<String>> = (status.plans.iter())
            .map(|plan| {
                let last = plan.attempts.last();
                vec![
                    plan.plan.clone(),
                    plan.title.clone(),
                    plan.attempts.len().to_string(),
                    last.map(|attempt| lang.say(&state(attempt.state))).unwrap_or_default(),
                ]
            })
            .collect();
        if !rows.is_empty() {
            page.blank();
            page.table(
                &[text!("head-plan"), text!("head-title"), text!("head-attempts"), text!("head-state")],
                rows,
            );
        }
        if !status.alerts.is_empty() {
            page.blank();
            page.say(&text!("joint-alerts", count = status.alerts.len()));
            super::joint::alerts(&status.alerts, page);
        }
        for (heading, texts) in [
            (text!("status-wrong"), &status.wrong),
            (text!("status-awaits"), &status.awaits),
            (text!("status-next"), &status.next),
        ] {
            if !texts.is_empty() {
                page.blank();
                page.say(&heading);
                page.list(texts);
            }
        }
        if status.wrong.is_empty() {
            page.blank();
            page.say(&text!("status-in-order"));
        }
    }

    fn code(&self) -> u8 {
        if self.1.damaged { OFFICE } else { DONE }
    }
}
