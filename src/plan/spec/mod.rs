//! The plan a section officer writes, as typed by [`PlanSpec::parse`].

mod part;
mod read;
mod reader;
mod rules;
mod source;

use std::collections::BTreeMap;

use crate::domain::{Date, Digest, Instant, Rate};
use crate::draw::document::{Base, Form, Round};
use crate::frame::{ClassColumn, Exclude, Frequency, Reclass, Scope};

/// A plan as its TOML says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanSpec {
    /// Plan number, the key: `2026Q4-001`.
    pub plan: String,
    /// 文号 for people: `〔2026〕1号`; may be empty.
    pub number: String,
    /// Title.
    pub title: String,
    /// 发文机关; may be empty (then the office's own name serves).
    pub organ: String,
    /// Year of the annual plan it belongs to; that of the window by default.
    pub year: i32,
    /// Quarter 1–4; `None` for a plan of the whole year.
    pub quarter: Option<u32>,
    /// 定向 (true) or 不定向.
    pub directed: bool,
    /// 截止日期.
    pub cutoff: Date,
    /// First and last day of the inspections.
    pub window: [Date; 2],
    /// 紧急任务: begun before the head's approval, approved afterwards.
    pub urgent: bool,
    /// The list stays secret until the visits.
    pub sealed: bool,
    /// Commitments must be opened before this instant.
    pub reveal_by: Instant,
    /// Digest of the registry manifest it was made for; `None`: whatever stands
    /// when it is frozen.
    pub registry: Option<Digest>,
    /// 牵头部门 of a joint plan; the first part's department by default.
    pub lead: String,
    /// 备案: how many witnesses must have the freeze on file before the seed may
    /// become known.
    pub witnesses: u64,
    /// Sources of the seed, in order.
    pub sources: Vec<SourceSpec>,
    /// Parts, in order; plan-wide rules already joined in.
    pub parts: Vec<PartSpec>,
    /// Which earlier teams may not meet a firm again.
    pub recusal: Recusal,
    /// Who of the roster is available.
    pub roster: RosterRules,
    /// Item wordings that no rule reads, with the reading the office decides
    /// on; published with the plan.
    pub wording: BTreeMap<String, String>,
}

/// A source of the seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSpec {
    /// Slug.
    pub source: String,
    /// Its kind.
    pub kind: SourceSpecKind,
}

/// The kinds of source. A commitment not yet known is handed in before the
/// freeze.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceSpecKind {
    /// A participant's.
    Commitment(Option<Digest>),
    /// The office's own, opened at disclosure.
    Sealed(Option<Digest>),
    /// A value nobody controls.
    Public {
        /// Where it is announced.
        describe: String,
        /// When it falls due.
        when: Instant,
        /// Its only spelling.
        form: Form,
    },
}

/// 分项 as the plan says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartSpec {
    /// Slug.
    pub part: String,
    /// 部门.
    pub department: String,
    /// In a joint plan, the department's own plan it comes from.
    pub draft: Option<DraftRef>,
    /// 抽查事项 codes.
    pub items: Vec<String>,
    /// 执法类别; `None`: those of the items.
    pub competences: Option<Vec<String>>,
    /// Inspectors of the department on each visit.
    pub team: u64,
    /// How inspectors are matched; empty for visit by visit, `group` for groups
    /// that stay together.
    pub matching: String,
    /// 专家 asked for on each visit beyond the team.
    pub experts: u64,
    /// Who stands in the frame.
    pub scope: Scope,
    /// Columns a row's class is made of.
    pub class_from: Vec<ClassColumn>,
    /// Classes by rule.
    pub classes: Vec<Reclass>,
    /// Own exclusions, plan-wide ones behind.
    pub exclude: Vec<Exclude>,
    /// Frequency rules, plan-wide ones joined in.
    pub frequency: Frequency,
    /// Rules that make the strata; the first that fits a row claims it.
    pub strata: Vec<StrataRule>,
    /// Line of the part in the file, for messages.
    pub line: u64,
}

/// The department's own plan that a part of a joint plan was made of; the
/// head's approval of exactly that text holds for the part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRef {
    /// 计划编号.
    pub plan: String,
    /// Digest of its text.
    pub sha256: Digest,
}

/// A rule that makes one stratum, or several by class or area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrataRule {
    /// Name of the stratum, or prefix of the names; may be empty when split.
    pub name: String,
    /// Only rows of these areas; empty for any.
    pub areas: Vec<String>,
    /// Only rows of these classes; empty for any.
    pub classes: Vec<String>,
    /// How it is split.
    pub by: By,
    /// What is drawn where `rates` says nothing for the class.
    pub quota: Option<QuotaSpec>,
    /// What is drawn by class; classes not named fall to `quota`.
    pub rates: BTreeMap<String, QuotaSpec>,
    /// Line in the file, for messages.
    pub line: u64,
}

/// How a rule is split into strata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct By {
    /// One for each area of this level.
    pub area: Option<Level>,
    /// One for each class.
    pub class: bool,
}

/// Level of area: digits of its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// 省, 2 digits.
    Province,
    /// 市, 4 digits.
    City,
    /// 县, 6 digits.
    County,
    /// 乡镇街道, 9 digits.
    Township,
}

/// How many are drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaSpec {
    /// A rate or a number.
    pub size: Size,
    /// Rounding; `None`: by the wordings of plan and item.
    pub round: Option<Round>,
    /// What a rate is taken of; all rows by default.
    pub base: Base,
    /// At least.
    pub min: Option<u64>,
    /// At most.
    pub max: Option<u64>,
    /// 备选.
    pub reserves: u64,
}

/// A rate or a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 比例, with the rounding its own wording asks for (不低于 → up).
    Rate(Rate, Option<Round>),
    /// 数量.
    Count(u64),
}

/// 回避与轮换 beyond the register of bars.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recusal {
    /// Not again after `checks` no-problem checks of one firm in `months`.
    pub same: Option<SameInspector>,
    /// The team of a department's last visit within so many months does not
    /// go again.
    pub former_team_months: Option<u32>,
    /// 来源 that do not count.
    pub exempt: Vec<String>,
}

/// The rule of 同一人员多次未发现问题.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameInspector {
    /// So many checks …
    pub checks: u32,
    /// … within so many months before the cut-off date …
    pub months: u32,
    /// … with these results.
    pub results: Vec<String>,
}

/// Who of the roster is available.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RosterRules {
    /// Whether the review of the year before the window is needed.
    pub review: Review,
    /// A leave that takes at most so many days of the window is no hindrance.
    pub leave_days: u32,
}

/// Whether the yearly review is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Review {
    /// Of departments that keep reviews (any inspector has one).
    #[default]
    Kept,
    /// Of everyone.
    All,
    /// Of nobody.
    Off,
}
