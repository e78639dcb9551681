//! What the entries say against what the bundle holds: each act is on the
//! record once, with the very digests, in the order it must have.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::chain::Chain;
use super::{Logged, bytes, fault};
use crate::checker::folder::SUMS;
use crate::checker::verify::{Drawn, Fixed};
use crate::checker::{Fault, acts};
use crate::domain::calendar::{parse_instant, write_instant};
use crate::domain::{Digest, Text};
use crate::draw::document::SourceKind;
use crate::log::{Cosignature, check_inclusion};
use crate::record::proofs::PROOFS;
use crate::record::{Entry, Terms};
use crate::text;

/// Everything at hand.
pub struct Story<'a> {
    /// The bundle.
    pub dir: &'a Path,
    /// plan.json.
    pub fixed: &'a Fixed,
    /// The draw.
    pub drawn: &'a Drawn,
    /// amendments.csv.
    pub rows: &'a [acts::Row],
    /// What the plan says of its log.
    pub terms: &'a Terms,
    /// The log.
    pub chain: &'a Chain,
}

/// Files that the draw decides and amendments never touch; `groups.csv` where
/// there is one.
const DRAWN: [&str; 7] =
    ["ceremony.json", "draw.csv", "groups.csv", "quota.csv", "short.csv", "teams.csv", "visits.csv"];
/// Files that amendments make anew.
const AMENDED: [&str; 2] = ["amendments.csv", "opened.csv"];

impl Story<'_> {
    /// Tells it through; the first thing that does not fit is a fault.
    pub fn check(&self) -> Result<Logged, Fault> {
        let amendments = bytes(self.dir, acts::FILE)?;
        let sums = Digest::of(&bytes(self.dir, SUMS)?);
        self.tell(&amendments, &sums).map_err(|reason| fault(PROOFS, reason))
    }

    fn tell(&self, amendments: &[u8], sums: &Digest) -> Result<Logged, Text> {
        let freeze = self.freeze()?;
        self.before(freeze)?;
        self.commitments(freeze)?;
        let filed = self.filed(freeze)?;
        let last_reveal = self.reveals(freeze)?;
        let draw = self.draw(last_reveal)?;
        let last_act = self.amendments(draw, amendments)?;
        let publication = self.publication(last_act, sums)?;
        Ok(Logged {
            origin: self.chain.key.name().to_owned(),
            key: self.chain.key.to_string(),
            size: self.chain.head.size,
            root: self.chain.head.root,
            freeze: (freeze.seq, write_instant(&freeze.at)),
            publication: (publication.seq, write_instant(&publication.at)),
            filed,
            needed: self.terms.needed,
            path: self.chain.entries.get(&freeze.seq).map(|proven| proven.path.clone()).unwrap_or_default(),
            entries: self.chain.entries.len() as u64,
        })
    }

    /// Entries of a kind about this attempt.
    fn own(&self, kind: &'static str) -> impl Iterator<Item = &Entry> {
        let serial = self.fixed.document().serial;
        self.of_kind(kind).filter(move |entry| entry.count("serial") == serial)
    }

    fn of_kind(&self, kind: &'static str) -> impl Iterator<Item = &Entry> {
        self.chain.iter().map(|(_, entry)| entry).filter(move |entry| entry.kind.name == kind)
    }

    /// The freeze of this attempt, once, of this very plan.json.
    fn freeze(&self) -> Result<&Entry, Text> {
        let document = self.fixed.document();
        let mut found = self.own("freeze");
        let freeze = found.next().ok_or_else(|| text!("checker-log-no-freeze", serial = document.serial))?;
        if let Some(second) = found.next() {
            return Err(text!("checker-log-twice", kind = "freeze", first = freeze.seq, second = second.seq));
        }
        let says = |member: &str, stands: bool| {
            if stands { Ok(()) } else { Err(differs(freeze, member)) }
        };
        says("p", freeze.digest("p") == Some(self.fixed.plan.p))?;
        says("plan", freeze.text("plan") == document.plan)?;
        says("attempt", freeze.count("attempt") == document.attempt)?;
        says("registry", freeze.digest("registry") == Some(document.registry))?;
        says("previous", freeze.digest("previous") == document.previous)?;
        says("sealed", freeze.flag("sealed") == document.more.contains_key("sealed"))?;
        says("urgent", freeze.flag("urgent") == document.more.contains_key("urgent"))?;
        Ok(freeze)
    }

    /// What must stand before: the registry's import, the office's attempt
    /// before, every earlier attempt of the plan with its end.
    fn before(&self, freeze: &Entry) -> Result<(), Text> {
        let document = self.fixed.document();
        let imported = self.of_kind("import").find(|e| e.digest("manifest") == Some(document.registry));
        if imported.is_none_or(|entry| entry.seq > freeze.seq) {
            return Err(text!("checker-log-registry", registry = document.registry));
        }
        if let Some(previous) = document.previous {
            let serial = document.serial - 1;
            let mut found = self.of_kind("freeze").filter(|entry| entry.count("serial") == serial);
            let holds = found.next().is_some_and(|e| e.digest("p") == Some(previous) && e.seq < freeze.seq);
            if !holds || found.next().is_some() {
                return Err(text!("checker-log-previous", serial = serial));
            }
        }
        let mut after = 0;
        for attempt in 1..document.attempt {
            let of = |kind: &'static str| {
                let own = move |e: &&Entry| e.text("plan") == document.plan && e.count("attempt") == attempt;
                self.of_kind(kind).find(own)
            };
            let missing = || text!("checker-log-attempt", attempt = attempt);
            let (began, ended) = (of("freeze").ok_or_else(missing)?, of("abandon").ok_or_else(missing)?);
            if !(after < began.seq && began.seq < ended.seq && ended.seq < freeze.seq) {
                return Err(missing());
            }
            if began.digest("p") != ended.digest("p") {
                return Err(differs(ended, "p"));
            }
            let earlier = document.more.get("earlier").and_then(|earlier| earlier.as_array());
            let told = earlier.into_iter().flatten().any(|e| {
                e["attempt"] == attempt
                    && e["digest"].as_str() == began.digest("p").map(|p| p.to_string()).as_deref()
            });
            if !told {
                return Err(text!("checker-log-attempt-untold", attempt = attempt));
            }
            after = ended.seq;
        }
        match self.own("abandon").next() {
            Some(entry) => Err(text!("checker-log-abandoned", seq = entry.seq, at = entry.at)),
            None => Ok(()),
        }
    }

    /// Commitments handed in came before the freeze, and the last of each
    /// source is the plan's.
    fn commitments(&self, freeze: &Entry) -> Result<(), Text> {
        let document = self.fixed.document();
        let mut last: BTreeMap<&str, &Entry> = BTreeMap::new();
        for entry in self.of_kind("commit") {
            if entry.text("plan") != document.plan || entry.count("attempt") != document.attempt {
                continue;
            }
            if entry.seq > freeze.seq {
                return Err(text!("checker-log-late-commitment", seq = entry.seq, freeze = freeze.seq));
            }
            last.insert(entry.text("source"), entry);
        }
        for source in &document.sources {
            if let SourceKind::Commitment { commitment } = &source.kind
                && let Some(entry) = last.get(source.source.as_str())
                && entry.digest("commitment") != Some(*commitment)
            {
                return Err(differs(entry, "commitment"));
            }
        }
        Ok(())
    }

    /// Witnesses that cosigned the freeze before the first public value fell
    /// due and before anything was revealed: at least as many as the plan asks.
    fn filed(&self, freeze: &Entry) -> Result<Vec<(String, u64)>, Text> {
        let document = self.fixed.document();
        let mut due = i64::MAX;
        for source in &document.sources {
            if let SourceKind::Public { when, .. } = &source.kind {
                due = due.min(parse_instant(when)?.timestamp());
            }
        }
        let first_reveal = self.own("reveal").map(|entry| entry.seq).min().unwrap_or(u64::MAX);
        let witnesses = self.terms.witness_keys()?;
        let (mut seen, mut out) = (BTreeSet::new(), Vec::new());
        for (note, path) in &self.chain.filed {
            let leaf = self.chain.entries.get(&freeze.seq).map(|proven| proven.leaf);
            let leaf = leaf.ok_or_else(|| text!("checker-log-no-freeze", serial = document.serial))?;
            check_inclusion(leaf, freeze.seq - 1, &note.head(), path)?;
            for Cosignature { witness, time } in note.cosignatures(&witnesses)? {
                let early = i64::try_from(time).is_ok_and(|time| time < due);
                if early && note.head().size < first_reveal && seen.insert(witness.to_string()) {
                    out.push((witness.name().to_owned(), time));
                }
            }
        }
        if (out.len() as u64) < self.terms.needed {
            return Err(text!("checker-log-unfiled", found = out.len(), needed = self.terms.needed));
        }
        Ok(out)
    }

    /// Every contribution was revealed after the freeze and in its time, once,
    /// with the value the ceremony has. The last one's number.
    fn reveals(&self, freeze: &Entry) -> Result<u64, Text> {
        let document = self.fixed.document();
        let reveal_by = document.reveal_by()?;
        let mut by_source: BTreeMap<&str, &Entry> = BTreeMap::new();
        for entry in self.own("reveal") {
            if entry.seq < freeze.seq {
                return Err(text!("checker-log-early-reveal", seq = entry.seq, freeze = freeze.seq));
            }
            if let Some(first) = by_source.insert(entry.text("source"), entry) {
                return Err(text!(
                    "checker-log-twice",
                    kind = "reveal",
                    first = first.seq,
                    second = entry.seq
                ));
            }
        }
        let mut last = freeze.seq;
        for (source, contribution) in document.sources.iter().zip(&self.drawn.ceremony.contributions) {
            let name = &source.source;
            let entry = by_source.remove(name.as_str());
            let given = match &source.kind {
                SourceKind::Sealed { .. } => false,
                SourceKind::Commitment { .. } => contribution.nonce.is_some(),
                SourceKind::Public { .. } => true,
            };
            let Some(entry) = entry else {
                if given {
                    return Err(text!("checker-log-no-reveal", source = name));
                }
                continue;
            };
            let nonce = contribution.nonce.map(|nonce| nonce.to_string()).unwrap_or_default();
            let same = given
                && entry.digest("p") == Some(self.fixed.plan.p)
                && entry.text("value") == contribution.value
                && entry.text("nonce") == nonce
                && entry.text("signature") == contribution.signature.as_deref().unwrap_or_default();
            if !same {
                return Err(differs(entry, name));
            }
            let in_time = match &source.kind {
                SourceKind::Public { when, .. } => entry.at >= parse_instant(when)?,
                _ => entry.at < reveal_by,
            };
            if !in_time {
                return Err(text!("checker-log-reveal-time", source = name, at = entry.at));
            }
            last = last.max(entry.seq);
        }
        match by_source.into_values().next() {
            Some(entry) => Err(differs(entry, "source")),
            None => Ok(last),
        }
    }

    /// The draw, once, after the last reveal, with the files' digests.
    fn draw(&self, last_reveal: u64) -> Result<&Entry, Text> {
        let mut found = self.own("draw");
        let draw = found.next().ok_or_else(|| text!("checker-log-no-draw"))?;
        if let Some(second) = found.next() {
            return Err(text!("checker-log-twice", kind = "draw", first = draw.seq, second = second.seq));
        }
        if draw.seq < last_reveal {
            return Err(text!("checker-log-early-draw", seq = draw.seq, reveal = last_reveal));
        }
        if draw.digest("p") != Some(self.fixed.plan.p) {
            return Err(differs(draw, "p"));
        }
        let seed = draw.digest("seed");
        let hidden = seed.is_none() && self.fixed.document().more.contains_key("sealed");
        if !hidden && seed != Some(self.drawn.ceremony.seed) {
            return Err(differs(draw, "seed"));
        }
        let files: BTreeMap<&str, Digest> = draw.files().collect();
        for name in DRAWN {
            if files.get(name) != self.fixed.folder.sums.get(name) {
                return Err(differs(draw, name));
            }
        }
        Ok(draw)
    }

    /// The amendments, each act on the record with the digests of the files it
    /// left. The last act's number.
    fn amendments(&self, draw: &Entry, csv: &[u8]) -> Result<u64, Text> {
        // Where each line ends: the file as it was after so many rows.
        let ends: Vec<usize> = (0..).zip(csv).filter(|(_, c)| **c == b'\n').map(|(at, _)| at + 1).collect();
        let after =
            |rows: u64| usize::try_from(rows).ok().and_then(|rows| ends.get(rows)).map(|end| &csv[..*end]);
        let sums = &self.fixed.folder.sums;
        let files: BTreeMap<&str, Digest> = draw.files().collect();
        if files.get(AMENDED[0]).copied() != after(0).map(Digest::of) {
            return Err(differs(draw, AMENDED[0]));
        }
        let (mut rows, mut last, mut opened) = (0, draw.seq, files.get(AMENDED[1]).copied());
        let mut acts: Vec<&Entry> = self.own("substitute").chain(self.own("recuse")).collect();
        acts.sort_by_key(|entry| entry.seq);
        for act in acts {
            if act.seq < draw.seq {
                return Err(differs(act, "seq"));
            }
            if act.count("from") != rows + 1 || act.count("rows") == 0 {
                return Err(text!("checker-log-act-gap", seq = act.seq, rows = rows));
            }
            rows += act.count("rows");
            let opening = |member: &str| self.chain.openings.get(&(act.seq, member.to_owned()));
            let unopened = |member| text!("checker-log-unopened", seq = act.seq, member = member);
            let left = opening("amendments").ok_or_else(|| unopened("amendments"))?;
            if Some(left.clone()) != after(rows).map(|bytes| Digest::of(bytes).to_string()) {
                return Err(differs(act, AMENDED[0]));
            }
            let substitute = act.kind.name == "substitute";
            let from = usize::try_from(act.count("from") - 1).unwrap_or(usize::MAX);
            let to = usize::try_from(rows).unwrap_or(usize::MAX);
            let own = self.rows.get(from..to);
            if own.is_none_or(|own| own.iter().any(|row| row.substitute != substitute || row.at != act.at)) {
                return Err(differs(act, "kind"));
            }
            opened = Some(Digest::parse(opening("opened").ok_or_else(|| unopened("opened"))?)?);
            last = act.seq;
        }
        if rows != self.rows.len() as u64 {
            return Err(text!("checker-log-acts", logged = rows, found = self.rows.len()));
        }
        if opened != sums.get(AMENDED[1]).copied() {
            return Err(text!("checker-log-file", name = AMENDED[1], seq = last));
        }
        Ok(last)
    }

    /// The publication of this very bundle, after all that it tells.
    fn publication(&self, last_act: u64, sums: &Digest) -> Result<&Entry, Text> {
        let mut latest = None;
        for entry in self.own("publish") {
            if entry.text("extent") == "full" && entry.digest("sums") == Some(*sums) {
                latest = Some(entry);
            }
        }
        let found = latest.ok_or_else(|| text!("checker-log-unpublished", sums = *sums))?;
        if found.seq < last_act || found.count("amendments") != self.rows.len() as u64 {
            return Err(differs(found, "amendments"));
        }
        Ok(found)
    }
}

/// An entry does not say what the bundle has.
pub fn differs(entry: &Entry, member: &str) -> Text {
    text!("checker-log-differs", seq = entry.seq, kind = entry.kind.name, member = member)
}
