//! What the draws before mean for a plan of the year: whom it cannot draw
//! again, and whether its numbers still hold.

use std::collections::BTreeMap;

use crate::domain::{Rate, Text};
use crate::frame::Request;
use crate::plan::wording::YearSoFar;
use crate::plan::year::{Ledger, basis};
use crate::plan::{Framed, PlanSpec};
use crate::text;

/// Puts what was drawn before beside each part's request.
pub(in crate::workflow) fn exclude(requests: &mut [Request], ledger: &Ledger) {
    for request in requests {
        request.drawn = ledger.codes.get(&request.part).into_iter().flatten().cloned().collect();
    }
}

/// What was drawn of each part, as a share of its present rows.
pub(in crate::workflow) fn so_far(ledger: &Ledger, framed: &[Framed]) -> BTreeMap<String, YearSoFar> {
    let of = |framed: &Framed| {
        let part = framed.frame.part();
        let rows = u128::from(framed.frame.len().max(1) as u64);
        let share = u128::from(ledger.of_part(part)) * u128::from(Rate::ONE) / rows;
        let share = u64::try_from(share).unwrap_or(u64::MAX).min(10 * Rate::ONE);
        (part.to_owned(), YearSoFar { draws: ledger.draws(part), billionths: share })
    };
    framed.iter().map(of).collect()
}

/// Why a quarter's numbers do not hold any more.
pub(in crate::workflow) fn stale(spec: &PlanSpec, framed: &[Framed], ledger: &Ledger) -> Vec<Text> {
    let quarter = spec.quarter.unwrap_or(4);
    let mut faults: Vec<Text> =
        ledger.open.iter().map(|plan| text!("plan-year-open", plan = plan.as_str())).collect();
    if !spec.sealed {
        let secret = ledger.secret.iter().map(|plan| text!("plan-year-secret", plan = plan.as_str()));
        faults.extend(secret);
    }
    let counts: Vec<_> = framed.iter().map(|framed| framed.frame.counts()).collect();
    let strata = framed.iter().zip(&counts).flat_map(|(framed, counts)| {
        let part = framed.frame.part();
        framed.strata.iter().zip(counts).map(move |(stratum, rows)| {
            (part, stratum.stratum.as_str(), rows.rows, stratum.count.unwrap_or(u64::MAX))
        })
    });
    if spec.year_basis != Some(basis(&spec.year_plan, strata, ledger)) {
        faults.push(text!("plan-year-stale", plan = &spec.year_plan, quarter = quarter));
    }
    faults
}
