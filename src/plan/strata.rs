//! Makes strata out of the plan's rules and of what is really in the frame.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::Text;
use crate::domain::grammar::covers;
use crate::draw::document::{Round, Stratum};
use crate::frame::{Cell, Layer};
use crate::text;

use super::{Level, PartSpec, QuotaSpec, Size, StrataRule};

impl Level {
    /// Digits of a code of this level.
    pub fn digits(self) -> usize {
        match self {
            Level::Province => 2,
            Level::City => 4,
            Level::County => 6,
            Level::Township => 9,
        }
    }
}

impl StrataRule {
    /// What it draws from a class.
    fn quota_of(&self, class: &str) -> Option<&QuotaSpec> {
        self.rates.get(class).or(self.quota.as_ref())
    }

    fn claims(&self, cell: &Cell) -> bool {
        (self.areas.is_empty() || self.areas.iter().any(|scope| covers(scope, &cell.area)))
            && (self.classes.is_empty() || self.classes.contains(&cell.class))
            && (!self.by.class || self.quota_of(&cell.class).is_some())
    }

    /// The stratum a claimed cell falls into: area and class where split.
    fn key(&self, cell: &Cell) -> (String, String) {
        let area = self.by.area.map(|level| {
            let digits = level.digits().min(cell.area.len());
            cell.area[..digits].to_owned()
        });
        let class = self.by.class.then(|| cell.class.clone());
        (area.unwrap_or_default(), class.unwrap_or_default())
    }

    fn name_of(&self, key: &(String, String)) -> String {
        [self.name.as_str(), &key.0, &key.1]
            .into_iter()
            .filter(|piece| !piece.is_empty())
            .collect::<Vec<_>>()
            .join("/")
    }
}

/// The strata of a part, in order of rules, areas, classes. The first rule
/// that claims a cell has it. `round` is what the items' wordings ask for;
/// with no wording at all a rate is a minimum and rounds up.
pub(super) fn expand(
    part: &PartSpec,
    cells: &[Cell],
    round: Option<Round>,
) -> Result<Vec<(Layer, Stratum)>, Vec<Text>> {
    let mut faults = Vec::new();
    let mut out = Vec::new();
    let mut free: BTreeSet<usize> = (0..cells.len()).collect();
    for rule in &part.strata {
        let mut groups: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
        for at in free.iter().copied().filter(|at| rule.claims(&cells[*at])) {
            groups.entry(rule.key(&cells[at])).or_default().push(at);
        }
        groups.values().flatten().for_each(|at| {
            free.remove(at);
        });
        absent(rule, cells, &mut groups);
        for (key, group) in groups {
            let name = rule.name_of(&key);
            match layer(part, rule, &key, name.clone(), &group, cells) {
                Some(layer) => {
                    if let Some(quota) = rule.quota_of(&key.1) {
                        let stratum = stratum(&layer, quota, round);
                        out.push((layer, stratum));
                    }
                }
                None if group.is_empty() => faults.push(text!(
                    "plan-strata-unreached",
                    part = &part.part,
                    line = rule.line,
                    stratum = name
                )),
                None => faults.push(text!(
                    "plan-strata-overlap",
                    part = &part.part,
                    line = rule.line,
                    stratum = name
                )),
            }
        }
    }
    faults.extend(unclaimed(part, cells, &free));
    if faults.is_empty() { Ok(out) } else { Err(faults) }
}

/// Strata that a rule names though no row is there: its one stratum when it is
/// not split, and classes with a rate of their own that nobody has.
fn absent(rule: &StrataRule, cells: &[Cell], groups: &mut BTreeMap<(String, String), Vec<usize>>) {
    if !rule.by.class && rule.by.area.is_none() {
        groups.entry((String::new(), String::new())).or_default();
    }
    if rule.by.class && rule.by.area.is_none() {
        let named = rule.rates.keys().filter(|class| rule.classes.is_empty() || rule.classes.contains(class));
        for class in named.filter(|class| cells.iter().all(|cell| cell.class != **class)) {
            groups.entry((String::new(), class.clone())).or_default();
        }
    }
}

/// Areas and classes that hold exactly the group's cells: the plan's own scopes
/// if they do, else the group's areas and classes one by one.
fn layer(
    part: &PartSpec,
    rule: &StrataRule,
    key: &(String, String),
    stratum: String,
    group: &[usize],
    cells: &[Cell],
) -> Option<Layer> {
    let own = [&rule.areas, &part.scope.within.areas].into_iter().find(|areas| !areas.is_empty());
    let areas = match (rule.by.area, own) {
        (Some(_), _) => vec![key.0.clone()],
        (None, Some(areas)) => areas.clone(),
        (None, None) => vec!["*".to_owned()],
    };
    let classes = if rule.by.class { vec![key.1.clone()] } else { rule.classes.clone() };
    let plain = Layer { stratum: stratum.clone(), areas, classes };
    if plain.held(cells) == group {
        return Some(plain);
    }
    if group.is_empty() {
        return None;
    }
    let areas: BTreeSet<&String> = group.iter().map(|at| &cells[*at].area).collect();
    let classes: BTreeSet<&String> = group.iter().map(|at| &cells[*at].class).collect();
    let exact = Layer {
        stratum,
        areas: areas.into_iter().cloned().collect(),
        classes: classes.into_iter().cloned().collect(),
    };
    (exact.held(cells) == group).then_some(exact)
}

fn stratum(layer: &Layer, quota: &QuotaSpec, round: Option<Round>) -> Stratum {
    let (rate, own, count) = match quota.size {
        Size::Rate(rate, own) => (Some(rate), own, None),
        Size::Count(count) => (None, None, Some(count)),
    };
    Stratum {
        stratum: layer.stratum.clone(),
        areas: layer.areas.clone(),
        classes: layer.classes.clone(),
        rate,
        round: rate.map(|_| quota.round.or(own).or(round).unwrap_or(Round::Up)),
        base: rate.map(|_| quota.base),
        count,
        min: quota.min,
        max: quota.max,
        reserves: quota.reserves,
    }
}

/// Rows that no rule claims, told by class.
fn unclaimed(part: &PartSpec, cells: &[Cell], free: &BTreeSet<usize>) -> Vec<Text> {
    let mut classes: BTreeMap<&str, (u64, BTreeSet<&str>)> = BTreeMap::new();
    for at in free {
        let cell = &cells[*at];
        let entry = classes.entry(&cell.class).or_default();
        entry.0 += cell.rows;
        entry.1.insert(&cell.area);
    }
    let tell = |(class, (rows, areas)): (&str, (u64, BTreeSet<&str>))| {
        let shown = areas.iter().take(5).copied().collect::<Vec<_>>().join("、");
        text!(
            "plan-strata-unclaimed",
            part = &part.part,
            line = part.line,
            rows = rows,
            class = class,
            areas = shown,
            count = areas.len()
        )
    };
    classes.into_iter().map(tell).collect()
}
