//! 执法检查人员名录: reading and writing the roster.

use std::path::{Path, PathBuf};

use super::headings::{Column, Spec};
use super::register::{self, Defaults, Keyed, Line, Source, read_rows};
use super::{Mapping, Taken, table};
use crate::domain::{Inspector, Progress, Result};
use crate::text;

/// The roster's columns.
pub static SPEC: Spec = Spec {
    register: "inspectors",
    columns: &[
        Column {
            name: "certificate", title: "执法证号", required: true, synonyms: register::CERTIFICATE
        },
        Column {
            name: "name",
            title: "姓名",
            required: true,
            synonyms: &["执法人员姓名", "人员姓名", "执法检查人员", "执法人员", "检查人员姓名"],
        },
        Column { name: "sex", title: "性别", required: false, synonyms: &[] },
        Column {
            name: "department",
            title: "所属部门",
            required: true,
            synonyms: &[
                "执法机关",
                "单位",
                "单位名称",
                "所在单位",
                "所属单位",
                "工作单位",
                "执法单位",
                "执法主体",
                "执法部门",
                "所在部门",
                "部门",
                "部门名称",
                "所属执法机关",
                "所属机关",
            ],
        },
        Column {
            name: "post", title: "职务", required: false, synonyms: &["职务职级", "职级", "岗位"]
        },
        Column {
            name: "competences",
            title: "执法类别",
            required: false,
            synonyms: &[
                "执法门类",
                "专长",
                "业务专长",
                "执法领域",
                "执法类型",
                "专业领域",
                "执法资质",
                "检查专长",
            ],
        },
        Column {
            name: "areas",
            title: "执法区域",
            required: false,
            synonyms: &["执法地域", "执法辖区", "管辖区域", "检查区域", "执法区划", "所属区域"],
        },
        Column {
            name: "authority",
            title: "发证机关",
            required: false,
            synonyms: &["发证单位", "颁证机关", "发证部门"],
        },
        Column {
            name: "validity",
            title: "有效期",
            required: false,
            synonyms: &["有效期限", "证件有效期", "执法证有效期", "有效期间", "有效期起止", "证件有效期限"],
        },
        Column {
            name: "valid_from",
            title: "有效期起",
            required: false,
            synonyms: &[
                "有效期自",
                "有效期开始",
                "有效期起始",
                "有效期开始日期",
                "有效期起始日期",
                "有效起始日期",
                "发证日期",
                "发证时间",
                "有效期从",
            ],
        },
        Column {
            name: "valid_to",
            title: "有效期止",
            required: false,
            synonyms: &[
                "有效期至",
                "有效期截止",
                "有效期结束",
                "有效期截止日期",
                "有效期结束日期",
                "有效截止日期",
                "有效期终止",
                "有效期限至",
                "证件有效期至",
                "到期日期",
                "到期日",
                "到期时间",
            ],
        },
        Column {
            name: "reviewed",
            title: "年审",
            required: false,
            synonyms: &["年度审验", "年审结果", "年审情况", "年度审验结果", "年度审验情况", "审验情况"],
        },
        Column {
            name: "review_year",
            title: "年审年度",
            required: false,
            synonyms: &["审验年度", "最近年审年度", "年度审验年度"],
        },
        Column {
            name: "state",
            title: "状态",
            required: false,
            synonyms: &["在岗状态", "人员状态", "证件状态", "执法证状态", "在岗情况"],
        },
        Column {
            name: "leave",
            title: "休假起止",
            required: false,
            synonyms: &["休假期间", "休假时间", "休假期", "休假", "请假起止", "请假期间", "请假时间"],
        },
        Column {
            name: "leave_from",
            title: "休假起",
            required: false,
            synonyms: &["休假开始", "休假起始", "休假开始日期", "休假起始日期", "请假开始日期"],
        },
        Column {
            name: "leave_to",
            title: "休假止",
            required: false,
            synonyms: &["休假至", "休假结束", "休假截止", "休假结束日期", "休假截止日期", "请假结束日期"],
        },
        Column {
            name: "expert",
            title: "是否专家",
            required: false,
            synonyms: &["专家", "专家标志", "是否为专家"],
        },
    ],
};

/// Reads a roster. The certificate is the key: the same person again is
/// merged, the same certificate with other particulars refused.
///
/// 有效期 may stand in one column or two; no last day is open-ended, though a
/// file must have a column for it. 执法区域 are codes or names; 全县 and the
/// like, and nothing, mean `defaults.area`. 年审 names its year (`2026合格`), or 年审年度 beside it does.
///
/// # Errors
/// A file that is no table, or lacks a required column. Faults of rows are
/// rejects, not errors.
pub fn read(
    files: &[PathBuf],
    mapping: &Mapping,
    defaults: &Defaults,
    progress: &dyn Progress,
) -> Result<Taken<Inspector>> {
    let source =
        Source { files, spec: &SPEC, mapping, defaults, progress, either: &["validity", "valid_to"] };
    let mut keyed = Keyed::new(files);
    read_rows(&source, inspector, |rows, value, place, line| {
        let key = (value.certificate.clone(), "certificate");
        keyed.keep(rows, value, key, (place, line))
    })
}

fn inspector(line: &mut Line<'_>) -> Inspector {
    let certificate = line.certificate("certificate");
    let name = line.required("name");
    let sex = register::sex(&line.text("sex"));
    let sex = line.or_refuse("sex", sex, text!("registers-remedy-sex")).to_owned();
    let department = line.element("department");
    let competences = line.elements("competences");
    let areas = line.areas("areas");
    if line.text("validity").is_empty() && line.text("valid_to").is_empty() {
        let column = if line.has("valid_to") { "valid_to" } else { "validity" };
        line.refuse(column, text!("registers-empty"), text!("registers-remedy-validity"));
    }
    let (valid_from, valid_to) = line.validity("validity", "valid_from", "valid_to");
    // A year and its result may stand in two columns: 2026, 合格.
    let (result, year) = (line.text("reviewed"), line.text("review_year"));
    let reviewed = register::reviewed(&match result.contains(|c: char| c.is_ascii_digit()) {
        true => result,
        false => format!("{year}{result}"),
    });
    let reviewed = line.or_refuse("reviewed", reviewed, text!("registers-remedy-review"));
    let state = match register::state(&line.text("state")) {
        Ok(state) => state,
        Err(reason) => {
            line.refuse("state", reason, text!("registers-remedy-state"));
            crate::domain::inspector::State::Revoked
        }
    };
    let (leave_from, leave_to) = leave(line);
    let expert = register::yes(&line.text("expert"));
    let expert = line.or_refuse("expert", expert, text!("registers-remedy-yes-no"));
    Inspector {
        certificate,
        name,
        sex,
        department,
        post: line.text("post"),
        competences,
        areas,
        authority: line.text("authority"),
        valid_from,
        valid_to,
        reviewed,
        state,
        leave_from,
        leave_to,
        expert,
    }
}

/// A leave of one column or two; a lone day in the one column is its last.
fn leave(line: &mut Line<'_>) -> (Option<crate::domain::Date>, Option<crate::domain::Date>) {
    let value = line.text("leave");
    let (mut from, mut to) = (None, None);
    if !matches!(value.as_str(), "" | "无" | "否" | "-") {
        let span = register::span(&value).map(|(from, to)| (from, Some(to)));
        (from, to) = line.or_refuse("leave", span, text!("registers-remedy-span"));
    }
    from = line.date("leave_from").or(from);
    to = line.date("leave_to").or(to);
    if let (Some(from), Some(to)) = (from, to) {
        line.ordered(if line.text("leave_to").is_empty() { "leave" } else { "leave_to" }, from, to);
    }
    (from, to)
}

/// Writes a roster that reads back as it was, as `.csv`, `.xlsx` or `.parquet`;
/// returns the rows written.
pub fn export(path: &Path, inspectors: &[Inspector]) -> Result<u64> {
    // The one-column forms of two columns are for reading only.
    let columns: Vec<&Column> = SPEC
        .columns
        .iter()
        .filter(|column| !matches!(column.name, "validity" | "leave" | "review_year"))
        .collect();
    let titles: Vec<&str> = columns.iter().map(|column| column.title).collect();
    let day = |day: Option<crate::domain::Date>| day.map_or(String::new(), |day| day.to_string());
    let rows = inspectors.iter().map(|one| {
        vec![
            one.certificate.clone(),
            one.name.clone(),
            one.sex.clone(),
            one.department.clone(),
            one.post.clone(),
            one.competences.join("；"),
            one.areas.join("；"),
            one.authority.clone(),
            day(Some(one.valid_from).filter(|from| *from != register::since_ever())),
            one.valid_to.to_string(),
            register::review_word(one.reviewed),
            register::state_word(one.state).to_owned(),
            day(one.leave_from),
            day(one.leave_to),
            if one.expert { "是" } else { "否" }.to_owned(),
        ]
    });
    table::write_table(path, &titles, rows)?;
    Ok(inspectors.len() as u64)
}
