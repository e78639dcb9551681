//! All rows of a sheet, put together by visit and department.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::group::Group;
use crate::domain::{Date, Digest, Instant, Result};
use crate::registry::results::ResultRow;
use crate::registry::{Fault, Reject};
use crate::results::VisitResult;
use crate::text;
use crate::workflow::results::ground::Ground;

/// A result ready to be recorded.
#[derive(Debug)]
pub struct Draft {
    pub result: VisitResult,
    /// Where the bytes of new evidence lie.
    pub sources: Vec<(Digest, PathBuf)>,
    /// Rows it was put together from.
    pub rows: u64,
}

/// How rows are meant.
pub struct How<'a> {
    /// For rows that name no department.
    pub department: Option<&'a str>,
    /// Where evidence of rows from no file is looked for.
    pub base: &'a Path,
    /// The version to be corrected, and why.
    pub correct: Option<(&'a VisitResult, &'a str)>,
    pub by: &'a str,
    pub now: Instant,
}

impl How<'_> {
    pub fn today(&self) -> Date {
        self.now.date_naive()
    }
}

/// What becomes of rows.
#[derive(Debug, Default)]
pub struct Judged {
    pub drafts: Vec<Draft>,
    pub rejects: Vec<Reject>,
    /// Rows that say what is on record already: a sheet handed in again, whole,
    /// after some of its rows were mended.
    pub same: u64,
    /// Every fault by itself, those of rows beside a faulty one left out.
    pub faults: Vec<Fault>,
}

/// Judges all rows of a sheet.
pub fn judge(ground: &Ground, rows: &[ResultRow], how: &How<'_>) -> Judged {
    let mut faults: Vec<Vec<Fault>> = rows.iter().map(|_| Vec::new()).collect();
    let mut groups: BTreeMap<(u64, String), Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        match place(ground, row, how) {
            Ok(place) => groups.entry(place).or_default().push(at),
            Err(fault) => faults[at].push(*fault),
        }
    }
    let mut judged = Judged::default();
    for ((number, department), places) in groups {
        let Some(visit) = ground.visit(number) else { continue };
        let own: Vec<&ResultRow> = places.iter().map(|at| &rows[*at]).collect();
        let group = Group { ground, how, visit, department: &department, rows: &own };
        let (draft, found) = group.draft();
        let Some((first, _)) = found.first() else {
            match draft {
                Some(draft) if group.again(&draft.result) => judged.same += draft.rows,
                draft => judged.drafts.extend(draft),
            }
            continue;
        };
        let first = own[*first].row;
        for (index, fault) in found {
            faults[places[index]].push(fault);
        }
        for at in places.into_iter().filter(|at| faults[*at].is_empty()).collect::<Vec<_>>() {
            let reason = text!("results-with-row", row = first.to_string());
            faults[at].push(rows[at].fault("visit", reason, text!("results-remedy-with-row")));
        }
    }
    let own = |fault: &&Fault| fault.reason.id != "results-with-row";
    judged.faults = faults.iter().flatten().filter(own).cloned().collect();
    judged.rejects = rows.iter().zip(faults).filter_map(|(row, faults)| row.reject(faults)).collect();
    judged
}

/// The visit and the department that a row speaks of.
fn place(ground: &Ground, row: &ResultRow, how: &How<'_>) -> Result<(u64, String), Box<Fault>> {
    let plan = &ground.attempt.plan;
    let undrawn = |column: &'static str, said: &str| {
        let reason = text!("results-not-drawn", visit = said, plan = plan);
        Box::new(row.fault(column, reason, text!("results-remedy-visit")))
    };
    let visit = match row.visit {
        Some(number) => {
            let found = ground.visit(number).ok_or_else(|| undrawn("visit", &number.to_string()))?;
            if !row.code.is_empty() && found.code != row.code {
                let reason = text!("results-code-differs", visit = number.to_string(), code = &found.code);
                return Err(Box::new(row.fault("code", reason, text!("results-remedy-visit"))));
            }
            found
        }
        None => ground.visit_of(&row.code).ok_or_else(|| undrawn("code", &row.code))?,
    };
    if visit.given_up {
        let reason = text!("results-given-up", visit = visit.number.to_string(), code = &visit.code);
        return Err(Box::new(row.fault("visit", reason, text!("results-remedy-visit"))));
    }
    let departments = visit.departments(&ground.document);
    let names: Vec<&str> = departments.iter().map(|(name, _)| *name).collect();
    let said = Some(row.department.as_str()).filter(|said| !said.is_empty()).or(how.department);
    let (visit, list) = (visit.number, names.join("、"));
    match (said, names.as_slice()) {
        (Some(said), _) if names.contains(&said) => Ok((visit, said.to_owned())),
        (Some(said), _) => {
            let number = visit.to_string();
            let reason = text!("results-department", department = said, visit = number, departments = list);
            Err(Box::new(row.fault("department", reason, text!("results-remedy-department"))))
        }
        (None, [one]) => Ok((visit, (*one).to_owned())),
        (None, _) => {
            let reason = text!("results-department-which", visit = visit.to_string(), departments = list);
            Err(Box::new(row.fault("department", reason, text!("results-remedy-department"))))
        }
    }
}
