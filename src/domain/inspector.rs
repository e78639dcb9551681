//! 执法检查人员: who can be drawn to inspect.

use serde::{Deserialize, Serialize};

use super::Date;

/// A row of the roster (执法检查人员名录库).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspector {
    /// 执法证号, the key.
    pub certificate: String,
    /// 姓名.
    pub name: String,
    /// 性别; may be empty.
    pub sex: String,
    /// 所属部门.
    pub department: String,
    /// 职务; may be empty.
    pub post: String,
    /// 执法类别, the competences.
    pub competences: Vec<String>,
    /// 执法区域, area scopes (`*` for all).
    pub areas: Vec<String>,
    /// 发证机关; may be empty.
    pub authority: String,
    /// 有效期起; 1900-01-01 where the roster does not say.
    pub valid_from: Date,
    /// 有效期止; 9999-12-31 when open-ended.
    pub valid_to: Date,
    /// The last year whose 年审 was passed, 0 when the last one was not;
    /// `None` where no review is kept.
    pub reviewed: Option<i32>,
    /// 状态.
    pub state: State,
    /// First day of a leave on record.
    pub leave_from: Option<Date>,
    /// Last day of a leave on record.
    pub leave_to: Option<Date>,
    /// 专家: may join once the headcount is met, never counts towards it.
    pub expert: bool,
}

/// 在岗状态 of an inspector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// 在岗.
    Active,
    /// 休假, 借调 …
    Leave,
    /// 暂扣, 停职.
    Suspended,
    /// 吊销, 注销.
    Revoked,
}
