//! What is said where there is no page.

use std::io::Write;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use tokio::task::spawn_blocking;

use super::{Asked, html};
use crate::domain::Text;
use crate::lang::Lang;
use crate::text;
use crate::web::api;
use crate::web::ask::{Ask, Stop};
use crate::web::site::Site;
use crate::web::view::{Block, Page, cell, link};

/// Tells whoever runs the server what is broken.
pub fn tell(lang: Lang, fault: &Text) {
    let _ = writeln!(std::io::stderr().lock(), "{}", lang.say(&text!("web-broken", reason = fault.clone())));
}

/// The page for a reason.
pub fn page(ask: &Ask<'_>, stop: &Stop) -> Page {
    let (status, name) = match stop {
        Stop::Missing => (404, "missing"),
        Stop::Gone => (410, "gone"),
        Stop::Bad(_) => (400, "bad"),
        Stop::Early => (503, "early"),
        Stop::Later(_) | Stop::Busy => (503, "busy"),
        Stop::Broken(fault) => {
            tell(ask.lang, fault);
            (500, "failed")
        }
    };
    let mut page = of(ask, status, name);
    if let Stop::Bad(reason) = stop {
        page.blocks.insert(0, Block::Note("warn", cell(ask.say(reason))));
    }
    page
}

/// A page that says what went wrong and where to go on.
fn of(ask: &Ask<'_>, status: u16, name: &str) -> Page {
    let mut page = Page::new("", ask.t(&format!("web-error-{name}")));
    page.status = status;
    page.hidden = true;
    page.lead = ask.t(&format!("web-error-{name}-words"));
    page.add(Block::List(vec![
        vec![link(ask.t("web-home"), ask.to("/"))],
        vec![link(ask.t("web-search"), ask.to("/search"))],
        vec![link(ask.t("web-nav-plans"), ask.to("/plans"))],
        vec![link(ask.t("web-nav-results"), ask.to("/results"))],
    ]));
    page
}

async fn send(
    site: Arc<Site>,
    request: Request,
    make: impl FnOnce(&Ask<'_>) -> Page + Send + 'static,
) -> Response {
    let asked = Asked::new(request.uri(), Some(Vec::new()));
    let made = spawn_blocking(move || asked.with(&site, |ask| html(ask, &make(ask))));
    made.await.unwrap_or_default()
}

/// Nothing stands at this address.
pub async fn missing(State(site): State<Arc<Site>>, request: Request) -> Response {
    send(site, request, |ask| of(ask, 404, "missing")).await
}

/// The address is there, the method is not.
pub async fn not_allowed(State(site): State<Arc<Site>>, request: Request) -> Response {
    let options = request.method() == Method::OPTIONS;
    let mut response = send(site, request, |ask| of(ask, 405, "method")).await;
    if options {
        response = Response::default();
    }
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}

/// Gives words to what was refused without any: a body too long, patience at an
/// end, a handler that broke. Below `/api/` every refusal is a problem that
/// programs can read.
pub async fn worded(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let (uri, lang) = (request.uri().clone(), api::tongue(request.headers()));
    let response = next.run(request).await;
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let refused = status.is_client_error() || status.is_server_error();
    let mut told = match refused && uri.path().starts_with("/api/") {
        true if kind.starts_with(b"application/problem+json") => return response,
        true => api::plain_problem(lang, &uri, status),
        // A range that is not there is between programs.
        false
            if refused && !kind.starts_with(b"text/html") && status != StatusCode::RANGE_NOT_SATISFIABLE =>
        {
            let name = match status {
                StatusCode::NOT_FOUND => "missing",
                StatusCode::METHOD_NOT_ALLOWED => "method",
                StatusCode::PAYLOAD_TOO_LARGE => "long",
                StatusCode::SERVICE_UNAVAILABLE => "busy",
                _ if status.is_client_error() => "bad",
                _ => "failed",
            };
            let again = Request::builder().uri(uri).body(Body::empty()).unwrap_or_default();
            send(site, again, move |ask| of(ask, status.as_u16(), name)).await
        }
        false => return response,
    };
    if let Some(allow) = response.headers().get(header::ALLOW) {
        told.headers_mut().insert(header::ALLOW, allow.clone());
    }
    told
}

/// Something of ours is broken.
pub async fn broken(site: Arc<Site>, request: Request, fault: &Text) -> Response {
    let fault = fault.clone();
    send(site, request, move |ask| page(ask, &Stop::Broken(fault))).await
}
