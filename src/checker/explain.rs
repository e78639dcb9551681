//! One entity's story, from a bundle that holds.

use std::path::Path;

use super::Fault;
use crate::domain::{Digest, Progress, Text};

/// Where an entity stood and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Its code, as looked up.
    pub code: String,
    /// Its name; empty when it stands in no frame.
    pub name: String,
    /// SHA-256(seed ‖ `:` ‖ code).
    pub ticket: Digest,
    /// One per frame it stands in, plan order.
    pub frames: Vec<InFrame>,
    /// Its visit's number, drawn or by substitution.
    pub visit: Option<u64>,
    /// Whether that visit was given up by an amendment.
    pub given_up: bool,
    /// Departments in byte order with their inspectors' certificate numbers and
    /// names, the lead first, after all amendments.
    pub teams: Vec<(String, Vec<(String, String)>)>,
    /// The command line that recomputes the ticket.
    pub command: String,
    /// The whole story in sentences.
    pub texts: Vec<Text>,
}

/// An entity's row in one frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InFrame {
    /// Part.
    pub part: String,
    /// 部门.
    pub department: String,
    /// Stratum.
    pub stratum: String,
    /// The reason it could not be drawn; empty when it could.
    pub excluded: String,
    /// Its place among the stratum's eligible rows by ticket, from 1; `None` when excluded.
    pub rank: Option<u64>,
    /// The largest selected ticket of the stratum; `None` when none was selected.
    pub cutoff: Option<Digest>,
    /// `selected`, `reserve` or empty.
    pub outcome: &'static str,
    /// The row as it stands in the frame, without LF: the Merkle leaf's data.
    pub row: String,
    /// Leaf index, from 0.
    pub index: u64,
    /// Rows of the frame: the tree's size.
    pub size: u64,
    /// Inclusion path, leaf to root (RFC 6962).
    pub path: Vec<Digest>,
    /// The frame's root, as plan.json gives it; the path has been checked against it.
    pub root: Digest,
}

/// Tells what became of one entity. The bundle is verified first; a bundle that
/// does not hold explains nothing.
pub fn explain(dir: &Path, code: &str, progress: &dyn Progress) -> Result<Explanation, Fault> {
    todo!()
}
