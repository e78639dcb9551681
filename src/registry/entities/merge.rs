//! The same object once: rows of one code become one row, or conflict.
//!
//! Exports repeat a firm for every licence or tag. Rows of one code are one
//! object when every other column agrees; an empty cell agrees with any, and a
//! township with its county. Lists are joined. A row that disagrees with those
//! before it is refused and told which row it disagrees with.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::read::Gathered;
use super::rows::{At, Rows};
use super::spec::{AREA, CODE, ENTITIES, FIELDS, LICENCES, TAGS};
use crate::registry::reject::{Fault, Reject};
use crate::text;

/// A code's first 24 bytes as numbers (codes hold no NUL), and where its row
/// is: sorting three million codes then hardly looks at the text.
#[derive(Clone, Copy)]
struct Key {
    head: [u64; 3],
    at: At,
}

/// Sorts all rows by code and makes each code one row. Gives the rows that
/// stand, by code, and how many went into others; refused ones are added to
/// the rejects.
pub(crate) fn merge(gathered: &mut Gathered) -> (Vec<At>, u64) {
    let keys = sorted(&gathered.parts);
    let mut out = Vec::with_capacity(keys.len());
    let mut merged = 0;
    let mut joined = Rows::default();
    let mut refused = Vec::new();
    // Rows made of several stand in a part of their own, behind the others.
    let joined_part = u32::try_from(gathered.parts.len()).unwrap_or(u32::MAX);
    let parts = &gathered.parts;
    for group in keys.chunk_by(|a, b| same(parts, a, b)) {
        let first = group[0].at;
        if group.len() == 1 {
            out.push(first);
            continue;
        }
        let mut row = first.fields(parts).map(str::to_owned);
        let mut changed = false;
        for key in &group[1..] {
            match join(&mut row, &key.at.fields(parts)) {
                Ok(more) => {
                    changed |= more;
                    merged += 1;
                }
                Err(column) => refused.push((key.at, first, column, row[column].clone())),
            }
        }
        if changed {
            joined.push(row.iter().map(String::as_str));
            let row = u32::try_from(joined.len() - 1).unwrap_or(u32::MAX);
            out.push(At { part: joined_part, row });
        } else {
            out.push(first);
        }
    }
    for (at, first, column, stands) in refused {
        let (origin, earlier) = (gathered.origin(at), gathered.origin(first));
        let fields = at.fields(&gathered.parts);
        let reason = text!(
            "registry-conflict",
            code = fields[CODE],
            file = &gathered.files[earlier.file as usize].file,
            row = earlier.row,
            title = ENTITIES.columns[column].title,
            stands = stands
        );
        let remedy = text!("registry-remedy-conflict");
        let fault = Fault::new(ENTITIES.columns[column].title, fields[column], reason, remedy);
        let file = &gathered.files[origin.file as usize].file;
        gathered.rejects.extend(Reject::of(file, origin.row, vec![fault]).map(|reject| (origin, reject)));
    }
    gathered.parts.push(joined);
    (out, merged)
}

fn sorted(parts: &[Rows]) -> Vec<Key> {
    let mut keys: Vec<Key> = parts
        .par_iter()
        .enumerate()
        .flat_map_iter(|(part, rows)| {
            let part = u32::try_from(part).unwrap_or(u32::MAX);
            let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            (0..count).map(move |row| {
                let at = At { part, row };
                let mut bytes = [0; 24];
                let code = rows.field(row as usize, CODE).as_bytes();
                let length = code.len().min(24);
                bytes[..length].copy_from_slice(&code[..length]);
                let word = |from: usize| {
                    bytes[from..from + 8].iter().fold(0u64, |word, byte| word << 8 | u64::from(*byte))
                };
                Key { head: [word(0), word(8), word(16)], at }
            })
        })
        .collect();
    keys.par_sort_unstable_by(|a, b| by_code(parts, a, b).then(a.at.cmp(&b.at)));
    keys
}

fn by_code(parts: &[Rows], a: &Key, b: &Key) -> Ordering {
    a.head.cmp(&b.head).then_with(|| {
        if a.head[2] & 0xff == 0 {
            return Ordering::Equal; // both end within the head
        }
        a.at.field(parts, CODE).cmp(b.at.field(parts, CODE))
    })
}

fn same(parts: &[Rows], a: &Key, b: &Key) -> bool {
    by_code(parts, a, b) == Ordering::Equal
}

/// Joins a row into the one that stands, which stays as it was when they
/// disagree: then gives the first column at fault. Tells whether it changed.
fn join(stands: &mut [String; FIELDS], row: &[&str; FIELDS]) -> Result<bool, usize> {
    let agrees = |column: usize| {
        let (old, new) = (stands[column].as_str(), row[column]);
        old == new
            || old.is_empty()
            || new.is_empty()
            || column == LICENCES
            || column == TAGS
            || (column == AREA && (old.starts_with(new) || new.starts_with(old)))
    };
    if let Some(column) = (0..FIELDS).find(|column| !agrees(*column)) {
        return Err(column);
    }
    let mut changed = false;
    for (column, (old, new)) in stands.iter_mut().zip(row).enumerate() {
        let both = match column {
            LICENCES | TAGS => union(old, new),
            // The township says more than its county.
            _ if new.len() > old.len() => (*new).to_owned(),
            _ => continue,
        };
        changed |= both != *old;
        *old = both;
    }
    Ok(changed)
}

/// The elements of two lists, each once, in byte order.
fn union(a: &str, b: &str) -> String {
    let mut all: Vec<&str> =
        crate::domain::csv::split_list(a).chain(crate::domain::csv::split_list(b)).collect();
    all.sort_unstable();
    all.dedup();
    all.join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(fields: &[(usize, &'static str)]) -> [&'static str; FIELDS] {
        let mut row = [""; FIELDS];
        fields.iter().for_each(|(column, value)| row[*column] = value);
        row
    }

    #[test]
    fn rows_of_one_code() {
        let mut stands =
            row(&[(CODE, "A"), (1, "甲"), (AREA, "640502"), (LICENCES, "乙;丙")]).map(str::to_owned);
        let more = row(&[(CODE, "A"), (1, "甲"), (AREA, "640502001"), (LICENCES, "丁;乙"), (9, "1")]);
        assert_eq!(join(&mut stands, &more), Ok(true));
        assert_eq!(
            (stands[AREA].as_str(), stands[LICENCES].as_str(), stands[9].as_str()),
            ("640502001", "丁;丙;乙", "1")
        );
        assert_eq!(join(&mut stands, &more), Ok(false));
        assert_eq!(join(&mut stands, &row(&[(CODE, "A"), (1, "乙")])), Err(1));
        assert_eq!(join(&mut stands, &row(&[(CODE, "A"), (1, "甲"), (AREA, "640521")])), Err(AREA));
    }
}
