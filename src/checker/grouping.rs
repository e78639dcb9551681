//! The groups of a department matched by groups (protocol §4), found anew from
//! the roster and the department's words.

use std::collections::BTreeMap;

use super::roster::Person;

/// The stream whose words put inspectors into groups, 2⁶⁴−2.
pub const STREAM: u64 = u64::MAX - 1;

/// A group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// `DEPARTMENT#k`.
    pub id: String,
    /// Its inspectors as numbers of the desk, ascending.
    pub members: Vec<u32>,
}

/// A department's groups.
#[derive(Debug, Clone, Default)]
pub struct Grouping {
    /// In byte order of their ids.
    pub groups: Vec<Group>,
    /// Word of each available inspector, by its number; nobody else has one.
    pub words: BTreeMap<u32, u64>,
    /// The group of each inspector who is in one.
    pub of: BTreeMap<u32, usize>,
}

/// Areas and competences, as a set is told from others: elements in byte
/// order, joined by `;`.
type Kind = (String, String);

impl Grouping {
    /// `people` are the available inspectors with their numbers, ascending;
    /// `words` the stream's.
    pub fn new(
        department: &str,
        people: &[(u32, &Person)],
        words: impl Iterator<Item = u64>,
        size: u64,
    ) -> Self {
        let words: BTreeMap<u32, u64> = people.iter().map(|(number, _)| *number).zip(words).collect();
        let mut sets: BTreeMap<Kind, Vec<u32>> = BTreeMap::new();
        for (number, person) in people {
            let kind = (spelled(person.areas.iter()), spelled(person.competences.iter()));
            sets.entry(kind).or_default().push(*number);
        }
        let is_small = |set: &Vec<u32>| (set.len() as u64) < size;
        let most = sets.keys().map(digits).max().unwrap_or(0);
        // From the longest codes to the shortest: what is pooled at one length
        // stands ready when the next shorter one has its turn.
        for length in (1..=most).rev() {
            let here = |kind: &Kind, set: &mut Vec<u32>| digits(kind) == length && is_small(set);
            let few: Vec<(Kind, Vec<u32>)> = sets.extract_if(.., here).collect();
            for ((areas, competences), set) in few {
                let wide: Vec<String> = areas.split(';').map(around).collect();
                sets.entry((spelled(wide.iter()), competences)).or_default().extend(set);
            }
        }
        sets.retain(|_, set| !is_small(set));
        let mut groups = Vec::new();
        for mut set in sets.into_values() {
            set.sort_by_key(|number| (words.get(number), *number));
            let size = usize::try_from(size).unwrap_or(usize::MAX).max(1);
            let runs = set.len() / size;
            for run in 0..runs {
                let end = if run + 1 == runs { set.len() } else { (run + 1) * size };
                let mut members = set[run * size..end].to_vec();
                members.sort_unstable();
                let number = groups.len() + 1;
                groups.push(Group { id: format!("{department}#{number}"), members });
            }
        }
        groups.sort_by(|a, b| a.id.cmp(&b.id));
        let of = (groups.iter().enumerate())
            .flat_map(|(place, group)| group.members.iter().map(move |member| (*member, place)))
            .collect();
        Self { groups, words, of }
    }

    /// Of a team, the inspector with the least word.
    pub fn lead(&self, team: &[u32]) -> Option<u32> {
        team.iter().copied().min_by_key(|number| (self.words.get(number), *number))
    }
}

/// Elements in byte order, each once.
fn spelled<'a>(elements: impl Iterator<Item = &'a String>) -> String {
    let set: std::collections::BTreeSet<&str> = elements.map(String::as_str).collect();
    set.into_iter().collect::<Vec<_>>().join(";")
}

/// Digits of the longest area, 0 where there is only `*` or none.
fn digits(kind: &Kind) -> usize {
    kind.0.split(';').map(|area| area.bytes().filter(u8::is_ascii_digit).count()).max().unwrap_or(0)
}

/// The next wider area: village, township, county, city, province, everywhere.
fn around(area: &str) -> String {
    match area.len() {
        13.. => area[..12].to_owned(),
        10..=12 => area[..9].to_owned(),
        7..=9 => area[..6].to_owned(),
        5..=6 => area[..4].to_owned(),
        3..=4 => area[..2].to_owned(),
        _ => "*".to_owned(),
    }
}
