//! The portal's edition: what is public of an office, and nothing else.

mod explain;
mod history;
pub mod privacy;
pub mod results;
mod sealed;
mod store;

use std::fs;
use std::path::Path;

use choucha::checker::verify;
use choucha::domain::Digest;
use choucha::domain::progress::Quiet;
use choucha::log::{SignedCheckpoint, VerifierKey};
use choucha::publication::public::{
    Company, Document, Draw, ItemPage, Kind, OfficeFace, Officer, Plan, Stage, Visit,
};
use choucha::store::entries;
use choucha::store::portal::{self, Listing, Portal};
use choucha::workflow::Office;
use choucha::workflow::filing;
use choucha::workflow::portal::{bundle_dir, open, refresh};
use choucha::workflow::publish::{self, publish};

use crate::office::{approved, drawn, frozen};
use crate::tiny::{AFTER, PLAN, code};

pub(crate) fn opened(office: &Office) -> Portal {
    open(&office.paths, 2).unwrap()
}

pub fn got<D: Document>(portal: &Portal, key: &str) -> Option<D> {
    portal.read(|tx| portal::get(tx, key)).unwrap()
}

pub fn count(portal: &Portal, kind: Kind) -> u64 {
    portal.read(|tx| portal::count(tx, kind)).unwrap()
}

pub fn publish_full(office: &Office, dir: &Path) {
    publish(office, PLAN, &dir.join("out"), publish::Options::default(), &Quiet).unwrap();
}

#[test]
fn nothing_of_a_plan_is_public_before_its_freeze() {
    let dir = tempfile::tempdir().unwrap();
    let office = approved(dir.path());
    let portal = opened(&office);
    let done = refresh(&office, &portal, &Quiet).unwrap();
    assert!(done.fresh);
    assert_eq!(count(&portal, Kind::Plan), 0);
    assert_eq!((count(&portal, Kind::Item), count(&portal, Kind::Officer)), (2, 8));
    assert_eq!(got::<ItemPage>(&portal, "SC-1").unwrap().versions[0].name, "年报检查");
    assert_eq!(got::<Officer>(&portal, "Z002").unwrap().name, "虚构2");
    let face: OfficeFace = got(&portal, "").unwrap();
    assert_eq!((face.figures.items, face.figures.officers, face.figures.plans), (2, 8, 0));
    // A second time changes nothing.
    let again = refresh(&office, &portal, &Quiet).unwrap();
    assert_eq!((again.fresh, again.made, again.removed), (false, 0, 0));
}

#[test]
fn a_plan_is_public_from_its_freeze_its_draw_from_its_publication() {
    let dir = tempfile::tempdir().unwrap();
    let office = frozen(dir.path());
    let portal = opened(&office);
    refresh(&office, &portal, &Quiet).unwrap();
    let plan: Plan = got(&portal, PLAN).unwrap();
    assert_eq!((plan.stage, plan.joint, plan.attempts.len()), (Stage::Frozen, true, 1));
    let kinds: Vec<&str> = plan.timeline.iter().map(|step| step.kind.as_str()).collect();
    assert_eq!(kinds, ["approve", "commit", "freeze"]);
    drop((office, portal));

    let dir = tempfile::tempdir().unwrap();
    let office = drawn(dir.path());
    let portal = opened(&office);
    refresh(&office, &portal, &Quiet).unwrap();
    assert_eq!(got::<Plan>(&portal, PLAN).unwrap().stage, Stage::Drawn);
    for kind in [Kind::Draw, Kind::Visit, Kind::Company] {
        assert_eq!(count(&portal, kind), 0, "{kind:?}");
    }
    publish_full(&office, dir.path());
    let done = refresh(&office, &portal, &Quiet).unwrap();
    assert!(!done.fresh);
    let plan: Plan = got(&portal, PLAN).unwrap();
    assert_eq!(plan.stage, Stage::Disclosed);
    let draw: Draw = got(&portal, "1").unwrap();
    assert_eq!(plan.figures.visits, draw.visits);
    assert_eq!(draw.visits, count(&portal, Kind::Visit));
    assert_eq!(count(&portal, Kind::Company), 40);
    let bundle = bundle_dir(&office.paths, &choucha::domain::Digest::parse(&draw.bundle).unwrap());
    verify(&bundle, &Quiet).unwrap();
    for part in &draw.parts {
        for stratum in &part.strata {
            let bars: (u64, u64) =
                stratum.tickets.iter().fold((0, 0), |sum, bar| (sum.0 + bar.tickets, sum.1 + bar.selected));
            assert_eq!(bars, (stratum.eligible, stratum.selected));
            assert!(stratum.cutoff < stratum.next);
        }
    }
    let company: Company = got(&portal, &code(7)).unwrap();
    assert_eq!((company.name.as_str(), company.draws.as_slice()), ("虚构公司7", &[1][..]));
    let listed =
        portal.read(|tx| portal::list::<Visit>(tx, &Listing { limit: 100, ..Listing::default() })).unwrap();
    for visit in &listed.items {
        assert!(visit.teams.iter().all(|team| team.members.len() == 2), "{visit:?}");
        let company: Company = got(&portal, &visit.code).unwrap();
        assert_eq!(company.visits, [visit.key()]);
        let told = choucha::checker::explain(&bundle, &visit.code, &Quiet).unwrap();
        assert_eq!(told.visit, Some(visit.visit));
        for (department, members) in &told.teams {
            let own = visit.teams.iter().find(|team| team.department == *department).unwrap();
            let own: Vec<_> =
                own.members.iter().map(|one| (one.certificate.clone(), one.name.clone())).collect();
            assert_eq!(own, *members);
        }
    }
    let hits = portal.read(|tx| portal::search(tx, "构公司17", None, 0, 10)).unwrap();
    assert_eq!((hits.total, hits.items[0].key.clone()), (1, code(17)));
    // A whole code finds what any part does that is this one's alone; what is the
    // whole key of something else is looked for in all texts like any other.
    let found = |words: &str| {
        let hits = portal.read(|tx| portal::search(tx, words, None, 0, 200)).unwrap();
        let mut keys: Vec<_> = hits.items.into_iter().map(|hit| (hit.kind, hit.key)).collect();
        keys.sort();
        assert_eq!(keys.len() as u64, hits.total);
        keys
    };
    for visit in listed.items.iter().take(3) {
        assert!(!found(&visit.code).is_empty());
        assert_eq!(found(&visit.code), found(&visit.code[1..]));
        assert_eq!(found(&visit.code.to_lowercase()), found(&visit.code));
        // The company itself comes before what is about it.
        for words in [&visit.code[..], &visit.code[1..]] {
            let hits = portal.read(|tx| portal::search(tx, words, None, 0, 1)).unwrap();
            assert_eq!((hits.items[0].kind, &hits.items[0].key), (Kind::Company, &visit.code));
        }
    }
    let item = found("SC-1");
    assert!(item.len() > 1, "{item:?}");
    assert_eq!(item, found("C-1"));
    let again = refresh(&office, &portal, &Quiet).unwrap();
    assert_eq!((again.made, again.removed), (0, 0));
}

/// What witnesses file once a bundle is out, and what they had filed in time
/// and sends word of late, stands in its `log/` after the next edition.
#[test]
fn filings_after_publication_reach_the_bundle() {
    let dir = tempfile::tempdir().unwrap();
    let office = drawn(dir.path());
    let (mut witness, key) = crate::fsck::witness(&dir.path().join("witness"), &office);
    filing::add_witness(&office, &key, "").unwrap();
    publish_full(&office, dir.path());
    let portal = opened(&office);
    refresh(&office, &portal, &Quiet).unwrap();
    let bundle = got::<Draw>(&portal, "1").unwrap().bundle;
    let bundle = bundle_dir(&office.paths, &Digest::parse(&bundle).unwrap());
    let checkpoint = || SignedCheckpoint::parse(&fs::read(bundle.join("log/checkpoint")).unwrap()).unwrap();
    let keys = [VerifierKey::parse(&key).unwrap()];
    let cosigned = || checkpoint().cosignatures(&keys).unwrap().len();
    assert_eq!(cosigned(), 0);
    let size = office.store.read(entries::count).unwrap();

    crate::fsck::file(&office, &mut witness, "虚构司法局", dir.path(), AFTER);
    refresh(&office, &portal, &Quiet).unwrap();
    assert_eq!((cosigned(), checkpoint().head().size), (1, size));
    verify(&bundle, &Quiet).unwrap();
    let before = fs::read(bundle.join("log/proofs.json")).unwrap();
    // One more of the same witness tells nothing more of this bundle.
    crate::fsck::file(&office, &mut witness, "虚构司法局", dir.path(), AFTER);
    refresh(&office, &portal, &Quiet).unwrap();
    assert_eq!(checkpoint().head().size, size);
    assert_eq!(fs::read(bundle.join("log/proofs.json")).unwrap(), before);
    // Made anew from nothing, the edition says the same.
    drop(portal);
    fs::remove_dir_all(office.paths.portal()).unwrap();
    refresh(&office, &opened(&office), &Quiet).unwrap();
    assert_eq!(cosigned(), 1);
    verify(&bundle, &Quiet).unwrap();
}
