//! By when a result is to be public, and an objection answered, in working
//! days.
//!
//! 20 working days from the decision, 7 where the result holds a penalty or
//! licence decision; local rules may be shorter (司法: 5 days), never longer. A
//! corrected version is due by the same rule from the day it was recorded. For
//! the answer to an objection no national rule was found: 20 working days from
//! the day it came in, again shorter where the office says so. Days follow the
//! State Council's notices, and beyond them the calendar's stated fallback
//! (`domain::workdays`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::record::VisitResult;
use crate::domain::{Date, Result, Workdays};
use crate::text;

/// Working days within which things are due: the office's setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// 公示 of a result, at most 20.
    pub publish: u32,
    /// 公示 of a result with a penalty or licence decision, at most 7.
    pub decision: u32,
    /// Answer to an objection, at most 20.
    pub answer: u32,
    /// 公示 of a department's results where it has a shorter limit of its own.
    pub departments: BTreeMap<String, u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { publish: 20, decision: 7, answer: 20, departments: BTreeMap::new() }
    }
}

impl Limits {
    /// Holds every value against the national rule.
    ///
    /// # Errors
    /// `results-limit` for a value that is 0 or longer than that.
    pub fn check(&self) -> Result<()> {
        let most = Self::default();
        let own = self.departments.iter().map(|(name, days)| (name.as_str(), *days, most.publish));
        let all = [
            ("publish", self.publish, most.publish),
            ("decision", self.decision, most.decision),
            ("answer", self.answer, most.answer),
        ];
        match all.into_iter().chain(own).find(|(_, days, most)| *days == 0 || days > most) {
            Some((name, days, most)) => Err(text!("results-limit", name = name, days = days, most = most)),
            None => Ok(()),
        }
    }

    /// Working days a result may take to be public.
    pub fn days(&self, department: &str, decision: bool) -> u32 {
        let own = self.departments.get(department).copied().unwrap_or(self.publish);
        let days = own.min(self.publish);
        if decision { days.min(self.decision) } else { days }
    }

    /// The last day a version may be made public in time.
    pub fn due(&self, result: &VisitResult, workdays: &Workdays) -> Date {
        let corrected = result.notice.is_some().then(|| result.recorded_at.date_naive());
        self.due_from((&result.department, result.decision), (result.decided, corrected), workdays)
    }

    /// The same of what is known of it: whose it is, whether it holds a penalty or
    /// licence decision, from which day, and when the correction was recorded, if
    /// it is one.
    pub fn due_from(
        &self,
        (department, decision): (&str, bool),
        (decided, corrected): (Date, Option<Date>),
        workdays: &Workdays,
    ) -> Date {
        let from = corrected.map_or(decided, |day| decided.max(day));
        workdays.add(from, self.days(department, decision))
    }

    /// The last day an objection may be answered in time.
    pub fn answer_due(&self, received: Date, workdays: &Workdays) -> Date {
        workdays.add(received, self.answer)
    }
}
