//! Open data under `/api/v1`: the portal's documents as they stand, one address
//! for a list of each kind and one for each document; `/api/v1/openapi.json`
//! describes them, `/api` says it on a page.
//!
//! An answer is a pure function of edition and address, like a page: it has an
//! ETag and is kept. Faults are `application/problem+json` (RFC 9457).

mod answer;
pub mod openapi;
mod page;
mod problem;

pub use answer::tongue;
pub use problem::{RETRY, plain as plain_problem, stop as problem};

use std::collections::BTreeSet;

use axum::routing::MethodRouter;

use super::ask::{Ask, Stop};
use super::lists::{Listed, found, read_cursor, write_cursor};
use super::routes::Doors;
use crate::domain::grammar::check_code;
use crate::domain::{Digest, Result};
use crate::publication::public::{
    Company, Document, Draw, ItemPage, Kind, Notice, OfficeFace, Officer, Plan, ResultPage, Visit,
};
use crate::store::Tx;
use crate::store::portal::{self, Listing};
use crate::text;
use answer::{Body, body, json};

/// Most documents on one page of a list.
pub const MOST: u64 = 200;
/// Documents on a page where nothing is said.
const USUAL: u64 = 50;

/// A kind that has a list, with what its list can be narrowed down by.
pub struct Resource {
    /// The kind; its name stands in the address.
    pub kind: Kind,
    /// Facets.
    pub facets: &'static [&'static str],
    /// Name of its schema.
    pub schema: &'static str,
    list: Body,
    one: Body,
}

macro_rules! resources {
    ($($doc:ident),* $(,)?) => {
        /// Every kind with a list.
        pub const RESOURCES: &[Resource] = &[$(Resource {
            kind: <$doc as Document>::KIND,
            facets: <$doc as Listed>::FACETS,
            schema: stringify!($doc),
            list: list::<$doc>,
            one: one::<$doc>,
        }),*];
    };
}
resources!(Plan, Draw, Visit, ResultPage, Notice, Company, ItemPage, Officer);

/// Puts up the routes of the open data.
pub fn put(doors: Doors) -> Doors {
    let mut doors = doors
        .door("/api/v1", json(index))
        .door("/api/v1/openapi.json", json(openapi::document))
        .door("/api/v1/office", json(office))
        .door("/api/v1/search", json(search))
        .door("/api/v1/draws/{serial}/companies/{code}", json(standing));
    for resource in RESOURCES {
        let name = resource.kind.name();
        doors = doors
            .door(&format!("/api/v1/{name}"), json(resource.list))
            .door(&format!("/api/v1/{name}/{{key}}"), json(resource.one));
    }
    doors.door("/api/v1/{*rest}", nothing()).page("/api", page::page)
}

/// Whatever else stands below `/api/v1`: nothing, said as a problem.
fn nothing() -> MethodRouter<std::sync::Arc<super::site::Site>> {
    json(|_, _| Err(Stop::Missing))
}

/// Refuses names in the query that mean nothing here: a misspelt filter must
/// not come out as the whole list. Each is given once: of two it would be
/// anybody's guess which counts.
fn known(ask: &Ask<'_>, names: &[&str]) -> Result<(), Stop> {
    for (at, (name, _)) in ask.query.iter().enumerate() {
        if ask.query.iter().take(at).any(|(before, _)| before == name) {
            return Err(Stop::Bad(text!("web-api-twice", name = name)));
        }
    }
    match ask.query.iter().find(|(name, _)| !names.contains(&name.as_str())) {
        Some((name, _)) => Err(Stop::Bad(text!("web-api-parameter", name = name, known = names.join(", ")))),
        None => Ok(()),
    }
}

fn number(ask: &Ask<'_>, name: &str, usual: u64, most: u64) -> Result<u64, Stop> {
    match ask.query.iter().find(|(own, _)| own == name) {
        None => Ok(usual),
        Some((_, given)) => {
            let fits = given.parse().ok().filter(|number| (1..=most).contains(number));
            fits.ok_or_else(|| Stop::Bad(text!("web-api-number", name = name, value = given, most = most)))
        }
    }
}

/// Where everything is.
fn index(ask: &Ask<'_>, _: &mut Tx<'_>) -> Result<Vec<u8>, Stop> {
    known(ask, &[])?;
    let base = &ask.site.options.base;
    let mut links = serde_json::Map::new();
    for name in
        RESOURCES.iter().map(|resource| resource.kind.name()).chain(["office", "search", "openapi.json"])
    {
        links.insert(name.to_owned(), format!("{base}/api/v1/{name}").into());
    }
    body(&serde_json::json!({
        "links": links,
        "position": ask.now.position,
        "at": ask.now.at,
    }))
}

fn office(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Vec<u8>, Stop> {
    known(ask, &[])?;
    body(&portal::get::<OfficeFace>(tx, "")?.ok_or(Stop::Early)?)
}

fn list<D: Document + Listed>(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Vec<u8>, Stop> {
    let names: Vec<&str> = D::FACETS.iter().copied().chain(["after", "limit"]).collect();
    known(ask, &names)?;
    let filters: Vec<(String, String)> = ask
        .query
        .iter()
        .filter(|(name, value)| D::FACETS.contains(&name.as_str()) && !value.is_empty())
        .cloned()
        .collect();
    let after = match ask.get("after") {
        "" => None,
        place if !place.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)) => {
            return Err(Stop::Bad(text!("web-bad-after")));
        }
        // It could be one of ours, but there is no such place.
        place => Some(read_cursor(place).ok_or(Stop::Missing)?),
    };
    let listing = Listing { filters, after, limit: number(ask, "limit", USUAL, MOST)? };
    let page = found::<D>(ask.site, tx, &listing)?;
    let next = page.next.as_ref().map(write_cursor);
    body(&serde_json::json!({ "items": page.items, "total": page.total, "next": next }))
}

fn one<D: Document + Listed>(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Vec<u8>, Stop> {
    known(ask, &[])?;
    match portal::get::<D>(tx, ask.arg(0))? {
        Some(doc) => body(&doc),
        // Where a result was withdrawn, its notice says so.
        None if D::KIND == Kind::Result && portal::get::<Notice>(tx, ask.arg(0))?.is_some() => {
            Err(Stop::Gone)
        }
        None => Err(Stop::Missing),
    }
}

fn search(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Vec<u8>, Stop> {
    known(ask, &["q", "kind", "from", "limit"])?;
    let words = ask.get("q");
    if words.is_empty() {
        return Err(Stop::Bad(text!("web-api-words")));
    }
    let kind = match ask.query.iter().find(|(own, _)| own == "kind") {
        None => None,
        Some((_, name)) => {
            let found = RESOURCES.iter().map(|resource| resource.kind).find(|kind| kind.name() == name);
            Some(found.ok_or_else(|| Stop::Bad(text!("web-api-kind", kind = name)))?)
        }
    };
    let from = if ask.get("from") == "0" { 0 } else { number(ask, "from", 0, portal::FURTHEST)? };
    let limit = number(ask, "limit", USUAL, MOST)?;
    let page = portal::search(tx, words, kind, from, limit)?;
    let hits: Vec<_> = page
        .items
        .iter()
        .map(|hit| serde_json::json!({ "kind": hit.kind.name(), "key": hit.key, "title": hit.title }))
        .collect();
    let next = page.next(from, limit);
    body(&serde_json::json!({ "items": hits, "total": page.total, "more": page.more, "next": next }))
}

/// Where one company stood in a draw, and in which frames it did not, with what
/// it needs to check that by itself (`explain`). Any code may be asked for.
///
/// Rows hold names: those of natural persons are left out, and where they lie in
/// the bundle's own file is told instead.
fn standing(ask: &Ask<'_>, tx: &mut Tx<'_>) -> Result<Vec<u8>, Stop> {
    known(ask, &[])?;
    let draw = portal::get::<Draw>(tx, ask.arg(0))?.ok_or(Stop::Missing)?;
    let wanted = ask.arg(1).trim().to_ascii_uppercase();
    // What is no code stands in no frame, and between no two rows of one.
    check_code(&wanted).map_err(|_| Stop::Missing)?;
    let bundle = Digest::parse(&draw.bundle)?;
    let told = crate::workflow::portal::explain(&ask.site.paths, &bundle, &wanted);
    let mut told = told.map_err(|fault| Stop::Broken(fault.reason))?;
    let (mut hidden, mut name) = (BTreeSet::new(), String::new());
    for code in told.codes() {
        let company = portal::get::<Company>(tx, code)?;
        if company.as_ref().is_none_or(|company| company.person) {
            if code == told.code {
                name = company.map(|company| company.name).unwrap_or_default();
            }
            hidden.insert(code.to_owned());
        }
    }
    told.leave_out(&|code| hidden.contains(code), &name);
    body(&told.to_json(&|text| ask.say(text).into()))
}
