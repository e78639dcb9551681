//! `explain` tells an entity's story, with a path anyone can check, and `sql`
//! writes whole scripts.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use choucha::checker::{Dialect, NotIn, explain, sql};
use choucha::domain::csv::split_line;
use choucha::domain::merkle::{leaf, root_of_path};
use choucha::domain::progress::Quiet;
use choucha::lang::Lang;

use crate::sample::{Spec, bundle, write};
use crate::verifies::bundles;

fn rows<const N: usize>(dir: &Path, name: &str) -> Vec<[String; N]> {
    let text = fs::read_to_string(dir.join(name)).unwrap();
    text.lines().skip(1).map(|line| split_line::<N>(line).unwrap().map(|field| field.into_owned())).collect()
}

fn words(texts: &[choucha::domain::Text]) -> String {
    let both: Vec<String> =
        [Lang::Zh, Lang::En].iter().flat_map(|lang| texts.iter().map(|text| lang.say(text))).collect();
    both.join("\n")
}

#[test]
fn every_kind_of_entity_gets_its_story() {
    for dir in bundles() {
        let draw = rows::<6>(&dir, "draw.csv");
        let frame = rows::<6>(&dir, "frames/p1.csv");
        let listed = |code: &str| draw.iter().find(|row| row[0] == "p1" && row[3] == code);
        let mut kinds = BTreeMap::new();
        for row in &frame {
            let kind = match listed(&row[0]) {
                Some(drawn) => drawn[5].clone(),
                None if row[5].is_empty() => "no".into(),
                None => row[5].clone(),
            };
            kinds.entry(kind).or_insert_with(|| row.clone());
        }
        for (kind, row) in kinds {
            let told = explain(&dir, &row[0], &Quiet).unwrap();
            assert_eq!((&told.code, &told.name), (&row[0], &row[1]));
            let found = told.frames.iter().find(|found| found.part == "p1").unwrap();
            assert_eq!((&found.stratum, &found.excluded), (&row[4], &row[5]));
            for found in &told.frames {
                let leaf = leaf(found.row.as_bytes());
                assert_eq!(root_of_path(leaf, found.index, found.size, &found.path), Some(found.root));
            }
            if let Some(drawn) = listed(&row[0]) {
                assert_eq!(found.outcome, kind);
                assert_eq!(found.rank.unwrap().to_string(), drawn[2]);
                assert_eq!(told.ticket.to_string(), drawn[4]);
            } else {
                assert_eq!(found.outcome, "");
                assert_eq!(found.rank.is_some(), kind == "no");
            }
            assert_eq!(told.visit.is_some() && kind == "selected", kind == "selected");
            let words = words(&told.texts);
            assert!(
                words.contains(&row[1]) && words.contains(&told.command) && !words.contains("{$"),
                "{words}"
            );
        }
    }
}

#[test]
fn the_command_gives_the_ticket() {
    let dir = Path::new("tests/golden/plain");
    let told = explain(dir, &rows::<4>(dir, "visits.csv")[0][1], &Quiet).unwrap();
    let Ok(out) = Command::new("sh").arg("-c").arg(&told.command).output() else { return };
    assert!(String::from_utf8(out.stdout).unwrap().starts_with(&told.ticket.to_string()));
    assert!(!told.teams.is_empty());
}

#[test]
fn strangers_and_misspellings_are_told_plainly() {
    let dir = Path::new("tests/golden/plain");
    let told = explain(dir, "91640502NOBODY", &Quiet).unwrap();
    assert!(told.frames.is_empty() && told.texts[0].id == "checker-explain-nowhere");
    let code = rows::<4>(dir, "visits.csv")[0][1].clone();
    let told = explain(dir, &format!(" {}\n", code.to_lowercase()), &Quiet).unwrap();
    assert_eq!(told.code, code);
    assert_eq!(explain(dir, "某公司", &Quiet).unwrap_err().reason.id, "code-malformed");
}

#[test]
fn absence_is_proven_and_no_false_proof_holds() {
    for dir in bundles() {
        let frame = rows::<6>(&dir, "frames/p1.csv");
        let last = frame.len() - 1;
        // Before the first, behind the last, and in between.
        let between = format!("{}0", frame[last / 2][0]);
        for code in ["0", "ZZZZ", &between] {
            let told = explain(&dir, code, &Quiet).unwrap();
            let gap = told.absent.iter().find(|gap| gap.part == "p1").unwrap();
            gap.check(code).unwrap();
            assert_eq!((gap.before.is_none(), gap.after.is_none()), (code == "0", code == "ZZZZ"));
            for row in gap.before.iter().chain(&gap.after) {
                let text = fs::read_to_string(dir.join("frames/p1.csv")).unwrap();
                assert!(text[row.offset as usize..].starts_with(&format!("{}\n", row.row)));
            }
            assert!(words(&told.texts).contains("plan.json"));
        }
        let gap = |code: &str| {
            explain(&dir, code, &Quiet).unwrap().absent.into_iter().find(|g| g.part == "p1").unwrap()
        };
        let (good, first) = (gap(&between), gap("0"));
        let other = gap(&format!("{}0", frame[last / 2 - 2][0]));
        let fault = |gap: NotIn| gap.check(&between).unwrap_err().id;
        // Each false proof by its own reason.
        let mut bad = good.clone();
        bad.after.as_mut().unwrap().row.push('x');
        assert_eq!(fault(bad), "checker-absent-path");
        let mut bad = good.clone();
        bad.before.as_mut().unwrap().index += 1;
        assert_eq!(fault(bad), "checker-absent-path");
        let mut bad = good.clone();
        bad.before.as_mut().unwrap().path.pop();
        assert_eq!(fault(bad), "checker-absent-path");
        // Real rows, but somebody may stand between them.
        assert_eq!(fault(NotIn { before: other.before.clone(), ..good.clone() }), "checker-absent-gap");
        assert_eq!(fault(NotIn { before: None, ..good.clone() }), "checker-absent-gap");
        assert_eq!(fault(NotIn { after: None, ..good.clone() }), "checker-absent-gap");
        assert_eq!(fault(NotIn { before: None, after: None, ..good.clone() }), "checker-absent-gap");
        // Real neighbours of somewhere else.
        assert_eq!(fault(other), "checker-absent-order");
        assert_eq!(fault(NotIn { before: None, after: first.after, ..good.clone() }), "checker-absent-order");
        // Who stands there himself is hidden by no pair of rows.
        let own = frame[last / 2][0].clone();
        assert_eq!(good.check(&own).unwrap_err().id, "checker-absent-order");
    }
}

#[test]
fn amendments_change_the_story() {
    let dir = Path::new("tests/golden/amended");
    let amendments = rows::<9>(dir, "amendments.csv");
    let given_up = explain(dir, &amendments[0][5], &Quiet).unwrap();
    assert!(given_up.given_up && given_up.teams.is_empty());
    let substitute = explain(dir, &amendments[0][6], &Quiet).unwrap();
    assert!(substitute.visit.is_some() && !substitute.given_up && !substitute.teams.is_empty());
    let recusal = amendments.iter().find(|row| row[1] == "recuse").unwrap();
    let visit = &rows::<4>(dir, "visits.csv")[recusal[2].parse::<usize>().unwrap() - 1];
    let told = explain(dir, &visit[1], &Quiet).unwrap();
    let people: Vec<&String> =
        told.teams.iter().flat_map(|(_, team)| team.iter().map(|(id, _)| id)).collect();
    assert!(!people.contains(&&recusal[5]));
}

#[test]
fn a_bundle_that_does_not_hold_explains_nothing() {
    let mut files = bundle(&Spec::default()).files;
    let code = String::from_utf8(files["visits.csv"].clone()).unwrap();
    let code = code.lines().nth(1).unwrap().split(',').nth(1).unwrap().to_owned();
    files.get_mut("teams.csv").unwrap()[40] ^= 1;
    let dir = tempfile::tempdir().unwrap();
    write(&files, dir.path());
    assert_eq!(explain(dir.path(), &code, &Quiet).unwrap_err().reason.id, "checker-digest");
}

#[test]
fn scripts_name_every_frame_and_the_seed() {
    for dir in bundles() {
        let seed = fs::read_to_string(dir.join("ceremony.json")).unwrap();
        let seed = &seed[seed.len() - 66..seed.len() - 2];
        for dialect in Dialect::ALL {
            assert_eq!(Dialect::parse(dialect.name()), Some(dialect));
            let script = sql(&dir, dialect).unwrap();
            assert!(script.contains(seed) && script.contains(" differences"));
            for entry in fs::read_dir(dir.join("frames")).unwrap() {
                assert!(script.contains(entry.unwrap().file_name().to_str().unwrap()));
            }
        }
    }
    assert_eq!(Dialect::parse("oracle"), None);
}

/// Runs a script on an engine, where that engine is installed; `None` where not.
/// PostgreSQL is reached as `CHOUCHA_TEST_POSTGRES` says.
fn run(dialect: Dialect, script: &Path) -> Option<String> {
    let python = |module: &str, code: &str| {
        let there = Command::new("python3").arg("-c").arg(format!("import {module}")).output();
        there.ok().filter(|out| out.status.success())?;
        let mut command = Command::new("python3");
        command.arg("-c").arg(code).arg(script);
        Some(command)
    };
    let mut command = match dialect {
        Dialect::DuckDb => python(
            "duckdb",
            "import sys, duckdb; print(duckdb.execute(open(sys.argv[1]).read()).fetchall())",
        )?,
        Dialect::DataFusion => python(
            "datafusion",
            "import sys, datafusion\n\
             context = datafusion.SessionContext()\n\
             for part in open(sys.argv[1]).read().split(';\\n'):\n\
             \x20   rows = context.sql(part).collect() if part.strip() else rows\n\
             print(rows)",
        )?,
        Dialect::Spark => python(
            "pyspark",
            "import sys, pyspark.sql\n\
             session = pyspark.sql.SparkSession.builder.master('local[1]').getOrCreate()\n\
             for part in open(sys.argv[1]).read().split(';\\n'):\n\
             \x20   rows = session.sql(part) if part.strip() else rows\n\
             print(rows.collect())",
        )?,
        Dialect::Postgres => {
            let mut command = Command::new("psql");
            command.args(["-X", "-A", "-t", "-d"]).arg(std::env::var_os("CHOUCHA_TEST_POSTGRES")?);
            command.arg("-f").arg(script);
            command
        }
    };
    let out = command.output().unwrap();
    assert!(out.status.success(), "{dialect:?}: {}", String::from_utf8_lossy(&out.stderr));
    Some(String::from_utf8(out.stdout).unwrap())
}

/// Every bundle agrees on engines that are installed; a bundle whose draw was
/// changed does not. (`tests/run` installs all but Spark: `pip install pyspark`
/// and a Java for that.)
#[test]
fn engines_find_no_difference_and_find_one() {
    let dir = tempfile::tempdir().unwrap();
    let mut changed = bundle(&Spec { entities: 1500, ..Spec::default() }).files;
    let draw = String::from_utf8(changed["draw.csv"].clone()).unwrap();
    changed.insert("draw.csv".into(), draw.replacen(",selected\n", ",reserve\n", 1).into_bytes());
    crate::sample::seal(&mut changed);
    // A name that needs care wherever it is written.
    let odd = dir.path().join("第一份 o'hara");
    write(&changed, &odd);
    let script = dir.path().join("script.sql");
    let mut ran = 0;
    for dialect in Dialect::ALL {
        let all: Vec<PathBuf> = bundles().into_iter().chain([odd.clone()]).collect();
        for bundle in all {
            fs::write(&script, sql(&bundle, dialect).unwrap()).unwrap();
            let Some(out) = run(dialect, &script) else { continue };
            let expected = if bundle == odd { "1 differences" } else { "0 differences" };
            assert!(out.contains(expected), "{dialect:?}, {}: {out}", bundle.display());
            ran += 1;
        }
    }
    println!("{ran} scripts run; engines not installed here are skipped");
}
