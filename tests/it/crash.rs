//! Every state-changing command, stopped at every durable write: killed, or
//! the write failing. Whatever happens, the next command works, says where the
//! office stands, everything recorded holds, and doing the step again succeeds.
//!
//! What can be interrupted is the process; what the system has synced stays.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::{Mutex, PoisonError};

use choucha::checker::verify;
use choucha::domain::Digest;
use choucha::domain::calendar::parse_instant;
use choucha::domain::progress::Quiet;
use choucha::workflow::status::status;
use choucha::workflow::{Office, Opening, files};

use crate::joint::story::draft_file;
use crate::kit::{self, copy, json, kept_dir, quick_dir};
use crate::tiny::{AFTER, APPROVED, COMMITTED, DRAWN, FROZEN, LOTTERY, PLAN, REVEALED, SET_UP, write_files};

const NONCE: &str = "0707070707070707070707070707070707070707070707070707070707070707";

/// Runs the program in a folder; `points` are `CHOUCHA_…_AT` settings.
fn run(dir: &Path, at: &str, args: &[&str], points: &[(&str, String)]) -> Output {
    let mut command = kit::choucha(dir);
    command.args(["--office", "office", "--lang", "zh", "--json", "--at", at]).args(args);
    command.env("CHOUCHA_BY", "甲").envs(points.iter().map(|(name, value)| (*name, value.as_str())));
    command.output().unwrap()
}

/// The steps of the story, each with its moment.
fn steps() -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
    let commit = ["commit", PLAN, "--source", "observer", "--value", "一句话", "--nonce", NONCE];
    vec![
        ("init", SET_UP, vec!["init", "--name", "虚构局", "--practice", "--area", "640502"]),
        ("entities", SET_UP, vec!["import", "entities", "firms.csv"]),
        ("inspectors", SET_UP, vec!["import", "inspectors", "people.csv"]),
        ("items", SET_UP, vec!["import", "items", "items.csv"]),
        ("history", SET_UP, vec!["import", "history", "history.csv"]),
        ("barred", SET_UP, vec!["import", "barred", "barred.csv"]),
        ("approve", APPROVED, vec!["approve", "plan.toml"]),
        ("commit", COMMITTED, commit.to_vec()),
        (
            "merge",
            COMMITTED,
            vec!["joint", "merge", "M.toml", "F.toml", "W.toml", "--plan", "J", "-o", "J.toml"],
        ),
        ("rules", COMMITTED, vec!["joint", "rules", "rules.toml"]),
        ("leave", COMMITTED, vec!["joint", "withdraw", "J.toml", "--department", "文化和旅游局"]),
        ("freeze", FROZEN, vec!["freeze", "plan.toml"]),
        ("reveal", REVEALED, vec!["reveal", PLAN, "--opening", "observer.opening.json"]),
        ("public", DRAWN, vec!["reveal", PLAN, "--source", "lottery", "--value", LOTTERY]),
        ("draw", DRAWN, vec!["draw", PLAN]),
        ("publish", DRAWN, vec!["publish", PLAN, "bundle"]),
        ("arrange", DRAWN, vec!["calendar", "make", PLAN, "--mode", "early"]),
        ("substitute", AFTER, vec!["substitute", PLAN, "1", "--why", "已注销", "--proof", "plan.toml"]),
        ("recuse", AFTER, vec!["recuse", PLAN, "2", "INSPECTOR", "--why", "亲属"]),
        ("replan", AFTER, vec!["calendar", "replan", PLAN, "--why", "替补与回避"]),
        ("shift", AFTER, vec!["calendar", "move", PLAN, "3", "2026-12-18", "--why", "停电"]),
        ("record", AFTER, vec!["record", PLAN, "--sheet", "results.csv"]),
        ("review", AFTER, vec!["--by", "乙", "review", PLAN, "--all", "--accept"]),
        ("disclose", AFTER, vec!["results", "publish", PLAN]),
        ("workdays", AFTER, vec!["import", "workdays", "notice.csv"]),
        ("republish", AFTER, vec!["publish", PLAN, "bundle"]),
        ("abandon", AFTER, vec!["abandon", PLAN, "--why", "名录有误"]),
    ]
}

/// A sheet of what the third visit found, with evidence.
fn write_results(dir: &Path) {
    let teams = fs::read_to_string(dir.join("office/attempts/T-1-1/teams.csv")).unwrap();
    let mut people: std::collections::BTreeMap<&str, Vec<&str>> = std::collections::BTreeMap::new();
    for line in teams.lines().filter(|line| line.starts_with("3,")) {
        let cells: Vec<&str> = line.split(',').collect();
        people.entry(cells[1]).or_default().push(cells[2]);
    }
    let mut sheet = String::from("检查序号,检查部门,检查结果,检查日期,逾期原因,检查方式,检查人员,证据材料\n");
    for (department, people) in people {
        let people = people.join("；");
        sheet += &format!("3,{department},01,2026-10-08,提前检查,现场检查,{people},文书:plan.toml\n");
    }
    fs::write(dir.join("results.csv"), sheet).unwrap();
}

/// The story as far as it was played in this process.
struct Story {
    dir: PathBuf,
    /// Before each step: its moment and its words; the folder is kept aside.
    steps: Vec<(&'static str, &'static str, Vec<String>)>,
}

static STORY: Mutex<Option<Story>> = Mutex::new(None);

/// A step: the folder before it, its moment, its words.
fn before(step: &str) -> (PathBuf, &'static str, Vec<String>) {
    let mut story = STORY.lock().unwrap_or_else(PoisonError::into_inner);
    let story = story.get_or_insert_with(Story::begin);
    story.play(step);
    let (_, at, args) = story.steps.iter().find(|(name, _, _)| *name == step).unwrap();
    (story.kept(step), at, args.clone())
}

impl Story {
    fn begin() -> Self {
        let dir = kept_dir();
        let now = dir.join("now");
        fs::create_dir(&now).unwrap();
        write_files(&now);
        draft_file(&now, "M", "市场监管局", "SC-1", "20%");
        draft_file(&now, "F", "消防救援大队", "XF-1", "30%");
        draft_file(&now, "W", "文化和旅游局", "XF-1", "10%");
        fs::write(now.join("rules.toml"), "[alert]\nday = 2\n").unwrap();
        Self { dir, steps: Vec::new() }
    }

    fn kept(&self, step: &str) -> PathBuf {
        self.dir.join(step)
    }

    /// Plays on, up to a step and not beyond.
    fn play(&mut self, until: &str) {
        let now = self.dir.join("now");
        let all = steps();
        let place = all.iter().position(|(name, _, _)| *name == until).unwrap();
        for (name, at, args) in all.into_iter().take(place + 1).skip(self.steps.len()) {
            if let Some((name, at, args)) = self.steps.last() {
                let words: Vec<&str> = args.iter().map(String::as_str).collect();
                let output = run(&now, at, &words, &[]);
                assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stdout));
            }
            let mut args: Vec<String> = args.into_iter().map(str::to_owned).collect();
            if let Some(place) = args.iter().position(|arg| arg == "INSPECTOR") {
                let teams = fs::read_to_string(now.join("office/attempts/T-1-1/teams.csv")).unwrap();
                let line = teams.lines().find(|line| line.starts_with("2,")).unwrap();
                args[place] = line.split(',').nth(2).unwrap().to_owned();
            }
            if name == "record" {
                write_results(&now);
            }
            copy(&now, &self.kept(name));
            self.steps.push((name, at, args));
        }
    }
}

/// What a folder holds, as far as the program can tell: which process held the
/// lock is none of it, nor the numbers a write-ahead log draws for itself, nor
/// its index, which whoever comes after a crash makes anew.
fn state(dir: &Path) -> Digest {
    let mut all = Vec::new();
    for name in files::tree(dir).unwrap() {
        if name.ends_with(".db-shm") {
            continue;
        }
        // A database just closed takes its empty side files away meanwhile.
        let mut bytes = fs::read(dir.join(&name)).unwrap_or_default();
        match &name {
            name if name.ends_with("office.lock") => bytes.truncate(1),
            name if name.ends_with(".db-wal") && bytes.is_empty() => continue,
            name if name.ends_with(".db-wal") => without_chance(&mut bytes),
            _ => {}
        }
        all.extend(format!("{name} {}\n", Digest::of(&bytes)).bytes());
    }
    Digest::of(&all)
}

/// A write-ahead log without the salts and sums of its head and of each frame.
fn without_chance(log: &mut [u8]) {
    let Some((head, frames)) = log.split_at_mut_checked(32) else { return };
    let page = u32::from_be_bytes(head[8..12].try_into().unwrap()) as usize;
    head[16..].fill(0);
    for frame in frames.chunks_mut(24 + page) {
        frame.iter_mut().take(24).skip(8).for_each(|byte| *byte = 0);
    }
}

/// How the office was found after a step was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    /// Nothing was left half done.
    Settled,
    /// The step is undone.
    Before,
    /// The step is done.
    After,
    /// There is no office yet.
    Unborn,
}

/// The next command works and says where the office stands: the program itself
/// as asked by somebody, or what it calls, which starts far sooner.
fn status_of(dir: &Path, at: &str, program: bool) -> Found {
    if program {
        let status = run(dir, at, &["status"], &[]);
        let object = json(&status);
        let error = object["error"]["id"].as_str().unwrap_or_default();
        if ["office-missing", "office-unfinished"].contains(&error) {
            return Found::Unborn;
        }
        assert!(status.status.success(), "{object}");
        assert_eq!(object["result"]["damaged"], false, "{object}");
        return match object["interrupted"]["after"].as_bool() {
            Some(true) => Found::After,
            Some(false) => Found::Before,
            None => Found::Settled,
        };
    }
    let mut opening = Opening::new(&dir.join("office"), "甲", "status");
    opening.at = Some(parse_instant(at).unwrap());
    let office = match Office::open(opening) {
        Ok(office) => office,
        Err(error) if ["office-missing", "office-unfinished"].contains(&error.id) => return Found::Unborn,
        Err(error) => panic!("{error:?}"),
    };
    let status = status(&office, &Quiet).unwrap();
    assert!(!status.damaged, "{:?}", status.wrong);
    match office.interrupted.as_ref().map(|found| found.after) {
        Some(true) => Found::After,
        Some(false) => Found::Before,
        None => Found::Settled,
    }
}

/// Stops a step at each of its writes in turn.
fn stop_everywhere(step: &str, setting: &'static str) {
    let (origin, at, args) = before(step);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let (mut stopped, mut through) = (0, 0);
    // What follows from a folder is the same for the next that holds the same:
    // between two writes nothing changes that a crash would leave.
    let (mut left, mut settled, mut found) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for point in 1.. {
        assert!(point < 200, "{step} never gets through");
        let dir = quick_dir();
        let dir = dir.path();
        copy(&origin, dir);
        let output = run(dir, at, &args, &[(setting, point.to_string())]);
        let killed = output.status.code().is_none();
        if output.status.success() {
            // Past its last write; or the write that failed was not needed.
            through += 1;
            if setting == "CHOUCHA_CRASH_AT" || through == 3 {
                break;
            }
        } else {
            (stopped, through) = (stopped + 1, 0);
        }
        if !left.insert(state(dir)) {
            continue;
        }
        let who = format!("{step} {point} (killed: {killed})");

        // The program itself wherever it finds something new; each time what it calls.
        let twin = quick_dir();
        copy(dir, twin.path());
        let stands = status_of(dir, at, false);
        assert!(stands != Found::Unborn || step == "init", "{who}");
        if found.insert(stands) {
            assert_eq!(status_of(twin.path(), at, true), stands, "{who}");
        }
        for left in ["pending.json", "staging"] {
            assert!(!dir.join("office").join(left).exists(), "{who}: {left} is left");
        }
        if !settled.insert(state(dir)) {
            continue;
        }

        // Doing it again succeeds, or is told that it was done.
        let again = run(dir, at, &args, &[]);
        let id = json(&again)["error"]["id"].as_str().unwrap_or_default().to_owned();
        let done = match step {
            "init" => "office-exists",
            "freeze" => "freeze-open",
            "substitute" => "amend-given-up",
            "recuse" => "amend-not-on-team",
            "abandon" => "attempt-abandoned",
            "leave" => "joint-withdraw-unknown",
            _ => "",
        };
        assert!(again.status.success() || id == done, "{who}: {id}");
        assert_eq!(status_of(dir, at, false), Found::Settled, "{who}");
        if step.ends_with("publish") {
            verify(&dir.join("bundle"), &Quiet).unwrap_or_else(|error| panic!("{who}: {error:?}"));
        }
    }
    assert!(stopped >= 3, "{step} has only {stopped} points");
    if setting == "CHOUCHA_CRASH_AT" && step != "init" {
        let both = found.contains(&Found::Before) && found.contains(&Found::After);
        assert!(both, "{step}: stopped only {found:?}");
    }
}

macro_rules! stories {
    ($($step:ident),* $(,)?) => {$(
        mod $step {
            #[test]
            fn killed_at_every_write() {
                super::stop_everywhere(stringify!($step), "CHOUCHA_CRASH_AT");
            }
            #[test]
            fn every_write_failing() {
                super::stop_everywhere(stringify!($step), "CHOUCHA_FAIL_AT");
            }
        }
    )*};
}

stories!(
    init, entities, inspectors, items, history, barred, approve, commit, rules, leave, freeze, reveal,
    public, draw, publish, arrange, substitute, recuse, replan, shift, record, review, disclose, workdays,
    republish, abandon,
);
