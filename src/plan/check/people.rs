//! Whether there are inspectors for what would be drawn, and how much falls
//! to each.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::grammar::covers;
use crate::domain::{Text, area};
use crate::plan::items::{competences, in_force};
use crate::plan::roster::{self, Listed};
use crate::plan::{Expected, PlanSpec};
use crate::text;

use super::sizes::{union, whole};
use super::{CheckInputs, CheckReport, DepartmentReport, crews};

/// Names shown in one message; the rest is counted.
const SHOWN: usize = 5;

/// A part's needs.
pub(super) struct Need {
    pub(super) part: String,
    pub(super) department: String,
    pub(super) team: u64,
    /// Experts beyond the team.
    pub(super) experts: u64,
    pub(super) competences: Vec<String>,
    /// Areas of rows that may be drawn.
    pub(super) areas: BTreeSet<String>,
}

pub(super) fn check(
    spec: &PlanSpec,
    inputs: &CheckInputs<'_>,
    expected: &[Vec<Expected>],
    report: &mut CheckReport,
) {
    let departments: BTreeSet<&str> = spec.parts.iter().map(|part| part.department.as_str()).collect();
    let names: Vec<&str> = departments.iter().copied().collect();
    let roster = roster::list(inputs.inspectors, &names, &spec.roster, spec.window);
    let needs: Vec<Need> = needs(spec, inputs, expected);
    for department in departments {
        let own: Vec<&Need> = needs.iter().filter(|need| need.department == department).collect();
        let groups = crews::groups(spec, department, &own, &roster, report);
        if groups.is_none() {
            own.iter().for_each(|need| few(spec, need, &roster, report));
            together(spec, &own, &roster, report);
        }
        own.iter().for_each(|need| crews::experts(spec, need, &roster, report));
        let visits = whole(union(inputs.framed, expected, |i| needs[i].department == department));
        let team = own.iter().map(|need| need.team).max().unwrap_or(0);
        let serves = |row: &&Listed<'_>| {
            own.iter().any(|need| {
                need.areas.iter().any(|area| row.serves(department, &need.competences, area, spec.window))
            })
        };
        let inspectors = roster.iter().filter(serves).count() as u64;
        let duties = visits * team;
        report.departments.push(DepartmentReport {
            department: department.to_owned(),
            visits,
            inspectors,
            duties,
            groups,
            load_tenths: (duties * 10).checked_div(inspectors).unwrap_or(0),
        });
    }
    certificates(spec, &roster, report);
}

fn needs(spec: &PlanSpec, inputs: &CheckInputs<'_>, expected: &[Vec<Expected>]) -> Vec<Need> {
    (spec.parts.iter().zip(inputs.framed).zip(expected))
        .map(|((part, framed), expected)| {
            let (items, _) = in_force(spec, part, inputs.items);
            let drawn: Vec<bool> = expected.iter().map(|expected| expected.billionths > 0).collect();
            let cells = framed.frame.gathered().cells();
            // Areas of strata from which something is drawn.
            let mut areas = BTreeSet::new();
            for (layer, _) in framed.frame.layers().iter().zip(drawn).filter(|(_, drawn)| *drawn) {
                let held = layer.held(&cells).into_iter().filter(|at| cells[*at].eligible > 0);
                areas.extend(held.map(|at| cells[at].area.clone()));
            }
            Need {
                part: part.part.clone(),
                department: part.department.clone(),
                team: part.team,
                experts: part.experts,
                competences: competences(part, &items),
                areas,
            }
        })
        .collect()
}

/// Inspectors of a department who have some competences, whatever their areas.
struct Serving<'a>(Vec<&'a Listed<'a>>);

impl<'a> Serving<'a> {
    fn new(roster: &'a [Listed<'a>], department: &str, competences: &[String], spec: &PlanSpec) -> Self {
        let able = |row: &&Listed<'_>| {
            row.certified(department, spec.window)
                && competences.iter().all(|needed| row.inspector.competences.contains(needed))
        };
        Self(roster.iter().filter(able).collect())
    }

    fn in_area(&self, area: &str) -> u64 {
        let covering = |row: &&&Listed<'_>| row.inspector.areas.iter().any(|scope| covers(scope, area));
        self.0.iter().filter(covering).count() as u64
    }
}

/// Areas where a part alone has fewer than a team, told by how many there are
/// and which competence is the rarest.
fn few(spec: &PlanSpec, need: &Need, roster: &[Listed<'_>], report: &mut CheckReport) {
    let mut short: BTreeMap<(u64, String), Vec<String>> = BTreeMap::new();
    let mut thin = Vec::new();
    let all = Serving::new(roster, &need.department, &need.competences, spec);
    let single: Vec<(&String, Serving<'_>)> = (need.competences.iter())
        .map(|one| (one, Serving::new(roster, &need.department, std::slice::from_ref(one), spec)))
        .collect();
    for area in &need.areas {
        let have = all.in_area(area);
        if have < need.team {
            let rarest = single.iter().min_by_key(|(_, serving)| serving.in_area(area));
            let rarest = rarest.map(|(one, _)| (*one).clone()).unwrap_or_default();
            short.entry((have, rarest)).or_default().push(area::name(area));
        } else if have < 2 * need.team {
            thin.push(area::name(area));
        }
    }
    for ((have, competence), areas) in short {
        let count = areas.len();
        let (part, areas) = (&need.part, shown(areas));
        report.warnings.push(if competence.is_empty() {
            text!(
                "plan-check-few-area",
                part = part,
                count = count,
                areas = areas,
                have = have,
                team = need.team
            )
        } else {
            text!(
                "plan-check-few",
                part = part,
                count = count,
                areas = areas,
                competence = competence,
                have = have,
                team = need.team
            )
        });
    }
    warn(report, thin, |count, areas| {
        text!("plan-check-thin", part = &need.part, count = count, areas = areas)
    });
}

/// A visit that several parts of a department draw needs all their competences
/// in each inspector.
fn together(spec: &PlanSpec, needs: &[&Need], roster: &[Listed<'_>], report: &mut CheckReport) {
    for (first, second) in pairs(needs) {
        let mut all = first.competences.clone();
        all.extend(second.competences.iter().filter(|one| !first.competences.contains(one)).cloned());
        let team = first.team.max(second.team);
        let serving = |competences: &[String]| Serving::new(roster, &first.department, competences, spec);
        let (one, other, both) = (serving(&first.competences), serving(&second.competences), serving(&all));
        warn_together(report, (first, second), &all, |area| {
            one.in_area(area) >= first.team && other.in_area(area) >= second.team && both.in_area(area) < team
        });
    }
}

/// Any two parts, in their order.
pub(super) fn pairs<'n>(needs: &[&'n Need]) -> impl Iterator<Item = (&'n Need, &'n Need)> {
    (needs.iter().enumerate())
        .flat_map(|(i, first)| needs[i + 1..].iter().map(move |second| (*first, *second)))
}

/// Warns of the areas of two parts where they lack what a visit of both needs,
/// which is all their competences.
pub(super) fn warn_together(
    report: &mut CheckReport,
    (first, second): (&Need, &Need),
    all: &[String],
    lacks: impl Fn(&str) -> bool,
) {
    let short = first.areas.intersection(&second.areas).filter(|area| lacks(area));
    warn(report, short.map(|area| area::name(area)).collect(), |count, areas| {
        text!(
            "plan-check-together",
            first = &first.part,
            second = &second.part,
            count = count,
            areas = areas,
            competences = all.join("、")
        )
    });
}

/// Warns of names, where there are any: how many, and the first of them.
pub(super) fn warn(report: &mut CheckReport, names: Vec<String>, words: impl FnOnce(usize, String) -> Text) {
    if !names.is_empty() {
        let count = names.len();
        report.warnings.push(words(count, shown(names)));
    }
}

/// Certificates that hold when the window begins and end before it does.
fn certificates(spec: &PlanSpec, roster: &[Listed<'_>], report: &mut CheckReport) {
    let [from, to] = spec.window;
    let mut by_department: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for row in roster.iter().filter(|row| row.available == roster::YES) {
        let inspector = row.inspector;
        if inspector.valid_from <= from && inspector.valid_to >= from && inspector.valid_to < to {
            let who = format!("{} {} {}", inspector.name, inspector.certificate, inspector.valid_to);
            by_department.entry(&inspector.department).or_default().push(who);
        }
    }
    let tell = |(department, who): (&str, Vec<String>)| -> Text {
        let count = who.len();
        text!("plan-check-certificates", department = department, count = count, who = shown(who))
    };
    report.warnings.extend(by_department.into_iter().map(tell));
}

fn shown(mut names: Vec<String>) -> String {
    names.dedup();
    let more = names.len() > SHOWN;
    names.truncate(SHOWN);
    let listed = names.join("、");
    if more { format!("{listed} …") } else { listed }
}
