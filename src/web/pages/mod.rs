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

use super::ask::{Ask, Render, Stop, lang_of};
use super::cache::Keep;
use super::lists::Raw;
use super::site::Site;
use super::view::{self, Page};
use crate::store::Tx;
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

/// Makes a page on a thread that may wait for the database.
pub async fn answer(site: Arc<Site>, uri: Uri, args: Option<Vec<String>>, render: Render) -> Response {
    let asked = Asked::new(&uri, args);
    let made = spawn_blocking(move || {
        asked.with(&site, |ask| {
            let page = made(ask, asked.bad, render).unwrap_or_else(|stop| errors::page(ask, &stop));
            html(ask, &page)
        })
    });
    made.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// Makes an answer where there is something to make it from.
pub fn made<T>(
    ask: &Ask<'_>,
    bad: bool,
    make: impl Fn(&Ask<'_>, &mut Tx<'_>) -> Result<T, Stop>,
) -> Result<T, Stop> {
    if bad {
        return Err(Stop::Bad(text!("web-bad-address")));
    }
    if ask.now.face.is_none() {
        return Err(Stop::Early);
    }
    ready(ask.site, |tx| make(ask, tx))
}

/// An edition may follow another while something is made of it.
const TRIES: u32 = 5;

/// Reads the database; what a list lacks is made in between, while no reader is held.
pub fn ready<T>(site: &Site, look: impl Fn(&mut Tx<'_>) -> Result<T, Stop>) -> Result<T, Stop> {
    let mut outcome = site.portal.read(|tx| Ok(look(tx)))?;
    for _ in 0..TRIES {
        let Err(Stop::Later(lack)) = &outcome else { break };
        if !site.portal.open()?.fill(lack)? {
            break;
        }
        outcome = site.portal.read(|tx| Ok(look(tx)))?;
    }
    outcome
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
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
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
    let made = spawn_blocking(move || {
        asked.with(&site, |ask| match made(ask, asked.bad, make) {
            Ok(raw) => {
                let mut response = ([(header::CONTENT_TYPE, raw.kind)], raw.bytes).into_response();
                response.extensions_mut().insert(Keep);
                response
            }
            Err(stop) => html(ask, &errors::page(ask, &stop)),
        })
    });
    made.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}
