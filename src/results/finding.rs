//! 检查结果 and 后续处置 by their official codes.

use serde::{Deserialize, Serialize};

use crate::domain::Result;
use crate::text;

/// What stands between a code and its words.
const BETWEEN: &str = "-—－_.．、:：";

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

            /// Reads a code (`01`, `1`), the official words, or both as lists to
            /// choose from write them (`01 未发现问题`, `01-未发现问题`).
            ///
            /// # Errors
            /// Where it is on no list, or code and words do not agree.
            pub fn parse(text: &str) -> Result<Self> {
                let whole = text.trim().trim_end_matches(['。', '.', '；', ';']);
                let (number, rest) = whole.split_at(whole.find(|c: char| !c.is_ascii_digit()).unwrap_or(whole.len()));
                let words = rest.trim_start_matches(|c: char| c.is_whitespace() || BETWEEN.contains(c));
                let same = |one: &Self| {
                    let coded = one.code().trim_start_matches('0') == number.trim_start_matches('0');
                    match (number, words) {
                        ("", words) => one.words() == words,
                        (_, "") => coded,
                        (_, words) => coded && one.words() == words,
                    }
                };
                Self::ALL.iter().copied().find(same).ok_or_else(|| text!($fault, value = text))
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

/// Words that say an entity has ceased to exist, or is no longer in the scope.
const GONE: [&str; 5] = ["注销", "吊销", "撤销", "迁出", "已不存在"];

/// Words that say an entity could not be reached: 通过登记的住所无法联系 is a finding to
/// be recorded, never a reason to pass it over (protocol §5).
const UNREACHABLE: [&str; 15] = [
    "联系不上",
    "无法联系",
    "无法取得联系",
    "联系不到",
    "未联系上",
    "找不到",
    "未找到",
    "查无下落",
    "下落不明",
    "失联",
    "无人应答",
    "unreachable",
    "not reach",
    "cannot be found",
    "not found",
];

/// The words of a text that say an entity could not be reached, if any.
pub fn unreachable(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    UNREACHABLE.into_iter().find(|words| text.contains(words))
}

impl Finding {
    /// Reads what a sheet says: a code, the official words in either width of
    /// brackets, or that nobody could be reached, which is a finding (05).
    ///
    /// # Errors
    /// `results-gone` where the entity is said to have ceased to exist: that is
    /// no finding, a reserve takes over; `results-finding-unknown` for anything
    /// on no list.
    pub fn read(text: &str) -> Result<Self> {
        let plain = text.trim().replace('（', "(").replace('）', ")");
        Self::parse(&plain).or_else(|unknown| {
            let says = |words: &[&str]| words.iter().any(|word| plain.to_lowercase().contains(word));
            if says(&GONE) {
                Err(text!("results-gone", value = text.trim()))
            } else if unreachable(&plain).is_some() {
                Ok(Self::Unreachable)
            } else {
                Err(unknown)
            }
        })
    }

    /// Whether the finding says that something is wrong.
    pub const fn problem(self) -> bool {
        !matches!(self, Self::Nothing | Self::NoSuchActivity | Self::Closed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_in_the_words_of_sheets() {
        let code = |words: &str| Finding::read(words).map(Finding::code).map_err(|fault| fault.id);
        for (words, wanted) in [
            ("01", "01"),
            ("1", "01"),
            (" 10 ", "10"),
            ("未发现问题", "01"),
            ("01 未发现问题", "01"),
            ("1、未发现问题", "01"),
            ("06-发现问题已责令改正。", "06"),
            ("05：通过登记的住所（经营场所）无法联系", "05"),
            ("通过登记的住所（经营场所）无法联系", "05"),
            ("通过登记的住所(经营场所)无法联系", "05"),
            ("现场无人应答，失联", "05"),
            ("已关闭停业或正在清算", "10"),
        ] {
            assert_eq!(code(words), Ok(wanted), "{words}");
        }
        for (words, wanted) in [
            ("已注销", "results-gone"),
            ("吊销未注销", "results-gone"),
            ("已迁出", "results-gone"),
            ("11", "results-finding-unknown"),
            ("0", "results-finding-unknown"),
            ("", "results-finding-unknown"),
            ("正常", "results-finding-unknown"),
            ("01 发现问题已责令改正", "results-finding-unknown"),
            ("-", "results-finding-unknown"),
            ("01x", "results-finding-unknown"),
        ] {
            assert_eq!(code(words), Err(wanted), "{words}");
        }
        assert_eq!(Disposal::parse("责令改正"), Ok(Disposal::Correct));
        assert_eq!(Disposal::parse("07").unwrap_err().id, "results-disposal-unknown");
    }

    #[test]
    fn codes_are_told_apart() {
        for one in Finding::ALL {
            assert_eq!(Finding::parse(one.code()), Ok(*one));
            assert_eq!(Finding::parse(one.words()), Ok(*one));
        }
        assert_eq!(Finding::ALL.iter().filter(|one| one.problem()).count(), 7);
    }
}
