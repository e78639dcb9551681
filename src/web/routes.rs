//! Which address is whose, and who may see it. A route without a rule does not
//! start.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{RawPathParams, Request, State};
use axum::handler::Handler;
use axum::http::{Extensions, HeaderMap, StatusCode, Uri, Version, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, any_service, get};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use super::ask::Render;
use super::lists::{self, Raw};
use super::pages::{self, errors};
use super::site::Site;
use super::{api, cache, files, headers, inbox};
use crate::domain::Result;
use crate::text;

/// Who may see an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone, without login.
    Public,
}

/// Every address there is, without the English ones (the same under `/en`),
/// and who may see it.
pub const ACCESS: &[(&str, Access)] = &[
    ("/", Access::Public),
    ("/plans", Access::Public),
    ("/plans/{plan}", Access::Public),
    ("/draws", Access::Public),
    ("/draws/{serial}", Access::Public),
    ("/draws/{serial}/visits", Access::Public),
    ("/draws/{serial}/strata/{part}", Access::Public),
    ("/draws/{serial}/sql", Access::Public),
    ("/visits/{visit}", Access::Public),
    ("/results", Access::Public),
    ("/results/{result}", Access::Public),
    ("/notices", Access::Public),
    ("/notices/{result}", Access::Public),
    ("/companies", Access::Public),
    ("/companies/{code}", Access::Public),
    ("/items", Access::Public),
    ("/items/{code}", Access::Public),
    ("/officers", Access::Public),
    ("/officers/{certificate}", Access::Public),
    ("/search", Access::Public),
    ("/check", Access::Public),
    ("/about", Access::Public),
    ("/log", Access::Public),
    ("/log/entries/{seq}", Access::Public),
    ("/log/checkpoint", Access::Public),
    ("/log/tile/{*path}", Access::Public),
    ("/bundles/{digest}/", Access::Public),
    ("/bundles/{digest}/{*path}", Access::Public),
    ("/assets/{*path}", Access::Public),
    ("/feedback", Access::Public),
    ("/feedback/status", Access::Public),
    ("/api", Access::Public),
    ("/api/v1", Access::Public),
    ("/api/v1/openapi.json", Access::Public),
    ("/api/v1/office", Access::Public),
    ("/api/v1/search", Access::Public),
    ("/api/v1/draws/{serial}/companies/{code}", Access::Public),
    ("/api/v1/plans", Access::Public),
    ("/api/v1/plans/{key}", Access::Public),
    ("/api/v1/draws", Access::Public),
    ("/api/v1/draws/{key}", Access::Public),
    ("/api/v1/visits", Access::Public),
    ("/api/v1/visits/{key}", Access::Public),
    ("/api/v1/results", Access::Public),
    ("/api/v1/results/{key}", Access::Public),
    ("/api/v1/notices", Access::Public),
    ("/api/v1/notices/{key}", Access::Public),
    ("/api/v1/companies", Access::Public),
    ("/api/v1/companies/{key}", Access::Public),
    ("/api/v1/items", Access::Public),
    ("/api/v1/items/{key}", Access::Public),
    ("/api/v1/officers", Access::Public),
    ("/api/v1/officers/{key}", Access::Public),
    ("/api/v1/{*rest}", Access::Public),
    ("/feed/plans.atom", Access::Public),
    ("/feed/results.atom", Access::Public),
    ("/sitemap.xml", Access::Public),
    ("/sitemaps/{file}", Access::Public),
    ("/robots.txt", Access::Public),
    ("/plans.csv", Access::Public),
    ("/plans.json", Access::Public),
    ("/plans.xlsx", Access::Public),
    ("/draws.csv", Access::Public),
    ("/draws.json", Access::Public),
    ("/draws.xlsx", Access::Public),
    ("/visits.csv", Access::Public),
    ("/visits.json", Access::Public),
    ("/visits.xlsx", Access::Public),
    ("/results.csv", Access::Public),
    ("/results.json", Access::Public),
    ("/results.xlsx", Access::Public),
    ("/notices.csv", Access::Public),
    ("/notices.json", Access::Public),
    ("/notices.xlsx", Access::Public),
    ("/companies.csv", Access::Public),
    ("/companies.json", Access::Public),
    ("/companies.xlsx", Access::Public),
    ("/items.csv", Access::Public),
    ("/items.json", Access::Public),
    ("/items.xlsx", Access::Public),
    ("/officers.csv", Access::Public),
    ("/officers.json", Access::Public),
    ("/officers.xlsx", Access::Public),
];

/// Routes being put up, each against its rule.
pub struct Doors {
    router: Router<Arc<Site>>,
    put: BTreeSet<String>,
    unruled: Option<String>,
}

impl Doors {
    fn new() -> Self {
        Self { router: Router::new(), put: BTreeSet::new(), unruled: None }
    }

    /// An address with its handlers, in one language for all.
    pub fn door(mut self, path: &str, handlers: MethodRouter<Arc<Site>>) -> Self {
        let rule = ACCESS.iter().find(|(ruled, _)| *ruled == path);
        match rule {
            // There is nobody yet to tell apart.
            Some((_, Access::Public)) => self.router = self.router.route(path, handlers),
            None => self.unruled = Some(path.to_owned()),
        }
        self.put.insert(path.to_owned());
        self
    }

    /// The same in both languages.
    pub fn doors(mut self, path: &str, handlers: MethodRouter<Arc<Site>>) -> Self {
        self = self.door(path, handlers.clone());
        if self.unruled.is_none() {
            let english = if path == "/" { "/en/".to_owned() } else { format!("/en{path}") };
            if path == "/" {
                self.router = self.router.route("/en", handlers.clone());
            }
            self.router = self.router.route(&english, handlers);
        }
        self
    }

    /// A page in both languages.
    pub fn page(self, path: &str, render: Render) -> Self {
        self.doors(
            path,
            get(move |State(site): State<Arc<Site>>, uri: Uri, args: RawArgs| async move {
                pages::answer(site, uri, names(args), render).await
            }),
        )
    }

    fn raw(self, path: &str, make: fn(&super::ask::Ask<'_>, &mut crate::store::Tx<'_>) -> RawResult) -> Self {
        self.doors(
            path,
            get(move |State(site): State<Arc<Site>>, uri: Uri, args: RawArgs| async move {
                pages::answer_raw(site, uri, names(args), make).await
            }),
        )
    }

    /// The files of every list.
    fn lists(mut self) -> Self {
        for list in lists::export::LISTS {
            for form in lists::export::Form::ALL {
                let handler = move |site: State<Arc<Site>>, request: Request| async move {
                    lists::export::file(site.0, list, form, request).await
                };
                self = self.doors(&format!("/{}.{}", list.kind.name(), form.ending()), get(handler));
            }
        }
        self
    }

    fn finish(self) -> Result<Router<Arc<Site>>> {
        if let Some(path) = self.unruled {
            return Err(text!("web-route-unruled", path = path));
        }
        match ACCESS.iter().find(|(path, _)| !self.put.contains(*path)) {
            Some((path, _)) => Err(text!("web-route-missing", path = *path)),
            None => Ok(self.router),
        }
    }
}

type RawArgs = std::result::Result<RawPathParams, axum::extract::rejection::RawPathParamsRejection>;
type RawResult = std::result::Result<Raw, super::ask::Stop>;

/// The variable places of an address, decoded; none where it is no UTF-8.
pub fn names(args: RawArgs) -> Option<Vec<String>> {
    args.ok().map(|args| args.iter().map(|(_, value)| value.to_owned()).collect())
}

/// A request's body is never longer; what takes more says so itself.
const LONGEST_BODY: usize = 64 << 10;
/// An answer begins within this time.
const PATIENCE: Duration = Duration::from_secs(60);

/// The whole site.
///
/// # Errors
/// `web-route-unruled`, `web-route-missing`: a route without a rule, a rule
/// without a route.
pub fn router(site: Arc<Site>) -> Result<Router> {
    let doors = Doors::new()
        .page("/", pages::home::page)
        .page("/plans", pages::plans::list)
        .page("/plans/{plan}", pages::plans::one)
        .page("/draws", pages::draws::list)
        .page("/draws/{serial}", pages::draw::one)
        .page("/draws/{serial}/visits", pages::visits::of_draw)
        .page("/draws/{serial}/strata/{part}", pages::draw::strata)
        .page("/draws/{serial}/sql", pages::sql::page)
        .page("/visits/{visit}", pages::visits::one)
        .page("/results", pages::results::list)
        .page("/results/{result}", pages::results::one)
        .page("/notices", pages::results::notices)
        .page("/notices/{result}", pages::results::notice)
        .page("/companies", pages::companies::list)
        .page("/companies/{code}", pages::companies::one)
        .page("/items", pages::items::list)
        .page("/items/{code}", pages::items::one)
        .page("/officers", pages::officers::list)
        .page("/officers/{certificate}", pages::officers::one)
        .page("/search", pages::search::page)
        .page("/check", pages::check::page)
        .page("/about", pages::about::page)
        .page("/log", pages::log::page)
        .page("/log/entries/{seq}", pages::log::entry)
        .raw("/feed/plans.atom", lists::atom::plans)
        .raw("/feed/results.atom", lists::atom::results)
        .raw("/sitemap.xml", lists::sitemap::index)
        .raw("/sitemaps/{file}", lists::sitemap::part)
        .raw("/robots.txt", lists::sitemap::robots)
        .lists()
        .door("/log/checkpoint", get(files::checkpoint))
        .door("/log/tile/{*path}", get(files::tile))
        .door("/bundles/{digest}/", get(files::bundle_folder))
        .door("/bundles/{digest}/{*path}", get(files::bundle))
        .door("/assets/{*path}", get(files::asset));
    let doors = inbox::put(api::put(doors));
    let router = doors
        .finish()?
        .fallback(errors::missing)
        .method_not_allowed_fallback(errors::not_allowed)
        .layer(RequestBodyLimitLayer::new(LONGEST_BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(Arc::clone(&site), errors::worded))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(whole)))
        .layer(from_fn(headers::layer))
        .layer(from_fn_with_state(Arc::clone(&site), cache::layer));
    Ok(router.with_state(site))
}

/// Asks the site within this program, as a browser would over the network.
pub async fn oneshot(router: Router, request: Request) -> Response {
    let all: MethodRouter<(), Infallible> = any_service(router);
    Handler::call(all, request, ()).await
}

/// Files that are sent in parts are sent as they are, so that their digest is
/// that of what arrives.
fn whole(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(header::ACCEPT_RANGES)
}

/// What is said when a handler broke: the reason is on standard error.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_without_a_rule_does_not_start() {
        let doors = Doors::new().door("/secret", get(|| async { "" }));
        assert_eq!(doors.finish().map(drop).unwrap_err().id, "web-route-unruled");
        assert_eq!(Doors::new().finish().map(drop).unwrap_err().id, "web-route-missing");
    }
}
