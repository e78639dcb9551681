//! What the office adds to plan.json.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::before::Before;
use crate::domain::{Instant, Result, calendar};
use crate::record::{LOG_MEMBER, Terms};
use crate::store::keys::{self, Role};
use crate::text;
use crate::workflow::office::Office;
use crate::workflow::plans::PlanText;

/// The log the freeze goes into, and the witnesses it must be filed with.
pub(super) fn terms(office: &Office, text: &PlanText) -> Result<Terms> {
    let (log, witnesses) =
        office.store.read(|tx| Ok((keys::in_force(tx, Role::Log)?, keys::in_force(tx, Role::Witness)?)))?;
    let key = log.into_iter().next().ok_or_else(|| text!("record-no-signer"))?.key;
    let (needed, witnesses) =
        (text.spec.witnesses, witnesses.into_iter().map(|row| row.key).collect::<Vec<_>>());
    if needed > witnesses.len() as u64 {
        return Err(text!("freeze-witnesses", needed = needed, known = witnesses.len()));
    }
    Ok(Terms { key, needed, witnesses })
}

/// The office's members of plan.json beyond the protocol's.
pub(super) fn more(office: &Office, before: &Before, urgent: bool, terms: Terms) -> BTreeMap<String, Json> {
    let write = |at: &Instant| calendar::write_instant(at);
    let mut out = BTreeMap::from([(LOG_MEMBER.to_owned(), json!(terms))]);
    if let Some(approval) = &before.approval {
        // plan.json is public; what the head noted on it stays in the office.
        let (by, at) = (&approval.head, write(&approval.at));
        out.insert("approval".to_owned(), json!({ "by": by, "at": at }));
    }
    if urgent {
        out.insert("urgent".to_owned(), true.into());
    }
    if office.row.practice {
        out.insert("practice".to_owned(), true.into());
    }
    let earlier: Vec<Json> = (before.earlier.iter())
        .map(|attempt| {
            let outcome = if attempt.seed.is_some() { "drawn" } else { "abandoned" };
            json!({
                "serial": attempt.serial,
                "plan": attempt.plan,
                "attempt": attempt.attempt,
                "digest": attempt.p.to_string(),
                "outcome": outcome,
                "reason": attempt.reason.clone().unwrap_or_default(),
                "at": attempt.abandoned_at.as_ref().map(write).unwrap_or_default(),
            })
        })
        .collect();
    if !earlier.is_empty() {
        out.insert("earlier".to_owned(), earlier.into());
    }
    out
}
