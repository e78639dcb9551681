//! Results of a draw made public: pages and notices.

use std::collections::BTreeMap;

use super::refresh::Context;
use super::shelve;
use crate::domain::Result;
use crate::draw::PlanDocument;
use crate::publication::public::make::{self, ActInput, VersionInput};
use crate::publication::public::{Document, Notice, PlanFigures, ResultPage, Visit};
use crate::results::Act;
use crate::store::portal::Entry;
use crate::store::results::{self, Key};

/// What is on show of a draw's results.
#[derive(Debug, Default)]
pub(super) struct OnShow {
    pub pages: Vec<Entry<ResultPage>>,
    pub notices: Vec<Entry<Notice>>,
    /// Keys of pages by visit.
    pub by_visit: BTreeMap<u64, Vec<String>>,
    /// Keys of notices by entity.
    pub withdrawn: Vec<(String, String)>,
}

/// Makes them; `visit` gives a visit made public by its number. A result of a
/// visit that is not public yet (a substitute whose amendment was not published
/// again) waits for it.
pub(super) fn on_show(
    context: &Context<'_>,
    plan: &PlanDocument,
    mut visit: impl FnMut(u64) -> Result<Option<Visit>>,
) -> Result<OnShow> {
    let (rows, acts) = context
        .office
        .store
        .read(|tx| Ok((results::of_attempt(tx, plan.serial)?, results::acts_of_attempt(tx, plan.serial)?)))?;
    let mut published: BTreeMap<Key, ActInput<'_>> = BTreeMap::new();
    let mut withdrawn: BTreeMap<Key, ActInput<'_>> = BTreeMap::new();
    for act in &acts {
        let input = ActInput { seq: act.entry, at: act.at, notice: &act.note };
        match act.act {
            Act::Publish => published.insert(act.key.clone(), input),
            Act::Withdraw => withdrawn.insert(act.key.clone(), input),
            _ => None,
        };
    }
    let mut departments: Vec<&str> = plan.parts.iter().map(|part| part.department.as_str()).collect();
    departments.sort_unstable();
    departments.dedup();
    let quarter = shelve::quarter(&plan.window[0].to_string());
    let mut out = OnShow::default();
    let same = |a: &results::ResultRow, b: &results::ResultRow| {
        a.result.visit == b.result.visit && a.result.department == b.result.department
    };
    for group in rows.chunk_by(same) {
        let inputs: Vec<VersionInput<'_>> = (group.iter())
            .map(|row| VersionInput {
                result: &row.result,
                published: published.get(&row.key()).copied(),
                withdrawn: withdrawn.get(&row.key()).copied(),
            })
            .collect();
        let Some(first) = inputs.iter().find(|one| one.published.is_some()) else { continue };
        let place =
            departments.binary_search(&first.result.department.as_str()).unwrap_or(departments.len()) + 1;
        let Some(visit) = visit(first.result.visit)? else { continue };
        let days = (plan.cutoff, context.today);
        let shown = make::result(&context.rules, &context.names, &visit, place, &inputs, days);
        if let Some(page) = shown.page {
            out.by_visit.entry(visit.visit).or_default().push(page.key());
            out.pages.push(shelve::result(page, &quarter));
        }
        if let Some((notice, until)) = shown.notice {
            out.withdrawn.push((visit.code, notice.key()));
            out.notices.push(shelve::notice(notice, &until));
        }
    }
    // In the order of lists they are written fastest.
    out.pages.sort_by(|a, b| a.sort.cmp(&b.sort));
    Ok(out)
}

impl OnShow {
    /// Adds what came of the visits to a plan's figures.
    pub fn count(&self, figures: &mut PlanFigures) {
        let mut findings: BTreeMap<&str, u64> = BTreeMap::new();
        for page in self.pages.iter().filter_map(|entry| entry.doc.versions.first()) {
            figures.published += 1;
            figures.problems += u64::from(page.items.iter().any(|one| one.problem));
            let own: std::collections::BTreeSet<&str> =
                page.items.iter().map(|one| one.finding.as_str()).filter(|code| !code.is_empty()).collect();
            own.into_iter().for_each(|code| *findings.entry(code).or_default() += 1);
        }
        figures.findings = findings.into_iter().map(|(code, count)| (code.to_owned(), count)).collect();
    }
}
