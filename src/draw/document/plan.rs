//! The frozen plan, its parts and their strata.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::canonical::{parse_canonical, to_canonical};
use super::dates::{strict_date, strict_window};
use super::source::Source;
use crate::domain::calendar::parse_instant;
use crate::domain::{Date, Digest, Instant, Rate, Result};

/// The protocol version this crate implements.
pub const PROTOCOL: &str = "choucha/1";

/// The frozen plan of one attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanDocument {
    /// [`PROTOCOL`].
    pub protocol: String,
    /// The office that draws.
    pub office: String,
    /// Counts the office's attempts from 1 without gaps.
    pub serial: u64,
    /// P of the office's attempt before; `None` for the first.
    pub previous: Option<Digest>,
    /// Plan number.
    pub plan: String,
    /// Counts the plan's attempts from 1.
    pub attempt: u64,
    /// Title for people.
    pub title: String,
    /// 截止日期: the frames stand as of this day.
    #[serde(with = "strict_date")]
    pub cutoff: Date,
    /// First and last day of the inspections.
    #[serde(with = "strict_window")]
    pub window: [Date; 2],
    /// Digest of the registry manifest the frames came from.
    pub registry: Digest,
    /// One department's share each.
    pub parts: Vec<Part>,
    /// `roster.csv`.
    pub roster: FileDigest,
    /// `barred.csv`.
    pub barred: FileDigest,
    /// Commitments must be opened before this instant.
    pub reveal_by: String,
    /// Sources of the seed, in order.
    pub sources: Vec<Source>,
    /// Members beyond the protocol's; covered by the digest all the same.
    #[serde(flatten)]
    pub more: BTreeMap<String, Value>,
}

/// Rows and digest of a file of the bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDigest {
    /// Data rows, header not counted.
    pub rows: u64,
    /// SHA-256 of the whole file.
    pub sha256: Digest,
}

/// 分项: items checked together by one department over one frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Slug, unique in the plan.
    pub part: String,
    /// 部门.
    pub department: String,
    /// 抽查事项 codes.
    pub items: Vec<String>,
    /// 执法类别 each inspector of the team must have.
    pub competences: Vec<String>,
    /// 检查组 size.
    pub team: u64,
    /// Data rows of `frames/PART.csv`.
    pub rows: u64,
    /// SHA-256 of `frames/PART.csv`.
    pub sha256: Digest,
    /// RFC 6962 tree head over its data lines.
    pub root: Digest,
    /// Excluded rows by reason.
    pub excluded: BTreeMap<String, u64>,
    /// How the frame was scoped; for people.
    pub scope: Value,
    /// 层, in plan order.
    pub strata: Vec<Stratum>,
    /// Members beyond the protocol's.
    #[serde(flatten)]
    pub more: BTreeMap<String, Value>,
}

/// 层: a set of entities drawn at one rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stratum {
    /// Name, unique in the part.
    pub stratum: String,
    /// Area scopes; a prefix covers.
    pub areas: Vec<String>,
    /// Classes; empty for any.
    pub classes: Vec<String>,
    /// 比例; absent where `count` stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// Rounding of `rate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<Round>,
    /// What `rate` is taken of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Base>,
    /// A fixed number instead of a rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Raise the quota to this.
    #[serde(default)]
    pub min: Option<u64>,
    /// Lower the quota to this.
    #[serde(default)]
    pub max: Option<u64>,
    /// 备选 drawn behind the quota.
    pub reserves: u64,
}

/// Rounding of a quota (protocol §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Round {
    /// ⌈S⌉, for minimum rates.
    Up,
    /// ⌊S⌋, for ceilings.
    Down,
    /// Exact in expectation, the part exact within one.
    Fair,
}

/// What a rate is taken of (protocol §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Base {
    /// All rows of the stratum.
    All,
    /// Rows not excluded.
    Eligible,
}

impl PlanDocument {
    /// Reads canonical bytes; refuses any other spelling.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let document: Self = parse_canonical(bytes)?;
        document.check()?;
        Ok(document)
    }

    /// The canonical bytes; P is their digest.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        to_canonical(self)
    }

    /// `reveal_by` as an instant.
    pub fn reveal_by(&self) -> Result<Instant> {
        parse_instant(&self.reveal_by)
    }

    /// The part of that name, with its place in plan order.
    pub fn part(&self, name: &str) -> Option<(usize, &Part)> {
        self.parts.iter().enumerate().find(|(_, part)| part.part == name)
    }
}
