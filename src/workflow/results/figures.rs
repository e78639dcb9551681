//! Figures of plans, and the quarterly report to the leading group (领导小组).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::super::office::Office;
use super::super::refusal::Done;
use super::ground::Ground;
use crate::domain::{Date, Progress, Result, area, calendar};
use crate::results::figures::{Basis, Figures, Tally, Task, figures as count};
use crate::results::{Objection, VisitResult};
use crate::store::attempts::{self, Attempt};
use crate::store::results;
use crate::store::{amendments, entries};
use crate::text;

/// Figures of one plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanFigures {
    /// 计划编号.
    pub plan: String,
    /// 标题.
    pub title: String,
    /// Attempt.
    pub attempt: u64,
    /// First and last day of the window.
    pub window: [Date; 2],
    /// Visits that stand.
    pub visits: u64,
    /// Figures by department's part of a visit.
    pub figures: Figures,
    /// Names of the areas that occur.
    pub area_names: BTreeMap<String, String>,
}

/// A quarter: `2026-Q3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Quarter {
    /// Year.
    pub year: i32,
    /// 1 to 4.
    pub quarter: u32,
}

impl Quarter {
    /// Reads `2026-Q3`, `2026Q3`, `2026-3`.
    ///
    /// # Errors
    /// `results-quarter`.
    pub fn parse(value: &str) -> Result<Self> {
        let upper = value.trim().to_uppercase();
        let cut = upper.split_once("-Q").or_else(|| upper.split_once('Q')).or_else(|| upper.split_once('-'));
        cut.and_then(|(year, quarter)| {
            let (year, quarter) = (year.parse().ok()?, quarter.parse().ok()?);
            ((2000..=9998).contains(&year) && (1..=4).contains(&quarter)).then_some(Self { year, quarter })
        })
        .ok_or_else(|| text!("results-quarter", value = value))
    }

    /// Its first and last day.
    pub fn days(self) -> [Date; 2] {
        let first = |year, quarter: u32| Date::from_ymd_opt(year, quarter * 3 - 2, 1).unwrap_or_default();
        let next = match self.quarter {
            4 => first(self.year + 1, 1),
            _ => first(self.year, self.quarter + 1),
        };
        [first(self.year, self.quarter), next.pred_opt().unwrap_or(next)]
    }
}

impl std::fmt::Display for Quarter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-Q{}", self.year, self.quarter)
    }
}

/// A quarter's report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuarterReport {
    /// 单位名称.
    pub office: String,
    /// The quarter.
    pub quarter: String,
    /// Its first and last day.
    pub days: [Date; 2],
    /// What time it is here.
    pub at: String,
    /// Draws made in it.
    pub draws: u64,
    /// Attempts given up in it.
    pub abandoned: u64,
    /// Entities substituted, and inspectors who stepped back, in it.
    pub amended: [u64; 2],
    /// Plans drawn or carried out in it; of these the visits of the quarter.
    pub plans: Vec<PlanFigures>,
    /// All of them together.
    pub total: Figures,
    /// Results made public in it, and how many of these are corrections.
    pub published: [u64; 2],
    /// Results withdrawn in it.
    pub withdrawn: u64,
    /// Objections that came in, were answered, were found right (wholly or
    /// partly) in it.
    pub objections: [u64; 3],
    /// Entries of the log at its end, or by now.
    pub entries: u64,
}

/// Figures of one plan's attempt in force, or of every plan that is drawn.
///
/// # Errors
/// `results-plan-undrawn`, `attempt-none`, `attempt-abandoned`.
pub fn figures(office: &Office, plan: Option<&str>, progress: &dyn Progress) -> Done<Vec<PlanFigures>> {
    let today = office.now().date_naive();
    if let Some(plan) = plan {
        let ground = Ground::of(office, plan)?;
        return Ok(vec![of(office, &ground, None, today)?]);
    }
    let drawn = drawn(office)?;
    progress.begin(text!("progress-results-figures"), drawn.len() as u64);
    let mut out = Vec::new();
    for attempt in drawn {
        out.push(of(office, &Ground::of_attempt(office, attempt)?, None, today)?);
        progress.add(1);
    }
    progress.end();
    Ok(out)
}

fn drawn(office: &Office) -> Result<Vec<Attempt>> {
    let all = office.store.read(attempts::list)?;
    Ok(all.into_iter().filter(|attempt| attempt.live() && attempt.seed.is_some()).collect())
}

/// An attempt's figures; of the visits carried out between two days only,
/// where they are given.
fn of(office: &Office, ground: &Ground, days: Option<[Date; 2]>, today: Date) -> Result<PlanFigures> {
    let standing = || ground.visits.iter().filter(|visit| !visit.given_up);
    let described = ground.described(office, standing().map(|visit| visit.code.as_str()))?;
    let mut rows: Vec<VisitResult> = ground.rows.iter().map(|row| row.result.clone()).collect();
    if let Some([from, to]) = days {
        rows.retain(|result| result.date >= from && result.date <= to);
    }
    let places = |rows: &mut dyn Iterator<Item = &VisitResult>| -> BTreeSet<(u64, String)> {
        rows.map(|result| (result.visit, result.department.clone())).collect()
    };
    let carried = places(&mut rows.iter());
    let ever = places(&mut ground.rows.iter().map(|row| &row.result));
    let last = ground.document.window[1];
    // A quarter answers for the visits made in it, and for those it should have
    // seen: of windows that end in it.
    let ends = days.is_none_or(|[from, to]| from <= last && last <= to);
    let mut tasks = Vec::new();
    for visit in standing() {
        let area = described.get(visit.code.as_str()).map_or("", |(_, area)| area.as_str());
        for (department, items) in visit.departments(&ground.document) {
            let place = (visit.number, department.to_owned());
            if days.is_some() && !carried.contains(&place) && (!ends || ever.contains(&place)) {
                continue;
            }
            tasks.push(Task {
                visit: visit.number,
                area: area.to_owned(),
                department: department.to_owned(),
                items: items.into_iter().map(str::to_owned).collect(),
            });
        }
    }
    let basis = Basis { last, limits: &ground.limits, workdays: &ground.workdays, today };
    let figures = count(&tasks, &rows, basis);
    let area_names = figures.areas.keys().map(|code| (code.clone(), area_name(code))).collect();
    Ok(PlanFigures {
        plan: ground.attempt.plan.clone(),
        title: ground.document.title.clone(),
        attempt: ground.attempt.attempt,
        window: ground.document.window,
        visits: standing().count() as u64,
        figures,
        area_names,
    })
}

/// An area's name; of a township beyond GB/T 2260, its county's with the code.
fn area_name(code: &str) -> String {
    let county = code.get(..6).unwrap_or(code);
    match area::by_code(county) {
        Some(area) if code.len() <= 6 => area.name.to_owned(),
        Some(county) => format!("{}（{code}）", county.name),
        None => code.to_owned(),
    }
}

/// The report on a quarter.
///
/// # Errors
/// Where an attempt's files are not what was drawn.
pub fn report(office: &Office, quarter: Quarter, progress: &dyn Progress) -> Done<QuarterReport> {
    let [from, to] = quarter.days();
    let within = |day: Date| from <= day && day <= to;
    let today = office.now().date_naive().min(to);
    let all = office.store.read(attempts::list)?;
    let mut out = QuarterReport {
        office: office.row.name.clone(),
        quarter: quarter.to_string(),
        days: [from, to],
        at: calendar::write_instant(&office.now()),
        draws: all.iter().filter(|a| a.drawn_at.is_some_and(|at| within(at.date_naive()))).count() as u64,
        abandoned: all.iter().filter(|a| a.abandoned_at.is_some_and(|at| within(at.date_naive()))).count()
            as u64,
        amended: [0, 0],
        plans: Vec::new(),
        total: Figures::default(),
        published: [0, 0],
        withdrawn: 0,
        objections: [0, 0, 0],
        entries: 0,
    };
    let (objections, carried): (Vec<Objection>, Vec<u64>) = office.store.read(|tx| {
        out.entries = entries::count(tx)?;
        let [published, corrected, withdrawn] = results::made_public(tx, from, to)?;
        (out.published, out.withdrawn) = ([published, corrected], withdrawn);
        Ok((results::objections(tx)?, results::serials_between(tx, from, to)?))
    })?;
    let answered = |one: &&Objection| one.answer.as_ref().is_some_and(|a| within(a.at.date_naive()));
    let right = |one: &&Objection| {
        one.answer.as_ref().is_some_and(|answer| answer.outcome != crate::results::Outcome::Rejected)
    };
    out.objections = [
        objections.iter().filter(|one| within(one.received)).count() as u64,
        objections.iter().filter(answered).count() as u64,
        objections.iter().filter(answered).filter(right).count() as u64,
    ];
    let drawn = drawn(office)?;
    progress.begin(text!("progress-results-figures"), drawn.len() as u64);
    for attempt in drawn {
        for row in office.store.read(|tx| amendments::list(tx, attempt.serial))? {
            if within(row.at.date_naive()) {
                out.amended[usize::from(row.kind == "recuse")] += 1;
            }
        }
        let of_quarter = attempt.drawn_at.is_some_and(|at| within(at.date_naive()));
        // Of one that was neither drawn nor visited nor due in it nothing is counted.
        if !of_quarter && !within(attempt.plan_document()?.window[1]) && !carried.contains(&attempt.serial) {
            progress.add(1);
            continue;
        }
        let ground = Ground::of_attempt(office, attempt)?;
        let plan = of(office, &ground, Some([from, to]), today)?;
        if of_quarter || plan.figures.total != Tally::default() {
            add(&mut out.total, &plan.figures);
            out.plans.push(plan);
        }
        progress.add(1);
    }
    progress.end();
    Ok(out)
}

fn add(total: &mut Figures, own: &Figures) {
    total.total.add(&own.total);
    for (all, own) in [
        (&mut total.areas, &own.areas),
        (&mut total.departments, &own.departments),
        (&mut total.items, &own.items),
    ] {
        for (name, tally) in own {
            all.entry(name.clone()).or_default().add(tally);
        }
    }
}
