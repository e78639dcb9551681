//! Deal: visits in order, each to its least loaded candidates (protocol §4).

use super::level::level;
use super::pool::{Classes, Need, Pool};

/// A department's team for one visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Number of the visit.
    pub visit: u64,
    /// Certificate numbers: the lead, then the members in byte order.
    pub members: Vec<String>,
}

/// A visit for which a department had too few candidates: a row of
/// `short.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    /// Number of the visit.
    pub visit: u64,
    /// How many candidates there were.
    pub candidates: usize,
    /// How many the team needed.
    pub needed: usize,
}

/// A department's outcome.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deal {
    /// Teams by visit.
    pub teams: Vec<Team>,
    /// Visits without a team, by visit.
    pub short: Vec<Short>,
}

/// Matches one department's visits: deal, then level. `needs` by visit.
pub fn match_department(pool: &Pool<'_>, needs: &[Need]) -> Deal {
    let classes = Classes::new(pool, needs);
    let mut loads = vec![0u32; pool.len()];
    let mut teams: Vec<Vec<u32>> = Vec::with_capacity(needs.len());
    let mut short = Vec::new();
    for (need, class) in needs.iter().zip(&classes.of) {
        let candidates = &classes.lists[*class as usize];
        if candidates.len() < need.team {
            short.push(Short { visit: need.visit, candidates: candidates.len(), needed: need.team });
            teams.push(Vec::new());
            continue;
        }
        let words = pool.words(need.visit, candidates.len());
        let team = least(pool, candidates, &words, &loads, need.team);
        team.iter().for_each(|inspector| loads[*inspector as usize] += 1);
        teams.push(team);
    }
    level(pool, &classes, &mut teams, &mut loads);
    let dealt = needs.iter().zip(&classes.of).zip(teams).filter(|(_, team)| !team.is_empty());
    let teams = dealt
        .map(|((need, class), team)| {
            let members = lead_first(pool, need.visit, &classes.lists[*class as usize], team);
            Team { visit: need.visit, members }
        })
        .collect();
    Deal { teams, short }
}

/// The `team` candidates least by (load, word, rank), in that order.
pub(super) fn least(
    pool: &Pool<'_>,
    candidates: &[u32],
    words: &[u64],
    loads: &[u32],
    team: usize,
) -> Vec<u32> {
    let mut keyed: Vec<(u32, u64, u32, u32)> = (candidates.iter().zip(words))
        .map(|(i, word)| (loads[*i as usize], *word, pool.rank[*i as usize], *i))
        .collect();
    if team < keyed.len() {
        keyed.select_nth_unstable(team);
        keyed.truncate(team);
    }
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, _, _, inspector)| inspector).collect()
}

/// Certificate numbers of a team: the member with the least (word, rank) of
/// its visit leads, the others follow in byte order. `candidates` are the
/// visit's, in byte order.
fn lead_first(pool: &Pool<'_>, visit: u64, candidates: &[u32], mut team: Vec<u32>) -> Vec<String> {
    let words = pool.words(visit, candidates.len());
    let word = |inspector: u32| candidates.binary_search(&inspector).map_or(u64::MAX, |place| words[place]);
    team.sort_unstable();
    if let Some(lead) = (0..team.len()).min_by_key(|i| (word(team[*i]), pool.rank[team[*i] as usize])) {
        team[..=lead].rotate_right(1);
    }
    team.into_iter().map(|inspector| pool.name(inspector).to_owned()).collect()
}
