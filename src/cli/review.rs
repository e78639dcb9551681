//! `choucha review`: results are accepted, or sent back to who recorded them.

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use super::page::Page;
use crate::results::State;
use crate::text;
use crate::workflow::results::{Chosen, Kind, Reviewed, review};

/// `review PLAN [VISIT…] --accept|--return`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 计划编号.
    #[arg(value_name = "PLAN")]
    plan: String,
    /// Numbers of visits, or codes of entities.
    #[arg(value_name = "VISIT|CODE", required_unless_present = "all", conflicts_with = "all")]
    visits: Vec<String>,
    /// All that wait for it.
    #[arg(long)]
    all: bool,
    /// Only this department's.
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// 通过.
    #[arg(long, required_unless_present = "send_back", conflicts_with = "send_back")]
    accept: bool,
    /// 退回.
    #[arg(long)]
    send_back: bool,
    /// 审核意见.
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        self.review(context, Kind::Review)
    }

    pub(super) fn review(&self, context: &Context, kind: Kind) -> Result<Box<dyn Outcome>, Failure> {
        let office = context.open()?;
        let chosen = Chosen { visits: self.visits.clone(), department: self.department.clone() };
        Ok(shown(review(&office, &self.plan, &chosen, (kind, self.accept), &self.note)?, show))
    }
}

fn show(done: &Reviewed, page: &mut Page) {
    let count = done.results.len();
    page.say(&match (done.kind, done.passed) {
        (Kind::Review, _) if count == 0 => text!("results-reviewed-none"),
        (Kind::Legal, _) if count == 0 => text!("results-reviewed-none-legal"),
        (Kind::Review, true) => text!("results-reviewed-accepted", count = count),
        (Kind::Review, false) => text!("results-reviewed-returned", count = count),
        (Kind::Legal, true) => text!("results-reviewed-cleared", count = count),
        (Kind::Legal, false) => text!("results-reviewed-refused", count = count),
    });
    if done.own > 0 {
        page.say(&text!("results-reviewed-own", count = done.own));
    }
    let legal = done.results.iter().filter(|one| one.major && one.state == State::Accepted).count();
    if legal > 0 {
        page.say(&text!("results-next-legal", count = legal, plan = &done.plan));
    }
    if done.passed && count > legal {
        page.say(&text!("results-next-publish", plan = &done.plan));
    }
}
