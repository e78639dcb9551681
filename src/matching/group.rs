//! 编组: inspectors who go together on every visit (protocol §4, `"matching":"group"`).
//!
//! A group counts as one inspector: its competences, areas and bars are those
//! that all its members allow, so the pool of groups is dealt and levelled by
//! the very code that deals inspectors, with teams of one.

use std::borrow::Cow;

use super::deal::{Deal, match_department};
use super::pool::{Need, Pool, RosterRow};
use crate::domain::Date;
use crate::domain::grammar::covers;
use crate::draw::grouping::sets;

/// The stream whose words put inspectors into groups.
const GROUPING: u64 = u64::MAX - 1;

/// A group: a unit that is dealt like an inspector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// `DEPARTMENT#k`.
    pub id: String,
    /// Certificate numbers in byte order.
    pub members: Vec<String>,
}

/// A department's groups.
#[derive(Debug)]
pub struct Groups<'a> {
    /// In byte order of their ids; like inspectors, `inspector` being the id.
    pub(super) units: Pool<'a>,
    /// Members of each unit as inspectors of the department's pool, ascending.
    members: Vec<Vec<u32>>,
    /// Place of each inspector by grouping word; who is not available has none.
    turn: Vec<u32>,
}

impl<'a> Groups<'a> {
    /// Puts a department's inspectors into groups of `size`, its parts'
    /// largest team. `pool` are its inspectors.
    pub fn new(pool: &Pool<'_>, department: &str, window: &[Date; 2], size: u64) -> Self {
        let size = usize::try_from(size).unwrap_or(usize::MAX).max(1);
        let available: Vec<u32> = (0..pool.len() as u32).filter(|i| pool.fit[*i as usize]).collect();
        let mut order: Vec<(u64, u32)> = pool.words(GROUPING).zip(available.iter().copied()).collect();
        order.sort_unstable();
        let mut turn = vec![u32::MAX; pool.len()];
        for (place, (_, inspector)) in (0..).zip(order) {
            turn[inspector as usize] = place;
        }
        let people = available.iter().map(|i| {
            let row = &pool.rows[*i as usize];
            (row.areas.as_slice(), row.competences.as_slice())
        });
        let mut groups: Vec<(String, Vec<u32>)> = Vec::new();
        for set in sets(people, size).0 {
            let mut rest: Vec<u32> = set.members.iter().map(|place| available[*place]).collect();
            rest.sort_unstable_by_key(|inspector| turn[*inspector as usize]);
            while !rest.is_empty() {
                // The remainder joins the last run.
                let last = rest.len() / size < 2;
                let mut group: Vec<u32> = rest.drain(..if last { rest.len() } else { size }).collect();
                group.sort_unstable();
                groups.push((format!("{department}#{}", groups.len() + 1), group));
            }
        }
        groups.sort_unstable();
        let rows = groups.iter().map(|(id, members)| Cow::Owned(row(pool, id, members, window))).collect();
        let units = Pool::of_rows(pool.key, rows, window);
        Self { units, members: groups.into_iter().map(|(_, members)| members).collect(), turn }
    }

    /// The groups in byte order of their ids.
    pub fn list(&self, pool: &Pool<'_>) -> Vec<Group> {
        (0..)
            .zip(&self.members)
            .map(|(unit, members)| Group {
                id: self.units.name(unit).to_owned(),
                members: members.iter().map(|inspector| pool.name(*inspector).to_owned()).collect(),
            })
            .collect()
    }

    /// Matches the department's visits over its groups: `needs` by visit.
    pub fn match_visits(&self, pool: &Pool<'_>, needs: &[Need]) -> Deal {
        let needs: Vec<Need> = needs.iter().map(|need| self.need(pool, need)).collect();
        let mut deal = match_department(&self.units, &needs);
        for team in &mut deal.teams {
            team.group = team.members.first().cloned();
            let unit = team.group.as_deref().and_then(|id| self.units.find(id));
            team.members = unit.map(|unit| self.lead_first(pool, self.members(unit))).unwrap_or_default();
        }
        deal
    }

    /// What a visit needs of groups: one of them, and none with a member
    /// barred from the entity.
    pub(super) fn need(&self, pool: &Pool<'_>, need: &Need) -> Need {
        if need.barred.is_empty() {
            return Need { team: 1, ..need.clone() };
        }
        let barred = pool.marks(&need.barred);
        let units = (0..).zip(&self.members);
        let units = units.filter(|(_, members)| members.iter().any(|inspector| barred[*inspector as usize]));
        let barred = units.map(|(unit, _)| self.units.name(unit).to_owned()).collect();
        Need { team: 1, barred, ..need.clone() }
    }

    /// A unit's members, ascending.
    pub(super) fn members(&self, unit: u32) -> &[u32] {
        &self.members[unit as usize]
    }

    /// Certificate numbers of a team (in byte order): the lead, least by
    /// grouping word, then the others.
    pub(super) fn lead_first(&self, pool: &Pool<'_>, team: &[u32]) -> Vec<String> {
        let mut team = team.to_vec();
        if let Some(lead) = (0..team.len()).min_by_key(|i| self.turn[team[*i] as usize]) {
            team[..=lead].rotate_right(1);
        }
        team.into_iter().map(|inspector| pool.name(inspector).to_owned()).collect()
    }
}

/// A group as a row of the roster: what all its members allow.
fn row(pool: &Pool<'_>, id: &str, members: &[u32], window: &[Date; 2]) -> RosterRow {
    let mut rows = members.iter().map(|inspector| pool.rows[*inspector as usize].as_ref());
    let first = rows.next();
    let mut areas = first.map(|row| row.areas.clone()).unwrap_or_default();
    let mut competences = first.map(|row| row.competences.clone()).unwrap_or_default();
    for row in rows {
        areas = common(&areas, &row.areas);
        competences.retain(|competence| row.competences.contains(competence));
    }
    RosterRow {
        inspector: id.to_owned(),
        name: String::new(),
        department: first.map(|row| row.department.clone()).unwrap_or_default(),
        areas,
        competences,
        valid_from: window[0],
        valid_to: window[1],
        available: "yes".to_owned(),
    }
}

/// The scopes that cover what both lists cover: of two scopes, one within the
/// other, the narrower.
fn common(one: &[String], other: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for a in one {
        for b in other {
            let narrower = if covers(a, b) { b } else { a };
            if (covers(a, b) || covers(b, a)) && !out.contains(narrower) {
                out.push(narrower.clone());
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_in_common() {
        let list = |text: &str| text.split(';').map(str::to_owned).collect::<Vec<_>>();
        let cases = [
            ("*", "640502", "640502"),
            ("6405", "640502;640521", "640502;640521"),
            ("640502;640521", "640521;640500", "640521"),
            ("*", "*", "*"),
            ("640502;6405", "6405", "640502;6405"),
        ];
        for (one, other, both) in cases {
            assert_eq!(common(&list(one), &list(other)), list(both));
        }
        assert!(common(&list("640502"), &list("640521")).is_empty());
    }
}
