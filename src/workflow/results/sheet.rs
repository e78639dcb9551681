//! Rows of a sheet against what was drawn: each taken, or rejected with every
//! reason. A department's result of a visit is taken whole or not at all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, SubsecRound};

use super::super::files;
use super::ground::{Ground, Live};
use crate::domain::calendar::parse_instant;
use crate::domain::grammar::check_text;
use crate::domain::{Date, Digest, Instant, Result, Text};
use crate::registry::results::ResultRow;
use crate::registry::{Fault, Reject};
use crate::results::{Disposal, Evidence, EvidenceKind, Finding, ItemResult, State, VisitResult};
use crate::text;

/// Fewer certified people may not inspect (《行政处罚法》 第四十二条).
const FEWEST: usize = 2;

/// A result ready to be recorded.
#[derive(Debug)]
pub(super) struct Draft {
    pub result: VisitResult,
    /// Where the bytes of new evidence lie.
    pub sources: Vec<(Digest, PathBuf)>,
    /// Rows it was put together from.
    pub rows: u64,
}

/// How rows are meant.
pub(super) struct How<'a> {
    /// For rows that name no department.
    pub department: Option<&'a str>,
    /// Where evidence of rows from no file is looked for.
    pub base: &'a Path,
    /// The version to be corrected, and why.
    pub correct: Option<(&'a VisitResult, &'a str)>,
    pub by: &'a str,
    pub now: Instant,
}

impl How<'_> {
    fn today(&self) -> Date {
        self.now.date_naive()
    }
}

/// What becomes of rows.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub drafts: Vec<Draft>,
    pub rejects: Vec<Reject>,
    /// Rows that say what is on record already: a sheet handed in again, whole,
    /// after some of its rows were mended.
    pub same: u64,
    /// Every fault by itself, those of rows beside a faulty one left out.
    pub faults: Vec<Fault>,
}

/// Judges all rows of a sheet.
pub(super) fn judge(ground: &Ground, rows: &[ResultRow], how: &How<'_>) -> Judged {
    let mut faults: Vec<Vec<Fault>> = rows.iter().map(|_| Vec::new()).collect();
    let mut groups: BTreeMap<(u64, String), Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        match place(ground, row, how) {
            Ok(place) => groups.entry(place).or_default().push(at),
            Err(fault) => faults[at].push(*fault),
        }
    }
    let mut judged = Judged::default();
    for ((number, department), places) in groups {
        let Some(visit) = ground.visit(number) else { continue };
        let own: Vec<&ResultRow> = places.iter().map(|at| &rows[*at]).collect();
        let group = Group { ground, how, visit, department: &department, rows: &own };
        let (draft, found) = group.draft();
        let Some((first, _)) = found.first() else {
            match draft {
                Some(draft) if group.again(&draft.result) => judged.same += draft.rows,
                draft => judged.drafts.extend(draft),
            }
            continue;
        };
        let first = own[*first].row;
        for (index, fault) in found {
            faults[places[index]].push(fault);
        }
        for at in places.into_iter().filter(|at| faults[*at].is_empty()).collect::<Vec<_>>() {
            let reason = text!("results-with-row", row = first.to_string());
            faults[at].push(rows[at].fault("visit", reason, text!("results-remedy-with-row")));
        }
    }
    let own = |fault: &&Fault| fault.reason.id != "results-with-row";
    judged.faults = faults.iter().flatten().filter(own).cloned().collect();
    judged.rejects = rows.iter().zip(faults).filter_map(|(row, faults)| row.reject(faults)).collect();
    judged
}

/// The visit and the department that a row speaks of.
fn place(ground: &Ground, row: &ResultRow, how: &How<'_>) -> Result<(u64, String), Box<Fault>> {
    let plan = &ground.attempt.plan;
    let undrawn = |column: &'static str, said: &str| {
        let reason = text!("results-not-drawn", visit = said, plan = plan);
        Box::new(row.fault(column, reason, text!("results-remedy-visit")))
    };
    let visit = match row.visit {
        Some(number) => {
            let found = ground.visit(number).ok_or_else(|| undrawn("visit", &number.to_string()))?;
            if !row.code.is_empty() && found.code != row.code {
                let reason = text!("results-code-differs", visit = number.to_string(), code = &found.code);
                return Err(Box::new(row.fault("code", reason, text!("results-remedy-visit"))));
            }
            found
        }
        None => ground.visit_of(&row.code).ok_or_else(|| undrawn("code", &row.code))?,
    };
    if visit.given_up {
        let reason = text!("results-given-up", visit = visit.number.to_string(), code = &visit.code);
        return Err(Box::new(row.fault("visit", reason, text!("results-remedy-visit"))));
    }
    let departments = visit.departments(&ground.document);
    let names: Vec<&str> = departments.iter().map(|(name, _)| *name).collect();
    let said = Some(row.department.as_str()).filter(|said| !said.is_empty()).or(how.department);
    let (visit, list) = (visit.number, names.join("、"));
    match (said, names.as_slice()) {
        (Some(said), _) if names.contains(&said) => Ok((visit, said.to_owned())),
        (Some(said), _) => {
            let number = visit.to_string();
            let reason = text!("results-department", department = said, visit = number, departments = list);
            Err(Box::new(row.fault("department", reason, text!("results-remedy-department"))))
        }
        (None, [one]) => Ok((visit, (*one).to_owned())),
        (None, _) => {
            let reason = text!("results-department-which", visit = visit.to_string(), departments = list);
            Err(Box::new(row.fault("department", reason, text!("results-remedy-department"))))
        }
    }
}

/// The rows of one department's result of one visit.
struct Group<'a> {
    ground: &'a Ground,
    how: &'a How<'a>,
    visit: &'a Live,
    department: &'a str,
    rows: &'a [&'a ResultRow],
}

/// Faults with the place of their row in the group.
type Found = Vec<(usize, Fault)>;

impl Group<'_> {
    fn draft(&self) -> (Option<Draft>, Found) {
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
    fn again(&self, result: &VisitResult) -> bool {
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
    fn head(&self, column: &str, reason: Text, remedy: Text) -> (usize, Fault) {
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

    fn team(&self, found: &mut Found) {
        let head = self.rows[0];
        let none = super::ground::Crew::default();
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
                state = super::list::state_text(last.state)
            );
            let remedy = match self.how.correct {
                Some(_) => text!("results-remedy-correcting"),
                None => text!("results-remedy-second"),
            };
            found.push(self.head("visit", reason, remedy));
        }
        last.version + 1
    }

    /// Every item of the department's parts, in plan order.
    fn items(&self, found: &mut Found) -> Vec<ItemResult> {
        let departments = self.visit.departments(&self.ground.document);
        let own = departments.into_iter().find(|(name, _)| *name == self.department);
        let own = own.map(|(_, items)| items).unwrap_or_default();
        let mut said: BTreeMap<&str, ItemResult> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            let Some((finding, disposal)) = self.outcome(at, found) else { continue };
            let named: Vec<&str> = match row.items.is_empty() {
                true => own.clone(),
                false => row.items.iter().map(String::as_str).collect(),
            };
            for item in named {
                let Some(item) = own.iter().find(|known| **known == item) else {
                    let reason = text!(
                        "results-item-foreign",
                        item = item,
                        visit = self.visit.number.to_string(),
                        department = self.department,
                        items = own.join("、")
                    );
                    found.push((at, row.fault("item", reason, text!("results-remedy-item"))));
                    continue;
                };
                let one = ItemResult {
                    item: (*item).to_owned(),
                    checked: row.checked,
                    finding,
                    disposal,
                    note: row.note.clone(),
                };
                if said.insert(item, one).is_some() {
                    let reason = text!("results-item-twice", item = *item);
                    found.push((at, row.fault("item", reason, text!("results-remedy-item-twice"))));
                }
            }
        }
        let missing: Vec<&str> = own.iter().filter(|item| !said.contains_key(**item)).copied().collect();
        if !missing.is_empty() && found.is_empty() {
            let reason = text!(
                "results-item-missing",
                items = missing.join("、"),
                visit = self.visit.number.to_string(),
                department = self.department
            );
            found.push(self.head("item", reason, text!("results-remedy-item-missing")));
        }
        own.iter().filter_map(|item| said.remove(*item)).collect()
    }

    /// What a row says was found and done; `None` where that is at fault.
    fn outcome(&self, at: usize, found: &mut Found) -> Option<(Option<Finding>, Option<Disposal>)> {
        let row = self.rows[at];
        if !row.checked {
            if row.finding.is_empty() && row.disposal.is_empty() {
                return Some((None, None));
            }
            let reason = text!("results-unchecked-finding");
            found.push((at, row.fault("finding", reason, text!("results-remedy-unchecked"))));
            return None;
        }
        let finding = match Finding::read(&row.finding) {
            Ok(finding) => finding,
            Err(reason) => {
                let remedy = match reason.id {
                    "results-gone" => {
                        let (plan, visit) = (&self.ground.attempt.plan, self.visit.number.to_string());
                        let why = row.finding.replace(['"', '\\'], "");
                        text!("results-remedy-gone", plan = plan, visit = visit, why = why)
                    }
                    _ => text!("results-remedy-finding"),
                };
                found.push((at, row.fault("finding", reason, remedy)));
                return None;
            }
        };
        let disposal = match (row.disposal.as_str(), finding.problem()) {
            ("", false) => Disposal::Nothing,
            ("", true) => {
                let reason = text!("results-disposal-missing", finding = finding.words());
                found.push((at, row.fault("disposal", reason, text!("results-remedy-disposal"))));
                return None;
            }
            (said, _) => match Disposal::parse(said) {
                Ok(disposal) => disposal,
                Err(reason) => {
                    found.push((at, row.fault("disposal", reason, text!("results-remedy-disposal"))));
                    return None;
                }
            },
        };
        Some((Some(finding), Some(disposal)))
    }

    /// New evidence, behind that of the version corrected.
    fn evidence(&self, found: &mut Found) -> (Vec<Evidence>, Vec<(Digest, PathBuf)>) {
        let mut all = self.how.correct.map(|(before, _)| before.evidence.clone()).unwrap_or_default();
        let mut sources = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let folder = match row.file.as_str() {
                "" => self.how.base,
                file => files::parent(Path::new(file)),
            };
            for said in &row.evidence {
                match self.piece(said, folder) {
                    Ok((one, path)) => {
                        if !all.iter().any(|known: &Evidence| known.digest == one.digest) {
                            sources.push((one.digest, path));
                            all.push(one);
                        }
                    }
                    Err(reason) => {
                        let remedy = match reason.id {
                            "results-evidence-empty" => text!("results-remedy-evidence-empty"),
                            _ => text!("results-remedy-evidence"),
                        };
                        found.push((at, row.fault("evidence", reason, remedy)));
                    }
                }
            }
        }
        (all, sources)
    }

    /// One file as named: `照片:a.jpg@2026-10-20 09:30`; without a kind by its
    /// ending, without a moment by the file's own.
    fn piece(&self, said: &str, folder: &Path) -> Result<(Evidence, PathBuf)> {
        let (kind, rest) = match said.split_once([':', '：']) {
            Some((word, rest)) if EvidenceKind::parse(word.trim()).is_some() => {
                (EvidenceKind::parse(word.trim()), rest.trim())
            }
            _ => (None, said.trim()),
        };
        let (file, when) = match rest.rsplit_once('@') {
            Some((file, when)) if !folder.join(rest).is_file() => (file.trim(), Some(when.trim())),
            _ => (rest, None),
        };
        let path = if folder == Path::new(".") { PathBuf::from(file) } else { folder.join(file) };
        if !path.is_file() {
            return Err(text!("results-evidence-missing", file = path.as_path()));
        }
        // Nothing was copied, or copying broke off: it would prove nothing.
        if path.metadata().is_ok_and(|meta| meta.len() == 0) {
            return Err(text!("results-evidence-empty", file = path.as_path()));
        }
        let at = match when {
            Some(when) => moment(when, &self.how.now)
                .filter(|at| *at <= self.how.now)
                .ok_or_else(|| text!("results-evidence-time", file = file, value = when))?,
            None => path.metadata().and_then(|meta| meta.modified()).map_or(self.how.now, |at| {
                DateTime::<chrono::Utc>::from(at)
                    .trunc_subsecs(0)
                    .with_timezone(self.how.now.offset())
                    .min(self.how.now)
            }),
        };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        check_text(&name)?;
        let digest = files::digest(&path)?;
        let kind = kind.unwrap_or_else(|| EvidenceKind::of_name(&name));
        Ok((Evidence { digest, name, kind, at }, path))
    }
}

/// A moment with its offset, or in the office's own time.
fn moment(value: &str, now: &Instant) -> Option<Instant> {
    if let Ok(at) = parse_instant(value) {
        return Some(at);
    }
    let forms = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"];
    let local = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(value, form).ok())?;
    local.and_local_timezone(*now.offset()).single()
}
