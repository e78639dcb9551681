//! Quotas, the draw, the visits.

use super::{Base, Case, Files, ticket};

const QUOTA: &str = "quota.csv";
const DRAW: &str = "draw.csv";
const VISITS: &str = "visits.csv";

pub fn cases() -> Vec<Case> {
    let any = |name, edit, id, file| Case { base: Base::Any, name, edit, id, file };
    let large = |name, edit, id| Case { base: Base::Large, name, edit, id, file: DRAW };
    vec![
        any("a larger frame told", |f| quota(f, 2), "checker-quota-rows", QUOTA),
        any("more eligible told", |f| quota(f, 3), "checker-quota-eligible", QUOTA),
        any("one more drawn", |f| quota(f, 4), "checker-quota-quota", QUOTA),
        any("one more reserve", |f| quota(f, 5), "checker-quota-reserves", QUOTA),
        any("quotas swapped", |f| f.edit(QUOTA, |l| l.swap(2, 3)), "checker-quota-order", QUOTA),
        any(
            "a quota less",
            |f| {
                f.edit(QUOTA, |l| {
                    l.pop();
                })
            },
            "checker-quota-lacks",
            QUOTA,
        ),
        any("a quota more", |f| f.edit(QUOTA, |l| l.push(l[1].clone())), "checker-quota-surplus", QUOTA),
        any("a smaller ticket", smaller, "checker-draw-ticket", DRAW),
        any("two rows swapped", swapped, "checker-draw-descends", DRAW),
        any("a rank skipped", |f| draw(f, |r| r[2][2] = "9".into()), "checker-draw-rank", DRAW),
        any("a reserve first", reserve_first, "checker-draw-late", DRAW),
        any("another outcome", |f| draw(f, |r| r[0][5] = "chosen".into()), "checker-draw-outcome", DRAW),
        any("a selected one only in reserve", demoted, "checker-draw-selected", DRAW),
        any(
            "a stratum of nobody's",
            |f| draw(f, |r| r[0][1] = "无此层".into()),
            "checker-draw-stratum",
            DRAW,
        ),
        any("strata out of order", out_of_order, "checker-draw-order", DRAW),
        any("the last reserve dropped", dropped, "checker-draw-count", DRAW),
        any("a code in small letters", |f| draw(f, |r| r[0][3] = "x".into()), "code-malformed", DRAW),
        large("a friend spared", spared, "checker-draw-omits"),
        large("an excluded entity drawn", excluded, "checker-draw-excluded"),
        large("an entity of another stratum drawn", elsewhere, "checker-draw-elsewhere"),
        large("an entity out of the frame drawn", invented, "checker-draw-unknown"),
        any("visits renumbered", |f| visits(f, |r| r[1][0] = "7".into()), "checker-visit-number", VISITS),
        any("another ticket", |f| visits(f, |r| r[1][2] = r[0][2].clone()), "checker-visit-ticket", VISITS),
        any("a visit to a reserve", to_reserve, "checker-visit-unselected", VISITS),
        any("two visits swapped", visits_swapped, "checker-visit-order", VISITS),
        any("a visit twice", visit_twice, "checker-visit-twice", VISITS),
        any("a part left out", part_left_out, "checker-visit-parts", VISITS),
        any(
            "the last visit dropped",
            |f| {
                visits(f, |r| {
                    r.pop();
                })
            },
            "checker-visit-lacks",
            VISITS,
        ),
    ]
}

fn quota(f: &mut Files, column: usize) {
    f.edit_rows::<6>(QUOTA, |rows| {
        let value: u64 = rows[1][column].parse().unwrap();
        rows[1][column] = (value + 1).to_string();
    });
}

fn draw(f: &mut Files, change: fn(&mut Vec<[String; 6]>)) {
    f.edit_rows::<6>(DRAW, change);
}

fn visits(f: &mut Files, change: fn(&mut Vec<[String; 4]>)) {
    f.edit_rows::<4>(VISITS, change);
}

fn smaller(f: &mut Files) {
    draw(f, |rows| rows[1][4] = format!("0{}", &rows[1][4][1..].replace('0', "1")));
}

/// Two neighbours of one stratum, ranks put right.
fn swapped(f: &mut Files) {
    draw(f, |rows| {
        let at = (1..rows.len()).find(|at| rows[at - 1][..2] == rows[*at][..2]).unwrap();
        for column in [3, 4] {
            let value = rows[at - 1][column].clone();
            rows[at - 1][column] = std::mem::replace(&mut rows[at][column], value);
        }
    });
}

fn reserve_first(f: &mut Files) {
    draw(f, |rows| {
        let both = |at: &usize| rows[at - 1][..2] == rows[*at][..2] && rows[*at][5] == "selected";
        let at = (1..rows.len()).find(both).unwrap();
        rows[at - 1][5] = "reserve".into();
    });
}

/// The last selected one of a stratum is called a reserve.
fn demoted(f: &mut Files) {
    draw(f, |rows| {
        let at =
            (1..rows.len()).find(|at| rows[at - 1][5] == "selected" && rows[*at][5] == "reserve").unwrap();
        rows[at - 1][5] = "reserve".into();
    });
}

/// The first stratum's rows go to the end.
fn out_of_order(f: &mut Files) {
    draw(f, |rows| {
        let own = rows.iter().take_while(|row| row[..2] == rows[0][..2]).count();
        rows.rotate_left(own);
    });
}

fn dropped(f: &mut Files) {
    draw(f, |rows| {
        let at = (1..rows.len()).find(|at| rows[at - 1][..2] != rows[*at][..2]).unwrap();
        rows.remove(at - 1);
    });
}

/// A stratum's rows without the first, the next eligible one behind them.
fn spared(f: &mut Files) {
    let frame = f.rows::<6>("frames/p1.csv");
    let rows = f.rows::<6>(DRAW);
    let stratum = rows[0][1].clone();
    let seed = f.seed();
    let mut tickets: Vec<(String, String)> = (frame.iter())
        .filter(|row| row[4] == stratum && row[5].is_empty())
        .map(|row| (ticket(&seed, &row[0]), row[0].clone()))
        .collect();
    tickets.sort();
    tickets.remove(0);
    f.edit_rows::<6>(DRAW, |rows| {
        for (row, (ticket, code)) in rows.iter_mut().take_while(|row| row[1] == stratum).zip(tickets) {
            (row[3], row[4]) = (code, ticket);
        }
    });
}

/// Puts an entity into the first stratum whose last listed ticket is above its
/// own, in its place; the last one drops out.
fn intrude(f: &mut Files, code: &str, stratum: Option<&str>) -> bool {
    let ticket = ticket(&f.seed(), code);
    let mut rows = f.rows::<6>(DRAW);
    let own: Vec<usize> = (0..rows.len())
        .filter(|at| rows[*at][0] == "p1" && stratum.is_none_or(|stratum| rows[*at][1] == stratum))
        .collect();
    let Some(first) = own.first().copied() else { return false };
    let own: Vec<usize> = own.into_iter().take_while(|at| rows[*at][1] == rows[first][1]).collect();
    let last = own[own.len() - 1];
    if rows[last][4] <= ticket || own.iter().any(|at| rows[*at][4] == ticket) {
        return false;
    }
    let at = own.iter().copied().find(|at| rows[*at][4] > ticket).unwrap();
    for to in (at + 1..=last).rev() {
        (rows[to][3], rows[to][4]) = (rows[to - 1][3].clone(), rows[to - 1][4].clone());
    }
    (rows[at][3], rows[at][4]) = (code.to_owned(), ticket);
    f.put_rows(DRAW, &rows);
    true
}

fn excluded(f: &mut Files) {
    let frame = f.rows::<6>("frames/p1.csv");
    let done = frame.iter().filter(|row| !row[5].is_empty()).any(|row| intrude(f, &row[0], Some(&row[4])));
    assert!(done);
}

fn elsewhere(f: &mut Files) {
    let first = f.rows::<6>(DRAW)[0][1].clone();
    let frame = f.rows::<6>("frames/p1.csv");
    let done = frame.iter().filter(|row| row[4] != first).any(|row| intrude(f, &row[0], None));
    assert!(done);
}

fn invented(f: &mut Files) {
    let seed = f.seed();
    let code = (0..).map(|number| format!("X-{number}")).find(|code| ticket(&seed, code).starts_with("000"));
    assert!(intrude(f, &code.unwrap(), None));
}

fn to_reserve(f: &mut Files) {
    let visited: Vec<String> = f.rows::<4>(VISITS).into_iter().map(|row| row[1].clone()).collect();
    let reserve = f.rows::<6>(DRAW).into_iter().find(|row| !visited.contains(&row[3])).unwrap();
    f.edit_rows::<4>(VISITS, |rows| {
        let number = rows.len() + 1;
        rows.push([number.to_string(), reserve[3].clone(), reserve[4].clone(), reserve[0].clone()]);
    });
}

fn visits_swapped(f: &mut Files) {
    visits(f, |rows| {
        rows.swap(2, 3);
        (rows[2][0], rows[3][0]) = ("3".into(), "4".into());
    });
}

fn visit_twice(f: &mut Files) {
    visits(f, |rows| {
        let mut row = rows[rows.len() - 1].clone();
        row[0] = (rows.len() + 1).to_string();
        rows.push(row);
    });
}

fn part_left_out(f: &mut Files) {
    visits(f, |rows| {
        let row = rows.iter_mut().find(|row| row[3].contains(';')).unwrap();
        row[3] = row[3].split(';').next().unwrap().to_owned();
    });
}
