//! The story of one attempt's results by the entries: every version, what was
//! decided of it and where it stands, objections and answers, what was erased.
//!
//! An office may have a million results, an attempt some thousands: the story
//! is told and held against the tables attempt by attempt (`results_tables`).

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::findings::Findings;
use super::story::{Stamp, Story, write};
use crate::domain::{Digest, Result, Text};
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

/// An entry as it is told.
struct Told<'a> {
    entry: &'a Entry,
    secrets: &'a [Secret],
    /// The version it is about.
    key: Key,
}

impl Told<'_> {
    fn stamp(&self) -> Stamp {
        Stamp { seq: self.entry.seq, at: write(&self.entry.at) }
    }

    fn opened(&self, member: &str) -> Option<String> {
        opened(self.secrets, member)
    }
}

fn opened(secrets: &[Secret], member: &str) -> Option<String> {
    secrets.iter().find(|secret| secret.member == member).map(|secret| secret.value.clone())
}

/// Takes what is wrong with an entry.
type Wrong<'a> = &'a mut dyn FnMut(Text);

impl ResultStory {
    /// The next entry on a result, with what its commitments hold.
    fn add(&mut self, entry: &Entry, secrets: &[Secret], found: &mut Findings) {
        let name = entry.kind.name;
        let key: Option<Key> = opened(secrets, "department").map(|department| {
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
        if let (Some(receipt), "correct" | "object") = (entry.digest("letter"), name) {
            let objection = (name == "object").then(|| entry.count("number"));
            self.letters.push(Linked { seq: entry.seq, receipt, objection, key: key.clone() });
        }
        let told = Told { entry, secrets, key };
        let wrong: Wrong<'_> = &mut |reason| {
            found.fault(text!("fsck-result-act", seq = entry.seq, kind = name, reason = reason));
        };
        match name {
            "record" | "correct" => self.record(&told, wrong),
            "object" => self.object(&told, wrong),
            "answer" => self.answer(&told, wrong),
            "erase-result" => self.erase(&told, wrong),
            _ => self.decide(&told, wrong),
        }
        let open = forgettable(name).iter().filter(|member| !gone(member)).count() as u64;
        if let Some(version) = self.versions.get_mut(&told.key).filter(|version| version.erased.is_none()) {
            version.open += open;
        }
    }

    /// A version is recorded: the first, one anew where it was sent back, or a
    /// correction.
    fn record(&mut self, told: &Told<'_>, wrong: Wrong<'_>) {
        let (entry, key) = (told.entry, &told.key);
        let before = (key.3 > 1).then(|| (key.0, key.1, key.2.clone(), key.3 - 1));
        let last = before.as_ref().and_then(|before| self.versions.get(before)).map(|one| one.state);
        let correction = entry.kind.name == "correct";
        let follows = match (&before, last) {
            (None, _) => !correction,
            (Some(_), None) => false,
            (Some(_), Some(last)) => last.open_for_record() || correction && last.open_for_correction(),
        };
        if !follows || self.versions.contains_key(key) {
            wrong(text!("fsck-result-order", version = key.3));
        }
        let recorded = Recorded {
            stamp: told.stamp(),
            result: told.opened("result"),
            evidence: entry.count("evidence"),
            late: entry.flag("late"),
            major: entry.flag("major"),
            decision: entry.flag("decision"),
            correction,
            by: told.opened("by"),
            state: State::Recorded,
            published_at: None,
            erased: None,
            open: 0,
        };
        self.versions.insert(key.clone(), recorded);
    }

    fn object(&mut self, told: &Told<'_>, wrong: Wrong<'_>) {
        let key = told.key.clone();
        if self.versions.get(&key).is_none_or(|one| one.published_at.is_none()) {
            wrong(text!("fsck-result-unrecorded"));
        }
        let (digest, by) = (told.opened("objection"), told.opened("by"));
        let objected = Objected { stamp: told.stamp(), key, digest, by, erased: false };
        self.objections.insert(told.entry.count("number"), objected);
    }

    fn answer(&mut self, told: &Told<'_>, wrong: Wrong<'_>) {
        let number = told.entry.count("number");
        let known = self.objections.get(&number).is_some_and(|one| one.key == told.key);
        if !known || self.answers.contains_key(&number) {
            wrong(text!("fsck-result-number", number = number));
        }
        let (words, by) = (told.opened("answer"), told.opened("by"));
        let outcome = told.entry.text("outcome").to_owned();
        self.answers.insert(number, Answered { stamp: told.stamp(), outcome, words, by });
    }

    /// A version's personal data are erased, and those of objections to it.
    fn erase(&mut self, told: &Told<'_>, wrong: Wrong<'_>) {
        let Some(version) = self.versions.get_mut(&told.key) else {
            return wrong(text!("fsck-result-unrecorded"));
        };
        if version.erased.is_some() || version.state.under_way() {
            return wrong(text!("fsck-result-state", state = version.state.slug()));
        }
        if version.open > 0 {
            wrong(text!("fsck-result-erased-open", count = version.open));
        }
        version.erased = Some(Erased {
            stamp: told.stamp(),
            reason: told.entry.text("reason").to_owned(),
            note: told.opened("note"),
            by: told.opened("by"),
            rest: told.opened("rest"),
        });
        for one in self.objections.values_mut().filter(|one| one.key == told.key) {
            one.erased = true;
        }
    }

    /// A review, 法制审核, publication or withdrawal.
    fn decide(&mut self, told: &Told<'_>, wrong: Wrong<'_>) {
        let (kind, key) = (told.entry.kind.name, &told.key);
        let (act, note) = match kind {
            "publish-results" => (Some(Act::Publish), Some(String::new())),
            "withdraw" => (Some(Act::Withdraw), told.opened("notice")),
            _ => (Act::parse(told.entry.text("outcome")), told.opened("note")),
        };
        let Some(act) = act else { return };
        let Some(version) = self.versions.get_mut(key) else {
            return wrong(text!("fsck-result-unrecorded"));
        };
        let (stamp, by) = (told.stamp(), told.opened("by"));
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
