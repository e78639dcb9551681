//! A condition on a row of the registry, shared by scopes, exclusions and
//! classes.

use serde::Serialize;

use crate::domain::Date;

/// Holds when every list that is not empty has an element that fits. Elements
/// of name lists may begin or end with `*` (`有限责任公司*`, `*餐饮*`); `-` fits
/// the empty value.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Condition {
    /// Area scopes: digits, a prefix covers; `*` for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<String>,
    /// 企业类型.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
    /// 对象类别.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub objects: Vec<String>,
    /// 行业: a prefix covers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub industries: Vec<String>,
    /// 标签: any of the row's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// 许可证: any of the row's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub licences: Vec<String>,
    /// 登记状态.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<String>,
    /// 信用风险类别 as the registry has it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<String>,
    /// 管辖单位.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub offices: Vec<String>,
    /// 登记机关.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authorities: Vec<String>,
    /// Entity codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// Founded before this day; a row without founding date fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub founded_before: Option<Date>,
    /// Founded on this day or later; a row without founding date does not fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub founded_since: Option<Date>,
}

/// Whether a pattern fits a value.
pub(super) fn fits(pattern: &str, value: &str) -> bool {
    if pattern == "*" {
        return true;
    }
    if pattern == "-" {
        return value.is_empty();
    }
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(_), Some(_)) => value.contains(&pattern[1..pattern.len() - 1]),
        (Some(end), None) => value.ends_with(end),
        (None, Some(start)) => value.starts_with(start),
        (None, None) => value == pattern,
    }
}

/// Whether some pattern fits; an empty list asks nothing.
pub(super) fn any_fits(patterns: &[String], value: &str) -> bool {
    patterns.is_empty() || patterns.iter().any(|pattern| fits(pattern, value))
}

/// Whether a prefix of the list covers the value.
pub(super) fn any_covers(prefixes: &[String], value: &str) -> bool {
    prefixes.is_empty()
        || prefixes.iter().any(|prefix| {
            prefix == "*" || (prefix == "-" && value.is_empty()) || value.starts_with(prefix.as_str())
        })
}

/// Whether an element of a joined list fits.
pub(super) fn any_listed(patterns: &[String], joined: &str) -> bool {
    patterns.is_empty()
        || patterns.iter().any(|pattern| match pattern.as_str() {
            "-" => joined.is_empty(),
            _ => joined.split(';').any(|value| !value.is_empty() && fits(pattern, value)),
        })
}
