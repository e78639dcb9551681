//! A plan from the freeze to its results.

use serde::{Deserialize, Serialize};

/// How far a plan has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 已冻结, waiting for the seed.
    Frozen,
    /// 已抽取, the bundle not handed out yet.
    Drawn,
    /// 抽取已封存: digests are out, the rest follows after the visits.
    Sealed,
    /// 抽取已公示.
    Disclosed,
    /// 结果公示中: some results are on show.
    Results,
    /// 结果已全部公示.
    Completed,
    /// 已作废: its last attempt was abandoned and none followed yet.
    Abandoned,
}

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct Plan {
    /// 计划编号.
    pub plan: String,
    /// 标题.
    pub title: String,
    /// How far it has come.
    pub stage: Stage,
    /// More than one department takes part.
    pub joint: bool,
    /// 牵头部门; empty where there is none.
    pub lead: String,
    /// Departments, in byte order.
    pub departments: Vec<String>,
    /// First day of the window.
    pub from: String,
    /// Its last day.
    pub to: String,
    /// 截止日期 of the registries.
    pub cutoff: String,
    /// The draw stays secret until the visits.
    pub sealed: bool,
    /// Frozen before its approval (事后审批).
    pub urgent: bool,
    /// Approved by the head, and when; empty while not.
    pub approved_at: String,
    /// Last moment for opening commitments.
    pub reveal_by: String,
    /// 分项 of the attempt in force (or the last one).
    pub parts: Vec<PlanPart>,
    /// Every attempt, the first first.
    pub attempts: Vec<Attempt>,
    /// Results.
    pub figures: PlanFigures,
    /// The logged steps about it, the first first.
    pub timeline: Vec<Step>,
}

/// One part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct PlanPart {
    /// Its name.
    pub part: String,
    /// Department.
    pub department: String,
    /// 抽查事项: code and name (empty where the list no longer has it).
    pub items: Vec<(String, String)>,
    /// Entities in its frame, excluded ones included.
    pub rows: u64,
    /// Members of a team.
    pub team: u64,
}

/// One attempt at drawing it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct Attempt {
    /// Counts the plan's.
    pub attempt: u64,
    /// Counts the office's.
    pub serial: u64,
    /// Digest of plan.json.
    pub p: String,
    /// When it was frozen.
    pub frozen_at: String,
    /// When it was drawn; empty while not.
    pub drawn_at: String,
    /// When it was abandoned; empty where not.
    pub abandoned_at: String,
    /// Whether a page of its draw is public.
    pub disclosed: bool,
}

/// What came of a plan's visits; a sealed plan shows zeros until it is disclosed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct PlanFigures {
    /// Visits drawn.
    pub visits: u64,
    /// Departments' parts of visits: results there will be.
    pub due: u64,
    /// Results on show.
    pub published: u64,
    /// Of these, with a problem.
    pub problems: u64,
    /// Results on show by finding: code, number.
    pub findings: Vec<(String, u64)>,
}

/// A step that the log records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct Step {
    /// Number of the entry.
    pub seq: u64,
    /// When.
    pub at: String,
    /// Kind of entry (`freeze`, `reveal` …).
    pub kind: String,
    /// Attempt it is about; 0 where none.
    pub attempt: u64,
    /// Source, for commitments and reveals; otherwise empty.
    pub source: String,
}
