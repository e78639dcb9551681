//! Answers that were made already, as they went out: by edition, address and
//! encoding. Bounded in bytes; what was not asked for in a while goes first.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::site::Site;
use crate::domain::Digest;

/// Bytes kept, at most about twice.
const ROOM: usize = 32 << 20;
/// A longer answer is not kept.
const LONGEST: usize = 4 << 20;
/// A longer address is not either.
const LONGEST_ADDRESS: usize = 512;

/// Marks an answer that depends on nothing but edition and address.
#[derive(Debug, Clone, Copy)]
pub struct Keep;

/// By what an answer is found again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    edition: u64,
    packed: bool,
    address: String,
}

#[derive(Debug)]
struct Kept {
    headers: HeaderMap,
    body: Bytes,
}

/// Two generations: what is found in the old one moves to the young one; when
/// that is full it becomes the old one.
#[derive(Debug, Default)]
struct Generations {
    young: HashMap<Key, Arc<Kept>>,
    old: HashMap<Key, Arc<Kept>>,
    size: usize,
}

/// The answers.
#[derive(Debug, Default)]
pub struct Cache(Mutex<Generations>);

impl Cache {
    /// Forgets all.
    pub fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Generations::default();
    }

    fn get(&self, key: &Key) -> Option<Arc<Kept>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = all.young.get(key) {
            return Some(Arc::clone(kept));
        }
        let kept = all.old.remove(key)?;
        all.add(key.clone(), Arc::clone(&kept));
        Some(kept)
    }

    fn put(&self, key: Key, kept: Arc<Kept>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).add(key, kept);
    }
}

impl Generations {
    fn add(&mut self, key: Key, kept: Arc<Kept>) {
        // What stands around the body counts too.
        self.size += kept.body.len() + key.address.len() + 1024;
        self.young.insert(key, kept);
        if self.size > ROOM {
            self.old = std::mem::take(&mut self.young);
            self.size = 0;
        }
    }
}

/// Answers from what was made already; keeps what is marked [`Keep`]. Gives
/// every kept answer an ETag and honours If-None-Match.
pub async fn layer(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let head = request.method() == Method::HEAD;
    let address = request.uri().path_and_query().map_or("/", |address| address.as_str());
    if !(head || request.method() == Method::GET) || address.len() > LONGEST_ADDRESS {
        return next.run(request).await;
    }
    let key = Key {
        edition: site.now().number,
        packed: takes_gzip(request.headers()),
        address: address.to_owned(),
    };
    let asked = request.headers().get(header::IF_NONE_MATCH).cloned();
    if let Some(kept) = site.cache.get(&key) {
        return answer(&kept, asked.as_ref(), head);
    }
    // A HEAD is answered as the GET would be, and fills the cache alike.
    let (mut parts, body) = request.into_parts();
    parts.method = Method::GET;
    let response = next.run(Request::from_parts(parts, body)).await;
    if response.extensions().get::<Keep>().is_none() || response.status() != StatusCode::OK {
        if head {
            let (mut parts, body) = response.into_parts();
            // The length is that of the answer to a GET.
            if let Some(length) = body.size_hint().exact() {
                parts.headers.entry(header::CONTENT_LENGTH).or_insert(HeaderValue::from(length));
            }
            return Response::from_parts(parts, Body::empty());
        }
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut headers = parts.headers;
    let tag = format!("\"{}\"", &Digest::of(&body).to_string()[..32]);
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    let kept = Arc::new(Kept { headers, body });
    if kept.body.len() <= LONGEST {
        site.cache.put(key, Arc::clone(&kept));
    }
    answer(&kept, asked.as_ref(), head)
}

fn answer(kept: &Kept, asked: Option<&HeaderValue>, head: bool) -> Response {
    let tag = kept.headers.get(header::ETAG);
    if same(asked, tag) {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        *response.headers_mut() = kept.headers.clone();
        response.headers_mut().remove(header::CONTENT_LENGTH);
        response.headers_mut().remove(header::CONTENT_TYPE);
        response.headers_mut().remove(header::CONTENT_ENCODING);
        return response;
    }
    let body = if head { Body::empty() } else { Body::from(kept.body.clone()) };
    let mut response = Response::new(body);
    *response.headers_mut() = kept.headers.clone();
    response
}

/// Whether If-None-Match names the tag.
pub fn same(asked: Option<&HeaderValue>, tag: Option<&HeaderValue>) -> bool {
    let (Some(asked), Some(tag)) = (asked.and_then(|v| v.to_str().ok()), tag.and_then(|v| v.to_str().ok()))
    else {
        return false;
    };
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    asked.trim() == "*" || asked.split(',').any(|one| bare(one) == bare(tag))
}

/// Whether the reader takes gzip: named, and not with a weight of zero.
fn takes_gzip(headers: &HeaderMap) -> bool {
    headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).any(|value| {
        value.split(',').any(|one| {
            let mut parts = one.split(';').map(str::trim);
            let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip") || name == "*");
            let none = parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
            named && !none
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(address: usize) -> Key {
        Key { edition: 1, packed: false, address: address.to_string() }
    }

    #[test]
    fn what_is_asked_for_stays_and_the_whole_is_bounded() {
        let cache = Cache::default();
        let kept = || Arc::new(Kept { headers: HeaderMap::new(), body: Bytes::from(vec![0; 1 << 20]) });
        for at in 0..200 {
            cache.put(key(at), kept());
            assert!(cache.get(&key(0)).is_some(), "{at}");
        }
        let all = cache.0.lock().unwrap();
        let bytes = |map: &HashMap<Key, Arc<Kept>>| map.values().map(|kept| kept.body.len()).sum::<usize>();
        assert!(bytes(&all.young) + bytes(&all.old) <= 2 * ROOM + LONGEST);
    }

    #[test]
    fn tags_compare_weakly() {
        let value = |text: &'static str| HeaderValue::from_static(text);
        let tag = value("\"a\"");
        for yes in ["\"a\"", "W/\"a\"", "\"b\", \"a\"", "*"] {
            assert!(same(Some(&value(yes)), Some(&tag)), "{yes}");
        }
        for no in ["\"b\"", "a", ""] {
            assert!(!same(Some(&value(no)), Some(&tag)), "{no}");
        }
    }

    #[test]
    fn encodings() {
        let takes = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(text));
            takes_gzip(&headers)
        };
        assert!(takes("gzip, deflate, br") && takes("br;q=1, gzip;q=0.5") && takes("*"));
        assert!(!takes("br") && !takes("gzip;q=0") && !takes("identity"));
    }
}
