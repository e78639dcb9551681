//! The witness as a small HTTP service (C2SP tlog-witness):
//! `POST /add-checkpoint`, `GET /<SHA-256 of the origin>/checkpoint`.
//!
//! Anyone may ask; only what a watched log has signed is considered. Bodies,
//! connections and their time are limited, so that idlers hold nothing up.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response as HttpResponse};
use axum::routing::{get, post};
use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use tokio::time::{Sleep, sleep, timeout};

use super::Witness;
use crate::domain::Result;
use crate::lang::Lang;
use crate::log::witness::{LONGEST_REQUEST, TEXT_TYPE};
use crate::text;

/// Connections at a time; further ones wait.
const CONNECTIONS: usize = 64;

/// A connection lives no longer.
const LIFE: Duration = Duration::from_secs(120);

/// A request's body arrives within this time.
const BODY: Duration = Duration::from_secs(10);

/// How requests under way are given time to end when the service stops.
const GRACE: Duration = Duration::from_secs(5);

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
        let stop = stop().map_err(failed)?;
        let desk = Desk { witness: Arc::new(Mutex::new(witness)), now, lang };
        let door = Door { socket, places: Arc::new(Semaphore::new(CONNECTIONS)) };
        let (stopping, mut stopped) = tokio::sync::watch::channel(false);
        let serving = axum::serve(door, routes(desk)).with_graceful_shutdown(async move {
            stop.await;
            let _ = stopping.send(true);
        });
        listening(address);
        let ended = async {
            let _ = stopped.wait_for(|stopped| *stopped).await;
            sleep(GRACE).await;
        };
        tokio::select! {
            served = serving => served.map_err(failed),
            () = ended => Ok(()),
        }
    });
    // A request being written to disk is waited for.
    runtime.shutdown_timeout(GRACE);
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

/// Resolves when the process is asked to stop.
fn stop() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// Takes so many connections and no more, each for a limited time.
struct Door {
    socket: TcpListener,
    places: Arc<Semaphore>,
}

impl Listener for Door {
    type Io = Timed;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Timed, SocketAddr) {
        let place = Arc::clone(&self.places).acquire_owned().await.ok();
        let (stream, address) = Listener::accept(&mut self.socket).await;
        (Timed { stream, end: Box::pin(sleep(LIFE)), _place: place }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }
}

/// A connection that ends after [`LIFE`], and gives its place back.
struct Timed {
    stream: TcpStream,
    end: Pin<Box<Sleep>>,
    _place: Option<OwnedSemaphorePermit>,
}

impl Timed {
    fn over(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        match self.end.as_mut().poll(context) {
            Poll::Ready(()) => Err(io::ErrorKind::TimedOut.into()),
            Poll::Pending => Ok(()),
        }
    }
}

impl AsyncRead for Timed {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.over(context)?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Timed {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.over(context)?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
