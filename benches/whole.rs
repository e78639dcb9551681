//! The whole way of one plan: `verify` against freeze + draw + match + publish
//! (limit: no slower), over the demo's county blown up.
//!
//! `cargo bench --bench whole [-- TIMES]`: so many times 50,000 entities,
//! below 20; 18 by default.
#![allow(missing_docs, clippy::unwrap_used)]

use std::sync::Mutex;
use std::time::{Duration, Instant};

use choucha::demo::{DemoSize, Options, tell};
use choucha::domain::progress::Quiet;
use choucha::lang::Lang;

fn main() {
    let times = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(18);
    let dir = tempfile::tempdir().unwrap();
    let steps: Mutex<Vec<(&'static str, Instant)>> = Mutex::default();
    let say = |text: &choucha::domain::Text| steps.lock().unwrap().push((text.id, Instant::now()));
    let options =
        Options { dir: dir.path(), force: false, size: DemoSize::COUNTY.times(times), lang: Lang::En };
    let told = tell(options, &say, &Quiet).unwrap();

    let steps = steps.into_inner().unwrap();
    let at = |id: &str| steps.iter().find(|(step, _)| *step == id).unwrap().1;
    let between = |from: &str, to: &str| at(to) - at(from);
    let (import, freeze, draw, publish, verify) = (
        between("demo-step-import", "demo-step-check"),
        between("demo-step-freeze", "demo-step-frozen"),
        between("demo-step-draw", "demo-step-publish"),
        between("demo-step-publish", "demo-step-verify"),
        between("demo-step-verify", "demo-step-verified"),
    );
    let made: Duration = freeze + draw + publish;
    println!(
        "{} entities, {} visits: import {import:.2?}, freeze {freeze:.2?}, draw and match {draw:.2?}, \
         publish {publish:.2?}, verify {verify:.2?}; ratio verify to the rest {:.2}",
        50_000 * times,
        told.visits,
        verify.as_secs_f64() / made.as_secs_f64()
    );
}
