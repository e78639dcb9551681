//! 检查结果: what visits found, corrected and withdrawn ones included.

use super::plans::{entry_link, plan_path};
use crate::publication::public::{Notice, ResultPage, ResultVersion};
use crate::store::Tx;
use crate::store::portal;
use crate::text;
use crate::web::ask::{Ask, Stop, part, with_query};
use crate::web::lists;
use crate::web::view::{BarRow, Bars, Block, Facts, Feed, Page, Piece, Table, cell, code, link};

/// `/results`.
pub fn list(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let mut page = Page::new("/results", ask.t("web-nav-results")).lead(ask.t("web-results-lead"));
    page.feed = Some(Feed { title: ask.t("web-feed-results"), href: ask.to("/feed/results.atom") });
    lists::show::<ResultPage>(ask, tx, &mut page, None, |results| result_table(ask, results))?;
    page.add(Block::Line(cell(link(ask.t("web-notices"), ask.to("/notices")))));
    Ok(page)
}

/// Findings as bars; none where nothing was found out yet.
pub fn finding_bars(
    ask: &Ask<'_>,
    findings: &[(String, u64)],
    href: impl Fn(&str) -> String,
) -> Option<Bars> {
    let rows: Vec<BarRow> = findings
        .iter()
        .map(|(code, count)| {
            let mut row = BarRow::new(ask.word("finding", code), *count);
            row.href = href(code);
            row.bad = crate::results::Finding::parse(code).is_ok_and(|finding| finding.problem());
            row
        })
        .collect();
    (!rows.is_empty()).then(|| {
        Bars::new(
            ask.t("web-chart-findings"),
            ask.t("web-col-finding"),
            ask.t("web-col-results"),
            String::new(),
            rows,
        )
    })
}

/// A version's findings, problems marked.
fn findings(ask: &Ask<'_>, version: &ResultVersion) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for item in version.items.iter().filter(|item| item.checked) {
        let words = finding(ask, &item.finding, &item.finding_words);
        let piece = Piece::from(words).mark(if item.problem { "bad" } else { "good" });
        if !pieces.contains(&piece) {
            pieces.push(piece);
        }
    }
    if pieces.is_empty() {
        pieces.push(Piece::from(ask.t("web-result-nothing-checked")).mark("quiet"));
    }
    pieces
}

/// A finding in the reader's language; the official words where we have none.
fn finding(ask: &Ask<'_>, code: &str, words: &str) -> String {
    let ours = ask.word("finding", code);
    if ours == code { words.to_owned() } else { ours }
}

/// Results as a table.
pub fn result_table(ask: &Ask<'_>, results: &[ResultPage]) -> Table {
    let mut table = Table::new(
        ask.t("web-nav-results"),
        &[
            ask.t("web-col-entity"),
            ask.t("web-col-finding"),
            ask.t("web-col-department"),
            ask.t("web-col-date"),
            ask.t("web-col-published-at"),
        ],
    );
    table.empty = ask.t("web-results-empty");
    for result in results {
        let Some(version) = result.versions.first() else { continue };
        let mut who = vec![
            link(&result.name, ask.to(&format!("/results/{}", part(&result.id)))),
            code(result.code.as_str()).mark("quiet"),
        ];
        if result.versions.len() > 1 {
            who.push(Piece::from(ask.t("web-result-corrected")).mark("tag"));
        }
        table.rows.push(vec![
            who,
            findings(ask, version),
            cell(result.department.as_str()),
            cell(version.date.as_str()),
            cell(version.published_at.get(..10).unwrap_or_default()),
        ]);
    }
    table
}

/// `/results/{result}`: the result, or what stands where it was withdrawn.
pub fn one(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let Some(result) = portal::get::<ResultPage>(tx, ask.arg(0))? else {
        return notice(ask, tx);
    };
    let title = ask.say(&text!("web-result-of", name = &result.name, department = &result.department));
    let mut page = Page::new("/results", title).crumb(ask.t("web-nav-results"), ask.to("/results"));
    page.lead = ask.say(&text!("web-result-until", until = &result.until));
    let mut facts = Facts::default();
    facts.put(ask.t("web-col-result"), cell(result.id.as_str()));
    facts.put(
        ask.t("web-col-entity"),
        vec![
            link(&result.name, ask.to(&format!("/companies/{}", part(&result.code)))),
            code(result.code.as_str()),
        ],
    );
    facts.put(ask.t("web-col-area"), cell(result.area_name.as_str()));
    facts.put(ask.t("web-col-department"), cell(result.department.as_str()));
    facts.put(ask.t("web-col-plan"), cell(link(&result.plan, plan_path(ask, &result.plan))));
    if let Some((visit, _)) = result.id.rsplit_once('-') {
        facts.put(
            ask.t("web-col-visit"),
            cell(link(
                ask.say(&text!("web-visit-name", visit = result.visit)),
                ask.to(&format!("/visits/{}", part(visit))),
            )),
        );
    }
    page.add(Block::Facts(facts));
    for (at, version) in result.versions.iter().enumerate() {
        if result.versions.len() > 1 {
            let words = match at {
                0 => text!("web-result-in-force", version = version.version),
                _ => text!("web-result-earlier", version = version.version),
            };
            page.section("", ask.say(&words));
        } else {
            page.section("found", ask.t("web-result-found"));
        }
        show_version(ask, version, &mut page);
    }
    page.section("objection", ask.t("web-result-disagree"));
    page.text(ask.t("web-result-disagree-words"));
    let about = format!("/results/{}", part(&result.id));
    let to = |matter: &str| with_query(&ask.to("/feedback"), &[("matter", matter), ("about", &about)]);
    page.add(Block::List(vec![
        cell(link(ask.t("web-result-object"), to("objection"))),
        cell(link(ask.t("web-result-correct"), to("correction"))),
    ]));
    Ok(page)
}

fn show_version(ask: &Ask<'_>, version: &ResultVersion, page: &mut Page) {
    if !version.notice.is_empty() {
        page.add(Block::Note("info", vec![ask.t("web-result-why").into(), version.notice.as_str().into()]));
    }
    let mut table = Table::new(
        ask.t("web-result-items"),
        &[ask.t("web-col-item"), ask.t("web-col-finding"), ask.t("web-col-disposal")],
    );
    table.empty = ask.t("web-result-nothing-checked");
    for item in &version.items {
        let found = if item.checked {
            let words = finding(ask, &item.finding, &item.finding_words);
            Piece::from(words).mark(if item.problem { "bad" } else { "good" })
        } else {
            Piece::from(ask.t("web-result-not-checked")).mark("quiet")
        };
        let disposal = match ask.word("disposal", &item.disposal) {
            words if words == item.disposal => item.disposal_words.clone(),
            words => words,
        };
        let name = if item.name.is_empty() { &item.item } else { &item.name };
        table.rows.push(vec![
            cell(link(name, ask.to(&format!("/items/{}", part(&item.item))))),
            cell(found),
            cell(disposal),
        ]);
    }
    page.add(Block::Table(table));
    let mut facts = Facts::default();
    let mut date = cell(version.date.as_str());
    if version.late {
        date.push(Piece::from(ask.t("web-result-late")).mark("tag"));
    }
    facts.put(ask.t("web-col-date"), date);
    facts.put(ask.t("web-col-method"), cell(version.method.as_str()));
    facts.put(
        ask.t("web-result-evidence"),
        cell(ask.say(&text!("web-result-pieces", count = version.evidence))),
    );
    if version.legal_review {
        facts.put(ask.t("web-col-legal-review"), cell(ask.t("web-result-reviewed")));
    }
    facts.put(
        ask.t("web-col-published-at"),
        vec![ask.moment(&version.published_at).into(), entry_link(ask, version.seq)],
    );
    page.add(Block::Facts(facts));
}

/// `/notices`.
pub fn notices(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let mut page = Page::new("/results", ask.t("web-notices"))
        .lead(ask.t("web-notices-lead"))
        .crumb(ask.t("web-nav-results"), ask.to("/results"));
    lists::show::<Notice>(ask, tx, &mut page, None, |notices| {
        let mut table = Table::new(
            ask.t("web-notices"),
            &[
                ask.t("web-col-result"),
                ask.t("web-col-department"),
                ask.t("web-col-plan"),
                ask.t("web-col-withdrawn-at"),
                ask.t("web-col-notice"),
            ],
        );
        table.empty = ask.t("web-notices-empty");
        for notice in notices {
            table.rows.push(vec![
                cell(link(&notice.id, ask.to(&format!("/notices/{}", part(&notice.id))))),
                cell(notice.department.as_str()),
                cell(link(&notice.plan, plan_path(ask, &notice.plan))),
                cell(ask.moment(&notice.at)),
                cell(notice.notice.as_str()),
            ]);
        }
        table
    })?;
    Ok(page)
}

/// `/notices/{result}`, and `/results/{result}` of one that was withdrawn: 410.
pub fn notice(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let notice: Notice = portal::get(tx, ask.arg(0))?.ok_or(Stop::Missing)?;
    let mut page = Page::new("/results", ask.t("web-notice"))
        .lead(ask.t("web-notice-lead"))
        .crumb(ask.t("web-nav-results"), ask.to("/results"));
    page.status = if ask.path.starts_with("/results") { 410 } else { 200 };
    page.hidden = true;
    let mut facts = Facts::default();
    facts.put(ask.t("web-col-result"), cell(notice.id.as_str()));
    facts.put(ask.t("web-col-department"), cell(notice.department.as_str()));
    facts.put(ask.t("web-col-plan"), cell(link(&notice.plan, plan_path(ask, &notice.plan))));
    facts
        .put(ask.t("web-col-withdrawn-at"), vec![ask.moment(&notice.at).into(), entry_link(ask, notice.seq)]);
    facts.put(ask.t("web-col-notice"), cell(notice.notice.as_str()));
    page.add(Block::Facts(facts));
    page.add(Block::Line(cell(link(ask.t("web-all-results"), ask.to("/results")))));
    Ok(page)
}
