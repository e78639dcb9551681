//! What is the same for every list: narrowing it down, pages, files, feeds.

pub mod atom;
pub mod export;
mod facets;
mod records;
pub mod sitemap;

use base64ct::{Base64UrlUnpadded, Encoding};

pub use records::Listed;

use super::ask::{Ask, Stop, with_query};
use super::site::Site;
use super::view::{Block, Cell, Field, Page, grouped, link};
use crate::domain::Result;
use crate::publication::public::Document;
use crate::store::Tx;
use crate::store::portal::{self, Cursor, Listing};
use crate::text;

/// An answer that is no page.
#[derive(Debug)]
pub struct Raw {
    /// Its type.
    pub kind: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Entries on a page.
const PAGE: u64 = 50;

/// A place in a list as it stands in an address.
pub fn write_cursor(cursor: &Cursor) -> String {
    Base64UrlUnpadded::encode_string(format!("{}\0{}", cursor.sort, cursor.key).as_bytes())
}

/// Reads it back.
pub fn read_cursor(text: &str) -> Option<Cursor> {
    let bytes = Base64UrlUnpadded::decode_vec(text).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (sort, key) = text.split_once('\0')?;
    Some(Cursor { sort: sort.to_owned(), key: key.to_owned() })
}

/// The list that an address asks for.
pub fn wanted(ask: &Ask<'_>, facets: &[&'static str]) -> Result<Listing, Stop> {
    let filters = facets
        .iter()
        .map(|facet| ((*facet).to_owned(), ask.get(facet).trim().to_owned()))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let after = match ask.get("after") {
        "" => None,
        text => Some(read_cursor(text).ok_or_else(|| Stop::Bad(text!("web-bad-after")))?),
    };
    Ok(Listing { filters, after, limit: PAGE })
}

/// A page of a list.
pub fn found<D: Document>(site: &Site, tx: &mut Tx<'_>, listing: &Listing) -> Result<portal::Page<D>, Stop> {
    site.portal.open()?.list::<D>(tx, listing)?.map_err(Stop::Later)
}

/// A list on a page: what it can be narrowed down by, the table of this page's
/// entries, links to further ones and to its files. `fixed` holds always and is
/// not offered.
pub fn show<D: Document + Listed>(
    ask: &Ask<'_>,
    tx: &mut Tx<'_>,
    page: &mut Page,
    fixed: Option<(&'static str, &str)>,
    table: impl FnOnce(&[D]) -> super::view::Table,
) -> Result<(), Stop> {
    let facets: Vec<&'static str> =
        D::FACETS.iter().copied().filter(|facet| fixed.is_none_or(|(name, _)| name != *facet)).collect();
    let mut listing = wanted(ask, &facets)?;
    let narrowed: Vec<(String, String)> = listing.filters.clone();
    if let Some((name, value)) = fixed {
        listing.filters.push((name.to_owned(), value.to_owned()));
    }
    let found = found::<D>(ask.site, tx, &listing)?;
    page.hidden |= !narrowed.is_empty() || listing.after.is_some();
    if found.total > 0 || !narrowed.is_empty() {
        facets::offer::<D>(ask, tx, page, &facets, &narrowed, fixed.is_some())?;
    }
    let mut table = table(&found.items);
    if !narrowed.is_empty() || listing.after.is_some() {
        table.empty = ask.t("web-nothing-narrowed");
    }
    page.add(Block::Table(table));

    let pairs: Vec<(&str, &str)> =
        narrowed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let path = ask.to(ask.path);
    let mut links = Vec::new();
    if listing.after.is_some() {
        links.push((ask.t("web-page-first"), with_query(&path, &pairs), "first"));
    }
    if let Some(next) = &found.next {
        let after = write_cursor(next);
        let pairs: Vec<(&str, &str)> = pairs.iter().copied().chain([("after", after.as_str())]).collect();
        links.push((ask.t("web-page-next"), with_query(&path, &pairs), "next"));
    }
    let total = ask.say(&text!("web-total", count = found.total, shown = grouped(found.total)));
    // That an office has nothing yet is said by the table.
    if found.total > 0 || !narrowed.is_empty() {
        page.add(Block::Pager { label: ask.t("web-pages"), total, links });
    }
    if found.total > 0 {
        let mut files: Cell = vec![ask.t("web-download").into()];
        let all: Vec<(&str, &str)> = pairs.iter().copied().chain(fixed).collect();
        for form in export::Form::ALL {
            let file = format!("/{}.{}", D::KIND.name(), form.ending());
            files.push(link(form.name(), with_query(&ask.to(&file), &all)));
        }
        page.add(Block::Line(files));
    }
    Ok(())
}

/// A field of a form with what it offers.
pub fn field(name: &'static str, label: String, value: &str, options: Vec<(String, String)>) -> Field {
    let options =
        options.into_iter().map(|(option, words)| (option.clone(), words, option == value)).collect();
    Field { name, label, options, value: value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_lists_come_back_from_addresses() {
        let cursor = Cursor { sort: "〔2026〕\u{1}x".to_owned(), key: "1-2-3".to_owned() };
        assert_eq!(read_cursor(&write_cursor(&cursor)), Some(cursor));
        for bad in ["=", "äö", "AAA=", "YWJj"] {
            assert_eq!(read_cursor(bad), None, "{bad}");
        }
    }
}
