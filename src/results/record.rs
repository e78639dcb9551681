//! One department's result of one visit.

use serde::{Deserialize, Serialize};

use super::finding::{Disposal, Finding};
use crate::domain::{Date, Digest, Instant};

/// One department's result of one visit, one version of it, as the office
/// keeps it. Fields marked *private* never leave the office; what does is
/// decided by `publication::public` alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitResult {
    /// 计划编号.
    pub plan: String,
    /// The attempt drawn.
    pub attempt: u64,
    /// Number of the visit.
    pub visit: u64,
    /// Entity visited (after substitutions).
    pub code: String,
    /// The department whose part this is.
    pub department: String,
    /// Counts from 1; a correction or a return makes the next.
    pub version: u64,
    /// 检查日期.
    pub date: Date,
    /// Why the date lies outside the window; private. None: it lies inside.
    pub late: Option<String>,
    /// 检查方式: 现场检查, 书面检查, 检验检测, 网络监测, 专业机构核查 …
    pub method: String,
    /// Certificate numbers of who went; private, of the team or its experts.
    pub inspectors: Vec<String>,
    /// Who was there for the entity; private.
    pub present: String,
    /// 权利告知.
    pub rights_told: bool,
    /// Per item of the department's parts.
    pub items: Vec<ItemResult>,
    /// Documents and media, named by digest.
    pub evidence: Vec<Evidence>,
    /// Whether a decision with this result is a major one (重大执法决定), which
    /// passes 法制审核 before it is made public.
    pub major: bool,
    /// Whether it holds a penalty or licence decision: 7 working days to 公示
    /// instead of 20.
    pub decision: bool,
    /// Day of the decision the deadline runs from; the visit's date where none.
    pub decided: Date,
    /// Who recorded it; private.
    pub recorded_by: String,
    /// When.
    pub recorded_at: Instant,
    /// Where it stands.
    pub state: State,
    /// When it was made public.
    pub published_at: Option<Instant>,
    /// Why this version was made (更正) or the result withdrawn (撤销); public
    /// notice text, none for the first.
    pub notice: Option<String>,
}

/// One item of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemResult {
    /// 事项编码.
    pub item: String,
    /// Whether it was checked; an item that was not has neither finding nor disposal.
    pub checked: bool,
    /// 检查结果.
    pub finding: Option<Finding>,
    /// 后续处置.
    pub disposal: Option<Disposal>,
    /// What was seen; private.
    pub note: String,
}

/// One document or recording; its bytes lie in the office's `evidence/` under
/// the digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// SHA-256.
    pub digest: Digest,
    /// Name of the file handed in; private.
    pub name: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// When it was made.
    pub at: Instant,
}

/// What a piece of evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// 文书.
    Document,
    /// 照片.
    Picture,
    /// 录音.
    Sound,
    /// 录像.
    Video,
}

/// Where a result stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 已录入, waiting for 审核.
    Recorded,
    /// 已退回 to who recorded it.
    Returned,
    /// 审核通过; a major decision still waits for 法制审核.
    Accepted,
    /// 法制审核通过.
    Cleared,
    /// 已公示.
    Published,
    /// A later version was made public (更正).
    Superseded,
    /// 已撤销: off show, its notice stays.
    Withdrawn,
}
