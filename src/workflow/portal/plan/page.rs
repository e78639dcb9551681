//! A plan's page.

use std::collections::BTreeSet;

use super::draw::draw;
use super::moment;
use super::visits::told;
use crate::domain::{Result, calendar};
use crate::draw::PlanDocument;
use crate::publication::public::{PlanFigures, Step, make};
use crate::record::{Entry, RESULTS};
use crate::store::attempts::Attempt;
use crate::store::publications::Extent;
use crate::store::{Tx, attempts, entries};
use crate::workflow::portal::bundles::Handed;
use crate::workflow::portal::changes::Touched;
use crate::workflow::portal::companies::Companies;
use crate::workflow::portal::refresh::{Context, Refreshed};
use crate::workflow::portal::registers::put_one;
use crate::workflow::portal::shelve;
use crate::workflow::refusal::Done;

/// Makes what is touched of a plan anew. One that was never frozen has nothing
/// that is public.
pub fn plan(
    context: &Context<'_>,
    tx: &mut Tx<'_>,
    number: &str,
    touched: &Touched,
    companies: &mut Companies,
    done: &mut Refreshed,
) -> Done<()> {
    let (all, rows) =
        context.office.store.read(|tx| Ok((attempts::of_plan(tx, number)?, entries::about(tx, number)?)))?;
    let entries: Vec<Entry> =
        rows.iter().map(|row| Entry::parse(row.body.as_bytes())).collect::<Result<_>>()?;
    let handed = Handed::of(&entries);
    let documents: Vec<PlanDocument> = all.iter().map(Attempt::plan_document).collect::<Result<_>>()?;
    let Some(last) = all.last() else { return Ok(()) };
    let disclosed = |attempt: &Attempt| {
        handed.iter().any(|one| one.serial == attempt.serial && one.extent == Extent::Full)
    };
    let mut figures = PlanFigures::default();
    for (attempt, document) in all.iter().zip(&documents) {
        let own: Vec<&Handed> = handed.iter().filter(|one| one.serial == attempt.serial).collect();
        let mut found = None;
        if touched.draw && attempt.seed.is_some() && !own.is_empty() {
            found = draw(context, tx, attempt, &own, companies, done)?;
        } else if disclosed(attempt) {
            found = Some(told(context, tx, document, companies, done)?);
        }
        if let Some(found) = found.filter(|_| attempt.serial == last.serial && last.live()) {
            figures = found;
        }
    }
    let approved = |attempt: &Attempt| {
        let own = |entry: &&Entry| entry.kind.name == "approve" && entry.digest("toml") == Some(attempt.toml);
        moment(entries.iter().find(own).map(|entry| &entry.at))
    };
    let inputs = all.iter().zip(&documents).map(|(attempt, document)| make::AttemptInput {
        document,
        p: attempt.p.to_string(),
        urgent: attempt.urgent,
        sealed: attempt.sealed,
        frozen_at: calendar::write_instant(&attempt.frozen_at),
        drawn_at: moment(attempt.drawn_at.as_ref()),
        abandoned_at: moment(attempt.abandoned_at.as_ref()),
        approved_at: approved(attempt),
        disclosed: disclosed(attempt),
    });
    let made = make::plan(make::PlanInput {
        attempts: inputs.collect(),
        timeline: timeline(&entries, &all),
        items: &context.names,
        figures,
    });
    if let Some(page) = made {
        done.made += u64::from(put_one(tx, shelve::plan(page))?);
    }
    Ok(())
}

/// The steps of the plan, without those about single results or case files,
/// and without the approval of texts that were never frozen.
fn timeline(entries: &[Entry], all: &[Attempt]) -> Vec<Step> {
    let frozen: BTreeSet<_> = all.iter().map(|attempt| attempt.toml).collect();
    (entries.iter())
        .filter(|entry| match entry.kind.name {
            "approve" => entry.digest("toml").is_some_and(|toml| frozen.contains(&toml)),
            "case" => false,
            kind => !RESULTS.contains(&kind),
        })
        .map(|entry| Step {
            seq: entry.seq,
            at: calendar::write_instant(&entry.at),
            kind: entry.kind.name.to_owned(),
            attempt: entry.count("attempt"),
            source: entry.text("source").to_owned(),
        })
        .collect()
}
