//! Bundles as they were handed out, below `portal/bundles/` by the digest of
//! their SHA256SUMS.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::domain::{Digest, Result, calendar};
use crate::publication::{bundle, tables};
use crate::record::Entry;
use crate::store::attempts::{Attempt, AttemptFile};
use crate::store::publications::Extent;
use crate::text;
use crate::workflow::{Office, bundle_log, files};

/// A handing-out as the log has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Handed {
    /// The attempt.
    pub serial: u64,
    /// How much.
    pub extent: Extent,
    /// Digest of SHA256SUMS.
    pub sums: Digest,
    /// Rows of amendments.csv in it.
    pub amendments: u64,
    /// When.
    pub at: String,
    /// The log's entry of it.
    pub seq: u64,
}

impl Handed {
    /// Those of a plan's entries, in order.
    pub fn of(entries: &[Entry]) -> Vec<Self> {
        let published = entries.iter().filter(|entry| entry.kind.name == "publish");
        published
            .filter_map(|entry| {
                Some(Self {
                    serial: entry.count("serial"),
                    extent: if entry.text("extent") == "full" { Extent::Full } else { Extent::Sealed },
                    sums: entry.digest("sums")?,
                    amendments: entry.count("amendments"),
                    at: calendar::write_instant(&entry.at),
                    seq: entry.seq,
                })
            })
            .collect()
    }

    /// Each bundle of these once: the same one may have been handed out several
    /// times, sealed and in full; where in full, that is how it stands there.
    pub fn bundles<'h>(handed: impl Iterator<Item = &'h Self>) -> Vec<&'h Self> {
        let mut by_sums: BTreeMap<Digest, &Self> = BTreeMap::new();
        for one in handed {
            let kept = by_sums.entry(one.sums).or_insert(one);
            if one.extent == Extent::Full && kept.extent != Extent::Full {
                *kept = one;
            }
        }
        by_sums.into_values().collect()
    }
}

/// The files of an attempt with so many amendments: as recorded, but for the
/// two that amendments change.
pub(super) fn files_with(
    recorded: &[AttemptFile],
    amended: Option<&[(&'static str, Vec<u8>); 2]>,
) -> Vec<AttemptFile> {
    let mut out = recorded.to_vec();
    for (name, bytes) in amended.into_iter().flatten() {
        if let Some(file) = out.iter_mut().find(|file| file.name == *name) {
            (file.sha256, file.bytes) = (Digest::of(bytes), bytes.len() as u64);
        }
    }
    out
}

/// SHA256SUMS over these files.
pub(super) fn sums(files: &[AttemptFile]) -> Vec<u8> {
    let digests: BTreeMap<String, Digest> =
        files.iter().map(|file| (file.name.clone(), file.sha256)).collect();
    bundle::sums(&digests)
}

/// The two files that amendments change, from what was drawn and the rows.
pub(super) fn amended_files(
    rows: &[crate::matching::amend::Amendment],
    opened: &[crate::publication::Opening],
) -> [(&'static str, Vec<u8>); 2] {
    [("amendments.csv", tables::amendments(rows)), ("opened.csv", tables::opened(opened))]
}

/// Puts a bundle out, unless it is there, and its `log/` up to date.
/// `amended`: the bytes of the two files, where they are no longer those of
/// the attempt's folder.
///
/// # Errors
/// `drawn-damaged` where a file is not what was recorded.
pub(super) fn put_out(
    office: &Office,
    attempt: &Attempt,
    handed: &Handed,
    recorded: &[AttemptFile],
    amended: Option<&[(&'static str, Vec<u8>); 2]>,
) -> Result<()> {
    let dir = super::bundle_dir(&office.paths, &handed.sums);
    // A sealed bundle and the full one have the same digest.
    let stands = dir.join(if handed.extent == Extent::Full { "visits.csv" } else { "SHA256SUMS" });
    if !stands.exists() {
        let wanted = files_with(recorded, amended);
        let sums = sums(&wanted);
        if Digest::of(&sums) != handed.sums {
            return Err(text!("drawn-damaged", file = "SHA256SUMS"));
        }
        let aside = files::beside(&dir, "new");
        files::remove(&aside)?;
        files::make_dir(&aside.join("frames"))?;
        let folder = office.paths.attempts().join(attempt.folder());
        for file in &wanted {
            if handed.extent == Extent::Sealed && file.name != "plan.json" {
                continue;
            }
            let target = aside.join(&file.name);
            match amended.into_iter().flatten().find(|(name, _)| *name == file.name) {
                Some((_, bytes)) => files::write(&target, bytes)?,
                None => link(&folder.join(&file.name), &target, file)?,
            }
        }
        if handed.extent == Extent::Sealed {
            files::remove(&aside.join("frames"))?;
        }
        files::write(&aside.join("SHA256SUMS"), &sums)?;
        if dir.is_dir() {
            files::install(&aside, &dir)?;
            files::remove(&aside)?;
        } else {
            files::rename(&aside, &dir)?;
        }
    }
    bundle_log::write(office, attempt, handed.extent, Some(handed.amendments), &dir)
}

/// A hard link, which costs no room: files of an attempt are never written
/// into, only replaced. A copy where the file system has no links.
fn link(from: &Path, to: &Path, file: &AttemptFile) -> Result<()> {
    let digest = match fs::hard_link(from, to) {
        Ok(()) => files::digest(to)?,
        Err(_) => files::copy(from, to)?,
    };
    if digest == file.sha256 { Ok(()) } else { Err(text!("drawn-damaged", file = &file.name)) }
}
