//! 揭示: participants open their commitments, public values come in.

use serde::Serialize;

use super::filing;
use super::office::Office;
use super::plans::attempt_in_force;
use super::refusal::Done;
use crate::domain::{Digest, Text, calendar};
use crate::draw::Contribution;
use crate::draw::document::SourceKind;
use crate::record::details;
use crate::store::commitments;
use crate::text;

/// A contribution taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Revealed {
    /// 计划编号.
    pub plan: String,
    /// Attempt.
    pub attempt: u64,
    /// Source.
    pub source: String,
    /// Its value.
    pub value: String,
    /// It was given before; nothing was changed.
    pub already: bool,
    /// Sources still without a value.
    pub missing: Vec<String>,
}

/// What is given.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The source.
    pub source: String,
    /// Its value.
    pub value: String,
    /// Opens a commitment.
    pub nonce: Option<Digest>,
    /// A drand round's signature.
    pub signature: Option<String>,
}

/// Takes one source's value for the plan's attempt in force.
///
/// # Errors
/// `attempt-none` before the freeze, `attempt-abandoned`, `source-unknown`,
/// `reveal-sealed`, `reveal-second` (another value was given), `reveal-drawn`,
/// `reveal-late` (a commitment at or after `reveal_by`), `reveal-early` (a
/// public value before it falls due), and what [`Contribution::check`] says:
/// `commitment-wrong`, `public-spelling`, `drand-…`.
pub fn reveal(office: &Office, plan: &str, given: Given) -> Done<Revealed> {
    let (attempt, taken) = office.store.read(|tx| {
        let attempt = attempt_in_force(tx, plan)?;
        let taken = commitments::contributions(tx, attempt.serial)?;
        Ok((attempt, taken))
    })?;
    let document = attempt.plan_document()?;
    let source = (document.sources.iter().find(|source| source.source == given.source))
        .ok_or_else(|| text!("source-unknown", source = &given.source))?;
    let contribution = Contribution {
        source: given.source.clone(),
        value: given.value,
        nonce: given.nonce,
        signature: given.signature,
    };
    let outcome = |contribution: &Contribution, already| {
        let has = |name: &String| taken.contains_key(name) || *name == contribution.source;
        let open = document.sources.iter().filter(|s| !matches!(s.kind, SourceKind::Sealed { .. }));
        Revealed {
            plan: plan.into(),
            attempt: attempt.attempt,
            source: contribution.source.clone(),
            value: contribution.value.clone(),
            already,
            missing: open.map(|s| s.source.clone()).filter(|name| !has(name)).collect(),
        }
    };
    if let Some(before) = taken.get(&given.source) {
        if before.value == contribution.value {
            return Ok(outcome(&contribution, true));
        }
        return Err(text!("reveal-second", source = &given.source, before = &before.value).into());
    }
    if let Some(at) = attempt.drawn_at {
        return Err(text!("reveal-drawn", plan = plan, attempt = attempt.attempt, at = at).into());
    }
    filing::demand(office, &attempt, &document)?;
    let now = office.now();
    match &source.kind {
        SourceKind::Sealed { .. } => return Err(text!("reveal-sealed", source = &given.source).into()),
        SourceKind::Commitment { .. } => {
            if contribution.nonce.is_none() {
                return Err(text!("contribution-no-nonce", source = &given.source).into());
            }
            if now >= document.reveal_by()? {
                return Err(late(&given.source, &document.reveal_by, &now));
            }
        }
        SourceKind::Public { when, .. } => {
            let due = calendar::parse_instant(when)?;
            if now < due {
                return Err(text!("reveal-early", source = &given.source, when = due, now = now).into());
            }
        }
    }
    contribution.check(&document)?;
    office.begin("reveal", plan, &[])?.commit(|tx| {
        let now = office.now();
        // Once more inside the transaction's moment: the clock went on.
        if matches!(source.kind, SourceKind::Commitment { .. }) && now >= document.reveal_by()? {
            return Err(late(&given.source, &document.reveal_by, &now).text);
        }
        commitments::contribute(tx, attempt.serial, &contribution, &now)?;
        let mut members = details([
            ("plan", plan.into()),
            ("attempt", attempt.attempt.into()),
            ("serial", attempt.serial.into()),
            ("p", attempt.p.to_string().into()),
            ("source", given.source.as_str().into()),
            ("value", contribution.value.as_str().into()),
        ]);
        if let Some(nonce) = contribution.nonce {
            members.insert("nonce", nonce.to_string().into());
        }
        if let Some(signature) = &contribution.signature {
            members.insert("signature", signature.as_str().into());
        }
        office.record_at(tx, &now, "reveal", members)
    })?;
    Ok(outcome(&contribution, false))
}

fn late(source: &str, reveal_by: &str, now: &crate::domain::Instant) -> super::refusal::Refusal {
    let text: Text = text!("reveal-late", source = source, reveal_by = reveal_by, now = *now);
    text.into()
}
