//! Rows, quotas and visits.

use crate::domain::Rate;
use crate::plan::wording::percent;
use crate::plan::{Expected, Framed, PlanSpec, expected};
use crate::text;

use super::{CheckInputs, CheckReport, PartReport, StratumReport};

/// Fills the report's parts; returns the expectations by part and stratum.
pub(super) fn check(
    spec: &PlanSpec,
    inputs: &CheckInputs<'_>,
    report: &mut CheckReport,
) -> Vec<Vec<Expected>> {
    let mut out = Vec::new();
    for (part, framed) in spec.parts.iter().zip(inputs.framed) {
        let counts = framed.frame.counts();
        let mut summary = PartReport {
            part: part.part.clone(),
            department: part.department.clone(),
            rows: framed.frame.len() as u64,
            eligible: counts.iter().map(|count| count.eligible).sum(),
            excluded: framed.frame.gathered().excluded(),
            ..PartReport::default()
        };
        let mut all = Vec::new();
        for (stratum, count) in framed.strata.iter().zip(counts) {
            let expected = expected(stratum, count);
            let row = StratumReport {
                stratum: stratum.stratum.clone(),
                rate: match (stratum.rate, stratum.count) {
                    (Some(rate), _) => percent(rate),
                    (None, Some(count)) => format!("={count}"),
                    (None, None) => String::new(),
                },
                rows: count.rows,
                eligible: count.eligible,
                quota: expected.quota,
                fair: expected.fair,
                reserves: stratum.reserves,
            };
            warn(&part.part, &row, report);
            summary.strata.push(row);
            all.push(expected);
        }
        let total: u128 = all.iter().map(|expected| expected.billionths).sum();
        summary.quota = whole(total);
        if summary.rows == 0 {
            report.faults.push(text!("plan-check-empty-part", part = &part.part, line = part.line));
        } else if summary.quota == 0 {
            report.warnings.push(text!("plan-check-none-drawn", part = &part.part));
        }
        report.selections += summary.quota;
        report.parts.push(summary);
        out.push(all);
    }
    report.visits = whole(union(inputs.framed, &out, |_| true));
    out
}

fn warn(part: &str, row: &StratumReport, report: &mut CheckReport) {
    let stratum = &row.stratum;
    if row.rows == 0 {
        report.warnings.push(text!("plan-check-empty", part = part, stratum = stratum));
    } else if row.eligible == 0 {
        report.warnings.push(text!(
            "plan-check-all-excluded",
            part = part,
            stratum = stratum,
            rows = row.rows
        ));
    } else if row.quota == row.eligible {
        report.warnings.push(text!(
            "plan-check-all-drawn",
            part = part,
            stratum = stratum,
            rows = row.eligible
        ));
    } else if row.quota + row.reserves > row.eligible {
        report.warnings.push(text!(
            "plan-check-reserves",
            part = part,
            stratum = stratum,
            rows = row.eligible
        ));
    }
}

/// The expected number of entities drawn by any of some parts, in billionths.
/// One seed serves all, so an entity drawn at chances p and q in two parts is
/// drawn in any with the greater of them: exactly so where its strata are the
/// same in both, and as a lower bound where they are not.
pub(super) fn union(framed: &[Framed], expected: &[Vec<Expected>], wanted: impl Fn(usize) -> bool) -> u128 {
    let Some(pool) = framed.first().map(|framed| framed.frame.pool()) else { return 0 };
    let mut best: Vec<u32> = vec![0; pool.len()];
    for (number, framed) in framed.iter().enumerate().filter(|(number, _)| wanted(*number)) {
        let counts = framed.frame.counts();
        let chances: Vec<u32> = (expected[number].iter().zip(&counts))
            .map(|(expected, count)| expected.chance(count.eligible))
            .collect();
        for i in (0..framed.frame.len()).filter(|i| framed.frame.is_eligible(*i)) {
            let chance = chances[framed.frame.stratum(i)];
            let best = &mut best[framed.frame.place(i)];
            *best = chance.max(*best);
        }
    }
    best.into_iter().map(u128::from).sum()
}

/// Billionths as the nearest whole number.
pub(super) fn whole(billionths: u128) -> u64 {
    let one = u128::from(Rate::ONE);
    u64::try_from((billionths + one / 2) / one).unwrap_or(u64::MAX)
}
