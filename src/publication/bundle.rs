//! The evidence bundle as a set of files (protocol §6).

use std::collections::BTreeMap;

use super::frozen::{FrozenFrame, read_frame, read_roster};
use crate::domain::{Digest, Result};
use crate::draw::PlanDocument;
use crate::matching::RosterRow;
use crate::text;

/// Files every bundle holds beside its frames and SHA256SUMS.
pub const FILES: [&str; 11] = [
    "amendments.csv",
    "barred.csv",
    "ceremony.json",
    "draw.csv",
    "opened.csv",
    "plan.json",
    "quota.csv",
    "roster.csv",
    "short.csv",
    "teams.csv",
    "visits.csv",
];

/// The file a bundle holds besides where any department is matched by groups.
pub const GROUPS: &str = "groups.csv";

/// Name of a part's frame within the bundle.
pub fn frame_file(part: &str) -> String {
    format!("frames/{part}.csv")
}

/// Every file of a plan's bundle but SHA256SUMS, in byte order.
pub fn files(plan: &PlanDocument) -> Vec<String> {
    let mut files: Vec<String> = FILES.iter().map(|file| (*file).to_owned()).collect();
    files.extend(plan.parts.iter().map(|part| frame_file(&part.part)));
    files.extend(plan.has_groups().then(|| GROUPS.to_owned()));
    files.sort();
    files
}

/// `SHA256SUMS`: what `sha256sum` prints for the files, by name in byte order.
pub fn sums(digests: &BTreeMap<String, Digest>) -> Vec<u8> {
    digests.iter().flat_map(|(name, digest)| format!("{digest}  {name}\n").into_bytes()).collect()
}

/// What was frozen, read back and held against its digests.
#[derive(Debug)]
pub struct Frozen {
    /// plan.json.
    pub plan: PlanDocument,
    /// P, its digest.
    pub p: Digest,
    /// Frames by part, in plan order.
    pub frames: Vec<FrozenFrame>,
    /// roster.csv.
    pub roster: Vec<RosterRow>,
}

impl Frozen {
    /// Reads a frozen attempt; `read` gives a file's bytes by its name in the
    /// bundle, `p` is the digest plan.json was frozen with.
    pub fn read(p: &Digest, read: impl Fn(&str) -> Result<Vec<u8>>) -> Result<Self> {
        let bytes = read("plan.json")?;
        if Digest::of(&bytes) != *p {
            return Err(text!("frozen-digest", file = "plan.json"));
        }
        let plan = PlanDocument::parse(&bytes)?;
        let frames = (plan.parts.iter())
            .map(|part| read_frame(part, &read(&frame_file(&part.part))?))
            .collect::<Result<_>>()?;
        let roster = read_roster(&read("roster.csv")?, &plan.roster.sha256)?;
        Ok(Self { plan, p: *p, frames, roster })
    }
}
