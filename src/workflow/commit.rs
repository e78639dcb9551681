//! 承诺: a participant binds themselves to a value before the freeze.
//!
//! The participant makes the commitment ([`make`]), on a machine of their own
//! or on the office's, and keeps the opening; the office only registers the
//! digest ([`register`]).

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::files;
use super::office::{Office, Random};
use super::refusal::Done;
use crate::domain::grammar::{check_slug, check_text};
use crate::domain::{Digest, Result};
use crate::draw::document::to_canonical;
use crate::draw::seed::commitment;
use crate::plan::{PlanSpec, SourceSpecKind};
use crate::record::details;
use crate::store::{attempts, commitments, plans};
use crate::text;

/// What a participant keeps until the reveal: `SOURCE.opening.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningFile {
    /// 计划编号.
    pub plan: String,
    /// The attempt it is for; another one needs a new commitment.
    pub attempt: u64,
    /// The source.
    pub source: String,
    /// The value.
    pub value: String,
    /// The nonce.
    pub nonce: Digest,
    /// What they make.
    pub commitment: Digest,
}

impl OpeningFile {
    /// Reads one back; refuses one whose parts do not fit together.
    pub fn read(path: &Path) -> Result<Self> {
        let opening: Self = serde_json::from_slice(&files::read(path)?)
            .map_err(|error| text!("opening-malformed", path = path, error = error.to_string()))?;
        let made =
            commitment(&opening.plan, opening.attempt, &opening.source, &opening.nonce, &opening.value);
        if made == opening.commitment { Ok(opening) } else { Err(text!("opening-broken", path = path)) }
    }
}

/// A commitment made, registered, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Committed {
    /// 计划编号.
    pub plan: String,
    /// The attempt it is for.
    pub attempt: u64,
    /// The source.
    pub source: String,
    /// The digest.
    pub commitment: Digest,
    /// Where the opening was written.
    pub opening: Option<PathBuf>,
    /// Whether the office registered it.
    pub registered: bool,
    /// It was registered before; nothing was changed.
    pub already: bool,
}

/// Makes a commitment and writes its opening, readable by its owner only and
/// never over another file; made again it is the one written before. Without a value a random one is taken, which is as
/// good as any.
#[allow(clippy::too_many_arguments)]
pub fn make(
    plan: &str,
    attempt: u64,
    source: &str,
    value: Option<&str>,
    nonce: Option<Digest>,
    file: &Path,
    random: &Random,
) -> Done<Committed> {
    check_text(plan)?;
    check_slug(source)?;
    if file.exists() {
        return made_before(plan, attempt, source, value, nonce, file);
    }
    let fresh = || {
        let mut bytes = [0; 32];
        random(&mut bytes).map(|()| Digest(bytes))
    };
    let nonce = nonce.map_or_else(fresh, Ok)?;
    let value = value.map_or_else(|| fresh().map(|value| value.to_string()), |value| Ok(value.to_owned()))?;
    check_text(&value)?;
    if value.is_empty() {
        return Err(text!("commit-value-empty").into());
    }
    let commitment = commitment(plan, attempt, source, &nonce, &value);
    let opening = OpeningFile { plan: plan.into(), attempt, source: source.into(), value, nonce, commitment };
    files::write_private(file, &to_canonical(&opening)?)?;
    Ok(Committed {
        plan: plan.into(),
        attempt,
        source: source.into(),
        commitment,
        opening: Some(file.to_owned()),
        registered: false,
        already: false,
    })
}

/// The same commitment made again gives the same opening; any other would
/// overwrite it, and is refused.
fn made_before(
    plan: &str,
    attempt: u64,
    source: &str,
    value: Option<&str>,
    nonce: Option<Digest>,
    file: &Path,
) -> Done<Committed> {
    let same = OpeningFile::read(file).ok().filter(|opening| {
        opening.plan == plan
            && opening.attempt == attempt
            && opening.source == source
            && value.is_none_or(|value| value == opening.value)
            && nonce.is_none_or(|nonce| nonce == opening.nonce)
    });
    let opening = same.ok_or_else(|| text!("file-exists", path = file))?;
    Ok(Committed {
        plan: opening.plan,
        attempt,
        source: opening.source,
        commitment: opening.commitment,
        opening: Some(file.to_owned()),
        registered: false,
        already: true,
    })
}

/// The attempt of a plan that commitments are now made for; refuses while one
/// is frozen or drawn.
pub fn coming_attempt(office: &Office, plan: &str) -> Done<u64> {
    let attempts = office.store.read(|tx| attempts::of_plan(tx, plan))?;
    match attempts.last() {
        Some(last) if last.live() => {
            Err(text!("commit-after-freeze", plan = plan, attempt = last.attempt).into())
        }
        _ => Ok(attempts.len() as u64 + 1),
    }
}

/// The attempt that a source's commitment would be registered for, and the
/// commitment it has registered already. Refuses while an attempt is in force,
/// and a source the plan does not have, where the plan is known.
pub fn registrable(office: &Office, plan: &str, source: &str) -> Done<(u64, Option<Digest>)> {
    check_text(plan)?;
    check_slug(source)?;
    let attempt = coming_attempt(office, plan)?;
    let (known, before) = office.store.read(|tx| {
        let before = commitments::list(tx, plan, attempt)?.remove(source);
        Ok((plans::get(tx, plan)?, before))
    })?;
    // A text that was approved could be read then; if it no longer can, the
    // freeze will say so.
    let spec = known
        .and_then(|row| String::from_utf8(row.toml).ok())
        .and_then(|toml| PlanSpec::parse(&toml, plan).ok());
    let fits =
        |s: &crate::plan::SourceSpec| s.source == source && matches!(s.kind, SourceSpecKind::Commitment(_));
    if spec.is_some_and(|spec| !spec.sources.iter().any(fits)) {
        return Err(text!("commit-source-unknown", plan = plan, source = source).into());
    }
    Ok((attempt, before))
}

/// Registers a commitment for the coming attempt. The same again changes
/// nothing; another one needs `replace`, and both stay in the journal.
pub fn register(
    office: &Office,
    plan: &str,
    source: &str,
    commitment: Digest,
    replace: bool,
) -> Done<Committed> {
    let (attempt, before) = registrable(office, plan, source)?;
    let outcome = |already| Committed {
        plan: plan.into(),
        attempt,
        source: source.into(),
        commitment,
        opening: None,
        registered: true,
        already,
    };
    match before {
        Some(before) if before == commitment => return Ok(outcome(true)),
        Some(before) if !replace => {
            return Err(text!("commit-second", source = source, before = before).into());
        }
        _ => {}
    }
    office.begin("commit", plan, &[])?.commit(|tx| {
        let now = office.now();
        commitments::put(tx, plan, attempt, source, &commitment, &now)?;
        let members = details([
            ("plan", plan.into()),
            ("attempt", attempt.into()),
            ("source", source.into()),
            ("commitment", commitment.to_string().into()),
        ]);
        office.record_at(tx, &now, "commit", members)
    })?;
    Ok(outcome(false))
}
