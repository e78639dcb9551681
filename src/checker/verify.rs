//! The whole check, in the order a careful reader would go. Files that later
//! steps lean on are read earlier, but what is wrong with them is told in its
//! turn.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::amendments::{self, Replay};
use super::barred::{Barred, Opened, complete};
use super::desk::Desk;
use super::drawn::Listed;
use super::frames::{self, Against, FrameFacts};
use super::plan::{Plan, frame};
use super::quota::{Quota, Size};
use super::roster::Roster;
use super::teams::Teams;
use super::teams_file::Matched;
use super::tickets::Tickets;
use super::visits::{self, Visits};
use super::weigh::weigh;
use super::{Fault, Verdict, across, acts, ceremony, folder, groups_file, log, plan, quota};
use crate::domain::{Digest, Progress};
use crate::draw::{Ceremony, PlanDocument};
use crate::log::VerifierKey;
use crate::text;

/// What whoever checks has from elsewhere than the bundle.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The office's log key: the bundle must be of that log.
    pub log_key: Option<VerifierKey>,
    /// A newer copy of the whole log: the bundle must be part of it, and up to
    /// date.
    pub log: Option<PathBuf>,
}

/// Checks a bundle folder against the protocol; names the first thing wrong.
pub fn verify(dir: &Path, progress: &dyn Progress) -> Result<Verdict, Fault> {
    verify_with(dir, &Options::default(), progress)
}

/// The same, with what is known from elsewhere.
pub fn verify_with(dir: &Path, options: &Options, progress: &dyn Progress) -> Result<Verdict, Fault> {
    let fixed = Fixed::read(dir)?;
    let drawn = Drawn::check(dir, &fixed, progress)?;
    let matched = matching(dir, &fixed, &drawn, progress)?;
    let replay = amended(&fixed, &drawn, &matched)?;
    let logged = log::check(dir, &fixed, &drawn, &matched.claims, options.log_key.as_ref())?;
    if let (Some(whole), Some(logged)) = (&options.log, &logged) {
        log::within(whole, &fixed, logged, options.log_key.as_ref(), progress)?;
    }
    Ok(weigh(&fixed, &drawn, &matched, &replay, logged))
}

/// What stood before the draw, and the ceremony.
#[derive(Debug)]
pub struct Fixed {
    /// Files and digests.
    pub folder: folder::Folder,
    /// plan.json.
    pub plan: Plan,
}

impl Fixed {
    /// The folder's contents and plan.json.
    pub fn read(dir: &Path) -> Result<Self, Fault> {
        let folder = folder::open(dir)?;
        let plan = plan::open(dir, &folder)?;
        Ok(Self { folder, plan })
    }

    /// The plan.
    pub fn document(&self) -> &PlanDocument {
        &self.plan.document
    }
}

/// The first random, checked.
#[derive(Debug)]
pub struct Drawn {
    /// roster.csv.
    pub roster: Roster,
    /// barred.csv.
    pub barred: Barred,
    /// ceremony.json.
    pub ceremony: Ceremony,
    /// Quotas of all strata in plan order.
    pub quotas: Vec<Quota>,
    /// draw.csv.
    pub listed: Listed,
    /// visits.csv.
    pub visits: Visits,
}

impl Drawn {
    /// Frames, roster, barred, ceremony, quota, draw, visits.
    pub fn check(dir: &Path, fixed: &Fixed, progress: &dyn Progress) -> Result<Self, Fault> {
        let document = fixed.document();
        // The frames are read once, so what the draw claims must be at hand by
        // then; its faults wait until the frames have been told to be in order.
        let ceremony = ceremony::open(dir, &fixed.plan);
        let seed = ceremony.as_ref().ok().map(|ceremony| ceremony.seed);
        let mut listed = seed.map(|seed| Listed::load(dir, document, &seed));
        let claims = listed.as_mut().and_then(|listed| listed.as_mut().ok());
        let facts = all_frames(dir, fixed, seed, claims, progress)?;
        across::check(dir, document, progress)?;
        let roster = Roster::open(dir, &fixed.folder, document)?;
        let barred = Barred::open(dir, &fixed.folder, document)?;
        let ceremony = ceremony?;
        let quotas = quotas(document, &ceremony.seed, &facts);
        quota::check(dir, document, &quotas)?;
        let listed = match listed {
            Some(listed) => listed?,
            // A seed was found above whenever the ceremony holds.
            None => Listed::load(dir, document, &ceremony.seed)?,
        };
        let omitted = facts.iter().find_map(|facts| facts.omitted.as_ref());
        listed.check(dir, document, &quotas, omitted)?;
        let visits = visits::open(dir, document, &ceremony.seed, &listed)?;
        Ok(Self { roster, barred, ceremony, quotas, listed, visits })
    }
}

fn all_frames(
    dir: &Path,
    fixed: &Fixed,
    seed: Option<Digest>,
    mut claims: Option<&mut Listed>,
    progress: &dyn Progress,
) -> Result<Vec<FrameFacts>, Fault> {
    let document = fixed.document();
    let tickets = seed.map(|seed| Tickets::new(&seed));
    progress.begin(text!("checker-doing-frames"), document.parts.iter().map(|part| part.rows).sum());
    let mut facts = Vec::with_capacity(document.parts.len());
    let mut first_stratum = 0;
    for part in &document.parts {
        let name = frame(&part.part);
        let Some(listed_digest) = fixed.folder.sums.get(&name) else {
            return Err(Fault::of_file(name, super::Rule::Bundle, text!("checker-missing")));
        };
        let draw = tickets.as_ref().zip(claims.as_deref_mut());
        let against = Against { part, first_stratum, listed_digest, draw };
        facts.push(frames::check(dir, against, progress)?);
        first_stratum += part.strata.len();
    }
    progress.end();
    Ok(facts)
}

fn quotas(document: &PlanDocument, seed: &Digest, facts: &[FrameFacts]) -> Vec<Quota> {
    let sizes = facts.iter().map(|facts| &facts.sizes[..]);
    (document.parts.iter().zip(sizes))
        .flat_map(|(part, sizes): (_, &[Size])| quota::of_part(seed, part, sizes))
        .collect()
}

/// The second random, checked.
#[derive(Debug)]
pub struct Matching<'a> {
    /// opened.csv.
    pub opened: Opened,
    /// Rows of barred.csv that are open.
    pub positions: std::collections::BTreeSet<usize>,
    /// The claims of amendments.csv, in their grammar only.
    pub claims: Vec<acts::Row>,
    /// By department in byte order.
    pub teams: Vec<Teams<'a>>,
}

/// opened.csv, groups.csv where there is one, short.csv and teams.csv.
pub fn matching<'a>(
    dir: &Path,
    fixed: &'a Fixed,
    drawn: &'a Drawn,
    progress: &dyn Progress,
) -> Result<Matching<'a>, Fault> {
    let document = fixed.document();
    let seed = &drawn.ceremony.seed;
    let tickets = Tickets::new(seed);
    // Substitutes' pairs are open too; whether the amendments hold comes later.
    let claims = acts::load(dir);
    let substitutes: std::collections::BTreeSet<&str> =
        (claims.iter().flatten()).filter(|row| row.substitute).map(|row| row.new.as_str()).collect();
    let visited = |code: &str| drawn.visits.find(&tickets.of(code)).is_some();
    let (opened, positions) =
        Opened::open(dir, &drawn.barred, |code| visited(code) || substitutes.contains(code), visited)?;
    progress.begin(text!("checker-doing-teams"), 0);
    let departments: std::collections::BTreeSet<&str> =
        document.parts.iter().map(|part| part.department.as_str()).collect();
    let departments: Vec<&str> = departments.into_iter().collect();
    let teams: Vec<Teams<'_>> = (departments.par_iter())
        .map(|department| {
            let desk = Desk::new(document, &drawn.roster, department, seed);
            Teams::form(desk, &drawn.visits, &drawn.listed.areas, &opened)
        })
        .collect();
    progress.end();
    let matched =
        Matched { roster: &drawn.roster, visits: &drawn.visits, listed: &drawn.listed, teams: &teams };
    if document.has_groups() {
        let desks: Vec<&Desk<'_>> = teams.iter().map(|teams| &teams.desk).collect();
        groups_file::check(dir, &drawn.roster, &desks)?;
    }
    matched.check_short(dir)?;
    matched.check_teams(dir)?;
    Ok(Matching { opened, positions, claims: claims?, teams })
}

/// Replays amendments.csv, then checks that opened.csv covers what it brought.
pub fn amended(fixed: &Fixed, drawn: &Drawn, matched: &Matching<'_>) -> Result<Replay, Fault> {
    let replay = amendments::replay(fixed.document(), drawn, matched)?;
    amendments::opened_agree(&matched.opened, &replay, drawn)?;
    let brought = amendments::brought(&replay, drawn);
    complete(&drawn.barred, &matched.positions, |code| brought.contains(code))?;
    Ok(replay)
}
