//! 抽查计划, from the freeze to the results.

use super::results::finding_bars;
use crate::publication::public::{Attempt, Plan, Stage};
use crate::store::Tx;
use crate::store::portal;
use crate::text;
use crate::web::ask::{Ask, Stop, part, with_query};
use crate::web::lists;
use crate::web::view::{Block, Facts, Feed, Page, Piece, Table, cell, cells, code, grouped, link};

/// `/plans`.
pub fn list(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let mut page = Page::new("/plans", ask.t("web-nav-plans")).lead(ask.t("web-plans-lead"));
    page.feed = Some(Feed { title: ask.t("web-feed-plans"), href: ask.to("/feed/plans.atom") });
    lists::show::<Plan>(ask, tx, &mut page, None, |plans| plan_table(ask, plans))?;
    Ok(page)
}

/// The address of a plan's page.
pub fn plan_path(ask: &Ask<'_>, plan: &str) -> String {
    ask.to(&format!("/plans/{}", part(plan)))
}

/// A plan by its title, where it has one, leading to its page.
pub fn plan_link(ask: &Ask<'_>, number: &str, plan: Option<&Plan>) -> Piece {
    let title = plan.map_or("", |plan| plan.title.as_str());
    link(if title.is_empty() { number } else { title }, plan_path(ask, number))
}

/// Whether what was drawn is public: before, a nought would say that nothing was.
fn drawn(plan: &Plan) -> bool {
    plan.figures.visits > 0 || matches!(plan.stage, Stage::Disclosed | Stage::Results | Stage::Completed)
}

/// Whether a plan's draw of that serial was abandoned.
pub fn void(plan: &Plan, serial: u64) -> bool {
    plan.attempts.iter().any(|one| one.serial == serial && !one.abandoned_at.is_empty())
}

/// How far a plan has come, as a code.
pub fn stage_code(stage: Stage) -> &'static str {
    match stage {
        Stage::Frozen => "frozen",
        Stage::Drawn => "drawn",
        Stage::Sealed => "sealed",
        Stage::Disclosed => "disclosed",
        Stage::Results => "results",
        Stage::Completed => "completed",
        Stage::Abandoned => "abandoned",
    }
}

/// Plans as a table.
pub fn plan_table(ask: &Ask<'_>, plans: &[Plan]) -> Table {
    let mut table = Table::new(
        ask.t("web-nav-plans"),
        &[
            ask.t("web-col-title"),
            ask.t("web-col-stage"),
            ask.t("web-col-window"),
            ask.t("web-col-departments"),
            format!("#{}", ask.t("web-col-visits")),
            format!("#{}", ask.t("web-col-published")),
        ],
    );
    table.empty = ask.t("web-plans-empty");
    for plan in plans {
        let stage = ask.word("stage", stage_code(plan.stage));
        let mark = if plan.stage == Stage::Abandoned { "tag quiet" } else { "tag" };
        table.rows.push(vec![
            vec![
                link(
                    if plan.title.is_empty() { &plan.plan } else { &plan.title },
                    plan_path(ask, &plan.plan),
                ),
                Piece::from(plan.plan.as_str()).mark("quiet"),
            ],
            cell(Piece::from(stage).mark(mark)),
            cell(ask.span(&plan.from, &plan.to)),
            cells(plan.departments.clone()),
            cell(if drawn(plan) { grouped(plan.figures.visits) } else { String::new() }),
            cell(if drawn(plan) { grouped(plan.figures.published) } else { String::new() }),
        ]);
    }
    table
}

/// `/plans/{plan}`.
pub fn one(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let plan: Plan = portal::get(tx, ask.arg(0))?.ok_or(Stop::Missing)?;
    let title = if plan.title.is_empty() { plan.plan.clone() } else { plan.title.clone() };
    let mut page = Page::new("/plans", title).crumb(ask.t("web-nav-plans"), ask.to("/plans"));
    page.kicker = ask.say(&text!("web-plan-number", plan = &plan.plan));
    page.lead = ask.t(&format!("web-stage-{}-words", stage_code(plan.stage)));
    if plan.urgent && plan.approved_at.is_empty() {
        page.add(Block::Note("warn", cell(ask.t("web-plan-urgent"))));
    }
    let mut facts = Facts::default();
    facts.put(ask.t("web-col-stage"), cell(ask.word("stage", stage_code(plan.stage))));
    facts.put(ask.t("web-col-window"), cell(ask.span(&plan.from, &plan.to)));
    facts.put(ask.t("web-col-departments"), cells(plan.departments.clone()));
    facts.put(ask.t("web-col-lead"), cell(plan.lead.as_str()));
    facts.put(
        ask.t("web-plan-kind"),
        cell(ask.t(if plan.joint { "web-plan-joint" } else { "web-plan-single" })),
    );
    facts.put(ask.t("web-col-approved-at"), cell(ask.moment(&plan.approved_at)));
    facts.put(ask.t("web-col-cutoff"), cell(plan.cutoff.as_str()));
    facts.put(ask.t("web-plan-reveal"), cell(ask.moment(&plan.reveal_by)));
    if plan.sealed {
        facts.put(ask.t("web-col-sealed"), cell(ask.t("web-plan-sealed")));
    }
    page.add(Block::Facts(facts));

    page.section("parts", ask.t("web-plan-parts"));
    let mut table = Table::new(
        ask.t("web-plan-parts"),
        &[
            ask.t("web-col-part"),
            ask.t("web-col-department"),
            ask.t("web-col-items"),
            format!("#{}", ask.t("web-col-rows")),
            format!("#{}", ask.t("web-col-team-size")),
        ],
    );
    table.empty = ask.t("web-plan-no-parts");
    for part in &plan.parts {
        table.rows.push(vec![
            cell(code(part.part.as_str())),
            cell(part.department.as_str()),
            item_links(ask, &part.items),
            cell(grouped(part.rows)),
            cell(part.team.to_string()),
        ]);
    }
    page.add(Block::Table(table));

    page.section("draws", ask.t("web-plan-attempts"));
    if plan.attempts.len() > 1 {
        page.add(Block::Note("warn", cell(ask.say(&text!("web-plan-several", count = plan.attempts.len())))));
    }
    page.add(Block::Table(attempts(ask, &plan.attempts)));

    page.section("results", ask.t("web-nav-results"));
    let figures = &plan.figures;
    let mut counts = Facts::default();
    counts.put(ask.t("web-col-visits"), cell(grouped(figures.visits)));
    counts.put(ask.t("web-col-due"), cell(grouped(figures.due)));
    counts.put(
        ask.t("web-col-published"),
        cell(link(grouped(figures.published), with_query(&ask.to("/results"), &[("plan", &plan.plan)]))),
    );
    counts.put(ask.t("web-col-problems"), cell(grouped(figures.problems)));
    if drawn(&plan) {
        page.add(Block::Facts(counts));
    }
    let filtered = |finding: &str| {
        if ask.site.options.plain {
            return String::new();
        }
        with_query(&ask.to("/results"), &[("plan", &plan.plan), ("finding", finding)])
    };
    if let Some(bars) = finding_bars(ask, &figures.findings, filtered) {
        page.add(Block::Bars(bars));
    } else {
        page.text(ask.t("web-plan-no-results"));
    }

    page.section("timeline", ask.t("web-plan-timeline"));
    page.text(ask.t("web-plan-timeline-words"));
    let steps = plan.timeline.iter().map(|step| {
        let mut pieces = cell(ask.word("step", &step.kind));
        if !step.source.is_empty() {
            pieces.push(Piece::from(step.source.as_str()).mark("quiet"));
        }
        if step.attempt > 1 {
            pieces.push(Piece::from(ask.say(&text!("web-attempt", attempt = step.attempt))).mark("quiet"));
        }
        pieces.push(entry_link(ask, step.seq));
        (step.at.clone(), pieces)
    });
    page.add(Block::Timeline(steps.collect()));
    Ok(page)
}

/// Items by code and name, each leading to its page.
pub fn item_links(ask: &Ask<'_>, items: &[(String, String)]) -> Vec<Piece> {
    items
        .iter()
        .map(|(code, name)| {
            if name.is_empty() {
                Piece::from(code.as_str())
            } else {
                link(name, ask.to(&format!("/items/{}", part(code))))
            }
        })
        .collect()
}

/// A link to an entry of the log.
pub fn entry_link(ask: &Ask<'_>, seq: u64) -> Piece {
    link(ask.say(&text!("web-entry", seq = seq)), ask.to(&format!("/log/entries/{seq}")))
}

fn attempts(ask: &Ask<'_>, attempts: &[Attempt]) -> Table {
    let mut table = Table::new(
        ask.t("web-plan-attempts"),
        &[
            ask.t("web-col-attempt"),
            ask.t("web-col-frozen-at"),
            ask.t("web-col-drawn-at"),
            ask.t("web-col-state"),
            ask.t("web-col-p"),
        ],
    );
    table.empty = ask.t("web-plan-no-attempts");
    for one in attempts {
        let name = ask.say(&text!("web-attempt", attempt = one.attempt));
        let state = if !one.abandoned_at.is_empty() {
            ask.say(&text!("web-attempt-abandoned", at = ask.moment(&one.abandoned_at)))
        } else if one.disclosed {
            ask.t("web-stage-disclosed")
        } else if one.drawn_at.is_empty() {
            ask.t("web-stage-frozen")
        } else {
            ask.t("web-attempt-closed")
        };
        let first =
            if one.disclosed { link(name, ask.to(&format!("/draws/{}", one.serial))) } else { name.into() };
        table.rows.push(vec![
            cell(first),
            cell(ask.moment(&one.frozen_at)),
            cell(ask.moment(&one.drawn_at)),
            cell(state),
            cell(code(one.p.as_str())),
        ]);
    }
    table
}
