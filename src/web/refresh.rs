//! Keeps the edition current: a thread that looks at the log's checkpoint and
//! at the day, and opens the office only when there is something new.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::serve::Serving;
use super::site::Site;
use crate::domain::progress::Quiet;
use crate::domain::{Date, Result, Text};
use crate::log::SignedCheckpoint;
use crate::text;
use crate::workflow::clock::system_now;
use crate::workflow::lock::BACKGROUND;
use crate::workflow::{Office, Opening, portal};

/// Between two looks.
const PAUSE: Duration = Duration::from_secs(2);
/// So many looks in a row must find the log at rest: whoever works on the
/// office step by step should not find it locked by us in between.
const REST: u32 = 1;

/// Makes the edition anew from the office, which is opened for it, and shows it.
///
/// # Errors
/// Those of opening an office (`office-locked` where it is busy) and of the
/// refresh; the edition before stays.
pub fn refresh(office: &std::path::Path, by: &str, site: &Site) -> Result<()> {
    let office = Office::open(Opening::new(office, by, BACKGROUND))?;
    if let Some(desk) = &site.desk {
        desk.settle(&office)?;
    }
    portal::refresh(&office, site.portal.open()?, &Quiet).map_err(|refusal| refusal.text)?;
    drop(office);
    site.turn()
}

/// The thread.
pub struct Refresher {
    stop: Sender<()>,
    thread: JoinHandle<()>,
}

impl Refresher {
    /// Brings the edition up to date once, then keeps it so.
    ///
    /// # Errors
    /// Where the thread cannot be made.
    pub fn start(
        serving: &Serving,
        site: Arc<Site>,
        notice: impl Fn(&Text) + Send + 'static,
    ) -> Result<Self> {
        let (stop, stopped) = channel();
        let mut keeper = Keeper {
            office: serving.office.clone(),
            by: serving.by.clone(),
            site,
            day: None,
            seen: None,
            rested: REST,
            told: None,
            notice: Box::new(notice),
        };
        let thread = std::thread::Builder::new()
            .name("refresh".to_owned())
            .spawn(move || keeper.run(&stopped))
            .map_err(|error| text!("web-service", error = error))?;
        Ok(Self { stop, thread })
    }

    /// Ends it; a refresh under way is waited for.
    pub fn stop(self) {
        let _ = self.stop.send(());
        let _ = self.thread.join();
    }
}

struct Keeper {
    office: PathBuf,
    by: String,
    site: Arc<Site>,
    /// The day of the last refresh.
    day: Option<Date>,
    /// Entries of the log at the last look.
    seen: Option<u64>,
    rested: u32,
    /// What was told last, so that it is not told every two seconds.
    told: Option<Text>,
    notice: Box<dyn Fn(&Text) + Send>,
}

impl Keeper {
    fn run(&mut self, stopped: &Receiver<()>) {
        loop {
            self.look();
            match stopped.recv_timeout(PAUSE) {
                Err(RecvTimeoutError::Timeout) => {}
                _ => return,
            }
        }
    }

    fn look(&mut self) {
        let size = self.size();
        self.rested = if size == self.seen { self.rested.saturating_add(1) } else { 0 };
        let first = self.seen.is_none();
        self.seen = size;
        let today = system_now().date_naive();
        let now = self.site.now();
        let waiting = self.site.desk.as_ref().is_some_and(super::inbox::Desk::waiting);
        let stale = waiting || now.face.is_none() || size != Some(now.position) || self.day != Some(today);
        if !stale || !(first || self.rested >= REST) {
            return;
        }
        match refresh(&self.office, &self.by, &self.site) {
            Ok(()) => {
                self.day = Some(today);
                self.told = None;
            }
            Err(fault) => {
                let busy = matches!(fault.id, "office-locked" | "office-locked-unknown" | "store-busy");
                // Being busy passes; it is worth a word only while there is nothing to show.
                if self.told.as_ref().is_none_or(|told| told.id != fault.id) && !(busy && now.face.is_some())
                {
                    (self.notice)(&text!("web-refresh-failed", reason = fault.clone()));
                }
                self.told = Some(fault);
            }
        }
    }

    /// Entries of the log by its published checkpoint.
    fn size(&self) -> Option<u64> {
        let bytes = std::fs::read(self.site.log.join("checkpoint")).ok()?;
        Some(SignedCheckpoint::parse(&bytes).ok()?.head().size)
    }
}
