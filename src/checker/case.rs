//! 案卷: one visit's full-process record as a set of files, checked by whoever
//! has the log's key. It needs neither office nor database.

use std::collections::BTreeMap;

use serde_json::Value;

use super::folder::SUMS;
use super::log::{Chain, Proven};
use super::{Fault, Rule};
use crate::domain::{Digest, Text};
use crate::draw::PlanDocument;
use crate::draw::document::parse_canonical;
use crate::log::VerifierKey;
use crate::record::Terms;
use crate::record::proofs::{CHECKPOINT, PROOFS};
use crate::text;

/// The record in words of its own.
pub const CASE: &str = "case.json";
/// The attempt's plan.
pub const PLAN: &str = "plan.json";
/// Where documents handed in lie, each named by its digest.
pub const EVIDENCE: &str = "evidence/";
/// Where every version of the visit's results lies, each named by its digest.
pub const RESULTS: &str = "results/";

/// A case file that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// 计划编号.
    pub plan: String,
    /// The visit.
    pub visit: u64,
    /// The log's origin.
    pub origin: String,
    /// The key that signed its checkpoint.
    pub key: String,
    /// The log entry that this case file is on record by, and its time.
    pub entry: (u64, String),
    /// Files in it, the log's proofs not counted.
    pub files: u64,
    /// Documents whose digests stand in the log.
    pub documents: u64,
    /// Versions of results that the log commits to.
    pub results: u64,
}

/// Checks the files of a case, by name.
///
/// # Errors
/// The first thing wrong: a file missing, foreign or altered; a proof that does
/// not lead to the checkpoint; a case that is not the one on record.
pub fn check(files: &BTreeMap<String, Vec<u8>>, pinned: Option<&VerifierKey>) -> Result<Case, Fault> {
    let wrong = |file: &str, reason: Text| Fault::of_file(file, Rule::Log, reason);
    let get = |name: &str| files.get(name).ok_or_else(|| wrong(name, text!("checker-missing")));
    let sums = get(SUMS)?;
    listed(files, sums).map_err(|(file, reason)| wrong(&file, reason))?;

    let bytes = get(PLAN)?;
    let plan = PlanDocument::parse(bytes).map_err(|reason| wrong(PLAN, reason))?;
    let terms = Terms::of(&plan).map_err(|reason| wrong(PLAN, reason))?;
    let terms = terms.ok_or_else(|| wrong(PLAN, text!("checker-log-unnamed")))?;
    let chain = Chain::of(get(CHECKPOINT)?, get(PROOFS)?, &terms, pinned)?;

    let of_case = |reason| wrong(CASE, reason);
    let case: Value = parse_canonical(get(CASE)?).map_err(of_case)?;
    let (visit, serial) = (case["visit"].as_u64().unwrap_or(0), case["serial"].as_u64().unwrap_or(0));
    let entry = |kind: &str| {
        let own = move |proven: &&Proven| {
            proven.entry.kind.name == kind && proven.entry.count("serial") == plan.serial
        };
        chain.entries.values().rfind(own).map(|proven| &proven.entry)
    };
    let freeze =
        entry("freeze").ok_or_else(|| of_case(text!("checker-log-no-freeze", serial = plan.serial)))?;
    if freeze.digest("p") != Some(Digest::of(bytes)) || serial != plan.serial {
        return Err(wrong(PLAN, super::log::differs(freeze, "p")));
    }
    let made = chain
        .entries
        .values()
        .map(|proven| &proven.entry)
        .rfind(|entry| entry.kind.name == "case" && entry.digest("sums") == Some(Digest::of(sums)));
    let made = made.ok_or_else(|| wrong(SUMS, text!("checker-case-unrecorded")))?;
    if made.count("serial") != plan.serial || made.count("visit") != visit {
        return Err(of_case(super::log::differs(made, "visit")));
    }
    // Every document the log speaks of for this visit is here.
    let mut documents = 0;
    for ((seq, member), value) in chain.openings.iter().filter(|((_, member), _)| member == "proof") {
        let name = format!("{EVIDENCE}{value}");
        if !files.contains_key(&name) {
            return Err(wrong(&name, text!("checker-case-document", seq = *seq, member = member)));
        }
        documents += 1;
    }
    // Every version recorded is here, and the evidence it names.
    let mut results = 0;
    for ((seq, member), value) in chain.openings.iter().filter(|((_, member), _)| member == "result") {
        let name = format!("{RESULTS}{value}.json");
        let missing = || wrong(&name, text!("checker-case-document", seq = *seq, member = member));
        let bytes = files.get(&name).ok_or_else(missing)?;
        let result: Value = parse_canonical(bytes).map_err(|reason| wrong(&name, reason))?;
        if result["visit"].as_u64() != Some(visit) {
            return Err(wrong(&name, text!("checker-case-document", seq = *seq, member = member)));
        }
        for one in result["evidence"].as_array().into_iter().flatten() {
            let name = format!("{EVIDENCE}{}", one["digest"].as_str().unwrap_or_default());
            if !files.contains_key(&name) {
                return Err(wrong(&name, text!("checker-missing")));
            }
            documents += 1;
        }
        results += 1;
    }
    Ok(Case {
        plan: plan.plan,
        visit,
        origin: chain.key.name().to_owned(),
        key: chain.key.to_string(),
        entry: (made.seq, crate::domain::calendar::write_instant(&made.at)),
        files: files.keys().filter(|name| !name.starts_with("log/")).count() as u64,
        documents,
        results,
    })
}

/// SHA256SUMS lists every file but itself and the log's, with its digest; what
/// lies below `evidence/` and `results/` is named by its own.
fn listed(files: &BTreeMap<String, Vec<u8>>, sums: &[u8]) -> Result<(), (String, Text)> {
    let of_sums = |reason| (SUMS.to_owned(), reason);
    let text = std::str::from_utf8(sums).map_err(|_| of_sums(text!("checker-sums-line", found = "")))?;
    let mut seen = BTreeMap::new();
    for line in text.lines() {
        let (digest, name) = line
            .split_once("  ")
            .and_then(|(digest, name)| Some((Digest::parse(digest).ok()?, name)))
            .ok_or_else(|| of_sums(text!("checker-sums-line", found = line)))?;
        seen.insert(name, digest);
    }
    for (name, bytes) in files {
        if name == SUMS || name == CHECKPOINT || name == PROOFS {
            continue;
        }
        let found = Digest::of(bytes);
        let digest =
            seen.remove(name.as_str()).ok_or_else(|| (name.clone(), text!("checker-unknown-file")))?;
        let result = name.strip_prefix(RESULTS).map(|own| own.strip_suffix(".json").unwrap_or_default());
        let own = name.strip_prefix(EVIDENCE).or(result).is_none_or(|own| own == digest.to_string());
        if digest != found || !own {
            return Err((name.clone(), text!("checker-digest", listed = digest, found = found)));
        }
    }
    match seen.keys().next() {
        Some(missing) => Err(((*missing).to_owned(), text!("checker-missing"))),
        None => Ok(()),
    }
}
