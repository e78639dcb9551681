//! Sets of inspectors who may form groups (protocol §4): those with the same
//! areas and competences, small sets pooled by the next wider area. What is
//! decided here needs no random word, so `plan check` asks it too.

use std::collections::BTreeMap;

/// Inspectors of whom groups are cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// Their places in what [`sets`] was given, ascending.
    pub members: Vec<usize>,
    /// Whether they were pooled: then areas differ among them.
    pub pooled: bool,
}

/// Areas and competences, each in byte order and joined by `;`.
type Kind = (String, String);

/// The sets of at least `size` inspectors, in byte order of areas, then
/// competences; and, ascending, who stands in none: sets still too small when
/// their area is `*`. `people` by areas and competences.
pub fn sets<'a>(
    people: impl Iterator<Item = (&'a [String], &'a [String])>,
    size: usize,
) -> (Vec<Set>, Vec<usize>) {
    let mut all: BTreeMap<Kind, Set> = BTreeMap::new();
    for (place, (areas, competences)) in people.enumerate() {
        let kind = (joined(areas), joined(competences));
        let set = all.entry(kind).or_insert(Set { members: Vec::new(), pooled: false });
        set.members.push(place);
    }
    // Narrowest first, so that a county's few find those of the whole city.
    let small = |(kind, set): (&Kind, &Set)| {
        (set.members.len() < size).then(|| longest(&kind.0)).filter(|digits| *digits > 0)
    };
    while let Some(narrowest) = all.iter().filter_map(small).max() {
        let moving: Vec<Kind> = all
            .iter()
            .filter(|entry| small(*entry) == Some(narrowest))
            .map(|(kind, _)| kind.clone())
            .collect();
        for kind in moving {
            let Some(few) = all.remove(&kind) else { continue };
            let wide: Vec<String> = kind.0.split(';').map(|area| wider(area).to_owned()).collect();
            let set = all.entry((joined(&wide), kind.1)).or_insert(Set { members: Vec::new(), pooled: true });
            set.members.extend(few.members);
            set.pooled = true;
        }
    }
    let (mut whole, mut left) = (Vec::new(), Vec::new());
    for mut set in all.into_values() {
        set.members.sort_unstable();
        if set.members.len() < size { left.extend(set.members) } else { whole.push(set) }
    }
    left.sort_unstable();
    (whole, left)
}

/// A list as a set has one spelling.
fn joined(list: &[String]) -> String {
    let mut list: Vec<&str> = list.iter().map(String::as_str).collect();
    list.sort_unstable();
    list.dedup();
    list.join(";")
}

/// Digits of the longest area; 0 for `*` alone and for none.
fn longest(areas: &str) -> usize {
    areas.split(';').filter(|area| *area != "*").map(str::len).max().unwrap_or(0)
}

/// The area around an area: of a village (12 digits) the township (9), then
/// county (6), city (4), province (2), `*`.
pub fn wider(area: &str) -> &str {
    let levels = [12, 9, 6, 4, 2];
    let next = levels.into_iter().find(|digits| *digits < area.len());
    next.and_then(|digits| area.get(..digits)).unwrap_or("*")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(people: &[(&str, &str)], size: usize) -> (Vec<(Vec<usize>, bool)>, Vec<usize>) {
        let list = |text: &str| -> Vec<String> {
            text.split(';').filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        let people: Vec<_> = people.iter().map(|(areas, able)| (list(areas), list(able))).collect();
        let (sets, left) = sets(people.iter().map(|(areas, able)| (areas.as_slice(), able.as_slice())), size);
        (sets.into_iter().map(|set| (set.members, set.pooled)).collect(), left)
    }

    #[test]
    fn areas_widen_level_by_level() {
        let chain = ["640502001002", "640502001", "640502", "6405", "64", "*", "*"];
        chain.windows(2).for_each(|pair| assert_eq!(wider(pair[0]), pair[1]));
        assert_eq!(
            [wider("6405020"), wider("64050"), wider("640"), wider("6")],
            ["640502", "6405", "64", "*"]
        );
    }

    #[test]
    fn small_sets_are_pooled_narrowest_first() {
        // Two counties with one each, and one of the whole city.
        let people = [("640502", "a"), ("640521", "a"), ("6405", "a"), ("6405", "b")];
        assert_eq!(of(&people, 3), (vec![(vec![0, 1, 2], true)], vec![3]));
        // Large sets are left alone unless a small one joins them.
        let people = [("640502", "a"), ("640502", "a"), ("640521", "a"), ("*", "a"), ("*", "a")];
        assert_eq!(of(&people, 2), (vec![(vec![2, 3, 4], true), (vec![0, 1], false)], vec![]));
        assert_eq!(of(&people[..3], 2), (vec![(vec![0, 1], false)], vec![2]));
    }

    #[test]
    fn lists_are_sets_and_widen_as_a_whole() {
        let people = [("640502;640521", "a;b"), ("640521;640502", "b;a"), ("", ""), ("*;640502", "a")];
        assert_eq!(of(&people, 2), (vec![(vec![0, 1], false)], vec![2, 3]));
        assert_eq!(of(&[("640502;640521", "a"), ("6405", "a")], 2), (vec![(vec![0, 1], true)], vec![]));
    }
}
