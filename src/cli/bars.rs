//! Progress for people: bars on a terminal once a step takes over a second,
//! plain lines otherwise, nothing for machines.

use std::io::IsTerminal;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

#[cfg(feature = "office")]
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::page;
use crate::domain::{Progress, Text};
use crate::lang::Lang;

/// How long a step may take before anybody is told.
const PATIENCE: Duration = Duration::from_secs(1);

/// Shows the step under way.
pub struct Bars {
    lang: Lang,
    silent: bool,
    terminal: bool,
    now: Arc<Mutex<Now>>,
}

/// The step under way.
#[derive(Default)]
struct Now {
    /// Counts steps, so that a watcher knows whether its own is over.
    step: u64,
    running: bool,
    #[cfg(feature = "office")]
    bar: Option<ProgressBar>,
}

impl Bars {
    /// Quiet where a machine reads.
    pub fn new(lang: Lang, silent: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        Self { lang, silent, terminal, now: Arc::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Progress for Bars {
    fn begin(&self, what: Text, total: u64) {
        if self.silent {
            return;
        }
        self.end();
        let words = self.lang.say(&what);
        let mut now = self.lock();
        now.step += 1;
        now.running = true;
        #[cfg(feature = "office")]
        if self.terminal {
            now.bar = Some(bar(&words, total));
        }
        let (step, shared, terminal) = (now.step, Arc::clone(&self.now), self.terminal);
        let _ = total;
        std::thread::spawn(move || {
            std::thread::sleep(PATIENCE);
            let now = shared.lock().unwrap_or_else(PoisonError::into_inner);
            if !now.running || now.step != step {
                return;
            }
            #[cfg(feature = "office")]
            if let Some(bar) = now.bar.as_ref().filter(|_| terminal) {
                bar.set_draw_target(ProgressDrawTarget::stderr());
                bar.enable_steady_tick(Duration::from_millis(200));
                return;
            }
            let _ = terminal;
            page::eprint(&words);
        });
    }

    fn add(&self, units: u64) {
        #[cfg(feature = "office")]
        if let Some(bar) = &self.lock().bar {
            bar.inc(units);
        }
        let _ = units;
    }

    fn end(&self) {
        let mut now = self.lock();
        now.running = false;
        #[cfg(feature = "office")]
        if let Some(bar) = now.bar.take() {
            bar.finish_and_clear();
        }
    }
}

/// A bar that nobody sees yet.
#[cfg(feature = "office")]
fn bar(words: &str, total: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target((total > 0).then_some(total), ProgressDrawTarget::hidden());
    let template = if total > 0 { "{msg} {wide_bar} {percent}% {eta}" } else { "{spinner} {msg} {elapsed}" };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(words.to_owned());
    bar
}
