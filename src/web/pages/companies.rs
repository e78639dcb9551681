//! 检查对象: one company, by its code: every frame it stood in, why it was drawn
//! or not, visits, results.

use super::plans::{plan_link, plan_path, void};
use crate::domain::{Digest, Text};
use crate::publication::public::{Company, Draw, Plan, ResultPage, Visit};
use crate::store::Tx;
use crate::store::portal;
use crate::text;
use crate::web::ask::{Ask, Stop, part};
use crate::web::lists;
use crate::web::view::{Block, CheckBox, Facts, Page, Piece, Table, cell, cells, code, link};
use crate::workflow::portal::explain;

/// Draws told of one company; the latest come first.
const DRAWS: usize = 50;

/// `/companies`.
pub fn list(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let mut page = Page::new("/companies", ask.t("web-nav-companies")).lead(ask.t("web-companies-lead"));
    // The form of a draw's page brings a code here where scripts do not run.
    let code_wanted = ask.get("code").trim().to_ascii_uppercase();
    if !code_wanted.is_empty() {
        let found: Option<Company> = portal::get(tx, &code_wanted)?;
        page.add(match &found {
            Some(company) => Block::Note(
                "info",
                vec![
                    ask.t("web-company-found").into(),
                    link(&company.name, ask.to(&format!("/companies/{}", part(&company.code)))),
                ],
            ),
            None => Block::Note("warn", cell(ask.say(&text!("web-company-unknown", code = code_wanted)))),
        });
    }
    lists::show::<Company>(ask, tx, &mut page, None, |companies| {
        let mut table = Table::new(
            ask.t("web-nav-companies"),
            &[
                ask.t("web-col-entity"),
                ask.t("web-col-area"),
                ask.t("web-col-kind"),
                format!("#{}", ask.t("web-col-draws")),
                format!("#{}", ask.t("web-col-visits")),
                format!("#{}", ask.t("web-col-results")),
            ],
        );
        table.empty = ask.t("web-companies-empty");
        for company in companies {
            table.rows.push(vec![
                vec![
                    link(&company.name, ask.to(&format!("/companies/{}", part(&company.code)))),
                    code(company.code.as_str()).mark("quiet"),
                ],
                cell(company.area_name.as_str()),
                cell(company.kind.as_str()),
                cell(company.draws.len().to_string()),
                cell(company.visits.len().to_string()),
                cell(company.results.len().to_string()),
            ]);
        }
        table
    })?;
    Ok(page)
}

/// `/companies/{code}`.
pub fn one(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let company: Company = portal::get(tx, ask.arg(0).trim())?.ok_or(Stop::Missing)?;
    let mut page =
        Page::new("/companies", company.name.clone()).crumb(ask.t("web-nav-companies"), ask.to("/companies"));
    page.kicker = ask.say(&text!("web-company-code", code = &company.code));
    page.lead = ask.say(&text!(
        "web-company-lead",
        draws = company.draws.len(),
        visits = company.visits.len(),
        results = company.results.len()
    ));
    if company.person {
        page.add(Block::Note("info", cell(ask.t("web-company-person"))));
    }
    let mut facts = Facts::default();
    facts.put(ask.t("web-col-object"), cell(company.object.as_str()));
    facts.put(ask.t("web-col-kind"), cell(company.kind.as_str()));
    facts.put(ask.t("web-col-area"), cell(company.area_name.as_str()));
    facts.put(ask.t("web-col-authority"), cell(company.authority.as_str()));
    facts.put(ask.t("web-col-industry"), cell(industry(ask, &company.industry)));
    facts.put(ask.t("web-col-status"), cell(company.status.as_str()));
    page.add(Block::Facts(facts));

    page.section("visits", ask.t("web-visits"));
    let mut table = Table::new(
        ask.t("web-visits"),
        &[
            ask.t("web-col-visit"),
            ask.t("web-col-plan"),
            ask.t("web-col-window"),
            ask.t("web-col-departments"),
            ask.t("web-col-state"),
        ],
    );
    table.empty = ask.t("web-company-no-visits");
    for key in &company.visits {
        if let Some(visit) = portal::get::<Visit>(tx, key)? {
            let plan: Option<Plan> = portal::get(tx, &visit.plan)?;
            let void = plan.as_ref().is_some_and(|plan| void(plan, visit.serial));
            table.rows.push(vec![
                cell(link(
                    ask.say(&text!("web-visit-name", visit = visit.visit)),
                    ask.to(&format!("/visits/{}", part(key))),
                )),
                cell(plan_link(ask, &visit.plan, plan.as_ref())),
                cell(plan.as_ref().map(|plan| ask.span(&plan.from, &plan.to)).unwrap_or_default()),
                cells(visit.teams.iter().map(|team| team.department.clone())),
                cell(ask.t(match (visit.given_up, visit.results.is_empty()) {
                    (true, _) => "web-visit-given-up",
                    (false, false) => "web-visit-resulted",
                    (false, true) if void => "web-state-void",
                    (false, true) => "web-visit-open",
                })),
            ]);
        }
    }
    page.add(Block::Table(table));

    page.section("results", ask.t("web-nav-results"));
    let mut results = Vec::new();
    for key in &company.results {
        results.extend(portal::get::<ResultPage>(tx, key)?);
    }
    let mut table = super::results::result_table(ask, &results);
    table.empty = ask.t("web-company-no-results");
    page.add(Block::Table(table));
    if !company.notices.is_empty() {
        page.text(ask.t("web-company-notices"));
        let links =
            company.notices.iter().map(|id| cell(link(id, ask.to(&format!("/notices/{}", part(id))))));
        page.add(Block::List(links.collect()));
    }

    page.section("draws", ask.t("web-company-draws"));
    page.text(ask.t("web-company-draws-words"));
    let mut serials = company.draws.clone();
    serials.sort_unstable_by(|a, b| b.cmp(a));
    let mut draws = Vec::new();
    for serial in serials.iter().take(DRAWS) {
        draws.extend(portal::get::<Draw>(tx, &serial.to_string())?);
    }
    for draw in &draws {
        standing(ask, &company, draw, &mut page);
    }
    if draws.is_empty() {
        page.text(ask.t("web-company-no-draws"));
    }
    if serials.len() > DRAWS {
        page.text(ask.say(&text!("web-company-more-draws", shown = DRAWS, all = serials.len())));
    }
    Ok(page)
}

/// An industry's code (GB/T 4754) with the name of its section; anything else as
/// it is.
fn industry(ask: &Ask<'_>, industry: &str) -> String {
    let mut letters = industry.chars();
    let section = letters.next().filter(|first| first.is_ascii_uppercase());
    match section.filter(|_| letters.all(|digit| digit.is_ascii_digit())) {
        Some(section @ 'A'..='T') => {
            let section = ask.word("industry", &section.to_ascii_lowercase().to_string());
            ask.say(&text!("web-industry", section = section, code = industry))
        }
        _ => industry.to_owned(),
    }
}

/// What came out for it in one draw, in sentences.
fn standing(ask: &Ask<'_>, company: &Company, draw: &Draw, page: &mut Page) {
    page.subsection(super::draws::draw_name(ask, draw));
    if draw.abandoned {
        page.add(Block::Note("warn", cell(ask.t("web-draw-abandoned"))));
    }
    let told = Digest::parse(&draw.bundle)
        .and_then(|sums| explain(&ask.site.paths, &sums, &company.code).map_err(|fault| fault.text()));
    let told = match told {
        Ok(told) => told,
        Err(fault) => {
            super::errors::tell(ask.lang, &fault);
            page.text(ask.t("web-company-no-bundle"));
            return;
        }
    };
    let mut facts = Facts::default();
    facts.put(
        ask.t("web-col-plan"),
        vec![link(if draw.title.is_empty() { &draw.plan } else { &draw.title }, plan_path(ask, &draw.plan))],
    );
    facts.put(
        ask.t("web-company-ticket"),
        vec![
            code(told.ticket.to_string()),
            link(ask.t("web-company-why"), ask.to(&format!("/draws/{}#check", draw.serial))),
        ],
    );
    page.add(Block::Facts(facts));
    let mut table = Table::new(
        ask.say(&text!("web-company-in", serial = draw.serial)),
        &[
            ask.t("web-col-department"),
            ask.t("web-col-stratum"),
            ask.t("web-company-fate"),
            ask.t("web-company-rank"),
            ask.t("web-draw-cutoff"),
        ],
    );
    table.empty = ask.t("web-company-nowhere");
    for one in &told.frames {
        let fate = match (one.excluded.as_str(), one.outcome) {
            ("", "selected") => Piece::from(ask.t("web-fate-drawn")).mark("tag"),
            ("", "reserve") => Piece::from(ask.t("web-fate-reserve")),
            ("", _) => Piece::from(ask.t("web-fate-not-drawn")),
            (reason, _) => {
                let reason = ask.reason(reason);
                Piece::from(ask.say(&text!("web-fate-excluded", reason = reason))).mark("quiet")
            }
        };
        table.rows.push(vec![
            cells([one.department.clone(), one.part.clone()]),
            cell(one.stratum.as_str()),
            cell(fate),
            cell(one.rank.map(|rank| rank.to_string()).unwrap_or_default()),
            cell(one.cutoff.map_or_else(|| Piece::from(""), |cutoff| code(cutoff.to_string()))),
        ]);
    }
    page.add(Block::Table(table));
    // The first sentence names whom it is about, which the page's heading does.
    let sentences = told.texts.iter().filter(|text| text.id != "checker-explain-who");
    // Reasons are told in words; each frame that excludes it has one such sentence.
    let mut excluding = told.frames.iter().filter(|one| !one.excluded.is_empty());
    let worded = |sentence: &Text| match sentence.id {
        "checker-explain-excluded" => excluding.next().map_or_else(
            || ask.say(sentence),
            |one| {
                let reason = ask.reason(&one.excluded);
                let department = &one.department;
                ask.say(&text!("checker-explain-excluded", department = department, excluded = reason))
            },
        ),
        _ => ask.say(sentence),
    };
    // In full, for whoever wants to follow it; the table says the same in short.
    let sentences = sentences.map(worded).map(cell).collect();
    page.add(Block::Open(ask.t("web-company-reasons")));
    page.add(Block::List(sentences));
    page.add(Block::Code(told.command));
    page.add(Block::Close);
    page.check = true;
    page.add(Block::Check(CheckBox {
        company_button: ask.say(&text!("web-company-check", serial = draw.serial)),
        code: company.code.clone(),
        ..CheckBox::of(ask, draw)
    }));
}
