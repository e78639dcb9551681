//! The rows of one result: what they say of the visit as a whole.

use super::judge::{Draft, How};
use crate::domain::grammar::check_text;
use crate::domain::{Date, Text};
use crate::registry::Fault;
use crate::registry::results::ResultRow;
use crate::results::{Evidence, State, VisitResult};
use crate::text;
use crate::workflow::results::ground::{Crew, Ground, Live};
use crate::workflow::results::list::state_text;

/// Fewer certified people may not inspect (《行政处罚法》 第四十二条).
const FEWEST: usize = 2;

/// The rows of one department's result of one visit.
pub(super) struct Group<'a> {
    pub ground: &'a Ground,
    pub how: &'a How<'a>,
    pub visit: &'a Live,
    pub department: &'a str,
    pub rows: &'a [&'a ResultRow],
}

/// Faults with the place of their row in the group.
pub(super) type Found = Vec<(usize, Fault)>;

impl Group<'_> {
    /// The result, unless anything is at fault.
    pub fn draft(&self) -> (Option<Draft>, Found) {
        let mut found = Found::new();
        self.alike(&mut found);
        self.texts(&mut found);
        let late = self.date(&mut found);
        let decided = self.decided(&mut found);
        self.team(&mut found);
        let mut second = Found::new();
        let version = self.version(&mut second);
        let items = self.items(&mut found);
        let (evidence, sources) = self.evidence(&mut found);
        if !found.is_empty() {
            found.extend(second);
            return (None, found);
        }
        let head = self.rows[0];
        let result = VisitResult {
            plan: self.ground.attempt.plan.clone(),
            attempt: self.ground.attempt.attempt,
            visit: self.visit.number,
            code: self.visit.code.clone(),
            department: self.department.to_owned(),
            version,
            date: head.date,
            late,
            method: head.method.clone(),
            inspectors: head.inspectors.clone(),
            present: head.present.clone(),
            rights_told: head.rights_told,
            items,
            evidence,
            major: head.major,
            decision: head.decision,
            decided,
            recorded_by: self.how.by.to_owned(),
            recorded_at: self.how.now,
            state: State::Recorded,
            published_at: None,
            notice: self.how.correct.map(|(_, why)| why.to_owned()),
        };
        if !second.is_empty() && !self.again(&result) {
            return (None, second);
        }
        (Some(Draft { result, sources, rows: self.rows.len() as u64 }), found)
    }

    /// Whether a sheet's rows say just what the last version on record says,
    /// which nobody has sent back.
    pub fn again(&self, result: &VisitResult) -> bool {
        let last = self.ground.versions(self.visit.number, self.department).next_back();
        // What is said by hand a second time is refused, as it is meant to be new.
        let handed_in = self.how.correct.is_none() && !self.rows[0].file.is_empty();
        let Some(last) = last.map(|row| &row.result).filter(|_| handed_in) else { return false };
        let said = |one: &VisitResult| VisitResult {
            version: 0,
            state: State::Recorded,
            recorded_by: String::new(),
            recorded_at: self.how.now,
            published_at: None,
            notice: None,
            // The same bytes, whatever moment the copy bears.
            evidence: one
                .evidence
                .iter()
                .map(|piece| Evidence { at: self.how.now, ..piece.clone() })
                .collect(),
            ..one.clone()
        };
        !last.state.open_for_record() && last.state != State::Withdrawn && said(last) == said(result)
    }

    /// A fault of the first row.
    pub fn head(&self, column: &str, reason: Text, remedy: Text) -> (usize, Fault) {
        (0, self.rows[0].fault(column, reason, remedy))
    }

    /// What is said of the visit is said alike in each of its rows.
    fn alike(&self, found: &mut Found) {
        let head = self.rows[0];
        for (at, row) in self.rows.iter().enumerate().skip(1) {
            let differs = [
                ("date", row.date != head.date),
                ("late", row.late != head.late),
                ("method", row.method != head.method),
                ("inspectors", row.inspectors != head.inspectors),
                ("present", row.present != head.present),
                ("rights_told", row.rights_told != head.rights_told),
                ("major", row.major != head.major),
                ("decision", row.decision != head.decision),
                ("decided", row.decided != head.decided),
            ];
            for (column, _) in differs.into_iter().filter(|(_, differs)| *differs) {
                let reason = text!("results-rows-differ", row = head.row.to_string());
                found.push((at, row.fault(column, reason, text!("results-remedy-alike"))));
            }
        }
    }

    /// Free texts hold nothing that files and pages could not show.
    fn texts(&self, found: &mut Found) {
        for (at, row) in self.rows.iter().enumerate() {
            let note = row.note.replace('\n', " ");
            let all =
                [("note", &note), ("late", &row.late), ("method", &row.method), ("present", &row.present)];
            for (column, value) in all {
                if let Err(reason) = check_text(value) {
                    found.push((at, row.fault(column, reason, text!("results-remedy-text"))));
                }
            }
        }
    }

    /// Why the date lies outside the window, where it does.
    fn date(&self, found: &mut Found) -> Option<String> {
        let (head, today) = (self.rows[0], self.how.today());
        let drawn = self.ground.attempt.drawn_at.map(|at| at.date_naive());
        let [from, to] = self.ground.document.window;
        if head.date > today {
            let reason = text!("results-future", date = head.date, today = today);
            found.push(self.head("date", reason, text!("results-remedy-future")));
        } else if drawn.is_some_and(|drawn| head.date < drawn) {
            let drawn = drawn.unwrap_or_default();
            let reason = text!("results-before-draw", date = head.date, drawn = drawn);
            found.push(self.head("date", reason, text!("results-remedy-future")));
        } else if head.date < from || head.date > to {
            if head.late.is_empty() {
                let reason = text!("results-late-reason", date = head.date, from = from, to = to);
                found.push(self.head("late", reason, text!("results-remedy-late")));
            }
            return Some(head.late.clone());
        }
        None
    }

    /// The day the deadline runs from.
    fn decided(&self, found: &mut Found) -> Date {
        let (head, today) = (self.rows[0], self.how.today());
        let decided = head.decided.unwrap_or(head.date);
        if decided < head.date {
            let reason = text!("results-decided-early", decided = decided, date = head.date);
            found.push(self.head("decided", reason, text!("results-remedy-decided")));
        } else if decided > today && head.date <= today {
            let reason = text!("results-future", date = decided, today = today);
            found.push(self.head("decided", reason, text!("results-remedy-decided")));
        }
        decided
    }

    /// Whoever went is of the drawn team, and enough of them were certified that day.
    fn team(&self, found: &mut Found) {
        let head = self.rows[0];
        let none = Crew::default();
        let crew = self.visit.crews.get(self.department).unwrap_or(&none);
        let strangers: Vec<&str> = (head.inspectors.iter())
            .filter(|who| !crew.members.contains(who) && !crew.experts.contains(who))
            .map(String::as_str)
            .collect();
        if !strangers.is_empty() {
            let reason = text!(
                "results-not-on-team",
                inspectors = strangers.join("、"),
                visit = self.visit.number.to_string(),
                team = crew.members.iter().chain(&crew.experts).cloned().collect::<Vec<_>>().join("、")
            );
            found.push(self.head("inspectors", reason, text!("results-remedy-team")));
            return;
        }
        let holds = |who: &&String| {
            let span = self.ground.certificates.get(*who);
            span.is_none_or(|(from, to)| *from <= head.date && head.date <= *to)
        };
        let certified = head.inspectors.iter().filter(|who| crew.members.contains(who)).filter(holds).count();
        if certified < FEWEST {
            let reason = text!("results-team-short", count = certified, needed = FEWEST);
            found.push(self.head("inspectors", reason, text!("results-remedy-short")));
        }
    }

    /// The number of the version that this would be.
    fn version(&self, found: &mut Found) -> u64 {
        let last = self.ground.versions(self.visit.number, self.department).next_back();
        let Some(last) = last.map(|row| &row.result) else { return 1 };
        // One sent back is recorded again, as what it was.
        let public = (self.ground.versions(self.visit.number, self.department))
            .any(|row| row.result.published_at.is_some());
        let open = match self.how.correct {
            Some(_) => last.state.open_for_correction() || last.state.open_for_record(),
            None => last.state.open_for_record(),
        };
        if open && public && self.how.correct.is_none() {
            let number = self.visit.number.to_string();
            let reason = text!("results-not-a-correction", department = self.department, visit = number);
            found.push(self.head("visit", reason, text!("results-remedy-second")));
        }
        if !open {
            let reason = text!(
                "results-second",
                department = self.department,
                visit = self.visit.number.to_string(),
                version = last.version,
                state = state_text(last.state)
            );
            let remedy = match self.how.correct {
                Some(_) => text!("results-remedy-correcting"),
                None => text!("results-remedy-second"),
            };
            found.push(self.head("visit", reason, remedy));
        }
        last.version + 1
    }
}
