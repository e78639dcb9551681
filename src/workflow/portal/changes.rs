//! What the log's entries since the last edition touch.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::Result;
use crate::record::Entry;
use crate::store::entries;
use crate::workflow::Office;

/// Kinds that change what is public of a draw; an amendment does once the
/// bundle is published again.
const DISCLOSING: [&str; 2] = ["publish", "abandon"];

/// What is to be made anew.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// Everything: there is no edition to go on from.
    pub all: bool,
    /// 抽查事项清单.
    pub items: bool,
    /// 执法检查人员名录库.
    pub officers: bool,
    /// 备案 that came in: size of the checkpoint, the witness's key, its clock.
    pub filed: Vec<(u64, String, u64)>,
    /// Plans by number.
    pub plans: BTreeMap<String, Touched>,
}

/// What of a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Touched {
    /// Draws, visits and bundles too, not only its page and its results.
    pub draw: bool,
}

impl Changes {
    /// Everything there is.
    pub fn all(office: &Office) -> Result<Self> {
        let attempts = office.store.read(crate::store::attempts::list)?;
        let plans = attempts.into_iter().map(|attempt| (attempt.plan, Touched { draw: true })).collect();
        Ok(Self { all: true, items: true, officers: true, filed: Vec::new(), plans })
    }

    /// Since an edition that was made from `position` entries; `today`: plans
    /// with results that are on show no longer.
    pub fn since(office: &Office, position: u64, today: BTreeSet<String>) -> Result<Self> {
        let mut out = Self::default();
        let mut next = position + 1;
        loop {
            let rows = office.store.read(|tx| entries::list(tx, next, 1000))?;
            let Some(last) = rows.last() else { break };
            next = last.seq + 1;
            for row in &rows {
                out.take(&Entry::parse(row.body.as_bytes())?);
            }
        }
        for plan in today {
            out.plans.entry(plan).or_default();
        }
        if out.items {
            // Plans, draws and results name items.
            let all = Self::all(office)?;
            out.plans = all.plans;
        }
        Ok(out)
    }

    fn take(&mut self, entry: &Entry) {
        match entry.kind.name {
            "import" => match entry.text("register") {
                "items" => self.items = true,
                "inspectors" => self.officers = true,
                // Objects and their history come in with the next draw.
                _ => {}
            },
            "file" => {
                self.filed.push((entry.count("size"), entry.text("key").to_owned(), entry.count("time")));
            }
            kind => {
                let plan = entry.text("plan");
                if !plan.is_empty() {
                    self.plans.entry(plan.to_owned()).or_default().draw |= DISCLOSING.contains(&kind);
                }
            }
        }
    }
}
