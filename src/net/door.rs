//! Takes connections, so many at a time, each for as long as patience lasts.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep};

/// How long a connection is kept.
#[derive(Debug, Clone, Copy)]
pub enum Patience {
    /// Until nothing has moved on it for so long.
    Idle(Duration),
    /// So long, whatever moves.
    Life(Duration),
}

/// Takes so many connections and no more; further ones wait.
pub struct Door {
    socket: TcpListener,
    places: Arc<Semaphore>,
    patience: Patience,
}

impl Door {
    /// Behind a socket that listens.
    pub fn new(socket: TcpListener, connections: usize, patience: Patience) -> Self {
        Self { socket, places: Arc::new(Semaphore::new(connections)), patience }
    }
}

impl Listener for Door {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let place = Arc::clone(&self.places).acquire_owned().await.ok();
        let (stream, address) = Listener::accept(&mut self.socket).await;
        // Answers are written whole; waiting for more would only delay them.
        let _ = stream.set_nodelay(true);
        (Connection::new(stream, self.patience, place), address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }
}

/// A connection that fails when patience is at an end, and gives its place back.
pub struct Connection {
    stream: TcpStream,
    /// Whether what moves on it begins its time anew.
    renewed: bool,
    time: Duration,
    /// Since when its time runs.
    since: Instant,
    alarm: Pin<Box<Sleep>>,
    _place: Option<OwnedSemaphorePermit>,
}

impl Connection {
    fn new(stream: TcpStream, patience: Patience, place: Option<OwnedSemaphorePermit>) -> Self {
        let (renewed, time) = match patience {
            Patience::Idle(time) => (true, time),
            Patience::Life(time) => (false, time),
        };
        let alarm = Box::pin(sleep(time));
        Self { stream, renewed, time, since: Instant::now(), alarm, _place: place }
    }

    /// What came of a poll, unless time is over.
    fn watch<T>(&mut self, context: &mut Context<'_>, polled: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if self.renewed && polled.is_ready() {
            self.since = Instant::now();
            return polled;
        }
        loop {
            if self.alarm.as_mut().poll(context).is_pending() {
                return polled;
            }
            // The alarm is only set anew when it rings.
            let due = self.since + self.time;
            if due <= Instant::now() {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            self.alarm.as_mut().reset(due);
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.watch(context, polled)
    }
}

impl AsyncWrite for Connection {
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

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream as Client;

    use tokio::io::AsyncReadExt;

    use super::*;

    /// A door of one place with a client at it who does `so`, and what reading
    /// all of it came to.
    fn at_the_door(patience: Patience, so: impl FnOnce(Client) + Send + 'static) -> io::Result<Vec<u8>> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = socket.local_addr().unwrap();
            let mut door = Door::new(socket, 1, patience);
            let client = std::thread::spawn(move || so(Client::connect(address).unwrap()));
            let mut bytes = Vec::new();
            let (mut connection, _) = door.accept().await;
            let read = connection.read_to_end(&mut bytes).await.map(|_| bytes);
            drop(connection);
            client.join().unwrap();
            read
        })
    }

    /// Writes until the other side has gone.
    fn talk(mut client: Client) {
        while client.write_all(b"a").is_ok() {
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    #[test]
    fn who_says_nothing_is_given_up() {
        let silent = |mut client: Client| drop(client.read(&mut [0]));
        for patience in [Patience::Idle, Patience::Life] {
            let ended = at_the_door(patience(Duration::from_millis(30)), silent);
            assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::TimedOut);
        }
    }

    #[test]
    fn who_goes_on_talking_lives_no_longer_than_a_life() {
        let ended = at_the_door(Patience::Life(Duration::from_millis(30)), talk);
        assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }

    #[test]
    fn who_says_a_thing_and_goes_is_heard() {
        for patience in [Patience::Idle, Patience::Life] {
            let say = |mut client: Client| client.write_all("备案".as_bytes()).unwrap();
            let heard = at_the_door(patience(Duration::from_secs(60)), say);
            assert_eq!(heard.unwrap(), "备案".as_bytes());
        }
    }

    #[test]
    fn a_place_is_given_back() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = socket.local_addr().unwrap();
            let mut door = Door::new(socket, 1, Patience::Idle(Duration::from_secs(60)));
            let _clients = [Client::connect(address).unwrap(), Client::connect(address).unwrap()];
            let first = door.accept().await;
            assert_eq!(door.places.available_permits(), 0);
            let waits = tokio::time::timeout(Duration::from_millis(20), door.accept()).await;
            assert!(waits.is_err());
            drop(first);
            drop(door.accept().await);
            assert_eq!(door.places.available_permits(), 1);
        });
    }
}
