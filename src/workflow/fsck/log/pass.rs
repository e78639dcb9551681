//! The pass itself: entries in order, the state and the tree that follow.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use super::batch::{Batch, Judged, fetch};
use super::checkpoints::signature;
use crate::domain::{Instant, Progress, Result, Text, merkle};
use crate::log::{Appender, SignedCheckpoint, Tile, TreeHead};
use crate::record::{Entry, RESULTS, Secret};
use crate::store::tree::CheckpointRow;
use crate::store::{Store, entries, tree};
use crate::text;
use crate::workflow::fsck::findings::Findings;
use crate::workflow::fsck::published::Published;
use crate::workflow::fsck::story::{Story, write};

/// What the pass is to look at besides the database.
#[derive(Debug, Clone, Copy, Default)]
pub struct Against<'a> {
    /// The folder of published files.
    pub folder: Option<&'a Path>,
    /// A checkpoint somebody kept.
    pub kept: Option<&'a SignedCheckpoint>,
    /// Each act must have a checkpoint of its own, as an office's acts have.
    pub acts: bool,
}

/// What came of it.
#[derive(Debug)]
pub struct Read {
    /// Entries there are.
    pub entries: u64,
    /// The tree over them; `None` where one is missing between.
    pub head: Option<TreeHead>,
    /// The state that follows from them.
    pub story: Story,
}

/// Reads the log of a database through. `now` is what no entry may be beyond.
pub fn read(
    store: &Store,
    now: &Instant,
    against: Against<'_>,
    found: &mut Findings,
    progress: &dyn Progress,
) -> Result<Read> {
    let (count, last) = store.read(|tx| Ok((entries::count(tx)?, tree::latest(tx)?)))?;
    progress.begin(text!("progress-fsck-log"), count);
    let mut pass = Pass {
        now,
        against,
        published: against.folder.map(Published::new).transpose()?,
        story: Story::default(),
        tree: merkle::Tree::default(),
        tiles: Appender::new(),
        partial: BTreeMap::new(),
        stored: BTreeMap::new(),
        sealed: 0,
        acted: None,
        at: None,
        expected: 1,
        whole: true,
        rewritten: 0,
        found,
    };
    let mut batch = fetch(store, 1)?;
    while !batch.rows.is_empty() {
        let next = batch.rows.last().map_or(0, |row| row.seq) + 1;
        // The database is asked for the next ones while these are looked at.
        let (after, judged) = rayon::join(|| fetch(store, next), || batch.judge());
        progress.add(batch.rows.len() as u64);
        pass.take(store, &batch, judged)?;
        batch = after?;
    }
    pass.end(store, count, last)?;
    progress.end();
    let head = pass.whole.then(|| TreeHead { size: pass.tree.size(), root: pass.tree.root() });
    Ok(Read { entries: pass.expected - 1, head, story: pass.story })
}

/// What opens a commitment is forgotten only with an entry that says so.
pub fn forgotten(story: &Story, found: &mut Findings) {
    for (seq, member) in &story.missing {
        if !story.erased.contains_key(&(*seq, member.clone())) {
            found.fault(text!("fsck-private-dropped", seq = *seq, member = member));
        }
    }
    for ((seq, member), by) in &story.erased {
        if !story.missing.contains(&(*seq, member.clone())) {
            found.fault(text!("fsck-private-kept", seq = *seq, member = member, by = *by));
        }
    }
}

pub(super) struct Pass<'a, 'f> {
    pub(super) now: &'a Instant,
    pub(super) against: Against<'a>,
    pub(super) published: Option<Published>,
    pub(super) story: Story,
    /// For roots at any size, and for tiles.
    pub(super) tree: merkle::Tree,
    pub(super) tiles: Appender,
    pub(super) partial: BTreeMap<u8, (Tile, Vec<u8>)>,
    /// The next tile of each level to be looked at.
    pub(super) stored: BTreeMap<u8, u64>,
    /// Size of the last checkpoint met.
    pub(super) sealed: u64,
    /// An act that no checkpoint has ended yet.
    pub(super) acted: Option<u64>,
    pub(super) at: Option<Instant>,
    pub(super) expected: u64,
    /// No entry is missing so far.
    pub(super) whole: bool,
    /// Checkpoints whose root is another.
    pub(super) rewritten: u64,
    pub(super) found: &'f mut Findings,
}

impl Pass<'_, '_> {
    fn take(&mut self, store: &Store, batch: &Batch, judged: Vec<Judged>) -> Result<()> {
        let mut checkpoints = batch.checkpoints.iter().peekable();
        let mut signed: Vec<(&CheckpointRow, u64)> = Vec::new();
        for (row, judged) in batch.rows.iter().zip(judged) {
            if row.seq != self.expected {
                let count = row.seq - self.expected;
                self.found.fault(text!("fsck-entry-missing", from = self.expected, count = count));
                (self.whole, self.expected) = (false, row.seq);
            }
            self.expected += 1;
            judged.faults.into_iter().for_each(|fault| self.found.fault(fault));
            // Of results an erasure may account for it: that is told with their story.
            let of_result = |entry: &Entry| RESULTS.contains(&entry.kind.name);
            if !judged.entry.as_ref().is_some_and(of_result) {
                let missing = judged.missing.into_iter().map(|member| (row.seq, member.to_owned()));
                self.story.missing.extend(missing);
            }
            self.one_act(row.seq);
            if let Some(entry) = judged.entry {
                self.time(&entry);
                if entry.flag("more") {
                    self.acted = None; // the act goes on
                }
                let secrets: Vec<Secret> = batch.secrets(row.seq).cloned().collect();
                self.story.add(&entry, &secrets, self.found);
            }
            self.tree.push(judged.leaf);
            self.tiles.push(judged.leaf);
            while let Some(row) = checkpoints.next_if(|next| next.head.size < self.expected) {
                self.root(row);
                signed.push((row, self.sealed));
                (self.sealed, self.acted) = (row.head.size, None);
            }
            self.kept();
        }
        let story = &self.story;
        let faults: Vec<Text> = (signed.par_iter())
            .filter_map(|(row, before)| {
                let reason = signature(row, &story.signers(*before, row.head.size)).err()?;
                Some(text!("fsck-checkpoint-signature", size = row.head.size, reason = reason))
            })
            .collect();
        faults.into_iter().for_each(|fault| self.found.fault(fault));
        self.tiles(store)?;
        self.bundles(batch);
        Ok(())
    }

    /// Each act ends in a checkpoint; its entries but the last say `more`.
    fn one_act(&mut self, seq: u64) {
        if let Some(before) = self.acted.filter(|_| self.against.acts) {
            self.found.fault(text!("fsck-checkpoint-missing", size = before));
        }
        self.acted = Some(seq);
    }

    fn time(&mut self, entry: &Entry) {
        if let Some(before) = self.at.filter(|before| entry.at < *before) {
            let (at, before) = (write(&entry.at), write(&before));
            self.found.fault(text!("fsck-entry-back", seq = entry.seq, at = at, before = before));
        }
        if entry.at > *self.now {
            let (at, now) = (write(&entry.at), write(self.now));
            self.found.fault(text!("fsck-entry-future", seq = entry.seq, at = at, now = now));
        }
        self.at = Some(entry.at);
    }

    fn end(&mut self, store: &Store, count: u64, last: Option<CheckpointRow>) -> Result<()> {
        let size = self.tree.size();
        self.last_tiles(store)?;
        self.surplus(store)?;
        if self.rewritten > 1 {
            self.found.fault(text!("fsck-roots", count = self.rewritten - 1));
        }
        let covered = last.as_ref().map_or(0, |row| row.head.size);
        if covered > count {
            self.found.fault(text!("fsck-entries-cut", entries = count, size = covered));
        } else if covered < count {
            self.found.fault(text!("fsck-entries-unsealed", entries = count, size = covered));
        }
        let beyond = store.read(|tx| entries::secrets_between(tx, self.expected, i64::MAX as u64))?;
        for (seq, secret) in beyond {
            self.found.fault(text!("fsck-private-stray", seq = seq, member = secret.member));
        }
        self.kept_at_all();
        if let Some(published) = &mut self.published {
            published.end(store, size, last, self.found)?;
        }
        Ok(())
    }
}
