//! Problem details for HTTP APIs (RFC 9457).

use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::domain::Text;
use crate::lang::Lang;
use crate::text;
use crate::web::ask::Stop;
use crate::web::pages::errors::tell;

/// Seconds after which what is being prepared may be asked for again.
pub const RETRY: HeaderValue = HeaderValue::from_static("5");

/// What is wrong with a request.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// Which: stable, `about:blank` where the status says all.
    #[serde(rename = "type")]
    #[schema(rename = "type")]
    pub kind: String,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What exactly, and what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The address asked for.
    pub instance: String,
}

/// A problem as an answer.
pub fn of(lang: Lang, uri: &Uri, status: StatusCode, detail: Option<&Text>) -> Response {
    let title = match status {
        StatusCode::BAD_REQUEST => text!("web-api-problem-400"),
        StatusCode::NOT_FOUND => text!("web-api-problem-404"),
        StatusCode::METHOD_NOT_ALLOWED => text!("web-api-problem-405"),
        StatusCode::GONE => text!("web-api-problem-410"),
        StatusCode::PAYLOAD_TOO_LARGE => text!("web-api-problem-413"),
        StatusCode::SERVICE_UNAVAILABLE => text!("web-api-problem-503"),
        _ => text!("web-api-problem-500"),
    };
    let problem = Problem {
        kind: detail.map_or_else(|| "about:blank".to_owned(), |detail| format!("urn:choucha:{}", detail.id)),
        title: lang.say(&title),
        status: status.as_u16(),
        detail: detail.map(|detail| lang.say(detail)),
        instance: uri.path_and_query().map_or_else(String::new, |address| address.as_str().to_owned()),
    };
    let bytes = serde_json::to_vec(&problem).unwrap_or_default();
    let mut response = (status, [(header::CONTENT_TYPE, "application/problem+json")], bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(header::RETRY_AFTER, RETRY);
    }
    response
}

/// A status of which there is no more to say.
pub fn plain(lang: Lang, uri: &Uri, status: StatusCode) -> Response {
    of(lang, uri, status, None)
}

/// Why there is no answer.
pub fn stop(lang: Lang, uri: &Uri, stop: &Stop) -> Response {
    match stop {
        Stop::Missing => of(lang, uri, StatusCode::NOT_FOUND, None),
        Stop::Gone => of(lang, uri, StatusCode::GONE, Some(&text!("web-api-withdrawn"))),
        Stop::Bad(reason) => of(lang, uri, StatusCode::BAD_REQUEST, Some(reason)),
        Stop::Early | Stop::Later(_) | Stop::Busy => of(lang, uri, StatusCode::SERVICE_UNAVAILABLE, None),
        Stop::Broken(reason) => {
            tell(lang, reason);
            of(lang, uri, StatusCode::INTERNAL_SERVER_ERROR, None)
        }
    }
}
