//! 抽查事项: what may be inspected, on what basis and how often.

use serde::{Deserialize, Serialize};

use super::Date;
use super::department::may_be_same;

/// One version of an item of the published list (抽查事项清单).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// 事项编码.
    pub code: String,
    /// Counts from 1; every change is a new version with its own approval.
    pub version: u32,
    /// 事项名称.
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
    /// 抽查比例 in the list's own wording: 不低于3%, 2‰ …
    pub rate: String,
    /// 抽查频次 in the list's own wording.
    pub frequency: String,
    /// 重点检查事项 (true) or 一般检查事项.
    pub key: bool,
    /// 所需执法类别.
    pub competences: Vec<String>,
    /// 层级: 省, 市, 县.
    pub level: String,
    /// 责任科室 / 部门.
    pub section: String,
    /// In force from; 1900-01-01 where the list does not say.
    pub valid_from: Date,
    /// In force to; 9999-12-31 when open-ended.
    pub valid_to: Date,
    /// 批准机关: the superior department that approved this version.
    pub approved_by: String,
    /// 批准文号.
    pub approval: String,
    /// 批准日期.
    pub approved_on: Option<Date>,
    /// 公布日期; an unpublished item may not be inspected (国办发〔2024〕54号).
    pub published_on: Option<Date>,
    /// 工作规程.
    pub procedure: Procedure,
    /// 联合抽查 particulars; `None` for a department's own item.
    pub joint: Option<JointItem>,
}

impl Item {
    /// Whether a department may inspect it, as far as names tell: it, or what it
    /// belongs to, is named as 检查主体, 责任部门, 发起部门 or 配合部门. An item that names
    /// no 检查主体 is anybody's.
    pub fn is_of(&self, department: &str) -> bool {
        let joint = self.joint.iter().flat_map(|joint| joint.participants.iter().chain([&joint.initiator]));
        self.subject.is_empty()
            || joint.chain([&self.subject, &self.section]).any(|name| may_be_same(name, department))
    }
}

/// The procedure sheet of an item.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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
    /// 音像记录环节: steps that need sound or picture.
    pub recorded: Vec<String>,
}

/// What a joint item adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointItem {
    /// 抽查领域.
    pub field: String,
    /// 发起部门.
    pub initiator: String,
    /// 配合部门.
    pub participants: Vec<String>,
}
