//! What of a plan can be refused without any other file (protocol §1–2).

use std::collections::BTreeSet;

use super::plan::{PROTOCOL, Part, PlanDocument, Stratum};
use super::source::{Form, SourceKind};
use crate::domain::Result;
use crate::domain::calendar::parse_instant;
use crate::domain::grammar::{check_element, check_scope, check_slug, check_text};
use crate::text;

impl PlanDocument {
    /// Every field in its grammar, every rule of protocol §1–2 that needs no
    /// other file.
    pub fn check(&self) -> Result<()> {
        if self.protocol != PROTOCOL {
            return Err(text!("plan-protocol", value = &self.protocol));
        }
        for value in [&self.office, &self.plan, &self.title] {
            check_text(value)?;
            if value.is_empty() {
                return Err(text!("plan-name-empty"));
            }
        }
        if self.serial == 0 || self.attempt == 0 {
            return Err(text!("plan-counts-from-one"));
        }
        if (self.serial == 1) != self.previous.is_none() {
            return Err(text!("plan-chain", serial = self.serial));
        }
        if self.window[0] > self.window[1] {
            return Err(text!("plan-window", from = self.window[0], to = self.window[1]));
        }
        if self.parts.is_empty() {
            return Err(text!("plan-no-parts"));
        }
        let mut parts = BTreeSet::new();
        for part in &self.parts {
            part.check()?;
            if !parts.insert(&part.part) {
                return Err(text!("plan-part-twice", part = &part.part));
            }
        }
        self.check_crews()?;
        self.check_sources()
    }

    fn check_sources(&self) -> Result<()> {
        let reveal_by = self.reveal_by()?;
        let mut names = BTreeSet::new();
        let mut public = 0;
        for source in &self.sources {
            check_slug(&source.source)?;
            if !names.insert(&source.source) {
                return Err(text!("plan-source-twice", source = &source.source));
            }
            if let SourceKind::Public { describe, when, form } = &source.kind {
                check_text(describe)?;
                form.check()?;
                if parse_instant(when)? <= reveal_by {
                    return Err(text!("plan-source-early", source = &source.source, when = when));
                }
                public += 1;
            }
        }
        if public == 0 { Err(text!("plan-no-public-source")) } else { Ok(()) }
    }
}

impl Part {
    fn check(&self) -> Result<()> {
        check_slug(&self.part)?;
        check_element(&self.department)?;
        self.items.iter().chain(&self.competences).try_for_each(|value| check_element(value))?;
        self.excluded.keys().try_for_each(|reason| check_slug(reason))?;
        if self.team == 0 {
            return Err(text!("plan-team", part = &self.part));
        }
        let mut names = BTreeSet::new();
        for stratum in &self.strata {
            stratum.check(&self.part)?;
            if !names.insert(&stratum.stratum) {
                return Err(text!("plan-stratum-twice", part = &self.part, stratum = &stratum.stratum));
            }
        }
        Ok(())
    }
}

impl Stratum {
    fn check(&self, part: &str) -> Result<()> {
        check_element(&self.stratum)?;
        self.areas.iter().try_for_each(|area| check_scope(area))?;
        self.classes.iter().try_for_each(|class| check_element(class))?;
        let rated = self.rate.is_some() && self.round.is_some() && self.base.is_some();
        let unrated = self.rate.is_none() && self.round.is_none();
        if rated == self.count.is_some() || !(rated || unrated) {
            return Err(text!("plan-rate-or-count", part = part, stratum = &self.stratum));
        }
        Ok(())
    }
}

impl Form {
    fn check(&self) -> Result<()> {
        let ok = match self {
            Form::Numbers { count, width } => (1..=1000).contains(count) && (1..=20).contains(width),
            Form::Decimal { decimals } => *decimals <= 20,
            Form::Drand { round, .. } => *round > 0,
        };
        ok.then_some(()).ok_or_else(|| text!("plan-form"))
    }
}
