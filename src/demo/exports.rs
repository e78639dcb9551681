//! The registry of objects as it is handed in: four files in four forms, with
//! what goes wrong in real exports.

use std::path::{Path, PathBuf};

use crate::domain::{Date, Progress, Result};

use super::dice::Dice;
use super::firms::{COUNTY, Firm, NEIGHBOUR};
use super::sheets::{Row, Spelling, write, write_csv, write_xlsx};

const COMPANIES: &[&str] = &[
    "序号",
    "统一社会信用代码/注册号",
    "企业名称",
    "企业类型",
    "法定代表人",
    "住所",
    "经营范围",
    "登记机关",
    "管辖单位",
    "行业",
    "登记状态",
    "信用风险类别",
    "成立日期",
    "行政区划",
    "许可证",
    "标签",
];
const SHOPS: &[&str] = &[
    "注册号",
    "字号名称",
    "企业类型",
    "经营者",
    "经营场所",
    "经营范围",
    "登记机关",
    "管辖单位",
    "行业",
    "登记状态",
    "风险分类",
    "注册日期",
    "所在地区",
    "许可证",
    "标签",
    "经办人电话",
];
const LICENCES: &[&str] =
    &["统一社会信用代码", "企业名称", "行政区划", "许可证", "标签", "联系人", "联系电话"];
const EQUIPMENT: &[&str] = &[
    "设备代码",
    "设备名称",
    "对象类别",
    "使用地点",
    "登记机关",
    "管辖单位",
    "使用状态",
    "登记日期",
    "行政区划",
    "标签",
];

/// Headings no synonym list knows.
const MAPPING: &str = r#"# 这几列的名称是本地自拟的，在此说明各是什么；导入时用 --mapping 指明本文件。
# Headings of our own; import with --mapping and this file.
[entities]
"字号名称" = "name"
"经办人电话" = "phone"
"使用地点" = "address"
"使用状态" = "status"
"#;

/// The files, and how many of their rows are beyond help.
pub(super) struct Exports {
    pub files: Vec<PathBuf>,
    pub mapping: PathBuf,
    pub faults: u64,
}

/// Writes the four files and the mapping of their headings.
pub(super) fn write_all(dir: &Path, firms: &[Firm], progress: &dyn Progress) -> Result<Exports> {
    let mut dice = Dice::new(2);
    let (mut companies, mut shops, mut licences, mut equipment) = (vec![], vec![], vec![], vec![]);
    for firm in firms {
        match firm.kind {
            "" => equipment.push(equipment_row(firm)),
            "个体工商户" => shops.push(shop_row(firm, &mut dice)),
            _ => {
                companies.push(company_row(companies.len() + 1, firm, &mut dice));
                if firm.licences.len() > 1 {
                    licences.extend(licence_rows(firm));
                }
            }
        }
    }
    progress.add(firms.len() as u64 / 2);
    let faults = spoil(&mut companies, &mut shops, firms);
    let mapping = dir.join("mapping.toml");
    write(&mapping, MAPPING.as_bytes())?;
    let file = |name: &str| dir.join(name);
    let files =
        vec![file("企业登记信息.csv"), file("个体工商户.csv"), file("许可台账.xlsx"), file("特种设备.csv")];
    let (one, others) = rayon::join(
        || write_csv(&files[0], Spelling::Gb18030, COMPANIES, &companies),
        || {
            write_csv(&files[1], Spelling::Utf8Bom, SHOPS, &shops)?;
            write_xlsx(&files[2], LICENCES, &["行政区划"], &licences)?;
            write_csv(&files[3], Spelling::Tabs, EQUIPMENT, &equipment)
        },
    );
    one.and(others)?;
    progress.add(firms.len() as u64 - firms.len() as u64 / 2);
    Ok(Exports { files, mapping, faults })
}

fn company_row(number: usize, firm: &Firm, dice: &mut Dice) -> Row {
    vec![
        number.to_string(),
        untidy(&firm.code, dice),
        untidy(&firm.name, dice),
        firm.kind.to_owned(),
        firm.person.clone(),
        format!("宁夏中卫市沙坡头区{}", firm.address),
        firm.business.to_owned(),
        "沙坡头区市场监管局（演示）".to_owned(),
        firm.office.clone(),
        firm.industry.to_owned(),
        firm.status.to_owned(),
        firm.class.to_owned(),
        spelled(firm.founded, dice),
        firm.area.clone(),
        // Who has several licences is in the licences' own file, where the
        // tags stand too.
        if firm.licences.len() > 1 { String::new() } else { firm.licences.join("、") },
        if firm.licences.len() > 1 { String::new() } else { firm.tags.replace(';', "、") },
    ]
}

fn shop_row(firm: &Firm, dice: &mut Dice) -> Row {
    let county: &[&str] = match firm.area.starts_with(NEIGHBOUR) {
        true => &["宁夏中卫中宁县", "宁夏回族自治区中卫市中宁县"],
        false => &["宁夏中卫沙坡头区", "宁夏回族自治区中卫市沙坡头区", "沙坡头区", COUNTY],
    };
    vec![
        untidy(&firm.code, dice),
        untidy(&firm.name, dice),
        firm.kind.to_owned(),
        firm.person.clone(),
        format!("沙坡头区{}", firm.address),
        firm.business.to_owned(),
        "沙坡头区市场监管局（演示）".to_owned(),
        firm.office.clone(),
        firm.industry.to_owned(),
        firm.status.to_owned(),
        firm.class.to_owned(),
        spelled(firm.founded, dice),
        (*dice.pick(county)).to_owned(),
        firm.licences.join("、"),
        firm.tags.replace(';', "，"),
        firm.phone.clone(),
    ]
}

/// The same firm once per licence; the tags stand on its first row only.
fn licence_rows(firm: &Firm) -> Vec<Row> {
    let rows = firm.licences.iter().enumerate().map(|(i, licence)| {
        vec![
            firm.code.clone(),
            firm.name.clone(),
            firm.area.clone(),
            licence.clone(),
            if i == 0 { firm.tags.to_owned() } else { String::new() },
            firm.person.clone(),
            firm.phone.clone(),
        ]
    });
    rows.collect()
}

fn equipment_row(firm: &Firm) -> Row {
    vec![
        firm.code.clone(),
        firm.name.clone(),
        firm.object.to_owned(),
        format!("沙坡头区{}", firm.address),
        "沙坡头区市场监管局（演示）".to_owned(),
        firm.office.clone(),
        firm.status.to_owned(),
        firm.founded.to_string(),
        firm.area.clone(),
        firm.tags.to_owned(),
    ]
}

/// A few in a hundred cells are typed badly, but not beyond cleaning.
fn untidy(value: &str, dice: &mut Dice) -> String {
    match dice.below(200) {
        0..3 => format!(" {value}"),
        3..6 => format!("{value}\u{3000}"),
        6..9 => format!("{value}\u{200b}"),
        9..12 => value.chars().map(full_width).collect(),
        _ => value.to_owned(),
    }
}

fn full_width(c: char) -> char {
    match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// The usual spellings of a day.
fn spelled(date: Date, dice: &mut Dice) -> String {
    let spelling = match dice.below(10) {
        0..5 => "%Y-%m-%d",
        5..7 => "%Y/%-m/%-d",
        7 => "%Y%m%d",
        8 => "%Y年%-m月%-d日",
        _ => "%Y-%-m-%-d",
    };
    date.format(spelling).to_string()
}

/// Adds rows nobody can take; says how many. Each is a row of its own, so that
/// no true firm is lost, spread over the file.
fn spoil(companies: &mut Vec<Row>, shops: &mut Vec<Row>, firms: &[Firm]) -> u64 {
    // (column, value) of a company's row, (column, value) of a shop's.
    const COMPANY: &[(usize, &str)] =
        &[(1, ""), (1, "9.16405E+17"), (2, ""), (12, "2019-02-30"), (12, "去年"), (13, "999999")];
    const SHOP: &[(usize, &str)] = &[(0, "无"), (1, ""), (11, "2021年13月1日"), (12, "虚构区")];
    let mut faults = 0;
    let spare = |n: usize| super::firms::spare(firms.len() as u64 + n as u64);
    let mut dice = Dice::new(3);
    for n in 0..24 {
        let at = (n + 1) * companies.len() / 25;
        let mut row = company_row(at, &spare(n), &mut dice);
        match n % 8 {
            6 => row[1] = wrong_check(&spare(n).code),
            // The code of the row before, with the name of another firm.
            7 if at > 0 => row[1] = companies[at - 1][1].clone(),
            fault => {
                let (column, value) = COMPANY[fault.min(COMPANY.len() - 1)];
                row[column] = value.to_owned();
            }
        }
        companies.insert(at, row);
        faults += 1;
    }
    for n in 0..20 {
        let at = (n + 1) * shops.len() / 21;
        let mut row = shop_row(&spare(100 + n), &mut dice);
        match n % 5 {
            4 => row[0] = wrong_check(&spare(100 + n).code),
            fault => row[SHOP[fault].0] = SHOP[fault].1.to_owned(),
        }
        shops.insert(at, row);
        faults += 1;
    }
    faults
}

/// The code with another last character.
fn wrong_check(code: &str) -> String {
    let last = if code.ends_with('0') { '1' } else { '0' };
    format!("{}{last}", &code[..code.len() - 1])
}
