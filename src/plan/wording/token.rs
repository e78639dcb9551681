//! Cuts a wording into what means something.

use unicode_normalization::UnicodeNormalization;

use crate::domain::Rate;

/// What a piece of a wording means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A number without unit, as written.
    Number(String),
    /// A number of hundredths (2) or thousandths (3).
    Share(String, u32),
    /// 不低于 …
    Min,
    /// 不超过 …
    Max,
    /// … 以上
    MinBehind,
    /// … 以内
    MaxBehind,
    /// - ~ 至
    To,
    /// 每年, 每2年, 每季度: so many months.
    Every(u32),
    /// /年
    PerYear,
    /// 次
    Times,
    /// 各, 每次
    Each,
    /// 或者
    Or,
    /// ; , ( )
    Stop,
    /// A类, B、C类
    Classes(Vec<String>),
    /// 全覆盖
    Everyone,
}

const MIN: &[&str] = &[
    "不得低于",
    "不得少于",
    "不应低于",
    "不应少于",
    "不低于",
    "不少于",
    "不小于",
    "至少",
    "最低",
    "最少",
    "达到",
    ">=",
    "≥",
    "≧",
];
const MAX: &[&str] = &[
    "不得超过",
    "不得高于",
    "不得多于",
    "不应超过",
    "不应高于",
    "原则上不超过",
    "不超过",
    "不高于",
    "不大于",
    "不多于",
    "至多",
    "最高",
    "最多",
    "<=",
    "≤",
    "≦",
];
const MIN_BEHIND: &[&str] = &["及以上", "(含)以上", "以上"];
const MAX_BEHIND: &[&str] = &["及以下", "(含)以下", "以下", "以内", "之内"];
const TO: &[&str] = &["~", "-", "–", "—", "−", "至", "到"];
const EACH: &[&str] = &["每次各", "各抽取", "每次", "各"];
const OR: &[&str] = &["或者", "或"];
const EVERYONE: &[&str] = &["全覆盖", "全部检查", "全部", "全检", "全查", "全数", "逐户", "100%抽取"];
const STOP: &[&str] = &[";", ",", "、", "。", "(", ")", "且", "并且"];
/// Words that say nothing about how many or how often.
const SILENT: &[&str] = &[
    "抽查比例",
    "检查比例",
    "抽取比例",
    "抽查频次",
    "检查频次",
    "抽查频率",
    "检查对象",
    "抽查对象",
    "监管对象",
    "市场主体",
    "经营主体",
    "控制在",
    "比例",
    "频次",
    "频率",
    "抽取",
    "抽查",
    "检查",
    "按照",
    "总数的",
    "总量的",
    "户数的",
    "数量的",
    "总数",
    "总量",
    "户数",
    "企业",
    "单位",
    "原则上",
    "年度内",
    "随机",
    "开展",
    "进行",
    "组织",
    "实施",
    "对象",
    "应当",
    "应",
    "按",
    "为",
    "的",
    "占",
    ":",
];

/// The tokens, or the place (in characters of the normalised text) that is not
/// understood, with the rest from there.
pub(super) fn tokens(wording: &str) -> Result<Vec<Token>, String> {
    // Compatibility forms make full-width signs half-width; spaces go.
    let text: String = wording.nfkc().filter(|c| !c.is_whitespace()).collect();
    let mut out = Vec::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (token, len) = next(rest).ok_or_else(|| rest.to_owned())?;
        out.extend(token);
        rest = &rest[len..];
    }
    Ok(out)
}

fn next(rest: &str) -> Option<(Option<Token>, usize)> {
    let simple = [
        (MIN, Token::Min),
        (MAX, Token::Max),
        (MIN_BEHIND, Token::MinBehind),
        (MAX_BEHIND, Token::MaxBehind),
        (EACH, Token::Each),
        (EVERYONE, Token::Everyone),
        (OR, Token::Or),
    ];
    if let Some((token, len)) = period(rest).or_else(|| share(rest)).or_else(|| classes(rest)) {
        return Some((Some(token), len));
    }
    for (words, token) in simple {
        if let Some(len) = starts(rest, words) {
            return Some((Some(token), len));
        }
    }
    if let Some(after) = rest.strip_prefix('次') {
        return Some((Some(Token::Times), rest.len() - after.len()));
    }
    if let Some((number, len)) = number(rest) {
        return Some((Some(Token::Number(number)), len));
    }
    if let Some(len) = starts(rest, SILENT) {
        return Some((None, len));
    }
    if let Some(len) = starts(rest, TO) {
        return Some((Some(Token::To), len));
    }
    starts(rest, STOP).map(|len| (Some(Token::Stop), len))
}

fn starts(rest: &str, words: &[&str]) -> Option<usize> {
    words.iter().filter(|word| rest.starts_with(**word)).map(|word| word.len()).max()
}

/// `12`, `0.5`, 一, 两, 十二.
fn number(rest: &str) -> Option<(String, usize)> {
    let digits = rest.bytes().take_while(|c| c.is_ascii_digit() || *c == b'.').count();
    if digits > 0 {
        let written = &rest[..digits];
        return (!written.starts_with('.') && !written.ends_with('.') && written.matches('.').count() < 2)
            .then(|| (written.to_owned(), digits));
    }
    let words: String = rest.chars().take_while(|c| "一二两三四五六七八九十百".contains(*c)).collect();
    let value = spoken(&words)?;
    Some((value.to_string(), words.len()))
}

/// Chinese numerals up to 百.
fn spoken(words: &str) -> Option<u32> {
    let digit = |c: char| "一二三四五六七八九".chars().position(|d| d == c).map(|i| i as u32 + 1);
    let one = |word: &str| match word {
        "" => None,
        "两" => Some(2),
        word => word.chars().next().filter(|_| word.chars().count() == 1).and_then(digit),
    };
    match words {
        "" => None,
        "百" | "一百" => Some(100),
        _ => match words.split_once('十') {
            None => one(words),
            Some((tens, ones)) => {
                let tens = if tens.is_empty() { 1 } else { one(tens)? };
                let ones = if ones.is_empty() { 0 } else { one(ones)? };
                Some(tens * 10 + ones)
            }
        },
    }
}

/// `3%`, `2‰`, 百分之三, 千分之2.
fn share(rest: &str) -> Option<(Token, usize)> {
    for (word, scale) in [("百分之", 2), ("千分之", 3)] {
        if let Some(after) = rest.strip_prefix(word) {
            let (value, len) = number(after)?;
            return Some((Token::Share(value, scale), word.len() + len));
        }
    }
    let (value, len) = number(rest)?;
    let unit = rest[len..].chars().next()?;
    let scale = match unit {
        '%' => 2,
        '‰' => 3,
        _ => return None,
    };
    Some((Token::Share(value, scale), len + unit.len_utf8()))
}

/// 每年, 每2年, 两年, 每半年, 每季度, 每6个月, /年, 全年.
fn period(rest: &str) -> Option<(Token, usize)> {
    for word in ["/年度", "/年", "每年度合计", "每年合计", "全年合计", "全年累计"] {
        if rest.starts_with(word) {
            return Some((Token::PerYear, word.len()));
        }
    }
    let (every, after) = match rest.strip_prefix('每') {
        Some(after) => (true, after),
        None => (false, rest),
    };
    let start = rest.len() - after.len();
    if let Some((count, len)) = number(after) {
        let behind = &after[len..];
        let unit = [("个月", 1), ("月", 1), ("个季度", 3), ("季度", 3), ("年内", 12), ("年", 12)];
        let (word, months) = unit.into_iter().find(|(word, _)| behind.starts_with(word))?;
        let months = count.parse::<u32>().ok()?.checked_mul(months).filter(|months| *months > 0)?;
        return Some((Token::Every(months), start + len + word.len()));
    }
    let plain = [
        ("半年度", 6),
        ("半年", 6),
        ("季度", 3),
        ("季", 3),
        ("月度", 1),
        ("月", 1),
        ("年度", 12),
        ("年", 12),
    ];
    if every {
        return plain
            .into_iter()
            .find(|(word, _)| after.starts_with(word))
            .map(|(word, months)| (Token::Every(months), start + word.len()));
    }
    ["年内", "全年", "年度", "年"]
        .into_iter()
        .find(|word| rest.starts_with(word))
        .map(|word| (Token::Every(12), word.len()))
}

/// `A类`, `B、C级`, `A/B类`.
fn classes(rest: &str) -> Option<(Token, usize)> {
    let mut names = Vec::new();
    for (at, c) in rest.char_indices() {
        match c {
            'A'..='Z' => names.push(c.to_string()),
            '、' | ',' | '/' | '和' | '及' if !names.is_empty() => {}
            '类' | '级' if !names.is_empty() => {
                let words = ["类企业", "类信用", "级企业", "类", "级"];
                let word = words.into_iter().find(|word| rest[at..].starts_with(word)).unwrap_or("类");
                return Some((Token::Classes(names), at + word.len()));
            }
            _ => return None,
        }
    }
    None
}

/// `value` hundredths (scale 2), thousandths (3) or ones (0) as a rate; `None`
/// above 1 or finer than a billionth.
pub(super) fn exact(value: &str, scale: u32) -> Option<Rate> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let fraction = fraction.trim_end_matches('0');
    let decimals = u32::try_from(fraction.len()).ok()?.checked_add(scale)?;
    let digits = format!("{whole}{fraction}");
    let digits: u64 = if digits.len() > 15 { return None } else { digits.parse().ok()? };
    let billionths = match 9_u32.checked_sub(decimals) {
        Some(up) => digits.checked_mul(10_u64.pow(up))?,
        None => {
            let down = 10_u64.checked_pow(decimals - 9)?;
            digits.is_multiple_of(down).then_some(digits / down)?
        }
    };
    Rate::from_billionths(billionths)
}
