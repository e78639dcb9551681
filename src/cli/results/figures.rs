//! `choucha results figures` and `choucha results report`.

use std::path::PathBuf;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::outcome::{Outcome, shown};
use crate::cli::page::Page;
use crate::domain::Text;
use crate::lang::Lang;
use crate::results::Finding;
use crate::results::figures::Tally;
use crate::text;
use crate::workflow::files;
use crate::workflow::results::{PlanFigures, Quarter, QuarterReport, report};

/// `results report --quarter 2026-Q3 [-o FILE]`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The quarter.
    #[arg(long, value_name = "YEAR-Qn")]
    quarter: String,
    /// Where to write it, as Markdown or, with the ending .json, as JSON.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let quarter = Quarter::parse(&self.quarter)?;
        let office = context.open_to_read()?;
        let done = report(&office, quarter, &context.progress)?;
        if let Some(path) = &self.output {
            if path.exists() {
                return Err(text!("file-exists", path = path.as_path()).into());
            }
            let json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
            let bytes = match json {
                true => serde_json::to_vec_pretty(&done).unwrap_or_default(),
                false => markdown(&done, context.lang).into_bytes(),
            };
            files::write(path, &bytes)?;
        }
        let written = self.output.clone();
        Ok(shown(done, move |done, page| match &written {
            Some(path) => page.say(&text!("results-report-written", path = path.as_path())),
            None => markdown(done, page.lang).lines().for_each(|line| page.line(line)),
        }))
    }
}

/// `12.34%`, or a dash.
fn percent(hundredths: Option<u64>) -> String {
    hundredths.map_or("—".to_owned(), |n| format!("{}.{:02}%", n / 100, n % 100))
}

fn headings(first: Text) -> Vec<Text> {
    vec![
        first,
        text!("head-due-visits"),
        text!("head-recorded"),
        text!("head-reviewed"),
        text!("head-published"),
        text!("head-missing"),
        text!("head-late-public"),
        text!("head-completion"),
        text!("head-problems"),
        text!("head-problem-rate"),
    ]
}

fn cells(name: &str, tally: &Tally) -> Vec<String> {
    let mut out = vec![name.to_owned()];
    let counts =
        [tally.due, tally.recorded, tally.reviewed, tally.published, tally.missing, tally.late_public];
    out.extend(counts.map(|count| count.to_string()));
    out.push(percent(tally.completion()));
    out.push(tally.problems.to_string());
    out.push(percent(tally.problem_rate()));
    out
}

/// Figures of plans as tables.
pub(super) fn show(all: &[PlanFigures], page: &mut Page) {
    if all.is_empty() {
        page.say(&text!("results-figures-none"));
    }
    for plan in all {
        page.line(&format!("{}  {}", plan.plan, plan.title));
        let figures = &plan.figures;
        let total = page.lang.say(&text!("head-total"));
        page.table(&headings(text!("head-plan")), [cells(&total, &figures.total)]);
        let rows = figures.departments.iter().map(|(name, tally)| cells(name, tally));
        page.table(&headings(text!("head-department")), rows);
        let name = |code: &String| plan.area_names.get(code).unwrap_or(code).clone();
        page.table(
            &headings(text!("head-area")),
            figures.areas.iter().map(|(code, tally)| cells(&name(code), tally)),
        );
        let rows = figures.items.iter().map(|(item, tally)| cells(item, tally));
        page.table(&headings(text!("head-item")), rows);
        page.table(&[text!("head-finding"), text!("head-count")], findings(&figures.total));
        page.blank();
    }
}

fn findings(tally: &Tally) -> Vec<Vec<String>> {
    let words = |finding: &Finding| format!("{} {}", finding.code(), finding.words());
    tally.findings.iter().map(|(finding, count)| vec![words(finding), count.to_string()]).collect()
}

/// The report as Markdown.
fn markdown(done: &QuarterReport, lang: Lang) -> String {
    let say = |text: &Text| lang.say(text);
    let mut out = String::new();
    let mut line = |words: &str| {
        out.push_str(words);
        out.push('\n');
    };
    let (year, quarter) = done.quarter.split_once("-Q").unwrap_or((&done.quarter, ""));
    line(&format!("# {}", say(&text!("results-report-title", year = year, quarter = quarter))));
    line("");
    line(&say(&text!(
        "results-report-head",
        office = &done.office,
        from = done.days[0],
        to = done.days[1],
        at = done.at.get(..16).unwrap_or(&done.at).replace('T', " ")
    )));
    line("");
    line(&format!("## {}", say(&text!("results-report-work"))));
    line("");
    for fact in facts(done) {
        line(&format!("- {}", say(&fact)));
    }
    for (title, headings, rows) in tables(done) {
        line("");
        line(&format!("## {}", say(&title)));
        line("");
        if rows.is_empty() {
            line(&say(&text!("results-report-nothing")));
            continue;
        }
        let cell = |cell: &String| cell.replace('|', "\\|");
        line(&format!("| {} |", headings.iter().map(say).collect::<Vec<_>>().join(" | ")));
        line(&format!("|---{}|", "|---:".repeat(headings.len() - 1)));
        for row in rows {
            line(&format!("| {} |", row.iter().map(cell).collect::<Vec<_>>().join(" | ")));
        }
    }
    out
}

/// The quarter in sentences.
fn facts(done: &QuarterReport) -> [Text; 7] {
    let total = &done.total.total;
    [
        text!("results-report-draws", draws = done.draws, abandoned = done.abandoned),
        text!("results-report-amended", substituted = done.amended[0], recused = done.amended[1]),
        text!(
            "results-report-done",
            due = total.due,
            recorded = total.recorded,
            completion = percent(total.completion()),
            missing = total.missing,
            late = total.late_visits
        ),
        text!(
            "results-report-found",
            problems = total.problems,
            rate = percent(total.problem_rate()),
            clean = total.recorded - total.problems.min(total.recorded)
        ),
        text!(
            "results-report-public",
            published = done.published[0],
            corrected = done.published[1],
            withdrawn = done.withdrawn,
            late = total.late_public
        ),
        text!(
            "results-report-objections",
            received = done.objections[0],
            answered = done.objections[1],
            right = done.objections[2]
        ),
        text!("results-report-log", entries = done.entries),
    ]
}

/// Title, headings, rows.
type Table = (Text, Vec<Text>, Vec<Vec<String>>);

/// The quarter in tables.
fn tables(done: &QuarterReport) -> [Table; 5] {
    let plans =
        done.plans.iter().map(|plan| cells(&format!("{} {}", plan.plan, plan.title), &plan.figures.total));
    let mut areas = std::collections::BTreeMap::new();
    done.plans.iter().for_each(|plan| areas.extend(plan.area_names.clone()));
    let area = |code: &String| areas.get(code).unwrap_or(code).clone();
    let by = |map: &std::collections::BTreeMap<String, Tally>| -> Vec<Vec<String>> {
        map.iter().map(|(name, tally)| cells(name, tally)).collect()
    };
    [
        (text!("results-report-plans"), headings(text!("head-plan")), plans.collect()),
        (
            text!("results-report-departments"),
            headings(text!("head-department")),
            by(&done.total.departments),
        ),
        (
            text!("results-report-areas"),
            headings(text!("head-area")),
            done.total.areas.iter().map(|(code, tally)| cells(&area(code), tally)).collect(),
        ),
        (text!("results-report-items"), headings(text!("head-item")), by(&done.total.items)),
        (
            text!("results-report-findings"),
            vec![text!("head-finding"), text!("head-count")],
            findings(&done.total.total),
        ),
    ]
}
