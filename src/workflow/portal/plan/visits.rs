//! A draw's visits with their results, and the companies of its frames.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::Result;
use crate::draw::PlanDocument;
use crate::matching::Team;
use crate::matching::amend::{Amendment, State};
use crate::publication::public::{Draw, Plan, PlanFigures, Visit, make};
use crate::registry::Registry;
use crate::store::attempts::Attempt;
use crate::store::{Tx, portal};
use crate::workflow::amend::Redrawn;
use crate::workflow::portal::companies::Companies;
use crate::workflow::portal::refresh::{Context, Refreshed};
use crate::workflow::portal::registers::{put_one, sync};
use crate::workflow::portal::{results, shelve};
use crate::workflow::refusal::Done;

/// The visits of a draw with `written` amendments, and the companies of its
/// frames where it is `first` made public.
#[allow(clippy::too_many_arguments)]
pub fn visits(
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
    let mut dealt: BTreeMap<u64, BTreeMap<&str, &Team>> = BTreeMap::new();
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
pub fn told(
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
    state: &State<'_>,
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
    let stood = |code: &str| frames.iter().any(|frame| frame.find(code).is_some());
    let registry = Registry::new(context.office.paths.registry());
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
