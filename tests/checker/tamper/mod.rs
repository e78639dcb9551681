//! Ways to tamper with a bundle, each caught by its own reason. Most
//! tamperers are thorough: they write SHA256SUMS anew, and where they touch
//! what was fixed first, plan.json's digests and the ceremony too.

mod draw;
mod experts;
mod fixed;
mod folder;
mod groups;
mod people;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use choucha::checker::verify;
use choucha::domain::Digest;
use choucha::domain::csv::{split_line, write_row};
use choucha::domain::merkle::{Tree, leaf};
use choucha::domain::progress::Quiet;
use choucha::draw::document::{Round, to_canonical};
use choucha::draw::seed::seed;
use choucha::draw::{Ceremony, Contribution};
use choucha::lang::Lang;
use serde_json::Value;

use crate::sample::{self, Spec, bundle};

/// A bundle in memory, ready to be tampered with.
#[derive(Clone)]
pub struct Files(pub BTreeMap<String, Vec<u8>>);

/// One way to tamper: which bundle, what is done, the reason expected, the
/// file it is found in, and what the reason must mention.
pub struct Case {
    pub base: Base,
    pub name: &'static str,
    pub edit: fn(&mut Files),
    pub id: &'static str,
    pub file: &'static str,
}

/// Bundles to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Base {
    /// A golden bundle, and where it lies beside the project the other
    /// implementation's.
    Any,
    /// A golden bundle of that name.
    Golden(&'static str),
    /// 2,000 entities, every quota rounded up: none depends on the seed.
    Large,
    /// Amended, most entities with a bar.
    Barred,
    /// Groups, and some inspectors too few for one.
    Sparse,
}

fn load(dir: &Path) -> Files {
    let mut files = BTreeMap::new();
    for (folder, prefix) in [(dir.to_path_buf(), ""), (dir.join("frames"), "frames/")] {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
                files.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    Files(files)
}

impl Base {
    pub fn load(self) -> Vec<Files> {
        match self {
            Base::Golden(name) => vec![load(&Path::new("tests/golden").join(name))],
            Base::Any => {
                let shared = PathBuf::from("../shared/vectors/bundle");
                let plain = load(Path::new("tests/golden/plain"));
                [plain].into_iter().chain(shared.is_dir().then(|| load(&shared))).collect()
            }
            Base::Large => {
                let parts = vec![
                    ("市场监管局", 100, Round::Up, 2),
                    ("消防救援大队", 50, Round::Up, 2),
                    ("文化和旅游局", 20, Round::Up, 3),
                ];
                static LARGE: OnceLock<Files> = OnceLock::new();
                let make = || Files(bundle(&Spec { entities: 2000, parts, ..Spec::default() }).files);
                vec![LARGE.get_or_init(make).clone()]
            }
            Base::Sparse => {
                let grouped = vec!["市场监管局"];
                vec![Files(bundle(&Spec { inspectors: 24, grouped, ..Spec::default() }).files)]
            }
            Base::Barred => {
                vec![Files(bundle(&Spec { bars: 600, substitutes: vec![2, 1, 5], ..Spec::default() }).files)]
            }
        }
    }
}

impl Files {
    /// Lines of a file without their LF, the header first.
    pub fn lines(&self, name: &str) -> Vec<String> {
        let text = std::str::from_utf8(&self.0[name]).unwrap();
        text.split_terminator('\n').map(str::to_owned).collect()
    }

    pub fn put(&mut self, name: &str, lines: &[String]) {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        self.0.insert(name.to_owned(), text.into_bytes());
    }

    /// Changes a file's lines and writes SHA256SUMS anew.
    pub fn edit(&mut self, name: &str, change: impl FnOnce(&mut Vec<String>)) {
        let mut lines = self.lines(name);
        change(&mut lines);
        self.put(name, &lines);
        self.seal();
    }

    /// Changes a file's bytes and writes SHA256SUMS anew.
    pub fn bytes(&mut self, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
        change(self.0.get_mut(name).unwrap());
        self.seal();
    }

    /// Data rows of a file as fields.
    pub fn rows<const N: usize>(&self, name: &str) -> Vec<[String; N]> {
        let fields = |line: &String| split_line::<N>(line).unwrap().map(std::borrow::Cow::into_owned);
        self.lines(name).iter().skip(1).map(fields).collect()
    }

    /// Replaces a file's data rows and writes SHA256SUMS anew.
    pub fn put_rows<const N: usize>(&mut self, name: &str, rows: &[[String; N]]) {
        let mut bytes = format!("{}\n", self.lines(name)[0]).into_bytes();
        rows.iter().for_each(|row| write_row(&mut bytes, row));
        self.0.insert(name.to_owned(), bytes);
        self.seal();
    }

    pub fn edit_rows<const N: usize>(&mut self, name: &str, change: impl FnOnce(&mut Vec<[String; N]>)) {
        let mut rows = self.rows::<N>(name);
        change(&mut rows);
        self.put_rows(name, &rows);
    }

    /// Writes SHA256SUMS anew.
    pub fn seal(&mut self) {
        sample::seal(&mut self.0);
    }

    /// Changes plan.json, holds the ceremony for it anew, and seals.
    pub fn plan(&mut self, change: impl FnOnce(&mut Value)) {
        let mut plan: Value = serde_json::from_slice(&self.0["plan.json"]).unwrap();
        change(&mut plan);
        self.0.insert("plan.json".into(), to_canonical(&plan).unwrap());
        self.ceremony(|_| {});
    }

    /// Changes the contributions, computes P and the seed anew, and seals.
    pub fn ceremony(&mut self, change: impl FnOnce(&mut Vec<Contribution>)) {
        let mut ceremony = Ceremony::parse(&self.0["ceremony.json"]).unwrap();
        change(&mut ceremony.contributions);
        ceremony.plan = Digest::of(&self.0["plan.json"]);
        ceremony.seed = seed(&ceremony.plan, &ceremony.contributions);
        self.0.insert("ceremony.json".into(), ceremony.to_bytes().unwrap());
        self.seal();
    }

    /// Changes a frame's rows and fixes its digest, rows and root in the plan
    /// as if it had been so from the start; not the counts of excluded rows.
    pub fn frame(&mut self, part: &str, change: impl FnOnce(&mut Vec<String>)) {
        let name = format!("frames/{part}.csv");
        let mut lines = self.lines(&name);
        change(&mut lines);
        self.put(&name, &lines);
        self.refreeze();
    }

    /// Fixes every frame, the roster and the bars in the plan as they are now.
    pub fn refreeze(&mut self) {
        let rows = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count() as u64 - 1;
        let files = self.0.clone();
        self.plan(|plan| {
            for part in plan["parts"].as_array_mut().unwrap() {
                let bytes = &files[&format!("frames/{}.csv", part["part"].as_str().unwrap())];
                let mut tree = Tree::default();
                let lines = bytes.split_inclusive(|byte| *byte == b'\n').skip(1);
                lines.for_each(|line| tree.push(leaf(line.strip_suffix(b"\n").unwrap_or(line))));
                part["rows"] = rows(bytes).into();
                part["sha256"] = Digest::of(bytes).to_string().into();
                part["root"] = tree.root().to_string().into();
            }
            for name in ["roster", "barred"] {
                let bytes = &files[&format!("{name}.csv")];
                plan[name]["rows"] = rows(bytes).into();
                plan[name]["sha256"] = Digest::of(bytes).to_string().into();
            }
        });
    }

    pub fn seed(&self) -> Digest {
        Ceremony::parse(&self.0["ceremony.json"]).unwrap().seed
    }

    /// Writes the bundle into a new folder.
    pub fn write(&self) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        sample::write(&self.0, dir.path());
        dir
    }
}

/// A ticket as draw.csv writes it.
pub fn ticket(seed: &Digest, code: &str) -> String {
    Digest::of(format!("{seed}:{code}").as_bytes()).to_string()
}

/// What is wrong with how a case was found out, if anything.
fn complaint(case: &Case, files: &Files) -> Option<String> {
    let fault = match verify(files.write().path(), &Quiet) {
        Err(fault) => fault,
        Ok(_) => return Some(format!("{}: not noticed", case.name)),
    };
    if (fault.reason.id, fault.file.as_str()) != (case.id, case.file) {
        return Some(format!("{}: {} expected, but {fault}", case.name, case.id));
    }
    for lang in [Lang::Zh, Lang::En] {
        let words = lang.say(&fault.text());
        let whole = words.contains(case.file) && lang.has(fault.reason.id);
        if !whole || words.contains("{$") || words.contains(fault.reason.id) {
            return Some(format!("{}: {words}", case.name));
        }
    }
    None
}

/// Reasons that more than one way may share: the ways differ in what they would
/// have gained, not in how they are found out.
const SHARED: [&str; 21] = [
    "checker-team-lacks",
    "checker-team-unavailable",
    "plan-part-experts",
    "checker-team-lead",
    "checker-group-other",
    "checker-group-lacks",
    "checker-group-unknown",
    "checker-group-order",
    "json-malformed",
    "checker-quota-quota",
    "checker-frame-excluded",
    "ceremony-sources",
    "checker-ceremony-plan",
    "checker-missing",
    "checker-unknown-file",
    "checker-draw-ticket",
    "checker-fixed-digest",
    "checker-sums-line",
    "checker-sums-surplus",
    "csv-fields",
    "checker-not-a-file",
];

#[test]
fn every_way_to_tamper_is_caught_by_its_own_reason() {
    let cases: Vec<Case> =
        [folder::cases(), fixed::cases(), draw::cases(), people::cases(), groups::cases(), experts::cases()]
            .into_iter()
            .flatten()
            .collect();
    let mut reasons = BTreeSet::new();
    let mut complaints = Vec::new();
    for case in &cases {
        if !reasons.insert((case.id, case.file)) && !SHARED.contains(&case.id) {
            complaints.push(format!("{}: {} is another way's reason", case.name, case.id));
        }
        for mut files in case.base.load() {
            (case.edit)(&mut files);
            complaints.extend(complaint(case, &files));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    let distinct: BTreeSet<&str> = reasons.iter().map(|(id, _)| *id).collect();
    assert!(cases.len() >= 100, "only {} ways", cases.len());
    assert!(distinct.len() >= 90, "only {} reasons", distinct.len());
}

#[test]
fn a_careless_tamperer_is_caught_in_every_file() {
    for base in [
        Base::Any,
        Base::Golden("amended"),
        Base::Golden("group"),
        Base::Golden("experts"),
        Base::Golden("drand"),
        Base::Golden("sealed"),
    ] {
        for files in base.load() {
            for name in files.0.keys().filter(|name| *name != "SHA256SUMS") {
                let mut changed = Files(files.0.clone());
                let bytes = changed.0.get_mut(name).unwrap();
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
                let fault = verify(changed.write().path(), &Quiet).unwrap_err();
                assert_eq!((fault.reason.id, &fault.file), ("checker-digest", name), "{fault}");
            }
        }
    }
}
