//! Letters that become objections and corrections: one deadline, one answer.

use std::fs;

use choucha::domain::progress::Quiet;
use choucha::inbox::{Matter, Message, Outcome as Said};
use choucha::results::{BY_LETTER, Outcome};
use choucha::workflow::inbox::{Inbox, answer as answer_letter, enter, erase, list, settle, show};
use choucha::workflow::results::{
    Kind, One, Told, answer, correct, correct_letter, object_letter, objections, publish, review, set_rules,
};
use choucha::workflow::status::status;

use crate::office::{ids, reason};
use crate::results::{all, by, clean, lived};
use crate::tiny::{PLAN, at, open};

fn message(matter: Matter) -> Message {
    Message {
        matter,
        about: "/results/1-2-1".into(),
        text: "PRIVATE-一直营业".into(),
        name: "PRIVATE-某人".into(),
        contact: "PRIVATE-000".into(),
    }
}

const NEXT: &str = "2026-10-23T09:00:00+08:00";

#[test]
fn an_objection_by_letter_is_answered_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, parts) = lived(dir.path());
    let rules = dir.path().join("rules.toml");
    fs::write(&rules, "answer = 5\n").unwrap();
    set_rules(&office, &rules).unwrap();
    let letter = enter(&office, message(Matter::Objection)).unwrap().receipt;
    let due = show(&office, &letter).unwrap().standing.due;
    assert_eq!(due, "2026-10-29", "five working days by the office's own rule");
    at(&mut office, NEXT);
    let part = &parts[1];
    let of = (part.code.as_str(), Some(part.department.as_str()));
    assert_eq!(reason(object_letter(&office, PLAN, of, "0000-0000-0000")), "inbox-unknown");
    let one = object_letter(&office, PLAN, of, &letter.to_lowercase()).unwrap();
    assert_eq!((one.who.as_str(), one.reason.as_str()), (BY_LETTER, BY_LETTER));
    assert_eq!(one.received.to_string(), "2026-10-22", "the deadline runs from the letter's day");
    assert_eq!(reason(object_letter(&office, PLAN, of, &letter)), "inbox-is-objection");

    // One deadline, not two; the same day in both lists.
    let awaits = status(&office, &Quiet).unwrap().awaits;
    let told: Vec<_> =
        ids(&awaits).into_iter().filter(|id| id.contains("inbox") || id.contains("objection")).collect();
    assert_eq!(told, ["inbox-awaits"]);
    let open_ones = objections(&office, Some(PLAN), true).unwrap();
    assert_eq!((open_ones.len(), open_ones[0].1.to_string()), (1, due));
    assert!(open_ones[0].0.who.contains(&letter), "{}", open_ones[0].0.who);
    let handled = list(&office, false).unwrap()[0].standing.handled.unwrap();
    assert_eq!(handled.objection, Some(one.number));
    clean(&office);

    // Answered from the inbox's side, where only an objection's outcomes fit.
    assert_eq!(reason(answer_letter(&office, &letter, Said::Noted, "收悉")), "inbox-objection-outcome");
    let done = answer_letter(&office, &letter, Said::Upheld, "PRIVATE-经复核成立").unwrap();
    assert_eq!((done.standing.outcome, done.left), (Some(Said::Upheld), None));
    assert_eq!(reason(answer(&office, one.number, Outcome::Rejected, "又")), "results-objection-answered");
    let answered = objections(&office, None, false).unwrap().remove(0).0.answer.unwrap();
    assert_eq!((answered.outcome, answered.text.as_str()), (Outcome::Upheld, BY_LETTER));
    let standing = Inbox::open(&office.paths).unwrap().standing(&letter).unwrap();
    assert_eq!(standing.answer.as_deref(), Some("PRIVATE-经复核成立"));

    // Nothing personal in the log, nor outside the inbox.
    clean(&office);
    erase(&office, &letter).unwrap();
    clean(&office);
    let private = |path: &std::path::Path| {
        let bytes = fs::read(path).unwrap();
        bytes.windows(7).any(|window| window == b"PRIVATE")
    };
    assert!(!private(&office.paths.inbox()) && !private(&office.paths.dir.join("office.db")));
    assert_eq!(reason(object_letter(&office, PLAN, of, &letter)), "inbox-answered");
}

#[test]
fn answered_from_the_objection_s_side_and_cut_off_between() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, parts) = lived(dir.path());
    let letter = enter(&office, message(Matter::Complaint)).unwrap().receipt;
    at(&mut office, NEXT);
    let part = &parts[2];
    let of = (part.code.as_str(), Some(part.department.as_str()));
    let one = object_letter(&office, PLAN, of, &letter).unwrap();
    // Written down for the letter, and the objection's answer never came on record.
    let path = office.paths.inbox();
    crate::inbox::sql(&path, "UPDATE messages SET outcome = 'rejected', answer = '半', answered = at");
    settle(&office).unwrap();
    assert_eq!(show(&office, &letter).unwrap().standing.outcome, None);
    answer(&office, one.number, Outcome::Rejected, "经复核，结果无误").unwrap();
    // It did, and the letter's was cut off.
    crate::inbox::sql(&path, "UPDATE messages SET closed = NULL");
    drop(office);
    let office = open(dir.path(), NEXT);
    let standing = show(&office, &letter).unwrap().standing;
    assert_eq!(
        (standing.outcome, standing.answer.as_deref()),
        (Some(Said::Rejected), Some("经复核，结果无误"))
    );
    clean(&office);
    // The letter forgets what it became: the office's own tables say it again.
    crate::inbox::sql(
        &path,
        "UPDATE messages SET handled = NULL, handling = NULL, objection = NULL, outcome = NULL, answer = NULL, answered = NULL, closed = NULL",
    );
    settle(&office).unwrap();
    assert!(show(&office, &letter).unwrap().standing.handled.is_some());
}

#[test]
fn a_correction_asked_for_answers_the_letter_once_it_is_public() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, parts) = lived(dir.path());
    let letter = enter(&office, message(Matter::Correction)).unwrap().receipt;
    at(&mut office, NEXT);
    let part = &parts[1];
    by(&mut office, "录入员");
    let change = One {
        visit: part.visit.to_string(),
        department: Some(part.department.clone()),
        items: vec![Told { checked: true, finding: "01".into(), ..Told::default() }],
        ..One::default()
    };
    let tried = One { dry_run: true, ..change.clone() };
    correct_letter(&office, PLAN, &tried, "复核", &letter, &Quiet).unwrap();
    assert_eq!(show(&office, &letter).unwrap().standing.handled, None);
    correct_letter(&office, PLAN, &change, "经复核，当日正常营业", &letter, &Quiet).unwrap();
    let standing = show(&office, &letter).unwrap().standing;
    assert_eq!((standing.outcome, standing.handled.map(|handled| handled.objection)), (None, Some(None)));
    // Sent back and made again, it is still this letter's.
    by(&mut office, "审核员");
    review(&office, PLAN, &all(), (Kind::Review, false), "缺复核记录").unwrap();
    by(&mut office, "录入员");
    correct(&office, PLAN, &change, "经复核，当日正常营业", &Quiet).unwrap();
    by(&mut office, "审核员");
    review(&office, PLAN, &all(), (Kind::Review, true), "").unwrap();
    assert_eq!(show(&office, &letter).unwrap().standing.outcome, None);
    publish(&office, PLAN, &all()).unwrap();
    let standing = Inbox::open(&office.paths).unwrap().standing(&letter).unwrap();
    assert_eq!(
        (standing.outcome, standing.answer.as_deref()),
        (Some(Said::Upheld), Some("经复核，当日正常营业"))
    );
    assert!(standing.answer_entry.is_some());
    clean(&office);
    by(&mut office, "录入员");
    assert_eq!(reason(correct_letter(&office, PLAN, &change, "再", &letter, &Quiet)), "inbox-answered");
}

#[test]
fn what_a_letter_became_is_held_against_the_log() {
    let origin = tempfile::tempdir().unwrap();
    let (office, parts) = lived(origin.path());
    let letter = enter(&office, message(Matter::Objection)).unwrap().receipt;
    let part = &parts[1];
    object_letter(&office, PLAN, (part.code.as_str(), Some(part.department.as_str())), &letter).unwrap();
    drop(office);
    for (statements, wanted) in [
        ("DELETE FROM result_letters", "fsck-row-missing"),
        ("UPDATE result_letters SET visit = 99", "fsck-row-differs"),
        ("UPDATE result_letters SET objection = NULL", "fsck-row-differs"),
        (
            "INSERT INTO result_letters SELECT 9999, receipt, objection, serial, visit, department, version FROM result_letters",
            "fsck-row-surplus",
        ),
    ] {
        let dir = tempfile::tempdir().unwrap();
        crate::kit::copy(origin.path(), dir.path());
        crate::fsck::sql(&dir.path().join("office"), statements);
        let found = choucha::workflow::fsck::fsck(&open(dir.path(), NEXT), None, &Quiet).unwrap();
        assert!(ids(&found.faults).contains(&wanted), "{statements}: {:?}", ids(&found.faults));
    }
}
