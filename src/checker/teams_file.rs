//! short.csv and teams.csv against the teams recomputed; the first row that
//! differs, and why it cannot be right.

use std::path::Path;

use super::desk::{Desk, Unfit};
use super::drawn::Listed;
use super::roster::Roster;
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
    lead: bool,
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
        let mut before: Option<(u64, String, bool, String)> = None;
        let columns = "visit,department,inspector,role";
        let read = scan::<4>(dir, TEAMS, columns, |_, [visit, department, inspector, role]| {
            let wrong = |reason| Err((Rule::Inspectors, reason));
            let visit = number(visit)?;
            check_element(department).map_err(grammar)?;
            check_element(inspector).map_err(grammar)?;
            let lead = match role {
                "lead" => true,
                "member" => false,
                _ => return wrong(text!("checker-team-role-unknown", found = role)),
            };
            let seat = seats.next();
            if let Some(seat) = &seat
                && (seat.visit, seat.department, seat.inspector, seat.lead)
                    == (visit, department, inspector, lead)
            {
                before = Some((visit, department.to_owned(), !lead, inspector.to_owned()));
                return Ok(());
            }
            let key = (visit, department.to_owned(), !lead, inspector.to_owned());
            if before.as_ref().is_some_and(|before| *before >= key) {
                return wrong(text!("checker-team-order"));
            }
            wrong(self.why(visit, department, inspector, lead, seat.as_ref()))
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
        lead: bool,
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
        if let Some(unfit) = teams.desk.unfit(person, area, &own) {
            return unfit_text(&unfit, &teams.desk, &person.inspector, &person.department, &visit, area);
        }
        let index = teams.desk.index(inspector);
        if index.is_some_and(|index| owed.barred.contains(&index)) {
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
        match (index.is_some_and(|index| owed.members.contains(&index)), seat) {
            (true, Some(seat)) if (seat.visit, seat.department) == (number, department) => {
                if seat.inspector == inspector && seat.lead != lead {
                    return text!(
                        "checker-team-role",
                        inspector = inspector,
                        visit = visit,
                        expected = role(seat.lead)
                    );
                }
                if seat.lead {
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
            (false, _) => text!(
                "checker-team-other",
                inspector = inspector,
                visit = visit,
                department = department,
                expected = names(teams, owed)
            ),
        }
    }
}

fn role(lead: bool) -> &'static str {
    if lead { "lead" } else { "member" }
}

fn names(teams: &Teams<'_>, owed: &Owed) -> String {
    let mut names: Vec<&str> = owed.members.iter().map(|member| teams.desk.name(*member)).collect();
    names.sort_unstable();
    names.join(" ")
}

fn lacks(seat: &Seat<'_>) -> Text {
    text!(
        "checker-team-lacks",
        visit = seat.visit.to_string(),
        department = seat.department,
        inspector = seat.inspector,
        role = role(seat.lead)
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

/// The rows of one team: the lead, then the members in byte order.
fn seats<'a>(teams: &'a Teams<'_>, owed: &'a Owed) -> Vec<Seat<'a>> {
    let lead = owed.lead(&teams.desk);
    let mut members = owed.members.clone();
    members.sort_unstable_by_key(|member| (Some(*member) != lead, *member));
    (members.into_iter())
        .map(|member| Seat {
            visit: owed.visit,
            department: teams.desk.department,
            inspector: teams.desk.name(member),
            lead: Some(member) == lead,
        })
        .collect()
}
