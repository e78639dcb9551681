//! Which stratum of its part a row lies in: exactly one, by area and class
//! (protocol §1).

use std::collections::{BTreeSet, HashMap};

use crate::domain::Text;
use crate::draw::document::Part;
use crate::text;

/// A part's strata, found by scope instead of one by one: a part may have
/// thousands.
#[derive(Debug)]
pub struct Strata<'a> {
    part: &'a Part,
    by_scope: HashMap<&'a str, Vec<usize>>,
    classes: Vec<BTreeSet<&'a str>>,
}

impl<'a> Strata<'a> {
    /// Of one part.
    pub fn new(part: &'a Part) -> Self {
        let mut by_scope: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, stratum) in part.strata.iter().enumerate() {
            for area in &stratum.areas {
                by_scope.entry(area).or_default().push(index);
            }
        }
        let classes = (part.strata.iter())
            .map(|stratum| stratum.classes.iter().map(String::as_str).collect())
            .collect();
        Self { part, by_scope, classes }
    }

    /// The one stratum of an area (digits, checked) and a class.
    pub fn find(&self, area: &str, class: &str) -> Result<usize, Text> {
        let scopes = (0..=area.len()).map(|length| &area[..length]).chain(["*"]);
        let mut found: Vec<usize> = (scopes.filter_map(|scope| self.by_scope.get(scope)).flatten())
            .copied()
            .filter(|index| self.classes[*index].is_empty() || self.classes[*index].contains(class))
            .collect();
        found.sort_unstable();
        found.dedup();
        match found[..] {
            [index] => Ok(index),
            [] => Err(text!("checker-stratum-none", area = area, class = class)),
            [first, second, ..] => Err(text!(
                "checker-stratum-several",
                area = area,
                class = class,
                first = &self.part.strata[first].stratum,
                second = &self.part.strata[second].stratum
            )),
        }
    }
}
