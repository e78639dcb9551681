//! groups.csv against the groups recomputed (protocol §4).

use std::path::Path;

use super::desk::{Desk, Unfit};
use super::roster::Roster;
use super::rows::{grammar, scan};
use super::{Fault, Rule};
use crate::domain::Text;
use crate::domain::grammar::{check_element, check_text};
use crate::text;

/// File name.
pub const FILE: &str = "groups.csv";
const COLUMNS: &str = "department,group,inspector";

/// Compares groups.csv; `desks` in byte order of their departments.
pub fn check(dir: &Path, roster: &Roster, desks: &[&Desk<'_>]) -> Result<(), Fault> {
    let mut expected = desks.iter().flat_map(|desk| rows(desk)).peekable();
    let mut before: Option<[String; 3]> = None;
    let read = scan::<3>(dir, FILE, COLUMNS, |_, row| {
        let [department, group, inspector] = row;
        check_element(department).map_err(grammar)?;
        check_text(group).map_err(grammar)?;
        check_element(inspector).map_err(grammar)?;
        let key = row.map(str::to_owned);
        if before.as_ref().is_some_and(|before| *before >= key) {
            return Err((
                Rule::Inspectors,
                text!("checker-group-order", group = group, inspector = inspector),
            ));
        }
        before = Some(key);
        match expected.next() {
            Some(own) if own == row => Ok(()),
            own => Err((Rule::Inspectors, why(roster, desks, row, own))),
        }
    })?;
    match expected.next() {
        None => Ok(()),
        Some(row) => Err(Fault::of_line(FILE, read + 2, Rule::Inspectors, lacks(row))),
    }
}

/// The rows of a department in order.
fn rows<'d>(desk: &'d Desk<'_>) -> impl Iterator<Item = [&'d str; 3]> {
    let groups = desk.grouping.iter().flat_map(|grouping| &grouping.groups);
    groups.flat_map(move |group| {
        group.members.iter().map(|member| [desk.department, group.id.as_str(), desk.name(*member)])
    })
}

fn lacks([department, group, inspector]: [&str; 3]) -> Text {
    text!("checker-group-lacks", department = department, group = group, inspector = inspector)
}

/// Why a row that is not the expected one is wrong in itself, or else which
/// one belongs there.
fn why(
    roster: &Roster,
    desks: &[&Desk<'_>],
    [department, group, inspector]: [&str; 3],
    own: Option<[&str; 3]>,
) -> Text {
    let found = desks.iter().find(|desk| desk.department == department);
    let Some((desk, grouping)) = found.and_then(|desk| Some((desk, desk.grouping.as_ref()?))) else {
        return text!("checker-group-uncalled", department = department);
    };
    if !grouping.groups.iter().any(|own| own.id == group) {
        let groups = grouping.groups.len();
        return text!("checker-group-unknown", group = group, department = department, groups = groups);
    }
    let Some(person) = roster.find(inspector).map(|place| &roster.people[place]) else {
        return text!("checker-team-stranger", inspector = inspector);
    };
    match desk.unready(person) {
        Some(Unfit::Department) => {
            let found = &person.department;
            return text!(
                "checker-team-department",
                inspector = inspector,
                found = found,
                department = department
            );
        }
        Some(Unfit::Unavailable) => return text!("checker-team-unavailable", inspector = inspector),
        Some(_) => return text!("checker-team-certificate", inspector = inspector),
        None => {}
    }
    match desk.index(inspector).and_then(|index| grouping.of.get(&index)) {
        None => text!("checker-group-none", inspector = inspector, department = department),
        Some(place) if grouping.groups[*place].id != group => {
            let expected = &grouping.groups[*place].id;
            text!("checker-group-other", inspector = inspector, group = group, expected = expected)
        }
        // The row is right, but not its turn: one before it is missing.
        Some(_) => {
            own.map_or_else(|| text!("checker-group-order", group = group, inspector = inspector), lacks)
        }
    }
}
