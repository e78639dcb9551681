//! One entity's story, from a bundle that holds.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use super::absent::{NotIn, RowAt, code_of, shown};
use super::amendments::Replay;
use super::frames::COLUMNS;
use super::log::{self, Logged};
use super::plan::frame;
use super::rows::{each_line, grammar};
use super::tickets::Tickets;
use super::told::{self, TeamTold, VisitTold};
use super::verify::{Drawn, Fixed, Matching, amended, matching};
use super::{Fault, Rule};
use crate::domain::csv::split_line;
use crate::domain::grammar::check_code;
use crate::domain::merkle::{self, Tree};
use crate::domain::{Digest, Progress, Text};
use crate::draw::PlanDocument;
use crate::draw::document::Part;
use crate::text;

/// Where an entity stood and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Its code, as looked up.
    pub code: String,
    /// Its name; empty when it stands in no frame.
    pub name: String,
    /// SHA-256(seed ‖ `:` ‖ code).
    pub ticket: Digest,
    /// One per frame it stands in, plan order.
    pub frames: Vec<InFrame>,
    /// One per frame it does not stand in, plan order.
    pub absent: Vec<NotIn>,
    /// Its visit's number, drawn or by substitution.
    pub visit: Option<u64>,
    /// Whether that visit was given up by an amendment.
    pub given_up: bool,
    /// Departments in byte order with their inspectors' certificate numbers and
    /// names, the lead first, after all amendments.
    pub teams: Vec<(String, Vec<(String, String)>)>,
    /// Experts who come along, likewise; departments without any are left out.
    pub experts: Vec<(String, Vec<(String, String)>)>,
    /// By department the group that holds the visit, where it is matched by
    /// groups.
    pub groups: Vec<(String, String)>,
    /// The department whose lead leads the visit.
    pub leader: Option<String>,
    /// Where the plan, and with it every row, stands in the office's log.
    pub logged: Option<Logged>,
    /// The command line that recomputes the ticket.
    pub command: String,
    /// The whole story in sentences.
    pub texts: Vec<Text>,
}

impl Explanation {
    /// The codes whose rows it holds: its own and those next to where it would stand.
    pub fn codes(&self) -> BTreeSet<&str> {
        let neighbours = self.absent.iter().flat_map(|gap| gap.before.iter().chain(&gap.after));
        neighbours
            .map(|at| code_of(&at.row))
            .chain(self.frames.iter().map(|found| code_of(&found.row)))
            .collect()
    }

    /// Leaves out the names of those whom `hidden` names by their codes: their
    /// rows are then read from the frame's file, where they lie (`offset`).
    /// `name` stands for the entity's own where that is hidden.
    pub fn leave_out(&mut self, hidden: &dyn Fn(&str) -> bool, name: &str) {
        let neighbours = self.absent.iter_mut().flat_map(|gap| gap.before.iter_mut().chain(&mut gap.after));
        let rows = neighbours.map(|at| &mut at.row).chain(self.frames.iter_mut().map(|found| &mut found.row));
        rows.filter(|row| hidden(code_of(row))).for_each(String::clear);
        if !self.name.is_empty() && hidden(&self.code) {
            self.name = name.to_owned();
            let who = text!("checker-explain-who", code = &self.code, name = name);
            self.texts.iter_mut().filter(|text| text.id == who.id).for_each(|text| *text = who.clone());
        }
    }

    /// For machines, as `choucha explain --json` prints it; `say` words a text.
    pub fn to_json(&self, say: &dyn Fn(&Text) -> Value) -> Value {
        fn of<'a, T>(list: &'a [(String, T)], department: &str) -> Option<&'a T> {
            list.iter().find(|(own, _)| own == department).map(|(_, value)| value)
        }
        let people = |list: &[(String, String)]| -> Vec<Value> {
            list.iter().map(|(inspector, name)| json!({ "inspector": inspector, "name": name })).collect()
        };
        json!({
            "code": self.code,
            "name": self.name,
            "ticket": self.ticket,
            "frames": self.frames.iter().map(|f| json!({
                "part": f.part,
                "department": f.department,
                "stratum": f.stratum,
                "excluded": f.excluded,
                "rank": f.rank,
                "cutoff": f.cutoff,
                "outcome": f.outcome,
                "row": shown(&f.row),
                "index": f.index,
                "offset": f.offset,
                "size": f.size,
                "path": f.path,
                "root": f.root,
            })).collect::<Vec<_>>(),
            "absent": self.absent.iter().map(NotIn::to_json).collect::<Vec<_>>(),
            "visit": self.visit,
            "given_up": self.given_up,
            "teams": self.teams.iter().map(|(department, members)| json!({
                "department": department,
                "group": of(&self.groups, department),
                "members": people(members),
                "experts": people(of(&self.experts, department).map_or(&[], Vec::as_slice)),
            })).collect::<Vec<_>>(),
            "leader": self.leader,
            "log": self.logged.as_ref().map(Logged::to_json),
            "command": self.command,
            "story": self.texts.iter().map(say).collect::<Vec<_>>(),
        })
    }
}

/// An entity's row in one frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InFrame {
    /// Part.
    pub part: String,
    /// 部门.
    pub department: String,
    /// Stratum.
    pub stratum: String,
    /// The reason it could not be drawn; empty when it could.
    pub excluded: String,
    /// Its place among the stratum's eligible rows by ticket, from 1; `None` when excluded.
    pub rank: Option<u64>,
    /// The largest selected ticket of the stratum; `None` when none was selected.
    pub cutoff: Option<Digest>,
    /// `selected`, `reserve` or empty.
    pub outcome: &'static str,
    /// The row as it stands in the frame, without LF: the Merkle leaf's data.
    pub row: String,
    /// Leaf index, from 0.
    pub index: u64,
    /// Bytes of the frame's file before the row.
    pub offset: u64,
    /// Rows of the frame: the tree's size.
    pub size: u64,
    /// Inclusion path, leaf to root (RFC 6962).
    pub path: Vec<Digest>,
    /// The frame's root, as plan.json gives it; the path has been checked against it.
    pub root: Digest,
}

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

/// What a visit is told by, found in the checked bundle.
pub(super) fn visit_told(
    plan: &PlanDocument,
    drawn: &Drawn,
    matched: &Matching<'_>,
    replay: &Replay,
    number: u64,
) -> VisitTold {
    let live = replay.touched.get(&number);
    let mut out = VisitTold {
        visit: number,
        given_up: live.is_some_and(|live| live.given_up),
        substitute: number > drawn.visits.rows.len() as u64,
        teams: Vec::new(),
        leader: None,
    };
    if out.given_up {
        return out;
    }
    for (place, teams) in matched.teams.iter().enumerate() {
        let found = match live {
            Some(live) => live.crews.get(&place).map(|crew| {
                let mut experts = crew.experts.clone();
                experts.sort_unstable();
                (crew.members().to_vec(), crew.lead, crew.unit, experts)
            }),
            None => teams.of_visit(number).map(|owed| {
                let (lead, unit) = (owed.lead(&teams.desk), owed.members.first().copied());
                (owed.people(&teams.desk), lead, unit, teams.experts_of(number).to_vec())
            }),
        };
        let Some((mut members, lead, unit, experts)) = found else { continue };
        members.sort_unstable_by_key(|member| (Some(*member) != lead, *member));
        let desk = &teams.desk;
        let people = |list: &[u32]| -> Vec<(String, String)> {
            let people = list.iter().map(|one| desk.people[*one as usize]);
            people.map(|person| (person.inspector.clone(), person.name.clone())).collect()
        };
        out.teams.push(TeamTold {
            department: desk.department.to_owned(),
            grouped: desk.grouping.is_some(),
            group: unit.and_then(|unit| desk.group(unit)).map(str::to_owned),
            members: people(&members),
            experts: people(&experts),
        });
    }
    let sent = |department: &str| {
        out.teams.iter().any(|team| team.department == department && !team.members.is_empty())
    };
    out.leader = plan.leader(sent).map(str::to_owned);
    out
}

/// Gathers an inclusion path while the leaves go by: the tree of each sibling's
/// range holds only its right edge.
struct Siblings {
    index: u64,
    /// Leaf to root, with the ranges they cover.
    ranges: Vec<(u64, u64, Tree)>,
}

impl Siblings {
    fn new(index: u64, size: u64) -> Self {
        let mut ranges = Vec::new();
        let (mut from, mut to) = (0, size);
        while to.saturating_sub(from) > 1 {
            let split = from + (to - from).next_power_of_two() / 2;
            if index < split {
                ranges.push((split, to, Tree::default()));
                to = split;
            } else {
                ranges.push((from, split, Tree::default()));
                from = split;
            }
        }
        ranges.reverse();
        Self { index, ranges }
    }

    fn leaf(&mut self, index: u64, leaf: Digest) {
        if index == self.index {
            return;
        }
        if let Some((.., tree)) = self.ranges.iter_mut().find(|(from, to, _)| (*from..*to).contains(&index)) {
            tree.push(leaf);
        }
    }

    fn path(&self) -> Vec<Digest> {
        self.ranges.iter().map(|(.., tree)| tree.root()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gathered_paths_are_the_trees_own() {
        for size in 1..40u64 {
            let leaves: Vec<Digest> = (0..size).map(|i| merkle::leaf(&i.to_be_bytes())).collect();
            for index in 0..size {
                let mut siblings = Siblings::new(index, size);
                (0..).zip(&leaves).for_each(|(at, leaf)| siblings.leaf(at, *leaf));
                assert_eq!(siblings.path(), merkle::path(&leaves, index as usize));
            }
        }
    }
}
