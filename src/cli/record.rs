//! `choucha record`: what a visit found, or a whole sheet of visits.

use std::path::PathBuf;

use serde::Serialize;

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use super::page::Page;
use crate::domain::{Date, Result};
use crate::registry::write_rejects;
use crate::text;
use crate::workflow::results::{One, Recorded, Sheet, Told, record, record_sheet};

/// `record PLAN VISIT …` or `record PLAN --sheet FILE…`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 计划编号.
    #[arg(value_name = "PLAN")]
    plan: String,
    /// Number of the visit, or code of the entity.
    #[arg(value_name = "VISIT|CODE", required_unless_present = "sheet", conflicts_with = "sheet")]
    visit: Option<String>,
    /// Sheets, a row for each item.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    sheet: Vec<PathBuf>,
    /// 列对照.
    #[arg(long, value_name = "FILE", requires = "sheet")]
    mapping: Option<PathBuf>,
    /// Where to write the rejected rows.
    #[arg(long, value_name = "FILE", requires = "sheet")]
    rejects: Option<PathBuf>,
    /// Only tell what would be.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    said: Box<Said>,
}

/// What is said of a visit.
#[derive(Debug, clap::Args)]
pub(super) struct Said {
    /// Whose part.
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// 检查日期.
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// 检查方式.
    #[arg(long, value_name = "METHOD")]
    method: Option<String>,
    /// 执法证号 of who went.
    #[arg(long, value_name = "INSPECTOR", num_args = 1..)]
    inspector: Vec<String>,
    /// What was found.
    #[arg(long, value_name = "[ITEM=]FINDING[/DISPOSAL[/NOTE]]", num_args = 1..)]
    finding: Vec<String>,
    /// Items that were not checked.
    #[arg(long, value_name = "ITEM", num_args = 1..)]
    unchecked: Vec<String>,
    /// Who was there for the entity.
    #[arg(long, value_name = "NAME")]
    present: Option<String>,
    /// 权利告知.
    #[arg(long, value_name = "yes|no", num_args = 0..=1, require_equals = true, default_missing_value = "yes", value_parser = ["yes", "no"])]
    rights_told: Option<String>,
    /// Documents and recordings.
    #[arg(long, value_name = "[KIND:]FILE[@TIME]", num_args = 1..)]
    evidence: Vec<String>,
    /// 重大执法决定.
    #[arg(long, value_name = "yes|no", num_args = 0..=1, require_equals = true, default_missing_value = "yes", value_parser = ["yes", "no"])]
    major: Option<String>,
    /// A penalty or licence decision.
    #[arg(long, value_name = "yes|no", num_args = 0..=1, require_equals = true, default_missing_value = "yes", value_parser = ["yes", "no"])]
    decision: Option<String>,
    /// Day of the decision.
    #[arg(long, value_name = "DAY")]
    decided: Option<String>,
    /// Why outside the window.
    #[arg(long, value_name = "REASON")]
    late: Option<String>,
}

impl Said {
    pub(super) fn department(&self) -> Option<&str> {
        self.department.as_deref()
    }

    /// As the use case wants it.
    pub(super) fn one(&self, visit: &str, dry_run: bool) -> Result<One> {
        let yes = |said: &Option<String>| said.as_ref().map(|said| said == "yes");
        let unchecked =
            self.unchecked.iter().map(|item| Told { item: Some(item.clone()), ..Told::default() });
        Ok(One {
            visit: visit.to_owned(),
            department: self.department.clone(),
            date: day("--date", self.date.as_deref())?,
            late: self.late.clone(),
            method: self.method.clone(),
            inspectors: self.inspector.clone(),
            present: self.present.clone(),
            rights_told: yes(&self.rights_told),
            items: self.finding.iter().map(|said| told(said)).chain(unchecked).collect(),
            evidence: self.evidence.clone(),
            major: yes(&self.major),
            decision: yes(&self.decision),
            decided: day("--decided", self.decided.as_deref())?,
            dry_run,
        })
    }
}

/// A day as an option says it, in any spelling that sheets may use.
pub(super) fn day(option: &str, said: Option<&str>) -> Result<Option<Date>> {
    let read = |said: &str| {
        crate::registry::results::day(said).map_err(|_| text!("results-day", option = option, value = said))
    };
    said.map(read).transpose()
}

/// `XF-1=06/02/灭火器过期`, `01`.
fn told(said: &str) -> Told {
    let (item, rest) = match said.split_once('=') {
        Some((item, rest)) => (Some(item.trim().to_owned()), rest),
        None => (None, said),
    };
    let mut pieces = rest.splitn(3, '/').map(|piece| piece.trim().to_owned());
    let mut next = || pieces.next().unwrap_or_default();
    Told { item, checked: true, finding: next(), disposal: next(), note: next() }
}

#[derive(Serialize)]
struct Done {
    #[serde(flatten)]
    recorded: Recorded,
    rejects_file: Option<PathBuf>,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> std::result::Result<Box<dyn Outcome>, Failure> {
        let office = if self.dry_run { context.open_to_read()? } else { context.open()? };
        if let Some(visit) = &self.visit {
            let one = self.said.one(visit, self.dry_run)?;
            return Ok(shown(record(&office, &self.plan, &one, &context.progress)?, show));
        }
        let options = Sheet {
            department: self.said.department().map(str::to_owned),
            mapping: self.mapping.clone(),
            dry_run: self.dry_run,
        };
        let recorded = record_sheet(&office, &self.plan, &self.sheet, &options, &context.progress)?;
        let default = || PathBuf::from("results.rejects.csv");
        let rejects_file = (recorded.rejected > 0).then(|| self.rejects.clone().unwrap_or_else(default));
        if let Some(path) = &rejects_file {
            write_rejects(path, &recorded.rejects, context.lang)?;
        }
        Ok(shown(Done { recorded, rejects_file }, |done, page| {
            show(&done.recorded, page);
            show_rejects(done, page);
        }))
    }
}

fn show_rejects(done: &Done, page: &mut Page) {
    let Some(path) = &done.rejects_file else { return };
    page.say(&text!("import-rejects", path = path.as_path()));
    for reject in done.recorded.rejects.iter().take(5) {
        let row = reject.row.to_string();
        page.list([&text!(
            "results-reject",
            file = &reject.file,
            row = row,
            column = &reject.column,
            value = &reject.value,
            reason = reject.reason.clone(),
            remedy = reject.remedy.clone()
        )]);
    }
}

/// Tells what was recorded.
pub(super) fn show(done: &Recorded, page: &mut Page) {
    let (read, taken, same, rejected) = (done.read, done.taken, done.same, done.rejected);
    if same == 0 {
        page.say(&text!("import-rows", read = read, taken = taken, rejected = rejected));
    } else {
        page.say(&text!("results-rows", read = read, taken = taken, same = same, rejected = rejected));
    }
    let count = |wanted: fn(&crate::workflow::results::RecordedLine) -> bool| {
        done.results.iter().filter(|line| wanted(line)).count()
    };
    page.say(&text!("results-recorded", count = done.results.len(), evidence = done.evidence));
    if let [one] = done.results.as_slice() {
        page.say(&text!(
            "results-recorded-one",
            visit = one.visit.to_string(),
            department = &one.department,
            version = one.version,
            findings = one.findings.join("、")
        ));
    }
    if count(|line| line.late) > 0 {
        page.say(&text!("results-recorded-late", count = count(|line| line.late)));
    }
    if count(|line| line.major) > 0 {
        page.say(&text!("results-recorded-major", count = count(|line| line.major)));
    }
    if let Some(due) = done.results.iter().map(|line| line.due).min() {
        page.say(&text!("results-recorded-due", due = due));
    }
    if done.dry_run {
        page.say(&text!("import-dry-run"));
    } else if !done.results.is_empty() {
        page.say(&text!("results-next-review", plan = &done.plan));
    }
}
