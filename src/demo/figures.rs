//! What a section head wants to know of a draw, read from the bundle itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::domain::csv::{split_line, split_list};
use crate::domain::{Digest, Result};
use crate::draw::document::Part;
use crate::draw::{Ceremony, PlanDocument};
use crate::matching::RosterRow;
use crate::publication::bundle::Frozen;
use crate::text;

/// The figures of one drawn attempt.
#[derive(Debug)]
pub(super) struct Figures {
    pub plan: PlanDocument,
    pub ceremony: Ceremony,
    pub parts: Vec<PartFigures>,
    /// Selections of all parts added up.
    pub selections: u64,
    /// Different entities, one visit each.
    pub visits: u64,
    /// Visits by how many departments take part, from one.
    pub together: BTreeMap<usize, u64>,
    /// Visits to expect had each part drawn with a seed of its own.
    pub apart: u64,
    pub departments: Vec<DepartmentFigures>,
    /// Visits that lack a team.
    pub short: u64,
    /// The lead department of a plan of several, and the visits it leads.
    pub led: Option<(String, u64)>,
    /// A visit to look at: number, code, name.
    pub example: Option<(u64, String, String)>,
    /// Somebody of its team.
    pub inspector: Option<String>,
}

/// One part, with its strata.
#[derive(Debug, Default)]
pub(super) struct PartFigures {
    pub part: String,
    pub department: String,
    pub rows: u64,
    pub eligible: u64,
    pub selected: u64,
    pub reserves: u64,
    pub excluded: BTreeMap<String, u64>,
    pub strata: Vec<StratumFigures>,
}

/// One stratum.
#[derive(Debug, Default)]
pub(super) struct StratumFigures {
    pub stratum: String,
    pub rate: Option<crate::domain::Rate>,
    pub eligible: u64,
    pub selected: u64,
}

/// One department's work.
#[derive(Debug, Default)]
pub(super) struct DepartmentFigures {
    pub department: String,
    pub visits: u64,
    /// Inspectors on the roster.
    pub roster: u64,
    /// How many of those who could be drawn have so many visits.
    pub loads: BTreeMap<u64, u64>,
}

impl Figures {
    /// Reads a bundle's folder.
    pub fn of(bundle: &Path) -> Result<Self> {
        let read = |file: &str| {
            let path = bundle.join(file);
            fs::read(&path).map_err(|error| text!("demo-read", file = path.as_path(), error = error))
        };
        let p = Digest::of(&read("plan.json")?);
        let frozen = Frozen::read(&p, read)?;
        let mut parts = Vec::new();
        for (part, strata) in frozen.plan.parts.iter().zip(strata(&frozen.plan, &lines(&read("quota.csv")?))?)
        {
            parts.push(part_figures(part, strata));
        }
        let teams = teams(&lines(&read("teams.csv")?))?;
        let (mut visits, mut example, mut together) = (0, None, BTreeMap::new());
        for line in lines(&read("visits.csv")?).lines().skip(1) {
            let [_, code, _, served] = split_line(line)?;
            visits += 1;
            let departments: BTreeSet<&str> = split_list(&served)
                .filter_map(|name| frozen.plan.part(name))
                .map(|(_, part)| part.department.as_str())
                .collect();
            *together.entry(departments.len()).or_default() += 1;
            // The first visit that several departments make together shows most.
            if example.is_none() || departments.len() > 1 && together.get(&departments.len()) == Some(&1) {
                example = Some((visits, code.into_owned(), String::new()));
            }
        }
        if let Some((_, code, name)) = &mut example {
            *name = name_of(&frozen.plan, code, read)?;
        }
        let inspector = example.as_ref().and_then(|(visit, ..)| {
            teams.iter().find(|(number, ..)| number == visit).map(|(_, _, inspector)| inspector.clone())
        });
        Ok(Self {
            selections: parts.iter().map(|part| part.selected).sum(),
            visits,
            together,
            apart: apart(&frozen, &parts),
            departments: departments(&frozen, &teams),
            led: led(&frozen.plan, &teams),
            short: lines(&read("short.csv")?).lines().skip(1).count() as u64,
            ceremony: Ceremony::parse(&read("ceremony.json")?)?,
            plan: frozen.plan,
            parts,
            example,
            inspector,
        })
    }
}

fn lines(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// quota.csv by part: quota and reserves of each stratum.
fn strata(plan: &PlanDocument, quota: &str) -> Result<Vec<Vec<(StratumFigures, u64)>>> {
    let mut out: Vec<Vec<(StratumFigures, u64)>> = plan.parts.iter().map(|_| Vec::new()).collect();
    let number = |field: &str| field.parse::<u64>().unwrap_or(0);
    for line in quota.lines().skip(1) {
        let [part, stratum, _, eligible, selected, reserves] = split_line(line)?;
        if let Some((index, part)) = plan.part(&part) {
            let rate = part.strata.iter().find(|other| other.stratum == stratum).and_then(|other| other.rate);
            let figures = StratumFigures {
                rate,
                eligible: number(&eligible),
                selected: number(&selected),
                stratum: stratum.into_owned(),
            };
            out[index].push((figures, number(&reserves)));
        }
    }
    Ok(out)
}

fn part_figures(part: &Part, strata: Vec<(StratumFigures, u64)>) -> PartFigures {
    let sum = |of: fn(&StratumFigures) -> u64| strata.iter().map(|(stratum, _)| of(stratum)).sum();
    PartFigures {
        part: part.part.clone(),
        department: part.department.clone(),
        rows: part.rows,
        eligible: sum(|stratum| stratum.eligible),
        selected: sum(|stratum| stratum.selected),
        reserves: strata.iter().map(|(stratum, n)| (*n).min(stratum.eligible - stratum.selected)).sum(),
        excluded: part.excluded.clone(),
        strata: strata.into_iter().map(|(stratum, _)| stratum).collect(),
    }
}

/// teams.csv as (visit, department, inspector).
fn teams(text: &str) -> Result<Vec<(u64, String, String)>> {
    let rows = text.lines().skip(1).map(|line| {
        let [visit, department, inspector, _] = split_line(line)?;
        Ok((visit.parse().unwrap_or(0), department.into_owned(), inspector.into_owned()))
    });
    rows.collect()
}

/// How many visits the lead department's lead leads.
fn led(plan: &PlanDocument, teams: &[(u64, String, String)]) -> Option<(String, u64)> {
    let lead = plan.lead()?;
    if plan.parts.iter().all(|part| part.department == lead) {
        return None;
    }
    let mut sent: BTreeMap<u64, BTreeSet<&str>> = BTreeMap::new();
    for (visit, department, _) in teams {
        sent.entry(*visit).or_default().insert(department);
    }
    let leads = |sent: &&BTreeSet<&str>| plan.leader(|department| sent.contains(department)) == Some(lead);
    Some((lead.to_owned(), sent.values().filter(leads).count() as u64))
}

/// The entity's name, from the first frame it stands in.
fn name_of(plan: &PlanDocument, code: &str, read: impl Fn(&str) -> Result<Vec<u8>>) -> Result<String> {
    for part in &plan.parts {
        let frame = lines(&read(&format!("frames/{}.csv", part.part))?);
        for line in frame.lines().filter(|line| line.starts_with(code)) {
            let [found, name, ..] = split_line::<6>(line)?;
            if found == code {
                return Ok(name.into_owned());
            }
        }
    }
    Ok(String::new())
}

/// Different entities to expect if every part were drawn for itself: each is
/// missed by a part with the share of its stratum not drawn. An estimate for
/// people, so floating point serves.
fn apart(frozen: &Frozen, parts: &[PartFigures]) -> u64 {
    let mut missed: BTreeMap<&str, f64> = BTreeMap::new();
    for (frame, part) in frozen.frames.iter().zip(parts) {
        for row in (0..frame.rows.codes.len()).filter(|row| frame.rows.eligible[*row]) {
            let stratum = &part.strata[frame.rows.strata[row] as usize];
            let share = 1.0 - stratum.selected as f64 / stratum.eligible.max(1) as f64;
            *missed.entry(frame.rows.codes.get(row)).or_insert(1.0) *= share;
        }
    }
    missed.values().map(|missed| 1.0 - missed).sum::<f64>().round() as u64
}

/// Loads of everyone who could have been drawn, by department in plan order.
fn departments(frozen: &Frozen, teams: &[(u64, String, String)]) -> Vec<DepartmentFigures> {
    let mut load: BTreeMap<&str, u64> = BTreeMap::new();
    let mut visits: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
    for (visit, department, inspector) in teams {
        *load.entry(inspector).or_default() += 1;
        visits.entry(department).or_default().insert(*visit);
    }
    let mut out: Vec<DepartmentFigures> = Vec::new();
    for part in &frozen.plan.parts {
        if out.iter().any(|figures| figures.department == part.department) {
            continue;
        }
        let own = || frozen.roster.iter().filter(|row| row.department == part.department);
        let mut loads = BTreeMap::new();
        for row in own().filter(|row| usable(&frozen.plan, row)) {
            *loads.entry(load.get(row.inspector.as_str()).copied().unwrap_or(0)).or_default() += 1;
        }
        out.push(DepartmentFigures {
            department: part.department.clone(),
            visits: visits.get(part.department.as_str()).map_or(0, |visits| visits.len() as u64),
            roster: own().count() as u64,
            loads,
        });
    }
    out
}

/// Whether an inspector could be drawn for some part of the department.
fn usable(plan: &PlanDocument, row: &RosterRow) -> bool {
    let [from, to] = plan.window;
    let able = |part: &Part| part.competences.iter().all(|need| row.competences.contains(need));
    row.available == "yes"
        && row.valid_from <= from
        && row.valid_to >= to
        && plan.parts.iter().any(|part| part.department == row.department && able(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_a_bundle_agree_with_its_files() {
        let bundle = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/plain");
        let figures = Figures::of(&bundle).unwrap();
        let rows = |file: &str| fs::read_to_string(bundle.join(file)).unwrap().lines().count() as u64 - 1;
        assert_eq!(figures.visits, rows("visits.csv"));
        assert_eq!(figures.short, rows("short.csv"));
        let drawn = fs::read_to_string(bundle.join("draw.csv")).unwrap();
        assert_eq!(figures.selections, drawn.matches(",selected").count() as u64);
        assert_eq!(
            figures.parts.iter().map(|part| part.reserves).sum::<u64>(),
            drawn.matches(",reserve").count() as u64
        );
        assert_eq!(figures.together.values().sum::<u64>(), figures.visits);
        assert!((figures.visits..=figures.selections).contains(&figures.apart));
        let duties: u64 = figures.departments.iter().flat_map(|d| &d.loads).map(|(load, n)| load * n).sum();
        assert_eq!(duties, rows("teams.csv"));
        let (_, code, name) = figures.example.unwrap();
        assert!(!name.is_empty() && crate::domain::grammar::check_code(&code).is_ok());
    }
}
