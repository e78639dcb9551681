//! A large city's coordination: 31 departments, 400 items (one part each),
//! 2,000,000 entities, about 60,000 visits.
//!
//! `cargo bench --bench joint` runs it whole; `JOINT_SCALE=20` at a twentieth.
//! Prints seconds and, where the system tells it, the greatest memory so far;
//! to hold: suggest under 30 s, merge + draw + match + calendar under 60 s, 8 GiB.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::Instant;

use choucha::domain::entity::{COLUMNS, Entity};
use choucha::domain::item::Procedure;
use choucha::domain::progress::Quiet;
use choucha::domain::{Digest, Item};
use choucha::draw::document::{FileDigest, PlanDocument};
use choucha::draw::{Ceremony, Contribution};
use choucha::frame::{History, gather_tables};
use choucha::joint::{Choices, Draft, DraftText, Rules, merge, suggest};
use choucha::matching::RosterRow;
use choucha::plan::document::{Inputs, document};
use choucha::plan::{Framed, PlanSpec, framed, requests};
use choucha::publication::frozen::read_frame;
use choucha::publication::{Outcome, outcome};
use choucha::schedule::{Mode, Problem, Room, Visit as Planned, arrange, measure};
use polars::prelude::{Column, DataFrame};

const DEPARTMENTS: usize = 31;
/// Of each department.
const INSPECTORS: usize = 600;
const PARTS: usize = 400;
const COUNTIES: usize = 10;
const TAGS: usize = 120;
/// Working days of the drafts' window.
const DAYS: usize = 53;

fn mix(number: usize, what: u64) -> usize {
    let mut x = number as u64 ^ what.wrapping_mul(0xd134_2543_de82_ef95);
    for _ in 0..3 {
        x = (x ^ x >> 29).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    (x >> 33) as usize
}

fn entity(n: usize) -> Entity {
    // Each entity carries two tags; some are common, most are rare.
    let tags: Vec<String> =
        (0..2).map(|k| mix(n, 10 + k) % TAGS).map(|tag| format!("行业{}", tag * tag / TAGS)).collect();
    Entity {
        code: format!("91640500{n:010}"),
        name: format!("第{n}商店"),
        object: "市场主体".into(),
        kind: "企业".into(),
        area: format!("3701{:02}", n % COUNTIES + 1),
        class: ["A", "A", "A", "B", "B", "C", "D"][mix(n, 1) % 7].into(),
        status: "存续".into(),
        founded: "2015-03-01".into(),
        tags: tags.join(";"),
        ..Entity::default()
    }
}

fn tables(entities: usize) -> Vec<DataFrame> {
    (0..COUNTIES)
        .map(|county| {
            let rows: Vec<Entity> = (county..entities).step_by(COUNTIES).map(entity).collect();
            let columns = COLUMNS.iter().enumerate().map(|(i, (name, _))| {
                let values: Vec<&str> = rows.iter().map(|row| row.fields()[i]).collect();
                Column::new((*name).into(), values)
            });
            DataFrame::new(rows.len(), columns.collect()).unwrap_or_default()
        })
        .collect()
}

fn item(n: usize) -> Item {
    let day = |value: &str| value.parse().unwrap_or_default();
    Item {
        code: format!("X{n}"),
        version: 1,
        name: format!("事项{n}"),
        category: format!("类别{}", n % 40),
        basis: String::new(),
        subject: String::new(),
        object: format!("行业{}对象", n % 60),
        content: String::new(),
        method: "现场检查".into(),
        rate: String::new(),
        frequency: String::new(),
        key: false,
        competences: vec!["综合".into()],
        level: String::new(),
        section: String::new(),
        valid_from: day("2020-01-01"),
        valid_to: day("9999-12-31"),
        approved_by: "市局".into(),
        approval: String::new(),
        approved_on: Some(day("2019-12-01")),
        published_on: Some(day("2019-12-31")),
        procedure: Procedure::default(),
        joint: None,
    }
}

/// A department's draft: its share of the parts, each over one trade.
fn draft(department: usize) -> String {
    let mut toml = format!(
        "plan = \"D{department}\"\ntitle = \"部门{department}\"\ncutoff = \"2026-09-30\"\n\
         window = [\"2026-10-08\", \"2026-12-20\"]\nreveal_by = \"2026-10-05T09:00:00+08:00\"\n\n[[source]]\n\
         name = \"lottery\"\nkind = \"public\"\ndescribe = \"x\"\nwhen = \"2026-10-05T21:15:00+08:00\"\n\
         form = {{ count = 7, width = 2 }}\n"
    );
    for part in (department..PARTS).step_by(DEPARTMENTS) {
        let tag = mix(part, 77) % TAGS;
        let tag = tag * tag / TAGS;
        let strata = match part % 3 {
            0 => "by = \"class\"\nrates = { A = \"0.8%\", B = \"1.5%\", C = \"4%\", D = \"8%\" }",
            1 => "by = \"area\"\nrate = \"1.5%\"",
            _ => "name = \"all\"\nrate = \"1.8%\"",
        };
        let _ = write!(
            toml,
            "\n[[part]]\nname = \"p{part}\"\ndepartment = \"部门{department}\"\nitems = [\"X{part}\"]\n\
             scope = {{ tags = [\"行业{tag}\"] }}\n[[part.strata]]\n{strata}\nreserves = 1\n"
        );
    }
    toml
}

fn inspectors() -> Vec<RosterRow> {
    let day = |value: &str| value.parse().unwrap_or_default();
    (0..DEPARTMENTS * INSPECTORS)
        .map(|n| RosterRow {
            inspector: format!("Z{n:06}"),
            name: format!("人{n}"),
            department: format!("部门{}", n % DEPARTMENTS),
            areas: vec![if n % 5 == 0 { "*".to_owned() } else { format!("3701{:02}", n % COUNTIES + 1) }],
            competences: vec!["综合".into()],
            valid_from: day("2024-01-01"),
            valid_to: day("2028-12-31"),
            available: "yes".into(),
        })
        .collect()
}

/// The greatest memory this process ever held, in MiB.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: Option<u64> = peak.and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok());
    kib.map_or_else(String::new, |kib| format!(", at most {} MiB so far", kib / 1024))
}

fn told<T>(what: &str, act: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = act();
    println!("{what}: {:.2} s{}", start.elapsed().as_secs_f64(), memory());
    done
}

/// Why a step failed, for a bench that cannot go on.
fn or_stop<T, E: std::fmt::Debug>(done: Result<T, E>) -> T {
    done.unwrap_or_else(|error| {
        println!("stopped: {error:?}");
        std::process::exit(1)
    })
}

fn main() {
    let scale: usize = std::env::var("JOINT_SCALE").ok().and_then(|scale| scale.parse().ok()).unwrap_or(1);
    let entities = 2_000_000 / scale.max(1);
    let tables = told(&format!("{entities} entities made"), || tables(entities));
    let items: Vec<Item> = (0..PARTS).map(item).collect();
    let texts: Vec<String> = (0..DEPARTMENTS).map(draft).collect();
    let specs: Vec<PlanSpec> = texts.iter().map(|text| or_stop(PlanSpec::parse(text, "draft"))).collect();

    let start = Instant::now();
    let framed: Vec<Vec<Framed>> = told("frames of all drafts", || gather_all(&specs, &items, &tables));
    let drafts: Vec<Draft<'_>> =
        specs.iter().zip(&framed).map(|(spec, framed)| Draft { spec, framed }).collect();
    let rows: usize = framed.iter().flatten().map(|framed| framed.frame.len()).sum();
    let found = told("proposals", || or_stop(suggest(&drafts, &items, &Rules::default(), 16, 20, &Quiet)));
    println!(
        "SUGGEST {:.2} s: {rows} rows in {PARTS} frames, {} proposals",
        start.elapsed().as_secs_f64(),
        found.proposals.len()
    );
    if let Some(best) = found.proposals.first() {
        let figures = &best.figures;
        println!(
            "  best: {} drafts, apart {}, own seeds {}, joint {}, floor {}",
            best.plans.len(),
            figures.apart.rounded(1),
            figures.independent.rounded(1),
            best.merged.rounded(1),
            figures.floor.rounded(1)
        );
    }

    let start = Instant::now();
    let own: Vec<DraftText<'_>> = (specs.iter().zip(&texts))
        .map(|(spec, toml)| DraftText { spec, toml, sha256: Digest::of(toml.as_bytes()) })
        .collect();
    let joint = told("merge", || or_stop(merge(&own, &drafts, &Choices::default())));
    drop(drafts);
    let flat: Vec<Framed> = framed.into_iter().flatten().collect();
    // What the freeze writes is read back one frame at a time.
    let mut files: Vec<Vec<u8>> = Vec::new();
    let written: Vec<_> = told("frames written", || {
        flat.iter()
            .map(|framed| {
                let mut bytes = Vec::new();
                let digest = or_stop(framed.frame.write(&mut bytes, &Quiet));
                files.push(bytes);
                digest
            })
            .collect()
    });
    let plan = plan_document(&joint.spec, &items, flat.iter().zip(written).collect());
    drop(flat);
    let frames: Vec<_> = told("frames read", || {
        plan.parts.iter().zip(files).map(|(part, bytes)| or_stop(read_frame(part, &bytes))).collect()
    });
    let value = "01 02 03 04 05 06 07".to_owned();
    let given = Contribution { source: "lottery".into(), value, nonce: None, signature: None };
    let ceremony = or_stop(Ceremony::hold(&plan, Digest::of(b"plan"), vec![given]));
    let roster = inspectors();
    let drawn = told("draw and match", || outcome(&plan, &ceremony, &frames, &roster, &[]));
    let selections: u64 = drawn.draws.iter().flatten().map(|stratum| stratum.quota).sum();
    let problem = problem(&drawn);
    let arranged = told("calendar", || arrange(&problem, Mode::Spread, &Digest::of(b"calendar")));
    let days = or_stop(arranged.map_err(|short| format!("{} shortages", short.len())));
    let figures = measure(&problem, &days);
    let took = start.elapsed().as_secs_f64();
    println!(
        "MERGE + DRAW + MATCH + CALENDAR {took:.2} s, {:.2} of the limit: {selections} selections, {} visits, \
         {} teams, {} short; last day {} of {DAYS}",
        took / 60.0,
        drawn.visits.len(),
        drawn.teams.len(),
        drawn.short.len(),
        figures.last
    );
}

/// The visits that have a team, to be laid over the window's working days, three
/// a day at most for one inspector; seven departments share the usual visit.
fn problem(drawn: &Outcome) -> Problem {
    let mut teams: BTreeMap<u64, BTreeSet<&str>> = BTreeMap::new();
    for (_, team) in &drawn.teams {
        teams.entry(team.visit).or_default().extend(team.members.iter().map(String::as_str));
    }
    let names: BTreeSet<&str> = teams.values().flatten().copied().collect();
    let numbers: BTreeMap<&str, u32> = names.iter().copied().zip(0..).collect();
    let mut areas: BTreeMap<&str, u32> = BTreeMap::new();
    let visits = teams.iter().map(|(visit, members)| {
        let next = areas.len() as u32;
        let area = *areas.entry(&drawn.areas[*visit as usize - 1]).or_insert(next);
        Planned { members: members.iter().map(|member| numbers[member]).collect(), area }
    });
    Problem { visits: visits.collect(), room: Room::new(names.len(), DAYS, 3) }
}

fn gather_all(specs: &[PlanSpec], items: &[Item], tables: &[DataFrame]) -> Vec<Vec<Framed>> {
    let asked: Vec<_> = specs.iter().flat_map(|spec| or_stop(requests(spec, items))).collect();
    let read = |at: usize| Ok(tables[at].clone());
    let gathered = or_stop(gather_tables(tables.len(), &read, &asked, &History::new(&[]), &Quiet));
    let mut gathered = gathered.into_iter();
    let own =
        |spec: &PlanSpec| or_stop(framed(spec, items, gathered.by_ref().take(spec.parts.len()).collect()));
    specs.iter().map(own).collect()
}

fn plan_document(
    spec: &PlanSpec,
    items: &[Item],
    frames: Vec<(&Framed, choucha::frame::FrameDigest)>,
) -> PlanDocument {
    let zero = Digest([0; 32]);
    or_stop(document(
        spec,
        Inputs {
            office: "市局",
            serial: 1,
            previous: None,
            attempt: 1,
            registry: zero,
            items,
            frames: &frames,
            roster: FileDigest { rows: 0, sha256: zero },
            barred: FileDigest { rows: 0, sha256: zero },
            commitments: &BTreeMap::new(),
            parts: &BTreeMap::new(),
            more: BTreeMap::new(),
        },
    ))
}
