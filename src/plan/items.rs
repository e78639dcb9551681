//! The versions of items a plan goes by, and whether they may be used.

use crate::domain::{Item, Result, Text};
use crate::text;

use super::wording::{self, RateRule};
use super::{PartSpec, PlanSpec};

/// An item in force with its wordings read.
#[derive(Debug, Clone)]
pub struct ItemInForce<'a> {
    /// The version.
    pub item: &'a Item,
    /// What its rate says.
    pub rate: RateRule,
    /// What its frequency says.
    pub frequency: RateRule,
}

/// The versions in force of a part's items, in the part's order. Faults: an
/// item unknown, not valid throughout the window, not approved, not published
/// by the window's first day (国办发〔2024〕54号: what is not on the published
/// list may not be inspected), or worded so that nothing reads it.
pub fn in_force<'a>(
    spec: &PlanSpec,
    part: &PartSpec,
    items: &'a [Item],
) -> (Vec<ItemInForce<'a>>, Vec<Text>) {
    let (mut out, mut faults) = (Vec::new(), Vec::new());
    for code in &part.items {
        let item = match version(spec, part, items, code) {
            Ok(item) => item,
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        };
        let mut read = |words: &str| {
            let reading = spec.wording.get(words).map_or(words, String::as_str);
            wording::parse(reading)
                .map(|rule| RateRule { wording: words.to_owned(), ..rule })
                .map_err(|reason| {
                    faults.push(text!("plan-item-wording", part = &part.part, item = code, reason = reason))
                })
                .ok()
        };
        if let (Some(rate), Some(frequency)) = (read(&item.rate), read(&item.frequency)) {
            out.push(ItemInForce { item, rate, frequency });
        }
    }
    (out, faults)
}

/// The highest version that may be used on the window's first day; if none
/// may, the fault of the highest that comes nearest.
fn version<'a>(spec: &PlanSpec, part: &PartSpec, items: &'a [Item], code: &str) -> Result<&'a Item> {
    let mut versions: Vec<&Item> = items.iter().filter(|item| item.code == *code).collect();
    versions.sort_by_key(|item| std::cmp::Reverse(item.version));
    let Some(highest) = versions.first() else {
        return Err(text!("plan-item-unknown", part = &part.part, item = code));
    };
    let [from, to] = spec.window;
    let usable = |item: &Item| {
        let (version, name) = (item.version, &item.name);
        if item.valid_from > from || item.valid_to < from {
            return Err(text!(
                "plan-item-invalid",
                part = &part.part,
                item = code,
                name = name,
                version = version,
                since = item.valid_from,
                until = item.valid_to
            ));
        }
        if item.published_on.is_none_or(|day| day > from) {
            return Err(text!(
                "plan-item-unpublished",
                part = &part.part,
                item = code,
                name = name,
                version = version
            ));
        }
        if item.approved_on.is_none_or(|day| day > from) || item.approved_by.is_empty() {
            return Err(text!(
                "plan-item-unapproved",
                part = &part.part,
                item = code,
                name = name,
                version = version
            ));
        }
        if item.valid_to < to {
            return Err(text!(
                "plan-item-ends",
                part = &part.part,
                item = code,
                name = name,
                version = version,
                until = item.valid_to
            ));
        }
        Ok(())
    };
    match versions.iter().find(|item| usable(item).is_ok()) {
        Some(item) => Ok(item),
        None => {
            let covering = versions.iter().find(|item| item.valid_from <= from && item.valid_to >= from);
            let nearest = covering.unwrap_or(highest);
            usable(nearest).map(|()| *nearest)
        }
    }
}

/// 执法类别 a part's inspectors need: the plan's, or those of its items.
pub fn competences(part: &PartSpec, items: &[ItemInForce<'_>]) -> Vec<String> {
    match &part.competences {
        Some(own) => own.clone(),
        None => {
            let mut out: Vec<String> = items.iter().flat_map(|item| item.item.competences.clone()).collect();
            out.sort();
            out.dedup();
            out
        }
    }
}
