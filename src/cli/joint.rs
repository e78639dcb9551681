//! `choucha joint`: many departments, one visit.

use std::path::PathBuf;

use clap::Subcommand;

use super::context::Context;
use super::failure::Failure;
use super::joint_report;
use super::outcome::{Outcome, shown};
use super::page::Page;
use crate::domain::calendar::{parse_date, parse_instant};
use crate::domain::{Date, Result};
use crate::joint::alerts::{Alert, Span};
use crate::joint::{Choices, Proposal, Rules, Suggestion};
use crate::text;
use crate::workflow::joint::{
    MergeDone, Suggesting, WithdrawDone, merge, rules, set_rules, suggest, withdraw,
};

/// `joint suggest|merge|withdraw|report|rules`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Which drafts belong together.
    Suggest {
        /// The drafts.
        #[arg(value_name = "DRAFT.toml", required = true, num_args = 2..)]
        files: Vec<PathBuf>,
        /// Rules other than the office's.
        #[arg(long, value_name = "FILE")]
        rules: Option<PathBuf>,
        /// Simulated draws.
        #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u64).range(1..=10_000))]
        seeds: u64,
        /// Proposals shown.
        #[arg(long, value_name = "N", default_value_t = 20)]
        top: usize,
    },
    /// Drafts become a joint plan.
    Merge {
        /// The drafts.
        #[arg(value_name = "DRAFT.toml", required = true, num_args = 2..)]
        files: Vec<PathBuf>,
        /// Where to write it.
        #[arg(short, long, value_name = "JOINT.toml")]
        output: PathBuf,
        /// 计划编号.
        #[arg(long, value_name = "PLAN")]
        plan: Option<String>,
        /// 标题.
        #[arg(long, value_name = "TITLE")]
        title: Option<String>,
        /// First and last day.
        #[arg(long, value_name = "FROM..TO")]
        window: Option<String>,
        /// End of the reveals.
        #[arg(long, value_name = "TIME")]
        reveal_by: Option<String>,
        /// 牵头部门.
        #[arg(long, value_name = "DEPARTMENT")]
        lead: Option<String>,
        /// Rename parts whose names clash.
        #[arg(long)]
        rename: bool,
        /// In spite of minor conflicts.
        #[arg(long)]
        nevertheless: bool,
    },
    /// A department leaves.
    Withdraw {
        /// The joint plan's file.
        #[arg(value_name = "JOINT.toml")]
        file: PathBuf,
        /// Who leaves.
        #[arg(long, value_name = "DEPARTMENT")]
        department: String,
        /// The new lead.
        #[arg(long, value_name = "DEPARTMENT")]
        lead: Option<String>,
        /// Why.
        #[arg(long, value_name = "REASON", default_value = "")]
        why: String,
    },
    /// What a joint draw saved.
    Report(joint_report::Args),
    /// The local rules.
    Rules {
        /// Rules to put in force.
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        match &self.command {
            Command::Suggest { files, rules, seeds, top } => {
                let how = Suggesting { seeds: *seeds, top: *top, rules: rules.clone() };
                let office = context.open()?;
                Ok(shown(suggest(&office, files, &how, &context.progress)?, show_suggestion))
            }
            Command::Merge { files, output, plan, title, window, reveal_by, lead, rename, nevertheless } => {
                let choices = Choices {
                    plan: plan.clone(),
                    title: title.clone(),
                    window: window.as_deref().map(days).transpose()?,
                    reveal_by: reveal_by.as_deref().map(parse_instant).transpose()?,
                    lead: lead.clone(),
                    rename: *rename,
                    nevertheless: *nevertheless,
                };
                let office = context.open()?;
                Ok(shown(merge(&office, files, &choices, output, &context.progress)?, show_merge))
            }
            Command::Withdraw { file, department, lead, why } => {
                let office = context.open()?;
                Ok(shown(withdraw(&office, file, department, lead.as_deref(), why)?, show_withdrawal))
            }
            Command::Report(args) => args.run(context),
            Command::Rules { file } => {
                let office = context.open()?;
                let rules = match file {
                    Some(file) => set_rules(&office, file)?,
                    None => rules(&office)?,
                };
                Ok(shown(rules, show_rules))
            }
        }
    }
}

/// `2026-10-12..2026-12-20`.
fn days(words: &str) -> Result<[Date; 2]> {
    let (from, to) = words.split_once("..").ok_or_else(|| text!("joint-window-words", value = words))?;
    Ok([parse_date(from.trim())?, parse_date(to.trim())?])
}

fn show_suggestion(found: &Suggestion, page: &mut Page) {
    page.table(
        &[
            text!("head-plan"),
            text!("head-departments"),
            text!("head-rows"),
            text!("head-visits"),
            text!("head-window"),
        ],
        found.drafts.iter().map(|draft| {
            vec![
                draft.plan.clone(),
                draft.departments.join("、"),
                draft.entities.to_string(),
                draft.visits.rounded(1),
                format!("{} – {}", draft.window[0], draft.window[1]),
            ]
        }),
    );
    if found.proposals.is_empty() {
        page.blank();
        page.say(&text!("joint-none"));
        return;
    }
    for (number, proposal) in (1_u64..).zip(&found.proposals) {
        page.blank();
        show_proposal(number, proposal, page);
    }
    page.blank();
    if found.left_out > 0 {
        page.say(&text!("joint-left-out", count = found.left_out));
    }
    page.say(&if found.seeds > 0 {
        text!("joint-how-simulated", seeds = found.seeds)
    } else {
        text!("joint-how-exact")
    });
}

fn show_proposal(number: u64, proposal: &Proposal, page: &mut Page) {
    let plans = proposal.plans.join(" + ");
    page.say(&if proposal.must.is_some() {
        text!("joint-proposal-must", number = number, plans = plans)
    } else {
        text!("joint-proposal", number = number, plans = plans)
    });
    page.line(&format!("  {}", proposal.departments.join("、")));
    let about = if proposal.exact { "" } else { "≈" };
    let figures = &proposal.figures;
    page.table(
        &[
            text!("joint-head-apart"),
            text!("joint-head-independent"),
            text!("joint-head-merged"),
            text!("joint-head-floor"),
            text!("joint-head-saved"),
        ],
        [vec![
            figures.apart.rounded(3),
            figures.independent.rounded(3),
            format!("{about}{}", proposal.merged.rounded(3)),
            figures.floor.rounded(3),
            format!("{about}{}", proposal.saved.rounded(3)),
        ]],
    );
    page.list(&proposal.reasons);
    if !proposal.obstacles.is_empty() {
        page.say(&text!("joint-obstacles"));
        page.list(&proposal.obstacles);
    }
}

fn show_merge(done: &MergeDone, page: &mut Page) {
    page.say(&text!(
        "joint-merged-done",
        plan = &done.plan,
        file = done.file.as_path(),
        lead = &done.lead,
        from = done.window[0],
        to = done.window[1]
    ));
    let lang = page.lang;
    page.table(
        &[text!("head-part"), text!("head-department"), text!("head-draft"), text!("head-approved")],
        done.parts.iter().map(|(part, department, draft, approved)| {
            let approved = if *approved { text!("joint-approved") } else { text!("joint-not-approved") };
            vec![part.clone(), department.clone(), draft.clone(), lang.say(&approved)]
        }),
    );
    if !done.passed.is_empty() {
        page.say(&text!("joint-passed", count = done.passed.len()));
        page.list(&done.passed);
    }
    page.say(&text!("joint-merged-next", file = done.file.as_path()));
}

fn show_withdrawal(done: &WithdrawDone, page: &mut Page) {
    page.say(&text!(
        "joint-withdraw-done",
        plan = &done.plan,
        department = &done.department,
        left = done.departments.join("、"),
        lead = &done.lead
    ));
}

fn show_rules(rules: &Rules, page: &mut Page) {
    if rules.must.is_empty() {
        page.say(&text!("joint-rules-none"));
    }
    for must in &rules.must {
        let all = text!("joint-rules-all");
        page.say(&text!(
            "joint-rules-must",
            basis = &must.basis,
            entities = must.entities.map_or_else(|| page.lang.say(&all), |entities| entities.to_string()),
            share = must.share.clone().unwrap_or_else(|| page.lang.say(&all)),
            similar = if must.similar { text!("joint-yes") } else { text!("joint-no") },
            listed = if must.listed { text!("joint-yes") } else { text!("joint-no") }
        ));
    }
    let alert = &rules.alert;
    page.say(&text!(
        "joint-rules-alert",
        day = alert.day,
        week = alert.week,
        month = alert.month,
        exempt = alert.exempt.join("、")
    ));
}

/// Alerts shown at once.
const SHOWN: usize = 20;

/// A table of alerts.
pub(super) fn alerts(alerts: &[Alert], page: &mut Page) {
    let lang = page.lang;
    page.table(
        &[text!("head-code"), text!("head-span"), text!("head-days"), text!("head-visits")],
        alerts.iter().take(SHOWN).map(|alert| {
            let span = match alert.span {
                Span::Day => text!("joint-span-day"),
                Span::Week => text!("joint-span-week"),
                Span::Month => text!("joint-span-month"),
            };
            let days = format!("{} – {}", alert.from, alert.to);
            vec![alert.code.clone(), lang.say(&span), days, alert.visits.to_string()]
        }),
    );
}
