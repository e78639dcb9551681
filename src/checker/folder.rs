//! What lies in the folder: exactly the bundle's files, and `SHA256SUMS` over
//! all the others (protocol §6).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::rows::{clean, digest, unreadable};
use super::{Fault, Rule, groups_file};
use crate::domain::Digest;
use crate::domain::grammar::check_slug;
use crate::text;

/// Name of the list of digests.
pub const SUMS: &str = "SHA256SUMS";
/// Files every bundle has, beside the frames and [`SUMS`]; one with groups has
/// [`groups_file::FILE`] too.
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
/// Longest document or list read into memory whole.
const LONGEST: u64 = 256 << 20;

/// The folder's files, their names and listed digests.
#[derive(Debug)]
pub struct Folder {
    /// File name within the bundle → digest by SHA256SUMS.
    pub sums: BTreeMap<String, Digest>,
    /// Whether `log/` lies beside.
    pub log: bool,
}

/// Lists the folder, reads SHA256SUMS, and checks every digest but the frames',
/// which are hashed while they are read.
pub fn open(dir: &Path) -> Result<Folder, Fault> {
    let (found, log) = list(dir)?;
    sealed(&found)?;
    for name in FILES.iter().chain([&SUMS]) {
        if !found.contains(*name) {
            return Err(Fault::of_file(*name, Rule::Bundle, text!("checker-missing")));
        }
    }
    let sums = sums(dir, &found)?;
    let small: Vec<&String> = sums.keys().filter(|name| !name.starts_with("frames/")).collect();
    let digests: Vec<Result<Digest, Fault>> = small.par_iter().map(|name| digest(dir, name)).collect();
    for (name, found) in small.into_iter().zip(digests) {
        compare(name, &found?, &sums[name])?;
    }
    Ok(Folder { sums, log })
}

/// A file's digest against its listed one.
pub fn compare(name: &str, found: &Digest, listed: &Digest) -> Result<(), Fault> {
    if found == listed {
        return Ok(());
    }
    Err(Fault::of_file(name, Rule::Bundle, text!("checker-digest", listed = listed, found = found)))
}

/// Reads a document of the bundle whole.
pub fn read(dir: &Path, name: &str) -> Result<Vec<u8>, Fault> {
    let path = dir.join(name);
    let length = fs::metadata(&path).map_err(|error| unreadable(name, &error))?.len();
    if length > LONGEST {
        return Err(Fault::of_file(name, Rule::Bundle, text!("checker-file-long", limit = LONGEST)));
    }
    fs::read(&path).map_err(|error| unreadable(name, &error))
}

/// Every file by its name with `/`; refuses what does not belong.
fn list(dir: &Path) -> Result<(BTreeSet<String>, bool), Fault> {
    if !dir.is_dir() {
        return Err(Fault::of_file(".", Rule::Bundle, text!("checker-no-folder", path = dir)));
    }
    if !dir.join(SUMS).exists() && !dir.join("plan.json").exists() {
        return Err(Fault::of_file(".", Rule::Bundle, text!("checker-no-bundle", path = dir)));
    }
    let mut found = BTreeSet::new();
    let mut log = false;
    for (name, kind) in entries(dir, "")? {
        let fault = |reason| Err(Fault::of_file(name.clone(), Rule::Bundle, reason));
        match name.as_str() {
            "frames" if kind.is_dir() => {
                for (name, kind) in entries(dir, "frames/")? {
                    let fault = |reason| Err(Fault::of_file(name.clone(), Rule::Bundle, reason));
                    let part = name.strip_prefix("frames/").and_then(|file| file.strip_suffix(".csv"));
                    if kind.is_symlink() {
                        return fault(text!("checker-symlink"));
                    }
                    if !kind.is_file() {
                        return fault(text!("checker-not-a-file"));
                    }
                    if part.is_none_or(|part| check_slug(part).is_err()) {
                        return fault(text!("checker-unknown-file"));
                    }
                    found.insert(name);
                }
            }
            "log" if kind.is_dir() => log = true,
            _ if kind.is_symlink() => return fault(text!("checker-symlink")),
            "frames" | "log" => return fault(text!("checker-not-a-folder")),
            known if [SUMS, groups_file::FILE].contains(&known) || FILES.contains(&known) => {
                if !kind.is_file() {
                    return fault(text!("checker-not-a-file"));
                }
                found.insert(name);
            }
            _ => return fault(text!("checker-unknown-file")),
        }
    }
    Ok((found, log))
}

/// Entries of a folder in byte order, symlinks not followed.
fn entries(dir: &Path, prefix: &str) -> Result<Vec<(String, fs::FileType)>, Fault> {
    let place = if prefix.is_empty() { "." } else { prefix };
    let fault = |error: std::io::Error| unreadable(place, &error);
    let mut out = Vec::new();
    for entry in fs::read_dir(dir.join(prefix)).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let kind = entry.file_type().map_err(fault)?;
        // A name that is not UTF-8 cannot be a bundle's; its lossy form is refused as unknown.
        out.push((format!("{prefix}{}", entry.file_name().to_string_lossy()), kind));
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(out)
}

/// A sealed draw's folder before its disclosure holds two files only.
fn sealed(found: &BTreeSet<String>) -> Result<(), Fault> {
    let only = found.len() == 2 && found.contains(SUMS) && found.contains("plan.json");
    if only {
        return Err(Fault::of_file(".", Rule::Bundle, text!("checker-still-sealed")));
    }
    Ok(())
}

fn sums(dir: &Path, found: &BTreeSet<String>) -> Result<BTreeMap<String, Digest>, Fault> {
    let mut sums = BTreeMap::new();
    listed(SUMS, &read(dir, SUMS)?, |number, digest, name| {
        if name == SUMS || !found.contains(name) {
            let reason = text!("checker-sums-surplus", name = name);
            return Err(Fault::of_line(SUMS, number, Rule::Bundle, reason));
        }
        sums.insert(name.to_owned(), digest);
        Ok(())
    })?;
    match found.iter().find(|name| *name != SUMS && !sums.contains_key(*name)) {
        Some(name) => Err(Fault::of_file(SUMS, Rule::Bundle, text!("checker-sums-lacks", name = name))),
        None => Ok(sums),
    }
}

/// Reads a list of digests in its one spelling, names in byte order; `file` is
/// for faults.
pub fn listed(
    file: &str,
    bytes: &[u8],
    mut each: impl FnMut(u64, Digest, &str) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let at = |line: u64, reason| Fault::of_line(file, line, Rule::Bundle, reason);
    let text = clean(bytes).map_err(|(index, reason)| at(index + 1, reason))?;
    let mut before = "";
    for (index, line) in text.split_terminator('\n').enumerate() {
        let number = index as u64 + 1;
        let (digest, name) = (line.split_once("  "))
            .and_then(|(digest, name)| Some((Digest::parse(digest).ok()?, name)))
            .ok_or_else(|| at(number, text!("checker-sums-line", found = line)))?;
        if index > 0 && name <= before {
            return Err(at(number, text!("checker-sums-order", name = name, before = before)));
        }
        each(number, digest, name)?;
        before = name;
    }
    Ok(())
}
