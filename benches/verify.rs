//! The checker on a bundle of 10,000,000 rows: time as a ratio to one plain
//! SHA-256 pass over the same files, and peak memory (limit 1 GiB); then what one
//! entity costs that wants to know only about itself.
//!
//! `cargo bench --no-default-features --bench verify [-- ROWS]`
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "../tests/checker/sample.rs"]
mod sample;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use choucha::checker::{BLOCK, Indexed, index};
use choucha::domain::progress::Quiet;
use choucha::draw::document::Round;
use sha2::{Digest as _, Sha256};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--b")).collect();
    if let [flag, dir] = args.as_slice()
        && flag == "--verify"
    {
        return verify(Path::new(dir));
    }
    let entities: usize = args.iter().find_map(|arg| arg.parse().ok()).unwrap_or(10_000_000);
    let dir = std::env::temp_dir().join(format!("choucha-verify-{}", std::process::id()));
    // Made in a process of its own memory: the check below must not inherit it.
    let spec = sample::Spec {
        entities,
        inspectors: 2000,
        parts: vec![("市场监管局", 100, Round::Up, 2)],
        bars: 1000,
        ..sample::Spec::default()
    };
    sample::write(&sample::bundle(&spec).files, &dir);
    let start = Instant::now();
    let mut bytes = 0;
    for name in ["frames/p1.csv", "draw.csv"] {
        let content = std::fs::read(dir.join(name)).unwrap();
        bytes += content.len();
        std::hint::black_box(Sha256::digest(&content));
    }
    let plain = start.elapsed();
    println!("{entities} rows, {} MB; one SHA-256 pass {plain:.2?}", bytes >> 20);
    for _ in 0..3 {
        let start = Instant::now();
        let run = Command::new(std::env::current_exe().unwrap()).arg("--verify").arg(&dir).output().unwrap();
        let took = start.elapsed();
        let ratio = took.as_secs_f64() / plain.as_secs_f64();
        print!("verify {took:.2?}, {ratio:.2} × one pass; {}", String::from_utf8_lossy(&run.stdout));
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }
    explain(&dir);
    std::fs::remove_dir_all(&dir).unwrap();
}

/// One entity after the other, from what a portal keeps of the bundle.
fn explain(dir: &Path) {
    let aside = dir.with_extension("index");
    let start = Instant::now();
    let made = index(dir, BLOCK, &Quiet).unwrap();
    let bytes: usize = made.values().map(Vec::len).sum();
    std::fs::create_dir(&aside).unwrap();
    made.iter().for_each(|(name, bytes)| std::fs::write(aside.join(name), bytes).unwrap());
    println!("indexed in {:.2?}, {} MB", start.elapsed(), bytes >> 20);
    let frame = std::fs::read_to_string(dir.join("frames/p1.csv")).unwrap();
    let codes: Vec<&str> =
        frame.lines().skip(1).step_by(9973).filter_map(|row| row.split(',').next()).collect();
    let start = Instant::now();
    let mut longest = 0;
    for code in &codes {
        let told = Indexed { bundle: dir, index: &aside }.explain(code).unwrap().unwrap();
        assert_eq!(told.frames.len(), 1);
        longest = longest.max(told.to_json(&|text| text.id.into()).to_string().len());
    }
    let each = start.elapsed().as_secs_f64() * 1000.0 / codes.len() as f64;
    println!("explain: {each:.2} ms each of {}, at most {longest} bytes", codes.len());
    std::fs::remove_dir_all(&aside).unwrap();
}

fn verify(dir: &Path) {
    let verdict = choucha::checker::verify(dir, &Quiet).unwrap();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("unknown").trim();
    println!("{} selected, peak {peak} (limit 1048576 kB)", verdict.selected());
}
