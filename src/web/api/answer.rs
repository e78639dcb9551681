//! JSON answers and their faults.

use std::sync::Arc;

use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};

use super::problem;
use crate::domain::Result;
use crate::lang::Lang;
use crate::store::Tx;
use crate::text;
use crate::web::ask::{Ask, Stop};
use crate::web::cache::Keep;
use crate::web::pages::{Asked, made, patiently};
use crate::web::routes::names;
use crate::web::site::Site;

/// What makes the bytes of an answer.
pub type Body = fn(&Ask<'_>, &mut Tx<'_>) -> Result<Vec<u8>, Stop>;

type Args = std::result::Result<RawPathParams, RawPathParamsRejection>;

/// A value as an answer's bytes.
pub fn body(value: &impl serde::Serialize) -> Result<Vec<u8>, Stop> {
    serde_json::to_vec(value).map_err(|error| Stop::Broken(text!("web-file", error = error.to_string())))
}

/// An address that answers JSON.
pub fn json(make: Body) -> MethodRouter<Arc<Site>> {
    get(move |State(site): State<Arc<Site>>, uri: Uri, headers: HeaderMap, args: Args| async move {
        answer(site, uri, headers, names(args), make).await
    })
    .fallback(|uri: Uri, headers: HeaderMap| async move {
        let mut response = problem::of(tongue(&headers), &uri, StatusCode::METHOD_NOT_ALLOWED, None);
        response.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static("GET, HEAD"));
        response
    })
}

async fn answer(
    site: Arc<Site>,
    uri: Uri,
    headers: HeaderMap,
    args: Option<Vec<String>>,
    make: Body,
) -> Response {
    let lang = tongue(&headers);
    let asked = Asked::new(&uri, args);
    let (address, shown) = (uri.clone(), Arc::clone(&site));
    let made = patiently(&site, move || {
        asked.with(&shown, |ask| match made(ask, asked.bad(), make) {
            Ok(bytes) => {
                let kind = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
                let mut response = (kind, bytes).into_response();
                // Open data: any page anywhere may read it.
                let all = header::HeaderValue::from_static("*");
                response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, all);
                response.extensions_mut().insert(Keep);
                Ok(response)
            }
            Err(Stop::Later(lack)) => Err(lack),
            Err(stop) => Ok(problem::stop(lang, &uri, &stop)),
        })
    });
    made.await.unwrap_or_else(|| problem::of(lang, &address, StatusCode::INTERNAL_SERVER_ERROR, None))
}

/// The language of a problem: English where that is asked for first.
pub fn tongue(headers: &HeaderMap) -> Lang {
    let asked =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if asked.trim_start().to_ascii_lowercase().starts_with("en") { Lang::En } else { Lang::Zh }
}
