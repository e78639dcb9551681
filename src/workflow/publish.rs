//! 公示: an attempt's bundle is handed out into a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::bundle_log;
use super::files;
use super::office::Office;
use super::plans::attempt_in_force;
use super::refusal::Done;
use crate::domain::{Digest, Progress, Result};
use crate::publication::bundle;
use crate::record::details;
use crate::record::proofs::{CHECKPOINT, PROOFS};
use crate::store::amendments;
use crate::store::attempts::{self, Attempt, AttemptFile};
use crate::store::publications::{self, Extent, Publication};
use crate::text;

/// A bundle handed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Published {
    /// 计划编号.
    pub plan: String,
    /// Attempt.
    pub attempt: u64,
    /// Digests only, or everything.
    pub extent: Extent,
    /// The folder.
    pub folder: PathBuf,
    /// Files in it.
    pub files: u64,
    /// Digest of SHA256SUMS.
    pub sums: Digest,
    /// It stood there already, the same to the byte.
    pub already: bool,
}

/// Which part of a bundle to hand out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Only digests and plan.json, also for a plan that is not sealed.
    pub sealed: bool,
    /// Everything, also of a sealed plan: after the visits.
    pub disclose: bool,
}

/// Writes the bundle of the plan's drawn attempt into `dir`: a new or empty
/// folder, or one that holds this attempt's bundle already, which is brought
/// up to date. A sealed plan's bundle is digests and plan.json until it is
/// disclosed.
pub fn publish(
    office: &Office,
    plan: &str,
    dir: &Path,
    options: Options,
    progress: &dyn Progress,
) -> Done<Published> {
    let (attempt, recorded, before) = office.store.read(|tx| {
        let attempt = attempt_in_force(tx, plan)?;
        let recorded = attempts::files(tx, attempt.serial)?;
        let before: Vec<_> =
            publications::list(tx)?.into_iter().filter(|p| p.serial == attempt.serial).collect();
        Ok((attempt, recorded, before))
    })?;
    if attempt.seed.is_none() {
        return Err(text!("publish-not-drawn", plan = plan, attempt = attempt.attempt).into());
    }
    let extent = extent(&attempt, &before, options)?;
    let dir = outside(office, dir)?;
    check_target(&dir, &attempt, &recorded)?;

    let digests: BTreeMap<String, Digest> =
        recorded.iter().map(|file| (file.name.clone(), file.sha256)).collect();
    let sums = bundle::sums(&digests);
    let wanted: Vec<&str> = match extent {
        Extent::Sealed => vec!["plan.json"],
        Extent::Full => recorded.iter().map(|file| file.name.as_str()).collect(),
    };
    let sums_digest = Digest::of(&sums);
    let outcome = |already| Published {
        plan: plan.into(),
        attempt: attempt.attempt,
        extent,
        folder: dir.clone(),
        files: wanted.len() as u64 + 1,
        sums: sums_digest,
        already,
    };
    let same = before.last().is_some_and(|last| {
        last.sums == sums_digest && last.extent == extent && last.folder == dir.display().to_string()
    });
    if same && stands(&dir, &wanted, &digests, &sums) {
        // What came into the log since, a witness's filing or another act,
        // makes newer proofs.
        bundle_log::write(office, &attempt, extent, None, &dir)?;
        return Ok(outcome(true));
    }
    let aside = files::beside(&dir, "new");
    let step = office.begin("publish", plan, std::slice::from_ref(&aside))?;
    let folder = office.paths.attempts().join(attempt.folder());
    lay_aside(&aside, &folder, &wanted, &digests, &sums, progress)?;
    put_in_place(&aside, &dir)?;
    step.commit(|tx| {
        let now = office.now();
        let publication = Publication {
            serial: attempt.serial,
            extent,
            folder: dir.display().to_string(),
            sums: sums_digest,
            at: now,
        };
        publications::add(tx, &publication)?;
        let members = details([
            ("plan", plan.into()),
            ("attempt", attempt.attempt.into()),
            ("serial", attempt.serial.into()),
            ("p", attempt.p.to_string().into()),
            ("extent", if extent == Extent::Full { "full".into() } else { "sealed".into() }),
            ("sums", sums_digest.to_string().into()),
            ("amendments", amendments::list(tx, attempt.serial)?.len().into()),
        ])
        .hiding("folder", publication.folder.as_str());
        office.record_at(tx, &now, "publish", members)
    })?;
    // The proof of that very entry belongs to the bundle. Cut off here, the
    // bundle has none or an older one, which `verify` and `status` say, and
    // publishing again puts it there.
    office.publish_log()?;
    bundle_log::write(office, &attempt, extent, None, &dir)?;
    Ok(outcome(false))
}

/// How much is handed out: all of it, unless the plan is sealed and was not
/// disclosed. What was disclosed cannot be sealed again.
fn extent(attempt: &Attempt, before: &[Publication], options: Options) -> Result<Extent> {
    let disclosed = before.iter().any(|p| p.extent == Extent::Full);
    if options.sealed && disclosed {
        return Err(text!("publish-disclosed", plan = &attempt.plan));
    }
    let sealed = options.sealed || attempt.sealed && !options.disclose && !disclosed;
    Ok(if sealed { Extent::Sealed } else { Extent::Full })
}

/// The folder's full path, which must not lie where the office keeps its own.
fn outside(office: &Office, dir: &Path) -> Result<PathBuf> {
    let dir = std::path::absolute(dir).map_err(|error| files::fault(dir, &error))?;
    let paths = &office.paths;
    let own = [paths.registry(), paths.attempts(), paths.staging(), paths.portal()];
    if own.iter().any(|own| std::path::absolute(own).is_ok_and(|own| dir.starts_with(own))) {
        return Err(text!("publish-inside-office", path = dir.as_path()));
    }
    Ok(dir)
}

/// Copies the files wanted, each held against what was recorded of it, and
/// writes SHA256SUMS beside them.
fn lay_aside(
    aside: &Path,
    folder: &Path,
    wanted: &[&str],
    digests: &BTreeMap<String, Digest>,
    sums: &[u8],
    progress: &dyn Progress,
) -> Result<()> {
    let frames = aside.join("frames");
    files::remove(aside)?;
    files::make_dir(&frames)?;
    progress.begin(text!("progress-publish"), wanted.len() as u64);
    for name in wanted {
        if digests.get(*name) != Some(&files::copy(&folder.join(name), &aside.join(name))?) {
            return Err(text!("drawn-damaged", file = *name));
        }
        progress.add(1);
    }
    progress.end();
    if !wanted.iter().any(|name| name.starts_with("frames/")) {
        files::remove(&frames)?;
    }
    files::write_synced(&aside.join("SHA256SUMS"), sums, false)
}

/// Refuses a folder that holds anything but this attempt's bundle.
fn check_target(dir: &Path, attempt: &Attempt, recorded: &[AttemptFile]) -> Result<()> {
    let taken = |name: &str| Err(text!("publish-folder-taken", path = dir, name = name));
    if dir.is_file() {
        return taken("");
    }
    let names = files::tree(dir)?;
    let ours = |name: &str| {
        ["SHA256SUMS", CHECKPOINT, PROOFS].contains(&name)
            || recorded.iter().any(|file| file.name == name)
            // Left by a publication that was cut off; written over by this one.
            || [CHECKPOINT, PROOFS].iter().any(|own| files::beside(Path::new(own), "new") == Path::new(name))
    };
    if let Some(foreign) = names.iter().find(|name| !ours(name)) {
        return taken(foreign);
    }
    let same = files::digest(&dir.join("plan.json")).is_ok_and(|digest| digest == attempt.p);
    if names.is_empty() || same { Ok(()) } else { taken("plan.json") }
}

/// Whether the folder holds exactly these files.
fn stands(dir: &Path, wanted: &[&str], digests: &BTreeMap<String, Digest>, sums: &[u8]) -> bool {
    let holds = |name: &str, digest: Option<&Digest>| {
        files::digest(&dir.join(name)).is_ok_and(|found| Some(&found) == digest)
    };
    let own = |name: &&String| !name.starts_with("log/");
    files::tree(dir).is_ok_and(|found| found.iter().filter(own).count() == wanted.len() + 1)
        && holds("SHA256SUMS", Some(&Digest::of(sums)))
        && wanted.iter().all(|name| holds(name, digests.get(*name)))
}

/// A new folder appears as a whole; an earlier bundle is replaced file by file,
/// SHA256SUMS last, so that at any moment it either verifies or plainly does not.
fn put_in_place(aside: &Path, dir: &Path) -> Result<()> {
    files::make_dir(files::parent(dir))?;
    if files::names(dir)?.is_empty() {
        if dir.exists() {
            files::remove(dir)?;
        }
        return files::rename(aside, dir);
    }
    for name in files::tree(aside)?.iter().filter(|name| *name != "SHA256SUMS") {
        files::make_dir(files::parent(&dir.join(name)))?;
        files::rename(&aside.join(name), &dir.join(name))?;
    }
    files::rename(&aside.join("SHA256SUMS"), &dir.join("SHA256SUMS"))?;
    files::remove(aside)
}
