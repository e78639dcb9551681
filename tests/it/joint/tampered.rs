//! What joint plans, calendars and notices on working days leave in the
//! database is held against the log: each tampering is found by its own reason.

use std::fs;

use choucha::domain::Text;
use choucha::domain::progress::Quiet;
use choucha::joint::Choices;
use choucha::workflow::approve::approve;
use choucha::workflow::calendar::{self, make};
use choucha::workflow::draw::draw;
use choucha::workflow::freeze::freeze;
use choucha::workflow::joint::{merge, set_rules, withdraw};
use choucha::workflow::reveal::{Given, reveal};
use choucha::workflow::workdays;

use super::story::draft_file;
use crate::fsck::{judge, sql};
use crate::kit::copy;
use crate::tiny::{AFTER, APPROVED, COMMITTED, DRAWN, FROZEN, LOTTERY, at, set_up};

/// What is done, the fault it is found by, the table that names.
const TAMPERINGS: &[(&str, &str, &str, &str)] = &[
    ("a visit moved", "UPDATE calendar_days SET date = '2026-12-17' WHERE visit = 2", "fsck-calendar", ""),
    ("a visit's date dropped", "DELETE FROM calendar_days WHERE visit = 1", "fsck-calendar", ""),
    ("another member", "UPDATE calendar_days SET members = 'Z001' WHERE visit = 1", "fsck-calendar", ""),
    ("a calendar's reason changed", "UPDATE calendars SET reason = '另一缘由'", "fsck-calendar", ""),
    ("a calendar's key changed", "UPDATE calendars SET key = sha256", "fsck-calendar", ""),
    (
        "a calendar's mode changed",
        "UPDATE calendars SET mode = 'early'",
        "fsck-row-secret",
        "fsck-table-calendars",
    ),
    (
        "a calendar removed",
        "DELETE FROM calendar_days; DELETE FROM calendars",
        "fsck-row-missing",
        "fsck-table-calendars",
    ),
    (
        "a calendar made up",
        "INSERT INTO calendars SELECT serial, 2, mode, capacity, capacities, key, sha256, amended, reason, at FROM calendars",
        "fsck-row-surplus",
        "fsck-table-calendars",
    ),
    (
        "days of a version there is not",
        "PRAGMA foreign_keys = OFF; INSERT INTO calendar_days SELECT serial, visit, 7, state, date, sequence, members FROM calendar_days",
        "fsck-row-surplus",
        "fsck-table-calendars",
    ),
    ("a holiday worked", "UPDATE workdays SET kind = 'work' WHERE date = '2027-01-01'", "fsck-workdays", ""),
    (
        "a holiday more",
        "INSERT INTO workdays VALUES (2027, '2027-03-08', 'off', '妇女节')",
        "fsck-workdays",
        "",
    ),
    (
        "a notice removed",
        "DELETE FROM workdays; DELETE FROM workday_notices",
        "fsck-row-missing",
        "fsck-table-workdays",
    ),
    (
        "a rule changed",
        "UPDATE joint_rules SET toml = replace(toml, '2', '9')",
        "fsck-row-differs",
        "fsck-table-joint-rules",
    ),
    ("a rule removed", "DELETE FROM joint_rules", "fsck-row-missing", "fsck-table-joint-rules"),
    ("a withdrawal removed", "DELETE FROM withdrawals", "fsck-row-missing", "fsck-table-withdrawals"),
    (
        "a withdrawal's reason changed",
        "UPDATE withdrawals SET reason = '另一缘由'",
        "fsck-row-differs",
        "fsck-table-withdrawals",
    ),
    (
        "another department withdrawn",
        "INSERT INTO withdrawals SELECT plan, sha256, '消防救援大队', reason, at FROM withdrawals",
        "fsck-row-surplus",
        "fsck-table-withdrawals",
    ),
];

#[test]
fn each_is_found_by_its_own_reason() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = set_up(dir.path());
    let rules = dir.path().join("rules.toml");
    fs::write(&rules, "[alert]\nday = 2\n").unwrap();
    set_rules(&office, &rules).unwrap();
    workdays::enter(&office, &dir.path().join("notice.csv")).unwrap();
    let drafts = [
        draft_file(dir.path(), "M", "市场监管局", "SC-1", "20%"),
        draft_file(dir.path(), "F", "消防救援大队", "XF-1", "30%"),
        draft_file(dir.path(), "W", "文化和旅游局", "XF-1", "10%"),
    ];
    let joint = dir.path().join("J.toml");
    let choices = Choices { plan: Some("J".into()), ..Choices::default() };
    merge(&office, &drafts, &choices, &joint, &Quiet).unwrap();
    at(&mut office, APPROVED);
    drafts[..2].iter().for_each(|draft| drop(approve(&office, draft, "").unwrap()));
    at(&mut office, COMMITTED);
    withdraw(&office, &joint, "文化和旅游局", None, "另行检查").unwrap();
    at(&mut office, FROZEN);
    approve(&office, &joint, "").unwrap();
    freeze(&office, &joint, false, &Quiet).unwrap();
    at(&mut office, DRAWN);
    let given = Given { source: "lottery".into(), value: LOTTERY.into(), ..Given::default() };
    reveal(&office, "J", given).unwrap();
    draw(&office, "J", &Quiet).unwrap();
    make(&office, "J", &calendar::Options::default(), &Quiet).unwrap();
    drop(office);
    let own = dir.path().join("office");
    assert!(judge(&own, AFTER).faults.is_empty());

    let mut missed = Vec::new();
    for (name, statements, id, about) in TAMPERINGS {
        let tampered = tempfile::tempdir().unwrap();
        copy(&own, tampered.path());
        sql(tampered.path(), statements);
        let found = judge(tampered.path(), AFTER);
        let fits = |text: &Text| {
            text.id == *id && (about.is_empty() || text.arg("table").unwrap_or_default() == *about)
        };
        if !found.faults.iter().any(fits) {
            missed.push(format!("{name}: {id} {about} not among {:?}", found.faults));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
