//! The log in an office's life: filing with witnesses, keys, erasure, the
//! bundle's proofs, and everything about them that must not pass.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use choucha::checker::{self, Options, case, verify, verify_with};
use choucha::domain::calendar::parse_instant;
use choucha::domain::progress::Quiet;
use choucha::domain::{Digest, Text};
use choucha::draw::document::{parse_canonical, to_canonical};
use choucha::lang::Lang;
use choucha::log::{SignedCheckpoint, VerifierKey};
use choucha::record::proofs::Proofs;
use choucha::record::{Entry, KINDS};
use choucha::witness::{self, Witness, no_points};
use choucha::workflow::abandon::abandon;
use choucha::workflow::amend::{Act, amend};
use choucha::workflow::approve::approve;
use choucha::workflow::case as workflow_case;
use choucha::workflow::commit::register;
use choucha::workflow::draw::draw;
use choucha::workflow::freeze::freeze;
use choucha::workflow::publish::{self, publish};
use choucha::workflow::reveal::reveal;
use choucha::workflow::{Office, filing, logbook};
use serde_json::Value as Json;

use crate::kit::copy;
use crate::office::{drawn, frozen, lottery, observer, pledge, reason};
use crate::tiny::{
    AFTER, APPROVED, COMMITTED, DRAWN, DUE, FROZEN, LOTTERY, PLAN, REVEALED, at, code, plan, plan_file,
    set_up,
};

/// A witness beside the office, on the office's clock.
fn bureau(dir: &Path, name: &str) -> String {
    let key = witness::init(&dir.join(name), name, &[name.len() as u8; 32], &no_points()).unwrap();
    key.to_string()
}

fn watch(dir: &Path, name: &str, office: &Office) {
    let key = VerifierKey::parse(&logbook::face(office).unwrap().key).unwrap();
    witness::add_logs(&dir.join(name), &[key], &no_points()).unwrap();
}

/// Files by an exchange of files, as between separate networks.
fn file_with(dir: &Path, name: &str, office: &Office, moment: &str) -> Result<(String, u64), Text> {
    let (request, answer) = (dir.join("request"), dir.join("answer"));
    filing::request(office, name, &request).unwrap();
    let now = parse_instant(moment).unwrap().timestamp() as u64;
    let mut witness = Witness::open(&dir.join(name), Lang::En, no_points()).unwrap();
    let response = witness.answer(&fs::read(&request).unwrap(), now).unwrap();
    fs::write(&answer, response.write_file()).unwrap();
    filing::take(office, &answer).map_err(|refusal| refusal.text)
}

/// An office whose plan asks for two witnesses, frozen.
fn witnessed(dir: &Path) -> Office {
    let mut office = set_up(dir);
    for name in ["司法局", "上级局"] {
        let key = bureau(dir, name);
        assert!(filing::add_witness(&office, &key, "").unwrap());
        assert!(!filing::add_witness(&office, &key, "").unwrap(), "a second click changes nothing");
        watch(dir, name, &office);
    }
    fs::write(dir.join("plan.toml"), plan("witnesses = 2")).unwrap();
    at(&mut office, APPROVED);
    approve(&office, &plan_file(dir), "同意").unwrap();
    at(&mut office, COMMITTED);
    register(&office, PLAN, "observer", pledge(1), false).unwrap();
    at(&mut office, FROZEN);
    freeze(&office, &plan_file(dir), false, &Quiet).unwrap();
    office
}

fn publish_to(office: &Office, dir: &Path) {
    publish(office, PLAN, dir, publish::Options::default(), &Quiet).unwrap();
}

/// The whole life: two witnesses, a rotation after the freeze, a substitute, a
/// recusal, published.
fn lived(dir: &Path) -> Office {
    let mut office = witnessed(dir);
    at(&mut office, REVEALED);
    for name in ["司法局", "上级局"] {
        file_with(dir, name, &office, REVEALED).unwrap();
    }
    logbook::rotate(&office).unwrap();
    reveal(&office, PLAN, observer()).unwrap();
    at(&mut office, DRAWN);
    reveal(&office, PLAN, lottery(LOTTERY)).unwrap();
    draw(&office, PLAN, &Quiet).unwrap();
    at(&mut office, AFTER);
    fs::write(dir.join("proof.pdf"), "注销证明").unwrap();
    let act = Act::Substitute { visit: "1", proof: &dir.join("proof.pdf") };
    amend(&office, PLAN, act, "已注销", &Quiet).unwrap();
    let team = fs::read_to_string(dir.join("office/attempts/T-1-1/teams.csv")).unwrap();
    let row = team.lines().find(|row| row.starts_with("2,")).unwrap().to_owned();
    let inspector = row.split(',').nth(2).unwrap();
    amend(&office, PLAN, Act::Recuse { visit: "2", inspector }, "曾在该单位任职", &Quiet).unwrap();
    publish_to(&office, &dir.join("bundle"));
    office
}

#[test]
fn a_seed_waits_for_the_witnesses() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path();
    let mut office = witnessed(dir);
    at(&mut office, REVEALED);
    assert_eq!(reason(reveal(&office, PLAN, observer())), "filing-waits");
    assert_eq!(file_with(dir, "司法局", &office, REVEALED).unwrap().0, "司法局");
    assert_eq!(reason(reveal(&office, PLAN, observer())), "filing-waits", "one of two is not enough");
    file_with(dir, "上级局", &office, REVEALED).unwrap();
    reveal(&office, PLAN, observer()).unwrap();
    at(&mut office, DRAWN);
    reveal(&office, PLAN, lottery(LOTTERY)).unwrap();
    draw(&office, PLAN, &Quiet).unwrap();
    publish_to(&office, &dir.join("bundle"));
    let logged = verify(&dir.join("bundle"), &Quiet).unwrap().logged.unwrap();
    assert_eq!((logged.filed.len(), logged.needed), (2, 2));

    // Filed after the public value fell due, a cosignature proves nothing.
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path();
    let mut office = witnessed(dir);
    at(&mut office, DUE);
    for name in ["司法局", "上级局"] {
        file_with(dir, name, &office, DUE).unwrap();
    }
    assert_eq!(reason(reveal(&office, PLAN, lottery(LOTTERY))), "filing-too-late");
    abandon(&office, PLAN, "备案迟了").unwrap();
}

#[test]
fn a_plan_cannot_ask_for_witnesses_nobody_has() {
    let temp = tempfile::tempdir().unwrap();
    let mut office = set_up(temp.path());
    fs::write(temp.path().join("plan.toml"), plan("witnesses = 1")).unwrap();
    at(&mut office, APPROVED);
    approve(&office, &plan_file(temp.path()), "").unwrap();
    register(&office, PLAN, "observer", pledge(1), false).unwrap();
    assert_eq!(reason(freeze(&office, &plan_file(temp.path()), false, &Quiet)), "freeze-witnesses");
    assert_eq!(reason(filing::file(&office, filing::PATIENCE)), "filing-no-witness");
    let log = logbook::face(&office).unwrap().key;
    assert_eq!(reason(filing::add_witness(&office, &log, "")), "filing-key-purpose");
    assert_eq!(reason(filing::retire_witness(&office, "谁")), "filing-witness-unknown");
}

#[test]
fn a_whole_life_holds_and_shows_in_the_log() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path();
    let office = lived(dir);
    let (bundle, log) = (dir.join("bundle"), dir.join("office/log"));
    let verdict = verify(&bundle, &Quiet).unwrap();
    let logged = verdict.logged.unwrap();
    assert_eq!(logged.filed.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["司法局", "上级局"]);
    let face = logbook::face(&office).unwrap();
    assert_eq!((logged.key.clone(), face.former.len()), (face.key.clone(), 1));

    // The log as anybody reads it: whole, continued, with that bundle in it.
    let audit = checker::audit(&log, None, &[logged.size], &Quiet).unwrap();
    assert_eq!((audit.size, audit.attempts.len()), (face.size, 1));
    assert_eq!((audit.roots[0], audit.attempts[0].amendments), (logged.root, verdict.amendments));
    let key = |text: &str| Some(VerifierKey::parse(text).unwrap());
    for known in [&face.key, &face.former[0]] {
        let options = Options { log_key: key(known), log: Some(log.clone()) };
        verify_with(&bundle, &options, &Quiet).unwrap();
    }
    let other = "虚构局/00000000+c2f7ff26+AbKQc1VDPnh2dpzRSvW1QvxUvhAbQv1s1Nb2Nb0XwGVb";
    if let Ok(other) = VerifierKey::parse(other) {
        let options = Options { log_key: Some(other), log: None };
        assert_eq!(verify_with(&bundle, &options, &Quiet).unwrap_err().reason.id, "checker-log-pinned");
    }
    // A second click renews the proofs and nothing else.
    let before = office.store.read(choucha::store::entries::count).unwrap();
    assert!(publish(&office, PLAN, &bundle, publish::Options::default(), &Quiet).unwrap().already);
    assert_eq!(office.store.read(choucha::store::entries::count).unwrap(), before);

    // What was published before an amendment is told to be out of date.
    let old = tempfile::tempdir().unwrap();
    copy(&bundle, old.path());
    let row = fs::read_to_string(dir.join("office/attempts/T-1-1/teams.csv")).unwrap();
    let row = row.lines().find(|row| row.starts_with("3,")).unwrap().to_owned();
    let inspector = row.split(',').nth(2).unwrap();
    amend(&office, PLAN, Act::Recuse { visit: "3", inspector }, "回避", &Quiet).unwrap();
    assert!(verify(old.path(), &Quiet).is_ok());
    let options = Options { log_key: None, log: Some(log.clone()) };
    assert_eq!(verify_with(old.path(), &options, &Quiet).unwrap_err().reason.id, "checker-log-since-amended");
    abandon(&office, PLAN, "整批作废").unwrap();
    assert_eq!(
        verify_with(old.path(), &options, &Quiet).unwrap_err().reason.id,
        "checker-log-since-abandoned"
    );
}

#[test]
fn a_second_attempt_shows_the_first() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path();
    let mut office = drawn(dir);
    at(&mut office, "2026-10-05T23:00:00+08:00");
    abandon(&office, PLAN, "公共值有误").unwrap();
    let later = |text: String| text.replace("2026-10-05T", "2026-10-09T");
    fs::write(dir.join("plan.toml"), later(plan(""))).unwrap();
    at(&mut office, "2026-10-06T09:00:00+08:00");
    approve(&office, &plan_file(dir), "").unwrap();
    register(&office, PLAN, "observer", pledge(2), false).unwrap();
    freeze(&office, &plan_file(dir), false, &Quiet).unwrap();
    reveal(&office, PLAN, observer()).unwrap();
    at(&mut office, "2026-10-09T22:00:00+08:00");
    reveal(&office, PLAN, lottery(LOTTERY)).unwrap();
    draw(&office, PLAN, &Quiet).unwrap();
    publish_to(&office, &dir.join("bundle"));
    let verdict = verify(&dir.join("bundle"), &Quiet).unwrap();
    assert_eq!((verdict.attempt, verdict.logged.is_some()), (2, true));

    // Without the first attempt's end the numbers have a gap.
    for kind in ["abandon", "freeze"] {
        let copied = tempfile::tempdir().unwrap();
        copy(&dir.join("bundle"), copied.path());
        edit(copied.path(), |proofs| {
            let of = |body: &str| Entry::parse(body.as_bytes()).unwrap();
            proofs.entries.retain(|e| !(of(&e.body).kind.name == kind && of(&e.body).count("attempt") == 1));
        });
        let found = verify(copied.path(), &Quiet).unwrap_err().reason.id;
        let expected = if kind == "freeze" { "checker-log-previous" } else { "checker-log-attempt" };
        assert_eq!(found, expected);
    }
}

fn edit(bundle: &Path, change: impl FnOnce(&mut Proofs)) {
    let path = bundle.join("log/proofs.json");
    let mut proofs: Proofs = parse_canonical(&fs::read(&path).unwrap()).unwrap();
    change(&mut proofs);
    fs::write(&path, to_canonical(&proofs).unwrap()).unwrap();
}

/// The place of the entry of a kind, the last one.
fn place(proofs: &Proofs, kind: &str) -> usize {
    proofs.entries.iter().rposition(|e| Entry::parse(e.body.as_bytes()).unwrap().kind.name == kind).unwrap()
}

fn drop_kind(proofs: &mut Proofs, kind: &str) {
    let at = place(proofs, kind);
    proofs.entries.remove(at);
}

/// The same, with what opens it.
fn drop_act(proofs: &mut Proofs, kind: &str) {
    let at = place(proofs, kind);
    let seq = Entry::parse(proofs.entries[at].body.as_bytes()).unwrap().seq;
    proofs.openings.retain(|opening| opening.seq != seq);
    proofs.entries.remove(at);
}

fn reword(proofs: &mut Proofs, kind: &str, change: impl FnOnce(&mut serde_json::Map<String, Json>)) {
    let at = place(proofs, kind);
    let mut body = serde_json::from_str(&proofs.entries[at].body).unwrap();
    change(&mut body);
    proofs.entries[at].body = String::from_utf8(to_canonical(&body).unwrap()).unwrap();
}

fn flip(hash: &mut Digest) {
    hash.0[0] ^= 1;
}

type Change = Box<dyn Fn(&Path)>;

/// Ways to tamper with `log/`, each with the reason it must be caught by.
fn tamperings() -> Vec<(&'static str, &'static str, Change)> {
    fn proofs(change: impl Fn(&mut Proofs) + 'static) -> Change {
        Box::new(move |bundle| edit(bundle, &change))
    }
    fn note(change: impl Fn(&str) -> String + 'static) -> Change {
        Box::new(move |bundle| {
            let path = bundle.join("log/checkpoint");
            let text = fs::read_to_string(&path).unwrap();
            fs::write(path, change(&text)).unwrap();
        })
    }
    vec![
        ("no log at all", "checker-log-missing", Box::new(|b| fs::remove_dir_all(b.join("log")).unwrap())),
        (
            "no checkpoint",
            "checker-missing",
            Box::new(|b| fs::remove_file(b.join("log/checkpoint")).unwrap()),
        ),
        ("no proofs", "checker-missing", Box::new(|b| fs::remove_file(b.join("log/proofs.json")).unwrap())),
        ("a stranger in log/", "checker-unknown-file", Box::new(|b| fs::write(b.join("log/x"), "").unwrap())),
        ("a folder in log/", "checker-not-a-file", Box::new(|b| fs::create_dir(b.join("log/x")).unwrap())),
        (
            "proofs not canonical",
            "json-not-canonical",
            Box::new(|b| {
                let path = b.join("log/proofs.json");
                let mut bytes = fs::read(&path).unwrap();
                bytes.push(b'\n');
                fs::write(path, bytes).unwrap();
            }),
        ),
        (
            "a smaller size in the checkpoint",
            "checker-log-entry",
            note(|text| {
                let mut lines: Vec<&str> = text.split('\n').collect();
                lines[1] = "3";
                lines.join("\n")
            }),
        ),
        ("another origin", "checker-log-origin", note(|text| text.replacen("虚构局", "别的局", 1))),
        (
            "no signature of the log",
            "log-checkpoint-unsigned",
            note(|text| text.replace("\n— 虚构局", "\n— 别的局")),
        ),
        (
            "a signature altered",
            "log-signature-wrong",
            note(|text| {
                let at = text.rfind('=').map_or(text.len() - 10, |at| at - 8);
                let mut bytes = text.as_bytes().to_vec();
                bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
                String::from_utf8(bytes).unwrap()
            }),
        ),
        (
            "an entry reworded",
            "checker-log-entry",
            proofs(|p| {
                reword(p, "draw", |body| drop(body.insert("at".into(), "2026-10-05T22:00:01+08:00".into())));
            }),
        ),
        (
            "an entry of no kind",
            "record-kind",
            proofs(|p| {
                reword(p, "draw", |body| drop(body.insert("kind".into(), "lucky".into())));
            }),
        ),
        (
            "a member too many",
            "record-member-unknown",
            proofs(|p| {
                reword(p, "draw", |body| drop(body.insert("x".into(), 1.into())));
            }),
        ),
        (
            "a member missing",
            "record-member-missing",
            proofs(|p| {
                reword(p, "draw", |body| drop(body.remove("files")));
            }),
        ),
        (
            "a member in no form",
            "record-member-form",
            proofs(|p| {
                reword(p, "publish", |body| drop(body.insert("amendments".into(), "two".into())));
            }),
        ),
        (
            "a path altered",
            "checker-log-entry",
            proofs(|p| {
                let at = place(p, "freeze");
                flip(&mut p.entries[at].proof[0]);
            }),
        ),
        (
            "a path cut short",
            "checker-log-entry",
            proofs(|p| {
                let at = place(p, "freeze");
                p.entries[at].proof.pop();
            }),
        ),
        ("entries swapped", "checker-log-order", proofs(|p| p.entries.swap(0, 1))),
        (
            "an entry twice",
            "checker-log-order",
            proofs(|p| {
                let again = p.entries[2].clone();
                p.entries.insert(3, again);
            }),
        ),
        ("no freeze", "checker-log-no-freeze", proofs(|p| drop_kind(p, "freeze"))),
        (
            "no import of the registry",
            "checker-log-registry",
            proofs(|p| {
                p.entries.retain(|e| Entry::parse(e.body.as_bytes()).unwrap().digest("manifest").is_none());
            }),
        ),
        ("no reveal of the public value", "checker-log-no-reveal", proofs(|p| drop_kind(p, "reveal"))),
        ("no draw", "checker-log-no-draw", proofs(|p| drop_kind(p, "draw"))),
        ("no publication", "checker-log-unpublished", proofs(|p| drop_kind(p, "publish"))),
        ("a recusal left out", "checker-log-acts", proofs(|p| drop_act(p, "recuse"))),
        ("a substitute left out", "checker-log-act-gap", proofs(|p| drop_act(p, "substitute"))),
        ("an opening left out", "checker-log-unopened", proofs(|p| drop(p.openings.remove(0)))),
        ("an opening of another value", "checker-log-opening", proofs(|p| p.openings[0].value.push('0'))),
        ("an opening with another salt", "checker-log-opening", proofs(|p| flip(&mut p.openings[0].salt))),
        (
            "an opening twice",
            "checker-log-opening",
            proofs(|p| {
                let again = p.openings[0].clone();
                p.openings.push(again);
            }),
        ),
        ("an opening of no entry", "checker-log-opening", proofs(|p| p.openings[0].seq += 1000)),
        ("one witness too few", "checker-log-unfiled", proofs(|p| drop(p.filed.pop()))),
        ("a witness counted twice", "checker-log-unfiled", proofs(|p| p.filed[1] = p.filed[0].clone())),
        (
            "a filing that is inconsistent",
            "log-consistency-wrong",
            proofs(|p| flip(&mut p.filed[0].consistency[0])),
        ),
        (
            "a filing without the freeze",
            "log-inclusion-wrong",
            proofs(|p| flip(&mut p.filed[0].inclusion[0])),
        ),
        (
            "a filing nobody cosigned",
            "checker-log-unfiled",
            proofs(|p| {
                let text = p.filed[0].checkpoint.clone();
                let kept: Vec<&str> = text.split('\n').filter(|line| !line.contains("司法局")).collect();
                p.filed[0].checkpoint = kept.join("\n");
            }),
        ),
        ("a rotation hidden", "log-checkpoint-unsigned", proofs(|p| p.rotations.clear())),
        (
            "a rotation without its entry",
            "checker-log-rotation",
            proofs(|p| {
                p.entries.retain(|e| Entry::parse(e.body.as_bytes()).unwrap().text("act") != "rotate");
            }),
        ),
        (
            "a rotation signed by one key",
            "log-checkpoint-unsigned",
            proofs(|p| {
                let lines: Vec<String> = p.rotations[0].checkpoint.split('\n').map(str::to_owned).collect();
                p.rotations[0].checkpoint = [&lines[..5], &lines[6..]].concat().join("\n");
            }),
        ),
        (
            "a rotation that is inconsistent",
            "log-consistency-wrong",
            proofs(|p| {
                flip(&mut p.rotations[0].consistency[0]);
            }),
        ),
    ]
}

#[test]
fn every_tampering_with_the_proofs_is_caught_by_its_own_reason() {
    let temp = tempfile::tempdir().unwrap();
    lived(temp.path());
    let bundle = temp.path().join("bundle");
    assert!(verify(&bundle, &Quiet).is_ok());
    let mut reasons: BTreeMap<&str, u32> = BTreeMap::new();
    let mut missed = Vec::new();
    for (name, expected, change) in tamperings() {
        let copied = tempfile::tempdir().unwrap();
        copy(&bundle, copied.path());
        change(copied.path());
        match verify(copied.path(), &Quiet) {
            Err(fault) if fault.reason.id == expected => {}
            Err(fault) => missed.push(format!("{name}: {fault}")),
            Ok(_) => missed.push(format!("{name}: unnoticed")),
        }
        *reasons.entry(expected).or_default() += 1;
    }
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(tamperings().len() >= 35 && reasons.len() >= 20, "{reasons:?}");
}

/// The same draw under another log cannot be passed off: whoever rewrites the
/// bundle's rows has to have an entry for them.
#[test]
fn amendments_cannot_be_cut_off_the_end() {
    let temp = tempfile::tempdir().unwrap();
    lived(temp.path());
    let bundle = temp.path().join("bundle");
    let path = bundle.join("amendments.csv");
    let text = fs::read_to_string(&path).unwrap();
    let cut = text[..text.trim_end().rfind('\n').unwrap() + 1].to_owned();
    fs::write(&path, &cut).unwrap();
    let sums = fs::read_to_string(bundle.join("SHA256SUMS")).unwrap();
    let sums: Vec<String> = (sums.lines())
        .map(|line| match line.ends_with("  amendments.csv") {
            true => format!("{}  amendments.csv", Digest::of(cut.as_bytes())),
            false => line.to_owned(),
        })
        .collect();
    fs::write(bundle.join("SHA256SUMS"), format!("{}\n", sums.join("\n"))).unwrap();
    let fault = verify(&bundle, &Quiet).unwrap_err();
    assert!(["checker-log-differs", "checker-log-acts"].contains(&fault.reason.id), "{fault}");
}

#[test]
fn personal_data_never_stand_in_the_log_and_can_be_erased() {
    let temp = tempfile::tempdir().unwrap();
    let office = lived(temp.path());
    let lines = logbook::show(&office, 1, 1000).unwrap();
    let all: String = lines.iter().map(|line| Json::Object(line.body.clone()).to_string()).collect();
    for private in
        ["经办人", "同意", "已注销", "曾在该单位任职", "proof.pdf", "firms.csv", "Z00", &code(1)[..10]]
    {
        assert!(!all.contains(private), "{private} stands in the log");
    }
    let told: Vec<&str> =
        lines.iter().flat_map(|line| line.hidden.values().flatten()).map(String::as_str).collect();
    assert!(told.contains(&"经办人") && told.contains(&"同意"));

    let head = logbook::face(&office).unwrap();
    logbook::erase(&office, 2, "by").unwrap();
    assert_eq!(reason(logbook::erase(&office, 2, "by")), "erase-nothing");
    assert_eq!(reason(logbook::erase(&office, 2, "kind")), "erase-nothing");
    let line = &logbook::show(&office, 2, 1).unwrap()[0];
    assert_eq!(line.hidden["by"], None);
    let audit = checker::audit(&office.paths.log(), None, &[head.size], &Quiet).unwrap();
    assert_eq!(audit.roots[0], head.root, "the log stays as it was");
}

#[test]
fn a_proof_is_for_anybody() {
    let temp = tempfile::tempdir().unwrap();
    let office = frozen(temp.path());
    let (body, proof) = logbook::prove(&office, 3).unwrap();
    let proof = choucha::log::LogProof::parse(proof.as_bytes()).unwrap();
    let log = VerifierKey::parse(&logbook::face(&office).unwrap().key).unwrap();
    let policy = choucha::log::Policy::of(log, Vec::new(), 0).unwrap();
    proof.check(body.as_bytes(), &policy, None).unwrap();
    assert!(proof.check(b"{}", &policy, None).is_err());
    assert_eq!(reason(logbook::prove(&office, 0)), "log-index-outside");
    assert_eq!(reason(logbook::prove(&office, 999)), "log-index-outside");
}

#[test]
fn a_published_log_is_checked_as_a_whole() {
    let temp = tempfile::tempdir().unwrap();
    let office = lived(temp.path());
    let log = office.paths.log();
    let kept = SignedCheckpoint::parse(&fs::read(log.join("checkpoint")).unwrap()).unwrap().head();
    abandon(&office, PLAN, "整批作废").unwrap();
    let audit = checker::audit(&log, None, &[kept.size], &Quiet).unwrap();
    checker::continues(&kept, &audit.roots[0]).unwrap();
    assert!(checker::continues(&kept, &audit.root).is_err());
    assert_eq!(
        checker::audit(&log, None, &[audit.size + 1], &Quiet).unwrap_err().reason.id,
        "checker-log-shorter"
    );

    let tile = |name: &str| log.join("tile").join(name);
    let bundle = fs::read_dir(tile("entries")).unwrap().next().unwrap().unwrap().path();
    let partial = fs::read_dir(&bundle).unwrap().map(|e| e.unwrap().path()).max_by_key(|path| {
        path.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse::<u32>().ok())
    });
    let partial = partial.unwrap();
    let bytes = fs::read(&partial).unwrap();
    fs::write(&partial, String::from_utf8_lossy(&bytes).replacen("draw", "dram", 1)).unwrap();
    assert!(checker::audit(&log, None, &[], &Quiet).is_err());
    fs::write(&partial, &bytes[..bytes.len() - 1]).unwrap();
    assert!(checker::audit(&log, None, &[], &Quiet).is_err());
    fs::remove_file(&partial).unwrap();
    assert!(checker::audit(&log, None, &[], &Quiet).is_err());
}

#[test]
fn the_kinds_are_documented() {
    let text = include_str!("../../src/record/ENTRIES.md");
    for kind in KINDS {
        let start = text
            .find(&format!("\n### {}\n", kind.name))
            .unwrap_or_else(|| panic!("{} is missing", kind.name));
        let section = &text[start + 1..];
        let section = &section[..section.find("\n### ").unwrap_or(section.len())];
        for member in kind.members {
            let row = format!("| `{}` | {} |", member.name, member.form.name());
            assert!(section.contains(&row), "{}: {row}", kind.name);
        }
    }
}

#[test]
fn a_case_file_holds_until_somebody_touches_it() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path();
    let office = lived(dir);
    let zip = dir.join("案卷.zip");
    let made = workflow_case::case(&office, PLAN, "1", &zip).unwrap();
    assert_eq!(made.visit, 1);
    assert_eq!(reason(workflow_case::case(&office, PLAN, "1", &zip)), "case-exists");
    assert_eq!(reason(workflow_case::case(&office, PLAN, "9999", &dir.join("x.zip"))), "amend-no-visit-of");
    let files = workflow_case::read(&zip).unwrap();
    let held = case::check(&files, None).unwrap();
    assert_eq!((held.visit, held.documents), (1, 1));
    let face = logbook::face(&office).unwrap();
    for key in [&face.key, &face.former[0]] {
        case::check(&files, Some(&VerifierKey::parse(key).unwrap())).unwrap();
    }
    let story: Json = serde_json::from_slice(&files["case.json"]).unwrap();
    assert_eq!(
        (story["given_up"].as_bool(), story["amendments"][0]["reason"].as_str()),
        (Some(true), Some("已注销"))
    );
    assert!(
        story["timeline"]
            .as_array()
            .unwrap()
            .iter()
            .any(|line| line["hidden"]["reason"] == "已注销" || line["kind"] == "draw")
    );

    // A visit nobody amended has its case too, and each file counts.
    let plain = dir.join("3.zip");
    workflow_case::case(&office, PLAN, "3", &plain).unwrap();
    assert_eq!(case::check(&workflow_case::read(&plain).unwrap(), None).unwrap().documents, 0);
    for name in files.keys() {
        let mut changed = files.clone();
        changed.get_mut(name).unwrap().push(b' ');
        assert!(case::check(&changed, None).is_err(), "{name} altered");
        let mut without = files.clone();
        without.remove(name);
        assert!(case::check(&without, None).is_err(), "{name} removed");
    }
    let mut more = files.clone();
    more.insert("x".into(), Vec::new());
    assert_eq!(case::check(&more, None).unwrap_err().reason.id, "checker-unknown-file");
    // Rewritten together with its list, it is no longer the one on record.
    let mut forged = files.clone();
    forged.insert(
        "case.json".into(),
        String::from_utf8_lossy(&files["case.json"]).replace("已注销", "已搬走").into(),
    );
    let sums: String = forged
        .iter()
        .filter(|(name, _)| *name != "SHA256SUMS" && !name.starts_with("log/"))
        .map(|(name, bytes)| format!("{}  {name}\n", Digest::of(bytes)))
        .collect();
    forged.insert("SHA256SUMS".into(), sums.into());
    assert_eq!(case::check(&forged, None).unwrap_err().reason.id, "checker-case-unrecorded");
}
