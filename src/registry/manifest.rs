//! The manifest: which partitions a state of the registry is made of, and
//! which it came from. Its digest names that state for good.

use serde::{Deserialize, Serialize};

use crate::domain::entity::COLUMNS;
use crate::domain::{Digest, Instant, Result, calendar, grammar};
use crate::text;

/// The form of manifests and partitions.
pub const FORM: &str = "choucha-registry/1";

/// A state of the registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORM`].
    pub registry: String,
    /// When the import that made it was done, RFC 3339.
    pub imported_at: String,
    /// The state before; `None` for the first.
    pub previous: Option<Digest>,
    /// The partitions' columns, all text.
    pub columns: Vec<String>,
    /// By area, each once.
    pub partitions: Vec<Partition>,
    /// The files that last import read, in the order given.
    pub sources: Vec<Source>,
}

/// One county's rows, by code: `objects/<sha256>.parquet`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partition {
    /// Six digits; townships lie in their county's partition.
    pub area: String,
    /// How many rows.
    pub rows: u64,
    /// Of the Parquet file's bytes.
    pub sha256: Digest,
}

/// A file an import read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name without folders.
    pub file: String,
    /// Of its bytes.
    pub sha256: Digest,
    /// Rows read from it.
    pub rows: u64,
}

impl Manifest {
    /// A state made at an instant.
    pub fn new(at: &Instant, previous: Option<Digest>) -> Self {
        Self {
            registry: FORM.to_owned(),
            imported_at: calendar::write_instant(at),
            previous,
            columns: COLUMNS.iter().map(|(name, _)| (*name).to_owned()).collect(),
            partitions: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// How many objects it holds.
    pub fn rows(&self) -> u64 {
        self.partitions.iter().map(|partition| partition.rows).sum()
    }

    /// The partition of a county.
    pub fn partition(&self, county: &str) -> Option<&Partition> {
        let at = self.partitions.binary_search_by(|partition| partition.area.as_str().cmp(county));
        at.ok().map(|at| &self.partitions[at])
    }

    /// The canonical bytes (RFC 8785); the state's name is their digest.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        serde_json_canonicalizer::to_vec(self)
            .map_err(|error| text!("registry-manifest-malformed", error = error.to_string()))
    }

    /// Reads canonical bytes; refuses any other spelling and anything out of
    /// order.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let fault = |error: String| text!("registry-manifest-malformed", error = error);
        let this: Self = serde_json::from_slice(bytes).map_err(|error| fault(error.to_string()))?;
        if this.registry != FORM {
            return Err(text!("registry-manifest-form", form = &this.registry, known = FORM));
        }
        if this.to_bytes()? != bytes {
            return Err(fault("RFC 8785".to_owned()));
        }
        calendar::parse_instant(&this.imported_at)?;
        if this.columns.iter().ne(COLUMNS.iter().map(|(name, _)| name)) {
            return Err(fault("columns".to_owned()));
        }
        for partition in &this.partitions {
            grammar::check_area(&partition.area)?;
        }
        if !this.partitions.is_sorted_by(|a, b| a.area < b.area) {
            return Err(fault("partitions".to_owned()));
        }
        Ok(this)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling() {
        let at = calendar::parse_instant("2026-10-01T09:00:00+08:00").unwrap();
        let mut manifest = Manifest::new(&at, None);
        let partition = |area: &str| Partition { area: area.into(), rows: 1, sha256: Digest::of(b"") };
        manifest.partitions = vec![partition("640502"), partition("640521")];
        let bytes = manifest.to_bytes().unwrap();
        assert_eq!(Manifest::parse(&bytes).unwrap(), manifest);
        assert_eq!(manifest.partition("640521").unwrap().area, "640521");
        let spaced = String::from_utf8(bytes).unwrap().replace(":1", ": 1");
        assert_eq!(Manifest::parse(spaced.as_bytes()).unwrap_err().id, "registry-manifest-malformed");
        manifest.partitions.reverse();
        assert_eq!(
            Manifest::parse(&manifest.to_bytes().unwrap()).unwrap_err().id,
            "registry-manifest-malformed"
        );
        manifest.registry = "choucha-registry/2".into();
        assert_eq!(Manifest::parse(&manifest.to_bytes().unwrap()).unwrap_err().id, "registry-manifest-form");
    }
}
