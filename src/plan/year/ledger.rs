//! What the year's own draws have drawn so far.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::Digest;

/// One stratum in one draw of the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StratumDraw {
    /// Quarter, 1 to 4.
    pub quarter: u32,
    /// Part.
    pub part: String,
    /// Stratum.
    pub stratum: String,
    /// N then.
    pub rows: u64,
    /// E then.
    pub eligible: u64,
    /// Drawn, substitutes in place of those that were gone.
    pub drawn: u64,
}

/// The draws of a year's plan that are in force.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Every stratum of every draw, draws in their order.
    pub strata: Vec<StratumDraw>,
    /// By part: who was drawn, those that were gone among them.
    pub codes: BTreeMap<String, BTreeSet<String>>,
    /// Plans that are frozen and not drawn: nobody knows yet what they take.
    pub open: Vec<String>,
    /// Plans drawn whose lists are still secret: a later frame would tell them.
    pub secret: Vec<String>,
}

impl Ledger {
    /// Drawn of a part's stratum.
    pub fn drawn(&self, part: &str, stratum: &str) -> u64 {
        let own = |draw: &&StratumDraw| draw.part == part && draw.stratum == stratum;
        self.strata.iter().filter(own).map(|draw| draw.drawn).sum()
    }

    /// Drawn of a part.
    pub fn of_part(&self, part: &str) -> u64 {
        self.strata.iter().filter(|draw| draw.part == part).map(|draw| draw.drawn).sum()
    }

    /// Draws a part took part in.
    pub fn draws(&self, part: &str) -> u32 {
        let own = self.strata.iter().filter(|draw| draw.part == part);
        u32::try_from(own.map(|draw| draw.quarter).collect::<BTreeSet<_>>().len()).unwrap_or(u32::MAX)
    }

    /// The last quarter drawn; 0 before the first.
    pub fn last_quarter(&self) -> u32 {
        self.strata.iter().map(|draw| draw.quarter).max().unwrap_or(0)
    }
}

/// A quarter's numbers and what they were computed from: of every stratum its
/// part and name, its rows, what was drawn of it this year, and the number.
/// Compared before the freeze, so that neither numbers of another registry, or
/// of before another draw, nor numbers changed by hand are drawn.
pub fn basis<'a>(
    plan: &str,
    strata: impl IntoIterator<Item = (&'a str, &'a str, u64, u64)>,
    ledger: &Ledger,
) -> Digest {
    let mut lines = vec!["choucha year".to_owned(), plan.to_owned()];
    for (part, stratum, rows, count) in strata {
        lines.push(format!("{part},{stratum},{rows},{},{count}", ledger.drawn(part, stratum)));
    }
    Digest::of_lines(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}
