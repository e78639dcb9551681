//! From an empty folder to a verified bundle, by the use cases an office has:
//! nothing here is done in another way than `choucha` does it for anyone.
//!
//! The clock is the demo's own, and so is the randomness behind nonces and
//! salts, so that everybody gets the same draw; a real office takes both from
//! the system.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde::Serialize;

use crate::checker;
use crate::domain::calendar::parse_instant;
use crate::domain::{Digest, Progress, Result, Text};
use crate::lang::Lang;
use crate::log::VerifierKey;
use crate::registry::write_rejects;
use crate::text;
use crate::witness::{self, Witness};
use crate::workflow::commit::OpeningFile;
use crate::workflow::import::{self, Imported, Register};
use crate::workflow::lock::Lock;
use crate::workflow::office::{Random, Setup};
use crate::workflow::reveal::Given;
use crate::workflow::{self, Office, Opening, Refusal};

use super::county::{DemoFiles, DemoSize, generate};
use super::dice::Dice;
use super::figures::Figures;
use super::summary;

/// Marks a folder that may be made anew.
const MARK: &str = "made-by-choucha-demo.txt";
/// What a demo leaves in its folder.
const OWN: [&str; 7] = [MARK, "handed-in", "office", "openings", "witness", "bundle", "rejects.csv"];
/// Who has the freeze on file.
const WITNESS: &str = "沙坡头区司法局（演示）";
/// The plan's number.
pub(super) const PLAN: &str = "2026Q4-001";
/// The made-up public value.
const LOTTERY: &str = "07 11 18 23 26 31 05";

/// How the demo is told.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The folder everything goes into.
    pub dir: &'a Path,
    /// Make a demo's folder anew.
    pub force: bool,
    /// How large a county.
    pub size: DemoSize,
    /// Language of the rejects file.
    pub lang: Lang,
}

/// What came of it.
#[derive(Debug, Serialize)]
pub struct Told {
    /// The office's folder.
    pub office: PathBuf,
    /// The files the county handed in.
    pub handed_in: PathBuf,
    /// The evidence bundle.
    pub bundle: PathBuf,
    /// Rows nobody could take, with reasons.
    pub rejects: PathBuf,
    /// Plan number.
    pub plan: String,
    /// Digest of plan.json.
    pub p: Digest,
    /// The seed.
    pub seed: Digest,
    /// Selections of all parts.
    pub selections: u64,
    /// Visits.
    pub visits: u64,
    /// What the registers took.
    pub registers: Vec<Imported>,
    #[serde(skip)]
    figures: Figures,
    #[serde(skip)]
    weaknesses: Vec<Text>,
}

impl Told {
    /// The summary for a section head, one page.
    pub fn page(&self, lang: Lang) -> String {
        let mut facts: Vec<Text> = self.registers.iter().map(register_fact).collect();
        facts.push(text!("demo-fact-rejects", file = self.rejects.as_path()));
        summary::page(&self.figures, &facts, &self.weaknesses, (&self.office, &self.bundle), lang)
    }
}

/// Tells the whole story; `say` gets a line for each step.
///
/// # Errors
/// `demo-exists` where a demo stands and `force` is not set, `demo-foreign`
/// where the folder holds anything else, and whatever a step refuses.
pub fn tell(options: Options<'_>, say: &dyn Fn(&Text), progress: &dyn Progress) -> Result<Told, Refusal> {
    let Options { dir, size, lang, .. } = options;
    clear(dir, options.force)?;
    let place = |name: &str| dir.join(name);
    let (handed_in, folder, bundle) = (place("handed-in"), place("office"), place("bundle"));

    say(&text!("demo-step-making", folder = handed_in.as_path()));
    let files = generate(&handed_in, size, progress)?;

    let mut office = open(&folder)?;
    say(&text!("demo-step-import", at = office.now()));
    let registers = take_in(&office, &files, progress)?;
    let rejects = place("rejects.csv");
    write_rejects(
        &rejects,
        &registers.iter().flat_map(|done| done.rejects.clone()).collect::<Vec<_>>(),
        lang,
    )?;

    office.set_clock(parse_instant("2026-10-08T09:00:00+08:00")?)?;
    take_on_witness(&office, &place("witness"))?;
    say(&text!("demo-step-witness", at = office.now(), name = WITNESS));

    office.set_clock(parse_instant("2026-10-08T10:00:00+08:00")?)?;
    say(&text!("demo-step-check", at = office.now()));
    let plan = workflow::plans::read_plan(&files.plan)?;
    let report = workflow::prepare::prepare(&office, &plan, progress)?.report;
    if !report.faults.is_empty() {
        return Err(Refusal { text: text!("demo-plan-faults"), faults: report.faults });
    }
    office.by = "演示负责人".to_owned();
    office.set_clock(parse_instant("2026-10-08T16:00:00+08:00")?)?;
    say(&text!("demo-step-approve", at = office.now()));
    workflow::approve::approve(&office, &files.plan, "同意")?;

    office.by = "演示人员".to_owned();
    office.set_clock(parse_instant("2026-10-09T09:00:00+08:00")?)?;
    say(&text!("demo-step-commit", at = office.now()));
    let openings = commit(&office, &place("openings"))?;

    office.set_clock(parse_instant("2026-10-09T09:30:00+08:00")?)?;
    say(&text!("demo-step-freeze", at = office.now()));
    let frozen = workflow::freeze::freeze(&office, &files.plan, false, progress)?;
    say(&text!("demo-step-frozen", p = frozen.p));

    office.set_clock(parse_instant("2026-10-09T10:00:00+08:00")?)?;
    let filed = file(&office, &place("witness"))?;
    say(&text!("demo-step-file", at = office.now(), name = WITNESS, size = filed));

    office.set_clock(parse_instant("2026-10-09T15:00:00+08:00")?)?;
    say(&text!("demo-step-reveal", at = office.now()));
    for file in &openings {
        let opening = OpeningFile::read(file)?;
        let OpeningFile { source, value, nonce, .. } = opening;
        workflow::reveal::reveal(
            &office,
            PLAN,
            Given { source, value, nonce: Some(nonce), signature: None },
        )?;
    }

    office.set_clock(parse_instant("2026-10-09T21:20:00+08:00")?)?;
    say(&text!("demo-step-public", at = office.now(), value = LOTTERY));
    let given = Given { source: "lottery".into(), value: LOTTERY.into(), ..Given::default() };
    workflow::reveal::reveal(&office, PLAN, given)?;

    say(&text!("demo-step-draw"));
    let drawn = workflow::draw::draw(&office, PLAN, progress)?;
    say(&text!("demo-step-publish", folder = bundle.as_path()));
    workflow::publish::publish(&office, PLAN, &bundle, workflow::publish::Options::default(), progress)?;
    drop(office);

    say(&text!("demo-step-verify"));
    let verdict = checker::verify(&bundle, progress).map_err(|fault| fault.text())?;
    say(&text!("demo-step-verified"));
    let figures = Figures::of(&bundle)?;
    Ok(Told {
        plan: PLAN.to_owned(),
        p: frozen.p,
        seed: drawn.seed,
        selections: figures.selections,
        visits: figures.visits,
        weaknesses: verdict.weaknesses,
        office: folder,
        handed_in,
        bundle,
        rejects,
        registers,
        figures,
    })
}

/// Makes room: an absent or empty folder is taken, a demo's own only with
/// `force`, any other never.
fn clear(dir: &Path, force: bool) -> Result<()> {
    let fault = |error: std::io::Error| text!("demo-write", file = dir, error = error);
    let names = match fs::read_dir(dir) {
        Ok(entries) => entries
            .map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()))
            .collect::<std::io::Result<Vec<_>>>()
            .map_err(fault)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(fault(error)),
    };
    if !names.is_empty() {
        if let Some(foreign) = names.iter().find(|name| !OWN.contains(&name.as_str())) {
            return Err(text!("demo-foreign", folder = dir, name = foreign));
        }
        if !names.iter().any(|name| name == MARK) {
            return Err(text!("demo-foreign", folder = dir, name = &names[0]));
        }
        if !force {
            return Err(text!("demo-exists", folder = dir));
        }
        remove(dir, &names)?;
    }
    fs::create_dir_all(dir).map_err(fault)?;
    super::sheets::write(
        &dir.join(MARK),
        "choucha demo --force 会重做本文件夹 / makes this folder anew\n".as_bytes(),
    )
}

/// Removes what a demo left, the mark last: cut off in between, it is still a
/// demo's folder. An office that somebody has open is left alone.
fn remove(dir: &Path, names: &[String]) -> Result<()> {
    let office = dir.join("office");
    let lock = office.join("office.lock");
    let held = if lock.is_file() {
        Some(Lock::take(&lock, "choucha demo --force", &workflow::clock::system_now())?)
    } else {
        None
    };
    for name in names.iter().filter(|name| *name != MARK) {
        let path = dir.join(name);
        let done = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        done.map_err(|error| text!("demo-write", file = path.as_path(), error = error))?;
    }
    drop(held);
    Ok(())
}

/// A practice office with the demo's clock and randomness.
fn open(folder: &Path) -> Result<Office> {
    let mut opening = Opening::new(folder, "演示人员", "choucha demo");
    opening.at = Some(parse_instant("2026-09-30T17:00:00+08:00")?);
    opening.random = random();
    opening.eager = false;
    let setup =
        Setup {
            practice: true, area: "640502".to_owned(), ..Setup::new("沙坡头区市场监管局（演示）")
        };
    Office::init(opening, &setup)
}

/// Bytes that are the same every time, and so no secret.
fn random() -> Random {
    random_of(99)
}

/// The same from another stream, for what comes later.
pub(super) fn random_of(stream: u64) -> Random {
    let dice = Mutex::new(Dice::new(stream));
    Box::new(move |bytes| {
        let mut dice = dice.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        bytes.fill_with(|| u8::try_from(dice.below(256)).unwrap_or(0));
        Ok(())
    })
}

/// All five registers, through the importers everybody uses.
fn take_in(office: &Office, files: &DemoFiles, progress: &dyn Progress) -> Result<Vec<Imported>, Refusal> {
    let mapped = import::Options { mapping: Some(files.mapping.clone()), ..import::Options::default() };
    let plain = import::Options::default();
    let mut out = vec![import::import(office, Register::Entities, &files.entities, &mapped, progress)?];
    for (register, file) in [
        (Register::Inspectors, &files.inspectors),
        (Register::Items, &files.items),
        (Register::History, &files.history),
        (Register::Barred, &files.barred),
    ] {
        out.push(import::import(office, register, std::slice::from_ref(file), &plain, progress)?);
    }
    Ok(out)
}

/// The justice bureau sets up a witness of its own, and each learns the other's
/// key.
fn take_on_witness(office: &Office, dir: &Path) -> Result<(), Refusal> {
    let mut seed = [0; 32];
    random()(&mut seed)?;
    let key = witness::init(dir, WITNESS, &seed, &witness::no_points())?;
    let log = VerifierKey::parse(&workflow::logbook::face(office)?.key)?;
    witness::add_logs(dir, &[log], &witness::no_points())?;
    workflow::filing::add_witness(office, &key.to_string(), "")?;
    Ok(())
}

/// 备案, by an exchange of files as between separate networks; the size of the
/// checkpoint the witness cosigned.
fn file(office: &Office, dir: &Path) -> Result<u64, Refusal> {
    let (request, answer) = (dir.join("request.txt"), dir.join("answer.txt"));
    workflow::filing::request(office, WITNESS, &request)?;
    let read = |path: &Path| fs::read(path).map_err(|error| text!("demo-write", file = path, error = error));
    let mut bureau = Witness::open(dir, Lang::Zh, witness::no_points())?;
    let now = u64::try_from(office.now().timestamp()).unwrap_or(0);
    let response = bureau.answer(&read(&request)?, now)?;
    super::sheets::write(&answer, response.write_file().as_bytes())?;
    Ok(workflow::filing::take(office, &answer)?.1)
}

/// Two participants commit; their openings stay with them.
fn commit(office: &Office, dir: &Path) -> Result<Vec<PathBuf>, Refusal> {
    fs::create_dir_all(dir).map_err(|error| text!("demo-write", file = dir, error = error))?;
    let random = random();
    let mut files = Vec::new();
    for source in ["discipline", "observer"] {
        let file = dir.join(format!("{source}.opening.json"));
        let made = workflow::commit::make(PLAN, 1, source, None, None, &file, &random)?;
        workflow::commit::register(office, PLAN, source, made.commitment, false)?;
        files.push(file);
    }
    Ok(files)
}

/// What a register took, in a line.
fn register_fact(done: &Imported) -> Text {
    let [read, taken, rejected, merged] =
        [done.read, done.taken, done.rejected, done.merged].map(summary::grouped);
    let rows = summary::grouped(done.taken - done.merged);
    match done.register {
        Register::Entities => text!(
            "demo-fact-entities",
            read = read,
            taken = taken,
            rejected = rejected,
            merged = merged,
            rows = rows
        ),
        Register::Inspectors => text!("demo-fact-inspectors", rows = rows),
        Register::Items => text!("demo-fact-items", rows = rows),
        Register::History => text!("demo-fact-history", rows = rows),
        Register::Barred => text!("demo-fact-barred", rows = rows),
    }
}
