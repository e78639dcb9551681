//! `choucha draw`: the draw and the matching.

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use crate::text;
use crate::workflow::draw::draw;

/// `draw PLAN`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 计划编号.
    #[arg(value_name = "PLAN")]
    plan: String,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let office = context.open()?;
        Ok(shown(draw(&office, &self.plan, &context.progress)?, |done, page| {
            let (plan, attempt) = (&done.plan, done.attempt);
            page.say(&if done.already {
                text!("draw-already", plan = plan, attempt = attempt)
            } else {
                text!("draw-done", plan = plan, attempt = attempt)
            });
            page.say(&text!("draw-seed", seed = done.seed));
            if !done.already {
                page.blank();
                page.table(
                    &[
                        text!("head-part"),
                        text!("head-department"),
                        text!("head-rows"),
                        text!("head-eligible"),
                        text!("head-selected"),
                        text!("head-reserves"),
                    ],
                    done.parts.iter().map(|part| {
                        vec![
                            part.part.clone(),
                            part.department.clone(),
                            part.rows.to_string(),
                            part.eligible.to_string(),
                            part.selected.to_string(),
                            part.reserves.to_string(),
                        ]
                    }),
                );
                page.blank();
                page.say(&text!("draw-visits", visits = done.visits, teams = done.teams));
                if done.groups > 0 {
                    page.say(&text!("draw-groups", groups = done.groups));
                }
                if done.experts > 0 {
                    page.say(&text!("draw-experts", experts = done.experts));
                }
                if done.short > 0 {
                    page.say(&text!("draw-short", short = done.short));
                }
                if !done.unopened.is_empty() {
                    page.say(&text!("draw-unopened", sources = done.unopened.join(", ")));
                }
            }
            page.blank();
            for (name, digest) in &done.files {
                page.line(&format!("{digest}  {name}"));
            }
            page.blank();
            page.say(&text!("draw-next", plan = plan));
        }))
    }
}
