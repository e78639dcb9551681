//! Several drafts become one joint plan.
//!
//! The joint plan's text is made from the drafts' own words: each part stands
//! in it as its department wrote it, with the draft's plan-wide rules moved
//! into it and, as `draft`, the draft's number and digest, by which the
//! department head's approval of the draft is found again. [`same_part`] tells
//! whether a part is still what was approved.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::suggest::Draft;
use super::write::{self, tables_of};
use crate::domain::{Date, Digest, Instant, Text, calendar};
use crate::frame::CAP_ALL;
use crate::plan::{PartSpec, PlanSpec, SourceSpecKind};
use crate::text;

/// A draft's text.
#[derive(Debug, Clone, Copy)]
pub struct DraftText<'a> {
    /// What it says.
    pub spec: &'a PlanSpec,
    /// Its text.
    pub toml: &'a str,
    /// The digest of its bytes.
    pub sha256: Digest,
}

/// What the coordinator chose where drafts differ.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    /// Number of the joint plan; the lead's draft with `-J` by default.
    pub plan: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its window; the days all drafts have in common by default.
    pub window: Option<[Date; 2]>,
    /// End of the reveals, where the drafts name different ones.
    pub reveal_by: Option<Instant>,
    /// 牵头部门; that of the first draft by default.
    pub lead: Option<String>,
    /// Rename parts whose names clash.
    pub rename: bool,
    /// Merge in spite of differing classes and of caps that only some drafts
    /// keep.
    pub nevertheless: bool,
}

/// Something that stands in the way of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What.
    pub what: Text,
    /// What would mend it.
    pub mend: Text,
    /// Whether the coordinator may merge nevertheless.
    pub minor: bool,
}

impl Conflict {
    fn new(what: Text, mend: Text) -> Self {
        Self { what, mend, minor: false }
    }

    /// In one sentence.
    pub fn text(&self) -> Text {
        text!("joint-conflict", what = self.what.clone(), mend = self.mend.clone())
    }
}

/// A joint plan.
#[derive(Debug, Clone)]
pub struct Merged {
    /// Its text.
    pub toml: String,
    /// What it says.
    pub spec: PlanSpec,
    /// Conflicts that were passed over.
    pub passed: Vec<Conflict>,
}

/// Merges drafts, or tells every conflict. `framed` are the drafts with their
/// frames, in the same order; empty where there are none, and then nothing is
/// said about entities.
pub fn merge(
    drafts: &[DraftText<'_>],
    framed: &[Draft<'_>],
    choices: &Choices,
) -> Result<Merged, Vec<Conflict>> {
    let mut found = Vec::new();
    let Some(first) = drafts.first() else {
        return Err(vec![Conflict::new(text!("joint-no-drafts"), text!("joint-mend-drafts"))]);
    };
    alike(drafts, &mut found);
    let window = window(drafts, choices, &mut found);
    let reveal_by = reveal_by(drafts, choices, &mut found);
    sources(drafts, reveal_by, &mut found);
    let names = names(drafts, choices.rename, &mut found);
    let departments: BTreeSet<&str> =
        drafts.iter().flat_map(|draft| &draft.spec.parts).map(|part| part.department.as_str()).collect();
    let lead = choices.lead.clone().unwrap_or_else(|| first.spec.lead.clone());
    if !departments.contains(lead.as_str()) {
        let known = departments.iter().copied().collect::<Vec<_>>().join("、");
        found.push(Conflict::new(text!("joint-lead", lead = &lead), text!("joint-mend-lead", known = known)));
    }
    let mut passed = Vec::new();
    classes(framed, &mut passed);
    caps(framed, &mut passed);
    if !found.is_empty() || !(passed.is_empty() || choices.nevertheless) {
        found.append(&mut passed);
        return Err(found);
    }
    let table = table(drafts, &names, choices, window, reveal_by, &lead).map_err(|fault| vec![fault])?;
    let mut heading = vec![lead_line(&table)];
    heading.extend(drafts.iter().map(|draft| {
        let departments: BTreeSet<&str> =
            draft.spec.parts.iter().map(|part| part.department.as_str()).collect();
        let departments = departments.into_iter().collect::<Vec<_>>().join("、");
        format!("  {} {departments} sha256 {}", draft.spec.plan, draft.sha256)
    }));
    let toml = write::plan(&table, &heading);
    let spec = PlanSpec::parse(&toml, "joint").map_err(|faults| {
        faults.into_iter().map(|fault| Conflict::new(fault, text!("joint-mend-drafts"))).collect::<Vec<_>>()
    })?;
    let own = drafts.iter().flat_map(|draft| &draft.spec.parts);
    if let Some((part, _)) = own.zip(&spec.parts).find(|(own, part)| !same_part(own, part)) {
        // Never so; but what is frozen must be what was approved.
        let what = text!("joint-part-changed", part = &part.part);
        return Err(vec![Conflict::new(what, text!("joint-mend-drafts"))]);
    }
    Ok(Merged { toml, spec, passed })
}

fn lead_line(table: &Table) -> String {
    let plan = table.get("plan").and_then(Value::as_str).unwrap_or_default();
    format!(
        "联合计划 {plan}，由下列各部门计划合成；各分项的内容由其部门审批，改动须由该部门重新报批、重新合成。"
    )
}

/// Whether a part says the same in two plans, whatever its name there.
pub fn same_part(one: &PartSpec, other: &PartSpec) -> bool {
    let bare = |part: &PartSpec| {
        let mut part = part.clone();
        part.part.clear();
        part.line = 0;
        part.draft = None;
        part.strata.iter_mut().for_each(|rule| rule.line = 0);
        part
    };
    bare(one) == bare(other)
}

/// The joint plan's text without a department; `None` where no other
/// department is left or it has no part. `lead` is the new one where the old
/// one leaves.
pub fn without_department(toml: &str, department: &str, lead: Option<&str>) -> Option<String> {
    let mut table: Table = toml.trim_start_matches('\u{feff}').parse().ok()?;
    let of = |part: &Table| part.get("department").and_then(Value::as_str).map(str::trim) == Some(department);
    let parts: Vec<Table> = tables_of(&table, "part").into_iter().cloned().collect();
    let left: Vec<Value> = parts.iter().filter(|part| !of(part)).cloned().map(Value::Table).collect();
    if left.is_empty() || left.len() == parts.len() {
        return None;
    }
    table.insert("part".into(), Value::Array(left));
    if let Some(lead) = lead {
        table.insert("lead".into(), lead.into());
    }
    let heading: Vec<String> = (toml.lines().take_while(|line| line.starts_with('#')))
        .map(|line| line.trim_start_matches('#').trim_start_matches(' ').to_owned())
        .collect();
    Some(write::plan(&table, &heading))
}

/// Everything that must be the same in all drafts.
fn alike(drafts: &[DraftText<'_>], found: &mut Vec<Conflict>) {
    let mut numbers = BTreeSet::new();
    for draft in drafts {
        if !numbers.insert(&draft.spec.plan) {
            let what = text!("joint-draft-twice", plan = &draft.spec.plan);
            found.push(Conflict::new(what, text!("joint-mend-twice")));
        }
        // The merged plan would not be one of the year's draws any more.
        if !draft.spec.year_plan.is_empty() {
            let what = text!("joint-of-year", plan = &draft.spec.plan, year_plan = &draft.spec.year_plan);
            found.push(Conflict::new(what, text!("joint-mend-year")));
        }
    }
    type Field = (&'static str, fn(&PlanSpec) -> String);
    let fields: [Field; 9] = [
        ("cutoff", |spec| spec.cutoff.to_string()),
        ("registry", |spec| spec.registry.map(|digest| digest.to_string()).unwrap_or_default()),
        ("year", |spec| spec.year.to_string()),
        ("quarter", |spec| spec.quarter.map(|quarter| quarter.to_string()).unwrap_or_default()),
        ("directed", |spec| spec.directed.to_string()),
        ("sealed", |spec| spec.sealed.to_string()),
        ("urgent", |spec| spec.urgent.to_string()),
        ("recusal", |spec| recusal(spec)),
        ("roster", |spec| format!("{:?}, leave_days {}", spec.roster.review, spec.roster.leave_days)),
    ];
    for (field, value) in fields {
        let mut values: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for draft in drafts {
            values.entry(value(draft.spec)).or_default().push(&draft.spec.plan);
        }
        if field == "registry" {
            values.remove(""); // A draft that does not say goes with any.
        }
        if values.len() > 1 {
            let each = values.iter().map(|(value, plans)| {
                let value = if value.is_empty() { "–" } else { value };
                format!("{} {value}", plans.join("、"))
            });
            let values = each.collect::<Vec<_>>().join("；");
            let mend = match field {
                "cutoff" => text!("joint-mend-cutoff"),
                "registry" => text!("joint-mend-registry"),
                "sealed" => text!("joint-mend-sealed"),
                _ => text!("joint-mend-same", field = field),
            };
            found.push(Conflict::new(text!("joint-differs", field = field, values = values), mend));
        }
    }
    let mut readings: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    for draft in drafts {
        for (words, reading) in &draft.spec.wording {
            let (first, known) = *readings.entry(words).or_insert((&draft.spec.plan, reading));
            if known != reading {
                let (second, other) = (&draft.spec.plan, reading);
                let what = text!(
                    "joint-wording",
                    words = words,
                    first = first,
                    one = known,
                    second = second,
                    other = other
                );
                found.push(Conflict::new(what, text!("joint-mend-same", field = "wording")));
            }
        }
    }
}

fn recusal(spec: &PlanSpec) -> String {
    let same = spec.recusal.same.as_ref().map_or_else(String::new, |same| {
        format!("same_inspector {}/{} {}", same.checks, same.months, same.results.join("、"))
    });
    let former = spec
        .recusal
        .former_team_months
        .map_or_else(String::new, |months| format!(" former_team_months {months}"));
    format!("{same}{former} {}", spec.recusal.exempt.join("、")).trim().to_owned()
}

fn window(drafts: &[DraftText<'_>], choices: &Choices, found: &mut Vec<Conflict>) -> [Date; 2] {
    let show = |[from, to]: [Date; 2]| format!("{from} – {to}");
    let windows = drafts.iter().map(|draft| draft.spec.window);
    let common = windows.reduce(|[a, b], [c, d]| [a.max(c), b.min(d)]).unwrap_or_default();
    let window = choices.window.unwrap_or(common);
    if choices.window.is_none() && common[0] > common[1] {
        let each = drafts.iter().map(|draft| format!("{} {}", draft.spec.plan, show(draft.spec.window)));
        let windows = each.collect::<Vec<_>>().join("；");
        found.push(Conflict::new(text!("joint-windows", windows = windows), text!("joint-mend-window")));
    }
    if let Some([from, to]) = choices.window {
        if from > to {
            found.push(Conflict::new(
                text!("joint-window-order", from = from, to = to),
                text!("joint-mend-window"),
            ));
        }
        for draft in drafts.iter().filter(|draft| from < draft.spec.window[0] || to > draft.spec.window[1]) {
            let what = text!(
                "joint-window-outside",
                plan = &draft.spec.plan,
                window = show(draft.spec.window),
                chosen = show([from, to])
            );
            found.push(Conflict::new(what, text!("joint-mend-window")));
        }
    }
    window
}

fn reveal_by(drafts: &[DraftText<'_>], choices: &Choices, found: &mut Vec<Conflict>) -> Instant {
    let earliest = drafts.iter().map(|draft| draft.spec.reveal_by).min().unwrap_or_default();
    if let Some(chosen) = choices.reveal_by {
        return chosen;
    }
    if drafts.iter().any(|draft| draft.spec.reveal_by != earliest) {
        let each = drafts
            .iter()
            .map(|draft| format!("{} {}", draft.spec.plan, calendar::write_instant(&draft.spec.reveal_by)));
        let values = each.collect::<Vec<_>>().join("；");
        let mend = text!("joint-mend-reveal", earliest = earliest);
        found.push(Conflict::new(text!("joint-differs", field = "reveal_by", values = values), mend));
    }
    earliest
}

/// Sources of one name must be one source; a commitment made for a draft's
/// number opens for no other.
fn sources(drafts: &[DraftText<'_>], reveal_by: Instant, found: &mut Vec<Conflict>) {
    let mut known: BTreeMap<&str, (&str, &SourceSpecKind)> = BTreeMap::new();
    for draft in drafts {
        let plan = draft.spec.plan.as_str();
        for source in &draft.spec.sources {
            let name = source.source.as_str();
            let (first, kind) = *known.entry(name).or_insert((plan, &source.kind));
            if *kind != source.kind {
                let what = text!("joint-source-differs", source = name, first = first, second = plan);
                found.push(Conflict::new(what, text!("joint-mend-source", source = name)));
            }
            match &source.kind {
                SourceSpecKind::Commitment(Some(_)) | SourceSpecKind::Sealed(Some(_)) => {
                    let what = text!("joint-commitment-given", source = name, plan = plan);
                    found.push(Conflict::new(what, text!("joint-mend-commitment")));
                }
                SourceSpecKind::Public { when, .. } if *when <= reveal_by => {
                    let what = text!(
                        "joint-source-early",
                        source = name,
                        plan = plan,
                        when = *when,
                        reveal_by = reveal_by
                    );
                    found.push(Conflict::new(what, text!("joint-mend-early")));
                }
                _ => {}
            }
        }
    }
}

/// The names parts get: their own, or where they clash and may be renamed the
/// draft's place before it.
fn names(drafts: &[DraftText<'_>], rename: bool, found: &mut Vec<Conflict>) -> Vec<Vec<String>> {
    let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for draft in drafts {
        for part in &draft.spec.parts {
            owners.entry(&part.part).or_default().push(&draft.spec.plan);
        }
    }
    let mut taken: BTreeSet<String> = owners.keys().map(|name| (*name).to_owned()).collect();
    if !rename {
        for (name, plans) in owners.iter().filter(|(_, plans)| plans.len() > 1) {
            let what = text!("joint-part-twice", part = *name, plans = plans.join("、"));
            found.push(Conflict::new(what, text!("joint-mend-part")));
        }
    }
    (1..)
        .zip(drafts)
        .map(|(number, draft): (usize, _)| {
            let fresh = |part: &PartSpec| {
                if owners[part.part.as_str()].len() < 2 {
                    return part.part.clone();
                }
                let mut name = String::new();
                for tail in 0.. {
                    let more = if tail == 0 { String::new() } else { format!("-{tail}") };
                    // At most 32 characters (protocol §0); a slug is ASCII.
                    let own: String = part.part.chars().take(20).collect();
                    name = format!("d{number}-{own}{more}");
                    if taken.insert(name.clone()) {
                        break;
                    }
                }
                name
            };
            draft.spec.parts.iter().map(fresh).collect()
        })
        .collect()
}

fn table(
    drafts: &[DraftText<'_>],
    names: &[Vec<String>],
    choices: &Choices,
    [from, to]: [Date; 2],
    reveal_by: Instant,
    lead: &str,
) -> Result<Table, Conflict> {
    let leading = drafts.iter().find(|draft| draft.spec.parts.iter().any(|part| part.department == lead));
    let spec = leading.or(drafts.first()).map(|draft| draft.spec);
    let mut out = Table::new();
    let mut put = |key: &str, value: Value| {
        out.insert(key.to_owned(), value);
    };
    if let Some(spec) = spec {
        put("plan", choices.plan.clone().unwrap_or_else(|| format!("{}-J", spec.plan)).into());
        put("title", choices.title.clone().unwrap_or_else(|| format!("{}（联合）", spec.title)).into());
        if !spec.organ.is_empty() {
            put("organ", spec.organ.clone().into());
        }
        put("year", i64::from(spec.year).into());
        if let Some(quarter) = spec.quarter {
            put("quarter", i64::from(quarter).into());
        }
        put("directed", spec.directed.into());
        put("cutoff", spec.cutoff.to_string().into());
        put("urgent", spec.urgent.into());
        put("sealed", spec.sealed.into());
    }
    put("window", Value::Array(vec![from.to_string().into(), to.to_string().into()]));
    put("reveal_by", calendar::write_instant(&reveal_by).into());
    put("lead", lead.into());
    // The strictest draft decides how many witnesses must have it on file.
    let witnesses = drafts.iter().map(|draft| draft.spec.witnesses).max().unwrap_or(0);
    if let Ok(witnesses @ 1..) = i64::try_from(witnesses) {
        put("witnesses", witnesses.into());
    }
    if let Some(registry) = drafts.iter().find_map(|draft| draft.spec.registry) {
        put("registry", registry.to_string().into());
    }
    let (mut sources, mut parts, mut wording) = (Vec::new(), Vec::new(), Table::new());
    let mut named = BTreeSet::new();
    for (draft, names) in drafts.iter().zip(names) {
        let own: Table = draft.toml.trim_start_matches('\u{feff}').parse().map_err(|_| {
            Conflict::new(text!("joint-draft-unread", plan = &draft.spec.plan), text!("joint-mend-drafts"))
        })?;
        for source in tables_of(&own, "source") {
            if named.insert(source.get("name").map(ToString::to_string)) {
                sources.push(Value::Table(source.clone()));
            }
        }
        for (part, name) in tables_of(&own, "part").into_iter().zip(names) {
            parts.push(Value::Table(self::part(&own, part, name, draft)));
        }
        for key in ["recusal", "roster"] {
            if let Some(value) = own.get(key) {
                out.insert(key.to_owned(), value.clone());
            }
        }
        if let Some(Value::Table(readings)) = own.get("wording") {
            wording.extend(readings.clone());
        }
    }
    if !wording.is_empty() {
        out.insert("wording".into(), wording.into());
    }
    out.insert("source".into(), Value::Array(sources));
    out.insert("part".into(), Value::Array(parts));
    Ok(out)
}

/// A part with its draft's plan-wide rules moved into it.
fn part(own: &Table, part: &Table, name: &str, draft: &DraftText<'_>) -> Table {
    let mut out = part.clone();
    out.insert("name".into(), name.into());
    let origin = [("plan", draft.spec.plan.clone()), ("sha256", draft.sha256.to_string())];
    let origin: Table = origin.into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect();
    out.insert("draft".into(), origin.into());
    let department = part.get("department").and_then(Value::as_str).unwrap_or_default().trim();
    let mut exclude: Vec<Value> = tables_of(part, "exclude").into_iter().cloned().map(Value::Table).collect();
    for rule in tables_of(own, "exclude") {
        let mut rule = rule.clone();
        let concerns = match rule.remove("departments") {
            None => true,
            Some(Value::Array(list)) => {
                list.is_empty() || list.iter().any(|one| one.as_str().map(str::trim) == Some(department))
            }
            Some(one) => one.as_str().map(str::trim) == Some(department),
        };
        if concerns {
            exclude.push(Value::Table(rule));
        }
    }
    if !exclude.is_empty() {
        out.insert("exclude".into(), Value::Array(exclude));
    }
    if let Some(Value::Table(wide)) = own.get("frequency") {
        let mut frequency = part.get("frequency").and_then(Value::as_table).cloned().unwrap_or_default();
        if frequency.remove("inherit") != Some(Value::Boolean(false)) {
            inherit(&mut frequency, wide);
        }
        out.insert("frequency".into(), frequency.into());
    }
    out
}

/// A part's own frequency rules with the plan's behind, as the plan itself
/// joins them.
fn inherit(own: &mut Table, wide: &Table) {
    for key in ["gap", "cap"] {
        let mut all: Vec<Value> = tables_of(own, key).into_iter().cloned().map(Value::Table).collect();
        all.extend(tables_of(wide, key).into_iter().cloned().map(Value::Table));
        if !all.is_empty() {
            own.insert(key.to_owned(), Value::Array(all));
        }
    }
    let list = |table: &Table| match table.get("exempt") {
        Some(Value::Array(list)) => list.clone(),
        Some(one) => vec![one.clone()],
        None => Vec::new(),
    };
    let mut exempt = list(own);
    let more: Vec<Value> = list(wide).into_iter().filter(|source| !exempt.contains(source)).collect();
    exempt.extend(more);
    if !exempt.is_empty() {
        own.insert("exempt".into(), Value::Array(exempt));
    }
    if let (None, Some(cover)) = (own.get("cover"), wide.get("cover")) {
        own.insert("cover".into(), cover.clone());
    }
}

/// Entities that have one class in one draft and another in another.
fn classes(drafts: &[Draft<'_>], found: &mut Vec<Conflict>) {
    let Some(pool) = drafts.iter().flat_map(|draft| draft.framed).map(|framed| framed.frame.pool()).next()
    else {
        return;
    };
    let mut names: Vec<&str> = Vec::new();
    let mut last = ("", 0);
    let mut first: Vec<Option<(u16, u16)>> = vec![None; pool.len()];
    let mut differ: BTreeMap<(u16, u16), (u64, String)> = BTreeMap::new();
    for (number, draft) in (0_u16..).zip(drafts) {
        for framed in draft.framed {
            let rows = framed.frame.gathered();
            for row in 0..rows.len() {
                let class = rows.class(row);
                if class != last.0 {
                    let known = names.iter().position(|name| *name == class).unwrap_or(names.len());
                    if known == names.len() {
                        names.push(class);
                    }
                    // A frame has fewer than 2¹⁶ classes, and drafts use the same few.
                    last = (class, known.min(usize::from(u16::MAX)) as u16);
                }
                let known = last.1;
                let place = framed.frame.place(row);
                match first[place] {
                    None => first[place] = Some((number, known)),
                    Some((other, before)) if other != number && before != known => {
                        let example = || {
                            let before = names.get(usize::from(before)).copied().unwrap_or_default();
                            format!("{} {before} / {class}", rows.code(row))
                        };
                        differ.entry((other, number)).or_insert_with(|| (0, example())).0 += 1;
                    }
                    Some(_) => {}
                }
            }
        }
    }
    found.extend(differ.into_iter().map(|((one, other), (count, example))| {
        let plan = |draft: u16| &drafts[usize::from(draft)].spec.plan;
        let what =
            text!("joint-classes", first = plan(one), second = plan(other), count = count, example = example);
        Conflict { what, mend: text!("joint-mend-classes"), minor: true }
    }));
}

/// Entities that one draft leaves out because all departments together have
/// been there often enough, and another would draw.
fn caps(drafts: &[Draft<'_>], found: &mut Vec<Conflict>) {
    let Some(pool) = drafts.iter().flat_map(|draft| draft.framed).map(|framed| framed.frame.pool()).next()
    else {
        return;
    };
    let mut full: Vec<Option<u16>> = vec![None; pool.len()];
    let rows = |draft: &Draft<'_>, each: &mut dyn FnMut(usize, &str)| {
        for framed in draft.framed {
            let rows = framed.frame.gathered();
            (0..rows.len()).for_each(|row| each(framed.frame.place(row), rows.reason(row)));
        }
    };
    for (number, draft) in (0_u16..).zip(drafts) {
        rows(draft, &mut |place, reason| {
            if reason == CAP_ALL && full[place].is_none() {
                full[place] = Some(number);
            }
        });
    }
    let mut over: BTreeMap<(u16, u16), (u64, String)> = BTreeMap::new();
    for (number, draft) in (0_u16..).zip(drafts) {
        rows(draft, &mut |place, reason| {
            if let Some(other) = full[place].filter(|other| reason.is_empty() && *other != number) {
                over.entry((other, number)).or_insert_with(|| (0, pool.code(place).to_owned())).0 += 1;
            }
        });
    }
    found.extend(over.into_iter().map(|((one, other), (count, example))| {
        let plan = |draft: u16| &drafts[usize::from(draft)].spec.plan;
        let what =
            text!("joint-caps", first = plan(one), second = plan(other), count = count, example = example);
        Conflict {
            what,
            mend: text!("joint-mend-caps", first = plan(one), second = plan(other)),
            minor: true,
        }
    }));
}
