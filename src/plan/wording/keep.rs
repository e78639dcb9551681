//! Whether a plan keeps to a rule.

use super::{RateRule, Way, percent};
use crate::domain::{Rate, Text};
use crate::text;

/// What was drawn of an item in the year before this plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct YearSoFar {
    /// Draws of the item.
    pub draws: u32,
    /// Their rates added up, in billionths; may pass 1.
    pub billionths: u64,
}

/// Why a plan's rate breaks a rule; `None` when it does not. `planned` is the
/// share of the part's rows the plan draws; `more` says that further draws of
/// the year may follow, so a yearly minimum need not be reached yet; of a key
/// item (重点) ceilings on the rate are not enforced (国市监信〔2019〕38号). Of
/// alternatives one kept suffices; else the first one's fault is told.
pub fn contradicts(rule: &RateRule, planned: Rate, year: &YearSoFar, more: bool, key: bool) -> Option<Text> {
    let mut faults = Vec::new();
    for way in &rule.ways {
        faults.push(way.fault(&rule.wording, planned, year, more, key)?);
    }
    faults.into_iter().next()
}

/// The same for the rows of one class, where the rule bounds that class.
pub fn contradicts_class(
    rule: &RateRule,
    class: &str,
    planned: Rate,
    year: &YearSoFar,
    more: bool,
    key: bool,
) -> Option<Text> {
    rule.classes.get(class)?.fault(&rule.wording, planned, year, more, key)
}

impl Way {
    fn fault(&self, wording: &str, planned: Rate, year: &YearSoFar, more: bool, key: bool) -> Option<Text> {
        let before = if self.per_year { year.billionths } else { 0 };
        let total = planned.billionths() + before;
        let show =
            |billionths: u64| percent(Rate::from_billionths(billionths.min(Rate::ONE)).unwrap_or(planned));
        if let Some(times) = self.times
            && let Some(max) = times.max
            && times.months <= 12
        {
            let allowed = u64::from(max) * 12 / u64::from(times.months);
            if u64::from(year.draws) >= allowed {
                return Some(text!(
                    "plan-wording-often",
                    wording = wording,
                    draws = year.draws,
                    allowed = allowed
                ));
            }
        }
        if let Some(max) = self.max
            && !key
            && total > max.billionths()
        {
            let (planned, before) = (percent(planned), show(before));
            return Some(text!("plan-wording-above", wording = wording, planned = planned, before = before));
        }
        if let Some(min) = self.min {
            // A minimum that says nothing of the year counts the year as well:
            // it is the year's list.
            let drawn = match self.times {
                Some(_) => planned.billionths(),
                None => planned.billionths() + year.billionths,
            };
            if drawn < min.billionths() && (!more || self.times.is_some()) {
                let (planned, before) = (percent(planned), show(drawn - planned.billionths()));
                return Some(text!(
                    "plan-wording-below",
                    wording = wording,
                    planned = planned,
                    before = before
                ));
            }
        }
        None
    }
}
