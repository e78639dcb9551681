//! The calendar in an office: dates by every rule, kept versions, what a leave,
//! an amendment, a move or a notice changes, and what is handed out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use choucha::domain::calendar::parse_date;
use choucha::domain::progress::Quiet;
use choucha::domain::{Date, Digest, Workdays};
use choucha::lang::Lang;
use choucha::schedule::Mode;
use choucha::schedule::sheet::Sheet;
use choucha::store::{calendars, entries};
use choucha::workflow::amend::{Act, amend};
use choucha::workflow::approve::approve;
use choucha::workflow::calendar::{Arranged, Change, Options, agenda, change, make};
use choucha::workflow::commit::register;
use choucha::workflow::draw::draw;
use choucha::workflow::freeze::freeze;
use choucha::workflow::import::{self, Register};
use choucha::workflow::reveal::reveal;
use choucha::workflow::status::status;
use choucha::workflow::workdays::enter;
use choucha::workflow::{Office, Refusal};

use crate::office::{drawn, ids, lottery, observer, pledge, reason};
use crate::tiny::{AFTER, DRAWN, FROZEN, LOTTERY, PLAN, at, plan, plan_file, set_up};

fn day(value: &str) -> Date {
    parse_date(value).unwrap()
}

fn made(office: &Office, mode: Mode, capacity: u32) -> Arranged {
    make(office, PLAN, &Options { mode, capacity, ..Options::default() }, &Quiet).unwrap()
}

fn movers(done: &Arranged) -> BTreeSet<u64> {
    done.moved.iter().map(|one| one.visit).collect()
}

fn moved(office: &Office, visit: u64, date: Date) -> Result<Arranged, Refusal> {
    change(office, PLAN, &Change::Move { visit: visit.to_string(), date }, "企业停电", &Quiet)
}

fn replanned(office: &Office) -> Arranged {
    change(office, PLAN, &Change::Replan, "请假", &Quiet).unwrap()
}

fn sheet(office: &Office) -> Sheet {
    agenda(office, PLAN).unwrap().sheet
}

/// Every rule a calendar keeps; the dates by visit.
fn sound(sheet: &Sheet, capacity: usize, open: &dyn Fn(&str, Date) -> bool) -> BTreeMap<u64, Date> {
    let mut loads: BTreeMap<(String, Date), usize> = BTreeMap::new();
    let dated = sheet.dated();
    for (date, event) in &dated {
        assert!(sheet.window[0] <= *date && *date <= sheet.window[1], "{date} is outside");
        assert!(sheet.workdays.is_workday(*date), "{date} is no working day");
        for member in event.teams.iter().flat_map(|(_, team)| team) {
            *loads.entry((member.certificate.clone(), *date)).or_default() += 1;
            assert!(open(&member.certificate, *date), "{} is away on {date}", member.certificate);
        }
    }
    assert!(loads.values().all(|load| *load <= capacity), "{loads:?}");
    dated.into_iter().map(|(date, event)| (event.visit, date)).collect()
}

/// A drawn plan whose text was changed.
fn drawn_with(dir: &Path, text: String) -> Office {
    let mut office = set_up(dir);
    fs::write(plan_file(dir), text).unwrap();
    at(&mut office, FROZEN);
    approve(&office, &plan_file(dir), "").unwrap();
    register(&office, PLAN, "observer", pledge(1), false).unwrap();
    freeze(&office, &plan_file(dir), false, &Quiet).unwrap();
    reveal(&office, PLAN, observer()).unwrap();
    at(&mut office, DRAWN);
    reveal(&office, PLAN, lottery(LOTTERY)).unwrap();
    draw(&office, PLAN, &Quiet).unwrap();
    office
}

/// Puts an inspector on leave, through the importer.
fn leave(office: &Office, dir: &Path, who: &str, span: &str) {
    let people = fs::read_to_string(dir.join("people.csv")).unwrap();
    let mut lines: Vec<String> = people.lines().map(|line| format!("{line},")).collect();
    lines[0].push_str("休假");
    lines.iter_mut().filter(|line| line.starts_with(who)).for_each(|line| line.push_str(span));
    let file = dir.join("leave.csv");
    fs::write(&file, lines.join("\n")).unwrap();
    let done =
        import::import(office, Register::Inspectors, &[file], &import::Options::default(), &Quiet).unwrap();
    assert_eq!((done.rejected, done.changed), (0, 1), "{:?}", done.rejects);
}

#[test]
fn every_visit_gets_a_date_and_keeps_it() {
    let dir = tempfile::tempdir().unwrap();
    let office = drawn(dir.path());
    assert_eq!(reason(agenda(&office, PLAN)), "calendar-none");
    assert!(ids(&status(&office, &Quiet).unwrap().awaits).contains(&"status-calendar-none"));
    let done = made(&office, Mode::Spread, 2);
    assert!(done.version == 1 && !done.already && done.dated >= 8 && done.undated == 0);
    assert!(done.doubtful.is_empty() && done.measures.is_some());
    let dates = sound(&sheet(&office), 2, &|_, _| true);
    assert_eq!(dates.len() as u64, done.dated);
    // A second click changes nothing; another wish needs a word of its own.
    let again = made(&office, Mode::Spread, 2);
    assert!(again.already && again.version == 1);
    let other = Options { mode: Mode::Early, ..Options::default() };
    assert_eq!(reason(make(&office, PLAN, &other, &Quiet)), "calendar-exists");
    let anew = Options { anew: "改为尽早".into(), ..other };
    let early = make(&office, PLAN, &anew, &Quiet).unwrap();
    assert_eq!((early.version, early.new.len()), (2, 0));
    let measures = early.measures.unwrap();
    assert!(measures.bound <= measures.last && measures.last <= measures.bound + 2, "{measures:?}");
    assert_eq!(early.dates.unwrap()[0], day("2026-10-12"));
    let dates = sound(&sheet(&office), 2, &|_, _| true);
    assert!(
        !replanned(&office).moved.iter().any(|one| dates.contains_key(&one.visit)),
        "nothing had to move"
    );
    assert_eq!(agenda(&office, PLAN).unwrap().versions.len(), 2, "and nothing was written");
    assert!(!ids(&status(&office, &Quiet).unwrap().awaits).iter().any(|id| id.contains("calendar")));
    let none = Options { capacity: 0, ..Options::default() };
    assert_eq!(reason(make(&office, PLAN, &none, &Quiet)), "calendar-capacity");
}

#[test]
fn a_plan_not_drawn_has_nothing_to_date() {
    let dir = tempfile::tempdir().unwrap();
    let office = set_up(dir.path());
    assert_eq!(reason(make(&office, PLAN, &Options::default(), &Quiet)), "attempt-none");
}

#[test]
fn what_is_short_is_told_with_what_mends_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = drawn(dir.path());
    let someone = sheet_of_teams(&office);
    let idle = Options { capacities: BTreeMap::from([(someone, 0)]), ..Options::default() };
    let refusal = make(&office, PLAN, &idle, &Quiet).unwrap_err();
    assert_eq!((refusal.text.id, refusal.faults[0].id), ("calendar-impossible", "calendar-away"));
    let unknown = Options { capacities: BTreeMap::from([("Z999".into(), 1)]), ..Options::default() };
    assert_eq!(reason(make(&office, PLAN, &unknown, &Quiet)), "calendar-inspector-unknown");
    // One working day is left.
    at(&mut office, "2026-12-17T09:00:00+08:00");
    let one = Options { capacity: 1, ..Options::default() };
    let refusal = make(&office, PLAN, &one, &Quiet).unwrap_err();
    assert_eq!(refusal.faults[0].id, "calendar-overloaded", "{refusal}");
    assert!(refusal.faults[0].arg("needed").unwrap().parse::<u32>().unwrap() > 1);
    // The window ends on a Sunday: after the Friday none is left.
    at(&mut office, "2026-12-18T09:00:00+08:00");
    assert_eq!(reason(make(&office, PLAN, &one, &Quiet)), "calendar-no-days");
}

/// Somebody who is on a team.
fn sheet_of_teams(office: &Office) -> String {
    let teams = fs::read_to_string(office.paths.attempts().join("T-1-1/teams.csv")).unwrap();
    teams.lines().nth(1).unwrap().split(',').nth(2).unwrap().to_owned()
}

#[test]
fn a_leave_moves_only_who_is_concerned() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = drawn(dir.path());
    made(&office, Mode::Spread, 2);
    at(&mut office, AFTER);
    let before = sound(&sheet(&office), 2, &|_, _| true);
    let who = sheet_of_teams(&office);
    leave(&office, dir.path(), &who, "2026-10-12至2026-11-20");
    let away = |certificate: &str, date: Date| certificate != who || date > day("2026-11-20");
    let concerned: BTreeSet<u64> = (sheet(&office).dated().into_iter())
        .filter(|(date, event)| event.has(&who) && !away(&who, *date))
        .map(|(_, event)| event.visit)
        .collect();
    assert!(!concerned.is_empty());
    let done = replanned(&office);
    let after = sound(&sheet(&office), 2, &away);
    let changed: BTreeSet<u64> = after.iter().filter(|(v, d)| before[v] != **d).map(|(v, _)| *v).collect();
    assert_eq!(changed, concerned);
    assert!(done.fewest && done.version == 2);
    assert_eq!(movers(&done), concerned);
    let rows = office.store.read(|tx| calendars::days(tx, 1)).unwrap();
    let written = rows.iter().filter(|row| row.version == 2).count();
    assert_eq!(written, done.moved.len(), "a version holds what is new");
}

#[test]
fn a_visit_moves_where_it_can() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = drawn(dir.path());
    assert_eq!(reason(moved(&office, 1, day("2026-10-20"))), "calendar-none");
    made(&office, Mode::Spread, 1);
    at(&mut office, AFTER);
    for (date, id) in [
        ("2026-10-17", "calendar-date-off"),
        ("2026-10-11", "calendar-date-window"),
        ("2026-12-21", "calendar-date-window"),
    ] {
        assert_eq!(reason(moved(&office, 1, day(date))), id, "{date}");
    }
    assert_eq!(reason(moved(&office, 999, day("2026-10-20"))), "calendar-visit-unknown");
    let whom = Change::Move { visit: "1".into(), date: day("2026-10-20") };
    assert_eq!(reason(change(&office, PLAN, &whom, " ", &Quiet)), "reason-empty");
    // To where a colleague has a visit already: with one a day that one must go.
    let before = sound(&sheet(&office), 1, &|_, _| true);
    let all = sheet(&office);
    let one = all.events.iter().find(|event| event.visit == 1).unwrap();
    let rival = all.dated().into_iter().find(|(date, other)| {
        let shares = one.teams.iter().flat_map(|(_, t)| t).any(|m| other.has(&m.certificate));
        other.visit != 1 && shares && *date != before[&1]
    });
    let (date, rival) = rival.map(|(date, event)| (date, event.visit)).unwrap();
    let done = moved(&office, 1, date).unwrap();
    let after = sound(&sheet(&office), 1, &|_, _| true);
    assert_eq!(after[&1], date);
    assert!(movers(&done).contains(&rival) && done.fewest);
    assert!(done.moved.iter().all(|one| before[&one.visit] == one.from && after[&one.visit] == one.to));
    let changed = after.iter().filter(|(visit, date)| before[visit] != **date).count();
    assert_eq!(done.moved.len(), changed);
    // The same once more changes nothing.
    assert!(moved(&office, 1, date).unwrap().already);
    // On the day itself a visit may be put off, but what is past stays past.
    let first = after[&1];
    at(&mut office, &format!("{first}T10:00:00+08:00"));
    assert_eq!(reason(moved(&office, 2, first.pred_opt().unwrap())).split('-').next(), Some("calendar"));
    let later = Workdays::official().next(first);
    moved(&office, 1, later).unwrap();
    assert_eq!(sound(&sheet(&office), 1, &|_, _| true)[&1], later);
    // Visits before today are where they were.
    for (visit, date) in after.iter().filter(|(_, date)| **date < first) {
        assert_eq!(sound(&sheet(&office), 1, &|_, _| true)[visit], *date);
    }
}

#[test]
fn amendments_give_and_take_dates() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = drawn(dir.path());
    made(&office, Mode::Spread, 2);
    let before = sound(&sheet(&office), 2, &|_, _| true);
    at(&mut office, AFTER);
    let proof = dir.path().join("plan.toml");
    amend(&office, PLAN, Act::Substitute { visit: "1", proof: &proof }, "已注销", &Quiet).unwrap();
    let teams = fs::read_to_string(office.paths.attempts().join("T-1-1/teams.csv")).unwrap();
    let old =
        teams.lines().find(|line| line.starts_with("2,")).unwrap().split(',').nth(2).unwrap().to_owned();
    amend(&office, PLAN, Act::Recuse { visit: "2", inspector: &old }, "亲属", &Quiet).unwrap();
    assert!(ids(&status(&office, &Quiet).unwrap().awaits).contains(&"status-calendar-stale"));
    let seen = agenda(&office, PLAN).unwrap();
    assert!(seen.stale.contains(&1) && seen.stale.contains(&2));
    let done = replanned(&office);
    assert_eq!(done.cancelled, [1]);
    let all = sheet(&office);
    let after = sound(&all, 2, &|_, _| true);
    assert!(!after.contains_key(&1));
    assert!(done.new.iter().all(|visit| after.contains_key(visit) && !before.contains_key(visit)));
    assert!(!all.events[1].has(&old) && all.events[1].former.iter().any(|m| m.certificate == old));
    assert!(agenda(&office, PLAN).unwrap().stale.is_empty());
    assert!(!ids(&status(&office, &Quiet).unwrap().awaits).contains(&"status-calendar-stale"));
    // Who stepped back is told so by his own file; the given-up visit by all.
    let mine = String::from_utf8(all.of_inspector(&old).ics("他", Lang::Zh)).unwrap();
    let second = events(&mine).into_iter().find(|e| e["UID"] == all.events[1].uid).unwrap();
    assert_eq!(second["STATUS"], "CANCELLED");
    let whole = events(&String::from_utf8(all.ics("全部", Lang::Zh)).unwrap());
    let first = whole.iter().find(|e| e["UID"] == all.events[0].uid).unwrap();
    assert_eq!((first["STATUS"].as_str(), first["SEQUENCE"].as_str()), ("CANCELLED", "1"));
}

/// Events of an iCalendar file as properties, read as RFC 5545 says.
fn events(ics: &str) -> Vec<BTreeMap<String, String>> {
    assert!(ics.ends_with("END:VCALENDAR\r\n") && ics.starts_with("BEGIN:VCALENDAR\r\n"));
    assert_eq!(ics.matches('\n').count(), ics.matches("\r\n").count(), "a bare LF");
    assert!(ics.split("\r\n").all(|line| line.len() <= 75), "a line is longer than 75 octets");
    let mut out: Vec<BTreeMap<String, String>> = Vec::new();
    for line in ics.replace("\r\n ", "").split("\r\n") {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        if line == "BEGIN:VEVENT" {
            out.push(BTreeMap::new());
        } else if let Some(event) = out.last_mut() {
            let mut plain = String::new();
            let mut chars = value.chars();
            while let Some(c) = chars.next() {
                match c {
                    '\\' => match chars.next() {
                        Some('n') => plain.push('\n'),
                        Some(c @ ('\\' | ';' | ',')) => plain.push(c),
                        other => panic!("a wrong escape: {other:?} in {line}"),
                    },
                    c => plain.push(c),
                }
            }
            event.entry(name.to_owned()).or_insert(plain);
        }
    }
    out
}

#[test]
fn icalendar_reads_back_and_stays_itself() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = drawn(dir.path());
    made(&office, Mode::Spread, 2);
    at(&mut office, AFTER);
    let mut all = sheet(&office);
    // Names as unkind as they come.
    all.events[0].name = "甲；乙，丙; 丁, 戊\\己\n庚".repeat(9);
    let before = events(&String::from_utf8(all.ics("全部", Lang::Zh)).unwrap());
    assert_eq!(before.len(), all.events.len());
    for (event, read) in all.events.iter().zip(&before) {
        let date = event.date.unwrap();
        assert_eq!(read["DTSTART;VALUE=DATE"], date.format("%Y%m%d").to_string());
        assert_eq!(read["DTEND;VALUE=DATE"], date.succ_opt().unwrap().format("%Y%m%d").to_string());
        assert_eq!(read["SUMMARY"], format!("检查：{}", event.name));
        assert_eq!(read["DTSTAMP"], "20261005T140000Z");
        assert!(read["LOCATION"].contains("沙坡头区") && read["DESCRIPTION"].contains(&event.code));
        assert!(!read["UID"].contains(&event.code));
    }
    let uids: BTreeSet<&String> = before.iter().map(|event| &event["UID"]).collect();
    assert_eq!(uids.len(), before.len());
    let to = Workdays::official().next(day("2026-12-01"));
    let done = moved(&office, 3, to).unwrap();
    let after = events(&String::from_utf8(sheet(&office).ics("全部", Lang::Zh)).unwrap());
    for (visit, (old, new)) in (1..).zip(before.iter().zip(&after)) {
        assert_eq!(old["UID"], new["UID"]);
        let moved = movers(&done).contains(&visit);
        assert_eq!(new["SEQUENCE"], if moved { "1" } else { "0" });
        assert_eq!(new["DTSTAMP"], if moved { "20261008T010000Z" } else { "20261005T140000Z" });
    }
    assert!(movers(&done).contains(&3));
}

#[test]
fn a_winter_window_says_what_it_assumes_until_the_notice_comes() {
    let dir = tempfile::tempdir().unwrap();
    let text = plan("").replace("2026-12-20", "2027-02-26").replace("2026-10-12", "2026-12-21");
    let mut office = drawn_with(dir.path(), text);
    let done = made(&office, Mode::Spread, 1);
    assert_eq!(done.doubtful, [2026, 2027]);
    let first = sound(&sheet(&office), 1, &|_, _| true);
    assert!(!first.values().any(|date| *date == day("2027-01-01")));
    let all = sheet(&office);
    let html = String::from_utf8(all.html("月历", Lang::Zh)).unwrap();
    assert!(html.contains("2027年2月") && html.contains("推定"), "{html}");
    assert!(String::from_utf8(all.csv()).unwrap().contains(",assumed\n"));
    assert!(String::from_utf8(all.ics("全部", Lang::Zh)).unwrap().replace("\r\n ", "").contains("推定"));

    // The notice of 2027 (made up): two weeks off, a Saturday worked.
    let mut notice = String::from("date,kind,name\n2027-01-01,off,元旦\n2027-05-01,off,劳动节\n");
    for (month, days) in [("02", 1..=15), ("10", 1..=3)] {
        days.for_each(|d| notice.push_str(&format!("2027-{month}-{d:02},off,春节\n")));
    }
    notice.push_str("2027-01-30,work,春节\n");
    let file = dir.path().join("notice.csv");
    fs::write(&file, notice.replace("01-30", "01-29")).unwrap();
    assert_eq!(enter(&office, &file).unwrap_err().faults[0].id, "workdays-not-weekend");
    fs::write(&file, &notice).unwrap();
    at(&mut office, AFTER);
    let entered = enter(&office, &file).unwrap();
    assert_eq!((entered.year, entered.work, entered.already, entered.replaces), (2027, 1, false, false));
    assert!(enter(&office, &file).unwrap().already);
    let done = replanned(&office);
    assert!(done.doubtful.is_empty());
    let second = sound(&sheet(&office), 1, &|_, _| true);
    let off = |date: Date| day("2027-02-01") <= date && date <= day("2027-02-15");
    for (visit, date) in &first {
        assert_eq!(off(*date), second[visit] != *date, "only visits on days now off move");
    }
    assert!(done.moved.len() == first.values().filter(|date| off(**date)).count() && !done.moved.is_empty());
    // The Saturday made up for can be used now.
    let saturday = day("2027-01-30");
    moved(&office, 1, saturday).unwrap();
    assert_eq!(sound(&sheet(&office), 1, &|_, _| true)[&1], saturday);
}

#[test]
fn a_sealed_calendar_leaves_no_trace_outside() {
    let dir = tempfile::tempdir().unwrap();
    let text = plan("sealed = true") + "\n[[source]]\nname = \"own\"\nkind = \"sealed\"\n";
    let office = drawn_with(dir.path(), text);
    let done = made(&office, Mode::Spread, 2);
    assert!(done.sealed);
    let journal = office.store.read(|tx| entries::list(tx, 1, 100)).unwrap();
    let entry = journal.iter().find(|entry| entry.kind == "calendar").unwrap();
    let members: serde_json::Value = serde_json::from_str(&entry.body).unwrap();
    for secret in ["mode", "dated", "capacity", "moved", "reason", "key"] {
        assert!(!entry.body.contains(&format!("\"{secret}\"")), "{secret}: {}", entry.body);
    }
    // The digest there is none of the contents alone, and no key is in the journal.
    let [calendar] = &office.store.read(|tx| calendars::versions(tx, 1)).unwrap()[..] else { panic!() };
    assert!(entry.body.contains(&calendar.sha256.to_string()) && members.is_object());
    assert!(journal.iter().all(|entry| !entry.body.contains(&calendar.key.to_string())));
    assert_ne!(calendar.sha256, Digest::of(&sheet(&office).csv()));
    assert!(sheet(&office).ics("全部", Lang::Zh).windows(18).any(|w| w == b"CLASS:CONFIDENTIAL"));
    // With the same draw and another key the dates are others.
    let dates = sound(&sheet(&office), 2, &|_, _| true);
    let anew = Options { anew: "再排".into(), ..Options::default() };
    make(&office, PLAN, &anew, &Quiet).unwrap();
    assert_ne!(dates, sound(&sheet(&office), 2, &|_, _| true));
}

#[test]
fn the_printed_month_holds_every_visit_and_escapes_names() {
    let dir = tempfile::tempdir().unwrap();
    let office = drawn(dir.path());
    made(&office, Mode::Spread, 2);
    let mut all = sheet(&office);
    all.events[0].name = "<b>“甲” & 'b'</b>".into();
    for lang in [Lang::Zh, Lang::En] {
        let html = String::from_utf8(all.html("月历", lang)).unwrap();
        assert!(html.contains("&lt;b&gt;“甲” &amp; &#39;b&#39;&lt;/b&gt;") && !html.contains("<b>"));
        assert!(!html.contains("http") && !html.contains("src=") && html.contains("@media print"));
        assert_eq!(html.matches("<li>").count(), all.dated().len());
        assert_eq!(html.matches("<section>").count(), 3);
        assert!(!html.contains("sheet-"), "a text is missing");
    }
    let months = all.months();
    assert_eq!(months.len(), 3);
    let shown: usize =
        months.iter().flat_map(|m| m.weeks.iter().flatten().flatten()).map(|d| d.events.len()).sum();
    assert_eq!(shown, all.dated().len());
    assert_eq!(months[0].weeks[0].iter().flatten().count(), 4, "October 2026 begins on a Thursday");
}

/// The program itself in a folder with a drawn office.
fn choucha(dir: &Path, args: &[&str]) -> (bool, String) {
    let mut command = crate::kit::choucha(dir);
    let output =
        command.args(["--office", "office", "--at", AFTER, "--by", "甲"]).args(args).output().unwrap();
    (output.status.success(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_command_makes_shows_and_exports() {
    let dir = tempfile::tempdir().unwrap();
    drop(drawn(dir.path()));
    let run = |args: &[&str]| choucha(dir.path(), args);
    for lang in ["zh", "en"] {
        let (done, said) = run(&["--lang", lang, "calendar", "make", PLAN, "--capacity", "1"]);
        assert!(done && !said.contains("calendar-"), "{said}");
        let (done, said) = run(&["--lang", lang, "calendar", "show", PLAN, "--list"]);
        assert!(done && said.contains("×1") && !said.contains("sheet-") && !said.contains("head-"), "{said}");
    }
    let (done, said) = run(&["--json", "calendar", "show", PLAN]);
    let object: serde_json::Value = serde_json::from_str(&said).unwrap();
    let visits = object["result"]["visits"].as_array().unwrap();
    assert!(done && visits.iter().all(|visit| visit["date"].is_string() && visit["sequence"] == 0));
    let who = sheet_of_teams_in(dir.path());
    for file in ["a.ics", "a.csv", "a.html"] {
        assert!(run(&["calendar", "export", PLAN, file, "--inspector", &who]).0);
        assert!(fs::metadata(dir.path().join(file)).unwrap().len() > 100);
    }
    assert!(!run(&["calendar", "export", PLAN, "a.doc"]).0);
    assert!(!run(&["calendar", "export", PLAN, "folder", "--inspector", &who]).0);
    for _ in 0..2 {
        assert!(run(&["calendar", "export", PLAN, "folder"]).0, "a second time replaces the first");
    }
    let folder = dir.path().join("folder");
    for file in ["calendar.csv".to_owned(), "calendar.html".into(), format!("inspectors/{who}.ics")] {
        assert!(folder.join(&file).is_file(), "{file}");
    }
    let teams = fs::read_dir(folder.join("teams")).unwrap();
    let total: usize =
        teams.map(|file| events(&fs::read_to_string(file.unwrap().path()).unwrap()).len()).sum();
    let seats: usize = visits.iter().map(|visit| visit["teams"].as_object().unwrap().len()).sum();
    assert_eq!(total, seats, "each team of each visit stands in exactly one file");
    fs::write(folder.join("letter.txt"), "mine").unwrap();
    assert!(!run(&["calendar", "export", PLAN, "folder"]).0);
    assert!(folder.join("letter.txt").is_file());
    let (_, said) = run(&["--json", "calendar", "make", PLAN, "--capacity-of", "Z002"]);
    assert!(said.contains("calendar-capacity-of"), "{said}");
}

fn sheet_of_teams_in(dir: &Path) -> String {
    let teams = fs::read_to_string(dir.join("office/attempts/T-1-1/teams.csv")).unwrap();
    teams.lines().nth(1).unwrap().split(',').nth(2).unwrap().to_owned()
}

/// An inspector's day is as full as all plans together make it.
#[test]
fn plans_share_the_inspectors_days() {
    const OTHER: &str = "T-2";
    let dir = tempfile::tempdir().unwrap();
    let mut office = drawn(dir.path());
    made(&office, Mode::Early, 1);
    let file = dir.path().join("other.toml");
    let text = plan("").replace(PLAN, OTHER).replace("2026-10-05T", "2026-10-07T");
    fs::write(&file, text).unwrap();
    approve(&office, &file, "").unwrap();
    let value = observer();
    let nonce = value.nonce.unwrap();
    let pledge = choucha::draw::seed::commitment(OTHER, 1, "observer", &nonce, &value.value);
    register(&office, OTHER, "observer", pledge, false).unwrap();
    freeze(&office, &file, false, &Quiet).unwrap();
    reveal(&office, OTHER, observer()).unwrap();
    at(&mut office, "2026-10-07T22:00:00+08:00");
    reveal(&office, OTHER, lottery(LOTTERY)).unwrap();
    draw(&office, OTHER, &Quiet).unwrap();
    let options = Options { mode: Mode::Early, capacity: 1, ..Options::default() };
    make(&office, OTHER, &options, &Quiet).unwrap();
    let mut days = BTreeSet::new();
    for plan in [PLAN, OTHER] {
        for (date, event) in agenda(&office, plan).unwrap().sheet.dated() {
            for member in event.teams.iter().flat_map(|(_, team)| team) {
                assert!(
                    days.insert((member.certificate.clone(), date)),
                    "{} twice on {date}",
                    member.certificate
                );
            }
        }
    }
    // An abandoned attempt takes no room.
    choucha::workflow::abandon::abandon(&office, PLAN, "名录有误").unwrap();
    let anew = Options { anew: "别的计划已放弃".into(), ..options };
    let alone = make(&office, OTHER, &anew, &Quiet).unwrap();
    assert_eq!(alone.dates.unwrap()[0], day("2026-10-12"));
    assert!(alone.moved.len() as u64 <= alone.dated && alone.fewest);
}

/// Three checks this month and a visit that the calendar puts into it as well:
/// one too many, told before it happens.
#[test]
fn what_the_calendar_brings_on_a_firm_is_told_beforehand() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path();
    let mut office = drawn(dir);
    at(&mut office, AFTER);
    let visits = fs::read_to_string(dir.join("office/attempts/T-1-1/visits.csv")).unwrap();
    let code = visits.lines().nth(1).unwrap().split(',').nth(1).unwrap().to_owned();
    let heading = "统一社会信用代码,检查日期,检查部门,抽查事项,检查来源,检查结果,检查人员,检查编号";
    let rows = [1, 2, 5]
        .map(|day| format!("{code},2026-10-0{day},市场监管局,SC-1,双随机抽查,未发现问题,Z002；Z004,M{day}"));
    fs::write(dir.join("more.csv"), format!("{heading}\n{}\n", rows.join("\n"))).unwrap();
    let options = import::Options::default();
    import::import(&office, Register::History, &[dir.join("more.csv")], &options, &Quiet).unwrap();
    let of_month = |office: &Office| {
        let alerts = status(office, &Quiet).unwrap().alerts;
        alerts.into_iter().filter(|alert| alert.code == code && alert.to == day("2026-10-31")).count()
    };
    assert_eq!(of_month(&office), 0);
    made(&office, Mode::Early, 2);
    assert_eq!(of_month(&office), 1);
}
