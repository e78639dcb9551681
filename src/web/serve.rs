//! The server: takes connections, answers until it is asked to stop.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use super::inbox::Peer;
use super::refresh::Refresher;
use super::routes::router;
use super::site::{Options, Site};
use crate::domain::{Progress, Result, Text};
use crate::lang::Lang;
pub use crate::net::Door;
use crate::net::{self, Patience};
use crate::text;
use crate::workflow::{Office, Paths, portal};

/// Connections at a time; further ones wait.
const CONNECTIONS: usize = 2048;
/// A connection on which nothing moves for so long is given up.
const IDLE: Duration = Duration::from_secs(60);
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
        let door = Door::new(socket, CONNECTIONS, Patience::Idle(IDLE));
        let serving = net::until_stopped(|stop| {
            listening(address);
            axum::serve(door, router.into_make_service_with_connect_info::<Peer>())
                .with_graceful_shutdown(stop)
        });
        serving.await.map_err(failed)
    });
    runtime.shutdown_timeout(net::GRACE);
    refresher.stop();
    drop(site);
    served
}
