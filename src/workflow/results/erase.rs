//! 清除 of personal data: of results whose time on show is over, or on order.
//! What was found, when, and the public notices stay.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::super::files;
use super::super::office::Office;
use super::super::plans::attempt_in_force;
use super::super::refusal::Done;
use super::ground::{Ground, members};
use super::publish::one_of;
use crate::domain::grammar::check_text;
use crate::domain::{Date, Progress, Result};
use crate::publication::public::Rules;
use crate::publication::public::make::{self, Subject};
use crate::record::Details;
use crate::registry::Registry;
use crate::store::attempts::{self, Attempt};
use crate::store::results::{self, EraseReason, Erasure, Key, ResultRow};
use crate::text;

/// What was erased.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Erased {
    /// Versions whose personal data are gone.
    pub versions: Vec<ErasedLine>,
    /// Documents and recordings removed with them.
    pub evidence: u64,
    /// Left as they are: something about them is still under way.
    pub under_way: u64,
    /// Nothing was changed: it was only tried.
    pub dry_run: bool,
}

/// A version erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErasedLine {
    /// 计划编号.
    pub plan: String,
    /// The visit.
    pub visit: u64,
    /// The department.
    pub department: String,
    /// The version.
    pub version: u64,
}

/// Erases the personal data of one department's result of a visit, all versions
/// of it: who went, who was there, notes, who acted, evidence, objections. `why`:
/// by whose order.
///
/// # Errors
/// `results-erase-why`, `results-erase-open` while it is not yet public or an
/// objection waits, `results-erase-already`, `results-none`, `results-which`,
/// `results-not-drawn`.
pub fn erase(
    office: &Office,
    plan: &str,
    (visit, department): (&str, Option<&str>),
    why: &str,
    dry_run: bool,
) -> Done<Erased> {
    let why = why.trim();
    check_text(why)?;
    if why.is_empty() {
        return Err(text!("results-erase-why").into());
    }
    let ground = Ground::of(office, plan)?;
    let row = one_of(&ground, visit, department, |_| true)?
        .ok_or_else(|| text!("results-none", visit = visit.trim()))?;
    let (number, whose) = (row.result.visit, row.result.department.as_str());
    let versions: Vec<&ResultRow> = ground.versions(number, whose).collect();
    let busy = busy(office, ground.attempt.serial)?;
    if open(&versions, &busy) {
        let (visit, department) = (number.to_string(), whose);
        return Err(text!("results-erase-open", visit = visit, department = department).into());
    }
    let gone = gone(office, ground.attempt.serial)?;
    let left: Vec<&ResultRow> = versions.into_iter().filter(|row| !gone.contains(&row.key())).collect();
    if left.is_empty() {
        // Said again after it was cut off: the rest of it.
        let evidence = sweep(office, dry_run)?;
        if evidence == 0 {
            let (visit, department) = (number.to_string(), whose);
            return Err(text!("results-erase-already", visit = visit, department = department).into());
        }
        return Ok(Erased { evidence, dry_run, ..Erased::default() });
    }
    let mut out = Erased { dry_run, ..Erased::default() };
    act(office, &ground.attempt, &left, (EraseReason::Ordered, why), &mut out)?;
    out.evidence = sweep(office, dry_run)?;
    Ok(out)
}

/// Erases the personal data of all results whose time on show is over: of a plan,
/// or of all.
///
/// # Errors
/// `attempt-none` for a plan that is not known.
pub fn erase_expired(
    office: &Office,
    plan: Option<&str>,
    dry_run: bool,
    progress: &dyn Progress,
) -> Done<Erased> {
    let all = match plan {
        Some(plan) => {
            office.store.read(|tx| attempt_in_force(tx, plan))?;
            office.store.read(|tx| attempts::of_plan(tx, plan))?
        }
        None => office.store.read(attempts::list)?,
    };
    let today = office.now().date_naive();
    let mut out = Erased { dry_run, ..Erased::default() };
    progress.begin(text!("progress-results-erase"), all.len() as u64);
    for attempt in all.iter().filter(|attempt| attempt.seed.is_some()) {
        expired(office, attempt, today, &mut out)?;
        progress.add(1);
    }
    progress.end();
    out.evidence = sweep(office, dry_run)?;
    Ok(out)
}

fn expired(office: &Office, attempt: &Attempt, today: Date, out: &mut Erased) -> Done<()> {
    let rules = Rules::default();
    let document = attempt.plan_document()?;
    // Nothing of it can be over before the soonest end of what it holds.
    if rules.until(document.window[0].min(today), true) >= today {
        return Ok(());
    }
    let rows = office.store.read(|tx| results::of_attempt(tx, attempt.serial))?;
    let gone = gone(office, attempt.serial)?;
    let busy = busy(office, attempt.serial)?;
    let same = |a: &ResultRow, b: &ResultRow| {
        (a.result.visit, &a.result.department) == (b.result.visit, &b.result.department)
    };
    let mut over: Vec<(&[ResultRow], Date)> = Vec::new();
    for group in rows.chunk_by(same) {
        let public = group.iter().filter_map(|row| row.result.published_at).min();
        let Some(first) = public.map(|at| at.date_naive()) else { continue };
        if rules.until(first, true) < today && group.iter().any(|row| !gone.contains(&row.key())) {
            over.push((group, first));
        }
    }
    // Of natural persons it is over sooner; who is one, the registry says that
    // the draw was made from.
    let asked: BTreeSet<&str> = over
        .iter()
        .filter(|(_, first)| rules.until(*first, false) >= today)
        .filter_map(|(group, _)| Some(group.first()?.result.code.as_str()))
        .collect();
    let mut persons: BTreeSet<String> = BTreeSet::new();
    if !asked.is_empty() {
        let registry = Registry::new(office.paths.registry());
        registry.pick(
            document.registry,
            Subject::COLUMNS,
            |_| true,
            |code, row| {
                if asked.contains(code) && make::subject(&rules, row).person {
                    persons.insert(code.to_owned());
                }
                Ok(())
            },
        )?;
    }
    let mut left: Vec<&ResultRow> = Vec::new();
    for (group, first) in over {
        let person = group.first().is_some_and(|row| persons.contains(&row.result.code));
        if rules.until(first, person) >= today {
            continue;
        }
        let own: Vec<&ResultRow> = group.iter().filter(|row| !gone.contains(&row.key())).collect();
        if open(&own, &busy) {
            out.under_way += 1;
        } else {
            left.extend(own);
        }
    }
    act(office, attempt, &left, (EraseReason::Expired, ""), out)
}

/// Versions erased before.
fn gone(office: &Office, serial: u64) -> Result<BTreeSet<Key>> {
    let all = office.store.read(|tx| results::erasures(tx, serial))?;
    Ok(all.into_iter().map(|one| one.key).collect())
}

/// Results to which an objection waits for its answer, by visit and department.
fn busy(office: &Office, serial: u64) -> Result<BTreeMap<(u64, String), u64>> {
    let all = office.store.read(|tx| results::objections_of_attempt(tx, serial))?;
    let open = all.into_iter().filter(|one| one.answer.is_none());
    Ok(open.map(|one| ((one.visit, one.department), one.number)).collect())
}

fn open(versions: &[&ResultRow], busy: &BTreeMap<(u64, String), u64>) -> bool {
    versions.iter().any(|row| {
        let result = &row.result;
        result.state.under_way() || busy.contains_key(&(result.visit, result.department.clone()))
    })
}

/// One step with an entry for each version.
fn act(
    office: &Office,
    attempt: &Attempt,
    rows: &[&ResultRow],
    (reason, note): (EraseReason, &str),
    out: &mut Erased,
) -> Done<()> {
    out.versions.extend(rows.iter().map(|row| ErasedLine {
        plan: row.result.plan.clone(),
        visit: row.result.visit,
        department: row.result.department.clone(),
        version: row.result.version,
    }));
    if out.dry_run || rows.is_empty() {
        return Ok(());
    }
    let now = office.now();
    office.begin("erase-result", &attempt.plan, &[])?.commit(|tx| {
        let entries = (1..)
            .zip(rows)
            .map(|(number, row)| {
                let mut members: Details = members(attempt, &row.key(), number < rows.len());
                members.insert("reason", reason.slug().into());
                members.hide("note", note);
                members.hide("rest", row.result.cleared().digest()?.to_string());
                Ok(members)
            })
            .collect::<Result<Vec<_>>>()?;
        let first = office.record_all(tx, &now, "erase-result", entries)?;
        for (entry, row) in (first..).zip(rows) {
            let (key, note, by) = (row.key(), note.to_owned(), office.by.clone());
            results::erase(tx, &Erasure { key, reason, note, by, at: now, entry })?;
        }
        Ok(())
    })?;
    // What was deleted must not linger in the database's file.
    office.store.compact()?;
    files::sync_dir(&office.paths.dir)?;
    Ok(())
}

/// Removes documents and recordings that nothing names any longer but what was
/// erased; how many there were.
fn sweep(office: &Office, dry_run: bool) -> Result<u64> {
    let mut removed = 0;
    for digest in office.store.read(results::left_evidence)? {
        let path = office.paths.evidence().join(digest.to_string());
        if path.exists() {
            removed += 1;
            if !dry_run {
                files::remove(&path)?;
            }
        }
    }
    Ok(removed)
}
