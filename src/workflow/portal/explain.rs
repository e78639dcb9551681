//! A company looks itself up: what became of it in a draw, at once.

use std::path::PathBuf;

use crate::checker::{BLOCK, Explanation, Fault, Indexed, explain as slowly, index as make};
use crate::domain::progress::Quiet;
use crate::domain::{Digest, Progress, Result};
use crate::workflow::files;
use crate::workflow::office::Paths;

/// Where what makes it quick is kept, beside the bundles.
pub fn index_dir(paths: &Paths, sums: &Digest) -> PathBuf {
    paths.portal().join("index").join(sums.to_string())
}

/// Tells what became of an entity in the draw whose bundle has that digest
/// (`Draw::bundle`): to the letter what `choucha explain BUNDLE CODE` tells, from
/// what was kept when the bundle was checked. Where nothing is kept, the whole
/// bundle is checked first, which takes its time.
///
/// # Errors
/// A code that is none; the first thing wrong with the bundle.
pub fn explain(paths: &Paths, sums: &Digest, code: &str) -> Result<Explanation, Fault> {
    let bundle = super::bundle_dir(paths, sums);
    let kept = Indexed { bundle: &bundle, index: &index_dir(paths, sums) }.explain(code)?;
    kept.map_or_else(|| slowly(&bundle, code, &Quiet), Ok)
}

/// Checks a bundle and keeps what makes the answers quick. A bundle that does
/// not hold has none: whoever asks is told what is wrong with it.
pub(super) fn keep(paths: &Paths, sums: &Digest, progress: &dyn Progress) -> Result<()> {
    let dir = index_dir(paths, sums);
    let Ok(made) = make(&super::bundle_dir(paths, sums), BLOCK, progress) else {
        return files::remove(&dir);
    };
    let aside = files::beside(&dir, "new");
    files::remove(&aside)?;
    files::make_dir(&aside)?;
    for (name, bytes) in &made {
        files::write_synced(&aside.join(name), bytes, false)?;
    }
    files::remove(&dir)?;
    files::rename(&aside, &dir)
}
