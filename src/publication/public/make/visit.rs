//! A visit as it stands after the amendments made public.

use std::collections::BTreeMap;

use super::super::{TeamMember, Visit, VisitTeam};
use super::registers::Subject;
use crate::domain::area;
use crate::draw::PlanDocument;
use crate::matching::amend::LiveVisit;

/// What a visit is made from.
#[derive(Debug)]
pub struct VisitInput<'a> {
    /// plan.json.
    pub plan: &'a PlanDocument,
    /// Number of the visit.
    pub number: u64,
    /// The visit as it stands.
    pub visit: &'a LiveVisit,
    /// Its entity.
    pub subject: &'a Subject,
    /// The area its frame gives it.
    pub area: &'a str,
    /// Lead of each department's team.
    pub leads: &'a BTreeMap<String, String>,
    /// Names by certificate number, from roster.csv.
    pub names: &'a BTreeMap<&'a str, &'a str>,
}

/// Makes a visit; its results are put in by whoever knows them.
pub fn visit(input: &VisitInput<'_>) -> Visit {
    let VisitInput { plan, number, visit, subject, leads, names, .. } = input;
    let member = |certificate: &String, expert| TeamMember {
        certificate: certificate.clone(),
        name: names.get(certificate.as_str()).copied().unwrap_or_default().to_owned(),
        expert,
    };
    let mut teams: Vec<VisitTeam> = Vec::new();
    for part in visit.parts.iter().filter_map(|part| plan.parts.get(*part)) {
        if let Some(team) = teams.iter_mut().find(|team| team.department == part.department) {
            team.parts.push(part.part.clone());
            continue;
        }
        let lead = leads.get(&part.department);
        let mut members: Vec<&String> = visit.teams.get(&part.department).into_iter().flatten().collect();
        members.sort_by_key(|one| (Some(*one) != lead, *one));
        let experts = visit.experts.get(&part.department).into_iter().flatten();
        teams.push(VisitTeam {
            department: part.department.clone(),
            parts: vec![part.part.clone()],
            members: (members.into_iter().map(|one| member(one, false)))
                .chain(experts.map(|one| member(one, true)))
                .collect(),
        });
    }
    teams.sort_by(|a, b| a.department.cmp(&b.department));
    Visit {
        serial: plan.serial,
        plan: plan.plan.clone(),
        visit: *number,
        code: visit.code.clone(),
        name: subject.name.clone(),
        person: subject.person,
        area: input.area.to_owned(),
        area_name: area::name(input.area),
        given_up: visit.given_up,
        teams,
        results: Vec::new(),
    }
}
