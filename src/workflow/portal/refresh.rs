//! Bringing the edition up to date.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::Serialize;

use super::changes::Changes;
use super::companies::Companies;
use super::{face, plan, registers, shelve};
use crate::domain::{Date, Digest, Item, Progress, Result};
use crate::publication::public::make::ItemNames;
use crate::publication::public::{Document, Kind, Notice, ResultPage, Rules};
use crate::store::portal::{self, Edition, Portal};
use crate::store::{Tx, entries, inspectors, items};
use crate::text;
use crate::workflow::office::Paths;
use crate::workflow::refusal::{Done, Refusal};
use crate::workflow::{Office, files};

/// What a refresh did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refreshed {
    /// Everything was made anew: there was no edition to go on from.
    pub fresh: bool,
    /// Entries of the log the edition was made from.
    pub position: u64,
    /// The day it was made for.
    pub day: String,
    /// Documents written.
    pub made: u64,
    /// Documents removed.
    pub removed: u64,
}

/// What all makers of one refresh share.
pub(super) struct Context<'a> {
    pub office: &'a Office,
    pub rules: Rules,
    pub names: ItemNames<'a>,
    /// Nothing stands there yet.
    pub fresh: bool,
    /// The day in the office's own time.
    pub today: Date,
    pub progress: &'a dyn Progress,
}

/// The folder a bundle is put out into, by the digest of its SHA256SUMS.
pub fn bundle_dir(paths: &Paths, sums: &Digest) -> PathBuf {
    paths.portal().join("bundles").join(sums.to_string())
}

/// Opens the portal's database of an office, made where it is missing.
pub fn open(paths: &Paths, readers: usize) -> Result<Portal> {
    files::make_dir(&paths.portal())?;
    Portal::open(&paths.portal().join("public.db"), readers)
}

/// Brings the portal up to the office's log and the day. Doing it again changes
/// nothing. One write transaction: readers see the edition before or after.
///
/// # Errors
/// Those of the office's files (`drawn-damaged`, `frozen-digest`,
/// `registry-object-damaged` …) and of the disk; the edition before then stays.
pub fn refresh(office: &Office, portal: &Portal, progress: &dyn Progress) -> Done<Refreshed> {
    let position = office.store.read(entries::count)?;
    let now = office.now();
    let day = now.date_naive();
    let (items, people) = office.store.read(|tx| Ok((items::list(tx)?, inspectors::list(tx)?)))?;
    let mut refusal = None;
    let outcome = portal.write(|tx| {
        let before = portal::edition(tx)?;
        // An edition from later than the office: a copy was put in its place.
        let before = before.filter(|before| before.position <= position && before.day <= day);
        if before.is_none() {
            portal::clear(tx)?;
        }
        let context = Context {
            office,
            rules: Rules::default(),
            names: ItemNames::new(&items),
            fresh: before.is_none(),
            today: day,
            progress,
        };
        match all(&context, tx, before.as_ref(), &items, &people) {
            Ok(mut done) => {
                portal::set_edition(tx, &Edition { position, day, at: now })?;
                (done.position, done.day) = (position, day.to_string());
                Ok(done)
            }
            Err(reason) => {
                let text = reason.text.clone();
                refusal = Some(reason);
                Err(text)
            }
        }
    });
    outcome.map_err(|text| refusal.unwrap_or_else(|| Refusal::from(text)))
}

fn all(
    context: &Context<'_>,
    tx: &mut Tx<'_>,
    before: Option<&Edition>,
    items: &[Item],
    people: &[crate::domain::Inspector],
) -> Done<Refreshed> {
    let progress = context.progress;
    let mut done = Refreshed { fresh: context.fresh, position: 0, day: String::new(), made: 0, removed: 0 };
    let changes = match before {
        None => Changes::all(context.office)?,
        Some(before) => Changes::since(context.office, before.position, off_show(context, tx)?)?,
    };
    if changes.items {
        done.take(registers::items(tx, items)?);
    }
    if changes.officers {
        done.take(registers::officers(tx, people)?);
    }
    let mut companies = Companies::default();
    progress.begin(text!("progress-portal-plans"), changes.plans.len() as u64);
    for (number, touched) in &changes.plans {
        plan::plan(context, tx, number, touched, &mut companies, &mut done)?;
        progress.add(1);
    }
    progress.end();
    if !changes.filed.is_empty() {
        plan::filed(context, &changes)?;
    }
    done.made += companies.write(context, tx, progress)?;
    let face = face::face(context.office, items, context.today, tx)?;
    done.made += u64::from(registers::put_one(tx, shelve::office(face))?);
    if done.made + done.removed > 0 {
        portal::tidy(tx, context.fresh)?;
    }
    Ok(done)
}

impl Refreshed {
    pub(super) fn take(&mut self, synced: registers::Synced) {
        self.made += synced.made.len() as u64;
        self.removed += synced.removed.len() as u64;
    }
}

/// Plans with results or notices whose last day on show has passed.
fn off_show(context: &Context<'_>, tx: &mut Tx<'_>) -> Result<BTreeSet<String>> {
    let today = context.today.to_string();
    let mut plans = BTreeSet::new();
    for (kind, plan) in [
        (Kind::Result, plan_of::<ResultPage> as fn(&mut Tx<'_>, &str) -> Result<_>),
        (Kind::Notice, plan_of::<Notice>),
    ] {
        for (day, _) in portal::facet_counts(tx, kind, "until")? {
            if day < today {
                for key in portal::keys(tx, kind, "until", &day)? {
                    plans.extend(plan(tx, &key)?);
                }
            }
        }
    }
    Ok(plans)
}

/// The plan a document is about.
trait OfPlan: Document {
    fn plan(self) -> String;
}

impl OfPlan for ResultPage {
    fn plan(self) -> String {
        self.plan
    }
}

impl OfPlan for Notice {
    fn plan(self) -> String {
        self.plan
    }
}

fn plan_of<D: OfPlan>(tx: &mut Tx<'_>, key: &str) -> Result<Option<String>> {
    Ok(portal::get::<D>(tx, key)?.map(D::plan))
}
