//! Groups, experts and the lead department, the whole way of a plan: from the
//! officer's TOML to a bundle that holds, and afterwards.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use choucha::checker::{explain, verify};
use choucha::domain::Digest;
use choucha::domain::progress::Quiet;
use choucha::draw::seed::commitment;
use choucha::workflow::amend::{Act, amend};
use choucha::workflow::approve::approve;
use choucha::workflow::commit::register;
use choucha::workflow::draw::draw;
use choucha::workflow::freeze::freeze;
use choucha::workflow::import::{Options, Register, import};
use choucha::workflow::publish::{self, publish};
use choucha::workflow::reveal::{Given, reveal};
use choucha::workflow::{Office, Refusal};

use crate::tiny::{
    AFTER, APPROVED, COMMITTED, DRAWN, FROZEN, LOTTERY, PLAN, REVEALED, at, plan, plan_file, set_up,
};

const NONCE: Digest = Digest([7; 32]);

/// An office with twenty-four inspectors, every sixth an expert, and the
/// market bureau's part as `extra` says.
fn office(dir: &Path, extra: &str, lead: &str) -> Office {
    let mut office = set_up(dir);
    let mut people =
        String::from("执法证号,姓名,所属部门,执法类别,执法区域,有效期起,有效期止,年审,状态,是否专家\n");
    for n in 1..=24 {
        let department = ["市场监管局", "消防救援大队"][n % 2];
        let area = ["640502", "6405", "*"][n % 3];
        let expert = if n % 6 < 2 { "是" } else { "否" };
        writeln!(
            people,
            "Z{n:03},虚构{n},{department},综合执法,{area},2024-01-01,2028-12-31,2025合格,在岗,{expert}"
        )
        .unwrap();
    }
    let file = dir.join("more-people.csv");
    fs::write(&file, people).unwrap();
    import(&office, Register::Inspectors, &[file], &Options::default(), &Quiet).unwrap();
    let text = plan(lead).replacen("items = [\"SC-1\"]", &format!("items = [\"SC-1\"]\n{extra}"), 1);
    fs::write(plan_file(dir), text).unwrap();
    at(&mut office, APPROVED);
    office
}

/// On to the draw.
fn drawn(dir: &Path, office: &mut Office) -> Result<(), Refusal> {
    approve(office, &plan_file(dir), "同意")?;
    at(office, COMMITTED);
    register(office, PLAN, "observer", commitment(PLAN, 1, "observer", &NONCE, "一句话"), false)?;
    at(office, FROZEN);
    freeze(office, &plan_file(dir), false, &Quiet)?;
    at(office, REVEALED);
    let (source, value) = ("observer".into(), "一句话".into());
    reveal(office, PLAN, Given { source, value, nonce: Some(NONCE), signature: None })?;
    at(office, DRAWN);
    let given = Given { source: "lottery".into(), value: LOTTERY.into(), ..Given::default() };
    reveal(office, PLAN, given)?;
    draw(office, PLAN, &Quiet).map(drop)
}

fn rows(file: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(file).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

#[test]
fn groups_go_the_whole_way() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = office(dir.path(), "matching = \"group\"\nexperts = 1", "lead = \"消防救援大队\"");
    drawn(dir.path(), &mut office).unwrap();
    let again = draw(&office, PLAN, &Quiet).unwrap();
    assert!(again.already && again.files.contains_key("groups.csv") && again.files.len() == 9);
    let bundle = dir.path().join("bundle");
    publish(&office, PLAN, &bundle, publish::Options::default(), &Quiet).unwrap();
    let verdict = verify(&bundle, &Quiet).unwrap();
    let bureau = verdict.departments.iter().find(|d| d.department == "市场监管局").unwrap();
    let groups = rows(&bundle.join("groups.csv"));
    assert_eq!(
        bureau.groups.unwrap() as usize,
        groups.iter().map(|row| &row[1]).collect::<std::collections::BTreeSet<_>>().len()
    );
    assert!(groups.iter().all(|row| row[0] == "市场监管局" && row[1].starts_with("市场监管局#")));
    assert_eq!((bureau.short, bureau.experts), (0, bureau.experts_asked));
    assert!(bureau.experts > 0);
    assert_eq!(verdict.lead.as_deref(), Some("消防救援大队"));

    // One of a group steps back, then an expert does; then the firm has gone.
    at(&mut office, AFTER);
    let teams = rows(&bundle.join("teams.csv"));
    let on = |visit: &str, role: &str| {
        let row = teams.iter().find(|row| row[0] == visit && row[1] == "市场监管局" && row[3] == role);
        row.map(|row| row[2].clone())
    };
    let visit = teams.iter().find(|row| row[3] == "expert").unwrap()[0].clone();
    let member = on(&visit, "member").unwrap();
    let done =
        amend(&office, PLAN, Act::Recuse { visit: &visit, inspector: &member }, "亲属", &Quiet).unwrap();
    let new = done.rows[0].new.clone();
    assert!(
        !new.is_empty() && done.teams.iter().any(|(.., team)| team.contains(&new) && !team.contains(&member))
    );
    let expert = on(&visit, "expert").unwrap();
    let done =
        amend(&office, PLAN, Act::Recuse { visit: &visit, inspector: &expert }, "亲属", &Quiet).unwrap();
    assert_eq!(done.experts.len(), 1);
    publish(&office, PLAN, &bundle, publish::Options::default(), &Quiet).unwrap();
    assert_eq!(verify(&bundle, &Quiet).unwrap().amendments, 2);
    let visits = rows(&bundle.join("visits.csv"));
    let code = &visits.iter().find(|row| row[0] == visit).unwrap()[1];
    let told = explain(&bundle, code, &Quiet).unwrap();
    assert_eq!((told.groups.len(), told.experts.len()), (1, 1));
    let team = &told.teams.iter().find(|(department, _)| department == "市场监管局").unwrap().1;
    assert!(team.iter().any(|(one, _)| *one == new) && team.iter().all(|(one, _)| *one != member));

    let proof = dir.path().join("proof.txt");
    fs::write(&proof, "注销").unwrap();
    amend(&office, PLAN, Act::Substitute { visit: &visit, proof: &proof }, "已注销", &Quiet).unwrap();
    publish(&office, PLAN, &bundle, publish::Options::default(), &Quiet).unwrap();
    let verdict = verify(&bundle, &Quiet).unwrap();
    assert!(verdict.amendments > 2);
    assert!(explain(&bundle, code, &Quiet).unwrap().given_up);
}

#[test]
fn a_plan_without_them_has_no_groups_file() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = office(dir.path(), "matching = \"single\"\nexperts = 0", "");
    drawn(dir.path(), &mut office).unwrap();
    let plan: serde_json::Value =
        serde_json::from_slice(&fs::read(office.paths.attempts().join("T-1-1/plan.json")).unwrap()).unwrap();
    assert!(plan["parts"][0].get("matching").is_none() && plan["parts"][0].get("experts").is_none());
    assert!(!office.paths.attempts().join("T-1-1/groups.csv").exists());
    let done = draw(&office, PLAN, &Quiet).unwrap();
    assert_eq!(done.files.len(), 8);
}
