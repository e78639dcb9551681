//! Where a row lies: from the area column, the columns for 省、市、区县, the
//! address, or the import's own area.

use std::collections::HashMap;

use super::check::{Rules, Source};
use super::spec::*;
use crate::domain::{Result, Text, area};
use crate::registry::clean;
use crate::text;

/// What columns were found to say; files repeat a few counties many times.
#[derive(Default)]
pub(super) struct Areas {
    known: HashMap<String, Result<String>>,
    key: String,
}

/// A row that lies nowhere.
pub(super) struct Lost {
    /// What was looked at.
    pub value: String,
    /// Why it is not enough.
    pub reason: Text,
}

impl Areas {
    /// The county, or the township where it is told.
    pub fn of<C: AsRef<str>>(&mut self, source: &Source<'_, C>, rules: &Rules<'_>) -> Result<String, Lost> {
        let told = self.told(source, rules)?;
        // A province or city alone is narrowed by the address.
        let fits = |area: &String| area.len() >= 6 && area.starts_with(&told);
        let within = if told.is_empty() { rules.area } else { Some(told.as_str()) };
        let by_address = |column: usize| {
            let address = clean::text_cow(source.raw(column));
            area::of_address(&address, within).filter(fits)
        };
        let found = Some(told.clone())
            .filter(fits)
            .or_else(|| by_address(REG_ADDRESS))
            .or_else(|| by_address(ADDRESS))
            .or_else(|| rules.area.map(str::to_owned).filter(fits));
        match found {
            Some(found) => Ok(with_township(found, source.at(source.layout.township))),
            None if told.is_empty() => {
                let value = source.raw(REG_ADDRESS).to_owned();
                Err(Lost { value, reason: text!("registry-area-missing") })
            }
            None => {
                let reason = text!("registry-area-coarse", name = area::name(&told), code = &told);
                Err(Lost { value: told, reason })
            }
        }
    }

    /// What the area columns say.
    fn told<C: AsRef<str>>(&mut self, source: &Source<'_, C>, rules: &Rules<'_>) -> Result<String, Lost> {
        let said = source.at(source.layout.places[AREA].0);
        let [province, city, county] = source.layout.above.map(|place| source.at(place));
        self.key.clear();
        for piece in [said, province, city, county] {
            self.key.push_str(piece);
            self.key.push('\u{1f}');
        }
        let told = match self.known.get(&self.key) {
            Some(known) => known.clone(),
            None => {
                let told = resolve(said, &[province, city, county], rules);
                self.known.insert(self.key.clone(), told.clone());
                told
            }
        };
        told.map_err(|reason| Lost { value: clean::text(&[province, city, county, said].join(" ")), reason })
    }
}

/// A township told by its code; names of townships have no table.
fn with_township(county: String, said: &str) -> String {
    let code = clean::text_cow(said);
    if county.len() == 6 && matches!(code.len(), 9 | 12) && code.starts_with(&county) {
        return area::resolve(&code, None).unwrap_or(county);
    }
    county
}

/// What the area columns say together: the finest of them, looked for within
/// the coarser ones. Empty when they say nothing.
fn resolve(said: &str, above: &[&str; 3], rules: &Rules<'_>) -> Result<String> {
    let mapped = [said].iter().chain(above.iter().rev()).find_map(|piece| rules.mapping.area(piece));
    if let Some(area) = mapped {
        return area::resolve(area, rules.area);
    }
    let default = rules.area;
    let above: String = above.iter().map(|piece| clean::text(piece)).collect();
    let outer = match above.as_str() {
        "" => None,
        names => Some(area::resolve(names, default)?),
    };
    match clean::text(said).as_str() {
        "" => Ok(outer.unwrap_or_default()),
        said => area::resolve(said.strip_suffix(".0").unwrap_or(said), outer.as_deref().or(default)),
    }
}
