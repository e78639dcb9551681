//! The folder a registry lives in: `objects/<sha256>.parquet` and
//! `manifests/<sha256>.json`, each file named by its own digest, never changed
//! once there.
//!
//! Nothing is decoded before its digest is checked, so a torn, missing or
//! altered file is told by name and never drawn from.

use std::borrow::Borrow;
use std::fs;
use std::path::{Path, PathBuf};

use polars::prelude::*;
use polars_io::prelude::*;
use rayon::prelude::*;

use super::rows::{At, Rows};
use super::spec::{CODE, FIELDS};
use crate::domain::entity::COLUMNS;
use crate::domain::{Digest, Result, Text};
use crate::registry::aside;
use crate::registry::manifest::{Manifest, Partition};
use crate::text;

/// Rows to a row group: fixed, for the bytes depend on it.
const ROW_GROUP: usize = 1 << 17;

/// A registry of objects (检查对象名录库) in a folder. Holding one costs
/// nothing; which state is the current one is the caller's to keep.
#[derive(Debug, Clone)]
pub struct Registry {
    dir: PathBuf,
}

impl Registry {
    /// The registry of a folder, which need not exist yet.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into() }
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where a manifest lies.
    pub fn manifest_path(&self, digest: Digest) -> PathBuf {
        self.dir.join("manifests").join(format!("{digest}.json"))
    }

    /// Where a partition lies.
    pub fn object_path(&self, digest: Digest) -> PathBuf {
        self.dir.join("objects").join(format!("{digest}.parquet"))
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// `registry-object-missing`, `registry-object-damaged`, or what is wrong
    /// with its form.
    pub fn open(&self, digest: Digest) -> Result<Manifest> {
        Manifest::parse(&verified(&self.manifest_path(digest), digest)?)
    }

    /// Reads and verifies a state whole: manifest and every partition.
    pub fn check(&self, digest: Digest) -> Result<()> {
        let manifest = self.open(digest)?;
        manifest.partitions.par_iter().try_for_each(|partition| self.partition(partition).map(drop))
    }

    /// A partition's rows, by code; columns as [`COLUMNS`], all text, none
    /// null.
    ///
    /// # Errors
    /// `registry-object-missing`, `registry-object-damaged` (digest, or rows
    /// other than the manifest says).
    pub fn partition(&self, partition: &Partition) -> Result<DataFrame> {
        self.columns_of(partition, None)
    }

    /// Some of a partition's columns, verified like [`Registry::partition`];
    /// what nobody asks for is not decoded.
    pub fn columns(&self, partition: &Partition, columns: &[&str]) -> Result<DataFrame> {
        self.columns_of(partition, Some(columns.iter().map(|name| (*name).to_owned()).collect()))
    }

    /// The codes of a partition.
    pub(crate) fn codes(&self, partition: &Partition) -> Result<Vec<String>> {
        let frame = self.columns_of(partition, Some(vec![COLUMNS[CODE].0.to_owned()]))?;
        let codes = frame.columns().first().and_then(|column| column.str().ok());
        let codes = codes.ok_or_else(|| damaged(&self.object_path(partition.sha256)))?;
        Ok(codes.iter().flatten().map(str::to_owned).collect())
    }

    fn columns_of(&self, partition: &Partition, columns: Option<Vec<String>>) -> Result<DataFrame> {
        let path = self.object_path(partition.sha256);
        let bytes = verified(&path, partition.sha256)?;
        let width = columns.as_ref().map_or(FIELDS, Vec::len);
        let frame = ParquetReader::new(std::io::Cursor::new(bytes))
            .with_columns(columns)
            .finish()
            .map_err(|_| damaged(&path))?;
        let texts = frame.columns().iter().all(|column| column.dtype() == &DataType::String);
        if frame.height() as u64 != partition.rows || frame.width() != width || !texts {
            return Err(damaged(&path));
        }
        Ok(frame)
    }

    /// A partition's rows, kept close.
    pub(crate) fn rows(&self, partition: &Partition) -> Result<Vec<Rows>> {
        let frame = self.partition(partition)?;
        let fault = || damaged(&self.object_path(partition.sha256));
        let columns: Vec<&StringChunked> =
            frame.columns().iter().map(|column| column.str().map_err(|_| fault())).collect::<Result<_>>()?;
        let mut iters: Vec<_> = columns.iter().map(|column| column.iter()).collect();
        let mut out = vec![Rows::default()];
        for _ in 0..frame.height() {
            if out.last().is_some_and(Rows::is_full) {
                out.push(Rows::default());
            }
            if let Some(rows) = out.last_mut() {
                rows.push(iters.iter_mut().map(|iter| iter.next().flatten().unwrap_or("")));
            }
        }
        Ok(out)
    }

    /// Makes the folders and removes what an interrupted import left half
    /// written.
    pub(crate) fn prepare(&self) -> Result<()> {
        for folder in ["objects", "manifests"] {
            let folder = self.dir.join(folder);
            let fault = |error: std::io::Error| failed(&folder, &error);
            fs::create_dir_all(&folder).map_err(fault)?;
            aside::clean(&folder).map_err(fault)?;
        }
        aside::sync_folder(&self.dir).map_err(|error| failed(&self.dir, &error))
    }

    /// Writes one county's rows, given by code, and tells their partition.
    /// `parallel` lets one partition use all cores. The folder is still to be
    /// synced.
    pub(crate) fn write<P: Borrow<Rows>>(
        &self,
        area: &str,
        rows: &[At],
        parts: &[P],
        parallel: bool,
    ) -> Result<Partition> {
        let bytes = parquet(rows, parts, parallel)
            .map_err(|error| text!("registry-write-failed", file = area, error = error.to_string()))?;
        let sha256 = Digest::of(&bytes);
        let path = self.object_path(sha256);
        // One that is there already is shared, if it is what it says it is.
        if verified(&path, sha256).is_err() {
            aside::place(&path, &bytes).map_err(|error| failed(&path, &error))?;
        }
        Ok(Partition { area: area.to_owned(), rows: rows.len() as u64, sha256 })
    }

    /// Writes the manifest, once all it names is there for good.
    pub(crate) fn seal(&self, manifest: &Manifest) -> Result<Digest> {
        let objects = self.dir.join("objects");
        aside::sync_folder(&objects).map_err(|error| failed(&objects, &error))?;
        let bytes = manifest.to_bytes()?;
        let digest = Digest::of(&bytes);
        let path = self.manifest_path(digest);
        aside::write(&path, |file| std::io::Write::write_all(file, &bytes))
            .map_err(|error| failed(&path, &error))?;
        Ok(digest)
    }
}

/// A file's bytes, if they are what its name says.
fn verified(path: &Path, digest: Digest) -> Result<Vec<u8>> {
    let bytes = fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => text!("registry-object-missing", file = path),
        _ => text!("registry-file-unreadable", file = path, error = error),
    })?;
    if Digest::of(&bytes) != digest {
        return Err(damaged(path));
    }
    Ok(bytes)
}

fn damaged(path: &Path) -> Text {
    text!("registry-object-damaged", file = path)
}

fn failed(path: &Path, error: &std::io::Error) -> Text {
    text!("registry-write-failed", file = path, error = error)
}

/// The same bytes for the same rows: fixed order, fixed row groups, fixed
/// compression, no metadata of time or place.
fn parquet<P: Borrow<Rows>>(rows: &[At], parts: &[P], parallel: bool) -> PolarsResult<Vec<u8>> {
    let mut frame = frame(rows, parts)?;
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Zstd(None))
        .with_statistics(StatisticsOptions::default())
        .with_row_group_size(Some(ROW_GROUP))
        .set_parallel(parallel)
        .finish(&mut frame)?;
    Ok(bytes)
}

fn frame<P: Borrow<Rows>>(rows: &[At], parts: &[P]) -> PolarsResult<DataFrame> {
    let mut builders: Vec<StringChunkedBuilder> =
        COLUMNS.iter().map(|(name, _)| StringChunkedBuilder::new((*name).into(), rows.len())).collect();
    for at in rows {
        for (builder, field) in builders.iter_mut().zip(at.fields(parts)) {
            builder.append_value(field);
        }
    }
    let columns = builders.into_iter().map(|builder| builder.finish().into_series().into()).collect();
    DataFrame::new(rows.len(), columns)
}
