//! Drafts with their frames, and which of them belong together.

use std::path::PathBuf;

use super::rules::{read_rules, rules};
use crate::domain::{Item, Progress, Text};
use crate::frame::{History, gather};
use crate::joint::{self, Draft, Suggestion};
use crate::plan::{self, Framed};
use crate::registry::Registry;
use crate::store::{attempts, history, items, registries};
use crate::text;
use crate::workflow::office::Office;
use crate::workflow::planned::planned;
use crate::workflow::plans::{PlanText, read_plan};
use crate::workflow::refusal::{Done, Refusal};

/// Drafts with their frames out of the registry as it stands.
pub(super) struct Drafts {
    pub(super) texts: Vec<PlanText>,
    framed: Vec<Vec<Framed>>,
    items: Vec<Item>,
}

impl Drafts {
    /// Reads the drafts and gathers all their frames in one pass.
    pub(super) fn of(office: &Office, files: &[PathBuf], progress: &dyn Progress) -> Done<Self> {
        let texts: Vec<PlanText> = files.iter().map(|file| read_plan(file)).collect::<Done<_>>()?;
        let (version, items, history, all) = office.store.read(|tx| {
            Ok((registries::current(tx)?, items::list(tx)?, history::list(tx)?, attempts::list(tx)?))
        })?;
        let version = version.ok_or_else(|| text!("registry-empty"))?;
        let (mut requests, mut faults) = (Vec::new(), Vec::new());
        for text in &texts {
            match plan::requests(&text.spec, &items) {
                Ok(own) => requests.extend(own),
                Err(found) => faults.extend(found),
            }
        }
        let faulty =
            |faults: Vec<Text>| Refusal { text: text!("joint-drafts-faulty", count = faults.len()), faults };
        if !faults.is_empty() {
            return Err(faulty(faults));
        }
        let planned = planned(office, &all, "")?;
        let registry = Registry::new(office.paths.registry());
        let manifest = registry.open(version.manifest)?;
        let indexed = History::new(&history).with_planned(&planned);
        let mut gathered = gather(&registry, &manifest, &requests, &indexed, progress)?.into_iter();
        let mut framed = Vec::new();
        for text in &texts {
            let own = gathered.by_ref().take(text.spec.parts.len()).collect();
            match plan::framed(&text.spec, &items, own) {
                Ok(own) => framed.push(own),
                Err(found) => faults.extend(found),
            }
        }
        if faults.is_empty() { Ok(Self { texts, framed, items }) } else { Err(faulty(faults)) }
    }

    /// As the comparison takes them.
    pub(super) fn drafts(&self) -> Vec<Draft<'_>> {
        let pairs = self.texts.iter().zip(&self.framed);
        pairs.map(|(text, framed)| Draft { spec: &text.spec, framed }).collect()
    }
}

/// How [`suggest`] looks.
#[derive(Debug, Clone)]
pub struct Suggesting {
    /// Seeds simulated where no formula is exact.
    pub seeds: u64,
    /// Proposals told.
    pub top: usize,
    /// Rules other than the office's.
    pub rules: Option<PathBuf>,
}

/// Which of the drafts belong together. Changes nothing.
pub fn suggest(
    office: &Office,
    files: &[PathBuf],
    how: &Suggesting,
    progress: &dyn Progress,
) -> Done<Suggestion> {
    let rules = match &how.rules {
        Some(file) => read_rules(file)?.1,
        None => rules(office)?,
    };
    let drafts = Drafts::of(office, files, progress)?;
    Ok(joint::suggest(&drafts.drafts(), &drafts.items, &rules, how.seeds, how.top, progress)?)
}
