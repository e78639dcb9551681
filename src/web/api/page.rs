//! `/api`: the open data on a page of their own.

use super::{MOST, RESOURCES};
use crate::domain::Result;
use crate::store::Tx;
use crate::text;
use crate::web::ask::{Ask, Stop};
use crate::web::view::{Block, Page, Table, cell, code, link};

/// The page.
pub fn page(ask: &Ask<'_>, _: &mut Tx<'_>) -> Result<Page, Stop> {
    let mut page = Page::new("/about", ask.t("web-api-title")).lead(ask.t("web-api-lead"));
    page.add(Block::Line(cell(link("/api/v1/openapi.json", "/api/v1/openapi.json"))));
    page.section("addresses", ask.t("web-api-addresses"));
    let mut table = Table::new(
        ask.t("web-api-addresses"),
        &[ask.t("web-api-address"), ask.t("web-api-what"), ask.t("web-api-filters")],
    );
    table.rows.push(vec![
        cell(link("/api/v1/office", "/api/v1/office")),
        cell(ask.t("web-api-office")),
        Vec::new(),
    ]);
    for resource in RESOURCES {
        let name = resource.kind.name();
        let list = format!("/api/v1/{name}");
        let filters = resource.facets.iter().map(|facet| code(*facet)).collect();
        table.rows.push(vec![
            vec![link(&list, list.clone()), code(format!("{list}/{{key}}"))],
            cell(ask.t(&format!("web-api-{name}"))),
            filters,
        ]);
    }
    table.rows.push(vec![
        cell(code("/api/v1/draws/{serial}/companies/{code}")),
        cell(ask.t("web-api-explain")),
        Vec::new(),
    ]);
    table.rows.push(vec![
        cell(code("/api/v1/search?q=")),
        cell(ask.t("web-api-search")),
        vec![code("kind"), code("from"), code("limit")],
    ]);
    table.rows.push(vec![cell(code("/bundles/{digest}/{file}")), cell(ask.t("web-api-bundles")), Vec::new()]);
    table.rows.push(vec![
        cell(link("/log/checkpoint", "/log/checkpoint")),
        cell(ask.t("web-api-log")),
        Vec::new(),
    ]);
    page.add(Block::Table(table));
    page.section("paging", ask.t("web-api-paging"));
    page.text(ask.say(&text!("web-api-paging-words", most = MOST)));
    page.section("persons", ask.t("web-api-persons"));
    page.text(ask.t("web-about-data-bundles"));
    page.section("faults", ask.t("web-api-faults"));
    page.text(ask.t("web-api-faults-words"));
    page.section("caching", ask.t("web-api-caching"));
    page.text(ask.t("web-api-caching-words"));
    Ok(page)
}
