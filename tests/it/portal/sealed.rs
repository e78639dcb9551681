//! Sealed plans, abandoned attempts, bundles that fell behind: what is public
//! is what was handed out, no more and no less.

use std::fs;

use choucha::checker::verify;
use choucha::domain::Digest;
use choucha::domain::progress::Quiet;
use choucha::publication::public::{Company, Draw, Kind, Plan, Stage, Visit};
use choucha::store::portal::{self, Listing};
use choucha::workflow::abandon::abandon;
use choucha::workflow::amend::{Act, amend};
use choucha::workflow::approve::approve;
use choucha::workflow::commit::register;
use choucha::workflow::draw::draw;
use choucha::workflow::freeze::freeze;
use choucha::workflow::fsck::fsck;
use choucha::workflow::portal::{bundle_dir, refresh};
use choucha::workflow::publish::{self, publish};
use choucha::workflow::reveal::reveal;

use super::history::everything;
use super::{count, got, opened, publish_full};
use crate::office::{drawn, lottery, observer, pledge};
use crate::tiny::{APPROVED, COMMITTED, DRAWN, FROZEN, LOTTERY, PLAN, REVEALED, at, plan, plan_file, set_up};

#[test]
fn a_sealed_plan_tells_nothing_of_its_draw_until_it_is_disclosed() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = set_up(dir.path());
    let toml = plan("sealed = true") + "\n[[source]]\nname = \"own\"\nkind = \"sealed\"\n";
    fs::write(plan_file(dir.path()), toml).unwrap();
    at(&mut office, APPROVED);
    approve(&office, &plan_file(dir.path()), "").unwrap();
    at(&mut office, COMMITTED);
    register(&office, PLAN, "observer", pledge(1), false).unwrap();
    at(&mut office, FROZEN);
    freeze(&office, &plan_file(dir.path()), false, &Quiet).unwrap();
    at(&mut office, REVEALED);
    reveal(&office, PLAN, observer()).unwrap();
    at(&mut office, DRAWN);
    reveal(&office, PLAN, lottery(LOTTERY)).unwrap();
    draw(&office, PLAN, &Quiet).unwrap();
    let portal = opened(&office);
    let out = dir.path().join("out");
    let sealed = publish(&office, PLAN, &out, publish::Options::default(), &Quiet).unwrap();
    refresh(&office, &portal, &Quiet).unwrap();
    let page: Plan = got(&portal, PLAN).unwrap();
    assert_eq!((page.stage, page.figures.visits), (Stage::Sealed, 0));
    for kind in [Kind::Draw, Kind::Visit, Kind::Company] {
        assert_eq!(count(&portal, kind), 0);
    }
    let bundle = bundle_dir(&office.paths, &sealed.sums);
    let names: Vec<String> = fs::read_dir(&bundle)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(!bundle.join("visits.csv").exists() && bundle.join("plan.json").exists());
    // No seed, no ticket, no visited code stands anywhere below the portal.
    let seed = office.store.read(choucha::store::attempts::list).unwrap()[0].seed.unwrap().to_string();
    let database = fs::read(office.paths.portal().join("public.db")).unwrap();
    assert!(!database.windows(64).any(|window| window == seed.as_bytes()));

    let disclose = publish::Options { disclose: true, ..publish::Options::default() };
    publish(&office, PLAN, &out, disclose, &Quiet).unwrap();
    refresh(&office, &portal, &Quiet).unwrap();
    assert_eq!(got::<Plan>(&portal, PLAN).unwrap().stage, Stage::Disclosed);
    assert_eq!(got::<Draw>(&portal, "1").unwrap().seed, seed);
    verify(&bundle, &Quiet).unwrap();
}

#[test]
fn what_was_amended_is_public_once_it_is_published_again() {
    let dir = tempfile::tempdir().unwrap();
    let office = drawn(dir.path());
    let portal = opened(&office);
    publish_full(&office, dir.path());
    refresh(&office, &portal, &Quiet).unwrap();
    let before = everything(&portal);
    let first: Draw = got(&portal, "1").unwrap();
    let proof = dir.path().join("proof.txt");
    fs::write(&proof, "注销").unwrap();
    amend(&office, PLAN, Act::Substitute { visit: "1", proof: &proof }, "已注销", &Quiet).unwrap();
    refresh(&office, &portal, &Quiet).unwrap();
    assert_eq!(got::<Draw>(&portal, "1").unwrap(), first);
    assert!(!got::<Visit>(&portal, "1-1").unwrap().given_up);

    // The folder is a cache: made anew, it is what it was, though the attempt's
    // files have moved on.
    drop(portal);
    fs::remove_dir_all(office.paths.portal()).unwrap();
    let portal = opened(&office);
    assert!(refresh(&office, &portal, &Quiet).unwrap().fresh);
    let again = everything(&portal);
    let without = |all: &std::collections::BTreeMap<(&'static str, String), _>| {
        all.keys().filter(|(kind, _)| !["office", "plans"].contains(kind)).cloned().collect::<Vec<_>>()
    };
    assert_eq!(without(&again), without(&before));
    for key in without(&before) {
        assert_eq!(again[&key], before[&key], "{key:?}");
    }
    let old = bundle_dir(&office.paths, &Digest::parse(&first.bundle).unwrap());
    assert_eq!(verify(&old, &Quiet).unwrap().amendments, 0);

    publish_full(&office, dir.path());
    refresh(&office, &portal, &Quiet).unwrap();
    let second: Draw = got(&portal, "1").unwrap();
    assert!(second.bundle != first.bundle && !second.amendments.is_empty());
    assert!(got::<Visit>(&portal, "1-1").unwrap().given_up);
    let new = bundle_dir(&office.paths, &Digest::parse(&second.bundle).unwrap());
    assert!(verify(&new, &Quiet).unwrap().amendments > 0);
    // The address of the earlier one stays good.
    assert_eq!(verify(&old, &Quiet).unwrap().amendments, 0);
    let listed = portal
        .read(|tx| {
            portal::list::<Visit>(
                tx,
                &Listing { filters: vec![("state".into(), "given_up".into())], limit: 9, after: None },
            )
        })
        .unwrap();
    assert_eq!(listed.total, 1);
    // An office with a portal is in order.
    let found = fsck(&office, None, &Quiet).unwrap();
    assert_eq!(found.faults, []);
}

#[test]
fn an_abandoned_draw_stays_where_it_was_disclosed_and_does_not_come_where_it_was_not() {
    let dir = tempfile::tempdir().unwrap();
    let office = drawn(dir.path());
    let portal = opened(&office);
    abandon(&office, PLAN, "PRIVATE-why").unwrap();
    refresh(&office, &portal, &Quiet).unwrap();
    let page: Plan = got(&portal, PLAN).unwrap();
    assert_eq!((page.stage, page.attempts[0].disclosed), (Stage::Abandoned, false));
    assert_eq!((count(&portal, Kind::Draw), count(&portal, Kind::Visit)), (0, 0));

    let dir = tempfile::tempdir().unwrap();
    let office = drawn(dir.path());
    let portal = opened(&office);
    publish_full(&office, dir.path());
    refresh(&office, &portal, &Quiet).unwrap();
    let visits = count(&portal, Kind::Visit);
    abandon(&office, PLAN, "PRIVATE-why").unwrap();
    refresh(&office, &portal, &Quiet).unwrap();
    assert!(got::<Draw>(&portal, "1").unwrap().abandoned);
    assert_eq!(got::<Plan>(&portal, PLAN).unwrap().figures, Default::default());
    let void = portal.read(|tx| portal::facet_counts(tx, Kind::Visit, "state")).unwrap();
    assert_eq!(void, [("void".to_owned(), visits)]);
    assert_eq!(got::<Company>(&portal, &crate::tiny::code(1)).unwrap().draws, [1]);
}

#[test]
fn a_damaged_or_foreign_database_is_begun_anew() {
    let dir = tempfile::tempdir().unwrap();
    let office = drawn(dir.path());
    publish_full(&office, dir.path());
    let portal = opened(&office);
    refresh(&office, &portal, &Quiet).unwrap();
    let whole = everything(&portal);
    drop(portal);
    fs::write(office.paths.portal().join("public.db"), "no database at all, but long enough to be read")
        .unwrap();
    for suffix in ["-wal", "-shm"] {
        let _ = fs::remove_file(office.paths.portal().join(format!("public.db{suffix}")));
    }
    let portal = opened(&office);
    assert!(refresh(&office, &portal, &Quiet).unwrap().fresh);
    assert_eq!(everything(&portal), whole);
}
