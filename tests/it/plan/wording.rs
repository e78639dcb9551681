//! The item list's own wordings.

use choucha::domain::Rate;
use choucha::draw::document::Round;
use choucha::plan::wording::{Times, Way, YearSoFar, contradicts, contradicts_class, parse, percent, rate};
use proptest::prelude::*;

fn share(value: &str) -> Option<Rate> {
    Some(Rate::parse(value).unwrap())
}

fn way(min: &str, max: &str) -> Way {
    let bound = |value: &str| (!value.is_empty()).then(|| Rate::parse(value).unwrap());
    Way { min: bound(min), max: bound(max), ..Way::default() }
}

fn times(min: u32, max: u32, months: u32) -> Option<Times> {
    let bound = |value: u32| (value > 0).then_some(value);
    Some(Times { min: bound(min), max: bound(max), months })
}

#[test]
fn wordings_of_published_lists() {
    let per_year = |way: Way| Way { per_year: true, ..way };
    let cases = [
        ("不低于3%", way("0.03", "")),
        ("不低于3％", way("0.03", "")),
        ("不低于 ３ ％", way("0.03", "")),
        ("不少于3%", way("0.03", "")),
        ("不得少于企业总数的3%", way("0.03", "")),
        ("至少3%", way("0.03", "")),
        ("≥3%", way("0.03", "")),
        ("3%以上", way("0.03", "")),
        ("抽查比例不低于百分之三", way("0.03", "")),
        ("不低于千分之二", way("0.002", "")),
        ("不超过10%/年", per_year(way("", "0.1"))),
        ("每年不超过10%", per_year(way("", "0.1"))),
        ("年度抽查比例不低于3%", per_year(way("0.03", ""))),
        ("不高于10%", way("", "0.1")),
        ("原则上不超过5%", way("", "0.05")),
        ("控制在5%以内", way("", "0.05")),
        ("2‰", way("0.002", "0.002")),
        ("0.03", way("0.03", "0.03")),
        ("3%-5%", way("0.03", "0.05")),
        ("3-5%", way("0.03", "0.05")),
        ("3％～5％", way("0.03", "0.05")),
        ("3%至5%", way("0.03", "0.05")),
        ("不低于3%，不超过5%", way("0.03", "0.05")),
        ("100%", way("1", "1")),
        ("全覆盖", way("1", "")),
        ("0.5%", way("0.005", "0.005")),
        ("每年2次各10%", Way { times: times(2, 2, 12), ..way("0.1", "0.1") }),
        ("每年1次，每次不低于5%", Way { times: times(1, 1, 12), ..way("0.05", "") }),
        ("每2年不超过1次", Way { times: times(0, 1, 24), ..Way::default() }),
        ("每两年不超过一次", Way { times: times(0, 1, 24), ..Way::default() }),
        ("两年一次", Way { times: times(1, 1, 24), ..Way::default() }),
        ("每年不少于2次", Way { times: times(2, 0, 12), ..Way::default() }),
        ("每年1-2次", Way { times: times(1, 2, 12), ..Way::default() }),
        ("每季度1次", Way { times: times(1, 1, 3), ..Way::default() }),
        ("每半年至少1次", Way { times: times(1, 0, 6), ..Way::default() }),
        ("3年全覆盖", Way { times: times(1, 0, 36), ..Way::default() }),
        ("不定期", Way::default()),
        ("", Way::default()),
    ];
    for (words, expected) in cases {
        let rule = parse(words).unwrap_or_else(|fault| panic!("{words}: {fault}"));
        assert_eq!(rule.ways, [expected], "{words}");
        assert!(rule.classes.is_empty());
        assert_eq!(rule.wording, words);
    }
}

#[test]
fn alternatives_and_classes() {
    let rule = parse("每年1次20%;或者每年2次各10%").unwrap();
    let expected = [
        Way { times: times(1, 1, 12), ..way("0.2", "0.2") },
        Way { times: times(2, 2, 12), ..way("0.1", "0.1") },
    ];
    assert_eq!(rule.ways, expected);

    let rule = parse("A类不超过5%，B类5%-20%，C、D类不低于21%").unwrap();
    assert_eq!(rule.ways, [Way::default()]);
    assert_eq!(rule.classes["A"], way("", "0.05"));
    assert_eq!(rule.classes["B"], way("0.05", "0.2"));
    assert_eq!(rule.classes["C"], way("0.21", ""));
    assert_eq!(rule.classes["D"], way("0.21", ""));
}

#[test]
fn what_is_not_understood_is_quoted() {
    for (words, rest) in [("约5%左右", "约5%左右"), ("不低于3%的重点企业", "重点企业"), ("3% maybe", "maybe")]
    {
        let fault = parse(words).unwrap_err();
        assert_eq!(fault.id, "plan-wording-unknown", "{words}");
        assert_eq!(fault.arg("wording").unwrap(), words);
        assert_eq!(fault.arg("rest").unwrap(), rest);
    }
    for words in [
        "不低于",
        "3",
        "1次2次",
        "5%-3%",
        "不低于3%不低于5%",
        "不低于120%",
        "不低于5%，不超过3%",
        "或者",
        "不低于3%-5%",
        "每2年10%",
        "各",
        "A类",
        "0.0000000001%",
        "3.%",
    ] {
        let fault = parse(words).unwrap_err();
        assert!(fault.id.starts_with("plan-wording-"), "{words}");
        assert_eq!(fault.arg("wording").unwrap(), words);
    }
}

#[test]
fn a_rate_within_several_years_must_be_read_by_the_plan() {
    for (words, example) in
        [("每2年10%", "每年5%"), ("每两年不低于5%", "每年不低于2.5%"), ("每3年不超过30%", "每年不超过10%")]
    {
        let fault = parse(words).unwrap_err();
        assert_eq!((fault.id, fault.arg("example").unwrap().as_str()), ("plan-wording-years", example));
        assert!(parse(example).is_ok(), "{example}");
    }
    assert!(parse("每2年1次，每次10%").is_ok(), "each draw has its rate");
}

#[test]
fn rates_of_a_plan() {
    let read = |words| rate(words).map(|(rate, round)| (rate.to_string(), round));
    assert_eq!(read("3%").unwrap(), ("0.03".into(), None));
    assert_eq!(read("0.03").unwrap(), ("0.03".into(), None));
    assert_eq!(read("0.030").unwrap(), ("0.03".into(), None));
    assert_eq!(read("2‰").unwrap(), ("0.002".into(), None));
    assert_eq!(read("不低于3％").unwrap(), ("0.03".into(), Some(Round::Up)));
    assert_eq!(read("不超过10%").unwrap(), ("0.1".into(), Some(Round::Down)));
    assert_eq!(read("全覆盖").unwrap(), ("1".into(), None));
    assert_eq!(read("1").unwrap(), ("1".into(), None));
    for words in ["", "3", "3%-5%", "每年2次各10%", "A类3%", "120%", "-1%", "三成"] {
        assert_eq!(rate(words).unwrap_err().id, "plan-wording-rate", "{words}");
    }
}

#[test]
fn a_plan_keeps_to_the_list_or_is_told() {
    let fault = |words: &str, planned: &str, year: YearSoFar, more: bool, key: bool| {
        contradicts(&parse(words).unwrap(), Rate::parse(planned).unwrap(), &year, more, key)
            .map(|text| text.id)
    };
    let none = YearSoFar::default();
    let year = |draws, billionths| YearSoFar { draws, billionths };
    assert_eq!(fault("不低于3%", "0.03", none, false, false), None);
    assert_eq!(fault("不低于3%", "0.029999999", none, false, false), Some("plan-wording-below"));
    assert_eq!(fault("不低于3%", "0.01", none, true, false), None, "later quarters follow");
    assert_eq!(fault("不低于3%", "0.01", year(3, 20_000_000), false, false), None, "the year reaches it");
    assert_eq!(fault("不超过10%", "0.1", none, false, false), None);
    assert_eq!(fault("不超过10%", "0.11", none, false, false), Some("plan-wording-above"));
    assert_eq!(fault("不超过10%", "0.11", none, false, true), None, "key items have no ceiling");
    assert_eq!(fault("不超过10%", "0.06", year(1, 60_000_000), false, false), None);
    assert_eq!(fault("不超过10%/年", "0.06", year(1, 60_000_000), false, false), Some("plan-wording-above"));
    assert_eq!(fault("每年2次各10%", "0.1", year(1, 100_000_000), false, false), None);
    assert_eq!(fault("每年2次各10%", "0.1", year(2, 200_000_000), false, false), Some("plan-wording-often"));
    assert_eq!(fault("每年2次各10%", "0.05", none, true, false), Some("plan-wording-below"));
    assert_eq!(fault("每年1次20%;或者每年2次各10%", "0.2", none, false, false), None);
    assert_eq!(fault("每年1次20%;或者每年2次各10%", "0.1", none, false, false), None);
    assert_eq!(fault("每年1次20%;或者每年2次各10%", "0.15", none, false, false), Some("plan-wording-below"));
    assert_eq!(fault("每季度1次", "0.1", year(4, 0), false, false), Some("plan-wording-often"));
    assert_eq!(fault("每2年不超过1次", "0.1", year(1, 0), false, false), None, "caps entities, not draws");

    let rule = parse("A类不超过5%，D类不低于60%").unwrap();
    let class = |class: &str, planned: &str| {
        contradicts_class(&rule, class, Rate::parse(planned).unwrap(), &none, false, false)
            .map(|text| text.id)
    };
    assert_eq!(class("A", "0.06"), Some("plan-wording-above"));
    assert_eq!(class("D", "0.5"), Some("plan-wording-below"));
    assert_eq!(class("B", "1"), None);
}

#[test]
fn what_a_rule_asks_of_frames_and_rounding() {
    assert_eq!(parse("每2年不超过1次").unwrap().entity_cap(), times(0, 1, 24));
    assert_eq!(parse("每年2次各10%").unwrap().entity_cap(), None);
    assert_eq!(parse("每年1次").unwrap().entity_cap(), None);
    assert_eq!(parse("不低于3%").unwrap().round(), Some(Round::Up));
    assert_eq!(parse("不超过10%").unwrap().round(), Some(Round::Down));
    assert_eq!(parse("5%").unwrap().round(), Some(Round::Fair));
    assert_eq!(parse("不定期").unwrap().round(), None);
    assert_eq!(percent(share("0.002").unwrap()), "0.2%");
    assert_eq!(percent(share("1").unwrap()), "100%");
}

/// Rates that a person could write, times bounds, periods.
fn ways() -> impl Strategy<Value = Way> {
    let rates = prop::option::of((0u64..=1_000_000_000, 0u64..=1_000_000_000));
    let counts = prop::option::of((1u32..9, 1u32..9, prop::sample::select(vec![1u32, 3, 4, 6, 12, 24, 36])));
    (rates, counts, 0..3u8, 0..3u8, any::<bool>()).prop_map(|(rates, counts, open, many, yearly)| {
        let rate = |value| Rate::from_billionths(value);
        let (min, max) = match rates {
            None => (None, None),
            Some((a, b)) => match open {
                0 => (rate(a), None),
                1 => (None, rate(a)),
                _ => (rate(a.min(b)), rate(a.max(b))),
            },
        };
        let times = counts.map(|(a, b, months)| match many {
            0 => Times { min: Some(a), max: None, months },
            1 => Times { min: None, max: Some(a), months },
            _ => Times { min: Some(a.min(b)), max: Some(a.max(b)), months },
        });
        let per_year = yearly && times.is_none() && (min.is_some() || max.is_some());
        Way { min, max, per_year, times }
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back(way in ways(), other in ways()) {
        let words = way.to_string();
        prop_assert_eq!(parse(&words).unwrap().ways, vec![way], "{}", words);
        if way != Way::default() && other != Way::default() {
            let both = format!("{way}；或者{other}");
            prop_assert_eq!(parse(&both).unwrap().ways, vec![way, other], "{}", both);
        }
        // Full-width forms say the same.
        let wide: String = words.chars().map(|c| match c {
            '!'..='~' => char::from_u32(c as u32 + 0xFEE0).unwrap(),
            c => c,
        }).collect();
        prop_assert_eq!(parse(&wide).unwrap().ways, vec![way], "{}", wide);
    }

    #[test]
    fn nothing_makes_it_panic(words in "[不低于超过每年次各或者%‰0-9.;，A类全覆盖~至少/ ]{0,12}") {
        if let Ok(rule) = parse(&words) {
            prop_assert!(!rule.ways.is_empty());
            let _ = (rule.entity_cap(), rule.round());
            let _ = contradicts(&rule, Rate::from_billionths(30_000_000).unwrap(), &YearSoFar::default(), false, false);
        }
        let _ = rate(&words);
    }
}
