//! The makers of public documents: pure, one file a noun, each from plain
//! inputs. What a maker does not copy is not public; whatever could name a
//! natural person goes through [`Rules`].

mod draw;
mod plan;
mod registers;
mod result;
mod rules;
mod visit;

pub use draw::{DrawInput, draw};
pub use plan::{AttemptInput, PlanInput, plan, stage};
pub use registers::{Subject, company, item_page, item_pages, officer, subject};
pub use result::{ActInput, Shown, VersionInput, result};
pub use rules::Rules;
pub use visit::{VisitInput, visit};

use std::collections::BTreeMap;

use crate::domain::{Date, Item};

/// Names of items by code, as the list has them.
#[derive(Debug, Clone, Default)]
pub struct ItemNames<'a>(BTreeMap<&'a str, Vec<&'a Item>>);

impl<'a> ItemNames<'a> {
    /// Of all versions.
    pub fn new(items: &'a [Item]) -> Self {
        let mut out: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
        items.iter().for_each(|item| out.entry(item.code.as_str()).or_default().push(item));
        Self(out)
    }

    /// The name in force on a day, else the latest; empty where the list does
    /// not have the code.
    pub fn on(&self, code: &str, day: Date) -> &'a str {
        let Some(versions) = self.0.get(code) else { return "" };
        let in_force = |item: &&&Item| item.valid_from <= day && day <= item.valid_to;
        let latest = versions.iter().max_by_key(|item| item.version);
        let found = versions.iter().filter(in_force).max_by_key(|item| item.version).or(latest);
        found.map_or("", |item| &item.name)
    }

    /// Codes with their names.
    pub fn named(&self, codes: &[String], day: Date) -> Vec<(String, String)> {
        codes.iter().map(|code| (code.clone(), self.on(code, day).to_owned())).collect()
    }
}
