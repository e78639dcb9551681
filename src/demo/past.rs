//! 检查历史 and 回避名单: two years of earlier inspections, and who may not
//! meet whom.

use std::path::Path;

use chrono::Days;

use crate::domain::Result;

use super::dice::Dice;
use super::firms::{Firm, day};
use super::people::{DEPARTMENTS, Officer};
use super::sheets::{Row, Spelling, write_csv};

/// Results as published for 四川 2015: of 17,759 checked, 15,088 normal, 1,305
/// unreachable, 714 false disclosures, 57 uncooperative, 155 gone; what is
/// left over were faults put right on the spot.
const RESULTS: [(&str, u64); 6] = [
    ("未发现问题", 15_088),
    ("通过登记的住所（经营场所）无法联系", 1_305),
    ("公示信息隐瞒真实情况、弄虚作假", 714),
    ("不配合检查情节严重", 57),
    ("已关闭停业或正在清算", 155),
    ("发现问题已责令改正", 440),
];

const SOURCES: [(&str, u64); 5] =
    [("双随机抽查", 800), ("投诉举报", 90), ("转办交办", 40), ("复查", 50), ("企业申请", 20)];

const HISTORY: &[&str] = &[
    "统一社会信用代码",
    "检查日期",
    "检查部门",
    "抽查事项编码",
    "检查来源",
    "检查结果",
    "执法证号",
    "检查编号",
];
const BARRED: &[&str] = &["统一社会信用代码", "执法证号", "回避事由", "有效期止"];

/// The items a department usually checked, with what they apply to.
pub(super) const USUAL: [&[&str]; 5] =
    [&["SC-01", "SC-02", "SC-05"], &["XF-01"], &["WL-01", "WL-02"], &["HB-01"], &["ZJ-02"]];

/// Writes two years of inspections up to 30 September 2026.
pub(super) fn write_history(path: &Path, firms: &[Firm], officers: &[Officer], count: u64) -> Result<()> {
    let mut dice = Dice::new(5);
    let mut rows: Vec<Row> = Vec::new();
    let mut visit = 0;
    while (rows.len() as u64) < count && !firms.is_empty() {
        let firm = dice.pick(firms);
        let Some(date) = day(2024, 10, 1).checked_add_days(Days::new(dice.below(729))) else { continue };
        if date < firm.founded || firm.object != "市场主体" {
            continue;
        }
        visit += 1;
        let number = format!("JC{}-{visit:06}", date.format("%Y"));
        let source = dice.weighted(&SOURCES);
        // One visit in eight was a joint one: two departments, one number.
        let departments = if dice.permille(125) { 2 } else { 1 };
        let first = dice.weighted(&[(0usize, 600), (1, 130), (2, 80), (3, 100), (4, 90)]);
        for step in 0..departments {
            let department = (first + step) % DEPARTMENTS.len();
            rows.push(vec![
                firm.code.clone(),
                date.format(if visit % 5 == 0 { "%Y/%-m/%-d" } else { "%Y-%m-%d" }).to_string(),
                DEPARTMENTS[department].name.to_owned(),
                (*dice.pick(USUAL[department])).to_owned(),
                source.to_owned(),
                dice.weighted(&RESULTS).to_owned(),
                team(officers, department, &mut dice),
                number.clone(),
            ]);
        }
    }
    rows.truncate(usize::try_from(count).unwrap_or(usize::MAX));
    write_csv(path, Spelling::Gb18030, HISTORY, &rows)
}

/// Two of a department.
fn team(officers: &[Officer], department: usize, dice: &mut Dice) -> String {
    let own: Vec<&Officer> = officers.iter().filter(|officer| officer.department == department).collect();
    if own.is_empty() {
        return String::new();
    }
    let first = dice.below(own.len() as u64);
    let second = (first + 1 + dice.below(own.len() as u64 - 1)) % own.len() as u64;
    let name = |n: u64| own[usize::try_from(n).unwrap_or(0)].certificate.as_str();
    if first == second { name(first).to_owned() } else { format!("{}、{}", name(first), name(second)) }
}

/// Writes the pairs that may not meet.
pub(super) fn write_bars(path: &Path, firms: &[Firm], officers: &[Officer], count: u64) -> Result<()> {
    let mut dice = Dice::new(6);
    let mut pairs = std::collections::BTreeSet::new();
    let mut rows: Vec<Row> = Vec::new();
    let reasons = [("利害关系", 380), ("亲属", 360), ("原任职单位", 180), ("对等回避", 80)];
    let until = [("长期", 700), ("2027-12-31", 200), ("2026/12/31", 60), ("2025-12-31", 40)];
    let most = firms.len() as u64 * officers.len() as u64 / 2;
    while (rows.len() as u64) < count.min(most) {
        let (firm, officer) = (dice.pick(firms), dice.pick(officers));
        if pairs.insert((&firm.code, &officer.certificate)) {
            rows.push(vec![
                firm.code.clone(),
                officer.certificate.clone(),
                dice.weighted(&reasons).to_owned(),
                dice.weighted(&until).to_owned(),
            ]);
        }
    }
    write_csv(path, Spelling::Utf8Bom, BARRED, &rows)
}
