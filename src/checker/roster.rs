//! roster.csv (protocol §1).

use std::path::Path;

use super::folder::Folder;
use super::rows::{grammar, scan};
use super::{Fault, Rule};
use crate::domain::calendar::parse_date;
use crate::domain::csv::split_list;
use crate::domain::grammar::{check_element, check_scope, check_slug};
use crate::domain::{Date, Digest};
use crate::draw::document::{FileDigest, PlanDocument};
use crate::text;

/// File name.
pub const FILE: &str = "roster.csv";
const COLUMNS: &str = "inspector,name,department,areas,competences,valid_from,valid_to,available";

/// A row of the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Certificate number.
    pub inspector: String,
    /// Name.
    pub name: String,
    /// 部门.
    pub department: String,
    /// Area scopes.
    pub areas: Vec<String>,
    /// 执法类别.
    pub competences: Vec<String>,
    /// Certificate valid from.
    pub valid_from: Date,
    /// Certificate valid to.
    pub valid_to: Date,
    /// `yes`, or why not.
    pub available: String,
}

/// The roster in byte order of certificate numbers.
#[derive(Debug, Default)]
pub struct Roster {
    /// Its rows.
    pub people: Vec<Person>,
}

impl Roster {
    /// Where an inspector stands.
    pub fn find(&self, inspector: &str) -> Option<usize> {
        self.people.binary_search_by(|person| person.inspector.as_str().cmp(inspector)).ok()
    }

    /// Reads roster.csv and compares it with the plan.
    pub fn open(dir: &Path, folder: &Folder, plan: &PlanDocument) -> Result<Self, Fault> {
        fixed(FILE, folder.sums.get(FILE), &plan.roster)?;
        let mut people: Vec<Person> = Vec::new();
        let rows = scan::<8>(
            dir,
            FILE,
            COLUMNS,
            |_, [inspector, name, department, areas, competences, from, to, available]| {
                check_element(inspector).map_err(grammar)?;
                check_element(department).map_err(grammar)?;
                check_slug(available).map_err(grammar)?;
                let person = Person {
                    inspector: inspector.to_owned(),
                    name: name.to_owned(),
                    department: department.to_owned(),
                    areas: split_list(areas).map(str::to_owned).collect(),
                    competences: split_list(competences).map(str::to_owned).collect(),
                    valid_from: parse_date(from).map_err(grammar)?,
                    valid_to: parse_date(to).map_err(grammar)?,
                    available: available.to_owned(),
                };
                person.areas.iter().try_for_each(|area| check_scope(area)).map_err(grammar)?;
                person.competences.iter().try_for_each(|value| check_element(value)).map_err(grammar)?;
                if let Some(before) = people.last()
                    && before.inspector >= person.inspector
                {
                    let before = &before.inspector;
                    return Err((
                        Rule::Plan,
                        text!("checker-roster-order", inspector = inspector, before = before),
                    ));
                }
                people.push(person);
                Ok(())
            },
        )?;
        counted(FILE, rows, &plan.roster)?;
        Ok(Self { people })
    }
}

/// A file the plan fixed by its digest. `found` has been checked already.
pub fn fixed(name: &str, found: Option<&Digest>, plan: &FileDigest) -> Result<(), Fault> {
    match found {
        Some(found) if *found == plan.sha256 => Ok(()),
        found => {
            let found = found.map(Digest::to_string).unwrap_or_default();
            let reason = text!("checker-fixed-digest", listed = plan.sha256, found = found);
            Err(Fault::of_file(name, Rule::Plan, reason))
        }
    }
}

/// The number of rows the plan fixed.
pub fn counted(name: &str, rows: u64, plan: &FileDigest) -> Result<(), Fault> {
    if rows == plan.rows {
        return Ok(());
    }
    Err(Fault::of_file(name, Rule::Plan, text!("checker-fixed-rows", listed = plan.rows, found = rows)))
}
