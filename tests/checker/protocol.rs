//! The commands in PROTOCOL.md, run as a reader would run them.

use std::process::Command;

#[test]
fn its_worked_values_hold() {
    let text = std::fs::read_to_string("src/draw/PROTOCOL.md").unwrap();
    let blocks: Vec<&str> =
        text.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(blocks.len() >= 7);
    let has_openssl = Command::new("openssl").arg("version").output().is_ok_and(|run| run.status.success());
    // ChaCha20 has no tool as common as `sha256sum`.
    for block in blocks.into_iter().filter(|block| has_openssl || !block.contains("openssl")) {
        let expected: String = block
            .lines()
            .filter_map(|line| line.strip_prefix("#→ "))
            .map(|line| format!("{line}\n"))
            .collect();
        let run =
            Command::new("sh").args(["-e", "-c", block]).current_dir("tests/golden/plain").output().unwrap();
        assert!(run.status.success(), "{block}");
        assert_eq!(String::from_utf8(run.stdout).unwrap(), expected, "{block}");
    }
}
