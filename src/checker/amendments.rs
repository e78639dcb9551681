//! amendments.csv, replayed in order (protocol §5): who takes over when an
//! entity has gone or an inspector steps back, by the draw's own random words.

use std::collections::{BTreeMap, BTreeSet};

use super::acts::{FILE, Row};
use super::barred::Opened;
use super::bench::Bench;
use super::desk::Unfit;
use super::teams::{Owed, barred};
use super::teams_file::unfit_text;
use super::tickets::Tickets;
use super::verify::{Drawn, Matching};
use super::{Fault, Rule};
use crate::domain::{Digest, Text};
use crate::draw::PlanDocument;
use crate::text;

/// What became of a visit that amendments touched.
#[derive(Debug, Clone)]
pub struct Live {
    /// The entity.
    pub code: Box<str>,
    /// Its ticket.
    pub ticket: Digest,
    /// Its area's index.
    pub area: u32,
    /// Its parts, plan order.
    pub parts: Vec<usize>,
    /// Whether it was given up.
    pub given_up: bool,
    /// Teams by the department's place in byte order.
    pub crews: BTreeMap<usize, Crew>,
}

/// A department's team as it stands now.
#[derive(Debug, Clone)]
pub struct Crew {
    /// Its members one by one, whatever groups there are.
    pub owed: Owed,
    /// The group that holds the visit.
    pub unit: Option<u32>,
    /// Who comes along, in no order.
    pub experts: Vec<u32>,
    /// Who stepped back.
    pub recused: Vec<u32>,
    /// Its lead, once all is replayed.
    pub lead: Option<u32>,
}

impl Crew {
    /// The members, as numbers of the department's desk.
    pub fn members(&self) -> &[u32] {
        &self.owed.members
    }
}

/// The state after all amendments.
#[derive(Debug, Default)]
pub struct Replay {
    /// Visits that some amendment touched or brought, by number.
    pub touched: BTreeMap<u64, Live>,
    /// Visits in all, given up or not.
    pub visits: u64,
    /// Rows replayed.
    pub rows: u64,
    /// Entities substituted.
    pub substituted: u64,
    /// Inspectors who stepped back.
    pub recused: u64,
    by_ticket: BTreeMap<Digest, u64>,
}

impl Replay {
    /// The number of an entity's visit, drawn or brought.
    pub fn find(&self, drawn: &Drawn, ticket: &Digest) -> Option<u64> {
        drawn
            .visits
            .find(ticket)
            .map(|index| index as u64 + 1)
            .or_else(|| self.by_ticket.get(ticket).copied())
    }

    /// Visits given up.
    pub fn given_up(&self) -> u64 {
        self.touched.values().filter(|visit| visit.given_up).count() as u64
    }
}

/// Replays every row; the first that is not what the rules give is a fault.
pub fn replay(plan: &PlanDocument, drawn: &Drawn, matched: &Matching<'_>) -> Result<Replay, Fault> {
    let rows = &matched.claims;
    let visits = drawn.visits.rows.len() as u64;
    if rows.is_empty() {
        return Ok(Replay { visits, ..Replay::default() });
    }
    let mut scene = Scene {
        plan,
        drawn,
        matched,
        tickets: Tickets::new(&drawn.ceremony.seed),
        benches: matched.teams.iter().map(Bench::new).collect(),
        used: BTreeSet::new(),
        gone: BTreeSet::new(),
        out: Replay { visits, rows: rows.len() as u64, ..Replay::default() },
    };
    let mut rest = &rows[..];
    while let Some(row) = rest.first() {
        let taken = if row.substitute { scene.substitute(rest)? } else { scene.recuse(row).map(|()| 1)? };
        rest = &rest[taken..];
    }
    for live in scene.out.touched.values_mut() {
        for (place, crew) in &mut live.crews {
            crew.lead = scene.benches[*place].lead(crew);
        }
    }
    Ok(scene.out)
}

struct Scene<'a, 'b> {
    plan: &'b PlanDocument,
    drawn: &'b Drawn,
    matched: &'b Matching<'a>,
    tickets: Tickets,
    /// By department in byte order.
    benches: Vec<Bench<'a>>,
    /// Reserves taken, by stratum of the whole plan.
    used: BTreeSet<(usize, Digest)>,
    /// Entities given up.
    gone: BTreeSet<Digest>,
    out: Replay,
}

fn wrong<T>(row: &Row, reason: Text) -> Result<T, Fault> {
    Err(Fault::of_line(FILE, row.line, Rule::Amendments, reason))
}

impl Scene<'_, '_> {
    /// A visit that still stands, as amended so far.
    fn visit(&mut self, row: &Row) -> Result<&mut Live, Fault> {
        let number = row.visit;
        if !self.out.touched.contains_key(&number) {
            let index = number.checked_sub(1).unwrap_or(u64::MAX) as usize;
            let Some(visit) = self.drawn.visits.rows.get(index) else {
                return wrong(row, text!("checker-amend-visit", visit = number.to_string()));
            };
            let parts = self.drawn.visits.sets[visit.set as usize].clone();
            let area = (visit.area, self.drawn.listed.areas[visit.area as usize].as_str());
            let crews = (self.matched.teams.iter().zip(&mut self.benches).enumerate())
                .filter_map(|(place, (teams, bench))| {
                    let owed = teams.of_visit(number)?;
                    let barred = barred(&bench.single, &self.matched.opened, &visit.code);
                    let crew = bench.drawn(owed, teams.experts_of(number), area, &parts, barred)?;
                    Some((place, crew))
                })
                .collect();
            let live = Live {
                code: visit.code.clone(),
                ticket: visit.ticket,
                area: visit.area,
                parts,
                given_up: false,
                crews,
            };
            self.out.touched.insert(number, live);
        }
        match self.out.touched.get_mut(&number) {
            Some(live) if !live.given_up => Ok(live),
            _ => wrong(row, text!("checker-amend-gone", visit = number.to_string())),
        }
    }

    /// One act: a row for each part of the visit. Returns how many.
    fn substitute(&mut self, rows: &[Row]) -> Result<usize, Fault> {
        let Some(first) = rows.first() else { return Ok(0) };
        let live = self.visit(first)?;
        live.given_up = true;
        let crews = std::mem::take(&mut live.crews);
        let (code, ticket, parts) = (live.code.clone(), live.ticket, live.parts.clone());
        self.gone.insert(ticket);
        self.out.substituted += 1;
        for (place, crew) in &crews {
            self.benches[*place].free(crew);
            self.benches[*place].part(crew.experts.iter());
        }
        let mut touched: BTreeSet<u64> = BTreeSet::new();
        for (index, part) in parts.iter().enumerate() {
            let own = &self.plan.parts[*part];
            let row = match rows.get(index) {
                Some(row) if index == 0 || row.substitute && row.visit == first.visit => row,
                other => {
                    let line = other.map_or_else(|| first.line + index as u64, |row| row.line);
                    let visit = first.visit.to_string();
                    let reason = text!("checker-amend-incomplete", visit = visit, part = &own.part);
                    return Err(Fault::of_line(FILE, line, Rule::Amendments, reason));
                }
            };
            if row.part != own.part {
                return wrong(row, text!("checker-amend-part", found = &row.part, expected = &own.part));
            }
            if !row.department.is_empty() && row.department != own.department {
                let expected = &own.department;
                return wrong(
                    row,
                    text!("checker-amend-department", found = &row.department, expected = expected),
                );
            }
            if *row.old != *code {
                return wrong(row, text!("checker-amend-old", found = &row.old, expected = &*code));
            }
            touched.extend(self.next_reserve(row, *part, &ticket)?);
        }
        for visit in touched {
            // Benches stand in byte order of their departments.
            (0..self.benches.len()).for_each(|place| self.call(visit, place));
        }
        Ok(parts.len().max(1))
    }

    /// Compares `new` with the reserve whose turn it is; the visit it now has.
    fn next_reserve(&mut self, row: &Row, part: usize, gone: &Digest) -> Result<Option<u64>, Fault> {
        let listed = &self.drawn.listed;
        let first: usize = self.plan.parts[..part].iter().map(|part| part.strata.len()).sum();
        let strata = first..first + self.plan.parts[part].strata.len();
        let found = strata.into_iter().find_map(|stratum| Some((stratum, listed.find(stratum, gone).ok()?)));
        // Every part of a visit has drawn its entity, as selected or as reserve.
        let Some((stratum, _)) = found else {
            return wrong(row, text!("checker-amend-part", found = &row.part, expected = ""));
        };
        let slot = listed.strata[stratum];
        let next = (slot.from + slot.selected..slot.to).find(|index| {
            let ticket = listed.tickets[*index];
            !self.gone.contains(&ticket) && !self.used.contains(&(stratum, ticket))
        });
        let Some(index) = next else {
            return if row.new.is_empty() {
                Ok(None)
            } else {
                wrong(row, text!("checker-amend-none-left", found = &row.new))
            };
        };
        let ticket = listed.tickets[index];
        if row.new.is_empty() {
            return wrong(row, text!("checker-amend-reserve-left", line = (index + 2).to_string()));
        }
        if self.tickets.of(&row.new) != ticket {
            return wrong(
                row,
                text!("checker-amend-reserve", found = &row.new, line = (index + 2).to_string()),
            );
        }
        self.used.insert((stratum, ticket));
        let visit = match self.out.find(self.drawn, &ticket) {
            Some(number) => number,
            None => {
                self.out.visits += 1;
                let live = Live {
                    code: row.new.as_str().into(),
                    ticket,
                    area: listed.area(index),
                    parts: Vec::new(),
                    given_up: false,
                    crews: BTreeMap::new(),
                };
                self.out.touched.insert(self.out.visits, live);
                self.out.by_ticket.insert(ticket, self.out.visits);
                self.out.visits
            }
        };
        let joined = self.visit(&Row { visit, ..row.clone() })?;
        if let Err(place) = joined.parts.binary_search(&part) {
            joined.parts.insert(place, part);
        }
        Ok(Some(visit))
    }

    /// Deals a department's team for a visit that a reserve has taken over or
    /// joined, unless the team it has still serves all the department's parts.
    fn call(&mut self, number: u64, place: usize) {
        let Some(live) = self.out.touched.get_mut(&number) else { return };
        let bench = &mut self.benches[place];
        let area = (live.area, self.drawn.listed.areas[live.area as usize].as_str());
        let own = bench.single.own(&live.parts);
        if own.is_empty() {
            return;
        }
        let opened = &self.matched.opened;
        let crew = bench
            .call(number, live.crews.remove(&place), area, &own, |desk| barred(desk, opened, &live.code));
        live.crews.extend(crew.map(|crew| (place, crew)));
    }

    fn recuse(&mut self, row: &Row) -> Result<(), Fault> {
        let visit = row.visit.to_string();
        let place = self.benches.iter().position(|bench| bench.single.department == row.department);
        self.visit(row)?;
        self.out.recused += 1;
        let Some(live) = self.out.touched.get_mut(&row.visit) else { return Ok(()) };
        let area = (live.area, self.drawn.listed.areas[live.area as usize].as_str());
        let (code, parts) = (live.code.clone(), live.parts.clone());
        let Some((place, crew)) = place.and_then(|place| Some((place, live.crews.get_mut(&place)?))) else {
            let department = &row.department;
            return wrong(row, text!("checker-team-uncalled", visit = visit, department = department));
        };
        let bench = &mut self.benches[place];
        let old = bench.single.index(&row.old);
        let old = old.filter(|index| crew.members().contains(index) || crew.experts.contains(index));
        let Some(old) = old else {
            return wrong(row, text!("checker-amend-not-member", inspector = &row.old, visit = visit));
        };
        let is_expert = crew.experts.contains(&old);
        let before = crew.recused.clone();
        let own = bench.single.own(&parts);
        let opened = &self.matched.opened;
        let next = bench.replace(crew, old, area, &own, |desk| barred(desk, opened, &code));
        let desk = bench.face(is_expert);
        let expected = next.map_or("", |next| desk.name(next));
        if expected == row.new {
            return Ok(());
        }
        // Why the named one is wrong in itself, or else who it should be.
        let new = &row.new;
        if new.is_empty() {
            return wrong(row, text!("checker-amend-candidate-left", expected = expected));
        }
        let Some(person) = self.drawn.roster.find(new).map(|index| &self.drawn.roster.people[index]) else {
            return wrong(row, text!("checker-team-stranger", inspector = new));
        };
        match desk.unfit(person, area.1, &own) {
            Some(Unfit::Unavailable) if is_expert => {
                return wrong(row, text!("checker-team-expert-none", inspector = new));
            }
            Some(unfit) => {
                return wrong(row, unfit_text(&unfit, desk, new, &person.department, &visit, area.1));
            }
            None => {}
        }
        let index = desk.index(new).unwrap_or(u32::MAX);
        let there = if is_expert { &crew.experts } else { &crew.owed.members };
        wrong(
            row,
            if barred(desk, opened, &code).contains(&index) {
                text!("checker-team-barred", inspector = new, visit = visit, code = &*code)
            } else if before.contains(&index) || index == old {
                text!("checker-amend-recused-before", inspector = new, visit = visit)
            } else if there.contains(&index) {
                text!("checker-amend-on-team", inspector = new, visit = visit)
            } else {
                text!("checker-amend-candidate", inspector = new, visit = visit, expected = expected)
            },
        )
    }
}

/// Whether a code's pairs must be open because an amendment brought it a visit.
pub fn brought<'r>(replay: &'r Replay, drawn: &Drawn) -> BTreeSet<&'r str> {
    let first = drawn.visits.rows.len() as u64;
    replay.touched.range(first + 1..).map(|(_, live)| &*live.code).collect()
}

/// Opened pairs and drawn visits agree once the amendments are known.
pub fn opened_agree(opened: &Opened, replay: &Replay, drawn: &Drawn) -> Result<(), Fault> {
    let tickets = Tickets::new(&drawn.ceremony.seed);
    for (code, line) in opened.codes() {
        if replay.find(drawn, &tickets.of(code)).is_none() {
            let reason = text!("checker-opened-surplus", code = code);
            return Err(Fault::of_line(super::barred::OPENED, line, Rule::Entities, reason));
        }
    }
    Ok(())
}
