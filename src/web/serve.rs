//! The server: takes connections, answers until it is asked to stop.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep};

use super::inbox::Peer;
use super::refresh::Refresher;
use super::routes::router;
use super::site::{Options, Site};
use crate::domain::{Progress, Result, Text};
use crate::lang::Lang;
use crate::text;
use crate::workflow::{Office, Paths, portal};

/// Connections at a time; further ones wait.
const CONNECTIONS: usize = 2048;
/// A connection on which nothing moves for so long is given up.
const IDLE: Duration = Duration::from_secs(60);
/// How requests under way are given time to end when the service stops.
const GRACE: Duration = Duration::from_secs(5);
/// Threads that may wait for the database or the disk.
const BLOCKING: usize = 32;
/// Connections to the portal's database.
const READERS: usize = 8;

/// What is to be served.
#[derive(Debug, Clone)]
pub struct Serving {
    /// The office's folder.
    pub office: PathBuf,
    /// Address and port to listen on.
    pub listen: String,
    /// Where it is reached from outside; may be empty.
    pub base: String,
    /// A proxy of ours stands before it and adds X-Forwarded-For.
    pub proxied: bool,
    /// Language of what is said to whoever runs it.
    pub lang: Lang,
    /// Who runs it, for the lock.
    pub by: String,
}

/// The site of an office, from its portal folder.
///
/// # Errors
/// Those of the disk and the database.
pub fn site(office: &std::path::Path, options: Options) -> Result<Site> {
    let paths = Paths { dir: office.to_owned() };
    if !paths.database().is_file() {
        return Err(text!("office-missing", path = office));
    }
    Site::new(portal::open(&paths, READERS)?, paths, options)
}

/// The site of an open office for plain files, brought up to date.
///
/// # Errors
/// Those of the refresh, the disk and the database.
pub fn site_of(office: &Office, base: &str, progress: &dyn Progress) -> Result<Site> {
    let site = site(&office.paths.dir, Options { base: base.to_owned(), plain: true, ..Options::default() })?;
    portal::refresh(office, site.portal.open()?, progress).map_err(|refusal| refusal.text)?;
    site.turn()?;
    Ok(site)
}

/// Serves until SIGINT or SIGTERM. `listening` is told the address once
/// connections are taken; `notice` whatever whoever runs it should know.
///
/// # Errors
/// `web-listen` where the port is taken, `web-service`, those of the database and
/// of the routes.
pub fn serve(
    serving: &Serving,
    notice: impl Fn(&Text) + Send + 'static,
    listening: impl FnOnce(SocketAddr),
) -> Result<()> {
    let failed = |error: io::Error| text!("web-service", error = error);
    let busy = |error: io::Error| match error.kind() {
        io::ErrorKind::AddrInUse => text!("web-port-taken", address = &serving.listen),
        _ => text!("web-listen", address = &serving.listen, error = error),
    };
    // First the port: whoever cannot have it should be told at once.
    let socket = std::net::TcpListener::bind(&serving.listen).map_err(busy)?;
    socket.set_nonblocking(true).map_err(failed)?;
    let address = socket.local_addr().map_err(failed)?;
    // The databases block, so they are opened, and in the end closed, outside
    // of the runtime that serves.
    let options = Options {
        base: serving.base.clone(),
        office: Some(serving.office.clone()),
        proxied: serving.proxied,
        plain: false,
    };
    let site = Arc::new(site(&serving.office, options)?);
    let router = router(Arc::clone(&site))?;
    let refresher = Refresher::start(serving, Arc::clone(&site), notice)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_io()
        .enable_time()
        .max_blocking_threads(BLOCKING)
        .build()
        .map_err(failed)?;
    let served = runtime.block_on(async {
        let socket = TcpListener::from_std(socket).map_err(failed)?;
        let stop = stop().map_err(failed)?;
        let door = Door { socket, places: Arc::new(Semaphore::new(CONNECTIONS)) };
        let (stopping, mut stopped) = tokio::sync::watch::channel(false);
        let serve = axum::serve(door, router.into_make_service_with_connect_info::<Peer>())
            .with_graceful_shutdown(async move {
                stop.await;
                let _ = stopping.send(true);
            });
        listening(address);
        let ended = async {
            let _ = stopped.wait_for(|stopped| *stopped).await;
            sleep(GRACE).await;
        };
        tokio::select! {
            served = serve => served.map_err(failed),
            () = ended => Ok(()),
        }
    });
    runtime.shutdown_timeout(GRACE);
    refresher.stop();
    drop(site);
    served
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

/// Takes so many connections and no more.
pub struct Door {
    socket: TcpListener,
    places: Arc<Semaphore>,
}

impl Listener for Door {
    type Io = Watched;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Watched, SocketAddr) {
        let place = Arc::clone(&self.places).acquire_owned().await.ok();
        let (stream, address) = Listener::accept(&mut self.socket).await;
        // Answers are written whole; waiting for more would only delay them.
        let _ = stream.set_nodelay(true);
        (Watched { stream, moved: Instant::now(), idle: Box::pin(sleep(IDLE)), _place: place }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }
}

/// A connection that ends when nothing has moved for [`IDLE`].
pub struct Watched {
    stream: TcpStream,
    moved: Instant,
    idle: Pin<Box<Sleep>>,
    _place: Option<OwnedSemaphorePermit>,
}

impl Watched {
    fn watch<T>(&mut self, context: &mut Context<'_>, polled: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.moved = Instant::now();
            return polled;
        }
        loop {
            if self.idle.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            // The alarm is only set anew when it rings.
            let due = self.moved + IDLE;
            if due <= Instant::now() {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            self.idle.as_mut().reset(due);
        }
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.watch(context, polled)
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch(context, polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.watch(context, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_flush(context);
        self.watch(context, polled)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
