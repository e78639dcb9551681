//! The canonical bytes of a frame with their digest and RFC 6962 root.

use std::collections::BTreeMap;
use std::io::Write;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::{Frame, Row};
use crate::domain::csv::write_row;
use crate::domain::merkle::{Tree, leaf};
use crate::domain::{Digest, Progress, Result};
use crate::text;

/// The file's header.
pub const HEADER: [&str; 6] = ["code", "name", "area", "class", "stratum", "excluded"];

/// Rows rendered and hashed by one thread at a time, and blocks held at once.
const BLOCK: usize = 4096;
const BLOCKS: usize = 32;

/// What plan.json says of a frame's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameDigest {
    /// Data rows.
    pub rows: u64,
    /// SHA-256 of the file.
    pub sha256: Digest,
    /// RFC 6962 tree head over the data lines.
    pub root: Digest,
    /// Excluded rows by reason.
    pub excluded: BTreeMap<String, u64>,
    /// Rows per stratum, in plan order.
    pub strata: Vec<StratumRows>,
}

/// Rows of one stratum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StratumRows {
    /// N: all rows.
    pub rows: u64,
    /// E: rows not excluded.
    pub eligible: u64,
}

impl Row<'_> {
    /// Its fields in the file's order.
    pub fn fields(&self) -> [&str; 6] {
        [self.code, self.name, self.area, self.class, self.stratum, self.excluded]
    }
}

impl Frame {
    /// Writes `frames/PART.csv` and computes its digest and root while the
    /// bytes stream by. `out` should be buffered or a file; it gets large
    /// writes. Progress counts rows.
    pub fn write(&self, out: &mut dyn Write, progress: &dyn Progress) -> Result<FrameDigest> {
        progress.begin(text!("frame-writing", part = self.part()), self.len() as u64);
        let mut hasher = Sha256::new();
        let mut tree = Tree::default();
        let mut emit = |bytes: &[u8]| {
            hasher.update(bytes);
            out.write_all(bytes).map_err(|error| text!("frame-write", part = self.part(), error = error))
        };
        let mut header = Vec::new();
        write_row(&mut header, &HEADER);
        emit(&header)?;
        for from in (0..self.len()).step_by(BLOCK * BLOCKS) {
            let to = (from + BLOCK * BLOCKS).min(self.len());
            let starts: Vec<usize> = (from..to).step_by(BLOCK).collect();
            let blocks: Vec<(Vec<u8>, Vec<Digest>)> =
                starts.into_par_iter().map(|start| self.block(start, (start + BLOCK).min(to))).collect();
            for (bytes, leaves) in blocks {
                emit(&bytes)?;
                leaves.into_iter().for_each(|leaf| tree.push(leaf));
            }
            progress.add((to - from) as u64);
        }
        progress.end();
        Ok(FrameDigest {
            rows: self.len() as u64,
            sha256: Digest(hasher.finalize().into()),
            root: tree.root(),
            excluded: self.gathered().excluded(),
            strata: self.counts(),
        })
    }

    fn block(&self, from: usize, to: usize) -> (Vec<u8>, Vec<Digest>) {
        let mut bytes = Vec::with_capacity((to - from) * 96);
        let mut leaves = Vec::with_capacity(to - from);
        for i in from..to {
            let start = bytes.len();
            write_row(&mut bytes, &self.row(i).fields());
            leaves.push(leaf(&bytes[start..bytes.len() - 1]));
        }
        (bytes, leaves)
    }
}
