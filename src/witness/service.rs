//! The witness as a small HTTP service (C2SP tlog-witness):
//! `POST /add-checkpoint`, `GET /<SHA-256 of the origin>/checkpoint`.
//!
//! Anyone may ask; only what a watched log has signed is considered. Bodies,
//! connections and their time are limited, so that idlers hold nothing up.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response as HttpResponse};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::Witness;
use crate::domain::Result;
use crate::lang::Lang;
use crate::log::witness::{LONGEST_REQUEST, TEXT_TYPE};
use crate::net::{self, Door, Patience};
use crate::text;

/// Connections at a time; further ones wait.
const CONNECTIONS: usize = 64;

/// A connection lives no longer.
const LIFE: Duration = Duration::from_secs(120);

/// A request's body arrives within this time.
const BODY: Duration = Duration::from_secs(10);

/// Seconds since 1970-01-01T00:00:00Z.
pub type Now = fn() -> u64;

#[derive(Clone)]
struct Desk {
    witness: Arc<Mutex<Witness>>,
    now: Now,
    lang: Lang,
}

/// Serves until SIGINT or SIGTERM. `listening` is told the address once
/// connections are taken.
///
/// # Errors
/// `witness-listen`, `witness-service`.
pub fn serve(
    witness: Witness,
    listen: &str,
    now: Now,
    lang: Lang,
    listening: impl FnOnce(SocketAddr),
) -> Result<()> {
    let failed = |error: io::Error| text!("witness-service", error = error);
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build().map_err(failed)?;
    let served = runtime.block_on(async {
        let busy = |error: io::Error| text!("witness-listen", address = listen, error = error);
        let socket = TcpListener::bind(listen).await.map_err(busy)?;
        let address = socket.local_addr().map_err(failed)?;
        let desk = Desk { witness: Arc::new(Mutex::new(witness)), now, lang };
        let door = Door::new(socket, CONNECTIONS, Patience::Life(LIFE));
        let serving = net::until_stopped(|stop| {
            listening(address);
            axum::serve(door, routes(desk)).with_graceful_shutdown(stop)
        });
        serving.await.map_err(failed)
    });
    // A request being written to disk is waited for.
    runtime.shutdown_timeout(net::GRACE);
    served
}

fn routes(desk: Desk) -> Router {
    Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .route("/{origin}/checkpoint", get(checkpoint))
        .with_state(desk)
}

async fn add_checkpoint(State(desk): State<Desk>, body: Body) -> HttpResponse {
    let body = match timeout(BODY, to_bytes(body, LONGEST_REQUEST)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return plain(StatusCode::PAYLOAD_TOO_LARGE, String::new()),
        Err(_) => return plain(StatusCode::REQUEST_TIMEOUT, String::new()),
    };
    let answered = spawn_blocking(move || {
        // One request at a time: judging and remembering are one step.
        let mut witness = desk.witness.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = witness.answer(&body, (desk.now)());
        (answer, desk.lang)
    });
    match answered.await {
        Ok((Ok(answer), _)) => {
            let status = StatusCode::from_u16(answer.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, [(header::CONTENT_TYPE, answer.content_type())], answer.body()).into_response()
        }
        Ok((Err(fault), lang)) => plain(StatusCode::INTERNAL_SERVER_ERROR, lang.say(&fault)),
        Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, String::new()),
    }
}

async fn checkpoint(State(desk): State<Desk>, Path(origin): Path<String>) -> HttpResponse {
    let found = spawn_blocking(move || {
        desk.witness.lock().unwrap_or_else(PoisonError::into_inner).checkpoint(&origin)
    });
    match found.await {
        Ok(Ok(Some(bytes))) => {
            let headers = [(header::CONTENT_TYPE, TEXT_TYPE), (header::CACHE_CONTROL, "no-cache")];
            (headers, bytes).into_response()
        }
        Ok(Ok(None)) => plain(StatusCode::NOT_FOUND, String::new()),
        Ok(Err(_)) | Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, String::new()),
    }
}

fn plain(status: StatusCode, words: String) -> HttpResponse {
    (status, [(header::CONTENT_TYPE, TEXT_TYPE)], format!("{words}\n")).into_response()
}
