//! The made-up county is what the importers are for: its files are read, its
//! faults and only those are refused.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;

use choucha::demo::{DemoSize, Options, Told, carry_out, generate, tell};
use choucha::domain::progress::Quiet;
use choucha::lang::Lang;
use choucha::plan::PlanSpec;
use choucha::registry::table::read_table;
use choucha::registry::{
    Defaults, ImportOptions, Mapping, Registry, Reject, barred, history, inspectors, items,
};
use choucha::workflow::fsck::fsck;
use choucha::workflow::results::figures;
use choucha::workflow::{Office, Opening, Refusal};

#[test]
fn every_file_is_a_table_in_its_own_form() {
    let dir = tempfile::tempdir().unwrap();
    let files = generate(dir.path(), DemoSize::TOWNSHIP, &Quiet).unwrap();
    let rows: Vec<usize> = files.entities.iter().map(|file| read_table(file).unwrap().rows.len()).collect();
    assert!(rows.iter().all(|rows| *rows > 10), "{rows:?}");
    let first = read_table(&files.entities[0]).unwrap();
    assert_eq!(first.headings[2], "企业名称");
    let bytes = std::fs::read(&files.entities[0]).unwrap();
    assert!(std::str::from_utf8(&bytes).is_err(), "GB18030");
    assert_eq!(read_table(&files.inspectors).unwrap().rows.len(), 60);
    assert_eq!(read_table(&files.items).unwrap().rows.len(), 25);
    assert_eq!(read_table(&files.history).unwrap().rows.len(), 400);
    assert_eq!(read_table(&files.barred).unwrap().rows.len(), 30);
}

#[test]
fn the_small_registers_are_taken_whole() {
    let dir = tempfile::tempdir().unwrap();
    let files = generate(dir.path(), DemoSize::TOWNSHIP, &Quiet).unwrap();
    let mapping = Mapping::read(&files.mapping).unwrap();
    let defaults = Defaults { area: Some("640502".into()), today: "2026-10-08".parse().ok() };
    let rejected = |rejects: &[Reject]| format!("{:#?}", rejects.first());

    let taken = inspectors::read(&[files.inspectors], &mapping, &defaults, &Quiet).unwrap();
    assert!(taken.rejects.is_empty(), "{}", rejected(&taken.rejects));
    assert_eq!(taken.rows.len(), 60);
    let departments: BTreeSet<&str> = taken.rows.iter().map(|one| one.department.as_str()).collect();
    assert_eq!(departments.len(), 5);

    let taken = items::read(&[files.items], &mapping, &defaults, &Quiet).unwrap();
    assert!(taken.rejects.is_empty(), "{}", rejected(&taken.rejects));
    assert_eq!(taken.rows.len(), 25);
    assert!(taken.rows.iter().all(|item| item.published_on.is_some() && !item.basis.is_empty()));
    assert!(taken.rows.iter().any(|item| item.joint.is_some()) && taken.rows.iter().any(|item| item.key));

    let taken = history::read(&[files.history], &mapping, &defaults, &Quiet).unwrap();
    assert!(taken.rejects.is_empty(), "{}", rejected(&taken.rejects));
    assert!(taken.rows.len() > 390, "{}", taken.rows.len());

    let taken = barred::read(&[files.barred], &mapping, &defaults, &Quiet).unwrap();
    assert!(taken.rejects.is_empty(), "{}", rejected(&taken.rejects));
    assert_eq!(taken.rows.len(), 30);
}

#[test]
fn objects_are_taken_but_for_the_faults_put_in() {
    let dir = tempfile::tempdir().unwrap();
    let files = generate(dir.path(), DemoSize::TOWNSHIP, &Quiet).unwrap();
    let registry = Registry::new(dir.path().join("registry"));
    let options =
        ImportOptions { mapping: Mapping::read(&files.mapping).unwrap(), ..ImportOptions::default() };
    let at = "2026-09-30T17:00:00+08:00".parse().unwrap();
    let report = registry.import(None, &files.entities, &options, &at, &Quiet).unwrap();
    let reasons: Vec<String> =
        report.rejects.iter().map(|r| format!("{}:{} {}", r.file, r.row, r.reason)).collect();
    assert_eq!(report.rejected, files.faults, "{reasons:#?}");
    assert_eq!(report.new, 2_000);
    assert!(report.merged > 100, "the same firm once per licence: {}", report.merged);
    let ids: BTreeSet<&str> = report.rejects.iter().map(|reject| reject.reason.id).collect();
    assert!(ids.len() >= 8, "{ids:?}");
}

#[test]
fn the_plan_can_be_read() {
    let dir = tempfile::tempdir().unwrap();
    let files =
        generate(dir.path(), DemoSize { entities: 10, inspectors: 10, checks: 5, bars: 5 }, &Quiet).unwrap();
    let toml = std::fs::read_to_string(&files.plan).unwrap();
    let plan = PlanSpec::parse(&toml, "plan.toml").unwrap();
    let departments: BTreeSet<&str> = plan.parts.iter().map(|part| part.department.as_str()).collect();
    assert_eq!((plan.parts.len(), departments.len(), plan.sources.len()), (7, 5, 3));
}

/// A demo of a township's size in a folder; the steps it told.
fn told(dir: &Path, force: bool) -> Result<(Told, Vec<&'static str>), Refusal> {
    let steps = RefCell::new(Vec::new());
    let options = Options { dir, force, size: DemoSize::TOWNSHIP, lang: Lang::Zh };
    let told = tell(options, &|step| steps.borrow_mut().push(step.id), &Quiet)?;
    Ok((told, steps.into_inner()))
}

#[test]
fn the_story_ends_in_a_page_and_is_the_same_for_everybody() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("a");
    let (first, steps) = told(&folder, false).unwrap();
    assert_eq!((steps.first(), steps.last()), (Some(&"demo-step-making"), Some(&"demo-step-verified")));
    let (chinese, english) = (first.page(Lang::Zh), first.page(Lang::En));
    for part in ["disclosure", "catering", "equipment", "fire", "leisure", "discharge", "property"] {
        assert!(chinese.contains(part) && english.contains(part), "{chinese}");
    }
    assert!(chinese.contains(&first.seed.to_string()) && chinese.contains("虚构"), "{chinese}");
    assert!(english.contains("made up") || english.contains("invented"), "{english}");
    assert!(!chinese.contains("demo-") && !english.contains("demo-column"), "a text is missing: {chinese}");
    // A code to explain stands in the page and in the bundle.
    let visits = std::fs::read_to_string(first.bundle.join("visits.csv")).unwrap();
    let asked = chinese.lines().find(|line| line.contains("choucha explain")).unwrap();
    assert!(visits.contains(asked.split(' ').next_back().unwrap()));
    let verdict = choucha::checker::verify(&first.bundle, &Quiet).unwrap();
    assert!(verdict.weaknesses.iter().any(|text| text.id.contains("practice")), "{:?}", verdict.weaknesses);

    let (second, _) = told(&dir.path().join("b"), false).unwrap();
    assert_eq!((first.p, first.seed, first.visits), (second.p, second.seed, second.visits));
}

#[test]
fn some_visits_are_carried_out() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("a");
    told(&folder, false).unwrap();
    let done = carry_out(&folder, &|_| {}, &Quiet).unwrap();
    assert!(done.recorded > 30 && done.published == done.recorded + 1, "{done:?}");
    assert_ne!(done.corrected, done.withdrawn);
    assert_eq!(carry_out(&folder, &|_| {}, &Quiet).unwrap_err().text.id, "demo-results-already");
    let office = Office::open(Opening::new(&folder.join("office"), "somebody", "test")).unwrap();
    let found = fsck(&office, None, &Quiet).unwrap();
    assert!(found.faults.is_empty(), "{:#?}", found.faults);
    let total = figures(&office, None, &Quiet).unwrap().remove(0).figures.total;
    assert_eq!((total.recorded, total.withdrawn, total.late_public), (done.recorded, 1, 0));
    assert!(total.due > total.recorded || total.completion() == Some(10_000));
    drop(office);
    assert!(told(&folder, true).is_ok(), "it is made anew without them");
}

#[test]
fn a_folder_is_only_made_anew_when_it_is_a_demos_and_one_asks() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("a");
    let (first, _) = told(&folder, false).unwrap();
    assert_eq!(told(&folder, false).unwrap_err().text.id, "demo-exists");
    // Somebody at work in the office keeps it.
    let office = Office::open(Opening::new(&first.office, "somebody", "test")).unwrap();
    assert_eq!(told(&folder, true).unwrap_err().text.id, "office-locked");
    drop(office);
    assert!(told(&folder, true).is_ok());
    std::fs::write(folder.join("letter.txt"), "mine").unwrap();
    assert_eq!(told(&folder, true).unwrap_err().text.id, "demo-foreign");
    assert!(folder.join("letter.txt").exists() && folder.join("office/office.db").exists());
    let other = dir.path().join("b");
    std::fs::create_dir_all(other.join("office")).unwrap();
    assert_eq!(told(&other, true).unwrap_err().text.id, "demo-foreign");
}
