//! The office's door: which folder, who acts, which moment.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::args::Cli;
use super::context::Context;
use super::failure::Failure;
use super::page;
use crate::domain::{Instant, Result, Text, calendar};
use crate::lang::Lang;
use crate::text;
use crate::workflow::lock::Patience;
use crate::workflow::{Office, Opening};

/// How the command line wants the office opened.
#[derive(Debug)]
pub struct Door {
    /// Its folder.
    pub dir: PathBuf,
    at: Option<String>,
    /// Who acts.
    pub by: String,
    /// Whether that was said, not taken from the system.
    pub named: bool,
    /// `--office` or `--at` on this very command line, not from the surroundings.
    pub typed: Option<&'static str>,
}

impl Door {
    /// From the arguments.
    pub fn new(cli: &Cli) -> Self {
        let typed = |name, given: Option<OsString>| given.is_some() && std::env::var_os(name) != given;
        let office = typed("CHOUCHA_OFFICE", cli.office.clone().map(OsString::from));
        let at = typed("CHOUCHA_AT", cli.at.clone().map(OsString::from));
        Self {
            typed: if office { Some("--office") } else { at.then_some("--at") },
            dir: cli.office.clone().unwrap_or_else(|| PathBuf::from(".")),
            at: cli.at.clone(),
            named: cli.by.is_some(),
            by: cli.by.clone().unwrap_or_else(system_user),
        }
    }

    /// The moment set, if any.
    pub fn at(&self) -> Result<Option<Instant>> {
        self.at.as_deref().map(calendar::parse_instant).transpose()
    }

    /// Whether there is an office here.
    pub fn stands(&self) -> bool {
        self.dir.join("office.db").is_file()
    }
}

/// How long commands that only read wait for another process.
const WAIT: Duration = Duration::from_secs(10);

/// Tells that another process is at work.
fn waiting(lang: Lang, held: &Text) {
    page::eprint(&lang.say(&text!("cli-waiting", held = held.clone(), seconds = WAIT.as_secs())));
}

/// Who is logged in.
fn system_user() -> String {
    let named = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    named.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "-".to_owned())
}

impl Context {
    /// How to open the office.
    pub fn opening(&self) -> Result<Opening> {
        self.opening_at(&self.office.dir)
    }

    /// How to open an office elsewhere.
    pub fn opening_at(&self, dir: &Path) -> Result<Opening> {
        let mut opening = Opening::new(dir, &self.office.by, &self.command);
        opening.at = self.office.at()?;
        Ok(opening)
    }

    /// Opens the office; tells if an earlier step had been cut short.
    pub fn open(&self) -> Result<Office, Failure> {
        self.enter(self.opening()?)
    }

    /// Opens the office for a command that changes nothing: where another
    /// process is at work, it waits a little, since what that one leaves half
    /// done at any moment is not for reading.
    pub fn open_to_read(&self) -> Result<Office, Failure> {
        let mut opening = self.opening()?;
        let tell: fn(&Text) = match (self.json, self.lang) {
            (true, _) => |_| {},
            (false, Lang::Zh) => |held| waiting(Lang::Zh, held),
            (false, Lang::En) => |held| waiting(Lang::En, held),
        };
        opening.patience = Patience { most: WAIT, tell };
        self.enter(opening)
    }

    fn enter(&self, opening: Opening) -> Result<Office, Failure> {
        let office = Office::open(opening)?;
        if let Some(reason) = &office.unpublished {
            self.notice(&text!("cli-unpublished", reason = reason.clone()));
        }
        if let Some(interrupted) = &office.interrupted {
            self.note_interrupted(interrupted.text(), serde_json::to_value(interrupted).unwrap_or_default());
        }
        Ok(office)
    }
}
