//! The portal's answers without a socket.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use choucha::domain::progress::Quiet;
use choucha::web::{Options, Site, oneshot, router};
use choucha::workflow::{Office, portal};
use serde_json::Value;

/// A portal over an office, its edition up to date.
pub struct Front {
    pub site: Arc<Site>,
    pub runtime: tokio::runtime::Runtime,
    pub router: Router,
}

impl Front {
    pub fn new(office: &Office, options: Options) -> Self {
        let portal = portal::open(&office.paths, 2).unwrap();
        portal::refresh(office, &portal, &Quiet).unwrap();
        let site = Arc::new(Site::new(portal, office.paths.clone(), options).unwrap());
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let router = router(Arc::clone(&site)).unwrap();
        Self { site, runtime, router }
    }

    pub fn ask(&self, request: Request<Body>) -> (StatusCode, HeaderMap, Vec<u8>) {
        self.runtime.block_on(async {
            let response = oneshot(self.router.clone(), request).await;
            let (status, headers) = (response.status(), response.headers().clone());
            (status, headers, to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
        })
    }

    pub fn get(&self, path: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
        self.ask(Request::get(path).body(Body::empty()).unwrap())
    }

    /// What stands there.
    pub fn text(&self, path: &str) -> String {
        let (status, _, body) = self.get(path);
        let text = String::from_utf8(body).unwrap();
        assert_eq!(status, StatusCode::OK, "{path}: {text}");
        text
    }

    /// The same as JSON, and sent as such; open data name their characters too.
    pub fn json(&self, path: &str) -> Value {
        let (status, headers, body) = self.get(path);
        assert_eq!(status, StatusCode::OK, "{path}: {}", String::from_utf8_lossy(&body));
        let kind = match path.starts_with("/api/") {
            true => "application/json; charset=utf-8",
            false => "application/json",
        };
        assert_eq!(headers[header::CONTENT_TYPE], kind, "{path}");
        serde_json::from_slice(&body).unwrap()
    }
}
