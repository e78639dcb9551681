//! Whether what the plan means to draw keeps to the items' own wordings.

use std::collections::BTreeMap;

use crate::domain::{Rate, Text};
use crate::draw::document::{Round, Stratum};
use crate::frame::StratumRows;
use crate::plan::items::{ItemInForce, in_force};
use crate::plan::wording::{RateRule, Way, YearSoFar, contradicts, contradicts_class};
use crate::plan::{Expected, PartSpec, PlanSpec};
use crate::text;

use super::{CheckInputs, CheckReport};

pub(super) fn check(
    spec: &PlanSpec,
    inputs: &CheckInputs<'_>,
    expected: &[Vec<Expected>],
    report: &mut CheckReport,
) {
    // A plan of one of the first three quarters may leave the rest to later ones.
    let more = spec.quarter.is_some_and(|quarter| quarter < 4);
    for ((part, framed), expected) in spec.parts.iter().zip(inputs.framed).zip(expected) {
        let counts = framed.frame.counts();
        let sizes: Vec<Size> = (framed.strata.iter().zip(&counts).zip(expected))
            .map(|((stratum, count), expected)| Size { stratum, count: *count, expected: *expected })
            .collect();
        for item in in_force(spec, part, inputs.items).0 {
            let mut year = inputs.year.get(&item.item.code).copied().unwrap_or_default();
            if let Some(own) = inputs.linked.and_then(|linked| linked.get(&part.part)) {
                year.draws += own.draws;
                year.billionths += own.billionths;
            }
            one(part, &item, &sizes, &Year { year, more, whole: inputs.linked.is_some() }, report);
        }
    }
}

/// A stratum with its numbers.
#[derive(Clone, Copy)]
struct Size<'a> {
    stratum: &'a Stratum,
    count: StratumRows,
    expected: Expected,
}

/// Drawn of rows, as a rate rounded down; `None` without rows.
fn share(sizes: &[Size<'_>], drawn: impl Fn(&Expected) -> u128) -> Option<Rate> {
    let rows: u64 = sizes.iter().map(|size| size.count.rows).sum();
    let drawn: u128 = sizes.iter().map(|size| drawn(&size.expected)).sum();
    let share = drawn.checked_div(u128::from(rows))?;
    Rate::from_billionths(u64::try_from(share).ok()?.min(Rate::ONE))
}

/// What was drawn before, and how it is judged.
struct Year {
    year: YearSoFar,
    /// Further draws of the year may follow.
    more: bool,
    /// Numbers, not rates, are drawn.
    whole: bool,
}

/// Rates that a number may be the rounding of: those less than `slack` firms
/// away at which a judgement can turn.
fn candidates(
    meant: Rate,
    slack: u64,
    rows: u64,
    year: &YearSoFar,
    ways: &mut dyn Iterator<Item = &Way>,
) -> Vec<Rate> {
    let (one, at) = (Rate::ONE, meant.billionths());
    let reach = slack.saturating_mul(one).checked_div(rows).unwrap_or(0);
    let (low, high) = (at.saturating_sub(reach), at.saturating_add(reach).min(one));
    let bounds = ways.flat_map(|way| [way.min, way.max]).flatten().map(Rate::billionths);
    let turns = bounds.flat_map(|bound| [bound, bound.saturating_sub(year.billionths)]);
    let mut out: Vec<u64> = turns.filter(|rate| (low..=high).contains(rate)).collect();
    out.extend([low, at, high]);
    out.into_iter().filter_map(Rate::from_billionths).collect()
}

fn one(part: &PartSpec, item: &ItemInForce<'_>, sizes: &[Size<'_>], year: &Year, report: &mut CheckReport) {
    let key = item.item.key;
    let Year { year, more, whole } = year;
    let (more, slack) = (*more, if *whole { sizes.len() } else { 0 });
    let tell = |reason: Text| {
        text!(
            "plan-check-bounds",
            part = &part.part,
            item = &item.item.code,
            name = &item.item.name,
            reason = reason
        )
    };
    for rule in [&item.rate, &item.frequency] {
        let Some(meant) = share(sizes, |expected| expected.meant) else { return };
        let near = |sizes: &[Size<'_>], ways: &mut dyn Iterator<Item = &Way>, meant| {
            let rows: u64 = sizes.iter().map(|size| size.count.rows).sum();
            candidates(meant, slack as u64, rows, year, ways)
        };
        // Whole numbers stand for any rate that they may be the rounding of.
        let told = near(sizes, &mut rule.ways.iter(), meant);
        let fault = contradicts(rule, meant, year, more, key)
            .filter(|_| told.iter().all(|rate| contradicts(rule, *rate, year, more, key).is_some()));
        match fault {
            Some(reason) => report.faults.push(tell(reason)),
            // The plan means enough, but exclusions leave too few to draw.
            None => {
                let left = share(sizes, |expected| expected.meant.min(expected.billionths)).unwrap_or(meant);
                let short = |rate| contradicts(rule, rate, year, more, true);
                if sizes.iter().any(|size| size.expected.quota == size.count.eligible)
                    && short(meant).is_none()
                    && let Some(reason) = short(left)
                {
                    let part = &part.part;
                    report.warnings.push(text!(
                        "plan-check-short",
                        part = part,
                        item = &item.item.code,
                        reason = reason
                    ));
                }
            }
        }
        for (class, rows) in by_class(rule, sizes) {
            let Some(meant) = share(&rows, |expected| expected.meant) else { continue };
            let told = near(&rows, &mut rule.classes.get(class).into_iter(), meant);
            let fault = contradicts_class(rule, class, meant, year, more, key).filter(|_| {
                told.iter().all(|rate| contradicts_class(rule, class, *rate, year, more, key).is_some())
            });
            report.faults.extend(fault.map(tell));
        }
        rounding(part, item, rule, sizes, report);
    }
}

/// Strata of one class each that the rule bounds.
fn by_class<'r, 'a>(rule: &'r RateRule, sizes: &[Size<'a>]) -> BTreeMap<&'r str, Vec<Size<'a>>> {
    let mut out: BTreeMap<&str, Vec<Size<'_>>> = BTreeMap::new();
    for class in rule.classes.keys() {
        let own = sizes.iter().filter(|size| size.stratum.classes.as_slice() == std::slice::from_ref(class));
        let own: Vec<Size<'_>> = own.copied().collect();
        if !own.is_empty() {
            out.insert(class, own);
        }
    }
    out
}

/// A minimum rounded down or a ceiling rounded up may miss its bound by one in
/// every stratum.
fn rounding(
    part: &PartSpec,
    item: &ItemInForce<'_>,
    rule: &RateRule,
    sizes: &[Size<'_>],
    report: &mut CheckReport,
) {
    let (wanted, wrong) = match rule.round() {
        Some(Round::Up) => ("up", Round::Down),
        Some(Round::Down) if !item.item.key => ("down", Round::Up),
        _ => return,
    };
    if let Some(size) = sizes.iter().find(|size| size.stratum.round == Some(wrong)) {
        report.warnings.push(text!(
            "plan-check-rounding",
            part = &part.part,
            stratum = &size.stratum.stratum,
            item = &item.item.code,
            wording = &rule.wording,
            round = wanted
        ));
    }
}
