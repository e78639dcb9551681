//! A company's rows and paths without reading the frames again.

use std::fs;
use std::path::Path;

use choucha::checker::{Lookup, Row, explain, verify};
use choucha::domain::merkle::{leaf, root_of_path};
use choucha::domain::progress::Quiet;
use choucha::draw::PlanDocument;
use choucha::draw::document::{Part, Round};

use crate::sample::{Spec, bundle, write};
use crate::verifies::bundles;

fn plan(dir: &Path) -> PlanDocument {
    PlanDocument::parse(&fs::read(dir.join("plan.json")).unwrap()).unwrap()
}

fn lines(dir: &Path, part: &Part) -> Vec<String> {
    let text = fs::read_to_string(dir.join(format!("frames/{}.csv", part.part))).unwrap();
    text.lines().skip(1).map(str::to_owned).collect()
}

fn code(row: &str) -> &str {
    row.split_once(',').unwrap().0
}

fn leads_to_root(row: &Row, part: &Part) {
    let found = root_of_path(leaf(row.row.as_bytes()), row.index, part.rows, &row.path);
    assert_eq!(found, Some(part.root), "{}", row.row);
}

#[test]
fn every_row_is_found_with_its_path_and_every_gap_with_its_neighbours() {
    let large = tempfile::tempdir().unwrap();
    let parts = vec![("市场监管局", 100, Round::Up, 2), ("消防救援大队", 40, Round::Up, 2)];
    write(&bundle(&Spec { entities: 2600, parts, ..Spec::default() }).files, large.path());
    for dir in bundles().iter().map(std::path::PathBuf::as_path).chain([large.path()]) {
        let document = plan(dir);
        let lookup = Lookup::open(dir, &Quiet).unwrap();
        for part in &document.parts {
            let rows = lines(dir, part);
            let step = 1 + rows.len() / 9;
            for (index, row) in rows.iter().enumerate().filter(|(index, _)| {
                index % step == 0 || index + 1 == rows.len() || [1023, 1024, 2047, 2048].contains(index)
            }) {
                let places = lookup.find(code(row)).unwrap();
                let own = places.frames.iter().find(|place| place.part == part.part).unwrap();
                assert_eq!((&own.row.row, own.row.index), (row, index as u64));
                leads_to_root(&own.row, part);
                assert_eq!(places.frames.len() + places.absent.len(), document.parts.len());
                // Just behind it there is nobody.
                let nobody = format!("{}-", code(row));
                let places = lookup.find(&nobody).unwrap();
                let gap = places.absent.iter().find(|place| place.part == part.part).unwrap();
                assert_eq!(gap.before.as_ref().unwrap(), &own.row);
                assert_eq!(gap.after.as_ref().map(|row| &row.row), rows.get(index + 1));
                gap.after.iter().for_each(|row| leads_to_root(row, part));
            }
            for (edge, first) in [("-", true), ("ZZZ", false)] {
                let places = lookup.find(edge).unwrap();
                let gap = places.absent.iter().find(|place| place.part == part.part).unwrap();
                assert_eq!((gap.before.is_none(), gap.after.is_none()), (first, !first));
            }
        }
    }
}

#[test]
fn it_says_what_explain_says() {
    let dir = Path::new("tests/golden/plain");
    let lookup = Lookup::open(dir, &Quiet).unwrap();
    for row in lines(dir, &plan(dir).parts[0]).iter().step_by(37) {
        let told = explain(dir, code(row), &Quiet).unwrap();
        let found = lookup.find(code(row)).unwrap();
        assert_eq!(told.frames.len(), found.frames.len());
        for (told, found) in told.frames.iter().zip(&found.frames) {
            assert_eq!((&told.part, &told.row, told.index), (&found.part, &found.row.row, found.row.index));
            assert_eq!(told.path, found.row.path);
        }
    }
    let json = serde_json::to_value(lookup.find("91640502NOBODY").unwrap()).unwrap();
    assert!(json["frames"].as_array().unwrap().is_empty());
    assert!(json["absent"][0]["before"]["path"][0].is_string());
    assert_eq!(lookup.find("某公司").unwrap_err().reason.id, "code-malformed");
}

#[test]
fn a_frame_that_changes_is_not_told_from() {
    let files = bundle(&Spec::default()).files;
    let dir = tempfile::tempdir().unwrap();
    write(&files, dir.path());
    assert!(verify(dir.path(), &Quiet).is_ok());
    let lookup = Lookup::open(dir.path(), &Quiet).unwrap();
    let part = plan(dir.path()).parts[0].clone();
    let row = lines(dir.path(), &part)[5].clone();
    let path = dir.path().join(format!("frames/{}.csv", part.part));
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen(&row, &row.replace("虚构", "真实"), 1)).unwrap();
    assert_eq!(lookup.find(code(&row)).unwrap_err().reason.id, "checker-changed-meanwhile");
    assert_eq!(Lookup::open(dir.path(), &Quiet).unwrap_err().reason.id, "checker-frame-root");
    fs::remove_file(&path).unwrap();
    assert_eq!(lookup.find(code(&row)).unwrap_err().reason.id, "checker-unreadable");
}
