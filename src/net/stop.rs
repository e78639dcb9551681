//! Until the process is asked to stop, and how a service then ends.

use std::io;
use std::pin::Pin;
use std::time::Duration;

use tokio::time::sleep;

/// How long requests under way are given to end when a service stops.
pub const GRACE: Duration = Duration::from_secs(5);

/// Resolves when the service is to take no more requests.
pub type Stop = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Runs a service, which ends in order once its [`Stop`] resolves, until SIGINT
/// or SIGTERM; what has not ended [`GRACE`] after that is left behind.
///
/// # Errors
/// Where signals cannot be waited for; the service's own.
pub async fn until_stopped<S>(service: impl FnOnce(Stop) -> S) -> io::Result<()>
where
    S: IntoFuture<Output = io::Result<()>>,
{
    let asked = asked()?;
    let (stopping, mut stopped) = tokio::sync::watch::channel(false);
    let service = service(Box::pin(async move {
        asked.await;
        let _ = stopping.send(true);
    }));
    let ended = async {
        let _ = stopped.wait_for(|stopped| *stopped).await;
        sleep(GRACE).await;
    };
    tokio::select! {
        served = service.into_future() => served,
        () = ended => Ok(()),
    }
}

/// Resolves when the process is asked to stop.
fn asked() -> io::Result<impl Future<Output = ()>> {
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
