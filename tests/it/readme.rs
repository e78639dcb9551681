//! The README's commands do what it says: its blocks marked `sh tour` are run
//! one after the other in an empty folder, with the built program on the path.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The blocks of a document whose fence says `sh tour`.
fn tour(document: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut block: Option<String> = None;
    for line in document.lines() {
        match &mut block {
            Some(text) if line == "```" => {
                out.push(std::mem::take(text));
                block = None;
            }
            Some(text) => {
                text.push_str(line);
                text.push('\n');
            }
            None if line == "```sh tour" => block = Some(String::new()),
            None => {}
        }
    }
    assert!(block.is_none(), "a block is not closed");
    out
}

/// Commands without their remarks, which are in the reader's language.
fn commands(blocks: &[String]) -> Vec<String> {
    let lines = blocks.iter().flat_map(|block| block.lines());
    lines
        .map(|line| line.split(" #").next().unwrap_or("").trim_end().to_owned())
        .filter(|l| !l.starts_with('#'))
        .collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap()
}

/// Runs a script; what it printed, or a panic that shows it.
fn run(script: &str, dir: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_choucha"));
    let mut path = vec![program.parent().unwrap().to_owned()];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", script])
        .current_dir(dir)
        .env("PATH", std::env::join_paths(path).unwrap())
        .env("LC_ALL", "C.UTF-8")
        .env_remove("CHOUCHA_OFFICE")
        .env_remove("CHOUCHA_AT")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}\n--- said\n{said}\n--- complained\n{complained}");
    said
}

#[test]
fn both_readmes_show_the_same_commands() {
    let (english, chinese) = (tour(&read("README.md")), tour(&read("README.zh-CN.md")));
    assert!(english.len() >= 4, "the tour is gone");
    assert_eq!(commands(&english), commands(&chinese));
}

#[test]
fn the_tour_runs_as_shown() {
    let dir = tempfile::tempdir().unwrap();
    // One shell for all blocks: later ones use what earlier ones set.
    let said = run(&tour(&read("README.md")).join("\n"), dir.path());
    // The last line of the part done by hand prints the ticket twice.
    let last: Vec<&str> = said.lines().rev().take(2).collect();
    assert_eq!(last[0], last[1], "{said}");
    assert_eq!(last[0].len(), 64, "{said}");
    // And the line before them is the seed, made with printf and sha256sum.
    let ceremony = std::fs::read_to_string(dir.path().join("office-demo/bundle/ceremony.json")).unwrap();
    let seed = said.lines().rev().nth(2).unwrap().trim_end_matches("  -");
    assert!(seed.len() == 64 && ceremony.contains(&format!("\"seed\":\"{seed}\"")), "{said}");
}

#[test]
fn the_test_command_is_what_ci_runs() {
    assert!(read("README.md").contains("tests/run ") && read(".ci/run").contains("tests/run"));
}
