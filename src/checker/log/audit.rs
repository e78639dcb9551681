//! A whole log, read from its published files (C2SP tlog-tiles): every entry
//! is in the tree its checkpoint signs, says what its kind allows, and stands
//! where the rules let it stand. What a single bundle cannot show, an attempt
//! left out or numbered twice, shows here.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::fault;
use crate::checker::rows::unreadable;
use crate::checker::{Fault, Rule};
use crate::domain::{Digest, Instant, Progress, Text};
use crate::log::{Bundle, Resource, SignedCheckpoint, TileReader, TreeHead, VerifierKey, root};
use crate::record::Entry;
use crate::text;

/// A log that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// Its origin.
    pub origin: String,
    /// The key that signed the checkpoint.
    pub key: String,
    /// Size and root.
    pub size: u64,
    /// The root.
    pub root: Digest,
    /// First and last entry's time.
    pub span: Option<(Instant, Instant)>,
    /// The office's attempts by serial.
    pub attempts: Vec<Attempt>,
    /// Heads at the sizes that were asked about, in their order.
    pub roots: Vec<Digest>,
}

/// An attempt as the log has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Counts the office's.
    pub serial: u64,
    /// 计划编号.
    pub plan: String,
    /// Counts the plan's.
    pub attempt: u64,
    /// Digest of plan.json.
    pub p: Digest,
    /// Entry of the freeze.
    pub frozen: u64,
    /// Entry of the draw.
    pub drawn: Option<u64>,
    /// Entry of the abandonment.
    pub abandoned: Option<u64>,
    /// Rows of amendments.
    pub amendments: u64,
    /// Last entry of an amendment.
    pub amended: u64,
    /// Digest of SHA256SUMS of the last full publication, with its entry.
    pub published: Option<(u64, Digest)>,
    /// Sources revealed.
    revealed: Vec<String>,
}

/// Audits the log in `dir`. `pinned` is a log key from elsewhere, `sizes` are
/// asked for their roots.
pub fn audit(
    dir: &Path,
    pinned: Option<&VerifierKey>,
    sizes: &[u64],
    progress: &dyn Progress,
) -> Result<Audit, Fault> {
    const CHECKPOINT: &str = "checkpoint";
    let read = |name: &str| {
        fs::read(dir.join(name)).map_err(|error| Fault { rule: Rule::Log, ..unreadable(name, &error) })
    };
    let of_checkpoint = |reason| fault(CHECKPOINT, reason);
    let note = SignedCheckpoint::parse(&read(CHECKPOINT)?).map_err(of_checkpoint)?;
    let head = note.head();
    let fetch = |wanted: Resource| -> Result<Vec<u8>, Text> {
        let path = wanted.path();
        fs::read(dir.join(&path)).map_err(|error| text!("checker-log-tile", path = path, error = error))
    };
    let mut reader = TileReader::new(head, fetch);
    let mut story = Story::default();
    progress.begin(text!("checker-doing-log"), head.size);
    let mut seq = 0;
    for bundle in Bundle::between(0, head.size) {
        let path = bundle.path();
        let entries = reader.bundle(bundle).map_err(|reason| fault(&path, reason))?;
        for bytes in entries {
            seq += 1;
            let entry = Entry::parse(&bytes);
            entry
                .and_then(|entry| story.take(seq, &entry))
                .map_err(|reason| fault(&path, text!("checker-log-of", seq = seq, reason = reason)))?;
        }
        progress.add(u64::from(bundle.width));
    }
    progress.end();
    let key = story.keys.last().cloned().ok_or_else(|| of_checkpoint(text!("record-no-signer")))?;
    if let Some(pinned) = pinned.filter(|pinned| !story.keys.contains(pinned)) {
        let (named, given) = (key.to_string(), pinned.to_string());
        return Err(of_checkpoint(text!("checker-log-pinned", named = named, given = given)));
    }
    let (found, origin) = (&note.checkpoint().origin, key.name());
    if found != origin {
        return Err(of_checkpoint(text!("checker-log-origin", found = found, origin = origin)));
    }
    note.check_signed(std::slice::from_ref(&key)).map_err(of_checkpoint)?;
    let mut roots = Vec::with_capacity(sizes.len());
    for size in sizes {
        if *size > head.size {
            return Err(of_checkpoint(text!("checker-log-shorter", size = head.size, wanted = *size)));
        }
        roots.push(root(*size, &mut reader).map_err(of_checkpoint)?);
    }
    Ok(Audit {
        origin: origin.to_owned(),
        key: key.to_string(),
        size: head.size,
        root: head.root,
        span: story.span,
        attempts: story.attempts,
        roots,
    })
}

/// Whether a log continues an earlier checkpoint of it.
pub fn continues(earlier: &TreeHead, root: &Digest) -> Result<(), Text> {
    if earlier.root == *root {
        return Ok(());
    }
    Err(text!("log-forked", size = earlier.size, old = earlier.root, new = *root))
}

/// What the entries so far have made.
#[derive(Default)]
struct Story {
    keys: Vec<VerifierKey>,
    attempts: Vec<Attempt>,
    span: Option<(Instant, Instant)>,
    registries: Vec<Digest>,
    /// Attempts begun of each plan.
    begun: BTreeMap<String, u64>,
}

impl Story {
    fn take(&mut self, seq: u64, entry: &Entry) -> Result<(), Text> {
        if entry.seq != seq {
            return Err(text!("checker-log-order", seq = entry.seq));
        }
        let (first, last) = self.span.unwrap_or((entry.at, entry.at));
        if last > entry.at {
            return Err(text!("checker-log-clock", seq = seq, at = entry.at));
        }
        self.span = Some((first, entry.at));
        if (seq == 1) != (entry.kind.name == "init") {
            return Err(text!("checker-log-order", seq = seq));
        }
        match entry.kind.name {
            "init" => self.keys.push(VerifierKey::parse(entry.text("key"))?),
            "key" if entry.text("role") == "log" => self.key(entry)?,
            "import" => self.registries.extend(entry.digest("manifest")),
            "commit" => {
                let begun = self.begun.get(entry.text("plan")).copied().unwrap_or(0);
                if entry.count("attempt") != begun + 1 {
                    return Err(text!("checker-log-late-commitment", seq = seq, freeze = begun));
                }
            }
            "freeze" => self.freeze(entry)?,
            "reveal" => {
                let source = entry.text("source").to_owned();
                let attempt = self.open(entry)?;
                if attempt.drawn.is_some() || attempt.revealed.contains(&source) {
                    return Err(text!(
                        "checker-log-twice",
                        kind = "reveal",
                        first = attempt.frozen,
                        second = seq
                    ));
                }
                attempt.revealed.push(source);
            }
            "draw" => {
                let attempt = self.open(entry)?;
                if let Some(first) = attempt.drawn {
                    return Err(text!("checker-log-twice", kind = "draw", first = first, second = seq));
                }
                attempt.drawn = Some(seq);
            }
            "abandon" => self.open(entry)?.abandoned = Some(seq),
            "substitute" | "recuse" => {
                let attempt = self.drawn(entry)?;
                if entry.count("from") != attempt.amendments + 1 {
                    return Err(text!("checker-log-act-gap", seq = seq, rows = attempt.amendments));
                }
                attempt.amendments += entry.count("rows");
                attempt.amended = seq;
            }
            "publish" => {
                let attempt = self.drawn(entry)?;
                if entry.count("amendments") != attempt.amendments {
                    return Err(text!("checker-log-act-gap", seq = seq, rows = attempt.amendments));
                }
                if let ("full", Some(sums)) = (entry.text("extent"), entry.digest("sums")) {
                    attempt.published = Some((seq, sums));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn key(&mut self, entry: &Entry) -> Result<(), Text> {
        let new = VerifierKey::parse(entry.text("key"))?;
        let old = self.keys.last().map(ToString::to_string).unwrap_or_default();
        let same_log = self.keys.last().is_some_and(|key| key.name() == new.name());
        if entry.text("act") != "rotate" || entry.text("old") != old || !same_log {
            return Err(text!("checker-log-rotation", old = old));
        }
        self.keys.push(new);
        Ok(())
    }

    /// Serials without gaps, each naming the one before; a plan's next attempt
    /// only after the last was abandoned.
    fn freeze(&mut self, entry: &Entry) -> Result<(), Text> {
        let (serial, plan) = (entry.count("serial"), entry.text("plan"));
        let before = self.attempts.last();
        let previous = before.map(|attempt| attempt.p);
        if serial != self.attempts.len() as u64 + 1 || entry.digest("previous") != previous {
            return Err(text!("checker-log-previous", serial = serial));
        }
        let begun = self.begun.entry(plan.to_owned()).or_default();
        let attempt = entry.count("attempt");
        let last = self.attempts.iter().rfind(|attempt| attempt.plan == plan);
        if attempt != *begun + 1 || last.is_some_and(|last| last.abandoned.is_none()) {
            return Err(text!("checker-log-attempt", attempt = attempt));
        }
        *begun = attempt;
        let registry = entry.digest("registry").unwrap_or(Digest([0; 32]));
        if !self.registries.contains(&registry) {
            return Err(text!("checker-log-registry", registry = registry));
        }
        self.attempts.push(Attempt {
            serial,
            plan: plan.to_owned(),
            attempt,
            p: entry.digest("p").unwrap_or(Digest([0; 32])),
            frozen: entry.seq,
            drawn: None,
            abandoned: None,
            amendments: 0,
            amended: 0,
            published: None,
            revealed: Vec::new(),
        });
        Ok(())
    }

    /// The attempt an entry is about: frozen before, not abandoned, of that P.
    fn open(&mut self, entry: &Entry) -> Result<&mut Attempt, Text> {
        let serial = entry.count("serial");
        let found = self.attempts.iter_mut().find(|attempt| attempt.serial == serial);
        let attempt = found.ok_or_else(|| text!("checker-log-no-freeze", serial = serial))?;
        if let Some(seq) = attempt.abandoned {
            return Err(text!("checker-log-abandoned", seq = seq, at = entry.at));
        }
        let same = entry.digest("p") == Some(attempt.p)
            && entry.text("plan") == attempt.plan
            && entry.count("attempt") == attempt.attempt;
        if same { Ok(attempt) } else { Err(super::story::differs(entry, "p")) }
    }

    fn drawn(&mut self, entry: &Entry) -> Result<&mut Attempt, Text> {
        let attempt = self.open(entry)?;
        if attempt.drawn.is_some() { Ok(attempt) } else { Err(text!("checker-log-no-draw")) }
    }
}
