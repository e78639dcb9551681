//! Which documents of a kind carry a label, as bits in the order of lists: what
//! several filters leave of a million documents is then a matter of
//! microseconds, its total and any page of it.
//!
//! Made once an edition, of the labels that are asked for together and carried
//! by many; bounded in bytes, what was not asked for in a while goes first. Who
//! lacks some is told which ([`Lack`]), lets go of his reader, and has them made
//! ([`Sets::fill`]): of those who lack the same one makes it and the others
//! wait, and no more than [`AT_ONCE`] are made at a time. Whoever cannot afford a
//! thread for waiting asks [`Sets::try_fill`], and again when something was made.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::docs::first_id;
use crate::domain::Result;
use crate::publication::public::Kind;
use crate::store::value::args;
use crate::store::{Store, Tx};
use crate::text;

/// Sets are made by so many at a time.
pub const AT_ONCE: usize = 2;
/// Bytes of bits kept.
const ROOM: usize = 64 << 20;

/// What a set was made of: entries of the log and the instant of the edition.
pub(super) type Version = (u64, String);

pub(super) fn version(tx: &mut Tx<'_>) -> Result<Version> {
    let row = tx.row("SELECT position, at FROM edition WHERE id = 1", args![])?;
    row.map_or_else(|| Ok((0, String::new())), |row| Ok((row.count(0)?, row.text(1)?)))
}

/// Documents of a kind in the order of lists.
#[derive(Debug)]
pub(super) struct Order {
    /// Ids by rank.
    pub ids: Vec<u64>,
    /// Ranks by id, ascending.
    by_id: Vec<u32>,
}

impl Order {
    fn read(tx: &mut Tx<'_>, kind: Kind) -> Result<Self> {
        let first = first_id(kind);
        // One long text costs a tenth of as many rows.
        let row = tx.row(
            "SELECT group_concat(n) FROM (SELECT id - $2 AS n FROM docs WHERE kind = $1 ORDER BY place)",
            args![kind.name(), first],
        )?;
        let ids = numbers(row.and_then(|row| row.maybe(0).transpose()).transpose()?.as_deref(), first);
        let many = u32::try_from(ids.len()).map_err(|_| text!("store-column", column = 0))?;
        let mut by_id: Vec<u32> = (0..many).collect();
        by_id.sort_by_key(|rank| ids.get(*rank as usize));
        Ok(Self { ids, by_id })
    }

    /// The rank of a document.
    pub fn rank(&self, id: u64) -> Option<usize> {
        let of = |rank: &u32| self.ids.get(*rank as usize).copied().unwrap_or(u64::MAX);
        let place = self.by_id.binary_search_by_key(&id, of).ok()?;
        self.by_id.get(place).map(|rank| *rank as usize)
    }
}

fn numbers(text: Option<&str>, first: u64) -> Vec<u64> {
    let parsed = text.unwrap_or_default().split(',').filter_map(|number| number.parse::<u64>().ok());
    parsed.map(|number| first + number).collect()
}

/// A bit for each rank.
pub(super) type Bits = Vec<u64>;

fn read_bits(tx: &mut Tx<'_>, kind: Kind, order: &Order, label: u64) -> Result<Bits> {
    let first = first_id(kind);
    let row = tx.row("SELECT group_concat(doc - $2) FROM facets WHERE label = $1", args![label, first])?;
    let mut ids = numbers(row.and_then(|row| row.maybe(0).transpose()).transpose()?.as_deref(), first);
    ids.sort_unstable();
    let mut bits = vec![0; order.ids.len().div_ceil(64)];
    let mut wanted = ids.into_iter().peekable();
    // Both ascend by id.
    for rank in &order.by_id {
        let Some(next) = wanted.peek() else { break };
        if order.ids.get(*rank as usize) == Some(next) {
            if let Some(word) = bits.get_mut(*rank as usize / 64) {
                *word |= 1 << (rank % 64);
            }
            wanted.next();
        }
    }
    Ok(bits)
}

/// Bits that are in all of the sets.
#[derive(Debug)]
pub(super) struct Both {
    pub order: Arc<Order>,
    sets: Vec<Arc<Bits>>,
}

impl Both {
    fn words(&self) -> impl Iterator<Item = u64> + '_ {
        (0..self.order.ids.len().div_ceil(64))
            .map(|at| self.sets.iter().fold(u64::MAX, |all, set| all & set.get(at).copied().unwrap_or(0)))
    }

    /// How many.
    pub fn total(&self) -> u64 {
        self.words().map(|word| u64::from(word.count_ones())).sum()
    }

    /// The first ids of them from a rank on, in the order of lists.
    pub fn from(&self, rank: usize, limit: usize) -> Vec<u64> {
        let ranks = self.words().enumerate().skip(rank / 64).flat_map(|(at, word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then_some(rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(at * 64 + bit as usize)
            })
        });
        ranks
            .filter(|own| *own >= rank)
            .filter_map(|own| self.order.ids.get(own).copied())
            .take(limit)
            .collect()
    }
}

/// Sets that an answer needs and that are not there.
#[derive(Debug, Clone)]
pub struct Lack {
    kind: Kind,
    labels: Vec<u64>,
    version: Version,
}

impl Lack {
    /// What is made at once. No label has the number 0: it stands for the order.
    fn pieces(&self) -> BTreeSet<(Kind, u64)> {
        self.labels.iter().chain([&0]).map(|label| (self.kind, *label)).collect()
    }
}

/// Whose turn it is to make what somebody lacks.
enum Claim<'a> {
    /// Nobody's any more.
    There,
    /// His own, on this lane.
    Mine(usize, &'a Store),
    /// Another's, or there is no lane.
    Taken,
}

#[derive(Debug, Default)]
struct Kept {
    version: Version,
    orders: BTreeMap<Kind, Arc<Order>>,
    /// With when each was last asked for.
    sets: BTreeMap<u64, (u64, Arc<Bits>)>,
    bytes: usize,
    asked: u64,
    /// Labels being made, kinds being put in order.
    making: BTreeSet<(Kind, u64)>,
    /// Lanes at work.
    running: BTreeSet<usize>,
}

impl Kept {
    fn claim<'a>(&mut self, lanes: &'a [Store], lack: &Lack) -> Claim<'a> {
        if self.get(lack.kind, &lack.labels, &lack.version).is_some() {
            return Claim::There;
        }
        let free = lanes.iter().enumerate().find(|(at, _)| !self.running.contains(at));
        match free.filter(|_| self.making.is_disjoint(&lack.pieces())) {
            Some((at, lane)) => Claim::Mine(at, lane),
            None => Claim::Taken,
        }
    }

    fn get(&mut self, kind: Kind, labels: &[u64], version: &Version) -> Option<Both> {
        if self.version != *version {
            return None;
        }
        self.asked += 1;
        let asked = self.asked;
        let order = Arc::clone(self.orders.get(&kind)?);
        let mut sets = Vec::with_capacity(labels.len());
        for label in labels {
            let (last, bits) = self.sets.get_mut(label)?;
            *last = asked;
            sets.push(Arc::clone(bits));
        }
        Some(Both { order, sets })
    }

    fn forget(&mut self, version: Version) {
        self.version = version;
        self.orders.clear();
        self.sets.clear();
        self.bytes = 0;
    }

    fn put(&mut self, version: Version, kind: Kind, order: Arc<Order>, made: Vec<(u64, Bits)>) {
        if self.version != version {
            self.forget(version);
        }
        self.orders.insert(kind, order);
        self.asked += 1;
        for (label, bits) in made {
            self.bytes += bits.len() * 8;
            if let Some((_, old)) = self.sets.insert(label, (self.asked, Arc::new(bits))) {
                self.bytes -= old.len() * 8;
            }
        }
        while self.bytes > ROOM {
            let oldest = self.sets.iter().map(|(label, (last, _))| (*last, *label)).min();
            // What was just made stays, however large.
            let Some((_, label)) = oldest.filter(|(last, _)| *last < self.asked) else { break };
            if let Some((_, bits)) = self.sets.remove(&label) {
                self.bytes -= bits.len() * 8;
            }
        }
    }
}

/// The sets at hand.
#[derive(Debug, Default)]
pub struct Sets {
    kept: Mutex<Kept>,
    made: Condvar,
}

impl Sets {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets all.
    pub fn clear(&self) {
        self.kept().forget(Version::default());
    }

    /// What carries all of the labels, for the edition that `tx` sees.
    pub(super) fn get(
        &self,
        tx: &mut Tx<'_>,
        kind: Kind,
        labels: &[u64],
    ) -> Result<std::result::Result<Both, Lack>> {
        let version = version(tx)?;
        let found = self.kept().get(kind, labels, &version);
        Ok(found.ok_or_else(|| Lack { kind, labels: labels.to_vec(), version }))
    }

    /// The same, made where it is not there, for this once.
    pub(super) fn once(tx: &mut Tx<'_>, kind: Kind, labels: &[u64]) -> Result<Both> {
        let order = Arc::new(Order::read(tx, kind)?);
        let sets = labels.iter().map(|label| read_bits(tx, kind, &order, *label).map(Arc::new));
        Ok(Both { sets: sets.collect::<Result<_>>()?, order })
    }

    /// Makes what somebody lacks, on one of the `lanes`; waits where another
    /// one is making it or too many are at work.
    pub(super) fn fill(&self, lanes: &[Store], lack: &Lack) -> Result<()> {
        let mut kept = self.kept();
        loop {
            match kept.claim(lanes, lack) {
                Claim::There => return Ok(()),
                Claim::Mine(at, lane) => return self.take_turn(kept, at, lane, lack),
                Claim::Taken => kept = self.made.wait(kept).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    /// The same without waiting; `false`: somebody else is at it.
    pub(super) fn try_fill(&self, lanes: &[Store], lack: &Lack) -> Result<bool> {
        let mut kept = self.kept();
        match kept.claim(lanes, lack) {
            Claim::There => Ok(true),
            Claim::Mine(at, lane) => self.take_turn(kept, at, lane, lack).map(|()| true),
            Claim::Taken => Ok(false),
        }
    }

    fn take_turn(&self, mut kept: MutexGuard<'_, Kept>, at: usize, lane: &Store, lack: &Lack) -> Result<()> {
        let pieces = lack.pieces();
        kept.running.insert(at);
        kept.making.extend(pieces.iter().copied());
        drop(kept);
        let _turn = Turn { sets: self, lane: at, pieces };
        lane.read(|tx| self.make(tx, lack))
    }

    fn make(&self, tx: &mut Tx<'_>, lack: &Lack) -> Result<()> {
        let version = version(tx)?;
        let (order, there) = {
            let kept = self.kept();
            let same = kept.version == version;
            let order = kept.orders.get(&lack.kind).filter(|_| same).map(Arc::clone);
            let there = |label: &u64| same && kept.sets.contains_key(label);
            let there: BTreeSet<u64> = lack.labels.iter().copied().filter(there).collect();
            (order, there)
        };
        let order = order.map_or_else(|| Order::read(tx, lack.kind).map(Arc::new), Ok)?;
        let missing = lack.labels.iter().filter(|label| !there.contains(label));
        let made = missing
            .map(|label| Ok((*label, read_bits(tx, lack.kind, &order, *label)?)))
            .collect::<Result<Vec<_>>>()?;
        self.kept().put(version, lack.kind, order, made);
        Ok(())
    }
}

/// Somebody at work: gives way however he ends.
struct Turn<'a> {
    sets: &'a Sets,
    lane: usize,
    pieces: BTreeSet<(Kind, u64)>,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut kept = self.sets.kept();
        kept.running.remove(&self.lane);
        kept.making.retain(|piece| !self.pieces.contains(piece));
        drop(kept);
        self.sets.made.notify_all();
    }
}
