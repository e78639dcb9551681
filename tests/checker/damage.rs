//! Torn and damaged bundles, by chance: never a panic, always a fault.

use std::fs;
use std::path::Path;

use choucha::checker::verify;
use choucha::domain::progress::Quiet;
use proptest::prelude::*;

use crate::sample::{seal, write};
use crate::tamper::{Base, Files};

const BASES: [&str; 7] = ["plain", "unopened", "drand", "sealed", "amended", "group", "experts"];

/// What may happen to a file.
#[derive(Debug, Clone, Copy)]
enum Damage {
    Cut(usize),
    Flip(usize, u8),
    Remove(usize, usize),
    Double(usize, usize),
    Insert(usize, u8),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<usize>();
    prop_oneof![
        at.prop_map(Damage::Cut),
        (at, 0u8..8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        (at, 1usize..200).prop_map(|(at, length)| Damage::Remove(at, length)),
        (at, 1usize..200).prop_map(|(at, length)| Damage::Double(at, length)),
        (at, any::<u8>()).prop_map(|(at, byte)| Damage::Insert(at, byte)),
    ]
}

/// Whether the bytes are others now.
fn harm(bytes: &mut Vec<u8>, damage: Damage) -> bool {
    let before = bytes.clone();
    let place = |at: usize| if before.is_empty() { 0 } else { at % before.len() };
    let run = |at: usize, length: usize| place(at)..(place(at) + length).min(before.len());
    match damage {
        Damage::Cut(at) => bytes.truncate(place(at)),
        Damage::Flip(at, bit) => {
            if let Some(byte) = bytes.get_mut(place(at)) {
                *byte ^= 1 << bit;
            }
        }
        Damage::Remove(at, length) => drop(bytes.drain(run(at, length))),
        Damage::Double(at, length) => {
            let again = before[run(at, length)].to_vec();
            bytes.splice(place(at)..place(at), again);
        }
        Damage::Insert(at, byte) => bytes.insert(place(at), byte),
    }
    *bytes != before
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn damage_is_never_a_panic_and_always_a_fault(
        base in prop::sample::select(BASES.to_vec()),
        file in any::<prop::sample::Index>(),
        damage in damage(),
        // 0: just damaged; 1: digests written anew; 2: the plan too, where it fixes the file.
        depth in 0..3,
    ) {
        let mut files = Base::Golden(base).load().remove(0);
        let names: Vec<String> = files.0.keys().cloned().collect();
        let name = &names[file.index(names.len())];
        prop_assume!(harm(files.0.get_mut(name).unwrap(), damage));
        if depth > 0 && name != "SHA256SUMS" {
            seal(&mut files.0);
        }
        if depth > 1 && (name.starts_with("frames/") || ["roster.csv", "barred.csv"].contains(&name.as_str())) {
            prop_assume!(files.0[name].contains(&b'\n'));
            files.refreeze();
        }
        let verdict = verify(files.write().path(), &Quiet);
        // What an amendment gives as its reason and time is nobody's to recompute.
        if verdict.is_ok() {
            prop_assert_eq!((name.as_str(), depth > 0), ("amendments.csv", true));
        }
    }
}

#[test]
fn every_file_cut_at_every_hundredth_byte_is_a_fault() {
    let files: Files = Base::Golden("amended").load().remove(0);
    let dir = files.write();
    for (name, bytes) in &files.0 {
        let path = dir.path().join(name);
        for end in (0..bytes.len()).step_by(1 + bytes.len() / 40) {
            fs::write(&path, &bytes[..end]).unwrap();
            assert!(verify(dir.path(), &Quiet).is_err(), "{name} cut to {end}");
        }
        fs::write(&path, bytes).unwrap();
    }
    assert!(verify(dir.path(), &Quiet).is_ok());
}

#[test]
fn nothing_but_the_bundle() {
    let files = Base::Golden("plain").load().remove(0);
    let reason = |dir: &Path| verify(dir, &Quiet).map_err(|fault| (fault.reason.id, fault.file)).unwrap_err();

    let dir = files.write();
    fs::create_dir(dir.path().join("log")).unwrap();
    fs::write(dir.path().join("log/checkpoint"), "x").unwrap();
    // A plan that names no log is not held against one that lies beside.
    assert!(verify(dir.path(), &Quiet).unwrap().logged.is_none());

    let dir = files.write();
    fs::write(dir.path().join("log"), "x").unwrap();
    assert_eq!(reason(dir.path()), ("checker-not-a-folder", "log".into()));

    let dir = files.write();
    fs::remove_file(dir.path().join("draw.csv")).unwrap();
    fs::create_dir(dir.path().join("draw.csv")).unwrap();
    assert_eq!(reason(dir.path()), ("checker-not-a-file", "draw.csv".into()));

    let dir = files.write();
    fs::create_dir(dir.path().join("frames/p0.csv")).unwrap();
    assert_eq!(reason(dir.path()), ("checker-not-a-file", "frames/p0.csv".into()));

    let dir = files.write();
    fs::remove_dir_all(dir.path().join("frames")).unwrap();
    assert_eq!(reason(dir.path()), ("checker-sums-surplus", "SHA256SUMS".into()));
    fs::write(dir.path().join("frames"), "x").unwrap();
    assert_eq!(reason(dir.path()), ("checker-not-a-folder", "frames".into()));

    let dir = files.write();
    fs::create_dir(dir.path().join("old")).unwrap();
    assert_eq!(reason(dir.path()), ("checker-unknown-file", "old".into()));
    assert_eq!(reason(&dir.path().join("no/where")), ("checker-no-folder", ".".into()));
    assert_eq!(reason(&dir.path().join("plan.json")), ("checker-no-folder", ".".into()));
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(reason(empty.path()), ("checker-no-bundle", ".".into()));
    write(&files.0, empty.path());
    assert!(verify(empty.path(), &Quiet).is_ok());
}

#[cfg(unix)]
#[test]
fn a_link_is_no_file() {
    let files = Base::Golden("plain").load().remove(0);
    for name in ["teams.csv", "frames/p1.csv", "SHA256SUMS"] {
        let dir = files.write();
        let elsewhere = tempfile::NamedTempFile::new().unwrap();
        fs::copy(dir.path().join(name), elsewhere.path()).unwrap();
        fs::remove_file(dir.path().join(name)).unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), dir.path().join(name)).unwrap();
        let fault = verify(dir.path(), &Quiet).unwrap_err();
        assert_eq!((fault.reason.id, fault.file.as_str()), ("checker-symlink", name));
    }
}
