//! The folder `log/` of a bundle: `checkpoint`, the log's signed tree head, and
//! `proofs.json`, which leads from the entries of an attempt to it.

use serde::{Deserialize, Serialize};

use crate::domain::Digest;

/// Name of the checkpoint within the bundle.
pub const CHECKPOINT: &str = "log/checkpoint";
/// Name of the proofs within the bundle.
pub const PROOFS: &str = "log/proofs.json";

/// What `proofs.json` holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proofs {
    /// Entries by number, each with its path to the checkpoint's root.
    pub entries: Vec<Proven>,
    /// 备案: cosigned checkpoints that have the freeze in them.
    pub filed: Vec<Filed>,
    /// Checkpoints signed by two keys, one after the other, by which the log
    /// went over from the plan's key to today's.
    pub rotations: Vec<Earlier>,
    /// What opens commitments in entries, as far as it is told.
    pub openings: Vec<Opening>,
}

/// An entry and its place in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proven {
    /// The leaf's bytes.
    pub body: String,
    /// Inclusion proof, leaf to root.
    pub proof: Vec<Digest>,
}

/// An earlier checkpoint of the same log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    /// The signed note.
    pub checkpoint: String,
    /// That today's tree continues it.
    pub consistency: Vec<Digest>,
}

/// A cosigned checkpoint after the freeze.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filed {
    /// The note with its cosignatures.
    pub checkpoint: String,
    /// That today's tree continues it.
    pub consistency: Vec<Digest>,
    /// That the freeze is in it.
    pub inclusion: Vec<Digest>,
}

/// What opens one commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The entry.
    pub seq: u64,
    /// Its member.
    pub member: String,
    /// The salt.
    pub salt: Digest,
    /// The datum.
    pub value: String,
}
