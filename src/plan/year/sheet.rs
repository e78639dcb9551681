//! The year's table: what is due, drawn, planned and left.

use serde::Serialize;

use crate::domain::{Rate, Text};
use crate::draw::document::Stratum;
use crate::text;

use super::{Bases, Ledger, Pace, QUARTERS, YearQuota, share, until};

/// A stratum as it stands in the present frame.
#[derive(Debug, Clone)]
pub struct StratumInput<'a> {
    /// Its rule, with the year's rate or number.
    pub stratum: &'a Stratum,
    /// N.
    pub rows: u64,
    /// E: those drawn this year are not among them.
    pub eligible: u64,
    /// Rows that cannot be drawn only because they were drawn this year.
    pub drawn: u64,
}

/// A part to be laid over the year.
#[derive(Debug)]
pub struct PartInput<'a> {
    /// Slug.
    pub part: &'a str,
    /// Its strata.
    pub strata: Vec<StratumInput<'a>>,
    /// Its pace.
    pub pace: Pace,
    /// The least of its items' yearly ceilings on the whole part.
    pub ceiling: Option<Rate>,
}

/// One stratum's year.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct StratumYear {
    /// Name.
    pub stratum: String,
    /// N now; 0 where the stratum has vanished.
    pub rows: u64,
    /// E now.
    pub eligible: u64,
    /// The year's number.
    pub quota: u64,
    /// Drawn, by quarter.
    pub drawn: [u64; QUARTERS],
    /// Planned, by quarter, from the next one on.
    pub planned: [u64; QUARTERS],
    /// Planned in all: what is left to draw.
    pub left: u64,
}

/// A part's year.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Laid {
    /// Strata: those of the present frame in its order, then vanished ones.
    pub strata: Vec<StratumYear>,
    /// What cannot be kept any more, in words.
    #[serde(skip)]
    pub notes: Vec<Text>,
}

/// Lays a part over the quarters from `quarter` (1 to 4) on. What cannot be kept
/// is told in the notes; the numbers then keep the ceilings.
pub fn lay(input: &PartInput<'_>, ledger: &Ledger, quarter: u32) -> Laid {
    let next = (quarter.clamp(1, 4) - 1) as usize;
    let mut laid = Laid::default();
    let mut sums = YearQuota::default();
    for own in &input.strata {
        let name = &own.stratum.stratum;
        let now = YearQuota::base(own.stratum, own.rows, own.eligible, own.drawn);
        let mut before = 0;
        let mut bases = Vec::new();
        // A stratum that nobody was in was none.
        for draw in of(ledger, input.part, name).filter(|draw| draw.rows > 0) {
            bases.push(YearQuota::base(own.stratum, draw.rows, draw.eligible, before));
            before += draw.drawn;
        }
        // Of a draw with its own rate only the present base counts.
        let bases = Bases::new(now, bases.into_iter().filter(|_| input.pace.each.is_none()));
        laid.strata.push(StratumYear {
            stratum: name.clone(),
            rows: own.rows,
            eligible: own.eligible,
            quota: sums.next(own.stratum, bases, input.pace.each.unwrap_or(1)),
            drawn: drawn(ledger, input.part, name),
            ..StratumYear::default()
        });
    }
    if input.pace.each.is_some() {
        each(input, next, &mut laid)
    } else {
        yearly(input, ledger, next, &mut laid)
    }
    for (year, own) in laid.strata.iter_mut().zip(&input.strata) {
        year.left = year.planned.iter().sum();
        if year.left > own.eligible {
            laid.notes.push(text!(
                "plan-year-short",
                part = input.part,
                stratum = &year.stratum,
                left = year.left,
                eligible = own.eligible
            ));
            let mut free = own.eligible;
            for planned in &mut year.planned {
                *planned = (*planned).min(free);
                free -= *planned;
            }
        }
    }
    vanished(input, ledger, &mut laid);
    laid
}

/// The year's rates: what is due until each quarter less what was drawn.
fn yearly(input: &PartInput<'_>, ledger: &Ledger, next: usize, laid: &mut Laid) {
    for (year, own) in laid.strata.iter_mut().zip(&input.strata) {
        let drawn: u64 = year.drawn.iter().sum();
        if drawn > year.quota && YearQuota::is_ceiling(own.stratum) {
            laid.notes.push(text!(
                "plan-year-over",
                part = input.part,
                stratum = &year.stratum,
                drawn = drawn,
                quota = year.quota
            ));
        }
        year.quota = year.quota.max(drawn);
    }
    ceiling(input, ledger, laid);
    let quotas: Vec<u64> = laid.strata.iter().map(|year| year.quota).collect();
    let mut done: Vec<u64> = laid.strata.iter().map(|year| year.drawn.iter().sum()).collect();
    for k in next..QUARTERS {
        // A quarter that takes no part waits, unless no later one would.
        let weights = input.pace.weights;
        if weights[k] == 0 && weights[k..].iter().any(|weight| *weight > 0) {
            continue;
        }
        let due = until(&quotas, &weights, k + 1);
        for ((year, due), done) in laid.strata.iter_mut().zip(due).zip(&mut done) {
            year.planned[k] = due.saturating_sub(*done);
            *done += year.planned[k];
        }
    }
}

/// What the strata ask for together must not pass the items' own ceiling.
fn ceiling(input: &PartInput<'_>, ledger: &Ledger, laid: &mut Laid) {
    let Some(rate) = input.ceiling else { return };
    let now = laid.strata.iter().map(|year| year.rows).sum();
    let quarters = (1..=QUARTERS as u32).map(|quarter| {
        let own = ledger.strata.iter().filter(|draw| draw.part == input.part && draw.quarter == quarter);
        own.map(|draw| draw.rows).sum::<u64>()
    });
    let bases = Bases::new(now, quarters.filter(|rows| *rows > 0));
    let most = u128::from(rate.billionths()) * u128::from(bases.least) / u128::from(Rate::ONE);
    let most = u64::try_from(most).unwrap_or(u64::MAX);
    let drawn = ledger.of_part(input.part);
    let here: u64 = laid.strata.iter().flat_map(|year| year.drawn).sum();
    let asked = laid.strata.iter().map(|year| year.quota).sum::<u64>() + (drawn - here.min(drawn));
    if asked <= most {
        return;
    }
    laid.notes.push(text!(
        "plan-year-conflict",
        part = input.part,
        asked = asked,
        most = most,
        rows = bases.least,
        drawn = drawn
    ));
    let left: Vec<u64> = laid.strata.iter().map(|year| year.quota - year.drawn.iter().sum::<u64>()).collect();
    for (year, left) in laid.strata.iter_mut().zip(share(most.saturating_sub(drawn), &left)) {
        year.quota = year.drawn.iter().sum::<u64>() + left;
    }
}

/// Every draw with its own rate.
fn each(input: &PartInput<'_>, next: usize, laid: &mut Laid) {
    for year in &mut laid.strata {
        let once = year.quota;
        for k in (next..QUARTERS).filter(|k| input.pace.weights[*k] > 0) {
            year.planned[k] = once;
        }
        year.quota = year.drawn.iter().chain(&year.planned).sum();
    }
    for k in (0..next).filter(|k| input.pace.weights[*k] > 0) {
        if laid.strata.iter().all(|year| year.drawn[k] == 0) && laid.strata.iter().any(|year| year.quota > 0)
        {
            laid.notes.push(text!("plan-year-missed", part = input.part, quarter = k + 1));
        }
    }
}

/// Strata that were drawn from and are not in the frame any more.
fn vanished(input: &PartInput<'_>, ledger: &Ledger, laid: &mut Laid) {
    for draw in ledger.strata.iter().filter(|draw| draw.part == input.part) {
        if laid.strata.iter().any(|year| year.stratum == draw.stratum) {
            continue;
        }
        let drawn = drawn(ledger, input.part, &draw.stratum);
        let quota = drawn.iter().sum();
        laid.notes.push(text!("plan-year-gone", part = input.part, stratum = &draw.stratum, drawn = quota));
        laid.strata.push(StratumYear {
            stratum: draw.stratum.clone(),
            quota,
            drawn,
            ..StratumYear::default()
        });
    }
}

fn of<'a>(
    ledger: &'a Ledger,
    part: &'a str,
    stratum: &'a str,
) -> impl Iterator<Item = &'a super::StratumDraw> {
    ledger.strata.iter().filter(move |draw| draw.part == part && draw.stratum == stratum)
}

fn drawn(ledger: &Ledger, part: &str, stratum: &str) -> [u64; QUARTERS] {
    let mut out = [0; QUARTERS];
    for draw in of(ledger, part, stratum) {
        if let Some(quarter) = out.get_mut((draw.quarter.max(1) - 1) as usize) {
            *quarter += draw.drawn;
        }
    }
    out
}
