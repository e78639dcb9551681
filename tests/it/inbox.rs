//! Messages of the public: in while the office is held, on record once it is
//! not, answered once, erased for good; and what is tampered with is found.

use std::fs;

use choucha::domain::progress::Quiet;
use choucha::domain::{Digest, Workdays};
use choucha::inbox::{Matter, Message, Outcome};
use choucha::workflow::inbox::{Deadlines, Inbox, answer, enter, erase, list, settle, show};
use choucha::workflow::status::status;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use crate::fsck::judge;
use crate::kit::copy;
use crate::tiny::{AFTER, APPROVED, FROZEN, at, set_up};

fn message(text: &str) -> Message {
    Message {
        matter: Matter::Objection,
        about: "results/1-2-1".into(),
        text: text.into(),
        name: "PRIVATE-某人".into(),
        contact: "PRIVATE-000".into(),
    }
}

pub fn try_sql(path: &std::path::Path, statements: &str) -> Result<(), sqlx::Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
        let mut db = options.connect().await?;
        let done = sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut db).await;
        db.close().await?;
        done.map(drop)
    })
}

pub fn sql(path: &std::path::Path, statements: &str) {
    try_sql(path, statements).unwrap();
}

#[test]
fn received_recorded_answered_erased() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = set_up(dir.path());
    assert_eq!(list(&office, true).unwrap(), []);
    // The office is open, that is, locked: messages come in all the same.
    let inbox = Inbox::open(&office.paths).unwrap();
    let now = office.now();
    let got = inbox.receive(message("PRIVATE-一"), &now, &Deadlines::default(), &Digest([7; 32])).unwrap();
    // 2026-09-30 + 20 working days, over National Day and the Saturday made up.
    assert_eq!(got.due, Workdays::official().add(now.date_naive(), 20).to_string());
    let standing = inbox.standing(&got.receipt.to_lowercase()).unwrap();
    assert_eq!((standing.entry, standing.outcome), (None, None));

    assert_eq!((settle(&office).unwrap(), settle(&office).unwrap()), (1, 0));
    assert!(inbox.standing(&got.receipt).unwrap().entry.is_some());
    let awaits = status(&office, &Quiet).unwrap().awaits;
    assert!(awaits.iter().any(|text| text.id == "inbox-awaits"), "{awaits:?}");
    assert_eq!(erase(&office, &got.receipt).unwrap_err().text.id, "inbox-unanswered");
    assert_eq!(
        answer(&office, &got.receipt, Outcome::Upheld, " ").unwrap_err().text.id,
        "inbox-answer-empty"
    );
    assert_eq!(show(&office, "0000-0000-0000").unwrap_err().text.id, "inbox-unknown");
    assert_eq!(show(&office, "某").unwrap_err().text.id, "inbox-receipt");

    at(&mut office, FROZEN);
    let letter = answer(&office, &got.receipt, Outcome::Partly, "PRIVATE-答复").unwrap();
    assert_eq!((letter.left, letter.standing.outcome), (None, Some(Outcome::Partly)));
    let again = answer(&office, &got.receipt, Outcome::Noted, "再次").unwrap_err();
    assert_eq!(again.text.id, "inbox-answered");
    assert_eq!((list(&office, false).unwrap().len(), list(&office, true).unwrap().len()), (0, 1));
    enter(&office, message("PRIVATE-二")).unwrap();

    // Nothing of it stands in what is public.
    for entry in fs::read_dir(office.paths.log()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            assert!(!String::from_utf8_lossy(&fs::read(path).unwrap()).contains("PRIVATE"));
        }
    }
    let erased = erase(&office, &got.receipt).unwrap();
    assert!(erased.standing.erased && erased.message.text.is_empty() && erased.message.contact.is_empty());
    erase(&office, &got.receipt).unwrap();
    let bytes = fs::read(office.paths.inbox()).unwrap();
    let gone = |words: &str| !bytes.windows(words.len()).any(|window| window == words.as_bytes());
    assert!(gone("PRIVATE-一") && gone("PRIVATE-答复") && !gone("PRIVATE-二"));
    drop((inbox, office));
    let found = judge(&dir.path().join("office"), AFTER);
    assert!(found.faults.is_empty(), "{:?}", found.faults);
}

#[test]
fn cut_off_between_record_and_inbox_it_is_settled() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = set_up(dir.path());
    let got = enter(&office, message("一")).unwrap();
    let path = office.paths.inbox();
    // Recorded, and the inbox does not know yet.
    sql(&path, "UPDATE messages SET entry = NULL");
    assert_eq!(settle(&office).unwrap(), 0, "recorded once");
    assert!(show(&office, &got.receipt).unwrap().standing.entry.is_some());
    // An answer written down that never came on record is none.
    at(&mut office, APPROVED);
    sql(&path, "UPDATE messages SET outcome = 'noted', answer = '半', answered = at");
    assert_eq!(show(&office, &got.receipt).unwrap().standing.outcome, None);
    answer(&office, &got.receipt, Outcome::Noted, "全").unwrap();
    // One that did is.
    sql(&path, "UPDATE messages SET closed = NULL");
    assert_eq!(show(&office, &got.receipt).unwrap().standing.answer.as_deref(), Some("全"));
    // Erased on record, and the content still there.
    erase(&office, &got.receipt).unwrap();
    sql(&path, "UPDATE messages SET erased = NULL, text = '一'");
    let letter = show(&office, &got.receipt).unwrap();
    assert!(letter.standing.erased && letter.message.text.is_empty());
}

#[test]
fn a_flood_is_stopped() {
    let dir = tempfile::tempdir().unwrap();
    let office = set_up(dir.path());
    let inbox = Inbox::open(&office.paths).unwrap();
    let known = Deadlines::default();
    let got = inbox.receive(message("一"), &office.now(), &known, &Digest([1; 32])).unwrap();
    assert_eq!(got.receipt.len(), 14);
    sql(
        &office.paths.inbox(),
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1999) \
         INSERT INTO messages (receipt, matter, about, text, name, contact, at, due, content) \
         SELECT printf('%012d', i), matter, about, text, name, contact, at, due, content FROM messages, n",
    );
    let refused = inbox.receive(message("二"), &office.now(), &known, &Digest([2; 32])).unwrap_err();
    assert_eq!(refused.text.id, "inbox-full");
    let faults = inbox.receive(message(" "), &office.now(), &known, &Digest([3; 32])).unwrap_err();
    assert_eq!(faults.faults[0].id, "inbox-empty");
}

/// What is done, the fault it is found by.
const TAMPERINGS: &[(&str, &str, &str)] = &[
    ("a message removed", "DELETE FROM messages WHERE closed IS NULL", "inbox-gone"),
    ("a message reworded", "UPDATE messages SET text = '另一说' WHERE closed IS NULL", "inbox-altered"),
    (
        "reworded with its digest",
        "UPDATE messages SET content = (SELECT content FROM messages WHERE closed IS NOT NULL) WHERE closed IS NULL",
        "inbox-altered",
    ),
    ("its sender exchanged", "UPDATE messages SET contact = '他人' WHERE closed IS NULL", "inbox-altered"),
    (
        "a message made up",
        "INSERT INTO messages (receipt, matter, about, text, name, contact, at, due, content, entry) SELECT '000000000000', matter, about, text, name, contact, at, due, content, 3 FROM messages WHERE closed IS NULL",
        "inbox-unrecorded",
    ),
    (
        "an answer taken back",
        "UPDATE messages SET outcome = NULL, answer = NULL, answered = NULL, closed = NULL",
        "inbox-answer-gone",
    ),
    (
        "an answer reworded",
        "UPDATE messages SET answer = '另一说' WHERE closed IS NOT NULL",
        "inbox-answer-altered",
    ),
    (
        "an answer made up",
        "UPDATE messages SET outcome = 'noted', answer = '无', answered = at, closed = 3 WHERE closed IS NULL",
        "inbox-answer-unrecorded",
    ),
    ("erased in silence", "UPDATE messages SET erased = at", "inbox-erased-unrecorded"),
];

#[test]
fn each_tampering_is_found_by_its_own_reason() {
    let dir = tempfile::tempdir().unwrap();
    let office = set_up(dir.path());
    let first = enter(&office, message("一")).unwrap();
    enter(&office, message("二")).unwrap();
    answer(&office, &first.receipt, Outcome::Upheld, "已更正").unwrap();
    drop(office);
    let own = dir.path().join("office");
    assert!(judge(&own, AFTER).faults.is_empty());
    for (name, statements, id) in TAMPERINGS {
        let tampered = tempfile::tempdir().unwrap();
        copy(&own, tampered.path());
        sql(&tampered.path().join("inbox.db"), statements);
        let found = judge(tampered.path(), AFTER).faults;
        assert!(found.iter().any(|fault| fault.id == *id), "{name}: {id} not among {found:?}");
    }
}
