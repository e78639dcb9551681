//! One file a resource. Each makes a page out of public documents.

pub mod about;
pub mod check;
pub mod companies;
pub mod draw;
pub mod draws;
pub mod errors;
pub mod home;
pub mod items;
pub mod log;
pub mod officers;
pub mod plans;
pub mod results;
pub mod search;
pub mod sql;
pub mod visits;

use std::sync::Arc;

use axum::extract::Query;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::task::spawn_blocking;

use super::api::RETRY;
use super::ask::{Ask, Render, Stop, lang_of};
use super::cache::Keep;
use super::lists::Raw;
use super::site::Site;
use super::view::{self, Page};
use crate::lang::Lang;
use crate::store::Tx;
use crate::store::portal::Lack;
use crate::text;

/// An address, taken apart, with everything owned.
pub struct Asked {
    path: String,
    args: Vec<String>,
    query: Vec<(String, String)>,
    /// The address cannot be read.
    bad: bool,
}

/// No value of a query is longer, in bytes.
const LONGEST: usize = 1000;

impl Asked {
    /// Of an address and its variable places.
    pub fn new(uri: &Uri, args: Option<Vec<String>>) -> Self {
        let query = Query::<Vec<(String, String)>>::try_from_uri(uri).map(|query| query.0);
        let mut bad = args.is_none() || query.is_err();
        let query = query.unwrap_or_default();
        bad |= query.iter().any(|(name, value)| name.len() + value.len() > LONGEST);
        Self {
            path: uri.path().to_owned(),
            args: args.unwrap_or_default(),
            query: if bad { Vec::new() } else { query },
            bad,
        }
    }

    /// Whether the address cannot be read.
    pub fn bad(&self) -> bool {
        self.bad
    }

    /// Answers it: from the edition at hand, in its language.
    pub fn with<T>(&self, site: &Site, make: impl FnOnce(&Ask<'_>) -> T) -> T {
        let now = site.now();
        let (lang, path) = lang_of(&self.path);
        make(&Ask { site, now: &now, lang, path, args: &self.args, query: &self.query })
    }
}

/// Makes an answer on a thread that may wait for the database. What a list lacks
/// is made in between, by one for all who lack it; whoever waits for that holds
/// neither a thread nor a reader. None where making it broke down.
pub async fn patiently<T: Send + 'static>(
    site: &Arc<Site>,
    make: impl Fn() -> Result<T, Lack> + Send + Sync + 'static,
) -> Option<T> {
    let make = Arc::new(make);
    loop {
        let try_it = Arc::clone(&make);
        match spawn_blocking(move || try_it()).await.ok()? {
            Ok(made) => return Some(made),
            Err(lack) => filled(site, lack).await?,
        }
    }
}

/// Has made what a list lacks. None where that broke down.
async fn filled(site: &Arc<Site>, lack: Lack) -> Option<()> {
    loop {
        // Taken before looking, so that what ends meanwhile is heard of.
        let ended = site.filled.notified();
        let (making, lack) = (Arc::clone(site), lack.clone());
        let try_it = move || making.try_fill(&lack).inspect_err(|fault| errors::tell(Lang::Zh, fault)).ok();
        match spawn_blocking(try_it).await.ok()?? {
            true => return Some(()),
            false => ended.await,
        }
    }
}

/// Makes a page.
pub async fn answer(site: Arc<Site>, uri: Uri, args: Option<Vec<String>>, render: Render) -> Response {
    let asked = Asked::new(&uri, args);
    let shown = Arc::clone(&site);
    let made = patiently(&site, move || {
        asked.with(&shown, |ask| match made(ask, asked.bad, render) {
            Err(Stop::Later(lack)) => Err(lack),
            made => Ok(html(ask, &made.unwrap_or_else(|stop| errors::page(ask, &stop)))),
        })
    });
    made.await.unwrap_or_else(|| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// Makes an answer where there is something to make it from.
pub fn made<T>(
    ask: &Ask<'_>,
    bad: bool,
    make: impl FnOnce(&Ask<'_>, &mut Tx<'_>) -> Result<T, Stop>,
) -> Result<T, Stop> {
    if bad {
        return Err(Stop::Bad(text!("web-bad-address")));
    }
    if ask.now.face.is_none() {
        return Err(Stop::Early);
    }
    ask.site.portal.read(|tx| Ok(make(ask, tx)))?
}

/// A page as an answer.
pub fn html(ask: &Ask<'_>, page: &Page) -> Response {
    let status = StatusCode::from_u16(page.status).unwrap_or(StatusCode::OK);
    match view::render(ask, page) {
        Ok(bytes) => {
            let mut response =
                (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], bytes).into_response();
            if status == StatusCode::OK {
                response.extensions_mut().insert(Keep);
            } else {
                response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            }
            if status == StatusCode::SERVICE_UNAVAILABLE {
                response.headers_mut().insert(header::RETRY_AFTER, RETRY);
            }
            response
        }
        Err(fault) => {
            errors::tell(ask.lang, &fault);
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The same for what is no page.
pub async fn answer_raw(
    site: Arc<Site>,
    uri: Uri,
    args: Option<Vec<String>>,
    make: fn(&Ask<'_>, &mut Tx<'_>) -> Result<Raw, Stop>,
) -> Response {
    let asked = Asked::new(&uri, args);
    let shown = Arc::clone(&site);
    let made = patiently(&site, move || {
        asked.with(&shown, |ask| match made(ask, asked.bad, make) {
            Ok(raw) => {
                let mut response = ([(header::CONTENT_TYPE, raw.kind)], raw.bytes).into_response();
                response.extensions_mut().insert(Keep);
                Ok(response)
            }
            Err(Stop::Later(lack)) => Err(lack),
            Err(stop) => Ok(html(ask, &errors::page(ask, &stop))),
        })
    });
    made.await.unwrap_or_else(|| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}
