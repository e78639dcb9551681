//! An edition brought up to date step by step is the one made from scratch.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use choucha::domain::progress::Quiet;
use choucha::publication::public::Kind;
use choucha::store::portal::{self, Kept, Portal};
use choucha::workflow::Office;
use choucha::workflow::abandon::abandon;
use choucha::workflow::amend::{Act, amend};
use choucha::workflow::import::{Options, Register, import};
use choucha::workflow::portal::refresh;
use choucha::workflow::publish::{self, publish};
use choucha::workflow::results::{self, Chosen};
use proptest::prelude::*;

use super::opened;
use super::results::{accept, one, visits};
use crate::office::drawn;
use crate::tiny::PLAN;

/// Everything a portal keeps, by kind and key.
pub fn everything(portal: &Portal) -> BTreeMap<(&'static str, String), Kept> {
    let all = |tx: &mut choucha::store::Tx<'_>| {
        let mut out = BTreeMap::new();
        for kind in Kind::ALL {
            for key in portal::keys(tx, kind, "", "")? {
                out.insert((kind.name(), key.clone()), portal::labels_of(tx, kind, &key)?.unwrap());
            }
        }
        Ok(out)
    };
    portal.read(all).unwrap()
}

fn from_scratch(office: &Office, dir: &Path) -> BTreeMap<(&'static str, String), Kept> {
    let portal = Portal::open(&dir.join("scratch.db"), 1).unwrap();
    portal.write(portal::clear).unwrap();
    assert!(refresh(office, &portal, &Quiet).unwrap().fresh);
    everything(&portal)
}

fn act(office: &mut Office, dir: &Path, portal: &Portal, what: u32, which: usize) {
    let chosen = Chosen::default();
    let all = visits(portal);
    let visit = (!all.is_empty()).then(|| all[which % all.len()].clone());
    // Refusals are part of a history: what is refused changes nothing.
    match (what, visit) {
        (0 | 1, _) => drop(publish(office, PLAN, &dir.join("out"), publish::Options::default(), &Quiet)),
        (2, Some(visit)) => {
            fs::write(dir.join("proof.txt"), "注销").unwrap();
            let number = visit.visit.to_string();
            let act = Act::Substitute { visit: &number, proof: &dir.join("proof.txt") };
            drop(amend(office, PLAN, act, "已注销", &Quiet));
        }
        (3, Some(visit)) => {
            let Some(member) = visit.teams.first().and_then(|team| team.members.first()) else { return };
            let number = visit.visit.to_string();
            let act = Act::Recuse { visit: &number, inspector: &member.certificate };
            drop(amend(office, PLAN, act, "亲属", &Quiet));
        }
        (4..=6, Some(visit)) if !visit.teams.is_empty() => {
            let finding = ["未发现问题", "发现问题待后续处理"][which % 2];
            drop(results::record(office, PLAN, &one(&visit, which, finding), &Quiet));
            accept(office);
        }
        (7 | 8, _) => drop(results::publish(office, PLAN, &chosen)),
        (9, Some(visit)) if !visit.teams.is_empty() => {
            drop(results::correct(office, PLAN, &one(&visit, which, "未发现问题"), "更正", &Quiet));
            accept(office);
        }
        (10, Some(visit)) if !visit.teams.is_empty() => {
            let department = visit.teams[which % visit.teams.len()].department.clone();
            drop(results::withdraw(office, PLAN, &visit.visit.to_string(), Some(&department), "撤销"));
        }
        (11, _) => {
            let text = fs::read_to_string(dir.join("items.csv")).unwrap();
            fs::write(dir.join("items.csv"), text.replace("年报检查", &format!("年报检查{which}"))).unwrap();
            drop(import(office, Register::Items, &[dir.join("items.csv")], &Options::default(), &Quiet));
        }
        (12, _) => {
            let text = fs::read_to_string(dir.join("people.csv")).unwrap();
            fs::write(dir.join("people.csv"), text.replace("虚构1", "虚拟1")).unwrap();
            drop(import(
                office,
                Register::Inspectors,
                &[dir.join("people.csv")],
                &Options::default(),
                &Quiet,
            ));
        }
        (13, _) if which.is_multiple_of(5) => drop(abandon(office, PLAN, "重来")),
        _ => {
            let later = office.now() + chrono::Days::new([1, 40, 400, 1900][which % 4]);
            office.set_clock(later).unwrap();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn step_by_step_is_from_scratch(acts in prop::collection::vec((0..15u32, 0..40usize), 8..22)) {
        let dir = tempfile::tempdir().unwrap();
        let mut office = drawn(dir.path());
        let portal = opened(&office);
        for (at, (what, which)) in acts.iter().enumerate() {
            // The first act makes the draw public, so that there is something to follow.
            let what = if at == 0 { 0 } else { *what };
            act(&mut office, dir.path(), &portal, what, *which);
            refresh(&office, &portal, &Quiet).unwrap();
        }
        let (stepwise, scratch) = (everything(&portal), from_scratch(&office, dir.path()));
        prop_assert_eq!(stepwise.keys().collect::<Vec<_>>(), scratch.keys().collect::<Vec<_>>());
        for (key, kept) in &stepwise {
            prop_assert_eq!(kept, &scratch[key], "{:?}", key);
        }
        for kind in Kind::ALL {
            let counted = |portal: &Portal| portal.read(|tx| portal::count(tx, kind)).unwrap();
            prop_assert_eq!(counted(&portal), stepwise.keys().filter(|(own, _)| *own == kind.name()).count() as u64);
        }
        // Once more changes nothing.
        let again = refresh(&office, &portal, &Quiet).unwrap();
        prop_assert_eq!((again.made, again.removed), (0, 0));
    }
}
