//! Calendars, notices on working days, joint plans: their tables by the entries.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::Findings;
use super::state::{Documents, text_at};
use super::story::Story;
use super::tables::{Expected, Wanted, hold, key, read, table_name};
use crate::domain::csv::write_row;
use crate::domain::{Digest, Result};
use crate::store::{Row, Tx, Value, whole};
use crate::text;

/// Versions row by row; what they say of visits by the keyed digest.
pub fn calendars(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
    let rows = read(tx, whole::CALENDARS)?;
    let days = read(tx, whole::CALENDAR_DAYS)?;
    let mut expected = Expected::new();
    for ((serial, version), arranged) in &story.calendars {
        let wanted = vec![
            Wanted::opened(arranged.mode.as_deref()),
            arranged.capacity.map_or(Wanted::Any, |capacity| Wanted::from(&capacity)),
            Wanted::Any,
            Wanted::Any,
            Wanted::from(&arranged.digest),
            Wanted::Any,
            Wanted::Any,
            Wanted::from(&arranged.stamp.at),
        ];
        expected.insert(key(&[serial, version]), wanted);
        let own = |row: &&Row| row.count(0) == Ok(*serial) && row.count(1) == Ok(*version);
        if let Some(row) = rows.iter().find(own) {
            let whole = Digest::of(&calendar(&days, *serial, *version)).to_string();
            let made = Digest::of_lines(&["choucha/1 calendar", &text_at(row, 5), &whole, &text_at(row, 8)]);
            if made != arranged.digest {
                found.fault(text!("fsck-calendar", serial = *serial, version = *version));
            }
        }
    }
    for row in &days {
        let of = (row.count(0).unwrap_or(0), row.count(2).unwrap_or(0));
        if !story.calendars.contains_key(&of) {
            let (table, row) = (table_name("calendar_days"), format!("{} / {}", of.0, of.1));
            found.fault(text!("fsck-row-surplus", table = table, row = row));
        }
    }
    hold(whole::CALENDARS, &rows, expected, true, found);
    Ok(())
}

/// What a version says of all visits, as its digest was taken.
fn calendar(days: &[Row], serial: u64, version: u64) -> Vec<u8> {
    let mut last: BTreeMap<u64, (u64, &Row)> = BTreeMap::new();
    for row in days.iter().filter(|row| row.count(0) == Ok(serial)) {
        let (visit, of) = (row.count(1).unwrap_or(0), row.count(2).unwrap_or(0));
        if of <= version && last.get(&visit).is_none_or(|(before, _)| *before < of) {
            last.insert(visit, (of, row));
        }
    }
    let mut out = b"visit,state,date,sequence,members\n".to_vec();
    for (visit, (_, row)) in last {
        let date = row.0.get(4).filter(|date| **date != Value::Null).map(|_| text_at(row, 4));
        let cells =
            [visit.to_string(), text_at(row, 3), date.unwrap_or_default(), text_at(row, 5), text_at(row, 6)];
        write_row(&mut out, &cells);
    }
    out
}

/// Notices on working days by their digest.
pub fn workdays(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
    let mut days: BTreeMap<String, BTreeSet<[String; 3]>> = BTreeMap::new();
    for row in read(tx, whole::WORKDAYS)? {
        days.entry(text_at(&row, 0)).or_default().insert([1, 2, 3].map(|column| text_at(&row, column)));
    }
    let mut expected = Expected::new();
    for (year, (digest, at)) in &story.workdays {
        expected.insert(key(&[year]), vec![Wanted::from(digest), Wanted::from(at)]);
        let mut bytes = b"date,kind,name\n".to_vec();
        let own = days.remove(&year.to_string()).unwrap_or_default();
        own.iter().for_each(|day| write_row(&mut bytes, day));
        if Digest::of(&bytes) != *digest {
            found.fault(text!("fsck-workdays", year = year.to_string()));
        }
    }
    for year in days.into_keys() {
        found.fault(text!("fsck-row-surplus", table = table_name("workdays"), row = year));
    }
    hold(whole::NOTICES, &read(tx, whole::NOTICES)?, expected, false, found);
    Ok(())
}

/// Rules of joint inspections, and who left which plan.
pub fn joint(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
    let rules = (1u64..)
        .zip(&story.joint_rules)
        .map(|(number, (digest, at))| {
            (key(&[&number]), vec![Wanted::Bytes(*digest), Wanted::from(digest), Wanted::from(at)])
        })
        .collect();
    hold(whole::JOINT_RULES, &read(tx, whole::JOINT_RULES)?, rules, false, found);
    let withdrawals = (story.withdrawals.iter())
        .map(|((plan, from, department), stamp)| {
            let reason = Wanted::opened(story.opened(stamp.seq, "reason"));
            (key(&[plan, from, department]), vec![reason, Wanted::from(&stamp.at)])
        })
        .collect();
    hold(whole::WITHDRAWALS, &read(tx, whole::WITHDRAWALS)?, withdrawals, false, found);
    Ok(())
}
