//! Assembles `plan.json` (protocol §1).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::domain::calendar::write_instant;
use crate::domain::{Digest, Item, Result};
use crate::draw::document::{FileDigest, PROTOCOL, Part, PlanDocument, Source, SourceKind};
use crate::frame::FrameDigest;
use crate::text;

use super::items::{competences, in_force};
use super::{Framed, PartSpec, PlanSpec, SourceSpecKind, requests};

/// What the document needs beyond the plan.
#[derive(Debug)]
pub struct Inputs<'a> {
    /// Name of the office.
    pub office: &'a str,
    /// Counts the office's attempts.
    pub serial: u64,
    /// P of the attempt before.
    pub previous: Option<Digest>,
    /// Counts the plan's attempts.
    pub attempt: u64,
    /// Digest of the registry manifest.
    pub registry: Digest,
    /// All versions on the item list.
    pub items: &'a [Item],
    /// Each part's frame and what was written of it, in plan order.
    pub frames: &'a [(&'a Framed, FrameDigest)],
    /// `roster.csv`.
    pub roster: FileDigest,
    /// `barred.csv`.
    pub barred: FileDigest,
    /// Commitments handed in, by source; they win over those in the plan.
    pub commitments: &'a BTreeMap<String, Digest>,
    /// Further members of parts, by part: a joint plan's `draft`, `approval`.
    pub parts: &'a BTreeMap<String, BTreeMap<String, Value>>,
    /// Further members: `approval`, `earlier`, `practice` …
    pub more: BTreeMap<String, Value>,
}

/// The document, checked against every rule of protocol §1–2 that needs no
/// other file. With it go as members of their own `number`, `organ`, `year`,
/// `quarter`, `directed`, `lead`, `wording` where the plan has them, `sealed`
/// and `urgent` where they hold; each part's `versions` of its items and, in
/// `scope`, every rule that made its frame.
pub fn document(spec: &PlanSpec, inputs: Inputs<'_>) -> Result<PlanDocument> {
    let requests = requests(spec, inputs.items)
        .map_err(|faults| faults.into_iter().next().unwrap_or_else(|| text!("plan-no-parts")))?;
    if inputs.frames.len() != spec.parts.len() {
        let frames = inputs.frames.len();
        return Err(text!("plan-parts-frames", parts = spec.parts.len(), frames = frames));
    }
    let parts = (spec.parts.iter().zip(requests).zip(inputs.frames))
        .map(|((part, request), (framed, written))| {
            let scope = json!({
                "cover": request.frequency.cover,
                "class_from": request.class_from,
                "classes": request.classes,
                "exclude": request.exclude,
                "except": request.scope.except,
                "frequency": {
                    "caps": request.frequency.caps,
                    "exempt": request.frequency.exempt,
                    "gaps": request.frequency.gaps,
                },
                "within": request.scope.within,
            });
            self::part(spec, part, &inputs, framed, written, scope)
        })
        .collect();
    let document = PlanDocument {
        protocol: PROTOCOL.to_owned(),
        office: inputs.office.to_owned(),
        serial: inputs.serial,
        previous: inputs.previous,
        plan: spec.plan.clone(),
        attempt: inputs.attempt,
        title: spec.title.clone(),
        cutoff: spec.cutoff,
        window: spec.window,
        registry: inputs.registry,
        parts,
        roster: inputs.roster.clone(),
        barred: inputs.barred.clone(),
        reveal_by: write_instant(&spec.reveal_by),
        sources: sources(spec, inputs.commitments)?,
        more: more(spec, inputs.more),
    };
    document.check()?;
    Ok(document)
}

fn part(
    spec: &PlanSpec,
    part: &PartSpec,
    inputs: &Inputs<'_>,
    framed: &Framed,
    written: &FrameDigest,
    scope: Value,
) -> Part {
    let (items, _) = in_force(spec, part, inputs.items);
    let versions: Vec<u32> = items.iter().map(|item| item.item.version).collect();
    let mut more = BTreeMap::from([("versions".to_owned(), json!(versions))]);
    if !part.matching.is_empty() {
        more.insert("matching".to_owned(), json!(part.matching));
    }
    if part.experts > 0 {
        more.insert("experts".to_owned(), json!(part.experts));
    }
    more.extend(inputs.parts.get(&part.part).cloned().unwrap_or_default());
    Part {
        part: part.part.clone(),
        department: part.department.clone(),
        items: part.items.clone(),
        competences: competences(part, &items),
        team: part.team,
        rows: written.rows,
        sha256: written.sha256,
        root: written.root,
        excluded: written.excluded.clone(),
        scope,
        strata: framed.strata.clone(),
        more,
    }
}

fn sources(spec: &PlanSpec, commitments: &BTreeMap<String, Digest>) -> Result<Vec<Source>> {
    let commitment = |source: &str, own: Option<Digest>| {
        (commitments.get(source).copied().or(own))
            .ok_or_else(|| text!("plan-document-commitment", source = source))
    };
    (spec.sources.iter())
        .map(|source| {
            let kind = match &source.kind {
                SourceSpecKind::Commitment(own) => {
                    SourceKind::Commitment { commitment: commitment(&source.source, *own)? }
                }
                SourceSpecKind::Sealed(own) => {
                    SourceKind::Sealed { commitment: commitment(&source.source, *own)? }
                }
                SourceSpecKind::Public { describe, when, form } => SourceKind::Public {
                    describe: describe.clone(),
                    when: write_instant(when),
                    form: form.clone(),
                },
            };
            Ok(Source { source: source.source.clone(), kind })
        })
        .collect()
}

/// The plan's members beyond the protocol's; the office's own win.
fn more(spec: &PlanSpec, own: BTreeMap<String, Value>) -> BTreeMap<String, Value> {
    let mut out = BTreeMap::from([
        ("year".to_owned(), json!(spec.year)),
        ("directed".to_owned(), json!(spec.directed)),
        ("lead".to_owned(), json!(spec.lead)),
    ]);
    let mut add = |name: &str, stands: bool, value: Value| {
        if stands {
            out.insert(name.to_owned(), value);
        }
    };
    add("number", !spec.number.is_empty(), json!(spec.number));
    add("organ", !spec.organ.is_empty(), json!(spec.organ));
    add("quarter", spec.quarter.is_some(), json!(spec.quarter));
    add("sealed", spec.sealed, json!(true));
    add("urgent", spec.urgent, json!(true));
    // Pairs, for a member name must be ASCII (protocol §0).
    let readings: Vec<_> = spec.wording.iter().collect();
    add("wording", !readings.is_empty(), json!(readings));
    out.extend(own);
    out
}
