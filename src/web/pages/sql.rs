//! A draw as SQL: what anybody's own database recomputes the selection with.

use super::draws::draw_name;
use crate::checker::{Dialect, sql_inside};
use crate::domain::Digest;
use crate::publication::public::Draw;
use crate::store::Tx;
use crate::store::portal;
use crate::text;
use crate::web::ask::{Ask, Stop};
use crate::web::view::{Block, Page, cell, link};
use crate::workflow::portal::bundle_dir;

/// `/draws/{serial}/sql`: the script for each engine, run in the bundle's folder.
pub fn page(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let draw: Draw = portal::get(tx, ask.arg(0))?.ok_or(Stop::Missing)?;
    let here = ask.to(&format!("/draws/{}", draw.serial));
    let mut page = Page::new("/draws", ask.t("web-sql"))
        .lead(ask.t("web-sql-lead"))
        .crumb(ask.t("web-nav-draws"), ask.to("/draws"))
        .crumb(draw_name(ask, &draw), here.clone());
    page.kicker = draw.title.clone();
    page.add(Block::Line(cell(link(ask.t("web-sql-files"), format!("{here}#files")))));
    let bundle = bundle_dir(&ask.site.paths, &Digest::parse(&draw.bundle)?);
    for dialect in Dialect::ALL {
        let script = match sql_inside(&bundle, dialect) {
            Ok(script) => script,
            Err(fault) => {
                super::errors::tell(ask.lang, &fault.text());
                page.text(ask.t("web-company-no-bundle"));
                break;
            }
        };
        let (id, name, command) = told(dialect);
        page.section(id, name);
        page.text(ask.say(&text!("web-sql-run", command = command)));
        page.add(Block::Code(script.trim_end().to_owned()));
    }
    Ok(page)
}

/// An engine's place on the page, its name, and how it runs a file.
fn told(dialect: Dialect) -> (&'static str, &'static str, &'static str) {
    match dialect {
        Dialect::DuckDb => ("duckdb", "DuckDB", "duckdb < check.sql"),
        Dialect::Postgres => ("postgres", "PostgreSQL", "psql -f check.sql"),
        Dialect::Spark => ("spark", "Spark SQL", "spark-sql -f check.sql"),
        Dialect::DataFusion => ("datafusion", "DataFusion", "datafusion-cli -f check.sql"),
    }
}
