//! Every state-changing command, stopped at every durable write: killed, or
//! the write failing. Whatever happens, the next command works, says where the
//! office stands, everything recorded holds, and doing the step again succeeds.
//!
//! What can be interrupted is the process; what the system has synced stays.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::joint::story::draft_file;
use crate::tiny::{AFTER, APPROVED, COMMITTED, DRAWN, FROZEN, LOTTERY, PLAN, REVEALED, SET_UP, write_files};

const NONCE: &str = "0707070707070707070707070707070707070707070707070707070707070707";

/// Runs the program in a folder; `points` are `CHOUCHA_…_AT` settings.
fn run(dir: &Path, at: &str, args: &[&str], points: &[(&str, String)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_choucha"));
    command.current_dir(dir).args(["--office", "office", "--lang", "zh", "--json", "--at", at]);
    command
        .env("CHOUCHA_BY", "甲")
        .args(args)
        .env_remove("CHOUCHA_OFFICE")
        .env_remove("CHOUCHA_AT")
        .env("RUST_BACKTRACE", "0");
    command.envs(points.iter().map(|(name, value)| (*name, value.as_str())));
    command.output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("no object: {}", String::from_utf8_lossy(&output.stderr)))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
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

/// Plays the story up to a step; the folder, and that step.
fn story(until: &str, dir: &Path) -> (&'static str, Vec<String>) {
    write_files(dir);
    draft_file(dir, "M", "市场监管局", "SC-1", "20%");
    draft_file(dir, "F", "消防救援大队", "XF-1", "30%");
    draft_file(dir, "W", "文化和旅游局", "XF-1", "10%");
    fs::write(dir.join("rules.toml"), "[alert]\nday = 2\n").unwrap();
    for (name, at, args) in steps() {
        let mut args: Vec<String> = args.into_iter().map(str::to_owned).collect();
        if let Some(place) = args.iter().position(|arg| arg == "INSPECTOR") {
            let teams = fs::read_to_string(dir.join("office/attempts/T-1-1/teams.csv")).unwrap();
            let line = teams.lines().find(|line| line.starts_with("2,")).unwrap();
            args[place] = line.split(',').nth(2).unwrap().to_owned();
        }
        if name == "record" {
            write_results(dir);
        }
        if name == until {
            return (at, args);
        }
        let words: Vec<&str> = args.iter().map(String::as_str).collect();
        let output = run(dir, at, &words, &[]);
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stdout));
    }
    panic!("no step {until}");
}

/// Stops a step at each of its writes in turn.
fn stop_everywhere(step: &str, setting: &'static str) {
    let origin = tempfile::tempdir().unwrap();
    let (at, args) = story(step, origin.path());
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let (mut stopped, mut before, mut after, mut through) = (0, 0, 0, 0);
    for point in 1.. {
        assert!(point < 200, "{step} never gets through");
        let dir = tempfile::tempdir().unwrap();
        copy(origin.path(), dir.path());
        let output = run(dir.path(), at, &args, &[(setting, point.to_string())]);
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

        // The next command works and says where the office stands.
        let status = run(dir.path(), at, &["status"], &[]);
        let object = json(&status);
        let unborn =
            object["error"]["id"] == "office-missing" || object["error"]["id"] == "office-unfinished";
        assert!(status.status.success() || step == "init" && unborn, "{step} {point}: {object}");
        if !unborn {
            assert_eq!(object["result"]["damaged"], false, "{step} {point}: {object}");
        }
        match object["interrupted"]["after"].as_bool() {
            Some(true) => after += 1,
            Some(false) => before += 1,
            None => {}
        }
        for left in ["pending.json", "staging"] {
            assert!(!dir.path().join("office").join(left).exists(), "{step} {point}: {left} is left");
        }

        // Doing it again succeeds, or is told that it was done.
        let again = run(dir.path(), at, &args, &[]);
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
        assert!(again.status.success() || id == done, "{step} {point} (killed: {killed}): {id}");
        let status = json(&run(dir.path(), at, &["status"], &[]));
        assert_eq!(status["result"]["damaged"], false, "{step} {point}: {status}");
        if step.ends_with("publish") {
            let holds = run(dir.path(), at, &["verify", "bundle"], &[]);
            assert!(holds.status.success(), "{step} {point}: {}", json(&holds));
        }
    }
    assert!(stopped >= 3, "{step} has only {stopped} points");
    if setting == "CHOUCHA_CRASH_AT" && step != "init" {
        assert!(before > 0 && after > 0, "{step}: stopped before {before}, after {after}");
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
