//! 放弃: an attempt is given up, and stays in the record with its reason.

use serde::Serialize;

use super::office::Office;
use super::plans::attempt_in_force;
use super::refusal::Done;
use crate::domain::grammar::check_text;
use crate::record::details;
use crate::store::attempts;
use crate::text;

/// An attempt given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Abandoned {
    /// 计划编号.
    pub plan: String,
    /// Attempt.
    pub attempt: u64,
    /// Why.
    pub reason: String,
    /// Whether it had been drawn already.
    pub drawn: bool,
}

/// Gives the plan's attempt in force up. A drawn one can be given up too; the
/// next attempt's plan.json will say so.
pub fn abandon(office: &Office, plan: &str, why: &str) -> Done<Abandoned> {
    let why = why.trim();
    check_text(why)?;
    if why.is_empty() {
        return Err(text!("reason-empty").into());
    }
    let attempt = office.store.read(|tx| attempt_in_force(tx, plan))?;
    office.begin("abandon", plan, &[])?.commit(|tx| {
        let now = office.now();
        attempts::set_abandoned(tx, attempt.serial, why, &now)?;
        let members = details([
            ("plan", plan.into()),
            ("attempt", attempt.attempt.into()),
            ("serial", attempt.serial.into()),
            ("p", attempt.p.to_string().into()),
            ("drawn", attempt.seed.is_some().into()),
        ])
        .hiding("reason", why);
        office.record_at(tx, &now, "abandon", members)
    })?;
    Ok(Abandoned {
        plan: plan.into(),
        attempt: attempt.attempt,
        reason: why.into(),
        drawn: attempt.seed.is_some(),
    })
}
