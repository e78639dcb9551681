//! Groups (protocol §4): what they are cut of, how evenly they go, and that
//! nothing but the random words decides among inspectors who are alike.

use std::collections::{BTreeMap, BTreeSet};

use choucha::domain::calendar::parse_date;
use choucha::domain::{Date, Digest};
use choucha::draw::grouping::sets;
use choucha::matching::{Deal, Group, Groups, Need, Pool, RosterRow, invite};
use proptest::prelude::*;

use crate::draw::seed;

const DEPARTMENT: &str = "市场监管局";

fn window() -> [Date; 2] {
    [parse_date("2026-10-08").unwrap(), parse_date("2026-12-20").unwrap()]
}

fn inspector(number: usize, areas: &[&str], competences: &[&str]) -> RosterRow {
    let list = |list: &[&str]| list.iter().map(|element| (*element).to_owned()).collect();
    RosterRow {
        inspector: format!("虚证{number:05}"),
        name: format!("检查员{number}"),
        department: DEPARTMENT.into(),
        areas: list(areas),
        competences: list(competences),
        valid_from: window()[0],
        valid_to: window()[1],
        available: "yes".into(),
    }
}

fn need(visit: u64, area: &str) -> Need {
    Need { visit, area: area.into(), competences: BTreeSet::new(), team: 2, barred: vec![], experts: 0 }
}

fn matched(seed: &Digest, roster: &[RosterRow], needs: &[Need], size: u64) -> (Vec<Group>, Deal) {
    let pool = Pool::new(seed, DEPARTMENT, roster, &window());
    let groups = Groups::new(&pool, DEPARTMENT, &window(), size);
    let deal = groups.match_visits(&pool, needs);
    (groups.list(&pool), deal)
}

const AREAS: [&str; 6] = ["640502001", "640502", "640521", "6405", "64", "*"];
const ABLE: [&[&str]; 3] = [&["类别1"], &["类别2"], &["类别1", "类别2"]];

/// Rosters of few kinds.
fn rosters() -> impl Strategy<Value = Vec<RosterRow>> {
    let person = (prop::sample::subsequence(AREAS.to_vec(), 1..=2), 0..3usize, 0..8u8);
    prop::collection::vec(person, 0..25).prop_map(|people| {
        let row = |(number, (areas, able, fate)): (usize, (Vec<&str>, usize, u8))| {
            let mut row = inspector(number, &areas, ABLE[able]);
            match fate {
                0 => row.available = "leave".into(),
                1 => row.valid_to = parse_date("2026-12-19").unwrap(),
                _ => {}
            }
            row
        };
        people.into_iter().enumerate().map(row).collect()
    })
}

/// Whether an inspector may go, by the rules of §4 for one.
fn may(row: &RosterRow, need: &Need) -> bool {
    row.available == "yes"
        && row.valid_to >= window()[1]
        && need.competences.iter().all(|competence| row.competences.contains(competence))
        && row.areas.iter().any(|scope| scope == "*" || need.area.starts_with(scope.as_str()))
        && !need.barred.contains(&row.inspector)
}

/// Least possible Σ load² by trying every group for every visit.
fn brute(candidates: &[Vec<usize>], loads: &mut Vec<u64>) -> u64 {
    let Some((list, rest)) = candidates.split_first() else { return loads.iter().map(|n| n * n).sum() };
    if list.is_empty() {
        return brute(rest, loads);
    }
    let mut best = u64::MAX;
    for unit in list {
        loads[*unit] += 1;
        best = best.min(brute(rest, loads));
        loads[*unit] -= 1;
    }
    best
}

proptest! {
    #[test]
    fn groups_hold_everybody_they_can(roster in rosters(), size in 1..5u64, number in any::<u64>()) {
        let (groups, _) = matched(&seed(number), &roster, &[], size);
        let size = size as usize;
        let mut seen = BTreeSet::new();
        for group in &groups {
            prop_assert!((size..2 * size).contains(&group.members.len()));
            prop_assert!(group.members.is_sorted());
            let rows: Vec<&RosterRow> =
                group.members.iter().map(|id| roster.iter().find(|row| row.inspector == *id).unwrap()).collect();
            for row in rows {
                prop_assert!(row.available == "yes" && row.valid_to >= window()[1]);
                prop_assert!(seen.insert(&row.inspector), "{} twice", row.inspector);
                prop_assert_eq!(&row.competences, &roster.iter().find(|other| other.inspector == group.members[0]).unwrap().competences);
            }
        }
        // Who is left has too few like themselves in all the land.
        let fit: Vec<&RosterRow> = roster.iter().filter(|row| row.available == "yes" && row.valid_to >= window()[1]).collect();
        let mut left: BTreeMap<&Vec<String>, usize> = BTreeMap::new();
        fit.iter().filter(|row| !seen.contains(&row.inspector)).for_each(|row| *left.entry(&row.competences).or_default() += 1);
        prop_assert!(left.values().all(|count| *count < size));
        let ids: Vec<&String> = groups.iter().map(|group| &group.id).collect();
        prop_assert!(ids.is_sorted());
        let numbers: BTreeSet<String> = (1..=groups.len()).map(|k| format!("{DEPARTMENT}#{k}")).collect();
        prop_assert_eq!(ids.into_iter().cloned().collect::<BTreeSet<_>>(), numbers);
    }

    #[test]
    fn a_group_goes_where_all_its_members_may_and_loads_are_as_even_as_can_be(
        roster in rosters(),
        visits in prop::collection::vec((0..3usize, 0..3usize, prop::collection::vec(0..25usize, 0..3)), 1..7),
        number in any::<u64>(),
    ) {
        let needs: Vec<Need> = visits.iter().zip(1..).map(|((area, able, barred), visit)| Need {
            competences: ABLE[*able][..1].iter().map(|one| (*one).to_owned()).filter(|_| *able < 2).collect(),
            barred: barred.iter().map(|one| format!("虚证{one:05}")).collect(),
            ..need(visit, ["640502001001", "640521", "640502"][*area])
        }).collect();
        let (groups, deal) = matched(&seed(number), &roster, &needs, 2);
        let candidates: Vec<Vec<usize>> = needs.iter().map(|need| {
            let serves = |group: &Group| group.members.iter().all(|id| may(roster.iter().find(|row| row.inspector == *id).unwrap(), need));
            (0..groups.len()).filter(|unit| serves(&groups[*unit])).collect()
        }).collect();
        let mut loads = vec![0u64; groups.len()];
        for team in &deal.teams {
            let unit = groups.iter().position(|group| Some(&group.id) == team.group.as_ref()).unwrap();
            prop_assert!(candidates[team.visit as usize - 1].contains(&unit));
            let members: BTreeSet<&String> = team.members.iter().collect();
            prop_assert_eq!(members, groups[unit].members.iter().collect::<BTreeSet<_>>());
            loads[unit] += 1;
        }
        let short: Vec<(u64, usize, usize)> = deal.short.iter().map(|short| (short.visit, short.candidates, short.needed)).collect();
        let none = needs.iter().zip(&candidates).filter(|(_, list)| list.is_empty());
        prop_assert_eq!(short, none.map(|(need, _)| (need.visit, 0, 1)).collect::<Vec<_>>());
        let squares = loads.iter().map(|n| n * n).sum::<u64>();
        prop_assert_eq!(squares, brute(&candidates, &mut vec![0; groups.len()]));
    }

    /// Sets are the same people, whatever order they and their lists come in.
    #[test]
    fn order_never_matters(roster in rosters(), size in 1..5usize, shuffle in any::<u64>()) {
        let names = |rows: &[RosterRow]| {
            let kinds = rows.iter().map(|row| (row.areas.as_slice(), row.competences.as_slice()));
            let (whole, left) = sets(kinds, size);
            let named = |places: &[usize]| places.iter().map(|place| rows[*place].inspector.clone()).collect::<BTreeSet<_>>();
            (whole.iter().map(|set| named(&set.members)).collect::<Vec<_>>(), named(&left))
        };
        let mut other = roster.clone();
        other.sort_by_key(|row| Digest::of(format!("{shuffle}{}", row.inspector).as_bytes()));
        other.iter_mut().for_each(|row| { row.areas.reverse(); row.competences.reverse() });
        prop_assert_eq!(names(&roster), names(&other));
        let mut same = other.clone();
        same.sort_by(|a, b| a.inspector.cmp(&b.inspector));
        let needs = [need(1, "640502"), need(2, "640521")];
        prop_assert_eq!(matched(&seed(shuffle), &roster, &needs, 2), matched(&seed(shuffle), &same, &needs, 2));
    }

    /// Experts never change a team, and each visit with one gets as many as there are.
    #[test]
    fn experts_come_beyond_the_team(roster in rosters(), experts in 0..4usize, number in any::<u64>()) {
        let mut roster = roster;
        roster.iter_mut().step_by(3).for_each(|row| row.available = "expert".into());
        let needs: Vec<Need> = (1..=6).map(|visit| Need { experts, ..need(visit, "640502") }).collect();
        let pool = Pool::new(&seed(number), DEPARTMENT, &roster, &window());
        let alone = choucha::matching::match_department(&pool, &needs);
        let mut deal = alone.clone();
        invite(&pool, &needs, &mut deal);
        let mut loads: BTreeMap<&String, u64> = BTreeMap::new();
        let able = |row: &&RosterRow| row.available == "expert" && may(&RosterRow { available: "yes".into(), ..(*row).clone() }, &needs[0]);
        let there = roster.iter().filter(able).count();
        for (team, before) in deal.teams.iter().zip(&alone.teams) {
            prop_assert_eq!(&team.members, &before.members);
            prop_assert_eq!(team.experts.len(), experts.min(there));
            team.experts.iter().for_each(|one| *loads.entry(one).or_default() += 1);
        }
        prop_assert!(loads.is_empty() || loads.values().max().unwrap() - loads.values().min().unwrap() <= 1);
    }
}

#[test]
fn inspectors_who_are_alike_have_equal_chances_over_10_000_seeds() {
    let roster: Vec<RosterRow> = (0..7).map(|number| inspector(number, &["*"], &["类别1"])).collect();
    let needs: Vec<Need> = (1..=2).map(|visit| need(visit, "640502")).collect();
    let (mut first, mut leads, mut loads) = ([0u64; 7], [0u64; 7], [0u64; 7]);
    let mut together: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    let place = |id: &String| id[6..].parse::<usize>().unwrap();
    for number in 0..10_000 {
        let (groups, deal) = matched(&seed(number), &roster, &needs, 2);
        assert_eq!(groups.len(), 3);
        for group in &groups {
            let members: Vec<usize> = group.members.iter().map(place).collect();
            for (i, one) in members.iter().enumerate() {
                members[i + 1..].iter().for_each(|other| *together.entry((*one, *other)).or_default() += 1);
            }
        }
        for team in &deal.teams {
            team.members.iter().for_each(|one| loads[place(one)] += 1);
            if team.visit == 1 {
                team.members.iter().for_each(|one| first[place(one)] += 1);
                leads[place(&team.members[0])] += 1;
            }
        }
    }
    let chi = |observed: &[u64]| -> f64 {
        let expected = observed.iter().sum::<u64>() as f64 / observed.len() as f64;
        observed.iter().map(|n| (*n as f64 - expected).powi(2) / expected).sum()
    };
    // 99.9 % quantiles: 22.5 for 6 degrees of freedom, 45.3 for 20. Members of
    // one group are drawn together, so counts are no more scattered than that.
    for observed in [first, leads, loads] {
        assert!(chi(&observed) < 22.5, "{observed:?}");
    }
    assert_eq!(together.len(), 21);
    assert!(chi(&together.into_values().collect::<Vec<_>>()) < 45.3);
}
