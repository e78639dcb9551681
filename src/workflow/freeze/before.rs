//! What stood before this attempt.

use std::collections::BTreeMap;

use crate::domain::{Digest, Text};
use crate::store::approvals::{self, Approval};
use crate::store::attempts::{self, Attempt};
use crate::store::{commitments, plans};
use crate::text;
use crate::workflow::office::Office;
use crate::workflow::plans::PlanText;
use crate::workflow::refusal::Done;

/// What stood before this attempt.
pub(super) struct Before {
    pub(super) attempt: u64,
    pub(super) serial: u64,
    pub(super) previous: Option<Digest>,
    pub(super) earlier: Vec<Attempt>,
    pub(super) approval: Option<Approval>,
    /// Another text of the plan was approved.
    pub(super) other_approved: bool,
    pub(super) registered: BTreeMap<String, Digest>,
}

impl Before {
    /// Refused where the last attempt still stands.
    pub(super) fn of(office: &Office, text: &PlanText) -> Done<Self> {
        let plan = text.spec.plan.as_str();
        let before = office.store.read(|tx| {
            let earlier = attempts::of_plan(tx, plan)?;
            let last = attempts::last(tx)?;
            let attempt = earlier.len() as u64 + 1;
            let known = plans::get(tx, plan)?;
            let other = match known.filter(|row| row.sha256 != text.sha256) {
                Some(row) => approvals::get(tx, plan, &row.sha256)?.is_some(),
                None => false,
            };
            Ok(Self {
                attempt,
                serial: last.as_ref().map_or(0, |last| last.serial) + 1,
                previous: last.map(|last| last.p),
                approval: approvals::get(tx, plan, &text.sha256)?,
                other_approved: other,
                registered: commitments::list(tx, plan, attempt)?,
                earlier,
            })
        })?;
        match before.earlier.last() {
            Some(last) if last.open() => {
                Err(text!("freeze-open", plan = plan, attempt = last.attempt).into())
            }
            Some(last) if last.live() => {
                Err(text!("freeze-drawn", plan = plan, attempt = last.attempt).into())
            }
            _ => Ok(before),
        }
    }

    /// Why the plan may not be frozen unapproved.
    pub(super) fn unapproved(&self, plan: &str) -> Text {
        if self.other_approved {
            text!("freeze-changed", plan = plan)
        } else {
            text!("freeze-unapproved", plan = plan)
        }
    }
}
