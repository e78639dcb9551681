//! Groups: moved, missing, renumbered, doubled.

use super::{Base, Case, Files};

const GROUPS: &str = "groups.csv";
const TEAMS: &str = "teams.csv";

pub fn cases() -> Vec<Case> {
    let group = |name, edit, id, file| Case { base: Base::Golden("group"), name, edit, id, file };
    let groups = |name, edit, id| Case { base: Base::Golden("group"), name, edit, id, file: GROUPS };
    let plain = |name, edit, id, file| Case { base: Base::Golden("plain"), name, edit, id, file };
    vec![
        groups(
            "no groups at all",
            |f| {
                f.0.remove(GROUPS);
                f.seal();
            },
            "checker-missing",
        ),
        plain(
            "groups nobody planned",
            |f| {
                f.0.insert(GROUPS.into(), b"department,group,inspector\n".to_vec());
                f.seal();
            },
            "checker-groups-unplanned",
            GROUPS,
        ),
        groups("a member moved", moved, "checker-group-other"),
        groups("two groups swapped", swapped, "checker-group-other"),
        groups("groups renumbered", |f| rows(f, |r| renumbered(r)), "checker-group-other"),
        groups(
            "a group missing",
            |f| rows(f, |r| r.retain(|row| !row[1].ends_with("#3"))),
            "checker-group-lacks",
        ),
        groups(
            "the last member missing",
            |f| {
                f.edit(GROUPS, |l| {
                    l.pop();
                })
            },
            "checker-group-lacks",
        ),
        groups(
            "a group more",
            |f| {
                rows(f, |r| {
                    let last = r.last_mut().unwrap();
                    last[1] = format!("{}#99", last[0]);
                })
            },
            "checker-group-unknown",
        ),
        groups(
            "a padded number",
            |f| rows(f, |r| r[0][1] = r[0][1].replace('#', "#0")),
            "checker-group-unknown",
        ),
        groups("a member of two groups", twice, "checker-group-other"),
        groups("a row twice", |f| rows(f, |r| r.insert(1, r[0].clone())), "checker-group-order"),
        groups("a stranger", |f| rows(f, |r| r[0][2] = "陌生人".into()), "checker-team-stranger"),
        groups("one of another department", |f| person(f, |p, r| p[2] != r[0]), "checker-team-department"),
        groups(
            "one on leave",
            |f| person(f, |p, r| p[2] == r[0] && p[7] != "yes"),
            "checker-team-unavailable",
        ),
        groups(
            "one whose certificate ends",
            |f| person(f, |p, r| p[2] == r[0] && p[7] == "yes" && p[6].as_str() < "2026-12-20"),
            "checker-team-certificate",
        ),
        Case {
            base: Base::Sparse,
            name: "one too few for a group",
            edit: left,
            id: "checker-group-none",
            file: GROUPS,
        },
        groups(
            "groups of a department without",
            |f| {
                rows(f, |r| {
                    r[0][0] = "文化和旅游局".into();
                    r[0][1] = "文化和旅游局#1".into();
                })
            },
            "checker-group-uncalled",
        ),
        group("two visits swap their groups", swapped_teams, "checker-team-group", TEAMS),
        group("the group's other lead", other_lead, "checker-team-lead", TEAMS),
        group("an expert nobody asked", uninvited, "checker-team-expert-uncalled", TEAMS),
        group(
            "matching by another word",
            |f| f.plan(|plan| plan["parts"][0]["matching"] = "pairs".into()),
            "plan-part-matching",
            "plan.json",
        ),
        group(
            "one part of a department otherwise",
            |f| {
                f.plan(|plan| {
                    plan["parts"][0].as_object_mut().unwrap().remove("matching");
                })
            },
            "plan-matching-mixed",
            "plan.json",
        ),
    ]
}

fn rows(f: &mut Files, change: fn(&mut Vec<[String; 3]>)) {
    f.edit_rows::<3>(GROUPS, change);
}

/// The first member of the second group goes into the first.
fn moved(f: &mut Files) {
    rows(f, |rows| {
        let first = rows[0][1].clone();
        let at = rows.iter().position(|row| row[1] != first).unwrap();
        rows[at][1] = first;
        let to = at;
        rows[..=to].sort();
    });
}

/// Members of two groups change places.
fn swapped(f: &mut Files) {
    rows(f, |rows| {
        let (first, second) = (rows[0][1].clone(), rows[4][1].clone());
        assert_ne!(first, second);
        for row in rows.iter_mut() {
            if row[1] == first {
                row[1] = second.clone();
            } else if row[1] == second {
                row[1] = first.clone();
            }
        }
        rows.sort();
    });
}

fn renumbered(rows: &mut [[String; 3]]) {
    let count = rows
        .iter()
        .filter(|row| row[0] == rows[0][0])
        .map(|row| &row[1])
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    let department = rows[0][0].clone();
    for row in rows.iter_mut().filter(|row| row[0] == department) {
        let (name, number) = row[1].split_once('#').unwrap();
        row[1] = format!("{name}#{}", number.parse::<usize>().unwrap() % count + 1);
    }
    rows.sort();
}

fn twice(f: &mut Files) {
    rows(f, |rows| {
        let [department, _, inspector] = rows[0].clone();
        let other = rows.iter().rfind(|row| row[0] == department).unwrap()[1].clone();
        rows.push([department, other, inspector]);
        rows.sort();
    });
}

/// Puts a suiting inspector in the first member's place.
fn person(f: &mut Files, suits: fn(&[String; 8], &[String; 3]) -> bool) {
    let people = f.rows::<8>("roster.csv");
    f.edit_rows::<3>(GROUPS, |rows| {
        let one = people.iter().find(|person| suits(person, &rows[0])).unwrap();
        rows[0][2] = one[0].clone();
    });
}

/// Somebody available who is in no group joins the first.
fn left(f: &mut Files) {
    let people = f.rows::<8>("roster.csv");
    f.edit_rows::<3>(GROUPS, |rows| {
        let grouped = |person: &[String; 8]| rows.iter().any(|row| row[2] == person[0]);
        let alone = |person: &&[String; 8]| {
            person[2] == rows[0][0] && person[7] == "yes" && person[6] == "2027-12-31" && !grouped(person)
        };
        let one = people.iter().find(alone).unwrap()[0].clone();
        let [department, group, _] = rows[0].clone();
        rows.push([department, group, one]);
        rows.sort();
    });
}

/// Two visits of one department exchange their teams.
fn swapped_teams(f: &mut Files) {
    f.edit_rows::<4>(TEAMS, |rows| {
        let first = rows[0].clone();
        let own = |row: &&[String; 4]| row[1] == first[1] && row[0] != first[0];
        let second = rows.iter().find(own).unwrap()[0].clone();
        for row in rows.iter_mut().filter(|row| row[1] == first[1]) {
            if row[0] == first[0] {
                row[0] = second.clone();
            } else if row[0] == second {
                row[0] = first[0].clone();
            }
        }
        rows.sort_by_key(|row| {
            (row[0].parse::<u64>().unwrap(), row[1].clone(), row[3] == "member", row[2].clone())
        });
    });
}

/// The member next in byte order leads instead.
fn other_lead(f: &mut Files) {
    f.edit_rows::<4>(TEAMS, |rows| {
        let member = rows[1][2].clone();
        rows[1][2] = std::mem::replace(&mut rows[0][2], member);
    });
}

fn uninvited(f: &mut Files) {
    f.edit_rows::<4>(TEAMS, |rows| {
        let last = rows.iter().rposition(|row| row[0] == rows[0][0] && row[1] == rows[0][1]).unwrap();
        rows[last][3] = "expert".into();
    });
}
