//! Bringing files into the registry: what is new, changed, gone or moved
//! against the current state, and the next state.
//!
//! By default the files replace, for each county they have rows of, all that
//! county's rows; other counties are left alone and their partitions shared.
//! `merge` only adds and changes. A code lives in one county: taken into
//! another it leaves its old one, whether or not the files speak of that.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rayon::prelude::*;

use super::Step;
use super::check::Rules;
use super::merge::merge;
use super::read::{FileReport, Gathered, gather};
use super::rows::{At, Rows};
use super::spec::{AREA, CODE};
use super::store::Registry;
use super::words::FIRM;
use crate::domain::{Digest, Instant, Progress, Result, area};
use crate::registry::manifest::{Manifest, Partition, Source};
use crate::registry::mapping::Mapping;
use crate::registry::reject::Reject;
use crate::text;

/// How an import is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportOptions {
    /// 列对照.
    pub mapping: Mapping,
    /// Add and change only; nothing goes because the files lack it.
    pub merge: bool,
    /// Tell what would be, write nothing.
    pub dry_run: bool,
    /// 对象类别 of rows that do not say; 市场主体 when empty.
    pub object: String,
    /// The area (code or name) of rows that tell none by column or address;
    /// names are looked for within it first.
    pub area: Option<String>,
}

impl Default for ImportOptions {
    fn default() -> Self {
        Self {
            mapping: Mapping::default(),
            merge: false,
            dry_run: false,
            object: FIRM.to_owned(),
            area: None,
        }
    }
}

/// What an import did, or would do. Always `read == taken + rejected`, and
/// `taken - merged == new + changed + unchanged + moved`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportReport {
    /// Rows read, empty ones not counted.
    pub read: u64,
    /// Rows that stand in the registry or went into one that does.
    pub taken: u64,
    /// Rows refused.
    pub rejected: u64,
    /// Of those taken, the ones that went into another row of the same code.
    pub merged: u64,
    /// Objects the registry did not have.
    pub new: u64,
    /// Objects whose row differs from before.
    pub changed: u64,
    /// Objects as they were.
    pub unchanged: u64,
    /// Objects no longer there.
    pub gone: u64,
    /// Objects that were in another county before.
    pub moved: u64,
    /// Partitions written anew; all others are shared with the state before.
    pub written: u64,
    /// The state made; `None` on a dry run or when no row was taken.
    pub manifest: Option<Digest>,
    /// The rows refused, in reading order.
    pub rejects: Vec<Reject>,
    /// File by file.
    pub files: Vec<FileReport>,
}

/// A county's rows against those it had.
#[derive(Default)]
struct Compared {
    changed: u64,
    unchanged: u64,
    /// Rows of codes the county did not have.
    fresh: Vec<At>,
    /// Codes it had and the files have not.
    missing: Vec<String>,
}

impl Registry {
    /// Imports files. `current` is the state to go on from, `at` the time of
    /// the import. All writing is aside, synced and renamed, the manifest last:
    /// an import that is interrupted leaves the current state as it was.
    ///
    /// # Errors
    /// A file that is no table of entities fails the import as a whole, as do
    /// a damaged partition of the current state and a failed write.
    pub fn import(
        &self,
        current: Option<Digest>,
        files: &[PathBuf],
        options: &ImportOptions,
        at: &Instant,
        progress: &dyn Progress,
    ) -> Result<ImportReport> {
        if files.is_empty() {
            return Err(text!("registry-no-files"));
        }
        let old = current.map(|digest| self.open(digest)).transpose()?;
        let default = options.area.as_deref().map(|said| area::resolve(said, None)).transpose()?;
        let rules = Rules {
            object: &options.object,
            area: default.as_deref(),
            today: at.date_naive(),
            mapping: &options.mapping,
        };
        let mut gathered = gather(files, &options.mapping, rules, progress)?;
        let (rows, merged) = merge(&mut gathered);
        gathered.rejects.sort_by_key(|(origin, _)| *origin);
        let mut report = ImportReport {
            read: gathered.read,
            taken: rows.len() as u64 + merged,
            rejected: gathered.rejects.len() as u64,
            merged,
            ..ImportReport::default()
        };
        report.rejects =
            std::mem::take(&mut gathered.rejects).into_iter().map(|(_, reject)| reject).collect();
        report.files = std::mem::take(&mut gathered.files);
        let import = Import { registry: self, old: old.as_ref(), parts: &gathered.parts, options, progress };
        let counties = by_county(&gathered, rows);
        let (compared, moved) = import.compare(&counties)?;
        let fresh: u64 = compared.values().map(|county| county.fresh.len() as u64).sum();
        let missing: u64 = compared.values().map(|county| county.missing.len() as u64).sum();
        report.moved = moved.values().map(|codes| codes.len() as u64).sum();
        report.new = fresh - report.moved;
        report.changed = compared.values().map(|county| county.changed).sum();
        report.unchanged = compared.values().map(|county| county.unchanged).sum();
        let left: u64 =
            counties.keys().filter_map(|county| moved.get(county)).map(|codes| codes.len() as u64).sum();
        report.gone = if options.merge { 0 } else { missing - left };
        if options.dry_run || counties.is_empty() {
            return Ok(report);
        }
        let same = report.new + report.changed + report.moved + report.gone == 0;
        if same && current.is_some() {
            // A second click: the state stays the one it is.
            report.manifest = current;
            return Ok(report);
        }
        self.prepare()?;
        let mut manifest = Manifest::new(at, current);
        manifest.sources = files.iter().zip(&report.files).map(|(path, file)| source(path, file)).collect();
        let (partitions, written) = import.write(&counties, &compared, &moved)?;
        manifest.partitions = partitions;
        report.written = written;
        report.manifest = Some(self.seal(&manifest)?);
        Ok(report)
    }
}

fn source(path: &std::path::Path, file: &FileReport) -> Source {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Source { file: name, sha256: file.sha256, rows: file.rows }
}

fn by_county(gathered: &Gathered, rows: Vec<At>) -> BTreeMap<String, Vec<At>> {
    let mut out: BTreeMap<String, Vec<At>> = BTreeMap::new();
    for at in rows {
        let area = at.field(&gathered.parts, AREA);
        let county = &area[..area.len().min(6)];
        match out.get_mut(county) {
            Some(rows) => rows.push(at),
            None => drop(out.insert(county.to_owned(), vec![at])),
        }
    }
    out
}

/// By county, the codes that leave it for another.
type Moved = BTreeMap<String, BTreeSet<String>>;

struct Import<'a> {
    registry: &'a Registry,
    old: Option<&'a Manifest>,
    parts: &'a [Rows],
    options: &'a ImportOptions,
    progress: &'a dyn Progress,
}

impl Import<'_> {
    fn old(&self, county: &str) -> Option<&Partition> {
        self.old.and_then(|manifest| manifest.partition(county))
    }

    /// Each county against what it had, then the codes that came from others.
    fn compare(&self, counties: &BTreeMap<String, Vec<At>>) -> Result<(BTreeMap<String, Compared>, Moved)> {
        let _step = Step::begin(self.progress, text!("registry-progress-compare"), counties.len() as u64);
        let compared: BTreeMap<String, Compared> = counties
            .par_iter()
            .map(|(county, rows)| {
                let compared = self.compare_county(county, rows)?;
                self.progress.add(1);
                Ok((county.clone(), compared))
            })
            .collect::<Result<_>>()?;
        let moved = self.moved(counties, &compared)?;
        Ok((compared, moved))
    }

    fn compare_county(&self, county: &str, rows: &[At]) -> Result<Compared> {
        let Some(partition) = self.old(county) else {
            return Ok(Compared { fresh: rows.to_vec(), ..Compared::default() });
        };
        let before = self.registry.rows(partition)?;
        let mut out = Compared::default();
        let mut rows = rows.iter().copied().peekable();
        for at in all(&before, 0) {
            let code = at.field(&before, CODE);
            while let Some(fresh) = rows.next_if(|new| new.field(self.parts, CODE) < code) {
                out.fresh.push(fresh);
            }
            match rows.next_if(|new| new.field(self.parts, CODE) == code) {
                Some(new) if new.fields(self.parts) == at.fields(&before) => out.unchanged += 1,
                Some(_) => out.changed += 1,
                None => out.missing.push(code.to_owned()),
            }
        }
        out.fresh.extend(rows);
        Ok(out)
    }

    fn moved(
        &self,
        counties: &BTreeMap<String, Vec<At>>,
        compared: &BTreeMap<String, Compared>,
    ) -> Result<Moved> {
        let Some(old) = self.old else { return Ok(Moved::new()) };
        let mut fresh: Vec<&str> = compared
            .values()
            .flat_map(|county| county.fresh.iter().map(|at| at.field(self.parts, CODE)))
            .collect();
        if fresh.is_empty() {
            return Ok(Moved::new());
        }
        fresh.par_sort_unstable();
        let is_fresh = |code: &str| fresh.binary_search(&code).is_ok();
        // Counties the files have rows of: those missing there. Other
        // counties: looked through for the codes that came.
        let mut out: Moved = compared
            .iter()
            .map(|(county, compared)| {
                let codes = compared.missing.iter().filter(|code| is_fresh(code)).cloned().collect();
                (county.clone(), codes)
            })
            .collect();
        let others: Vec<_> =
            old.partitions.iter().filter(|partition| !counties.contains_key(&partition.area)).collect();
        let left: Vec<(String, BTreeSet<String>)> = others
            .par_iter()
            .map(|partition| {
                let codes = self.registry.codes(partition)?;
                let codes = codes.iter().filter(|code| is_fresh(code)).cloned().collect();
                Ok((partition.area.clone(), codes))
            })
            .collect::<Result<_>>()?;
        out.extend(left);
        out.retain(|_, codes| !codes.is_empty());
        Ok(out)
    }

    /// Writes what changed; gives all partitions of the next state and how
    /// many of them are new.
    fn write(
        &self,
        counties: &BTreeMap<String, Vec<At>>,
        compared: &BTreeMap<String, Compared>,
        moved: &Moved,
    ) -> Result<(Vec<Partition>, u64)> {
        let none = BTreeSet::new();
        let mut kept: BTreeMap<String, Partition> = BTreeMap::new();
        let mut work: BTreeSet<&str> = BTreeSet::new();
        for partition in self.old.iter().flat_map(|old| &old.partitions) {
            kept.insert(partition.area.clone(), partition.clone());
        }
        for (county, compared) in compared {
            let less =
                if self.options.merge { moved.contains_key(county) } else { !compared.missing.is_empty() };
            if less || compared.changed > 0 || !compared.fresh.is_empty() {
                work.insert(county);
            }
        }
        work.extend(moved.keys().map(String::as_str));
        let step = Step::begin(self.progress, text!("registry-progress-write"), work.len() as u64);
        let parallel = work.len() < 2 * rayon::current_num_threads();
        let write = |county: &str| {
            let leaving = moved.get(county).unwrap_or(&none);
            let new: &[At] = counties.get(county).map_or(&[], Vec::as_slice);
            let replaced = counties.contains_key(county) && !self.options.merge;
            let before = match self.old(county) {
                Some(partition) if !replaced => self.registry.rows(partition)?,
                _ => Vec::new(),
            };
            let written = if before.is_empty() {
                self.registry.write(county, new, self.parts, parallel)?
            } else {
                let parts: Vec<&Rows> = self.parts.iter().chain(&before).collect();
                let rows = both(&parts, new, self.parts.len(), &before, leaving);
                self.registry.write(county, &rows, &parts, parallel)?
            };
            self.progress.add(1);
            Ok(written)
        };
        let areas: Vec<&str> = work.into_iter().collect();
        let written: Vec<Partition> = if parallel {
            areas.iter().map(|county| write(county)).collect::<Result<_>>()?
        } else {
            areas.par_iter().with_max_len(1).map(|county| write(county)).collect::<Result<_>>()?
        };
        drop(step);
        let mut count = 0;
        for partition in written {
            let before = kept.remove(&partition.area);
            count += u64::from(before.as_ref() != Some(&partition));
            // A county all of whose objects left has no partition.
            if partition.rows > 0 {
                kept.insert(partition.area.clone(), partition);
            }
        }
        Ok((kept.into_values().collect(), count))
    }
}

/// Every row of some `Rows` that stand behind `offset` others.
fn all(rows: &[Rows], offset: usize) -> impl Iterator<Item = At> + '_ {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    rows.iter().enumerate().flat_map(move |(part, rows)| {
        (0..rows.len()).map(move |row| At { part: number(offset + part), row: number(row) })
    })
}

/// The county's rows after a merge, by code: the new ones, and the old ones
/// that neither leave nor are replaced.
fn both(parts: &[&Rows], new: &[At], offset: usize, before: &[Rows], leaving: &BTreeSet<String>) -> Vec<At> {
    let mut out = Vec::with_capacity(new.len());
    let mut new = new.iter().copied().peekable();
    for old in all(before, offset) {
        let code = old.field(parts, CODE);
        while let Some(at) = new.next_if(|at| at.field(parts, CODE) < code) {
            out.push(at);
        }
        match new.next_if(|at| at.field(parts, CODE) == code) {
            Some(at) => out.push(at),
            None if leaving.contains(code) => {}
            None => out.push(old),
        }
    }
    out.extend(new);
    out
}
