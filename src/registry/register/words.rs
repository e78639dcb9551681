//! The words of single cells: states, 年审, yes and no, spans of days.

use crate::domain::calendar::{OPEN_ENDED, parse_date};
use crate::domain::inspector::State;
use crate::domain::{Date, Result};
use crate::registry::clean;
use crate::text;

/// Stands for "since ever" where a register gives no first day. Exports leave
/// it empty.
pub(crate) fn since_ever() -> Date {
    Date::from_ymd_opt(1900, 1, 1).unwrap_or_default()
}

/// 9999-12-31.
pub(crate) fn open_ended() -> Date {
    parse_date(OPEN_ENDED).unwrap_or_default()
}

/// A span in one cell: `2024-01-01至2027-01-01`, `20240101-20270101`,
/// `2024.1.1～长期`. A lone day is the last one.
pub(crate) fn span(value: &str) -> Result<(Option<Date>, Date)> {
    let value = value.trim_start_matches(['自', '从']).trim_end_matches(['止', '。']).trim();
    let lone = value.trim_start_matches(['至', '到']).trim();
    if let Ok(last) = clean::date(lone) {
        return Ok((None, last));
    }
    for (at, separator) in value.char_indices() {
        if !separator.is_whitespace() && !"至到~～-—–－―/".contains(separator) {
            continue;
        }
        let first = value[..at].trim_end_matches(['起', ' ', '-', '—']);
        let last =
            value[at..].trim_start_matches(|c: char| c.is_whitespace() || "至到~～-—–－―/".contains(c));
        // Shorter ones could be a year or a day of a date cut in two.
        if first.len() >= 6
            && last.len() >= 6
            && let (Ok(first), Ok(last)) = (clean::date(first), clean::date(last))
        {
            return Ok((Some(first), last));
        }
    }
    Err(text!("registers-span", value = value))
}

const ACTIVE: [&str; 10] =
    ["在岗", "正常", "有效", "在职", "启用", "在编", "在编在岗", "正常在岗", "active", "在册"];
const LEAVE: [&str; 16] = [
    "休假", "借调", "请假", "病假", "产假", "事假", "年假", "学习", "培训", "离岗", "外派", "驻村", "挂职",
    "出差", "外出", "leave",
];
const SUSPENDED: [&str; 8] = ["暂扣", "停职", "暂停", "停用", "中止", "冻结", "停岗", "suspended"];
const REVOKED: [&str; 14] = [
    "吊销", "注销", "离职", "调离", "调出", "退休", "作废", "收回", "撤销", "辞职", "开除", "去世", "失效",
    "revoked",
];

/// 在岗状态; nothing means 在岗.
pub(crate) fn state(value: &str) -> Result<State> {
    let word = value.trim_start_matches('已').trim_end_matches(['中', '的']).to_lowercase();
    let among = |words: &[&str]| words.contains(&word.as_str());
    if word.is_empty() || among(&ACTIVE) {
        Ok(State::Active)
    } else if among(&LEAVE) {
        Ok(State::Leave)
    } else if among(&SUSPENDED) {
        Ok(State::Suspended)
    } else if among(&REVOKED) {
        Ok(State::Revoked)
    } else {
        Err(text!("registers-state", value = value))
    }
}

/// How a state is written.
pub(crate) fn state_word(state: State) -> &'static str {
    match state {
        State::Active => "在岗",
        State::Leave => "休假",
        State::Suspended => "暂扣",
        State::Revoked => "吊销",
    }
}

/// 性别 as 男, 女 or nothing; GB/T 2261.1's digits are understood.
pub(crate) fn sex(value: &str) -> Result<&'static str> {
    match value {
        "男" | "男性" | "1" | "M" | "m" => Ok("男"),
        "女" | "女性" | "2" | "F" | "f" => Ok("女"),
        "" | "0" | "9" | "-" | "未知" | "未说明" => Ok(""),
        _ => Err(text!("registers-sex", value = value)),
    }
}

/// 是 or 否; nothing means 否, and so does a word for the ordinary.
pub(crate) fn yes(value: &str) -> Result<bool> {
    match value.to_lowercase().as_str() {
        "是" | "有" | "√" | "✓" | "✔" | "1" | "y" | "yes" | "true" | "专家" => Ok(true),
        "否" | "无" | "不是" | "×" | "✗" | "0" | "n" | "no" | "false" | "" | "-" => Ok(false),
        _ => Err(text!("registers-yes-no", value = value)),
    }
}

/// 重点检查事项 or 一般检查事项; nothing means 一般.
pub(crate) fn key(value: &str) -> Result<bool> {
    match value.trim_end_matches("事项").trim_end_matches("检查").trim_end_matches("抽查") {
        "重点" | "是" | "1" | "true" => Ok(true),
        "一般" | "否" | "0" | "false" | "" => Ok(false),
        _ => Err(text!("registers-key", value = value)),
    }
}

/// The last year whose 年审 was passed, of `2026`, `2026合格`, `2026年度审验合格`,
/// `2025合格，2026不合格`. Nothing: no review is kept. Not passed: 0, since what
/// went before no longer counts.
pub(crate) fn reviewed(value: &str) -> Result<Option<i32>> {
    if value.is_empty() {
        return Ok(None);
    }
    let failed = |text: &str| text.contains(['不', '未', '无']);
    let years: Vec<(i32, &str)> = years(value);
    match years.iter().max_by_key(|(year, _)| *year) {
        Some((_, said)) if failed(said) => Ok(Some(0)),
        Some((year, said)) if known_pass(said) => Ok(Some(*year)),
        None if failed(value) => Ok(Some(0)),
        _ => Err(text!("registers-review", value = value)),
    }
}

/// How a review is written.
pub(crate) fn review_word(reviewed: Option<i32>) -> String {
    match reviewed {
        None => String::new(),
        Some(0) => "未通过".to_owned(),
        Some(year) => format!("{year}合格"),
    }
}

/// Each year from 1990 to 2199 and the words between it and the next.
fn years(value: &str) -> Vec<(i32, &str)> {
    let mut out: Vec<(i32, usize, usize)> = Vec::new();
    let bytes = value.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        if digits == 4
            && let Ok(year @ 1990..=2199) = value[at..at + 4].parse()
        {
            out.push((year, at, at + 4));
        }
        at += digits.max(1);
    }
    let ends = out.iter().skip(1).map(|(_, from, _)| *from).chain([value.len()]);
    out.iter().zip(ends).map(|((year, _, to), end)| (*year, &value[*to..end])).collect()
}

/// Whether what stands beside a year says that its review was passed.
fn known_pass(said: &str) -> bool {
    let mut rest = said.trim_matches(|c: char| !c.is_alphanumeric());
    let words = [
        "年度", "年审", "年检", "年", "审验", "审核", "检", "考核", "已", "合格", "通过", "度", "结果",
        "优秀", "称职",
    ];
    while let Some(shorter) = words.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = shorter.trim_start_matches(|c: char| !c.is_alphanumeric());
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(value: &str) -> Date {
        parse_date(value).unwrap()
    }

    #[test]
    fn spans() {
        for value in [
            "2024-01-01至2027-01-31",
            "2024.01.01-2027.01.31",
            "20240101-20270131",
            "2024-01-01-2027-01-31",
            "2024/1/1—2027/1/31",
            "2024年1月1日至2027年1月31日止",
            "自2024-01-01起至2027-01-31止",
            "2024-1-1 ~ 2027-1-31",
            "2024-01-01 2027-01-31",
            "2024-01-01 00:00:00至2027-01-31 00:00:00",
        ] {
            assert_eq!(span(value), Ok((Some(date("2024-01-01")), date("2027-01-31"))), "{value}");
        }
        assert_eq!(span("至2027-01-31"), Ok((None, date("2027-01-31"))));
        assert_eq!(span("2027-01-31"), Ok((None, date("2027-01-31"))));
        assert_eq!(span("2024-01-01至长期"), Ok((Some(date("2024-01-01")), open_ended())));
        assert_eq!(span("长期"), Ok((None, open_ended())));
        for bad in ["三年", "2024至2027", "2024-01至2027-01", "-", "2024-01-01至"] {
            assert_eq!(span(bad).unwrap_err().id, "registers-span", "{bad}");
        }
    }

    #[test]
    fn states() {
        assert_eq!(state(""), Ok(State::Active));
        assert_eq!(state("已退休"), Ok(State::Revoked));
        assert_eq!(state("休假中"), Ok(State::Leave));
        assert_eq!(state("停职"), Ok(State::Suspended));
        assert_eq!(state("神游").unwrap_err().id, "registers-state");
        for one in [State::Active, State::Leave, State::Suspended, State::Revoked] {
            assert_eq!(state(state_word(one)), Ok(one));
        }
    }

    #[test]
    fn reviews() {
        for (value, expected) in [
            ("", None),
            ("2026", Some(2026)),
            ("2026合格", Some(2026)),
            ("2026年度审验合格", Some(2026)),
            ("2026年年审：通过", Some(2026)),
            ("2024合格，2025合格", Some(2025)),
            ("2025合格；2026不合格", Some(0)),
            ("未审验", Some(0)),
            ("不合格", Some(0)),
        ] {
            assert_eq!(reviewed(value), Ok(expected), "{value}");
        }
        for bad in ["合格", "2026待定", "26合格", "20261"] {
            assert_eq!(reviewed(bad).unwrap_err().id, "registers-review", "{bad}");
        }
        for one in [None, Some(0), Some(2026)] {
            assert_eq!(reviewed(&review_word(one)), Ok(one));
        }
    }

    #[test]
    fn yes_no_and_key() {
        assert_eq!(yes("是"), Ok(true));
        assert_eq!(yes(""), Ok(false));
        assert!(yes("也许").is_err());
        assert_eq!(key("重点检查事项"), Ok(true));
        assert_eq!(key("一般"), Ok(false));
        assert!(key("特别").is_err());
        assert_eq!(sex("1"), Ok("男"));
        assert!(sex("Q").is_err());
    }
}
