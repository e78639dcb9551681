//! 检查结果 and 后续处置 by their official codes.

use serde::{Deserialize, Serialize};

use crate::domain::Result;
use crate::text;

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident, $fault:literal, $($(#[$item:meta])* $variant:ident = $code:literal $words:literal),* $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$item])* #[serde(rename = $code)] $variant),*
        }

        impl $name {
            /// All of them, in the order of the list.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its code: two digits.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The official words.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$variant => $words),* }
            }

            /// Reads a code (`01`, `1`) or the official words.
            ///
            /// # Errors
            /// Where it is on no list.
            pub fn parse(text: &str) -> Result<Self> {
                let bare = text.trim().trim_start_matches('0');
                Self::ALL
                    .iter()
                    .copied()
                    .find(|one| one.code().trim_start_matches('0') == bare || one.words() == text.trim())
                    .ok_or_else(|| text!($fault, value = text))
            }
        }
    };
}

codes! {
    /// 检查结果, as published nationally (国家企业信用信息公示系统), and from 10 on
    /// what platforms add.
    Finding, "results-finding-unknown",
    /// 未发现问题.
    Nothing = "01" "未发现问题",
    /// 未按规定公示年度报告.
    NoAnnualReport = "02" "未按规定公示年度报告",
    /// 未按规定公示其他应当公示的信息.
    NotDisclosed = "03" "未按规定公示其他应当公示的信息",
    /// 公示信息隐瞒真实情况、弄虚作假.
    FalseDisclosure = "04" "公示信息隐瞒真实情况、弄虚作假",
    /// 通过登记的住所(经营场所)无法联系.
    Unreachable = "05" "通过登记的住所(经营场所)无法联系",
    /// 发现问题已责令改正.
    OrderedToCorrect = "06" "发现问题已责令改正",
    /// 不配合检查情节严重.
    Uncooperative = "07" "不配合检查情节严重",
    /// 未发现开展本次抽查涉及的经营活动.
    NoSuchActivity = "08" "未发现开展本次抽查涉及的经营活动",
    /// 发现问题待后续处理.
    Pending = "09" "发现问题待后续处理",
    /// 已关闭停业或正在清算.
    Closed = "10" "已关闭停业或正在清算",
}

codes! {
    /// 后续处置.
    Disposal, "results-disposal-unknown",
    /// 无需后续处置.
    Nothing = "01" "无需后续处置",
    /// 责令改正.
    Correct = "02" "责令改正",
    /// 移送办案机构.
    HandOver = "03" "移送办案机构",
    /// 抄告相关部门.
    Notify = "04" "抄告相关部门",
    /// 反馈日常监管.
    Routine = "05" "反馈日常监管",
    /// 其他.
    Other = "06" "其他",
}

impl Finding {
    /// Whether the finding says that something is wrong.
    pub const fn problem(self) -> bool {
        !matches!(self, Self::Nothing | Self::NoSuchActivity | Self::Closed)
    }
}
