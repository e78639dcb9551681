//! `[[part]]`: one department's share.

use std::collections::BTreeMap;

use super::reader::Table;
use super::rules::{self, WideExclude};
use super::{By, DraftRef, Level, PartSpec, QuotaSpec, Size, StrataRule};
use crate::domain::Digest;
use crate::domain::grammar::{check_element, check_slug};
use crate::draw::crew::GROUP;
use crate::draw::document::{Base, Round};
use crate::frame::{ClassColumn, Frequency, Scope};
use crate::plan::wording;
use crate::text;

pub(super) const KEYS: &[&str] = &[
    "name",
    "department",
    "draft",
    "items",
    "competences",
    "team",
    "matching",
    "experts",
    "scope",
    "class_from",
    "class",
    "exclude",
    "frequency",
    "strata",
];
const STRATA_KEYS: &[&str] = &[
    "name", "areas", "classes", "by", "level", "rate", "count", "rates", "round", "base", "min", "max",
    "reserves",
];
const QUOTA_KEYS: &[&str] = &["rate", "count", "round", "base", "min", "max", "reserves"];

/// 存续 in the usual registries' words; 存续（在营、开业、在册）is the national one.
const ACTIVE: [&str; 5] = ["存续*", "在营*", "开业*", "在业*", "在册*"];

/// What holds for every part.
pub(super) struct PlanWide {
    pub(super) year: Option<i32>,
    pub(super) exclude: Vec<WideExclude>,
    pub(super) frequency: Option<Frequency>,
}

pub(super) fn read(table: &Table<'_, '_>, wide: &PlanWide) -> Option<PartSpec> {
    let name = table.required("name", "name = \"p1\"");
    if let Some(name) = &name {
        table.checked("name", name, check_slug(name));
    }
    let department = table.required("department", "department = \"市场监管局\"");
    if let Some(department) = &department {
        table.checked("department", department, check_element(department));
    }
    let elements = |key| {
        let list = table.strings(key)?;
        for value in &list {
            table.checked(key, value, check_element(value));
        }
        Some(list)
    };
    let items = elements("items").unwrap_or_default();
    if items.is_empty() {
        table.missing("items", "items = [\"…\"]");
    }
    let scope = scope(table);
    let within = match scope.within.areas.as_slice() {
        [one] if one != "*" => Some(one.as_str()),
        _ => None,
    };
    if !table.has("strata") {
        table.missing("strata", "[[part.strata]] by = \"class\" rate = \"3%\"");
    }
    let strata = table.tables("strata", STRATA_KEYS, |table| strata(&table, within));
    let mut exclude: Vec<_> = table
        .tables("exclude", &rules::condition_and(&["reason"]), |table| rules::exclude(&table))
        .into_iter()
        .map(|(rule, _)| rule)
        .collect();
    let concerns = |departments: &[String]| {
        departments.is_empty() || department.as_ref().is_some_and(|own| departments.contains(own))
    };
    exclude.extend(
        wide.exclude.iter().filter(|(_, departments)| concerns(departments)).map(|(rule, _)| rule.clone()),
    );
    if exclude.len() > 200 {
        table.refuse("exclude", &exclude.len().to_string(), text!("plan-spec-bounds", from = 0, to = 200));
    }
    let class_from = class_from(table);
    let grouped = table.choice("matching", &[("single", false), ("group", true)]).unwrap_or(false);
    let experts = table.within("experts", 0, 50).unwrap_or(0);
    // All fields are read before any is missed, so that no fault hides another.
    let competences = elements("competences");
    let team = if table.has("team") { table.within("team", 1, 50) } else { Some(2) };
    let classes = table.tables("class", &rules::condition_and(&["name"]), |table| rules::class(&table));
    let frequency = frequency(table, wide);
    let draft = table.table("draft", &["plan", "sha256"], |table| draft(&table));
    Some(PartSpec {
        part: name?,
        department: department?,
        draft,
        items,
        competences,
        team: team?,
        matching: if grouped { GROUP.to_owned() } else { String::new() },
        experts,
        scope,
        class_from,
        classes,
        exclude,
        frequency,
        strata,
        line: table.line(),
    })
}

fn draft(table: &Table<'_, '_>) -> Option<DraftRef> {
    let plan = table.required("plan", "plan = \"2026Q4-XF\"");
    let sha256 = table.required("sha256", "sha256 = \"…\"");
    let sha256 = sha256.and_then(|hex| table.checked("sha256", &hex, Digest::parse(&hex)));
    Some(DraftRef { plan: plan?, sha256: sha256? })
}

fn scope(table: &Table<'_, '_>) -> Scope {
    let mut scope = table
        .table("scope", &rules::condition_and(&["except"]), |table| {
            let except =
                table.tables("except", &rules::condition_and(&[]), |table| Some(rules::condition(&table)));
            Some(Scope {
                within: rules::condition(&table),
                except: except.into_iter().filter(|c| !c.is_empty()).collect(),
            })
        })
        .unwrap_or_default();
    if scope.within.status.is_empty() {
        scope.within.status = ACTIVE.map(str::to_owned).to_vec();
    }
    scope
}

fn class_from(table: &Table<'_, '_>) -> Vec<ClassColumn> {
    const COLUMNS: [ClassColumn; 5] = [
        ClassColumn::Class,
        ClassColumn::Office,
        ClassColumn::Kind,
        ClassColumn::Object,
        ClassColumn::Industry,
    ];
    let Some(names) = table.strings("class_from") else { return vec![ClassColumn::Class] };
    let find = |name: &String| {
        let found = COLUMNS.into_iter().find(|column| column.name() == name);
        if found.is_none() {
            let known = COLUMNS.map(ClassColumn::name).join(", ");
            table.refuse("class_from", name, text!("plan-spec-choice", known = known));
        }
        found
    };
    names.iter().filter_map(find).collect()
}

/// The part's own rules, and the plan's unless `inherit = false`.
fn frequency(table: &Table<'_, '_>, wide: &PlanWide) -> Frequency {
    let mut inherit = true;
    let own = table.table("frequency", rules::FREQUENCY_KEYS, |table| {
        inherit = !table.has("inherit") || table.flag("inherit");
        Some(rules::frequency(&table, wide.year))
    });
    let mut out = own.unwrap_or_default();
    if let Some(wide) = wide.frequency.as_ref().filter(|_| inherit) {
        out.exempt.extend(
            wide.exempt.iter().filter(|source| !out.exempt.contains(source)).cloned().collect::<Vec<_>>(),
        );
        out.gaps.extend(&wide.gaps);
        out.caps.extend(&wide.caps);
        out.cover = out.cover.or_else(|| wide.cover.clone());
    }
    out
}

fn strata(table: &Table<'_, '_>, within: Option<&str>) -> Option<StrataRule> {
    let name = table.string("name").unwrap_or_default();
    if !name.is_empty() {
        table.checked("name", &name, check_element(&name));
    }
    let has_rates = table.has("rates");
    let by_default = if has_rates { "class" } else { "none" };
    let words = table.string("by").unwrap_or_else(|| by_default.to_owned());
    let level = table.choice(
        "level",
        &[
            ("county", Level::County),
            ("township", Level::Township),
            ("city", Level::City),
            ("province", Level::Province),
        ],
    )?;
    let by = match words.as_str() {
        "none" => By::default(),
        "class" => By { area: None, class: true },
        "area" => By { area: Some(level), class: false },
        "area+class" | "class+area" => By { area: Some(level), class: true },
        _ => {
            table.refuse("by", &words, text!("plan-spec-choice", known = "none、class、area、area+class"));
            return None;
        }
    };
    if by.area.is_none() && table.has("level") {
        table.refuse("level", "", text!("plan-spec-level"));
    }
    if has_rates && !by.class {
        table.refuse("by", &words, text!("plan-spec-rates-by"));
    }
    if by == By::default() && name.is_empty() {
        table.missing("name", "name = \"全部\"");
    }
    let classes = table.strings("classes").unwrap_or_default();
    let areas = rules::areas(table, "areas", within);
    let (mut quota, rates) = quotas(table)?;
    let mut rates = rates;
    if let Some(others) = rates.remove("*") {
        if quota.is_some() {
            table.refuse("rates", "*", text!("plan-spec-not-both", other = "rate"));
        }
        quota = Some(others);
    }
    if quota.is_none() && rates.is_empty() {
        if !has_rates {
            table.missing("rate", "rate = \"3%\"");
        }
        return None;
    }
    Some(StrataRule { name, areas, classes, by, quota, rates, line: table.line() })
}

/// The rule's own size, and those by class, which inherit the rest from it.
fn quotas(table: &Table<'_, '_>) -> Option<(Option<QuotaSpec>, BTreeMap<String, QuotaSpec>)> {
    let around = around(table, None)?;
    let own = size(table)?.map(|size| QuotaSpec { size, ..around.clone() });
    let mut rates = BTreeMap::new();
    let Some(value) = table.get("rates") else { return Some((own, rates)) };
    let keys: Vec<String> = match value.get_ref() {
        toml::de::DeValue::Table(entries) => entries.keys().map(|key| key.get_ref().to_string()).collect(),
        _ => Vec::new(),
    };
    let known: Vec<&str> = keys.iter().map(String::as_str).collect();
    table.table("rates", &known, |table| {
        for class in &keys {
            if class != "*" {
                table.checked(class, class, check_element(class));
            }
            let quota = match table.get(class).map(|value| value.get_ref()) {
                Some(toml::de::DeValue::Table(_)) => table.table(class, QUOTA_KEYS, |table| {
                    let own = self::around(&table, Some(&around))?;
                    let Some(size) = size(&table)? else {
                        table.missing("rate", "rate = \"3%\"");
                        return None;
                    };
                    Some(QuotaSpec { size, ..own })
                }),
                _ => table.string(class).and_then(|words| {
                    let (rate, round) = table.checked(class, &words, wording::rate(&words))?;
                    Some(QuotaSpec { size: Size::Rate(rate, round), ..around.clone() })
                }),
            };
            if let Some(quota) = quota {
                rates.insert(class.clone(), quota);
            }
        }
        Some(())
    })?;
    Some((own, rates))
}

/// `rate` or `count`; `None` inside when neither stands.
fn size(table: &Table<'_, '_>) -> Option<Option<Size>> {
    match (table.has("rate"), table.has("count")) {
        (true, true) => {
            table.refuse("count", "", text!("plan-spec-not-both", other = "rate"));
            None
        }
        (true, false) => {
            let words = table.string("rate")?;
            let (rate, round) = table.checked("rate", &words, wording::rate(&words))?;
            Some(Some(Size::Rate(rate, round)))
        }
        (false, true) => Some(Some(Size::Count(table.number("count")?))),
        (false, false) => Some(None),
    }
}

/// Everything of a quota but its size; what is absent comes from `outer`.
fn around(table: &Table<'_, '_>, outer: Option<&QuotaSpec>) -> Option<QuotaSpec> {
    let round = match table.has("round") {
        true => {
            Some(table.choice("round", &[("up", Round::Up), ("down", Round::Down), ("fair", Round::Fair)])?)
        }
        false => outer.and_then(|outer| outer.round),
    };
    let base = match (table.has("base"), outer) {
        (false, Some(outer)) => outer.base,
        _ => table.choice("base", &[("all", Base::All), ("eligible", Base::Eligible)])?,
    };
    let number = |key: &str, outer: Option<u64>| if table.has(key) { table.number(key) } else { outer };
    let min = number("min", outer.and_then(|outer| outer.min));
    let max = number("max", outer.and_then(|outer| outer.max));
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        table.refuse("min", &min.to_string(), text!("plan-spec-min-max", max = max));
    }
    let reserves = number("reserves", outer.map(|outer| outer.reserves)).unwrap_or(0);
    Some(QuotaSpec { size: Size::Count(0), round, base, min, max, reserves })
}
