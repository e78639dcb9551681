//! Completion and findings, counted.

use std::collections::BTreeMap;

use serde::Serialize;

use super::deadline::Limits;
use super::finding::Finding;
use super::record::{State, VisitResult};
use crate::domain::{Date, Workdays};

/// One department's part of one visit: what is to be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Number of the visit.
    pub visit: u64,
    /// Area of the entity, GB/T 2260.
    pub area: String,
    /// The department.
    pub department: String,
    /// Items of its parts.
    pub items: Vec<String>,
}

/// Counts over some tasks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// 应检: a department's part of a visit counts once.
    pub due: u64,
    /// Of these recorded (and not sent back).
    pub recorded: u64,
    /// Of these accepted by review, or further.
    pub reviewed: u64,
    /// Of these public.
    pub published: u64,
    /// Withdrawn.
    pub withdrawn: u64,
    /// Carried out outside the window.
    pub late_visits: u64,
    /// The window is over and there is no result.
    pub missing: u64,
    /// Made public after the last day allowed, or that day is over and they are
    /// not.
    pub late_public: u64,
    /// Recorded with any finding that says something is wrong, and not withdrawn.
    pub problems: u64,
    /// Items checked, by finding; of what was withdrawn none.
    pub findings: BTreeMap<Finding, u64>,
}

impl Tally {
    /// 完成率: recorded of due, in hundredths of a percent; none without any due.
    pub fn completion(&self) -> Option<u64> {
        share(self.recorded, self.due)
    }

    /// 问题发现率: with problems of recorded, in hundredths of a percent.
    pub fn problem_rate(&self) -> Option<u64> {
        share(self.problems, self.recorded)
    }

    /// Adds another's counts.
    pub fn add(&mut self, other: &Self) {
        self.due += other.due;
        self.recorded += other.recorded;
        self.reviewed += other.reviewed;
        self.published += other.published;
        self.withdrawn += other.withdrawn;
        self.late_visits += other.late_visits;
        self.missing += other.missing;
        self.late_public += other.late_public;
        self.problems += other.problems;
        for (finding, count) in &other.findings {
            *self.findings.entry(*finding).or_default() += count;
        }
    }
}

/// A part of a whole in hundredths of a percent, rounded half up.
fn share(part: u64, whole: u64) -> Option<u64> {
    (whole > 0).then(|| (part * 20_000 + whole) / (whole * 2))
}

/// A plan's figures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Of everything.
    pub total: Tally,
    /// By area of the entity.
    pub areas: BTreeMap<String, Tally>,
    /// By department.
    pub departments: BTreeMap<String, Tally>,
    /// By item: a task counts for each of its items.
    pub items: BTreeMap<String, Tally>,
}

/// What figures are counted by.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'a> {
    /// Last day of the window.
    pub last: Date,
    /// The office's deadlines.
    pub limits: &'a Limits,
    /// Working days.
    pub workdays: &'a Workdays,
    /// Today.
    pub today: Date,
}

/// Counts tasks by what is on record of them. Of a task's versions that one
/// counts which is public; else the last one that was not sent back.
pub fn figures(tasks: &[Task], results: &[VisitResult], basis: Basis<'_>) -> Figures {
    let mut of: BTreeMap<(u64, &str), Vec<&VisitResult>> = BTreeMap::new();
    for result in results {
        of.entry((result.visit, &result.department)).or_default().push(result);
    }
    let mut out = Figures::default();
    for task in tasks {
        let versions = of.remove(&(task.visit, task.department.as_str())).unwrap_or_default();
        let standing = standing(&versions);
        // Whoever was late stays so, whatever was corrected or withdrawn since.
        let late = versions.iter().any(|version| version.published_at.is_some() && overdue(version, basis));
        let tally = |item| {
            let mut own = tally(standing, item, basis);
            own.late_public = own.late_public.max(u64::from(late && own.recorded > 0));
            own
        };
        let whole = tally(None);
        out.total.add(&whole);
        out.areas.entry(task.area.clone()).or_default().add(&whole);
        out.departments.entry(task.department.clone()).or_default().add(&whole);
        for item in &task.items {
            out.items.entry(item.clone()).or_default().add(&tally(Some(item)));
        }
    }
    out
}

/// The version that counts.
pub fn standing<'r>(versions: &[&'r VisitResult]) -> Option<&'r VisitResult> {
    let public = versions.iter().rfind(|version| version.state == State::Published);
    let last = || versions.iter().rfind(|version| version.state != State::Returned);
    public.or_else(last).copied()
}

/// Whether it was made public after the last day allowed, or that day is over
/// and it is not.
fn overdue(result: &VisitResult, basis: Basis<'_>) -> bool {
    let by = result.published_at.map_or(basis.today, |at| at.date_naive());
    by > basis.limits.due(result, basis.workdays)
}

fn tally(result: Option<&VisitResult>, item: Option<&str>, basis: Basis<'_>) -> Tally {
    let mut out = Tally { due: 1, ..Tally::default() };
    let Some(result) = result else {
        out.missing = u64::from(basis.today > basis.last);
        return out;
    };
    let own = || result.items.iter().filter(|one| item.is_none_or(|item| one.item == item));
    if !own().any(|one| one.checked) {
        // Carried out, but not this item.
        out.missing = u64::from(item.is_some() && basis.today > basis.last);
        if item.is_some() {
            return out;
        }
    }
    let public = matches!(result.state, State::Published | State::Superseded);
    out.recorded = 1;
    out.reviewed = u64::from(result.state != State::Recorded);
    out.published = u64::from(public);
    out.withdrawn = u64::from(result.state == State::Withdrawn);
    out.late_visits = u64::from(result.late.is_some());
    out.late_public = u64::from(overdue(result, basis));
    // What was withdrawn found nothing that holds.
    if result.state == State::Withdrawn {
        return out;
    }
    out.problems = u64::from(own().any(|one| one.finding.is_some_and(Finding::problem)));
    for finding in own().filter_map(|one| one.finding) {
        *out.findings.entry(finding).or_default() += 1;
    }
    out
}
