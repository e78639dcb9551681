//! Random histories with every durable write failing in both ways (lost; done
//! but reported lost) or the process ending there: no entry is lost, none
//! doubled, no two checkpoints that anybody saw contradict each other, no state
//! stands without its entry, and `fsck` finds nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use choucha::domain::calendar::parse_instant;
use choucha::domain::progress::Quiet;
use choucha::domain::{Digest, Instant, merkle};
use choucha::draw::seed::commitment;
use choucha::lang::Lang;
use choucha::log::{SignedCheckpoint, SignerKey, TreeHead};
use choucha::record::details;
use choucha::store::{Store, commitments, entries, tree};
use choucha::witness::Witness;
use choucha::workflow::abandon::abandon;
use choucha::workflow::amend::{Act, amend};
use choucha::workflow::approve::approve;
use choucha::workflow::commit::register;
use choucha::workflow::draw::draw;
use choucha::workflow::files::{Injected, inject, point};
use choucha::workflow::freeze::freeze;
use choucha::workflow::fsck::{fsck, log_part};
use choucha::workflow::import::{Options, Register, import};
use choucha::workflow::office::Setup;
use choucha::workflow::public_log;
use choucha::workflow::publish::{self, publish};
use choucha::workflow::reveal::{Given, reveal};
use choucha::workflow::{Office, Opening, Paths, filing, logbook};

use crate::kit::{copy, quick_dir};
use crate::tiny::{AFTER, DRAWN, FROZEN, LOTTERY, PLAN, REVEALED, SET_UP, at, plan_file, set_up};

/// Small random numbers, the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % sides
    }

    /// A fault some way ahead; often none.
    fn fault(&mut self, within: u64) -> Injected {
        let place = self.roll(within) + 1;
        match self.roll(5) {
            0 | 1 => Injected::Fail(place),
            2 | 3 => Injected::Crash(place),
            _ => Injected::Nothing,
        }
    }
}

/// Checkpoints that left the office, and what must become of them.
#[derive(Default)]
struct Seen(Vec<TreeHead>);

impl Seen {
    fn look(&mut self, log: &Path) {
        if let Ok(bytes) = fs::read(log.join("checkpoint")) {
            self.0.push(SignedCheckpoint::parse(&bytes).unwrap().head());
        }
    }

    fn also_signed(&mut self, store: &Store) {
        self.0.extend(store.read(|tx| tree::checkpoints(tx, 0, 1000)).unwrap().iter().map(|row| row.head));
        self.0.sort_by_key(|head| (head.size, head.root));
        self.0.dedup();
    }

    /// Each is a root of the log as it is now: so no two contradict each other.
    fn agree(&self, bodies: &[String]) {
        let mut tree = merkle::Tree::default();
        let mut roots = vec![tree.root()];
        for body in bodies {
            tree.push(merkle::leaf(body.as_bytes()));
            roots.push(tree.root());
        }
        for head in &self.0 {
            assert_eq!(roots.get(head.size as usize), Some(&head.root), "a checkpoint of {}", head.size);
        }
    }
}

fn bodies(store: &Store) -> Vec<String> {
    store.read(|tx| entries::list(tx, 1, 10_000)).unwrap().into_iter().map(|row| row.body).collect()
}

/// Short histories at the level of log and database: several acts of some
/// entries each, the files put out after each.
fn short_histories(seed: u64, count: u64) {
    let origin = quick_dir();
    let mut opening = Opening::new(&origin.path().join("office"), "甲", "test");
    let now: Instant = parse_instant(SET_UP).unwrap();
    opening.at = Some(now);
    let setup = Setup { practice: true, ..Setup::new("虚构局") };
    drop(Office::init(opening, &setup).unwrap());
    let key = fs::read_dir(origin.path().join("office/keys")).unwrap().next().unwrap().unwrap().path();
    let key = [SignerKey::parse(fs::read_to_string(key).unwrap().trim_end()).unwrap()];
    let mut dice = Dice(seed);
    let (mut faults, mut stood) = (0u64, 0u64);
    for history in 0..count {
        let dir = origin.path().join("one");
        fs::remove_dir_all(&dir).ok();
        fs::create_dir(&dir).unwrap();
        fs::copy(origin.path().join("office/office.db"), dir.join("office.db")).unwrap();
        copy(&origin.path().join("office/log"), &dir.join("log"));
        let paths = Paths { dir };
        let (mut seen, mut told, mut tried) = (Seen::default(), BTreeSet::new(), BTreeSet::new());
        let mut store = Store::open(&paths.database(), false, point).unwrap();
        let acts = dice.roll(3) + 1;
        for act in 0..acts {
            let digests: Vec<Digest> =
                (0..=dice.roll(3)).map(|n| Digest::of(format!("{history} {act} {n}").as_bytes())).collect();
            tried.extend(digests.iter().copied());
            inject(dice.fault(24));
            let done = store.write(|tx| {
                let mut batch = Vec::new();
                for (n, digest) in digests.iter().enumerate() {
                    let source = format!("s{act}-{n}");
                    commitments::put(tx, PLAN, 1, &source, digest, &now)?;
                    let members = [
                        ("plan", PLAN.into()),
                        ("attempt", 1.into()),
                        ("source", source.as_str().into()),
                        ("commitment", digest.to_string().into()),
                    ];
                    batch.push((now, "commit", details(members).hiding("by", "甲")));
                }
                entries::append_all(tx, batch, &mut || Ok(Digest([5; 32])))?;
                tree::seal(tx, &key).map(drop)
            });
            let known = done.is_ok();
            let published = public_log::publish(&paths, &store);
            seen.look(&paths.log());
            inject(Injected::Nothing);
            if known {
                told.extend(digests);
            }
            if !known || published.is_err() {
                faults += 1;
                // The next one opens the office anew.
                drop(store);
                store = Store::open(&paths.database(), false, point).unwrap();
                public_log::publish(&paths, &store).unwrap();
                seen.look(&paths.log());
            }
        }
        seen.also_signed(&store);
        let all = bodies(&store);
        seen.agree(&all);
        let recorded: Vec<Digest> = (all.iter())
            .filter_map(|body| body.split("\"commitment\":\"").nth(1))
            .map(|rest| Digest::parse(&rest[..64]).unwrap())
            .collect();
        let once: BTreeSet<Digest> = recorded.iter().copied().collect();
        assert_eq!(once.len(), recorded.len(), "{seed} {history}: an entry is doubled");
        assert!(told.is_subset(&once), "{seed} {history}: an entry is lost");
        assert!(once.is_subset(&tried));
        stood += (once.len() > told.len()) as u64;
        let state: BTreeSet<Digest> =
            store.read(|tx| commitments::list(tx, PLAN, 1)).unwrap().into_values().collect();
        assert_eq!(state, once, "{seed} {history}: state and entries differ");
        // Checking signatures takes far longer than all the rest.
        if history % 8 != 0 {
            continue;
        }
        let found = log_part(&store, &now, Some(&paths.log()), false, &Quiet).unwrap();
        assert!(found.faults.is_empty(), "{seed} {history}: {:?}", found.faults);
    }
    // Both kinds of fault were met, also the one where all was done.
    assert!(faults > count / 4 && stood > count / 100, "{faults} faults, {stood} done but reported lost");
}

macro_rules! short {
    ($($name:ident: $seed:literal),* $(,)?) => {$(
        #[test]
        fn $name() {
            // Four times 2500: ten thousand in all, a minute on two idle cores.
            let asked = std::env::var("CHOUCHA_HISTORIES").ok().and_then(|count| count.parse().ok());
            short_histories($seed, asked.unwrap_or(2500));
        }
    )*};
}

short!(short_histories_a: 0x51a7, short_histories_b: 0x62b8, short_histories_c: 0x73c9, short_histories_d: 0x84da);

/// An office in the middle of a plan's life, to begin histories from.
struct Begin {
    _dir: tempfile::TempDir,
    path: PathBuf,
}

const NONCE: Digest = Digest([7; 32]);
const WITNESS: &str = "虚构司法局";

fn begin() -> Begin {
    let dir = quick_dir();
    let office = set_up(dir.path());
    let (witness, key) = crate::fsck::witness(&dir.path().join("witness"), &office);
    filing::add_witness(&office, &key, "").unwrap();
    drop((office, witness));
    let path = dir.path().to_owned();
    Begin { _dir: dir, path }
}

fn opened(dir: &Path) -> Result<Office, choucha::domain::Text> {
    Office::open(Opening::new(&dir.join("office"), "经办人", "test"))
}

/// One act by number; what it refuses does not matter here.
fn act(office: &mut Office, dir: &Path, dice: &mut Dice, stage: &mut u64) -> Result<(), String> {
    let said = |refusal: choucha::workflow::Refusal| refusal.text.to_string();
    let given = |source: &str, value: &str, nonce| Given {
        source: source.into(),
        value: value.into(),
        nonce,
        signature: None,
    };
    let out = dir.join("out");
    // Mostly the plan's next step, sometimes something else in between.
    let step = if dice.roll(3) > 0 { *stage } else { 20 + dice.roll(6) };
    let times = office.store.read(entries::last).unwrap().unwrap().at;
    let forward = |office: &mut Office, moment: &str| {
        if times < parse_instant(moment).unwrap() {
            at(office, moment);
        }
    };
    let done = match step {
        0 => approve(office, &plan_file(dir), "同意").map(drop),
        1 => register(office, PLAN, "observer", commitment(PLAN, 1, "observer", &NONCE, "一句话"), true)
            .map(drop),
        2 => {
            forward(office, FROZEN);
            freeze(office, &plan_file(dir), false, &Quiet).map(drop)
        }
        3 => {
            forward(office, REVEALED);
            reveal(office, PLAN, given("observer", "一句话", Some(NONCE))).map(drop)
        }
        4 => {
            forward(office, DRAWN);
            reveal(office, PLAN, given("lottery", LOTTERY, None)).map(drop)
        }
        5 => draw(office, PLAN, &Quiet).map(drop),
        6 | 8 => publish(office, PLAN, &out, publish::Options::default(), &Quiet).map(drop),
        7 => {
            forward(office, AFTER);
            let proof = plan_file(dir);
            amend(office, PLAN, Act::Substitute { visit: "1", proof: &proof }, "已注销", &Quiet).map(drop)
        }
        20 => {
            let text = fs::read_to_string(dir.join("firms.csv")).unwrap();
            let name = format!("虚构公司{},", dice.roll(1000) + 100);
            fs::write(dir.join("firms.csv"), text.replacen("虚构公司7,", &name, 1)).unwrap();
            import(office, Register::Entities, &[dir.join("firms.csv")], &Options::default(), &Quiet)
                .map(drop)
        }
        21 => {
            let days = ["2027-01-01", "2028-01-01", "2029-01-01"];
            let text = fs::read_to_string(dir.join("barred.csv")).unwrap();
            let day = days[dice.roll(3) as usize];
            fs::write(dir.join("barred.csv"), text.replace("9999-12-31", day)).unwrap();
            import(office, Register::Barred, &[dir.join("barred.csv")], &Options::default(), &Quiet).map(drop)
        }
        22 => file(office, dir),
        23 => logbook::rotate(office).map(|_| ()),
        24 => logbook::erase(office, dice.roll(6) + 1, "by"),
        _ if *stage > 2 && dice.roll(4) == 0 => abandon(office, PLAN, "名录有误").map(drop),
        _ => Ok(()),
    };
    if step < 20 && done.is_ok() {
        *stage += 1;
    }
    done.map_err(said)
}

/// Files with the witness beside the office, whose own writes do not fail here.
fn file(office: &Office, dir: &Path) -> Result<(), choucha::workflow::Refusal> {
    let (ask, answer) = (dir.join("ask"), dir.join("answer"));
    filing::request(office, WITNESS, &ask)?;
    let logs: Vec<_> = logbook::face(office)?.key.parse_keys();
    choucha::witness::add_logs(&dir.join("witness"), &logs, &choucha::witness::no_points())?;
    let mut witness = Witness::open(&dir.join("witness"), Lang::Zh, choucha::witness::no_points())?;
    let now = office.now().timestamp() as u64;
    let response = witness.answer(&fs::read(&ask).unwrap(), now)?;
    fs::write(&answer, response.write_file()).unwrap();
    filing::take(office, &answer).map(drop)
}

trait Keys {
    fn parse_keys(&self) -> Vec<choucha::log::VerifierKey>;
}

impl Keys for String {
    fn parse_keys(&self) -> Vec<choucha::log::VerifierKey> {
        vec![choucha::log::VerifierKey::parse(self).unwrap()]
    }
}

fn real_histories(seed: u64, count: u64) {
    let begin = begin();
    let mut dice = Dice(seed);
    let (mut faults, mut after, mut entries_seen) = (0, 0, 0);
    for history in 0..count {
        let dir = quick_dir();
        copy(&begin.path, dir.path());
        let (mut seen, mut stage) = (Seen::default(), 0);
        let mut office = opened(dir.path()).unwrap();
        let mut all = bodies(&office.store);
        for _ in 0..12 {
            inject(dice.fault(60));
            let done = act(&mut office, dir.path(), &mut dice, &mut stage);
            inject(Injected::Nothing);
            seen.look(&office.paths.log());
            let injected = done.as_ref().is_err_and(|reason| reason.contains("file-injected"));
            if injected {
                faults += 1;
                drop(office);
                // Opening may be cut off too.
                inject(dice.fault(12));
                let tried = opened(dir.path());
                inject(Injected::Nothing);
                drop(tried);
                office = opened(dir.path()).unwrap();
                assert!(office.unpublished.is_none(), "{seed} {history}: {:?}", office.unpublished);
            }
            let now = bodies(&office.store);
            let who = format!("{seed} {history} {done:?}");
            assert!(now.starts_with(&all), "{who}: an entry is lost or another");
            assert!(now.len() <= all.len() + 1, "{who}: an entry is doubled");
            after += u64::from(injected && now.len() > all.len());
            all = now;
            if injected {
                let found = fsck(&office, None, &Quiet).unwrap();
                let words: Vec<String> = found.faults.iter().map(|text| Lang::En.say(text)).collect();
                assert!(words.is_empty(), "{who}: {words:#?}");
            }
        }
        seen.also_signed(&office.store);
        seen.agree(&all);
        entries_seen += all.len();
    }
    assert!(
        faults > count && after > count / 10,
        "{faults} faults, {after} after the entry, {entries_seen} entries"
    );
}

macro_rules! real {
    ($($name:ident: $seed:literal),* $(,)?) => {$(
        #[test]
        fn $name() {
            real_histories($seed, 40);
        }
    )*};
}

real!(real_histories_a: 0x1a2b, real_histories_b: 0x3c4d, real_histories_c: 0x5e6f, real_histories_d: 0x7081);
