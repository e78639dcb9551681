//! 行政区划: GB/T 2260 codes and the names people write instead of them.
//!
//! Codes are kept without their closing zeros, so that "is a prefix of" means
//! "covers" (protocol §0): `64` 宁夏, `6405` 中卫, `640502` 沙坡头区, and
//! `640502001` one of its townships. Cities without counties (东莞, 中山, 儋州,
//! 嘉峪关) stand as a county of their own: `441900`. The table is
//! `data/areas.csv`; townships have no names here, only their digits pass.

mod names;
mod walk;

use std::sync::OnceLock;

use super::Result;
use crate::text;

/// One province, city or county of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaInfo {
    /// Two, four or six digits.
    pub code: &'static str,
    /// Its own name: 沙坡头区.
    pub name: &'static str,
    /// With all above it: 宁夏回族自治区中卫市沙坡头区.
    pub full_name: String,
}

/// The table in code order and the index of names.
struct Table {
    areas: Vec<AreaInfo>,
    names: names::Names,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut areas: Vec<AreaInfo> = Vec::with_capacity(3300);
        for line in include_str!("../../data/areas.csv").lines().skip(1) {
            if let Some((code, name)) = line.split_once(',') {
                let full_name = full_name_of(&areas, code, name);
                areas.push(AreaInfo { code, name, full_name });
            }
        }
        let names = names::Names::of(&areas);
        Table { areas, names }
    })
}

/// The name after its parent's; a parent that only groups (市辖区,
/// 省直辖县级行政区划) or has the same name (东莞) is left out.
fn full_name_of(above: &[AreaInfo], code: &str, name: &str) -> String {
    let mut out = String::new();
    for length in [2, 4].into_iter().filter(|length| *length < code.len()) {
        if let Ok(i) = above.binary_search_by(|area| area.code.cmp(&code[..length])) {
            let parent = above[i].name;
            if !names::only_groups(parent) && parent != name {
                out.push_str(parent);
            }
        }
    }
    out.push_str(name);
    out
}

/// Every area of the table, in code order: a province before its cities, a
/// city before its counties.
pub fn all() -> &'static [AreaInfo] {
    &table().areas
}

/// The areas under a code prefix (itself included), in code order.
pub fn under(prefix: &str) -> &'static [AreaInfo] {
    let areas = all();
    let from = areas.partition_point(|area| area.code < prefix);
    let count = areas[from..].partition_point(|area| area.code.starts_with(prefix));
    &areas[from..from + count]
}

/// The area of a code: two, four or six digits, closing zeros allowed
/// (`640500` is `6405`). Longer codes give their county. `None` when unknown.
pub fn by_code(code: &str) -> Option<&'static AreaInfo> {
    if !code.is_ascii() {
        return None;
    }
    let areas = all();
    let find = |code: &str| areas.binary_search_by(|area| area.code.cmp(code)).ok().map(|i| &areas[i]);
    let code = &code[..code.len().min(6)];
    find(code).or_else(|| {
        let short = code.strip_suffix("00").filter(|_| code.len() == 6)?;
        find(short.strip_suffix("00").unwrap_or(short))
    })
}

/// What people call an area of any length: its full name; for a township, the
/// county's full name and the township's digits; the digits when unknown.
pub fn name(code: &str) -> String {
    match by_code(code) {
        Some(area) if code.len() > 6 => format!("{}（{code}）", area.full_name),
        Some(area) => area.full_name.clone(),
        None => code.to_owned(),
    }
}

/// The code of what stands in an area column: a code, or names.
///
/// Codes may have 2, 4, 6, 9 or 12 digits; the province, city or county must
/// be known; closing zeros are dropped, the village digits too (at most nine
/// remain). Names may lack their suffixes (宁夏/中卫/沙坡头), skip levels, stand
/// with or without separators, and may end in a township, which is dropped.
/// `within`, a code prefix, says where a name is to be looked for first: 鼓楼区
/// within `3201`. A name that names a province is that province; a name that
/// a city shares with its own county (长沙) is the city.
///
/// # Errors
/// `area-unknown`, `area-near` (with what was perhaps meant), `area-ambiguous`
/// (with candidates), `area-code-unknown`, `area-code-length`.
pub fn resolve(text: &str, within: Option<&str>) -> Result<String> {
    let value = text.trim();
    if !value.is_empty() && value.bytes().all(|c| c.is_ascii_digit()) {
        return by_digits(value);
    }
    let found = walk::complete(&table().names, all(), value);
    match walk::choose(all(), &found, within) {
        walk::Choice::One(i) => Ok(all()[i].code.to_owned()),
        walk::Choice::Many(candidates) => {
            Err(text!("area-ambiguous", value = value, candidates = list(&candidates)))
        }
        walk::Choice::Nothing => match walk::near(&table().names, all(), value, within) {
            near if near.is_empty() => Err(text!("area-unknown", value = value)),
            near => Err(text!("area-near", value = value, candidates = list(&near))),
        },
    }
}

fn by_digits(value: &str) -> Result<String> {
    let unknown = || text!("area-code-unknown", value = value);
    match value.len() {
        2 | 4 | 6 => by_code(value).map(|area| area.code.to_owned()).ok_or_else(unknown),
        9 | 12 => {
            let area = by_code(value).ok_or_else(unknown)?;
            match &value[6..9] {
                "000" => Ok(area.code.to_owned()),
                _ if area.code.len() == 6 => Ok(value[..9].to_owned()),
                _ => Err(unknown()), // a township of no county
            }
        }
        _ => Err(text!("area-code-length", value = value)),
    }
}

/// At most five candidates, each with code and full name.
fn list(candidates: &[usize]) -> String {
    let named = |i: &usize| format!("{}（{}）", all()[*i].full_name, all()[*i].code);
    let mut out = candidates.iter().take(5).map(named).collect::<Vec<_>>().join("、");
    if candidates.len() > 5 {
        out.push('…');
    }
    out
}

/// The area an address begins with, by its longest beginning that names one;
/// what follows is not looked at. `None` when the address begins otherwise, or
/// with a name that several areas share and `within` does not decide.
///
/// Stricter than [`resolve`], since streets are called after cities: a lone
/// 南京 (as in 南京西路) is no area; 南京市 and 江苏南京 are.
pub fn of_address(address: &str, within: Option<&str>) -> Option<String> {
    let found = walk::beginning(&table().names, all(), address);
    match walk::choose(all(), &found, within) {
        walk::Choice::One(i) => Some(all()[i].code.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
