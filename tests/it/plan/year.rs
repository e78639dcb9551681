//! A year laid over its quarters: sums, bounds, wordings, chances.

use std::collections::BTreeSet;

use choucha::domain::calendar::{parse_date, parse_instant};
use choucha::domain::{Digest, Item, Rate, Text};
use choucha::draw::document::{Base, Part, Round, Stratum};
use choucha::draw::quota::{Count, quotas};
use choucha::draw::selection::{Codes, FrameRows, select};
use choucha::plan::items::in_force;
use choucha::plan::year::{Dates, Laid, Ledger, Pace, PartInput, StratumDraw, StratumInput, lay, pace};
use choucha::plan::{PlanSpec, Size};
use proptest::prelude::*;

use super::item;

fn stratum(n: usize, rate: u64, round: Round) -> Stratum {
    Stratum {
        stratum: format!("s{n}"),
        areas: vec!["*".into()],
        classes: vec![],
        rate: Rate::from_billionths(rate),
        round: Some(round),
        base: Some(Base::All),
        count: None,
        min: None,
        max: None,
        reserves: 0,
    }
}

/// The sheet of strata with these rows, of which those drawn before cannot be
/// drawn again.
fn sheet(strata: &[Stratum], rows: &[u64], ledger: &Ledger, pace: Pace, quarter: u32) -> Laid {
    let input = |(stratum, rows): (&'_ Stratum, &u64)| {
        let drawn = ledger.drawn("p", &stratum.stratum).min(*rows);
        (drawn, rows - drawn)
    };
    let strata = strata.iter().zip(rows).map(|(stratum, rows)| {
        let (drawn, eligible) = input((stratum, rows));
        StratumInput { stratum, rows: *rows, eligible, drawn }
    });
    lay(&PartInput { part: "p", strata: strata.collect(), pace, ceiling: None }, ledger, quarter)
}

/// Enters what a quarter planned as drawn; its numbers.
fn take(laid: &Laid, quarter: u32, ledger: &mut Ledger) -> Vec<u64> {
    let drawn = laid.strata.iter().map(|year| StratumDraw {
        quarter,
        part: "p".into(),
        stratum: year.stratum.clone(),
        rows: year.rows,
        eligible: year.eligible,
        drawn: year.planned[quarter as usize - 1],
    });
    ledger.strata.extend(drawn.collect::<Vec<_>>());
    laid.strata.iter().map(|year| year.planned[quarter as usize - 1]).collect()
}

fn ids(notes: &[Text]) -> BTreeSet<String> {
    notes
        .iter()
        .map(Text::to_string)
        .map(|told| told.split(['(', ' ', '{']).next().unwrap().to_owned())
        .collect()
}

fn part(strata: Vec<Stratum>, rows: u64) -> Part {
    Part {
        part: "p".into(),
        department: "d".into(),
        items: vec![],
        competences: vec![],
        team: 2,
        rows,
        sha256: Digest::of(b""),
        root: Digest::of(b""),
        excluded: Default::default(),
        scope: serde_json::json!({}),
        strata,
        more: Default::default(),
    }
}

proptest! {
    /// With an unchanged registry a year draws exactly what one draw would,
    /// evenly, and none of the sheets in between changes its mind.
    #[test]
    fn a_quiet_year_is_one_draw_in_four(
        sizes in prop::collection::vec((0u64..900, 0u64..=300_000_000, any::<bool>(), 0u64..4), 1..7),
        missed in prop::option::of(1u32..4),
    ) {
        let strata: Vec<Stratum> = sizes.iter().enumerate().map(|(n, (_, rate, up, min))| Stratum {
            min: Some(*min).filter(|min| *min > 0),
            ..stratum(n, *rate, if *up { Round::Up } else { Round::Down })
        }).collect();
        let rows: Vec<u64> = sizes.iter().map(|(rows, ..)| *rows).collect();
        let mut ledger = Ledger::default();
        let first = sheet(&strata, &rows, &ledger, Pace::default(), 1);
        let mut drawn = Vec::new();
        for quarter in (1..=4).filter(|quarter| missed != Some(*quarter)) {
            let laid = sheet(&strata, &rows, &ledger, Pace::default(), quarter);
            let numbers = take(&laid, quarter, &mut ledger);
            if missed.is_none() {
                let planned: Vec<u64> = first.strata.iter().map(|year| year.planned[quarter as usize - 1]).collect();
                prop_assert_eq!(&numbers, &planned);
            }
            drawn.push(numbers);
        }
        let counts: Vec<Count> = rows.iter().map(|rows| Count { rows: *rows, eligible: *rows }).collect();
        let once = quotas(&part(strata, rows.iter().sum()), &Digest::of(b"any"), &counts);
        for (s, quota) in once.iter().enumerate() {
            let own: Vec<u64> = drawn.iter().map(|numbers| numbers[s]).collect();
            prop_assert_eq!(own.iter().sum::<u64>(), *quota);
            if missed.is_none() {
                prop_assert!(own.iter().max().unwrap() - own.iter().min().unwrap() <= 1, "{:?}", own);
            }
        }
    }

    /// Whatever the registry does, minima are reached and ceilings never
    /// passed by a draw; where one cannot be it is told.
    #[test]
    fn a_restless_year_keeps_its_bounds(
        sizes in prop::collection::vec((prop::collection::vec(0u64..900, 4), 0u64..=200_000_000, any::<bool>()), 1..6),
        weights in prop::collection::vec(0u64..4, 4),
    ) {
        let strata: Vec<Stratum> = sizes.iter().enumerate()
            .map(|(n, (_, rate, up))| stratum(n, *rate, if *up { Round::Up } else { Round::Down })).collect();
        let pace = Pace { weights: weights.try_into().unwrap(), each: None };
        let mut ledger = Ledger::default();
        let mut last = Laid::default();
        for quarter in 1..=4 {
            let rows: Vec<u64> = sizes.iter().map(|(rows, ..)| rows[quarter - 1]).collect();
            last = sheet(&strata, &rows, &ledger, pace, quarter as u32);
            for (s, number) in take(&last, quarter as u32, &mut ledger).into_iter().enumerate() {
                let (bases, rate, up) = &sizes[s];
                // A stratum that nobody is in is none.
                let least = bases[..quarter].iter().copied().filter(|rows| *rows > 0).min();
                let ceiling = least.unwrap_or(0) * rate / Rate::ONE;
                if !up && number > 0 {
                    prop_assert!(ledger.drawn("p", &strata[s].stratum) <= ceiling);
                }
                prop_assert!(number <= rows[s]);
            }
        }
        for (s, (bases, rate, up)) in sizes.iter().enumerate() {
            let drawn = ledger.drawn("p", &strata[s].stratum);
            let most = bases.iter().max().unwrap();
            let told = ids(&last.notes);
            if *up && !told.contains("plan-year-short") {
                prop_assert_eq!(drawn, (most * rate).div_ceil(Rate::ONE));
            }
            let least = bases.iter().filter(|rows| **rows > 0).min().copied().unwrap_or(0);
            if !up && drawn > least * rate / Rate::ONE {
                prop_assert!(told.contains("plan-year-over"), "{:?}", told);
            }
        }
    }
}

#[test]
fn exact_rates_keep_the_parts_sum() {
    let strata: Vec<Stratum> = (0..9).map(|n| stratum(n, 50_000_000, Round::Fair)).collect();
    let laid = sheet(&strata, &[30; 9], &Ledger::default(), Pace::default(), 1);
    // 13.5 in all, 1.5 each.
    assert_eq!(laid.strata.iter().map(|year| year.quota).sum::<u64>(), 14);
    assert!(laid.strata.iter().all(|year| (1..=2).contains(&year.quota)));
    let by_quarter: Vec<u64> = (0..4).map(|k| laid.strata.iter().map(|year| year.planned[k]).sum()).collect();
    assert_eq!(by_quarter, [3, 4, 3, 4]);
}

#[test]
fn a_ceiling_on_the_part_wins_over_its_strata_and_is_told() {
    let strata = [stratum(0, 50_000_000, Round::Up), stratum(1, 50_000_000, Round::Up)];
    let mut ledger = Ledger::default();
    let mut input = PartInput {
        part: "p",
        strata: vec![],
        pace: Pace::default(),
        ceiling: Rate::from_billionths(60_000_000),
    };
    let with = |rows: u64| {
        strata.iter().map(|s| StratumInput { stratum: s, rows, eligible: rows, drawn: 0 }).collect()
    };
    input.strata = with(1000);
    let laid = lay(&input, &ledger, 1);
    assert!(laid.notes.is_empty());
    take(&laid, 1, &mut ledger);
    // Half of the firms go: 100 were to be drawn as a minimum, 60 may be.
    input.strata = with(500);
    let laid = lay(&input, &ledger, 2);
    assert_eq!(ids(&laid.notes).into_iter().collect::<Vec<_>>(), ["plan-year-conflict"]);
    assert_eq!(laid.strata.iter().map(|year| year.quota).sum::<u64>(), 60);
    for quarter in 2..=4 {
        let laid = lay(&input, &ledger, quarter);
        take(&laid, quarter, &mut ledger);
    }
    assert_eq!(ledger.of_part("p"), 60);
}

#[test]
fn strata_appear_and_vanish() {
    let strata = [stratum(0, 100_000_000, Round::Up), stratum(1, 100_000_000, Round::Up)];
    let mut ledger = Ledger::default();
    take(&sheet(&strata[..1], &[200], &ledger, Pace::default(), 1), 1, &mut ledger);
    let laid = sheet(&strata, &[200, 80], &ledger, Pace::default(), 2);
    take(&laid, 2, &mut ledger);
    assert_eq!((ledger.drawn("p", "s0"), ledger.drawn("p", "s1")), (10, 4));
    let laid = sheet(&strata[1..], &[80], &ledger, Pace::default(), 4);
    assert!(ids(&laid.notes).contains("plan-year-gone"));
    assert_eq!((laid.strata[1].stratum.as_str(), laid.strata[1].quota, laid.strata[1].left), ("s0", 10, 0));
    take(&laid, 4, &mut ledger);
    assert_eq!((ledger.drawn("p", "s0"), ledger.drawn("p", "s1")), (10, 8));
}

fn dates() -> Dates {
    Dates {
        quarter: 1,
        cutoff: parse_date("2026-01-04").unwrap(),
        window: ["2026-01-15", "2026-03-31"].map(|day| parse_date(day).unwrap()),
        reveal_by: parse_instant("2026-01-12T17:00:00+08:00").unwrap(),
        when: parse_instant("2026-01-12T21:30:00+08:00").unwrap(),
    }
}

fn year(part: &str) -> String {
    format!(
        "plan = \"Y\"\ntitle = \"年度\"\n[[source]]\nname = \"lottery\"\nkind = \"public\"\ndescribe = \"双色球\"\n\
         form = {{ count = 7, width = 2 }}\n[[part]]\nname = \"p1\"\ndepartment = \"市场监管局\"\nitems = [\"X1\"]\n{part}"
    )
}

fn paced(item: &Item, part: &str) -> Result<Pace, Text> {
    let (spec, _) = PlanSpec::parse_year(&year(part), "年度.toml", &dates()).unwrap();
    let all = [item.clone()];
    let (items, faults) = in_force(&spec, &spec.parts[0], &all);
    assert!(faults.is_empty(), "{faults:?}");
    pace(&spec.parts[0], &items)
}

#[test]
fn wordings_give_quarters_and_rates() {
    let of = |wording: &str, frequency: &str, rate: &str| {
        let item = Item { frequency: frequency.into(), ..item("X1", wording) };
        paced(&item, &format!("strata = {{ name = \"全部\", rate = \"{rate}\" }}"))
    };
    let even = Pace::default();
    let [one, two] = [1, 2].map(Pace::of_draws);
    assert_eq!((one.weights, two.weights), ([1, 0, 0, 0], [1, 0, 1, 0]));
    assert_eq!((Pace::of_draws(3).weights, Pace::of_draws(4).weights), ([1, 1, 1, 0], [1; 4]));
    assert_eq!(of("不低于5%", "", "5%").unwrap(), even);
    assert_eq!(of("每年2次各10%", "", "10%").unwrap(), Pace { each: Some(1), ..two });
    assert_eq!(of("每年2次各10%", "", "20%").unwrap(), Pace { each: Some(2), ..two });
    let either = "每年1次20%;或者每年2次各10%";
    assert_eq!(of(either, "", "20%").unwrap(), Pace { each: Some(1), ..one });
    assert_eq!(of(either, "", "10%").unwrap(), Pace { each: Some(1), ..two });
    assert_eq!(of("不低于5%", "每年2次", "5%").unwrap(), two);
    assert_eq!(of("不低于5%", "每年1次", "5%").unwrap(), one);
    assert!(of("每年2次各10%", "", "7%").unwrap_err().to_string().contains("plan-year-wording"));
    // What the plan says itself goes before.
    let own =
        paced(&item("X1", "不低于5%"), "weights = [1, 1, 2, 0]\nstrata = { name = \"全部\", rate = \"5%\" }");
    assert_eq!(own.unwrap().weights, [1, 1, 2, 0]);
    let own = paced(
        &item("X1", "不低于5%"),
        "quarters = [2, 4]\neach = true\nstrata = { name = \"全部\", rate = \"5%\" }",
    );
    assert_eq!(own.unwrap(), Pace { weights: [0, 1, 0, 1], each: Some(1) });
}

#[test]
fn every_draw_of_a_frequency_takes_its_own_base() {
    let strata = [stratum(0, 100_000_000, Round::Up)];
    let pace = Pace { each: Some(1), ..Pace::of_draws(2) };
    let mut ledger = Ledger::default();
    let laid = sheet(&strata, &[200], &ledger, pace, 1);
    assert_eq!((laid.strata[0].planned, laid.strata[0].quota), ([20, 0, 20, 0], 40));
    take(&laid, 1, &mut ledger);
    let laid = sheet(&strata, &[255], &ledger, pace, 3);
    assert_eq!((laid.strata[0].planned, laid.strata[0].quota), ([0, 0, 26, 0], 46));
    // Half of 20 % each comes to the same.
    let twenty = [stratum(0, 200_000_000, Round::Up)];
    let laid = sheet(&twenty, &[255], &Ledger::default(), Pace { each: Some(2), ..pace }, 1);
    assert_eq!(laid.strata[0].planned, [26, 0, 26, 0]);
    let missed = sheet(&strata, &[200], &Ledger::default(), pace, 2);
    assert!(ids(&missed.notes).contains("plan-year-missed"));
}

#[test]
fn faults_of_a_years_plan_are_told_with_their_lines() {
    let told = |part: &str| {
        let faults = PlanSpec::parse_year(&year(part), "年度.toml", &dates()).unwrap_err();
        faults.iter().map(Text::to_string).collect::<Vec<_>>().join("\n")
    };
    let strata = "strata = { name = \"全部\", rate = \"5%\" }";
    for (wrong, field) in [
        ("weights = [1, 2]", "weights"),
        ("weights = [0, 0, 0, 0]", "weights"),
        ("quarters = [5]", "quarters"),
        ("quarters = []", "quarters"),
        ("quarters = [1]\nweights = [1, 1, 1, 1]", "weights"),
        ("quarters = \"一\"", "quarters"),
        ("quartes = [1]", "quartes"),
    ] {
        assert!(told(&format!("{wrong}\n{strata}")).contains(field), "{wrong}");
    }
    let late = format!("cutoff = \"2026-01-01\"\n{}", year(strata));
    assert!(PlanSpec::parse_year(&late, "年度.toml", &dates()).is_err());
    // A plan of a quarter does not take what is the year's.
    assert!(PlanSpec::parse(&super::plan(&format!("each = true\n{strata}")), "计划.toml").is_err());
    // Its own dates go before those of the day.
    let own = year(strata).replacen("[[source]]", "[[dates]]\nquarter = 1\ncutoff = \"2026-01-09\"\n[[dates]]\nquarter = 2\ncutoff = \"2026-04-09\"\n[[source]]", 1);
    let (spec, found) = PlanSpec::parse_year(&own, "年度.toml", &dates()).unwrap();
    assert_eq!(
        (spec.cutoff, found.cutoff, spec.window),
        (parse_date("2026-01-09").unwrap(), spec.cutoff, dates().window)
    );
    assert!(matches!(spec.parts[0].strata[0].quota.as_ref().unwrap().size, Size::Rate(..)));
}

/// Over the year every firm of a stratum has the same chance: the firms drawn
/// in four goes over many seeds, by chi-square.
#[test]
fn chances_of_a_year_are_equal() {
    const FIRMS: usize = 60;
    const YEARS: u64 = 2000;
    let strata = [stratum(0, 150_000_000, Round::Up)];
    let mut hits = [0_u64; FIRMS];
    let mut by_quarter = [[0_u64; FIRMS]; 4];
    for run in 0..YEARS {
        let mut ledger = Ledger::default();
        let mut eligible = vec![true; FIRMS];
        for quarter in 1..=4_u32 {
            let laid = sheet(&strata, &[FIRMS as u64], &ledger, Pace::default(), quarter);
            let count = take(&laid, quarter, &mut ledger)[0];
            let mut codes = Codes::default();
            (0..FIRMS).for_each(|n| codes.push(&format!("F{n:03}")));
            let frame = FrameRows { codes, strata: vec![0; FIRMS], eligible: eligible.clone() };
            let own =
                Stratum { rate: None, round: None, base: None, count: Some(count), ..strata[0].clone() };
            let seed = Digest::of(format!("{run}/{quarter}").as_bytes());
            for drawn in &select(&part(vec![own], FIRMS as u64), &seed, &frame)[0].drawn {
                assert!(std::mem::replace(&mut eligible[drawn.row], false), "drawn twice");
                hits[drawn.row] += 1;
                by_quarter[quarter as usize - 1][drawn.row] += 1;
            }
        }
        assert_eq!(eligible.iter().filter(|left| !**left).count(), 9);
    }
    // Drawing without replacement: the variance is N·p·(1 − p), so the sum of
    // squares over it, times (n − 1)/n, has n − 1 = 59 degrees of freedom;
    // 103.4 is passed once in three thousand.
    let chi = |hits: &[u64; FIRMS], drawn: f64| {
        let p = drawn / FIRMS as f64;
        let mean = YEARS as f64 * p;
        let squares: f64 = hits.iter().map(|hits| (*hits as f64 - mean).powi(2)).sum();
        squares / (mean * (1.0 - p)) * (FIRMS as f64 - 1.0) / FIRMS as f64
    };
    assert!(chi(&hits, 9.0) < 103.4, "{}", chi(&hits, 9.0));
    for hits in by_quarter {
        let drawn = hits.iter().sum::<u64>() as f64 / YEARS as f64;
        assert!(chi(&hits, drawn) < 103.4);
    }
}
