//! 替补与回避 after the draw: amendments, added and never edited in
//! (protocol §5).

use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;

use super::draw::{file, openings};
use super::files;
use super::office::Office;
use super::plans::attempt_in_force;
use super::refusal::Done;
use crate::domain::grammar::check_text;
use crate::domain::{Digest, Progress, Result, calendar};
use crate::draw::Ceremony;
use crate::matching::amend::{Amendment, Kind, LiveVisit, State};
use crate::publication::bundle::Frozen;
use crate::publication::{Opening, outcome, tables};
use crate::record::details;
use crate::results::unreachable;
use crate::store::amendments::{self, AmendmentRow};
use crate::store::attempts::{self, Attempt};
use crate::store::results;
use crate::text;

/// An amendment made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Amended {
    /// 计划编号.
    pub plan: String,
    /// Attempt.
    pub attempt: u64,
    /// Its rows.
    pub rows: Vec<AmendedRow>,
    /// Digest of the proof handed in.
    pub proof: Option<Digest>,
    /// Teams of the visits that took a part over: visit, code, department, inspectors.
    pub teams: Vec<(u64, String, String, Vec<String>)>,
    /// Experts who come along, likewise; departments without any are left out.
    pub experts: Vec<(u64, String, String, Vec<String>)>,
}

/// One row of amendments.csv.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AmendedRow {
    /// Its number.
    pub seq: u64,
    /// `substitute` or `recuse`.
    pub kind: &'static str,
    /// The visit.
    pub visit: u64,
    /// The part; empty for a recusal.
    pub part: String,
    /// Department.
    pub department: String,
    /// Who or what goes.
    pub old: String,
    /// Who or what comes; empty when nobody can.
    pub new: String,
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub enum Act<'a> {
    /// The visited entity has ceased to exist or left the scope.
    Substitute {
        /// Number of the visit, or code of the entity.
        visit: &'a str,
        /// The document that proves it; its digest is recorded.
        proof: &'a Path,
    },
    /// An inspector steps back.
    Recuse {
        /// Number of the visit, or code of the entity.
        visit: &'a str,
        /// Certificate number.
        inspector: &'a str,
    },
}

/// Amends the plan's drawn attempt.
///
/// # Errors
/// `attempt-none`, `attempt-abandoned`, `amend-not-drawn`, `reason-empty`,
/// `amend-unreachable`, `amend-no-visit`, `amend-given-up`, `amend-not-on-team`,
/// `amend-has-result`; `frozen-digest`
/// where a file of the attempt is not what was frozen; `drawn-damaged` where
/// it is not what was drawn.
pub fn amend(office: &Office, plan: &str, act: Act<'_>, why: &str, progress: &dyn Progress) -> Done<Amended> {
    let why = why.trim();
    check_text(why)?;
    if why.is_empty() {
        return Err(text!("reason-empty").into());
    }
    if let (Act::Substitute { .. }, Some(words)) = (act, unreachable(why)) {
        return Err(text!("amend-unreachable", words = words).into());
    }
    let (attempt, rows) = office.store.read(|tx| {
        let attempt = attempt_in_force(tx, plan)?;
        let rows = amendments::list(tx, attempt.serial)?;
        Ok((attempt, rows))
    })?;
    if attempt.seed.is_none() {
        return Err(text!("amend-not-drawn", plan = plan, attempt = attempt.attempt).into());
    }
    let proof = proof(act)?;
    progress.begin(text!("progress-replay"), 0);
    let redrawn = Redrawn::of(office, &attempt)?;
    let mut state = redrawn.state();
    let mut written: Vec<Amendment> = rows.iter().map(row_of).collect();
    state.replay(&written)?;
    progress.end();

    let now = office.now();
    let at = calendar::write_instant(&now);
    let (made, subject) = happen(office, &attempt, &mut state, act, why, &at)?;
    let first = written.len() as u64 + 1;
    written.extend(made.iter().cloned());
    let visited: BTreeSet<&str> = state.visits().iter().map(|visit| visit.code.as_str()).collect();
    let opened: Vec<Opening> =
        redrawn.openings.iter().filter(|o| visited.contains(o.code.as_str())).cloned().collect();
    let new_files =
        [("amendments.csv", tables::amendments(&written)), ("opened.csv", tables::opened(&opened))];
    let digests = new_files.each_ref().map(|(name, bytes)| file(name, bytes));
    let records: Vec<AmendmentRow> = (first..)
        .zip(&made)
        .map(|(seq, row)| AmendmentRow {
            seq,
            kind: row.kind.slug().to_owned(),
            visit: row.visit,
            part: row.part.clone(),
            department: row.department.clone(),
            old: row.old.clone(),
            new: row.new.clone(),
            reason: row.reason.clone(),
            at: now,
            proof: proof.as_ref().map(|(digest, name, _)| (*digest, name.clone())),
        })
        .collect();

    let step = office.begin(subject, plan, &[])?;
    for (name, bytes) in &new_files {
        files::write_synced(&step.stage(&format!("attempts/{}/{name}", attempt.folder()))?, bytes, false)?;
    }
    if let Some((digest, _, bytes)) = &proof {
        // Kept for the case file (案卷).
        files::write_synced(&step.stage(&format!("evidence/{digest}"))?, bytes, true)?;
    }
    step.commit(|tx| {
        amendments::add(tx, attempt.serial, &records)?;
        attempts::put_files(tx, attempt.serial, &digests)?;
        // The rows name inspectors and entities; the journal holds their digest.
        let mut members = details([
            ("plan", plan.into()),
            ("attempt", attempt.attempt.into()),
            ("serial", attempt.serial.into()),
            ("p", attempt.p.to_string().into()),
            ("from", first.into()),
            ("rows", made.len().into()),
        ]);
        // Of a sealed draw the files are still secret and short enough to be
        // guessed: their digests are only committed to.
        members.hide("amendments", digests[0].sha256.to_string());
        members.hide("opened", digests[1].sha256.to_string());
        if let Some((digest, ..)) = &proof {
            members.hide("proof", digest.to_string());
        }
        office.record_at(tx, &now, subject, members).map(drop)
    })?;
    let [teams, experts] = sent(&state, &made);
    let rows = (first..).zip(made).map(|(seq, row)| AmendedRow {
        seq,
        kind: row.kind.slug(),
        visit: row.visit,
        part: row.part,
        department: row.department,
        old: row.old,
        new: row.new,
    });
    Ok(Amended {
        plan: plan.into(),
        attempt: attempt.attempt,
        rows: rows.collect(),
        proof: proof.map(|(digest, ..)| digest),
        teams,
        experts,
    })
}

/// Digest, name and bytes of the document that proves a substitution.
fn proof(act: Act<'_>) -> Done<Option<(Digest, String, Vec<u8>)>> {
    let Act::Substitute { proof, .. } = act else { return Ok(None) };
    let name = proof.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = files::read(proof)?;
    Ok(Some((Digest::of(&bytes), name, bytes)))
}

/// Lets it happen; the rows it makes, and how the step is called.
fn happen(
    office: &Office,
    attempt: &Attempt,
    state: &mut State<'_>,
    act: Act<'_>,
    why: &str,
    at: &str,
) -> Result<(Vec<Amendment>, &'static str)> {
    match act {
        Act::Substitute { visit, .. } => {
            let number = find_visit(state, visit)?;
            unrecorded(office, attempt, number, |_| true)?;
            Ok((state.substitute(number, why, at)?, "substitute"))
        }
        Act::Recuse { visit, inspector } => {
            let number = find_visit(state, visit)?;
            let place = usize::try_from(number).unwrap_or(usize::MAX).wrapping_sub(1);
            let teams = state.visits().get(place).map(|visit| visit.teams.clone()).unwrap_or_default();
            unrecorded(office, attempt, number, |department| {
                teams.get(department).is_some_and(|team| team.contains(inspector))
            })?;
            Ok((vec![state.recuse(number, inspector, why, at)?], "recuse"))
        }
    }
}

/// Visit, code, department, people.
type Sent = Vec<(u64, String, String, Vec<String>)>;

/// The teams of the visits concerned, and the experts beside them.
fn sent(state: &State<'_>, made: &[Amendment]) -> [Sent; 2] {
    let (mut teams, mut experts) = (Vec::new(), Vec::new());
    for (number, visit) in (1u64..).zip(state.visits()) {
        let concerned = made.iter().any(|row| match row.kind {
            Kind::Substitute => row.new == visit.code && !visit.given_up,
            Kind::Recuse => row.visit == number,
        });
        for (list, from) in [(&mut teams, &visit.teams), (&mut experts, &visit.experts)] {
            for (department, people) in from.iter().filter(|_| concerned) {
                let people = people.iter().cloned().collect();
                list.push((number, visit.code.clone(), department.clone(), people));
            }
        }
    }
    [teams, experts]
}

/// Who was visited was there: no amendment changes a visit whose result is on
/// record (and was not sent back).
fn unrecorded(office: &Office, attempt: &Attempt, visit: u64, concerns: impl Fn(&str) -> bool) -> Result<()> {
    let rows = office.store.read(|tx| results::of_visit(tx, attempt.serial, visit))?;
    let stands = |row: &&results::ResultRow| {
        row.result.state != crate::results::State::Returned && concerns(&row.result.department)
    };
    match rows.iter().find(stands) {
        None => Ok(()),
        Some(row) => {
            let department = &row.result.department;
            Err(text!("amend-has-result", visit = visit.to_string(), department = department))
        }
    }
}

/// A visit by its number, or the live one of an entity.
fn find_visit(state: &State<'_>, wanted: &str) -> Result<u64> {
    find_visit_in(state.visits(), wanted)
}

/// The same among visits at hand.
pub(super) fn find_visit_in(visits: &[LiveVisit], wanted: &str) -> Result<u64> {
    let wanted = wanted.trim();
    let by_code = (1u64..)
        .zip(visits)
        .filter(|(_, visit)| visit.code == wanted)
        .max_by_key(|(number, visit)| (!visit.given_up, *number))
        .map(|(number, _)| number);
    match (by_code, wanted.parse::<u64>()) {
        (Some(number), _) => Ok(number),
        (None, Ok(number)) if wanted.len() < 10 => Ok(number),
        _ => Err(text!("amend-no-visit-of", code = wanted)),
    }
}

pub(super) fn row_of(row: &AmendmentRow) -> Amendment {
    Amendment {
        kind: if row.kind == "recuse" { Kind::Recuse } else { Kind::Substitute },
        visit: row.visit,
        part: row.part.clone(),
        department: row.department.clone(),
        old: row.old.clone(),
        new: row.new.clone(),
        reason: row.reason.clone(),
        at: calendar::write_instant(&row.at),
    }
}

/// The visits of a drawn attempt as its amendments left them.
pub(super) fn standing(office: &Office, attempt: &Attempt, rows: &[AmendmentRow]) -> Done<Vec<LiveVisit>> {
    let redrawn = Redrawn::of(office, attempt)?;
    let mut state = redrawn.state();
    state.replay(&rows.iter().map(row_of).collect::<Vec<_>>())?;
    Ok(state.visits().to_vec())
}

/// What was drawn, recomputed from the frozen files and held against the
/// digest recorded at the draw.
pub(super) struct Redrawn {
    pub(super) frozen: Frozen,
    pub(super) outcome: crate::publication::Outcome,
    pub(super) openings: Vec<Opening>,
    pub(super) ceremony: Ceremony,
}

impl Redrawn {
    pub(super) fn of(office: &Office, attempt: &Attempt) -> Done<Self> {
        let folder = office.paths.attempts().join(attempt.folder());
        let frozen = Frozen::read(&attempt.p, |name| files::read(&folder.join(name)))?;
        let bytes = files::read(&folder.join("ceremony.json"))?;
        let recorded = office.store.read(|tx| attempts::files(tx, attempt.serial))?;
        let damaged = |name: &str, bytes: &[u8]| {
            let holds = recorded.iter().any(|file| file.name == name && file.sha256 == Digest::of(bytes));
            if holds { Ok(()) } else { Err(text!("drawn-damaged", file = name)) }
        };
        damaged("ceremony.json", &bytes)?;
        let ceremony = Ceremony::parse(&bytes)?;
        let openings = openings(office, attempt.serial)?;
        let outcome = outcome(&frozen.plan, &ceremony, &frozen.frames, &frozen.roster, &openings);
        for (name, bytes) in outcome.files(&frozen.plan, &frozen.frames) {
            if !matches!(name, "amendments.csv" | "opened.csv") {
                damaged(name, &bytes)?;
            }
        }
        Ok(Self { frozen, outcome, openings, ceremony })
    }

    pub(super) fn state(&self) -> State<'_> {
        let Frozen { plan, frames, roster, .. } = &self.frozen;
        self.outcome.state(plan, &self.ceremony.seed, frames, roster, &self.openings)
    }
}
