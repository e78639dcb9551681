//! Bundles that stand there, brought up to what witnesses filed since.

use crate::domain::Result;
use crate::record::Entry;
use crate::store::{attempts, entries};
use crate::workflow::portal::bundles::Handed;
use crate::workflow::portal::changes::Changes;
use crate::workflow::portal::refresh::{Context, bundle_dir};
use crate::workflow::refusal::Done;
use crate::workflow::{bundle_log, filing};

/// Lets bundles that stand there follow what witnesses filed since: `log/` is no
/// part of what a bundle's digest fixes, and may be written anew (PROTOCOL.md §7).
pub fn filed(context: &Context<'_>, changes: &Changes) -> Done<()> {
    let office = context.office;
    let all = office.store.read(attempts::list)?;
    for attempt in all.iter().filter(|attempt| attempt.seed.is_some()) {
        if changes.plans.get(&attempt.plan).is_some_and(|touched| touched.draw) {
            continue; // put out anew with all that is known
        }
        let rows = office.store.read(|tx| entries::about_of_kind(tx, &attempt.plan, "publish"))?;
        let entries: Vec<Entry> =
            rows.iter().map(|row| Entry::parse(row.body.as_bytes())).collect::<Result<_>>()?;
        let handed = Handed::of(&entries);
        for one in Handed::bundles(handed.iter().filter(|one| one.serial == attempt.serial)) {
            let dir = bundle_dir(&office.paths, &one.sums);
            let mut stale = false;
            for (size, key, time) in &changes.filed {
                stale |= bundle_log::tells_more(&dir, one.seq, (*size, key))?
                    || filing::late_of_freeze(attempt, (*size, key, *time))?;
            }
            if stale {
                bundle_log::write(office, attempt, one.extent, Some(one.amendments), &dir)?;
            }
        }
    }
    Ok(())
}
