//! `roster.csv` (protocol §1): who can be drawn to inspect.

use std::collections::BTreeSet;

use chrono::Datelike;

use crate::domain::csv::write_row;
use crate::domain::grammar::{check_element, check_scope, check_text, covers};
use crate::domain::inspector::State;
use crate::domain::{Date, Inspector, Result};
use crate::text;

use super::{Review, RosterRules};

/// Can be drawn.
pub const YES: &str = "yes";

/// Can be asked along as an expert.
pub const EXPERT: &str = "expert";

/// The file's header.
pub const HEADER: [&str; 8] =
    ["inspector", "name", "department", "areas", "competences", "valid_from", "valid_to", "available"];

/// An inspector on the roster with `yes` or the reason against.
#[derive(Debug, Clone, Copy)]
pub struct Listed<'a> {
    /// Who.
    pub inspector: &'a Inspector,
    /// `yes`, `revoked`, `suspended`, `unreviewed`, `leave` or `expert`.
    pub available: &'static str,
}

impl Listed<'_> {
    /// Whether it can be drawn for a visit in this area that needs these
    /// competences (protocol §4, bars aside).
    pub fn serves(&self, department: &str, competences: &[String], area: &str, window: [Date; 2]) -> bool {
        self.certified(department, window)
            && competences.iter().all(|needed| self.inspector.competences.contains(needed))
            && self.inspector.areas.iter().any(|scope| covers(scope, area))
    }

    /// Whether it is of the department, available, and certified throughout.
    pub fn certified(&self, department: &str, window: [Date; 2]) -> bool {
        self.available == YES && self.holds(department, window)
    }

    /// Whether it is of the department, and certified throughout.
    pub fn holds(&self, department: &str, window: [Date; 2]) -> bool {
        let inspector = self.inspector;
        inspector.department == department
            && inspector.valid_from <= window[0]
            && inspector.valid_to >= window[1]
    }
}

/// The inspectors of `departments` (all when empty) by certificate, each
/// available or with the first reason that applies.
///
/// - `revoked`, `suspended`: the state says so;
/// - `unreviewed`: the yearly review of the year before the window is missing,
///   where [`Review`] asks for it; a certificate issued since then has none due;
/// - `leave`: a leave takes more days of the window than the rules allow; a
///   leave without dates takes all;
/// - `expert`: may join beyond the headcount, never counts towards it.
pub fn list<'a>(
    inspectors: &'a [Inspector],
    departments: &[&str],
    rules: &RosterRules,
    window: [Date; 2],
) -> Vec<Listed<'a>> {
    let reviewing: BTreeSet<&str> = (inspectors.iter())
        .filter(|inspector| inspector.reviewed.is_some())
        .map(|inspector| inspector.department.as_str())
        .collect();
    let mut out: Vec<Listed<'a>> = (inspectors.iter())
        .filter(|i| departments.is_empty() || departments.contains(&i.department.as_str()))
        .map(|inspector| {
            let kept = match rules.review {
                Review::Kept => reviewing.contains(inspector.department.as_str()),
                Review::All => true,
                Review::Off => false,
            };
            Listed { inspector, available: available(inspector, kept, rules.leave_days, window) }
        })
        .collect();
    out.sort_by(|a, b| a.inspector.certificate.cmp(&b.inspector.certificate));
    out
}

fn available(inspector: &Inspector, review: bool, leave_days: u32, window: [Date; 2]) -> &'static str {
    match inspector.state {
        State::Revoked => return "revoked",
        State::Suspended => return "suspended",
        State::Active | State::Leave => {}
    }
    let year = window[0].year() - 1;
    if review && inspector.valid_from.year() <= year && inspector.reviewed.is_none_or(|last| last < year) {
        return "unreviewed";
    }
    let away = match (inspector.state, inspector.leave_from, inspector.leave_to) {
        (State::Leave, None, None) => i64::MAX,
        (_, None, None) => 0,
        (_, from, to) => {
            let first = from.unwrap_or(window[0]).max(window[0]);
            let last = to.unwrap_or(window[1]).min(window[1]);
            (last - first).num_days() + 1
        }
    };
    if away > i64::from(leave_days) {
        "leave"
    } else if inspector.expert {
        EXPERT
    } else {
        YES
    }
}

/// The file's bytes and number of rows, in byte order of certificate. Refused
/// are certificates that stand twice and fields outside the grammar, by name.
pub fn write(
    inspectors: &[Inspector],
    departments: &[&str],
    rules: &RosterRules,
    window: [Date; 2],
) -> Result<(Vec<u8>, u64)> {
    let listed = list(inspectors, departments, rules, window);
    let mut out = Vec::new();
    write_row(&mut out, &HEADER);
    let mut last = "";
    for Listed { inspector, available } in &listed {
        check(inspector).map_err(|reason| {
            text!(
                "plan-roster-row",
                inspector = &inspector.certificate,
                name = &inspector.name,
                reason = reason
            )
        })?;
        if inspector.certificate == last {
            return Err(text!("plan-roster-twice", inspector = last));
        }
        last = &inspector.certificate;
        write_row(
            &mut out,
            &[
                &inspector.certificate,
                &inspector.name,
                &inspector.department,
                &inspector.areas.join(";"),
                &inspector.competences.join(";"),
                &inspector.valid_from.to_string(),
                &inspector.valid_to.to_string(),
                *available,
            ],
        );
    }
    Ok((out, listed.len() as u64))
}

fn check(inspector: &Inspector) -> Result<()> {
    check_element(&inspector.certificate)?;
    check_text(&inspector.name)?;
    check_element(&inspector.department)?;
    inspector.areas.iter().try_for_each(|area| check_scope(area))?;
    inspector.competences.iter().try_for_each(|competence| check_element(competence))
}
