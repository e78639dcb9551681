//! What is fixed first (frames, roster, bars, plan) and the ceremony.

use choucha::domain::Digest;
use serde_json::json;

use super::{Base, Case, Files};

const PLAN: &str = "plan.json";
const SEED: &str = "ceremony.json";
const P1: &str = "frames/p1.csv";

#[allow(clippy::too_many_lines)]
pub fn cases() -> Vec<Case> {
    let any = |name, edit, id, file| Case { base: Base::Any, name, edit, id, file };
    let plain = |name, edit, id, file| Case { base: Base::Golden("plain"), name, edit, id, file };
    let drand = |name, edit, id, file| Case { base: Base::Golden("drand"), name, edit, id, file };
    let large = |name, edit, id, file| Case { base: Base::Large, name, edit, id, file };
    vec![
        // plan.json, with the ceremony held anew for it.
        any("LF behind the plan", plan_lf, "json-not-canonical", PLAN),
        any("no JSON", |f| f.bytes(PLAN, |b| b.truncate(100)), "json-malformed", PLAN),
        any("another protocol", |f| f.plan(|p| p["protocol"] = json!("choucha/2")), "plan-protocol", PLAN),
        any("a chain broken", |f| f.plan(|p| p["serial"] = json!(2)), "plan-chain", PLAN),
        any("a fraction", |f| f.plan(|p| p["note"] = json!({"x": 0.5})), "checker-number", PLAN),
        any("a key of ours", |f| f.plan(|p| p["说明"] = json!("")), "checker-json-key", PLAN),
        any("a line break", |f| f.plan(|p| p["title"] = json!("甲\n乙")), "text-control", PLAN),
        any("a title decomposed", |f| f.plan(|p| p["title"] = json!("e\u{301}")), "text-not-nfc", PLAN),
        any("no public source", private, "plan-no-public-source", PLAN),
        any("a value already due", already_due, "plan-source-early", PLAN),
        drand("a round already out", round_out, "checker-drand-early", PLAN),
        any("a chain nobody knows", chain_unknown, "drand-chain-unknown", PLAN),
        any(
            "a rate of 3%",
            |f| f.plan(|p| p["parts"][0]["strata"][0]["rate"] = json!("3%")),
            "json-malformed",
            PLAN,
        ),
        any("no team", |f| f.plan(|p| p["parts"][0]["team"] = json!(0)), "plan-team", PLAN),
        any("a stratum twice", stratum_twice, "plan-stratum-twice", PLAN),
        any("fewer rows told", |f| f.plan(|p| p["parts"][0]["rows"] = json!(7)), "checker-frame-rows", P1),
        any(
            "another root",
            |f| f.plan(|p| p["parts"][0]["root"] = json!("0".repeat(64))),
            "checker-frame-root",
            P1,
        ),
        any("fewer exclusions told", exclusions, "checker-frame-excluded", P1),
        any("strata that overlap", overlap, "checker-stratum-several", P1),
        large(
            "another title, seed recomputed",
            |f| f.plan(|p| p["title"] = json!("又一次")),
            "checker-draw-ticket",
            "draw.csv",
        ),
        any("another rate, ceremony kept", rate_only, "checker-ceremony-plan", SEED),
        large(
            "a higher minimum",
            |f| f.plan(|p| p["parts"][0]["strata"][0]["min"] = json!(40)),
            "checker-quota-quota",
            "quota.csv",
        ),
        large(
            "a lower maximum",
            |f| f.plan(|p| p["parts"][1]["strata"][3]["max"] = json!(1)),
            "checker-quota-quota",
            "quota.csv",
        ),
        // Frames, fixed in the plan as if they had been so from the start.
        any(
            "a row left out after the freeze",
            |f| {
                f.edit(P1, |l| {
                    l.remove(7);
                })
            },
            "checker-frame-digest",
            P1,
        ),
        any("a frame resorted", |f| f.frame("p1", |l| l.swap(7, 8)), "checker-frame-order", P1),
        any("an entity twice", |f| f.frame("p1", |l| l.insert(7, l[7].clone())), "checker-frame-twice", P1),
        any("an entity in another stratum", other_stratum, "checker-frame-stratum", P1),
        any("an area out of all strata", |f| cell(f, "p1", 2, "990000"), "checker-stratum-none", P1),
        any("one more exclusion", one_more_exclusion, "checker-frame-excluded", P1),
        any("a code in small letters", |f| cell(f, "p1", 0, "a1"), "code-malformed", P1),
        any("an area with letters", |f| cell(f, "p1", 2, "64A"), "area-malformed", P1),
        any("a reason in words", |f| cell(f, "p1", 5, "熟人"), "slug-malformed", P1),
        any("a name decomposed", |f| cell(f, "p1", 1, "Cafe\u{301}"), "text-not-nfc", P1),
        any("a name with DEL", |f| cell(f, "p1", 1, "甲\u{7f}"), "text-control", P1),
        any("two names", |f| second_frame(f, 1, "另一个名称"), "checker-frames-name", "frames/p2.csv"),
        any("two areas", two_areas, "checker-frames-area", "frames/p2.csv"),
        // Roster and bars.
        any(
            "an inspector on leave after the freeze",
            |f| roster(f, on_leave),
            "checker-fixed-digest",
            "roster.csv",
        ),
        any(
            "a bar less after the freeze",
            |f| {
                f.edit("barred.csv", |l| {
                    l.remove(1);
                })
            },
            "checker-fixed-digest",
            "barred.csv",
        ),
        any(
            "a roster resorted",
            |f| {
                roster(f, |l| l.swap(3, 4));
                f.refreeze();
            },
            "checker-roster-order",
            "roster.csv",
        ),
        any(
            "fewer inspectors told",
            |f| f.plan(|p| p["roster"]["rows"] = json!(3)),
            "checker-fixed-rows",
            "roster.csv",
        ),
        any(
            "a date that is none",
            |f| {
                roster(f, no_date);
                f.refreeze();
            },
            "date-malformed",
            "roster.csv",
        ),
        any(
            "an availability in words",
            |f| {
                roster(f, in_words);
                f.refreeze();
            },
            "slug-malformed",
            "roster.csv",
        ),
        any(
            "bars resorted",
            |f| {
                f.edit("barred.csv", |l| l.swap(1, 2));
                f.refreeze();
            },
            "checker-barred-order",
            "barred.csv",
        ),
        any(
            "a mark in capitals",
            |f| {
                f.edit("barred.csv", |l| l[1] = l[1].to_uppercase());
                f.refreeze();
            },
            "digest-malformed",
            "barred.csv",
        ),
        // The ceremony.
        any(
            "another seed",
            |f| text(f, |t| replace_after(t, "\"seed\":\"", "0")),
            "checker-ceremony-seed",
            SEED,
        ),
        any(
            "another member",
            |f| text(f, |t| t.replacen('{', "{\"a\":1,", 1)),
            "checker-ceremony-members",
            SEED,
        ),
        any(
            "a commitment re-opened",
            |f| f.ceremony(|c| c[0].value = "四七十=470".into()),
            "commitment-wrong",
            SEED,
        ),
        any("a value without nonce", |f| f.ceremony(|c| c[0].nonce = None), "contribution-no-nonce", SEED),
        any(
            "a lottery without zeros",
            |f| f.ceremony(|c| c[2].value = c[2].value.replace("03", "3")),
            "public-spelling",
            SEED,
        ),
        any("sources in another order", |f| f.ceremony(|c| c.swap(0, 1)), "ceremony-sources", SEED),
        any(
            "a source less",
            |f| {
                f.ceremony(|c| {
                    c.pop();
                })
            },
            "ceremony-sources",
            SEED,
        ),
        any(
            "a nonce for the lottery",
            |f| f.ceremony(|c| c[2].nonce = Some(Digest([1; 32]))),
            "contribution-surplus",
            SEED,
        ),
        large(
            "other lottery numbers",
            |f| f.ceremony(|c| c[2].value = "01 02 03 04 05 06 07".into()),
            "checker-draw-ticket",
            "draw.csv",
        ),
        large("a commitment withheld afterwards", withhold, "checker-draw-ticket", "draw.csv"),
        drand(
            "a forged round",
            |f| f.ceremony(|c| c[2].signature = Some("00".repeat(48))),
            "drand-signature",
            SEED,
        ),
        drand("another randomness", |f| f.ceremony(|c| c[2].value = "0".repeat(64)), "drand-value", SEED),
        plain(
            "a ceremony for another plan",
            |f| text(f, |t| replace_after(t, "\"plan\":\"", "f")),
            "checker-ceremony-plan",
            SEED,
        ),
    ]
}

fn plan_lf(f: &mut Files) {
    f.bytes(PLAN, |bytes| bytes.push(b'\n'));
}

fn private(f: &mut Files) {
    f.plan(|plan| plan["sources"].as_array_mut().unwrap().truncate(2));
}

fn already_due(f: &mut Files) {
    f.plan(|plan| plan["sources"][2]["when"] = json!("2026-10-05T09:00:00+08:00"));
}

fn round_out(f: &mut Files) {
    f.plan(|plan| {
        plan["reveal_by"] = json!("2026-10-05T09:00:00+08:00");
        for source in [2, 3] {
            plan["sources"][source]["when"] = json!("2026-10-06T09:00:00+08:00");
        }
    });
}

fn chain_unknown(f: &mut Files) {
    f.plan(|plan| plan["sources"][2]["form"] = json!({"drand": "0".repeat(64), "round": 9}));
}

fn stratum_twice(f: &mut Files) {
    f.plan(|plan| plan["parts"][0]["strata"][1] = plan["parts"][0]["strata"][0].clone());
}

fn exclusions(f: &mut Files) {
    f.plan(|plan| plan["parts"][0]["excluded"]["checked-recently"] = json!(1));
}

/// The catch-all stratum takes every class.
fn overlap(f: &mut Files) {
    f.plan(|plan| {
        let strata = plan["parts"][0]["strata"].as_array_mut().unwrap();
        strata.last_mut().unwrap()["classes"] = json!([]);
    });
}

fn rate_only(f: &mut Files) {
    let ceremony = f.0[SEED].clone();
    f.plan(|plan| plan["parts"][0]["strata"][0]["rate"] = json!("0.5"));
    f.bytes(SEED, |bytes| *bytes = ceremony);
}

/// Changes one field of the second data row of a frame, all digests anew.
fn cell(f: &mut Files, part: &str, column: usize, value: &str) {
    let name = format!("frames/{part}.csv");
    f.edit_rows::<6>(&name, |rows| rows[1][column] = value.into());
    f.refreeze();
}

fn other_stratum(f: &mut Files) {
    f.edit_rows::<6>(P1, |rows| {
        let other = rows.iter().map(|row| row[4].clone()).find(|stratum| *stratum != rows[1][4]).unwrap();
        rows[1][4] = other;
    });
    f.refreeze();
}

fn one_more_exclusion(f: &mut Files) {
    f.edit_rows::<6>(P1, |rows| {
        rows.iter_mut().find(|row| row[5].is_empty()).unwrap()[5] = "checked-recently".into();
    });
    f.refreeze();
}

/// Changes a field in the second frame of an entity that stands in the first too.
fn second_frame(f: &mut Files, column: usize, value: &str) {
    let first = f.rows::<6>(P1);
    f.edit_rows::<6>("frames/p2.csv", |rows| {
        let both = |row: &&mut [String; 6]| first.iter().any(|other| other[0] == row[0]);
        rows.iter_mut().find(both).unwrap()[column] = value.into();
    });
    f.refreeze();
}

/// Another area of the same strata.
fn two_areas(f: &mut Files) {
    let area = f.rows::<6>("frames/p2.csv")[0][2].clone();
    second_frame(f, 2, &format!("{area}9"));
}

fn roster(f: &mut Files, change: fn(&mut [String])) {
    f.edit("roster.csv", |lines| change(lines));
}

fn on_leave(lines: &mut [String]) {
    let line = lines.iter_mut().find(|line| line.ends_with(",yes")).unwrap();
    *line = line.replace(",yes", ",leave");
}

fn no_date(lines: &mut [String]) {
    lines[1] = lines[1].replace("2024-01-01", "2024-02-30");
}

fn in_words(lines: &mut [String]) {
    lines[1] = format!("{}休假", lines[1]);
}

/// Changes ceremony.json as text; it stays canonical.
fn text(f: &mut Files, change: fn(String) -> String) {
    f.bytes(SEED, |bytes| *bytes = change(String::from_utf8(std::mem::take(bytes)).unwrap()).into_bytes());
}

/// Puts another character behind a mark.
fn replace_after(text: String, mark: &str, with: &str) -> String {
    let at = text.find(mark).unwrap() + mark.len();
    let with = if text[at..].starts_with(with) { "7" } else { with };
    format!("{}{with}{}", &text[..at], &text[at + 1..])
}

fn withhold(f: &mut Files) {
    f.ceremony(|contributions| {
        contributions[1].value.clear();
        contributions[1].nonce = None;
    });
}
