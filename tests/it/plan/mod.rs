//! Frames and plans: from the officer's TOML and the registry's rows to what
//! is fixed before the seed.

mod check;
mod frame;
mod papers;
mod real;
mod rotation;
mod spec;
mod strata;
mod wording;
mod year;

use choucha::domain::calendar::parse_date;
use choucha::domain::entity::{COLUMNS, Entity};
use choucha::domain::inspector::State;
use choucha::domain::item::Procedure;
use choucha::domain::progress::Quiet;
use choucha::domain::{Date, Inspector, Item, PastCheck, Result, Text};
use choucha::frame::{ClassColumn, Condition, Frequency, Gathered, History, Request, Scope, gather_tables};
use choucha::plan::{Framed, PlanSpec, framed, requests};
use polars::prelude::{Column, DataFrame};

pub fn day(value: &str) -> Date {
    parse_date(value).unwrap()
}

/// A firm of 存续 status; `n` makes its code and name.
pub fn firm(n: u32, area: &str, class: &str) -> Entity {
    Entity {
        code: format!("91640500MA{n:08}"),
        name: format!("第{n}商店"),
        object: "市场主体".into(),
        kind: "个体工商户".into(),
        area: area.into(),
        class: class.into(),
        status: "存续".into(),
        founded: "2015-03-01".into(),
        ..Entity::default()
    }
}

pub fn table(rows: &[Entity]) -> DataFrame {
    let columns = COLUMNS.iter().enumerate().map(|(i, (name, _))| {
        Column::new((*name).into(), rows.iter().map(|row| row.fields()[i].to_owned()).collect::<Vec<_>>())
    });
    DataFrame::new(rows.len(), columns.collect()).unwrap()
}

pub fn request(part: &str) -> Request {
    Request {
        part: part.into(),
        department: "市场监管局".into(),
        items: vec!["X1".into()],
        cutoff: day("2026-09-30"),
        scope: Scope {
            within: Condition { status: vec!["存续".into()], ..Condition::default() },
            except: vec![],
        },
        class_from: vec![ClassColumn::Class],
        classes: vec![],
        exclude: vec![],
        drawn: vec![],
        frequency: Frequency::default(),
    }
}

pub fn gather(tables: &[DataFrame], requests: &[Request], checks: &[PastCheck]) -> Result<Vec<Gathered>> {
    let read = |i: usize| Ok(tables[i].clone());
    gather_tables(tables.len(), &read, requests, &History::new(checks), &Quiet)
}

pub fn check(code: &str, date: &str, department: &str, visit: &str) -> PastCheck {
    PastCheck {
        code: code.into(),
        date: day(date),
        department: department.into(),
        items: vec![],
        source: "双随机抽查".into(),
        result: "未发现问题".into(),
        inspectors: vec![],
        visit: visit.into(),
    }
}

pub fn item(code: &str, rate: &str) -> Item {
    Item {
        code: code.into(),
        version: 1,
        name: "公示信息检查".into(),
        category: String::new(),
        basis: "条例".into(),
        subject: "市场监管局".into(),
        object: "企业".into(),
        content: "公示信息".into(),
        method: "书面检查".into(),
        rate: rate.into(),
        frequency: String::new(),
        key: false,
        competences: vec!["综合".into()],
        level: String::new(),
        section: String::new(),
        valid_from: day("2020-01-01"),
        valid_to: day("9999-12-31"),
        approved_by: "市局".into(),
        approval: "市监〔2019〕1号".into(),
        approved_on: Some(day("2019-12-01")),
        published_on: Some(day("2019-12-31")),
        procedure: Procedure {
            draw: "随机抽取".into(),
            flow: "抽取、检查、公示".into(),
            standard: "逐项对照".into(),
            authority: "行政主要负责人".into(),
            disclosure: "20个工作日内".into(),
            archive: "一案一档".into(),
            ..Procedure::default()
        },
        joint: None,
    }
}

pub fn inspector(n: u32, department: &str) -> Inspector {
    Inspector {
        certificate: format!("宁{n:04}"),
        name: format!("人{n}"),
        sex: String::new(),
        department: department.into(),
        post: String::new(),
        competences: vec!["综合".into()],
        areas: vec!["*".into()],
        authority: String::new(),
        valid_from: day("2024-01-01"),
        valid_to: day("2028-12-31"),
        reviewed: None,
        state: State::Active,
        leave_from: None,
        leave_to: None,
        expert: false,
    }
}

/// A plan of one part with `part` as the rest of it.
pub fn plan(part: &str) -> String {
    format!(
        r#"plan = "2026Q4-001"
title = "第四季度抽查"
quarter = 4
cutoff = "2026-09-30"
window = ["2026-10-08", "2026-12-20"]
reveal_by = "2026-10-05T09:00:00+08:00"

[[source]]
name = "lottery"
kind = "public"
describe = "双色球"
when = "2026-10-05T21:15:00+08:00"
form = {{ count = 7, width = 2 }}

[[part]]
name = "p1"
department = "市场监管局"
items = ["X1"]
{part}
"#
    )
}

pub fn spec(toml: &str) -> PlanSpec {
    PlanSpec::parse(toml, "计划.toml").unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// The faults of a plan that must not be read, by id; a value's reason behind
/// a colon.
pub fn faults(toml: &str) -> Vec<String> {
    ids(PlanSpec::parse(toml, "计划.toml").unwrap_err())
}

pub fn ids(texts: Vec<Text>) -> Vec<String> {
    texts
        .into_iter()
        .map(|text| {
            let reason = text.args.iter().find_map(|(name, value)| match value {
                choucha::domain::Arg::Text(inner) if *name == "reason" => Some(inner.id),
                _ => None,
            });
            reason.map_or(text.id.to_owned(), |reason| format!("{}:{reason}", text.id))
        })
        .collect()
}

pub fn frames(spec: &PlanSpec, items: &[Item], rows: &[Entity], checks: &[PastCheck]) -> Vec<Framed> {
    let requests = requests(spec, items).unwrap();
    let gathered = gather(&[table(rows)], &requests, checks).unwrap();
    framed(spec, items, gathered).unwrap()
}
