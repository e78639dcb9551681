//! How anybody can check a draw, step by step.

use crate::publication::public::Draw;
use crate::store::Tx;
use crate::store::portal::{self, Listing};
use crate::web::ask::{Ask, Stop};
use crate::web::view::{Block, Page, cell, link};

/// `/check`.
pub fn page(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let mut page = Page::new("/check", ask.t("web-nav-check")).lead(ask.t("web-check-lead"));
    page.section("idea", ask.t("web-check-idea"));
    let steps = ["frozen", "seed", "tickets", "selected", "teams", "log"];
    page.add(Block::Steps(steps.iter().map(|step| cell(ask.t(&format!("web-check-idea-{step}")))).collect()));

    page.section("button", ask.t("web-check-way-button"));
    page.text(ask.t("web-check-way-button-words"));
    let draws = portal::list::<Draw>(tx, &Listing { limit: 5, ..Listing::default() })?;
    let links: Vec<_> = draws
        .items
        .iter()
        .map(|draw| {
            let name = format!("{} · {}", super::draws::draw_name(ask, draw), draw.title);
            cell(link(name, ask.to(&format!("/draws/{}#check", draw.serial))))
        })
        .collect();
    if links.is_empty() {
        page.text(ask.t("web-draws-empty"));
    } else {
        page.add(Block::List(links));
    }

    page.section("hand", ask.t("web-check-way-hand"));
    page.text(ask.t("web-check-way-hand-words"));
    page.add(Block::Code(format!(
        "printf '%s' '{}:{}' | sha256sum",
        ask.t("web-check-seed"),
        ask.t("web-check-code")
    )));
    page.text(ask.t("web-check-way-hand-compare"));

    page.section("sql", ask.t("web-check-way-sql"));
    page.text(ask.t("web-check-way-sql-words"));
    page.add(Block::Code(format!("choucha sql {}", ask.t("web-check-folder"))));

    page.section("command", ask.t("web-check-way-command"));
    page.text(ask.t("web-check-way-command-words"));
    page.add(Block::Code(format!(
        "choucha verify {0}\nchoucha explain {0} {1}",
        ask.t("web-check-folder"),
        ask.t("web-check-code")
    )));

    page.section("log", ask.t("web-check-way-log"));
    page.text(ask.t("web-check-way-log-words"));
    page.add(Block::Line(cell(link(ask.t("web-nav-log"), ask.to("/log")))));

    page.section("limits", ask.t("web-check-limits"));
    page.text(ask.t("web-check-limits-words"));
    Ok(page)
}
