//! Finding an entity in the frames of a bundle, reading each row.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::path::Path;

use super::explanation::{Explanation, InFrame};
use super::siblings::Siblings;
use super::visit::visit_told;
use crate::checker::absent::{NotIn, RowAt, code_of};
use crate::checker::frames::COLUMNS;
use crate::checker::plan::frame;
use crate::checker::rows::{each_line, grammar};
use crate::checker::tickets::Tickets;
use crate::checker::verify::{Drawn, Fixed, amended, matching};
use crate::checker::{Fault, Rule, log, told};
use crate::domain::csv::split_line;
use crate::domain::grammar::check_code;
use crate::domain::{Progress, merkle};
use crate::draw::document::Part;
use crate::text;

/// Tells what became of one entity. The bundle is verified first; a bundle that
/// does not hold explains nothing.
pub fn explain(dir: &Path, code: &str, progress: &dyn Progress) -> Result<Explanation, Fault> {
    let code = code.trim().to_ascii_uppercase();
    check_code(&code).map_err(|reason| Fault::of_file(".", Rule::Grammar, reason))?;
    let fixed = Fixed::read(dir)?;
    let drawn = Drawn::check(dir, &fixed, progress)?;
    let matched = matching(dir, &fixed, &drawn, progress)?;
    let replay = amended(&fixed, &drawn, &matched)?;
    let logged = log::check(dir, &fixed, &drawn, &matched.claims, None)?;

    let seed = &drawn.ceremony.seed;
    let mut out = told::begun(code, seed, (&fixed.document().plan, &fixed.plan.p), logged);
    let mut first_stratum = 0;
    let mut absent = BTreeSet::new();
    for part in &fixed.document().parts {
        match find(dir, part, &out.code)? {
            Sought::In(place) => {
                let found = in_frame(dir, part, first_stratum, &place, &out, &drawn)?;
                if out.frames.is_empty() {
                    told::who(&mut out, place.name);
                }
                let index = part.strata.iter().position(|own| own.stratum == found.stratum).unwrap_or(0);
                let quota = drawn.quotas.get(first_stratum + index);
                let figures = quota.map(|quota| [quota.size.rows, quota.size.eligible, quota.quota]);
                told::frame(&found, figures, &mut out.texts);
                out.frames.push(found);
            }
            Sought::Between(ends) => {
                told::absent(&mut out, not_in(dir, part, *ends)?)?;
                absent.insert(part.department.as_str());
            }
        }
        first_stratum += part.strata.len();
    }
    if told::frames_told(&mut out, absent) {
        // A ticket is found only by its own code, so an excluded entity has no visit.
        let number = replay.find(&drawn, &out.ticket);
        let visit = number.map(|number| visit_told(fixed.document(), &drawn, &matched, &replay, number));
        told::visit(&mut out, visit);
    }
    Ok(out)
}

/// Where a code stands in a frame.
struct Place {
    name: String,
    stratum: String,
    excluded: String,
    row: String,
    index: u64,
    offset: u64,
}

/// What is found of a code.
enum Sought {
    In(Box<Place>),
    /// It would stand between these.
    Between(Box<[Option<RowAt>; 2]>),
}

fn find(dir: &Path, part: &Part, code: &str) -> Result<Sought, Fault> {
    let mut found = None;
    let mut ends: [Option<RowAt>; 2] = [None, None];
    let mut offset = COLUMNS.len() as u64 + 1;
    each_line(dir, &frame(&part.part), COLUMNS, |line, row| {
        let (index, begins) = (line - 2, offset);
        offset += row.len() as u64 + 1;
        let end = match code_of(row).cmp(code) {
            Ordering::Equal => {
                let fields = split_line::<6>(row).map_err(grammar)?;
                let [_, name, _, _, stratum, excluded] = fields.map(std::borrow::Cow::into_owned);
                found = Some(Place { name, stratum, excluded, row: row.to_owned(), index, offset: begins });
                return Ok(());
            }
            Ordering::Less => &mut ends[0],
            Ordering::Greater if ends[1].is_some() => return Ok(()),
            Ordering::Greater => &mut ends[1],
        };
        let end = end.get_or_insert_with(|| RowAt { row: String::new(), index, offset, path: Vec::new() });
        end.row.clear();
        end.row.push_str(row);
        (end.index, end.offset) = (index, begins);
        Ok(())
    })?;
    Ok(match found {
        Some(place) => Sought::In(Box::new(place)),
        None => Sought::Between(Box::new(ends)),
    })
}

/// Reads the frame once more: the paths of the rows between which a code would stand.
fn not_in(dir: &Path, part: &Part, ends: [Option<RowAt>; 2]) -> Result<NotIn, Fault> {
    let mut paths: Vec<Siblings> =
        ends.iter().flatten().map(|at| Siblings::new(at.index, part.rows)).collect();
    each_line(dir, &frame(&part.part), COLUMNS, |line, row| {
        let leaf = merkle::leaf(row.as_bytes());
        paths.iter_mut().for_each(|path| path.leaf(line - 2, leaf));
        Ok(())
    })?;
    let mut paths = paths.iter().map(Siblings::path);
    let [before, after] =
        ends.map(|end| end.map(|at| RowAt { path: paths.next().unwrap_or_default(), ..at }));
    Ok(NotIn {
        part: part.part.clone(),
        department: part.department.clone(),
        size: part.rows,
        root: part.root,
        before,
        after,
    })
}

/// Reads the frame once more: the Merkle path, and the entity's place among
/// the stratum's tickets.
fn in_frame(
    dir: &Path,
    part: &Part,
    first_stratum: usize,
    place: &Place,
    about: &Explanation,
    drawn: &Drawn,
) -> Result<InFrame, Fault> {
    let name = frame(&part.part);
    let tickets = Tickets::new(&drawn.ceremony.seed);
    let mut path = Siblings::new(place.index, part.rows);
    let mut smaller = 0;
    each_line(dir, &name, COLUMNS, |line, row| {
        path.leaf(line - 2, merkle::leaf(row.as_bytes()));
        let [code, _, _, _, stratum, excluded] = split_line::<6>(row).map_err(grammar)?;
        if excluded.is_empty() && stratum == place.stratum && tickets.of(&code) < about.ticket {
            smaller += 1;
        }
        Ok(())
    })?;
    let path = path.path();
    let leaf = merkle::leaf(place.row.as_bytes());
    if merkle::root_of_path(leaf, place.index, part.rows, &path) != Some(part.root) {
        // The frame was whole a moment ago: somebody is writing to the folder.
        return Err(Fault::of_file(name, Rule::Bundle, text!("checker-changed-meanwhile")));
    }
    let stratum = part.strata.iter().position(|stratum| stratum.stratum == place.stratum).unwrap_or(0);
    let stratum = first_stratum + stratum;
    let drawable = place.excluded.is_empty();
    let listed = drawn.listed.find(stratum, &about.ticket).ok().filter(|_| drawable);
    let slot = drawn.listed.strata[stratum];
    Ok(InFrame {
        part: part.part.clone(),
        department: part.department.clone(),
        stratum: place.stratum.clone(),
        excluded: place.excluded.clone(),
        rank: drawable.then_some(smaller + 1),
        cutoff: drawn.listed.selected(stratum).last().copied(),
        outcome: match listed {
            Some(row) if row < slot.from + slot.selected => "selected",
            Some(_) => "reserve",
            None => "",
        },
        row: place.row.clone(),
        index: place.index,
        offset: place.offset,
        size: part.rows,
        path,
        root: part.root,
    })
}
