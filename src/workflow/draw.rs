//! 抽取与匹配: the ceremony is held, and everything follows from its seed.

use std::collections::BTreeMap;

use serde::Serialize;

use super::files;
use super::filing;
use super::office::Office;
use super::plans::attempt_in_force;
use super::refusal::{Done, Refusal};
use crate::domain::{Digest, Progress, Result, Text, calendar};
use crate::draw::document::{PlanDocument, SourceKind};
use crate::draw::{Ceremony, Contribution};
use crate::publication::bundle::Frozen;
use crate::publication::{Opening, outcome};
use crate::record::details;
use crate::store::attempts::{self, Attempt, AttemptFile};
use crate::store::{barred, commitments};
use crate::text;

/// A draw done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DrawDone {
    /// 计划编号.
    pub plan: String,
    /// Attempt.
    pub attempt: u64,
    /// Digest of plan.json.
    pub p: Digest,
    /// The seed.
    pub seed: Digest,
    /// It was drawn before; nothing was changed.
    pub already: bool,
    /// Digests of the files the draw decided, by name.
    pub files: BTreeMap<String, Digest>,
    /// Each part's figures; empty when it was drawn before.
    pub parts: Vec<PartDrawn>,
    /// Visits.
    pub visits: u64,
    /// Teams.
    pub teams: u64,
    /// Teams that could not be set up.
    pub short: u64,
    /// Groups of the departments matched by groups.
    pub groups: u64,
    /// Experts who come along, over all visits.
    pub experts: u64,
    /// Sources that contributed nothing.
    pub unopened: Vec<String>,
}

/// One part's figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartDrawn {
    /// Slug.
    pub part: String,
    /// Department.
    pub department: String,
    /// Rows of its frame.
    pub rows: u64,
    /// Of them, not excluded.
    pub eligible: u64,
    /// Selected.
    pub selected: u64,
    /// Reserves.
    pub reserves: u64,
}

/// The names of the files a draw decides.
pub const DRAWN_FILES: [&str; 9] = [
    "groups.csv",
    "ceremony.json",
    "quota.csv",
    "draw.csv",
    "visits.csv",
    "opened.csv",
    "short.csv",
    "teams.csv",
    "amendments.csv",
];

/// Draws the plan's attempt in force. A second time changes nothing and gives
/// the same digests.
pub fn draw(office: &Office, plan: &str, progress: &dyn Progress) -> Done<DrawDone> {
    let attempt = office.store.read(|tx| attempt_in_force(tx, plan))?;
    let document = attempt.plan_document()?;
    if let Some(seed) = attempt.seed {
        return drawn_before(office, &attempt, seed);
    }
    filing::demand(office, &attempt, &document)?;
    let (contributions, unopened) = contributions(office, &attempt, &document)?;
    let ceremony = Ceremony::hold(&document, attempt.p, contributions)?;

    let folder = office.paths.attempts().join(attempt.folder());
    progress.begin(text!("progress-frozen"), 0);
    let Frozen { frames, roster, .. } = Frozen::read(&attempt.p, |name| files::read(&folder.join(name)))?;
    progress.end();
    if Digest::of(&files::read(&folder.join("barred.csv"))?) != document.barred.sha256 {
        return Err(text!("frozen-digest", file = "barred.csv").into());
    }
    let openings = openings(office, attempt.serial)?;
    progress.begin(text!("progress-draw"), 0);
    let outcome = outcome(&document, &ceremony, &frames, &roster, &openings);
    progress.end();

    let mut written: BTreeMap<String, Vec<u8>> =
        outcome.files(&document, &frames).into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect();
    written.insert("ceremony.json".into(), ceremony.to_bytes()?);
    let digests: Vec<AttemptFile> = written.iter().map(|(name, bytes)| file(name, bytes)).collect();
    let step = office.begin("draw", plan, &[])?;
    for (name, bytes) in &written {
        files::write_synced(&step.stage(&format!("attempts/{}/{name}", attempt.folder()))?, bytes, false)?;
    }
    step.commit(|tx| {
        let now = office.now();
        attempts::set_drawn(tx, attempt.serial, &ceremony.seed, &now)?;
        attempts::put_files(tx, attempt.serial, &digests)?;
        let files: serde_json::Map<_, _> =
            digests.iter().map(|f| (f.name.clone(), f.sha256.to_string().into())).collect();
        let mut members = details([
            ("plan", plan.into()),
            ("attempt", attempt.attempt.into()),
            ("serial", attempt.serial.into()),
            ("p", attempt.p.to_string().into()),
            ("files", files.into()),
        ]);
        // Who knows the seed of a sealed draw can guess its list.
        if !attempt.sealed {
            members.insert("seed", ceremony.seed.to_string().into());
        }
        office.record_at(tx, &now, "draw", members)
    })?;
    let sum =
        |strata: &[crate::draw::selection::StratumDraw],
         figure: fn(&crate::draw::selection::StratumDraw) -> u64| strata.iter().map(figure).sum();
    let parts = document.parts.iter().zip(&outcome.draws).map(|(part, strata)| PartDrawn {
        part: part.part.clone(),
        department: part.department.clone(),
        rows: sum(strata, |s| s.count.rows),
        eligible: sum(strata, |s| s.count.eligible),
        selected: sum(strata, |s| s.quota),
        reserves: sum(strata, |s| s.drawn.len() as u64 - s.quota.min(s.drawn.len() as u64)),
    });
    Ok(DrawDone {
        plan: plan.into(),
        attempt: attempt.attempt,
        p: attempt.p,
        seed: ceremony.seed,
        already: false,
        files: digests.into_iter().map(|file| (file.name, file.sha256)).collect(),
        parts: parts.collect(),
        visits: outcome.visits.len() as u64,
        teams: outcome.teams.len() as u64,
        short: outcome.short.len() as u64,
        groups: outcome.groups.iter().map(|(_, groups)| groups.len() as u64).sum(),
        experts: outcome.teams.iter().map(|(_, team)| team.experts.len() as u64).sum(),
        unopened,
    })
}

/// A file's name, digest and length.
pub(super) fn file(name: &str, bytes: &[u8]) -> AttemptFile {
    AttemptFile { name: name.to_owned(), sha256: Digest::of(bytes), bytes: bytes.len() as u64 }
}

/// What opens each row of an attempt's barred.csv.
pub(super) fn openings(office: &Office, serial: u64) -> Result<Vec<Opening>> {
    let salts = office.store.read(|tx| barred::salts(tx, serial))?;
    Ok(salts.into_iter().map(|(code, inspector, salt)| Opening { code, inspector, salt }).collect())
}

fn drawn_before(office: &Office, attempt: &Attempt, seed: Digest) -> Done<DrawDone> {
    let files = office.store.read(|tx| attempts::files(tx, attempt.serial))?;
    let files: BTreeMap<String, Digest> = (files.into_iter())
        .filter(|file| DRAWN_FILES.contains(&file.name.as_str()))
        .map(|file| (file.name, file.sha256))
        .collect();
    Ok(DrawDone {
        plan: attempt.plan.clone(),
        attempt: attempt.attempt,
        p: attempt.p,
        seed,
        already: true,
        files,
        parts: Vec::new(),
        visits: 0,
        teams: 0,
        short: 0,
        groups: 0,
        experts: 0,
        unopened: Vec::new(),
    })
}

/// Every source's contribution in plan order, or why it is too early; with the
/// sources that were not opened.
fn contributions(
    office: &Office,
    attempt: &Attempt,
    document: &PlanDocument,
) -> Done<(Vec<Contribution>, Vec<String>)> {
    let (mut given, sealed) = office.store.read(|tx| {
        Ok((commitments::contributions(tx, attempt.serial)?, commitments::sealed(tx, attempt.serial)?))
    })?;
    let over = office.now() >= document.reveal_by()?;
    let (mut all, mut unopened) = (Vec::new(), Vec::new());
    let mut missing: Vec<Text> = Vec::new();
    for source in &document.sources {
        let name = &source.source;
        if let Some(contribution) = given.remove(name) {
            all.push(contribution);
            continue;
        }
        let (mut value, mut nonce) = (String::new(), None);
        match &source.kind {
            SourceKind::Public { when, .. } => {
                let due = calendar::parse_instant(when)?.with_timezone(office.now().offset());
                missing.push(text!("draw-public-missing", source = name, when = due));
            }
            SourceKind::Commitment { .. } if !over => {
                let reveal_by = &document.reveal_by;
                missing.push(text!("draw-commitment-open", source = name, reveal_by = reveal_by));
            }
            SourceKind::Commitment { .. } => unopened.push(name.clone()),
            SourceKind::Sealed { .. } => {
                let (kept, secret) =
                    sealed.get(name).ok_or_else(|| text!("sealed-missing", source = name))?;
                (value, nonce) = (secret.clone(), Some(*kept));
            }
        }
        all.push(Contribution { source: name.clone(), value, nonce, signature: None });
    }
    if missing.is_empty() {
        Ok((all, unopened))
    } else {
        Err(Refusal { text: text!("draw-waits", plan = &attempt.plan), faults: missing })
    }
}
