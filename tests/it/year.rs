//! A whole made-up year: four quarters out of one year's plan, each from the
//! registry as it stands to a bundle that holds, while firms come, go and
//! change their class.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use choucha::checker::verify;
use choucha::domain::calendar::parse_instant;
use choucha::domain::progress::Quiet;
use choucha::lang::Lang;
use choucha::workflow::abandon::abandon;
use choucha::workflow::amend::{Act, amend};
use choucha::workflow::approve::approve;
use choucha::workflow::draw::draw;
use choucha::workflow::freeze::freeze;
use choucha::workflow::import::{Options, Register, import};
use choucha::workflow::office::Setup;
use choucha::workflow::plans::read_plan;
use choucha::workflow::prepare::prepare;
use choucha::workflow::publish::{self, publish};
use choucha::workflow::reveal::{Given, reveal};
use choucha::workflow::template::new_year;
use choucha::workflow::year::{YearReport, quarter_plan, year_table};
use choucha::workflow::{Office, Opening, Refusal};

use crate::tiny::{LOTTERY, at, code, write_files};

const YEAR: &str = r#"plan = "2026-Y01"
title = "2026年度虚构抽查"
year = 2026

[[source]]
name = "lottery"
kind = "public"
describe = "虚构的号码"
form = { count = 3, width = 2 }

[[part]]
name = "reports"
department = "市场监管局"
items = ["SC-1"]
scope = { areas = ["640502"] }

[[part.strata]]
by = "class"
rates = { A = "5%", B = { rate = "10%", round = "down" }, C = "50%" }
reserves = 3

[[part]]
name = "fire"
department = "消防救援大队"
items = ["XF-1"]
scope = { areas = ["640502"] }

[[part.strata]]
name = "all"
rate = "10%"
reserves = 1
"#;

/// The firms on a day: number and class.
type Firms = BTreeMap<usize, char>;

fn bring(dir: &Path, office: &Office, firms: &Firms) {
    let mut csv =
        String::from("统一社会信用代码,企业名称,企业类型,行政区划,信用风险类别,登记状态,成立日期\n");
    for (n, class) in firms {
        writeln!(csv, "{},虚构公司{n},企业,640502,{class},存续,2015-03-01", code(*n)).unwrap();
    }
    let file = dir.join("firms.csv");
    fs::write(&file, csv).unwrap();
    let done = import(office, Register::Entities, &[file], &Options::default(), &Quiet).unwrap();
    assert_eq!(done.rejected, 0, "{:?}", done.rejects);
}

fn open(dir: &Path) -> Office {
    write_files(dir);
    fs::write(
        dir.join("items.csv"),
        "事项编码,事项名称,抽查类别,检查依据,检查主体,检查对象,检查内容,检查方式,抽查比例,抽查频次,事项类别,所需执法类别,层级,责任科室,生效日期,失效日期,批准机关,批准文号,批准日期,公布日期\n\
         SC-1,年报检查,公示,《条例》,市场监管局,企业,年报,现场检查,不低于5%,,一般,综合执法,县,市场监管局,2026-01-01,9999-12-31,上级,函1号,2025-12-10,2025-12-25\n\
         XF-1,消防检查,消防,《消防法》,消防救援大队,企业,消防,现场检查,每年2次各10%,,一般,综合执法,县,消防救援大队,2026-01-01,9999-12-31,上级,函1号,2025-12-10,2025-12-25\n",
    )
    .unwrap();
    fs::write(dir.join("year.toml"), YEAR).unwrap();
    let mut opening = Opening::new(&dir.join("office"), "经办人", "test");
    opening.at = Some(parse_instant("2026-01-02T09:00:00+08:00").unwrap());
    let setup = Setup { practice: true, area: "640502".into(), ..Setup::new("虚构局") };
    let office = Office::init(opening, &setup).unwrap();
    for (register, file) in [(Register::Inspectors, "people.csv"), (Register::Items, "items.csv")] {
        let done = import(&office, register, &[dir.join(file)], &Options::default(), &Quiet).unwrap();
        assert_eq!(done.rejected, 0, "{file}: {:?}", done.rejects);
    }
    office
}

fn plan_file(dir: &Path, quarter: u32) -> PathBuf {
    dir.join(format!("q{quarter}.toml"))
}

fn make(dir: &Path, office: &Office, quarter: u32) -> Result<String, Refusal> {
    let made = quarter_plan(office, &dir.join("year.toml"), quarter, Lang::Zh, &Quiet)?;
    fs::write(plan_file(dir, quarter), &made.toml).unwrap();
    Ok(made.plan)
}

fn table(dir: &Path, office: &Office) -> YearReport {
    year_table(office, &dir.join("year.toml"), &Quiet).unwrap()
}

/// From the quarter's file to a draw. `month` is that of the quarter's start.
fn drawn(dir: &Path, office: &mut Office, quarter: u32, day: &str) -> Result<(), Refusal> {
    let plan = format!("2026-Y01-Q{quarter}");
    let file = plan_file(dir, quarter);
    let text = read_plan(&file)?;
    let report = prepare(office, &text, &Quiet)?.report;
    assert!(report.faults.is_empty(), "{:?}", report.faults);
    approve(office, &file, "同意")?;
    freeze(office, &file, false, &Quiet)?;
    at(office, day);
    let given = Given { source: "lottery".into(), value: LOTTERY.into(), ..Given::default() };
    reveal(office, &plan, given)?;
    draw(office, &plan, &Quiet).map(drop)
}

fn rows(file: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(file).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// Publishes a quarter into its folder and verifies it there.
fn published(dir: &Path, office: &Office, quarter: u32) -> PathBuf {
    let bundle = dir.join(format!("bundle-{quarter}"));
    publish(office, &format!("2026-Y01-Q{quarter}"), &bundle, publish::Options::default(), &Quiet).unwrap();
    verify(&bundle, &Quiet).unwrap();
    bundle
}

fn refusal<T: std::fmt::Debug>(result: Result<T, Refusal>) -> String {
    let refusal = result.unwrap_err();
    let faults = refusal.faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    format!("{}\n{faults}", refusal.text)
}

fn classes(firms: &Firms, class: char) -> u64 {
    firms.values().filter(|own| **own == class).count() as u64
}

#[test]
fn a_whole_year() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let mut office = open(dir);

    // 130 firms of class A, 90 of B; nobody of C yet.
    let mut firms: Firms = (1..=220).map(|n| (n, if n <= 130 { 'A' } else { 'B' })).collect();
    let mut seen = vec![firms.clone()];
    bring(dir, &office, &firms);
    at(&mut office, "2026-01-05T09:00:00+08:00");
    let before = table(dir, &office);
    assert_eq!((before.quarter, before.parts.len()), (1, 2));
    let a = &before.parts[0].strata[0];
    assert_eq!((a.stratum.as_str(), a.rows, a.quota, a.left), ("A", 130, 7, 7));
    assert_eq!((before.parts[1].weights, before.parts[1].each), ([1, 0, 1, 0], true));

    // The first quarter: its first attempt is given up after the draw.
    make(dir, &office, 1).unwrap();
    drawn(dir, &mut office, 1, "2026-01-12T22:00:00+08:00").unwrap();
    assert!(refusal(make(dir, &office, 1)).contains("plan-year-drawn"));
    assert_eq!(table(dir, &office).parts[1].strata[0].drawn, [22, 0, 0, 0]);
    abandon(&office, "2026-Y01-Q1", "公证员未到场").unwrap();
    assert_eq!(table(dir, &office).parts[1].strata[0].drawn, [0; 4]);
    at(&mut office, "2026-01-13T09:00:00+08:00");
    make(dir, &office, 1).unwrap();
    // Another plan of the year may not be made while this one stands frozen.
    approve(&office, &plan_file(dir, 1), "同意").unwrap();
    freeze(&office, &plan_file(dir, 1), false, &Quiet).unwrap();
    assert!(refusal(make(dir, &office, 2)).contains("plan-year-open"));
    assert_eq!(table(dir, &office).open, ["2026-Y01-Q1"]);
    at(&mut office, "2026-01-20T22:00:00+08:00");
    let given = Given { source: "lottery".into(), value: LOTTERY.into(), ..Given::default() };
    reveal(&office, "2026-Y01-Q1", given).unwrap();
    draw(&office, "2026-Y01-Q1", &Quiet).unwrap();
    let bundle = published(dir, &office, 1);

    // One firm has gone: a reserve takes its place, and counts once.
    at(&mut office, "2026-02-02T09:00:00+08:00");
    let gone = rows(&bundle.join("visits.csv"))[0][1].clone();
    let proof = dir.join("proof.txt");
    fs::write(&proof, "注销").unwrap();
    amend(&office, "2026-Y01-Q1", Act::Substitute { visit: "1", proof: &proof }, "已注销", &Quiet).unwrap();
    published(dir, &office, 1);
    assert_eq!(table(dir, &office).parts[1].strata[0].drawn, [22, 0, 0, 0]);

    // The second quarter: it is gone from the registry, thirty of class A are
    // new, ten of B became C.
    at(&mut office, "2026-04-02T09:00:00+08:00");
    firms.retain(|n, _| code(*n) != gone);
    firms.extend((221..=250).map(|n| (n, 'A')));
    let turned: Vec<usize> =
        firms.iter().filter(|(_, class)| **class == 'B').map(|(n, _)| *n).take(10).collect();
    firms.extend(turned.iter().map(|n| (*n, 'C')));
    seen.push(firms.clone());
    bring(dir, &office, &firms);
    make(dir, &office, 2).unwrap();
    let text = read_plan(&plan_file(dir, 2)).unwrap();
    assert_eq!(text.spec.parts.len(), 1, "fire draws in the first and third quarter");
    // Another import changes the strata: the numbers no longer hold.
    let mut more = firms.clone();
    more.insert(251, 'A');
    bring(dir, &office, &more);
    approve(&office, &plan_file(dir, 2), "同意").unwrap();
    assert!(refusal(freeze(&office, &plan_file(dir, 2), false, &Quiet)).contains("plan-year-stale"));
    bring(dir, &office, &firms);
    // Nor does a number changed by hand.
    let text = fs::read_to_string(plan_file(dir, 2)).unwrap();
    let by_hand = text.replacen("count = 3\nname", "count = 9\nname", 1);
    assert_ne!(by_hand, text);
    fs::write(plan_file(dir, 2), by_hand).unwrap();
    approve(&office, &plan_file(dir, 2), "同意").unwrap();
    assert!(refusal(freeze(&office, &plan_file(dir, 2), false, &Quiet)).contains("plan-year-stale"));
    fs::write(plan_file(dir, 2), text).unwrap();
    drawn(dir, &mut office, 2, "2026-04-09T22:00:00+08:00").unwrap();
    published(dir, &office, 2);

    // The third: half of B are closed, C grows.
    at(&mut office, "2026-07-01T09:00:00+08:00");
    let closed: Vec<usize> =
        firms.iter().filter(|(_, class)| **class == 'B').map(|(n, _)| *n).step_by(4).collect();
    firms.retain(|n, _| !closed.contains(n));
    firms.extend((301..=305).map(|n| (n, 'C')));
    seen.push(firms.clone());
    bring(dir, &office, &firms);
    make(dir, &office, 3).unwrap();
    drawn(dir, &mut office, 3, "2026-07-08T22:00:00+08:00").unwrap();
    published(dir, &office, 3);

    // The fourth: twenty of A are closed; what was due as a minimum stays due.
    at(&mut office, "2026-10-08T09:00:00+08:00");
    let closed: Vec<usize> =
        firms.iter().filter(|(_, class)| **class == 'A').map(|(n, _)| *n).take(20).collect();
    firms.retain(|n, _| !closed.contains(n));
    seen.push(firms.clone());
    bring(dir, &office, &firms);
    let before = table(dir, &office);
    make(dir, &office, 4).unwrap();
    drawn(dir, &mut office, 4, "2026-10-15T22:00:00+08:00").unwrap();
    published(dir, &office, 4);
    assert!(refusal(make(dir, &office, 4)).contains("plan-year-drawn"));

    // What the bundles themselves say of the year.
    let mut held: BTreeMap<(String, String), u64> = BTreeMap::new();
    let mut drawn_codes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut reasons = BTreeSet::new();
    for quarter in 1..=4 {
        let bundle = dir.join(format!("bundle-{quarter}"));
        for row in rows(&bundle.join("draw.csv")).into_iter().filter(|row| row[5] == "selected") {
            let code = row[3].clone();
            assert!(drawn_codes.entry(row[0].clone()).or_default().insert(code.clone()), "{code} came twice");
            *held.entry((row[0].clone(), row[1].clone())).or_default() += 1;
        }
        for row in rows(&bundle.join("amendments.csv")) {
            assert!(!row[6].is_empty(), "a reserve took over");
            assert!(drawn_codes.entry(row[3].clone()).or_default().insert(row[6].clone()));
        }
        for row in rows(&bundle.join("frames/reports.csv")) {
            reasons.insert((quarter, row[5].clone()));
        }
        let plan: serde_json::Value =
            serde_json::from_slice(&fs::read(bundle.join("plan.json")).unwrap()).unwrap();
        assert_eq!((&plan["year_plan"], &plan["quarter"]), (&"2026-Y01".into(), &quarter.into()));
    }
    assert!(
        !reasons.contains(&(1, "drawn-this-year".into())) && reasons.contains(&(2, "drawn-this-year".into()))
    );
    let of = |part: &str, stratum: &str| held[&(part.to_owned(), stratum.to_owned())];
    let most = |class, rate: u64| {
        seen.iter().map(|firms| (classes(firms, class) * rate).div_ceil(100)).max().unwrap()
    };
    let least = seen.iter().map(|firms| classes(firms, 'B') * 10 / 100).min().unwrap();
    assert_eq!(of("reports", "A"), most('A', 5));
    assert_eq!(of("reports", "B"), least);
    assert_eq!(of("reports", "C"), most('C', 50));
    assert_eq!((most('A', 5), most('C', 50)), (8, 8));
    assert!((5..=6).contains(&least), "the one that was gone may have been of B");
    let tenth = |n: usize| (seen[n].len() as u64 + 5) / 10; // an exact rate: the nearest
    assert_eq!(of("fire", "all"), tenth(0) + tenth(2));

    // And the year's own table.
    let after = table(dir, &office);
    assert_eq!(after.quarter, 5);
    for year in after.parts.iter().flat_map(|part| &part.strata) {
        assert_eq!((year.left, year.drawn.iter().sum::<u64>()), (0, year.quota), "{}", year.stratum);
    }
    assert_eq!(before.parts[0].strata[0].quota, after.parts[0].strata[0].quota);
}

#[test]
fn a_place_that_nobody_takes_is_free_again() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let mut office = open(dir);
    bring(dir, &office, &(1..=220).map(|n| (n, 'A')).collect());
    fs::write(dir.join("year.toml"), YEAR.replacen("reserves = 3", "reserves = 0", 1)).unwrap();
    at(&mut office, "2026-01-05T09:00:00+08:00");
    make(dir, &office, 1).unwrap();
    drawn(dir, &mut office, 1, "2026-01-12T22:00:00+08:00").unwrap();
    let drawn = |office: &Office| {
        let year = table(dir, office).parts[0].strata[0].clone();
        assert_eq!((year.stratum.as_str(), year.quota, year.left + year.drawn[0]), ("A", 11, 11));
        year.drawn[0]
    };
    assert_eq!(drawn(&office), 2);
    let folder = office.paths.attempts().join("2026-Y01-Q1-1");
    let row = rows(&folder.join("visits.csv")).into_iter().find(|row| row[3].contains("reports")).unwrap();
    let proof = dir.join("proof.txt");
    fs::write(&proof, "注销").unwrap();
    let act = Act::Substitute { visit: &row[0], proof: &proof };
    let done = amend(&office, "2026-Y01-Q1", act, "已注销", &Quiet).unwrap();
    assert!(done.rows.iter().any(|row| row.part == "reports" && row.new.is_empty()));
    assert_eq!(drawn(&office), 1);
    // What the office keeps of the draw must be what was drawn.
    let file = folder.join("draw.csv");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("selected", "reserve", 1)).unwrap();
    let told = refusal(year_table(&office, &dir.join("year.toml"), &Quiet));
    assert!(told.contains("drawn-damaged"), "{told}");
}

#[test]
fn a_secret_list_is_not_told_by_the_next_frame() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let mut office = open(dir);
    let firms: Firms = (1..=220).map(|n| (n, ['A', 'B'][n % 2])).collect();
    bring(dir, &office, &firms);
    at(&mut office, "2026-01-05T09:00:00+08:00");
    fs::write(dir.join("year.toml"), YEAR.replacen("year = 2026", "year = 2026\nsealed = true", 1)).unwrap();
    make(dir, &office, 1).unwrap();
    let text = fs::read_to_string(plan_file(dir, 1)).unwrap();
    let sealed = "[[source]]\nname = \"own\"\nkind = \"sealed\"\n\n[[source]]";
    fs::write(plan_file(dir, 1), text.replacen("[[source]]", sealed, 1)).unwrap();
    drawn(dir, &mut office, 1, "2026-01-12T22:00:00+08:00").unwrap();
    at(&mut office, "2026-04-02T09:00:00+08:00");
    make(dir, &office, 2).unwrap();
    let open = fs::read_to_string(plan_file(dir, 2)).unwrap().replacen("sealed = true", "sealed = false", 1);
    fs::write(plan_file(dir, 2), open).unwrap();
    let text = read_plan(&plan_file(dir, 2)).unwrap();
    let told = |office: &Office| -> Vec<String> {
        prepare(office, &text, &Quiet).unwrap().report.faults.iter().map(ToString::to_string).collect()
    };
    assert!(told(&office).iter().any(|fault| fault.contains("plan-year-secret")));
    let disclose = publish::Options { disclose: true, ..publish::Options::default() };
    publish(&office, "2026-Y01-Q1", &dir.join("bundle-1"), disclose, &Quiet).unwrap();
    assert_eq!(told(&office), Vec::<String>::new());
}

#[test]
fn the_template_makes_plans_in_both_languages() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let mut office = open(dir);
    bring(dir, &office, &(1..=220).map(|n| (n, ['A', 'B'][n % 2])).collect());
    at(&mut office, "2026-01-05T09:00:00+08:00");
    for lang in [Lang::Zh, Lang::En] {
        let toml = new_year(&office, lang).unwrap();
        fs::write(dir.join("year.toml"), &toml).unwrap();
        let report = table(dir, &office);
        assert_eq!((report.plan.as_str(), report.year, report.quarter), ("2026-Y01", 2026, 1));
        make(dir, &office, 1).unwrap();
        let text = read_plan(&plan_file(dir, 1)).unwrap();
        assert_eq!((text.spec.year_plan.as_str(), text.spec.quarter), ("2026-Y01", Some(1)));
        // Every line that stands ready to be used can be.
        let uncommented = toml
            .replace("# [[dates]]", "[[dates]]")
            .replace("\n# quarter = 1\n", "\nquarter = 1\n")
            .replace("\n# cutoff =", "\ncutoff =")
            .replace("\n# when =", "\nwhen =")
            .replace("\n# window =", "\nwindow =")
            .replace("\n# reveal_by =", "\nreveal_by =")
            .replace("\n# weights =", "\nweights =")
            .replace("\n# each =", "\neach =");
        fs::write(dir.join("year.toml"), uncommented).unwrap();
        let report = table(dir, &office);
        assert_eq!((report.parts[0].weights, report.parts[0].each), ([1, 1, 2, 0], true));
    }
}

#[test]
fn the_command_tells_people_and_machines() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let office = open(dir);
    bring(dir, &office, &(1..=220).map(|n| (n, ['A', 'B'][n % 2])).collect());
    drop(office);
    let run = |args: &[&str]| {
        let output = crate::kit::choucha(dir)
            .args(["--office", "office", "--at", "2026-01-05T09:00:00+08:00"])
            .args(args)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        (output.status.code().unwrap(), said)
    };
    let (code, said) = run(&["--lang", "zh", "plan", "year", "year.toml"]);
    assert!(code == 0 && said.contains("全年应抽") && said.contains("+22"), "{said}");
    let (code, said) = run(&["--lang", "en", "plan", "year", "year.toml"]);
    assert!(
        code == 0 && said.contains("next quarter: 1") && said.contains("every draw takes its rate"),
        "{said}"
    );
    let (code, said) = run(&["--json", "plan", "year", "year.toml"]);
    let value: serde_json::Value = serde_json::from_str(&said).unwrap();
    let all = &value["result"]["parts"][0]["strata"][0];
    assert_eq!((code, all["quota"].as_u64(), all["left"].as_u64()), (0, Some(6), Some(6)), "{said}");
    let make = ["--json", "plan", "year", "year.toml", "--quarter", "1", "-o", "out.toml"];
    let (code, said) = run(&make);
    let value: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, value["result"]["plan"].as_str()), (0, Some("2026-Y01-Q1")), "{said}");
    assert_eq!(fs::read_to_string(dir.join("out.toml")).unwrap(), value["result"]["toml"].as_str().unwrap());
    let (code, said) = run(&make);
    assert!(code != 0 && said.contains("file-exists"), "{said}");
    let (code, said) = run(&["--lang", "zh", "plan", "check", "out.toml"]);
    assert!(code == 0 && said.contains("可以审批"), "{said}");
    assert_ne!(run(&["plan", "year", "year.toml", "--quarter", "5"]).0, 0);
    assert_ne!(run(&["plan", "year", "year.toml", "-o", "x.toml"]).0, 0);
}

#[test]
fn wrong_input_is_refused_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let mut office = open(dir);
    let file = dir.join("year.toml");
    let look = |office: &Office| year_table(office, &file, &Quiet);
    assert!(refusal(look(&office)).contains("registry-empty"));
    bring(dir, &office, &(1..=30).map(|n| (n, 'A')).collect());
    for (wrong, id) in [
        ("", "plan-spec-missing"),
        ("这不是TOML", "plan-spec-syntax"),
        (&YEAR.replacen("10%\"\nreserves = 1", "7%\"", 1), "plan-year-wording"),
        (&YEAR.replacen("\"SC-1\"", "\"SC-9\"", 1), "plan-item-unknown"),
        (&YEAR.replacen("year = 2026", "quarter = 2", 1), "plan-spec-unknown"),
    ] {
        fs::write(&file, wrong).unwrap();
        let told = refusal(look(&office));
        assert!(told.contains(id), "{wrong}: {told}");
    }
    fs::write(&file, [0xff, 0xfe, 0xfd]).unwrap();
    assert!(refusal(look(&office)).contains("plan-file-utf8"));
    fs::write(&file, YEAR).unwrap();
    // A year that is nearly over, and a part with nothing due.
    at(&mut office, "2026-12-28T09:00:00+08:00");
    assert!(refusal(make(dir, &office, 4)).contains("plan-year-ended"));
    at(&mut office, "2026-12-29T09:00:00+08:00");
    fs::write(&file, YEAR.replacen("year = 2026", "year = 2026\n[[dates]]\nquarter = 4\nwindow = [\"2026-12-30\", \"2026-12-31\"]\nreveal_by = \"2026-12-29T12:00:00+08:00\"\nwhen = \"2026-12-29T21:00:00+08:00\"", 1)).unwrap();
    make(dir, &office, 4).unwrap();
}
