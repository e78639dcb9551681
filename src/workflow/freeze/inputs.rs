//! The files the draw reads: frames, roster, who is barred from whom.

use crate::domain::{Digest, Progress, Result};
use crate::draw::document::FileDigest;
use crate::frame::{FrameDigest, History};
use crate::plan::{barred as barred_file, roster, rotation};
use crate::store::attempts::AttemptFile;
use crate::workflow::draw::file;
use crate::workflow::files;
use crate::workflow::office::Office;
use crate::workflow::pending::Step;
use crate::workflow::plans::PlanText;
use crate::workflow::prepare::Prepared;

/// What was written of the draw's inputs.
pub(super) struct Written {
    pub(super) frames: Vec<FrameDigest>,
    pub(super) roster: FileDigest,
    pub(super) barred: FileDigest,
    pub(super) salts: Vec<barred_file::Opening>,
    pub(super) files: Vec<AttemptFile>,
}

/// Writes them aside.
pub(super) fn write_inputs(
    step: &Step<'_>,
    folder: &str,
    office: &Office,
    text: &PlanText,
    prepared: &Prepared,
    progress: &dyn Progress,
) -> Result<Written> {
    let place = |name: &str| step.stage(&format!("attempts/{folder}/{name}"));
    let (mut frames, mut recorded) = (Vec::new(), Vec::new());
    for framed in &prepared.framed {
        let name = format!("frames/{}.csv", framed.frame.part());
        let path = place(&name)?;
        let mut stream = files::Stream::create(&path)?;
        let digest = framed.frame.write(&mut stream, progress)?;
        stream.finish()?;
        let bytes = std::fs::metadata(&path).map_err(|error| files::fault(&path, &error))?.len();
        recorded.push(AttemptFile { name, sha256: digest.sha256, bytes });
        frames.push(digest);
    }
    let spec = &text.spec;
    let departments: Vec<&str> = spec.parts.iter().map(|part| part.department.as_str()).collect();
    let (roster_bytes, inspectors) =
        roster::write(&prepared.inspectors, &departments, &spec.roster, spec.window)?;
    let listed = roster::list(&prepared.inspectors, &departments, &spec.roster, spec.window);
    let mut pairs = barred_file::in_force(&prepared.bars, spec.window[0]);
    pairs.extend(rotation::pairs(&spec.recusal, &History::new(&prepared.history), spec.cutoff));
    let pairs = barred_file::relevant(pairs, &prepared.framed, &listed);
    let (barred_bytes, salts) = barred_file::write(&pairs, &mut || office.nonce())?;
    for (name, bytes) in [("roster.csv", &roster_bytes), ("barred.csv", &barred_bytes)] {
        files::write_synced(&place(name)?, bytes, false)?;
        recorded.push(file(name, bytes));
    }
    Ok(Written {
        frames,
        roster: FileDigest { rows: inspectors, sha256: Digest::of(&roster_bytes) },
        barred: FileDigest { rows: salts.len() as u64, sha256: Digest::of(&barred_bytes) },
        salts,
        files: recorded,
    })
}
