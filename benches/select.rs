//! First random over 10,000,000 rows in 3,000 strata, as a ratio to hashing
//! that many one-block messages on all cores (limit 1.25).
//!
//! `cargo bench --no-default-features --bench select [-- ROWS]`
#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use choucha::domain::{Digest, Rate};
use choucha::draw::document::{Base, Part, Round, Stratum};
use choucha::draw::selection::{FrameRows, select};
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

const STRATA: usize = 3000;

fn main() {
    let rows: usize = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(10_000_000);
    let zero = Digest([0; 32]);
    let strata = (0..STRATA).map(|i| Stratum {
        stratum: format!("s{i}"),
        areas: vec![],
        classes: vec![],
        rate: Some(Rate::parse("0.03").unwrap()),
        round: Some(Round::Up),
        base: Some(Base::All),
        count: None,
        min: None,
        max: None,
        reserves: 3,
    });
    let part = Part {
        part: "p1".into(),
        department: "d".into(),
        items: vec![],
        competences: vec![],
        team: 2,
        rows: rows as u64,
        sha256: zero,
        root: zero,
        excluded: BTreeMap::new(),
        scope: serde_json::Value::Null,
        strata: strata.collect(),
        more: BTreeMap::new(),
    };
    let mut frame = FrameRows::default();
    for row in 0..rows {
        frame.codes.push(&format!("91640500{row:010}"));
        frame.strata.push((row.wrapping_mul(2_654_435_761) >> 7) as u32 % STRATA as u32);
        frame.eligible.push(row % 23 != 0);
    }
    let mut ratios = Vec::new();
    for round in 0..5u8 {
        // The peer: one block each, through the hash library's plain call.
        let start = Instant::now();
        let sum: u64 = (0..rows)
            .into_par_iter()
            .with_min_len(1 << 16)
            .map(|row| u64::from(Sha256::digest(frame.codes.bytes(row))[0]))
            .sum();
        let hashing = start.elapsed();
        black_box(sum);
        let start = Instant::now();
        let draws = select(&part, &Digest([round; 32]), &frame);
        let selecting = start.elapsed();
        let drawn: usize = draws.iter().map(|draw| draw.drawn.len()).sum();
        let ratio = selecting.as_secs_f64() / hashing.as_secs_f64();
        println!("hashing {hashing:.2?}  selection {selecting:.2?}  drawn {drawn}  ratio {ratio:.3}");
        ratios.push(ratio);
    }
    ratios.sort_by(f64::total_cmp);
    println!("median ratio {:.3} (limit 1.25), {rows} rows", ratios[ratios.len() / 2]);
}
