//! The log's arithmetic over 1,000,000 entries of 300 bytes, as ratios to its
//! limits: appending (50,000 a second, of which storing takes the rest),
//! proofs from verified tiles (1 ms each), rereading every bundle (30 s).
//!
//! `cargo bench --no-default-features --bench log [-- ENTRIES]`
#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use choucha::domain::{Digest, Text, merkle};
use choucha::log::{
    Algorithm, Appender, Bundle, Resource, SignedCheckpoint, SignerKey, TileReader, check_consistency,
    check_inclusion, prove_consistency, prove_inclusion, write_bundle,
};

const BATCH: u64 = 1000;
const LENGTH: usize = 300;

fn entry(number: u64) -> Vec<u8> {
    let mut entry = format!("{{\"entry\":{number},\"more\":\"").into_bytes();
    entry.resize(LENGTH, b'.');
    entry
}

fn main() {
    let entries: u64 = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(1_000_000);
    let mut files: BTreeMap<Resource, Vec<u8>> = BTreeMap::new();
    let mut held = BTreeMap::new();
    let mut bundle: Vec<Vec<u8>> = Vec::new();
    for number in 0..entries {
        bundle.push(entry(number));
        if bundle.len() == 256 || number + 1 == entries {
            let place = Bundle { index: number / 256, width: bundle.len() as u16 };
            files.insert(Resource::Bundle(place), write_bundle(&bundle).unwrap());
            bundle.clear();
        }
    }

    // The peer: each entry through the hash library's plain call.
    let all: Vec<Vec<u8>> = (0..entries).map(entry).collect();
    let hashing = timed(|| {
        all.iter().for_each(|entry| {
            black_box(Digest::of(entry));
        });
    });
    let key = SignerKey::from_seed("bench.example/log", Algorithm::Ed25519, &[1; 32]).unwrap();
    let mut appender = Appender::new();
    let mut checkpoints = 0;
    let appending = timed(|| {
        for batch in all.chunks(BATCH as usize) {
            batch.iter().for_each(|entry| appender.push_entry(entry).unwrap());
            held.extend(appender.take_tiles().into_iter().map(|(tile, bytes)| (Resource::Tile(tile), bytes)));
            black_box(SignedCheckpoint::sign(appender.head(), &key).unwrap());
            checkpoints += 1;
        }
    });
    files.extend(held);
    let head = appender.head();
    let rate = entries as f64 / appending.as_secs_f64();
    println!("{entries} entries of {LENGTH} bytes, {checkpoints} signed checkpoints");
    println!(
        "append: {appending:.2?}, {rate:.0} a second, {:.2} × plain hashing, {:.3} of the limit",
        appending.as_secs_f64() / hashing.as_secs_f64(),
        50_000.0 / rate
    );

    let source = |resource: Resource| files.get(&resource).cloned().ok_or_else(|| Text::new("missing"));
    let step = (entries / 2000).max(1) as usize;
    let numbers: Vec<u64> = (0..entries).step_by(step).map(|n| n.wrapping_mul(7_919) % entries).collect();
    let each = |took: Duration| took / numbers.len() as u32;
    // Tiles read and verified anew for every proof, as an occasional reader does.
    let cold = each(timed(|| {
        for index in &numbers {
            let mut reader = TileReader::new(head, source);
            let proof = prove_inclusion(*index, head.size, &mut reader).unwrap();
            check_inclusion(merkle::leaf(&all[*index as usize]), *index, &head, &proof).unwrap();
        }
    }));
    let mut reader = TileReader::new(head, source);
    let warm = each(timed(|| {
        for index in &numbers {
            black_box(prove_inclusion(*index, head.size, &mut reader).unwrap());
        }
    }));
    let consistency = each(timed(|| {
        for old in &numbers {
            black_box(prove_consistency(*old, head.size, &mut reader).unwrap());
        }
    }));
    let limit = Duration::from_millis(1);
    for (what, took) in [("inclusion, cold", cold), ("inclusion, warm", warm), ("consistency", consistency)] {
        println!("{what}: {took:.2?} a proof, {:.3} of the limit", took.as_secs_f64() / limit.as_secs_f64());
    }
    let old = head.size / 3;
    let mut small = Appender::new();
    all[..old as usize].iter().for_each(|entry| small.push_entry(entry).unwrap());
    let proof = prove_consistency(old, head.size, &mut reader).unwrap();
    check_consistency(&small.head(), &head, &proof).unwrap();

    let mut reader = TileReader::new(head, source);
    let mut read = 0;
    let reading = timed(|| {
        for place in Bundle::between(0, head.size) {
            read += reader.bundle(place).unwrap().len();
        }
    });
    assert_eq!(read as u64, entries);
    println!("rereading: {reading:.2?}, {:.3} of the limit", reading.as_secs_f64() / 30.0);
}

fn timed(act: impl FnOnce()) -> Duration {
    let start = Instant::now();
    act();
    start.elapsed()
}
