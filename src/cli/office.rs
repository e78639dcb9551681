//! The office's door: which folder, who acts, which moment.

use std::path::{Path, PathBuf};

use super::args::Cli;
use super::context::Context;
use super::failure::Failure;
use crate::domain::{Instant, Result, calendar};
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
}

impl Door {
    /// From the arguments.
    pub fn new(cli: &Cli) -> Self {
        Self {
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
        let office = Office::open(self.opening()?)?;
        if let Some(interrupted) = &office.interrupted {
            self.note_interrupted(interrupted.text(), serde_json::to_value(interrupted).unwrap_or_default());
        }
        Ok(office)
    }
}
