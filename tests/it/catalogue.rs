//! Every message the sources name exists in both languages with the same
//! arguments, and the catalogue holds no message nobody says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use choucha::lang::CATALOGUE;
use fluent_bundle::FluentResource;

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

fn args_of(pattern: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for piece in pattern.split('$').skip(1) {
        out.insert(
            piece.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-').collect(),
        );
    }
    out
}

/// Message id → arguments, from a file's text (continuation lines are indented).
fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    let mut current = None;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((id, rest)) =
            line.split_once('=').filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
        {
            let id = id.trim().to_owned();
            assert!(out.insert(id.clone(), rest.to_owned()).is_none(), "message {id} stands twice");
            current = Some(id);
        } else if let Some(id) = &current {
            out.get_mut(id).unwrap().push_str(line);
        }
    }
    out.into_iter().map(|(id, pattern)| (id, args_of(&pattern))).collect()
}

#[test]
fn both_languages_say_the_same() {
    let mut seen = BTreeSet::new();
    for (file, zh, en) in CATALOGUE {
        for text in [zh, en] {
            assert!(FluentResource::try_new((*text).to_owned()).is_ok(), "{file}.ftl does not parse");
        }
        assert_eq!(messages(zh), messages(en), "{file}.ftl: ids or arguments differ");
        for id in messages(zh).into_keys() {
            assert!(seen.insert(id.clone()), "{id} stands in two files");
        }
    }
}

#[test]
fn every_text_said_is_in_the_catalogue_with_its_arguments() {
    let catalogue: BTreeMap<_, _> = CATALOGUE.iter().flat_map(|(_, zh, _)| messages(zh)).collect();
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    let mut said = BTreeSet::new();
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        for (at, _) in source.match_indices("text!(") {
            let call = &source[at + 6..];
            let Some(id) = call.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next()) else {
                continue;
            };
            if id == "id" {
                continue; // the macro's own documentation
            }
            let known = catalogue.get(id).unwrap_or_else(|| panic!("{}: no message {id}", file.display()));
            // The call's own arguments: `name = value` at depth 0 of the call.
            let (mut depth, mut end, mut quoted) = (1, 0, false);
            let mut top = String::new();
            for (i, c) in call.char_indices() {
                match c {
                    '"' if !call[..i].ends_with('\\') => quoted = !quoted,
                    '(' | '[' | '{' if !quoted => depth += 1,
                    ')' | ']' | '}' if !quoted => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    end = i;
                    break;
                }
                if depth == 1 && !quoted {
                    top.push(c);
                }
            }
            assert!(end > 0, "{}: unclosed call of {id}", file.display());
            let given: BTreeSet<String> = top
                .split(',')
                .filter_map(|piece| piece.split_once('='))
                .map(|(name, _)| name.trim().to_owned())
                .filter(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
                .collect();
            let missing: Vec<_> = known.difference(&given).collect();
            assert!(missing.is_empty(), "{}: {id} lacks {missing:?}", file.display());
            said.insert(id.to_owned());
        }
    }
    assert!(!said.is_empty());
}
