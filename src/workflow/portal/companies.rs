//! Companies: who stood in a frame made public, and what became of it.

use std::collections::BTreeMap;

use super::refresh::Context;
use super::registers::same;
use super::shelve;
use crate::domain::{Progress, Result};
use crate::publication::public::{Company, Kind, make};
use crate::store::Tx;
use crate::store::portal;
use crate::text;

/// What is known of one company from this refresh.
#[derive(Debug, Default)]
struct Known {
    /// The draw whose registry told its subject; 0 where none did.
    serial: u64,
    subject: make::Subject,
    draws: Vec<u64>,
    visits: Vec<(u64, u64)>,
    results: Vec<String>,
    notices: Vec<String>,
}

/// The companies that this refresh touches.
#[derive(Debug, Default)]
pub(super) struct Companies(BTreeMap<String, Known>);

impl Companies {
    /// It stood in the frame of a draw that was not public before.
    pub fn stood(&mut self, code: &str, serial: u64, subject: &make::Subject) {
        let known = self.known(code);
        if serial > known.serial {
            (known.serial, known.subject) = (serial, subject.clone());
        }
        known.draws.push(serial);
    }

    /// Something about its visits or results may have changed.
    pub fn touch(&mut self, code: &str) {
        self.known(code);
    }

    /// It has this visit; told in an edition made from scratch, where nobody is asked.
    pub fn visited(&mut self, code: &str, serial: u64, visit: u64) {
        self.known(code).visits.push((serial, visit));
    }

    /// It has this result on show.
    pub fn found(&mut self, code: &str, key: &str) {
        self.known(code).results.push(key.to_owned());
    }

    /// A result of it was withdrawn.
    pub fn withdrawn(&mut self, code: &str, key: &str) {
        self.known(code).notices.push(key.to_owned());
    }

    fn known(&mut self, code: &str) -> &mut Known {
        if !self.0.contains_key(code) {
            self.0.insert(code.to_owned(), Known::default());
        }
        self.0.entry(code.to_owned()).or_default()
    }

    /// Writes them; how many were written.
    pub fn write(self, context: &Context<'_>, tx: &mut Tx<'_>, progress: &dyn Progress) -> Result<u64> {
        const PIECE: usize = 20_000;
        progress.begin(text!("progress-portal-companies"), self.0.len() as u64);
        let mut made = 0;
        let mut entries = Vec::with_capacity(PIECE.min(self.0.len()));
        let total = self.0.len();
        for (index, (code, known)) in self.0.into_iter().enumerate() {
            if let Some(doc) = one(context, tx, &code, known)? {
                let entry = shelve::company(doc);
                if context.fresh || !same(tx, &entry)? {
                    entries.push(entry);
                }
            }
            if entries.len() == PIECE || index + 1 == total {
                made += entries.len() as u64;
                portal::put(tx, std::mem::take(&mut entries))?;
            }
            progress.add(1);
        }
        progress.end();
        Ok(made)
    }
}

/// Keys in the order of serial, visit, department.
fn in_order(mut keys: Vec<String>) -> Vec<String> {
    let number = |key: &String| -> Vec<u64> { key.split('-').map(|n| n.parse().unwrap_or(0)).collect() };
    keys.sort_by_cached_key(number);
    keys.dedup();
    keys
}

fn one(context: &Context<'_>, tx: &mut Tx<'_>, code: &str, known: Known) -> Result<Option<Company>> {
    let before: Option<Company> = if context.fresh { None } else { portal::get(tx, code)? };
    let mut draws = before.as_ref().map(|doc| doc.draws.clone()).unwrap_or_default();
    let newest = draws.last().copied().unwrap_or(0);
    draws.extend(&known.draws);
    draws.sort_unstable();
    draws.dedup();
    let mut doc = match before {
        Some(before) if newest >= known.serial => Company { draws, ..before },
        // It stood in no frame made public.
        _ if draws.is_empty() => return Ok(None),
        _ => make::company(code, &known.subject, draws),
    };
    if context.fresh {
        doc.visits =
            in_order(known.visits.iter().map(|(serial, visit)| format!("{serial}-{visit}")).collect());
        doc.results = in_order(known.results);
        doc.notices = in_order(known.notices);
    } else {
        doc.visits = in_order(portal::keys(tx, Kind::Visit, "company", code)?);
        doc.results = in_order(portal::keys(tx, Kind::Result, "company", code)?);
        let mut notices = Vec::new();
        for visit in &doc.visits {
            notices.extend(portal::keys(tx, Kind::Notice, "visit", visit)?);
        }
        doc.notices = in_order(notices);
    }
    Ok(Some(doc))
}
