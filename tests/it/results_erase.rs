//! 清除 of personal data: on order and when their time is over; what stays can
//! still be checked, and blanks without an entry are tampering.

use std::fs;
use std::path::Path;

use choucha::domain::Digest;
use choucha::domain::progress::Quiet;
use choucha::results::{ERASED, State};
use choucha::store::results as stored;
use choucha::workflow::Office;
use choucha::workflow::case::case;
use choucha::workflow::fsck::fsck;
use choucha::workflow::logbook;
use choucha::workflow::results::{
    Kind, One, correct, erase, erase_expired, figures, list, object, review, withdraw,
};

use crate::inbox::try_sql;
use crate::office::{ids, reason};
use crate::results::{LATER, Part, all, by, clean, full, lived, one};
use crate::tiny::{PLAN, at, open};

fn of(part: &Part) -> (String, Option<String>) {
    (part.visit.to_string(), Some(part.department.clone()))
}

fn gone(office: &Office, part: &Part, why: &str) -> choucha::workflow::refusal::Done<u64> {
    let (visit, department) = of(part);
    erase(office, PLAN, (&visit, department.as_deref()), why, false).map(|done| done.versions.len() as u64)
}

/// Whether a text stands anywhere in the office's database.
fn holds(office: &Path, words: &str) -> bool {
    ["office.db", "office.db-wal"].iter().any(|name| {
        let bytes = fs::read(office.join(name)).unwrap_or_default();
        bytes.windows(words.len()).any(|window| window == words.as_bytes())
    })
}

#[test]
fn on_order_what_names_people_goes_and_the_rest_stays() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, parts) = lived(dir.path());
    let part = &parts[1];
    let (visit, department) = of(part);
    let whose = department.as_deref();
    object(&office, PLAN, (&visit, whose), ("虚构异议人", "虚构的事由"), None).unwrap();
    assert_eq!(reason(gone(&office, part, " ")), "results-erase-why");
    assert_eq!(reason(gone(&office, part, "依申请")), "results-erase-open");
    choucha::workflow::results::answer(&office, 1, choucha::results::Outcome::Rejected, "虚构的答复")
        .unwrap();
    let picture = office.paths.evidence().join(Digest::of(b"picture").to_string());
    let folder = office.paths.dir.clone();
    assert!(picture.exists() && holds(&folder, "大门紧锁") && holds(&folder, "虚构异议人"));
    let before = figures(&office, Some(PLAN), &Quiet).unwrap();

    let tried = erase(&office, PLAN, (&visit, whose), "依申请", true).unwrap();
    assert!(tried.dry_run && picture.exists());
    assert_eq!(gone(&office, part, "依申请").unwrap(), 1);
    assert!(!picture.exists());
    for words in ["大门紧锁", "虚构异议人", "虚构的事由", "虚构的答复", "门头.jpg"] {
        assert!(!holds(&folder, words), "{words}");
    }
    clean(&office);
    let row = office
        .store
        .read(|tx| stored::of_attempt(tx, 1))
        .unwrap()
        .into_iter()
        .find(|row| row.result.visit == part.visit && row.result.department == part.department);
    let row = row.unwrap().result;
    assert_eq!(row, row.cleared());
    assert_eq!((row.state, row.evidence.len()), (State::Published, 2));
    let lines = list(&office, PLAN, Some(&visit), None, true).unwrap().results;
    assert!(lines.iter().any(|line| line.erased));
    assert_eq!(figures(&office, Some(PLAN), &Quiet).unwrap(), before, "findings still count");
    assert_eq!(reason(gone(&office, part, "依申请")), "results-erase-already");

    // It can be withdrawn, but neither corrected nor filed as a case.
    by(&mut office, "录入员");
    let change = One { visit: visit.clone(), department: department.clone(), ..one(part) };
    assert_eq!(reason(correct(&office, PLAN, &change, "更正", &Quiet)), "results-erased");
    assert_eq!(reason(case(&office, PLAN, &visit, &dir.path().join("a.zip"))), "results-erased");
    withdraw(&office, PLAN, &visit, whose, "程序有误").unwrap();
    clean(&office);
    // The department of an entry on a result is not to be erased.
    let other = &parts[2];
    let rows = office.store.read(|tx| stored::of_attempt(tx, 1)).unwrap();
    let entry = rows
        .iter()
        .find(|row| row.result.visit == other.visit && row.result.department == other.department)
        .unwrap()
        .entry;
    assert_eq!(reason(logbook::erase(&office, entry, "department")), "erase-department");
    logbook::erase(&office, entry, "by").unwrap();
    clean(&office);
}

#[test]
fn what_is_not_public_yet_is_left() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, parts) = lived(dir.path());
    assert_eq!(reason(gone(&office, &parts[0], "依申请")), "results-erase-open");
    by(&mut office, "法制员");
    review(&office, PLAN, &all(), (Kind::Legal, false), "不成立").unwrap();
    assert_eq!(gone(&office, &parts[0], "依申请").unwrap(), 1, "sent back, nobody's business any longer");
    clean(&office);
}

#[test]
fn what_was_on_show_long_enough_goes_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let parts = full(dir.path());
    let mut office = open(dir.path(), LATER);
    let none = erase_expired(&office, None, false, &Quiet).unwrap();
    assert!(none.versions.is_empty());
    // Two years on, natural persons' are over; five years on, all.
    at(&mut office, "2028-11-01T09:00:00+08:00");
    let persons = erase_expired(&office, Some(PLAN), false, &Quiet).unwrap().versions.len();
    at(&mut office, "2031-10-21T09:00:00+08:00");
    assert!(erase_expired(&office, None, true, &Quiet).unwrap().versions.is_empty(), "the very last day");
    at(&mut office, "2031-10-22T09:00:00+08:00");
    let tried = erase_expired(&office, None, true, &Quiet).unwrap();
    let done = erase_expired(&office, None, false, &Quiet).unwrap();
    assert_eq!(tried.versions, done.versions);
    // The major decision never passed legal review: it is still under way.
    assert_eq!((persons + done.versions.len(), done.under_way), (parts.len() - 1, 0));
    assert!(erase_expired(&office, None, false, &Quiet).unwrap().versions.is_empty());
    assert_eq!(reason(erase_expired(&office, Some("X"), false, &Quiet)), "attempt-none");
    clean(&office);
    let rows = office.store.read(|tx| stored::of_attempt(tx, 1)).unwrap();
    let blank = rows.iter().filter(|row| row.result.recorded_by.is_empty()).count();
    assert_eq!(blank, parts.len() - 1);
    assert!(rows.iter().all(|row| row.result.late.as_deref().is_none_or(|late| late == ERASED)));
}

#[test]
fn erasing_and_tampering_are_told_apart() {
    let origin = tempfile::tempdir().unwrap();
    let parts = full(origin.path());
    let mut office = open(origin.path(), LATER);
    let part = &parts[1];
    gone(&office, part, "依申请").unwrap();
    by(&mut office, "录入员");
    clean(&office);
    drop(office);
    let erased = format!("visit = {} AND department = '{}'", part.visit, part.department);
    let other = format!("visit = {} AND department = '{}'", parts[3].visit, parts[3].department);
    let blank =
        |of: &str| format!("UPDATE results SET inspectors = '', present = '', recorded_by = '' WHERE {of}");
    for (statements, wanted) in [
        // Blank without an entry.
        (blank(&other), "fsck-result-emptied"),
        (
            format!(
                "{}; INSERT INTO result_erasures SELECT serial, visit, department, version, 'ordered', '', '', recorded_at, 9999 FROM results WHERE {other}",
                blank(&other)
            ),
            "fsck-row-surplus",
        ),
        (
            format!(
                "DELETE FROM private WHERE member = 'result' AND seq IN (SELECT entry FROM results WHERE {other})"
            ),
            "fsck-private-dropped",
        ),
        // What is left of an erased one, changed; what was erased, put back.
        (format!("UPDATE result_items SET finding = '01' WHERE {erased}"), "fsck-result"),
        (format!("UPDATE results SET date = '2026-10-12' WHERE {erased}"), "fsck-result"),
        (format!("UPDATE results SET present = '某人' WHERE {erased}"), "fsck-row-differs"),
        (format!("UPDATE result_items SET note = '某事' WHERE {erased}"), "fsck-result"),
        (format!("UPDATE result_acts SET by = '某人' WHERE {erased}"), "fsck-row-differs"),
        (format!("UPDATE objections SET who = '某人' WHERE {erased}"), "fsck-row-secret"),
        ("DELETE FROM result_erasures".to_owned(), "fsck-row-missing"),
        ("UPDATE result_erasures SET reason = 'expired'".to_owned(), "fsck-row-differs"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        crate::kit::copy(origin.path(), dir.path());
        crate::fsck::sql(&dir.path().join("office"), &statements);
        let found = fsck(&open(dir.path(), LATER), None, &Quiet).unwrap();
        assert!(ids(&found.faults).contains(&wanted), "{statements} {wanted}: {:#?}", ids(&found.faults));
    }
    // Evidence that was to go.
    let dir = tempfile::tempdir().unwrap();
    crate::kit::copy(origin.path(), dir.path());
    fs::write(dir.path().join("office/evidence").join(Digest::of(b"picture").to_string()), "picture")
        .unwrap();
    let office = open(dir.path(), LATER);
    assert!(ids(&fsck(&office, None, &Quiet).unwrap().faults).contains(&"fsck-evidence-erased"));
    assert_eq!(erase_expired(&office, None, false, &Quiet).unwrap().evidence, 1);
    clean(&office);
}

/// The schema itself refuses to blank, or fill, what no erasure speaks of.
#[test]
fn rows_change_only_by_an_erasure() {
    let dir = tempfile::tempdir().unwrap();
    let (office, parts) = lived(dir.path());
    let part = &parts[1];
    let database = office.paths.dir.join("office.db");
    for sql in [
        "UPDATE results SET present = '', inspectors = '', recorded_by = ''",
        "UPDATE result_items SET note = ''",
        "UPDATE result_evidence SET name = ''",
        "UPDATE result_acts SET by = '', note = ''",
    ] {
        assert!(try_sql(&database, sql).is_err(), "{sql}");
    }
    gone(&office, part, "依申请").unwrap();
    for sql in [
        "UPDATE results SET present = '某人' WHERE recorded_by = ''",
        "UPDATE results SET date = '2026-10-12' WHERE recorded_by = ''",
        "UPDATE result_items SET finding = '01'",
        "DELETE FROM results",
        "DELETE FROM result_erasures",
    ] {
        assert!(try_sql(&database, sql).is_err(), "{sql}");
    }
    clean(&office);
}
