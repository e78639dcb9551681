//! The command line: help in both languages, exit codes, output for machines,
//! a pipe whose reader goes away.

use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};

use choucha::cli::{command, language};
use choucha::lang::Lang;
use serde_json::Value;

use crate::kit;
use crate::tiny::{AFTER, PLAN, SET_UP, set_up, write_files};

fn choucha(dir: &Path, args: &[&str]) -> Output {
    kit::choucha(dir).args(args).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn complained(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Every command with the words that lead to it.
fn commands(command: &clap::Command, path: &[String], out: &mut Vec<(Vec<String>, clap::Command)>) {
    out.push((path.to_vec(), command.clone()));
    for sub in command.get_subcommands() {
        let mut path = path.to_vec();
        path.push(sub.get_name().to_owned());
        commands(sub, &path, out);
    }
}

#[test]
fn every_help_has_its_words_and_an_example_in_both_languages() {
    for lang in [Lang::Zh, Lang::En] {
        let mut built = command(lang);
        built.build();
        let mut all = Vec::new();
        commands(&built, &[], &mut all);
        assert!(all.len() > 20, "{}", all.len());
        for (path, mut one) in all {
            let name = path.join(" ");
            let help = one.render_help().to_string();
            assert!(!help.contains("help-"), "{lang:?} {name}: a message is missing\n{help}");
            assert!(
                help.contains(&format!("choucha {name}").trim_end().to_owned()),
                "{name}: no example\n{help}"
            );
            let example = help.rsplit(if lang == Lang::Zh { "示例：" } else { "Example:" }).next().unwrap();
            assert!(example.trim().starts_with("choucha "), "{lang:?} {name}\n{help}");
            for arg in one.get_arguments() {
                let words = arg.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(!words.is_empty(), "{lang:?} {name}: {} has no words", arg.get_id());
            }
            let chinese = help.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(chinese || lang == Lang::En, "{name}");
            for english in ["Usage:", "Options:", "Commands:", "possible values", "default:", "[env"] {
                assert!(lang == Lang::En || !help.contains(english), "{name}: {english}\n{help}");
            }
        }
    }
}

#[test]
fn the_language_is_asked_for_or_follows_the_locale() {
    let of = |args: &[&str]| language(&args.iter().map(std::ffi::OsString::from).collect::<Vec<_>>());
    assert_eq!(of(&["choucha", "--lang", "en"]), Lang::En);
    assert_eq!(of(&["choucha", "status", "--lang=zh"]), Lang::Zh);
    let dir = tempfile::tempdir().unwrap();
    let with = |variable: &str, value: &str| {
        let mut command = kit::choucha(dir.path());
        command.arg("--help").env_clear().env(variable, value);
        said(&command.output().unwrap())
    };
    assert!(with("LANG", "en_GB.UTF-8").contains("Usage:"));
    assert!(with("LC_ALL", "zh_CN.UTF-8").contains("用法："));
    assert!(with("LANG", "C").contains("用法："));
}

#[test]
fn exit_codes_tell_what_kind_of_no_it_was() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(choucha(dir.path(), &["--help"]).status.code(), Some(0));
    assert_eq!(choucha(dir.path(), &["--version"]).status.code(), Some(0));
    assert_eq!(choucha(dir.path(), &["status"]).status.code(), Some(1));
    assert_eq!(choucha(dir.path(), &["stauts"]).status.code(), Some(2));
    assert_eq!(choucha(dir.path(), &[]).status.code(), Some(2));
    assert_eq!(choucha(dir.path(), &["draw"]).status.code(), Some(2));
    assert_eq!(choucha(dir.path(), &["verify", "nowhere"]).status.code(), Some(1));
    fs::write(dir.path().join("office.db"), "no database").unwrap();
    assert_eq!(choucha(dir.path(), &["status"]).status.code(), Some(3));
}

#[test]
fn a_mistyped_line_is_answered_in_the_readers_language() {
    let dir = tempfile::tempdir().unwrap();
    let wrong = [
        (vec!["stauts"], "没有这个命令：stauts", "did you mean status?"),
        (vec!["draw"], "缺少必需的参数：<PLAN>", "missing: <PLAN>"),
        (vec!["draw", "P", "--fsat"], "不认识的参数 --fsat", "unknown argument --fsat"),
        (vec!["import", "firms", "x"], "可用的有：entities", "possible: entities"),
        (vec!["abandon", "P", "--why"], "后面要有值", "needs a value"),
        (vec!["commit", "P", "--source", "s", "--attempt", "0"], "不对", "malformed"),
        (vec!["publish", "P", "d", "--sealed", "--disclose"], "不能与", "cannot be used with"),
    ];
    for (args, zh, en) in wrong {
        for (lang, words) in [("zh", zh), ("en", en)] {
            let output = choucha(dir.path(), &[&["--lang", lang], args.as_slice()].concat());
            let text = complained(&output);
            assert!(output.status.code() == Some(2) && text.contains(words), "{args:?}: {text}");
            assert!(output.stdout.is_empty() && !text.contains("error:"), "{args:?}: {text}");
        }
        let output = choucha(dir.path(), &[args.as_slice(), &["--json"]].concat());
        let object: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(object["error"]["id"].as_str().unwrap().starts_with("usage-"), "{object}");
    }
}

#[test]
fn machines_get_one_object_for_results_and_errors_alike() {
    let dir = tempfile::tempdir().unwrap();
    write_files(dir.path());
    let run = |args: &[&str]| -> Value {
        let output = choucha(dir.path(), &[&["--json", "--office", "office"], args].concat());
        assert!(output.stderr.is_empty(), "{}", complained(&output));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let missing = run(&["status"]);
    assert_eq!((&missing["command"], &missing["error"]["id"]), (&"status".into(), &"office-missing".into()));
    assert_eq!(missing["error"]["args"]["path"], "office");
    run(&["init", "--name", "虚构局"]);
    let import = run(&["import", "entities", "firms.csv"]);
    assert_eq!(import["result"]["read"], 40);
    assert_eq!(import["result"]["new"], 40);
    let faulty = fs::read_to_string(dir.path().join("plan.toml")).unwrap().replace("window", "widnow");
    fs::write(dir.path().join("faulty.toml"), faulty).unwrap();
    let faulty = run(&["plan", "check", "faulty.toml"]);
    assert_eq!(faulty["error"]["id"], "plan-file-faults");
    assert!(faulty["faults"][0]["message"].as_str().unwrap().contains("widnow"), "{faulty}");
    let status = run(&["status"]);
    assert_eq!(status["result"]["next"][0]["id"], "status-next-inspectors");
}

#[test]
fn the_head_is_told_what_the_freeze_would_refuse() {
    let dir = tempfile::tempdir().unwrap();
    write_files(dir.path());
    let run = |args: &[&str]| choucha(dir.path(), &[&["--office", "office"], args].concat());
    run(&["init", "--name", "虚构局"]);
    let approve = ["approve", "plan.toml", "--by", "局长"];
    let nothing_imported = run(&approve);
    assert!(nothing_imported.status.success(), "{}", complained(&nothing_imported));
    assert!(said(&nothing_imported).contains("冻结会被拒绝"), "{}", said(&nothing_imported));
    let json: Value = serde_json::from_slice(&run(&[&approve[..], &["--json"]].concat()).stdout).unwrap();
    assert_eq!(
        (&json["result"]["already"], &json["result"]["faults"][0]["id"]),
        (&true.into(), &"registry-empty".into())
    );
    let dir = tempfile::tempdir().unwrap();
    drop(set_up(dir.path()));
    let good = choucha(dir.path(), &[&["--office", "office", "--at", SET_UP], &approve[..]].concat());
    assert!(good.status.success() && !said(&good).contains("冻结会被拒绝"), "{}", said(&good));
}

#[test]
fn rejected_rows_are_kept_with_their_reasons() {
    let dir = tempfile::tempdir().unwrap();
    write_files(dir.path());
    let firms = dir.path().join("firms.csv");
    let text = fs::read_to_string(&firms).unwrap();
    fs::write(&firms, text + "91640502XT00000XX9,坏代码公司,企业,640502,A,存续,2015-03-01\n").unwrap();
    choucha(dir.path(), &["--office", "office", "init", "--name", "虚构局"]);
    let output = choucha(dir.path(), &["--office", "office", "import", "entities", "firms.csv"]);
    assert!(said(&output).contains("读入 41 行 = 采用 40 行 + 退回 1 行"), "{}", said(&output));
    let rejects = fs::read_to_string(dir.path().join("entities.rejects.csv")).unwrap();
    assert!(rejects.contains("91640502XT00000XX9"), "{rejects}");
}

#[test]
fn a_second_process_is_told_who_holds_the_office() {
    let dir = tempfile::tempdir().unwrap();
    let office = set_up(dir.path());
    let args = ["--office", "office", "status"];
    let output = choucha(dir.path(), &args);
    let text = complained(&output);
    assert_eq!(output.status.code(), Some(3));
    assert!(text.contains(&std::process::id().to_string()) && text.contains("“test”"), "{text}");
    drop(office);
    assert!(choucha(dir.path(), &args).status.success());
}

#[test]
fn a_participant_needs_no_office() {
    let dir = tempfile::tempdir().unwrap();
    let base = ["commit", PLAN, "--source", "observer"];
    let output = choucha(dir.path(), &base);
    assert!(complained(&output).contains("--attempt"), "{}", complained(&output));
    let output = choucha(dir.path(), &[&base[..], &["--attempt", "1", "--value", "一句话"]].concat());
    let hex = said(&output).lines().last().unwrap().to_owned();
    assert!(hex.len() == 64 && dir.path().join("observer.opening.json").exists(), "{}", said(&output));

    // The digest is registered where the office is.
    let office = tempfile::tempdir().unwrap();
    drop(set_up(office.path()));
    let there = ["--office", "office", "--at", AFTER];
    let output = choucha(office.path(), &[&there[..], &base[..], &["--commitment", &hex]].concat());
    assert!(output.status.success(), "{}", complained(&output));
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let dir = tempfile::tempdir().unwrap();
    let mut child = kit::choucha(dir.path())
        .args(["completions", "zsh"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", complained(&output));
}

#[test]
fn a_template_can_be_checked_as_it_stands() {
    let dir = tempfile::tempdir().unwrap();
    drop(set_up(dir.path()));
    let base = ["--office", "office", "--at", AFTER];
    // First on the list, but of a department that has nobody.
    let items = dir.path().join("items.csv");
    let list = fs::read_to_string(&items).unwrap();
    let line = list.lines().nth(1).unwrap().replace("SC-1", "HB-1").replace("市场监管局", "生态环境局");
    fs::write(&items, format!("{list}{line}\n")).unwrap();
    let output = choucha(dir.path(), &[&base[..], &["import", "items", "items.csv"]].concat());
    assert!(output.status.success(), "{}", complained(&output));
    let output = choucha(dir.path(), &[&base[..], &["plan", "new", "new.toml"]].concat());
    assert!(output.status.success(), "{}", complained(&output));
    let again = choucha(dir.path(), &[&base[..], &["plan", "new", "new.toml"]].concat());
    assert!(complained(&again).contains("已经存在"));
    let output = choucha(dir.path(), &[&base[..], &["--json", "plan", "check", "new.toml"]].concat());
    let object: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(object["result"]["parts"][0]["rows"].as_u64().unwrap() > 0, "{object}");
    assert!(!object.to_string().contains("plan-check-not-theirs"), "{object}");
    let toml = fs::read_to_string(dir.path().join("new.toml")).unwrap();
    fs::write(dir.path().join("new.toml"), toml.replace("SC-1", "HB-1")).unwrap();
    let output = choucha(dir.path(), &[&base[..], &["plan", "check", "new.toml"]].concat());
    assert!(said(&output).contains("检查主体是“生态环境局”，不是市场监管局"), "{}", said(&output));
}

#[test]
fn options_that_do_not_apply_are_refused_and_a_bundle_that_fails_is_said_to() {
    let dir = tempfile::tempdir().unwrap();
    let output = choucha(dir.path(), &["demo", "--office", "elsewhere"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(complained(&output).contains("--office"), "{}", complained(&output));
    assert!(!dir.path().join("office-demo").exists());
    // What stands in the surroundings is no wish of this command's.
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/plain");
    let bundle = dir.path().join("bundle");
    fs::create_dir_all(bundle.join("frames")).unwrap();
    for name in choucha::workflow::files::tree(&golden).unwrap() {
        fs::copy(golden.join(&name), bundle.join(&name)).unwrap();
    }
    let sealed = golden.to_str().unwrap();
    let held = choucha(dir.path(), &["--json", "verify", "bundle", "--sealed", sealed]);
    let held: Value = serde_json::from_str(&said(&held)).unwrap();
    assert_eq!((&held["result"]["sealed"]["since"], &held["result"]["holds"]), (&0.into(), &true.into()));
    let nothing = choucha(dir.path(), &["verify", "bundle", "--sealed", "nowhere"]);
    assert!(complained(&nothing).starts_with("没有执行：nowhere"), "{}", complained(&nothing));
    fs::write(bundle.join("short.csv"), "").unwrap();
    let broken = choucha(dir.path(), &["verify", "bundle"]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(complained(&broken).starts_with("证据包不成立：short.csv"), "{}", complained(&broken));
    let none = choucha(dir.path(), &["verify", "."]);
    assert!(complained(&none).starts_with("没有执行：. 不是证据包"), "{}", complained(&none));
}

#[test]
fn help_is_found_where_people_look() {
    let dir = tempfile::tempdir().unwrap();
    let asked = said(&choucha(dir.path(), &["import", "--help"]));
    for words in [&["help", "import"][..], &["--lang", "zh", "help", "import"]] {
        assert_eq!(said(&choucha(dir.path(), words)), asked);
    }
    assert!(said(&choucha(dir.path(), &["help"])).contains("choucha demo"));
    // Arguments in the order they are typed; no half-width colons.
    let (register, file) = (asked.find("  <REGISTER>").unwrap(), asked.find("  <FILE>...").unwrap());
    assert!(register < file && asked.contains("参数：\n") && !asked.contains(":\n"), "{asked}");
    let missing = choucha(dir.path(), &["publish"]);
    assert_eq!(missing.status.code(), Some(2));
}
