//! Codes, names and areas of all rows in scope of any part, each once.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::domain::Result;
use crate::text;

/// Rows in byte order of code; a row is known by its place. Compact: the text
/// of each partition in one arena, 16 bytes a row beside it.
#[derive(Debug, Clone, Default)]
pub struct Pool {
    arenas: Vec<String>,
    rows: Vec<Place>,
    areas: Vec<String>,
    area: Vec<u32>,
}

/// Where a row's text lies: code, then name.
#[derive(Debug, Clone, Copy)]
struct Place {
    arena: u32,
    start: u32,
    code: u32,
    name: u32,
}

/// The text of one partition's rows, in the partition's order.
#[derive(Debug, Default)]
pub(super) struct Arena {
    text: String,
    rows: Vec<(u32, u32, u32)>,
    areas: Vec<String>,
    area: Vec<u32>,
}

impl Arena {
    /// Gives an area its number; once per distinct area.
    pub(super) fn area(&mut self, area: &str) -> Result<u32> {
        self.areas.push(area.to_owned());
        narrow(self.areas.len() - 1)
    }

    /// Adds a row; its number within the partition.
    pub(super) fn push(&mut self, code: &str, name: &str, area: u32) -> Result<u32> {
        let start = narrow(self.text.len())?;
        self.text.push_str(code);
        self.text.push_str(name);
        self.rows.push((start, narrow(code.len())?, narrow(name.len())?));
        self.area.push(area);
        narrow(self.rows.len() - 1)
    }

    /// Rows so far.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }
}

fn narrow(value: usize) -> Result<u32> {
    u32::try_from(value).map_err(|_| text!("frame-too-large"))
}

impl Pool {
    /// Joins partitions and sorts by code. Returns, beside the pool, the new
    /// place of each row by its number over all partitions in their order.
    pub(super) fn join(arenas: Vec<Arena>) -> Result<(Self, Vec<u32>)> {
        let total: usize = arenas.iter().map(Arena::len).sum();
        narrow(total)?;
        let mut pool = Self { rows: Vec::with_capacity(total), ..Self::default() };
        pool.area.reserve(total);
        let mut known: HashMap<String, u32> = HashMap::new();
        for (number, arena) in arenas.into_iter().enumerate() {
            let number = narrow(number)?;
            let mut global = Vec::with_capacity(arena.areas.len());
            for area in arena.areas {
                let next = narrow(pool.areas.len())?;
                let id = *known.entry(area.clone()).or_insert(next);
                if id == next {
                    pool.areas.push(area);
                }
                global.push(id);
            }
            pool.area.extend(arena.area.iter().map(|area| global[*area as usize]));
            pool.rows.extend(arena.rows.iter().map(|&(start, code, name)| Place {
                arena: number,
                start,
                code,
                name,
            }));
            pool.arenas.push(arena.text);
        }
        let places = pool.sort();
        Ok((pool, places))
    }

    fn sort(&mut self) -> Vec<u32> {
        // Sixteen bytes of the code decide nearly every comparison without
        // touching the arena; `total` fits u32.
        let mut order: Vec<(u128, u32)> =
            (0..self.rows.len() as u32).into_par_iter().map(|i| (prefix(self.code(i as usize)), i)).collect();
        order.par_sort_unstable_by(|a, b| {
            a.0.cmp(&b.0).then_with(|| self.code(a.1 as usize).cmp(self.code(b.1 as usize)))
        });
        let mut places = vec![0; order.len()];
        for (place, (_, old)) in order.iter().enumerate() {
            places[*old as usize] = place as u32;
        }
        self.rows = order.iter().map(|(_, old)| self.rows[*old as usize]).collect();
        self.area = order.iter().map(|(_, old)| self.area[*old as usize]).collect();
        places
    }

    /// The first code that stands twice.
    pub(super) fn doubled(&self) -> Option<&str> {
        (1..self.len())
            .into_par_iter()
            .find_first(|i| self.code(i - 1) == self.code(*i))
            .map(|i| self.code(i))
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Place of a code.
    pub fn find(&self, code: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.code(middle) < code { low = middle + 1 } else { high = middle }
        }
        (low < self.len() && self.code(low) == code).then_some(low)
    }

    /// Code of the row at a place.
    pub fn code(&self, place: usize) -> &str {
        let row = self.rows[place];
        &self.arenas[row.arena as usize][row.start as usize..][..row.code as usize]
    }

    /// Name of the row at a place.
    pub fn name(&self, place: usize) -> &str {
        let row = self.rows[place];
        &self.arenas[row.arena as usize][row.start as usize + row.code as usize..][..row.name as usize]
    }

    /// Area of the row at a place.
    pub fn area(&self, place: usize) -> &str {
        &self.areas[self.area_number(place) as usize]
    }

    pub(super) fn area_number(&self, place: usize) -> u32 {
        self.area[place]
    }

    pub(super) fn area_of(&self, number: u32) -> &str {
        &self.areas[number as usize]
    }
}

/// The first sixteen bytes, so that comparing prefixes compares codes.
fn prefix(code: &str) -> u128 {
    let mut bytes = [0; 16];
    let len = code.len().min(16);
    bytes[..len].copy_from_slice(&code.as_bytes()[..len]);
    u128::from_be_bytes(bytes)
}
