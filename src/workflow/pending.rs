//! The interruption record: what makes every step all or nothing.
//!
//! A step writes `pending.json`, prepares its files below `staging/` (same
//! paths as below the office), commits one transaction with its log entry and
//! the checkpoint over it, then moves the staged files to their places, removes
//! the record and puts out the log's files. Whoever finds a record decides by
//! the log alone: no entry came in since → the
//! office stands *before* the step and the staged files go; one came in → it
//! stands *after* the step and they are moved. An error on the way ends in the
//! same function as a crash does, so that recovery is the usual path.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::files;
use super::office::{Office, Paths};
use crate::domain::{Result, Text};
use crate::draw::document::to_canonical;
use crate::store::{Store, Tx, entries, tree};
use crate::text;

/// What `pending.json` holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Name of the step: a journal kind.
    pub step: String,
    /// What it is about: a plan, a file; may be empty.
    pub subject: String,
    /// When it began.
    pub at: String,
    /// The journal's last number before it.
    pub entries: u64,
    /// Staged folders outside the office, to be removed.
    pub outside: Vec<PathBuf>,
}

/// Where the office stands after an interruption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Interrupted {
    /// Name of the step.
    pub step: String,
    /// What it was about.
    pub subject: String,
    /// When it began.
    pub at: String,
    /// The step was done (true), or nothing of it (false).
    pub after: bool,
}

impl Interrupted {
    /// In words.
    pub fn text(&self) -> Text {
        let (step, subject, at) = (step_name(&self.step), &self.subject, &self.at);
        if self.after {
            text!("interrupted-after", step = step, subject = subject, at = at)
        } else {
            text!("interrupted-before", step = step, subject = subject, at = at)
        }
    }
}

/// A step's name for people.
pub fn step_name(step: &str) -> Text {
    match step {
        "import" => text!("step-import"),
        "approve" => text!("step-approve"),
        "freeze" => text!("step-freeze"),
        "commit" => text!("step-commit"),
        "reveal" => text!("step-reveal"),
        "draw" => text!("step-draw"),
        "abandon" => text!("step-abandon"),
        "publish" => text!("step-publish"),
        "substitute" => text!("step-substitute"),
        "recuse" => text!("step-recuse"),
        "key" => text!("step-key"),
        "file" => text!("step-file"),
        "erase" => text!("step-erase"),
        "case" => text!("step-case"),
        "calendar" => text!("step-calendar"),
        "workdays" => text!("step-workdays"),
        "joint-withdraw" => text!("step-joint-withdraw"),
        "joint-rules" => text!("step-joint-rules"),
        "inbox" => text!("step-inbox"),
        "inbox-answer" => text!("step-inbox-answer"),
        "inbox-erase" => text!("step-inbox-erase"),
        "record" => text!("step-record"),
        "review" => text!("step-review"),
        "legal-review" => text!("step-legal-review"),
        "publish-results" => text!("step-publish-results"),
        "correct" => text!("step-correct"),
        "withdraw" => text!("step-withdraw"),
        "object" => text!("step-object"),
        "answer" => text!("step-answer"),
        "erase-result" => text!("step-erase-result"),
        "result-rules" => text!("step-result-rules"),
        other => text!("step-other", name = other),
    }
}

/// Settles what an interrupted step left, if anything.
pub fn settle(paths: &Paths, store: &Store) -> Result<Option<Interrupted>> {
    let record = paths.pending();
    files::remove(&files::beside(&record, "new"))?;
    if !record.exists() {
        // The record goes last, so what is staged without one is from before
        // a record was written: worthless.
        files::remove(&paths.staging())?;
        return Ok(None);
    }
    let pending: Pending = serde_json::from_slice(&files::read(&record)?)
        .map_err(|error| text!("pending-damaged", path = record.as_path(), error = error.to_string()))?;
    let after = store.read(entries::count)? > pending.entries;
    for outside in &pending.outside {
        files::remove(outside)?;
    }
    if after {
        files::install(&paths.staging(), &paths.dir)?;
    }
    files::remove(&paths.staging())?;
    files::remove(&record)?;
    Ok(Some(Interrupted { step: pending.step, subject: pending.subject, at: pending.at, after }))
}

/// A step under way.
#[derive(Debug)]
pub struct Step<'o> {
    office: &'o Office,
    settled: bool,
}

impl Office {
    /// Begins a step: from here to [`Step::commit`] the office can be found
    /// interrupted. `outside` are folders staged elsewhere.
    pub fn begin(&self, step: &'static str, subject: &str, outside: &[PathBuf]) -> Result<Step<'_>> {
        if self.unpublished.is_some() {
            self.publish_log()?;
        }
        // A step before this one was done, but its files did not all get to
        // their places.
        if self.paths.pending().exists() || self.paths.staging().exists() {
            settle(&self.paths, &self.store)?;
        }
        let pending = Pending {
            step: step.to_owned(),
            subject: subject.to_owned(),
            at: crate::domain::calendar::write_instant(&self.now()),
            entries: self.store.read(entries::count)?,
            outside: outside.to_vec(),
        };
        let step = Step { office: self, settled: false };
        files::write(&self.paths.pending(), &to_canonical(&pending)?)?;
        Ok(step)
    }
}

impl Step<'_> {
    /// Where to write a file (`attempts/…/draw.csv`) until the step is done.
    pub fn stage(&self, place: &str) -> Result<PathBuf> {
        let path = self.office.paths.staging().join(place);
        files::make_dir(files::parent(&path))?;
        Ok(path)
    }

    /// Does the step: `act` changes the state and writes the entry, which in the
    /// same transaction becomes a leaf under a signed checkpoint. Then the
    /// staged files move to their places and the log's files are put out.
    pub fn commit<T>(mut self, act: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let done = self.office.store.write(|tx| {
            let value = act(tx)?;
            let signers = self.office.signers(tx)?;
            tree::seal(tx, &signers)?;
            Ok(value)
        });
        self.settled = true;
        let settled = settle(&self.office.paths, &self.office.store)
            .and_then(|settled| self.office.publish_log_if_eager().map(|()| settled));
        match (settled, done) {
            (Ok(_), Ok(value)) => Ok(value),
            // Saved, but the engine or the disk said otherwise at the last moment.
            (Ok(Some(Interrupted { after: true, .. })), Err(error)) => {
                Err(text!("step-done-nevertheless", error = error))
            }
            (_, Err(error)) => Err(error),
            (Err(error), Ok(_)) => Err(text!("step-done-unfinished", error = error)),
        }
    }
}

impl Drop for Step<'_> {
    fn drop(&mut self) {
        if !self.settled {
            // Given up before its transaction; if even this fails, the next
            // command does it.
            let _ = settle(&self.office.paths, &self.office.store);
        }
    }
}
