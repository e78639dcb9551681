//! Who comes, after all amendments.

use crate::checker::amendments::Replay;
use crate::checker::told::{TeamTold, VisitTold};
use crate::checker::verify::{Drawn, Matching};
use crate::draw::PlanDocument;

/// What a visit is told by, found in the checked bundle.
pub fn visit_told(
    plan: &PlanDocument,
    drawn: &Drawn,
    matched: &Matching<'_>,
    replay: &Replay,
    number: u64,
) -> VisitTold {
    let live = replay.touched.get(&number);
    let mut out = VisitTold {
        visit: number,
        given_up: live.is_some_and(|live| live.given_up),
        substitute: number > drawn.visits.rows.len() as u64,
        teams: Vec::new(),
        leader: None,
    };
    if out.given_up {
        return out;
    }
    for (place, teams) in matched.teams.iter().enumerate() {
        let found = match live {
            Some(live) => live.crews.get(&place).map(|crew| {
                let mut experts = crew.experts.clone();
                experts.sort_unstable();
                (crew.members().to_vec(), crew.lead, crew.unit, experts)
            }),
            None => teams.of_visit(number).map(|owed| {
                let (lead, unit) = (owed.lead(&teams.desk), owed.members.first().copied());
                (owed.people(&teams.desk), lead, unit, teams.experts_of(number).to_vec())
            }),
        };
        let Some((mut members, lead, unit, experts)) = found else { continue };
        members.sort_unstable_by_key(|member| (Some(*member) != lead, *member));
        let desk = &teams.desk;
        let people = |list: &[u32]| -> Vec<(String, String)> {
            let people = list.iter().map(|one| desk.people[*one as usize]);
            people.map(|person| (person.inspector.clone(), person.name.clone())).collect()
        };
        out.teams.push(TeamTold {
            department: desk.department.to_owned(),
            grouped: desk.grouping.is_some(),
            group: unit.and_then(|unit| desk.group(unit)).map(str::to_owned),
            members: people(&members),
            experts: people(&experts),
        });
    }
    let sent = |department: &str| {
        out.teams.iter().any(|team| team.department == department && !team.members.is_empty())
    };
    out.leader = plan.leader(sent).map(str::to_owned);
    out
}
