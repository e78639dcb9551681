//! Opened bars, teams, amendments.

use super::{Base, Case, Files};

const OPENED: &str = "opened.csv";
const SHORT: &str = "short.csv";
const TEAMS: &str = "teams.csv";
const AMENDED: &str = "amendments.csv";

#[allow(clippy::too_many_lines)]
pub fn cases() -> Vec<Case> {
    let any = |name, edit, id, file| Case { base: Base::Any, name, edit, id, file };
    let plain = |name, edit, id| Case { base: Base::Golden("plain"), name, edit, id, file: TEAMS };
    let large = |name, edit, id| Case { base: Base::Large, name, edit, id, file: TEAMS };
    let sealed = |name, edit, id, file| Case { base: Base::Golden("sealed"), name, edit, id, file };
    let barred = |name, edit, id, file| Case { base: Base::Barred, name, edit, id, file };
    let amended = |name, edit, id, file| Case { base: Base::Golden("amended"), name, edit, id, file };
    vec![
        any(
            "a bar not opened",
            |f| {
                f.edit(OPENED, |l| {
                    l.remove(1);
                })
            },
            "checker-opened-lacks",
            OPENED,
        ),
        any("a bar against another", another_barred, "checker-opened-mark", OPENED),
        any("opened bars resorted", |f| f.edit(OPENED, |l| l.swap(1, 2)), "checker-opened-order", OPENED),
        barred("amendments hidden", |f| f.edit(AMENDED, |l| l.truncate(1)), "checker-opened-surplus", OPENED),
        sealed(
            "a shortage hidden",
            |f| {
                f.edit(SHORT, |l| {
                    l.remove(1);
                })
            },
            "checker-short-lacks",
            SHORT,
        ),
        sealed("a shortage overdone", |f| short(f, |r| r[0][2] = "0".into()), "checker-short-figures", SHORT),
        any("a shortage made up", made_up, "checker-short-surplus", SHORT),
        plain(
            "an inspector of another department",
            |f| lead(f, |w, p| p[2] != w[2]),
            "checker-team-department",
        ),
        plain(
            "an inspector on leave",
            |f| lead(f, |w, p| p[2] == w[2] && p[7] != "yes"),
            "checker-team-unavailable",
        ),
        plain(
            "a certificate that ends",
            |f| lead(f, |w, p| fit(w, p) && p[6].as_str() < "2026-12-20"),
            "checker-team-certificate",
        ),
        plain(
            "an inspector without competence",
            |f| lead(f, |w, p| holds(w, p) && p[4] == "类别2"),
            "checker-team-competence",
        ),
        large("an inspector for another area", other_area, "checker-team-area"),
        large("a barred pair", barred_pair, "checker-team-barred"),
        plain("a stranger", |f| teams(f, |r| r[0][2] = "陌生人".into()), "checker-team-stranger"),
        large("another candidate", other_candidate, "checker-team-other"),
        any("another lead", |f| teams(f, |rows| other_lead(rows)), "checker-team-lead", TEAMS),
        any(
            "a member of no role",
            |f| teams(f, |r| r[0][3] = "chief".into()),
            "checker-team-role-unknown",
            TEAMS,
        ),
        any("two leads", |f| teams(f, |r| r[1][3] = "lead".into()), "checker-team-role", TEAMS),
        any(
            "a team row less",
            |f| {
                f.edit(TEAMS, |l| {
                    l.pop();
                })
            },
            "checker-team-lacks",
            TEAMS,
        ),
        any("a visit of nobody's", |f| teams(f, |r| r[0][0] = "999999".into()), "checker-team-visit", TEAMS),
        any("a department not called", uncalled, "checker-team-uncalled", TEAMS),
        any("a row twice", |f| teams(f, |r| r.insert(1, r[0].clone())), "checker-team-order", TEAMS),
        sealed("a team without enough people", too_few, "checker-team-short", TEAMS),
        amended(
            "amendments renumbered",
            |f| amend(f, |r| r[0][0] = "2".into()),
            "checker-amend-seq",
            AMENDED,
        ),
        amended(
            "an amendment of another kind",
            |f| amend(f, |r| r[0][1] = "swap".into()),
            "checker-amend-kind",
            AMENDED,
        ),
        amended("an amendment before the one above", backdated, "checker-amend-time", AMENDED),
        amended(
            "a time without offset",
            |f| amend(f, |r| r[0][8] = "2026-10-10T10:00:00".into()),
            "instant-malformed",
            AMENDED,
        ),
        amended(
            "a recusal for one part",
            |f| recusal(f, |r| r[3] = "p1".into()),
            "checker-amend-recuse-part",
            AMENDED,
        ),
        amended("an unknown visit", |f| amend(f, |r| r[0][2] = "999".into()), "checker-amend-visit", AMENDED),
        amended("a visit given up twice", twice, "checker-amend-gone", AMENDED),
        amended(
            "a part of the visit forgotten",
            |f| amend(f, forgotten),
            "checker-amend-incomplete",
            AMENDED,
        ),
        amended("another part first", |f| amend(f, |r| r[1][3] = "p2".into()), "checker-amend-part", AMENDED),
        amended(
            "another department",
            |f| amend(f, |r| r[1][4] = "消防救援大队".into()),
            "checker-amend-department",
            AMENDED,
        ),
        amended(
            "another entity given up",
            |f| amend(f, |r| r[1][5] = r[0][5].clone()),
            "checker-amend-old",
            AMENDED,
        ),
        amended(
            "a reserve passed over",
            |f| amend(f, |r| r[0][6] = r[1][6].clone()),
            "checker-amend-reserve",
            AMENDED,
        ),
        amended(
            "nobody takes over",
            |f| amend(f, |r| r[0][6].clear()),
            "checker-amend-reserve-left",
            AMENDED,
        ),
        amended(
            "not on the team",
            |f| recusal(f, |r| r[5] = "虚证00001".into()),
            "checker-amend-not-member",
            AMENDED,
        ),
        amended("no successor", |f| recusal(f, |r| r[6].clear()), "checker-amend-candidate-left", AMENDED),
        amended(
            "the recused one again",
            |f| recusal(f, |r| r[6] = r[5].clone()),
            "checker-amend-recused-before",
            AMENDED,
        ),
        amended("another successor", other_successor, "checker-amend-candidate", AMENDED),
        amended("a colleague already there", colleague, "checker-amend-on-team", AMENDED),
        amended(
            "a successor of another department",
            |f| recusal(f, |r| r[6] = "虚证00001".into()),
            "checker-team-department",
            AMENDED,
        ),
    ]
}

fn short(f: &mut Files, change: fn(&mut Vec<[String; 4]>)) {
    f.edit_rows::<4>(SHORT, change);
}

fn teams(f: &mut Files, change: fn(&mut Vec<[String; 4]>)) {
    f.edit_rows::<4>(TEAMS, change);
}

fn amend(f: &mut Files, change: fn(&mut Vec<[String; 9]>)) {
    f.edit_rows::<9>(AMENDED, change);
}

/// Changes the first recusal.
fn recusal(f: &mut Files, change: fn(&mut [String; 9])) {
    f.edit_rows::<9>(AMENDED, |rows| change(rows.iter_mut().find(|row| row[1] == "recuse").unwrap()));
}

fn another_barred(f: &mut Files) {
    f.edit_rows::<3>(OPENED, |rows| rows[0][1].push('0'));
}

fn made_up(f: &mut Files) {
    let visit = f.rows::<4>(TEAMS)[0].clone();
    f.edit_rows::<4>(SHORT, |rows| {
        rows.insert(0, [visit[0].clone(), visit[1].clone(), "0".into(), "2".into()])
    });
}

type Person = [String; 8];

fn has(list: &str, value: &str) -> bool {
    list.split(';').any(|element| element == value)
}

fn covers(person: &Person, area: &str) -> bool {
    person[3].split(';').any(|scope| scope == "*" || area.starts_with(scope))
}

/// Of the same department and there, whatever the certificate says.
fn fit(who: &Person, person: &Person) -> bool {
    person[2] == who[2] && person[7] == "yes"
}

fn holds(who: &Person, person: &Person) -> bool {
    fit(who, person) && person[6] == "2027-12-31"
}

/// Puts somebody else of the roster in a lead's place: the first team for whose
/// lead somebody suits.
fn lead(f: &mut Files, suits: fn(&Person, &Person) -> bool) {
    replace(f, |who, person, _| suits(who, person));
}

/// `suits(lead, person, (code, area, competences shared))`.
fn replace(f: &mut Files, suits: impl Fn(&Person, &Person, (&str, &str)) -> bool) {
    let people = f.rows::<8>("roster.csv");
    let visits = f.rows::<4>("visits.csv");
    let frame = f.rows::<6>("frames/p1.csv");
    let mut rows = f.rows::<4>(TEAMS);
    let seats = rows.clone();
    for row in rows.iter_mut().filter(|row| row[3] == "lead") {
        let visit = &visits[row[0].parse::<usize>().unwrap() - 1];
        let Some(entity) = frame.iter().find(|entity| entity[0] == visit[1]) else { continue };
        let who = people.iter().find(|person| person[0] == row[2]).unwrap();
        let seated = |person: &Person| seats.iter().any(|seat| seat[..2] == row[..2] && seat[2] == person[0]);
        let found =
            (people.iter()).find(|person| !seated(person) && suits(who, person, (&visit[1], &entity[2])));
        if let Some(found) = found {
            row[2] = found[0].clone();
            f.put_rows(TEAMS, &rows);
            return;
        }
    }
    panic!("nobody suits");
}

fn other_area(f: &mut Files) {
    replace(f, |who, person, (_, area)| {
        holds(who, person) && has(&person[4], "类别1") && !covers(person, area)
    });
}

fn barred_pair(f: &mut Files) {
    let opened = f.rows::<3>(OPENED);
    replace(f, |who, person, (code, area)| {
        holds(who, person)
            && has(&person[4], "类别1")
            && covers(person, area)
            && opened.iter().any(|row| row[0] == code && row[1] == person[0])
    });
}

fn other_candidate(f: &mut Files) {
    let opened = f.rows::<3>(OPENED);
    replace(f, |who, person, (code, area)| {
        holds(who, person)
            && has(&person[4], "类别1")
            && covers(person, area)
            && !opened.iter().any(|row| row[0] == code && row[1] == person[0])
    });
}

fn other_lead(rows: &mut [[String; 4]]) {
    let member = rows[1][2].clone();
    rows[1][2] = std::mem::replace(&mut rows[0][2], member);
}

/// A department that has no part in the visit sends somebody.
fn uncalled(f: &mut Files) {
    let visits = f.rows::<4>("visits.csv");
    teams_of_alone(f, &visits);
}

fn teams_of_alone(f: &mut Files, visits: &[[String; 4]]) {
    let mut rows = f.rows::<4>(TEAMS);
    let alone =
        |row: &&mut [String; 4]| row[3] == "lead" && visits[row[0].parse::<usize>().unwrap() - 1][3] == "p1";
    rows.iter_mut().find(alone).unwrap()[1] = "消防局".into();
    f.put_rows(TEAMS, &rows);
}

/// The one candidate of a short visit goes alone.
fn too_few(f: &mut Files) {
    let short = f.rows::<4>(SHORT).into_iter().find(|row| row[2] == "1").unwrap();
    let people = f.rows::<8>("roster.csv");
    let visit = &f.rows::<4>("visits.csv")[short[0].parse::<usize>().unwrap() - 1];
    let frame = f.rows::<6>("frames/p1.csv");
    let area = &frame.iter().find(|row| row[0] == visit[1]).unwrap()[2];
    let candidate = (people.iter())
        .find(|p| {
            p[2] == short[1]
                && p[7] == "yes"
                && p[6] == "2027-12-31"
                && has(&p[4], "类别1")
                && covers(p, area)
        })
        .unwrap();
    let row = [short[0].clone(), short[1].clone(), candidate[0].clone(), "lead".into()];
    f.edit_rows::<4>(TEAMS, |rows| rows.insert(0, row));
}

fn backdated(f: &mut Files) {
    amend(f, |rows| rows[1][8] = "2026-10-09T10:00:00+08:00".into());
}

/// The first act is written down once more at its end.
fn twice(f: &mut Files) {
    amend(f, |rows| {
        let mut row = rows[0].clone();
        row[0] = (rows.len() + 1).to_string();
        row[8] = rows[rows.len() - 1][8].clone();
        rows.push(row);
    });
}

/// The last row of the act with several parts.
fn forgotten(rows: &mut Vec<[String; 9]>) {
    let at = (1..rows.len()).find(|at| rows[at - 1][2] == rows[*at][2] && rows[at - 1][2] != rows[at + 1][2]);
    rows.remove(at.unwrap());
    for (row, seq) in rows.iter_mut().zip(1..) {
        row[0] = seq.to_string();
    }
}

/// A candidate, but not the one whose turn it is.
fn other_successor(f: &mut Files) {
    let people = f.rows::<8>("roster.csv");
    let seats = f.rows::<4>(TEAMS);
    f.edit_rows::<9>(AMENDED, |rows| {
        let row = rows.iter_mut().find(|row| row[1] == "recuse").unwrap();
        let seated = |person: &Person| seats.iter().any(|seat| seat[0] == row[2] && seat[2] == person[0]);
        let free = |person: &&Person| {
            person[2] == row[4]
                && person[7] == "yes"
                && person[6] == "2027-12-31"
                && person[3] == "*"
                && person[4] == "类别1;类别2"
                && person[0] != row[6]
                && !seated(person)
        };
        row[6] = people.iter().find(free).unwrap()[0].clone();
    });
}

fn colleague(f: &mut Files) {
    let seats = f.rows::<4>(TEAMS);
    f.edit_rows::<9>(AMENDED, |rows| {
        let row = rows.iter_mut().find(|row| row[1] == "recuse").unwrap();
        let other = |seat: &&[String; 4]| seat[0] == row[2] && seat[1] == row[4] && seat[2] != row[5];
        row[6] = seats.iter().find(other).unwrap()[2].clone();
    });
}
