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
    /// Id of the group that goes, where the department is matched by groups.
    pub group: Option<String>,
    /// 专家 who come along, in byte order.
    pub experts: Vec<String>,
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

/// A candidate with its word of one visit: least (load, word, rank) is dealt.
type Keyed = (u32, u64, u32, u32);

/// Matches one department's visits: deal, then level. `needs` by visit.
pub fn match_department(pool: &Pool<'_>, needs: &[Need]) -> Deal {
    let classes = Classes::new(pool, needs);
    let mut loads = vec![0u32; pool.len()];
    let mut dealt: Vec<Vec<Keyed>> = Vec::with_capacity(needs.len());
    let mut short = Vec::new();
    for (need, class) in needs.iter().zip(&classes.of) {
        let candidates = &classes.lists[*class as usize];
        if candidates.len() < need.team {
            short.push(Short { visit: need.visit, candidates: candidates.len(), needed: need.team });
            dealt.push(Vec::new());
            continue;
        }
        let team = least(keyed(pool, need.visit, candidates, &loads), need.team);
        team.iter().for_each(|(.., inspector)| loads[*inspector as usize] += 1);
        dealt.push(team);
    }
    let mut teams: Vec<Vec<u32>> = dealt.iter().map(|team| team.iter().map(|(.., i)| *i).collect()).collect();
    level(pool, &classes, &mut teams, &mut loads);
    let mut deal = Deal { teams: Vec::with_capacity(needs.len()), short };
    for (((need, class), team), mut seats) in needs.iter().zip(&classes.of).zip(teams).zip(dealt) {
        if team.is_empty() {
            continue;
        }
        if seats.iter().any(|(.., inspector)| !team.contains(inspector)) {
            // Levelling handed the visit on: its words are needed once more.
            let candidates = keyed(pool, need.visit, &classes.lists[*class as usize], &loads);
            seats = candidates.filter(|(.., inspector)| team.contains(inspector)).collect();
        }
        let members = lead_first(pool, seats);
        deal.teams.push(Team { visit: need.visit, members, group: None, experts: Vec::new() });
    }
    deal
}

/// The candidates of a visit (in byte order) with all that orders them.
pub(super) fn keyed(
    pool: &Pool<'_>,
    stream: u64,
    candidates: &[u32],
    loads: &[u32],
) -> impl Iterator<Item = Keyed> {
    let words = pool.words(stream);
    candidates.iter().zip(words).map(|(i, word)| (loads[*i as usize], word, pool.rank[*i as usize], *i))
}

/// The `team` candidates least by (load, word, rank), in that order. Teams are
/// small, so insertion beats any selection.
pub(super) fn least(keyed: impl Iterator<Item = Keyed>, team: usize) -> Vec<Keyed> {
    let mut best: Vec<Keyed> = Vec::with_capacity(team + 1);
    for candidate in keyed {
        if best.len() < team || best.last().is_some_and(|worst| candidate < *worst) {
            let place = best.partition_point(|better| *better < candidate);
            best.insert(place, candidate);
            best.truncate(team);
        }
    }
    best
}

/// Certificate numbers of a team: the member with the least (word, rank)
/// leads, the others follow in byte order.
fn lead_first(pool: &Pool<'_>, mut seats: Vec<Keyed>) -> Vec<String> {
    seats.sort_unstable_by_key(|(.., inspector)| *inspector);
    if let Some(lead) = (0..seats.len()).min_by_key(|i| (seats[*i].1, seats[*i].2)) {
        seats[..=lead].rotate_right(1);
    }
    seats.into_iter().map(|(.., inspector)| pool.name(inspector).to_owned()).collect()
}
