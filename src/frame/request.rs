//! What a part asks of the registry: scope, classes, exclusions, frequency.

use serde::Serialize;

use super::Condition;
use crate::domain::Date;

/// Class of a registry row that has none.
pub const NO_CLASS: &str = "-";
/// The gap after the last check is not over.
pub const CHECKED_RECENTLY: &str = "checked-recently";
/// The department's own cap is reached.
pub const CAP_REACHED: &str = "cap-reached";
/// The cap of all departments together is reached.
pub const CAP_ALL: &str = "cap-all";
/// The item's own wording (每2年不超过1次) allows no further check.
pub const ITEM_FREQUENCY: &str = "item-frequency";
/// Another current plan of the office has drawn it; with that visit, not yet
/// carried out, one of the limits above is reached.
pub const ALREADY_DRAWN: &str = "already-drawn";
/// Checked within the years a covering plan must cover.
pub const COVERED: &str = "covered";

/// One part's demand on the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Slug of the part.
    pub part: String,
    /// Its department; whose checks count as the department's own.
    pub department: String,
    /// Codes of its items; whose checks count as the items' own.
    pub items: Vec<String>,
    /// 截止日期: history after it is not counted.
    pub cutoff: Date,
    /// Who stands in the frame.
    pub scope: Scope,
    /// Columns whose values, joined by `/`, are a row's class; the credit-risk
    /// class by default.
    pub class_from: Vec<ClassColumn>,
    /// Rows of other classes by rule; the first that applies wins over
    /// `class_from`.
    pub classes: Vec<Reclass>,
    /// The plan's own exclusions, in order.
    pub exclude: Vec<Exclude>,
    /// What earlier checks rule out.
    pub frequency: Frequency,
}

/// Who stands in a frame.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Scope {
    /// Rows that fulfil this …
    pub within: Condition,
    /// … and none of these.
    pub except: Vec<Condition>,
}

/// A registry column that can make a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClassColumn {
    /// 信用风险类别.
    Class,
    /// 管辖单位.
    Office,
    /// 企业类型.
    Kind,
    /// 对象类别.
    Object,
    /// 行业.
    Industry,
}

/// A class made by rule: 新设, 重点, 零申报 …
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reclass {
    /// The class given.
    pub class: String,
    /// To whom.
    pub when: Condition,
}

/// Rows that stay in the frame but cannot be drawn this time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exclude {
    /// The reason's slug.
    pub reason: String,
    /// Who.
    pub when: Condition,
}

/// Whose checks a frequency rule counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// The part's department's.
    Department,
    /// All departments'.
    All,
    /// Those of any of the part's items, by whomever.
    Items,
}

/// Frequency rules. A joint visit counts once, exempt sources do not count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Frequency {
    /// 来源 that do not count: 投诉举报, 转办交办, 复查, 企业申请 …
    pub exempt: Vec<String>,
    /// Gaps after the last check.
    pub gaps: Vec<Gap>,
    /// No more than so many in a period.
    pub caps: Vec<Cap>,
    /// Everyone within so many years.
    pub cover: Option<Cover>,
}

/// No further check until so many months after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// Calendar months counted back from the cut-off date.
    pub months: u32,
    /// Whose checks count.
    pub who: Who,
}

/// No more than `max` checks in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Cap {
    /// So many are allowed, the one to be drawn included.
    pub max: u32,
    /// The period.
    pub period: Period,
    /// Whose checks count.
    pub who: Who,
}

/// The time a cap looks back over, up to and including the cut-off date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// So many calendar months before the cut-off date.
    Months(u32),
    /// The calendar year given.
    Year(i32),
}

/// Everyone is to be checked once within `years`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cover {
    /// Years counted back from the cut-off date.
    pub years: u32,
    /// Whose checks count.
    pub who: Who,
    /// What happens to the two groups.
    pub mode: CoverMode,
    /// Whether those founded within these years are due as well; by default
    /// they are not, for they have not gone so long without a check.
    pub newcomers: bool,
}

/// How a covering rule works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CoverMode {
    /// Those due get this suffix to their class (`A` → `A-覆盖`) and so a
    /// stratum of their own.
    Mark(String),
    /// Those not due are excluded as [`COVERED`].
    Exclude,
}
