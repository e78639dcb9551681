//! A draw made public.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::super::{Amended, Bar, Draw, DrawPart, DrawStratum, Excluded, SeedSource, Workload};
use super::ItemNames;
use crate::domain::Digest;
use crate::draw::document::{Form, Part, SourceKind, Stratum};
use crate::draw::selection::StratumDraw;
use crate::draw::ticket::Tickets;
use crate::draw::{Ceremony, PlanDocument};
use crate::publication::frozen::FrozenFrame;
use crate::publication::outcome::Outcome;

/// Classes that tickets are counted by.
const BARS: usize = 64;

/// What a draw is made from.
#[derive(Debug)]
pub struct DrawInput<'a> {
    /// plan.json.
    pub plan: &'a PlanDocument,
    /// Its digest.
    pub p: String,
    /// The ceremony.
    pub ceremony: &'a Ceremony,
    /// Frames in plan order.
    pub frames: &'a [FrozenFrame],
    /// roster.csv: department and whether available, one an inspector.
    pub roster: &'a [crate::matching::RosterRow],
    /// What was drawn.
    pub outcome: &'a Outcome,
    /// Names of the items.
    pub items: &'a ItemNames<'a>,
    /// Abandoned later on.
    pub abandoned: bool,
    /// When it was frozen, drawn, handed out.
    pub moments: [String; 3],
    /// Digest of SHA256SUMS.
    pub bundle: String,
    /// Files of the bundle: name, digest, bytes.
    pub files: Vec<(String, String, u64)>,
    /// Amendments made public.
    pub amendments: Vec<Amended>,
}

/// Makes a draw's page. One ticket is computed for each eligible row.
pub fn draw(input: DrawInput<'_>) -> Draw {
    let (plan, ceremony, outcome) = (input.plan, input.ceremony, input.outcome);
    let parts: Vec<DrawPart> = (plan.parts.iter().zip(input.frames).zip(&outcome.draws))
        .map(|((part, frame), draws)| DrawPart {
            part: part.part.clone(),
            department: part.department.clone(),
            items: input.items.named(&part.items, plan.cutoff),
            rows: part.rows,
            root: part.root.to_string(),
            excluded: (part.excluded.iter())
                .map(|(reason, rows)| Excluded { reason: reason.clone(), rows: *rows })
                .collect(),
            strata: strata(part, frame, draws, &ceremony.seed),
        })
        .collect();
    let mut shared: BTreeMap<u64, u64> = BTreeMap::new();
    for visit in &outcome.visits {
        let departments: BTreeSet<&str> =
            visit.parts.iter().map(|part| plan.parts[*part].department.as_str()).collect();
        *shared.entry(departments.len() as u64).or_default() += 1;
    }
    let [frozen_at, drawn_at, disclosed_at] = input.moments;
    Draw {
        serial: plan.serial,
        plan: plan.plan.clone(),
        title: plan.title.clone(),
        attempt: plan.attempt,
        abandoned: input.abandoned,
        p: input.p,
        seed: ceremony.seed.to_string(),
        sources: sources(plan, ceremony),
        frozen_at,
        drawn_at,
        disclosed_at,
        bundle: input.bundle,
        files: input.files,
        visits: outcome.visits.len() as u64,
        shared: shared.into_iter().collect(),
        selections: parts.iter().flat_map(|part| &part.strata).map(|stratum| stratum.selected).sum(),
        workload: workload(plan, input.roster, outcome),
        parts,
        amendments: input.amendments,
    }
}

fn sources(plan: &PlanDocument, ceremony: &Ceremony) -> Vec<SeedSource> {
    let kind = |name: &str| match plan.sources.iter().find(|source| source.source == name).map(|s| &s.kind) {
        Some(SourceKind::Public { form: Form::Drand { .. }, .. }) => "drand",
        Some(SourceKind::Public { .. }) => "public",
        Some(SourceKind::Sealed { .. }) => "sealed",
        Some(SourceKind::Commitment { .. }) | None => "commitment",
    };
    (ceremony.contributions.iter())
        .map(|one| SeedSource {
            source: one.source.clone(),
            kind: kind(&one.source).to_owned(),
            value: one.value.clone(),
        })
        .collect()
}

/// What is counted of one stratum.
#[derive(Clone)]
struct Tally {
    eligible: u64,
    next: Option<Digest>,
    bars: [Bar; BARS],
}

impl Tally {
    const NONE: Self = Self { eligible: 0, next: None, bars: [Bar { tickets: 0, selected: 0 }; BARS] };

    fn take(&mut self, ticket: Digest, cutoff: Option<Digest>) {
        self.eligible += 1;
        let bar = &mut self.bars[usize::from(ticket.0[0]) * BARS / 256];
        bar.tickets += 1;
        if cutoff.is_some_and(|cutoff| ticket <= cutoff) {
            bar.selected += 1;
        } else if self.next.is_none_or(|next| ticket < next) {
            self.next = Some(ticket);
        }
    }

    fn join(&mut self, other: &Self) {
        self.eligible += other.eligible;
        self.next = self.next.into_iter().chain(other.next).min();
        for (bar, more) in self.bars.iter_mut().zip(&other.bars) {
            bar.tickets += more.tickets;
            bar.selected += more.selected;
        }
    }
}

fn strata(part: &Part, frame: &FrozenFrame, draws: &[StratumDraw], seed: &Digest) -> Vec<DrawStratum> {
    let tickets = Tickets::new(seed);
    let cutoffs: Vec<Option<Digest>> = (draws.iter())
        .map(|draw| draw.drawn.iter().take(draw.quota as usize).map(|drawn| drawn.ticket).max())
        .collect();
    let rows = &frame.rows;
    let count = |from: usize, to: usize| {
        let mut tallies = vec![Tally::NONE; part.strata.len()];
        for row in from..to {
            let stratum = rows.strata[row] as usize;
            if rows.eligible[row] {
                tallies[stratum].take(tickets.ticket(rows.codes.bytes(row)), cutoffs[stratum]);
            }
        }
        tallies
    };
    const PIECE: usize = 1 << 16;
    let total = rows.codes.len();
    let pieces: Vec<Vec<Tally>> = (0..total.div_ceil(PIECE))
        .into_par_iter()
        .map(|piece| count(piece * PIECE, ((piece + 1) * PIECE).min(total)))
        .collect();
    let mut tallies = vec![Tally::NONE; part.strata.len()];
    for piece in &pieces {
        tallies.iter_mut().zip(piece).for_each(|(tally, more)| tally.join(more));
    }
    (part.strata.iter().zip(draws).zip(tallies).zip(cutoffs))
        .map(|(((stratum, draw), tally), cutoff)| {
            let hex = |ticket: Option<Digest>| ticket.map(|ticket| ticket.to_string()).unwrap_or_default();
            let selected = draw.quota.min(draw.drawn.len() as u64);
            DrawStratum {
                stratum: stratum.stratum.clone(),
                eligible: tally.eligible,
                rate: rate(stratum),
                selected,
                reserves: draw.drawn.len() as u64 - selected,
                cutoff: hex(cutoff.filter(|_| tally.next.is_some())),
                next: hex(tally.next),
                tickets: tally.bars.to_vec(),
            }
        })
        .collect()
}

/// The rate or count as plan.json words it.
fn rate(stratum: &Stratum) -> String {
    match (&stratum.rate, stratum.count) {
        (Some(rate), _) => rate.to_string(),
        (None, Some(count)) => count.to_string(),
        (None, None) => String::new(),
    }
}

fn workload(plan: &PlanDocument, roster: &[crate::matching::RosterRow], outcome: &Outcome) -> Vec<Workload> {
    let departments: BTreeSet<&str> = plan.parts.iter().map(|part| part.department.as_str()).collect();
    (departments.into_iter())
        .map(|department| {
            let mut loads: BTreeMap<&str, u64> = (roster.iter())
                .filter(|row| row.department == department && row.available == "yes")
                .map(|row| (row.inspector.as_str(), 0))
                .collect();
            let inspectors = loads.len() as u64;
            let teams = outcome.teams.iter().filter(|(own, _)| own == department);
            let mut visits = 0;
            for (_, team) in teams {
                visits += 1;
                for member in &team.members {
                    *loads.entry(member).or_default() += 1;
                }
            }
            let short = outcome.short.iter().filter(|(own, _)| own == department).count() as u64;
            let mut spread: BTreeMap<u64, u64> = BTreeMap::new();
            loads.values().for_each(|load| *spread.entry(*load).or_default() += 1);
            Workload {
                department: department.to_owned(),
                inspectors,
                visits: visits + short,
                spread: spread.into_iter().collect(),
                short,
            }
        })
        .collect()
}
