//! The sentences of an entity's story, from plain facts: the same whether these
//! were found in the bundle a moment ago or kept beside it ([`super::index()`]).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::absent::{NotIn, RowAt, code_of};
use super::explain::{Explanation, InFrame};
use super::log::Logged;
use super::plan::frame as frame_file;
use super::tickets::Tickets;
use super::{Fault, Rule};
use crate::domain::{Digest, Text};
use crate::text;

/// What becomes of a visit after all amendments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitTold {
    /// Its number.
    pub visit: u64,
    /// Given up by an amendment.
    pub given_up: bool,
    /// It came by substitution.
    pub substitute: bool,
    /// By department, in byte order.
    pub teams: Vec<TeamTold>,
    /// The department whose lead leads.
    pub leader: Option<String>,
}

/// What one department sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamTold {
    /// Its name.
    pub department: String,
    /// Matched by groups.
    pub grouped: bool,
    /// The group that holds the visit.
    pub group: Option<String>,
    /// Certificate numbers and names, the lead first.
    pub members: Vec<(String, String)>,
    /// Experts likewise.
    pub experts: Vec<(String, String)>,
}

/// An explanation of which only the code is known.
pub fn begun(code: String, seed: &Digest, (plan, p): (&str, &Digest), logged: Option<Logged>) -> Explanation {
    Explanation {
        command: format!("printf '%s' '{seed}:{code}' | sha256sum"),
        ticket: Tickets::new(seed).of(&code),
        code,
        name: String::new(),
        frames: Vec::new(),
        absent: Vec::new(),
        visit: None,
        given_up: false,
        teams: Vec::new(),
        experts: Vec::new(),
        groups: Vec::new(),
        leader: None,
        logged,
        texts: vec![text!("checker-explain-holds", plan = plan, p = *p)],
    }
}

/// Its name, from the first frame it stands in.
pub fn who(out: &mut Explanation, name: String) {
    out.name = name;
    out.texts.insert(0, text!("checker-explain-who", code = &out.code, name = &out.name));
}

/// Its row in one frame; `figures` are rows, eligible rows and quota of its stratum.
pub fn frame(found: &InFrame, figures: Option<[u64; 3]>, out: &mut Vec<Text>) {
    let (department, stratum) = (&found.department, &found.stratum);
    out.push(text!(
        "checker-explain-frame",
        part = &found.part,
        department = department,
        line = (found.index + 2).to_string(),
        stratum = stratum
    ));
    let Some(rank) = found.rank else {
        out.push(text!("checker-explain-excluded", department = department, excluded = &found.excluded));
        return;
    };
    let Some([rows, eligible, selected]) = figures else { return };
    out.push(text!(
        "checker-explain-stratum",
        stratum = stratum,
        rows = rows,
        eligible = eligible,
        quota = selected
    ));
    out.push(match (found.outcome, found.cutoff) {
        ("selected", Some(cutoff)) => text!("checker-explain-selected", rank = rank, cutoff = cutoff),
        ("reserve", Some(cutoff)) => text!("checker-explain-reserve", rank = rank, cutoff = cutoff),
        (_, Some(cutoff)) => text!("checker-explain-not-drawn", rank = rank, cutoff = cutoff),
        (_, None) => text!("checker-explain-none-drawn", rank = rank),
    });
}

/// A frame it does not stand in; the proof is held against the frame's root
/// before it is told.
pub fn absent(out: &mut Explanation, gap: NotIn) -> Result<(), Fault> {
    gap.check(&out.code).map_err(|reason| Fault::of_file(frame_file(&gap.part), Rule::Bundle, reason))?;
    let row = |at: &RowAt| {
        text!("checker-explain-gap-row", line = (at.index + 2).to_string(), code = code_of(&at.row))
    };
    let before = gap.before.as_ref().map_or_else(|| text!("checker-explain-gap-start"), row);
    let after = gap.after.as_ref().map_or_else(|| text!("checker-explain-gap-end"), row);
    out.texts.push(text!(
        "checker-explain-gap",
        part = &gap.part,
        department = &gap.department,
        before = before,
        after = after
    ));
    out.absent.push(gap);
    Ok(())
}

/// Ends the frames: the departments in none of whose frames it stands, and its
/// ticket. Whether it stands in any.
pub fn frames_told(out: &mut Explanation, absent: BTreeSet<&str>) -> bool {
    if out.frames.is_empty() {
        out.texts.insert(0, text!("checker-explain-nowhere", code = &out.code));
        return false;
    }
    // A department may have several frames; one of them is enough to be drawn by it.
    let stood = |department: &&str| out.frames.iter().any(|found| found.department == *department);
    let departments: Vec<&str> = absent.into_iter().filter(|department| !stood(department)).collect();
    if !departments.is_empty() {
        out.texts.push(text!("checker-explain-absent", departments = departments.join(" ")));
    }
    out.texts.push(text!("checker-explain-ticket", ticket = out.ticket, command = &out.command));
    true
}

/// Who comes, after all amendments.
pub fn visit(out: &mut Explanation, told: Option<VisitTold>) {
    let Some(told) = told else {
        out.texts.push(text!("checker-explain-no-visit"));
        return;
    };
    out.visit = Some(told.visit);
    let visit = told.visit.to_string();
    out.given_up = told.given_up;
    if told.given_up {
        out.texts.push(text!("checker-explain-given-up", visit = visit));
        return;
    }
    out.texts.push(if told.substitute {
        text!("checker-explain-substitute", visit = visit)
    } else {
        text!("checker-explain-visit", visit = visit)
    });
    for team in told.teams {
        tell_team(out, team);
    }
    let Some(leader) = told.leader else { return };
    let departments = out.teams.iter().filter(|(_, team)| !team.is_empty()).count();
    let team = out.teams.iter().find(|(department, _)| *department == leader);
    if let (true, Some((inspector, name))) = (departments > 1, team.and_then(|(_, team)| team.first())) {
        let who = format!("{name} {inspector}");
        out.texts.push(text!("checker-explain-leader", department = &leader, who = who));
    }
    out.leader = Some(leader);
}

/// What one department sends.
fn tell_team(out: &mut Explanation, team: TeamTold) {
    let department = team.department;
    let said = |people: &[(String, String)]| {
        let names: Vec<String> =
            people.iter().map(|(inspector, name)| format!("{name} {inspector}")).collect();
        names.join(" / ")
    };
    out.texts.push(match (team.members.is_empty(), &team.group) {
        (true, _) if team.grouped => text!("checker-explain-no-group", department = &department),
        (true, _) => text!("checker-explain-no-team", department = &department),
        (false, Some(group)) => text!(
            "checker-explain-group",
            department = &department,
            group = group,
            people = said(&team.members)
        ),
        (false, None) => {
            text!("checker-explain-team", department = &department, people = said(&team.members))
        }
    });
    if let Some(group) = team.group {
        out.groups.push((department.clone(), group));
    }
    out.teams.push((department.clone(), team.members));
    if !team.experts.is_empty() {
        out.texts.push(text!(
            "checker-explain-experts",
            department = &department,
            people = said(&team.experts)
        ));
        out.experts.push((department, team.experts));
    }
}
