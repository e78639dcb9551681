//! Files that rows of one result name.

use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, SubsecRound};

use super::group::{Found, Group};
use crate::domain::calendar::parse_instant;
use crate::domain::grammar::check_text;
use crate::domain::{Digest, Instant, Result};
use crate::results::{Evidence, EvidenceKind};
use crate::text;
use crate::workflow::files;

impl Group<'_> {
    /// New evidence, behind that of the version corrected.
    pub fn evidence(&self, found: &mut Found) -> (Vec<Evidence>, Vec<(Digest, PathBuf)>) {
        let mut all = self.how.correct.map(|(before, _)| before.evidence.clone()).unwrap_or_default();
        let mut sources = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let folder = match row.file.as_str() {
                "" => self.how.base,
                file => files::parent(Path::new(file)),
            };
            for said in &row.evidence {
                match self.piece(said, folder) {
                    Ok((one, path)) => {
                        if !all.iter().any(|known: &Evidence| known.digest == one.digest) {
                            sources.push((one.digest, path));
                            all.push(one);
                        }
                    }
                    Err(reason) => {
                        let remedy = match reason.id {
                            "results-evidence-empty" => text!("results-remedy-evidence-empty"),
                            _ => text!("results-remedy-evidence"),
                        };
                        found.push((at, row.fault("evidence", reason, remedy)));
                    }
                }
            }
        }
        (all, sources)
    }

    /// One file as named: `照片:a.jpg@2026-10-20 09:30`; without a kind by its
    /// ending, without a moment by the file's own.
    fn piece(&self, said: &str, folder: &Path) -> Result<(Evidence, PathBuf)> {
        let (kind, rest) = match said.split_once([':', '：']) {
            Some((word, rest)) if EvidenceKind::parse(word.trim()).is_some() => {
                (EvidenceKind::parse(word.trim()), rest.trim())
            }
            _ => (None, said.trim()),
        };
        let (file, when) = match rest.rsplit_once('@') {
            Some((file, when)) if !folder.join(rest).is_file() => (file.trim(), Some(when.trim())),
            _ => (rest, None),
        };
        let path = if folder == Path::new(".") { PathBuf::from(file) } else { folder.join(file) };
        if !path.is_file() {
            return Err(text!("results-evidence-missing", file = path.as_path()));
        }
        // Nothing was copied, or copying broke off: it would prove nothing.
        if path.metadata().is_ok_and(|meta| meta.len() == 0) {
            return Err(text!("results-evidence-empty", file = path.as_path()));
        }
        let at = match when {
            Some(when) => moment(when, &self.how.now)
                .filter(|at| *at <= self.how.now)
                .ok_or_else(|| text!("results-evidence-time", file = file, value = when))?,
            None => path.metadata().and_then(|meta| meta.modified()).map_or(self.how.now, |at| {
                DateTime::<chrono::Utc>::from(at)
                    .trunc_subsecs(0)
                    .with_timezone(self.how.now.offset())
                    .min(self.how.now)
            }),
        };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        check_text(&name)?;
        let digest = files::digest(&path)?;
        let kind = kind.unwrap_or_else(|| EvidenceKind::of_name(&name));
        Ok((Evidence { digest, name, kind, at }, path))
    }
}

/// A moment with its offset, or in the office's own time.
fn moment(value: &str, now: &Instant) -> Option<Instant> {
    if let Ok(at) = parse_instant(value) {
        return Some(at);
    }
    let forms = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"];
    let local = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(value, form).ok())?;
    local.and_local_timezone(*now.offset()).single()
}
