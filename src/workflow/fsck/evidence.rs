//! Documents and recordings handed in, on disk.

use std::collections::BTreeSet;

use super::super::files;
use super::super::office::Paths;
use super::findings::Findings;
use super::story::Story;
use crate::domain::{Digest, Progress, Result};
use crate::store::{Store, amendments, results};
use crate::text;

/// Digests at a time.
const BATCH: u64 = 4096;

/// Every document handed in, by the digest that is its name, but for those
/// erased; and nothing else beside them.
pub fn check(
    paths: &Paths,
    store: &Store,
    story: &Story,
    found: &mut Findings,
    progress: &dyn Progress,
) -> Result<()> {
    let folder = paths.evidence();
    let mut proofs: BTreeSet<Digest> = BTreeSet::new();
    let (erased, count) = store.read(|tx| {
        for serial in story.attempts.keys() {
            let own = amendments::list(tx, *serial)?.into_iter().filter_map(|row| row.proof);
            proofs.extend(own.map(|(digest, _)| digest));
        }
        let erased: BTreeSet<Digest> = results::left_evidence(tx)?.into_iter().collect();
        Ok((erased, results::evidence_count(tx)?))
    })?;
    progress.begin(text!("progress-fsck-evidence"), count + proofs.len() as u64);
    for digest in &proofs {
        one(paths, digest, found);
        progress.add(1);
    }
    let mut after = String::new();
    loop {
        let next = store.read(|tx| results::evidence_after(tx, &after, BATCH))?;
        let Some(last) = next.last() else { break };
        after = last.to_string();
        for digest in next.iter().filter(|digest| !erased.contains(digest) && !proofs.contains(digest)) {
            one(paths, digest, found);
        }
        progress.add(next.len() as u64);
    }
    for name in files::names(&folder)? {
        let digest = Digest::parse(&name).ok();
        let path = folder.join(&name);
        match digest {
            Some(digest) if erased.contains(&digest) => {
                found.fault(text!("fsck-evidence-erased", path = path.as_path()));
            }
            Some(digest) if proofs.contains(&digest) => {}
            Some(digest) if store.read(|tx| results::evidence_known(tx, &digest))? => {}
            _ => super::folders::foreign(&path, found),
        }
    }
    progress.end();
    Ok(())
}

fn one(paths: &Paths, wanted: &Digest, found: &mut Findings) {
    let path = paths.evidence().join(wanted.to_string());
    match files::digest(&path) {
        Err(_) => found.fault(text!("fsck-evidence-missing", path = path.as_path())),
        Ok(digest) if digest != *wanted => {
            found.fault(text!(
                "fsck-file-differs",
                path = path.as_path(),
                expected = wanted.to_string(),
                found = digest
            ));
        }
        Ok(_) => {}
    }
}
