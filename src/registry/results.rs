//! 检查结果 as offices hand them in: a row for each visit, department and item.
//! Here cells are read; whether a row fits what was drawn is `workflow`'s to
//! say, with the same [`Reject`]s.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::headings::{Column, Spec};
use super::register::{self, Defaults, Kept, Line, Source, read_rows};
use super::{Fault, Mapping, Reject, Taken, clean};
use crate::domain::{Date, Progress, Result, Text};
use crate::text;

/// The sheet's columns.
pub static SPEC: Spec = Spec {
    register: "results",
    columns: &[
        Column {
            name: "visit",
            title: "检查序号",
            required: false,
            synonyms: &["检查编号", "检查号", "检查任务序号", "任务序号"],
        },
        Column {
            name: "code", title: "统一社会信用代码", required: false, synonyms: register::OBJECT
        },
        Column {
            name: "department",
            title: "检查部门",
            required: false,
            synonyms: &[
                "检查机关",
                "检查单位",
                "检查主体",
                "实施部门",
                "实施机关",
                "抽查机关",
                "抽查部门",
                "执法部门",
                "部门",
            ],
        },
        Column {
            name: "item",
            title: "抽查事项编码",
            required: false,
            synonyms: &["抽查事项", "检查事项", "检查事项编码", "事项编码", "事项"],
        },
        Column {
            name: "checked",
            title: "是否检查",
            required: false,
            synonyms: &["是否已检查", "是否实施检查", "已检查", "检查与否"],
        },
        Column {
            name: "finding",
            title: "检查结果",
            required: true,
            synonyms: &["抽查结果", "检查结论", "抽查检查结果", "结果", "检查结果代码"],
        },
        Column {
            name: "disposal",
            title: "后续处置",
            required: false,
            synonyms: &["后续处理", "处置措施", "后续处置措施", "处理措施", "后续处置代码"],
        },
        Column {
            name: "note",
            title: "检查情况",
            required: false,
            synonyms: &["检查情况说明", "情况说明", "检查详情", "备注", "说明"],
        },
        Column { name: "date", title: "检查日期", required: true, synonyms: register::CHECKED_ON },
        Column {
            name: "late",
            title: "逾期原因",
            required: false,
            synonyms: &["逾期检查原因", "延期原因", "超期原因"],
        },
        Column {
            name: "method", title: "检查方式", required: true, synonyms: &["抽查方式", "检查方法"]
        },
        Column { name: "inspectors", title: "检查人员", required: true, synonyms: register::CHECKED_BY },
        Column {
            name: "present",
            title: "在场人员",
            required: false,
            synonyms: &["当事人", "在场人", "现场人员", "被检查人", "现场负责人"],
        },
        Column {
            name: "rights_told",
            title: "权利告知",
            required: false,
            synonyms: &["是否告知权利", "是否权利告知", "告知权利", "已告知权利"],
        },
        Column {
            name: "major",
            title: "重大执法决定",
            required: false,
            synonyms: &["是否重大执法决定", "是否重大决定", "重大决定"],
        },
        Column {
            name: "decision",
            title: "处罚或许可决定",
            required: false,
            synonyms: &["是否处罚或许可决定", "是否作出处罚许可决定", "处罚许可决定", "行政处罚或许可"],
        },
        Column {
            name: "decided",
            title: "决定日期",
            required: false,
            synonyms: &["作出决定日期", "处理决定日期", "决定作出日期"],
        },
        Column {
            name: "evidence",
            title: "证据材料",
            required: false,
            synonyms: &["证据", "附件", "证据文件", "检查材料", "音像资料"],
        },
    ],
};

/// A row read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResultRow {
    /// The file as it was named.
    pub file: String,
    /// Line or sheet row; 0 where it came from no file.
    pub row: u64,
    /// Number of the visit.
    pub visit: Option<u64>,
    /// Code of the entity; may be empty.
    pub code: String,
    /// Department; may be empty.
    pub department: String,
    /// 事项编码; empty: all of the department's.
    pub items: Vec<String>,
    /// Whether they were checked.
    pub checked: bool,
    /// As written; may be empty.
    pub finding: String,
    /// As written; may be empty.
    pub disposal: String,
    /// What was seen.
    pub note: String,
    /// 检查日期.
    pub date: Date,
    /// Why outside the window; may be empty.
    pub late: String,
    /// 检查方式.
    pub method: String,
    /// Certificate numbers.
    pub inspectors: Vec<String>,
    /// Who was there.
    pub present: String,
    /// 权利告知.
    pub rights_told: bool,
    /// 重大执法决定.
    pub major: bool,
    /// A penalty or licence decision.
    pub decision: bool,
    /// Day of the decision.
    pub decided: Option<Date>,
    /// Files as named: `照片:a.jpg@2026-10-20 09:30`.
    pub evidence: Vec<String>,
    /// Headings and cells as written, for rejects.
    pub written: BTreeMap<&'static str, (String, String)>,
}

impl ResultRow {
    /// A fault of one of its cells.
    pub fn fault(&self, column: &str, reason: Text, remedy: Text) -> Fault {
        let title = SPEC.place(column).map_or(column, |at| SPEC.columns[at].title);
        let (heading, value) = self.written.get(column).cloned().unwrap_or((title.to_owned(), String::new()));
        Fault::new(heading, value, reason, remedy)
    }

    /// The row rejected for its faults; `None` where there are none.
    pub fn reject(&self, faults: Vec<Fault>) -> Option<Reject> {
        Reject::of(&self.file, self.row, faults)
    }
}

/// Reads sheets of results row by row.
///
/// # Errors
/// A file that is no table, or lacks a required column. Faults of rows are
/// rejects, not errors.
pub fn read(
    files: &[PathBuf],
    mapping: &Mapping,
    defaults: &Defaults,
    progress: &dyn Progress,
) -> Result<Taken<ResultRow>> {
    let source = Source { files, spec: &SPEC, mapping, defaults, progress, either: &["code", "visit"] };
    read_rows(&source, row, |rows, mut value, place, line| {
        value.file = files.get(place.file).map(|file| file.display().to_string()).unwrap_or_default();
        value.row = place.row;
        for column in SPEC.columns.iter().filter(|column| line.has(column.name)) {
            let Fault { column: heading, value: cell, .. } =
                line.fault(column.name, text!("registers-empty"), text!("registers-empty"));
            value.written.insert(column.name, (heading, cell));
        }
        rows.push(value);
        Kept::New
    })
}

fn row(line: &mut Line<'_>) -> ResultRow {
    let yes = |line: &mut Line<'_>, column: &'static str| {
        let value = register::yes(&line.text(column));
        line.or_refuse(column, value, text!("registers-remedy-yes-no"))
    };
    let checked = line.text("checked").is_empty() || yes(line, "checked");
    let (number, mut visit) = (line.text("visit"), None);
    if !number.is_empty() {
        let bare = number.strip_suffix(".0").unwrap_or(&number);
        visit = bare.parse().ok().filter(|number| *number > 0);
        if visit.is_none() {
            line.refuse("visit", text!("registers-visit", value = &number), text!("registers-remedy-visit"));
        }
    }
    let code = if line.text("code").is_empty() { String::new() } else { line.object("code") };
    if code.is_empty() && number.is_empty() {
        line.refuse("visit", text!("registers-empty"), text!("registers-remedy-visit"));
    }
    ResultRow {
        visit,
        code,
        department: line.text("department"),
        items: line.list("item"),
        checked,
        finding: line.text("finding"),
        disposal: line.text("disposal"),
        note: line.paragraphs("note"),
        date: line.required_date("date"),
        late: line.text("late"),
        method: line.required("method"),
        inspectors: line.certificates("inspectors"),
        present: line.text("present"),
        rights_told: yes(line, "rights_told"),
        major: yes(line, "major"),
        decision: yes(line, "decision"),
        decided: line.date("decided"),
        evidence: line.list("evidence"),
        ..ResultRow::default()
    }
}

/// A day as a cell may write it.
///
/// # Errors
/// `registry-date`.
pub fn day(value: &str) -> Result<Date> {
    clean::date(value)
}

/// A cell's text as the sheet's reader would clean it.
pub fn clean(value: &str) -> String {
    clean::text(value)
}
