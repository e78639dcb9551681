//! What an imported list makes of the list in force: every change of an item's
//! text is a new version with its own approval by the superior department and
//! its own day of publication; nothing in force is ever edited.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Date, Item, Text};
use crate::registry::register::since_ever;
use crate::text;

/// What an import changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Versions {
    /// Items not listed before.
    pub new: Vec<Item>,
    /// New versions of items whose text, or approval, has changed; each numbered after its last.
    pub changed: Vec<Item>,
    /// Versions whose text stands and whose approval or publication, empty so
    /// far, is now known; they keep their number.
    pub completed: Vec<Item>,
    /// The last versions of items that stay as they are.
    pub unchanged: Vec<Item>,
    /// The last versions, not yet ended, of items no longer listed; the
    /// caller says from when, see [`withdraw`].
    pub withdrawn: Vec<Item>,
    /// What is wrong with the approvals of `new` and `changed`: none at all,
    /// or the one the version before had.
    pub doubts: Vec<Text>,
}

impl Versions {
    /// What must be stored: new, changed and completed versions.
    pub fn to_store(&self) -> impl Iterator<Item = &Item> {
        self.new.iter().chain(&self.changed).chain(&self.completed)
    }
}

/// Compares the versions on record with an imported list.
///
/// The import's own version numbers count only for items not on record: a list
/// brought over whole keeps its history. Of an item on record the import's
/// last version is its current text. Particulars that an import leaves empty
/// about approval, publication and first day do not undo what is known.
/// `day` is the day of the import: what ended before it is not withdrawn again.
pub fn versions(current: &[Item], incoming: Vec<Item>, day: Date) -> Versions {
    let mut last: BTreeMap<&str, &Item> = BTreeMap::new();
    for item in current {
        let slot = last.entry(&item.code).or_insert(item);
        if item.version > slot.version {
            *slot = item;
        }
    }
    let mut listed: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    for item in incoming {
        listed.entry(item.code.clone()).or_default().push(item);
    }
    let mut out = Versions::default();
    let codes: BTreeSet<&str> = listed.keys().map(String::as_str).collect();
    out.withdrawn = last
        .values()
        .filter(|item| !codes.contains(item.code.as_str()) && item.valid_to >= day)
        .map(|item| (*item).clone())
        .collect();
    for (code, mut texts) in listed {
        texts.sort_by_key(|item| item.version);
        let Some(known) = last.get(code.as_str()) else {
            doubt(&mut out.doubts, None, texts.last());
            out.new.append(&mut texts);
            continue;
        };
        let Some(text) = texts.pop() else { continue };
        settle(&mut out, known, text);
    }
    out
}

/// Files the current text of an item on record under what it is.
fn settle(out: &mut Versions, known: &Item, text: Item) {
    let merged = filled_up(known, text);
    if merged == *known {
        out.unchanged.push(merged);
    } else if completes(known, &merged) {
        out.completed.push(merged);
    } else {
        let next = Item { version: known.version + 1, ..merged };
        doubt(&mut out.doubts, Some(known), Some(&next));
        out.changed.push(next);
    }
}

/// The imported text under the known version's number; what it leaves empty of
/// the bookkeeping is taken over where the text itself stands.
fn filled_up(known: &Item, text: Item) -> Item {
    let mut out = Item { version: known.version, ..text };
    if out.valid_from == since_ever() {
        out.valid_from = known.valid_from;
    }
    if content(&out) != content(known) {
        return out;
    }
    let fill = |mine: &mut String, known: &String| {
        if mine.is_empty() {
            mine.clone_from(known);
        }
    };
    fill(&mut out.approved_by, &known.approved_by);
    fill(&mut out.approval, &known.approval);
    out.approved_on = out.approved_on.or(known.approved_on);
    out.published_on = out.published_on.or(known.published_on);
    out
}

/// An item without its version's bookkeeping.
fn content(item: &Item) -> Item {
    Item {
        version: 0,
        approved_by: String::new(),
        approval: String::new(),
        approved_on: None,
        published_on: None,
        ..item.clone()
    }
}

/// Whether only what was empty of the bookkeeping is filled in.
fn completes(known: &Item, next: &Item) -> bool {
    let text = |known: &str, next: &str| known.is_empty() || known == next;
    let day = |known: Option<Date>, next: Option<Date>| known.is_none() || known == next;
    content(known) == content(next)
        && text(&known.approved_by, &next.approved_by)
        && text(&known.approval, &next.approval)
        && day(known.approved_on, next.approved_on)
        && day(known.published_on, next.published_on)
}

fn doubt(doubts: &mut Vec<Text>, known: Option<&Item>, next: Option<&Item>) {
    let Some(next) = next else { return };
    let approval = |item: &Item| (item.approved_by.clone(), item.approval.clone(), item.approved_on);
    if next.approved_by.is_empty() && next.approval.is_empty() && next.approved_on.is_none() {
        doubts.push(text!("registers-item-unapproved", item = &next.code, version = next.version));
    } else if known.is_some_and(|known| approval(known) == approval(next)) {
        doubts.push(text!("registers-item-same-approval", item = &next.code, version = next.version));
    }
    if next.published_on.is_none() {
        doubts.push(text!("registers-item-unpublished", item = &next.code, version = next.version));
    }
}

/// The version that ends an item: the same text, in force to `last_day`, with
/// the approval of its ending still to be entered.
pub fn withdraw(item: &Item, last_day: Date) -> Item {
    Item {
        version: item.version + 1,
        valid_to: last_day,
        approved_by: String::new(),
        approval: String::new(),
        approved_on: None,
        published_on: None,
        ..item.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn items() -> impl Strategy<Value = Vec<Item>> {
        let one = (0..6u8, 1..4u32, 0..3u8, 0..3u8, any::<bool>()).prop_map(
            |(code, version, text, approval, published)| Item {
                code: format!("A{code}"),
                version,
                name: "名称".into(),
                category: String::new(),
                basis: String::new(),
                subject: String::new(),
                object: String::new(),
                content: format!("内容{text}"),
                method: String::new(),
                rate: String::new(),
                frequency: String::new(),
                key: false,
                competences: vec![],
                level: String::new(),
                section: String::new(),
                valid_from: since_ever(),
                valid_to: crate::registry::register::open_ended(),
                approved_by: String::new(),
                approval: if approval == 0 { String::new() } else { format!("{approval}号") },
                approved_on: None,
                published_on: published.then(since_ever),
                procedure: Default::default(),
                joint: None,
            },
        );
        prop::collection::vec(one, 0..10).prop_map(|mut list| {
            list.sort_by_key(|item| (item.code.clone(), item.version));
            list.dedup_by_key(|item| (item.code.clone(), item.version));
            list
        })
    }

    proptest! {
        /// Every listed code ends in exactly one place, no version on record is
        /// edited but to fill in what was empty, and importing again changes nothing.
        #[test]
        fn imports_settle(current in items(), incoming in items()) {
            let day = since_ever();
            let out = versions(&current, incoming.clone(), day);
            let codes: BTreeSet<&str> = incoming.iter().map(|item| item.code.as_str()).collect();
            let mut placed: Vec<&str> = out.changed.iter().chain(&out.completed).chain(&out.unchanged).map(|item| item.code.as_str()).collect();
            placed.extend(out.new.iter().map(|item| item.code.as_str()).collect::<BTreeSet<_>>());
            placed.sort_unstable();
            prop_assert_eq!(placed, codes.into_iter().collect::<Vec<_>>());

            let mut record: BTreeMap<(String, u32), Item> =
                current.iter().map(|item| ((item.code.clone(), item.version), item.clone())).collect();
            for item in out.to_store() {
                if let Some(old) = record.insert((item.code.clone(), item.version), item.clone()) {
                    prop_assert!(completes(&old, item));
                }
            }
            let record: Vec<Item> = record.into_values().collect();
            let again = versions(&record, incoming, day);
            prop_assert_eq!(again.to_store().count(), 0);
            prop_assert_eq!(again.withdrawn, out.withdrawn);
        }
    }
}
