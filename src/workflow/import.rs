//! 导入: files become registers, every row taken or told why not.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::compare::{Difference, Kept, keyed, list_versions};
use super::files;
use super::office::Office;
use super::refusal::Done;
use crate::domain::{Digest, PastCheck, Progress, Result, Text, area};
use crate::record::{Details, details};
use crate::registry::{self, Defaults, ImportOptions, Mapping, Registry, Reject, Taken};
use crate::store::{Tx, barred, history, inspectors, items, registries};
use crate::text;

/// The five registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Register {
    /// 检查对象名录库.
    Entities,
    /// 执法检查人员名录库.
    Inspectors,
    /// 抽查事项清单.
    Items,
    /// 检查历史.
    History,
    /// 回避.
    Barred,
}

impl Register {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Register::Entities => "entities",
            Register::Inspectors => "inspectors",
            Register::Items => "items",
            Register::History => "history",
            Register::Barred => "barred",
        }
    }
}

/// How an import is meant.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// 列对照; may be absent.
    pub mapping: Option<PathBuf>,
    /// Add and change only; nothing goes because the files lack it.
    pub merge: bool,
    /// Tell what would be, change nothing.
    pub dry_run: bool,
    /// 对象类别 of entities whose rows do not say.
    pub object: Option<String>,
    /// Area of rows that tell none, code or name; the office's own by default.
    pub area: Option<String>,
}

/// What an import did, or would do. Always `read == taken + rejected`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// Which register.
    pub register: Register,
    /// Nothing was changed: it was only tried.
    pub dry_run: bool,
    /// Rows read.
    pub read: u64,
    /// Rows taken.
    pub taken: u64,
    /// Rows refused.
    pub rejected: u64,
    /// Of those taken, the ones that went into another.
    pub merged: u64,
    /// Not there before.
    pub new: u64,
    /// There before, otherwise.
    pub changed: u64,
    /// There before, alike.
    pub unchanged: u64,
    /// There before, not in the files.
    pub gone: u64,
    /// Of entities: in another county before.
    pub moved: u64,
    /// Of entities: digest of the registry's manifest.
    pub manifest: Option<Digest>,
    /// The files read.
    pub files: Vec<FileLine>,
    /// What should be looked at.
    pub doubts: Vec<Text>,
    /// The rows refused.
    #[serde(skip)]
    pub rejects: Vec<Reject>,
}

/// A file read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileLine {
    /// As it was named.
    pub file: String,
    /// Its digest.
    pub sha256: Digest,
    /// How it was encoded; told of entities only.
    pub encoding: Option<String>,
    /// Rows read from it; told of entities only.
    pub rows: Option<u64>,
}

/// Imports files into a register. By default the files are the whole of what
/// they speak of: of entities, of each county they have rows of; of
/// inspectors, of each department; of items and bars, of all. History only
/// grows. With `merge` nothing goes.
pub fn import(
    office: &Office,
    register: Register,
    paths: &[PathBuf],
    options: &Options,
    progress: &dyn Progress,
) -> Done<Imported> {
    if paths.is_empty() {
        return Err(text!("import-no-files").into());
    }
    let mapping = options.mapping.as_deref().map(Mapping::read).transpose()?.unwrap_or_default();
    if register == Register::Entities {
        return entities(office, paths, mapping, options, progress);
    }
    let given = options.area.as_deref().map(|said| area::resolve(said, None)).transpose()?;
    let own = Some(office.row.area.clone()).filter(|area| !area.is_empty());
    let defaults = Defaults { area: given.or(own), today: Some(office.now().date_naive()) };
    let read = Read { office, register, paths, options };
    match register {
        Register::Inspectors => {
            let taken = registry::inspectors::read(paths, &mapping, &defaults, progress)?;
            read.keep(taken, inspectors::list, |incoming, before| {
                let departments: BTreeSet<&str> = incoming.iter().map(|i| i.department.as_str()).collect();
                keyed(
                    incoming,
                    before,
                    |i| i.certificate.clone(),
                    |i| departments.contains(i.department.as_str()),
                )
            })
        }
        Register::Items => {
            let taken = registry::items::read(paths, &mapping, &defaults, progress)?;
            let (merge, today) = (options.merge, office.now().date_naive());
            read.keep(taken, items::list, move |incoming, before| {
                list_versions(incoming, before, merge, today)
            })
        }
        Register::History => {
            let taken = registry::history::read(paths, &mapping, &defaults, progress)?;
            read.keep(taken, history::list, |incoming, before| {
                let key = |c: &PastCheck| {
                    let (code, date, department, source, visit, items) = history::key(c);
                    [code, &date.to_string(), department, source, visit, &items.join(";")].join("\n")
                };
                keyed(incoming, before, key, |_| false)
            })
        }
        Register::Barred | Register::Entities => {
            let taken = registry::barred::read(paths, &mapping, &defaults, progress)?;
            read.keep(taken, barred::list, |incoming, before| {
                keyed(incoming, before, |b| [b.code.as_str(), &b.inspector, &b.reason].join("\n"), |_| true)
            })
        }
    }
}

/// One of the four smaller registers on its way in.
struct Read<'a> {
    office: &'a Office,
    register: Register,
    paths: &'a [PathBuf],
    options: &'a Options,
}

impl Read<'_> {
    fn keep<T: Kept>(
        &self,
        taken: Taken<T>,
        list: impl Fn(&mut Tx<'_>) -> Result<Vec<T>>,
        compare: impl FnOnce(&[T], &[T]) -> Difference<T>,
    ) -> Done<Imported> {
        let files = self
            .paths
            .iter()
            .map(|path| {
                let sha256 = files::digest(path)?;
                Ok(FileLine { file: path.display().to_string(), sha256, encoding: None, rows: None })
            })
            .collect::<Result<Vec<_>>>()?;
        let before = self.office.store.read(|tx| list(tx))?;
        let mut found = compare(&taken.rows, &before);
        if self.options.merge {
            found.gone.clear();
        }
        let imported = Imported {
            register: self.register,
            dry_run: self.options.dry_run,
            read: taken.read,
            taken: taken.rows.len() as u64 + taken.merged,
            rejected: taken.rejects.len() as u64,
            merged: taken.merged,
            new: found.new,
            changed: found.changed,
            unchanged: found.unchanged,
            gone: found.gone.len() as u64,
            moved: 0,
            manifest: None,
            files,
            doubts: std::mem::take(&mut found.doubts),
            rejects: taken.rejects,
        };
        let nothing = found.put.is_empty() && found.gone.is_empty();
        if self.options.dry_run || nothing {
            return Ok(imported);
        }
        self.office.begin("import", self.register.name(), &[])?.commit(|tx| {
            T::remove(tx, &found.gone)?;
            T::put(tx, &found.put)?;
            // What the register holds now, named by a digest: the rows are
            // people's data and stay out of the journal.
            let digest = Digest::of(&crate::draw::document::list_to_canonical(&list(tx)?)?);
            let mut members = entry(&imported);
            if self.register == Register::Items {
                // The item list is public, and so is its digest.
                members.insert("list", digest.to_string().into());
            } else {
                members.hide("content", digest.to_string());
            }
            self.office.record(tx, "import", members)
        })?;
        Ok(imported)
    }
}

/// Entities: the registry writes its partitions itself, content-addressed and
/// the manifest last; the step is the manifest's entry in the database.
fn entities(
    office: &Office,
    paths: &[PathBuf],
    mapping: Mapping,
    options: &Options,
    progress: &dyn Progress,
) -> Done<Imported> {
    let registry = Registry::new(office.paths.registry());
    let current = office.store.read(registries::current)?.map(|version| version.manifest);
    let own = Some(office.row.area.clone()).filter(|area| !area.is_empty());
    let mut how = ImportOptions {
        mapping,
        merge: options.merge,
        dry_run: options.dry_run,
        area: options.area.clone().or(own),
        ..ImportOptions::default()
    };
    if let Some(object) = &options.object {
        how.object.clone_from(object);
    }
    let step =
        if options.dry_run { None } else { Some(office.begin("import", Register::Entities.name(), &[])?) };
    let report = registry.import(current, paths, &how, &office.now(), progress)?;
    let imported = Imported {
        register: Register::Entities,
        dry_run: options.dry_run,
        read: report.read,
        taken: report.taken,
        rejected: report.rejected,
        merged: report.merged,
        new: report.new,
        changed: report.changed,
        unchanged: report.unchanged,
        gone: report.gone,
        moved: report.moved,
        manifest: report.manifest,
        files: (report.files.iter())
            .map(|file| FileLine {
                file: file.file.clone(),
                sha256: file.sha256,
                encoding: Some(file.encoding.to_owned()),
                rows: Some(file.rows),
            })
            .collect(),
        doubts: Vec::new(),
        rejects: report.rejects,
    };
    let changed = imported.new + imported.changed + imported.gone + imported.moved > 0;
    if let (Some(step), Some(manifest)) = (step, report.manifest)
        && (changed || current.is_none())
    {
        let rows = registry.open(manifest)?.rows();
        let files = serde_json::to_string(&imported.files).unwrap_or_default();
        step.commit(|tx| {
            let now = office.now();
            registries::add(tx, &manifest, rows, &files, &now)?;
            let mut members = entry(&imported);
            members.insert("manifest", manifest.to_string().into());
            members.insert("rows", rows.into());
            office.record_at(tx, &now, "import", members)
        })?;
    }
    Ok(imported)
}

/// What the journal says of an import: figures and digests, nobody's data.
fn entry(imported: &Imported) -> Details {
    let files: Vec<Json> = (imported.files.iter())
        .map(|file| json!({ "file": &file.file, "sha256": file.sha256.to_string() }))
        .collect();
    details([
        ("register", imported.register.name().into()),
        ("read", imported.read.into()),
        ("rejected", imported.rejected.into()),
        ("new", imported.new.into()),
        ("changed", imported.changed.into()),
        ("gone", imported.gone.into()),
        ("moved", imported.moved.into()),
    ])
    .hiding("sources", Json::Array(files).to_string())
}

/// Writes a register to a file (`.csv`, `.xlsx`, `.parquet`) that imports
/// again without a change; how many rows.
pub fn export(office: &Office, register: Register, path: &Path) -> Done<u64> {
    Ok(match register {
        Register::Entities => {
            let current = office.store.read(registries::current)?;
            let current = current.ok_or_else(|| text!("registry-empty"))?;
            Registry::new(office.paths.registry()).export(current.manifest, path)?
        }
        Register::Inspectors => registry::inspectors::export(path, &office.store.read(inspectors::list)?)?,
        Register::Items => registry::items::export(path, &office.store.read(items::list)?)?,
        Register::History => registry::history::export(path, &office.store.read(history::list)?)?,
        Register::Barred => registry::barred::export(path, &office.store.read(barred::list)?)?,
    })
}
