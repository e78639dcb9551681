//! 执法检查人员: five departments' rosters in one workbook.

use std::path::Path;

use crate::domain::Result;

use super::dice::Dice;
use super::firms::{COUNTY, TOWNSHIPS};
use super::names::Names;
use super::sheets::{Row, write_xlsx};

/// A department of the county.
#[derive(Debug)]
pub(super) struct Department {
    pub name: &'static str,
    /// Inspectors in 300.
    pub share: u64,
    /// Everybody there has this one.
    pub common: &'static str,
    /// Some have these besides.
    pub special: &'static [&'static str],
}

/// The five of the joint plan.
pub(super) const DEPARTMENTS: [Department; 5] = [
    Department {
        name: "市场监管局",
        share: 128,
        common: "市场监管综合执法",
        special: &["食品安全", "特种设备", "药品监管"],
    },
    Department {
        name: "消防救援大队", share: 44, common: "消防监督检查", special: &["火灾事故调查"]
    },
    Department {
        name: "文化和旅游局", share: 40, common: "文化市场综合执法", special: &["旅游市场"]
    },
    Department {
        name: "生态环境局",
        share: 46,
        common: "生态环境综合执法",
        special: &["固体废物", "辐射安全"],
    },
    Department {
        name: "住房城乡建设局",
        share: 42,
        common: "城乡建设执法",
        special: &["建筑施工", "物业管理"],
    },
];

const HEADINGS: &[&str] = &[
    "执法证号",
    "姓名",
    "性别",
    "所属部门",
    "职务",
    "执法类别",
    "执法区域",
    "发证机关",
    "有效期起",
    "有效期止",
    "年审年度",
    "状态",
    "休假起",
    "休假止",
    "专家",
];

const SEXES: [(&str, u64); 2] = [("男", 620), ("女", 380)];
const POSTS: [(&str, u64); 4] = [("科员", 3), ("四级主任科员", 2), ("一级科员", 3), ("二级科员", 1)];

/// Who may be named in the history and the bars.
pub(super) struct Officer {
    pub certificate: String,
    pub department: usize,
}

/// Writes the roster.
pub(super) fn write_all(path: &Path, count: u64) -> Result<Vec<Officer>> {
    let names = Names::new();
    let mut dice = Dice::new(4);
    let total: u64 = DEPARTMENTS.iter().map(|department| department.share).sum();
    let mut officers = Vec::new();
    let mut rows = Vec::new();
    let mut before = 0;
    for (index, department) in DEPARTMENTS.iter().enumerate() {
        // Cumulated, so that the departments add up to the count.
        let (from, to) = (before * count / total, (before + department.share) * count / total);
        before += department.share;
        for n in 0..to - from {
            let certificate = format!("{COUNTY}{}{:04}", index + 1, n + 1);
            rows.push(row(&certificate, department, n, &names, &mut dice));
            officers.push(Officer { certificate, department: index });
        }
    }
    write_xlsx(path, HEADINGS, &["年审年度"], &rows)?;
    Ok(officers)
}

fn row(certificate: &str, department: &Department, n: u64, names: &Names, dice: &mut Dice) -> Row {
    let mut competences = vec![department.common];
    competences.extend(department.special.iter().filter(|_| dice.permille(450)));
    let (from, to) = dice.weighted(&[
        (("2023-05-01", "2028-04-30"), 560),
        (("2024/3/1", "2029/2/28"), 290),
        (("2022年6月1日", "2027年5月31日"), 110),
        // Expired, and ending inside the plan's window.
        (("2021-07-01", "2026-06-30"), 15),
        (("2021-12-01", "2026-11-30"), 25),
    ]);
    let reviewed = dice.weighted(&[("2026", 965), ("2025", 25), ("2024", 10)]);
    let state = dice.weighted(&[("在岗", 950), ("休假", 20), ("停职", 10), ("注销", 8), ("借调", 12)]);
    let leave = state == "在岗" && dice.permille(20);
    let expert = dice.permille(30);
    let cell = |value: &str| value.to_owned();
    vec![
        certificate.to_owned(),
        names.person(dice),
        cell(dice.weighted(&SEXES)),
        cell(department.name),
        cell(if n < 2 { "科长" } else { dice.weighted(&POSTS) }),
        competences.join("、"),
        areas(department, n, dice),
        cell("宁夏回族自治区司法厅（演示）"),
        cell(from),
        cell(to),
        cell(reviewed),
        cell(state),
        cell(if leave { "2026-10-01" } else { "" }),
        cell(if leave { "2027-01-31" } else { "" }),
        cell(if expert { "是" } else { "否" }),
    ]
}

/// Most work in the whole county; a third of the market supervisors belong to
/// one of its stations and work in the townships around.
fn areas(department: &Department, n: u64, dice: &mut Dice) -> String {
    if department.share > 100 && n % 3 == 2 {
        let township = dice.below(TOWNSHIPS - 2);
        (township..township + 3).map(|t| format!("{COUNTY}{:03}", 100 + t)).collect::<Vec<_>>().join("、")
    } else {
        dice.weighted(&[(COUNTY, 700), ("宁夏中卫沙坡头区", 200), ("*", 100)]).to_owned()
    }
}
