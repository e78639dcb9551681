//! 专家: asked along beyond the headcount (protocol §4, member `experts`). They
//! never count towards a team, and nobody levels them.

use std::collections::{BTreeMap, BTreeSet};

use super::deal::{Deal, keyed, least};
use super::pool::{Need, Pool};

/// Words of a visit's expert candidates: stream 2⁶² + visit.
pub(super) const EXPERTS: u64 = 1 << 62;

/// Gives each team the experts its visit asks for, as far as there are any;
/// visits in order, each those least by (load, word, rank). A visit without a
/// team has no experts. `needs` by visit.
pub fn invite(pool: &Pool<'_>, needs: &[Need], deal: &mut Deal) {
    if needs.iter().all(|need| need.experts == 0) {
        return;
    }
    let mut loads = vec![0; pool.len()];
    // Visits of one area and one demand have the same candidates, bars aside.
    let mut known: BTreeMap<(&str, &BTreeSet<String>), Vec<u32>> = BTreeMap::new();
    for team in &mut deal.teams {
        let Ok(place) = needs.binary_search_by_key(&team.visit, |need| need.visit) else { continue };
        let need = &needs[place];
        let alike = known
            .entry((&need.area, &need.competences))
            .or_insert_with(|| pool.experts_before_bars(&need.area, &need.competences));
        let candidates = pool.unbarred(alike.clone(), need);
        let mut taken: Vec<u32> = least(keyed(pool, EXPERTS + need.visit, &candidates, &loads), need.experts)
            .into_iter()
            .map(|(.., inspector)| inspector)
            .collect();
        taken.sort_unstable();
        for inspector in taken {
            loads[inspector as usize] += 1;
            team.experts.push(pool.name(inspector).to_owned());
        }
    }
}
