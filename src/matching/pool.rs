//! 候选: a department's inspectors, their ranks, and who may go on which visit.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::domain::grammar::covers;
use crate::domain::{Date, Digest};
use crate::draw::PlanDocument;

/// A row of `roster.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRow {
    /// Certificate number.
    pub inspector: String,
    /// Name.
    pub name: String,
    /// Department.
    pub department: String,
    /// Area scopes.
    pub areas: Vec<String>,
    /// Competences.
    pub competences: Vec<String>,
    /// Certificate valid from.
    pub valid_from: Date,
    /// Certificate valid to.
    pub valid_to: Date,
    /// `yes`, or the reason slug.
    pub available: String,
}

/// What a department owes one visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// Number of the visit.
    pub visit: u64,
    /// The entity's area.
    pub area: String,
    /// Every competence the department's parts of this visit name.
    pub competences: BTreeSet<String>,
    /// Team size t, the largest of those parts.
    pub team: usize,
    /// Inspectors barred from the entity.
    pub barred: Vec<String>,
    /// 专家 asked for beyond the team, the most of those parts.
    pub experts: usize,
}

impl Need {
    /// What a department owes one visit through those of `parts` (indices into
    /// the plan's) that are its own: the largest team, every competence, the
    /// most experts.
    pub fn of(
        plan: &PlanDocument,
        visit: u64,
        parts: &[usize],
        department: &str,
        area: &str,
        barred: Vec<String>,
    ) -> Self {
        let own = parts.iter().map(|part| &plan.parts[*part]).filter(|part| part.department == department);
        let (mut competences, mut team, mut experts) = (BTreeSet::new(), 0, 0);
        for part in own {
            competences.extend(part.competences.iter().cloned());
            team = team.max(usize::try_from(part.team).unwrap_or(usize::MAX));
            experts = experts.max(usize::try_from(part.experts()).unwrap_or(usize::MAX));
        }
        Self { visit, area: area.to_owned(), competences, team, barred, experts }
    }
}

/// A department's inspectors in byte order of the roster, with rank words; or
/// its groups, each like an inspector (see [`super::Groups`]).
#[derive(Debug)]
pub struct Pool<'a> {
    pub(super) rows: Vec<Cow<'a, RosterRow>>,
    /// Whether the row can be a candidate at all: available, certificate
    /// valid on both ends of the window.
    pub(super) fit: Vec<bool>,
    /// Likewise as an expert.
    expert: Vec<bool>,
    /// Place of each inspector in rank order.
    pub(super) rank: Vec<u32>,
    pub(super) key: Digest,
}

impl<'a> Pool<'a> {
    /// The pool of a department; `roster` in byte order of the certificates.
    pub fn new(seed: &Digest, department: &str, roster: &'a [RosterRow], window: &[Date; 2]) -> Self {
        let key = Digest::of_lines(&["choucha/1 match", &seed.to_string(), department]);
        let rows = roster.iter().filter(|row| row.department == department).map(Cow::Borrowed).collect();
        Self::of_rows(key, rows, window)
    }

    /// The pool of rows in byte order, whose key is known.
    pub(super) fn of_rows(key: Digest, rows: Vec<Cow<'a, RosterRow>>, window: &[Date; 2]) -> Self {
        let certified = |row: &RosterRow| row.valid_from <= window[0] && row.valid_to >= window[1];
        let fit = rows.iter().map(|row| row.available == "yes" && certified(row)).collect();
        let expert = rows.iter().map(|row| row.available == "expert" && certified(row)).collect();
        let words: Vec<u64> = keystream(&key, u64::MAX).take(rows.len()).collect();
        let mut order: Vec<u32> = (0..rows.len() as u32).collect();
        order.sort_by_key(|i| (words[*i as usize], *i));
        let mut rank = vec![0; rows.len()];
        for (place, inspector) in order.iter().enumerate() {
            rank[*inspector as usize] = place as u32;
        }
        Self { rows, fit, expert, rank, key }
    }

    /// How many inspectors the department has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether the department has none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Certificate number of an inspector.
    pub fn name(&self, inspector: u32) -> &str {
        &self.rows[inspector as usize].inspector
    }

    /// The inspector of that certificate number.
    pub fn find(&self, certificate: &str) -> Option<u32> {
        let place = self.rows.binary_search_by(|row| row.inspector.as_str().cmp(certificate));
        place.ok().map(|place| place as u32)
    }

    /// Candidates for a visit, in byte order.
    pub fn candidates(&self, need: &Need) -> Vec<u32> {
        self.unbarred(self.qualified(&need.area, &need.competences), need)
    }

    /// Candidates for a visit's experts, in byte order: as those for its team,
    /// but `available` as `expert`.
    pub fn experts(&self, need: &Need) -> Vec<u32> {
        self.unbarred(self.experts_before_bars(&need.area, &need.competences), need)
    }

    /// The same as far as area and competences decide.
    pub(super) fn experts_before_bars(&self, area: &str, competences: &BTreeSet<String>) -> Vec<u32> {
        self.able(&self.expert, area, competences)
    }

    /// Leaves out those barred from the visit's entity.
    pub(super) fn unbarred(&self, mut candidates: Vec<u32>, need: &Need) -> Vec<u32> {
        if need.barred.is_empty() {
            return candidates;
        }
        let barred = self.marks(&need.barred);
        candidates.retain(|inspector| !barred[*inspector as usize]);
        candidates
    }

    /// Marks the inspectors of these certificates. Lists usually come in byte
    /// order, so each search gallops on from where the last one ended.
    pub(super) fn marks(&self, certificates: &[String]) -> Vec<bool> {
        let mut marks = vec![false; self.len()];
        let (mut from, mut last) = (0, "");
        for certificate in certificates {
            if certificate.as_str() < last {
                from = 0;
            }
            last = certificate;
            let (mut to, mut step) = (from, 1);
            while self.rows.get(to).is_some_and(|row| row.inspector < *certificate) {
                from = to + 1;
                to += step;
                step *= 2;
            }
            let within = &self.rows[from..(to + 1).min(self.rows.len())];
            from += within.partition_point(|row| row.inspector < *certificate);
            if self.rows.get(from).is_some_and(|row| row.inspector == *certificate) {
                marks[from] = true;
            }
        }
        marks
    }

    /// Candidates as far as area and competences decide, in byte order.
    fn qualified(&self, area: &str, competences: &BTreeSet<String>) -> Vec<u32> {
        self.able(&self.fit, area, competences)
    }

    fn able(&self, fit: &[bool], area: &str, competences: &BTreeSet<String>) -> Vec<u32> {
        (0..self.rows.len() as u32)
            .filter(|i| {
                let row = &self.rows[*i as usize];
                fit[*i as usize]
                    && competences.iter().all(|needed| row.competences.contains(needed))
                    && row.areas.iter().any(|scope| covers(scope, area))
            })
            .collect()
    }

    /// The words of a stream. Stream v is visit v's: its j-th word belongs to
    /// the j-th candidate in byte order.
    pub fn words(&self, stream: u64) -> impl Iterator<Item = u64> + use<> {
        keystream(&self.key, stream)
    }
}

/// The words of a stream of ChaCha20 under a key: 64-bit stream id, 64-bit
/// counter from 0, little-endian u64 words (protocol §4).
fn keystream(key: &Digest, stream: u64) -> impl Iterator<Item = u64> + use<> {
    let mut rng = ChaCha20Rng::from_seed(key.0);
    rng.set_stream(stream);
    std::iter::repeat_with(move || rng.next_u64())
}

/// Candidate lists shared by all visits that have the same one.
#[derive(Debug, Default)]
pub(super) struct Classes {
    /// Candidates in byte order.
    pub(super) lists: Vec<Vec<u32>>,
    /// The same in rank order.
    pub(super) ranked: Vec<Vec<u32>>,
    /// Class of each need, in the needs' order.
    pub(super) of: Vec<u32>,
}

impl Classes {
    /// Groups needs by area and competences; a visit with barred pairs has a
    /// class of its own.
    pub(super) fn new(pool: &Pool<'_>, needs: &[Need]) -> Self {
        let mut classes = Self::default();
        let mut known: BTreeMap<(&str, &BTreeSet<String>), u32> = BTreeMap::new();
        for need in needs {
            let common = *known.entry((&need.area, &need.competences)).or_insert_with(|| {
                let list = pool.qualified(&need.area, &need.competences);
                let mut ranked = list.clone();
                ranked.sort_unstable_by_key(|inspector| pool.rank[*inspector as usize]);
                classes.add(list, ranked)
            });
            let class = if need.barred.is_empty() {
                common
            } else {
                let barred = pool.marks(&need.barred);
                let left = |list: &[u32]| list.iter().copied().filter(|i| !barred[*i as usize]).collect();
                let (list, ranked) =
                    (left(&classes.lists[common as usize]), left(&classes.ranked[common as usize]));
                classes.add(list, ranked)
            };
            classes.of.push(class);
        }
        classes
    }

    fn add(&mut self, list: Vec<u32>, ranked: Vec<u32>) -> u32 {
        self.lists.push(list);
        self.ranked.push(ranked);
        self.lists.len() as u32 - 1
    }
}
