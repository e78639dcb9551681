//! short.csv and teams.csv against the teams recomputed; the first row that
//! differs, and why it cannot be right.

use std::path::Path;

use super::desk::{Desk, Unfit};
use super::drawn::Listed;
use super::roster::{Person, Roster};
use super::rows::{grammar, number, scan};
use super::teams::{Owed, Teams};
use super::visits::Visits;
use super::{Fault, Rule};
use crate::domain::Text;
use crate::domain::grammar::check_element;
use crate::text;

/// File name.
pub const SHORT: &str = "short.csv";
/// File name.
pub const TEAMS: &str = "teams.csv";

/// What the rows are compared with.
pub struct Matched<'a> {
    /// The roster.
    pub roster: &'a Roster,
    /// Drawn visits.
    pub visits: &'a Visits,
    /// Their areas.
    pub listed: &'a Listed,
    /// One per department that owes anything, byte order.
    pub teams: &'a [Teams<'a>],
}

/// A row of teams.csv as it must be.
struct Seat<'a> {
    visit: u64,
    department: &'a str,
    inspector: &'a str,
    role: Role,
}

/// What an inspector is on a visit, in the order of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Lead,
    Member,
    Expert,
}

impl Role {
    fn parse(word: &str) -> Option<Self> {
        [Role::Lead, Role::Member, Role::Expert].into_iter().find(|role| role.word() == word)
    }

    fn word(self) -> &'static str {
        match self {
            Role::Lead => "lead",
            Role::Member => "member",
            Role::Expert => "expert",
        }
    }
}

impl Matched<'_> {
    /// What is owed, by visit and department.
    fn owed(&self) -> Vec<(&Teams<'_>, &Owed)> {
        let mut out: Vec<(u64, usize, &Teams<'_>, &Owed)> = (self.teams.iter().enumerate())
            .flat_map(|(place, teams)| teams.owed.iter().map(move |owed| (owed.visit, place, teams, owed)))
            .collect();
        out.sort_unstable_by_key(|(visit, place, ..)| (*visit, *place));
        out.into_iter().map(|(_, _, teams, owed)| (teams, owed)).collect()
    }

    /// Compares short.csv.
    pub fn check_short(&self, dir: &Path) -> Result<(), Fault> {
        let owed = self.owed();
        let mut expected = owed.iter().filter(|(_, owed)| owed.members.is_empty());
        let columns = "visit,department,candidates,needed";
        let read = scan::<4>(dir, SHORT, columns, |_, [visit, department, candidates, needed]| {
            let wrong = |reason| Err((Rule::Inspectors, reason));
            check_element(department).map_err(grammar)?;
            let [visit, candidates, needed] = [number(visit)?, number(candidates)?, number(needed)?];
            let row = expected.next().map(|(teams, owed)| (teams.desk.department, *owed));
            match row {
                Some((own, owed)) if (owed.visit, own) == (visit, department) => {
                    let found = (candidates, needed);
                    if found != (owed.candidates.into(), owed.needed.into()) {
                        return wrong(text!(
                            "checker-short-figures",
                            visit = visit.to_string(),
                            department = department,
                            candidates = owed.candidates,
                            needed = owed.needed
                        ));
                    }
                    Ok(())
                }
                Some((own, owed)) if (owed.visit, own) < (visit, department) => wrong(text!(
                    "checker-short-lacks",
                    visit = owed.visit.to_string(),
                    department = own,
                    candidates = owed.candidates,
                    needed = owed.needed
                )),
                _ => {
                    wrong(text!("checker-short-surplus", visit = visit.to_string(), department = department))
                }
            }
        })?;
        match expected.next() {
            None => Ok(()),
            Some((teams, owed)) => Err(Fault::of_line(
                SHORT,
                read + 2,
                Rule::Inspectors,
                text!(
                    "checker-short-lacks",
                    visit = owed.visit.to_string(),
                    department = teams.desk.department,
                    candidates = owed.candidates,
                    needed = owed.needed
                ),
            )),
        }
    }

    /// Compares teams.csv.
    pub fn check_teams(&self, dir: &Path) -> Result<(), Fault> {
        let owed = self.owed();
        let mut seats = owed.iter().flat_map(|(teams, owed)| seats(teams, owed));
        let mut before: Option<(u64, String, Role, String)> = None;
        let columns = "visit,department,inspector,role";
        let read = scan::<4>(dir, TEAMS, columns, |_, [visit, department, inspector, role]| {
            let wrong = |reason| Err((Rule::Inspectors, reason));
            let visit = number(visit)?;
            check_element(department).map_err(grammar)?;
            check_element(inspector).map_err(grammar)?;
            let Some(role) = Role::parse(role) else {
                return wrong(text!("checker-team-role-unknown", found = role));
            };
            let seat = seats.next();
            if let Some(seat) = &seat
                && (seat.visit, seat.department, seat.inspector, seat.role)
                    == (visit, department, inspector, role)
            {
                before = Some((visit, department.to_owned(), role, inspector.to_owned()));
                return Ok(());
            }
            let key = (visit, department.to_owned(), role, inspector.to_owned());
            if before.as_ref().is_some_and(|before| *before >= key) {
                return wrong(text!("checker-team-order"));
            }
            wrong(self.why(visit, department, inspector, role, seat.as_ref()))
        })?;
        match seats.next() {
            None => Ok(()),
            Some(seat) => Err(Fault::of_line(TEAMS, read + 2, Rule::Inspectors, lacks(&seat))),
        }
    }

    /// Why a row that is not the expected one is wrong in itself, or else
    /// which one belongs there.
    fn why(
        &self,
        number: u64,
        department: &str,
        inspector: &str,
        role: Role,
        seat: Option<&Seat<'_>>,
    ) -> Text {
        let visit = number.to_string();
        let Some(row) = number.checked_sub(1).and_then(|index| self.visits.rows.get(index as usize)) else {
            return text!("checker-team-visit", visit = visit);
        };
        let teams = self.teams.iter().find(|teams| teams.desk.department == department);
        let Some((teams, owed)) = teams.and_then(|teams| Some((teams, teams.of_visit(number)?))) else {
            return text!("checker-team-uncalled", visit = visit, department = department);
        };
        let Some(place) = self.roster.find(inspector) else {
            return text!("checker-team-stranger", inspector = inspector);
        };
        let person = &self.roster.people[place];
        let own = teams.desk.own(&self.visits.sets[row.set as usize]);
        let area = &self.listed.areas[row.area as usize];
        if role == Role::Expert {
            return expert(teams, number, person, (area, &own), seat);
        }
        if let Some(unfit) = teams.desk.unfit(person, area, &own) {
            return unfit_text(&unfit, &teams.desk, &person.inspector, &person.department, &visit, area);
        }
        let index = teams.desk.index(inspector);
        let singly = teams.desk.grouping.is_none();
        if index.is_some_and(|index| singly && owed.barred.contains(&index)) {
            return text!("checker-team-barred", inspector = inspector, visit = visit, code = &*row.code);
        }
        if owed.members.is_empty() {
            return text!(
                "checker-team-short",
                visit = visit,
                department = department,
                candidates = owed.candidates,
                needed = owed.needed
            );
        }
        let members = owed.people(&teams.desk);
        match (index.is_some_and(|index| members.contains(&index)), seat) {
            (true, Some(seat)) if (seat.visit, seat.department) == (number, department) => {
                if seat.inspector == inspector && seat.role != role {
                    return text!(
                        "checker-team-role",
                        inspector = inspector,
                        visit = visit,
                        expected = seat.role.word()
                    );
                }
                if seat.role == Role::Lead {
                    let expected = seat.inspector;
                    return text!(
                        "checker-team-lead",
                        inspector = inspector,
                        visit = visit,
                        expected = expected
                    );
                }
                lacks(seat)
            }
            (true, Some(seat)) => lacks(seat),
            (true, None) => text!("checker-team-order"),
            (false, _) if !singly => text!(
                "checker-team-group",
                inspector = inspector,
                visit = visit,
                group = group(teams, owed),
                expected = names(teams, &members)
            ),
            (false, _) => text!(
                "checker-team-other",
                inspector = inspector,
                visit = visit,
                department = department,
                expected = names(teams, &members)
            ),
        }
    }
}

/// Why a row with the role `expert` is wrong.
fn expert(
    teams: &Teams<'_>,
    number: u64,
    person: &Person,
    (area, own): (&str, &[usize]),
    seat: Option<&Seat<'_>>,
) -> Text {
    let (visit, inspector, department) = (number.to_string(), &person.inspector, teams.desk.department);
    let Some(invited) = &teams.experts else {
        return text!("checker-team-expert-uncalled", visit = visit, department = department);
    };
    match invited.desk.unfit(person, area, own) {
        Some(Unfit::Unavailable) => return text!("checker-team-expert-none", inspector = inspector),
        Some(unfit) => {
            return unfit_text(&unfit, &teams.desk, inspector, &person.department, &visit, area);
        }
        None => {}
    }
    let experts = teams.experts_of(number);
    match (invited.desk.index(inspector).is_some_and(|index| experts.contains(&index)), seat) {
        (true, Some(seat)) => lacks(seat),
        (true, None) => text!("checker-team-order"),
        (false, _) => text!(
            "checker-team-expert-other",
            inspector = inspector,
            visit = visit,
            department = department,
            expected = names(teams, experts)
        ),
    }
}

fn names(teams: &Teams<'_>, people: &[u32]) -> String {
    people.iter().map(|one| teams.desk.name(*one)).collect::<Vec<_>>().join(" ")
}

/// The group that goes.
fn group(teams: &Teams<'_>, owed: &Owed) -> String {
    let unit = owed.members.first().and_then(|unit| teams.desk.group(*unit));
    unit.unwrap_or_default().to_owned()
}

fn lacks(seat: &Seat<'_>) -> Text {
    text!(
        "checker-team-lacks",
        visit = seat.visit.to_string(),
        department = seat.department,
        inspector = seat.inspector,
        role = seat.role.word()
    )
}

/// Why an inspector is no candidate, in words.
pub fn unfit_text(
    unfit: &Unfit,
    desk: &Desk<'_>,
    inspector: &str,
    department: &str,
    visit: &str,
    area: &str,
) -> Text {
    match unfit {
        Unfit::Department => text!(
            "checker-team-department",
            inspector = inspector,
            found = department,
            department = desk.department
        ),
        Unfit::Unavailable => text!("checker-team-unavailable", inspector = inspector),
        Unfit::Certificate => text!("checker-team-certificate", inspector = inspector),
        Unfit::Competence(missing) => {
            text!("checker-team-competence", inspector = inspector, visit = visit, competence = missing)
        }
        Unfit::Area => text!("checker-team-area", inspector = inspector, visit = visit, area = area),
    }
}

/// The rows of one team: the lead, the members in byte order, the experts
/// likewise.
fn seats<'a>(teams: &'a Teams<'_>, owed: &'a Owed) -> Vec<Seat<'a>> {
    let lead = owed.lead(&teams.desk);
    let role = |member| if Some(member) == lead { Role::Lead } else { Role::Member };
    let members = owed.people(&teams.desk).into_iter().map(|member| (role(member), member));
    let experts = teams.experts_of(owed.visit).iter().map(|expert| (Role::Expert, *expert));
    let mut seats: Vec<(Role, u32)> = members.chain(experts).collect();
    seats.sort_unstable();
    (seats.into_iter())
        .map(|(role, one)| Seat {
            visit: owed.visit,
            department: teams.desk.department,
            inspector: teams.desk.name(one),
            role,
        })
        .collect()
}
