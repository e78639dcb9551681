//! `plan check`: what the plan would do, before anything is fixed.
//!
//! [`check()`] never fails: what is wrong stands in the report, faults (the
//! freeze must not go on) apart from warnings (somebody should look).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::{Bar, Inspector, Item, PastCheck, Text};
use crate::text;

use super::wording::YearSoFar;
use super::{Framed, PlanSpec};

mod bounds;
mod crews;
mod people;
mod sizes;
mod words;

/// What the check looks at.
#[derive(Debug)]
pub struct CheckInputs<'a> {
    /// All versions on the item list.
    pub items: &'a [Item],
    /// The parts' frames, in plan order.
    pub framed: &'a [Framed],
    /// The roster.
    pub inspectors: &'a [Inspector],
    /// The register of bars.
    pub bars: &'a [Bar],
    /// Earlier checks.
    pub history: &'a [PastCheck],
    /// What was drawn of each item in the plan's year so far.
    pub year: &'a BTreeMap<String, YearSoFar>,
    /// Of a quarter's plan: what its year's plan drew before, by part, of the
    /// present rows. Its numbers are whole, so a stratum may be off its rate by
    /// less than one.
    pub linked: Option<&'a BTreeMap<String, YearSoFar>>,
}

/// What would happen. Faults forbid the freeze, warnings do not.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CheckReport {
    /// Parts in plan order.
    pub parts: Vec<PartReport>,
    /// Departments in byte order.
    pub departments: Vec<DepartmentReport>,
    /// Expected visits, shared ones once.
    pub visits: u64,
    /// Selections of all parts added up.
    pub selections: u64,
    /// What should be looked at.
    #[serde(skip)]
    pub warnings: Vec<Text>,
    /// What must be mended.
    #[serde(skip)]
    pub faults: Vec<Text>,
}

/// One part.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PartReport {
    /// Slug.
    pub part: String,
    /// Department.
    pub department: String,
    /// Rows in scope.
    pub rows: u64,
    /// Of them, can be drawn.
    pub eligible: u64,
    /// Expected number drawn.
    pub quota: u64,
    /// Excluded rows by reason.
    pub excluded: BTreeMap<String, u64>,
    /// Strata in order.
    pub strata: Vec<StratumReport>,
}

/// One stratum.
#[derive(Debug, Clone, Default, Serialize)]
pub struct StratumReport {
    /// Name.
    pub stratum: String,
    /// The rate, in words; empty for a number.
    pub rate: String,
    /// Rows.
    pub rows: u64,
    /// Of them, can be drawn.
    pub eligible: u64,
    /// Number drawn; for `fair` rounding the nearest to its expectation.
    pub quota: u64,
    /// Whether the number is an expectation (`fair`) and may be one off.
    pub fair: bool,
    /// 备选.
    pub reserves: u64,
}

/// One department.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DepartmentReport {
    /// Department.
    pub department: String,
    /// Expected visits of all its parts, shared ones once.
    pub visits: u64,
    /// Inspectors that could be drawn for at least one of its parts.
    pub inspectors: u64,
    /// Visits × team.
    pub duties: u64,
    /// Groups they would be put into, where the department is matched by groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<u64>,
    /// Tenths of visits each of them has to expect.
    pub load_tenths: u64,
}

/// Checks a plan against frames, items and roster.
pub fn check(spec: &PlanSpec, inputs: &CheckInputs<'_>) -> CheckReport {
    let mut report = CheckReport::default();
    words::check(spec, inputs, &mut report);
    if inputs.framed.len() != spec.parts.len() {
        let (parts, frames) = (spec.parts.len(), inputs.framed.len());
        report.faults.push(text!("plan-parts-frames", parts = parts, frames = frames));
        return report;
    }
    let expected = sizes::check(spec, inputs, &mut report);
    bounds::check(spec, inputs, &expected, &mut report);
    people::check(spec, inputs, &expected, &mut report);
    report
}
