//! The office's face and the figures of the home page.

use std::collections::BTreeMap;

use chrono::DateTime;

use crate::domain::{Date, Item, Result, area, calendar};
use crate::publication::public::{Figures, Kind, OfficeFace, Witness};
use crate::store::keys::Role;
use crate::store::{Tx, keys, portal};
use crate::workflow::refusal::Done;
use crate::workflow::results::limits;
use crate::workflow::{Office, logbook};

/// The office's face, over the documents of this transaction.
pub(super) fn face(office: &Office, items: &[Item], today: Date, tx: &mut Tx<'_>) -> Done<OfficeFace> {
    let log = logbook::face(office)?;
    let limits = limits(office)?;
    let sooner = limits.departments.keys().map(|name| (name.clone(), limits.days(name, false).into()));
    let witnesses = office.store.read(|tx| {
        let filings = keys::filings(tx)?;
        let of = |key: keys::KeyRow| {
            let last = filings.iter().filter(|filing| filing.key == key.key).max_by_key(|filing| filing.size);
            let at = last.and_then(|last| DateTime::from_timestamp(i64::try_from(last.time).ok()?, 0));
            Witness {
                key: key.key,
                size: last.map_or(0, |last| last.size),
                at: at
                    .map(|at| calendar::write_instant(&at.with_timezone(office.row.created.offset())))
                    .unwrap_or_default(),
            }
        };
        Ok(keys::in_force(tx, Role::Witness)?.into_iter().map(of).collect())
    })?;
    let row = &office.row;
    Ok(OfficeFace {
        name: row.name.clone(),
        practice: row.practice,
        area: row.area.clone(),
        area_name: if row.area.is_empty() { String::new() } else { area::name(&row.area) },
        created: calendar::write_instant(&row.created),
        log_keys: vec![log.key],
        log_size: log.size,
        log_root: log.root.to_string(),
        witnesses,
        figures: figures(items, today, tx)?,
        publish_within: limits.publish.into(),
        decision_within: limits.publish.min(limits.decision).into(),
        departments_within: sooner.filter(|(_, days)| *days < u64::from(limits.publish)).collect(),
        answer_within: limits.answer.into(),
    })
}

fn figures(items: &[Item], today: Date, tx: &mut Tx<'_>) -> Result<Figures> {
    let in_force = |item: &&Item| item.valid_from <= today && today <= item.valid_to;
    let codes: std::collections::BTreeSet<&str> =
        items.iter().filter(in_force).map(|item| item.code.as_str()).collect();
    let counted = |tx: &mut Tx<'_>, kind, facet, value: &str| -> Result<u64> {
        let all = portal::facet_counts(tx, kind, facet)?;
        Ok(all.into_iter().find(|(own, _)| own == value).map_or(0, |(_, count)| count))
    };
    let mut quarters: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for (quarter, count) in portal::facet_counts(tx, Kind::Visit, "quarter")? {
        quarters.entry(quarter).or_default().0 += count;
    }
    for (quarter, count) in portal::facet_counts(tx, Kind::Visit, "told")? {
        quarters.entry(quarter).or_default().1 += count;
    }
    let mut findings = portal::facet_counts(tx, Kind::Result, "finding")?;
    findings.sort();
    Ok(Figures {
        items: codes.len() as u64,
        officers: portal::count(tx, Kind::Officer)?,
        plans: portal::count(tx, Kind::Plan)?,
        draws: portal::count(tx, Kind::Draw)?,
        visits: counted(tx, Kind::Visit, "state", "standing")?,
        results: portal::count(tx, Kind::Result)?,
        problems: counted(tx, Kind::Result, "problem", "yes")?,
        findings,
        quarters: quarters.into_iter().map(|(quarter, (drawn, told))| (quarter, drawn, told)).collect(),
    })
}
