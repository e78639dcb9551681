//! Table by table.

use std::collections::BTreeMap;

use super::{after, attempts, office, plans, registers};
use crate::domain::{Digest, Result};
use crate::draw::PlanDocument;
use crate::store::{Row, Store, Tx, whole};
use crate::workflow::fsck::findings::Findings;
use crate::workflow::fsck::planned;
use crate::workflow::fsck::story::Story;
use crate::workflow::fsck::tables::{read, shown};

/// Each attempt's plan.json as the database has it, where it is what was frozen.
pub type Documents = BTreeMap<u64, PlanDocument>;

/// Holds the whole database against the story.
pub fn check(store: &Store, story: &Story, found: &mut Findings) -> Result<Documents> {
    let documents = store.read(|tx| documents(tx, story))?;
    type One = fn(&mut Tx<'_>, &Story, &Documents, &mut Findings) -> Result<()>;
    let all: [One; 16] = [
        office::office,
        office::registries,
        plans::texts,
        plans::approvals,
        attempts::attempts,
        attempts::attempt_files,
        plans::pledges,
        attempts::sealed,
        attempts::salts,
        attempts::given,
        after::amendments,
        after::publications,
        office::keys,
        planned::calendars,
        planned::workdays,
        planned::joint,
    ];
    for one in all {
        let looked = store.read(|tx| one(tx, story, &documents, found));
        found.look(looked);
    }
    let looked = store.read(|tx| registers::registers(tx, story, found));
    found.look(looked);
    Ok(documents)
}

pub fn text_at(row: &Row, column: usize) -> String {
    row.0.get(column).map(shown).unwrap_or_default()
}

fn documents(tx: &mut Tx<'_>, story: &Story) -> Result<Documents> {
    let mut out = Documents::new();
    for row in read(tx, whole::ATTEMPTS)? {
        if let (Ok(serial), Ok(bytes)) = (row.count(0), row.blob(4))
            && let Some(frozen) = story.attempts.get(&serial).filter(|frozen| frozen.p == Digest::of(&bytes))
            && let Ok(document) = PlanDocument::parse(&bytes)
            && document.attempt == frozen.attempt
        {
            out.insert(serial, document);
        }
    }
    Ok(out)
}
