//! How a part spreads over the quarters.

use crate::domain::{Rate, Text};
use crate::plan::items::ItemInForce;
use crate::plan::wording::{Times, Way};
use crate::plan::{PartSpec, Size};
use crate::text;

use super::QUARTERS;

/// How a part spreads over the quarters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Weight of each quarter; 0: nothing is drawn.
    pub weights: [u64; QUARTERS],
    /// `None`: the rates are the year's. `Some(n)`: every draw takes its rate,
    /// divided by n, of its own quarter's base.
    pub each: Option<u64>,
}

impl Default for Pace {
    fn default() -> Self {
        Self { weights: [1; QUARTERS], each: None }
    }
}

impl Pace {
    /// So many draws as evenly as may be: 1 in the first quarter, 2 in the first
    /// and third, 3 in all but the last.
    pub fn of_draws(draws: u64) -> Self {
        let mut weights = [0; QUARTERS];
        for i in 0..draws.min(QUARTERS as u64) {
            weights[(i * QUARTERS as u64 / draws) as usize] = 1;
        }
        Self { weights, each: None }
    }
}

/// The pace the plan says, else that of the items' wordings: 每年2次各10% are two
/// draws of 10 % where the plan's rate is 10 %, and likewise where it is 20 %;
/// 每年1次20%;或者每年2次各10% is whichever way comes first that the rate fits. A
/// number of draws without a rate (每年1次) gives the quarters and leaves the
/// rate the year's. Refused: a rate that fits no way.
pub fn pace(part: &PartSpec, items: &[ItemInForce<'_>]) -> Result<Pace, Text> {
    if let Some(pace) = part.pace {
        return Ok(pace);
    }
    for item in items {
        let rule = &item.rate;
        let ways: Vec<(u64, &Way)> = rule
            .ways
            .iter()
            .filter(|way| bounded(way))
            .filter_map(|way| Some((draws(way.times?)?, way)))
            .collect();
        let Some((first, _)) = ways.first() else { continue };
        let rates = rates(part);
        if rates.is_empty() {
            return Ok(Pace::of_draws(*first));
        }
        // A way without times (不超过10%) leaves the quarters free.
        if rule.ways.iter().any(|way| way.times.is_none()) {
            continue;
        }
        for (draws, way) in &ways {
            for parts in [1, *draws] {
                if rates.iter().all(|rate| fits(way, *rate, parts)) {
                    return Ok(Pace { each: Some(parts), ..Pace::of_draws(*draws) });
                }
            }
        }
        return Err(text!(
            "plan-year-wording",
            part = &part.part,
            line = part.line,
            item = &item.item.code,
            wording = &rule.wording
        ));
    }
    let times = items.iter().flat_map(|item| [&item.frequency, &item.rate]).filter_map(|rule| {
        match rule.ways.as_slice() {
            [way] if !bounded(way) => draws(way.times?),
            _ => None,
        }
    });
    Ok(times.min().map_or_else(Pace::default, Pace::of_draws))
}

fn bounded(way: &Way) -> bool {
    way.min.is_some() || way.max.is_some()
}

/// Draws in a year; `None` for fewer than one, or more than one a quarter.
fn draws(times: Times) -> Option<u64> {
    let draws = u64::from(times.min.or(times.max)?) * 12 / u64::from(times.months.max(1));
    (1..=QUARTERS as u64).contains(&draws).then_some(draws)
}

fn fits(way: &Way, rate: Rate, parts: u64) -> bool {
    let rate = u128::from(rate.billionths());
    let times = |bound: Rate| u128::from(bound.billionths()) * u128::from(parts);
    way.min.is_none_or(|min| rate >= times(min)) && way.max.is_none_or(|max| rate <= times(max))
}

/// The part's rates, numbers left out.
fn rates(part: &PartSpec) -> Vec<Rate> {
    let quotas = part.strata.iter().flat_map(|rule| rule.quota.iter().chain(rule.rates.values()));
    quotas
        .filter_map(|quota| match quota.size {
            Size::Rate(rate, _) => Some(rate),
            Size::Count(_) => None,
        })
        .collect()
}
