//! What the four smaller registers share: their files are read row by row, the
//! faults of a row collected, its words understood, doubles told apart.

mod keyed;
mod line;
mod rows;
mod words;

pub(super) use keyed::Keyed;
pub(super) use line::{Kept, Line, Place, Source, read_rows};
pub(super) use words::*;

use crate::domain::Date;

/// What an office takes for granted where its files say nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Defaults {
    /// The office's own area, a GB/T 2260 code without closing zeros: what 全县
    /// and 全市 mean, and where names are looked for first.
    pub area: Option<String>,
    /// The day of the import: nothing can have been inspected after it.
    pub today: Option<Date>,
}

/// Headings an object's code goes by.
pub(super) const OBJECT: &[&str] = &[
    "社会信用代码",
    "信用代码",
    "统一信用代码",
    "统一代码",
    "注册号",
    "统一社会信用代码/注册号",
    "注册号/统一社会信用代码",
    "统一社会信用代码(注册号)",
    "企业代码",
    "对象代码",
    "对象编码",
    "检查对象代码",
    "检查对象编码",
    "检查对象统一社会信用代码",
];

/// Headings an inspector's certificate goes by.
pub(super) const CERTIFICATE: &[&str] = &[
    "执法证编号",
    "执法证件号",
    "执法证件编号",
    "执法证件号码",
    "执法证号码",
    "行政执法证号",
    "行政执法证编号",
    "行政执法证件号",
    "行政执法证件编号",
    "证件编号",
    "证件号",
    "证号",
    "检查人员证号",
    "执法人员证号",
    "检查人员执法证号",
    "执法人员执法证号",
];

/// Headings the day of a check goes by.
pub(super) const CHECKED_ON: &[&str] =
    &["检查时间", "抽查日期", "抽查时间", "实施日期", "检查实施日期", "检查完成日期"];

/// Headings the certificates of those who checked go by.
pub(super) const CHECKED_BY: &[&str] =
    &["检查人员证号", "检查人员执法证号", "执法人员证号", "执法人员", "执法证号", "执法人员执法证号"];
