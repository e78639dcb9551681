//! No private field reaches a public byte: every one of them is filled with a
//! marker, the office is led through everything, and each byte below `portal/`
//! is looked at.

use std::fs;
use std::path::Path;

use choucha::domain::progress::Quiet;
use choucha::publication::public::Kind;
use choucha::store::portal::{self, Portal};
use choucha::workflow::Office;
use choucha::workflow::amend::{Act, amend};
use choucha::workflow::approve::approve;
use choucha::workflow::commit::register;
use choucha::workflow::draw::draw;
use choucha::workflow::freeze::freeze;
use choucha::workflow::import::{Options, import};
use choucha::workflow::portal::refresh;
use choucha::workflow::publish::{self, publish};
use choucha::workflow::results::{self, Chosen};
use choucha::workflow::reveal::reveal;

use super::results::{one, visits};
use super::{count, opened};
use crate::office::{lottery, observer, pledge};
use crate::tiny::{
    APPROVED, COMMITTED, DRAWN, FROZEN, LOTTERY, PLAN, REGISTERS, REVEALED, SET_UP, at, code, plan_file,
    write_files,
};

pub const MARK: &str = "PRIVATE";

/// The registers' files with every private column filled.
fn marked_files(dir: &Path) {
    write_files(dir);
    let firms = fs::read_to_string(dir.join("firms.csv")).unwrap();
    let mut lines = firms.lines();
    let mut out =
        format!("{},法定代表人,联系人,联系电话,住所,经营场所,经营范围,许可证,标签\n", lines.next().unwrap());
    for (n, line) in lines.enumerate() {
        let mark = |what: &str| format!("{MARK}-{what}-{n}");
        // A keeper who goes by his own name, and a natural person, among the firms.
        let line = match n {
            3 => line.replace("虚构公司4,企业", "PRIVATE小二,个体工商户"),
            4 => line.replace("虚构公司5,企业", "PRIVATE小三,自然人"),
            _ => line.to_owned(),
        };
        out += &format!(
            "{line},{},{},{},{},{},{},{},{}\n",
            mark("rep"),
            mark("contact"),
            format_args!("1390000{n:04}"),
            mark("home"),
            mark("place"),
            mark("business"),
            mark("licence"),
            mark("tag")
        );
    }
    fs::write(dir.join("firms.csv"), out).unwrap();
    let people = fs::read_to_string(dir.join("people.csv")).unwrap();
    let mut lines = people.lines();
    let mut out = format!("{},性别,职务\n", lines.next().unwrap());
    for (n, line) in lines.enumerate() {
        out += &format!("{line},男,{MARK}-post-{n}\n");
    }
    fs::write(dir.join("people.csv"), out).unwrap();
    let barred = fs::read_to_string(dir.join("barred.csv")).unwrap();
    fs::write(dir.join("barred.csv"), barred.replace("亲属", &format!("{MARK}-bar"))).unwrap();
    let history = fs::read_to_string(dir.join("history.csv")).unwrap();
    fs::write(dir.join("history.csv"), history.replace("J1", &format!("{MARK}-history"))).unwrap();
}

/// An office with markers, drawn and published, with results in every state.
pub fn told(dir: &Path) -> (Office, Portal) {
    marked_files(dir);
    let mut opening = choucha::workflow::Opening::new(&dir.join("office"), &format!("{MARK}-by"), "test");
    opening.at = Some(choucha::domain::calendar::parse_instant(SET_UP).unwrap());
    let setup = choucha::workflow::office::Setup {
        practice: true,
        area: "640502".into(),
        ..choucha::workflow::office::Setup::new("虚构局")
    };
    let mut office = Office::init(opening, &setup).unwrap();
    for (register, file) in REGISTERS {
        let done = import(&office, register, &[dir.join(file)], &Options::default(), &Quiet).unwrap();
        assert_eq!(done.rejected, 0, "{file}: {:?}", done.rejects);
    }
    at(&mut office, APPROVED);
    // The head signs for the public to see; who does the office's work does not.
    let by = std::mem::replace(&mut office.by, "局长".into());
    approve(&office, &plan_file(dir), &format!("{MARK}-note-of-the-head")).unwrap();
    office.by = by;
    at(&mut office, COMMITTED);
    register(&office, PLAN, "observer", pledge(1), false).unwrap();
    at(&mut office, FROZEN);
    freeze(&office, &plan_file(dir), false, &Quiet).unwrap();
    at(&mut office, REVEALED);
    reveal(&office, PLAN, observer()).unwrap();
    at(&mut office, DRAWN);
    reveal(&office, PLAN, lottery(LOTTERY)).unwrap();
    draw(&office, PLAN, &Quiet).unwrap();
    let portal = opened(&office);
    let out = dir.join(format!("{MARK}-folder"));
    publish(&office, PLAN, &out, publish::Options::default(), &Quiet).unwrap();
    refresh(&office, &portal, &Quiet).unwrap();

    at(&mut office, "2027-01-21T09:00:00+08:00");
    let proof = dir.join(format!("{MARK}-proof.txt"));
    fs::write(&proof, format!("{MARK}-proof")).unwrap();
    let picture = dir.join(format!("{MARK}-picture.jpg"));
    fs::write(&picture, format!("{MARK}-picture")).unwrap();
    let all = visits(&portal);
    for (n, visit) in all.iter().enumerate().take(4) {
        for place in 0..visit.teams.len() {
            let mut told = one(visit, place, ["未发现问题", "发现问题待后续处理"][n % 2]);
            told.present = Some(format!("{MARK}-present-{n}"));
            told.items[0].note = format!("{MARK}-seen-{n}");
            told.evidence = vec![format!("照片:{}@2026-10-20 09:30", picture.display())];
            told.date = Some(choucha::domain::calendar::parse_date("2027-01-05").unwrap());
            told.late = Some(format!("{MARK}-late-{n}"));
            results::record(&office, PLAN, &told, &Quiet).unwrap();
        }
    }
    office.by = format!("{MARK}-reviewer");
    let note = format!("{MARK}-review");
    results::review(&office, PLAN, &Chosen::default(), (results::Kind::Review, true), &note).unwrap();
    results::publish(&office, PLAN, &Chosen::default()).unwrap();
    let last = all.last().unwrap().visit.to_string();
    let act = Act::Substitute { visit: &last, proof: &proof };
    amend(&office, PLAN, act, "已注销", &Quiet).unwrap();
    publish(&office, PLAN, &out, publish::Options::default(), &Quiet).unwrap();
    let department = &all[0].teams[0].department;
    results::withdraw(&office, PLAN, &all[0].visit.to_string(), Some(department), "撤销").unwrap();
    refresh(&office, &portal, &Quiet).unwrap();
    (office, portal)
}

/// Files below a folder that hold the marker, with what follows it.
fn leaks(dir: &Path, out: &mut Vec<String>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            leaks(&path, out);
            continue;
        }
        assert!(!path.display().to_string().contains(MARK));
        // SQLite removes its log behind our back once it is folded in.
        let Ok(bytes) = fs::read(&path) else { continue };
        // The search index folds case and keeps pairs of characters.
        let lower = bytes.to_ascii_lowercase();
        for (mark, bytes) in
            [(MARK.to_owned(), &bytes), (MARK.to_lowercase(), &lower), ("pr ri iv va at te".into(), &lower)]
        {
            for at in (0..bytes.len().saturating_sub(mark.len()))
                .filter(|at| bytes[*at..].starts_with(mark.as_bytes()))
            {
                let end = (at + 60).min(bytes.len());
                out.push(format!("{}: {}", path.display(), String::from_utf8_lossy(&bytes[at..end])));
            }
        }
    }
}

#[test]
fn no_private_field_reaches_a_public_byte() {
    let dir = tempfile::tempdir().unwrap();
    let (office, portal) = told(dir.path());
    assert!(count(&portal, Kind::Result) > 0 && count(&portal, Kind::Notice) == 1);
    let masked =
        portal.read(|tx| portal::get::<choucha::publication::public::Company>(tx, &code(5))).unwrap();
    assert_eq!(masked.unwrap().name, "P********");
    drop(portal);
    let mut found = Vec::new();
    leaks(&office.paths.portal(), &mut found);
    // Every page, feed and list as a reader gets them.
    let site = std::sync::Arc::new(choucha::web::site_of(&office, "", &Quiet).unwrap());
    let written = choucha::web::publish(site, &dir.path().join("site"), &Quiet).unwrap();
    assert!(written.pages > 100 && written.broken.is_empty(), "{written:?}");
    leaks(&dir.path().join("site"), &mut found);
    // A frame's row is what everybody must be able to hash: the protocol
    // publishes the name as the register has it, of whomever it is.
    found.retain(|leak| {
        !(leak.contains("/frames/") && (leak.contains("PRIVATE小") || leak.contains("private小")))
    });
    assert!(found.is_empty(), "{}", found.join("\n"));
    // The same search finds them where they are: in the office's database.
    let mut inside = Vec::new();
    fs::create_dir(dir.path().join("copy")).unwrap();
    fs::copy(office.paths.database(), dir.path().join("copy/office.db")).unwrap();
    let wal = office.paths.dir.join("office.db-wal");
    if wal.exists() {
        fs::copy(wal, dir.path().join("copy/wal")).unwrap();
    }
    leaks(&dir.path().join("copy"), &mut inside);
    for what in
        ["note-of-the-head", "bar", "present-0", "seen-0", "late-0", "review", "picture", "post-0", "by"]
    {
        assert!(inside.iter().any(|leak| leak.contains(&format!("{MARK}-{what}"))), "{what} was never kept");
    }
}

#[test]
fn a_leak_would_be_found() {
    let dir = tempfile::tempdir().unwrap();
    let (office, portal) = told(dir.path());
    // What a careless maker would do: copy a private note along.
    let copy = dir.path().join("leaky");
    fs::create_dir(&copy).unwrap();
    let leaky = Portal::open(&copy.join("public.db"), 1).unwrap();
    let mut page = portal
        .read(|tx| {
            portal::list::<choucha::publication::public::ResultPage>(
                tx,
                &portal::Listing { limit: 1, ..Default::default() },
            )
        })
        .unwrap()
        .items
        .remove(0);
    let rows = office.store.read(|tx| choucha::store::results::of_attempt(tx, page.serial)).unwrap();
    page.name = rows[0].result.present.clone();
    let entry = portal::Entry {
        doc: page,
        sort: "1".into(),
        facets: Vec::new(),
        title: String::new(),
        text: String::new(),
    };
    leaky.write(|tx| portal::put(tx, vec![entry])).unwrap();
    drop((leaky, portal));
    let mut found = Vec::new();
    leaks(&copy, &mut found);
    assert!(found.iter().any(|leak| leak.contains(&format!("{MARK}-present"))));
}
