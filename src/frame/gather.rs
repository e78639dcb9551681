//! Reads the partitions once and keeps what any part wants.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::Months;
use polars::prelude::DataFrame;
use rayon::prelude::*;

use super::exclude::Rules;
use super::pool::Arena;
use super::table::{Table, needed};
use super::{Gathered, History, NO_CLASS, Pool, Request};
use crate::domain::grammar::{check_area, check_code, check_element, check_text};
use crate::domain::{Progress, Result};
use crate::registry::{Manifest, Partition, Registry};
use crate::text;

/// Gathers every request's rows from a state of the registry: of the
/// partitions that some scope's areas can touch, the columns that some request
/// asks for. A damaged partition is refused with its name.
pub fn gather(
    registry: &Registry,
    manifest: &Manifest,
    requests: &[Request],
    history: &History<'_>,
    progress: &dyn Progress,
) -> Result<Vec<Gathered>> {
    let touches = |scope: &String, area: &str| {
        scope == "*" || area.starts_with(scope.as_str()) || scope.starts_with(area)
    };
    let wanted: Vec<&Partition> = (manifest.partitions.iter())
        .filter(|partition| {
            requests
                .iter()
                .map(|request| &request.scope.within.areas)
                .any(|areas| areas.is_empty() || areas.iter().any(|scope| touches(scope, &partition.area)))
        })
        .collect();
    let columns = needed(requests);
    let read = |i: usize| registry.columns(wanted[i], &columns);
    gather_tables(wanted.len(), &read, requests, history, progress)
}

/// Columns that [`gather_tables`] asks of each table for these requests.
pub fn columns(requests: &[Request]) -> Vec<&'static str> {
    needed(requests)
}

/// Gathers every request's rows from `count` tables with the registry's
/// columns, in any order. `read` is called once for each, by several threads.
pub fn gather_tables(
    count: usize,
    read: &(dyn Fn(usize) -> Result<DataFrame> + Sync),
    requests: &[Request],
    history: &History<'_>,
    progress: &dyn Progress,
) -> Result<Vec<Gathered>> {
    let needed = needed(requests);
    progress.begin(text!("frame-reading"), count as u64);
    let parts: Vec<Local> = (0..count)
        .into_par_iter()
        .map(|i| {
            let frame = read(i)?;
            let partition = Local::of(&Table::new(&frame, &needed)?, requests);
            progress.add(1);
            partition
        })
        .collect::<Result<_>>()?;
    progress.end();
    progress.begin(text!("frame-sorting"), 0);
    let gathered = join(parts, requests, history);
    progress.end();
    gathered
}

/// One request's rows of one partition: where the partition's rows begin,
/// distinct classes, rows.
type Share = (u32, Vec<String>, Vec<Entry>);

/// A row of one request within a partition.
#[derive(Debug, Clone, Copy)]
struct Entry {
    row: u32,
    class: u16,
    /// 1-based number of the plan's own exclusion, 0 for none.
    exclude: u8,
    newcomer: bool,
}

#[derive(Debug, Default)]
struct Local {
    arena: Arena,
    /// Per request: distinct classes and the rows.
    wanted: Vec<(Vec<String>, Vec<Entry>)>,
}

impl Local {
    fn of(table: &Table<'_>, requests: &[Request]) -> Result<Self> {
        let mut out = Self::default();
        let mut places: Vec<u32> = vec![u32::MAX; table.rows];
        let mut areas: Vec<u32> = vec![u32::MAX; table.area.values.len()];
        for request in requests {
            let wanted = out.add(table, request, &mut places, &mut areas)?;
            out.wanted.push(wanted);
        }
        Ok(out)
    }

    fn add(
        &mut self,
        table: &Table<'_>,
        request: &Request,
        places: &mut [u32],
        areas: &mut [u32],
    ) -> Result<(Vec<String>, Vec<Entry>)> {
        let within = table.decide(&request.scope.within);
        let except: Vec<_> = request.scope.except.iter().map(|c| table.decide(c)).collect();
        let exclude: Vec<_> = request.exclude.iter().map(|rule| table.decide(&rule.when)).collect();
        let mut classes = Classes::new(table, request);
        let since = (request.frequency.cover.as_ref())
            .filter(|cover| !cover.newcomers)
            .and_then(|cover| request.cutoff.checked_sub_months(Months::new(cover.years.saturating_mul(12))))
            .map(|day| day.to_string());
        let founded = table.column("founded").filter(|_| since.is_some());
        let mut entries = Vec::new();
        for (row, place) in places.iter_mut().enumerate() {
            if !within.holds(row) || except.iter().any(|c| c.holds(row)) {
                continue;
            }
            if *place == u32::MAX {
                *place = self.push(table, row, areas)?;
            }
            let newcomer = founded
                .zip(since.as_deref())
                .is_some_and(|(column, since)| column.values[column.ids[row] as usize] > since);
            // The spec allows far fewer than 255 exclusions; the last one stands for the rest.
            let exclude = exclude.iter().position(|c| c.holds(row)).map_or(0, |i| i.min(253) as u8 + 1);
            entries.push(Entry { row: *place, class: classes.of(row)?, exclude, newcomer });
        }
        Ok((classes.names, entries))
    }

    /// Takes a row's text; what does not fit the grammar is refused by name.
    fn push(&mut self, table: &Table<'_>, row: usize, areas: &mut [u32]) -> Result<u32> {
        let (code, name) = (table.codes[row], table.names[row]);
        let area = table.area.ids[row] as usize;
        let fault = |reason| text!("frame-row", code = code, name = name, reason = reason);
        check_code(code).map_err(fault)?;
        check_text(name).map_err(fault)?;
        if areas[area] == u32::MAX {
            check_area(table.area.values[area]).map_err(fault)?;
            areas[area] = self.arena.area(table.area.values[area])?;
        }
        self.arena.push(code, name, areas[area])
    }
}

/// Gives rows their class, each distinct class once.
struct Classes<'t> {
    table: &'t Table<'t>,
    rules: Vec<(super::table::Decided<'t>, &'t str)>,
    columns: Vec<&'t super::table::Column<'t>>,
    /// By rule number, or by the values' numbers.
    known: HashMap<Vec<u32>, u16>,
    /// By the value's number, where there are no rules and one column.
    simple: Vec<Option<u16>>,
    names: Vec<String>,
}

impl<'t> Classes<'t> {
    fn new(table: &'t Table<'t>, request: &'t Request) -> Self {
        let rules =
            request.classes.iter().map(|rule| (table.decide(&rule.when), rule.class.as_str())).collect();
        let columns: Vec<_> =
            request.class_from.iter().filter_map(|column| table.column(column.name())).collect();
        let simple = match columns.as_slice() {
            [one] if request.classes.is_empty() => vec![None; one.values.len()],
            _ => Vec::new(),
        };
        Self { table, rules, columns, known: HashMap::new(), simple, names: Vec::new() }
    }

    fn of(&mut self, row: usize) -> Result<u16> {
        if self.simple.is_empty() {
            return self.find(row);
        }
        let value = self.columns[0].ids[row] as usize;
        match self.simple[value] {
            Some(class) => Ok(class),
            None => {
                let class = self.find(row)?;
                self.simple[value] = Some(class);
                Ok(class)
            }
        }
    }

    fn find(&mut self, row: usize) -> Result<u16> {
        let rule = self.rules.iter().position(|(condition, _)| condition.holds(row));
        let key: Vec<u32> = match rule {
            Some(rule) => vec![u32::MAX, rule as u32],
            None => self.columns.iter().map(|column| column.ids[row]).collect(),
        };
        if let Some(id) = self.known.get(&key) {
            return Ok(*id);
        }
        let name = match rule {
            Some(rule) => self.rules[rule].1.to_owned(),
            None => {
                let values =
                    self.columns.iter().map(|column| match column.values[column.ids[row] as usize] {
                        "" => NO_CLASS,
                        value => value,
                    });
                let joined = values.collect::<Vec<_>>().join("/");
                if joined.is_empty() { NO_CLASS.to_owned() } else { joined }
            }
        };
        check_element(&name).map_err(|reason| {
            text!("frame-row", code = self.table.codes[row], name = self.table.names[row], reason = reason)
        })?;
        let id = match self.names.iter().position(|known| *known == name) {
            Some(id) => id as u16,
            None => {
                self.names.push(name);
                number(self.names.len() - 1)?
            }
        };
        self.known.insert(key, id);
        Ok(id)
    }
}

fn number(value: usize) -> Result<u16> {
    u16::try_from(value).map_err(|_| text!("frame-classes"))
}

/// Joins partitions into one pool and finishes each request over it.
fn join(parts: Vec<Local>, requests: &[Request], history: &History<'_>) -> Result<Vec<Gathered>> {
    let mut arenas = Vec::with_capacity(parts.len());
    let mut wanted: Vec<Vec<Share>> = requests.iter().map(|_| Vec::new()).collect();
    let mut offset = 0_u32;
    for part in parts {
        for (list, (classes, entries)) in wanted.iter_mut().zip(part.wanted) {
            list.push((offset, classes, entries));
        }
        let rows = u32::try_from(part.arena.len()).map_err(|_| text!("frame-too-large"))?;
        offset = offset.checked_add(rows).ok_or_else(|| text!("frame-too-large"))?;
        arenas.push(part.arena);
    }
    let (pool, places) = Pool::join(arenas)?;
    if let Some(code) = pool.doubled() {
        return Err(text!("frame-code-twice", code = code));
    }
    let pool = Arc::new(pool);
    requests
        .iter()
        .zip(wanted)
        .map(|(request, wanted)| finish(&pool, &places, request, wanted, history))
        .collect()
}

fn finish(
    pool: &Arc<Pool>,
    places: &[u32],
    request: &Request,
    wanted: Vec<Share>,
    history: &History<'_>,
) -> Result<Gathered> {
    // Numbers of classes must not depend on the order of partitions: by name.
    let names: BTreeMap<&str, usize> =
        (wanted.iter().flat_map(|(_, classes, _)| classes)).map(|class| (class.as_str(), 0)).collect();
    let classes: Vec<String> = names.keys().map(|class| (*class).to_owned()).collect();
    let mut entries = Vec::with_capacity(wanted.iter().map(|(_, _, entries)| entries.len()).sum());
    for (offset, local, list) in &wanted {
        let global = (local.iter())
            .map(|class| number(classes.binary_search(class).unwrap_or_default()))
            .collect::<Result<Vec<u16>>>()?;
        entries.extend(list.iter().map(|entry| Entry {
            row: places[(offset + entry.row) as usize],
            class: global[usize::from(entry.class)],
            ..*entry
        }));
    }
    drop(wanted);
    entries.par_sort_unstable_by_key(|entry| entry.row);
    let mut out = Gathered {
        part: request.part.clone(),
        pool: Arc::clone(pool),
        rows: entries.iter().map(|entry| entry.row).collect(),
        class: entries.iter().map(|entry| entry.class).collect(),
        classes,
        reasons: Vec::new(),
        excluded: entries.iter().map(|entry| entry.exclude).collect(),
    };
    let newcomers: Vec<bool> = match request.frequency.cover {
        Some(_) => entries.iter().map(|entry| entry.newcomer).collect(),
        None => Vec::new(),
    };
    drop(entries);
    Rules::new(request, history)?.apply(&mut out, &newcomers)?;
    Ok(out)
}
