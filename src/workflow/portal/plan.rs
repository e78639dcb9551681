//! A plan's documents: its page, its draws and visits.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::bundles::{self, Handed};
use super::changes::{Changes, Touched};
use super::companies::Companies;
use super::refresh::{Context, Refreshed, bundle_dir};
use super::registers::{put_one, sync};
use super::{explain, results, shelve};
use crate::domain::{Result, calendar};
use crate::draw::PlanDocument;
use crate::matching::amend::Amendment;
use crate::publication::Opening;
use crate::publication::public::{Amended, Draw, Plan, PlanFigures, Step, Visit, make};
use crate::record::{Entry, RESULTS};
use crate::store::attempts::{Attempt, AttemptFile};
use crate::store::publications::Extent;
use crate::store::{Tx, amendments, attempts, entries, portal};
use crate::workflow::amend::{Redrawn, row_of};
use crate::workflow::refusal::Done;
use crate::workflow::{bundle_log, filing};

/// Makes what is touched of a plan anew. One that was never frozen has nothing
/// that is public.
pub(super) fn plan(
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
        entries.iter().find(own).map(|entry| calendar::write_instant(&entry.at)).unwrap_or_default()
    };
    let moment =
        |at: &Option<crate::domain::Instant>| at.as_ref().map(calendar::write_instant).unwrap_or_default();
    let inputs = all.iter().zip(&documents).map(|(attempt, document)| make::AttemptInput {
        document,
        p: attempt.p.to_string(),
        urgent: attempt.urgent,
        sealed: attempt.sealed,
        frozen_at: calendar::write_instant(&attempt.frozen_at),
        drawn_at: moment(&attempt.drawn_at),
        abandoned_at: moment(&attempt.abandoned_at),
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

/// Lets bundles that stand there follow what witnesses filed since: `log/` is no
/// part of what a bundle's digest fixes, and may be written anew (PROTOCOL.md §7).
pub(super) fn filed(context: &Context<'_>, changes: &Changes) -> Done<()> {
    let office = context.office;
    let all = office.store.read(attempts::list)?;
    for attempt in all.iter().filter(|attempt| attempt.seed.is_some()) {
        if changes.plans.get(&attempt.plan).is_some_and(|touched| touched.draw) {
            continue; // put out anew with all that is known
        }
        let rows = office.store.read(|tx| entries::about_of_kind(tx, &attempt.plan, "publish"))?;
        let entries: Vec<Entry> =
            rows.iter().map(|row| Entry::parse(row.body.as_bytes())).collect::<Result<_>>()?;
        for one in bundles_of(&Handed::of(&entries), attempt.serial) {
            let dir = bundle_dir(&office.paths, &one.sums);
            let mut stale = false;
            for (size, key, time) in &changes.filed {
                stale |= bundle_log::tells_more(&dir, one.seq, (*size, key))?
                    || filing::late_of_freeze(attempt, (*size, key, *time))?;
            }
            if stale {
                bundle_log::write(office, attempt, one.extent, Some(one.amendments), &dir)?;
            }
        }
    }
    Ok(())
}

/// Bundles of an attempt that were handed out: the same one may have been several
/// times, sealed and in full.
fn bundles_of(handed: &[Handed], serial: u64) -> Vec<&Handed> {
    let mut by_sums: BTreeMap<_, &Handed> = BTreeMap::new();
    for one in handed.iter().filter(|one| one.serial == serial) {
        let kept = by_sums.entry(one.sums).or_insert(one);
        if one.extent == Extent::Full && kept.extent != Extent::Full {
            *kept = one;
        }
    }
    by_sums.into_values().collect()
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

/// Puts an attempt's bundles out, and where one was handed out in full makes
/// the draw's page, its visits and their results. What came of it; none where the
/// draw is not public.
fn draw(
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
    // The same bundle may have been handed out several times, sealed and in full.
    let mut by_sums: BTreeMap<_, &Handed> = BTreeMap::new();
    for one in handed {
        let kept = by_sums.entry(one.sums).or_insert(one);
        if one.extent == Extent::Full {
            *kept = one;
        }
    }
    for one in by_sums.values() {
        let amended =
            if one.amendments == now { None } else { Some(as_of(&redrawn, &written, one.amendments)?) };
        bundles::put_out(context.office, attempt, one, &recorded, amended.as_ref())?;
    }
    let Some(full) = full else { return Ok(None) };
    explain::keep(&context.office.paths, &full.sums, context.progress)?;
    let amended =
        if full.amendments == now { None } else { Some(as_of(&redrawn, &written, full.amendments)?) };
    let files = bundles::files_with(&recorded, amended.as_ref());
    let written = &written[..written.len().min(usize::try_from(full.amendments).unwrap_or(usize::MAX))];

    let first: Option<Draw> = portal::get(tx, &attempt.serial.to_string())?;
    let page = page(context, attempt, full, handed, &redrawn, files, written);
    done.made += u64::from(put_one(tx, shelve::draw(page))?);
    visits(context, tx, attempt, &redrawn, written, first.is_none(), companies, done).map(Some)
}

/// The two files that amendments change, as they were with so many.
fn as_of(redrawn: &Redrawn, written: &[Amendment], count: u64) -> Result<[(&'static str, Vec<u8>); 2]> {
    let rows = &written[..written.len().min(usize::try_from(count).unwrap_or(usize::MAX))];
    let mut state = redrawn.state();
    state.replay(rows)?;
    let visited: BTreeSet<&str> = state.visits().iter().map(|visit| visit.code.as_str()).collect();
    let opened: Vec<Opening> =
        redrawn.openings.iter().filter(|one| visited.contains(one.code.as_str())).cloned().collect();
    Ok(bundles::amended_files(rows, &opened))
}

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
    let moment =
        |at: &Option<crate::domain::Instant>| at.as_ref().map(calendar::write_instant).unwrap_or_default();
    make::draw(make::DrawInput {
        plan: &redrawn.frozen.plan,
        p: attempt.p.to_string(),
        ceremony: &redrawn.ceremony,
        frames: &redrawn.frozen.frames,
        roster: &redrawn.frozen.roster,
        outcome: &redrawn.outcome,
        items: &context.names,
        abandoned: !attempt.live(),
        moments: [calendar::write_instant(&attempt.frozen_at), moment(&attempt.drawn_at), disclosed.clone()],
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

/// The visits of a draw with `written` amendments, and the companies of its
/// frames where it is `first` made public.
#[allow(clippy::too_many_arguments)]
fn visits(
    context: &Context<'_>,
    tx: &mut Tx<'_>,
    attempt: &Attempt,
    redrawn: &Redrawn,
    written: &[Amendment],
    first: bool,
    companies: &mut Companies,
    done: &mut Refreshed,
) -> Done<PlanFigures> {
    let mut state = redrawn.state();
    state.replay(written)?;
    let subjects = subjects(context, redrawn, first, &state, companies)?;
    let names: BTreeMap<&str, &str> =
        redrawn.frozen.roster.iter().map(|row| (row.inspector.as_str(), row.name.as_str())).collect();
    // Leads as dealt; where a team has changed since, found again.
    let mut dealt: BTreeMap<u64, BTreeMap<&str, &crate::matching::Team>> = BTreeMap::new();
    for (department, team) in &redrawn.outcome.teams {
        dealt.entry(team.visit).or_default().insert(department, team);
    }
    let touched: BTreeSet<u64> = written.iter().map(|row| row.visit).collect();
    let joined: BTreeSet<&str> = written.iter().map(|row| row.new.as_str()).collect();
    let plan = &redrawn.frozen.plan;
    let quarter = shelve::quarter(&plan.window[0].to_string());
    let none = make::Subject::default();
    let mut figures = PlanFigures { visits: redrawn.outcome.visits.len() as u64, ..PlanFigures::default() };
    let mut made: Vec<Visit> = Vec::new();
    for (number, visit) in (1u64..).zip(state.visits()) {
        let leads = match dealt.get(&number) {
            Some(teams) if !touched.contains(&number) && !joined.contains(visit.code.as_str()) => teams
                .iter()
                .filter_map(|(department, team)| {
                    Some(((*department).to_owned(), team.members.first()?.clone()))
                })
                .collect(),
            _ => state.leads(number),
        };
        let doc = make::visit(&make::VisitInput {
            plan,
            number,
            visit,
            subject: subjects.get(visit.code.as_str()).unwrap_or(&none),
            area: state.area(&visit.code),
            leads: &leads,
            names: &names,
        });
        if !doc.given_up {
            figures.due += doc.teams.len() as u64;
        }
        if context.fresh {
            companies.visited(&doc.code, doc.serial, number);
        } else {
            companies.touch(&doc.code);
        }
        made.push(doc);
    }
    let on_show = results::on_show(context, plan, |number| {
        let place = usize::try_from(number).ok().and_then(|n| n.checked_sub(1));
        Ok(place.and_then(|place| made.get(place)).cloned())
    })?;
    on_show.count(&mut figures);
    for doc in &mut made {
        doc.results = on_show.by_visit.get(&doc.visit).cloned().unwrap_or_default();
    }
    if context.fresh {
        for entry in &on_show.pages {
            companies.found(&entry.doc.code, &entry.doc.id);
        }
        for (code, key) in &on_show.withdrawn {
            companies.withdrawn(code, key);
        }
    }
    let serial = attempt.serial.to_string();
    let made = made.into_iter().map(|doc| shelve::visit(doc, &quarter, !attempt.live())).collect();
    done.take(sync(tx, "draw", &serial, made)?);
    done.take(sync(tx, "draw", &serial, on_show.pages)?);
    done.take(sync(tx, "draw", &serial, on_show.notices)?);
    Ok(figures)
}

/// Results of a draw whose visits stand there already.
fn told(
    context: &Context<'_>,
    tx: &mut Tx<'_>,
    document: &PlanDocument,
    companies: &mut Companies,
    done: &mut Refreshed,
) -> Result<PlanFigures> {
    let serial = document.serial.to_string();
    let before: Option<Plan> = portal::get(tx, &document.plan)?;
    let mut figures = PlanFigures::default();
    if let Some(before) = before {
        (figures.visits, figures.due) = (before.figures.visits, before.figures.due);
    }
    let on_show =
        results::on_show(context, document, |number| portal::get(tx, &format!("{serial}-{number}")))?;
    on_show.count(&mut figures);
    let pages = sync(tx, "draw", &serial, on_show.pages)?;
    let notices = sync(tx, "draw", &serial, on_show.notices)?;
    let keys = [&pages.made, &pages.removed, &notices.made, &notices.removed].into_iter().flatten();
    let changed: BTreeSet<String> = keys.filter_map(|key| Some(key.rsplit_once('-')?.0.to_owned())).collect();
    let quarter = shelve::quarter(&document.window[0].to_string());
    let void = portal::get::<Draw>(tx, &serial)?.is_some_and(|draw| draw.abandoned);
    for key in changed {
        if let Some(mut visit) = portal::get::<Visit>(tx, &key)? {
            companies.touch(&visit.code);
            visit.results = on_show.by_visit.get(&visit.visit).cloned().unwrap_or_default();
            done.made += u64::from(put_one(tx, shelve::visit(visit, &quarter, void))?);
        }
    }
    done.take(pages);
    done.take(notices);
    Ok(figures)
}

/// The subjects of the visits' entities, from the registry the frames came
/// from. Of a draw first made public, every row of its frames becomes a company.
fn subjects(
    context: &Context<'_>,
    redrawn: &Redrawn,
    first: bool,
    state: &crate::matching::amend::State<'_>,
    companies: &mut Companies,
) -> Result<HashMap<String, make::Subject>> {
    let frames = &redrawn.frozen.frames;
    let visited: BTreeSet<&str> = state.visits().iter().map(|visit| visit.code.as_str()).collect();
    let mut counties: BTreeSet<&str> = BTreeSet::new();
    for frame in frames {
        for row in 0..frame.rows.codes.len() {
            let area = frame.area(row);
            counties.insert(area.get(..6).unwrap_or(area));
        }
    }
    let stood = |code: &str| {
        frames.iter().any(|frame| {
            let codes = &frame.rows.codes;
            let (mut low, mut high) = (0, codes.len());
            while low < high {
                let middle = low + (high - low) / 2;
                if codes.bytes(middle) < code.as_bytes() {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            low < codes.len() && codes.bytes(low) == code.as_bytes()
        })
    };
    let registry = crate::registry::Registry::new(context.office.paths.registry());
    let serial = redrawn.frozen.plan.serial;
    let mut out = HashMap::new();
    registry.pick(
        redrawn.frozen.plan.registry,
        make::Subject::COLUMNS,
        |county| counties.contains(county),
        |code, row| {
            let wanted = visited.contains(code);
            if wanted || first && stood(code) {
                let subject = make::subject(&context.rules, row);
                if first {
                    companies.stood(code, serial, &subject);
                }
                if wanted {
                    out.insert(code.to_owned(), subject);
                }
            }
            Ok(())
        },
    )?;
    Ok(out)
}
