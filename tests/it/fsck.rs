//! `fsck` finds no fault in an office after every kind of act, and each of
//! many tamperings by its own reason.

use std::fs;
use std::path::{Path, PathBuf};

use choucha::domain::calendar::parse_instant;
use choucha::domain::progress::Quiet;
use choucha::domain::{Digest, Text, merkle};
use choucha::draw::seed::commitment;
use choucha::lang::Lang;
use choucha::log::{Appender, SignedCheckpoint, SignerKey, TreeHead};
use choucha::store::{Store, entries, no_points, publications::Extent};
use choucha::witness::{self, Witness, add_logs};
use choucha::workflow::abandon::abandon;
use choucha::workflow::amend::{Act, amend};
use choucha::workflow::approve::approve;
use choucha::workflow::commit::register;
use choucha::workflow::draw::draw;
use choucha::workflow::filing;
use choucha::workflow::freeze::freeze;
use choucha::workflow::fsck::{Fsck, fsck};
use choucha::workflow::import::{Options, Register, import};
use choucha::workflow::publish::{self, publish};
use choucha::workflow::reveal::{Given, reveal};
use choucha::workflow::status::status;
use choucha::workflow::{Office, Opening};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use crate::kit::copy;
use crate::tiny::{
    AFTER, APPROVED, COMMITTED, DRAWN, FROZEN, LOTTERY, PLAN, REVEALED, at, open, plan, set_up,
};

const NONCE: Digest = Digest([7; 32]);

fn ids(texts: &[Text]) -> Vec<&'static str> {
    texts.iter().map(|text| text.id).collect()
}

fn look(office: &Office) -> Fsck {
    fsck(office, None, &Quiet).unwrap()
}

#[track_caller]
fn clean(office: &Office) {
    let found = look(office);
    assert!(
        found.faults.is_empty(),
        "{:#?}",
        found.faults.iter().map(|t| Lang::En.say(t)).collect::<Vec<_>>()
    );
}

/// A witness in a folder, watching the office's log.
pub fn witness(dir: &Path, office: &Office) -> (Witness, String) {
    let key = witness::init(dir, "虚构司法局", &[9; 32], &witness::no_points()).unwrap();
    let log = log_key(office);
    add_logs(dir, &[log.verifier().clone()], &witness::no_points()).unwrap();
    (Witness::open(dir, Lang::Zh, witness::no_points()).unwrap(), key.to_string())
}

fn log_key(office: &Office) -> SignerKey {
    let file = fs::read_dir(office.paths.keys()).unwrap().next().unwrap().unwrap().path();
    SignerKey::parse(fs::read_to_string(file).unwrap().trim_end()).unwrap()
}

/// Files the latest checkpoint by files, as with a witness on another network.
pub fn file(office: &Office, witness: &mut Witness, who: &str, dir: &Path, now: &str) {
    let (ask, answer) = (dir.join("ask"), dir.join("answer"));
    filing::request(office, who, &ask).unwrap();
    let now = parse_instant(now).unwrap().timestamp() as u64;
    let response = witness.answer(&fs::read(&ask).unwrap(), now).unwrap();
    fs::write(&answer, response.write_file()).unwrap();
    filing::take(office, &answer).unwrap();
}

/// An office after every kind of act; the moment a copy of its database was
/// put aside, `old.db`, lies before its last acts.
fn story(dir: &Path) -> Office {
    let mut office = set_up(dir);
    clean(&office);
    let (mut witness, key) = witness(&dir.join("witness"), &office);
    filing::add_witness(&office, &key, "").unwrap();
    let plans: Vec<(String, PathBuf)> = ["T-1", "T-2", "T-3"]
        .into_iter()
        .map(|number| {
            let path = dir.join(format!("{number}.toml"));
            let sealed = "[[source]]\nname = \"own\"\nkind = \"sealed\"\n";
            let toml = match number {
                "T-2" => format!("{}\n{sealed}", plan("sealed = true")),
                "T-1" => plan("witnesses = 1"),
                _ => plan(""),
            };
            fs::write(&path, toml.replace(PLAN, number)).unwrap();
            (number.to_owned(), path)
        })
        .collect();
    at(&mut office, APPROVED);
    for (_, path) in &plans {
        approve(&office, path, "同意").unwrap();
    }
    at(&mut office, COMMITTED);
    for (number, _) in &plans {
        let pledge = |nonce| commitment(number, 1, "observer", &nonce, "一句话");
        register(&office, number, "observer", pledge(Digest([8; 32])), false).unwrap();
        register(&office, number, "observer", pledge(NONCE), true).unwrap();
    }
    at(&mut office, FROZEN);
    for (number, path) in &plans {
        freeze(&office, path, false, &Quiet).unwrap();
        if number == "T-1" {
            file(&office, &mut witness, "虚构司法局", dir, FROZEN);
        }
    }
    clean(&office);
    at(&mut office, REVEALED);
    abandon(&office, "T-3", "名录有误").unwrap();
    for number in ["T-1", "T-2"] {
        let given =
            Given {
                source: "observer".into(), value: "一句话".into(), nonce: Some(NONCE), signature: None
            };
        reveal(&office, number, given).unwrap();
    }
    fs::remove_file(dir.join("old.db")).ok();
    drop(office);
    fs::copy(dir.join("office/office.db"), dir.join("old.db")).unwrap();
    let mut office = open(dir, REVEALED);
    at(&mut office, DRAWN);
    let out = |name: &str| dir.join("out").join(name);
    for number in ["T-1", "T-2"] {
        let given = Given { source: "lottery".into(), value: LOTTERY.into(), ..Given::default() };
        reveal(&office, number, given).unwrap();
        draw(&office, number, &Quiet).unwrap();
        publish(&office, number, &out(number), publish::Options::default(), &Quiet).unwrap();
    }
    clean(&office);
    at(&mut office, AFTER);
    let proof = dir.join("proof.txt");
    fs::write(&proof, "注销").unwrap();
    amend(&office, "T-1", Act::Substitute { visit: "1", proof: &proof }, "已注销", &Quiet).unwrap();
    let teams = fs::read_to_string(office.paths.attempts().join("T-1-1/teams.csv")).unwrap();
    let of_second = teams.lines().find(|line| line.starts_with("2,")).unwrap();
    let inspector = of_second.split(',').nth(2).unwrap();
    amend(&office, "T-1", Act::Recuse { visit: "2", inspector }, "亲属", &Quiet).unwrap();
    clean(&office);
    publish(&office, "T-1", &out("T-1"), publish::Options::default(), &Quiet).unwrap();
    let disclose = publish::Options { disclose: true, ..Default::default() };
    let open = publish(&office, "T-2", &out("T-2-open"), disclose, &Quiet).unwrap();
    assert_eq!(open.extent, Extent::Full);
    let firms = fs::read_to_string(dir.join("firms.csv")).unwrap().replace("虚构公司40,", "虚构公司四十,");
    fs::write(dir.join("firms.csv"), firms).unwrap();
    import(&office, Register::Entities, &[dir.join("firms.csv")], &Options::default(), &Quiet).unwrap();
    clean(&office);
    office
}

/// Runs statements on a database with every guard taken away.
pub fn sql(office: &Path, statements: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let options = sqlx::sqlite::SqliteConnectOptions::new()
            .filename(office.join("office.db"))
            .foreign_keys(false)
            .disable_statement_logging();
        let mut db = options.connect().await.unwrap();
        let triggers: Vec<(String,)> =
            sqlx::query_as("SELECT name FROM sqlite_master WHERE type = 'trigger'")
                .fetch_all(&mut db)
                .await
                .unwrap();
        for (name,) in triggers {
            sqlx::raw_sql(AssertSqlSafe(format!("DROP TRIGGER {name}"))).execute(&mut db).await.unwrap();
        }
        sqlx::raw_sql(AssertSqlSafe("PRAGMA ignore_check_constraints = ON".to_owned()))
            .execute(&mut db)
            .await
            .unwrap();
        sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut db).await.unwrap();
        db.close().await.unwrap();
    });
}

/// The entries' bodies.
fn bodies(office: &Path) -> Vec<String> {
    let store = Store::open(&office.join("office.db"), false, no_points).unwrap();
    store.read(|tx| entries::list(tx, 1, 10_000)).unwrap().into_iter().map(|row| row.body).collect()
}

fn tree(bodies: &[String]) -> (TreeHead, String) {
    let mut tree = Appender::new();
    bodies.iter().for_each(|body| tree.push(merkle::leaf(body.as_bytes())));
    let bytes = bodies.iter().flat_map(|body| merkle::leaf(body.as_bytes()).0);
    (tree.head(), bytes.map(|byte| format!("{byte:02X}")).collect())
}

/// Rewrites the first abandonment's time, and as much else as `how` says:
/// nothing, its tile, also every checkpoint over it.
fn rewrite(office: &Path, how: u8) {
    let mut all = bodies(office);
    let place = all.iter().position(|body| body.contains("\"kind\":\"abandon\"")).unwrap();
    let new = all[place].replace("\"drawn\":false", "\"drawn\":true");
    all[place].clone_from(&new);
    sql(office, &format!("UPDATE entries SET body = '{new}' WHERE seq = {}", place + 1));
    let (_, tile) = tree(&all);
    if how >= 1 {
        sql(office, &format!("UPDATE tiles SET hashes = X'{tile}' WHERE level = 0 AND number = 0"));
    }
    if how >= 2 {
        let key = fs::read_dir(office.join("keys")).unwrap().next().unwrap().unwrap().path();
        let key = SignerKey::parse(fs::read_to_string(key).unwrap().trim_end()).unwrap();
        for size in place + 1..=all.len() {
            let (head, _) = tree(&all[..size]);
            let note = SignedCheckpoint::sign(head, &key).unwrap().write();
            sql(
                office,
                &format!(
                    "UPDATE checkpoints SET root = '{}', note = '{note}' WHERE size = {size}",
                    head.root
                ),
            );
        }
    }
}

fn change(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

/// The first file of a folder.
fn first(dir: PathBuf) -> PathBuf {
    let mut all: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all.remove(0)
}

/// Folders a tampering works on: the office, and what lies beside it.
struct Place<'a> {
    office: &'a Path,
    beside: &'a Path,
}

type Tampering = (&'static str, fn(&Place<'_>), &'static str, &'static str);

/// What is done, how, the fault it must be found by, the table it names.
const TAMPERINGS: &[Tampering] = &[
    (
        "a time moved in its column",
        |p| sql(p.office, "UPDATE entries SET at = '2026-09-30T09:00:01+08:00' WHERE seq = 2"),
        "fsck-entry-column",
        "",
    ),
    (
        "an entry given another kind",
        |p| sql(p.office, "UPDATE entries SET kind = 'approve' WHERE seq = 2"),
        "fsck-entry-column",
        "",
    ),
    (
        "an entry spoilt",
        |p| sql(p.office, "UPDATE entries SET body = replace(body, ',', ', ') WHERE seq = 3"),
        "fsck-entry-form",
        "",
    ),
    ("an entry rewritten", |p| rewrite(p.office, 0), "fsck-leaf", ""),
    ("an entry rewritten with its tile", |p| rewrite(p.office, 1), "fsck-root", ""),
    ("an entry rewritten with tile and checkpoints", |p| rewrite(p.office, 2), "fsck-published-differs", ""),
    ("the same, seen by the witness", |p| rewrite(p.office, 2), "record-set-back", ""),
    (
        "two entries swapped",
        |p| {
            sql(
                p.office,
                "UPDATE entries SET seq = -1 WHERE seq = 2; UPDATE entries SET seq = 2 WHERE seq = 3; UPDATE entries SET seq = 3 WHERE seq = -1",
            )
        },
        "fsck-entry-column",
        "",
    ),
    ("an entry taken out", |p| sql(p.office, "DELETE FROM entries WHERE seq = 4"), "fsck-entry-missing", ""),
    (
        "the last entry cut off",
        |p| sql(p.office, "DELETE FROM entries WHERE seq = (SELECT MAX(seq) FROM entries)"),
        "fsck-entries-cut",
        "",
    ),
    (
        "an entry added by hand",
        |p| {
            sql(
                p.office,
                "INSERT INTO entries SELECT seq + 1, at, kind, subject, replace(body, '\"seq\":' || seq, '\"seq\":' || (seq + 1)) FROM entries WHERE seq = (SELECT MAX(seq) FROM entries)",
            )
        },
        "fsck-entries-unsealed",
        "",
    ),
    (
        "a checkpoint removed",
        |p| sql(p.office, "DELETE FROM checkpoints WHERE size = 5"),
        "fsck-checkpoint-missing",
        "",
    ),
    (
        "a checkpoint's signature changed",
        |p| {
            sql(
                p.office,
                "UPDATE checkpoints SET note = (SELECT note FROM checkpoints WHERE size = 6) WHERE size = 5",
            )
        },
        "fsck-checkpoint-signature",
        "",
    ),
    (
        "a tile cut short",
        |p| sql(p.office, "UPDATE tiles SET hashes = substr(hashes, 1, length(hashes) - 32) WHERE level = 0"),
        "fsck-tile-width",
        "",
    ),
    ("a tile removed", |p| sql(p.office, "DELETE FROM tiles"), "fsck-tile-missing", ""),
    (
        "a tile added",
        |p| sql(p.office, "INSERT INTO tiles SELECT 1, 0, hashes FROM tiles"),
        "fsck-tile-surplus",
        "",
    ),
    (
        "a private value changed",
        |p| sql(p.office, "UPDATE private SET value = '另一人' WHERE seq = 3 AND member = 'by'"),
        "fsck-private-wrong",
        "",
    ),
    (
        "a private salt changed",
        |p| {
            sql(
                p.office,
                "UPDATE private SET salt = '0000000000000000000000000000000000000000000000000000000000000000' WHERE seq = 3 AND member = 'by'",
            )
        },
        "fsck-private-wrong",
        "",
    ),
    (
        "a private value dropped without a word",
        |p| sql(p.office, "DELETE FROM private WHERE seq = 3 AND member = 'by'"),
        "fsck-private-dropped",
        "",
    ),
    (
        "a private value made up",
        |p| {
            sql(
                p.office,
                "INSERT INTO private SELECT seq, 'reason', salt, value FROM private WHERE seq = 3 AND member = 'by'",
            )
        },
        "fsck-private-stray",
        "",
    ),
    (
        "an approval added by hand",
        |p| {
            sql(
                p.office,
                "INSERT INTO approvals SELECT 'T-9', sha256, head, note, at, later FROM approvals WHERE plan = 'T-1'",
            )
        },
        "fsck-row-surplus",
        "fsck-table-approvals",
    ),
    (
        "an approval given another head",
        |p| sql(p.office, "UPDATE approvals SET head = '他人' WHERE plan = 'T-1'"),
        "fsck-row-differs",
        "fsck-table-approvals",
    ),
    (
        "a contribution changed",
        |p| {
            sql(
                p.office,
                "UPDATE contributions SET value = '01 02 03' WHERE source = 'lottery' AND serial = 1",
            )
        },
        "fsck-row-differs",
        "fsck-table-contributions",
    ),
    (
        "a contribution removed",
        |p| sql(p.office, "DELETE FROM contributions WHERE source = 'observer' AND serial = 1"),
        "fsck-row-missing",
        "fsck-table-contributions",
    ),
    (
        "a commitment exchanged",
        |p| sql(p.office, "UPDATE commitments SET commitment = (SELECT p FROM attempts WHERE serial = 1)"),
        "fsck-row-differs",
        "fsck-table-commitments",
    ),
    (
        "an attempt removed",
        |p| sql(p.office, "DELETE FROM attempts WHERE serial = 3"),
        "fsck-row-missing",
        "fsck-table-attempts",
    ),
    (
        "an abandonment undone",
        |p| sql(p.office, "UPDATE attempts SET reason = NULL, abandoned_at = NULL WHERE serial = 3"),
        "fsck-row-differs",
        "fsck-table-attempts",
    ),
    (
        "a seed changed",
        |p| sql(p.office, "UPDATE attempts SET seed = p WHERE serial = 1"),
        "fsck-row-differs",
        "fsck-table-attempts",
    ),
    (
        "a sealed draw's seed changed",
        |p| sql(p.office, "UPDATE attempts SET seed = p WHERE serial = 2"),
        "fsck-seed",
        "",
    ),
    (
        "an attempt's document changed",
        |p| sql(p.office, "UPDATE attempts SET document = X'7B7D' WHERE serial = 1"),
        "fsck-row-differs",
        "fsck-table-attempts",
    ),
    (
        "a drawn file's digest changed",
        |p| {
            sql(
                p.office,
                "UPDATE attempt_files SET sha256 = (SELECT p FROM attempts WHERE serial = 1) WHERE name = 'draw.csv'",
            )
        },
        "fsck-row-differs",
        "fsck-table-files",
    ),
    (
        "an amendment reworded",
        |p| sql(p.office, "UPDATE amendments SET reason = '另有缘由' WHERE seq = 1"),
        "fsck-amendments",
        "",
    ),
    (
        "an amendment removed",
        |p| sql(p.office, "DELETE FROM amendments WHERE seq = 1"),
        "fsck-row-missing",
        "fsck-table-amendments",
    ),
    (
        "a publication changed",
        |p| sql(p.office, "UPDATE publications SET extent = 'full' WHERE extent = 'sealed'"),
        "fsck-row-differs",
        "fsck-table-publications",
    ),
    (
        "a publication moved",
        |p| sql(p.office, "UPDATE publications SET folder = '/nowhere' WHERE number = 1"),
        "fsck-row-differs",
        "fsck-table-publications",
    ),
    (
        "the office renamed",
        |p| sql(p.office, "UPDATE office SET name = '另一局'"),
        "fsck-row-differs",
        "fsck-table-office",
    ),
    (
        "an inspector edited",
        |p| sql(p.office, "UPDATE inspectors SET department = '别处' WHERE certificate = 'Z001'"),
        "fsck-register",
        "fsck-register-inspectors",
    ),
    (
        "an item edited",
        |p| sql(p.office, "UPDATE items SET sheet = replace(sheet, '年报', '其他') WHERE code = 'SC-1'"),
        "fsck-register",
        "fsck-register-items",
    ),
    (
        "an earlier check removed",
        |p| sql(p.office, "DELETE FROM history"),
        "fsck-register",
        "fsck-register-history",
    ),
    ("a bar lifted", |p| sql(p.office, "DELETE FROM barred"), "fsck-register", "fsck-register-barred"),
    ("a sealed secret altered", |p| sql(p.office, "UPDATE sealed SET value = 'x'"), "fsck-sealed", ""),
    (
        "a sealed secret removed",
        |p| sql(p.office, "DELETE FROM sealed"),
        "fsck-row-missing",
        "fsck-table-sealed",
    ),
    (
        "a salt altered",
        |p| {
            sql(
                p.office,
                "UPDATE salts SET salt = '0000000000000000000000000000000000000000000000000000000000000000'",
            )
        },
        "fsck-salts",
        "",
    ),
    (
        "a filing's line altered in its row",
        |p| sql(p.office, "UPDATE filings SET line = replace(line, 'A', 'B')"),
        "fsck-row-differs",
        "fsck-table-filings",
    ),
    ("a filing removed", |p| sql(p.office, "DELETE FROM filings"), "fsck-row-missing", "fsck-table-filings"),
    (
        "a witness's key retired by hand",
        |p| sql(p.office, "UPDATE log_keys SET until = 9 WHERE role = 'witness'"),
        "fsck-row-differs",
        "fsck-table-keys",
    ),
    (
        "a plan's text changed",
        |p| sql(p.office, "UPDATE texts SET toml = X'41'"),
        "fsck-row-differs",
        "fsck-table-texts",
    ),
    (
        "a plan's title changed",
        |p| sql(p.office, "UPDATE plans SET title = '别的' WHERE plan = 'T-1'"),
        "fsck-row-differs",
        "fsck-table-plans",
    ),
    (
        "the manifest pointer changed",
        |p| {
            sql(
                p.office,
                "UPDATE registry_versions SET manifest = (SELECT manifest FROM registry_versions WHERE version = 1) WHERE version = 2",
            )
        },
        "fsck-row-differs",
        "fsck-table-registry",
    ),
    (
        "the registry's sources changed",
        |p| sql(p.office, "UPDATE registry_versions SET files = replace(files, 'firms', 'other')"),
        "fsck-sources",
        "",
    ),
    ("a partition damaged", |p| change(&first(p.office.join("registry/objects"))), "fsck-file-differs", ""),
    (
        "a manifest damaged",
        |p| change(&first(p.office.join("registry/manifests"))),
        "registry-object-damaged",
        "",
    ),
    (
        "a drawn file replaced",
        |p| change(&p.office.join("attempts/T-1-1/teams.csv")),
        "fsck-file-differs",
        "",
    ),
    (
        "a drawn file removed",
        |p| fs::remove_file(p.office.join("attempts/T-1-1/teams.csv")).unwrap(),
        "file-not-found",
        "",
    ),
    (
        "a file slipped in",
        |p| fs::write(p.office.join("attempts/T-1-1/x.csv"), "").unwrap(),
        "fsck-folder-foreign",
        "",
    ),
    (
        "a published tile changed",
        |p| change(&last_part(&p.office.join("log/tile/0/000.p"))),
        "fsck-published-differs",
        "",
    ),
    (
        "a published bundle of entries changed",
        |p| change(&last_part(&p.office.join("log/tile/entries/000.p"))),
        "fsck-published-differs",
        "",
    ),
    (
        "a published tile removed",
        |p| fs::remove_dir_all(p.office.join("log/tile/0")).unwrap(),
        "fsck-published-missing",
        "",
    ),
    (
        "a file slipped into the log",
        |p| fs::write(p.office.join("log/tile/0/007"), "x").unwrap(),
        "fsck-published-foreign",
        "",
    ),
    ("a key file readable by others", |p| open_key(p.office), "fsck-key-open", ""),
    ("a key file swapped", |p| swap_key(p.office), "record-key-foreign", ""),
    ("a key file gone", |p| fs::remove_file(first(p.office.join("keys"))).unwrap(), "record-key-lost", ""),
    (
        "a stranger among the keys",
        |p| fs::write(p.office.join("keys/note.txt"), "x").unwrap(),
        "fsck-key-stray",
        "",
    ),
    ("a bundle's file changed", |p| change(&p.beside.join("out/T-1/teams.csv")), "fsck-file-differs", ""),
    ("a bundle's list changed", |p| change(&p.beside.join("out/T-1/SHA256SUMS")), "fsck-file-differs", ""),
    (
        "a bundle's checkpoint changed",
        |p| {
            fs::copy(p.beside.join("out/T-2/log/checkpoint"), p.beside.join("out/T-1/log/checkpoint"))
                .unwrap();
        },
        "fsck-bundle-log",
        "",
    ),
    (
        "an older copy of the database",
        |p| {
            fs::copy(p.beside.join("old.db"), p.office.join("office.db")).unwrap();
        },
        "record-set-back",
        "",
    ),
];

/// The widest part of a tile or bundle that is not yet full.
fn last_part(dir: &Path) -> PathBuf {
    let width = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().parse::<u32>().unwrap();
    fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).max_by_key(width).unwrap()
}

fn open_key(office: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(first(office.join("keys")), fs::Permissions::from_mode(0o644)).unwrap();
    }
}

fn swap_key(office: &Path) {
    let path = first(office.join("keys"));
    let other = SignerKey::from_seed("另一局", choucha::log::Algorithm::Ed25519, &[3; 32]).unwrap();
    fs::write(path, format!("{}\n", other.secret())).unwrap();
}

/// What `fsck` says of a folder at a moment.
pub fn judge(office: &Path, at: &str) -> Fsck {
    let mut opening = Opening::new(office, "查", "test");
    opening.at = Some(parse_instant(at).unwrap());
    look(&Office::open(opening).unwrap())
}

/// An office after every kind of act, closed.
fn closed_story() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    drop(story(dir.path()));
    let found = judge(&dir.path().join("office"), AFTER);
    assert!(found.faults.is_empty() && found.notes.is_empty(), "{found:#?}");
    copy(&dir.path().join("out"), &dir.path().join("out.kept"));
    dir
}

/// Each tampering of a share of them is found by its own reason.
fn each_by_its_own_reason(share: usize, of: usize) {
    let dir = closed_story();
    let mut missed = Vec::new();
    for (name, tamper, id, about) in TAMPERINGS.iter().skip(share).step_by(of) {
        let own = tempfile::tempdir().unwrap();
        copy(&dir.path().join("office"), own.path());
        tamper(&Place { office: own.path(), beside: dir.path() });
        let found = judge(own.path(), AFTER);
        let fits = |text: &Text| {
            let about_it = text.arg("table").or_else(|| text.arg("register")).unwrap_or_default();
            text.id == *id && (about.is_empty() || about_it == *about)
        };
        if !found.faults.iter().any(fits) {
            missed.push(format!("{name}: {id} not among {:?}", found.faults));
        }
        fs::remove_dir_all(dir.path().join("out")).unwrap();
        copy(&dir.path().join("out.kept"), &dir.path().join("out"));
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn tamperings_a() {
    each_by_its_own_reason(0, 3);
}

#[test]
fn tamperings_b() {
    each_by_its_own_reason(1, 3);
}

#[test]
fn tamperings_c() {
    each_by_its_own_reason(2, 3);
}

#[test]
fn clocks_filings_and_checkpoints_somebody_kept() {
    let dir = closed_story();
    let out = dir.path().join("out.kept");
    let kept = dir.path().join("kept");
    fs::copy(dir.path().join("office/log/checkpoint"), &kept).unwrap();

    // A clock set back, in either direction.
    let early = judge(&dir.path().join("office"), DRAWN);
    assert!(ids(&early.faults).contains(&"fsck-entry-future"), "{early:#?}");
    let own = tempfile::tempdir().unwrap();
    copy(&dir.path().join("office"), own.path());
    let late = "2026-11-30T09:00:00+08:00";
    sql(
        own.path(),
        &format!(
            "UPDATE entries SET at = '{late}', body = replace(body, '\"at\":\"' || at, '\"at\":\"{late}') WHERE seq = 5"
        ),
    );
    assert!(ids(&judge(own.path(), "2026-12-01T09:00:00+08:00").faults).contains(&"fsck-entry-back"));

    // A witness's line altered in row and entry alike does not verify.
    let own = tempfile::tempdir().unwrap();
    copy(&dir.path().join("office"), own.path());
    sql(
        own.path(),
        "UPDATE filings SET time = time + 60; UPDATE entries SET body = replace(body, \
         '\"time\":' || (SELECT time - 60 FROM filings), '\"time\":' || (SELECT time FROM filings)) WHERE kind = 'file'",
    );
    assert!(ids(&judge(own.path(), AFTER).faults).contains(&"fsck-filing"));

    // A bundle that has gone is only told.
    fs::remove_dir_all(dir.path().join("out/T-2")).unwrap();
    let gone = judge(&dir.path().join("office"), AFTER);
    assert_eq!((ids(&gone.faults), ids(&gone.notes)), (vec![], vec!["fsck-bundle-gone"]));
    copy(&out, &dir.path().join("out"));

    // Against a checkpoint somebody kept.
    let office = open(dir.path(), AFTER);
    assert_eq!(fsck(&office, Some(&kept), &Quiet).unwrap().faults, []);
    let key = log_key(&office);
    let size = bodies(&office.paths.dir).len() as u64;
    for (head, id) in [
        (TreeHead { size: 7, root: Digest([1; 32]) }, "fsck-kept-differs"),
        (TreeHead { size: size + 9, root: Digest([1; 32]) }, "fsck-kept-longer"),
    ] {
        fs::write(&kept, SignedCheckpoint::sign(head, &key).unwrap().write()).unwrap();
        assert_eq!(ids(&fsck(&office, Some(&kept), &Quiet).unwrap().faults), [id]);
    }
    let other =
        SignerKey::from_seed(key.verifier().name(), choucha::log::Algorithm::Ed25519, &[3; 32]).unwrap();
    let (head, _) = tree(&bodies(&office.paths.dir)[..7]);
    fs::write(&kept, SignedCheckpoint::sign(head, &other).unwrap().write()).unwrap();
    assert_eq!(ids(&fsck(&office, Some(&kept), &Quiet).unwrap().faults), ["fsck-kept-foreign"]);
}

#[test]
fn an_office_set_back_can_be_looked_at_and_not_changed() {
    let dir = tempfile::tempdir().unwrap();
    let office = set_up(dir.path());
    drop(office);
    fs::copy(dir.path().join("office/office.db"), dir.path().join("old.db")).unwrap();
    let office = open(dir.path(), APPROVED);
    approve(&office, &crate::tiny::plan_file(dir.path()), "").unwrap();
    drop(office);
    fs::copy(dir.path().join("old.db"), dir.path().join("office/office.db")).unwrap();
    let office = open(dir.path(), APPROVED);
    assert_eq!(office.unpublished.as_ref().unwrap().id, "record-set-back");
    let seen = status(&office, &Quiet).unwrap();
    assert!(seen.damaged && ids(&seen.wrong).contains(&"record-set-back"));
    assert!(ids(&look(&office).faults).contains(&"record-set-back"));
    let refused = approve(&office, &crate::tiny::plan_file(dir.path()), "").unwrap_err();
    assert_eq!(refused.text.id, "record-set-back");
}
