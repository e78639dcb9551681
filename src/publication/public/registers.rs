//! 抽查事项清单, 执法检查人员名录库, 检查对象: what of them is public.
//!
//! Written out again although the registers' own types are like it: a field added
//! there is not public before somebody adds it here.

use serde::{Deserialize, Serialize};

/// An item with its versions, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct ItemPage {
    /// 事项编码.
    pub code: String,
    /// Versions; there is at least one.
    pub versions: Vec<ItemVersion>,
}

/// One version of an item (domain rule 1: 主体、依据、对象、内容、方式、比例、频次).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct ItemVersion {
    /// Counts from 1.
    pub version: u32,
    /// 抽查事项.
    pub name: String,
    /// 抽查类别.
    pub category: String,
    /// 检查依据.
    pub basis: String,
    /// 检查主体.
    pub subject: String,
    /// 检查对象.
    pub object: String,
    /// 检查内容.
    pub content: String,
    /// 检查方式.
    pub method: String,
    /// 抽查比例, as the list words it.
    pub rate: String,
    /// 抽查频次.
    pub frequency: String,
    /// 重点检查事项 (true) or 一般检查事项.
    pub key: bool,
    /// 执法类别 needed.
    pub competences: Vec<String>,
    /// 层级.
    pub level: String,
    /// 责任科室.
    pub section: String,
    /// First day in force.
    pub valid_from: String,
    /// Last day in force.
    pub valid_to: String,
    /// The superior department that approved it.
    pub approved_by: String,
    /// 批准文号.
    pub approval: String,
    /// Day of approval; empty where unknown.
    pub approved_on: String,
    /// Day of publication; empty where unknown.
    pub published_on: String,
    /// The procedure sheet.
    pub procedure: Procedure,
    /// For a joint item.
    pub joint: Option<Joint>,
}

/// 抽查工作流程 (domain rule 8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct Procedure {
    /// 抽取方法.
    pub draw: String,
    /// 抽查流程.
    pub flow: String,
    /// 抽查标准.
    pub standard: String,
    /// 审批权限.
    pub authority: String,
    /// 公示程序.
    pub disclosure: String,
    /// 归档方式.
    pub archive: String,
    /// Steps that need sound or picture.
    pub recorded: Vec<String>,
}

/// 跨部门联合抽查.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct Joint {
    /// 领域.
    pub field: String,
    /// 发起部门.
    pub initiator: String,
    /// 配合部门.
    pub participants: Vec<String>,
}

/// An officer: what 行政执法公示制度 (国办发〔2018〕118号) puts on show, no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct Officer {
    /// 执法证号.
    pub certificate: String,
    /// 姓名.
    pub name: String,
    /// 所属部门.
    pub department: String,
    /// 执法类别.
    pub competences: Vec<String>,
    /// 执法区域, codes; `*` for everywhere.
    pub areas: Vec<String>,
    /// 发证机关.
    pub authority: String,
    /// 有效期起.
    pub valid_from: String,
    /// 有效期止.
    pub valid_to: String,
    /// 专家.
    pub expert: bool,
}

/// An entity that stood in a frame made public. Never: contact, phone, legal
/// representative, risk class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "office", derive(utoipa::ToSchema))]
pub struct Company {
    /// 统一社会信用代码 or another code.
    pub code: String,
    /// 名称; a natural person's is masked (王**).
    pub name: String,
    /// Whether it is a natural person.
    pub person: bool,
    /// 对象类别: 市场主体, 设备 …
    pub object: String,
    /// 企业类型.
    pub kind: String,
    /// Area code.
    pub area: String,
    /// Area's name in full.
    pub area_name: String,
    /// 登记机关.
    pub authority: String,
    /// 行业.
    pub industry: String,
    /// 登记状态.
    pub status: String,
    /// Serials of the public draws in whose frames it stood; what came out for it in
    /// each is computed from the bundle (`explain`).
    pub draws: Vec<u64>,
    /// Keys of its visits made public.
    pub visits: Vec<String>,
    /// Keys of its results on show.
    pub results: Vec<String>,
    /// Keys of notices that stand for results withdrawn.
    pub notices: Vec<String>,
}
