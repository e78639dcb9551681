//! Which items of two drafts belong together by what the lists say of them.

use std::collections::BTreeSet;

use serde::Serialize;

use super::list::joint_items;
use crate::domain::{Item, Text};
use crate::text;

/// Two items of different departments that look alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Similar {
    /// Code of the first.
    pub first: String,
    /// Code of the second.
    pub second: String,
    /// Of 100: object 40, category 30, method 15, competence 15; a list that
    /// names both together makes it 100.
    pub score: u32,
    /// 抽查领域 in which a list names both departments together; empty if none
    /// does.
    pub field: String,
    /// Why.
    pub reasons: Vec<Text>,
}

/// From this score on two items count as similar: the object alone is not
/// enough, nor category with a usual method.
const ENOUGH: u32 = 55;

/// Compares two items of two departments; `None` where they are not similar.
pub fn similar(first: (&str, &Item), second: (&str, &Item)) -> Option<Similar> {
    let ((department, one), (others, other)) = (first, second);
    let (mut score, mut reasons, mut field) = (0, Vec::new(), String::new());
    let objects = common(&one.object, &other.object);
    if !objects.is_empty() {
        score += 40;
        reasons.push(text!("joint-same-object", what = objects));
    }
    if !one.category.is_empty() && one.category == other.category {
        score += 30;
        reasons.push(text!("joint-same-category", what = &one.category));
    }
    let methods = common(&one.method, &other.method);
    if !methods.is_empty() {
        score += 15;
        reasons.push(text!("joint-same-method", what = methods));
    }
    let competences: Vec<&str> =
        one.competences.iter().filter(|c| other.competences.contains(c)).map(String::as_str).collect();
    if !competences.is_empty() {
        score += 15;
        reasons.push(text!("joint-same-competence", what = competences.join("、")));
    }
    if let Some(found) = listed(department, one, others, other) {
        score = 100;
        reasons.insert(0, text!("joint-listed", field = &found));
        field = found;
    }
    let alike = score >= ENOUGH;
    alike.then(|| Similar { first: one.code.clone(), second: other.code.clone(), score, field, reasons })
}

/// The field in which the office's own list, or else the general one, names
/// both departments for both items.
fn listed(department: &str, one: &Item, others: &str, other: &Item) -> Option<String> {
    if let (Some(a), Some(b)) = (&one.joint, &other.joint)
        && !a.field.is_empty()
        && a.field == b.field
    {
        return Some(a.field.clone());
    }
    joint_items()
        .iter()
        .find(|row| {
            row.names(department)
                && row.names(others)
                && words(&one.object).iter().any(|word| row.covers(word))
                && words(&other.object).iter().any(|word| row.covers(word))
        })
        .map(|row| row.field.to_owned())
}

/// The names in a list as people write it.
fn words(list: &str) -> BTreeSet<&str> {
    list.split(['、', '，', ',', '；', ';', '/', '和', '及', ' '])
        .map(str::trim)
        .filter(|w| !w.is_empty())
        .collect()
}

/// What two lists share: equal names, or the longer of two of which one holds
/// the other (特种设备 and 特种设备使用单位).
fn common(one: &str, other: &str) -> String {
    let mut out = Vec::new();
    for a in words(one) {
        for b in words(other) {
            if a == b || (a.chars().count() > 2 && b.chars().count() > 2 && (a.contains(b) || b.contains(a)))
            {
                out.push(if a.len() > b.len() { a } else { b });
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    out.join("、")
}
