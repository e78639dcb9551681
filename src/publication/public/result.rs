//! Visits and results.

use serde::{Deserialize, Serialize};

/// A visit of a draw made public, as it stands after amendments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct Visit {
    /// Serial of the draw.
    pub serial: u64,
    /// 计划编号.
    pub plan: String,
    /// Number of the visit.
    pub visit: u64,
    /// Code of the entity.
    pub code: String,
    /// Its name, masked for natural persons.
    pub name: String,
    /// Whether it is a natural person.
    pub person: bool,
    /// Area code.
    pub area: String,
    /// The area's name.
    pub area_name: String,
    /// Given up: the entity no longer exists and no substitute took its place here.
    pub given_up: bool,
    /// Teams, by department.
    pub teams: Vec<VisitTeam>,
    /// Keys of its results on show.
    pub results: Vec<String>,
}

/// One department's team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct VisitTeam {
    /// Department.
    pub department: String,
    /// 分项.
    pub parts: Vec<String>,
    /// Members, the lead first.
    pub members: Vec<TeamMember>,
}

/// An inspector on a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct TeamMember {
    /// 执法证号.
    pub certificate: String,
    /// 姓名.
    pub name: String,
    /// An expert.
    pub expert: bool,
}

/// One department's result of one visit on show, with its earlier versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct ResultPage {
    /// `serial-visit-k`, k the department's place among the plan's in byte order, from 1.
    pub id: String,
    /// Serial of the draw.
    pub serial: u64,
    /// 计划编号.
    pub plan: String,
    /// Number of the visit.
    pub visit: u64,
    /// Department.
    pub department: String,
    /// Code of the entity.
    pub code: String,
    /// Its name, masked for natural persons.
    pub name: String,
    /// Area code.
    pub area: String,
    /// The area's name.
    pub area_name: String,
    /// Versions made public, the one in force first.
    pub versions: Vec<ResultVersion>,
    /// Last day on show (5 years; 2 for natural persons).
    pub until: String,
}

/// One version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct ResultVersion {
    /// Counts from 1.
    pub version: u64,
    /// 检查日期.
    pub date: String,
    /// Outside the plan's window.
    pub late: bool,
    /// 检查方式.
    pub method: String,
    /// Per item.
    pub items: Vec<Checked>,
    /// Pieces of evidence on file.
    pub evidence: u64,
    /// Passed 法制审核.
    pub legal_review: bool,
    /// When it was made public.
    pub published_at: String,
    /// Why it replaced the one before; empty for the first.
    pub notice: String,
    /// Number of the log's entry that published it.
    pub seq: u64,
}

/// One item's outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct Checked {
    /// 事项编码.
    pub item: String,
    /// Its name.
    pub name: String,
    /// Whether it was checked.
    pub checked: bool,
    /// Code of the finding; empty where not checked.
    pub finding: String,
    /// Its words.
    pub finding_words: String,
    /// Whether the finding says something is wrong.
    pub problem: bool,
    /// Code of the disposal; empty where none.
    pub disposal: String,
    /// Its words.
    pub disposal_words: String,
}

/// What stands where a result was withdrawn. Names neither entity nor finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct Notice {
    /// Key of the result it stands for.
    pub id: String,
    /// 计划编号.
    pub plan: String,
    /// Department.
    pub department: String,
    /// When it was withdrawn.
    pub at: String,
    /// The office's words.
    pub notice: String,
    /// Number of the log's entry.
    pub seq: u64,
}
