//! The story of one attempt's results by the entries: every version, what was
//! decided of it and where it stands, objections and answers, what was erased.
//!
//! An office may have a million results, an attempt some thousands: the story
//! is told and held against the tables attempt by attempt (`results_tables`).

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::findings::Findings;
use super::story::{Stamp, Story, write};
use crate::domain::{Digest, Result};
use crate::record::{Entry, Secret};
use crate::results::{Act, State};
use crate::store::results::Key;
use crate::store::{Store, entries};
use crate::text;

/// Entries at a time.
const BATCH: u64 = 4096;

/// A version by the entries.
#[derive(Debug)]
pub struct Recorded {
    pub stamp: Stamp,
    /// Digest of what was recorded, where it was not erased.
    pub result: Option<String>,
    pub evidence: u64,
    pub late: bool,
    pub major: bool,
    pub decision: bool,
    /// Whether it is a correction.
    pub correction: bool,
    pub by: Option<String>,
    pub state: State,
    pub published_at: Option<String>,
    /// Its personal data were erased.
    pub erased: Option<Erased>,
    /// Members of its entries that an erasure forgets and that are still there.
    open: u64,
}

/// An erasure of a version.
#[derive(Debug)]
pub struct Erased {
    pub stamp: Stamp,
    pub reason: String,
    pub note: Option<String>,
    pub by: Option<String>,
    /// Digest of what is left of the version.
    pub rest: Option<String>,
}

/// What was decided of a version.
#[derive(Debug)]
pub struct Decided {
    pub stamp: Stamp,
    pub key: Key,
    pub act: Act,
    pub by: Option<String>,
    pub note: Option<String>,
}

/// An objection.
#[derive(Debug)]
pub struct Objected {
    pub stamp: Stamp,
    pub key: Key,
    pub digest: Option<String>,
    pub by: Option<String>,
    /// Erased with the version objected to.
    pub erased: bool,
}

/// An answer.
#[derive(Debug)]
pub struct Answered {
    pub stamp: Stamp,
    pub outcome: String,
    pub words: Option<String>,
    pub by: Option<String>,
}

/// A letter that became an objection or a correction.
#[derive(Debug)]
pub struct Linked {
    pub seq: u64,
    pub receipt: Digest,
    pub objection: Option<u64>,
    pub key: Key,
}

/// All of it.
#[derive(Debug, Default)]
pub struct ResultStory {
    pub versions: BTreeMap<Key, Recorded>,
    pub acts: Vec<Decided>,
    pub objections: BTreeMap<u64, Objected>,
    pub answers: BTreeMap<u64, Answered>,
    pub letters: Vec<Linked>,
    /// Entries whose department was erased: what they concern is not known.
    pub unknown: bool,
    /// Hidden members that nothing opens, with the version they are of.
    missing: Vec<(u64, Option<Key>, &'static str)>,
}

/// Members that an erasure forgets of an entry.
fn forgettable(kind: &str) -> &'static [&'static str] {
    match kind {
        "record" | "correct" => &["by", "result"],
        "review" | "legal-review" => &["by", "note"],
        "publish-results" | "withdraw" => &["by"],
        "object" => &["by", "objection"],
        "answer" => &["answer", "by"],
        _ => &[],
    }
}

/// Tells the story of an attempt's results. What is missing of the entries is
/// added to the office's story, but for what an erasure accounts for.
pub fn tell(store: &Store, serial: u64, story: &mut Story, found: &mut Findings) -> Result<ResultStory> {
    let mut own = ResultStory::default();
    let Some(frozen) = story.attempts.get(&serial) else { return Ok(own) };
    let (plan, attempt, p) = (frozen.plan.clone(), frozen.attempt, frozen.p);
    let mut after = 0;
    loop {
        let (rows, secrets) = store.read(|tx| {
            let rows = entries::of_results(tx, &plan, after, BATCH)?;
            let last = rows.last().map_or(after, |row| row.seq);
            Ok((rows, entries::secrets_of_results(tx, &plan, after, last)?))
        })?;
        let Some(last) = rows.last() else { break };
        after = last.seq;
        // What is no entry at all was told when the log was read.
        let parsed: Vec<Option<Entry>> =
            rows.par_iter().map(|row| Entry::parse(row.body.as_bytes()).ok()).collect();
        let mut secrets = secrets.into_iter().peekable();
        for (row, entry) in rows.iter().zip(parsed) {
            let mut opened: Vec<Secret> = Vec::new();
            while let Some((seq, secret)) = secrets.next_if(|(seq, _)| *seq <= row.seq) {
                if seq == row.seq {
                    opened.push(secret);
                }
            }
            let fits = |entry: &Entry| {
                entry.count("serial") == serial
                    && entry.count("attempt") == attempt
                    && entry.digest("p") == Some(p)
            };
            if let Some(entry) = entry.filter(fits) {
                own.add(&entry, &opened, found);
            }
        }
    }
    for (seq, key, member) in std::mem::take(&mut own.missing) {
        let version = key.and_then(|key| own.versions.get(&key));
        let erased = version.and_then(|version| version.erased.as_ref());
        if erased.is_none_or(|erased| erased.stamp.seq < seq) {
            story.missing.insert((seq, member.to_owned()));
        }
    }
    Ok(own)
}

impl ResultStory {
    /// The next entry on a result, with what its commitments hold.
    fn add(&mut self, entry: &Entry, secrets: &[Secret], found: &mut Findings) {
        let opened = |member: &str| {
            secrets.iter().find(|secret| secret.member == member).map(|secret| secret.value.clone())
        };
        let stamp = Stamp { seq: entry.seq, at: write(&entry.at) };
        let name = entry.kind.name;
        let key: Option<Key> = opened("department").map(|department| {
            (entry.count("serial"), entry.count("visit"), department, entry.count("version"))
        });
        let gone = |member: &&str| secrets.iter().all(|secret| secret.member != **member);
        let hidden = entry.kind.hidden().filter(|member| entry.body.contains_key(*member));
        for member in hidden.filter(gone) {
            self.missing.push((entry.seq, key.clone(), member));
        }
        let Some(key) = key else {
            self.unknown = true;
            return;
        };
        let open = forgettable(name).iter().filter(|member| !gone(member)).count() as u64;
        let by = opened("by");
        let seq = entry.seq;
        let mut wrong = |reason: crate::domain::Text| {
            found.fault(text!("fsck-result-act", seq = seq, kind = name, reason = reason));
        };
        let unknown = text!("fsck-result-unrecorded");
        if let (Some(receipt), "correct" | "object") = (entry.digest("letter"), name) {
            let objection = (name == "object").then(|| entry.count("number"));
            self.letters.push(Linked { seq, receipt, objection, key: key.clone() });
        }
        match name {
            "record" | "correct" => {
                let before = (key.3 > 1).then(|| (key.0, key.1, key.2.clone(), key.3 - 1));
                let last = before.as_ref().and_then(|before| self.versions.get(before)).map(|one| one.state);
                let correction = name == "correct";
                let follows = match (&before, last) {
                    (None, _) => !correction,
                    (Some(_), None) => false,
                    (Some(_), Some(last)) => {
                        last.open_for_record() || correction && last.open_for_correction()
                    }
                };
                if !follows || self.versions.contains_key(&key) {
                    wrong(text!("fsck-result-order", version = key.3));
                }
                let recorded = Recorded {
                    stamp,
                    result: opened("result"),
                    evidence: entry.count("evidence"),
                    late: entry.flag("late"),
                    major: entry.flag("major"),
                    decision: entry.flag("decision"),
                    correction,
                    by,
                    state: State::Recorded,
                    published_at: None,
                    erased: None,
                    open,
                };
                self.versions.insert(key, recorded);
                return;
            }
            "object" => {
                if self.versions.get(&key).is_none_or(|one| one.published_at.is_none()) {
                    wrong(unknown);
                }
                let digest = opened("objection");
                let objected = Objected { stamp, key: key.clone(), digest, by, erased: false };
                self.objections.insert(entry.count("number"), objected);
            }
            "answer" => {
                let number = entry.count("number");
                let known = self.objections.get(&number).is_some_and(|one| one.key == key);
                if !known || self.answers.contains_key(&number) {
                    wrong(text!("fsck-result-number", number = number));
                }
                let outcome = entry.text("outcome").to_owned();
                self.answers.insert(number, Answered { stamp, outcome, words: opened("answer"), by });
            }
            "erase-result" => match self.versions.get_mut(&key) {
                None => wrong(unknown),
                Some(version) if version.erased.is_some() || version.state.under_way() => {
                    wrong(text!("fsck-result-state", state = version.state.slug()));
                }
                Some(version) => {
                    if version.open > 0 {
                        wrong(text!("fsck-result-erased-open", count = version.open));
                    }
                    let reason = entry.text("reason").to_owned();
                    let (note, rest) = (opened("note"), opened("rest"));
                    version.erased = Some(Erased { stamp, reason, note, by, rest });
                    for one in self.objections.values_mut().filter(|one| one.key == key) {
                        one.erased = true;
                    }
                }
            },
            kind => {
                let act = match kind {
                    "publish-results" => Some(Act::Publish),
                    "withdraw" => Some(Act::Withdraw),
                    _ => Act::parse(entry.text("outcome")),
                };
                let Some(act) = act else { return };
                let note = match kind {
                    "publish-results" => Some(String::new()),
                    "withdraw" => opened("notice"),
                    _ => opened("note"),
                };
                let Some(version) = self.versions.get_mut(&key) else {
                    return wrong(unknown);
                };
                if matches!(kind, "review" | "legal-review") && by.is_some() && by == version.by {
                    wrong(text!("fsck-result-own"));
                }
                match version.state.after(act, version.major) {
                    Some(state) => version.state = state,
                    None if act == Act::Publish && version.major => wrong(text!("fsck-result-legal")),
                    None => wrong(text!("fsck-result-state", state = version.state.slug())),
                }
                if act == Act::Publish {
                    version.published_at = Some(stamp.at.clone());
                    let first = (key.0, key.1, key.2.clone(), 0);
                    for (_, before) in self.versions.range_mut(first..key.clone()) {
                        if before.state == State::Published {
                            before.state = State::Superseded;
                        }
                    }
                }
                self.acts.push(Decided { stamp, key: key.clone(), act, by, note });
            }
        }
        if let Some(version) = self.versions.get_mut(&key).filter(|version| version.erased.is_none()) {
            version.open += open;
        }
    }
}
