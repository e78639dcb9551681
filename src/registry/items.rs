//! 抽查事项清单: reading and writing the list of items. How texts become
//! versions is told in [`versions`](mod@versions).

pub mod versions;

use std::path::{Path, PathBuf};

use super::headings::{Column, Spec};
use super::register::{self, Defaults, Keyed, Line, Source, read_rows};
use super::{Mapping, Taken, table};
use crate::domain::item::{JointItem, Procedure};
use crate::domain::{Date, Item, Progress, Result};
use crate::text;

pub use versions::{Versions, versions, withdraw};

/// A column that a file may lack.
const fn column(name: &'static str, title: &'static str, synonyms: &'static [&'static str]) -> Column {
    Column { name, title, required: false, synonyms }
}

/// The item list's columns.
pub static SPEC: Spec = Spec {
    register: "items",
    columns: &[
        Column {
            name: "code",
            title: "事项编码",
            required: true,
            synonyms: &[
                "事项编号",
                "事项代码",
                "抽查事项编码",
                "抽查事项编号",
                "抽查事项代码",
                "检查事项编码",
                "编码",
                "编号",
            ],
        },
        column("version", "版本", &["版本号", "事项版本"]),
        Column {
            name: "name",
            title: "事项名称",
            required: true,
            synonyms: &["抽查事项", "抽查事项名称", "检查事项", "检查事项名称", "抽查项目", "事项"],
        },
        column("category", "抽查类别", &["抽查大类", "类别", "事项大类"]),
        column("basis", "检查依据", &["抽查依据", "依据", "法律依据", "设定依据", "抽查检查依据"]),
        column("subject", "检查主体", &["抽查主体", "实施主体", "执法主体", "实施部门", "抽查检查主体"]),
        column("object", "检查对象", &["抽查对象", "抽查检查对象", "检查对象类型"]),
        column("content", "检查内容", &["抽查内容", "抽查检查内容", "内容"]),
        column("method", "检查方式", &["抽查方式", "检查方法", "抽查检查方式"]),
        column("rate", "抽查比例", &["比例", "抽取比例", "检查比例"]),
        column("frequency", "抽查频次", &["频次", "检查频次", "检查频率", "抽查频率"]),
        column(
            "key",
            "事项类别",
            &["事项性质", "重点/一般", "一般/重点", "是否重点", "重点或一般", "检查类别", "是否重点事项"],
        ),
        column(
            "competences",
            "所需执法类别",
            &["执法类别", "所需专长", "所需资质", "人员要求", "执法类别要求"],
        ),
        column("level", "层级", &["行使层级", "检查层级", "实施层级", "抽查层级"]),
        column("section", "责任科室", &["责任处室", "责任股室", "责任部门", "责任单位", "责任科室/部门"]),
        column("valid_from", "生效日期", &["施行日期", "实施日期", "有效期起", "起始日期", "启用日期"]),
        column("valid_to", "失效日期", &["有效期止", "有效期至", "截止日期", "终止日期"]),
        column("approved_by", "批准机关", &["审批机关", "批准部门", "上级批准部门", "审批部门"]),
        column("approval", "批准文号", &["文号", "审批文号"]),
        column("approved_on", "批准日期", &["审批日期", "批准时间"]),
        column("published_on", "公布日期", &["公示日期", "发布日期", "公开日期", "公布时间"]),
        column("draw", "抽取方法", &["抽取方式"]),
        column("flow", "抽查流程", &["检查流程", "流程"]),
        column("standard", "抽查标准", &["检查标准", "标准"]),
        column("authority", "审批权限", &["审批层级"]),
        column("disclosure", "公示程序", &["公示方式"]),
        column("archive", "归档方式", &["归档要求"]),
        column("recorded", "音像记录环节", &["音像记录", "需音像记录环节", "需音像记录的环节"]),
        column("field", "抽查领域", &["联合抽查领域", "领域"]),
        column("initiator", "发起部门", &["牵头部门", "发起单位"]),
        column("participants", "配合部门", &["参与部门", "联合部门", "配合单位"]),
    ],
};

/// Reads an item list. Code and version are the key; a file without versions
/// gives every item version 1, and [`versions()`] says which it becomes.
///
/// 抽查比例 and 抽查频次 are kept in their own wording; what they mean, and
/// whether they can be read, is judged by the plan. A rate typed as a number
/// (`0.03`, as a sheet keeps `3%`) is written as a percentage.
///
/// # Errors
/// As [`super::inspectors::read`].
pub fn read(
    files: &[PathBuf],
    mapping: &Mapping,
    defaults: &Defaults,
    progress: &dyn Progress,
) -> Result<Taken<Item>> {
    let source = Source { files, spec: &SPEC, mapping, defaults, progress, either: &[] };
    let mut keyed = Keyed::new(files);
    read_rows(&source, item, |rows, value, place, line| {
        let key = (format!("{};{}", value.code, value.version), "code");
        keyed.keep(rows, value, key, (place, line))
    })
}

fn item(line: &mut Line<'_>) -> Item {
    let code = line.element("code");
    let version = version(&line.text("version"));
    let version = line.or_refuse("version", version, text!("registers-remedy-version"));
    let key = register::key(&line.text("key"));
    let key = line.or_refuse("key", key, text!("registers-remedy-key"));
    let valid_from = line.date("valid_from").unwrap_or_else(register::since_ever);
    let valid_to = line.last_day("valid_to");
    line.ordered("valid_to", valid_from, valid_to);
    let (approved_on, published_on) = (line.date("approved_on"), line.date("published_on"));
    if let (Some(approved), Some(published)) = (approved_on, published_on)
        && approved > published
    {
        let reason = text!("registers-published-early", approved = approved, published = published);
        line.refuse("published_on", reason, text!("registers-remedy-published"));
    }
    Item {
        code,
        version,
        name: line.required("name"),
        category: line.text("category"),
        basis: line.paragraphs("basis"),
        subject: line.paragraphs("subject"),
        object: line.paragraphs("object"),
        content: line.paragraphs("content"),
        method: line.paragraphs("method"),
        rate: percentage(line.text("rate")),
        frequency: line.text("frequency"),
        key,
        competences: line.elements("competences"),
        level: line.text("level"),
        section: line.text("section"),
        valid_from,
        valid_to,
        approved_by: line.text("approved_by"),
        approval: line.text("approval"),
        approved_on,
        published_on,
        procedure: Procedure {
            draw: line.paragraphs("draw"),
            flow: line.paragraphs("flow"),
            standard: line.paragraphs("standard"),
            authority: line.paragraphs("authority"),
            disclosure: line.paragraphs("disclosure"),
            archive: line.paragraphs("archive"),
            recorded: line.list("recorded"),
        },
        joint: joint(line),
    }
}

/// 联合抽查 particulars, where any stands there; then the department that
/// begins it must be named.
fn joint(line: &mut Line<'_>) -> Option<JointItem> {
    let (field, initiator) = (line.text("field"), line.text("initiator"));
    let participants = line.elements("participants");
    if field.is_empty() && initiator.is_empty() && participants.is_empty() {
        return None;
    }
    if initiator.is_empty() {
        line.refuse("initiator", text!("registers-joint-initiator"), text!("registers-remedy-joint"));
    } else {
        line.element("initiator");
    }
    Some(JointItem { field, initiator, participants })
}

/// A version: 1 and up, `V2` and `第2版` too; 1 where nothing is said.
fn version(value: &str) -> Result<u32> {
    let number = value.trim_start_matches(['V', 'v', '第']).trim_end_matches('版');
    match number.parse() {
        _ if value.is_empty() => Ok(1),
        Ok(version @ 1..=999_999) => Ok(version),
        _ => Err(text!("registers-version", value = value)),
    }
}

/// `0.03` → `3%`, exactly; every other wording as it is.
fn percentage(value: String) -> String {
    let Some(digits) =
        value.strip_prefix("0.").filter(|d| d.bytes().all(|c| c.is_ascii_digit()) && !d.is_empty())
    else {
        return value;
    };
    let digits = format!("{digits:0<2}");
    let (whole, rest) = digits.split_at(2);
    let (whole, rest) = (whole.trim_start_matches('0'), rest.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    if rest.is_empty() { format!("{whole}%") } else { format!("{whole}.{rest}%") }
}

/// Which of the particulars a published list must state (主体、依据、对象、内容、
/// 方式、比例、频次) and of its procedure sheet (抽取方法、流程、标准、审批权限、公示程序、
/// 归档方式) an item leaves empty, by their titles; 比例 or 频次 suffices.
pub fn unstated(item: &Item) -> Vec<&'static str> {
    let mut out: Vec<&str> = [
        ("检查依据", &item.basis),
        ("检查主体", &item.subject),
        ("检查对象", &item.object),
        ("检查内容", &item.content),
        ("检查方式", &item.method),
        ("抽取方法", &item.procedure.draw),
        ("抽查流程", &item.procedure.flow),
        ("抽查标准", &item.procedure.standard),
        ("审批权限", &item.procedure.authority),
        ("公示程序", &item.procedure.disclosure),
        ("归档方式", &item.procedure.archive),
    ]
    .iter()
    .filter(|(_, value)| value.is_empty())
    .map(|(title, _)| *title)
    .collect();
    if item.rate.is_empty() && item.frequency.is_empty() {
        out.push("抽查比例");
    }
    out
}

/// Writes items that read back as they were, as `.csv`, `.xlsx` or `.parquet`;
/// returns the rows written.
pub fn export(path: &Path, items: &[Item]) -> Result<u64> {
    table::write_table(path, &SPEC.titles(), items.iter().map(cells))?;
    Ok(items.len() as u64)
}

fn cells(item: &Item) -> Vec<String> {
    let day = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
    let (procedure, joint) = (&item.procedure, item.joint.as_ref());
    vec![
        item.code.clone(),
        item.version.to_string(),
        item.name.clone(),
        item.category.clone(),
        item.basis.clone(),
        item.subject.clone(),
        item.object.clone(),
        item.content.clone(),
        item.method.clone(),
        item.rate.clone(),
        item.frequency.clone(),
        if item.key { "重点" } else { "一般" }.to_owned(),
        item.competences.join("；"),
        item.level.clone(),
        item.section.clone(),
        day(Some(item.valid_from).filter(|from| *from != register::since_ever())),
        item.valid_to.to_string(),
        item.approved_by.clone(),
        item.approval.clone(),
        day(item.approved_on),
        day(item.published_on),
        procedure.draw.clone(),
        procedure.flow.clone(),
        procedure.standard.clone(),
        procedure.authority.clone(),
        procedure.disclosure.clone(),
        procedure.archive.clone(),
        procedure.recorded.join("；"),
        joint.map_or(String::new(), |joint| joint.field.clone()),
        joint.map_or(String::new(), |joint| joint.initiator.clone()),
        joint.map_or(String::new(), |joint| joint.participants.join("；")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_sheets() {
        for (value, expected) in [
            ("0.03", "3%"),
            ("0.3", "30%"),
            ("0.002", "0.2%"),
            ("0.1250", "12.5%"),
            ("0.", "0."),
            ("不低于3%", "不低于3%"),
            ("1", "1"),
        ] {
            assert_eq!(percentage(value.to_owned()), expected);
        }
        assert_eq!(version(""), Ok(1));
        assert_eq!(version("V2"), Ok(2));
        assert_eq!(version("第3版"), Ok(3));
        for bad in ["0", "-1", "甲", "1.5", "9999999999"] {
            assert_eq!(version(bad).unwrap_err().id, "registers-version", "{bad}");
        }
    }
}
