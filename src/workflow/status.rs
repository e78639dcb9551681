//! What is where, what awaits whom, what is wrong.

use chrono::NaiveDate;
use serde::Serialize;

use super::calendar::{Undated, undated};
use super::files;
use super::joint_report::{coming, recent};
use super::office::Office;
use super::plans::{self, PlanLine};
use super::refusal::Done;
use crate::domain::{Digest, Instant, Progress, Result, Text, calendar};
use crate::draw::document::{PlanDocument, SourceKind};
use crate::joint::alerts::Alert;
use crate::log::TreeHead;
use crate::plan::{PlanSpec, SourceSpecKind};
use crate::publication::bundle;
use crate::registry::Registry;
use crate::store::attempts::Attempt;
use crate::store::publications::{Extent, Publication};
use crate::store::registries::RegistryVersion;
use crate::store::{
    Tx, approvals, attempts, barred, commitments, entries, history, inspectors, items, publications,
    registries, tree,
};
use crate::text;

/// The office at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// 单位名称.
    pub office: String,
    /// A practice office.
    pub practice: bool,
    /// What time it is here.
    pub at: String,
    /// The current registry of objects.
    pub registry: Option<RegistryLine>,
    /// Rows of the other registers.
    pub inspectors: u64,
    /// Items on the list.
    pub items: u64,
    /// Earlier checks.
    pub history: u64,
    /// Barred pairs.
    pub barred: u64,
    /// Entries of the log.
    pub entries: u64,
    /// Root of its tree: who keeps it and their number can tell later whether
    /// the log was rewritten.
    pub head: Option<Digest>,
    /// Plans with their attempts.
    pub plans: Vec<PlanLine>,
    /// What awaits whom.
    pub awaits: Vec<Text>,
    /// What is wrong.
    pub wrong: Vec<Text>,
    /// Firms visited more often than the joint rules tolerate without telling,
    /// in the two months up to now and, by the calendars, in the month to come.
    pub alerts: Vec<Alert>,
    /// Whether any of that is damage.
    pub damaged: bool,
    /// What to do next in an office that has not got far.
    pub next: Vec<Text>,
}

/// The current registry of objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegistryLine {
    /// Counts imports that changed something.
    pub version: u64,
    /// Digest of its manifest.
    pub manifest: Digest,
    /// Objects in it.
    pub rows: u64,
    /// When it came in.
    pub at: String,
}

/// Looks the whole office through: state, journal, registry, attempts' files.
pub fn status(office: &Office, progress: &dyn Progress) -> Done<Status> {
    let mut look = Look { office, now: office.now(), awaits: Vec::new(), wrong: Vec::new(), damaged: false };
    if let Err(fault) = office.store.quick_check() {
        look.damage(fault);
    }
    match &office.unpublished {
        Some(fault) if fault.id == "record-set-back" => look.damage(fault.clone()),
        Some(fault) => look.wrong.push(fault.clone()),
        None => {}
    }
    let head = match office.store.read(log_head) {
        Ok(head) => head,
        Err(fault) => {
            look.damage(fault);
            None
        }
    };
    let (registry, counts, last, all, published) = office.store.read(|tx| {
        let counts = [inspectors::count(tx)?, items::count(tx)?, history::count(tx)?, barred::count(tx)?];
        Ok((
            registries::current(tx)?,
            counts,
            entries::last(tx)?,
            attempts::list(tx)?,
            publications::list(tx)?,
        ))
    })?;
    look.registry(registry.as_ref(), progress);
    look.certificates()?;
    look.files(&all, progress)?;
    let plans = plans::list(office)?;
    for plan in &plans {
        let live = all.iter().rfind(|attempt| attempt.plan == plan.plan && attempt.live());
        match live {
            None => look.before_freeze(plan)?,
            Some(attempt) => look.in_force(attempt, &published)?,
        }
    }
    look.early(&plans)?;
    look.awaits.extend(super::inbox::awaits(office)?);
    let checks = office.store.read(history::list)?;
    let today = look.now.date_naive();
    let until = today.checked_add_months(chrono::Months::new(1)).unwrap_or(today);
    let alerts = recent(&checks, &coming(office, &all, today)?, &super::joint::rules(office)?.alert, until);
    let [inspectors, items, history, barred] = counts;
    let mut next = Vec::new();
    if registry.is_none() {
        next.push(text!("status-next-entities"));
    }
    if inspectors == 0 {
        next.push(text!("status-next-inspectors"));
    }
    if items == 0 {
        next.push(text!("status-next-items"));
    }
    if plans.is_empty() {
        next.push(text!("status-next-plan"));
    }
    Ok(Status {
        office: office.row.name.clone(),
        practice: office.row.practice,
        at: calendar::write_instant(&look.now),
        registry: registry.map(|version| RegistryLine {
            version: version.version,
            manifest: version.manifest,
            rows: version.rows,
            at: calendar::write_instant(&version.at),
        }),
        inspectors,
        items,
        history,
        barred,
        entries: last.as_ref().map_or(0, |entry| entry.seq),
        head: head.map(|head| head.root),
        plans,
        awaits: look.awaits,
        wrong: look.wrong,
        alerts,
        damaged: look.damaged,
        next,
    })
}

/// The head of the log's tree, its last entry proven to be in it. The whole of
/// it is `fsck`'s to recompute.
fn log_head(tx: &mut Tx<'_>) -> Result<Option<TreeHead>> {
    let Some(row) = tree::latest(tx)? else { return Ok(None) };
    let count = entries::count(tx)?;
    if count != row.head.size {
        return Err(text!("record-count", entries = count, size = row.head.size));
    }
    tree::reader(tx, row.head).entry(row.head.size - 1)?;
    Ok(Some(row.head))
}

/// What was noticed so far.
struct Look<'a> {
    office: &'a Office,
    now: Instant,
    awaits: Vec<Text>,
    wrong: Vec<Text>,
    damaged: bool,
}

impl Look<'_> {
    fn damage(&mut self, fault: Text) {
        self.wrong.push(fault);
        self.damaged = true;
    }

    fn registry(&mut self, version: Option<&RegistryVersion>, progress: &dyn Progress) {
        let Some(version) = version else { return };
        progress.begin(text!("progress-check-registry"), 0);
        if let Err(fault) = Registry::new(self.office.paths.registry()).check(version.manifest) {
            self.damage(fault);
        }
        progress.end();
    }

    /// Certificates that are out, and those that run out within 30 days.
    fn certificates(&mut self) -> Result<()> {
        let today = self.now.date_naive();
        let soon: NaiveDate = today + chrono::Days::new(30);
        let all = self.office.store.read(inspectors::list)?;
        let active = all.iter().filter(|i| i.state == crate::domain::inspector::State::Active);
        let (mut out, mut near) = (Vec::new(), Vec::new());
        for inspector in active {
            if inspector.valid_to < today {
                out.push(inspector.certificate.clone());
            } else if inspector.valid_to < soon {
                near.push(inspector.certificate.clone());
            }
        }
        if !out.is_empty() {
            self.wrong.push(text!("status-certificates-out", count = out.len(), list = few(&out)));
        }
        if !near.is_empty() {
            self.awaits.push(text!("status-certificates-soon", count = near.len(), list = few(&near)));
        }
        Ok(())
    }

    /// Every file of every attempt against its recorded digest.
    fn files(&mut self, all: &[Attempt], progress: &dyn Progress) -> Result<()> {
        progress.begin(text!("progress-attempts"), all.len() as u64);
        for attempt in all {
            let folder = self.office.paths.attempts().join(attempt.folder());
            for file in self.office.store.read(|tx| attempts::files(tx, attempt.serial))? {
                let path = folder.join(&file.name);
                let holds = files::digest(&path).is_ok_and(|digest| digest == file.sha256);
                if !holds {
                    self.damage(text!("status-file-damaged", path = path.as_path()));
                }
            }
            progress.add(1);
        }
        progress.end();
        Ok(())
    }

    /// Plans of which nothing came in yet but commitments.
    fn early(&mut self, plans: &[PlanLine]) -> Result<()> {
        let registered = self.office.store.read(|tx| {
            let registered = commitments::attempts(tx)?;
            let of = |(plan, attempt): (String, u64)| {
                let sources = commitments::list(tx, &plan, attempt)?;
                Ok((plan, sources.into_keys().collect::<Vec<_>>()))
            };
            registered.into_iter().map(of).collect::<Result<Vec<_>>>()
        })?;
        for (plan, sources) in registered {
            if plans.iter().all(|known| known.plan != plan) {
                self.awaits.push(text!("status-only-commitments", plan = plan, sources = sources.join(", ")));
            }
        }
        Ok(())
    }

    /// A plan of which no attempt is in force.
    fn before_freeze(&mut self, plan: &PlanLine) -> Result<()> {
        let number = &plan.plan;
        let coming = plan.attempts.len() as u64 + 1;
        let (row, registered) = self.office.store.read(|tx| {
            let row = crate::store::plans::get(tx, number)?;
            Ok((row, commitments::list(tx, number, coming)?))
        })?;
        if plan.approved.is_none() {
            self.awaits.push(text!("status-approval", plan = number));
        }
        let spec = row
            .and_then(|row| String::from_utf8(row.toml).ok())
            .and_then(|toml| PlanSpec::parse(&toml, number).ok());
        let Some(spec) = spec else { return Ok(()) };
        if let Some(joint) = self.office.store.read(|tx| super::joint::merged_into(tx, number))? {
            self.awaits.push(text!("status-merged", plan = number, joint = joint));
            return Ok(());
        }
        let missing: Vec<&str> = (spec.sources.iter())
            .filter(|s| matches!(s.kind, SourceSpecKind::Commitment(None)))
            .map(|s| s.source.as_str())
            .filter(|name| !registered.contains_key(*name))
            .collect();
        if !missing.is_empty() {
            self.awaits.push(text!(
                "status-commitments",
                plan = number,
                attempt = coming,
                sources = missing.join(", ")
            ));
        }
        self.awaits.push(if self.now >= spec.reveal_by {
            text!("status-freeze-late", plan = number, reveal_by = spec.reveal_by)
        } else {
            text!("status-freeze", plan = number, reveal_by = spec.reveal_by)
        });
        Ok(())
    }

    /// An attempt in force.
    fn in_force(&mut self, attempt: &Attempt, published: &[Publication]) -> Result<()> {
        let plan = &attempt.plan;
        let signed = |tx: &mut Tx<'_>| approvals::get(tx, plan, &attempt.toml);
        if attempt.urgent && self.office.store.read(signed)?.is_none() {
            self.wrong.push(text!("status-urgent", plan = plan, attempt = attempt.attempt));
        }
        if attempt.urgent {
            self.wrong.extend(super::joint::unapproved(self.office, plan, &attempt.toml)?);
        }
        let document = attempt.plan_document()?;
        if attempt.seed.is_none() {
            return self.before_draw(attempt, &document);
        }
        self.calendar(attempt, &document)?;
        let due = super::results::due(self.office, attempt)?;
        self.awaits.extend(due.awaits);
        self.wrong.extend(due.wrong);
        let files = self.office.store.read(|tx| attempts::files(tx, attempt.serial))?;
        let sums = files.into_iter().map(|file| (file.name, file.sha256)).collect();
        let sums = Digest::of(&bundle::sums(&sums));
        let last = published.iter().rfind(|p| p.serial == attempt.serial);
        match last {
            None => self.awaits.push(text!("status-publish", plan = plan)),
            Some(last) if last.sums != sums => {
                self.awaits.push(text!("status-publish-again", plan = plan, folder = &last.folder));
            }
            Some(last) if last.extent == Extent::Sealed => {
                self.awaits.push(text!("status-disclose", plan = plan, day = document.window[1]));
            }
            Some(_) => {}
        }
        Ok(())
    }

    /// Visits without a date, until the window is over.
    fn calendar(&mut self, attempt: &Attempt, document: &PlanDocument) -> Result<()> {
        if self.now.date_naive() > document.window[1] {
            return Ok(());
        }
        let plan = &attempt.plan;
        let Undated { made, visits, stale } = undated(self.office, attempt)?;
        if visits > 0 {
            self.awaits.push(if made {
                text!("status-calendar-undated", plan = plan, count = visits)
            } else {
                text!("status-calendar-none", plan = plan, count = visits)
            });
        }
        if stale {
            self.awaits.push(text!("status-calendar-stale", plan = plan));
        }
        Ok(())
    }

    fn before_draw(&mut self, attempt: &Attempt, document: &PlanDocument) -> Result<()> {
        let given = self.office.store.read(|tx| commitments::contributions(tx, attempt.serial))?;
        let reveal_by = document.reveal_by()?;
        let over = self.now >= reveal_by;
        let (mut waits, mut unopened) = (false, Vec::new());
        for source in document.sources.iter().filter(|source| !given.contains_key(&source.source)) {
            match &source.kind {
                SourceKind::Commitment { .. } if over => {}
                SourceKind::Commitment { .. } => unopened.push(source.source.as_str()),
                SourceKind::Public { when, .. } => {
                    waits = true;
                    let due = calendar::parse_instant(when)?;
                    let (plan, name) = (&attempt.plan, &source.source);
                    self.awaits.push(if self.now < due {
                        text!("status-public-later", plan = plan, source = name, when = due)
                    } else {
                        text!("status-public-due", plan = plan, source = name, when = due)
                    });
                }
                SourceKind::Sealed { .. } => {}
            }
        }
        if !unopened.is_empty() {
            self.awaits.push(text!(
                "status-reveal",
                plan = &attempt.plan,
                sources = unopened.join(", "),
                reveal_by = reveal_by
            ));
        } else if !waits {
            self.awaits.push(text!("status-draw", plan = &attempt.plan));
        }
        Ok(())
    }
}

/// The first few of many.
fn few(names: &[String]) -> String {
    let first: Vec<&str> = names.iter().take(5).map(String::as_str).collect();
    let more = if names.len() > 5 { " …" } else { "" };
    format!("{}{more}", first.join(", "))
}
