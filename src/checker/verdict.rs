//! What a bundle that holds says: the facts, and what weakens it.

use std::collections::BTreeMap;

use super::log::Logged;
use crate::domain::{Digest, Text};
use crate::text;

/// The result of a successful verification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The office that drew.
    pub office: String,
    /// Plan number.
    pub plan: String,
    /// Title.
    pub title: String,
    /// Which attempt of the plan.
    pub attempt: u64,
    /// Which attempt of the office.
    pub serial: u64,
    /// P, the digest of plan.json.
    pub p: Digest,
    /// The seed.
    pub seed: Digest,
    /// Parts in plan order.
    pub parts: Vec<PartFacts>,
    /// Departments in byte order.
    pub departments: Vec<DepartmentFacts>,
    /// The lead department, where the plan names one.
    pub lead: Option<String>,
    /// Drawn visits by the department whose lead leads them.
    pub led: BTreeMap<String, u64>,
    /// Rows of the roster.
    pub inspectors: u64,
    /// Rows of barred.csv.
    pub barred: u64,
    /// Visits drawn.
    pub visits: u64,
    /// Teams owed (a visit and a department) that could not be set up.
    pub short: u64,
    /// Teams owed that had fewer than 2t candidates.
    pub narrow: u64,
    /// Rows of amendments.csv.
    pub amendments: u64,
    /// Visits still to be made after the amendments.
    pub live_visits: u64,
    /// What the log says; `None` where the plan names none.
    pub logged: Option<Logged>,
    /// What weakens the draw though it breaks no rule.
    pub weaknesses: Vec<Text>,
    /// What no program can check from the folder alone and a reader should.
    pub by_hand: Vec<Text>,
}

/// One part's figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartFacts {
    /// Name.
    pub part: String,
    /// 部门.
    pub department: String,
    /// Rows of the frame.
    pub rows: u64,
    /// Rows not excluded.
    pub eligible: u64,
    /// Excluded rows by reason.
    pub excluded: BTreeMap<String, u64>,
    /// Strata in plan order.
    pub strata: Vec<StratumFacts>,
}

/// One stratum's figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StratumFacts {
    /// Name.
    pub stratum: String,
    /// N.
    pub rows: u64,
    /// E.
    pub eligible: u64,
    /// Selected.
    pub selected: u64,
    /// Reserves drawn.
    pub reserves: u64,
}

/// One department's teams, as drawn (before amendments).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentFacts {
    /// 部门.
    pub department: String,
    /// Teams set up.
    pub teams: u64,
    /// Teams owed that could not be.
    pub short: u64,
    /// Teams owed that had fewer than 2t candidates.
    pub narrow: u64,
    /// Inspectors who were a candidate at least once.
    pub candidates: u64,
    /// Least visits of such an inspector.
    pub least: u64,
    /// Most visits of an inspector.
    pub most: u64,
    /// Groups, where the department is matched by groups.
    pub groups: Option<u64>,
    /// Available inspectors who then are in no group.
    pub ungrouped: u64,
    /// Experts asked for, over all visits with a team.
    pub experts_asked: u64,
    /// Experts who come along.
    pub experts: u64,
    /// Visits to which fewer come than were asked for.
    pub experts_short: u64,
}

impl PartFacts {
    /// Selected in all strata.
    pub fn selected(&self) -> u64 {
        self.strata.iter().map(|stratum| stratum.selected).sum()
    }

    /// Reserves in all strata.
    pub fn reserves(&self) -> u64 {
        self.strata.iter().map(|stratum| stratum.reserves).sum()
    }
}

impl Verdict {
    /// Selected in all parts; an entity that several parts drew counts once for each.
    pub fn selected(&self) -> u64 {
        self.parts.iter().map(PartFacts::selected).sum()
    }

    /// The verdict for a person, one text a line: the facts only; weaknesses
    /// and what is left to check by hand follow in their own lists.
    pub fn texts(&self) -> Vec<Text> {
        let mut out = vec![
            text!("checker-holds"),
            text!("checker-fact-plan", office = &self.office, plan = &self.plan, title = &self.title),
            text!("checker-fact-attempt", attempt = self.attempt, serial = self.serial),
            text!("checker-fact-p", p = self.p),
            text!("checker-fact-seed", seed = self.seed),
        ];
        for part in &self.parts {
            out.push(text!(
                "checker-fact-part",
                part = &part.part,
                department = &part.department,
                rows = part.rows,
                eligible = part.eligible,
                strata = part.strata.len(),
                selected = part.selected(),
                reserves = part.reserves()
            ));
        }
        out.push(text!("checker-fact-visits", visits = self.visits, inspectors = self.inspectors));
        for department in &self.departments {
            out.push(text!(
                "checker-fact-department",
                department = &department.department,
                teams = department.teams,
                candidates = department.candidates,
                least = department.least,
                most = department.most
            ));
            if let Some(groups) = department.groups {
                let (name, ungrouped) = (&department.department, department.ungrouped);
                out.push(text!("checker-fact-groups", department = name, groups = groups, left = ungrouped));
            }
            if department.experts_asked > 0 {
                out.push(text!(
                    "checker-fact-experts",
                    department = &department.department,
                    asked = department.experts_asked,
                    came = department.experts
                ));
            }
        }
        if let (true, Some(lead)) = (self.departments.len() > 1, &self.lead) {
            let led = self.led.get(lead).copied().unwrap_or(0);
            out.push(text!("checker-fact-lead", department = lead, led = led, visits = self.visits));
        }
        out.push(text!("checker-fact-narrow", narrow = self.narrow));
        if let Some(logged) = &self.logged {
            out.push(text!(
                "checker-fact-log",
                origin = &logged.origin,
                freeze = logged.freeze.0,
                frozen = &logged.freeze.1,
                publication = logged.publication.0,
                published = &logged.publication.1,
                size = logged.size,
                root = logged.root
            ));
            if !logged.filed.is_empty() {
                out.push(text!("checker-fact-filed", witnesses = logged.witnesses()));
            }
        }
        out
    }
}
