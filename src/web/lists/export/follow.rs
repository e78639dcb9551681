//! Files that are being made, and whoever reads along. A file is made once
//! however many ask for it, at the disk's pace and not at a reader's.

use std::collections::BTreeMap;
use std::fs::File;
use std::future::Future;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use tokio::sync::watch;
use tokio::task::spawn_blocking;

use crate::domain::{Result, Text};
use crate::text;
use crate::web::ask::Stop;

/// Bytes handed out at a time.
const PIECE: u64 = 64 << 10;

/// So many files are made or waited for at a time; who asks for another one is
/// asked to come again.
const MOST: usize = 8;

/// How far a file has come.
#[derive(Debug, Clone, Default)]
struct Grown {
    bytes: u64,
    /// Where it ended: whole, or why not.
    end: Option<std::result::Result<(), Text>>,
}

/// The files being made, by where they will lie.
#[derive(Debug, Default)]
pub struct Makings(Mutex<BTreeMap<PathBuf, watch::Receiver<Grown>>>);

/// Where a file lies until it is whole.
fn aside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".aside");
    PathBuf::from(name)
}

fn fault(error: std::io::Error) -> Text {
    text!("web-export", error = error)
}

/// Whether whoever makes a file still does.
fn at_work(grown: &watch::Receiver<Grown>) -> bool {
    grown.has_changed().is_ok()
}

impl Makings {
    fn all(&self) -> MutexGuard<'_, BTreeMap<PathBuf, watch::Receiver<Grown>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads along where the file is being made.
    pub fn join(&self, path: &Path) -> Option<Follow> {
        let grown = self.all().get(path).cloned().filter(at_work)?;
        Follow::new(path, grown).ok()
    }

    /// Reads along; with the work to do where nobody does it yet.
    ///
    /// # Errors
    /// Where the file cannot be made, or too many are being made.
    pub fn begin(&self, path: &Path) -> std::result::Result<(Follow, Option<Work>), Stop> {
        let mut all = self.all();
        all.retain(|_, grown| at_work(grown));
        if let Some(grown) = all.get(path) {
            return Ok((Follow::new(path, grown.clone())?, None));
        }
        if all.len() >= MOST {
            return Err(Stop::Busy);
        }
        let aside = aside(path);
        let file = File::create(&aside).map_err(fault)?;
        let (tell, grown) = watch::channel(Grown::default());
        let follow = Follow::new(path, grown.clone())?;
        all.insert(path.to_owned(), grown);
        Ok((follow, Some(Work { aside, file, tell })))
    }

    /// Puts the file in its place, or removes what there is of it, and tells
    /// whoever reads along.
    ///
    /// # Errors
    /// The outcome's own, and those of the disk.
    pub fn finish(
        &self,
        work: Work,
        path: &Path,
        outcome: std::result::Result<(), Stop>,
    ) -> std::result::Result<(), Stop> {
        let outcome = outcome.and_then(|()| Ok(std::fs::rename(&work.aside, path).map_err(fault)?));
        let end = match &outcome {
            Ok(()) => Ok(()),
            Err(Stop::Bad(text) | Stop::Broken(text)) => Err(text.clone()),
            Err(_) => Err(text!("store-busy")),
        };
        if outcome.is_err() {
            let _ = std::fs::remove_file(&work.aside);
        }
        self.all().remove(path);
        work.tell.send_modify(|grown| grown.end = Some(end));
        outcome
    }
}

/// A file to be written.
#[derive(Debug)]
pub struct Work {
    aside: PathBuf,
    file: File,
    tell: watch::Sender<Grown>,
}

impl Work {
    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.aside
    }

    /// Adds to it; whoever reads along may read it at once.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn add(&self, bytes: &[u8]) -> std::io::Result<()> {
        (&self.file).write_all(bytes)?;
        self.tell.send_modify(|grown| grown.bytes += bytes.len() as u64);
        Ok(())
    }
}

type Next = Pin<Box<dyn Future<Output = (Source, Option<std::io::Result<Vec<u8>>>)> + Send>>;

/// Reads a file along as it grows.
pub struct Follow {
    path: PathBuf,
    grown: watch::Receiver<Grown>,
    next: Option<Next>,
}

struct Source {
    file: Option<File>,
    at: u64,
    grown: watch::Receiver<Grown>,
}

impl Follow {
    fn new(path: &Path, grown: watch::Receiver<Grown>) -> Result<Self> {
        let file = File::open(aside(path)).map_err(fault)?;
        let source = Source { file: Some(file), at: 0, grown: grown.clone() };
        Ok(Self { path: path.to_owned(), grown, next: Some(Box::pin(source.next())) })
    }

    /// Waits until it is whole; where it lies then.
    ///
    /// # Errors
    /// Why it did not become so.
    pub async fn end(mut self) -> Result<PathBuf> {
        let gone = || text!("web-export", error = "gone");
        let grown = self.grown.wait_for(|grown| grown.end.is_some()).await.map_err(|_| gone())?;
        grown.end.clone().unwrap_or_else(|| Err(gone()))?;
        drop(grown);
        Ok(self.path)
    }
}

impl Source {
    async fn next(mut self) -> (Self, Option<std::io::Result<Vec<u8>>>) {
        let broken = || Some(Err(std::io::Error::other("the list could not be read to its end")));
        loop {
            let grown = self.grown.borrow_and_update().clone();
            if self.at < grown.bytes {
                let Some(mut file) = self.file.take() else { return (self, broken()) };
                let want = usize::try_from((grown.bytes - self.at).min(PIECE)).unwrap_or(0);
                let read = spawn_blocking(move || {
                    let mut bytes = vec![0; want];
                    let read = file.read_exact(&mut bytes);
                    (file, read.map(|()| bytes))
                });
                let Ok((file, read)) = read.await else { return (self, broken()) };
                (self.file, self.at) = (Some(file), self.at + want as u64);
                return (self, Some(read));
            }
            match grown.end {
                Some(Ok(())) => return (self, None),
                // The connection is cut off: half a list must not look like a whole one.
                Some(Err(_)) => return (self, broken()),
                None if self.grown.changed().await.is_err() => return (self, broken()),
                None => {}
            }
        }
    }
}

impl Stream for Follow {
    type Item = std::io::Result<Vec<u8>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(next) = self.next.as_mut() else { return Poll::Ready(None) };
        let (source, item) = ready!(next.as_mut().poll(context));
        self.next = matches!(item, Some(Ok(_))).then(|| Box::pin(source.next()) as Next);
        Poll::Ready(item)
    }
}
