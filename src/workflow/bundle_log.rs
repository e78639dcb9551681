//! The folder `log/` of a bundle: the log's latest checkpoint and the proofs
//! that lead from an attempt's entries to it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::files;
use super::filing;
use super::office::Office;
use super::public_log::with_filings;
use crate::domain::Result;
use crate::draw::document::to_canonical;
use crate::log::{SignedCheckpoint, TreeHead, VerifierKey, prove_consistency};
use crate::record::proofs::{CHECKPOINT, Earlier, Filed, Opening, PROOFS, Proofs, Proven};
use crate::record::{Entry, RESULTS};
use crate::store::attempts::{self, Attempt};
use crate::store::entries::{self, EntryRow};
use crate::store::keys::Filing;
use crate::store::publications::Extent;
use crate::store::{Tx, keys, tree};
use crate::text;

/// The files of `log/` by name, for an attempt's bundle as it now stands, or as
/// it stood with so many `amendments`. Of one that was handed out the checkpoint
/// is that of the witnesses who have filed it since, most of them and the latest;
/// where none has, the log's latest.
pub fn files_of(
    office: &Office,
    attempt: &Attempt,
    extent: Extent,
    amendments: Option<u64>,
) -> Result<BTreeMap<&'static str, Vec<u8>>> {
    let document = attempt.plan_document()?;
    let filed = filing::of_freeze(office, attempt, &document)?;
    office.store.read(|tx| {
        let mut row = tree::latest(tx)?.ok_or_else(|| text!("record-no-signer"))?;
        let filings = keys::filings(tx)?;
        let mut wanted = wanted(tx, attempt)?;
        if let Some(amendments) = amendments {
            let published = published(&wanted, attempt, extent, amendments);
            if let Some(filed) = published.and_then(|seq| best(&filings, seq))
                && let Some(earlier) = tree::of_size(tx, filed)?
            {
                row = earlier;
                wanted.retain(|seq, _| *seq <= filed);
            }
            let later = |row: &EntryRow, entry: &Entry| {
                matches!(row.kind.as_str(), "substitute" | "recuse") && entry.count("from") > amendments
            };
            wanted.retain(|_, (row, entry)| !later(row, entry));
        }
        let checkpoint = with_filings(&row, &filings)?;
        let freeze = own_freeze(&wanted, attempt)?;
        let openings = match extent {
            Extent::Full => openings(tx, attempt, wanted.values())?,
            Extent::Sealed => Vec::new(),
        };
        let proofs = Proofs {
            entries: proven(tx, row.head, wanted.values())?,
            filed: (filed.iter())
                .map(|note| {
                    let inclusion = crate::log::prove_inclusion(
                        freeze - 1,
                        note.head().size,
                        &mut tree::reader(tx, note.head()),
                    )?;
                    let Earlier { checkpoint, consistency } = earlier(tx, row.head, note)?;
                    Ok(Filed { checkpoint, consistency, inclusion })
                })
                .collect::<Result<_>>()?,
            rotations: rotations(tx, row.head, freeze)?,
            openings,
        };
        Ok(BTreeMap::from([(CHECKPOINT, checkpoint.write().into_bytes()), (PROOFS, to_canonical(&proofs)?)]))
    })
}

/// The entry by which a bundle of such an extent, with so many amendments, was
/// first handed out.
fn published(wanted: &Wanted, attempt: &Attempt, extent: Extent, amendments: u64) -> Option<u64> {
    let name = if extent == Extent::Full { "full" } else { "sealed" };
    let own = |entry: &Entry| {
        entry.kind.name == "publish"
            && entry.count("serial") == attempt.serial
            && entry.text("extent") == name
            && entry.count("amendments") == amendments
    };
    wanted.iter().find(|(_, (_, entry))| own(entry)).map(|(seq, _)| *seq)
}

/// The size that most witnesses have filed of those with that entry in them; of
/// several the largest.
fn best(filings: &[Filing], seq: u64) -> Option<u64> {
    let mut by_size: BTreeMap<u64, u64> = BTreeMap::new();
    for filing in filings.iter().filter(|filing| filing.size >= seq) {
        *by_size.entry(filing.size).or_default() += 1;
    }
    by_size.into_iter().max_by_key(|(size, count)| (*count, *size)).map(|(size, _)| size)
}

/// Whether a witness's filing of that size tells more of a bundle that was handed
/// out than its `log/` in that folder does.
pub fn tells_more(dir: &Path, entry: u64, (size, key): (u64, &str)) -> Result<bool> {
    if size < entry {
        return Ok(false);
    }
    let note = SignedCheckpoint::parse(&files::read(&dir.join(CHECKPOINT))?)?;
    let key = VerifierKey::parse(key)?;
    Ok(note.cosignatures(std::slice::from_ref(&key)).map_or(true, |found| found.is_empty()))
}

/// The files of `log/` for a case file: the attempt's entries and those told,
/// with everything that opens what these hide.
pub fn files_of_case(
    office: &Office,
    attempt: &Attempt,
    told: &BTreeSet<u64>,
) -> Result<BTreeMap<&'static str, Vec<u8>>> {
    office.store.read(|tx| {
        let row = tree::latest(tx)?.ok_or_else(|| text!("record-no-signer"))?;
        let checkpoint = with_filings(&row, &keys::filings(tx)?)?;
        let mut wanted = wanted(tx, attempt)?;
        wanted.retain(|seq, (row, entry)| {
            let act = matches!(row.kind.as_str(), "substitute" | "recuse");
            (!act || told.contains(seq))
                && (row.kind != "case" || entry.seq > told.last().copied().unwrap_or(0))
        });
        for seq in told {
            for row in entries::list(tx, *seq, 1)? {
                let entry = Entry::parse(row.body.as_bytes())?;
                wanted.insert(row.seq, (row, entry));
            }
        }
        let mut opened = Vec::new();
        for seq in told {
            for secret in entries::secrets(tx, *seq)? {
                let (member, salt, value) = (secret.member, secret.salt, secret.value);
                opened.push(Opening { seq: *seq, member, salt, value });
            }
        }
        let freeze = own_freeze(&wanted, attempt)?;
        let proofs = Proofs {
            entries: proven(tx, row.head, wanted.values())?,
            filed: Vec::new(),
            rotations: rotations(tx, row.head, freeze)?,
            openings: opened,
        };
        Ok(BTreeMap::from([(CHECKPOINT, checkpoint.write().into_bytes()), (PROOFS, to_canonical(&proofs)?)]))
    })
}

fn own_freeze(wanted: &Wanted, attempt: &Attempt) -> Result<u64> {
    let own =
        |(row, entry): &&(EntryRow, Entry)| row.kind == "freeze" && entry.count("serial") == attempt.serial;
    let found = wanted.values().find(own).map(|(row, _)| row.seq);
    found.ok_or_else(|| text!("record-entries-missing", from = attempt.serial, count = 1u64))
}

/// Writes `log/` into a bundle's folder, proofs before the checkpoint they lead
/// to. A second time changes only what grew.
pub fn write(
    office: &Office,
    attempt: &Attempt,
    extent: Extent,
    amendments: Option<u64>,
    dir: &Path,
) -> Result<()> {
    for (name, bytes) in files_of(office, attempt, extent, amendments)?.into_iter().rev() {
        let path = dir.join(name);
        files::make_dir(files::parent(&path))?;
        files::write(&path, &bytes)?;
    }
    Ok(())
}

type Wanted = BTreeMap<u64, (EntryRow, Entry)>;

/// Entries that an attempt's story is told by: its own; of the plan's earlier
/// attempts how they began and ended; the freeze of the office's attempt
/// before; the registry's import; the log's keys.
fn wanted(tx: &mut Tx<'_>, attempt: &Attempt) -> Result<Wanted> {
    let mut out = Wanted::new();
    let mut take = |row: EntryRow, keep: &dyn Fn(&Entry) -> bool| -> Result<()> {
        let entry = Entry::parse(row.body.as_bytes())?;
        if keep(&entry) {
            out.insert(row.seq, (row, entry));
        }
        Ok(())
    };
    for row in entries::about(tx, &attempt.plan)? {
        take(row, &|entry| match entry.kind.name {
            "approve" => entry.digest("toml") == Some(attempt.toml),
            "commit" => entry.count("attempt") == attempt.attempt,
            "freeze" | "draw" | "abandon" => entry.count("attempt") <= attempt.attempt,
            // What visits found is no part of the draw's story.
            kind if RESULTS.contains(&kind) => false,
            _ => entry.count("serial") == attempt.serial,
        })?;
    }
    let before = attempts::list(tx)?.into_iter().find(|before| before.serial + 1 == attempt.serial);
    if let Some(before) = before {
        for row in entries::about(tx, &before.plan)? {
            take(row, &|entry| entry.kind.name == "freeze" && entry.count("serial") == before.serial)?;
        }
    }
    let registry = attempt.plan_document()?.registry.to_string();
    for row in entries::about(tx, &registry)? {
        take(row, &|_| true)?;
    }
    for row in entries::list(tx, 1, 1)?.into_iter().chain(entries::of_kind(tx, "key")?) {
        take(row, &|entry| entry.kind.name == "init" || entry.text("role") == "log")?;
    }
    Ok(out)
}

fn proven<'w>(
    tx: &mut Tx<'_>,
    head: TreeHead,
    wanted: impl Iterator<Item = &'w (EntryRow, Entry)>,
) -> Result<Vec<Proven>> {
    let mut reader = tree::reader(tx, head);
    wanted
        .map(|(row, _)| {
            let proof = crate::log::prove_inclusion(row.seq - 1, head.size, &mut reader)?;
            Ok(Proven { body: row.body.clone(), proof })
        })
        .collect()
}

fn earlier(tx: &mut Tx<'_>, head: TreeHead, note: &SignedCheckpoint) -> Result<Earlier> {
    let consistency = prove_consistency(note.head().size, head.size, &mut tree::reader(tx, head))?;
    Ok(Earlier { checkpoint: note.write(), consistency })
}

/// The checkpoints by which the log's key was exchanged after the freeze.
fn rotations(tx: &mut Tx<'_>, head: TreeHead, freeze: u64) -> Result<Vec<Earlier>> {
    let rotated: Vec<u64> = entries::of_kind(tx, "key")?
        .iter()
        .filter(|row| row.seq > freeze && row.seq <= head.size)
        .filter(|row| Entry::parse(row.body.as_bytes()).is_ok_and(|entry| entry.text("act") == "rotate"))
        .map(|row| row.seq)
        .collect();
    let mut out = Vec::new();
    for seq in rotated {
        // The checkpoint of that very transaction, signed by both keys.
        if let Some(row) = tree::checkpoints(tx, seq, 1)?.first() {
            let note = SignedCheckpoint::parse(row.note.as_bytes())?;
            out.push(earlier(tx, head, &note)?);
        }
    }
    Ok(out)
}

/// What opens the digests of the amendments' files.
fn openings<'w>(
    tx: &mut Tx<'_>,
    attempt: &Attempt,
    wanted: impl Iterator<Item = &'w (EntryRow, Entry)>,
) -> Result<Vec<Opening>> {
    let mut out = Vec::new();
    let amends = |row: &EntryRow, entry: &Entry| {
        matches!(row.kind.as_str(), "substitute" | "recuse") && entry.count("serial") == attempt.serial
    };
    for (row, _) in wanted.filter(|(row, entry)| amends(row, entry)) {
        for secret in entries::secrets(tx, row.seq)? {
            if matches!(secret.member.as_str(), "amendments" | "opened") {
                let (member, salt, value) = (secret.member, secret.salt, secret.value);
                out.push(Opening { seq: row.seq, member, salt, value });
            }
        }
    }
    Ok(out)
}
