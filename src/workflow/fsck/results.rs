//! Results by the entries: every version, what was decided of it and where it
//! stands, objections and answers, and the evidence on disk.

use std::collections::{BTreeMap, BTreeSet};

use super::super::files;
use super::super::office::Paths;
use super::super::results::objection_digest;
use super::findings::Findings;
use super::state::Documents;
use super::story::{Stamp, Story};
use super::tables::{Expected, Wanted, hold, key, read, table_name};
use crate::domain::{Digest, Progress, Result};
use crate::record::Entry;
use crate::results::{Act, State};
use crate::store::results::Key;
use crate::store::{Store, Tx, amendments, results, whole};
use crate::text;

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
}

/// An answer.
#[derive(Debug)]
pub struct Answered {
    pub stamp: Stamp,
    pub outcome: String,
    pub words: Option<String>,
    pub by: Option<String>,
}

/// All of it.
#[derive(Debug, Default)]
pub struct ResultStory {
    pub versions: BTreeMap<Key, Recorded>,
    pub acts: Vec<Decided>,
    pub objections: BTreeMap<u64, Objected>,
    pub answers: BTreeMap<u64, Answered>,
    pub rules: Vec<(Digest, String)>,
    /// Entries whose department was erased: what they concern is not known.
    pub unknown: bool,
}

impl ResultStory {
    /// The next entry on a result; `opened` gives what its commitments hold.
    pub fn add(
        &mut self,
        entry: &Entry,
        stamp: Stamp,
        opened: &dyn Fn(&str) -> Option<String>,
        found: &mut Findings,
    ) {
        let Some(department) = opened("department") else {
            self.unknown = true;
            return;
        };
        let key: Key = (entry.count("serial"), entry.count("visit"), department, entry.count("version"));
        let by = opened("by");
        let seq = entry.seq;
        let mut wrong = |reason: crate::domain::Text| {
            found.fault(text!("fsck-result-act", seq = seq, kind = entry.kind.name, reason = reason));
        };
        let unknown = text!("fsck-result-unrecorded");
        match entry.kind.name {
            kind @ ("record" | "correct") => {
                let before = (key.3 > 1).then(|| (key.0, key.1, key.2.clone(), key.3 - 1));
                let last = before.as_ref().and_then(|before| self.versions.get(before)).map(|one| one.state);
                let correction = kind == "correct";
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
                };
                self.versions.insert(key, recorded);
            }
            "object" => {
                if self.versions.get(&key).is_none_or(|one| one.published_at.is_none()) {
                    wrong(unknown);
                }
                let (number, digest) = (entry.count("number"), opened("objection"));
                if number != self.objections.len() as u64 + 1 {
                    wrong(text!("fsck-result-number", number = number));
                }
                self.objections.insert(number, Objected { stamp, key, digest, by });
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
                    let same = |other: &Key| (other.0, other.1, &other.2) == (key.0, key.1, &key.2);
                    for (other, before) in &mut self.versions {
                        if same(other) && other.3 < key.3 && before.state == State::Published {
                            before.state = State::Superseded;
                        }
                    }
                }
                self.acts.push(Decided { stamp, key, act, by, note });
            }
        }
    }
}

/// Versions with their items and evidence, by the digest that the log commits
/// to; where each stands.
pub fn versions(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
    let own = &story.results;
    let mut expected = Expected::new();
    let mut states = Expected::new();
    for ((serial, visit, department, version), one) in &own.versions {
        let id = key(&[serial, visit, department, version]);
        let mut wanted = vec![Wanted::Any, Wanted::Any];
        wanted.push(if one.late { Wanted::Any } else { Wanted::Null });
        wanted.extend([Wanted::Any, Wanted::Any, Wanted::Any, Wanted::Any]);
        wanted.push(Wanted::from(&u8::from(one.major)));
        wanted.push(Wanted::from(&u8::from(one.decision)));
        wanted.push(Wanted::Any);
        wanted.push(Wanted::opened(one.by.as_deref()));
        wanted.push(Wanted::from(&one.stamp.at));
        wanted.push(if one.correction { Wanted::Any } else { Wanted::Null });
        wanted.push(Wanted::from(&one.stamp.seq));
        expected.insert(id.clone(), wanted);
        let public = Wanted::maybe(one.published_at.as_ref());
        states.insert(id, vec![Wanted::from(one.state.slug()), public]);
    }
    if own.unknown {
        found.note(text!("fsck-result-erased"));
        return Ok(());
    }
    hold(whole::RESULTS, &read(tx, whole::RESULTS)?, expected, false, found);
    hold(whole::RESULT_STATES, &read(tx, whole::RESULT_STATES)?, states, false, found);
    for row in results::all(tx)? {
        let id = row.key();
        let Some(one) = own.versions.get(&id) else { continue };
        let (digest, evidence) = (row.result.digest()?.to_string(), row.result.evidence.len() as u64);
        if one.result.as_ref().is_some_and(|said| *said != digest) || one.evidence != evidence {
            let (visit, department, version) = (id.1.to_string(), id.2, id.3);
            let seq = one.stamp.seq;
            found.fault(text!(
                "fsck-result",
                visit = visit,
                department = department,
                version = version,
                seq = seq
            ));
        }
    }
    // Items and evidence of no version: no digest would miss them.
    for table in [whole::RESULT_ITEMS, whole::RESULT_EVIDENCE] {
        for row in read(tx, table)? {
            let of = (row.count(0)?, row.count(1)?, row.text(2)?, row.count(3)?);
            if !own.versions.contains_key(&of) {
                let row = format!("{} / {} / {} / {}", of.0, of.1, of.2, of.3);
                found.fault(text!("fsck-row-surplus", table = table_name(table.name), row = row));
            }
        }
    }
    Ok(())
}

/// Reviews, publications, withdrawals, objections, answers, rules.
pub fn decisions(tx: &mut Tx<'_>, story: &Story, _: &Documents, found: &mut Findings) -> Result<()> {
    let own = &story.results;
    let rules = (1u64..)
        .zip(&own.rules)
        .map(|(number, (digest, at))| {
            (key(&[&number]), vec![Wanted::Bytes(*digest), Wanted::from(digest), Wanted::from(at)])
        })
        .collect();
    hold(whole::RESULT_RULES, &read(tx, whole::RESULT_RULES)?, rules, false, found);
    if own.unknown {
        return Ok(());
    }
    let of = |(serial, visit, department, version): &Key| {
        [serial.to_string(), visit.to_string(), department.clone(), version.to_string()].map(Wanted::Is)
    };
    let acts = (own.acts.iter())
        .map(|one| {
            let mut wanted = of(&one.key).to_vec();
            wanted.push(Wanted::from(one.act.slug()));
            wanted.push(Wanted::opened(one.by.as_deref()));
            wanted.push(Wanted::opened(one.note.as_deref()));
            wanted.push(Wanted::from(&one.stamp.at));
            (key(&[&one.stamp.seq]), wanted)
        })
        .collect();
    hold(whole::RESULT_ACTS, &read(tx, whole::RESULT_ACTS)?, acts, false, found);
    let objections = (own.objections.iter())
        .map(|(number, one)| {
            let mut wanted = of(&one.key).to_vec();
            wanted.extend([Wanted::Any, Wanted::Any, Wanted::Any]);
            wanted.push(Wanted::opened(one.by.as_deref()));
            wanted.push(Wanted::from(&one.stamp.at));
            wanted.push(Wanted::from(&one.stamp.seq));
            (key(&[number]), wanted)
        })
        .collect();
    hold(whole::OBJECTIONS, &read(tx, whole::OBJECTIONS)?, objections, true, found);
    for one in results::objections(tx)? {
        let said = own.objections.get(&one.number).and_then(|told| told.digest.as_ref());
        if said.is_some_and(|said| objection_digest(&one).map(|made| made.to_string()) != Ok(said.clone())) {
            found.fault(text!("fsck-objection", number = one.number));
        }
    }
    let answers = (own.answers.iter())
        .map(|(number, one)| {
            let wanted = vec![
                Wanted::from(&one.outcome),
                Wanted::opened(one.words.as_deref()),
                Wanted::opened(one.by.as_deref()),
                Wanted::from(&one.stamp.at),
                Wanted::from(&one.stamp.seq),
            ];
            (key(&[number]), wanted)
        })
        .collect();
    hold(whole::ANSWERS, &read(tx, whole::ANSWERS)?, answers, true, found);
    Ok(())
}

/// Every document handed in, by the digest that is its name; and nothing else
/// beside them.
pub fn evidence(
    paths: &Paths,
    store: &Store,
    story: &Story,
    found: &mut Findings,
    progress: &dyn Progress,
) -> Result<()> {
    let wanted: BTreeSet<String> = store.read(|tx| {
        let mut out: BTreeSet<String> =
            read(tx, whole::RESULT_EVIDENCE)?.iter().map(|row| row.text(5)).collect::<Result<_>>()?;
        for serial in story.attempts.keys() {
            let proofs = amendments::list(tx, *serial)?.into_iter().filter_map(|row| row.proof);
            out.extend(proofs.map(|(digest, _)| digest.to_string()));
        }
        Ok(out)
    })?;
    progress.begin(text!("progress-fsck-evidence"), wanted.len() as u64);
    let mut beside: BTreeSet<String> = files::names(&paths.evidence())?.into_iter().collect();
    for name in wanted {
        beside.remove(&name);
        let path = paths.evidence().join(&name);
        match files::digest(&path) {
            Err(_) => found.fault(text!("fsck-evidence-missing", path = path.as_path())),
            Ok(digest) if digest.to_string() != name => {
                found.fault(text!(
                    "fsck-file-differs",
                    path = path.as_path(),
                    expected = name,
                    found = digest
                ));
            }
            Ok(_) => {}
        }
        progress.add(1);
    }
    for name in beside {
        super::folders::foreign(&paths.evidence().join(name), found);
    }
    progress.end();
    Ok(())
}
