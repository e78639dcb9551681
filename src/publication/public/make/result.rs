//! A department's result of a visit, as far as it is on show.

use super::super::{Checked, Notice, ResultPage, ResultVersion, Visit};
use super::ItemNames;
use super::rules::Rules;
use crate::domain::calendar::write_instant;
use crate::domain::{Date, Instant};
use crate::results::{Finding, State, VisitResult};

/// An act with its entry in the log.
#[derive(Debug, Clone, Copy)]
pub struct ActInput<'a> {
    /// Number of the entry.
    pub seq: u64,
    /// When.
    pub at: Instant,
    /// The public words of a withdrawal.
    pub notice: &'a str,
}

/// One version as the office keeps it.
#[derive(Debug, Clone, Copy)]
pub struct VersionInput<'a> {
    /// What was recorded.
    pub result: &'a VisitResult,
    /// What made it public; none where it never was.
    pub published: Option<ActInput<'a>>,
    /// What took it off show.
    pub withdrawn: Option<ActInput<'a>>,
}

/// What is on show of a result: the page, the notice, both (published anew
/// after a withdrawal) or nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// The page.
    pub page: Option<ResultPage>,
    /// The notice and its last day on show.
    pub notice: Option<(Notice, String)>,
}

/// Makes what is on show on a day of one department's result of a visit made
/// public. `place` is the department's among the plan's in byte order, from 1;
/// `versions` are all there are, in order; `cutoff` the plan's, by which items
/// are named.
///
/// Public are the version published last and those it superseded, back to the
/// last one withdrawn. It is on show for so long from its first publication: a
/// correction does not prolong it.
pub fn result(
    rules: &Rules,
    items: &ItemNames<'_>,
    visit: &Visit,
    place: usize,
    versions: &[VersionInput<'_>],
    (cutoff, today): (Date, Date),
) -> Shown {
    let mut out = Shown::default();
    let Some(first) = versions.first() else { return out };
    let id = format!("{}-{}-{place}", visit.serial, visit.visit);
    let department = first.result.department.clone();
    let gone = versions.iter().rfind(|one| one.result.state == State::Withdrawn);
    if let Some(act) = gone.and_then(|gone| gone.withdrawn) {
        let until = rules.until(act.at.date_naive(), false);
        if today <= until {
            let notice = Notice {
                id: id.clone(),
                plan: visit.plan.clone(),
                department: department.clone(),
                at: write_instant(&act.at),
                notice: act.notice.to_owned(),
                seq: act.seq,
            };
            out.notice = Some((notice, until.to_string()));
        }
    }
    let after = gone.map_or(0, |gone| gone.result.version);
    let mut shown: Vec<(&VersionInput<'_>, ActInput<'_>)> = (versions.iter())
        .filter(|one| one.result.version > after)
        .filter(|one| matches!(one.result.state, State::Published | State::Superseded))
        .filter_map(|one| Some((one, one.published?)))
        .collect();
    shown.reverse();
    let in_force = shown.first().is_some_and(|(one, _)| one.result.state == State::Published);
    let Some((_, earliest)) = shown.last().filter(|_| in_force) else { return out };
    let until = rules.until(earliest.at.date_naive(), visit.person);
    if until < today {
        return out;
    }
    out.page = Some(ResultPage {
        id,
        serial: visit.serial,
        plan: visit.plan.clone(),
        visit: visit.visit,
        department,
        code: visit.code.clone(),
        name: visit.name.clone(),
        area: visit.area.clone(),
        area_name: visit.area_name.clone(),
        versions: shown.into_iter().map(|(one, act)| version(items, one.result, &act, cutoff)).collect(),
        until: until.to_string(),
    });
    out
}

/// Who went, who was there, what was noted, why it was late, who recorded it
/// and the names of evidence stay with the office.
fn version(items: &ItemNames<'_>, result: &VisitResult, act: &ActInput<'_>, cutoff: Date) -> ResultVersion {
    let checked = result.items.iter().map(|one| Checked {
        item: one.item.clone(),
        name: items.on(&one.item, cutoff).to_owned(),
        checked: one.checked,
        finding: one.finding.map(Finding::code).unwrap_or_default().to_owned(),
        finding_words: one.finding.map(Finding::words).unwrap_or_default().to_owned(),
        problem: one.finding.is_some_and(Finding::problem),
        disposal: one.disposal.map(|disposal| disposal.code()).unwrap_or_default().to_owned(),
        disposal_words: one.disposal.map(|disposal| disposal.words()).unwrap_or_default().to_owned(),
    });
    ResultVersion {
        version: result.version,
        date: result.date.to_string(),
        late: result.late.is_some(),
        method: result.method.clone(),
        items: checked.collect(),
        evidence: result.evidence.len() as u64,
        legal_review: result.major,
        published_at: write_instant(&act.at),
        notice: result.notice.clone().unwrap_or_default(),
        seq: act.seq,
    }
}
