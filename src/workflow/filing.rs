//! 备案: witnesses cosign the log's checkpoint. What they have signed the office
//! can no longer rewrite unseen, and their clocks say by when it stood.

use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use super::files;
use super::office::Office;
use super::public_log::with_filings;
use super::refusal::Done;
use crate::domain::{Result, Text, calendar};
use crate::draw::PlanDocument;
use crate::draw::document::SourceKind;
use crate::log::witness::{Request, Response};
use crate::log::{Algorithm, Cosignature, Signature, SignedCheckpoint, VerifierKey, prove_consistency};
use crate::record::{Entry, Terms, details};
use crate::store::attempts::Attempt;
use crate::store::keys::{self, Filing, Role};
use crate::store::tree::CheckpointRow;
use crate::store::{entries, tree};
use crate::text;
use crate::witness::client;

/// How long one witness may take to answer.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A witness the office files with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WitnessLine {
    /// Its name.
    pub name: String,
    /// Its verifier key.
    pub key: String,
    /// Where it is asked; empty where only by files.
    pub url: String,
    /// The largest checkpoint it has cosigned; 0 for none.
    pub size: u64,
    /// When, by its clock; empty for never.
    pub at: String,
}

/// What asking the witnesses brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Filed {
    /// Size of the checkpoint they were shown.
    pub size: u64,
    /// Witnesses that cosigned it now.
    pub by: Vec<String>,
    /// Witnesses that had done so before.
    pub before: Vec<String>,
    /// Why others did not.
    pub refused: Vec<Text>,
}

/// The witnesses in force.
pub fn witnesses(office: &Office) -> Done<Vec<WitnessLine>> {
    Ok(office.store.read(|tx| {
        let filings = keys::filings(tx)?;
        keys::in_force(tx, Role::Witness)?
            .into_iter()
            .map(|row| {
                let last = filings.iter().rfind(|filing| filing.key == row.key);
                Ok(WitnessLine {
                    name: VerifierKey::parse(&row.key)?.name().to_owned(),
                    url: keys::place(tx, &row.key)?,
                    key: row.key,
                    size: last.map_or(0, |filing| filing.size),
                    at: last.map_or_else(String::new, |filing| clock(office, filing.time)),
                })
            })
            .collect()
    })?)
}

/// A witness's second in the office's own offset.
fn clock(office: &Office, time: u64) -> String {
    let moment = i64::try_from(time).ok().and_then(|time| chrono::DateTime::from_timestamp(time, 0));
    moment.map_or_else(String::new, |at| calendar::write_instant(&at.with_timezone(office.now().offset())))
}

/// Takes a witness on, or tells it is known; a new `url` replaces the old one.
/// Whether anything was changed.
///
/// # Errors
/// Those of [`VerifierKey::parse`]; `witness-key-purpose` for a key that is no
/// witness's.
pub fn add_witness(office: &Office, key: &str, url: &str) -> Done<bool> {
    let verifier = VerifierKey::parse(key)?;
    if verifier.algorithm() != Algorithm::CosignatureV1 {
        return Err(text!("filing-key-purpose", name = verifier.name()).into());
    }
    if !url.is_empty() && !["http://", "https://"].iter().any(|scheme| url.starts_with(scheme)) {
        return Err(text!("witness-url", url = url).into());
    }
    let (known, place) = office.store.read(|tx| {
        let known = keys::in_force(tx, Role::Witness)?.iter().any(|row| row.key == key);
        Ok((known, keys::place(tx, key)?))
    })?;
    if known && place == url {
        return Ok(false);
    }
    office.begin("key", verifier.name(), &[])?.commit(|tx| {
        if !known {
            let members = details([("role", "witness".into()), ("act", "add".into()), ("key", key.into())]);
            let seq = office.record(tx, "key", members)?;
            keys::add(tx, key, Role::Witness, seq)?;
        }
        keys::set_place(tx, key, url)
    })?;
    Ok(true)
}

/// Lets a witness go, by its name or key. Plans frozen before keep it.
///
/// # Errors
/// `filing-witness-unknown`.
pub fn retire_witness(office: &Office, who: &str) -> Done<String> {
    let row = find(office, who)?;
    office.begin("key", &row.name, &[])?.commit(|tx| {
        let members =
            details([("role", "witness".into()), ("act", "retire".into()), ("key", row.key.as_str().into())]);
        let seq = office.record(tx, "key", members)?;
        keys::retire(tx, &row.key, seq)
    })?;
    Ok(row.name)
}

fn find(office: &Office, who: &str) -> Done<WitnessLine> {
    let all = witnesses(office)?;
    let found = all.iter().find(|row| row.name == who || row.key == who);
    let names: Vec<&str> = all.iter().map(|row| row.name.as_str()).collect();
    Ok(found.cloned().ok_or_else(|| text!("filing-witness-unknown", name = who, known = names.join("、")))?)
}

/// The checkpoint to file: the latest one, published before anybody is asked.
fn latest(office: &Office) -> Result<(CheckpointRow, SignedCheckpoint)> {
    office.publish_log()?;
    let row = office.store.read(tree::latest)?.ok_or_else(|| text!("record-no-signer"))?;
    let note = SignedCheckpoint::parse(row.note.as_bytes())?;
    Ok((row, note))
}

fn consistency(office: &Office, old: u64, row: &CheckpointRow) -> Result<Vec<crate::domain::Digest>> {
    office.store.read(|tx| prove_consistency(old, row.head.size, &mut tree::reader(tx, row.head)))
}

/// Asks every witness that is reached over the network for its cosignature on
/// the latest checkpoint. One that does not answer does not keep the others
/// from being asked.
///
/// # Errors
/// `filing-no-witness` where none is known, `filing-no-place` where none is
/// reached over the network.
pub fn file(office: &Office, patience: Duration) -> Done<Filed> {
    let all = witnesses(office)?;
    if all.is_empty() {
        return Err(text!("filing-no-witness").into());
    }
    let asked: Vec<&WitnessLine> = all.iter().filter(|row| !row.url.is_empty()).collect();
    if asked.is_empty() {
        return Err(text!("filing-no-place").into());
    }
    let (row, note) = latest(office)?;
    let mut out = Filed { size: row.head.size, by: Vec::new(), before: Vec::new(), refused: Vec::new() };
    let mut taken = Vec::new();
    for witness in asked {
        // The entry of an earlier filing alone needs no new one.
        if witness.size == row.head.size || only_filings(office, witness.size, row.head.size)? {
            out.before.push(witness.name.clone());
            continue;
        }
        let key = VerifierKey::parse(&witness.key)?;
        let prove = |old| consistency(office, old, &row);
        match client::cosign(&witness.url, &key, &note, witness.size, prove, patience) {
            Ok(signature) => taken.push((key, witness.key.clone(), signature)),
            Err(reason) => {
                out.refused.push(text!("filing-refused", name = &witness.name, reason = reason));
            }
        }
    }
    for (key, vkey, signature) in taken {
        take_one(office, &row, &note, &key, &vkey, signature)?;
        out.by.push(key.name().to_owned());
    }
    office.publish_log()?;
    Ok(out)
}

/// Whether nothing but filings came in between two sizes: then the first of
/// them covers all that matters.
fn only_filings(office: &Office, from: u64, to: u64) -> Result<bool> {
    if from == 0 || to - from > 64 {
        return Ok(false);
    }
    let new = office.store.read(|tx| entries::list(tx, from + 1, to - from))?;
    Ok(new.iter().all(|entry| entry.kind == "file"))
}

fn take_one(
    office: &Office,
    row: &CheckpointRow,
    note: &SignedCheckpoint,
    key: &VerifierKey,
    vkey: &str,
    signature: Signature,
) -> Result<()> {
    let line = signature.to_string();
    let mut signed = note.clone();
    signed.add(signature);
    let cosignatures = signed.cosignatures(std::slice::from_ref(key))?;
    let Cosignature { time, .. } =
        cosignatures.first().ok_or_else(|| text!("witness-cosignature", name = key.name()))?;
    let filing = Filing { size: row.head.size, key: vkey.to_owned(), time: *time, line };
    office.begin("file", key.name(), &[])?.commit(|tx| {
        keys::file(tx, &filing)?;
        let members = details([
            ("size", filing.size.into()),
            ("root", row.head.root.to_string().into()),
            ("key", vkey.into()),
            ("time", filing.time.into()),
            ("line", filing.line.as_str().into()),
        ]);
        office.record(tx, "file", members).map(drop)
    })
}

/// Writes what a witness on a separate network is to be shown; `choucha witness
/// sign` answers it with a file for [`take`]. The checkpoint's size.
pub fn request(office: &Office, who: &str, path: &Path) -> Done<u64> {
    let witness = find(office, who)?;
    let (row, checkpoint) = latest(office)?;
    let proof = consistency(office, witness.size, &row)?;
    let request = Request { old: witness.size, proof, checkpoint };
    files::write(path, request.write().as_bytes())?;
    Ok(row.head.size)
}

/// Takes a witness's answer from a file. Its name, and the checkpoint's size.
///
/// # Errors
/// `filing-answer` for a refusal or anything else that is no cosignature,
/// `filing-answer-old` where it fits no checkpoint the office still asks about.
pub fn take(office: &Office, path: &Path) -> Done<(String, u64)> {
    let bytes = files::read(path)?;
    let signatures = match Response::parse_file(&bytes) {
        Ok(Response::Cosigned(signatures)) => signatures,
        _ => {
            let words = String::from_utf8_lossy(&bytes).chars().take(200).collect::<String>();
            return Err(text!("filing-answer", path = path, words = words).into());
        }
    };
    let all = witnesses(office)?;
    // The newest first: an answer comes some acts after its request.
    let rows = office.store.read(|tx| tree::checkpoints(tx, 0, u64::from(u32::MAX)))?;
    for row in rows.iter().rev() {
        let note = SignedCheckpoint::parse(row.note.as_bytes())?;
        for witness in &all {
            let key = VerifierKey::parse(&witness.key)?;
            let Ok(signature) = client::pick(&key, &note, &signatures) else { continue };
            if witness.size < row.head.size {
                take_one(office, row, &note, &key, &witness.key, signature)?;
            }
            return Ok((witness.name.clone(), row.head.size));
        }
    }
    Err(text!("filing-answer-old", path = path).into())
}

/// Cosigned checkpoints that have an attempt's freeze in them, one a witness of
/// its plan, made before the first public value fell due.
pub fn of_freeze(
    office: &Office,
    attempt: &Attempt,
    document: &PlanDocument,
) -> Result<Vec<SignedCheckpoint>> {
    let Some(terms) = Terms::of(document)? else { return Ok(Vec::new()) };
    let (freeze, filings) = office.store.read(|tx| {
        let about = entries::about(tx, &attempt.plan)?;
        let freeze = about.iter().find(|row| {
            row.kind == "freeze"
                && Entry::parse(row.body.as_bytes())
                    .is_ok_and(|entry| entry.count("serial") == attempt.serial)
        });
        Ok((freeze.map(|row| row.seq), keys::filings(tx)?))
    })?;
    let Some(freeze) = freeze else { return Ok(Vec::new()) };
    let due = first_due(document)?;
    let mut out = Vec::new();
    for key in &terms.witnesses {
        let early = |filing: &&Filing| {
            filing.key == *key
                && filing.size >= freeze
                && i64::try_from(filing.time).is_ok_and(|time| time < due)
        };
        if let Some(filing) = filings.iter().find(early)
            && let Some(row) = office.store.read(|tx| tree::of_size(tx, filing.size))?
        {
            out.push(with_filings(&row, std::slice::from_ref(filing))?);
        }
    }
    Ok(out)
}

/// Whether a filing that came in only now was made in time for an attempt's
/// freeze, so that its bundle is to tell of it.
///
/// # Errors
/// Where the attempt's plan cannot be read.
pub fn late_of_freeze(attempt: &Attempt, (_, key, time): (u64, &str, u64)) -> Result<bool> {
    let document = attempt.plan_document()?;
    let Some(terms) = Terms::of(&document)? else { return Ok(false) };
    let due = first_due(&document)?;
    Ok(terms.witnesses.iter().any(|own| own == key) && i64::try_from(time).is_ok_and(|time| time < due))
}

/// When the first public value falls due, in seconds since 1970.
pub fn first_due(document: &PlanDocument) -> Result<i64> {
    let mut due = i64::MAX;
    for source in &document.sources {
        if let SourceKind::Public { when, .. } = &source.kind {
            due = due.min(calendar::parse_instant(when)?.timestamp());
        }
    }
    Ok(due)
}

/// Refuses to let a seed become known before the plan's witnesses have its
/// freeze on file.
///
/// # Errors
/// `filing-waits`; `filing-too-late` once no cosignature can count any longer.
pub fn demand(office: &Office, attempt: &Attempt, document: &PlanDocument) -> Result<()> {
    let Some(terms) = Terms::of(document)?.filter(|terms| terms.needed > 0) else { return Ok(()) };
    let have = of_freeze(office, attempt, document)?.len() as u64;
    if have >= terms.needed {
        return Ok(());
    }
    if office.now().timestamp() >= first_due(document)? {
        return Err(text!("filing-too-late", plan = &attempt.plan, have = have, needed = terms.needed));
    }
    Err(text!("filing-waits", plan = &attempt.plan, have = have, needed = terms.needed))
}
