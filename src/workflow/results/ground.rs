//! What results stand on: the visits as the amendments left them, and what is
//! on record of each.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::super::amend::standing;
use super::super::calendar::row_of;
use super::super::files;
use super::super::office::{Office, details};
use super::super::plans::attempt_in_force;
use super::super::refusal::Done;
use crate::domain::csv::{split_line, split_list};
use crate::domain::{Date, Digest, Result, Workdays};
use crate::draw::PlanDocument;
use crate::publication::bundle::frame_file;
use crate::record::Details;
use crate::results::{Limits, State};
use crate::store::attempts::{self, Attempt, AttemptFile};
use crate::store::results::{self, Key, ResultRow};
use crate::store::{amendments, inspectors, workdays};
use crate::text;

/// Who goes for one department.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Crew {
    /// Certificate numbers; experts not among them.
    pub members: Vec<String>,
    /// 专家.
    pub experts: Vec<String>,
}

/// A visit as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Live {
    pub number: u64,
    pub code: String,
    pub given_up: bool,
    /// Indices of the plan's parts.
    pub parts: Vec<usize>,
    pub crews: BTreeMap<String, Crew>,
}

impl Live {
    /// Departments with a part in it, in plan order, with their items.
    pub fn departments<'p>(&self, plan: &'p PlanDocument) -> Vec<(&'p str, Vec<&'p str>)> {
        let mut out: Vec<(&str, Vec<&str>)> = Vec::new();
        for part in self.parts.iter().filter_map(|part| plan.parts.get(*part)) {
            let items = part.items.iter().map(String::as_str);
            match out.iter_mut().find(|(department, _)| *department == part.department) {
                Some((_, own)) => items.for_each(|item| {
                    if !own.contains(&item) {
                        own.push(item);
                    }
                }),
                None => out.push((&part.department, items.collect())),
            }
        }
        out
    }
}

/// All of it.
pub(super) struct Ground {
    pub attempt: Attempt,
    pub document: PlanDocument,
    pub visits: Vec<Live>,
    /// Every version on record, by visit, department, version.
    pub rows: Vec<ResultRow>,
    pub limits: Limits,
    pub workdays: Workdays,
    /// From when to when each certificate holds.
    pub certificates: BTreeMap<String, (Date, Date)>,
    recorded: Vec<AttemptFile>,
    /// The live visit of each entity, or the last given up.
    by_code: BTreeMap<String, u64>,
}

impl Ground {
    /// Of a plan's attempt in force, which must be drawn.
    pub fn of(office: &Office, plan: &str) -> Done<Self> {
        let attempt = office.store.read(|tx| attempt_in_force(tx, plan))?;
        if attempt.seed.is_none() {
            return Err(text!("results-plan-undrawn", plan = plan, attempt = attempt.attempt).into());
        }
        Ok(Self::of_attempt(office, attempt)?)
    }

    /// Of a drawn attempt.
    pub fn of_attempt(office: &Office, attempt: Attempt) -> Result<Self> {
        let (recorded, amended, rows, workdays, rules, people) = office.store.read(|tx| {
            let serial = attempt.serial;
            Ok((
                attempts::files(tx, serial)?,
                amendments::list(tx, serial)?,
                results::of_attempt(tx, serial)?,
                workdays::known(tx)?,
                results::rules(tx)?,
                inspectors::list(tx)?,
            ))
        })?;
        let document = attempt.plan_document()?;
        let mut ground = Self {
            limits: super::rules::read(rules)?,
            visits: Vec::new(),
            attempt,
            document,
            rows,
            workdays,
            certificates: people
                .into_iter()
                .map(|who| (who.certificate, (who.valid_from, who.valid_to)))
                .collect(),
            recorded,
            by_code: BTreeMap::new(),
        };
        // Teams after an amendment follow from the draw played through again.
        ground.visits = if amended.is_empty() {
            ground.drawn(office)?
        } else {
            let live = standing(office, &ground.attempt, &amended).map_err(|refusal| refusal.text)?;
            (1u64..)
                .zip(live)
                .map(|(number, visit)| {
                    let mut crews: BTreeMap<String, Crew> = BTreeMap::new();
                    for (department, members) in visit.teams {
                        crews.entry(department).or_default().members = members.into_iter().collect();
                    }
                    for (department, experts) in visit.experts {
                        crews.entry(department).or_default().experts = experts.into_iter().collect();
                    }
                    let parts = visit.parts.into_iter().collect();
                    Live { number, code: visit.code, given_up: visit.given_up, parts, crews }
                })
                .collect()
        };
        let mut order: Vec<&Live> = ground.visits.iter().collect();
        order.sort_by_key(|visit| (!visit.given_up, visit.number));
        ground.by_code = order.into_iter().map(|visit| (visit.code.clone(), visit.number)).collect();
        Ok(ground)
    }

    /// A file of the attempt, held against the digest it was recorded with.
    fn file(&self, office: &Office, name: &str) -> Result<Vec<u8>> {
        let bytes = files::read(&office.paths.attempts().join(self.attempt.folder()).join(name))?;
        let wanted = self.recorded.iter().find(|file| file.name == name).map(|file| file.sha256);
        if wanted == Some(Digest::of(&bytes)) { Ok(bytes) } else { Err(text!("drawn-damaged", file = name)) }
    }

    fn drawn(&self, office: &Office) -> Result<Vec<Live>> {
        let damaged = |file: &'static str| text!("drawn-damaged", file = file);
        let text = |file| {
            String::from_utf8(self.file(office, file)?).map_err(|_| text!("drawn-damaged", file = file))
        };
        let mut out = Vec::new();
        for (number, line) in (1u64..).zip(text("visits.csv")?.lines().skip(1)) {
            let [_, code, _, parts] = split_line(line)?;
            let parts = split_list(&parts).filter_map(|part| self.document.part(part).map(|(at, _)| at));
            let (code, parts) = (code.into_owned(), parts.collect());
            out.push(Live { number, code, given_up: false, parts, crews: BTreeMap::new() });
        }
        for line in text("teams.csv")?.lines().skip(1) {
            let [visit, department, inspector, role] = split_line(line)?;
            let place = visit.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let visit = place.and_then(|place| out.get_mut(place)).ok_or_else(|| damaged("teams.csv"))?;
            let crew = visit.crews.entry(department.into_owned()).or_default();
            let people = if role == "expert" { &mut crew.experts } else { &mut crew.members };
            people.push(inspector.into_owned());
        }
        Ok(out)
    }

    /// Name and area of entities, from the frames.
    pub fn described<'c>(
        &self,
        office: &Office,
        codes: impl Iterator<Item = &'c str> + Clone,
    ) -> Result<BTreeMap<&'c str, (String, String)>> {
        let mut out = BTreeMap::new();
        for part in &self.document.parts {
            let file = frame_file(&part.part);
            let bytes = self.file(office, &file)?;
            for code in codes.clone() {
                if out.contains_key(code) {
                    continue;
                }
                let Some(line) = row_of(&bytes, code) else { continue };
                let line = std::str::from_utf8(line).map_err(|_| text!("drawn-damaged", file = &file))?;
                let [_, name, area, ..] = split_line::<6>(line)?;
                out.insert(code, (name.into_owned(), area.into_owned()));
            }
        }
        Ok(out)
    }

    /// A visit by its number.
    pub fn visit(&self, number: u64) -> Option<&Live> {
        usize::try_from(number).ok().and_then(|n| self.visits.get(n.checked_sub(1)?))
    }

    /// The live visit of an entity, or one that was given up.
    pub fn visit_of(&self, code: &str) -> Option<&Live> {
        self.by_code.get(code).and_then(|number| self.visit(*number))
    }

    /// A visit by its number or its entity's code.
    ///
    /// # Errors
    /// `results-not-drawn`.
    pub fn find(&self, wanted: &str) -> Result<&Live> {
        let wanted = wanted.trim();
        let number = wanted.parse().ok().filter(|_| wanted.len() < 10);
        self.visit_of(wanted)
            .or_else(|| number.and_then(|number| self.visit(number)))
            .ok_or_else(|| text!("results-not-drawn", visit = wanted, plan = &self.attempt.plan))
    }

    /// A department's versions for a visit, in order.
    pub fn versions<'g>(
        &'g self,
        visit: u64,
        department: &str,
    ) -> impl DoubleEndedIterator<Item = &'g ResultRow> + use<'g> {
        // The rows stand in this very order.
        let key = (visit, department);
        let of = |row: &ResultRow| (row.result.visit, row.result.department.as_str()) < key;
        let from = self.rows.partition_point(of);
        self.rows[from..]
            .iter()
            .take_while(|row| row.result.visit == visit && row.result.department == department)
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// The last version of each department's result of each visit.
    pub fn latest(&self) -> Vec<&ResultRow> {
        let mut out: Vec<&ResultRow> = Vec::new();
        for row in &self.rows {
            match out.last_mut() {
                Some(last)
                    if last.result.visit == row.result.visit
                        && last.result.department == row.result.department =>
                {
                    *last = row;
                }
                _ => out.push(row),
            }
        }
        out
    }

    /// The version that is public before this one, if any.
    pub fn public_before(&self, row: &ResultRow) -> Option<&ResultRow> {
        let (visit, version) = (row.result.visit, row.result.version);
        self.versions(visit, &row.result.department)
            .find(|other| other.result.state == State::Published && other.result.version < version)
    }

    /// Members every entry on a result begins with.
    pub fn entry(&self, key: &Key, more: bool) -> Details {
        members(&self.attempt, key, more)
    }
}

/// Members every entry on a result of an attempt begins with.
pub(super) fn members(attempt: &Attempt, (serial, visit, department, version): &Key, more: bool) -> Details {
    let mut members = details([
        ("plan", attempt.plan.as_str().into()),
        ("attempt", attempt.attempt.into()),
        ("serial", (*serial).into()),
        ("p", attempt.p.to_string().into()),
        ("visit", (*visit).into()),
        ("version", (*version).into()),
    ]);
    if more {
        members.insert("more", Json::Bool(true));
    }
    members.hide("department", department.as_str());
    members
}
