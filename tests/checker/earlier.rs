//! A bundle against what was published of it earlier.

use std::fs;
use std::path::Path;

use choucha::checker::{Rule, earlier, verify};
use choucha::domain::progress::Quiet;
use choucha::lang::Lang;

use crate::sample::{Spec, bundle};
use crate::tamper::Files;

/// The same draw after so many of its substitutions.
fn after(acts: usize) -> Files {
    let substitutes = [2, 1, 5][..acts].to_vec();
    Files(bundle(&Spec { bars: 600, substitutes, ..Spec::default() }).files)
}

fn sealed(files: &Files) -> tempfile::TempDir {
    let mut only = files.clone();
    only.0.retain(|name, _| ["SHA256SUMS", "plan.json"].contains(&name.as_str()));
    only.write()
}

/// The reason and the file of the fault found, both languages able to say it.
fn fault(now: &Files, published: &Path) -> (&'static str, String) {
    let fault = earlier(now.write().path(), published).unwrap_err();
    for lang in [Lang::Zh, Lang::En] {
        let words = lang.say(&fault.text());
        assert!(lang.has(fault.reason.id) && !words.contains("{$"), "{words}");
    }
    (fault.reason.id, fault.file)
}

#[test]
fn only_amendments_may_have_come_since() {
    let states: Vec<Files> = (0..=3).map(after).collect();
    let rows = |files: &Files| files.lines("amendments.csv").len() as u64 - 1;
    let mut grew = false;
    for (at, then) in states.iter().enumerate() {
        let folder = sealed(then);
        for (later, now) in states.iter().enumerate() {
            let dir = now.write();
            verify(dir.path(), &Quiet).unwrap();
            let by_folder = earlier(dir.path(), folder.path());
            let by_file = earlier(dir.path(), &folder.path().join("SHA256SUMS"));
            if at > later {
                assert!(by_file.is_err());
                let fault = by_folder.unwrap_err();
                assert_eq!((fault.reason.id, fault.rule), ("checker-earlier-amendments", Rule::Amendments));
                continue;
            }
            let found = by_folder.unwrap();
            assert_eq!(by_file.unwrap(), found);
            assert_eq!((found.amendments, found.since), (rows(then), rows(now) - rows(then)));
            let differ = u64::from(at != later) + u64::from(then.0["opened.csv"] != now.0["opened.csv"]);
            assert_eq!(found.same, now.0.len() as u64 - 1 - differ);
            grew |= differ == 2;
        }
    }
    assert!(grew, "some substitute brought bars of its own");
}

#[test]
fn what_was_sealed_cannot_be_changed_unseen() {
    let (then, now) = (after(1), after(2));
    let folder = sealed(&then);
    let published = folder.path();
    let tampered = |edit: &dyn Fn(&mut Files)| {
        let mut files = now.clone();
        edit(&mut files);
        files.seal();
        fault(&files, published)
    };
    let differs = |file: &str| ("checker-earlier-differs", file.to_owned());
    for file in
        ["draw.csv", "teams.csv", "quota.csv", "short.csv", "visits.csv", "roster.csv", "ceremony.json"]
    {
        assert_eq!(tampered(&|f| f.0.get_mut(file).unwrap().push(b'\n')), differs(file));
    }
    assert_eq!(tampered(&|f| f.bytes("frames/p1.csv", |b| b.push(b'\n'))), differs("frames/p1.csv"));
    let amendments = || "amendments.csv".to_owned();
    assert_eq!(
        tampered(&|f| f.edit("amendments.csv", |l| l.truncate(1))),
        ("checker-earlier-amendments", amendments()),
        "removed"
    );
    assert_eq!(
        tampered(&|f| f.edit("amendments.csv", |l| l[1] = l[1].replacen(",登", ",已登", 1))),
        ("checker-earlier-amendments", amendments()),
        "another reason"
    );
    assert_eq!(
        tampered(&|f| f.edit("opened.csv", |l| drop(l.remove(1)))),
        ("checker-earlier-opened", "opened.csv".to_owned())
    );
    assert_eq!(tampered(&|f| drop(f.0.remove("frames/p1.csv"))).0, "checker-earlier-gone");
    assert_eq!(tampered(&|f| drop(f.0.insert("frames/p9.csv".into(), vec![]))).0, "checker-earlier-added");
    // Another attempt's bundle, whole and consistent, is not this one.
    let other = Files(bundle(&Spec { seed: 2, ..Spec::default() }).files);
    assert_eq!(fault(&other, published), ("checker-earlier-plan", "plan.json".to_owned()));
}

#[test]
fn what_is_held_against_it_must_be_in_order_itself() {
    let now = after(0);
    let folder = sealed(&now);
    let at = |name: &str| folder.path().join(name);
    let (sums, plan) = (fs::read_to_string(at("SHA256SUMS")).unwrap(), fs::read(at("plan.json")).unwrap());
    assert_eq!(fault(&now, &folder.path().join("nowhere")).0, "checker-unreadable");
    fs::write(at("plan.json"), [&plan[..], b" "].concat()).unwrap();
    assert_eq!(fault(&now, folder.path()).0, "checker-digest");
    fs::write(at("plan.json"), &plan).unwrap();
    let written = |text: &str| {
        fs::write(at("SHA256SUMS"), text).unwrap();
        fault(&now, folder.path()).0
    };
    assert_eq!(written("hello\n"), "checker-sums-line");
    assert_eq!(written(""), "checker-sums-lacks");
    let without = |name: &str| {
        let kept = sums.lines().filter(|line| !line.ends_with(name)).map(|line| format!("{line}\n"));
        kept.collect::<String>()
    };
    assert_eq!(written(&without("plan.json")), "checker-sums-lacks");
    assert_eq!(written(&without("opened.csv")), "checker-sums-lacks");
    assert_eq!(written(&without("draw.csv")), "checker-earlier-added");
    fs::write(at("SHA256SUMS"), &sums).unwrap();
    assert!(earlier(now.write().path(), folder.path()).is_ok());
    // No bundle at all is said as such.
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(verify(empty.path(), &Quiet).unwrap_err().reason.id, "checker-no-bundle");
}
