//! Results of visits: the whole way from the record to the notice that stays,
//! each refusal by its reason, deadlines, figures, and what `fsck` finds of
//! many tamperings.

use std::fs;
use std::path::{Path, PathBuf};

use choucha::checker::case::check as check_case;
use choucha::domain::calendar::parse_date;
use choucha::domain::progress::Quiet;
use choucha::domain::{Date, Digest, Instant, Workdays};
use choucha::lang::Lang;
use choucha::registry::{Reject, write_table};
use choucha::results::{Act, EvidenceKind, Finding, Limits, Outcome, State, VisitResult};
use choucha::store::results as stored;
use choucha::workflow::Office;
use choucha::workflow::amend::{Act as Amend, amend};
use choucha::workflow::case::{case, read as read_case};
use choucha::workflow::fsck::fsck;
use choucha::workflow::results::{
    Chosen, Kind, One, Quarter, Recorded, Sheet, Told, answer, correct, figures, list, object, publish,
    record, record_sheet, report, review, set_rules, withdraw,
};
use choucha::workflow::status::status;
use proptest::prelude::*;

use crate::office::{drawn, ids, reason};
use crate::tiny::{PLAN, at, open};

/// Inside the window of the tiny plan.
const VISITED: &str = "2026-10-20T17:00:00+08:00";
pub const LATER: &str = "2026-10-22T09:00:00+08:00";
const JANUARY: &str = "2027-01-04T09:00:00+08:00";

/// One department's part of a visit, as drawn.
#[derive(Debug, Clone)]
pub struct Part {
    pub visit: u64,
    pub code: String,
    pub department: String,
    item: &'static str,
    team: Vec<String>,
}

/// What was drawn, from the attempt's files.
fn parts(office: &Office) -> Vec<Part> {
    let folder = office.paths.attempts().join("T-1-1");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let teams: Vec<Vec<String>> =
        read("teams.csv").lines().skip(1).map(|l| l.split(',').map(str::to_owned).collect()).collect();
    let mut out = Vec::new();
    for line in read("visits.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        for part in cells[3].split(';') {
            let (department, item) = match part {
                "reports" => ("市场监管局", "SC-1"),
                _ => ("消防救援大队", "XF-1"),
            };
            let own = teams.iter().filter(|row| row[0] == cells[0] && row[1] == department);
            out.push(Part {
                visit: cells[0].parse().unwrap(),
                code: cells[1].to_owned(),
                department: department.to_owned(),
                item,
                team: own.map(|row| row[2].clone()).collect(),
            });
        }
    }
    out
}

pub fn day(value: &str) -> Date {
    parse_date(value).unwrap()
}

/// A flawless result of one part, as the command line gives it.
pub fn one(part: &Part) -> One {
    One {
        visit: part.visit.to_string(),
        department: Some(part.department.clone()),
        date: Some(day("2026-10-20")),
        method: Some("现场检查".into()),
        inspectors: part.team.clone(),
        present: Some("虚构店长".into()),
        rights_told: Some(true),
        items: vec![Told { checked: true, finding: "01".into(), ..Told::default() }],
        ..One::default()
    }
}

pub fn by(office: &mut Office, who: &str) {
    office.by = who.to_owned();
}

const HEAD: &str = "检查序号,统一社会信用代码,检查部门,抽查事项编码,是否检查,检查结果,后续处置,检查情况,检查日期,\
                    逾期原因,检查方式,检查人员,在场人员,权利告知,重大执法决定,处罚或许可决定,决定日期,证据材料";

/// A row of a sheet; `change` replaces cells by their heading.
fn row(part: &Part, change: &[(&str, &str)]) -> String {
    let team = part.team.join("；");
    let visit = part.visit.to_string();
    HEAD.split(',')
        .map(|heading| {
            if let Some((_, value)) = change.iter().find(|(name, _)| *name == heading) {
                return *value;
            }
            match heading {
                "检查序号" => visit.as_str(),
                "统一社会信用代码" => part.code.as_str(),
                "检查部门" => part.department.as_str(),
                "抽查事项编码" => part.item,
                "是否检查" | "权利告知" => "是",
                "检查结果" => "01",
                "检查日期" => "2026-10-20",
                "检查方式" => "现场检查",
                "检查人员" => team.as_str(),
                "在场人员" => "虚构店长",
                _ => "",
            }
        })
        .collect::<Vec<_>>()
        .join(",")
}

fn sheet(dir: &Path, rows: &[String]) -> PathBuf {
    let path = dir.join("sheet.csv");
    fs::write(&path, format!("{HEAD}\n{}\n", rows.join("\n"))).unwrap();
    path
}

fn try_sheet(office: &Office, path: &Path, dry_run: bool) -> Recorded {
    let options = Sheet { dry_run, ..Sheet::default() };
    let done = record_sheet(office, PLAN, &[path.to_owned()], &options, &Quiet).unwrap();
    assert_eq!(done.read, done.taken + done.same + done.rejected);
    done
}

/// The reasons of a reject, joined ones taken apart.
fn reasons(reject: &Reject) -> Vec<&'static str> {
    fn walk(text: &choucha::domain::Text, out: &mut Vec<&'static str>) {
        if text.id != "registry-and" {
            return out.push(text.id);
        }
        for (_, arg) in &text.args {
            if let choucha::domain::Arg::Text(text) = arg {
                walk(text, out);
            }
        }
    }
    let mut out = Vec::new();
    walk(&reject.reason, &mut out);
    out
}

#[track_caller]
pub fn clean(office: &Office) {
    let found = fsck(office, None, &Quiet).unwrap();
    let said: Vec<_> = found.faults.iter().map(|text| Lang::En.say(text)).collect();
    assert!(said.is_empty(), "{said:#?}");
}

pub fn all_of(office: &Office) -> Vec<VisitResult> {
    office.store.read(|tx| stored::of_plan(tx, PLAN)).unwrap()
}

pub fn all() -> Chosen {
    Chosen::default()
}

fn visit(number: u64) -> Chosen {
    Chosen { visits: vec![number.to_string()], department: None }
}

/// A drawn office at the end of the visits' day.
pub fn visited(dir: &Path) -> (Office, Vec<Part>) {
    let mut office = drawn(dir);
    at(&mut office, VISITED);
    by(&mut office, "录入员");
    let parts = parts(&office);
    (office, parts)
}

/// Everything recorded, reviewed and public but: the first a major decision not
/// yet past legal review; the second with a problem and evidence.
pub fn lived(dir: &Path) -> (Office, Vec<Part>) {
    let (mut office, parts) = visited(dir);
    fs::write(dir.join("门头.jpg"), "picture").unwrap();
    fs::write(dir.join("笔录.pdf"), "record").unwrap();
    let rows: Vec<String> = parts
        .iter()
        .enumerate()
        .map(|(at, part)| match at {
            0 => row(part, &[("检查结果", "06"), ("后续处置", "02"), ("重大执法决定", "是")]),
            1 => row(
                part,
                &[
                    ("检查结果", "通过登记的住所（经营场所）无法联系"),
                    ("后续处置", "反馈日常监管"),
                    ("检查情况", "大门紧锁"),
                    ("证据材料", "门头.jpg@2026-10-20 09:30；文书:笔录.pdf@2026-10-20T10:00:00+08:00"),
                ],
            ),
            _ => row(part, &[]),
        })
        .collect();
    let done = try_sheet(&office, &sheet(dir, &rows), false);
    assert_eq!((done.rejected, done.results.len(), done.evidence), (0, parts.len(), 2), "{:?}", done.rejects);
    at(&mut office, LATER);
    by(&mut office, "审核员");
    let reviewed = review(&office, PLAN, &all(), (Kind::Review, true), "属实").unwrap();
    assert_eq!((reviewed.results.len(), reviewed.own), (parts.len(), 0));
    let published = publish(&office, PLAN, &all()).unwrap();
    assert_eq!((published.results.len(), published.legal, published.late), (parts.len() - 1, 1, 0));
    (office, parts)
}

#[test]
fn the_whole_way_of_results() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, parts) = lived(dir.path());
    clean(&office);
    let second = &parts[1];
    let results = all_of(&office);
    let found =
        results.iter().find(|r| r.visit == second.visit && r.department == second.department).unwrap();
    assert_eq!(found.items[0].finding, Some(Finding::Unreachable));
    assert_eq!(found.state, State::Published);
    let [picture, document] = &found.evidence[..] else { panic!("{:?}", found.evidence) };
    assert_eq!((picture.kind, document.kind), (EvidenceKind::Picture, EvidenceKind::Document));
    assert_eq!(picture.digest, Digest::of(b"picture"));
    assert_eq!(fs::read(office.paths.evidence().join(picture.digest.to_string())).unwrap(), b"picture");

    // The major decision: only legal review opens the way.
    let first = &parts[0];
    assert_eq!(reason(publish(&office, PLAN, &visit(first.visit))), "results-needs-legal");
    let waits = ids(&status(&office, &Quiet).unwrap().awaits);
    assert!(waits.contains(&"status-results-legal"), "{waits:?}");
    by(&mut office, "录入员");
    let legal = |office: &Office| review(office, PLAN, &visit(first.visit), (Kind::Legal, true), "合法");
    assert_eq!(reason(legal(&office)), "results-review-own");
    by(&mut office, "法制员");
    assert_eq!(legal(&office).unwrap().results.len(), 1);
    assert_eq!(publish(&office, PLAN, &all()).unwrap().results.len(), 1);
    assert!(publish(&office, PLAN, &all()).unwrap().results.is_empty(), "a second click does nothing");

    // An objection, upheld: the result is corrected, the old one superseded.
    let whose = Some(second.department.as_str());
    let code = second.code.as_str();
    let objection = object(&office, PLAN, (code, whose), ("虚构食品店", "一直营业"), None).unwrap();
    assert!(ids(&status(&office, &Quiet).unwrap().awaits).contains(&"status-results-objections"));
    answer(&office, objection.number, Outcome::Upheld, "复核属实").unwrap();
    assert_eq!(reason(answer(&office, 1, Outcome::Upheld, "再答")), "results-objection-answered");
    assert_eq!(reason(answer(&office, 2, Outcome::Upheld, "x")), "results-objection-unknown");
    by(&mut office, "录入员");
    let change = One {
        visit: code.to_owned(),
        department: whose.map(str::to_owned),
        items: vec![Told { checked: true, finding: "01".into(), ..Told::default() }],
        ..One::default()
    };
    assert_eq!(reason(correct(&office, PLAN, &change, " ", &Quiet)), "results-notice-missing");
    let corrected = correct(&office, PLAN, &change, "经复核，当日正常营业", &Quiet).unwrap();
    assert_eq!(corrected.results[0].version, 2);
    assert_eq!(reason(correct(&office, PLAN, &change, "再改", &Quiet)), "results-second");
    let of = |office: &Office| -> Vec<VisitResult> {
        let own = |r: &VisitResult| r.visit == second.visit && r.department == second.department;
        all_of(office).into_iter().filter(own).collect()
    };
    let states = |office: &Office| of(office).iter().map(|r| r.state).collect::<Vec<_>>();
    assert_eq!(states(&office), [State::Published, State::Recorded]);
    assert_eq!(of(&office)[1].evidence, found.evidence, "evidence goes along");
    by(&mut office, "审核员");
    review(&office, PLAN, &all(), (Kind::Review, false), "请补充说明").unwrap();
    by(&mut office, "录入员");
    assert_eq!(reason(record(&office, PLAN, &one(second), &Quiet)), "results-not-a-correction");
    correct(&office, PLAN, &change, "经复核，当日正常营业，补充说明", &Quiet).unwrap();
    by(&mut office, "审核员");
    review(&office, PLAN, &all(), (Kind::Review, true), "").unwrap();
    publish(&office, PLAN, &all()).unwrap();
    assert_eq!(states(&office), [State::Superseded, State::Returned, State::Published]);
    let last = of(&office).pop().unwrap();
    assert_eq!(last.notice.as_deref(), Some("经复核，当日正常营业，补充说明"));

    // Another one is withdrawn; its notice stays.
    let third = &parts[2];
    let withdrawn =
        withdraw(&office, PLAN, &third.code, Some(&third.department), "程序有误，予以撤销").unwrap();
    assert_eq!(withdrawn.state, State::Withdrawn);
    assert_eq!(
        reason(withdraw(&office, PLAN, &third.code, Some(&third.department), "又撤")),
        "results-withdrawn-already"
    );
    let early = object(&office, PLAN, (code, whose), ("甲", "乙"), Some(day("2026-10-21")));
    assert_eq!(reason(early), "results-objection-early");
    let acts = office.store.read(|tx| stored::acts_of_attempt(tx, 1)).unwrap();
    assert_eq!(
        acts.last().map(|row| (row.act, row.note.as_str())),
        Some((Act::Withdraw, "程序有误，予以撤销"))
    );
    clean(&office);

    // Figures add up, and so does the report.
    let all = figures(&office, None, &Quiet).unwrap();
    let total = &all[0].figures.total;
    let due = parts.len() as u64;
    assert_eq!((total.due, total.recorded, total.published, total.withdrawn), (due, due, due - 1, 1));
    assert_eq!((total.problems, total.missing, total.late_public), (1, 0, 0));
    assert_eq!(total.completion(), Some(10_000));
    // Neither the one withdrawn counts, nor the major decision with its problem.
    assert_eq!(total.findings[&Finding::Nothing], due - 2);
    assert_eq!(all[0].figures.departments.values().map(|tally| tally.due).sum::<u64>(), due);
    assert_eq!(all[0].area_names["640502"], "沙坡头区");
    let quarter = report(&office, Quarter::parse("2026-Q4").unwrap(), &Quiet).unwrap();
    assert_eq!((quarter.draws, quarter.published, quarter.withdrawn), (1, [due + 1, 1], 1));
    assert_eq!((quarter.objections, &quarter.total.total), ([1, 1, 1], total));
    let before = report(&office, Quarter::parse("2026-Q3").unwrap(), &Quiet).unwrap();
    assert!(before.plans.is_empty() && before.draws == 0);
    for wrong in ["2026", "2026-Q5", "Q3", ""] {
        assert_eq!(Quarter::parse(wrong).unwrap_err().id, "results-quarter", "{wrong}");
    }
    let listed = list(&office, PLAN, None, None, true).unwrap();
    assert_eq!(listed.results.len(), parts.len() + 2);
}

#[test]
fn each_row_is_taken_or_rejected_for_its_reason() {
    let dir = tempfile::tempdir().unwrap();
    let (office, parts) = visited(dir.path());
    let part = &parts[0];
    let stranger = parts.iter().flat_map(|p| &p.team).find(|who| !part.team.contains(*who)).unwrap();
    let with_stranger = format!("{}；{stranger}", part.team.join("；"));
    fs::write(dir.path().join("空.jpg"), "").unwrap();
    for (change, wanted) in [
        (vec![("检查序号", "9999"), ("统一社会信用代码", "")], "results-not-drawn"),
        (vec![("检查序号", "abc")], "registers-visit"),
        (vec![("检查序号", ""), ("统一社会信用代码", "")], "registers-empty"),
        (
            vec![("统一社会信用代码", parts.iter().find(|p| p.code != part.code).unwrap().code.as_str())],
            "results-code-differs",
        ),
        (vec![("检查部门", "林业局")], "results-department"),
        (vec![("抽查事项编码", "LY-9")], "results-item-foreign"),
        (vec![("检查结果", "11")], "results-finding-unknown"),
        (vec![("检查结果", "")], "results-finding-unknown"),
        (vec![("检查结果", "已注销")], "results-gone"),
        (vec![("检查结果", "06")], "results-disposal-missing"),
        (vec![("检查结果", "06"), ("后续处置", "罚款")], "results-disposal-unknown"),
        (vec![("是否检查", "否")], "results-unchecked-finding"),
        (vec![("是否检查", "大概")], "registers-yes-no"),
        (vec![("检查日期", "2026-10-21")], "results-future"),
        (vec![("检查日期", "2026-10-04")], "results-before-draw"),
        (vec![("检查日期", "2026-10-09")], "results-late-reason"),
        (vec![("检查日期", "二十日")], "registry-date"),
        (vec![("决定日期", "2026-10-19")], "results-decided-early"),
        (vec![("决定日期", "2026-10-21")], "results-future"),
        (vec![("检查人员", with_stranger.as_str())], "results-not-on-team"),
        (vec![("检查人员", part.team[0].as_str())], "results-team-short"),
        (vec![("检查人员", "")], "results-team-short"),
        (vec![("检查方式", "")], "registers-empty"),
        (vec![("证据材料", "没有.jpg")], "results-evidence-missing"),
        (vec![("证据材料", "照片:空.jpg")], "results-evidence-empty"),
    ] {
        let done = try_sheet(&office, &sheet(dir.path(), &[row(part, &change)]), false);
        let found: Vec<_> = done.rejects.iter().flat_map(reasons).collect();
        assert_eq!(found, [wanted], "{change:?}");
        assert!(!Lang::Zh.say(&done.rejects[0].remedy).is_empty() && done.rejects[0].row == 2);
        assert!(all_of(&office).is_empty());
    }
    // A visit with two rows is taken whole or not at all.
    let twice = [row(part, &[]), row(part, &[("检查方式", "书面检查")])];
    let done = try_sheet(&office, &sheet(dir.path(), &twice), false);
    assert_eq!(reasons(&done.rejects[0]), ["results-with-row"]);
    assert_eq!(reasons(&done.rejects[1]), ["results-rows-differ", "results-item-twice"]);
    // What is right beside it is taken; a dry run takes nothing.
    let rows = [row(part, &[("检查结果", "99")]), row(&parts[1], &[])];
    let path = sheet(dir.path(), &rows);
    let tried = try_sheet(&office, &path, true);
    assert_eq!((tried.taken, tried.rejected, tried.results.len()), (1, 1, 1));
    assert!(all_of(&office).is_empty());
    try_sheet(&office, &path, false);
    assert_eq!(all_of(&office).len(), 1);
    // In the sheet handed in again what is on record is left as it is.
    let done = try_sheet(&office, &path, false);
    assert_eq!((done.read, done.taken, done.same, done.rejected), (2, 0, 1, 1));
    assert_eq!((reasons(&done.rejects[0]), all_of(&office).len()), (vec!["results-finding-unknown"], 1));
    // A second result of one department, which says something else, is refused.
    let other = [row(&parts[1], &[("检查情况", "另有说明")])];
    let done = try_sheet(&office, &sheet(dir.path(), &other), false);
    assert_eq!((done.same, reasons(&done.rejects[0])), (0, vec!["results-second"]));
    // Outside the window with a reason it is taken, and marked late.
    let late = [row(part, &[("检查日期", "2026-10-09"), ("逾期原因", "企业搬迁，提前检查")])];
    let done = try_sheet(&office, &sheet(dir.path(), &late), false);
    assert_eq!((done.rejected, done.results[0].late), (0, true), "{:?}", done.rejects);
    // A file that lacks a column says which.
    fs::write(dir.path().join("sheet.csv"), "检查序号,检查日期\n1,2026-10-20\n").unwrap();
    let paths = [dir.path().join("sheet.csv")];
    assert_eq!(
        reason(record_sheet(&office, PLAN, &paths, &Sheet::default(), &Quiet)),
        "registry-heading-missing"
    );
    clean(&office);
}

#[test]
fn one_visit_by_hand() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = crate::office::frozen(dir.path());
    let nobody = One { visit: "1".into(), ..One::default() };
    assert_eq!(reason(record(&office, PLAN, &nobody, &Quiet)), "results-plan-undrawn");
    assert_eq!(reason(record(&office, "X", &nobody, &Quiet)), "attempt-none");
    drop(office);
    let dir = tempfile::tempdir().unwrap();
    let (visited, parts) = visited(dir.path());
    office = visited;
    let part = &parts[0];
    let missing = One { visit: part.visit.to_string(), ..One::default() };
    assert_eq!(reason(record(&office, PLAN, &missing, &Quiet)), "results-missing");
    assert_eq!(
        reason(record(&office, PLAN, &One { visit: "9999".into(), ..one(part) }, &Quiet)),
        "results-not-drawn"
    );
    let gone =
        One { items: vec![Told { checked: true, finding: "注销".into(), ..Told::default() }], ..one(part) };
    let refusal = record(&office, PLAN, &gone, &Quiet).unwrap_err();
    assert_eq!(refusal.text.id, "results-gone");
    assert!(Lang::Zh.say(&refusal.faults[0]).contains("choucha substitute T-1"), "{refusal}");
    let tried = record(&office, PLAN, &One { dry_run: true, ..one(part) }, &Quiet).unwrap();
    assert!(tried.dry_run && all_of(&office).is_empty());
    record(&office, PLAN, &one(part), &Quiet).unwrap();
    assert_eq!(reason(record(&office, PLAN, &one(part), &Quiet)), "results-second");
    // Who recorded does not review; what is sent back is recorded anew.
    assert_eq!(
        reason(review(&office, PLAN, &visit(part.visit), (Kind::Review, true), "")),
        "results-review-own"
    );
    assert_eq!(review(&office, PLAN, &all(), (Kind::Review, true), "").unwrap().own, 1);
    by(&mut office, "审核员");
    assert_eq!(reason(review(&office, PLAN, &all(), (Kind::Review, false), "")), "results-note-missing");
    assert_eq!(reason(publish(&office, PLAN, &visit(part.visit))), "results-not-now");
    let other = parts.iter().find(|p| p.visit != part.visit).unwrap();
    assert_eq!(reason(review(&office, PLAN, &visit(other.visit), (Kind::Review, true), "")), "results-none");
    review(&office, PLAN, &all(), (Kind::Review, false), "缺签名").unwrap();
    assert!(ids(&status(&office, &Quiet).unwrap().awaits).contains(&"status-results-returned"));
    by(&mut office, "录入员");
    assert_eq!(record(&office, PLAN, &one(part), &Quiet).unwrap().results[0].version, 2);
    // Not a public one: nothing to correct, withdraw, object to.
    let of = (part.code.as_str(), Some(part.department.as_str()));
    assert_eq!(reason(withdraw(&office, PLAN, of.0, of.1, "x")), "results-not-public");
    assert_eq!(reason(correct(&office, PLAN, &one(part), "x", &Quiet)), "results-not-public");
    assert_eq!(reason(object(&office, PLAN, of, ("甲", "乙"), None)), "results-not-public");
    clean(&office);

    // A reserve's visit has results too; that of the one substituted has not.
    let proof = dir.path().join("proof.txt");
    fs::write(&proof, "注销").unwrap();
    let wanted = other.visit.to_string();
    let act = Amend::Substitute { visit: &wanted, proof: &proof };
    let done = amend(&office, PLAN, act, "已注销", &Quiet).unwrap();
    assert_eq!(reason(record(&office, PLAN, &one(other), &Quiet)), "results-given-up");
    let (number, code, department, team) = done.teams[0].clone();
    let reserve = One { visit: code, department: Some(department.clone()), inspectors: team, ..one(other) };
    assert_eq!(record(&office, PLAN, &reserve, &Quiet).unwrap().results[0].visit, number);
    // What has a result is neither substituted nor recused from any more.
    let wanted = part.visit.to_string();
    let act = Amend::Substitute { visit: &wanted, proof: &proof };
    assert_eq!(reason(amend(&office, PLAN, act, "已注销", &Quiet)), "amend-has-result");
    clean(&office);
}

#[test]
fn status_names_what_is_due_and_what_is_late() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, parts) = visited(dir.path());
    let rules = dir.path().join("rules.toml");
    for (toml, wanted) in [
        ("publish = 21", "results-limit"),
        ("decision = 8", "results-limit"),
        ("answer = 0", "results-limit"),
        ("departments = { \"司法局\" = 30 }", "results-limit"),
        ("publish = \"x\"", "results-rules-number"),
        ("departments = 5", "results-rules-number"),
        ("departments = { \"司法局\" = \"五\" }", "results-rules-number"),
        ("unknown = 1", "results-rules-unknown"),
        ("publish = = 1", "results-rules-malformed"),
    ] {
        fs::write(&rules, toml).unwrap();
        assert_eq!(reason(set_rules(&office, &rules)), wanted, "{toml}");
    }
    fs::write(&rules, "publish = 15\ndepartments = { \"消防救援大队\" = 5 }\n").unwrap();
    set_rules(&office, &rules).unwrap();
    set_rules(&office, &rules).unwrap();
    record(&office, PLAN, &one(&parts[0]), &Quiet).unwrap();
    let listed = list(&office, PLAN, None, None, false).unwrap();
    let days = if parts[0].department == "消防救援大队" { 5 } else { 15 };
    assert_eq!(listed.results[0].due, Some(Workdays::official().add(day("2026-10-20"), days)));
    let look = |office: &Office| {
        let status = status(office, &Quiet).unwrap();
        assert!(!status.damaged);
        (ids(&status.awaits), ids(&status.wrong))
    };
    assert!(look(&office).0.contains(&"status-results-review"));
    // The window is over: one is late, all others are missing.
    at(&mut office, JANUARY);
    let (awaits, wrong) = look(&office);
    assert!(awaits.contains(&"status-results-review"), "{awaits:?}");
    assert!(wrong.contains(&"status-results-late") && wrong.contains(&"status-results-missing"), "{wrong:?}");
    by(&mut office, "审核员");
    review(&office, PLAN, &all(), (Kind::Review, true), "").unwrap();
    assert!(look(&office).0.contains(&"status-results-publish"));
    assert_eq!(publish(&office, PLAN, &all()).unwrap().late, 1);
    let total = figures(&office, Some(PLAN), &Quiet).unwrap().remove(0).figures.total;
    assert_eq!((total.late_public, total.missing), (1, parts.len() as u64 - 1));
    clean(&office);
    // A correction in time does not make good what was late, nor does a withdrawal.
    let late = all_of(&office).pop().unwrap();
    let change = One {
        visit: late.visit.to_string(),
        department: Some(late.department.clone()),
        items: vec![Told { checked: true, finding: "01".into(), ..Told::default() }],
        ..One::default()
    };
    by(&mut office, "录入员");
    correct(&office, PLAN, &change, "复核", &Quiet).unwrap();
    by(&mut office, "审核员");
    review(&office, PLAN, &all(), (Kind::Review, true), "").unwrap();
    publish(&office, PLAN, &all()).unwrap();
    let late_public =
        |office: &Office| figures(office, Some(PLAN), &Quiet).unwrap()[0].figures.total.late_public;
    assert_eq!(late_public(&office), 1);
    withdraw(&office, PLAN, &late.code, Some(&late.department), "程序有误").unwrap();
    assert_eq!(late_public(&office), 1);
    drop(office);
    clean(&open(dir.path(), JANUARY));
}

/// The story once more with an objection, a withdrawal and local deadlines.
pub fn full(dir: &Path) -> Vec<Part> {
    let (mut office, parts) = lived(dir);
    let of = |part: &Part| (part.visit.to_string(), Some(part.department.clone()));
    let (second, whose) = of(&parts[1]);
    object(&office, PLAN, (&second, whose.as_deref()), ("虚构食品店", "一直营业"), None).unwrap();
    answer(&office, 1, Outcome::Partly, "部分属实").unwrap();
    let (third, whose) = of(&parts[2]);
    withdraw(&office, PLAN, &third, whose.as_deref(), "程序有误").unwrap();
    let rules = dir.join("rules.toml");
    fs::write(&rules, "publish = 10\n").unwrap();
    set_rules(&office, &rules).unwrap();
    by(&mut office, "录入员");
    clean(&office);
    parts
}

#[test]
fn tamperings_are_each_found_by_their_own_reason() {
    let origin = tempfile::tempdir().unwrap();
    let parts = full(origin.path());
    let part = |at: usize| format!("visit = {} AND department = '{}'", parts[at].visit, parts[at].department);
    let [major, second] = [part(0), part(1)];
    type Files = fn(&Path);
    let none: Files = |_| {};
    let picture = Digest::of(b"picture").to_string();
    let rows: Vec<(String, Files, &str)> = vec![
        // What was found.
        (format!("UPDATE result_items SET finding = '01' WHERE {second}"), none, "fsck-result"),
        (format!("UPDATE result_items SET note = '' WHERE {second}"), none, "fsck-result"),
        (format!("DELETE FROM result_items WHERE {second}"), none, "fsck-result"),
        (format!("UPDATE results SET date = '2026-10-12' WHERE {second}"), none, "fsck-result"),
        (format!("UPDATE results SET code = '91640502XT00000099' WHERE {second}"), none, "fsck-result"),
        (format!("UPDATE results SET inspectors = 'Z009' WHERE {second}"), none, "fsck-result"),
        (format!("UPDATE results SET recorded_by = '审核员' WHERE {second}"), none, "fsck-row-differs"),
        (format!("UPDATE results SET major = 0 WHERE {major}"), none, "fsck-row-differs"),
        (format!("UPDATE results SET visit = 99 WHERE {second}"), none, "fsck-row-missing"),
        (
            format!("DELETE FROM results WHERE {second}; DELETE FROM result_states WHERE {second}"),
            none,
            "fsck-row-missing",
        ),
        (
            format!("INSERT INTO results SELECT serial, visit, department, 2, code, date, late, method, inspectors, present, rights_told, major, decision, decided, recorded_by, recorded_at, notice, entry FROM results WHERE {second}"),
            none,
            "fsck-row-surplus",
        ),
        (
            "INSERT INTO result_items SELECT serial, 77, department, version, number, item, checked, finding, disposal, note FROM result_items LIMIT 1".into(),
            none,
            "fsck-row-surplus",
        ),
        // Where it stands, and who decided so.
        (format!("UPDATE result_states SET state = 'published' WHERE {major}"), none, "fsck-row-differs"),
        (format!("UPDATE result_states SET state = 'returned' WHERE {second}"), none, "fsck-row-differs"),
        (
            format!("UPDATE result_states SET published_at = '2026-10-21T09:00:00+08:00' WHERE {second}"),
            none,
            "fsck-row-differs",
        ),
        (
            format!("INSERT INTO result_acts SELECT 9999, serial, visit, department, version, 'clear', '录入员', '', at FROM result_acts WHERE {major}"),
            none,
            "fsck-row-surplus",
        ),
        (
            format!("INSERT INTO result_acts SELECT 9999, serial, visit, department, version, 'publish', by, '', at FROM result_acts WHERE {major}"),
            none,
            "fsck-row-surplus",
        ),
        ("UPDATE result_acts SET by = '录入员' WHERE act = 'accept'".into(), none, "fsck-row-differs"),
        ("UPDATE result_acts SET note = '另一份公告' WHERE act = 'withdraw'".into(), none, "fsck-row-differs"),
        ("DELETE FROM result_acts WHERE act = 'withdraw'".into(), none, "fsck-row-missing"),
        // Evidence.
        ("UPDATE result_evidence SET at = '2026-10-19T09:30:00+08:00'".into(), none, "fsck-result"),
        (format!("UPDATE result_evidence SET sha256 = '{}'", Digest::of(b"x")), none, "fsck-evidence-missing"),
        ("DELETE FROM result_evidence".into(), none, "fsck-folder-foreign"),
        (
            String::new(),
            |evidence| fs::write(evidence.join(Digest::of(b"picture").to_string()), "other").unwrap(),
            "fsck-file-differs",
        ),
        (
            String::new(),
            |evidence| fs::remove_file(evidence.join(Digest::of(b"picture").to_string())).unwrap(),
            "fsck-evidence-missing",
        ),
        (String::new(), |evidence| fs::write(evidence.join("x.jpg"), "").unwrap(), "fsck-folder-foreign"),
        // Objections and rules.
        ("UPDATE objections SET reason = '算了'".into(), none, "fsck-objection"),
        ("UPDATE objections SET received = '2026-01-01'".into(), none, "fsck-objection"),
        ("UPDATE objection_answers SET outcome = 'rejected'".into(), none, "fsck-row-secret"),
        ("DELETE FROM objection_answers".into(), none, "fsck-row-missing"),
        ("UPDATE result_rules SET toml = CAST('publish = 20' AS BLOB)".into(), none, "fsck-row-differs"),
        ("DELETE FROM result_rules".into(), none, "fsck-row-missing"),
    ];
    assert!(origin.path().join("office/evidence").join(picture).exists());
    for (statements, touch, wanted) in rows {
        let dir = tempfile::tempdir().unwrap();
        crate::kit::copy(origin.path(), dir.path());
        let folder = dir.path().join("office");
        if !statements.is_empty() {
            crate::fsck::sql(&folder, &statements);
        }
        touch(&folder.join("evidence"));
        let found = fsck(&open(dir.path(), LATER), None, &Quiet).unwrap();
        assert!(ids(&found.faults).contains(&wanted), "{statements} {wanted}: {:#?}", ids(&found.faults));
    }
}

/// What a program that does not keep the rules would write, log and all.
#[test]
fn unlawful_acts_are_found_though_the_log_has_them() {
    for (kind, act, who, wanted) in [
        ("review", Act::Accept, "录入员", "fsck-result-own"),
        ("legal-review", Act::Clear, "录入员", "fsck-result-own"),
        ("publish-results", Act::Publish, "审核员", "fsck-result-legal"),
        ("withdraw", Act::Withdraw, "审核员", "fsck-result-state"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let (mut office, parts) = visited(dir.path());
        let mut major = one(&parts[0]);
        major.major = Some(true);
        record(&office, PLAN, &major, &Quiet).unwrap();
        if kind != "review" {
            by(&mut office, "审核员");
            review(&office, PLAN, &all(), (Kind::Review, true), "").unwrap();
        }
        by(&mut office, who);
        let row = office.store.read(|tx| stored::of_attempt(tx, 1)).unwrap().remove(0);
        let p = office.store.read(choucha::store::attempts::list).unwrap()[0].p;
        let step = office.begin("review", PLAN, &[]).unwrap();
        step.commit(|tx| {
            let mut members = choucha::record::details([
                ("plan", PLAN.into()),
                ("attempt", 1.into()),
                ("serial", 1.into()),
                ("p", p.to_string().into()),
                ("visit", row.result.visit.into()),
                ("version", 1.into()),
            ])
            .hiding("department", row.result.department.clone());
            match kind {
                "publish-results" => members.insert("late", false.into()),
                "withdraw" => members.hide("notice", "x"),
                _ => {
                    members.insert("outcome", act.slug().into());
                    members.hide("note", "x");
                }
            }
            let entry = office.record(tx, kind, members)?;
            let (by, note) = (office.by.clone(), if act == Act::Publish { "" } else { "x" }.to_owned());
            let done = stored::ActRow { entry, key: row.key(), act, by, note, at: office.now() };
            stored::act(tx, &done)
        })
        .unwrap();
        let found = fsck(&office, None, &Quiet).unwrap();
        let said = found.faults.iter().find(|text| text.id == "fsck-result-act").expect(wanted);
        assert!(said.to_string().contains(wanted), "{said}");
    }
}

#[test]
fn a_case_file_holds_the_results_of_its_visit() {
    let dir = tempfile::tempdir().unwrap();
    let parts = full(dir.path());
    let office = open(dir.path(), LATER);
    let zip = dir.path().join("案卷.zip");
    let second = &parts[1];
    case(&office, PLAN, &second.visit.to_string(), &zip).unwrap();
    let files = read_case(&zip).unwrap();
    let held = check_case(&files, None).unwrap();
    let own = parts.iter().filter(|part| part.visit == second.visit).count() as u64;
    assert_eq!((held.results, held.documents), (own, 2));
    let story: serde_json::Value = serde_json::from_slice(&files["case.json"]).unwrap();
    let told = story["results"].as_array().unwrap();
    let result = told.iter().find(|one| one["department"] == second.department.as_str()).unwrap();
    assert_eq!(
        (result["state"].as_str(), result["acts"][0]["by"].as_str()),
        (Some("published"), Some("审核员"))
    );
    assert_eq!(story["objections"][0]["answer"]["outcome"], "partly");
    let timeline = story["timeline"].as_array().unwrap();
    assert!(timeline.iter().any(|line| line["seq"] == result["entry"] && line["kind"] == "record"));
    let other = |line: &&serde_json::Value| line["body"]["visit"].as_u64().is_some_and(|n| n != second.visit);
    assert_eq!(timeline.iter().find(other), None, "nothing of other visits");
    for name in files.keys() {
        for forge in [true, false] {
            let mut changed = files.clone();
            match forge {
                true => changed.get_mut(name).unwrap().push(b' '),
                false => drop(changed.remove(name)),
            }
            assert!(check_case(&changed, None).is_err(), "{name}");
        }
    }
}

#[test]
fn a_workbook_is_read_like_any_sheet() {
    let dir = tempfile::tempdir().unwrap();
    let (office, parts) = visited(dir.path());
    let path = dir.path().join("结果.xlsx");
    // As a department keeps it: other headings, a title, only what is needed.
    let headings = ["检查号", "部门", "结果", "检查时间", "检查方法", "执法人员证号", "是否告知权利"];
    let rows = parts.iter().map(|part| {
        let visit = part.visit.to_string();
        let cells = [&visit, &part.department, "1", "2026年10月20日", "现场检查", &part.team.join("、"), "√"];
        cells.map(str::to_owned).to_vec()
    });
    write_table(&path, &headings, rows).unwrap();
    let done = try_sheet(&office, &path, false);
    assert_eq!((done.rejected, done.results.len()), (0, parts.len()), "{:?}", done.rejects);
    assert!(all_of(&office).iter().all(|r| r.rights_told && r.items[0].finding == Some(Finding::Nothing)));
    // Column names of one's own, by a mapping; a department of one's own.
    let mapping = dir.path().join("m.toml");
    fs::write(&mapping, "[results]\n\"编号\" = \"visit\"\n").unwrap();
    let csv = dir.path().join("own.csv");
    fs::write(
        &csv,
        format!("编号,检查结果,检查日期,检查方式,检查人员\n{},01,2026-10-20,现场检查,Z001\n", parts[0].visit),
    )
    .unwrap();
    let options =
        Sheet { department: Some(parts[0].department.clone()), mapping: Some(mapping), dry_run: true };
    let done = record_sheet(&office, PLAN, &[csv], &options, &Quiet).unwrap();
    assert!(reasons(&done.rejects[0]).contains(&"results-second"), "{:?}", done.rejects);
}

fn result(decided: Date, decision: bool, notice: Option<Instant>) -> VisitResult {
    let at = choucha::domain::calendar::parse_instant(VISITED).unwrap();
    VisitResult {
        plan: "P".into(),
        attempt: 1,
        visit: 1,
        code: String::new(),
        department: "甲局".into(),
        version: 1,
        date: decided,
        late: None,
        method: "现场检查".into(),
        inspectors: Vec::new(),
        present: String::new(),
        rights_told: true,
        items: Vec::new(),
        evidence: Vec::new(),
        major: false,
        decision,
        decided,
        recorded_by: String::new(),
        recorded_at: notice.unwrap_or(at),
        state: State::Recorded,
        published_at: None,
        notice: notice.map(|_| "更正".to_owned()),
    }
}

proptest! {
    /// The last day is a working day with exactly so many working days behind
    /// it, never later than the national rule allows, and a shorter rule never
    /// makes it later.
    #[test]
    fn deadlines_count_working_days(
        start in 0u64..9000, publish in 1u32..=20, decision in 1u32..=7, own in 1u32..=20, penal: bool
    ) {
        let workdays = Workdays::official();
        let decided = day("2004-01-01") + chrono::Days::new(start);
        let result = result(decided, penal, None);
        let limits = Limits { publish, decision, departments: [("甲局".to_owned(), own)].into(), ..Limits::default() };
        limits.check().unwrap();
        let due = limits.due(&result, &workdays);
        let days = own.min(publish).min(if penal { decision } else { 20 });
        prop_assert!(workdays.is_workday(due));
        let after = decided + chrono::Days::new(1);
        prop_assert_eq!(workdays.between(after, due).len(), days as usize);
        prop_assert!(due <= Limits::default().due(&result, &workdays));
        let answered = limits.answer_due(decided, &workdays);
        prop_assert_eq!(workdays.between(after, answered).len(), 20);
    }

    /// Whatever is done in whatever order, nothing becomes public without
    /// review, no major decision without legal review, and what is off show
    /// stays off.
    #[test]
    fn no_way_leads_around_review(major: bool, acts in prop::collection::vec(0usize..6, 0..12)) {
        let (mut state, mut accepted, mut cleared) = (State::Recorded, false, false);
        for act in acts.into_iter().map(|at| Act::ALL[at]) {
            let Some(next) = state.after(act, major) else { continue };
            prop_assert!(!matches!(state, State::Returned | State::Withdrawn | State::Superseded));
            accepted |= act == Act::Accept;
            cleared |= act == Act::Clear;
            if next == State::Published {
                prop_assert!(accepted && (!major || cleared));
            }
            state = next;
        }
    }
}

#[test]
fn a_correction_is_due_from_the_day_it_was_made() {
    let at = choucha::domain::calendar::parse_instant("2026-11-09T09:00:00+08:00").unwrap();
    let workdays = Workdays::official();
    let due = |result: &VisitResult| Limits::default().due(result, &workdays);
    assert_eq!(due(&result(day("2026-09-30"), true, None)), workdays.add(day("2026-09-30"), 7));
    assert_eq!(due(&result(day("2026-09-30"), true, Some(at))), workdays.add(day("2026-11-09"), 7));
}
