//! Made-up bundles of any size from a small number: the project's golden
//! vectors, and what the tests tamper with. Everything in them is invented;
//! entity codes have valid check characters.

use std::collections::BTreeMap;

use choucha::domain::calendar::parse_date;
use choucha::domain::code::credit_check_char;
use choucha::domain::csv::write_row;
use choucha::domain::merkle::{Tree, leaf};
use choucha::domain::{Digest, Rate};
use choucha::draw::document::{Base, FileDigest, Form, PROTOCOL, Part, Round, Source, SourceKind, Stratum};
use choucha::draw::seed::commitment;
use choucha::draw::{Ceremony, Contribution, PlanDocument};
use choucha::matching::amend::{Amendment, State};
use choucha::publication::bundle::{Frozen, frame_file, sums};
use choucha::publication::{Opening, outcome, tables};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A round of the drand chain quicknet, published by the network.
const DRAND: (u64, &str, &str) = (
    1000,
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
    "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd",
);
const QUICKNET: &str = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";

/// What a sample looks like.
#[derive(Debug, Clone)]
pub struct Spec {
    pub seed: u64,
    pub entities: usize,
    pub inspectors: usize,
    /// Parts as (department, share of entities in per cent, round, team).
    pub parts: Vec<(&'static str, u64, Round, u64)>,
    pub bars: usize,
    pub sealed: bool,
    pub drand: bool,
    /// Leave the second commitment unopened.
    pub unopened: bool,
    /// Substitutions and recusals to make, by visit number.
    pub substitutes: Vec<u64>,
    pub recusals: Vec<u64>,
    pub recusals_first: bool,
    pub serial: u64,
    pub attempt: u64,
    /// Departments matched by groups.
    pub grouped: Vec<&'static str>,
    /// Experts asked for, by part; then some inspectors are experts.
    pub experts: Vec<(&'static str, u64)>,
    /// The lead department.
    pub lead: Option<&'static str>,
    /// Recuse experts instead of members, where there are any.
    pub recuse_experts: bool,
}

impl Default for Spec {
    fn default() -> Self {
        Self {
            seed: 1,
            entities: 400,
            inspectors: 60,
            parts: vec![
                ("市场监管局", 100, Round::Up, 2),
                ("消防救援大队", 50, Round::Fair, 2),
                ("文化和旅游局", 20, Round::Down, 3),
                ("市场监管局", 30, Round::Fair, 3),
            ],
            bars: 60,
            sealed: false,
            drand: false,
            unopened: false,
            substitutes: Vec::new(),
            recusals: Vec::new(),
            recusals_first: false,
            serial: 1,
            attempt: 1,
            grouped: Vec::new(),
            experts: Vec::new(),
            lead: None,
            recuse_experts: false,
        }
    }
}

/// A bundle as files, and what it was made from.
#[allow(dead_code)]
pub struct Sample {
    pub files: BTreeMap<String, Vec<u8>>,
    pub plan: PlanDocument,
    pub ceremony: Ceremony,
}

const AREAS: [&str; 3] = ["640502001", "640502100", "640521101"];
const CLASSES: [&str; 5] = ["A", "B", "C", "D", "重点"];

struct Words(ChaCha20Rng);

impl Words {
    fn below(&mut self, n: u64) -> u64 {
        self.0.next_u64() % n
    }
    fn digest(&mut self) -> Digest {
        let mut bytes = [0; 32];
        bytes.chunks_exact_mut(8).for_each(|eight| eight.copy_from_slice(&self.0.next_u64().to_le_bytes()));
        Digest(bytes)
    }
}

/// Makes a bundle.
pub fn bundle(spec: &Spec) -> Sample {
    let mut words = Words(ChaCha20Rng::seed_from_u64(spec.seed));
    let mut files = BTreeMap::new();
    let entities = entities(spec, &mut words);
    let mut parts = Vec::new();
    for (index, (department, share, round, team)) in spec.parts.iter().enumerate() {
        let name = format!("p{}", index + 1);
        let mut part = part(&name, department, *round, *team);
        if spec.grouped.contains(department) {
            part.more.insert("matching".into(), "group".into());
        }
        if let Some((_, experts)) = spec.experts.iter().find(|(part, _)| *part == name) {
            part.more.insert("experts".into(), (*experts).into());
        }
        let mut bytes = b"code,name,area,class,stratum,excluded\n".to_vec();
        let mut tree = Tree::default();
        for (code, title, area, class) in entities.iter() {
            if words.below(100) >= *share {
                continue;
            }
            let stratum = part.strata.iter().find(|s| {
                s.classes.iter().any(|c| c == class)
                    && s.areas.iter().any(|a| a == "*" || area.starts_with(a.as_str()))
            });
            let excluded = match words.below(25) {
                0 => "checked-recently",
                1 if words.below(4) == 0 => "cap-reached",
                _ => "",
            };
            let start = bytes.len();
            write_row::<&str>(&mut bytes, &[code, title, area, class, &stratum.unwrap().stratum, excluded]);
            tree.push(leaf(&bytes[start..bytes.len() - 1]));
            part.rows += 1;
            if !excluded.is_empty() {
                *part.excluded.entry(excluded.to_owned()).or_default() += 1;
            }
        }
        (part.sha256, part.root) = (Digest::of(&bytes), tree.root());
        files.insert(frame_file(&name), bytes);
        parts.push(part);
    }
    let roster = roster(spec, &mut words);
    let (barred, openings) = barred(spec, &entities, &mut words);
    let plan = plan(spec, parts, &roster, &barred, &mut words);
    let bytes = plan.to_bytes().unwrap();
    let p = Digest::of(&bytes);
    let ceremony = Ceremony::hold(&plan, p, contributions(spec)).unwrap();
    files.insert("plan.json".into(), bytes);
    files.insert("roster.csv".into(), roster);
    files.insert("barred.csv".into(), barred);
    files.insert("ceremony.json".into(), ceremony.to_bytes().unwrap());
    let frozen = Frozen::read(&p, |name| Ok(files[name].clone())).unwrap();
    let outcome = outcome(&plan, &ceremony, &frozen.frames, &frozen.roster, &openings);
    for (name, bytes) in outcome.files(&plan, &frozen.frames) {
        files.insert(name.to_owned(), bytes);
    }
    let mut state = outcome.state(&plan, &ceremony.seed, &frozen.frames, &frozen.roster, &openings);
    let mut rows: Vec<Amendment> = Vec::new();
    // Visits that were not drawn, are given up or have nobody left are passed over.
    let substitutes = |state: &mut State<'_>, rows: &mut Vec<Amendment>, month: u64| {
        for (number, day) in spec.substitutes.iter().zip(10..) {
            let at = format!("2026-{month}-{day}T10:00:00+08:00");
            rows.extend(state.substitute(*number, "登记机关已注销", &at).unwrap_or_default());
        }
    };
    let recusals = |state: &mut State<'_>, rows: &mut Vec<Amendment>, month: u64| {
        for (number, day) in spec.recusals.iter().zip(10..) {
            let visit = state.visits().get(*number as usize - 1);
            let first = visit.and_then(|visit| {
                let experts = visit.experts.values().flatten().next().filter(|_| spec.recuse_experts);
                experts.or_else(|| visit.teams.values().flatten().next()).cloned()
            });
            let Some(inspector) = first else { continue };
            let at = format!("2026-{month}-{day}T10:00:00+08:00");
            rows.push(state.recuse(*number, &inspector, "与被检查人有近亲属关系", &at).unwrap());
        }
    };
    if spec.recusals_first {
        recusals(&mut state, &mut rows, 10);
        substitutes(&mut state, &mut rows, 11);
    } else {
        substitutes(&mut state, &mut rows, 10);
        recusals(&mut state, &mut rows, 11);
    }
    let visited: Vec<&str> = state.visits().iter().map(|visit| visit.code.as_str()).collect();
    let opened: Vec<Opening> = openings.into_iter().filter(|o| visited.contains(&o.code.as_str())).collect();
    files.insert("opened.csv".into(), tables::opened(&opened));
    files.insert("amendments.csv".into(), tables::amendments(&rows));
    seal(&mut files);
    Sample { files, plan, ceremony }
}

/// Writes SHA256SUMS anew.
pub fn seal(files: &mut BTreeMap<String, Vec<u8>>) {
    files.remove("SHA256SUMS");
    let digests = files.iter().map(|(name, bytes)| (name.clone(), Digest::of(bytes))).collect();
    files.insert("SHA256SUMS".into(), sums(&digests));
}

/// Writes a sample's files into a folder.
pub fn write(files: &BTreeMap<String, Vec<u8>>, dir: &std::path::Path) {
    std::fs::create_dir_all(dir.join("frames")).unwrap();
    for (name, bytes) in files {
        std::fs::write(dir.join(name), bytes).unwrap();
    }
}

fn entities(spec: &Spec, words: &mut Words) -> Vec<(String, String, String, &'static str)> {
    let mut out = BTreeMap::new();
    while out.len() < spec.entities {
        let area = AREAS[words.below(3) as usize];
        let first = format!("91{}{:09}", &area[..6], words.below(1_000_000_000));
        let code = format!("{first}{}", credit_check_char(&first).unwrap());
        let number = out.len();
        let name = match words.below(20) {
            0 => format!("虚构“{number}”商贸,个体工商户"),
            1 => format!("虚构\"{number}\"餐饮店"),
            _ => format!("虚构{number}号有限公司"),
        };
        let class = match words.below(100) {
            0..30 => "A",
            30..75 => "B",
            75..88 => "C",
            88..97 => "D",
            _ => "重点",
        };
        out.insert(code, (name, area.to_owned(), class));
    }
    out.into_iter().map(|(code, (name, area, class))| (code, name, area, class)).collect()
}

fn part(name: &str, department: &str, round: Round, team: u64) -> Part {
    let mut strata = Vec::new();
    for area in ["640502", "640521"] {
        for (class, rate) in CLASSES[..4].iter().zip(["0.01", "0.025", "0.1", "0.3"]) {
            strata.push(Stratum {
                stratum: format!("{area}/{class}"),
                areas: vec![area.into()],
                classes: vec![(*class).into()],
                rate: Some(Rate::parse(rate).unwrap()),
                round: Some(round),
                base: Some(if round == Round::Fair { Base::Eligible } else { Base::All }),
                count: None,
                min: (*class == "D").then_some(1),
                max: (*class == "C").then_some(3),
                reserves: 2,
            });
        }
    }
    strata.push(Stratum {
        stratum: "重点".into(),
        areas: vec!["*".into()],
        classes: vec!["重点".into()],
        rate: None,
        round: None,
        base: None,
        count: Some(2),
        min: None,
        max: None,
        reserves: 1,
    });
    let zero = Digest([0; 32]);
    Part {
        part: name.into(),
        department: department.into(),
        items: vec![format!("示例事项-{name}")],
        competences: if name == "p2" {
            vec![]
        } else {
            vec![format!("类别{}", if name == "p4" { 2 } else { 1 })]
        },
        team,
        rows: 0,
        sha256: zero,
        root: zero,
        excluded: BTreeMap::new(),
        scope: serde_json::json!({}),
        strata,
        more: BTreeMap::new(),
    }
}

fn roster(spec: &Spec, words: &mut Words) -> Vec<u8> {
    let mut departments: Vec<&str> = spec.parts.iter().map(|part| part.0).collect();
    departments.dedup();
    departments.truncate(3);
    let mut bytes = b"inspector,name,department,areas,competences,valid_from,valid_to,available\n".to_vec();
    for number in 0..spec.inspectors {
        let areas = ["*", "6405", "640502", "640502;640521"][words.below(4) as usize];
        let competences = ["类别1", "类别1;类别2", "类别1;类别2", "类别2"][words.below(4) as usize];
        let valid_to = if words.below(12) == 0 { "2026-11-01" } else { "2027-12-31" };
        let available =
            ["leave", "suspended", "unreviewed"].get(words.below(24) as usize).copied().unwrap_or("yes");
        let department = departments[number % departments.len()];
        let expert = !spec.experts.is_empty() && number % 7 < 2 && available == "yes";
        let available = if expert { "expert" } else { available };
        let (id, name) = (format!("虚证{number:05}"), format!("检查员{number}"));
        write_row(
            &mut bytes,
            &[&id, &name, department, areas, competences, "2024-01-01", valid_to, available],
        );
    }
    bytes
}

type Row = (String, String, String, &'static str);

fn barred(spec: &Spec, entities: &[Row], words: &mut Words) -> (Vec<u8>, Vec<Opening>) {
    let mut openings = BTreeMap::new();
    while openings.len() < spec.bars {
        let code = entities[words.below(entities.len() as u64) as usize].0.clone();
        let inspector = format!("虚证{:05}", words.below(spec.inspectors as u64));
        openings.insert((code, inspector), words.digest());
    }
    let openings: Vec<Opening> =
        openings.into_iter().map(|((code, inspector), salt)| Opening { code, inspector, salt }).collect();
    let mark =
        |o: &Opening| Digest::of_lines(&["choucha/1 barred", &o.salt.to_string(), &o.inspector, &o.code]);
    let mut rows: Vec<(String, String)> =
        openings.iter().map(|o| (o.code.clone(), mark(o).to_string())).collect();
    rows.sort();
    let mut bytes = b"code,mark\n".to_vec();
    rows.iter().for_each(|(code, mark)| write_row(&mut bytes, &[code, mark]));
    (bytes, openings)
}

const PLAN: &str = "2026Q4-001";

fn plan(spec: &Spec, parts: Vec<Part>, roster: &[u8], barred: &[u8], words: &mut Words) -> PlanDocument {
    let file = |bytes: &[u8]| FileDigest {
        rows: bytes.iter().filter(|byte| **byte == b'\n').count() as u64 - 1,
        sha256: Digest::of(bytes),
    };
    let promise = |source: &str, value: &str| commitment(PLAN, spec.attempt, source, &nonce(source), value);
    let mut sources = vec![
        Source {
            source: "observer-1".into(),
            kind: SourceKind::Commitment { commitment: promise("observer-1", "三六九=369") },
        },
        Source {
            source: "observer-2".into(),
            kind: SourceKind::Commitment { commitment: promise("observer-2", "大河之水") },
        },
    ];
    if spec.sealed {
        sources.push(Source {
            source: "office".into(),
            kind: SourceKind::Sealed { commitment: promise("office", "本局封存") },
        });
    }
    let public = |source: &str, describe: &str, when: &str, form| Source {
        source: source.into(),
        kind: SourceKind::Public { describe: describe.into(), when: when.into(), form },
    };
    let mut reveal_by = "2026-10-05T09:00:00+08:00";
    if spec.drand {
        // The round the golden vector quotes fell due in 2023, so this sample does too.
        reveal_by = "2023-08-23T09:00:00+08:00";
        let form = Form::Drand { drand: Digest::parse(QUICKNET).unwrap(), round: DRAND.0 };
        sources.push(public("drand", "drand quicknet 第1000轮", "2023-08-24T00:02:24+08:00", form));
        sources.push(public(
            "index",
            "虚构股指收盘点位",
            "2023-08-24T15:00:00+08:00",
            Form::Decimal { decimals: 2 },
        ));
    } else {
        let form = Form::Numbers { count: 7, width: 2 };
        sources.push(public("lottery", "虚构彩票开奖号码，按开出次序", "2026-10-05T21:15:00+08:00", form));
    }
    let date = |day: &str| parse_date(day).unwrap();
    PlanDocument {
        protocol: PROTOCOL.into(),
        office: "虚构县市场监督管理局".into(),
        serial: spec.serial,
        previous: (spec.serial > 1).then(|| words.digest()),
        plan: PLAN.into(),
        attempt: spec.attempt,
        title: "2026年第四季度部门联合双随机抽查".into(),
        cutoff: date("2026-09-30"),
        window: [date("2026-10-08"), date("2026-12-20")],
        registry: words.digest(),
        parts,
        roster: file(roster),
        barred: file(barred),
        reveal_by: reveal_by.into(),
        sources,
        more: (spec.lead.map(|lead| ("lead".to_owned(), lead.into())).into_iter())
            .chain([("practice".to_owned(), serde_json::json!(true))])
            .collect(),
    }
}

fn nonce(source: &str) -> Digest {
    Digest::of_lines(&["虚构随机数", source])
}

fn contributions(spec: &Spec) -> Vec<Contribution> {
    let give = |source: &str, value: &str, nonce: Option<Digest>, signature: Option<&str>| Contribution {
        source: source.into(),
        value: value.into(),
        nonce,
        signature: signature.map(Into::into),
    };
    let mut out = vec![give("observer-1", "三六九=369", Some(nonce("observer-1")), None)];
    out.push(if spec.unopened {
        give("observer-2", "", None, None)
    } else {
        give("observer-2", "大河之水", Some(nonce("observer-2")), None)
    });
    if spec.sealed {
        out.push(give("office", "本局封存", Some(nonce("office")), None));
    }
    if spec.drand {
        out.push(give("drand", DRAND.2, None, Some(DRAND.1)));
        out.push(give("index", "3141.59", None, None));
    } else {
        out.push(give("lottery", "03 11 17 20 26 31 08", None, None));
    }
    out
}
