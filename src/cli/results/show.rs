//! The pages of what was asked and done.

use crate::cli::page::Page;
use crate::domain::calendar::write_instant;
use crate::domain::{Date, Text};
use crate::results::{Finding, Limits, Objection, Outcome as Answered};
use crate::text;
use crate::workflow::results::{Erased, Listed, Published, Touched, stands};

/// An objection and when its answer is due.
#[derive(serde::Serialize)]
pub struct Waiting {
    pub objection: Objection,
    pub due: Date,
}

fn outcome_text(outcome: Answered) -> Text {
    match outcome {
        Answered::Upheld => text!("results-outcome-upheld"),
        Answered::Partly => text!("results-outcome-partly"),
        Answered::Rejected => text!("results-outcome-rejected"),
    }
}

pub fn list(listed: &Listed, page: &mut Page) {
    if listed.results.is_empty() {
        page.say(&text!("results-list-none"));
        return;
    }
    let lang = page.lang;
    let rows: Vec<Vec<String>> = listed
        .results
        .iter()
        .map(|line| {
            let result = &line.result;
            let mut findings: Vec<&str> =
                result.items.iter().filter_map(|item| item.finding.map(Finding::words)).collect();
            findings.sort_unstable();
            findings.dedup();
            vec![
                result.visit.to_string(),
                result.code.clone(),
                result.department.clone(),
                result.version.to_string(),
                result.date.to_string(),
                findings.join("；"),
                match line.erased {
                    true => lang.say(&text!("results-state-erased", state = stands(result))),
                    false => lang.say(&stands(result)),
                },
                line.due.map(|due| due.to_string()).unwrap_or_default(),
            ]
        })
        .collect();
    page.table(
        &[
            text!("head-visit"),
            text!("head-code"),
            text!("head-department"),
            text!("head-version"),
            text!("head-date"),
            text!("head-finding"),
            text!("head-state"),
            text!("head-due"),
        ],
        rows,
    );
}

pub fn published(done: &Published, page: &mut Page) {
    if done.results.is_empty() {
        page.say(&text!("results-published-none", plan = &done.plan));
    } else {
        page.say(&text!("results-published", count = done.results.len()));
    }
    if done.late > 0 {
        page.say(&text!("results-published-late", count = done.late));
    }
    if done.legal > 0 {
        page.say(&text!("results-published-legal", count = done.legal));
    }
}

pub fn withdrawn(done: &Touched, page: &mut Page) {
    let (visit, department) = (done.visit.to_string(), &done.department);
    page.say(&text!("results-withdrawn", visit = visit, department = department, version = done.version));
}

pub fn answered(done: &Objection, page: &mut Page) {
    let outcome = done.answer.as_ref().map(|answer| outcome_text(answer.outcome));
    if let Some(outcome) = outcome {
        page.say(&text!("results-answered", number = done.number, outcome = outcome));
    }
    if done.answer.as_ref().is_some_and(|answer| answer.outcome != Answered::Rejected) {
        let (visit, department) = (done.visit.to_string(), &done.department);
        page.say(&text!("results-answered-next", plan = &done.plan, visit = visit, department = department));
    }
}

pub fn objections(lines: &[Waiting], page: &mut Page) {
    if lines.is_empty() {
        page.say(&text!("results-objections-none"));
        return;
    }
    let lang = page.lang;
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|Waiting { objection: one, due }| {
            let answer = one.answer.as_ref();
            vec![
                one.number.to_string(),
                one.plan.clone(),
                one.visit.to_string(),
                one.department.clone(),
                one.who.clone(),
                one.received.to_string(),
                due.to_string(),
                answer.map(|answer| lang.say(&outcome_text(answer.outcome))).unwrap_or_default(),
                answer.map(|answer| write_instant(&answer.at)).unwrap_or_default(),
            ]
        })
        .collect();
    page.table(
        &[
            text!("head-number"),
            text!("head-plan"),
            text!("head-visit"),
            text!("head-department"),
            text!("head-objector"),
            text!("head-received"),
            text!("head-due"),
            text!("head-outcome"),
            text!("head-answered"),
        ],
        rows,
    );
}

pub fn erased(done: &Erased, page: &mut Page) {
    if done.versions.is_empty() && done.evidence == 0 {
        page.say(&text!("results-erased-none"));
    } else {
        page.say(&text!("results-erased-done", count = done.versions.len(), evidence = done.evidence));
    }
    if done.under_way > 0 {
        page.say(&text!("results-erased-under-way", count = done.under_way));
    }
    if done.dry_run {
        page.say(&text!("import-dry-run"));
    }
}

pub fn rules(rules: &Limits, page: &mut Page) {
    page.say(&text!("results-rules-publish", days = rules.publish));
    page.say(&text!("results-rules-decision", days = rules.decision));
    page.say(&text!("results-rules-answer", days = rules.answer));
    for (department, days) in &rules.departments {
        page.say(&text!("results-rules-department", department = department, days = *days));
    }
}
