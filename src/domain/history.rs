//! 检查历史 and 回避: what earlier inspections and relations rule out.

use serde::{Deserialize, Serialize};

use super::Date;

/// One earlier inspection of one entity by one department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastCheck {
    /// Entity code.
    pub code: String,
    /// Day of the visit.
    pub date: Date,
    /// 检查部门.
    pub department: String,
    /// 抽查事项 codes; may be empty.
    pub items: Vec<String>,
    /// 检查来源: 双随机抽查, 投诉举报, 转办交办, 复查, 企业申请 …
    pub source: String,
    /// 检查结果, a code of the national list or empty.
    pub result: String,
    /// 执法证号 of those who went.
    pub inspectors: Vec<String>,
    /// The visit's own number where it has one; the same number by several
    /// departments is one joint visit and counts once.
    pub visit: String,
}

/// A visit that a plan has drawn and that need not have taken place yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Entity code.
    pub code: String,
    /// What tells it from other visits of the entity: plan, attempt, number.
    pub visit: String,
    /// Days on which it may take place; both the same once it has its date.
    pub window: [Date; 2],
    /// Departments that go, each with its items.
    pub departments: Vec<(String, Vec<String>)>,
    /// Its list is secret until the visits: nothing that is published may show
    /// that it was drawn.
    pub sealed: bool,
}

/// A pair that may not meet (回避).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Bar {
    /// Entity code.
    pub code: String,
    /// 执法证号.
    pub inspector: String,
    /// 回避事由: 利害关系, 亲属, 原任职单位, 对等回避 … (never published).
    pub reason: String,
    /// Last day it holds; 9999-12-31 when open-ended.
    pub until: Date,
}
