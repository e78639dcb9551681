//! 联合: drafts compared, merged, left; the local rules; what of a joint plan
//! each department has approved.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::files;
use super::office::{Office, details};
use super::planned::planned;
use super::plans::{PlanText, keep_text, read_plan};
use super::refusal::{Done, Refusal};
use crate::domain::grammar::check_text;
use crate::domain::{Digest, Item, Progress, Result, Text, calendar};
use crate::frame::{History, gather};
use crate::joint::{
    self, Choices, Draft, DraftText, Merged, Rules, Suggestion, same_part, without_department,
};
use crate::plan::{self, Framed, PlanSpec};
use crate::registry::Registry;
use crate::store::approvals::{self, Approval};
use crate::store::joint::Withdrawal;
use crate::store::{Tx, attempts, history, items, joint as joint_store, plans, registries};
use crate::text;

/// Drafts with their frames out of the registry as it stands.
struct Drafts {
    texts: Vec<PlanText>,
    framed: Vec<Vec<Framed>>,
    items: Vec<Item>,
}

impl Drafts {
    /// Reads the drafts and gathers all their frames in one pass.
    fn of(office: &Office, files: &[PathBuf], progress: &dyn Progress) -> Done<Self> {
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

    fn drafts(&self) -> Vec<Draft<'_>> {
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

/// A joint plan written.
#[derive(Debug, Clone, Serialize)]
pub struct MergeDone {
    /// 计划编号.
    pub plan: String,
    /// Where it was written.
    pub file: PathBuf,
    /// Digest of its text.
    pub sha256: Digest,
    /// 牵头部门.
    pub lead: String,
    /// Its window.
    pub window: [calendar::Date; 2],
    /// Its parts: name, department, draft, whether the head approved that.
    pub parts: Vec<(String, String, String, bool)>,
    /// What was passed over.
    pub passed: Vec<Text>,
}

/// Merges drafts into a joint plan's file, which must not exist yet. Every
/// conflict is told at once.
pub fn merge(
    office: &Office,
    files: &[PathBuf],
    choices: &Choices,
    out: &Path,
    progress: &dyn Progress,
) -> Done<MergeDone> {
    if out.exists() {
        return Err(text!("file-exists", path = out).into());
    }
    let drafts = Drafts::of(office, files, progress)?;
    let texts: Vec<DraftText<'_>> = (drafts.texts.iter())
        .map(|text| DraftText {
            spec: &text.spec,
            toml: std::str::from_utf8(&text.bytes).unwrap_or_default(),
            sha256: text.sha256,
        })
        .collect();
    let mut faults = Vec::new();
    for text in &drafts.texts {
        faults.extend(frozen(office, &text.spec.plan)?);
    }
    let merged = joint::merge(&texts, &drafts.drafts(), choices);
    let Merged { toml, spec, passed } = match merged {
        Ok(merged) if faults.is_empty() => merged,
        Ok(_) => return Err(conflicts(faults)),
        Err(found) => {
            faults.extend(found.iter().map(joint::Conflict::text));
            return Err(conflicts(faults));
        }
    };
    files::write(out, toml.as_bytes())?;
    let approved = office.store.read(|tx| of_drafts(tx, &spec))?;
    let parts = spec.parts.iter().map(|part| {
        let draft = part.draft.as_ref().map(|draft| draft.plan.clone()).unwrap_or_default();
        (part.part.clone(), part.department.clone(), draft, approved.contains_key(&part.part))
    });
    Ok(MergeDone {
        plan: spec.plan.clone(),
        file: out.to_owned(),
        sha256: Digest::of(toml.as_bytes()),
        lead: spec.lead.clone(),
        window: spec.window,
        parts: parts.collect(),
        passed: passed.iter().map(joint::Conflict::text).collect(),
    })
}

fn conflicts(faults: Vec<Text>) -> Refusal {
    Refusal { text: text!("joint-conflicts", count = faults.len()), faults }
}

/// A plan whose attempt is in force can be merged no more.
fn frozen(office: &Office, plan: &str) -> Result<Option<Text>> {
    let last = office.store.read(|tx| attempts::of_plan(tx, plan))?.pop();
    let live = last.filter(|attempt| attempt.live());
    Ok(live.map(|attempt| text!("joint-draft-frozen", plan = plan, attempt = attempt.attempt)))
}

/// A department that left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WithdrawDone {
    /// 计划编号.
    pub plan: String,
    /// Who left.
    pub department: String,
    /// Digest of the text it left.
    pub from: Digest,
    /// Digest of the text without it.
    pub sha256: Digest,
    /// Departments left.
    pub departments: Vec<String>,
    /// 牵头部门.
    pub lead: String,
}

/// Takes a department out of the joint plan in `file`, before its freeze. The
/// text without it needs approval again; the one it left is never frozen.
pub fn withdraw(
    office: &Office,
    file: &Path,
    department: &str,
    lead: Option<&str>,
    why: &str,
) -> Done<WithdrawDone> {
    check_text(why)?;
    let text = read_plan(file)?;
    let plan = text.spec.plan.as_str();
    if let Some(last) = office.store.read(|tx| attempts::of_plan(tx, plan))?.pop().filter(|last| last.live())
    {
        let attempt = last.attempt;
        return Err(
            text!("joint-withdraw-frozen", plan = plan, attempt = attempt, department = department).into()
        );
    }
    let mut departments: Vec<&str> = Vec::new();
    for part in &text.spec.parts {
        if !departments.contains(&part.department.as_str()) {
            departments.push(&part.department);
        }
    }
    if !departments.contains(&department) {
        let known = departments.join("、");
        return Err(text!("joint-withdraw-unknown", department = department, known = known).into());
    }
    departments.retain(|own| *own != department);
    if departments.len() < 2 {
        let left = departments.join("、");
        return Err(text!("joint-withdraw-last", department = department, left = left).into());
    }
    let lead = match lead {
        None if text.spec.lead == department => {
            let known = departments.join("、");
            return Err(text!("joint-withdraw-lead", department = department, known = known).into());
        }
        Some(new) if !departments.contains(&new) => {
            let known = departments.join("、");
            return Err(text!("joint-withdraw-unknown", department = new, known = known).into());
        }
        lead => lead,
    };
    let toml = std::str::from_utf8(&text.bytes).unwrap_or_default();
    let toml = without_department(toml, department, lead).ok_or_else(|| {
        text!("joint-withdraw-unknown", department = department, known = departments.join("、"))
    })?;
    let spec = PlanSpec::parse(&toml, &file.display().to_string()).map_err(|faults| Refusal {
        text: text!("plan-faults", plan = plan, count = faults.len()),
        faults,
    })?;
    let left = PlanText { sha256: Digest::of(toml.as_bytes()), bytes: toml.clone().into_bytes(), spec };
    office.begin("joint-withdraw", plan, &[])?.commit(|tx| {
        let now = office.now();
        let row = Withdrawal {
            plan: plan.to_owned(),
            sha256: text.sha256,
            department: department.to_owned(),
            reason: why.trim().to_owned(),
            at: now,
        };
        joint_store::withdraw(tx, &row)?;
        keep_text(tx, &left, &now)?;
        let members = details([
            ("plan", plan.into()),
            ("department", department.into()),
            ("from", text.sha256.to_string().into()),
            ("sha256", left.sha256.to_string().into()),
        ]);
        office.record_at(tx, &now, "joint-withdraw", members.hiding("reason", why.trim()))
    })?;
    // Last: a crash before leaves the text that may not be frozen, and doing it
    // again finishes.
    files::write(file, toml.as_bytes())?;
    Ok(WithdrawDone {
        plan: plan.to_owned(),
        department: department.to_owned(),
        from: text.sha256,
        sha256: left.sha256,
        departments: departments.into_iter().map(str::to_owned).collect(),
        lead: left.spec.lead,
    })
}

/// The rules in force.
pub fn rules(office: &Office) -> Result<Rules> {
    match office.store.read(joint_store::rules)? {
        Some(bytes) => Rules::parse(&String::from_utf8_lossy(&bytes), "joint_rules"),
        None => Ok(Rules::default()),
    }
}

fn read_rules(file: &Path) -> Result<(Vec<u8>, Rules)> {
    let bytes = files::read(file)?;
    let name = file.display().to_string();
    let toml = std::str::from_utf8(&bytes).map_err(|_| text!("plan-file-utf8", file = &name))?;
    let rules = Rules::parse(toml, &name)?;
    Ok((bytes, rules))
}

/// Puts the rules in a file in force.
pub fn set_rules(office: &Office, file: &Path) -> Done<Rules> {
    let (bytes, rules) = read_rules(file)?;
    if office.store.read(joint_store::rules)?.as_deref() == Some(bytes.as_slice()) {
        return Ok(rules);
    }
    office.begin("joint-rules", "", &[])?.commit(|tx| {
        let now = office.now();
        joint_store::put_rules(tx, &bytes, &now)?;
        office.record_at(
            tx,
            &now,
            "joint-rules",
            details([("sha256", Digest::of(&bytes).to_string().into())]),
        )
    })?;
    Ok(rules)
}

/// The approvals of the drafts that a joint plan's parts come from, by part.
pub(super) fn of_drafts(tx: &mut Tx<'_>, spec: &PlanSpec) -> Result<BTreeMap<String, Approval>> {
    let mut out = BTreeMap::new();
    for part in &spec.parts {
        if let Some(draft) = &part.draft
            && let Some(approval) = approvals::get(tx, &draft.plan, &draft.sha256)?
        {
            out.insert(part.part.clone(), approval);
        }
    }
    Ok(out)
}

/// Each part's `draft` and `approval` for plan.json.
pub(super) fn members(office: &Office, spec: &PlanSpec) -> Result<BTreeMap<String, BTreeMap<String, Json>>> {
    let approved = office.store.read(|tx| of_drafts(tx, spec))?;
    let mut out: BTreeMap<String, BTreeMap<String, Json>> = BTreeMap::new();
    for part in &spec.parts {
        let Some(draft) = &part.draft else { continue };
        let own = out.entry(part.part.clone()).or_default();
        own.insert("draft".into(), json!({ "plan": draft.plan, "sha256": draft.sha256.to_string() }));
        if let Some(approval) = approved.get(&part.part) {
            let at = calendar::write_instant(&approval.at);
            own.insert("approval".into(), json!({ "by": approval.head, "at": at }));
        }
    }
    Ok(out)
}

/// `withdrawn` for plan.json: departments that left the plan before its
/// freeze, and when; nothing where none did. Why stays with the office.
pub(super) fn withdrawn(office: &Office, plan: &str) -> Result<Option<(String, Json)>> {
    let gone = office.store.read(|tx| joint_store::withdrawals(tx, plan))?;
    let tell = |gone: &Withdrawal| json!({ "department": gone.department, "at": calendar::write_instant(&gone.at), "text": gone.sha256.to_string() });
    let gone: Vec<Json> = gone.iter().map(tell).collect();
    Ok((!gone.is_empty()).then(|| ("withdrawn".to_owned(), gone.into())))
}

/// What of a plan's joint standing awaits approval, and what forbids its
/// freeze: a part that is not what its department approved, a window beyond
/// the draft's, a text somebody withdrew from, a draft that is frozen by
/// itself, or that stands in a joint plan.
pub(super) fn standing(office: &Office, text: &PlanText) -> Result<(Vec<Text>, Vec<Text>)> {
    office.store.read(|tx| {
        let (mut unapproved, mut faults) = (Vec::new(), Vec::new());
        let spec = &text.spec;
        for gone in joint_store::withdrawals(tx, &spec.plan)?.iter().filter(|gone| gone.sha256 == text.sha256)
        {
            faults.push(text!("joint-withdrawn", plan = &spec.plan, department = &gone.department));
        }
        let approved = of_drafts(tx, spec)?;
        for part in &spec.parts {
            let Some(draft) = &part.draft else { continue };
            let (name, department, plan) = (&part.part, &part.department, &draft.plan);
            if !approved.contains_key(name) {
                unapproved.push(text!("joint-unapproved", part = name, department = department, plan = plan));
            }
            if attempts::of_plan(tx, plan)?.last().is_some_and(|attempt| attempt.live()) {
                faults.push(text!("joint-draft-alone", part = name, plan = plan));
            }
            let Some(bytes) = plans::text(tx, &draft.sha256)? else { continue };
            let own = PlanSpec::parse(&String::from_utf8_lossy(&bytes), plan).ok();
            let Some(own) = own.filter(|own| own.parts.iter().any(|one| same_part(one, part))) else {
                faults.push(text!("joint-changed", part = name, department = department, plan = plan));
                continue;
            };
            let same = own.cutoff == spec.cutoff && own.sealed == spec.sealed && own.recusal == spec.recusal;
            if !same || own.roster != spec.roster {
                faults.push(text!("joint-changed-around", part = name, department = department, plan = plan));
            }
            if spec.window[0] < own.window[0] || spec.window[1] > own.window[1] {
                let (from, to) = (own.window[0], own.window[1]);
                faults.push(text!("joint-beyond", part = name, plan = plan, from = from, to = to));
            }
        }
        if let Some(joint) = merged_into(tx, &spec.plan)? {
            faults.push(text!("joint-merged", plan = &spec.plan, joint = joint));
        }
        Ok((unapproved, faults))
    })
}

/// Parts of a frozen text that their departments have not approved yet.
pub(super) fn unapproved(office: &Office, plan: &str, toml: &Digest) -> Result<Vec<Text>> {
    office.store.read(|tx| {
        let Some(bytes) = plans::text(tx, toml)? else { return Ok(Vec::new()) };
        let Ok(spec) = PlanSpec::parse(&String::from_utf8_lossy(&bytes), plan) else { return Ok(Vec::new()) };
        let approved = of_drafts(tx, &spec)?;
        let missing = spec.parts.iter().filter(|part| !approved.contains_key(&part.part));
        let told = missing.filter_map(|part| {
            let (name, department, plan) = (&part.part, &part.department, &part.draft.as_ref()?.plan);
            Some(text!("joint-unapproved", part = name, department = department, plan = plan))
        });
        Ok(told.collect())
    })
}

/// The joint plan whose last text has a part of this draft.
pub(super) fn merged_into(tx: &mut Tx<'_>, plan: &str) -> Result<Option<String>> {
    for row in plans::list(tx)?.into_iter().filter(|row| row.plan != plan) {
        let toml = String::from_utf8_lossy(&row.toml);
        // Most plans are not joint; these need not be read.
        if !toml.contains("draft") {
            continue;
        }
        let spec = PlanSpec::parse(&toml, &row.plan).ok();
        let drafts = spec.iter().flat_map(|spec| &spec.parts).filter_map(|part| part.draft.as_ref());
        if drafts.into_iter().any(|draft| draft.plan == plan) {
            return Ok(Some(row.plan));
        }
    }
    Ok(None)
}
