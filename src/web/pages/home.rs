//! The first page: what is planned, what was drawn, what came out.

use super::plans::plan_table;
use super::results::{finding_bars, result_table};
use crate::domain::Text;
use crate::publication::public::{Plan, ResultPage};
use crate::store::Tx;
use crate::store::portal::{self, Listing};
use crate::text;
use crate::web::ask::{Ask, Stop, with_query};
use crate::web::view::{BarRow, Bars, Block, Feed, Page, cell, grouped, link};

/// Of plans and results each.
const LATEST: u64 = 8;
/// Quarters shown.
const QUARTERS: usize = 12;

/// `/`.
pub fn page(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let face = ask.now.face.as_ref().ok_or(Stop::Early)?;
    let figures = &face.figures;
    let mut page = Page::new("/", ask.t("web-home-title")).lead(ask.t("web-home-lead"));
    page.feed = Some(Feed { title: ask.t("web-feed-results"), href: ask.to("/feed/results.atom") });
    let figure = |number: u64, words: Text, path: &str| (grouped(number), ask.say(&words), ask.to(path));
    page.add(Block::Figures(vec![
        figure(figures.plans, text!("web-figure-plans", count = figures.plans), "/plans"),
        figure(figures.draws, text!("web-figure-draws", count = figures.draws), "/draws"),
        figure(figures.visits, text!("web-figure-visits", count = figures.visits), "/draws"),
        figure(figures.results, text!("web-figure-results", count = figures.results), "/results"),
        figure(figures.items, text!("web-figure-items", count = figures.items), "/items"),
        figure(figures.officers, text!("web-figure-officers", count = figures.officers), "/officers"),
    ]));
    page.add(Block::Note(
        "info",
        vec![ask.t("web-home-check").into(), link(ask.t("web-home-check-link"), ask.to("/check"))],
    ));

    page.section("planned", ask.t("web-home-plans"));
    let plans = portal::list::<Plan>(tx, &Listing { limit: LATEST, ..Listing::default() })?;
    page.add(Block::Table(plan_table(ask, &plans.items)));
    page.add(Block::Line(cell(link(ask.t("web-all-plans"), ask.to("/plans")))));

    page.section("drawn", ask.t("web-home-drawn"));
    let skip = figures.quarters.len().saturating_sub(QUARTERS);
    let rows: Vec<BarRow> = figures.quarters[skip..]
        .iter()
        .map(|(quarter, drawn, with_result)| {
            let mut row = BarRow::new(quarter_words(ask, quarter), *drawn);
            row.part = Some(*with_result);
            row
        })
        .collect();
    if rows.is_empty() {
        page.text(ask.t("web-home-no-draws"));
    } else {
        page.add(Block::Bars(Bars::new(
            ask.t("web-chart-quarters"),
            ask.t("web-chart-quarter"),
            ask.t("web-chart-drawn"),
            ask.t("web-chart-with-result"),
            rows,
        )));
    }

    page.section("found", ask.t("web-home-found"));
    match finding_bars(ask, &figures.findings, |code| with_query(&ask.to("/results"), &[("finding", code)])) {
        Some(bars) => {
            page.text(ask.say(&text!(
                "web-home-found-words",
                results = grouped(figures.results),
                problems = grouped(figures.problems)
            )));
            page.add(Block::Bars(bars));
        }
        None => {
            page.text(ask.say(&text!("web-home-no-results", days = face.publish_within)));
        }
    }
    let results = portal::list::<ResultPage>(tx, &Listing { limit: LATEST, ..Listing::default() })?;
    if !results.items.is_empty() {
        page.subsection(ask.t("web-home-latest-results"));
        page.add(Block::Table(result_table(ask, &results.items)));
        page.add(Block::Line(cell(link(ask.t("web-all-results"), ask.to("/results")))));
    }
    Ok(page)
}

/// `2026-Q4` in words.
fn quarter_words(ask: &Ask<'_>, quarter: &str) -> String {
    match quarter.split_once("-Q") {
        Some((year, number)) => ask.say(&text!("web-quarter", year = year, quarter = number)),
        None => quarter.to_owned(),
    }
}
