//! Speaking back: complaints, objections, requests for correction, tips. What is
//! sent goes into the office's inbox and nowhere else; whoever has the receipt
//! number sees what became of it.

mod guard;
mod pages;

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::http::{Extensions, HeaderMap};
use axum::routing::get;
use axum::serve::IncomingStream;

use super::routes::Doors;
use super::serve::Door;
use crate::domain::{Digest, Result};
use crate::text;
use crate::workflow::inbox::{Deadlines, Inbox};
use crate::workflow::office::system_random;
use crate::workflow::{Office, Paths};
use guard::Guard;

/// Puts up the forms.
pub fn put(doors: Doors) -> Doors {
    doors.doors("/feedback", get(pages::form).post(pages::send)).doors("/feedback/status", get(pages::status))
}

/// Where messages are handed in.
#[derive(Debug)]
pub struct Desk {
    inbox: Option<Inbox>,
    guard: Guard,
    proxied: bool,
    waiting: AtomicBool,
    deadlines: RwLock<Arc<Deadlines>>,
}

impl Desk {
    /// The desk of an office. `proxied`: the last address in X-Forwarded-For is
    /// the sender's, since a proxy of ours wrote it.
    ///
    /// # Errors
    /// Those of the inbox.
    pub fn open(office: &Path, proxied: bool) -> Result<Self> {
        Ok(Self {
            inbox: Some(Inbox::open(&Paths { dir: office.to_owned() })?),
            guard: Guard::new(random()?),
            proxied,
            waiting: AtomicBool::new(true),
            deadlines: RwLock::new(Arc::new(Deadlines::default())),
        })
    }

    fn inbox(&self) -> Result<&Inbox> {
        self.inbox.as_ref().ok_or_else(|| text!("web-form-unread"))
    }

    /// Whether something came in that is not on record yet.
    pub fn waiting(&self) -> bool {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Puts on record what came in, and learns the office's deadlines and working days.
    ///
    /// # Errors
    /// Those of the office; what is not on record yet waits.
    pub fn settle(&self, office: &Office) -> Result<()> {
        self.waiting.store(false, Ordering::Relaxed);
        let settled = crate::workflow::inbox::settle(office).map_err(|refusal| refusal.text);
        if settled.is_err() {
            self.waiting.store(true, Ordering::Relaxed);
        }
        let known = Deadlines::of(office)?;
        *self.deadlines.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(known);
        settled.map(drop)
    }

    fn deadlines(&self) -> Arc<Deadlines> {
        Arc::clone(&self.deadlines.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whom a request comes from.
    fn sender(&self, headers: &HeaderMap, extensions: &Extensions) -> Option<IpAddr> {
        if self.proxied {
            let last = headers.get_all("x-forwarded-for").iter().next_back()?;
            return last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok();
        }
        extensions.get::<ConnectInfo<Peer>>().map(|peer| peer.0.0.ip())
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // Closing a database blocks, which threads that serve may not.
        if let Some(inbox) = self.inbox.take() {
            let _ = std::thread::spawn(move || drop(inbox)).join();
        }
    }
}

fn random() -> Result<Digest> {
    let mut bytes = [0; 32];
    system_random()(&mut bytes)?;
    Ok(Digest(bytes))
}

/// The other end of a connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer(SocketAddr);

impl Connected<IncomingStream<'_, Door>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        Self(*stream.remote_addr())
    }
}
