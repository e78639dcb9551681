//! Lists as files: made once an edition when first asked for, then sent like
//! any file, in parts where wanted. A long one is sent while it is being made.
//!
//! Whatever its length, a list is read portion by portion in one consistent look
//! and written to the disk; no more than a portion is in memory.

mod follow;
mod write;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::task::spawn_blocking;

use follow::Follow;
pub use follow::Makings;

use super::{Listed, found, wanted};
use crate::domain::Digest;
use crate::lang::Lang;
use crate::publication::public::{Company, Draw, ItemPage, Kind, Notice, Officer, Plan, ResultPage, Visit};
use crate::store::Tx;
use crate::store::portal::{Cursor, Listing};
use crate::text;
use crate::web::api;
use crate::web::ask::{Ask, Stop};
use crate::web::pages::{Asked, errors, html, patiently};
use crate::web::site::Site;

/// A form a list can be had in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For spreadsheets: UTF-8 with a byte order mark, one heading row.
    Csv,
    /// The documents themselves, an array.
    Json,
    /// A workbook.
    Xlsx,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Json];

    /// How its files end.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
        }
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::Xlsx => "XLSX",
        }
    }

    const fn kind(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// A list there are files of.
#[derive(Debug)]
pub struct List {
    /// Of what.
    pub kind: Kind,
    facets: &'static [&'static str],
    columns: &'static [&'static str],
    read: fn(&Site, &mut Tx<'_>, &Listing, Lang) -> Result<Portion, Stop>,
}

/// A part of a list: the documents, their rows, and where it goes on.
struct Portion {
    docs: Vec<String>,
    rows: Vec<Vec<String>>,
    next: Option<Cursor>,
    total: u64,
}

const fn list<D: Listed>() -> List {
    List { kind: D::KIND, facets: D::FACETS, columns: D::COLUMNS, read: read::<D> }
}

/// All of them.
pub static LISTS: &[List] = &[
    list::<Plan>(),
    list::<Draw>(),
    list::<Visit>(),
    list::<ResultPage>(),
    list::<Notice>(),
    list::<Company>(),
    list::<ItemPage>(),
    list::<Officer>(),
];

fn read<D: Listed>(site: &Site, tx: &mut Tx<'_>, listing: &Listing, lang: Lang) -> Result<Portion, Stop> {
    let page = found::<D>(site, tx, listing)?;
    let docs = page.items.iter().map(|doc| serde_json::to_string(doc).unwrap_or_default()).collect();
    Ok(Portion {
        docs,
        rows: page.items.iter().flat_map(|doc| doc.rows(lang)).collect(),
        next: page.next,
        total: page.total,
    })
}

/// Documents read at a time.
const PORTION: u64 = 500;
/// A longer list is sent while it is being made.
const SHORT: u64 = 2000;
/// A workbook's sheet holds no more rows.
pub const SHEET: u64 = 1_048_575;
/// Files kept, and bytes of them; the oldest go first.
const KEPT: usize = 60;
const KEPT_BYTES: u64 = 2 << 30;

/// What a file is made of.
#[derive(Debug, Clone)]
struct Order {
    list: &'static List,
    form: Form,
    listing: Listing,
    lang: Lang,
    path: PathBuf,
}

/// How a file is had.
enum Had {
    /// It is there.
    Whole(PathBuf),
    /// It is being made.
    Growing(Follow),
}

/// The file of a list, narrowed down as its address says.
pub async fn file(site: Arc<Site>, list: &'static List, form: Form, request: Request) -> Response {
    let uri = request.uri().clone();
    let page = takes_pages(request.headers());
    let (asked, making) = (Arc::new(Asked::new(&uri, Some(Vec::new()))), Arc::clone(&site));
    let (first, address) = (Arc::clone(&asked), uri.clone());
    let begun = patiently(&site, move || {
        first.with(&making, |ask| {
            let had = wanted(ask, list.facets).and_then(|mut listing| {
                if ask.now.face.is_none() {
                    return Err(Stop::Early);
                }
                listing.after = None;
                listing.limit = PORTION;
                let path = making.exports.join(name(list, form, &listing, ask.lang, ask.now.number));
                begin(&making, Order { list, form, listing, lang: ask.lang, path })
            });
            match had {
                Err(Stop::Later(lack)) => Err(lack),
                had => Ok(had.map_err(|stop| Box::new(refused(ask, &address, &stop, page)))),
            }
        })
    });
    let had = match begun.await {
        Some(Ok(had)) => had,
        Some(Err(response)) => return *response,
        None => return errors::broken(site, request, &text!("web-export", error = "join")).await,
    };
    let mut response = match had {
        Had::Whole(path) => {
            crate::web::files::send(site, &path, form.kind(), None, "no-cache", request).await
        }
        // A workbook has its beginning written last.
        Had::Growing(follow) if form == Form::Xlsx => match follow.end().await {
            Ok(path) => crate::web::files::send(site, &path, form.kind(), None, "no-cache", request).await,
            Err(fault) => {
                let long = fault.id == LONG;
                let stop = if long { Stop::Bad(fault) } else { Stop::Broken(fault) };
                let refuse = move || asked.with(&site, |ask| refused(ask, &uri, &stop, page));
                return spawn_blocking(refuse).await.unwrap_or_default();
            }
        },
        Had::Growing(follow) => {
            let headers = [(header::CONTENT_TYPE, form.kind()), (header::CACHE_CONTROL, "no-cache")];
            (headers, Body::from_stream(follow)).into_response()
        }
    };
    let name = format!("attachment; filename=\"{}.{}\"", list.kind.name(), form.ending());
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

/// Whether whoever asks reads pages; a program gets a problem it can read.
fn takes_pages(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.contains("text/html")
}

fn refused(ask: &Ask<'_>, uri: &Uri, stop: &Stop, page: bool) -> Response {
    if page { html(ask, &errors::page(ask, stop)) } else { api::problem(ask.lang, uri, stop) }
}

/// The file's name: another edition, language or filter is another file.
fn name(list: &List, form: Form, listing: &Listing, lang: Lang, edition: u64) -> String {
    let english = lang == Lang::En;
    let asked = format!("{}\n{edition}\n{english}\n{:?}", list.kind.name(), listing.filters);
    format!("{}.{}", &Digest::of(asked.as_bytes()).to_string()[..32], form.ending())
}

/// The file, made where it is not there yet: a short list at once.
fn begin(site: &Arc<Site>, order: Order) -> Result<Had, Stop> {
    if order.path.is_file() {
        return Ok(Had::Whole(order.path));
    }
    if let Some(follow) = site.makings.join(&order.path) {
        return Ok(Had::Growing(follow));
    }
    // What several filters leave is made ready while no reader is held.
    let first = site.portal.read(|tx| {
        Ok((order.list.read)(site, tx, &Listing { limit: 1, ..order.listing.clone() }, order.lang))
    })??;
    if order.form == Form::Xlsx && (first.total > SHEET || too_long_file(&order.path).is_file()) {
        return Err(too_long());
    }
    std::fs::create_dir_all(&site.exports).map_err(|error| text!("web-export", error = error))?;
    tidy(&site.exports);
    let short = first.total <= SHORT;
    // Whoever writes plain files asks for all lists, and waits.
    let (follow, work) = site.makings.begin(&order.path, !short && !site.options.plain)?;
    if let Some(work) = work {
        let site = Arc::clone(site);
        let path = order.path.clone();
        let make = move || {
            let look = |tx: &mut Tx<'_>| Ok(write::write(&work, &site, tx, &order));
            let outcome = site.portal.open().and_then(|portal| portal.long(look));
            let outcome = outcome.unwrap_or_else(|fault| Err(fault.into()));
            if matches!(&outcome, Err(Stop::Bad(reason)) if reason.id == LONG) {
                // Who asks next should not wait to be told the same.
                let _ = std::fs::write(too_long_file(&order.path), b"");
            }
            site.makings.finish(work, &order.path, outcome)
        };
        if short {
            make()?;
            return Ok(Had::Whole(path));
        }
        std::thread::Builder::new()
            .name("export".to_owned())
            .spawn(move || drop(make()))
            .map_err(|error| text!("web-export", error = error))?;
    }
    Ok(Had::Growing(follow))
}

/// The reason of [`too_long`].
const LONG: &str = "web-export-long";

/// Why there is no workbook, and what there is instead.
fn too_long() -> Stop {
    Stop::Bad(text!("web-export-long", most = SHEET))
}

/// What tells, until the next edition, that a workbook would be too long: a
/// document may be several rows, so that only writing it shows.
fn too_long_file(path: &Path) -> PathBuf {
    path.with_extension("long")
}

/// Keeps the folder small.
fn tidy(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut files: Vec<(SystemTime, u64, PathBuf)> = entries
        .filter_map(|entry| entry.ok())
        .filter_map(|entry| {
            let data = entry.metadata().ok()?;
            Some((data.modified().unwrap_or(SystemTime::UNIX_EPOCH), data.len(), entry.path()))
        })
        .collect();
    files.sort();
    let mut bytes: u64 = files.iter().map(|(_, size, _)| size).sum();
    let mut many = files.len();
    for (_, size, path) in files {
        let growing = path.extension().is_some_and(|ending| ending == "aside");
        if (many <= KEPT && bytes <= KEPT_BYTES) || growing {
            continue;
        }
        if std::fs::remove_file(path).is_ok() {
            bytes -= size;
            many -= 1;
        }
    }
}
