//! The log on SQLite, with durable commits, as ratios to its limits: 1,000,000
//! entries appended in batches (50,000 a second), one proof from the database
//! (1 ms), `fsck` of the log (30 s).
//!
//! `cargo bench --bench vault [-- ENTRIES]`
#![allow(missing_docs, clippy::unwrap_used)]

use std::time::{Duration, Instant};

use choucha::domain::calendar::parse_instant;
use choucha::domain::progress::Quiet;
use choucha::domain::{Digest, merkle};
use choucha::log::{Algorithm, SignerKey, check_inclusion, prove_inclusion};
use choucha::record::details;
use choucha::store::keys::{self, Role};
use choucha::store::{Store, entries, no_points, tree};
use choucha::workflow::fsck::log_part;

/// Entries to a transaction, each ending in a signed checkpoint.
const BATCH: u64 = 5000;

fn main() {
    let count: u64 = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(1_000_000);
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("office.db"), true, no_points).unwrap();
    let key = [SignerKey::from_seed("bench.example/log", Algorithm::Ed25519, &[1; 32]).unwrap()];
    let at = parse_instant("2026-10-01T09:00:00+08:00").unwrap();
    let vkey = key[0].verifier().to_string();
    let mut salts = 0u64;
    // Fresh for each commitment, and cheap: what randomness costs is not ours.
    let mut salt = || {
        salts += 1;
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&salts.to_be_bytes());
        Ok(Digest(bytes))
    };
    store
        .write(|tx| {
            let members = details([
                ("office", "虚构局".into()),
                ("practice", true.into()),
                ("utc", "+08:00".into()),
                ("area", "".into()),
                ("key", vkey.as_str().into()),
            ]);
            let seq = entries::append(tx, &at, "init", members.hiding("by", "甲"), &mut salt)?;
            keys::add(tx, &vkey, Role::Log, seq)?;
            tree::seal(tx, &key).map(drop)
        })
        .unwrap();

    let mut done = 1;
    let appending = timed(|| {
        while done < count {
            let batch: Vec<_> = (done..count.min(done + BATCH))
                .map(|number| {
                    let members = [
                        ("plan", format!("B-{}", number / 100).into()),
                        ("attempt", 1.into()),
                        ("source", format!("s{}", number % 100).into()),
                        ("commitment", Digest::of(&number.to_be_bytes()).to_string().into()),
                    ];
                    (at, "commit", details(members).hiding("by", "甲"))
                })
                .collect();
            done += batch.len() as u64;
            store
                .write(|tx| {
                    entries::append_all(tx, batch, &mut salt)?;
                    tree::seal(tx, &key)
                })
                .unwrap();
        }
    });
    let rate = count as f64 / appending.as_secs_f64();
    println!(
        "append: {count} entries, {appending:.2?}, {rate:.0} a second, {:.3} of the limit",
        50_000.0 / rate
    );

    let proofs = 200;
    let proving = timed(|| {
        for n in 0..proofs {
            let index = n * 7_919_917 % count;
            store
                .read(|tx| {
                    let head = tree::latest(tx)?.unwrap().head;
                    let body = entries::bodies(tx, index + 1, index + 2)?.pop().unwrap();
                    let proof = prove_inclusion(index, head.size, &mut tree::reader(tx, head))?;
                    check_inclusion(merkle::leaf(body.as_bytes()), index, &head, &proof)
                })
                .unwrap();
        }
    }) / proofs as u32;
    println!("proof: {proving:.2?}, {:.3} of the limit", proving.as_secs_f64() / 0.001);

    let checking = timed(|| {
        let found = log_part(&store, &at, None, false, &Quiet).unwrap();
        assert_eq!((found.entries, found.faults), (count, Vec::new()));
    });
    println!("fsck: {checking:.2?}, {:.3} of the limit", checking.as_secs_f64() / 30.0);
}

fn timed(act: impl FnOnce()) -> Duration {
    let start = Instant::now();
    act();
    start.elapsed()
}
