//! 检查历史: what was inspected before, by whom and why.

use std::path::{Path, PathBuf};

use super::headings::{Column, Spec};
use super::register::{Defaults, Kept, Line, Source, read_rows};
use super::{Mapping, Taken, table};
use crate::domain::{PastCheck, Progress, Result};
use crate::text;

/// The history's columns.
pub static SPEC: Spec = Spec {
    register: "history",
    columns: &[
        Column {
            name: "code", title: "统一社会信用代码", required: true, synonyms: super::register::OBJECT
        },
        Column { name: "date", title: "检查日期", required: true, synonyms: super::register::CHECKED_ON },
        Column {
            name: "department",
            title: "检查部门",
            required: true,
            synonyms: &[
                "检查机关",
                "检查单位",
                "检查主体",
                "检查实施机关",
                "实施部门",
                "实施机关",
                "抽查机关",
                "抽查部门",
                "执法机关",
                "执法部门",
                "部门",
            ],
        },
        Column {
            name: "items",
            title: "抽查事项",
            required: false,
            synonyms: &[
                "抽查事项编码",
                "检查事项",
                "检查事项编码",
                "事项编码",
                "事项",
                "抽查事项名称",
                "检查事项名称",
            ],
        },
        Column {
            name: "source",
            title: "检查来源",
            required: false,
            synonyms: &["任务来源", "检查类型", "检查任务来源", "来源", "检查种类"],
        },
        Column {
            name: "result",
            title: "检查结果",
            required: false,
            synonyms: &["抽查结果", "检查结论", "结果", "抽查检查结果", "检查结果名称"],
        },
        Column {
            name: "inspectors",
            title: "检查人员",
            required: false,
            synonyms: super::register::CHECKED_BY,
        },
        Column {
            name: "visit",
            title: "检查编号",
            required: false,
            synonyms: &[
                "检查任务",
                "检查任务编号",
                "任务编号",
                "任务号",
                "检查单号",
                "抽查任务",
                "抽查任务编号",
            ],
        },
    ],
};

/// Reads earlier inspections. Rows of one check (same object, day, department,
/// source, number and items) are merged: an export may have a row for each
/// inspector, and none of them is to be lost; where they differ in their
/// result, both stand there. The checks come out in order of code, date and
/// department, so that the order of rows and files never matters.
///
/// # Errors
/// As [`super::inspectors::read`].
pub fn read(
    files: &[PathBuf],
    mapping: &Mapping,
    defaults: &Defaults,
    progress: &dyn Progress,
) -> Result<Taken<PastCheck>> {
    let source = Source { files, spec: &SPEC, mapping, defaults, progress, either: &[] };
    let mut taken = read_rows(&source, past_check, |rows, value, _, _| {
        rows.push(value);
        Kept::New
    })?;
    taken.rows.sort_by(|a, b| order(a).cmp(&order(b)));
    let before = taken.rows.len();
    taken.rows.dedup_by(|next, kept| {
        let same = order(next) == order(kept);
        if same {
            join(kept, next);
        }
        same
    });
    taken.rows.shrink_to_fit();
    taken.merged += (before - taken.rows.len()) as u64;
    Ok(taken)
}

/// What makes a check the same check.
fn order(check: &PastCheck) -> impl Ord + '_ {
    (&check.code, check.date, &check.department, &check.visit, &check.source, &check.items)
}

/// Adds what another row says of the same check, in an order of its own.
fn join(kept: &mut PastCheck, other: &mut PastCheck) {
    kept.inspectors.append(&mut other.inspectors);
    kept.inspectors.sort();
    kept.inspectors.dedup();
    if !kept.result.split('；').any(|known| known == other.result) {
        let mut results: Vec<&str> = kept.result.split('；').chain(other.result.split('；')).collect();
        results.retain(|result| !result.is_empty());
        results.sort_unstable();
        results.dedup();
        kept.result = results.join("；");
    }
}

fn past_check(line: &mut Line<'_>) -> PastCheck {
    let code = line.object("code");
    let date = line.required_date("date");
    if let Some(today) = line.defaults().today.filter(|today| date > *today) {
        line.refuse(
            "date",
            text!("registers-future", date = date, today = today),
            text!("registers-remedy-future"),
        );
    }
    let mut items = line.list("items");
    items.sort();
    let mut inspectors = line.certificates("inspectors");
    inspectors.sort();
    PastCheck {
        code,
        date,
        department: line.element("department"),
        items,
        source: line.text("source"),
        result: line.text("result"),
        inspectors,
        visit: line.text("visit"),
    }
}

/// Writes earlier inspections that read back as they were, as `.csv`, `.xlsx`
/// or `.parquet`; returns the rows written.
pub fn export(path: &Path, checks: &[PastCheck]) -> Result<u64> {
    let rows = checks.iter().map(|check| {
        vec![
            check.code.clone(),
            check.date.to_string(),
            check.department.clone(),
            check.items.join("；"),
            check.source.clone(),
            check.result.clone(),
            check.inspectors.join("；"),
            check.visit.clone(),
        ]
    });
    table::write_table(path, &SPEC.titles(), rows)?;
    Ok(checks.len() as u64)
}
