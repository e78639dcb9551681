//! 比例、频次的原文: the item list's own wording of rates and frequencies, and
//! whether a plan keeps to it.
//!
//! Read are bounds before and behind a number (不低于, 不少于, 至少, 不超过, 不高于,
//! 至多, 以上, 以内, ≥, ≤), ranges (3%-5%), `%`, `‰`, 百分之三, decimals as
//! spreadsheets leave them (0.03), 全覆盖, numbers of times in a period (每年2次,
//! 每2年不超过1次, 一年一次), alternatives (或者), `/年`, and bounds by risk class
//! (A类1%，B类5%-20%). Full-width signs are the same as half-width ones. What is
//! not understood to the last character is an error that quotes it: a rate
//! guessed is worse than a rate asked for.

mod keep;
mod parse;
mod token;

use std::collections::BTreeMap;
use std::fmt;

pub use keep::{YearSoFar, contradicts, contradicts_class};
pub use parse::{parse, rate};

use crate::domain::Rate;

/// What a wording asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RateRule {
    /// The words.
    pub wording: String,
    /// The ways it allows (或者), at least one; any may be chosen.
    pub ways: Vec<Way>,
    /// Bounds of single classes (A类1%，B类5%-20%).
    pub classes: BTreeMap<String, Way>,
}

/// One way of fulfilling a rule. Without a bound anything fulfils it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Way {
    /// No less than.
    pub min: Option<Rate>,
    /// No more than.
    pub max: Option<Rate>,
    /// Whether the bounds hold for the year's draws together (/年) and not for
    /// each draw.
    pub per_year: bool,
    /// How often.
    pub times: Option<Times>,
}

/// How often, within so many months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// At least.
    pub min: Option<u32>,
    /// At most.
    pub max: Option<u32>,
    /// The period: 12 for 每年, 24 for 每2年, 3 for 每季度.
    pub months: u32,
}

impl RateRule {
    /// How often one entity may be checked: a ceiling on times that stands
    /// without a rate (每2年不超过1次). Beside a rate (每年2次各10%) the times are
    /// draws of the item, not visits to one entity.
    pub fn entity_cap(&self) -> Option<Times> {
        match self.ways.as_slice() {
            [Way { min: None, max: None, times: Some(times), .. }]
                if times.max.is_some() && times.min.is_none() =>
            {
                Some(*times)
            }
            _ => None,
        }
    }

    /// The rounding the rule asks for: up for a minimum, down for a ceiling,
    /// `fair` for an exact rate; `None` when it has no bounds.
    pub fn round(&self) -> Option<crate::draw::document::Round> {
        use crate::draw::document::Round;
        let ways = self.ways.iter().chain(self.classes.values());
        let mut bounded = ways.filter(|way| way.min.is_some() || way.max.is_some());
        bounded.next().map(|way| match (way.min, way.max) {
            (Some(min), Some(max)) if min == max => Round::Fair,
            (None, Some(_)) => Round::Down,
            _ => Round::Up,
        })
    }
}

/// A rate as people write it: `3%`, `0.2%`.
pub fn percent(rate: Rate) -> String {
    let whole = rate.billionths() / 10_000_000;
    let rest = format!("{:07}", rate.billionths() % 10_000_000);
    match rest.trim_end_matches('0') {
        "" => format!("{whole}%"),
        digits => format!("{whole}.{digits}%"),
    }
}

/// The plainest wording of the same meaning; reads back as the same way.
impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rated = self.min.is_some() || self.max.is_some();
        if let Some(times) = &self.times {
            match times.months {
                6 => f.write_str("每半年")?,
                12 => f.write_str("每年")?,
                months if months % 12 == 0 => write!(f, "每{}年", months / 12)?,
                3 => f.write_str("每季度")?,
                1 => f.write_str("每月")?,
                months => write!(f, "每{months}个月")?,
            }
            match (times.min, times.max) {
                (Some(min), Some(max)) if min == max => write!(f, "{min}次")?,
                (Some(min), Some(max)) => write!(f, "{min}-{max}次")?,
                (Some(min), None) => write!(f, "不少于{min}次")?,
                (None, Some(max)) => write!(f, "不超过{max}次")?,
                (None, None) => {}
            }
            if rated {
                f.write_str("各")?;
            }
        }
        match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => f.write_str(&percent(min))?,
            (Some(min), Some(max)) => write!(f, "{}-{}", percent(min), percent(max))?,
            (Some(min), None) => write!(f, "不低于{}", percent(min))?,
            (None, Some(max)) => write!(f, "不超过{}", percent(max))?,
            (None, None) => {}
        }
        if self.per_year { f.write_str("/年") } else { Ok(()) }
    }
}
