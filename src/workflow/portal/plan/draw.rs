//! A draw's page, and the bundles it was handed out in.

use std::collections::BTreeSet;

use super::moment;
use super::visits::visits;
use crate::domain::Result;
use crate::domain::calendar::write_instant;
use crate::matching::amend::Amendment;
use crate::publication::Opening;
use crate::publication::public::{Amended, Draw, PlanFigures, make};
use crate::store::attempts::{Attempt, AttemptFile};
use crate::store::publications::Extent;
use crate::store::{Tx, amendments, attempts, portal};
use crate::workflow::amend::{Redrawn, row_of};
use crate::workflow::portal::bundles::{self, Handed};
use crate::workflow::portal::companies::Companies;
use crate::workflow::portal::refresh::{Context, Refreshed};
use crate::workflow::portal::registers::put_one;
use crate::workflow::portal::{explain, shelve};
use crate::workflow::refusal::Done;

/// Puts an attempt's bundles out, and where one was handed out in full makes
/// the draw's page, its visits and their results. What came of it; none where the
/// draw is not public.
pub fn draw(
    context: &Context<'_>,
    tx: &mut Tx<'_>,
    attempt: &Attempt,
    handed: &[&Handed],
    companies: &mut Companies,
    done: &mut Refreshed,
) -> Done<Option<PlanFigures>> {
    let (rows, recorded) = context
        .office
        .store
        .read(|tx| Ok((amendments::list(tx, attempt.serial)?, attempts::files(tx, attempt.serial)?)))?;
    let written: Vec<Amendment> = rows.iter().map(row_of).collect();
    let now = written.len() as u64;
    let full = handed.iter().rev().find(|one| one.extent == Extent::Full);
    if full.is_none() && handed.iter().all(|one| one.amendments == now) {
        for one in handed {
            bundles::put_out(context.office, attempt, one, &recorded, None)?;
        }
        return Ok(None);
    }
    let redrawn = Redrawn::of(context.office, attempt)?;
    for one in Handed::bundles(handed.iter().copied()) {
        let amended =
            if one.amendments == now { None } else { Some(as_of(&redrawn, &written, one.amendments)?) };
        bundles::put_out(context.office, attempt, one, &recorded, amended.as_ref())?;
    }
    let Some(full) = full else { return Ok(None) };
    explain::keep(&context.office.paths, &full.sums, context.progress)?;
    let amended =
        if full.amendments == now { None } else { Some(as_of(&redrawn, &written, full.amendments)?) };
    let files = bundles::files_with(&recorded, amended.as_ref());
    let written = up_to(&written, full.amendments);

    let first: Option<Draw> = portal::get(tx, &attempt.serial.to_string())?;
    let page = page(context, attempt, full, handed, &redrawn, files, written);
    done.made += u64::from(put_one(tx, shelve::draw(page))?);
    visits(context, tx, attempt, &redrawn, written, first.is_none(), companies, done).map(Some)
}

/// The first amendments, so many.
fn up_to(written: &[Amendment], count: u64) -> &[Amendment] {
    &written[..written.len().min(usize::try_from(count).unwrap_or(usize::MAX))]
}

/// The two files that amendments change, as they were with so many.
fn as_of(redrawn: &Redrawn, written: &[Amendment], count: u64) -> Result<[(&'static str, Vec<u8>); 2]> {
    let rows = up_to(written, count);
    let mut state = redrawn.state();
    state.replay(rows)?;
    let visited: BTreeSet<&str> = state.visits().iter().map(|visit| visit.code.as_str()).collect();
    let opened: Vec<Opening> =
        redrawn.openings.iter().filter(|one| visited.contains(one.code.as_str())).cloned().collect();
    Ok(bundles::amended_files(rows, &opened))
}

/// The draw's page, as `written` amendments left it.
fn page(
    context: &Context<'_>,
    attempt: &Attempt,
    full: &Handed,
    handed: &[&Handed],
    redrawn: &Redrawn,
    files: Vec<AttemptFile>,
    written: &[Amendment],
) -> Draw {
    let disclosed = handed.iter().find(|one| one.extent == Extent::Full).map_or(&full.at, |one| &one.at);
    make::draw(make::DrawInput {
        plan: &redrawn.frozen.plan,
        p: attempt.p.to_string(),
        ceremony: &redrawn.ceremony,
        frames: &redrawn.frozen.frames,
        roster: &redrawn.frozen.roster,
        outcome: &redrawn.outcome,
        items: &context.names,
        abandoned: !attempt.live(),
        moments: [write_instant(&attempt.frozen_at), moment(attempt.drawn_at.as_ref()), disclosed.clone()],
        bundle: full.sums.to_string(),
        files: files.into_iter().map(|file| (file.name, file.sha256.to_string(), file.bytes)).collect(),
        amendments: (1u64..)
            .zip(written)
            .map(|(seq, row)| Amended {
                seq,
                at: row.at.clone(),
                kind: row.kind.slug().to_owned(),
                visit: row.visit,
                part: row.part.clone(),
                department: row.department.clone(),
                old: row.old.clone(),
                new: row.new.clone(),
            })
            .collect(),
    })
}
