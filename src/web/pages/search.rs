//! Search over everything public, by any substring.

use crate::publication::public::{Company, Kind};
use crate::store::Tx;
use crate::store::portal::{self, Listing};
use crate::text;
use crate::web::ask::{Ask, Stop, part, with_query};
use crate::web::lists::{self, write_cursor};
use crate::web::view::{Block, Page, Piece, Search, Table, cell, code, grouped, link};

/// Hits on a page.
const PAGE: u64 = 30;
/// What can be searched for alone.
const KINDS: [Kind; 8] = [
    Kind::Company,
    Kind::Result,
    Kind::Plan,
    Kind::Draw,
    Kind::Item,
    Kind::Officer,
    Kind::Visit,
    Kind::Notice,
];

/// `/search`.
pub fn page(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    if ask.site.options.plain {
        return by_prefix(ask, tx);
    }
    let words: String = ask.get("q").chars().filter(|c| !c.is_control()).take(200).collect();
    let words = words.trim();
    let kind = match ask.get("kind") {
        "" => None,
        name => Some(Kind::parse(name).ok_or_else(|| Stop::Bad(text!("web-bad-kind")))?),
    };
    let from: u64 = match ask.get("from") {
        "" => 0,
        from => {
            let from = from.parse().ok().filter(|n| *n <= portal::FURTHEST);
            from.ok_or_else(|| Stop::Bad(text!("web-bad-from")))?
        }
    };
    let mut page = Page::new("/search", ask.t("web-search"));
    page.hidden = true;
    page.search = Search { words: words.to_owned() };
    let options: Vec<(String, String)> = std::iter::once((String::new(), ask.t("web-all")))
        .chain(KINDS.iter().map(|kind| (kind.name().to_owned(), ask.t(&format!("web-kind-{}", kind.name())))))
        .collect();
    page.add(Block::Filters {
        action: ask.to("/search"),
        fields: vec![
            lists::field("q", ask.t("web-search-label"), words, Vec::new()),
            lists::field("kind", ask.t("web-search-kind"), ask.get("kind"), options),
        ],
        button: ask.t("web-search"),
        clear: String::new(),
        clear_words: String::new(),
        label: ask.t("web-search"),
    });
    if words.is_empty() {
        page.text(ask.t("web-search-words"));
        return Ok(page);
    }
    let found = portal::search(tx, words, kind, from, PAGE)?;
    let mut table =
        Table::new(ask.t("web-search-found"), &[ask.t("web-search-hit"), ask.t("web-search-kind")]);
    table.empty = ask.t("web-search-nothing");
    for hit in &found.items {
        let href = ask.to(&format!("/{}/{}", hit.kind.name(), part(&hit.key)));
        let mut name = vec![link(&hit.title, href)];
        // Names may be alike; numbers that people know are not.
        let known = matches!(hit.kind, Kind::Company | Kind::Officer | Kind::Item | Kind::Plan);
        if known && !hit.title.contains(&hit.key) {
            name.push(code(hit.key.as_str()).mark("quiet"));
        }
        table.rows.push(vec![
            name,
            cell(Piece::from(ask.t(&format!("web-kind-{}", hit.kind.name()))).mark("quiet")),
        ]);
    }
    page.add(Block::Table(table));
    let at = |from: u64| {
        let from = if from == 0 { String::new() } else { from.to_string() };
        with_query(&ask.to("/search"), &[("q", words), ("kind", ask.get("kind")), ("from", &from)])
    };
    let mut links = Vec::new();
    if from > 0 {
        links.push((ask.t("web-page-previous"), at(from.saturating_sub(PAGE)), "prev"));
    }
    let next = found.next(from, PAGE);
    if let Some(next) = next {
        links.push((ask.t("web-page-next"), at(next), "next"));
    }
    let shown = grouped(found.total);
    let total = match (found.more, next) {
        (true, _) => text!("web-search-more", count = shown),
        (false, None) if from + PAGE < found.total => text!("web-search-far", count = shown),
        (false, _) => text!("web-search-total", count = found.total, shown = shown),
    };
    let total = ask.say(&total);
    page.add(Block::Pager { label: ask.t("web-pages"), total, links });
    Ok(page)
}

/// Plain files cannot search: the companies by the beginning of their codes.
fn by_prefix(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Page, Stop> {
    let mut page = Page::new("/search", ask.t("web-search")).lead(ask.t("web-search-plain"));
    page.hidden = true;
    page.section("companies", ask.t("web-nav-companies"));
    page.text(ask.t("web-search-prefixes"));
    let mut listing = Listing { limit: 50, ..Listing::default() };
    let mut links = Vec::new();
    loop {
        let found = portal::list::<Company>(tx, &listing)?;
        let (Some(first), Some(last)) = (found.items.first(), found.items.last()) else { break };
        let after = listing.after.as_ref().map(write_cursor).unwrap_or_default();
        let words = ask.say(&text!("web-search-prefix", first = &first.code, last = &last.code));
        links.push(cell(link(words, with_query(&ask.to("/companies"), &[("after", &after)]))));
        match found.next {
            Some(next) => listing.after = Some(next),
            None => break,
        }
    }
    if links.is_empty() {
        page.text(ask.t("web-companies-empty"));
    } else {
        page.add(Block::List(links));
    }
    Ok(page)
}
