//! Earlier checks and planned visits, indexed by entity.

use crate::domain::{Date, PastCheck, Planned};

/// Earlier checks sorted by code, date and department, and visits that other
/// plans have drawn; borrows what it indexes.
#[derive(Debug, Clone)]
pub struct History<'a> {
    checks: Vec<&'a PastCheck>,
    planned: Vec<&'a Planned>,
}

impl<'a> History<'a> {
    /// Indexes checks given in any order.
    pub fn new(checks: &'a [PastCheck]) -> Self {
        let mut checks: Vec<&PastCheck> = checks.iter().collect();
        checks.sort_by(|a, b| {
            (&a.code, a.date, &a.department, &a.visit).cmp(&(&b.code, b.date, &b.department, &b.visit))
        });
        Self { checks, planned: Vec::new() }
    }

    /// With the visits that other current plans have drawn.
    #[must_use]
    pub fn with_planned(mut self, planned: &'a [Planned]) -> Self {
        self.planned = planned.iter().collect();
        self.planned.sort_by(|a, b| (&a.code, &a.visit).cmp(&(&b.code, &b.visit)));
        self
    }

    /// All planned visits, by code.
    pub fn planned(&self) -> &[&'a Planned] {
        &self.planned
    }

    /// The checks of one entity, by date.
    pub fn of(&self, code: &str) -> &[&'a PastCheck] {
        let from = self.checks.partition_point(|check| check.code.as_str() < code);
        let len = self.checks[from..].partition_point(|check| check.code == code);
        &self.checks[from..from + len]
    }

    /// All checks, by code.
    pub fn all(&self) -> &[&'a PastCheck] {
        &self.checks
    }

    /// How many checks are dated after a day.
    pub fn after(&self, day: Date) -> usize {
        self.checks.iter().filter(|check| check.date > day).count()
    }
}

/// What makes two rows one visit: the same visit number; without one, the same
/// department on the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum VisitKey<'a> {
    /// By number.
    Number(&'a str),
    /// By day and department.
    Day(Date, &'a str),
}

/// Which visit a row belongs to; only rows of one entity are compared.
pub fn visit_key(check: &PastCheck) -> VisitKey<'_> {
    match check.visit.as_str() {
        "" => VisitKey::Day(check.date, &check.department),
        number => VisitKey::Number(number),
    }
}
