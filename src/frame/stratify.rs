//! Puts each row into exactly one stratum (protocol §1).

use std::collections::{BTreeSet, HashMap};

use super::{Cell, Frame, Gathered, Layer};
use crate::domain::Text;
use crate::domain::grammar::{check_element, check_scope};
use crate::text;

impl Layer {
    /// The places of the cells that lie in it, ascending; `cells` stand by
    /// area, as [`Gathered::cells`] yields them. A prefix covers a run of
    /// them, so only those are looked at.
    pub fn held(&self, cells: &[Cell]) -> Vec<usize> {
        let mut out = BTreeSet::new();
        for scope in &self.areas {
            let prefix = if scope == "*" { "" } else { scope.as_str() };
            let from = cells.partition_point(|cell| cell.area.as_str() < prefix);
            let run = cells[from..].partition_point(|cell| cell.area.starts_with(prefix));
            let holds = |at: &usize| self.classes.is_empty() || self.classes.contains(&cells[*at].class);
            out.extend((from..from + run).filter(holds));
        }
        out.into_iter().collect()
    }
}

impl Gathered {
    /// Gives every row its stratum. Faults, all of them: a stratum outside the
    /// grammar, two of one name, rows in no stratum or in several.
    pub fn stratify(self, layers: &[Layer]) -> Result<Frame, Vec<Text>> {
        let mut faults = Vec::new();
        let mut names = BTreeSet::new();
        let cells = self.cells();
        let mut places: Vec<Option<usize>> = vec![None; cells.len()];
        for (number, layer) in layers.iter().enumerate() {
            let checked = check_element(&layer.stratum)
                .and_then(|()| layer.areas.iter().try_for_each(|area| check_scope(area)))
                .and_then(|()| layer.classes.iter().try_for_each(|class| check_element(class)));
            if let Err(reason) = checked {
                let stratum = &layer.stratum;
                faults.push(text!("frame-layer", part = &self.part, stratum = stratum, reason = reason));
            }
            if !names.insert(&layer.stratum) {
                faults.push(text!("frame-layer-twice", part = &self.part, stratum = &layer.stratum));
            }
            for at in layer.held(&cells) {
                match places[at] {
                    None => places[at] = Some(number),
                    Some(first) => faults.push(text!(
                        "frame-two-layers",
                        part = &self.part,
                        rows = cells[at].rows,
                        area = &cells[at].area,
                        class = &cells[at].class,
                        first = &layers[first].stratum,
                        second = &layer.stratum
                    )),
                }
            }
        }
        let homeless = cells.iter().zip(&places).filter(|(_, place)| place.is_none());
        faults.extend(homeless.map(|(cell, _)| {
            text!(
                "frame-no-layer",
                part = &self.part,
                rows = cell.rows,
                area = &cell.area,
                class = &cell.class
            )
        }));
        if !faults.is_empty() {
            return Err(faults);
        }
        let find = |i: usize| {
            let key = (self.area(i), self.class(i));
            cells.binary_search_by(|cell| (cell.area.as_str(), cell.class.as_str()).cmp(&key)).ok()
        };
        let mut known: HashMap<(u32, u16), u32> = HashMap::new();
        let stratum = (0..self.len())
            .map(|i| {
                // Every row has a cell, and every cell was found in one layer just now.
                let place = || find(i).and_then(|at| places[at]).unwrap_or_default() as u32;
                *known.entry(self.key(i)).or_insert_with(place)
            })
            .collect();
        Ok(Frame { gathered: self, layers: layers.to_vec(), stratum })
    }
}
