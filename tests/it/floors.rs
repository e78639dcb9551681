//! The house keeps its floors: what each room of `src/` may import and
//! mention. Reads the sources, without their comments, strings and tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms with their floor. A room imports itself and rooms of lower floors.
const FLOORS: &[(&str, u32)] = &[
    ("domain", 0),
    ("lang", 1),
    ("log", 1),
    ("net", 1),
    ("registry", 2),
    ("frame", 3),
    ("draw", 4),
    ("record", 5),
    ("plan", 5),
    ("joint", 6),
    ("matching", 6),
    ("schedule", 6),
    ("results", 6),
    ("inbox", 6),
    ("publication", 7),
    ("checker", 7),
    ("store", 8),
    ("witness", 8),
    ("workflow", 9),
    ("demo", 10),
    ("web", 10),
    ("cli", 11),
];

/// The draw, the matching, the calendar and the log are pure: no word of these.
const IMPURE: &[&str] = &[
    "fs",
    "File",
    "Utc",
    "Local",
    "SystemTime",
    "HashMap",
    "HashSet",
    "f32",
    "f64",
    "getrandom",
    "sqlx",
    "tokio",
];

/// What selects; the checker finds out for itself.
const SELECTING: &[&str] = &["ticket", "quota", "selection", "visits", "grouping"];

/// No file is longer, in lines.
const LONGEST: usize = 700;

/// The words of a source: identifiers, numbers, `::` and single characters.
/// Comments, strings and what follows `#[cfg(test)] mod` are left out.
fn words(source: &str) -> Vec<String> {
    let chars: Vec<char> = source.chars().collect();
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        let next = chars.get(at + 1).copied().unwrap_or(' ');
        if c == '/' && next == '/' {
            while at < chars.len() && chars[at] != '\n' {
                at += 1;
            }
        } else if c == '/' && next == '*' {
            at += 2;
            while at + 1 < chars.len() && !(chars[at] == '*' && chars[at + 1] == '/') {
                at += 1;
            }
            at += 2;
        } else if c == '"' {
            at = after_string(&chars, at);
        } else if let Some(end) = raw_string(&chars, at) {
            at = end;
        } else if c == '\'' && (next == '\\' || chars.get(at + 2) == Some(&'\'')) {
            at += if next == '\\' { 4 } else { 3 };
            while next == '\\' && at < chars.len() && chars[at - 1] != '\'' {
                at += 1;
            }
        } else if c.is_alphanumeric() || c == '_' {
            let mut end = at;
            // A decimal point belongs to a number, a range's do not.
            let digit = |i: usize| chars.get(i).is_some_and(|c| c.is_ascii_digit());
            while end < chars.len()
                && (chars[end].is_alphanumeric()
                    || chars[end] == '_'
                    || c.is_ascii_digit() && chars[end] == '.' && digit(end + 1))
            {
                end += 1;
            }
            out.push(chars[at..end].iter().collect());
            at = end;
        } else if c == ':' && next == ':' {
            out.push("::".to_owned());
            at += 2;
        } else {
            if !c.is_whitespace() {
                out.push(c.to_string());
            }
            at += 1;
        }
        if out.ends_with(&["#", "[", "cfg", "(", "test", ")", "]", "mod"].map(str::to_owned)) {
            out.truncate(out.len() - 8);
            break;
        }
    }
    out
}

/// Where the text goes on behind a string that begins here.
fn after_string(chars: &[char], mut at: usize) -> usize {
    at += 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// The same for `r"…"` and `r#"…"#`.
fn raw_string(chars: &[char], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).and_then(|i| chars.get(i));
    if chars[at] != 'r' || before.is_some_and(|c| c.is_alphanumeric() && *c != 'b') {
        return None;
    }
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    let start = at + 1 + hashes;
    (chars.get(start) == Some(&'"')).then(|| {
        let close = |i: &usize| {
            chars[*i] == '"' && chars[i + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes
        };
        (start + 1..chars.len()).find(close).map_or(chars.len(), |end| end + 1 + hashes)
    })
}

/// Every path that begins with one of the roots, groups spread out:
/// `crate::{a::B, c}` gives `a::B` and `c`.
fn paths(words: &[String], roots: &[&str]) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let inner = at > 0 && words[at - 1] == "::";
        if roots.contains(&word.as_str()) && !inner {
            let mut at = at + 1;
            if words.get(at).is_some_and(|word| word == "::") {
                at += 1;
                tree(words, &mut at, &[], &mut out);
            }
        }
    }
    out
}

fn tree(words: &[String], at: &mut usize, before: &[String], out: &mut Vec<Vec<String>>) {
    let mut path = before.to_vec();
    loop {
        match words.get(*at).map(String::as_str) {
            Some("{") => {
                *at += 1;
                while words.get(*at).is_some_and(|word| word != "}") {
                    let from = *at;
                    tree(words, at, &path, out);
                    while words.get(*at).is_some_and(|word| word != "," && word != "}") {
                        *at += 1; // `as name`
                    }
                    if words.get(*at).is_some_and(|word| word == ",") {
                        *at += 1;
                    }
                    assert!(*at > from);
                }
                *at += 1;
                return;
            }
            Some(word) => path.push(word.to_owned()),
            None => break,
        }
        *at += 1;
        if words.get(*at).is_none_or(|word| word != "::") {
            break;
        }
        *at += 1;
    }
    out.push(path);
}

/// What is wrong with one file: `room` is its folder, `depth` how many modules
/// it lies below the crate's root, `selecting` the names `draw` re-exports from
/// the modules that select.
fn faults(room: &str, depth: usize, source: &str, selecting: &BTreeSet<String>) -> Vec<String> {
    let mut out = Vec::new();
    let Some((_, floor)) = FLOORS.iter().find(|(name, _)| *name == room) else {
        return vec![format!("no floor is known for {room}")];
    };
    let words = words(source);
    let mut found = paths(&words, &["crate", "choucha"]);
    // `super::super::…` may climb to the root too.
    for mut path in paths(&words, &["super"]) {
        let supers = 1 + path.iter().take_while(|word| *word == "super").count();
        if supers == depth {
            found.push(path.split_off(supers - 1));
        }
    }
    for path in &found {
        let Some(first) = path.first() else { continue };
        if let Some((other, above)) = FLOORS.iter().find(|(name, _)| name == first)
            && *other != room
            && above >= floor
        {
            out.push(format!("{room} imports {other}, which is not below it"));
        }
        let second = path.get(1).map_or("", String::as_str);
        if room == "checker"
            && (first == "matching"
                || first == "draw"
                    && (SELECTING.contains(&second) || selecting.contains(second) || second == "*"))
        {
            out.push(format!("the checker uses {first}::{second}, which it is there to check"));
        }
    }
    let mentions = |word: &str| words.iter().any(|other| other == word);
    if ["draw", "log", "matching", "schedule"].contains(&room) {
        out.extend(IMPURE.iter().filter(|word| mentions(word)).map(|word| format!("{room} mentions {word}")));
        let float = |word: &&String| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('.');
        out.extend(words.iter().filter(float).map(|word| format!("{room} computes with the float {word}")));
    }
    let polars = words.iter().any(|word| word.starts_with("polars"));
    if polars && !["registry", "frame"].contains(&room) {
        out.push(format!("{room} uses polars"));
    }
    if mentions("sqlx") && room != "store" {
        out.push(format!("{room} speaks SQL"));
    }
    // Time, chance and surroundings come in as arguments below the workflow.
    if *floor < 9 {
        // How long a connection has been silent is `net`'s own affair and leaves it not.
        let clocks = &["Utc", "Local", "SystemTime", "Instant"][..if room == "net" { 3 } else { 4 }];
        let now = |pair: &[String]| clocks.contains(&pair[0].as_str()) && pair[2] == "now";
        if words.windows(3).any(|three| three[1] == "::" && now(three)) {
            out.push(format!("{room} reads the clock"));
        }
        if mentions("getrandom") {
            out.push(format!("{room} asks the system for randomness"));
        }
        if words.windows(3).any(|three| three[0] == "env" && three[1] == "::" && three[2].starts_with("var"))
        {
            out.push(format!("{room} reads the environment"));
        }
    }
    if source.lines().count() > LONGEST {
        out.push(format!("a file of {room} is longer than {LONGEST} lines"));
    }
    out
}

/// Names that `draw/mod.rs` re-exports from the modules that select.
fn selecting(draw: &str) -> BTreeSet<String> {
    let words = words(draw);
    let own = paths(&words, SELECTING).into_iter();
    own.chain(paths(&words, &["self"]).into_iter().filter(|path| SELECTING.contains(&path[0].as_str())))
        .filter_map(|path| path.last().cloned())
        .collect()
}

fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

#[test]
fn every_room_keeps_its_floor() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let selecting = selecting(&fs::read_to_string(src.join("draw/mod.rs")).unwrap());
    let mut files = Vec::new();
    sources(&src, &mut files);
    assert!(files.len() > 20);
    let mut wrong = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&src).unwrap();
        let mut steps: Vec<_> = inside.iter().map(|step| step.to_str().unwrap()).collect();
        // lib.rs and main.rs name every room.
        if steps.len() == 1 && ["lib.rs", "main.rs"].contains(&steps[0]) {
            continue;
        }
        if steps.last() == Some(&"mod.rs") {
            steps.pop();
        }
        let room = steps[0].trim_end_matches(".rs");
        let source = fs::read_to_string(&file).unwrap();
        let faults = faults(room, steps.len(), &source, &selecting);
        wrong.extend(faults.into_iter().map(|fault| format!("{}: {fault}", inside.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The faults of one line of source in a room, two modules deep.
fn of(room: &str, source: &str) -> Vec<String> {
    faults(room, 2, source, &BTreeSet::from(["Selection".to_owned()]))
}

#[test]
fn a_climb_is_noticed() {
    assert_eq!(of("domain", "use crate::lang::Lang;").len(), 1);
    assert_eq!(of("registry", "use crate::{domain::{Date, Text}, store};").len(), 1);
    assert_eq!(of("draw", "fn f() { crate::plan::check() }").len(), 1);
    assert_eq!(of("draw", "use super::super::matching::deal;").len(), 1);
    assert_eq!(of("publication", "use crate::checker::verify;").len(), 1);
    assert_eq!(of("attic", "fn f() {}").len(), 1);
    assert!(of("plan", "use crate::{domain::Date, frame, text};\nuse super::spec;").is_empty());
    assert!(of("cli", "use crate::workflow::Office; use crate::demo;").is_empty());
}

#[test]
fn comments_strings_and_tests_do_not_count() {
    let quiet = "//! crate::store\n/* crate::store */ const A: &str = \"crate::store \\\" HashMap\";\n\
                 const B: &str = r#\"crate::store \" \"#; const C: char = '\"'; const D: u8 = b'\\'';\n\
                 #[cfg(test)]\nmod tests { use crate::store; use std::collections::HashMap; }";
    assert_eq!(of("draw", quiet), Vec::<String>::new());
    assert_eq!(of("draw", "const C: char = '\"'; use crate::store;").len(), 1);
    assert_eq!(of("draw", "fn f<'a>(x: &'a str) { crate::store::open(x) }").len(), 1);
}

#[test]
fn impurity_is_noticed() {
    for line in [
        "use std::fs;",
        "use std::{fs::File, io};",
        "use std::collections::HashMap;",
        "fn f(x: f64) {}",
        "fn f() -> bool { x > 0.5 }",
        "fn f() { getrandom::fill(&mut b) }",
    ] {
        assert!(!of("draw", line).is_empty(), "{line}");
        assert!(!of("matching", line).is_empty(), "{line}");
        assert!(!of("log", line).is_empty(), "{line}");
    }
    assert!(of("draw", "let x = 0..5; let y = pair.0; use std::collections::BTreeMap;").is_empty());
    assert_eq!(of("plan", "let now = chrono::Utc::now();").len(), 1);
    assert_eq!(of("plan", "let home = std::env::var(\"HOME\");").len(), 1);
    assert!(of("workflow", "let now = chrono::Utc::now();").is_empty());
    assert_eq!(of("net", "let now = chrono::Utc::now();").len(), 1);
    assert_eq!(of("witness", "let now = tokio::time::Instant::now();").len(), 1);
    assert!(of("net", "let now = tokio::time::Instant::now();").is_empty());
    assert_eq!(of("plan", "use polars::prelude::*;").len(), 1);
    assert_eq!(of("workflow", "use sqlx::Row;").len(), 1);
    assert!(of("frame", "use polars_io::parquet;").is_empty() && of("store", "use sqlx::Row;").is_empty());
    assert_eq!(of("plan", &"\n".repeat(LONGEST + 1)).len(), 1);
}

#[test]
fn the_checker_selects_for_itself() {
    for line in [
        "use crate::draw::ticket;",
        "use crate::draw::{document::Part, quota::quota};",
        "use crate::draw::Selection;",
        "use crate::draw::*;",
        "crate::matching::level::level(x)",
    ] {
        assert_eq!(of("checker", line).len(), 1, "{line}");
    }
    assert!(of("checker", "use crate::draw::{document::Part, seed};").is_empty());
    assert_eq!(selecting("pub use selection::{Selection, select};\npub use seed::Ceremony;").len(), 2);
}
