//! A bundle against what was published of it earlier: a sealed draw's
//! `SHA256SUMS` (protocol §6), or that of a bundle before its amendments.
//!
//! Everything listed then must be the same now, to the byte, but for two files
//! that grow: amendments.csv, of which the earlier one must be the beginning,
//! and opened.csv, which opens those pairs besides whose objects amendments
//! brought. Both are told exactly, since the earlier file can be made again
//! from the one now.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::acts;
use super::barred::OPENED;
use super::folder::{SUMS, listed, read};
use super::rows::{digest, scan, unreadable};
use super::{Fault, Rule, visits};
use crate::domain::Digest;
use crate::text;

/// How a bundle stands to what was published earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earlier {
    /// Digest of the earlier SHA256SUMS.
    pub sums: Digest,
    /// Files that are the same to the byte.
    pub same: u64,
    /// Rows of amendments.csv then.
    pub amendments: u64,
    /// Rows added since.
    pub since: u64,
}

/// Holds a bundle that [`super::verify`] has found to hold against an earlier
/// publication: a folder with SHA256SUMS, or that file itself.
///
/// # Errors
/// The first thing that is not as it was, by file.
pub fn earlier(dir: &Path, published: &Path) -> Result<Earlier, Fault> {
    let name = published.display().to_string();
    let (folder, list) = if published.is_dir() {
        (Some(published), published.join(SUMS))
    } else {
        (None, published.to_path_buf())
    };
    let named = list.display().to_string();
    let bytes = fs::read(&list).map_err(|error| unreadable(&named, &error))?;
    let before = parse(&named, &bytes)?;
    let now = parse(SUMS, &read(dir, SUMS)?)?;
    let same = |file: &str| before.get(file) == now.get(file);

    let (Some(p), Some(plan)) = (before.get("plan.json"), now.get("plan.json")) else {
        return Err(Fault::of_file(named, Rule::Bundle, text!("checker-sums-lacks", name = "plan.json")));
    };
    if let Some(folder) = folder.filter(|folder| folder.join("plan.json").exists()) {
        let found = digest(folder, "plan.json")?;
        if found != *p {
            let file = folder.join("plan.json").display().to_string();
            let reason = text!("checker-digest", listed = p, found = found);
            return Err(Fault::of_file(file, Rule::Bundle, reason));
        }
    }
    if p != plan {
        let reason = text!("checker-earlier-plan", earlier = name, then = p, now = plan);
        return Err(Fault::of_file("plan.json", Rule::Bundle, reason));
    }
    for file in before.keys().chain(now.keys()) {
        let reason = match (before.contains_key(file), now.contains_key(file)) {
            (true, false) => text!("checker-earlier-gone", earlier = &name),
            (false, _) => text!("checker-earlier-added", earlier = &name),
            (true, true) if same(file) || GROWING.contains(&file.as_str()) => continue,
            (true, true) => {
                text!("checker-earlier-differs", earlier = &name, then = before[file], now = now[file])
            }
        };
        return Err(Fault::of_file(file, Rule::Bundle, reason));
    }

    let rows = acts::load(dir)?;
    let grown = |file: &str, id| Fault::of_file(file, Rule::Amendments, id);
    let amendments = beginning(dir, &before[acts::FILE])?
        .ok_or_else(|| grown(acts::FILE, text!("checker-earlier-amendments", earlier = &name)))?;
    let brought = rows.iter().take(amendments).filter(|row| row.substitute).map(|row| row.new.as_str());
    if opened(dir, &brought.collect())? != before[OPENED] {
        return Err(grown(OPENED, text!("checker-earlier-opened", earlier = &name)));
    }
    Ok(Earlier {
        sums: Digest::of(&bytes),
        same: now.keys().filter(|file| same(file)).count() as u64,
        amendments: amendments as u64,
        since: (rows.len() - amendments) as u64,
    })
}

/// Files that amendments make longer.
const GROWING: [&str; 2] = [acts::FILE, OPENED];

fn parse(file: &str, bytes: &[u8]) -> Result<BTreeMap<String, Digest>, Fault> {
    let mut sums = BTreeMap::new();
    listed(file, bytes, |_, digest, name| {
        sums.insert(name.to_owned(), digest);
        Ok(())
    })?;
    match GROWING.iter().find(|name| !sums.contains_key(**name)) {
        Some(name) => Err(Fault::of_file(file, Rule::Bundle, text!("checker-sums-lacks", name = *name))),
        None => Ok(sums),
    }
}

/// How many rows of amendments.csv give the digest it had.
fn beginning(dir: &Path, then: &Digest) -> Result<Option<usize>, Fault> {
    let bytes = read(dir, acts::FILE)?;
    let mut hasher = Sha256::new();
    for (rows, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        hasher.update(line);
        if Digest(hasher.clone().finalize().into()) == *then {
            return Ok(Some(rows));
        }
    }
    Ok(None)
}

/// Digest of opened.csv as it was when amendments had brought these objects.
fn opened(dir: &Path, brought: &BTreeSet<&str>) -> Result<Digest, Fault> {
    let mut drawn = BTreeSet::new();
    scan::<4>(dir, visits::FILE, visits::COLUMNS, |_, [_, code, _, _]| {
        drawn.insert(code.to_owned());
        Ok(())
    })?;
    let bytes = read(dir, OPENED)?;
    let mut hasher = Sha256::new();
    for (at, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        // A code has no comma and is never quoted.
        let code = line.split(|byte| *byte == b',').next().and_then(|code| std::str::from_utf8(code).ok());
        if at == 0 || code.is_some_and(|code| drawn.contains(code) || brought.contains(code)) {
            hasher.update(line);
        }
    }
    Ok(Digest(hasher.finalize().into()))
}
