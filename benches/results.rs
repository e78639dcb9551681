//! An office with very many results: how long `status` and `fsck` take, and how
//! much memory they need at most.
//!
//! `cargo bench --bench results [-- RESULTS]`; 200,000 by default. All of them
//! are of one attempt, which is the worst there can be: results are looked at
//! attempt by attempt.
#![allow(missing_docs, clippy::unwrap_used)]

use std::time::{Duration, Instant};

use choucha::demo::{DemoSize, Options, tell};
use choucha::domain::calendar::{parse_date, parse_instant};
use choucha::domain::progress::Quiet;
use choucha::lang::Lang;
use choucha::record::{Details, details};
use choucha::results::{Act, Disposal, Finding, ItemResult, State, VisitResult};
use choucha::store::attempts;
use choucha::store::results::{self, ActRow, ResultRow};
use choucha::workflow::fsck::fsck;
use choucha::workflow::status::status;
use choucha::workflow::{Office, Opening};

/// Results to a step, as a large sheet has.
const BATCH: u64 = 10_000;

fn main() {
    let many: u64 = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(200_000);
    let dir = tempfile::tempdir().unwrap();
    let options =
        Options { dir: &dir.path().join("demo"), force: false, size: DemoSize::TOWNSHIP, lang: Lang::Zh };
    let told = tell(options, &|_| {}, &Quiet).unwrap();
    let mut opening = Opening::new(&told.office, "录入员", "bench");
    opening.at = Some(parse_instant("2026-11-13T17:00:00+08:00").unwrap());
    opening.eager = false;
    let mut office = Office::open(opening).unwrap();

    let recording = timed(|| (0..many).step_by(BATCH as usize).for_each(|from| record(&office, from, many)));
    println!("record: {many} results, {recording:.2?}");
    office.by = "审核员".to_owned();
    let deciding = timed(|| {
        for act in [Act::Accept, Act::Publish] {
            (0..many).step_by(BATCH as usize).for_each(|from| decide(&office, act, from, many));
        }
    });
    println!("accept, publish: {deciding:.2?}");

    // As every step of a command does; here once, after all of them.
    let putting_out = timed(|| office.publish_log().unwrap());
    println!("the log's files: {putting_out:.2?}");

    let before = peak();
    let looking = timed(|| {
        let found = status(&office, &Quiet).unwrap();
        assert!(!found.damaged, "{:?}", found.wrong);
    });
    println!("status: {looking:.2?}, memory at most {} MiB more", (peak() - before) / 1024);
    office.set_clock(parse_instant("2027-03-01T09:00:00+08:00").unwrap()).unwrap();
    let late = timed(|| drop(status(&office, &Quiet).unwrap()));
    println!("status, the window over: {late:.2?}");
    let checking = timed(|| {
        let found = fsck(&office, None, &Quiet).unwrap();
        assert_eq!(found.faults, Vec::new());
    });
    println!("fsck: {checking:.2?}, memory at most {} MiB more", (peak() - before) / 1024);
}

fn result(plan: &attempts::Attempt, number: u64) -> VisitResult {
    let day = parse_date("2026-11-10").unwrap();
    let item = |item: &str| ItemResult {
        item: item.to_owned(),
        checked: true,
        finding: Some(Finding::Nothing),
        disposal: Some(Disposal::Nothing),
        note: String::new(),
    };
    VisitResult {
        plan: plan.plan.clone(),
        attempt: plan.attempt,
        visit: number + 1,
        code: format!("91640502MA{number:08}"),
        department: "市场监管局".into(),
        version: 1,
        date: day,
        late: None,
        method: "现场检查".into(),
        inspectors: vec!["64050210032".into(), "64050210019".into()],
        present: "虚构店长".into(),
        rights_told: true,
        items: vec![item("SC-01"), item("SC-02")],
        evidence: Vec::new(),
        major: false,
        decision: false,
        decided: day,
        recorded_by: "录入员".into(),
        recorded_at: parse_instant("2026-11-13T17:00:00+08:00").unwrap(),
        state: State::Recorded,
        published_at: None,
        notice: None,
    }
}

fn attempt(office: &Office) -> attempts::Attempt {
    office.store.read(attempts::list).unwrap().remove(0)
}

fn members(attempt: &attempts::Attempt, number: u64, last: bool) -> Details {
    let mut out = details([
        ("plan", attempt.plan.as_str().into()),
        ("attempt", attempt.attempt.into()),
        ("serial", attempt.serial.into()),
        ("p", attempt.p.to_string().into()),
        ("visit", (number + 1).into()),
        ("version", 1.into()),
    ])
    .hiding("department", "市场监管局");
    if !last {
        out.insert("more", true.into());
    }
    out
}

fn record(office: &Office, from: u64, many: u64) {
    let attempt = attempt(office);
    let range = from..many.min(from + BATCH);
    let drafts: Vec<VisitResult> = range.clone().map(|number| result(&attempt, number)).collect();
    let step = office.begin("record", &attempt.plan, &[]).unwrap();
    step.commit(|tx| {
        let entries = range
            .clone()
            .zip(&drafts)
            .map(|(number, draft)| {
                let mut out = members(&attempt, number, number + 1 == range.end);
                out.hide("result", draft.digest()?.to_string());
                out.insert("evidence", 0.into());
                ["late", "major", "decision"].iter().for_each(|flag| out.insert(flag, false.into()));
                Ok(out)
            })
            .collect::<choucha::domain::Result<Vec<_>>>()?;
        let first = office.record_all(tx, &office.now(), "record", entries)?;
        let rows: Vec<ResultRow> = (first..)
            .zip(drafts)
            .map(|(entry, result)| ResultRow { serial: attempt.serial, entry, result })
            .collect();
        results::add(tx, &rows)
    })
    .unwrap();
}

fn decide(office: &Office, act: Act, from: u64, many: u64) {
    let attempt = attempt(office);
    let range = from..many.min(from + BATCH);
    let kind = if act == Act::Accept { "review" } else { "publish-results" };
    let state = if act == Act::Accept { State::Accepted } else { State::Published };
    let step = office.begin(kind, &attempt.plan, &[]).unwrap();
    step.commit(|tx| {
        let now = office.now();
        let entries = range
            .clone()
            .map(|number| {
                let mut out = members(&attempt, number, number + 1 == range.end);
                match act {
                    Act::Accept => {
                        out.insert("outcome", "accept".into());
                        out.hide("note", "");
                    }
                    _ => out.insert("late", false.into()),
                }
                out
            })
            .collect();
        let first = office.record_all(tx, &now, kind, entries)?;
        let rows: Vec<ActRow> = (first..)
            .zip(range.clone())
            .map(|(entry, number)| ActRow {
                entry,
                key: (attempt.serial, number + 1, "市场监管局".into(), 1),
                act,
                by: office.by.clone(),
                note: String::new(),
                at: now,
            })
            .collect();
        results::act_all(tx, &rows)?;
        rows.iter().try_for_each(|row| {
            results::set_state(tx, &row.key, state, Some(&now).filter(|_| act == Act::Publish))
        })
    })
    .unwrap();
}

/// The most memory held so far, in KiB; 0 where the system does not say.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}

fn timed(act: impl FnOnce()) -> Duration {
    let start = Instant::now();
    act();
    start.elapsed()
}
