//! 冻结: everything the draw depends on is fixed before its seed can be known.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::draw::file;
use super::files;
use super::office::Office;
use super::pending::Step;
use super::plans::{PlanText, keep_text, read_plan};
use super::prepare::{Prepared, prepare};
use super::refusal::{Done, Refusal};
use crate::domain::{Digest, Instant, Progress, Result, Text, calendar};
use crate::draw::document::{FileDigest, PlanDocument};
use crate::draw::seed::commitment;
use crate::frame::{FrameDigest, History};
use crate::plan::document::{Inputs, document};
use crate::plan::{Framed, SourceSpecKind, barred as barred_file, roster, rotation};
use crate::record::{LOG_MEMBER, Terms, details};
use crate::store::approvals::{self, Approval};
use crate::store::attempts::{self, Attempt, AttemptFile, folder};
use crate::store::keys::{self, Role};
use crate::store::{barred, commitments};
use crate::text;

/// A plan frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Frozen {
    /// 计划编号.
    pub plan: String,
    /// Counts the plan's attempts.
    pub attempt: u64,
    /// Counts the office's.
    pub serial: u64,
    /// Digest of plan.json.
    pub p: Digest,
    /// Frozen before its approval.
    pub urgent: bool,
    /// Stays secret until disclosed.
    pub sealed: bool,
    /// Its folder below the office.
    pub folder: String,
    /// Each part's figures.
    pub parts: Vec<PartFrozen>,
    /// Inspectors on the roster.
    pub inspectors: u64,
    /// Barred pairs.
    pub barred: u64,
    /// Participants have until then to open their commitments.
    pub reveal_by: String,
    /// What should be looked at.
    pub warnings: Vec<Text>,
}

/// One part's figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartFrozen {
    /// Slug.
    pub part: String,
    /// Department.
    pub department: String,
    /// Rows of the frame.
    pub rows: u64,
    /// Excluded rows by reason.
    pub excluded: BTreeMap<String, u64>,
    /// Strata.
    pub strata: u64,
}

/// Freezes the plan in `file` as its next attempt. `urgent` freezes it before
/// the head's approval, which is then due afterwards and marked so.
///
/// # Errors
/// `freeze-open`, `freeze-drawn` (abandon first), `freeze-unapproved`,
/// `freeze-changed` (another text was approved), `freeze-late`,
/// `freeze-commitments`, `freeze-sealed-given`, `freeze-nothing`,
/// `registry-empty`, a damaged registry, the plan's own faults.
pub fn freeze(office: &Office, file: &Path, urgent: bool, progress: &dyn Progress) -> Done<Frozen> {
    let text = read_plan(file)?;
    let plan = text.spec.plan.as_str();
    let urgent = urgent || text.spec.urgent;
    let before = Before::of(office, &text)?;
    if !urgent && before.approval.is_none() {
        return Err(before.unapproved(plan).into());
    }
    let parts = super::joint::members(office, &text.spec)?;
    let unapproved = super::joint::standing(office, &text)?.0;
    if !urgent && !unapproved.is_empty() {
        return Err(Refusal { text: text!("freeze-parts-unapproved", plan = plan), faults: unapproved });
    }
    let urgent = before.approval.is_none() || !unapproved.is_empty();
    let withdrawn = super::joint::withdrawn(office, plan)?;
    let now = office.now();
    if now >= text.spec.reveal_by {
        return Err(text!("freeze-late", reveal_by = text.spec.reveal_by, now = now).into());
    }
    let (mut pledged, secrets) = pledges(office, &text, &before)?;

    let prepared = prepare(office, &text, progress)?;
    if !prepared.report.faults.is_empty() {
        let faults = prepared.report.faults;
        return Err(Refusal { text: text!("plan-faults", plan = plan, count = faults.len()), faults });
    }
    if prepared.report.selections == 0 {
        return Err(text!("freeze-nothing", plan = plan).into());
    }

    let attempt_folder = folder(plan, before.attempt);
    let step = office.begin("freeze", plan, &[])?;
    let written = write_inputs(&step, &attempt_folder, office, &text, &prepared, progress)?;
    pledged.extend(secrets.iter().map(|(source, secret)| {
        let digest = commitment(plan, before.attempt, source, &secret.0, &secret.1);
        (source.clone(), digest)
    }));
    let frames: Vec<(&Framed, FrameDigest)> = prepared.framed.iter().zip(written.frames).collect();
    let document = document(
        &text.spec,
        Inputs {
            office: &office.row.name,
            serial: before.serial,
            previous: before.previous,
            attempt: before.attempt,
            registry: prepared.registry,
            items: &prepared.items,
            frames: &frames,
            roster: written.roster,
            barred: written.barred,
            commitments: &pledged,
            parts: &parts,
            more: more(office, &before, urgent, terms(office, &text)?).into_iter().chain(withdrawn).collect(),
        },
    )?;
    let bytes = document.to_bytes()?;
    let p = Digest::of(&bytes);
    files::write_synced(&step.stage(&format!("attempts/{attempt_folder}/plan.json"))?, &bytes, false)?;
    let mut recorded = written.files;
    recorded.push(self::file("plan.json", &bytes));

    let now = office.now();
    step.commit(|tx| {
        keep_text(tx, &text, &now)?;
        let attempt = Attempt {
            serial: before.serial,
            plan: plan.to_owned(),
            attempt: before.attempt,
            toml: text.sha256,
            document: bytes,
            p,
            urgent,
            sealed: text.spec.sealed,
            frozen_at: now,
            seed: None,
            drawn_at: None,
            reason: None,
            abandoned_at: None,
        };
        attempts::add(tx, &attempt)?;
        attempts::put_files(tx, before.serial, &recorded)?;
        let salts = written.salts.iter().map(|o| (o.code.as_str(), o.inspector.as_str(), o.salt));
        barred::keep_salts(tx, before.serial, salts)?;
        for (source, (nonce, value)) in &secrets {
            commitments::seal(tx, before.serial, source, nonce, value)?;
        }
        let mut members = details([
            ("plan", plan.into()),
            ("attempt", before.attempt.into()),
            ("serial", before.serial.into()),
            ("p", p.to_string().into()),
            ("toml", text.sha256.to_string().into()),
            ("registry", prepared.registry.to_string().into()),
            ("urgent", urgent.into()),
            ("sealed", text.spec.sealed.into()),
        ]);
        if let Some(previous) = before.previous {
            members.insert("previous", previous.to_string().into());
        }
        office.record_at(tx, &now, "freeze", members)
    })?;
    Ok(frozen(&document, p, urgent, &attempt_folder, prepared.report.warnings))
}

fn frozen(document: &PlanDocument, p: Digest, urgent: bool, folder: &str, warnings: Vec<Text>) -> Frozen {
    let parts = document.parts.iter().map(|part| PartFrozen {
        part: part.part.clone(),
        department: part.department.clone(),
        rows: part.rows,
        excluded: part.excluded.clone(),
        strata: part.strata.len() as u64,
    });
    Frozen {
        plan: document.plan.clone(),
        attempt: document.attempt,
        serial: document.serial,
        p,
        urgent,
        sealed: document.more.contains_key("sealed"),
        folder: format!("attempts/{folder}"),
        parts: parts.collect(),
        inspectors: document.roster.rows,
        barred: document.barred.rows,
        reveal_by: document.reveal_by.clone(),
        warnings,
    }
}

/// What stood before this attempt.
struct Before {
    attempt: u64,
    serial: u64,
    previous: Option<Digest>,
    earlier: Vec<Attempt>,
    approval: Option<Approval>,
    /// Another text of the plan was approved.
    other_approved: bool,
    registered: BTreeMap<String, Digest>,
}

impl Before {
    fn of(office: &Office, text: &PlanText) -> Done<Self> {
        let plan = text.spec.plan.as_str();
        let before = office.store.read(|tx| {
            let earlier = attempts::of_plan(tx, plan)?;
            let last = attempts::last(tx)?;
            let attempt = earlier.len() as u64 + 1;
            let known = crate::store::plans::get(tx, plan)?;
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

    fn unapproved(&self, plan: &str) -> Text {
        if self.other_approved {
            text!("freeze-changed", plan = plan)
        } else {
            text!("freeze-unapproved", plan = plan)
        }
    }
}

/// Nonce and value of each of the office's own sealed sources.
type Secrets = BTreeMap<String, (Digest, String)>;

/// The participants' commitments, and fresh secrets for the office's own
/// sealed sources. Every missing commitment is told.
fn pledges(office: &Office, text: &PlanText, before: &Before) -> Done<(BTreeMap<String, Digest>, Secrets)> {
    let (mut pledged, mut secrets) = (BTreeMap::new(), Secrets::new());
    let mut faults = Vec::new();
    let mut registered = before.registered.clone();
    for source in &text.spec.sources {
        let name = &source.source;
        let handed_in = registered.remove(name);
        match (&source.kind, handed_in) {
            (SourceSpecKind::Commitment(Some(said)), Some(other)) if *said != other => {
                faults.push(text!("freeze-commitment-differs", source = name, registered = other));
            }
            (SourceSpecKind::Commitment(said), handed_in) if said.or(handed_in).is_some() => {
                pledged.extend(said.or(handed_in).map(|digest| (name.clone(), digest)));
            }
            (SourceSpecKind::Commitment(_), _) => {
                faults.push(text!("freeze-commitment-missing", source = name, plan = &text.spec.plan));
            }
            (SourceSpecKind::Sealed(Some(_)), _) => {
                faults.push(text!("freeze-sealed-given", source = name));
            }
            (SourceSpecKind::Sealed(None), _) => {
                secrets.insert(name.clone(), (office.nonce()?, office.nonce()?.to_string()));
            }
            (SourceSpecKind::Public { .. }, _) => {}
        }
    }
    for name in registered.keys() {
        faults.push(text!("freeze-commitment-surplus", source = name));
    }
    if faults.is_empty() {
        Ok((pledged, secrets))
    } else {
        Err(Refusal { text: text!("freeze-commitments", plan = &text.spec.plan), faults })
    }
}

/// What was written of the draw's inputs.
struct Written {
    frames: Vec<FrameDigest>,
    roster: FileDigest,
    barred: FileDigest,
    salts: Vec<barred_file::Opening>,
    files: Vec<AttemptFile>,
}

fn write_inputs(
    step: &Step<'_>,
    folder: &str,
    office: &Office,
    text: &PlanText,
    prepared: &Prepared,
    progress: &dyn Progress,
) -> Result<Written> {
    let place = |name: &str| step.stage(&format!("attempts/{folder}/{name}"));
    let (mut frames, mut recorded) = (Vec::new(), Vec::new());
    for framed in &prepared.framed {
        let name = format!("frames/{}.csv", framed.frame.part());
        let path = place(&name)?;
        let mut stream = files::Stream::create(&path)?;
        let digest = framed.frame.write(&mut stream, progress)?;
        stream.finish()?;
        let bytes = std::fs::metadata(&path).map_err(|error| files::fault(&path, &error))?.len();
        recorded.push(AttemptFile { name, sha256: digest.sha256, bytes });
        frames.push(digest);
    }
    let spec = &text.spec;
    let departments: Vec<&str> = spec.parts.iter().map(|part| part.department.as_str()).collect();
    let (roster_bytes, inspectors) =
        roster::write(&prepared.inspectors, &departments, &spec.roster, spec.window)?;
    let listed = roster::list(&prepared.inspectors, &departments, &spec.roster, spec.window);
    let mut pairs = barred_file::in_force(&prepared.bars, spec.window[0]);
    pairs.extend(rotation::pairs(&spec.recusal, &History::new(&prepared.history), spec.cutoff));
    let pairs = barred_file::relevant(pairs, &prepared.framed, &listed);
    let (barred_bytes, salts) = barred_file::write(&pairs, &mut || office.nonce())?;
    for (name, bytes) in [("roster.csv", &roster_bytes), ("barred.csv", &barred_bytes)] {
        files::write_synced(&place(name)?, bytes, false)?;
        recorded.push(file(name, bytes));
    }
    Ok(Written {
        frames,
        roster: FileDigest { rows: inspectors, sha256: Digest::of(&roster_bytes) },
        barred: FileDigest { rows: salts.len() as u64, sha256: Digest::of(&barred_bytes) },
        salts,
        files: recorded,
    })
}

/// The log the freeze goes into, and the witnesses it must be filed with.
fn terms(office: &Office, text: &PlanText) -> Result<Terms> {
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
fn more(office: &Office, before: &Before, urgent: bool, terms: Terms) -> BTreeMap<String, Json> {
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
