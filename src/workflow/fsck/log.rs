//! The log from its entries: their form and order, what opens them, the tree
//! over them, every checkpoint, and the published files, in one pass.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use super::findings::Findings;
use super::published::Published;
use super::story::{Story, write};
use crate::domain::{Digest, Instant, Progress, Result, Text, merkle};
use crate::log::{Appender, SignedCheckpoint, TILE_WIDTH, Tile, TreeHead, VerifierKey, write_bundle};
use crate::record::{Entry, RESULTS, Secret};
use crate::store::entries::RawEntry;
use crate::store::tree::CheckpointRow;
use crate::store::{Store, entries, tree};
use crate::text;

/// Entries at a time: whole bundles.
const BATCH: u64 = 32 * TILE_WIDTH as u64;

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

/// Some entries with what opens them and the checkpoints over them.
struct Batch {
    rows: Vec<RawEntry>,
    secrets: Vec<(u64, Secret)>,
    checkpoints: Vec<CheckpointRow>,
}

fn fetch(store: &Store, from: u64) -> Result<Batch> {
    store.read(|tx| {
        let rows = entries::raw(tx, from, BATCH)?;
        let end = rows.last().map_or(from, |row| row.seq + 1);
        let secrets = entries::secrets_between(tx, from, end)?;
        let mut checkpoints = tree::checkpoints(tx, from, BATCH)?;
        checkpoints.retain(|row| row.head.size < end);
        Ok(Batch { rows, secrets, checkpoints })
    })
}

/// An entry looked at by itself.
struct Judged {
    entry: Option<Entry>,
    leaf: Digest,
    missing: Vec<&'static str>,
    faults: Vec<Text>,
}

impl Batch {
    fn secrets(&self, seq: u64) -> impl Iterator<Item = &Secret> {
        let from = self.secrets.partition_point(|(of, _)| *of < seq);
        self.secrets[from..].iter().take_while(move |(of, _)| *of == seq).map(|(_, secret)| secret)
    }

    fn judge(&self) -> Vec<Judged> {
        self.rows.par_iter().map(|row| self.judge_one(row)).collect()
    }

    fn judge_one(&self, row: &RawEntry) -> Judged {
        let seq = row.seq;
        let leaf = merkle::leaf(row.body.as_bytes());
        let (mut missing, mut faults) = (Vec::new(), Vec::new());
        let entry = match Entry::parse(row.body.as_bytes()) {
            Ok(entry) => entry,
            Err(reason) => {
                faults.push(text!("fsck-entry-form", seq = seq, reason = reason));
                return Judged { entry: None, leaf, missing, faults };
            }
        };
        for (column, inside, outside) in [
            ("seq", &*entry.seq.to_string(), &*seq.to_string()),
            ("at", entry.text("at"), &row.at),
            ("kind", entry.kind.name, &row.kind),
            ("subject", entry.subject(), &row.subject),
        ] {
            if inside != outside {
                faults.push(text!(
                    "fsck-entry-column",
                    seq = seq,
                    column = column,
                    expected = inside,
                    found = outside
                ));
            }
        }
        let hidden: Vec<&'static str> =
            entry.kind.hidden().filter(|member| entry.body.contains_key(*member)).collect();
        for member in &hidden {
            match self.secrets(seq).find(|secret| secret.member == *member) {
                None => missing.push(*member),
                Some(secret) if Some(secret.commitment()) == entry.digest(member) => {}
                Some(_) => faults.push(text!("fsck-private-wrong", seq = seq, member = *member)),
            }
        }
        for stray in self.secrets(seq).filter(|secret| !hidden.contains(&secret.member.as_str())) {
            faults.push(text!("fsck-private-stray", seq = seq, member = &stray.member));
        }
        Judged { entry: Some(entry), leaf, missing, faults }
    }
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

struct Pass<'a, 'f> {
    now: &'a Instant,
    against: Against<'a>,
    published: Option<Published>,
    story: Story,
    /// For roots at any size, and for tiles.
    tree: merkle::Tree,
    tiles: Appender,
    partial: BTreeMap<u8, (Tile, Vec<u8>)>,
    /// The next tile of each level to be looked at.
    stored: BTreeMap<u8, u64>,
    /// Size of the last checkpoint met.
    sealed: u64,
    /// An act that no checkpoint has ended yet.
    acted: Option<u64>,
    at: Option<Instant>,
    expected: u64,
    /// No entry is missing so far.
    whole: bool,
    /// Checkpoints whose root is another.
    rewritten: u64,
    found: &'f mut Findings,
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
                self.story.add(entry, &secrets, self.found);
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

    fn root(&mut self, row: &CheckpointRow) {
        if self.whole && self.tree.root() != row.head.root {
            self.rewritten += 1;
            if self.rewritten == 1 {
                let (size, expected) = (row.head.size, self.tree.root());
                self.found.fault(text!("fsck-root", size = size, expected = expected, found = row.head.root));
            }
        }
    }

    fn kept(&mut self) {
        let Some(head) = self.against.kept.map(SignedCheckpoint::head) else { return };
        if self.whole && head.size == self.tree.size() && head.root != self.tree.root() {
            let (size, root) = (head.size, self.tree.root());
            self.found.fault(text!("fsck-kept-differs", size = size, expected = head.root, found = root));
        }
    }

    /// Tiles that became full against the stored and the published ones.
    fn tiles(&mut self, store: &Store) -> Result<()> {
        let mut full: BTreeMap<u8, Vec<(Tile, Vec<u8>)>> = BTreeMap::new();
        for (tile, bytes) in self.tiles.take_tiles() {
            if tile.width == TILE_WIDTH {
                full.entry(tile.level).or_default().push((tile, bytes));
            } else {
                self.partial.insert(tile.level, (tile, bytes));
            }
        }
        for (level, tiles) in full {
            self.stored.insert(level, tiles.last().map_or(0, |(tile, _)| tile.index + 1));
            self.compare(store, level, &tiles)?;
        }
        Ok(())
    }

    fn compare(&mut self, store: &Store, level: u8, tiles: &[(Tile, Vec<u8>)]) -> Result<()> {
        let Some((first, _)) = tiles.first() else { return Ok(()) };
        if self.whole {
            let rows = store.read(|tx| tree::tiles(tx, u64::from(level), first.index, tiles.len() as u64))?;
            let rows: BTreeMap<u64, Vec<u8>> =
                rows.into_iter().map(|(_, number, bytes)| (number, bytes)).collect();
            for (tile, bytes) in tiles {
                if let Some(fault) = tile_fault(*tile, bytes, rows.get(&tile.index)) {
                    self.found.fault(fault);
                }
            }
        }
        if let Some(published) = &mut self.published {
            let paths: Vec<(String, &[u8])> =
                tiles.iter().map(|(tile, bytes)| (tile.path(), bytes.as_slice())).collect();
            published.hold(&paths, self.found);
        }
        Ok(())
    }

    /// The batch's entry bundles against the published ones.
    fn bundles(&mut self, batch: &Batch) {
        let (Some(published), true) = (&mut self.published, self.whole) else { return };
        let first = batch.rows.first().map_or(0, |row| row.seq) - 1;
        let chunks: Vec<(u64, &[RawEntry])> =
            (first / u64::from(TILE_WIDTH)..).zip(batch.rows.chunks(usize::from(TILE_WIDTH))).collect();
        let bundles: Vec<(String, Vec<u8>)> = (chunks.par_iter())
            .filter_map(|(index, rows)| {
                let place = crate::log::Bundle { index: *index, width: rows.len() as u16 };
                let bodies: Vec<&str> = rows.iter().map(|row| row.body.as_str()).collect();
                Some((place.path(), write_bundle(&bodies).ok()?))
            })
            .collect();
        let paths: Vec<(String, &[u8])> =
            bundles.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())).collect();
        published.hold(&paths, self.found);
    }

    fn end(&mut self, store: &Store, count: u64, last: Option<CheckpointRow>) -> Result<()> {
        let size = self.tree.size();
        for (level, (tile, bytes)) in std::mem::take(&mut self.partial) {
            if Tile::at(tile.level, tile.index, size) == Some(tile) {
                self.stored.insert(level, tile.index + 1);
                self.compare(store, level, &[(tile, bytes)])?;
            }
        }
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

    /// Tiles of a larger tree than there is.
    fn surplus(&mut self, store: &Store) -> Result<()> {
        let rows = store.read(|tx| {
            let mut out = Vec::new();
            for level in tree::tile_levels(tx)? {
                let next = u8::try_from(level).ok().and_then(|level| self.stored.get(&level)).copied();
                out.extend(tree::tiles(tx, level, next.unwrap_or(0), 8)?);
            }
            Ok(out)
        })?;
        for (level, number, _) in rows.into_iter().filter(|_| self.whole) {
            self.found.fault(text!("fsck-tile-surplus", level = level, number = number));
        }
        Ok(())
    }

    fn kept_at_all(&mut self) {
        let Some(kept) = self.against.kept else { return };
        let size = self.tree.size();
        if kept.head().size > size {
            self.found.fault(text!("fsck-kept-longer", size = kept.head().size, entries = size));
        }
        let keys: Vec<VerifierKey> = (self.story.keys.iter())
            .filter(|tenure| !tenure.witness)
            .filter_map(|tenure| VerifierKey::parse(&tenure.key).ok())
            .collect();
        if let Err(reason) = kept.check_signed(&keys) {
            self.found.fault(text!("fsck-kept-foreign", reason = reason));
        }
    }
}

/// How a stored tile differs from the tree's.
fn tile_fault(tile: Tile, bytes: &[u8], stored: Option<&Vec<u8>>) -> Option<Text> {
    let path = tile.path();
    let Some(stored) = stored else { return Some(text!("fsck-tile-missing", path = path)) };
    if stored.len() != bytes.len() {
        let (expected, found) = (bytes.len() / 32, stored.len() / 32);
        return Some(text!("fsck-tile-width", path = path, expected = expected, found = found));
    }
    let place = stored.chunks(32).zip(bytes.chunks(32)).position(|(stored, bytes)| stored != bytes)? as u64;
    Some(match tile.level {
        0 => text!("fsck-leaf", seq = tile.index * u64::from(TILE_WIDTH) + place + 1, path = path),
        _ => text!("fsck-tile-differs", path = path, place = place + 1),
    })
}

/// The checkpoint is the note's, and exactly the keys that had to sign did.
fn signature(row: &CheckpointRow, signers: &[&str]) -> Result<()> {
    let note = SignedCheckpoint::parse(row.note.as_bytes())?;
    if note.head() != row.head {
        return Err(text!("fsck-checkpoint-columns", size = note.head().size, root = note.head().root));
    }
    let keys = signers.iter().map(|key| VerifierKey::parse(key)).collect::<Result<Vec<_>>>()?;
    let signed = note.note().verify(&keys)?;
    for key in &keys {
        if !signed.iter().any(|(by, _)| *by == key) {
            return Err(text!("fsck-checkpoint-unsigned", key = key.to_string()));
        }
    }
    match note.note().signatures().iter().find(|line| !keys.iter().any(|key| key.claims(line))) {
        Some(line) => {
            Err(text!("fsck-checkpoint-stranger", name = &line.name, id = format!("{:08x}", line.id)))
        }
        None => Ok(()),
    }
}
