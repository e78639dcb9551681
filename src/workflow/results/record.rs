//! 录入: one visit, or a whole sheet of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::super::files;
use super::super::office::Office;
use super::super::refusal::{Done, Refusal};
use super::ground::Ground;
use super::sheet::{Draft, How, judge};
use crate::domain::{Date, Digest, Progress, Result, Text};
use crate::record::Details;
use crate::registry::results::{self as sheets, ResultRow};
use crate::registry::{Defaults, Mapping, Reject};
use crate::results::{Finding, VisitResult};
use crate::store::results::{self, LetterRow, ResultRow as Row};
use crate::text;

/// How a sheet is meant.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// For rows that name no department.
    pub department: Option<String>,
    /// 列对照; may be absent.
    pub mapping: Option<PathBuf>,
    /// Tell what would be, change nothing.
    pub dry_run: bool,
}

/// What is said of one visit on the command line.
#[derive(Debug, Clone, Default)]
pub struct One {
    /// Number of the visit, or code of the entity.
    pub visit: String,
    /// Whose part; the only one's where the visit has but one.
    pub department: Option<String>,
    /// 检查日期.
    pub date: Option<Date>,
    /// Why outside the window.
    pub late: Option<String>,
    /// 检查方式.
    pub method: Option<String>,
    /// Certificate numbers of who went.
    pub inspectors: Vec<String>,
    /// Who was there for the entity.
    pub present: Option<String>,
    /// 权利告知.
    pub rights_told: Option<bool>,
    /// What was found.
    pub items: Vec<Told>,
    /// Files: `照片:a.jpg@2026-10-20 09:30`.
    pub evidence: Vec<String>,
    /// 重大执法决定.
    pub major: Option<bool>,
    /// A penalty or licence decision.
    pub decision: Option<bool>,
    /// Day of the decision.
    pub decided: Option<Date>,
    /// Tell what would be, change nothing.
    pub dry_run: bool,
}

/// What is said of an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// 事项编码; none: all of the department's.
    pub item: Option<String>,
    /// Whether it was checked.
    pub checked: bool,
    /// 检查结果, code or words.
    pub finding: String,
    /// 后续处置, code or words; may be empty.
    pub disposal: String,
    /// What was seen.
    pub note: String,
}

/// What a recording did, or would do. Always `read == taken + same + rejected`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recorded {
    /// 计划编号.
    pub plan: String,
    /// Attempt.
    pub attempt: u64,
    /// Nothing was changed: it was only tried.
    pub dry_run: bool,
    /// Rows read.
    pub read: u64,
    /// Rows taken.
    pub taken: u64,
    /// Rows that say what is on record already.
    pub same: u64,
    /// Rows refused.
    pub rejected: u64,
    /// Documents and recordings taken in.
    pub evidence: u64,
    /// The results recorded, by visit and department.
    pub results: Vec<RecordedLine>,
    /// The rows refused.
    #[serde(skip)]
    pub rejects: Vec<Reject>,
}

/// A result recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordedLine {
    /// The visit.
    pub visit: u64,
    /// The department.
    pub department: String,
    /// The version.
    pub version: u64,
    /// 检查日期.
    pub date: Date,
    /// Outside the window.
    pub late: bool,
    /// A major decision, which 法制审核 has to pass.
    pub major: bool,
    /// Codes of the findings, each once.
    pub findings: Vec<String>,
    /// The last day to make it public in time.
    pub due: Date,
}

/// Records a sheet (CSV, .xlsx, Parquet): what fits is taken, every other row
/// rejected with its reasons.
///
/// # Errors
/// `results-plan-undrawn`; a file that is no table or lacks a column. Faults of
/// rows are rejects, not errors.
pub fn record_sheet(
    office: &Office,
    plan: &str,
    paths: &[PathBuf],
    options: &Sheet,
    progress: &dyn Progress,
) -> Done<Recorded> {
    let ground = Ground::of(office, plan)?;
    let mapping = options.mapping.as_deref().map(Mapping::read).transpose()?.unwrap_or_default();
    let taken = sheets::read(paths, &mapping, &Defaults::default(), progress)?;
    progress.begin(text!("progress-results-check"), 0);
    let how = How {
        department: options.department.as_deref(),
        base: Path::new("."),
        correct: None,
        by: &office.by,
        now: office.now(),
    };
    let judged = judge(&ground, &taken.rows, &how);
    progress.end();
    let mut rejects = taken.rejects;
    rejects.extend(judged.rejects);
    rejects.sort_by(|a, b| (&a.file, a.row).cmp(&(&b.file, b.row)));
    let lines = keep(office, &ground, ("record", None), &judged.drafts, options.dry_run, progress)?;
    Ok(Recorded {
        plan: plan.to_owned(),
        attempt: ground.attempt.attempt,
        dry_run: options.dry_run,
        read: taken.read,
        taken: judged.drafts.iter().map(|draft| draft.rows).sum(),
        same: judged.same,
        rejected: rejects.len() as u64,
        evidence: evidence(&judged.drafts),
        results: lines,
        rejects,
    })
}

/// Records one visit.
///
/// # Errors
/// `results-plan-undrawn`, `results-missing`, and each reason for which a row of
/// a sheet is rejected.
pub fn record(office: &Office, plan: &str, one: &One, progress: &dyn Progress) -> Done<Recorded> {
    let ground = Ground::of(office, plan)?;
    let rows = rows_of(&ground, one, None)?;
    take(office, &ground, (one, None), &rows, None, progress)
}

/// The one result that rows make, recorded; any fault refuses it.
pub(super) fn take(
    office: &Office,
    ground: &Ground,
    (one, correct): (&One, Option<(&VisitResult, &str)>),
    rows: &[ResultRow],
    letter: Option<Digest>,
    progress: &dyn Progress,
) -> Done<Recorded> {
    let how = How {
        department: one.department.as_deref(),
        base: Path::new("."),
        correct,
        by: &office.by,
        now: office.now(),
    };
    let judged = judge(ground, rows, &how);
    if let Some(first) = judged.faults.first() {
        let mut told: Vec<Text> = Vec::new();
        for fault in &judged.faults {
            let one = text!("results-fault", reason = fault.reason.clone(), remedy = fault.remedy.clone());
            if !told.contains(&one) {
                told.push(one);
            }
        }
        let alone = told.len() == 1;
        let faults = if alone { vec![first.remedy.clone()] } else { told };
        return Err(Refusal { text: first.reason.clone(), faults });
    }
    let kind = if correct.is_some() { "correct" } else { "record" };
    let lines = keep(office, ground, (kind, letter), &judged.drafts, one.dry_run, progress)?;
    let read = rows.len() as u64;
    Ok(Recorded {
        plan: ground.attempt.plan.clone(),
        attempt: ground.attempt.attempt,
        dry_run: one.dry_run,
        read,
        taken: read,
        same: 0,
        rejected: 0,
        evidence: evidence(&judged.drafts),
        results: lines,
        rejects: Vec::new(),
    })
}

/// What was said on the command line as rows of a sheet; what was not, from
/// the version corrected.
pub(super) fn rows_of(ground: &Ground, one: &One, before: Option<&VisitResult>) -> Result<Vec<ResultRow>> {
    let visit = ground.find(&one.visit)?;
    let needed = [
        ("--date", one.date.is_none()),
        ("--method", one.method.is_none()),
        ("--inspector", one.inspectors.is_empty()),
        ("--finding", one.items.is_empty()),
    ];
    let missing: Vec<&str> = needed
        .into_iter()
        .filter(|(_, missing)| *missing && before.is_none())
        .map(|(name, _)| name)
        .collect();
    if !missing.is_empty() {
        return Err(text!("results-missing", what = missing.join("、")));
    }
    let head = ResultRow {
        visit: Some(visit.number),
        department: one.department.clone().unwrap_or_default(),
        date: one.date.or(before.map(|b| b.date)).unwrap_or_default(),
        late: one.late.clone().or_else(|| before.and_then(|b| b.late.clone())).unwrap_or_default(),
        method: one.method.clone().or_else(|| before.map(|b| b.method.clone())).unwrap_or_default(),
        inspectors: match (one.inspectors.is_empty(), before) {
            (false, _) => one.inspectors.clone(),
            (true, Some(before)) => before.inspectors.clone(),
            (true, None) => Vec::new(),
        },
        present: one.present.clone().or_else(|| before.map(|b| b.present.clone())).unwrap_or_default(),
        rights_told: one.rights_told.or(before.map(|b| b.rights_told)).unwrap_or(false),
        major: one.major.or(before.map(|b| b.major)).unwrap_or(false),
        decision: one.decision.or(before.map(|b| b.decision)).unwrap_or(false),
        decided: one.decided.or(before.map(|b| b.decided)),
        evidence: one.evidence.clone(),
        ..ResultRow::default()
    };
    let mut told = one.items.clone();
    if let Some(before) = before {
        let all = told.iter().any(|told| told.item.is_none());
        for item in before.items.iter().filter(|_| !all) {
            if told.iter().all(|told| told.item.as_deref() != Some(item.item.as_str())) {
                told.push(Told {
                    item: Some(item.item.clone()),
                    checked: item.checked,
                    finding: item.finding.map(Finding::code).unwrap_or_default().to_owned(),
                    disposal: item.disposal.map(|one| one.code()).unwrap_or_default().to_owned(),
                    note: item.note.clone(),
                });
            }
        }
    }
    // What is said of all items yields to what is said of one.
    let named: BTreeSet<String> = told.iter().filter_map(|told| told.item.clone()).collect();
    let own: Vec<String> = (visit.departments(&ground.document).into_iter())
        .filter(|(name, _)| head.department.is_empty() || *name == head.department)
        .flat_map(|(_, items)| items.into_iter().map(str::to_owned))
        .filter(|item| !named.contains(item))
        .collect();
    Ok(told
        .into_iter()
        .filter(|told| told.item.is_some() || named.is_empty() || !own.is_empty())
        .map(|told| ResultRow {
            items: match told.item {
                Some(item) => vec![item],
                None if named.is_empty() => Vec::new(),
                None => own.clone(),
            },
            checked: told.checked,
            finding: sheets::clean(&told.finding),
            disposal: sheets::clean(&told.disposal),
            note: told.note,
            ..head.clone()
        })
        .collect())
}

fn evidence(drafts: &[Draft]) -> u64 {
    drafts.iter().map(|draft| draft.sources.len() as u64).sum()
}

/// Records drafts in one step: their evidence, their rows, an entry for each;
/// of a correction the letter it answers.
fn keep(
    office: &Office,
    ground: &Ground,
    (kind, letter): (&'static str, Option<Digest>),
    drafts: &[Draft],
    dry_run: bool,
    progress: &dyn Progress,
) -> Done<Vec<RecordedLine>> {
    let lines = drafts.iter().map(|draft| line(ground, &draft.result)).collect();
    if dry_run || drafts.is_empty() {
        return Ok(lines);
    }
    let step = office.begin(kind, &ground.attempt.plan, &[])?;
    let mut sources: Vec<&(Digest, PathBuf)> = drafts.iter().flat_map(|draft| &draft.sources).collect();
    sources.sort();
    sources.dedup_by_key(|(digest, _)| *digest);
    progress.begin(text!("progress-results-evidence"), sources.len() as u64);
    for (digest, path) in sources {
        let place = office.paths.evidence().join(digest.to_string());
        if !files::digest(&place).is_ok_and(|found| found == *digest) {
            let copied = files::copy_private(path, &step.stage(&format!("evidence/{digest}"))?)?;
            if copied != *digest {
                return Err(text!("results-evidence-changed", file = path.as_path()).into());
            }
        }
        progress.add(1);
    }
    progress.end();
    let now = drafts[0].result.recorded_at;
    step.commit(|tx| {
        let count = drafts.len();
        let entries = drafts
            .iter()
            .enumerate()
            .map(|(at, draft)| {
                let mut members = entry(ground, &draft.result, at + 1 < count)?;
                if let Some(receipt) = letter {
                    members.insert("letter", receipt.to_string().into());
                }
                Ok(members)
            })
            .collect::<Result<Vec<_>>>()?;
        let first = office.record_all(tx, &now, kind, entries)?;
        let rows: Vec<Row> = (first..)
            .zip(drafts)
            .map(|(entry, draft)| Row { serial: ground.attempt.serial, entry, result: draft.result.clone() })
            .collect();
        results::add(tx, &rows)?;
        let Some(receipt) = letter else { return Ok(()) };
        rows.iter().try_for_each(|row| {
            let (entry, key) = (row.entry, row.key());
            results::add_letter(tx, &LetterRow { entry, receipt, objection: None, key })
        })
    })?;
    Ok(lines)
}

/// What the log says of a version: flags and a commitment.
fn entry(ground: &Ground, result: &VisitResult, more: bool) -> Result<Details> {
    let key = (ground.attempt.serial, result.visit, result.department.clone(), result.version);
    let mut members = ground.entry(&key, more);
    members.hide("result", result.digest()?.to_string());
    members.insert("evidence", result.evidence.len().into());
    members.insert("late", result.late.is_some().into());
    members.insert("major", result.major.into());
    members.insert("decision", result.decision.into());
    Ok(members)
}

fn line(ground: &Ground, result: &VisitResult) -> RecordedLine {
    let findings: BTreeSet<&str> =
        result.items.iter().filter_map(|item| item.finding.map(Finding::code)).collect();
    RecordedLine {
        visit: result.visit,
        department: result.department.clone(),
        version: result.version,
        date: result.date,
        late: result.late.is_some(),
        major: result.major,
        findings: findings.into_iter().map(str::to_owned).collect(),
        due: ground.limits.due(result, &ground.workdays),
    }
}
