//! What a joint draw saved, held against visits apart and against the floor.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;
use serde::Serialize;

use super::alerts::Alert;
use super::overlay::{Overlay, OverlayPart, place};
use super::simulate::independent;
use super::{Amount, Thresholds};
use crate::domain::csv::write_row;
use crate::domain::{PastCheck, Planned, Progress, area};
use crate::draw::{FrameRows, PlanDocument};
use crate::frame::{History, visit_key};

/// What the report looks at.
pub struct Input<'a> {
    /// plan.json.
    pub plan: &'a PlanDocument,
    /// Its digest, from which the simulated seeds are made.
    pub p: String,
    /// Frames by part, in plan order.
    pub frames: Vec<&'a FrameRows>,
    /// Visits as drawn: code, area, and the parts that selected it.
    pub visits: &'a [(String, String, Vec<usize>)],
    /// Simulated draws.
    pub seeds: u64,
    /// Earlier checks.
    pub history: &'a [PastCheck],
    /// Visits of all plans in force, this one's too.
    pub planned: &'a [Planned],
    /// What does not count, and when to alert.
    pub thresholds: &'a Thresholds,
    /// Alerts found.
    pub alerts: Vec<Alert>,
    /// Entities told as most burdened.
    pub top: usize,
}

/// The report of a joint draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// 计划编号.
    pub plan: String,
    /// Attempt.
    pub attempt: u64,
    /// Title.
    pub title: String,
    /// Whether the list is still secret, and so this report.
    pub sealed: bool,
    /// Visits of this draw: each entity once.
    pub merged: u64,
    /// Visits of this draw if every department went by itself.
    pub duties: u64,
    /// `duties` less `merged`.
    pub saved: u64,
    /// Mean visits where every department draws with a seed of its own and
    /// goes by itself, over `seeds` simulated draws.
    pub apart: Amount,
    /// The same where an entity drawn by several is visited once.
    pub independent: Amount,
    /// Σ over entities of its greatest chance in any department, exact.
    pub floor: Amount,
    /// Whether one seed attains the floor exactly.
    pub coincide: bool,
    /// Simulated draws.
    pub seeds: u64,
    /// By department, byte order.
    pub departments: Vec<DepartmentLine>,
    /// By county, or shorter where the area is.
    pub areas: Vec<AreaLine>,
    /// Entities by the number of departments that visit them.
    pub by_departments: BTreeMap<u64, u64>,
    /// The most burdened entities, most visits first.
    pub burdened: Vec<Burdened>,
    /// Firms visited too often in too short a time.
    pub alerts: Vec<Alert>,
}

/// One department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DepartmentLine {
    /// Department.
    pub department: String,
    /// Its visits.
    pub visits: u64,
    /// Of them, together with another department.
    pub joint: u64,
    /// Its part of the visits saved: of a visit by k departments (k−1)/k.
    pub saved: Amount,
}

/// One county.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AreaLine {
    /// Code.
    pub area: String,
    /// Name.
    pub name: String,
    /// Visits.
    pub visits: u64,
    /// If every department went by itself.
    pub duties: u64,
    /// Visits saved.
    pub saved: u64,
}

/// One entity with many visits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Burdened {
    /// Entity code.
    pub code: String,
    /// Name, where the frames have it.
    pub name: String,
    /// Visits in the plan's year so far, exempt sources left out.
    pub past: u64,
    /// Visits drawn by plans in force and not yet in the history.
    pub planned: u64,
    /// Departments that visit it by this plan.
    pub departments: u64,
}

/// Makes the report.
pub fn report(input: Input<'_>, progress: &dyn Progress) -> Report {
    let plan = input.plan;
    let names: BTreeSet<&str> = plan.parts.iter().map(|part| part.department.as_str()).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let of_part: Vec<u32> = (plan.parts.iter())
        .map(|part| names.binary_search(&part.department.as_str()).unwrap_or_default() as u32)
        .collect();
    let (entities, placed) = place(&input.frames);
    let parts: Vec<OverlayPart<'_>> = (plan.parts.iter().zip(&placed).zip(&of_part))
        .map(|((part, placed), department)| OverlayPart::frozen(*department, part, placed))
        .collect();
    let overlay = Overlay::new(entities, names.len() as u32, &parts);
    let all: Vec<u32> = (0..names.len() as u32).collect();
    let figures = overlay.figures(&all);
    let codes = codes(entities, &placed);
    let code = |place: usize| codes[place];
    let (apart, once) = independent(&overlay, &code, &input.p, input.seeds, progress);

    let mut departments: Vec<DepartmentLine> = (names.iter())
        .map(|name| DepartmentLine {
            department: (*name).to_owned(),
            visits: 0,
            joint: 0,
            saved: Amount::default(),
        })
        .collect();
    let mut areas: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    let mut by_departments: BTreeMap<u64, u64> = BTreeMap::new();
    let mut shares: BTreeMap<(u32, u64), u64> = BTreeMap::new();
    let mut duties = 0;
    for (_, area, parts) in input.visits {
        let going: BTreeSet<u32> = parts.iter().map(|part| of_part[*part]).collect();
        let k = going.len() as u64;
        duties += k;
        *by_departments.entry(k).or_default() += 1;
        let county = area.get(..6).unwrap_or(area).to_owned();
        let line = areas.entry(county).or_default();
        *line = (line.0 + 1, line.1 + k);
        for department in going {
            let line = &mut departments[department as usize];
            line.visits += 1;
            line.joint += u64::from(k > 1);
            *shares.entry((department, k)).or_default() += 1;
        }
    }
    for ((department, k), visits) in shares {
        departments[department as usize].saved += Amount::mean(visits * (k - 1), k);
    }
    let merged = input.visits.len() as u64;
    Report {
        plan: plan.plan.clone(),
        attempt: plan.attempt,
        title: plan.title.clone(),
        sealed: plan.more.contains_key("sealed"),
        merged,
        duties,
        saved: duties - merged,
        apart,
        independent: once,
        floor: figures.floor,
        coincide: figures.coincide,
        seeds: input.seeds,
        departments,
        areas: (areas.into_iter())
            .map(|(code, (visits, duties))| AreaLine {
                name: area::name(&code),
                area: code,
                visits,
                duties,
                saved: duties - visits,
            })
            .collect(),
        by_departments,
        burdened: burdened(&input, &of_part),
        alerts: input.alerts,
    }
}

fn codes<'a>(entities: usize, frames: &[super::overlay::Placed<'a>]) -> Vec<&'a [u8]> {
    let mut codes: Vec<&[u8]> = vec![b""; entities];
    for frame in frames {
        for (row, place) in frame.places.iter().enumerate() {
            codes[*place as usize] = frame.rows.codes.bytes(row);
        }
    }
    codes
}

/// Entities of this plan's visits by visits in its year, most first.
fn burdened(input: &Input<'_>, of_part: &[u32]) -> Vec<Burdened> {
    let plan = input.plan;
    let said = plan.more.get("year").and_then(serde_json::Value::as_i64);
    let year = said.unwrap_or_else(|| i64::from(plan.window[0].year()));
    let visited: BTreeMap<&str, &Vec<usize>> =
        input.visits.iter().map(|(code, _, parts)| (code.as_str(), parts)).collect();
    let mut past: BTreeMap<&str, BTreeSet<_>> = BTreeMap::new();
    for check in input.history {
        let counts = i64::from(check.date.year()) == year && !input.thresholds.exempt.contains(&check.source);
        if counts && visited.contains_key(check.code.as_str()) {
            past.entry(&check.code).or_default().insert(visit_key(check));
        }
    }
    // As soon as one of those who went has entered the visit it is in the past.
    let history = History::new(input.history);
    let done = |visit: &Planned| {
        let [from, to] = visit.window;
        let went = |check: &&PastCheck| {
            check.date >= from
                && check.date <= to
                && !input.thresholds.exempt.contains(&check.source)
                && visit.departments.iter().any(|(department, _)| *department == check.department)
        };
        history.of(&visit.code).iter().any(went)
    };
    let mut planned: BTreeMap<&str, u64> = BTreeMap::new();
    for visit in
        input.planned.iter().filter(|visit| visited.contains_key(visit.code.as_str()) && !done(visit))
    {
        *planned.entry(&visit.code).or_default() += 1;
    }
    let mut out: Vec<Burdened> = (visited.iter())
        .map(|(code, parts)| Burdened {
            code: (*code).to_owned(),
            name: String::new(),
            past: past.get(code).map_or(0, |visits| visits.len() as u64),
            planned: planned.get(code).copied().unwrap_or_default(),
            departments: parts.iter().map(|part| of_part[*part]).collect::<BTreeSet<_>>().len() as u64,
        })
        .collect();
    out.sort_by(|a, b| {
        let weight = |one: &Burdened| std::cmp::Reverse((one.past + one.planned, one.departments));
        weight(a).cmp(&weight(b)).then_with(|| a.code.cmp(&b.code))
    });
    out.truncate(input.top);
    out
}

impl Report {
    /// As one table: `section,key,name,visits,apart,saved`. Sections: `total`
    /// (key: `merged`, `apart`, `independent`, `floor`), `department`, `area`,
    /// `departments` (key: how many; visits: entities), `entity` (visits: past
    /// and planned; apart: departments), `alert` (name: span; visits).
    pub fn csv(&self) -> Vec<u8> {
        let mut out = Vec::new();
        write_row(&mut out, &["section", "key", "name", "visits", "apart", "saved"]);
        let mut row = |section: &str, key: &str, name: &str, visits: String, apart: String, saved: String| {
            write_row(&mut out, &[section, key, name, &visits, &apart, &saved]);
        };
        let none = String::new;
        row("total", "merged", "", self.merged.to_string(), self.duties.to_string(), self.saved.to_string());
        for (key, amount) in [("apart", self.apart), ("independent", self.independent), ("floor", self.floor)]
        {
            row("total", key, "", amount.rounded(3), none(), none());
        }
        for line in &self.departments {
            let (visits, joint) = (line.visits.to_string(), line.joint.to_string());
            row("department", &line.department, "", visits, joint, line.saved.rounded(3));
        }
        for line in &self.areas {
            let (visits, duties) = (line.visits.to_string(), line.duties.to_string());
            row("area", &line.area, &line.name, visits, duties, line.saved.to_string());
        }
        for (k, entities) in &self.by_departments {
            row("departments", &k.to_string(), "", entities.to_string(), none(), none());
        }
        for one in &self.burdened {
            let visits = (one.past + one.planned).to_string();
            row("entity", &one.code, &one.name, visits, one.departments.to_string(), none());
        }
        for alert in &self.alerts {
            let span = format!("{} {}", alert.from, alert.to);
            row("alert", &alert.code, &span, alert.visits.to_string(), none(), none());
        }
        out
    }
}
