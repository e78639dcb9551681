//! 检查任务: the visits of a draw.

use crate::publication::public::{Draw, Plan, ResultPage, Visit, VisitTeam};
use crate::store::Tx;
use crate::store::portal;
use crate::text;
use crate::web::ask::{Ask, Stop, part, with_query};
use crate::web::lists;
use crate::web::view::{Block, Facts, Page, Piece, Table, cell, cells, code, link};

/// `/draws/{serial}/visits`.
pub fn of_draw(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let draw: Draw = portal::get(tx, ask.arg(0))?.ok_or(Stop::Missing)?;
    let name = super::draws::draw_name(ask, &draw);
    let serial = draw.serial.to_string();
    let mut page = Page::new("/draws", ask.t("web-visits"))
        .crumb(ask.t("web-nav-draws"), ask.to("/draws"))
        .crumb(name, ask.to(&format!("/draws/{serial}")));
    page.kicker = draw.title.clone();
    page.lead = ask.t("web-visits-lead");
    lists::show::<Visit>(ask, tx, &mut page, Some(("draw", &serial)), |visits| table(ask, visits))?;
    Ok(page)
}

fn table(ask: &Ask<'_>, visits: &[Visit]) -> Table {
    let mut table = Table::new(
        ask.t("web-visits"),
        &[
            ask.t("web-col-visit"),
            ask.t("web-col-entity"),
            ask.t("web-col-area"),
            ask.t("web-col-departments"),
            format!("#{}", ask.t("web-col-results")),
        ],
    );
    table.empty = ask.t("web-visits-empty");
    for visit in visits {
        let mut who = vec![
            link(&visit.name, ask.to(&format!("/companies/{}", part(&visit.code)))),
            code(visit.code.as_str()).mark("quiet"),
        ];
        if visit.given_up {
            who.push(Piece::from(ask.t("web-visit-given-up")).mark("tag"));
        }
        table.rows.push(vec![
            cell(link(
                ask.say(&text!("web-visit-name", visit = visit.visit)),
                ask.to(&format!("/visits/{}-{}", visit.serial, visit.visit)),
            )),
            who,
            cell(visit.area_name.as_str()),
            cells(visit.teams.iter().map(|team| team.department.clone())),
            cell(visit.results.len().to_string()),
        ]);
    }
    table
}

/// `/visits/{visit}`.
pub fn one(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let visit: Visit = portal::get(tx, ask.arg(0))?.ok_or(Stop::Missing)?;
    let draw = ask.say(&text!("web-draw-name", serial = visit.serial));
    let mut page = Page::new("/draws", ask.say(&text!("web-visit-name", visit = visit.visit)))
        .crumb(ask.t("web-nav-draws"), ask.to("/draws"))
        .crumb(draw.clone(), ask.to(&format!("/draws/{}", visit.serial)))
        .crumb(ask.t("web-visits"), ask.to(&format!("/draws/{}/visits", visit.serial)));
    page.kicker = visit.name.clone();
    if visit.given_up {
        page.add(Block::Note("warn", cell(ask.t("web-visit-given-up-words"))));
    }
    let plan: Option<Plan> = portal::get(tx, &visit.plan)?;
    if plan.as_ref().is_some_and(|plan| super::plans::void(plan, visit.serial)) {
        page.add(Block::Note("warn", cell(ask.t("web-draw-abandoned"))));
    }
    let mut facts = Facts::default();
    facts.put(
        ask.t("web-col-entity"),
        vec![
            link(&visit.name, ask.to(&format!("/companies/{}", part(&visit.code)))),
            code(visit.code.as_str()),
        ],
    );
    facts.put(ask.t("web-col-area"), cell(visit.area_name.as_str()));
    facts.put(ask.t("web-col-plan"), cell(super::plans::plan_link(ask, &visit.plan, plan.as_ref())));
    if let Some(plan) = &plan {
        facts.put(ask.t("web-col-window"), cell(ask.span(&plan.from, &plan.to)));
    }
    facts.put(ask.t("web-col-draw"), cell(link(draw, ask.to(&format!("/draws/{}", visit.serial)))));
    page.add(Block::Facts(facts));

    page.section("teams", ask.t("web-visit-teams"));
    let mut table = Table::new(
        ask.t("web-visit-teams"),
        &[ask.t("web-col-department"), ask.t("web-col-items"), ask.t("web-col-team")],
    );
    table.empty = ask.t("web-visit-no-teams");
    for team in &visit.teams {
        let members = team.members.iter().enumerate().map(|(at, member)| {
            let role = match (member.expert, at) {
                (true, _) => ask.t("web-expert"),
                (false, 0) => ask.t("web-lead"),
                _ => String::new(),
            };
            let words = ask.say(&text!("web-member", name = &member.name, role = role)).trim_end().to_owned();
            link(words, ask.to(&format!("/officers/{}", part(&member.certificate))))
        });
        table.rows.push(vec![
            cell(team.department.as_str()),
            items(ask, plan.as_ref(), team),
            members.collect(),
        ]);
    }
    page.add(Block::Table(table));
    page.text(ask.t("web-officer-rights"));

    page.section("results", ask.t("web-nav-results"));
    let mut results = Vec::new();
    for key in &visit.results {
        results.extend(portal::get::<ResultPage>(tx, key)?);
    }
    let mut table = super::results::result_table(ask, &results);
    table.empty = ask.t("web-visit-no-results");
    page.add(Block::Table(table));

    page.section("questions", ask.t("web-visit-questions"));
    let about = format!("/visits/{}-{}", visit.serial, visit.visit);
    let complaint = with_query(&ask.to("/feedback"), &[("matter", "complaint"), ("about", &about)]);
    page.add(Block::List(vec![
        cell(link(ask.t("web-visit-why"), ask.to(&format!("/companies/{}#draws", part(&visit.code))))),
        cell(link(ask.t("web-visit-complain"), complaint)),
    ]));
    Ok(page)
}

/// What a team checks: the items of its parts; a part's own name where the plan
/// tells none.
fn items(ask: &Ask<'_>, plan: Option<&Plan>, team: &VisitTeam) -> Vec<Piece> {
    let told = |name: &String| {
        let own = plan.into_iter().flat_map(|plan| &plan.parts).find(|one| one.part == *name);
        own.map(|own| super::plans::item_links(ask, &own.items))
            .filter(|items| !items.is_empty())
            .unwrap_or_else(|| cell(name.as_str()))
    };
    team.parts.iter().flat_map(told).collect()
}
