//! What rows of one result say of its items.

use std::collections::BTreeMap;

use super::group::{Found, Group};
use crate::results::{Disposal, Finding, ItemResult};
use crate::text;

impl Group<'_> {
    /// Every item of the department's parts, in plan order.
    pub fn items(&self, found: &mut Found) -> Vec<ItemResult> {
        let departments = self.visit.departments(&self.ground.document);
        let own = departments.into_iter().find(|(name, _)| *name == self.department);
        let own = own.map(|(_, items)| items).unwrap_or_default();
        let mut said: BTreeMap<&str, ItemResult> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            let Some((finding, disposal)) = self.outcome(at, found) else { continue };
            let named: Vec<&str> = match row.items.is_empty() {
                true => own.clone(),
                false => row.items.iter().map(String::as_str).collect(),
            };
            for item in named {
                let Some(item) = own.iter().find(|known| **known == item) else {
                    let reason = text!(
                        "results-item-foreign",
                        item = item,
                        visit = self.visit.number.to_string(),
                        department = self.department,
                        items = own.join("、")
                    );
                    found.push((at, row.fault("item", reason, text!("results-remedy-item"))));
                    continue;
                };
                let one = ItemResult {
                    item: (*item).to_owned(),
                    checked: row.checked,
                    finding,
                    disposal,
                    note: row.note.clone(),
                };
                if said.insert(item, one).is_some() {
                    let reason = text!("results-item-twice", item = *item);
                    found.push((at, row.fault("item", reason, text!("results-remedy-item-twice"))));
                }
            }
        }
        let missing: Vec<&str> = own.iter().filter(|item| !said.contains_key(**item)).copied().collect();
        if !missing.is_empty() && found.is_empty() {
            let reason = text!(
                "results-item-missing",
                items = missing.join("、"),
                visit = self.visit.number.to_string(),
                department = self.department
            );
            found.push(self.head("item", reason, text!("results-remedy-item-missing")));
        }
        own.iter().filter_map(|item| said.remove(*item)).collect()
    }

    /// What a row says was found and done; `None` where that is at fault.
    fn outcome(&self, at: usize, found: &mut Found) -> Option<(Option<Finding>, Option<Disposal>)> {
        let row = self.rows[at];
        if !row.checked {
            if row.finding.is_empty() && row.disposal.is_empty() {
                return Some((None, None));
            }
            let reason = text!("results-unchecked-finding");
            found.push((at, row.fault("finding", reason, text!("results-remedy-unchecked"))));
            return None;
        }
        let finding = match Finding::read(&row.finding) {
            Ok(finding) => finding,
            Err(reason) => {
                let remedy = match reason.id {
                    "results-gone" => {
                        let (plan, visit) = (&self.ground.attempt.plan, self.visit.number.to_string());
                        let why = row.finding.replace(['"', '\\'], "");
                        text!("results-remedy-gone", plan = plan, visit = visit, why = why)
                    }
                    _ => text!("results-remedy-finding"),
                };
                found.push((at, row.fault("finding", reason, remedy)));
                return None;
            }
        };
        let disposal = match (row.disposal.as_str(), finding.problem()) {
            ("", false) => Disposal::Nothing,
            ("", true) => {
                let reason = text!("results-disposal-missing", finding = finding.words());
                found.push((at, row.fault("disposal", reason, text!("results-remedy-disposal"))));
                return None;
            }
            (said, _) => match Disposal::parse(said) {
                Ok(disposal) => disposal,
                Err(reason) => {
                    found.push((at, row.fault("disposal", reason, text!("results-remedy-disposal"))));
                    return None;
                }
            },
        };
        Some((Some(finding), Some(disposal)))
    }
}
