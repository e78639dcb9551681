//! A whole frame.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::COLUMNS;
use super::reading::Reading;
use super::worker::{Chunk, Worker, cut, sum};
use crate::checker::drawn::{Listed, Omitted};
use crate::checker::plan::frame;
use crate::checker::quota::Size;
use crate::checker::rows::{Lines, scan};
use crate::checker::strata::Strata;
use crate::checker::tickets::Tickets;
use crate::checker::{Fault, Rule, folder};
use crate::domain::{Digest, Progress, Text};
use crate::draw::document::Part;
use crate::text;

/// What a frame turned out to hold.
#[derive(Debug)]
pub struct FrameFacts {
    /// N and E by stratum, plan order.
    pub sizes: Vec<Size>,
    /// The first eligible row that draw.csv should list and does not.
    pub omitted: Option<Omitted>,
}

/// What each row is compared with.
pub struct Against<'a> {
    /// The part.
    pub part: &'a Part,
    /// Index of its first stratum in the whole plan.
    pub first_stratum: usize,
    /// Digest by SHA256SUMS.
    pub listed_digest: &'a Digest,
    /// The draw's claims; absent when they are already known to be wrong.
    pub draw: Option<(&'a Tickets, &'a mut Listed)>,
}

/// Reads a frame row by row, without comparing anything.
pub fn each(
    dir: &Path,
    part: &Part,
    take: impl FnMut(u64, [&str; 6]) -> Result<(), (Rule, Text)>,
) -> Result<u64, Fault> {
    scan::<6>(dir, &frame(&part.part), COLUMNS, take)
}

/// Checks one frame against the plan and the draw.
pub fn check(dir: &Path, against: Against<'_>, progress: &dyn Progress) -> Result<FrameFacts, Fault> {
    let Against { part, first_stratum, listed_digest, draw } = against;
    let name = frame(&part.part);
    let strata = Strata::new(part);
    let threads = rayon::current_num_threads();
    let mut workers: Vec<Worker> = Vec::new();
    workers.resize_with(threads * 2, || Worker::new(part.strata.len()));

    let mut lines = Lines::open(dir, &name)?;
    let mut hasher = Sha256::new();
    let mut reading = Reading::new(&name, draw);
    while let Some(block) = lines.block()? {
        let (mut line, body) = (block.first, reading.header(&block.bytes));
        line += u64::from(body.len() < block.bytes.len());
        if reading.fault.is_some() {
            // Only the digest can still say something more basic.
            hasher.update(&block.bytes);
            continue;
        }
        let claims = reading.claims();
        let (chunks, ()) = rayon::join(
            || {
                let pieces = cut(body, workers.len());
                (workers.par_iter_mut().zip(pieces))
                    .map(|(worker, piece)| worker.chunk(piece, part, &strata, first_stratum, claims))
                    .collect::<Vec<Chunk>>()
            },
            || hasher.update(&block.bytes),
        );
        for chunk in chunks {
            let Some(read) = reading.take(chunk, line) else { break };
            line += read;
            progress.add(read);
        }
    }
    let digest = Digest(hasher.finalize().into());
    folder::compare(&name, &digest, listed_digest)?;
    let omitted = reading.holds(part, &digest)?;
    let (sizes, excluded) = sum(workers, part.strata.len());
    excluded_as_listed(&name, part, &excluded)?;
    Ok(FrameFacts { sizes, omitted })
}

/// Rows excluded for each reason are as many as the plan says.
fn excluded_as_listed(name: &str, part: &Part, excluded: &BTreeMap<String, u64>) -> Result<(), Fault> {
    for reason in part.excluded.keys().chain(excluded.keys()) {
        let listed = part.excluded.get(reason).copied().unwrap_or(0);
        let found = excluded.get(reason).copied().unwrap_or(0);
        if listed != found {
            let reason = text!("checker-frame-excluded", reason = reason, listed = listed, found = found);
            return Err(Fault::of_file(name, Rule::Plan, reason));
        }
    }
    Ok(())
}
