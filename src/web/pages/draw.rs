//! One draw: what could be drawn, what was, why, and how to find it out again.

use super::draws::draw_name;
use super::plans::{item_links, plan_path};
use crate::domain::Rate;
use crate::lang::Lang;
use crate::publication::public::{Draw, DrawPart, DrawStratum, Workload};
use crate::store::Tx;
use crate::store::portal;
use crate::text;
use crate::web::ask::{Ask, Stop, part, with_query};
use crate::web::view::{
    BarRow, Bars, Block, CheckBox, Facts, Page, Piece, Plot, Table, cell, cells, code, link,
};

/// `/draws/{serial}`.
pub fn one(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let draw: Draw = portal::get(tx, ask.arg(0))?.ok_or(Stop::Missing)?;
    let name = draw_name(ask, &draw);
    let mut page = Page::new("/draws", name).crumb(ask.t("web-nav-draws"), ask.to("/draws"));
    page.kicker = draw.title.clone();
    page.check = true;
    let rows: u64 = draw.parts.iter().map(|part| part.rows).sum();
    page.lead = ask.say(&text!(
        "web-draw-lead",
        rows = rows,
        parts = draw.parts.len(),
        selections = draw.selections,
        visits = draw.visits
    ));
    if draw.abandoned {
        page.add(Block::Note("warn", cell(ask.t("web-draw-abandoned"))));
    }
    let mut facts = Facts::default();
    facts.put(ask.t("web-col-plan"), cell(link(&draw.plan, plan_path(ask, &draw.plan))));
    facts.put(ask.t("web-col-attempt"), cell(draw.attempt.to_string()));
    facts.put(ask.t("web-col-frozen-at"), cell(ask.moment(&draw.frozen_at)));
    facts.put(ask.t("web-col-drawn-at"), cell(ask.moment(&draw.drawn_at)));
    facts.put(ask.t("web-col-disclosed-at"), cell(ask.moment(&draw.disclosed_at)));
    let visits = ask.say(&text!("web-draw-visits", count = draw.visits));
    facts.put(ask.t("web-col-visits"), cell(link(visits, ask.to(&format!("/draws/{}/visits", draw.serial)))));
    page.add(Block::Facts(facts));

    seed(ask, &draw, &mut page);
    page.section("frames", ask.t("web-draw-frames"));
    page.text(ask.t("web-draw-frames-words"));
    for part in &draw.parts {
        frame(ask, &draw, part, &mut page);
    }
    shared(ask, &draw, &mut page);
    if !draw.workload.is_empty() {
        page.section("teams", ask.t("web-draw-teams"));
        page.text(ask.t("web-draw-teams-words"));
        for load in &draw.workload {
            workload(ask, load, &mut page);
        }
    }
    amendments(ask, &draw, &mut page);
    page.section("check", ask.t("web-draw-check"));
    how_to_check(ask, &draw, &mut page);
    page.section("files", ask.t("web-draw-files"));
    files(ask, &draw, &mut page);
    Ok(page)
}

fn seed(ask: &Ask<'_>, draw: &Draw, page: &mut Page) {
    page.section("seed", ask.t("web-draw-seed"));
    page.text(ask.t("web-draw-seed-words"));
    let mut table = Table::new(
        ask.t("web-draw-sources"),
        &[ask.t("web-col-source"), ask.t("web-col-source-kind"), ask.t("web-col-value")],
    );
    table.empty = ask.t("web-draw-no-sources");
    for source in &draw.sources {
        let value = if source.value.is_empty() {
            Piece::from(ask.t("web-draw-unopened")).mark("quiet")
        } else {
            code(source.value.as_str())
        };
        table.rows.push(vec![
            cell(source.source.as_str()),
            cell(ask.word("source", &source.kind)),
            cell(value),
        ]);
    }
    page.add(Block::Table(table));
    let mut facts = Facts::default();
    facts.put(ask.t("web-col-p"), cell(code(draw.p.as_str())));
    facts.put(ask.t("web-col-seed"), cell(code(draw.seed.as_str())));
    page.add(Block::Facts(facts));
}

fn frame(ask: &Ask<'_>, draw: &Draw, part: &DrawPart, page: &mut Page) {
    page.subsection(ask.say(&text!("web-draw-part", part = &part.part, department = &part.department)));
    let excluded: u64 = part.excluded.iter().map(|one| one.rows).sum();
    let mut facts = Facts::default();
    facts.put(ask.t("web-col-items"), item_links(ask, &part.items));
    facts.put(ask.t("web-col-rows"), cell(part.rows.to_string()));
    facts.put(ask.t("web-draw-eligible"), cell((part.rows.saturating_sub(excluded)).to_string()));
    let reasons = part.excluded.iter().map(|one| {
        let reason = ask.reason(&one.reason);
        Piece::from(ask.say(&text!("web-draw-excluded", reason = reason, rows = one.rows)))
    });
    facts.put(ask.t("web-draw-exclusions"), reasons.collect());
    facts.put(ask.t("web-draw-root"), cell(code(part.root.as_str())));
    page.add(Block::Facts(facts));

    let mut table = Table::new(
        ask.say(&text!("web-draw-strata", part = &part.part)),
        &[
            ask.t("web-col-stratum"),
            format!("#{}", ask.t("web-draw-eligible")),
            ask.t("web-col-rate"),
            format!("#{}", ask.t("web-draw-selected")),
            format!("#{}", ask.t("web-draw-reserves")),
            ask.t("web-draw-cutoff"),
        ],
    );
    table.empty = ask.t("web-draw-no-strata");
    for stratum in &part.strata {
        table.rows.push(vec![
            cell(stratum.stratum.as_str()),
            cell(stratum.eligible.to_string()),
            cell(percent(&stratum.rate)),
            cell(stratum.selected.to_string()),
            cell(stratum.reserves.to_string()),
            if stratum.cutoff.is_empty() { cell("") } else { cell(code(short(&stratum.cutoff))) },
        ]);
    }
    page.add(Block::Table(table));
    let chosen = part.chosen();
    for stratum in chosen.iter().take(PLOTS) {
        page.add(Block::Plot(plot(ask, part, stratum)));
    }
    if chosen.len() > PLOTS {
        let words = ask.say(&text!("web-draw-plots-all", count = chosen.len()));
        page.add(Block::Line(cell(link(words, ask.to(&strata_path(draw.serial, &part.part))))));
    }
}

/// Pictures of a part on the draw's own page; a page of the part has all.
const PLOTS: usize = 3;
/// Pictures on a page of a part.
const PLOTS_PAGE: usize = 24;

/// The address of a part's strata.
fn strata_path(serial: u64, part_name: &str) -> String {
    format!("/draws/{serial}/strata/{}", part(part_name))
}

/// Pages that a draw has beside its own: the strata of parts with more pictures
/// than its page shows.
pub fn further(draw: &Draw) -> Vec<String> {
    let many = draw.parts.iter().filter(|part| part.chosen().len() > PLOTS);
    many.map(|part| strata_path(draw.serial, &part.part)).collect()
}

/// `/draws/{serial}/strata/{part}`: every stratum that had anything to choose.
pub fn strata(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let draw: Draw = portal::get(tx, ask.arg(0))?.ok_or(Stop::Missing)?;
    let found = draw.parts.iter().find(|one| one.part == ask.arg(1)).ok_or(Stop::Missing)?;
    let chosen = found.chosen();
    let from: usize = match ask.get("from") {
        "" => 0,
        given => given.parse().map_err(|_| Stop::Missing)?,
    };
    if from > 0 && from >= chosen.len() {
        return Err(Stop::Missing);
    }
    let title = ask.say(&text!("web-draw-part", part = &found.part, department = &found.department));
    let mut page = Page::new("/draws", title)
        .lead(ask.t("web-draw-plots-lead"))
        .crumb(ask.t("web-nav-draws"), ask.to("/draws"))
        .crumb(draw_name(ask, &draw), ask.to(&format!("/draws/{}", draw.serial)));
    page.hidden = from > 0;
    if chosen.is_empty() {
        page.text(ask.t("web-draw-plots-none"));
    }
    for stratum in chosen.iter().skip(from).take(PLOTS_PAGE) {
        page.add(Block::Plot(plot(ask, found, stratum)));
    }
    let path = ask.to(ask.path);
    let at = |from: usize| match from {
        0 => path.clone(),
        from => with_query(&path, &[("from", &from.to_string())]),
    };
    let mut links = Vec::new();
    if from > 0 {
        links.push((ask.t("web-page-first"), at(0), "first"));
    }
    if from + PLOTS_PAGE < chosen.len() {
        links.push((ask.t("web-page-next"), at(from + PLOTS_PAGE), "next"));
    }
    let total = ask.say(&text!("web-total", count = chosen.len()));
    page.add(Block::Pager { label: ask.t("web-pages"), total, links });
    Ok(page)
}

/// A rate as people write it; a count stays what it is.
fn percent(rate: &str) -> String {
    let Some(billionths) = Rate::parse(rate).ok().filter(|_| rate.contains('.')).map(Rate::billionths) else {
        return rate.to_owned();
    };
    let (whole, rest) = (billionths / 10_000_000, billionths % 10_000_000);
    let rest = format!("{rest:07}");
    let rest = rest.trim_end_matches('0');
    if rest.is_empty() { format!("{whole}%") } else { format!("{whole}.{rest}%") }
}

/// Bytes in megabytes, to a tenth, rounded up.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A digest's beginning.
fn short(digest: &str) -> String {
    match digest.get(..12) {
        Some(first) => format!("{first}…"),
        None => digest.to_owned(),
    }
}

fn plot(ask: &Ask<'_>, part: &DrawPart, stratum: &DrawStratum) -> Plot {
    let words = |id: &str| {
        let text = match id {
            "alt" => text!(
                "web-plot-alt",
                part = &part.part,
                stratum = &stratum.stratum,
                eligible = stratum.eligible,
                selected = stratum.selected,
                cutoff = short(&stratum.cutoff)
            ),
            _ => text!(
                "web-plot-caption",
                stratum = &stratum.stratum,
                eligible = stratum.eligible,
                selected = stratum.selected
            ),
        };
        ask.say(&text)
    };
    let next = if stratum.next.is_empty() { String::new() } else { short(&stratum.next) };
    Plot {
        alt: words("alt"),
        caption: words("caption"),
        low: ask.t("web-plot-low"),
        high: ask.t("web-plot-high"),
        cut: ask.say(&text!("web-plot-cut", cutoff = short(&stratum.cutoff), next = next)),
        at: Plot::place(&stratum.cutoff),
        bars: Plot::measure(stratum.tickets.iter().map(|bar| (bar.tickets, bar.selected))),
    }
}

fn shared(ask: &Ask<'_>, draw: &Draw, page: &mut Page) {
    page.section("shared", ask.t("web-draw-shared"));
    page.text(ask.say(&text!(
        "web-draw-shared-words",
        selections = draw.selections,
        visits = draw.visits,
        saved = draw.selections.saturating_sub(draw.visits)
    )));
    let rows: Vec<BarRow> = draw
        .shared
        .iter()
        .map(|(departments, visits)| {
            BarRow::new(ask.say(&text!("web-draw-shared-by", departments = *departments)), *visits)
        })
        .collect();
    if !rows.is_empty() {
        page.add(Block::Bars(Bars::new(
            ask.t("web-chart-shared"),
            ask.t("web-chart-departments"),
            ask.t("web-col-visits"),
            String::new(),
            rows,
        )));
    }
}

fn workload(ask: &Ask<'_>, load: &Workload, page: &mut Page) {
    page.subsection(load.department.clone());
    let mut words =
        cell(ask.say(&text!("web-draw-load", inspectors = load.inspectors, visits = load.visits)));
    if load.short > 0 {
        words.push(Piece::from(ask.say(&text!("web-draw-short", visits = load.short))).mark("bad"));
    }
    page.add(Block::Line(words));
    let rows: Vec<BarRow> = load
        .spread
        .iter()
        .map(|(visits, inspectors)| {
            BarRow::new(ask.say(&text!("web-draw-load-each", visits = *visits)), *inspectors)
        })
        .collect();
    if !rows.is_empty() {
        page.add(Block::Bars(Bars::new(
            ask.say(&text!("web-chart-load", department = &load.department)),
            ask.t("web-col-visits"),
            ask.t("web-chart-inspectors"),
            String::new(),
            rows,
        )));
    }
}

fn amendments(ask: &Ask<'_>, draw: &Draw, page: &mut Page) {
    page.section("amendments", ask.t("web-draw-amendments"));
    page.text(ask.t("web-draw-amendments-words"));
    let mut table = Table::new(
        ask.t("web-draw-amendments"),
        &[
            ask.t("web-col-seq"),
            ask.t("web-col-at"),
            ask.t("web-col-amendment"),
            ask.t("web-col-visit"),
            ask.t("web-col-department"),
            ask.t("web-col-old"),
            ask.t("web-col-new"),
        ],
    );
    table.empty = ask.t("web-draw-no-amendments");
    for one in &draw.amendments {
        let who = |id: &str| match (one.kind.as_str(), id) {
            (_, "") => Piece::from(ask.t("web-draw-nobody")).mark("quiet"),
            ("substitute", id) => link(id, ask.to(&format!("/companies/{}", part(id)))),
            (_, id) => link(id, ask.to(&format!("/officers/{}", part(id)))),
        };
        table.rows.push(vec![
            cell(one.seq.to_string()),
            cell(ask.moment(&one.at)),
            cells([ask.word("amendment", &one.kind), one.part.clone()].into_iter().filter(|w| !w.is_empty())),
            cell(link(one.visit.to_string(), ask.to(&format!("/visits/{}-{}", draw.serial, one.visit)))),
            cell(one.department.as_str()),
            cell(who(&one.old)),
            cell(who(&one.new)),
        ]);
    }
    page.add(Block::Table(table));
}

fn how_to_check(ask: &Ask<'_>, draw: &Draw, page: &mut Page) {
    page.text(ask.t("web-draw-check-words"));
    let frames = draw.files.iter().filter(|(name, ..)| name.starts_with("frames/")).map(|file| file.2).sum();
    page.add(Block::Check(CheckBox {
        bundle: format!("/bundles/{}/", draw.bundle),
        lang: match ask.lang {
            Lang::Zh => "zh",
            Lang::En => "en",
        },
        action: ask.to("/companies"),
        without: ask.t("web-check-without"),
        company: ask.t("web-check-company"),
        company_button: ask.t("web-check-company-button"),
        served: !ask.site.options.plain,
        hint: match ask.site.options.plain {
            true => ask.say(&text!("web-check-plain", size = megabytes(frames))),
            false => String::new(),
        },
    }));
    page.subsection(ask.t("web-check-hand"));
    page.text(ask.t("web-check-shell-words"));
    page.add(Block::Code(format!("printf '%s' '{}:{}' | sha256sum", draw.seed, ask.t("web-check-code"))));
    page.text(ask.t("web-check-files-words"));
    page.add(Block::Code("sha256sum -c SHA256SUMS".to_owned()));
    page.text(ask.t("web-check-sql-words"));
    page.add(Block::Code(format!(
        "choucha sql {0}\nchoucha verify {0}\nchoucha explain {0} {1}",
        ask.t("web-check-folder"),
        ask.t("web-check-code")
    )));
    page.add(Block::Line(cell(link(ask.t("web-check-more"), ask.to("/check")))));
}

fn files(ask: &Ask<'_>, draw: &Draw, page: &mut Page) {
    page.text(ask.t("web-draw-files-words"));
    let mut table = Table::new(
        ask.t("web-draw-files"),
        &[ask.t("web-col-file"), format!("#{}", ask.t("web-col-bytes")), ask.t("web-col-digest")],
    );
    let row = |name: &str, digest: &str, bytes: String| {
        let href =
            format!("/bundles/{}/{}", draw.bundle, name.split('/').map(part).collect::<Vec<_>>().join("/"));
        vec![cell(link(name, href)), cell(bytes), cell(code(digest))]
    };
    table.rows.push(row("SHA256SUMS", &draw.bundle, String::new()));
    for (name, digest, bytes) in draw.files.iter().filter(|(name, ..)| name != "SHA256SUMS") {
        table.rows.push(row(name, digest, super::home::grouped(*bytes)));
    }
    page.add(Block::Table(table));
}

#[cfg(test)]
mod tests {
    #[test]
    fn rates_as_people_write_them() {
        assert_eq!(super::percent("0.03"), "3%");
        assert_eq!(super::percent("0.025"), "2.5%");
        assert_eq!(super::percent("20"), "20");
        assert_eq!(super::percent("x"), "x");
    }
}
