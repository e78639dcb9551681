//! Bytes as they lie in the office's public folders: bundles by digest, the
//! log's tiles at their standard paths, our own assets.

use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawPathParams, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use tokio::task::spawn_blocking;
use tower_http::services::ServeFile;

use super::assets;
use super::cache::same;
use super::pages::errors;
use super::routes::names;
use super::site::Site;
use crate::domain::Digest;
use crate::log::Resource;
use crate::text;

/// What never changes may be kept for a year.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// What grows is asked for again each time.
const ASK: &str = "no-cache";

type Args = Result<RawPathParams, axum::extract::rejection::RawPathParamsRejection>;

/// Whether a path below a folder of ours can be one of our files': it names no
/// way out, nothing hidden, nothing long.
fn sound(path: &str) -> bool {
    let segment = |one: &str| {
        !one.is_empty()
            && one.len() <= 100
            && !one.starts_with('.')
            && one.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
    };
    path.len() <= 400 && path.split('/').all(segment)
}

/// A file of a bundle.
pub async fn bundle(State(site): State<Arc<Site>>, args: Args, request: Request) -> Response {
    let args = names(args).unwrap_or_default();
    let [digest, path] = args.as_slice() else { return errors::missing(State(site), request).await };
    if Digest::parse(digest).is_err() || !sound(path) {
        return errors::missing(State(site), request).await;
    }
    let folder = site.bundles.join(digest);
    let file = folder.join(path);
    let known = {
        let (digest, path) = (digest.clone(), path.clone());
        spawn_blocking(move || listed(&folder, &digest, &path)).await.ok().flatten()
    };
    // `log/` beside the bundle may be renewed; the rest is fixed by its digest.
    let keep = if known.is_some() { FOR_EVER } else { ASK };
    send(site, &file, kind(path), known.as_deref(), keep, request).await
}

/// The folder itself: its list of files.
pub async fn bundle_folder(State(site): State<Arc<Site>>, args: Args, request: Request) -> Response {
    match names(args).unwrap_or_default().first() {
        Some(digest) if Digest::parse(digest).is_ok() => {
            Redirect::to(&format!("/bundles/{digest}/SHA256SUMS")).into_response()
        }
        _ => errors::missing(State(site), request).await,
    }
}

/// The digest that SHA256SUMS has for a file; its own is the folder's name.
fn listed(folder: &Path, digest: &str, path: &str) -> Option<String> {
    if path == "SHA256SUMS" {
        return Some(digest.to_owned());
    }
    let sums = std::fs::read_to_string(folder.join("SHA256SUMS")).ok()?;
    let line = sums.lines().find(|line| line.get(66..) == Some(path))?;
    line.get(..64).map(str::to_owned)
}

/// The log's latest signed checkpoint (C2SP tlog-checkpoint).
pub async fn checkpoint(State(site): State<Arc<Site>>, request: Request) -> Response {
    let file = site.log.join("checkpoint");
    send(site, &file, TEXT, None, ASK, request).await
}

/// A tile or a bundle of entries (C2SP tlog-tiles).
pub async fn tile(State(site): State<Arc<Site>>, args: Args, request: Request) -> Response {
    let args = names(args).unwrap_or_default();
    let path = format!("tile/{}", args.first().map_or("", String::as_str));
    if !sound(&path) || Resource::parse(&path).is_err() {
        return errors::missing(State(site), request).await;
    }
    let file = site.log.join(&path);
    send(site, &file, BYTES, None, FOR_EVER, request).await
}

/// A file of ours.
pub async fn asset(State(site): State<Arc<Site>>, args: Args, request: Request) -> Response {
    let args = names(args).unwrap_or_default();
    let Some((asset, tag)) = args.first().and_then(|path| assets::find(path)) else {
        return errors::missing(State(site), request).await;
    };
    let named = request.uri().query().is_some_and(|query| query.strip_prefix("v=") == Some(tag));
    let tag = HeaderValue::from_str(&format!("\"{tag}\"")).ok();
    let mut response = if same(request.headers().get(header::IF_NONE_MATCH), tag.as_ref()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, asset.kind)], asset.bytes).into_response()
    };
    if let Some(tag) = tag {
        response.headers_mut().insert(header::ETAG, tag);
    }
    let keep = HeaderValue::from_static(if named { FOR_EVER } else { ASK });
    response.headers_mut().insert(header::CACHE_CONTROL, keep);
    response
}

const TEXT: &str = "text/plain; charset=utf-8";
const BYTES: &str = "application/octet-stream";

/// The type of a bundle's file.
fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("csv") => "text/csv; charset=utf-8",
        Some("json") => "application/json",
        _ if path.starts_with("log/tile/") => BYTES,
        _ => TEXT,
    }
}

/// Sends a file, or the part of it asked for. `digest` becomes its ETag.
pub async fn send(
    site: Arc<Site>,
    file: &Path,
    kind: &'static str,
    digest: Option<&str>,
    keep: &'static str,
    mut request: Request,
) -> Response {
    let tag = digest.and_then(|digest| HeaderValue::from_str(&format!("\"{digest}\"")).ok());
    if let Some(tag) = &tag {
        if same(request.headers().get(header::IF_NONE_MATCH), Some(tag)) {
            let headers =
                [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, HeaderValue::from_static(keep))];
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        // The file server would hold these against a tag of its own.
        let headers = request.headers_mut();
        headers.remove(header::IF_NONE_MATCH);
        headers.remove(header::IF_MATCH);
        headers.remove(header::IF_MODIFIED_SINCE);
        if let Some(asked) = headers.remove(header::IF_RANGE)
            && asked != *tag
        {
            headers.remove(header::RANGE);
        }
    }
    let uri = request.uri().clone();
    let again = Request::builder().uri(uri).body(Body::empty()).unwrap_or_default();
    match served(file, request).await {
        Ok(response) if response.status() != StatusCode::NOT_FOUND => {
            let mut response = response;
            let headers = response.headers_mut();
            if response_has_body(headers) {
                headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
            }
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
            if let Some(tag) = tag {
                headers.insert(header::ETAG, tag);
                headers.remove(header::LAST_MODIFIED);
            }
            response
        }
        Ok(_) => errors::missing(State(site), again).await,
        Err(error)
            if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) =>
        {
            errors::missing(State(site), again).await
        }
        Err(error) => errors::broken(site, again, &text!("web-file", error = error)).await,
    }
}

/// Sends a file under the file server's own tag; that does not know If-Range: of
/// a file that has become another one no part is sent, but the whole.
async fn served(file: &Path, request: Request) -> std::io::Result<Response> {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let wanted = request.headers().get(header::IF_RANGE).cloned();
    let response = ServeFile::new(file).try_call(request).await?.map(Body::new);
    let partial =
        matches!(response.status(), StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE);
    if !partial || wanted.is_none_or(|wanted| is_of(response.headers(), &wanted)) {
        return Ok(response);
    }
    drop(response);
    let mut whole = Request::new(Body::empty());
    (*whole.method_mut(), *whole.uri_mut()) = (method, uri);
    Ok(ServeFile::new(file).try_call(whole).await?.map(Body::new))
}

/// Whether If-Range names what is sent: by its tag or the moment of its last change.
fn is_of(headers: &axum::http::HeaderMap, wanted: &HeaderValue) -> bool {
    let name = if wanted.as_bytes().starts_with(b"\"") { header::ETAG } else { header::LAST_MODIFIED };
    headers.get(name) == Some(wanted)
}

fn response_has_body(headers: &axum::http::HeaderMap) -> bool {
    headers.contains_key(header::CONTENT_TYPE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out() {
        for good in ["SHA256SUMS", "frames/a-1.csv", "log/tile/0/x001/067.p/3", "plan.json"] {
            assert!(sound(good), "{good}");
        }
        let long = "a".repeat(101);
        let deep = "a/".repeat(300);
        for bad in [
            "",
            "..",
            "a/../b",
            "/etc/passwd",
            "a//b",
            ".hidden",
            "a/.b",
            "a\0",
            "a\\b",
            "ä",
            &long,
            &deep,
            "a/",
        ] {
            assert!(!sound(bad), "{bad}");
        }
    }
}
