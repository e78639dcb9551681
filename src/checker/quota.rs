//! quota.csv, recomputed by the exact rule (protocol §3): no floats, nothing
//! rounded but where the rule says so.

use std::path::Path;

use super::rows::{number, scan};
use super::{Fault, Rule};
use crate::domain::{Digest, Rate};
use crate::draw::document::{Base, Part, PlanDocument, Round};
use crate::text;

/// File name.
pub const FILE: &str = "quota.csv";
const COLUMNS: &str = "part,stratum,rows,eligible,quota,reserves";

/// N and E of a stratum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Size {
    /// All rows.
    pub rows: u64,
    /// Rows not excluded.
    pub eligible: u64,
}

/// One line of quota.csv.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// N and E.
    pub size: Size,
    /// How many are selected.
    pub quota: u64,
    /// How many reserves the plan asks for.
    pub reserves: u64,
}

impl Quota {
    /// How many rows of draw.csv the stratum has.
    pub fn listed(&self) -> u64 {
        self.quota + self.reserves.min(self.size.eligible - self.quota)
    }
}

/// The quotas of one part; `sizes` in plan order.
pub fn of_part(seed: &Digest, part: &Part, sizes: &[Size]) -> Vec<Quota> {
    let one = u128::from(Rate::ONE);
    let word = Digest::of_lines(&["choucha/1 round", &seed.to_string(), &part.part]);
    let u = word.0.iter().take(8).fold(0u128, |sum, byte| sum << 8 | u128::from(*byte));
    // T in billionths over the fair strata so far, and ⌊T + u⌋.
    let (mut total, mut taken) = (0u128, 0u128);
    let mut out = Vec::with_capacity(sizes.len());
    for (stratum, size) in part.strata.iter().zip(sizes) {
        let base = match stratum.base {
            Some(Base::Eligible) => size.eligible,
            Some(Base::All) | None => size.rows,
        };
        let exact = u128::from(stratum.rate.map_or(0, Rate::billionths)) * u128::from(base);
        let quota = match (stratum.count, stratum.round) {
            (Some(count), _) => u128::from(count),
            (None, Some(Round::Up)) => exact.div_ceil(one),
            (None, Some(Round::Down) | None) => exact / one,
            (None, Some(Round::Fair)) => {
                total += exact;
                // ⌊(whole + rest/10⁹) + u/2⁶⁴⌋, the fractions over one denominator.
                let upto = total / one + (((total % one) << 64) + u * one) / (one << 64);
                let quota = upto - taken;
                taken = upto;
                quota
            }
        };
        let quota = quota.max(u128::from(stratum.min.unwrap_or(0)));
        let quota = quota.min(u128::from(stratum.max.unwrap_or(u64::MAX)));
        let quota = u64::try_from(quota).unwrap_or(u64::MAX).min(size.eligible);
        out.push(Quota { size: *size, quota, reserves: stratum.reserves });
    }
    out
}

/// Compares quota.csv with the recomputed quotas, all strata in plan order.
pub fn check(dir: &Path, plan: &PlanDocument, quotas: &[Quota]) -> Result<(), Fault> {
    let strata: Vec<_> =
        plan.parts.iter().flat_map(|part| part.strata.iter().map(move |stratum| (part, stratum))).collect();
    let mut index = 0;
    let read = scan::<6>(dir, FILE, COLUMNS, |_, [part, stratum, rows, eligible, quota, reserves]| {
        let wrong = |reason| Err((Rule::Entities, reason));
        let (Some((plan_part, plan_stratum)), Some(expected)) = (strata.get(index), quotas.get(index)) else {
            return wrong(text!("checker-quota-surplus", part = part, stratum = stratum));
        };
        index += 1;
        if (part, stratum) != (&plan_part.part, &plan_stratum.stratum) {
            return wrong(text!(
                "checker-quota-order",
                part = part,
                stratum = stratum,
                expected_part = &plan_part.part,
                expected_stratum = &plan_stratum.stratum
            ));
        }
        let [rows, eligible, quota, reserves] =
            [number(rows)?, number(eligible)?, number(quota)?, number(reserves)?];
        if rows != expected.size.rows {
            return wrong(text!(
                "checker-quota-rows",
                stratum = stratum,
                found = rows,
                counted = expected.size.rows
            ));
        }
        if eligible != expected.size.eligible {
            let counted = expected.size.eligible;
            return wrong(text!(
                "checker-quota-eligible",
                stratum = stratum,
                found = eligible,
                counted = counted
            ));
        }
        if quota != expected.quota {
            return wrong(text!(
                "checker-quota-quota",
                stratum = stratum,
                found = quota,
                expected = expected.quota
            ));
        }
        if reserves != expected.reserves {
            let expected = expected.reserves;
            return wrong(text!(
                "checker-quota-reserves",
                stratum = stratum,
                found = reserves,
                expected = expected
            ));
        }
        Ok(())
    })?;
    match strata.get(index) {
        None => Ok(()),
        Some((part, stratum)) => {
            let reason = text!("checker-quota-lacks", part = &part.part, stratum = &stratum.stratum);
            Err(Fault::of_line(FILE, read + 2, Rule::Entities, reason))
        }
    }
}
