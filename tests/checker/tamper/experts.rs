//! Experts, and the lead department.

use super::{Base, Case, Files};

const TEAMS: &str = "teams.csv";
const PLAN: &str = "plan.json";

pub fn cases() -> Vec<Case> {
    let case = |name, edit, id, file| Case { base: Base::Golden("experts"), name, edit, id, file };
    vec![
        case("an expert kept away", |f| experts(f, |r, at| drop(r.remove(at))), "checker-team-lacks", TEAMS),
        case("another expert", another, "checker-team-expert-other", TEAMS),
        case("an inspector for an expert", inspector, "checker-team-expert-none", TEAMS),
        case(
            "an expert who leads",
            |f| experts(f, |r, at| leading(r, at)),
            "checker-team-unavailable",
            TEAMS,
        ),
        case("an expert who succeeds nobody", succeeded, "checker-team-expert-none", "amendments.csv"),
        case(
            "no experts",
            |f| f.plan(|plan| plan["parts"][0]["experts"] = 0.into()),
            "plan-part-experts",
            PLAN,
        ),
        case(
            "some experts",
            |f| f.plan(|plan| plan["parts"][0]["experts"] = "some".into()),
            "plan-part-experts",
            PLAN,
        ),
        case(
            "a lead department without part",
            |f| f.plan(|plan| plan["lead"] = "税务局".into()),
            "plan-lead",
            PLAN,
        ),
    ]
}

/// Changes the rows at the first expert's.
fn experts(f: &mut Files, change: fn(&mut Vec<[String; 4]>, usize)) {
    f.edit_rows::<4>(TEAMS, |rows| {
        let at = rows.iter().position(|row| row[3] == "expert").unwrap();
        change(rows, at);
    });
}

/// Puts somebody of the roster in the first expert's place.
fn replace(f: &mut Files, suits: fn(&[String; 8], &[String; 8]) -> bool) {
    let people = f.rows::<8>("roster.csv");
    f.edit_rows::<4>(TEAMS, |rows| {
        let seats = rows.clone();
        let row = rows.iter_mut().find(|row| row[3] == "expert").unwrap();
        let who = people.iter().find(|person| person[0] == row[2]).unwrap();
        let seated =
            |person: &[String; 8]| seats.iter().any(|seat| seat[0] == row[0] && seat[2] == person[0]);
        let one = people.iter().find(|person| person[2] == who[2] && suits(who, person) && !seated(person));
        row[2] = one.unwrap()[0].clone();
    });
}

/// An expert who could come as well, in the place of one who does.
fn another(f: &mut Files) {
    let people = f.rows::<8>("roster.csv");
    f.edit_rows::<4>(TEAMS, |rows| {
        let seats = rows.clone();
        for row in rows.iter_mut().filter(|row| row[3] == "expert") {
            let there = |one: &[String; 8]| seats.iter().any(|seat| seat[0] == row[0] && seat[2] == one[0]);
            let able = |one: &&[String; 8]| {
                one[2] == row[1]
                    && one[7] == "expert"
                    && one[6] == "2027-12-31"
                    && one[4] == "类别1;类别2"
                    && one[3] == "*"
            };
            if let Some(one) = people.iter().filter(able).find(|one| !there(one)) {
                row[2] = one[0].clone();
                return;
            }
        }
        panic!("no expert is free");
    });
}

/// The expert leads.
fn leading(rows: &mut [[String; 4]], at: usize) {
    let expert = rows[at].clone();
    let lead = rows.iter_mut().find(|row| row[..2] == expert[..2] && row[3] == "lead").unwrap();
    lead[2] = expert[2].clone();
}

fn inspector(f: &mut Files) {
    replace(f, |_, one| one[7] == "yes" && one[6] == "2027-12-31");
}

/// An inspector takes the place of an expert who stepped back.
fn succeeded(f: &mut Files) {
    let people = f.rows::<8>("roster.csv");
    f.edit_rows::<9>("amendments.csv", |rows| {
        let row = rows.iter_mut().find(|row| row[1] == "recuse").unwrap();
        row[6] = people.iter().find(|one| one[2] == row[4] && one[7] == "yes").unwrap()[0].clone();
    });
}
