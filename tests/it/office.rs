//! Stories of an office: the whole way of a plan, and every refusal by its
//! reason.

use std::fs;
use std::path::Path;

use choucha::checker::verify;
use choucha::domain::calendar::parse_instant;
use choucha::domain::progress::Quiet;
use choucha::domain::{Digest, Text};
use choucha::draw::seed::commitment;
use choucha::store::{Store, attempts, entries, no_points, publications::Extent};
use choucha::workflow::abandon::abandon;
use choucha::workflow::amend::{Act, amend};
use choucha::workflow::approve::approve;
use choucha::workflow::commit::{OpeningFile, make, register};
use choucha::workflow::draw::draw;
use choucha::workflow::freeze::freeze;
use choucha::workflow::import::{Options, Register, export, import};
use choucha::workflow::lock::Patience;
use choucha::workflow::office::{Setup, system_random};
use choucha::workflow::plans::{self, State};
use choucha::workflow::publish::{self, publish};
use choucha::workflow::reveal::{Given, reveal};
use choucha::workflow::status::status;
use choucha::workflow::{Office, Opening, Refusal};

use crate::tiny::{
    AFTER, APPROVED, COMMITTED, DRAWN, DUE, FROZEN, LOTTERY, PLAN, REGISTERS, REVEAL_BY, REVEALED, SET_UP,
    at, code, open, plan, plan_file, set_up,
};

const NONCE: Digest = Digest([7; 32]);
const VALUE: &str = "一句话";

/// The reason of a refusal.
#[track_caller]
pub fn reason<T: std::fmt::Debug>(done: Result<T, Refusal>) -> &'static str {
    done.unwrap_err().text.id
}

pub fn ids(texts: &[Text]) -> Vec<&'static str> {
    texts.iter().map(|text| text.id).collect()
}

pub fn pledge(attempt: u64) -> Digest {
    commitment(PLAN, attempt, "observer", &NONCE, VALUE)
}

pub fn approved(dir: &Path) -> Office {
    let mut office = set_up(dir);
    at(&mut office, APPROVED);
    approve(&office, &plan_file(dir), "同意").unwrap();
    office
}

pub fn frozen(dir: &Path) -> Office {
    let mut office = approved(dir);
    at(&mut office, COMMITTED);
    register(&office, PLAN, "observer", pledge(1), false).unwrap();
    at(&mut office, FROZEN);
    freeze(&office, &plan_file(dir), false, &Quiet).unwrap();
    office
}

pub fn observer() -> Given {
    Given { source: "observer".into(), value: VALUE.into(), nonce: Some(NONCE), signature: None }
}

pub fn lottery(value: &str) -> Given {
    Given { source: "lottery".into(), value: value.into(), ..Given::default() }
}

pub fn drawn(dir: &Path) -> Office {
    let mut office = frozen(dir);
    at(&mut office, REVEALED);
    reveal(&office, PLAN, observer()).unwrap();
    at(&mut office, DRAWN);
    reveal(&office, PLAN, lottery(LOTTERY)).unwrap();
    draw(&office, PLAN, &Quiet).unwrap();
    office
}

/// Checks what must hold at any time: the journal's chain, and every attempt's
/// files as recorded.
fn sound(office: &Office) {
    let status = status(office, &Quiet).unwrap();
    assert!(!status.damaged, "{:?}", status.wrong);
}

#[test]
fn the_whole_way_of_a_plan_ends_in_a_bundle_that_holds() {
    let dir = tempfile::tempdir().unwrap();
    let office = drawn(dir.path());
    let again = draw(&office, PLAN, &Quiet).unwrap();
    assert!(again.already && again.files.len() == 8);
    let bundle = dir.path().join("out/bundle");
    let done = publish(&office, PLAN, &bundle, publish::Options::default(), &Quiet).unwrap();
    assert_eq!((done.extent, done.already), (Extent::Full, false));
    let verdict = verify(&bundle, &Quiet).unwrap();
    assert_eq!((verdict.serial, verdict.attempt, verdict.amendments), (1, 1, 0));
    assert!(publish(&office, PLAN, &bundle, publish::Options::default(), &Quiet).unwrap().already);

    // A firm has gone, an inspector steps back: both are replayed by the checker,
    // and status knows, though it be the same second as the publication.
    let proof = dir.path().join("proof.txt");
    fs::write(&proof, "注销").unwrap();
    let act = Act::Substitute { visit: "1", proof: &proof };
    let done = amend(&office, PLAN, act, "已注销", &Quiet).unwrap();
    assert_eq!(done.proof, Some(Digest::of("注销".as_bytes())));
    let teams = fs::read_to_string(office.paths.attempts().join("T-1-1/teams.csv")).unwrap();
    let of_second = teams.lines().find(|line| line.starts_with("2,")).unwrap();
    let inspector = of_second.split(',').nth(2).unwrap();
    amend(&office, PLAN, Act::Recuse { visit: "2", inspector }, "亲属", &Quiet).unwrap();
    assert!(ids(&status(&office, &Quiet).unwrap().awaits).contains(&"status-publish-again"));
    publish(&office, PLAN, &bundle, publish::Options::default(), &Quiet).unwrap();
    let verdict = verify(&bundle, &Quiet).unwrap();
    assert_eq!(verdict.amendments, done.rows.len() as u64 + 1);
    sound(&office);
}

#[test]
fn an_office_is_set_up_once_and_only_in_an_empty_folder() {
    let dir = tempfile::tempdir().unwrap();
    let opening = |name: &str| Opening::new(&dir.path().join(name), "甲", "test");
    let setup = Setup::new("虚构局");
    let missing = Office::open(opening("a")).unwrap_err();
    assert_eq!(missing.id, "office-missing");
    let nameless = Office::init(opening("a"), &Setup::new(" ")).unwrap_err();
    assert_eq!(nameless.id, "office-name-empty");
    let odd = Setup { utc: "+8".into(), ..setup.clone() };
    assert_eq!(Office::init(opening("a"), &odd).unwrap_err().id, "offset-malformed");
    drop(Office::init(opening("a"), &setup).unwrap());
    assert_eq!(Office::init(opening("a"), &setup).unwrap_err().id, "office-exists");
    fs::create_dir(dir.path().join("b")).unwrap();
    fs::write(dir.path().join("b/letter.txt"), "").unwrap();
    assert_eq!(Office::init(opening("b"), &setup).unwrap_err().id, "office-folder-taken");

    // Only practice offices have a clock that can be set.
    let mut early = opening("a");
    early.at = Some(parse_instant(SET_UP).unwrap());
    assert_eq!(Office::open(early).unwrap_err().id, "clock-not-practice");
    let mut office = Office::open(opening("a")).unwrap();
    assert_eq!(office.set_clock(parse_instant(SET_UP).unwrap()).unwrap_err().id, "clock-not-practice");
}

#[test]
fn an_empty_office_says_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let office =
        Office::init(Opening::new(&dir.path().join("a"), "甲", "test"), &Setup::new("虚构局")).unwrap();
    let status = status(&office, &Quiet).unwrap();
    assert_eq!(
        ids(&status.next),
        ["status-next-entities", "status-next-inspectors", "status-next-items", "status-next-plan"]
    );
    assert!(status.wrong.is_empty() && status.awaits.is_empty());
}

#[test]
fn what_came_in_before_the_plans_text_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let office = set_up(dir.path());
    register(&office, "Z-9", "observer", pledge(1), false).unwrap();
    let now = status(&office, &Quiet).unwrap();
    let told = now.awaits.iter().find(|text| text.id == "status-only-commitments").unwrap();
    assert_eq!((told.arg("plan").unwrap(), told.arg("sources").unwrap()), ("Z-9".into(), "observer".into()));
}

#[test]
fn one_process_at_a_time() {
    let dir = tempfile::tempdir().unwrap();
    let office = set_up(dir.path());
    let second = Office::open(Opening::new(&dir.path().join("office"), "乙", "second")).unwrap_err();
    assert_eq!(second.id, "office-locked");
    assert_eq!(second.arg("pid").unwrap(), std::process::id().to_string());
    assert_eq!(second.arg("command").unwrap(), "test");
    // Who only reads waits a little, and is told for whom.
    static TOLD: std::sync::Mutex<Vec<String>> = std::sync::Mutex::new(Vec::new());
    let patience = |millis| Patience {
        most: std::time::Duration::from_millis(millis),
        tell: |held| TOLD.lock().unwrap().push(held.id.to_owned()),
    };
    let patient = |millis| {
        let mut opening = Opening::new(&dir.path().join("office"), "乙", "second");
        opening.patience = patience(millis);
        Office::open(opening)
    };
    assert_eq!(patient(120).unwrap_err().id, "office-locked");
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| patient(60_000).map(drop));
        while TOLD.lock().unwrap().len() < 2 {
            std::thread::yield_now();
        }
        drop(office);
        waiting.join().unwrap().unwrap();
    });
    assert_eq!(*TOLD.lock().unwrap(), ["office-locked", "office-locked"]);
    drop(open(dir.path(), AFTER));
}

#[test]
fn time_never_runs_backwards() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = approved(dir.path());
    at(&mut office, SET_UP);
    assert_eq!(reason(register(&office, PLAN, "observer", pledge(1), false)), "clock-back");
    drop(office);
    // Left alone, a practice clock stands where the last record left it.
    let office = Office::open(Opening::new(&dir.path().join("office"), "甲", "test")).unwrap();
    assert!(office.now() >= parse_instant(APPROVED).unwrap());
}

#[test]
fn an_approval_is_of_one_text() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = set_up(dir.path());
    at(&mut office, APPROVED);
    register(&office, PLAN, "observer", pledge(1), false).unwrap();
    let file = plan_file(dir.path());
    assert_eq!(reason(freeze(&office, &file, false, &Quiet)), "freeze-unapproved");
    approve(&office, &file, "").unwrap();
    assert!(approve(&office, &file, "").unwrap().already);
    fs::write(&file, plan("# 改了一个字")).unwrap();
    assert_eq!(reason(freeze(&office, &file, false, &Quiet)), "freeze-changed");
    assert!(!approve(&office, &file, "").unwrap().already);
    freeze(&office, &file, false, &Quiet).unwrap();
    let document = fs::read_to_string(office.paths.attempts().join("T-1-1/plan.json")).unwrap();
    assert!(document.contains(r#""approval":{"at":"2026-10-01T09:00:00+08:00","by":"经办人"}"#));
    assert!(document.contains(r#""practice":true"#) && !document.contains("urgent"));
}

#[test]
fn an_urgent_plan_is_approved_afterwards_and_nags_until_then() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = set_up(dir.path());
    at(&mut office, FROZEN);
    register(&office, PLAN, "observer", pledge(1), false).unwrap();
    let file = plan_file(dir.path());
    assert!(freeze(&office, &file, true, &Quiet).unwrap().urgent);
    assert!(ids(&status(&office, &Quiet).unwrap().wrong).contains(&"status-urgent"));
    let document = fs::read_to_string(office.paths.attempts().join("T-1-1/plan.json")).unwrap();
    assert!(document.contains(r#""urgent":true"#) && !document.contains("approval"));
    assert!(approve(&office, &file, "事后").unwrap().later);
    assert!(!ids(&status(&office, &Quiet).unwrap().wrong).contains(&"status-urgent"));
}

#[test]
fn commitments_come_before_the_freeze_and_serve_one_attempt() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = approved(dir.path());
    let file = plan_file(dir.path());
    let missing = freeze(&office, &file, false, &Quiet).unwrap_err();
    assert_eq!(
        (missing.text.id, ids(&missing.faults)),
        ("freeze-commitments", vec!["freeze-commitment-missing"])
    );
    assert_eq!(reason(register(&office, PLAN, "nobody", pledge(1), false)), "commit-source-unknown");
    assert_eq!(reason(register(&office, PLAN, "lottery", pledge(1), false)), "commit-source-unknown");
    register(&office, PLAN, "observer", NONCE, false).unwrap();
    assert!(register(&office, PLAN, "observer", NONCE, false).unwrap().already);
    assert_eq!(reason(register(&office, PLAN, "observer", pledge(1), false)), "commit-second");
    register(&office, PLAN, "observer", pledge(1), true).unwrap();
    at(&mut office, FROZEN);
    freeze(&office, &file, false, &Quiet).unwrap();
    assert_eq!(reason(register(&office, PLAN, "observer", NONCE, true)), "commit-after-freeze");

    // For another plan nothing is known yet, and so nothing refused.
    register(&office, "T-2", "whoever", NONCE, false).unwrap();
}

#[test]
fn openings_are_private_and_never_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("observer.opening.json");
    let made = make(PLAN, 1, "observer", Some(VALUE), None, &file, &system_random()).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let opening = OpeningFile::read(&file).unwrap();
    assert_eq!((opening.value.as_str(), opening.commitment), (VALUE, made.commitment));
    let again = make(PLAN, 1, "observer", None, None, &file, &system_random()).unwrap();
    assert!(again.already && again.commitment == made.commitment);
    let other = make(PLAN, 1, "observer", Some("另一句"), None, &file, &system_random());
    assert_eq!(reason(other), "file-exists");
    assert_eq!(reason(make(PLAN, 2, "observer", None, None, &file, &system_random())), "file-exists");
    let random = make(PLAN, 1, "other", None, None, &dir.path().join("o.json"), &system_random()).unwrap();
    assert_ne!(random.commitment, made.commitment);
    fs::write(&file, fs::read_to_string(&file).unwrap().replace(VALUE, "另一句")).unwrap();
    assert_eq!(OpeningFile::read(&file).unwrap_err().id, "opening-broken");
    fs::write(&file, "{}").unwrap();
    assert_eq!(OpeningFile::read(&file).unwrap_err().id, "opening-malformed");
}

#[test]
fn a_freeze_waits_for_its_time_and_its_attempt() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = frozen(dir.path());
    let file = plan_file(dir.path());
    assert_eq!(reason(freeze(&office, &file, false, &Quiet)), "freeze-open");
    abandon(&office, PLAN, "重来").unwrap();
    register(&office, PLAN, "observer", pledge(2), false).unwrap();
    at(&mut office, REVEAL_BY);
    assert_eq!(reason(freeze(&office, &file, false, &Quiet)), "freeze-late");
    assert!(ids(&status(&office, &Quiet).unwrap().awaits).contains(&"status-freeze-late"));
    sound(&office);
}

#[test]
fn reveals_are_refused_each_by_its_reason() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = approved(dir.path());
    assert_eq!(reason(reveal(&office, PLAN, observer())), "attempt-none");
    drop(office);
    let dir = tempfile::tempdir().unwrap();
    office = frozen(dir.path());
    let wrong = Given { nonce: Some(Digest([8; 32])), ..observer() };
    assert_eq!(reason(reveal(&office, PLAN, wrong)), "commitment-wrong");
    let other = Given { value: "另一句".into(), ..observer() };
    assert_eq!(reason(reveal(&office, PLAN, other.clone())), "commitment-wrong");
    assert_eq!(reason(reveal(&office, PLAN, Given { nonce: None, ..observer() })), "contribution-no-nonce");
    let unknown = Given { source: "nobody".into(), ..observer() };
    assert_eq!(reason(reveal(&office, PLAN, unknown)), "source-unknown");
    assert_eq!(reason(reveal(&office, PLAN, lottery(LOTTERY))), "reveal-early");
    let done = reveal(&office, PLAN, observer()).unwrap();
    assert_eq!((done.already, done.missing), (false, vec!["lottery".to_owned()]));
    assert!(reveal(&office, PLAN, observer()).unwrap().already);
    assert_eq!(reason(reveal(&office, PLAN, other)), "reveal-second");
    at(&mut office, DUE);
    assert_eq!(reason(reveal(&office, PLAN, lottery("3 11 12"))), "public-spelling");
    assert_eq!(
        reason(reveal(&office, PLAN, Given { nonce: Some(NONCE), ..lottery(LOTTERY) })),
        "contribution-surplus"
    );
    reveal(&office, PLAN, lottery(LOTTERY)).unwrap();
    assert_eq!(reason(reveal(&office, PLAN, lottery("03 11 13"))), "reveal-second");
    abandon(&office, PLAN, "重来").unwrap();
    assert_eq!(reason(reveal(&office, PLAN, lottery(LOTTERY))), "attempt-abandoned");
    sound(&office);
}

#[test]
fn a_commitment_opened_late_counts_as_empty_and_the_draw_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = frozen(dir.path());
    let waits = draw(&office, PLAN, &Quiet).unwrap_err();
    assert_eq!(ids(&waits.faults), ["draw-commitment-open", "draw-public-missing"]);
    at(&mut office, REVEAL_BY);
    assert_eq!(reason(reveal(&office, PLAN, observer())), "reveal-late");
    let waits = draw(&office, PLAN, &Quiet).unwrap_err();
    assert_eq!((waits.text.id, ids(&waits.faults)), ("draw-waits", vec!["draw-public-missing"]));
    at(&mut office, DUE);
    reveal(&office, PLAN, lottery(LOTTERY)).unwrap();
    assert_eq!(draw(&office, PLAN, &Quiet).unwrap().unopened, ["observer"]);
    assert_eq!(reason(reveal(&office, PLAN, observer())), "reveal-drawn");
    let bundle = dir.path().join("bundle");
    publish(&office, PLAN, &bundle, publish::Options::default(), &Quiet).unwrap();
    verify(&bundle, &Quiet).unwrap();
}

#[test]
fn attempts_are_chained_and_every_one_stays() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = drawn(dir.path());
    let file = plan_file(dir.path());
    assert_eq!(reason(freeze(&office, &file, false, &Quiet)), "freeze-drawn");
    assert_eq!(reason(abandon(&office, PLAN, "  ")), "reason-empty");
    assert!(abandon(&office, PLAN, "名录有误").unwrap().drawn);
    assert_eq!(reason(abandon(&office, PLAN, "又一次")), "attempt-abandoned");
    assert_eq!(reason(draw(&office, PLAN, &Quiet)), "attempt-abandoned");

    at(&mut office, AFTER);
    let later = fs::read_to_string(&file).unwrap().replace("2026-10-05T", "2026-10-09T");
    fs::write(&file, later).unwrap();
    approve(&office, &file, "").unwrap();
    register(&office, PLAN, "observer", pledge(2), false).unwrap();
    let second = freeze(&office, &file, false, &Quiet).unwrap();
    assert_eq!((second.serial, second.attempt), (2, 2));
    let all = office.store.read(attempts::list).unwrap();
    let document = all[1].plan_document().unwrap();
    assert_eq!(document.previous, Some(all[0].p));
    let earlier = &document.more["earlier"][0];
    assert_eq!((&earlier["outcome"], &earlier["reason"]), (&"drawn".into(), &"名录有误".into()));
    let shown = plans::show(&office, PLAN).unwrap();
    let states: Vec<State> = shown.attempts.iter().map(|attempt| attempt.state).collect();
    assert_eq!(states, [State::Abandoned, State::Frozen]);
    assert_eq!(reason(plans::show(&office, "nix")), "plan-unknown");
    sound(&office);
}

#[test]
fn a_sealed_plan_shows_digests_first_and_the_rest_later() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = set_up(dir.path());
    let file = plan_file(dir.path());
    let toml = plan("sealed = true") + "\n[[source]]\nname = \"own\"\nkind = \"sealed\"\n";
    fs::write(&file, toml).unwrap();
    at(&mut office, FROZEN);
    approve(&office, &file, "").unwrap();
    register(&office, PLAN, "observer", pledge(1), false).unwrap();
    assert!(freeze(&office, &file, false, &Quiet).unwrap().sealed);
    let own = Given { source: "own".into(), ..observer() };
    assert_eq!(reason(reveal(&office, PLAN, own)), "reveal-sealed");
    reveal(&office, PLAN, observer()).unwrap();
    at(&mut office, DRAWN);
    reveal(&office, PLAN, lottery(LOTTERY)).unwrap();
    let seed = draw(&office, PLAN, &Quiet).unwrap().seed;
    // The journal may be shown to anyone; the seed would give the list away.
    let journal = office.store.read(|tx| entries::list(tx, 1, 100)).unwrap();
    assert!(journal.iter().all(|entry| !entry.body.contains(&seed.to_string())));

    let bundle = dir.path().join("bundle");
    let options = publish::Options::default();
    assert_eq!(publish(&office, PLAN, &bundle, options, &Quiet).unwrap().extent, Extent::Sealed);
    let mut names: Vec<_> =
        fs::read_dir(&bundle).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["SHA256SUMS", "log", "plan.json"]);
    let sums = fs::read(bundle.join("SHA256SUMS")).unwrap();
    assert!(ids(&status(&office, &Quiet).unwrap().awaits).contains(&"status-disclose"));
    at(&mut office, "2026-12-21T09:00:00+08:00");
    let disclose = publish::Options { disclose: true, ..options };
    assert_eq!(publish(&office, PLAN, &bundle, disclose, &Quiet).unwrap().extent, Extent::Full);
    assert_eq!(fs::read(bundle.join("SHA256SUMS")).unwrap(), sums);
    verify(&bundle, &Quiet).unwrap();
    let sealed = publish::Options { sealed: true, ..options };
    assert_eq!(reason(publish(&office, PLAN, &bundle, sealed, &Quiet)), "publish-disclosed");
}

#[test]
fn a_bundle_goes_only_where_nothing_else_is() {
    let dir = tempfile::tempdir().unwrap();
    let options = publish::Options::default();
    {
        let office = frozen(dir.path());
        let out = dir.path().join("out");
        assert_eq!(reason(publish(&office, PLAN, &out, options, &Quiet)), "publish-not-drawn");
    }
    let dir = tempfile::tempdir().unwrap();
    let office = drawn(dir.path());
    fs::create_dir(dir.path().join("out")).unwrap();
    fs::write(dir.path().join("out/letter.txt"), "").unwrap();
    assert_eq!(
        reason(publish(&office, PLAN, &dir.path().join("out"), options, &Quiet)),
        "publish-folder-taken"
    );
    assert_eq!(
        reason(publish(&office, PLAN, &dir.path().join("plan.toml"), options, &Quiet)),
        "publish-folder-taken"
    );
    let inside = office.paths.attempts().join("x");
    assert_eq!(reason(publish(&office, PLAN, &inside, options, &Quiet)), "publish-inside-office");
    fs::create_dir(dir.path().join("empty")).unwrap();
    publish(&office, PLAN, &dir.path().join("empty"), options, &Quiet).unwrap();
}

#[test]
fn amendments_need_a_visit_a_reason_and_a_sound_attempt() {
    let dir = tempfile::tempdir().unwrap();
    let proof = dir.path().join("plan.toml");
    {
        let office = frozen(dir.path());
        let act = Act::Substitute { visit: "1", proof: &proof };
        assert_eq!(reason(amend(&office, PLAN, act, "已注销", &Quiet)), "amend-not-drawn");
    }
    let dir = tempfile::tempdir().unwrap();
    let proof = dir.path().join("plan.toml");
    let office = drawn(dir.path());
    let substitute = |visit: &str, why: &str| {
        reason(amend(&office, PLAN, Act::Substitute { visit, proof: &proof }, why, &Quiet))
    };
    assert_eq!(substitute("1", ""), "reason-empty");
    assert_eq!(substitute("1", "通过登记的住所无法联系"), "amend-unreachable");
    assert_eq!(substitute("1", "Could not be reached: not found"), "amend-unreachable");
    assert_eq!(substitute("9999", "已注销"), "amend-no-visit");
    assert_eq!(substitute(&code(99), "已注销"), "amend-no-visit-of");
    let gone = Act::Substitute { visit: "1", proof: Path::new("nowhere.pdf") };
    assert_eq!(reason(amend(&office, PLAN, gone, "已注销", &Quiet)), "file-not-found");
    let act = Act::Recuse { visit: "1", inspector: "Z999" };
    assert_eq!(reason(amend(&office, PLAN, act, "亲属", &Quiet)), "amend-not-on-team");
    amend(&office, PLAN, Act::Substitute { visit: "1", proof: &proof }, "已注销", &Quiet).unwrap();
    assert_eq!(substitute("1", "已注销"), "amend-given-up");

    // A frame altered after the freeze is never replayed from.
    let frame = office.paths.attempts().join("T-1-1/frames/fire.csv");
    let text = fs::read_to_string(&frame).unwrap();
    fs::write(&frame, text.replacen("虚构公司", "另一公司", 1)).unwrap();
    assert_eq!(substitute("2", "已注销"), "frozen-digest");
    let status = status(&office, &Quiet).unwrap();
    assert!(status.damaged && ids(&status.wrong).contains(&"status-file-damaged"));
}

#[test]
fn imports_preview_replace_merge_and_come_back_out_alike() {
    let dir = tempfile::tempdir().unwrap();
    let office = set_up(dir.path());
    let count = |office: &Office| office.store.read(entries::count).unwrap();
    let before = count(&office);
    for (register, file) in REGISTERS {
        let path = dir.path().join(format!("again-{file}"));
        export(&office, register, &path).unwrap();
        let done = import(&office, register, &[path], &Options::default(), &Quiet).unwrap();
        assert_eq!((done.new, done.changed, done.gone, done.rejected), (0, 0, 0, 0), "{file}");
    }
    // What changes nothing leaves no trace.
    assert_eq!(count(&office), before);

    let people = dir.path().join("fewer.csv");
    let all = fs::read_to_string(dir.path().join("people.csv")).unwrap();
    let fewer: Vec<&str> = all.lines().filter(|line| !line.starts_with("Z002")).collect();
    fs::write(&people, fewer.join("\n")).unwrap();
    let run = |options: Options| {
        import(&office, Register::Inspectors, std::slice::from_ref(&people), &options, &Quiet).unwrap()
    };
    assert_eq!(run(Options { dry_run: true, ..Options::default() }).gone, 1);
    assert_eq!(run(Options { merge: true, ..Options::default() }).gone, 0);
    assert_eq!(count(&office), before);
    assert_eq!(run(Options::default()).gone, 1);
    assert_eq!(count(&office), before + 1);
    assert_eq!(status(&office, &Quiet).unwrap().inspectors, 7);
    assert_eq!(reason(import(&office, Register::Items, &[], &Options::default(), &Quiet)), "import-no-files");
}

#[test]
fn a_damaged_registry_is_never_drawn_from() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = approved(dir.path());
    register(&office, PLAN, "observer", pledge(1), false).unwrap();
    let objects = office.paths.registry().join("objects");
    let object = fs::read_dir(objects).unwrap().next().unwrap().unwrap().path();
    let mut bytes = fs::read(&object).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&object, &bytes).unwrap();
    at(&mut office, FROZEN);
    assert_eq!(reason(freeze(&office, &plan_file(dir.path()), false, &Quiet)), "registry-object-damaged");
    assert!(ids(&status(&office, &Quiet).unwrap().wrong).contains(&"registry-object-damaged"));
    fs::remove_file(&object).unwrap();
    assert_eq!(reason(freeze(&office, &plan_file(dir.path()), false, &Quiet)), "registry-object-missing");
    assert_eq!(office.store.read(attempts::list).unwrap().len(), 0);
}

#[test]
fn a_plan_without_a_registry_or_with_faults_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    crate::tiny::write_files(dir.path());
    let office =
        Office::init(Opening::new(&dir.path().join("a"), "甲", "test"), &Setup::new("虚构局")).unwrap();
    let file = dir.path().join("plan.toml");
    fs::write(&file, plan("").replace("2026", "2036")).unwrap();
    approve(&office, &file, "").unwrap();
    register(&office, PLAN, "observer", pledge(1), false).unwrap();
    assert_eq!(reason(freeze(&office, &file, false, &Quiet)), "registry-empty");
    fs::write(&file, "plan = 3").unwrap();
    let faulty = plans::read_plan(&file).unwrap_err();
    assert!(faulty.text.id == "plan-file-faults" && !faulty.faults.is_empty());
    fs::write(&file, b"\xff\xfe").unwrap();
    assert_eq!(reason(plans::read_plan(&file)), "plan-file-utf8");
}

#[test]
fn the_journal_can_be_neither_changed_nor_cut_unseen() {
    use sqlx::{Connection, SqliteConnection};
    let dir = tempfile::tempdir().unwrap();
    drop(frozen(dir.path()));
    let database = dir.path().join("office/office.db");
    let url = format!("sqlite://{}", database.display());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let sql = |text: &'static str| {
        runtime.block_on(async {
            let mut connection = SqliteConnection::connect(&url).await.unwrap();
            sqlx::raw_sql(text).execute(&mut connection).await.map(drop)
        })
    };
    for refused in [
        "UPDATE entries SET body = '{}' WHERE seq = 1",
        "DELETE FROM entries WHERE seq = 1",
        "UPDATE attempts SET p = 'x'",
        "DELETE FROM attempts",
        "INSERT INTO contributions VALUES (9, 'x', '', NULL, NULL, '')",
    ] {
        assert!(sql(refused).is_err(), "{refused}");
    }
    // Whoever takes the triggers off is found by the chain.
    sql("DROP TRIGGER entries_stay_as_written; UPDATE entries SET body = replace(body, '虚构局', '另一局')")
        .unwrap();
    let office = open(dir.path(), FROZEN);
    let found = status(&office, &Quiet).unwrap();
    assert!(found.damaged, "{:?}", ids(&found.wrong));
    assert!(ids(&found.wrong).contains(&"log-bundle-wrong"), "{:?}", ids(&found.wrong));
    drop(office);

    sql("INSERT INTO schema_version VALUES (999)").unwrap();
    let newer = Store::open(&database, false, no_points).unwrap_err();
    assert_eq!(newer.id, "store-newer");
}

#[test]
fn a_damaged_database_is_recognised() {
    let dir = tempfile::tempdir().unwrap();
    drop(set_up(dir.path()));
    let database = dir.path().join("office/office.db");
    let mut bytes = fs::read(&database).unwrap();
    let len = bytes.len();
    bytes[len / 2..len / 2 + 8192].fill(0x5a);
    fs::write(&database, &bytes).unwrap();
    // The last run ended badly, so the whole file is looked through.
    fs::write(dir.path().join("office/office.lock"), r#"{"pid":1,"command":"x","since":""}"#).unwrap();
    let opened = Office::open(Opening::new(&dir.path().join("office"), "甲", "test"));
    assert_eq!(opened.unwrap_err().id, "store-damaged");
    fs::write(&database, "not a database at all, but long enough to be one, one would think").unwrap();
    let opened = Office::open(Opening::new(&dir.path().join("office"), "甲", "test"));
    assert_eq!(opened.unwrap_err().id, "store-damaged");
    fs::write(&database, "").unwrap();
    let opened = Office::open(Opening::new(&dir.path().join("office"), "甲", "test"));
    assert_eq!(opened.unwrap_err().id, "office-unfinished");
}
