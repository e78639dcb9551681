//! What the demo's visits find: some are carried out, recorded from a sheet,
//! reviewed, made public; one is corrected after an objection, one withdrawn.
//!
//! Findings follow the mix of a province's published figures (四川 2015: of 17,759
//! checked 15,088 without problems, 1,305 unreachable, 714 false disclosures, 57
//! uncooperative, 155 gone or closed).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::domain::calendar::parse_instant;
use crate::domain::csv::{split_line, split_list};
use crate::domain::{Date, Progress, Result, Text, Workdays};
use crate::draw::PlanDocument;
use crate::results::Outcome;
use crate::text;
use crate::workflow::results::{
    Chosen, Kind, One, Sheet, Told, answer, correct, list, object, publish, record_sheet, review, withdraw,
};
use crate::workflow::{Office, Opening, Refusal};

use super::dice::Dice;
use super::sheets::{self, Row, Spelling};
use super::story::{PLAN, random_of};

/// Visits carried out so far; the others are still to come.
const VISITS: usize = 260;

/// Findings with disposal and what was seen, by how many of 17,759.
const MIX: [(&str, &str, &str, u64); 7] = [
    ("01", "", "", 15_088),
    ("05", "05", "登记的住所无此单位，电话无人接听", 1_305),
    ("04", "02", "年报从业人数与实际不符", 714),
    ("06", "02", "现场未悬挂营业执照，当场责令改正", 300),
    ("09", "03", "涉嫌超出许可范围经营，移送办案机构", 140),
    ("10", "05", "已停业，正在清算", 155),
    ("07", "04", "拒绝检查人员进入经营场所", 57),
];

/// What was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CarriedOut {
    /// The sheet the departments handed in.
    pub sheet: PathBuf,
    /// Results recorded.
    pub recorded: u64,
    /// Made public.
    pub published: u64,
    /// Number of the visit whose result was corrected.
    pub corrected: u64,
    /// Number of the visit whose result was withdrawn.
    pub withdrawn: u64,
}

/// A department's part of a visit.
struct Part {
    visit: u64,
    code: String,
    department: String,
    items: Vec<String>,
    team: Vec<String>,
}

/// Carries out some of a demo's visits, on its own clock.
///
/// # Errors
/// `demo-results-already` where that was done before, and whatever a step
/// refuses.
pub fn carry_out(dir: &Path, say: &dyn Fn(&Text), progress: &dyn Progress) -> Result<CarriedOut, Refusal> {
    let folder = dir.join("office");
    let mut opening = Opening::new(&folder, "演示录入员", "choucha demo");
    opening.at = Some(parse_instant("2026-11-13T17:00:00+08:00")?);
    opening.random = random_of(98);
    opening.eager = false;
    let mut office = Office::open(opening)?;
    if !list(&office, PLAN, None, None, true)?.results.is_empty() {
        return Err(text!("demo-results-already", folder = dir).into());
    }

    let parts = parts(&dir.join("bundle"))?;
    let sheet = dir.join("handed-in").join("检查结果.csv");
    write_sheet(&sheet, &parts)?;
    say(&text!("demo-step-record", at = office.now(), sheet = sheet.as_path()));
    let recorded = record_sheet(&office, PLAN, std::slice::from_ref(&sheet), &Sheet::default(), progress)?;
    if let Some(reject) = recorded.rejects.first() {
        return Err(reject.reason.clone().into());
    }

    let all = Chosen::default();
    office.by = "演示审核员".to_owned();
    office.set_clock(parse_instant("2026-11-16T10:00:00+08:00")?)?;
    say(&text!("demo-step-review", at = office.now()));
    review(&office, PLAN, &all, (Kind::Review, true), "事实清楚，材料齐全")?;
    office.by = "演示法制员".to_owned();
    office.set_clock(parse_instant("2026-11-16T15:00:00+08:00")?)?;
    review(&office, PLAN, &all, (Kind::Legal, true), "程序合法")?;
    office.by = "演示审核员".to_owned();
    office.set_clock(parse_instant("2026-11-17T09:00:00+08:00")?)?;
    say(&text!("demo-step-results", at = office.now()));
    let mut published = publish(&office, PLAN, &all)?.results.len();

    // Somebody who was said to be unreachable objects, and is right.
    let of = |finding: &str| {
        let line = recorded.results.iter().find(|line| line.findings.iter().any(|one| one == finding));
        line.or(recorded.results.first()).map(|line| (line.visit.to_string(), line.department.clone()))
    };
    let (visit, department) = of("05").ok_or_else(|| text!("results-list-none"))?;
    office.set_clock(parse_instant("2026-11-18T09:00:00+08:00")?)?;
    say(&text!("demo-step-object", at = office.now(), visit = &visit));
    let whose = Some(department.as_str());
    let objection = object(&office, PLAN, (&visit, whose), ("演示当事人", "检查当日正常营业"), None)?;
    office.set_clock(parse_instant("2026-11-19T09:00:00+08:00")?)?;
    answer(&office, objection.number, Outcome::Upheld, "经复核，异议成立，检查结果予以更正")?;
    office.by = "演示录入员".to_owned();
    let change = One {
        visit: visit.clone(),
        department: Some(department),
        items: vec![Told { checked: true, finding: "01".into(), ..Told::default() }],
        ..One::default()
    };
    correct(&office, PLAN, &change, "经复核，检查当日正常营业，原结果有误", progress)?;
    office.by = "演示审核员".to_owned();
    review(&office, PLAN, &all, (Kind::Review, true), "复核属实")?;
    published += publish(&office, PLAN, &all)?.results.len();

    // Another one was made in error.
    let last = recorded.results.iter().rev().find(|line| line.visit.to_string() != visit);
    let last = last.ok_or_else(|| text!("results-list-none"))?;
    office.set_clock(parse_instant("2026-11-20T09:00:00+08:00")?)?;
    say(&text!("demo-step-withdraw", at = office.now(), visit = last.visit.to_string()));
    let notice = "检查时未出示执法证件，程序有误，检查结果予以撤销";
    withdraw(&office, PLAN, &last.visit.to_string(), Some(&last.department), notice)?;
    Ok(CarriedOut {
        sheet,
        recorded: recorded.results.len() as u64,
        published: published as u64,
        corrected: visit.parse().unwrap_or(0),
        withdrawn: last.visit,
    })
}

/// The first visits of the bundle that have a whole team.
fn parts(bundle: &Path) -> Result<Vec<Part>> {
    let read = |name: &str| {
        let path = bundle.join(name);
        fs::read(&path).map_err(|error| text!("demo-read", file = path.as_path(), error = error))
    };
    let plan = PlanDocument::parse(&read("plan.json")?)?;
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let mut teams: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for line in text(read("teams.csv")?).lines().skip(1) {
        let [visit, department, inspector, role] = split_line(line)?;
        if role != "expert" {
            let own = teams.entry((visit.into_owned(), department.into_owned())).or_default();
            own.push(inspector.into_owned());
        }
    }
    let mut out: Vec<Part> = Vec::new();
    for line in text(read("visits.csv")?).lines().skip(1).take(VISITS) {
        let [visit, code, _, own] = split_line(line)?;
        for part in split_list(&own).filter_map(|part| plan.part(part).map(|(_, part)| part)) {
            let number = visit.parse().unwrap_or(0);
            let same = |one: &&mut Part| one.visit == number && one.department == part.department;
            if let Some(one) = out.iter_mut().find(same) {
                one.items.extend(part.items.iter().cloned());
                continue;
            }
            let team = teams.get(&(visit.to_string(), part.department.clone())).cloned().unwrap_or_default();
            let (code, department) = (code.to_string(), part.department.clone());
            out.push(Part { visit: number, code, department, items: part.items.clone(), team });
        }
    }
    out.retain(|part| part.team.len() >= 2);
    Ok(out)
}

/// A sheet as departments hand it in: a row for each item.
fn write_sheet(path: &Path, parts: &[Part]) -> Result<()> {
    let headings = [
        "检查序号",
        "统一社会信用代码",
        "检查部门",
        "抽查事项编码",
        "检查结果",
        "后续处置",
        "检查情况",
        "检查日期",
        "检查方式",
        "检查人员",
        "在场人员",
        "权利告知",
        "重大执法决定",
        "处罚或许可决定",
        "决定日期",
    ];
    let workdays = Workdays::official();
    let day = |month, day| Date::from_ymd_opt(2026, month, day).unwrap_or_default();
    let days = workdays.between(day(10, 20), day(11, 13));
    let mut dice = Dice::new(41);
    let mut rows: Vec<Row> = Vec::new();
    for part in parts {
        let date = dice.pick(&days).to_string();
        let mix: Vec<(usize, u64)> = MIX.iter().map(|(.., weight)| *weight).enumerate().collect();
        let (finding, disposal, note, _) = MIX[dice.weighted(&mix)];
        // A case handed over is decided by those it was handed to, as a penalty.
        let penalty = finding == "09";
        let yes = |yes: bool| if yes { "是" } else { "否" }.to_owned();
        for (at, item) in part.items.iter().enumerate() {
            // What was found concerns the first item; nobody there concerns all.
            let own = at == 0 || finding == "05" || finding == "10";
            let (finding, disposal, note) = if own { (finding, disposal, note) } else { ("01", "", "") };
            rows.push(vec![
                part.visit.to_string(),
                part.code.clone(),
                part.department.clone(),
                item.clone(),
                finding.to_owned(),
                disposal.to_owned(),
                note.to_owned(),
                date.clone(),
                "现场检查".to_owned(),
                part.team.join("；"),
                "演示在场人".to_owned(),
                "是".to_owned(),
                yes(penalty),
                yes(penalty),
                if penalty { "2026-11-13".to_owned() } else { String::new() },
            ]);
        }
    }
    sheets::write_csv(path, Spelling::Gb18030, &headings, &rows)
}
