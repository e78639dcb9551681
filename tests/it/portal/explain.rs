//! A company's quick answer is the slow one's, to the letter.

use std::fs;

use choucha::checker::{Indexed, explain, index};
use choucha::domain::Digest;
use choucha::domain::progress::Quiet;
use choucha::publication::public::Draw;
use choucha::workflow::amend::{Act, amend};
use choucha::workflow::portal::{self, bundle_dir, index_dir, refresh};

use super::{got, opened, publish_full};
use crate::office::drawn;
use crate::tiny::{PLAN, code};

#[test]
fn the_quick_answer_is_the_slow_one() {
    let dir = tempfile::tempdir().unwrap();
    let office = drawn(dir.path());
    let portal = opened(&office);
    for round in 0..2 {
        if round == 1 {
            let proof = dir.path().join("proof.txt");
            fs::write(&proof, "注销").unwrap();
            for visit in ["1", "3"] {
                amend(&office, PLAN, Act::Substitute { visit, proof: &proof }, "已注销", &Quiet).unwrap();
            }
        }
        publish_full(&office, dir.path());
        refresh(&office, &portal, &Quiet).unwrap();
        let draw: Draw = got(&portal, "1").unwrap();
        let sums = Digest::parse(&draw.bundle).unwrap();
        let bundle = bundle_dir(&office.paths, &sums);
        // With blocks of four rows the frame's tree has several levels of them.
        let folders = [1, 4, 32, 256].map(|block| {
            let kept = dir.path().join(format!("index-{round}-{block}"));
            fs::create_dir(&kept).unwrap();
            for (name, bytes) in index(&bundle, block, &Quiet).unwrap() {
                fs::write(kept.join(name), bytes).unwrap();
            }
            kept
        });
        let codes = (1..=42).map(code).chain(["1".into(), "ZZ".into(), "91640502XT00000".into()]);
        for code in codes {
            let slow = explain(&bundle, &code, &Quiet).unwrap();
            for kept in &folders {
                let quick = Indexed { bundle: &bundle, index: kept }.explain(&code).unwrap();
                assert_eq!(quick.as_ref(), Some(&slow), "{code}");
            }
        }
        for n in [1, 17, 40, 41] {
            let slow = explain(&bundle, &code(n), &Quiet).unwrap();
            assert_eq!(
                portal::explain(&office.paths, &sums, &format!(" {} ", code(n).to_lowercase())).unwrap(),
                slow
            );
        }
        let slow = explain(&bundle, "有", &Quiet).unwrap_err();
        assert_eq!(portal::explain(&office.paths, &sums, "有").unwrap_err(), slow);
        // Without an index, or with one of another state, the slow one answers.
        fs::remove_file(index_dir(&office.paths, &sums).join("facts.json")).unwrap();
        let slow = explain(&bundle, &code(3), &Quiet).unwrap();
        assert_eq!(portal::explain(&office.paths, &sums, &code(3)).unwrap(), slow);
    }
}
